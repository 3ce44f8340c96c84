/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-qrs-detector.h"

#include <math.h>
#include <string.h>

/* Numbers are [GK], checked with the recordings and signals in tests/measure. */
#define WORKING_RATE_HZ 125.0
#define SLOPE_SECONDS   0.020
#define ENERGY_SECONDS  0.060

/* Complexes below about 0.15 mV are none (IEC 60601-2-27 asks for 0.15 mV not to
 * count).
 */
#define FEATURE_LEAST 0.03

#define SIGNAL_SHARE   0.35 /* of the way from noise to signal lies the threshold */
#define FLOOR_SHARE    (1.0 / 6)
#define ABOVE_FLOOR    4.0 /* a complex stands so far above the lower sixth */
#define REFRACTORY     (180 * STEADY_NSEC_PER_MSEC)
#define T_WAVE_TIME    (360 * STEADY_NSEC_PER_MSEC)
#define T_WAVE_SHARE   0.5
#define LONGEST_PEAK   (150 * STEADY_NSEC_PER_MSEC)
#define QUIET          (1500 * STEADY_NSEC_PER_MSEC)
#define QUIET_STEP     (250 * STEADY_NSEC_PER_MSEC)
#define QUIET_FACTOR   0.8
#define SILENT         (4 * STEADY_NSEC_PER_SEC)
#define WINDOW         (8 * STEADY_NSEC_PER_SEC)
#define LEARNING       (2 * STEADY_NSEC_PER_SEC)
#define LEARNT_SHARE   0.8 /* of the highest complex, to begin with */
#define INTERVALS_MOST 16

/* Fewer are no rate; at first, while heights are being learnt, it takes more. */
#define INTERVALS_AT_FIRST 5
#define INTERVALS_LEAST    2

#define NEAR_LOW  0.7
#define NEAR_HIGH 1.4

/* Thread: the owner's. Does not allocate. */
void
steady_qrs_detector_init (SteadyQrsDetector *self, double rate_hz)
{
  memset (self, 0, sizeof *self);
  steady_decimator_init (&self->decimator, rate_hz, WORKING_RATE_HZ);
  const double rate = self->decimator.rate_hz;
  self->n_delay =
      (unsigned) fmin (fmax (1, round (SLOPE_SECONDS * rate)), STEADY_QRS_DELAY);
  self->n_window =
      (unsigned) fmin (fmax (1, round (ENERGY_SECONDS * rate)), STEADY_QRS_WINDOW);
}

static void
begin (SteadyQrsDetector *self, SteadyInstant t, double value)
{
  for (unsigned i = 0; i < STEADY_QRS_DELAY; i++)
    self->delay[i] = value;
  memset (self->window, 0, sizeof self->window);
  self->energy = 0;
  self->n_samples = 0;
  self->started = t;
  self->quiet_since = t;
  self->inside = false;
  self->refused = false;
  self->signal = 0;
  self->noise = 0;
  self->last_height = 0;
  self->n_beats = 0;
  self->running = true;
}

/* Root mean square of the slope over the last 60 ms. */
static double
feature_of (SteadyQrsDetector *self, double value)
{
  const unsigned late = (unsigned) (self->n_samples % self->n_delay);
  const unsigned place = (unsigned) (self->n_samples % self->n_window);
  const double   slope = value - self->delay[late];

  self->delay[late] = value;
  self->energy += slope * slope - self->window[place];
  self->window[place] = slope * slope;
  self->n_samples++;
  return sqrt (fmax (0, self->energy) / self->n_window);
}

/* The lower sixth, by steps that balance where a sixth lies below (a stochastic
 * quantile). */
static void
follow_floor (SteadyQrsDetector *self, double feature)
{
  const double step = fmax (1e-4, fmax (self->floor, 0.05 * self->signal)) * 2.0 /
                      self->decimator.rate_hz;
  self->floor += feature > self->floor ? FLOOR_SHARE * step : (FLOOR_SHARE - 1) * step;
  if (self->floor < 0)
    self->floor = 0;
}

static double
threshold_of (const SteadyQrsDetector *self)
{
  return fmax (FEATURE_LEAST,
               self->noise + SIGNAL_SHARE * (self->signal - self->noise));
}

static SteadyInstant
last_beat (const SteadyQrsDetector *self)
{
  return self->n_beats > 0 ? self->beats[(self->n_beats - 1) % STEADY_QRS_BEATS]
                           : INT64_MIN / 2;
}

static void
judge_peak (SteadyQrsDetector *self)
{
  const SteadySpan since = self->peak_t - last_beat (self);

  if (since < REFRACTORY ||
      (since < T_WAVE_TIME &&
       self->peak < T_WAVE_SHARE * fmax (self->signal, self->last_height)))
    {
      self->noise += 0.125 * (fmin (self->peak, self->signal) - self->noise);
      return;
    }
  if (self->peak < ABOVE_FLOOR * self->floor)
    {
      self->refused = true;
      self->refused_t = self->peak_t;
      return;
    }
  const double height =
      self->signal > 0 ? fmin (self->peak, 3 * self->signal) : self->peak;
  self->signal += 0.125 * (height - self->signal);
  self->last_height = height;
  self->beats[self->n_beats % STEADY_QRS_BEATS] = self->peak_t;
  self->n_beats++;
  self->quiet_since = self->peak_t;
}

