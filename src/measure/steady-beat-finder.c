/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-beat-finder.h"

#include <math.h>
#include <string.h>

/*
 * All numbers below are [GK] and were checked against the recordings and the synthetic
 * signals in tests/measure.
 */
#define SMOOTHING_HZ 8.0

/* The least turn of the pressure that is looked at, mmHg, and its share of a beat. */
#define THRESHOLD_LEAST   2.0
#define THRESHOLD_OF_BEAT 0.4

/* Without a beat for so long, smaller ones are looked for. */
#define QUIET        (1500 * STEADY_NSEC_PER_MSEC)
#define QUIET_STEP   (250 * STEADY_NSEC_PER_MSEC)
#define QUIET_FACTOR 0.7

enum
{
  N_SIZE = STEADY_BEAT_FINDER_SIZE,
  ADAPT_TO = 8 /* beats */
};

/* Thread: the owner's. Does not allocate. */
void
steady_beat_finder_init (SteadyBeatFinder *self, double rate_hz)
{
  memset (self, 0, sizeof *self);
  self->smoothing = 1 - exp (-2 * 3.14159265358979323846 * SMOOTHING_HZ / rate_hz);
  self->threshold = THRESHOLD_LEAST;
}

/* The beat before @age others; @age is below the count. Thread: the owner's. */
const SteadyBeat *
steady_beat_finder_beat (const SteadyBeatFinder *self, unsigned age)
{
  return &self->beats[(self->n_beats - 1 - age) % N_SIZE];
}

/* How many beats can still be looked at. Thread: the owner's. */
unsigned
steady_beat_finder_count (const SteadyBeatFinder *self)
{
  return self->n_beats < N_SIZE ? self->n_beats : N_SIZE;
}

/* Sorts in place and gives the middle; @count is small and above 0. Thread: any. */
double
steady_beat_finder_median (double *values, unsigned count)
{
  for (unsigned i = 1; i < count; i++)
    {
      const double value = values[i];
      unsigned     k = i;
      for (; k > 0 && values[k - 1] > value; k--)
        values[k] = values[k - 1];
      values[k] = value;
    }
  return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void
adapt_threshold (SteadyBeatFinder *self)
{
  double         amplitudes[ADAPT_TO];
  const unsigned kept = steady_beat_finder_count (self);
  const unsigned count = kept < ADAPT_TO ? kept : ADAPT_TO;

  for (unsigned i = 0; i < count; i++)
    amplitudes[i] = steady_beat_finder_beat (self, i)->amplitude;
  self->threshold =
      fmax (THRESHOLD_LEAST,
            THRESHOLD_OF_BEAT * steady_beat_finder_median (amplitudes, count));
}

static void
take_beat (SteadyBeatFinder *self, SteadyInstant t)
{
  self->beats[self->n_beats % N_SIZE] = (SteadyBeat){
    .t = self->steepest_t,
    .systolic = (float) self->raw_high,
    .diastolic = (float) self->raw_foot,
    .amplitude = (float) (self->extreme - self->foot),
    .rise_s = (float) steady_span_seconds (self->extreme_t - self->foot_t),
    .after_gap = self->gap,
  };
  self->n_beats++;
  self->gap = false;
  self->quiet_since = t;
  adapt_threshold (self);
}

/*
 * Starts again with what comes next; beats so far stay, their intervals end here.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_beat_finder_begin (SteadyBeatFinder *self, SteadyInstant t, double value)
{
  self->smooth[0] = self->smooth[1] = self->before = value;
  self->extreme = self->foot = value;
  self->extreme_t = self->foot_t = self->steepest_t = t;
  self->steepest = 0;
  self->raw_high = self->raw_low = self->raw_foot = value;
  self->direction = 0;
  self->gap = true;
  self->quiet_since = t;
}

static void
rise (SteadyBeatFinder *self, SteadyInstant t, double value, double raw)
{
  if (value > self->extreme)
    {
      self->extreme = value;
      self->extreme_t = t;
      return;
    }
  if (value > self->extreme - self->threshold)
    return;
  if (self->direction > 0)
    take_beat (self, t);
  self->direction = -1;
  self->extreme = value;
  self->extreme_t = t;
  self->steepest = 0;
  self->raw_high = raw;
}

static void
fall (SteadyBeatFinder *self, SteadyInstant t, double value, double raw)
{
  if (value < self->extreme)
    {
      self->extreme = value;
      self->extreme_t = t;
      self->steepest = 0;
      return;
    }
  if (value < self->extreme + self->threshold)
    return;
  self->foot = self->extreme;
  self->foot_t = self->extreme_t;
  self->raw_foot = self->raw_low;
  self->direction = 1;
  self->extreme = value;
  self->extreme_t = t;
  self->raw_low = raw;
}

/* Which way the pressure goes is not known until it has turned once. */
static void
find_direction (SteadyBeatFinder *self, SteadyInstant t, double value)
{
  if (value > self->foot + self->threshold)
    {
      self->direction = 1;
      self->gap = true;
    }
  else if (value < self->foot - self->threshold)
    self->direction = -1;
  self->extreme = value;
  self->extreme_t = t;
}

static void
look_for_smaller (SteadyBeatFinder *self, SteadyInstant t)
{
  if (t - self->quiet_since < QUIET + QUIET_STEP)
    return;
  self->quiet_since += QUIET_STEP;
  self->threshold = fmax (THRESHOLD_LEAST, self->threshold * QUIET_FACTOR);
}

/*
 * Adds a sample: @value is searched for beats, @raw is what was measured and gives the
 * pressures.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_beat_finder_add (SteadyBeatFinder *self,
                        SteadyInstant     t,
                        double            value,
                        double            raw)
{
  self->smooth[0] += self->smoothing * (value - self->smooth[0]);
  self->smooth[1] += self->smoothing * (self->smooth[0] - self->smooth[1]);
  const double smooth = self->smooth[1];
  const double slope = smooth - self->before;
  self->before = smooth;
  self->raw_high = fmax (self->raw_high, raw);
  self->raw_low = fmin (self->raw_low, raw);
  if (slope > self->steepest)
    {
      self->steepest = slope;
      self->steepest_t = t;
    }
  if (self->direction > 0)
    rise (self, t, smooth, raw);
  else if (self->direction < 0)
    fall (self, t, smooth, raw);
  else
    find_direction (self, t, smooth);
  look_for_smaller (self, t);
}
