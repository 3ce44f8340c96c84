/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-pulse-detector.h"

#include <math.h>
#include <string.h>

/*
 * All numbers below are [GK] and were checked against the recordings and the synthetic
 * signals in tests/measure.
 */
#define WORKING_RATE_HZ 100.0

/* The least accepted beat, mmHg. */
#define AMPLITUDE_LEAST 4.0

/* Beats are judged together over this time, and the ECG's company over a longer one. */
#define WINDOW        (8 * STEADY_NSEC_PER_SEC)
#define LOCK_WINDOW   (30 * STEADY_NSEC_PER_SEC)
#define TELL_AFTER    (3 * STEADY_NSEC_PER_SEC)
#define LAST_BEAT_AGE 2.5 /* intervals */
#define SPEED_STEP    (250 * STEADY_NSEC_PER_MSEC)

#define RATE_LEAST       20.0
#define RATE_MOST        300.0
#define ABOVE_HEART_RATE 1.15 /* a pulse is never faster than the heart */

/* Shares of intervals and amplitudes that must lie near their median. */
#define STEADY_SHARE   0.7
#define REGULAR_LOW    0.7
#define REGULAR_HIGH   1.4
#define AMPLITUDE_LOW  0.5
#define AMPLITUDE_HIGH 2.0

/* Noise can look even for a moment: what rises as slowly as it falls, or comes very
 * fast, must be more so. */
#define STRICT_INTERVAL 0.3
#define STRICT_SHARE    0.85
#define STRICT_LOW      0.85
#define STRICT_HIGH     1.18

/* Large beats may come irregularly, as in fibrillation, but not as fast as noise. */
#define LARGE_AMPLITUDE 12.0
#define LARGE_INTERVAL  0.3
#define LOOSE_LOW       0.4
#define LOOSE_HIGH      2.5

/* A rate this near to the pump's is in step with it: a share, or so many a minute. */
#define STEP_NEAR  0.06
#define STEP_LEAST 4.0

/* A pulse rises faster than it falls; a ripple rises for half of its time. */
#define RISE_SHARE_MOST 0.42

/* Beats that follow the ECG: at least so many, so evenly. */
#define LOCK_BEATS  8
#define LOCK_SPREAD (20.0 * (double) STEADY_NSEC_PER_MSEC)
#define LOCK_SHARE  0.75
#define LOCK_LATEST (600 * STEADY_NSEC_PER_MSEC)

/* A heart that itself keeps step with the pump so well proves nothing. */
#define HEART_IN_STEP 0.85

#define TURN (2.0 * 3.14159265358979323846)

enum
{
  BEATS_NEEDED = 4,
  BEATS_AT_ONCE = 16
};

/* Thread: the owner's. Does not allocate. */
void
steady_pulse_detector_init (SteadyPulseDetector *self, double rate_hz)
{
  memset (self, 0, sizeof *self);
  steady_decimator_init (&self->decimator, rate_hz, WORKING_RATE_HZ);
  steady_ripple_canceller_init (&self->ripple, self->decimator.rate_hz);
  steady_beat_finder_init (&self->flat, self->decimator.rate_hz);
  steady_beat_finder_init (&self->plain, self->decimator.rate_hz);
}

/* Adds a usable sample of the arterial pressure. Thread: the owner's. Does not
 * allocate.
 */
void
steady_pulse_detector_add (SteadyPulseDetector *self, SteadyInstant t, double value)
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
  const double flat = steady_ripple_canceller_add (&self->ripple, mean);
  if (!self->running)
    {
      steady_beat_finder_begin (&self->flat, middle, flat);
      steady_beat_finder_begin (&self->plain, middle, mean);
      self->started = middle;
      self->running = true;
    }
  steady_beat_finder_add (&self->flat, middle, flat, mean);
  steady_beat_finder_add (&self->plain, middle, mean, mean);
}