static void
follow_peak (SteadyQrsDetector *self, SteadyInstant t, double feature)
{
  if (!self->inside && feature > threshold_of (self))
    {
      self->inside = true;
      self->peak = 0;
      self->peak_t = t;
    }
  if (!self->inside)
    return;
  if (feature > self->peak)
    {
      self->peak = feature;
      self->peak_t = t;
    }
  else if (feature < 0.5 * self->peak || t - self->peak_t > LONGEST_PEAK)
    {
      self->inside = false;
      judge_peak (self);
    }
}

static void
look_for_smaller (SteadyQrsDetector *self, SteadyInstant t)
{
  if (t - self->quiet_since < QUIET + QUIET_STEP)
    return;
  self->quiet_since += QUIET_STEP;
  self->signal *= QUIET_FACTOR;
  self->noise *= QUIET_FACTOR;
}

/* Adds a usable sample of an ECG, mV. Thread: the owner's. Does not allocate. */
void
steady_qrs_detector_add (SteadyQrsDetector *self, SteadyInstant t, double value)
{
  SteadyInstant middle;
  double        mean;
  bool          gap = false;

  const bool ready =
      steady_decimator_add (&self->decimator, t, value, &middle, &mean, &gap);
  if (gap)
    self->running = false;
  if (!ready)
    return;
  if (!self->running)
    begin (self, middle, mean);
  const double feature = feature_of (self, mean);
  follow_floor (self, feature);
  if (middle - self->started < LEARNING)
    {
      /* Heights first: with none known, each T wave would count as a beat. */
      self->signal = fmax (self->signal, LEARNT_SHARE * feature);
      return;
    }
  follow_peak (self, middle, feature);
  look_for_smaller (self, middle);
}

/*
 * The instants of the last complexes, oldest first; gives how many.
 *
 * Thread: the owner's. Does not allocate.
 */
unsigned
steady_qrs_detector_beats (const SteadyQrsDetector *self,
                           SteadyInstant           *ret_beats,
                           unsigned                 size)
{
  unsigned count = self->n_beats < STEADY_QRS_BEATS ? self->n_beats : STEADY_QRS_BEATS;

  if (count > size)
    count = size;
  for (unsigned i = 0; i < count; i++)
    ret_beats[i] = self->beats[(self->n_beats - count + i) % STEADY_QRS_BEATS];
  return count;
}

static double
middle_of (const double *values, unsigned count)
{
  double sorted[INTERVALS_MOST];
  for (unsigned i = 0; i < count; i++)
    {
      unsigned k = i;
      for (; k > 0 && sorted[k - 1] > values[i]; k--)
        sorted[k] = sorted[k - 1];
      sorted[k] = values[i];
    }
  return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

/* The rate of the last seconds: the mean of the intervals near their median. */
static bool
rate_of (const SteadyQrsDetector *self, SteadyInstant now, double *ret_rate)
{
  SteadyInstant beats[INTERVALS_MOST + 1];
  double        intervals[INTERVALS_MOST];
  unsigned      count = 0, near = 0;
  double        sum = 0;

  const unsigned n = steady_qrs_detector_beats (self, beats, INTERVALS_MOST + 1);
  for (unsigned i = 1; i < n; i++)
    if (now - beats[i - 1] <= WINDOW)
      intervals[count++] = steady_span_seconds (beats[i] - beats[i - 1]);
  if (count < (now - self->started < WINDOW ? INTERVALS_AT_FIRST : INTERVALS_LEAST))
    return false;
  const double middle = middle_of (intervals, count);
  for (unsigned i = 0; i < count; i++)
    if (intervals[i] >= NEAR_LOW * middle && intervals[i] <= NEAR_HIGH * middle)
      {
        sum += intervals[i];
        near++;
      }
  *ret_rate = near > 0 ? 60.0 * near / sum : 60.0 / middle;
  return true;
}

/*
 * The heart's rate in 1/min, only with STEADY_HEART_BEATS.
 *
 * Thread: the owner's. Does not allocate.
 */
SteadyHeartVerdict
steady_qrs_detector_read (const SteadyQrsDetector *self,
                          SteadyInstant            now,
                          double                  *ret_rate)
{
  if (!self->running || now - self->started < SILENT)
    return self->running && rate_of (self, now, ret_rate) ? STEADY_HEART_BEATS
                                                          : STEADY_HEART_NOT_YET;
  if (now - last_beat (self) <= SILENT && rate_of (self, now, ret_rate))
    return STEADY_HEART_BEATS;
  if (self->refused && now - self->refused_t <= SILENT)
    return STEADY_HEART_NOISY;
  return now - last_beat (self) <= SILENT ? STEADY_HEART_NOT_YET : STEADY_HEART_SILENT;
}
