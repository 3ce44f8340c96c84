/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "casefile/steady-case-reader.h"

/*
 * What reading the pictures of workload W2 costs without a window: w2-read CASE [cold].
 * Prints name=value lines; times are of the processor, in ms, of one picture with all
 * waves and numerics.
 */
enum
{
  COLUMNS = 1800,
  STEPS = 60,
  PLACES = 5
};

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
forget_pages (const char *path)
{
  const int file = open (path, O_RDONLY);

  if (file < 0 || fdatasync (file) != 0 ||
      posix_fadvise (file, 0, 0, POSIX_FADV_DONTNEED) != 0)
    fprintf (stderr, "w2-read: the file could not be made cold\n");
  close (file);
}

static double
picture (SteadyCaseReader *reader, SteadyInstant from, SteadyInstant to, bool waves)
{
  static SteadyEnvelope    columns[COLUMNS];
  unsigned                 count;
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &count);
  const double             before = cpu_ms ();

  for (unsigned i = 0; i < count; i++)
    if (waves == (channels[i].kind == STEADY_CHANNEL_KIND_WAVE) &&
        !steady_case_reader_envelope (reader,
                                      (SteadyChannel) channels[i].channel,
                                      from,
                                      to,
                                      COLUMNS,
                                      columns,
                                      NULL))
      exit (1);
  return cpu_ms () - before;
}

static void
measure_zoom (SteadyCaseReader *reader, const SteadyCaseSpan *span, bool twice)
{
  double worst = 0, worst_span = 0, sum = 0, worst_waves = 0, worst_waves_span = 0;
  double worst_numerics = 0, worst_numerics_span = 0;

  for (unsigned step = 0; step < STEPS; step++)
    {
      const double whole = steady_span_seconds (span->end - span->start);
      const double width = whole * pow (10 / whole, step / (STEPS - 1.0));
      for (unsigned place = 0; place < PLACES; place++)
        {
          const SteadyInstant from =
              span->start +
              (SteadyInstant) ((whole - width) * place / (PLACES - 1.0) * 1e9);
          const SteadyInstant to = from + (SteadyInstant) (width * 1e9);
          double              used[2] = { 0 };
          for (unsigned pass = 0; pass < (twice ? 2 : 1); pass++)
            {
              used[0] = picture (reader, from, to, true);
              used[1] = picture (reader, from, to, false);
            }
          sum += used[0] + used[1];
          if (used[0] + used[1] > worst)
            worst = used[0] + used[1], worst_span = width;
          if (used[0] > worst_waves)
            worst_waves = used[0], worst_waves_span = width;
          if (used[1] > worst_numerics)
            worst_numerics = used[1], worst_numerics_span = width;
        }
    }
  printf ("%s_mean=%.2f\n%s_worst=%.2f at %.0f s\n%s_worst_waves=%.2f at %.0f s\n"
          "%s_worst_numerics=%.2f at %.0f s\n",
          twice ? "again" : "first",
          sum / (STEPS * PLACES),
          twice ? "again" : "first",
          worst,
          worst_span,
          twice ? "again" : "first",
          worst_waves,
          worst_waves_span,
          twice ? "again" : "first",
          worst_numerics,
          worst_numerics_span);
}

int
main (int argc, char **argv)
{
  SteadyCaseSpan span;

  if (argc < 2 || argc > 3)
    {
      fprintf (stderr, "usage: w2-read CASE [cold]\n");
      return 2;
    }
  if (argc == 3)
    forget_pages (argv[1]);
  const double        before = cpu_ms ();
  const SteadyInstant begun = steady_clock_now ();
  SteadyCaseReader   *reader = steady_case_reader_open (argv[1], NULL);
  if (reader == NULL || !steady_case_reader_span (reader, &span, NULL))
    return 1;
  const double opened = cpu_ms ();
  const double waves = picture (reader, span.start, span.end, true);
  const double numerics = picture (reader, span.start, span.end, false);
  printf ("open=%.2f\nfirst_waves=%.2f\nfirst_numerics=%.2f\nfirst_wall=%.2f\n",
          opened - before,
          waves,
          numerics,
          steady_span_seconds (steady_clock_now () - begun) * 1e3);
  for (unsigned i = 0; i < 2; i++)
    printf ("again_waves=%.2f\nagain_numerics=%.2f\n",
            picture (reader, span.start, span.end, true),
            picture (reader, span.start, span.end, false));
  measure_zoom (reader, &span, false);
  measure_zoom (reader, &span, true);
  steady_case_reader_free (reader);
  return 0;
}
