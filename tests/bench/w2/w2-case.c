/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <glib.h>

#include "base/steady-text.h"
#include "casefile/steady-case-writer.h"

/*
 * Makes the case of workload W2 with the writer that a real case has: 8 waves at 125 Hz
 * and 40 numerics a second, for as long as is wanted (24 h are 86.4 million samples).
 *
 *     w2-case SPAN OUT.steady [FOLDER]
 *
 * With FOLDER the same samples are left for the programs that Steady is compared with:
 * w2.f32 (channel after channel), w2.s16 (interleaved, value × 64) and numeric.f32.
 */
enum
{
  WAVES = 8,
  RATE = 125,
  NUMERICS = 40,
  SHAPE = 4096, /* places of one beat */
  PER_UNIT = 64
};

typedef struct Maker
{
  SteadyCaseWriter *writer;
  float             pressure[SHAPE];
  float             curve[SHAPE];
  double            phase[WAVES];
  uint32_t          random[WAVES];
  FILE             *floats;
  FILE             *integers;
  FILE             *numerics;
  int64_t           seconds;
} Maker;

static double
bump (double phase, double centre, double width)
{
  return exp (-pow ((phase - centre) / width, 2));
}

static void
make_shapes (Maker *self)
{
  for (unsigned i = 0; i < SHAPE; i++)
    {
      const double phase = (double) i / SHAPE;
      self->curve[i] =
          (float) (80 * bump (phase, 0.36, 0.012) + 15 * bump (phase, 0.62, 0.05));
      self->pressure[i] =
          (float) (bump (phase, 0.20, 0.09) + 0.55 * bump (phase, 0.42, 0.16));
    }
  for (unsigned i = 0; i < WAVES; i++)
    self->random[i] = 123 + i;
}

/* The samples of one second of one wave, in whole steps of 1/64. */
static void
make_second (Maker *self, unsigned wave, int64_t second, float *ret_values)
{
  const double t = (double) second;
  const double rate = (110 + 25 * sin (t / 3000 + wave)) / (wave >= 6 ? 300 : 60);
  const double base =
      40 + 15 * sin (t / 5000 + wave) + (second % 7200 < 3 ? 60.0 : 0.0);
  const double high = 30 + 10 * sin (t / 2000 + wave);

  for (unsigned i = 0; i < RATE; i++)
    {
      const unsigned place = (unsigned) (self->phase[wave] * SHAPE) % SHAPE;
      const double beat = wave < 2 ? self->curve[place] : high * self->pressure[place];
      self->random[wave] = self->random[wave] * 1664525u + 1013904223u;
      const double noise = (double) (self->random[wave] >> 16) / 32768 - 1;
      ret_values[i] = (float) (rint ((base + beat + noise) * PER_UNIT) / PER_UNIT);
      self->phase[wave] += rate / RATE;
      self->phase[wave] -= floor (self->phase[wave]);
    }
}

static double
numeric_at (unsigned number, int64_t second)
{
  const double t = (double) second;

  return 50 + 20 * sin (t / 3000 + number) + 5 * sin (t / 37 + number * 2);
}

static void
leave_second (Maker *self, int64_t second, float values[WAVES][RATE])
{
  int16_t mixed[RATE][WAVES];

  for (unsigned wave = 0; wave < WAVES; wave++)
    {
      const int64_t place = ((int64_t) wave * self->seconds + second) * RATE;
      fseeko (self->floats, (off_t) (place * (int64_t) sizeof (float)), SEEK_SET);
      fwrite (values[wave], sizeof (float), RATE, self->floats);
      for (unsigned i = 0; i < RATE; i++)
        mixed[i][wave] = (int16_t) lrintf (values[wave][i] * PER_UNIT);
    }
  fwrite (mixed, sizeof mixed, 1, self->integers);
  for (unsigned i = 0; i < NUMERICS; i++)
    {
      const float   value = (float) numeric_at (i, second);
      const int64_t place = (int64_t) i * self->seconds + second;
      fseeko (self->numerics, (off_t) (place * (int64_t) sizeof value), SEEK_SET);
      fwrite (&value, sizeof value, 1, self->numerics);
    }
}