/*
 * The speed of the arterial pump at @t, rpm; 0 when it stands or nobody knows.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_pulse_detector_set_speed (SteadyPulseDetector *self, SteadyInstant t, double rpm)
{
  const unsigned last = (self->n_speeds - 1) % STEADY_PULSE_SPEEDS;
  const float    speed = (float) (steady_ripple_is_roller (rpm) ? fabs (rpm) : 0);

  steady_ripple_canceller_set_speed (&self->ripple, rpm);
  if (self->n_speeds > 0 && t - self->speeds[last].t < SPEED_STEP)
    {
      self->speeds[last].low = fminf (self->speeds[last].low, speed);
      self->speeds[last].high = fmaxf (self->speeds[last].high, speed);
      return;
    }
  const unsigned place = self->n_speeds % STEADY_PULSE_SPEEDS;
  self->speeds[place].t = t;
  self->speeds[place].low = self->speeds[place].high = speed;
  self->n_speeds++;
}

/* The beats that are judged together. */
typedef struct Company
{
  const SteadyBeatFinder *finder;
  unsigned                count;
  unsigned                n_intervals;
  double                  interval;  /* median, s */
  double                  amplitude; /* median, mmHg */
  double                  rise_share;
  double                  intervals[BEATS_AT_ONCE];
  double                  amplitudes[BEATS_AT_ONCE];
} Company;

static Company
gather (const SteadyBeatFinder *finder, SteadyInstant now)
{
  Company  company = { .finder = finder };
  double   sorted[BEATS_AT_ONCE];
  double   rises[BEATS_AT_ONCE];
  unsigned kept = steady_beat_finder_count (finder);

  if (kept > BEATS_AT_ONCE)
    kept = BEATS_AT_ONCE;
  for (unsigned i = 0; i < kept; i++)
    {
      const SteadyBeat *beat = steady_beat_finder_beat (finder, i);
      if (now - beat->t > WINDOW)
        break;
      company.amplitudes[i] = sorted[i] = beat->amplitude;
      rises[i] = beat->rise_s;
      company.count++;
      if (beat->after_gap || i + 1 == kept)
        break;
      company.intervals[i] =
          steady_span_seconds (beat->t - steady_beat_finder_beat (finder, i + 1)->t);
      company.n_intervals++;
    }
  if (company.n_intervals == 0)
    return company;
  company.amplitude = steady_beat_finder_median (sorted, company.count);
  memcpy (sorted, company.intervals, company.n_intervals * sizeof sorted[0]);
  company.interval =
      fmax (steady_beat_finder_median (sorted, company.n_intervals), 1e-3);
  company.rise_share =
      steady_beat_finder_median (rises, company.count) / company.interval;
  return company;
}

static double
share_within (const double *values, unsigned count, double low, double high)
{
  unsigned inside = 0;
  for (unsigned i = 0; i < count; i++)
    inside += values[i] >= low && values[i] <= high;
  return (double) inside / count;
}

static bool
is_even (const Company *company)
{
  if (company->rise_share > RISE_SHARE_MOST || company->interval < STRICT_INTERVAL)
    return share_within (company->intervals,
                         company->n_intervals,
                         STRICT_LOW * company->interval,
                         STRICT_HIGH * company->interval) >= STRICT_SHARE;
  return share_within (company->intervals,
                       company->n_intervals,
                       REGULAR_LOW * company->interval,
                       REGULAR_HIGH * company->interval) >= STEADY_SHARE;
}

/* The mean of the intervals near their median, or of all where they are not even. */
static double
mean_interval (const Company *company)
{
  const bool even = is_even (company);
  double     sum = 0;
  unsigned   count = 0;

  for (unsigned i = 0; i < company->n_intervals; i++)
    if (!even || (company->intervals[i] >= REGULAR_LOW * company->interval &&
                  company->intervals[i] <= REGULAR_HIGH * company->interval))
      {
        sum += company->intervals[i];
        count++;
      }
  return count > 0 ? sum / count : company->interval;
}

/* Fibrillation: large pulses of the right shape that come when they like. */
static bool
is_large (const Company *company)
{
  return company->amplitude >= LARGE_AMPLITUDE && company->interval >= LARGE_INTERVAL &&
         company->rise_share <= RISE_SHARE_MOST &&
         share_within (company->intervals,
                       company->n_intervals,
                       LOOSE_LOW * company->interval,
                       LOOSE_HIGH * company->interval) >= STEADY_SHARE;
}

