/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-oxygenator-baseline.h"

#include <math.h>

/* Below this a drop says nothing of a resistance, L/min. [GK] */
#define FLOW_LEAST 0.1
/* The prime washes out first, then the baseline is taken. [GK] */
#define SETTLE (2 * STEADY_NSEC_PER_MIN)
#define TAKE   (5 * STEADY_NSEC_PER_MIN)
/* Smoothing of the present value, a reading a second. [GK] */
#define SMOOTHING 0.1
/* A smaller resistance would be no oxygenator's, mmHg min/L at 1 cP. [GK] */
#define LEAST 0.5

/* Nothing was taken yet. Thread: before the tick starts. */
void
steady_oxygenator_baseline_init (SteadyOxygenatorBaseline *self)
{
  *self = (SteadyOxygenatorBaseline){ .flow_since = STEADY_INSTANT_NEVER };
}

/*
 * Viscosity in cP after haematocrit and temperature (physiology notes 1.3 b): cooling
 * from 37 to 22 °C alone raises a pressure drop by half.
 */
static double
viscosity (const SteadyOxygenatorReading *reading)
{
  if (reading->haematocrit <= 0 || reading->temperature <= 0)
    return 1.0;
  const double part = reading->haematocrit / 100.0;
  return 1.1 * (1.0 + 2.5 * part + 7.35 * part * part) *
         exp (-0.03 * (reading->temperature - 37.0));
}

/*
 * Takes a reading. True, with the resistance in percent of the first one, once that was
 * taken from minutes two to five of flow.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_oxygenator_baseline_add (SteadyOxygenatorBaseline      *self,
                                SteadyInstant                  now,
                                const SteadyOxygenatorReading *reading,
                                double                        *ret_pct)
{
  if (reading->flow < FLOW_LEAST)
    {
      self->flow_since = STEADY_INSTANT_NEVER;
      return false;
    }
  if (self->flow_since == STEADY_INSTANT_NEVER)
    {
      self->flow_since = now;
      self->sum = 0;
      self->readings = 0;
    }
  const double     resistance = reading->drop / reading->flow / viscosity (reading);
  const SteadySpan flowing = now - self->flow_since;
  self->smooth += self->smooth > 0 ? SMOOTHING * (resistance - self->smooth)
                                   : fmax (resistance, LEAST) - self->smooth;
  if (self->baseline <= 0 && flowing >= SETTLE)
    {
      self->sum += resistance;
      self->readings++;
      if (flowing >= TAKE)
        self->baseline = fmax (self->sum / self->readings, LEAST);
    }
  if (self->baseline <= 0)
    return false;
  *ret_pct = 100.0 * self->smooth / self->baseline;
  return true;
}