static void
take_second (Maker *self, int64_t second)
{
  static float values[WAVES][RATE];

  for (unsigned wave = 0; wave < WAVES; wave++)
    {
      make_second (self, wave, second, values[wave]);
      steady_case_writer_wave (self->writer,
                               (SteadyChannel) (STEADY_CHANNEL_FOREIGN + wave),
                               second * RATE,
                               second * STEADY_NSEC_PER_SEC,
                               values[wave],
                               RATE,
                               false);
    }
  for (unsigned i = 0; i < NUMERICS; i++)
    {
      const SteadySample sample = {
        .t = second * STEADY_NSEC_PER_SEC,
        .t_device = STEADY_NO_DEVICE_TIME,
        .value = numeric_at (i, second),
        .channel = (uint16_t) (STEADY_CHANNEL_FOREIGN + WAVES + i),
        .quality = STEADY_QUALITY_VALID,
      };
      steady_case_writer_numeric (self->writer, &sample);
    }
  steady_case_writer_tick (self->writer, (second + 1) * STEADY_NSEC_PER_SEC, 0);
  if (self->floats != NULL)
    leave_second (self, second, values);
}

static void
declare (SteadyCaseChannel *channels)
{
  for (unsigned i = 0; i < WAVES + NUMERICS; i++)
    {
      SteadyCaseChannel *channel = &channels[i];
      channel->channel = (uint16_t) (STEADY_CHANNEL_FOREIGN + i);
      channel->kind =
          i < WAVES ? STEADY_CHANNEL_KIND_WAVE : STEADY_CHANNEL_KIND_NUMERIC;
      channel->rate_hz = i < WAVES ? RATE : 0;
      channel->scale = i < WAVES ? 1.0 / PER_UNIT : 0;
      channel->decimals = 1;
      g_snprintf (channel->name, sizeof channel->name, "w2_%02u", i);
      g_snprintf (channel->label, sizeof channel->label, "W2 %u", i + 1);
      g_strlcpy (channel->unit, "mmHg", sizeof channel->unit);
      g_strlcpy (channel->source, "w2", sizeof channel->source);
    }
}

static FILE *
make_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  FILE            *file = fopen (path, "wb");

  if (file == NULL)
    {
      fprintf (stderr, "w2-case: %s: cannot be written\n", path);
      exit (1);
    }
  return file;
}

int
main (int argc, char **argv)
{
  SteadySpan        span = 0;
  SteadyCaseChannel channels[WAVES + NUMERICS] = { 0 };
  Maker             maker = { 0 };
  GError           *error = NULL;

  if (argc < 3 || argc > 4 || !steady_text_to_span (argv[1], &span) ||
      span < STEADY_NSEC_PER_SEC)
    {
      fprintf (stderr, "usage: w2-case SPAN OUT.steady [FOLDER]\n");
      return 2;
    }
  maker.seconds = span / STEADY_NSEC_PER_SEC;
  declare (channels);
  make_shapes (&maker);
  if (argc == 4)
    {
      maker.floats = make_file (argv[3], "w2.f32");
      maker.integers = make_file (argv[3], "w2.s16");
      maker.numerics = make_file (argv[3], "numeric.f32");
    }
  const SteadyCaseSetup setup = { .path = argv[2],
                                  .wait = true,
                                  .mode = STEADY_MODE_TRAINING,
                                  .start_utc = INT64_C (1700000000000000000),
                                  .channels = channels,
                                  .n_channels = WAVES + NUMERICS };
  maker.writer = steady_case_writer_open (&setup, &error);
  for (int64_t i = 0; maker.writer != NULL && i < maker.seconds; i++)
    take_second (&maker, i);
  if (maker.writer == NULL || !steady_case_writer_close (maker.writer, &error))
    {
      fprintf (stderr, "w2-case: %s\n", error->message);
      return 1;
    }
  bool  written = true;
  FILE *files[] = { maker.floats, maker.integers, maker.numerics };
  for (unsigned i = 0; i < G_N_ELEMENTS (files); i++)
    written = (files[i] == NULL || fclose (files[i]) == 0) && written;
  return written ? 0 : 1;
}
