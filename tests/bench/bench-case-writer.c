/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-text.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-writer.h"

/*
 * How fast a case is written and read: 12 waves (6 at 250 Hz, 6 at 125 Hz) and 60
 * numerics at 5 Hz, the tick's share and the writer's together. Prints figures; it is
 * no test.
 */
enum
{
  WAVES = 12,
  NUMERICS = 60,
  COLUMNS = 1440
};

static double
cpu_seconds (void)
{
  struct rusage used;

  getrusage (RUSAGE_SELF, &used);
  return (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

static void
declare (SteadyCaseChannel *channels)
{
  unsigned placed = 0;

  for (unsigned i = 0; i < WAVES; i++)
    {
      SteadyCaseChannel *channel = &channels[placed++];
      channel->channel = (uint16_t) (i + 1);
      channel->kind = STEADY_CHANNEL_KIND_WAVE;
      channel->rate_hz = i % 2 == 0 ? 250 : 125;
      g_snprintf (channel->name, sizeof channel->name, "wave_%u", i);
    }
  for (unsigned i = 0; i < NUMERICS; i++)
    {
      SteadyCaseChannel *channel = &channels[placed++];
      channel->channel = (uint16_t) (STEADY_CHANNEL_FOREIGN + i);
      g_snprintf (channel->name, sizeof channel->name, "numeric_%u", i);
    }
}

static void
tick (SteadyCaseWriter *writer, int64_t number)
{
  float values[8];

  for (unsigned i = 0; i < WAVES; i++)
    {
      const bool    fast = i % 2 == 0;
      const int64_t first = fast ? number * 5 : number * 5 / 2;
      const int64_t next = fast ? number * 5 + 5 : (number + 1) * 5 / 2;
      for (int64_t k = first; k < next; k++)
        values[k - first] = (float) (k % 307) * 0.2f;
      steady_case_writer_wave (writer,
                               (SteadyChannel) (i + 1),
                               first,
                               first * (fast ? 4 : 8) * STEADY_NSEC_PER_MSEC,
                               values,
                               (unsigned) (next - first),
                               false);
    }
  for (unsigned i = 0; number % 10 == 0 && i < NUMERICS; i++)
    {
      const SteadySample sample = { .t = number * 20 * STEADY_NSEC_PER_MSEC,
                                    .t_device = STEADY_NO_DEVICE_TIME,
                                    .value = sin ((double) number / 999 + i),
                                    .channel = (uint16_t) (STEADY_CHANNEL_FOREIGN + i),
                                    .quality = STEADY_QUALITY_VALID };
      steady_case_writer_numeric (writer, &sample);
    }
  steady_case_writer_tick (writer, (number + 1) * 20 * STEADY_NSEC_PER_MSEC, 0);
}

static void
measure_reading (SteadyCaseReader *reader,
                 SteadyInstant     end,
                 double            scale,
                 const char       *name)
{
  static SteadyEnvelope columns[COLUMNS];
  const SteadyInstant   from = end - (SteadyInstant) ((double) end * scale);
  const double          before = cpu_seconds ();

  for (unsigned i = 0; i < WAVES; i++)
    steady_case_reader_envelope (
        reader, (SteadyChannel) (i + 1), from, end, COLUMNS, columns, NULL);
  const double middle = cpu_seconds ();
  for (unsigned i = 0; i < NUMERICS; i++)
    steady_case_reader_envelope (reader,
                                 (SteadyChannel) (STEADY_CHANNEL_FOREIGN + i),
                                 from,
                                 end,
                                 COLUMNS,
                                 columns,
                                 NULL);
  printf ("envelope_%s_wave_cpu_ms=%.2f\nenvelope_%s_numeric_cpu_ms=%.2f\n",
          name,
          (middle - before) * 1e3 / WAVES,
          name,
          (cpu_seconds () - middle) * 1e3 / NUMERICS);
}

/* A console's second: all trends of a case that is being written. */
static void
measure_live (const char *path, SteadyInstant end)
{
  static SteadyEnvelope columns[COLUMNS];
  SteadyCaseReader     *reader = steady_case_reader_open (path, NULL);
  double                used[3];

  g_assert_nonnull (reader);
  for (unsigned pass = 0; pass < 3; pass++)
    {
      const double before = cpu_seconds ();
      if (pass == 2)
        steady_case_reader_hold (reader);
      for (unsigned i = 0; i < NUMERICS; i++)
        steady_case_reader_envelope (reader,
                                     (SteadyChannel) (STEADY_CHANNEL_FOREIGN + i),
                                     0,
                                     end,
                                     COLUMNS,
                                     columns,
                                     NULL);
      used[pass] = (cpu_seconds () - before) * 1e3 / NUMERICS;
    }
  steady_case_reader_release (reader);
  steady_case_reader_free (reader);
  printf ("live_numeric_first_cpu_ms=%.2f\nlive_numeric_cpu_ms=%.2f\n"
          "live_numeric_held_cpu_ms=%.2f\n",
          used[0],
          used[1],
          used[2]);
}

int
main (int argc, char **argv)
{
  SteadySpan        span = STEADY_NSEC_PER_SEC * 3600;
  SteadyCaseChannel channels[WAVES + NUMERICS] = { 0 };
  GStatBuf          about;

  if (argc > 2 || (argc == 2 && !steady_text_to_span (argv[1], &span)))
    {
      fprintf (stderr, "bench-case-writer: takes one span of time, such as 1h\n");
      return 2;
    }
  g_autofree char *folder = g_dir_make_tmp ("steady-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bench.steady", NULL);
  declare (channels);
  const SteadyCaseSetup setup = { .path = path,
                                  .wait = true,
                                  .mode = STEADY_MODE_TRAINING,
                                  .channels = channels,
                                  .n_channels = WAVES + NUMERICS };
  const double          begun = cpu_seconds ();
  const SteadyInstant   begun_at = steady_clock_now ();
  SteadyCaseWriter     *writer = steady_case_writer_open (&setup, NULL);
  g_assert_nonnull (writer);
  for (int64_t i = 0; i < span / (20 * STEADY_NSEC_PER_MSEC); i++)
    tick (writer, i);
  while (steady_case_writer_progress (writer).committed_to <
         span - 3 * STEADY_NSEC_PER_SEC)
    g_usleep (10000);
  const double written = cpu_seconds ();
  measure_live (path, span);
  const double read = cpu_seconds () - written;
  g_assert_true (steady_case_writer_close (writer, NULL));
  const double used = cpu_seconds () - begun - read;
  const double wall = steady_span_seconds (steady_clock_now () - begun_at);
  const double seconds = steady_span_seconds (span);
  g_stat (path, &about);
  printf ("case_s=%.0f\nwrite_wall_s=%.2f\nwrite_cpu_s=%.2f\ntimes_real_per_core=%.0f\n"
          "bytes_per_case_s=%.0f\n",
          seconds,
          wall,
          used,
          seconds / used,
          (double) about.st_size / seconds);
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  g_assert_nonnull (reader);
  measure_reading (reader, span, 1, "whole");
  measure_reading (reader, span, 1, "whole_again");
  measure_reading (reader, span, 60 / seconds, "last_minute");
  measure_reading (reader, span, 10 / seconds, "last_10_s");
  steady_case_reader_free (reader);
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