static bool
is_steady (const Company *company)
{
  return (is_even (company) || is_large (company)) &&
         share_within (company->amplitudes,
                       company->count,
                       AMPLITUDE_LOW * company->amplitude,
                       AMPLITUDE_HIGH * company->amplitude) >= STEADY_SHARE;
}

/* Slowest and fastest that the roller turned while the beats were gathered. */
static bool
speeds_of_late (const SteadyPulseDetector *self,
                SteadyInstant              now,
                double                    *ret_low,
                double                    *ret_high)
{
  const unsigned kept =
      self->n_speeds < STEADY_PULSE_SPEEDS ? self->n_speeds : STEADY_PULSE_SPEEDS;
  double low = 0, high = 0;

  for (unsigned i = 0; i < kept; i++)
    {
      const unsigned place = (self->n_speeds - 1 - i) % STEADY_PULSE_SPEEDS;
      low = i == 0 ? self->speeds[place].low : fmin (low, self->speeds[place].low);
      high = i == 0 ? self->speeds[place].high : fmax (high, self->speeds[place].high);
      if (now - self->speeds[place].t > WINDOW)
        break;
    }
  *ret_low = low;
  *ret_high = high;
  return high > 0;
}

/*
 * The pulses a minute of a roller that lie nearest to @rate: two for each revolution,
 * one, or four. False when none is near.
 */
static bool
in_step (double rate, double low, double high, double *ret_ripple)
{
  static const double multiples[] = { 2, 1, 4 };
  for (unsigned i = 0; i < sizeof multiples / sizeof multiples[0]; i++)
    {
      const double least = low * multiples[i], most = high * multiples[i];
      if (rate < least - fmax (STEP_NEAR * least, STEP_LEAST) ||
          rate > most + fmax (STEP_NEAR * most, STEP_LEAST))
        continue;
      *ret_ripple = fmin (fmax (rate, least), most);
      return true;
    }
  return false;
}

/* In step by the middle of the intervals, or by their mean. */
static bool
keeps_step (const Company *company, double low, double high, double *ret_ripple)
{
  return company->n_intervals > 0 &&
         (in_step (60.0 / company->interval, low, high, ret_ripple) ||
          in_step (60.0 / mean_interval (company), low, high, ret_ripple));
}

/* The last heart beat at or before @t but not much before it, or NULL. */
static const SteadyInstant *
heart_beat_before (const SteadyPulseContext *context, SteadyInstant t)
{
  for (unsigned i = context->n_heart_beats; i > 0; i--)
    if (context->heart_beats[i - 1] <= t)
      return t - context->heart_beats[i - 1] <= LOCK_LATEST
                 ? &context->heart_beats[i - 1]
                 : NULL;
  return NULL;
}

/*
 * Whether the beats follow the ECG so evenly that ripple of @ripple_hz cannot have done
 * it: the heart's beats themselves must fall on all phases of the ripple, by drift or
 * because they vary, or else nobody can tell.
 */
static bool
follows_heart (const SteadyBeatFinder   *finder,
               SteadyInstant             now,
               const SteadyPulseContext *context,
               double                    ripple_hz)
{
  double         delays[STEADY_BEAT_FINDER_SIZE];
  unsigned       count = 0;
  double         cosine = 0, sine = 0;
  const unsigned kept = steady_beat_finder_count (finder);

  for (unsigned i = 0; i < kept; i++)
    {
      const SteadyInstant t = steady_beat_finder_beat (finder, i)->t;
      if (now - t > LOCK_WINDOW)
        break;
      const SteadyInstant *heart = heart_beat_before (context, t);
      if (heart == NULL)
        continue;
      const double turns = steady_span_seconds (now - *heart) * ripple_hz;
      cosine += cos (TURN * turns);
      sine += sin (TURN * turns);
      delays[count++] = (double) (t - *heart);
    }
  if (count < LOCK_BEATS || hypot (cosine, sine) / count > HEART_IN_STEP)
    return false;
  const double middle = steady_beat_finder_median (delays, count);
  return share_within (delays, count, middle - LOCK_SPREAD, middle + LOCK_SPREAD) >=
         LOCK_SHARE;
}

