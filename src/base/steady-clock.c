/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-clock.h"

#include <errno.h>
#include <time.h>

static int64_t
read_clock (clockid_t clock)
{
  struct timespec now;
  clock_gettime (clock, &now);
  return (int64_t) now.tv_sec * STEADY_NSEC_PER_SEC + now.tv_nsec;
}

/*
 * Real time since the machine was started, suspends included.
 *
 * Thread: any. Does not allocate, lock or fail.
 */
SteadyInstant
steady_clock_now (void)
{
  return read_clock (CLOCK_BOOTTIME);
}

/*
 * Wall clock in nanoseconds since 1970 UTC: only to be shown and stored, never
 * subtracted.
 *
 * Thread: any. Does not allocate, lock or fail.
 */
int64_t
steady_clock_utc_ns (void)
{
  return read_clock (CLOCK_REALTIME);
}

/*
 * CPU time that this process has used in all its threads.
 *
 * Thread: any. Does not allocate, lock or fail.
 */
SteadySpan
steady_clock_cpu (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

/*
 * Sleeps until steady_clock_now () reaches @instant; returns at once when it has.
 *
 * Thread: any. Does not allocate or lock.
 */
void
steady_clock_sleep_until (SteadyInstant instant)
{
  const struct timespec until = { .tv_sec = instant / STEADY_NSEC_PER_SEC,
                                  .tv_nsec = instant % STEADY_NSEC_PER_SEC };
  while (clock_nanosleep (CLOCK_BOOTTIME, TIMER_ABSTIME, &until, NULL) == EINTR)
    continue;
}
