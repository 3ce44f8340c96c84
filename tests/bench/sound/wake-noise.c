/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/*
 * The machine's own noise: a bare thread that asks to be woken every 256 samples of
 * 48 kHz and does nothing else, with the priority of any program. On SIGTERM it prints
 * how many times it was woken, and how late: least, median, 99th percentile and most,
 * in ms. What it sees no program on this machine can better.
 */
enum
{
  MOST = 1 << 20
};

static volatile sig_atomic_t quit;

static void
on_signal (int number)
{
  quit = 1;
}

static int
compare (const void *a, const void *b)
{
  const float left = *(const float *) a, right = *(const float *) b;
  return (left > right) - (left < right);
}

static int64_t
to_ns (struct timespec t)
{
  return t.tv_sec * INT64_C (1000000000) + t.tv_nsec;
}

int
main (void)
{
  static float           late[MOST];
  unsigned               count = 0;
  struct timespec        now;
  const int64_t          period = INT64_C (1000000000) * 256 / 48000;
  const struct sigaction end = { .sa_handler = on_signal };

  sigaction (SIGTERM, &end, NULL);
  sigaction (SIGINT, &end, NULL);
  clock_gettime (CLOCK_MONOTONIC, &now);
  int64_t due = to_ns (now);
  while (!quit && count < MOST)
    {
      due += period;
      const struct timespec at = { .tv_sec = due / 1000000000,
                                   .tv_nsec = due % 1000000000 };
      if (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) != 0)
        continue;
      clock_gettime (CLOCK_MONOTONIC, &now);
      late[count++] = (float) ((double) (to_ns (now) - due) / 1e6);
      if (to_ns (now) - due > period)
        due = to_ns (now);
    }
  if (count == 0)
    return EXIT_FAILURE;
  qsort (late, count, sizeof late[0], compare);
  printf ("%u %.2f %.2f %.2f %.2f\n",
          count,
          (double) late[0],
          (double) late[count / 2],
          (double) late[(size_t) (0.99 * count)],
          (double) late[count - 1]);
  return EXIT_SUCCESS;
}