/* Whether there are beats at all, whatever makes them. */
static SteadyPulseVerdict
judge_beats (const Company            *company,
             SteadyInstant             now,
             const SteadyPulseContext *context)
{
  if (company->n_intervals + 1 < BEATS_NEEDED)
    return STEADY_PULSE_NONE;
  const double age =
      steady_span_seconds (now - steady_beat_finder_beat (company->finder, 0)->t);
  const double rate = 60.0 / company->interval;
  if (age > fmax (1.5, LAST_BEAT_AGE * company->interval))
    return STEADY_PULSE_NONE;
  if (company->amplitude < AMPLITUDE_LEAST)
    return STEADY_PULSE_WEAK;
  if (rate < RATE_LEAST || rate > RATE_MOST || !is_steady (company) ||
      (context->heart_rate > 0 && rate > ABOVE_HEART_RATE * context->heart_rate))
    return STEADY_PULSE_IRREGULAR;
  return STEADY_PULSE_ACCEPTED;
}

/*
 * Whether the beats are the heart's: not when they, or those of the pressure as
 * measured, keep step with the pump, unless they provably follow the ECG. The pressure
 * as measured itself counts only so: there the notches may have taken a pulse away that
 * comes as often as the ripple.
 */
static SteadyPulseVerdict
judge (const SteadyPulseDetector *self,
       SteadyInstant              now,
       const SteadyPulseContext  *context,
       const Company             *company,
       const Company             *as_measured)
{
  double                   low, high, ripple;
  const bool               plain = company->finder == &self->plain;
  const SteadyPulseVerdict verdict = judge_beats (company, now, context);

  if (verdict != STEADY_PULSE_ACCEPTED)
    return verdict;
  if (speeds_of_late (self, now, &low, &high))
    {
      const bool step = keeps_step (company, low, high, &ripple) ||
                        keeps_step (as_measured, low, high, &ripple);
      if (plain && !step)
        return STEADY_PULSE_RIPPLE;
      if (step && !follows_heart (company->finder, now, context, ripple / 60))
        return STEADY_PULSE_RIPPLE;
    }
  else if (context->unknown_pump && company->rise_share > RISE_SHARE_MOST)
    return STEADY_PULSE_RIPPLE;
  return STEADY_PULSE_ACCEPTED;
}

static void
read_pressures (const Company *company, SteadyPulse *pulse)
{
  double systolic[BEATS_AT_ONCE], diastolic[BEATS_AT_ONCE];

  for (unsigned i = 0; i < company->count; i++)
    {
      const SteadyBeat *beat = steady_beat_finder_beat (company->finder, i);
      systolic[i] = beat->systolic;
      diastolic[i] = beat->diastolic;
    }
  pulse->rate = 60.0 / mean_interval (company);
  pulse->systolic = steady_beat_finder_median (systolic, company->count);
  pulse->diastolic = steady_beat_finder_median (diastolic, company->count);
}

/*
 * What the last seconds of pressure say about a pulse.
 *
 * Thread: the owner's. Does not allocate.
 */
SteadyPulse
steady_pulse_detector_read (const SteadyPulseDetector *self,
                            SteadyInstant              now,
                            const SteadyPulseContext  *context)
{
  const Company  plain = gather (&self->plain, now);
  const Company  flat = gather (&self->flat, now);
  const Company *company = &flat;
  SteadyPulse    pulse = { .verdict = judge (self, now, context, &flat, &plain) };

  if (pulse.verdict != STEADY_PULSE_ACCEPTED && context->n_heart_beats > 0 &&
      judge (self, now, context, &plain, &plain) == STEADY_PULSE_ACCEPTED)
    {
      company = &plain;
      pulse.verdict = STEADY_PULSE_ACCEPTED;
    }
  if (pulse.verdict == STEADY_PULSE_ACCEPTED)
    read_pressures (company, &pulse);
  else if (!self->running || now - self->started < TELL_AFTER)
    pulse.verdict = STEADY_PULSE_NOT_YET;
  return pulse;
}
