/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "burst-meter.h"

#include <math.h>

#include <glib.h>

#include "sound/steady-sound-set.h"

/*
 * Measures pulses in sound: an envelope from the rectified signal, flanks at 10 % and
 * 90 % of each pulse's own top, pitch and harmonics by Goertzel filters.
 */

#define RATE ((double) STEADY_SOUND_RATE)

/* The largest magnitude within one period of the lowest note about each sample. */
static float *
envelope_of (const float *samples, size_t count)
{
  const size_t half = (size_t) (RATE * 0.002);
  float       *envelope = g_new0 (float, count + 1);
  size_t      *best = g_new (size_t, count + 1); /* a monotonic queue */
  size_t       first = 0, last = 0;

  for (size_t i = 0; i < count + half; i++)
    {
      if (i < count)
        {
          while (last > first && fabsf (samples[best[last - 1]]) <= fabsf (samples[i]))
            last--;
          best[last++] = i;
        }
      if (i < half)
        continue;
      const size_t at = i - half;
      while (last > first && best[first] + half < at)
        first++;
      envelope[at] = last > first ? fabsf (samples[best[first]]) : 0.0f;
    }
  g_free (best);
  return envelope;
}

static double
goertzel (const float *samples, size_t count, double hz)
{
  const double k = 2.0 * cos (2.0 * G_PI * hz / RATE);
  double       s1 = 0.0, s2 = 0.0;

  for (size_t i = 0; i < count; i++)
    {
      const double s0 = samples[i] + k * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
  return sqrt (fmax (0.0, s1 * s1 + s2 * s2 - k * s1 * s2));
}

static float *
windowed (const float *samples, size_t count)
{
  float *result = g_new (float, count + 1);
  for (size_t i = 0; i < count; i++)
    result[i] = (float) (samples[i] *
                         (0.5 - 0.5 * cos (2.0 * G_PI * (double) i / (double) count)));
  return result;
}

/* The strongest frequency from 150 to 1000 Hz: coarse steps, then ever finer ones. */
static double
pitch_of (const float *samples, size_t count)
{
  double best = 150.0, strongest = 0.0, step = 5.0;

  for (double hz = 150.0; hz <= 1000.0; hz += step)
    {
      const double here = goertzel (samples, count, hz);
      if (here > strongest)
        {
          strongest = here;
          best = hz;
        }
    }
  for (step = 2.5; step > 0.02; step /= 2.0)
    {
      const double below = goertzel (samples, count, best - step);
      const double above = goertzel (samples, count, best + step);
      const double here = goertzel (samples, count, best);
      if (below > here && below >= above)
        best -= step;
      else if (above > here)
        best += step;
    }
  return best;
}

static void
measure_pulse (const float *samples,
               const float *envelope,
               size_t       from,
               size_t       to,
               MeterPulse  *pulse)
{
  float top = 0.0f;
  for (size_t i = from; i < to; i++)
    top = fmaxf (top, envelope[i]);
  size_t rise_10 = from, rise_90 = from, fall_90 = to - 1;
  while (envelope[rise_10] < 0.1f * top)
    rise_10++;
  while (envelope[rise_90] < 0.9f * top)
    rise_90++;
  while (envelope[fall_90] < 0.9f * top)
    fall_90--;
  pulse->level = top;
  pulse->rise_90 = (double) rise_90 / RATE;
  pulse->fall_90 = (double) fall_90 / RATE;
  pulse->rise_ms = (double) (rise_90 - rise_10) / RATE * 1000.0;
  pulse->duration_ms = (double) (fall_90 - rise_90) / RATE * 1000.0;
  const size_t length = fall_90 - rise_90;
  float       *inner = windowed (samples + rise_90, length);
  pulse->hz = pitch_of (inner, length);
  double harmonics[METER_HARMONICS], strongest = 0.0;
  for (unsigned h = 0; h < METER_HARMONICS; h++)
    {
      harmonics[h] = goertzel (inner, length, pulse->hz * (h + 1));
      strongest = fmax (strongest, harmonics[h]);
    }
  for (unsigned h = 0; h < METER_HARMONICS; h++)
    pulse->harmonic_db[h] = 20.0 * log10 (fmax (harmonics[h], 1e-12) / strongest);
  g_free (inner);
}

/* Finds the pulses in @samples and returns how many there are; the first @size are
 * measured. */
size_t
meter_measure (const float *samples, size_t count, MeterPulse *ret_pulses, size_t size)
{
  float *envelope = envelope_of (samples, count);
  size_t found = 0, from = 0;
  bool   inside = false;

  for (size_t i = 0; i <= count; i++)
    {
      const bool on = i < count && envelope[i] > 0.004f;
      if (on && !inside)
        from = i;
      if (!on && inside && i - from > (size_t) (0.03 * RATE))
        {
          if (found < size)
            {
              MeterPulse *pulse = &ret_pulses[found];
              measure_pulse (samples, envelope, from, i, pulse);
              pulse->spacing_ms =
                  found > 0 ? (pulse->rise_90 - ret_pulses[found - 1].fall_90) * 1000.0
                            : 0.0;
            }
          found++;
        }
      inside = on;
    }
  g_free (envelope);
  return found;
}
