/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/steady-text.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-writer.h"

/*
 * Works through a long case as a hand that zooms in and out of it for ever: all waves
 * and trends are asked for again sixty times a second, from the whole case to 10 s.
 *
 * zoom-reader make CASE SPAN     8 waves of 125 Hz and 40 numerics of 1 Hz
 * zoom-reader zoom CASE          until it is ended
 */
enum
{
  WAVES = 8,
  RATE = 125,
  NUMERICS = 40,
  COLUMNS = 1600,
  STEPS = 40 /* redraws from the whole case to 10 s */
};

#define FRAME_US 16667

static void
declare (SteadyCaseChannel *channels)
{
  for (unsigned i = 0; i < WAVES + NUMERICS; i++)
    {
      const bool wave = i < WAVES;
      channels[i].channel = (uint16_t) (STEADY_CHANNEL_FOREIGN + i);
      channels[i].kind = wave ? STEADY_CHANNEL_KIND_WAVE : STEADY_CHANNEL_KIND_NUMERIC;
      channels[i].rate_hz = wave ? RATE : 0;
      g_snprintf (channels[i].name, sizeof channels[i].name, "channel_%u", i);
    }
}

static void
write_second (SteadyCaseWriter *writer, int64_t second)
{
  float values[RATE];

  for (unsigned i = 0; i < WAVES; i++)
    {
      for (unsigned k = 0; k < RATE; k++)
        values[k] = (float) ((second * RATE + k) % (307 + i)) * 0.2f;
      steady_case_writer_wave (writer,
                               (SteadyChannel) (STEADY_CHANNEL_FOREIGN + i),
                               second * RATE,
                               second * STEADY_NSEC_PER_SEC,
                               values,
                               RATE,
                               false);
    }
  for (unsigned i = WAVES; i < WAVES + NUMERICS; i++)
    {
      const SteadySample sample = { .t = second * STEADY_NSEC_PER_SEC,
                                    .t_device = STEADY_NO_DEVICE_TIME,
                                    .value = sin ((double) second / 999 + i),
                                    .channel = (uint16_t) (STEADY_CHANNEL_FOREIGN + i),
                                    .quality = STEADY_QUALITY_VALID };
      steady_case_writer_numeric (writer, &sample);
    }
  steady_case_writer_tick (writer, (second + 1) * STEADY_NSEC_PER_SEC, 0);
}

static bool
make (const char *path, SteadySpan span)
{
  SteadyCaseChannel     channels[WAVES + NUMERICS] = { 0 };
  const SteadyCaseSetup setup = { .path = path,
                                  .wait = true,
                                  .mode = STEADY_MODE_TRAINING,
                                  .channels = channels,
                                  .n_channels = WAVES + NUMERICS };
  declare (channels);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  if (writer == NULL)
    return false;
  for (int64_t second = 0; second < span / STEADY_NSEC_PER_SEC; second++)
    write_second (writer, second);
  return steady_case_writer_close (writer, NULL);
}

static bool
redraw (SteadyCaseReader *reader, SteadyInstant from, SteadyInstant to)
{
  static SteadyEnvelope columns[COLUMNS];
  bool                  fine = true;

  for (unsigned i = 0; i < WAVES + NUMERICS; i++)
    fine = fine &&
           steady_case_reader_envelope (reader,
                                        (SteadyChannel) (STEADY_CHANNEL_FOREIGN + i),
                                        from,
                                        to,
                                        COLUMNS,
                                        columns,
                                        NULL);
  return fine;
}

static bool
zoom (const char *path)
{
  SteadyCaseSpan    span;
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  int               step = 0, way = 1;

  if (reader == NULL || !steady_case_reader_span (reader, &span, NULL))
    return false;
  const double whole = (double) (span.end - span.start);
  const double factor = pow (10e9 / whole, 1.0 / STEPS);
  while (true)
    {
      const gint64        begun = g_get_monotonic_time ();
      const double        wide = whole * pow (factor, step);
      const SteadyInstant from =
          span.start + (SteadyInstant) ((whole - wide) * 0.3 * step / STEPS);
      if (!redraw (reader, from, from + (SteadyInstant) wide))
        return false;
      way = step == STEPS ? -1 : step == 0 ? 1 : way;
      step += way;
      const gint64 used = g_get_monotonic_time () - begun;
      if (used < FRAME_US)
        g_usleep ((gulong) (FRAME_US - used));
    }
}

int
main (int argc, char **argv)
{
  SteadySpan span;

  if (argc == 4 && strcmp (argv[1], "make") == 0 &&
      steady_text_to_span (argv[3], &span))
    return make (argv[2], span) ? EXIT_SUCCESS : EXIT_FAILURE;
  if (argc == 3 && strcmp (argv[1], "zoom") == 0)
    return zoom (argv[2]) ? EXIT_SUCCESS : EXIT_FAILURE;
  fprintf (stderr, "zoom-reader: takes make CASE SPAN, or zoom CASE\n");
  return 2;
}
