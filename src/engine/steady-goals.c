/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-goals.h"

#include <math.h>

/* Told once a second. A longer gap counts as nothing: nobody knows what was then. */
#define PERIOD  STEADY_NSEC_PER_SEC
#define LONGEST (5 * STEADY_NSEC_PER_SEC)
/* mL/min of CO2 for each L/min of sweep and mmHg in the exhaust (practice sheet 4.1,
 * [GK] factor). */
#define CO2_FACTOR 1.15

/* Thread: before the tick starts. */
void
steady_goals_init (SteadyGoals *self)
{
  *self = (SteadyGoals){ .told_at = STEADY_INSTANT_NEVER };
}

static SteadySample
told (const SteadyGoalsView *view, SteadyChannel channel, bool known, double value)
{
  return (SteadySample){ .t = view->now,
                         .t_device = STEADY_NO_DEVICE_TIME,
                         .value = known ? value : 0,
                         .channel = (uint16_t) channel,
                         .quality = known ? STEADY_QUALITY_VALID
                                          : STEADY_QUALITY_NOT_APPLICABLE,
                         .flags = STEADY_SAMPLE_DERIVED };
}

/* The first temperature of the body that is known, else of its blood. */
static bool
body_temperature (const SteadyValueTable *values, double *ret_c)
{
  return steady_value_table_value (
             values, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, ret_c) ||
         steady_value_table_value (values, STEADY_CHANNEL_RECTAL_TEMPERATURE, ret_c) ||
         steady_value_table_value (values, STEADY_CHANNEL_VENOUS_TEMPERATURE, ret_c) ||
         steady_value_table_value (values, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, ret_c);
}

/* Counts the time since the last update with the delivery of now. */
static void
count (SteadyGoals *self, const SteadyGoalsView *view, double delivery)
{
  const SteadySpan passed =
      self->told_at != STEADY_INSTANT_NEVER ? view->now - self->told_at : 0;
  const double seconds =
      passed > 0 && passed <= LONGEST ? steady_span_seconds (passed) : 0;

  if (self->counted_s <= 0 || delivery < self->nadir)
    self->nadir = delivery;
  self->counted_s += seconds;
  if (view->target <= 0 || delivery >= view->target)
    return;
  self->below_s += seconds;
  self->area += (view->target - delivery) * seconds / 60.0;
}

static unsigned
give_gases (const SteadyGoalsView *view,
            bool                   delivers,
            double                 delivery,
            SteadySample          *ret_samples)
{
  double     extraction = 0, sweep = 0, exhaust = 0;
  const bool extracts = steady_value_table_value (
      view->values, STEADY_CHANNEL_OXYGEN_EXTRACTION, &extraction);
  const bool exhausts =
      steady_value_table_value (view->values, STEADY_CHANNEL_SWEEP, &sweep) &&
      steady_value_table_value (view->values, STEADY_CHANNEL_EXHAUST_CO2, &exhaust) &&
      view->area_m2 > 0;
  const double production = exhausts ? CO2_FACTOR * sweep * exhaust / view->area_m2 : 0;

  ret_samples[0] = told (view,
                         STEADY_CHANNEL_OXYGEN_CONSUMPTION_INDEX,
                         delivers && extracts,
                         round (delivery * extraction / 100.0));
  ret_samples[1] =
      told (view, STEADY_CHANNEL_CO2_PRODUCTION_INDEX, exhausts, round (production));
  ret_samples[2] = told (view,
                         STEADY_CHANNEL_DELIVERY_PER_CO2,
                         delivers && exhausts && production > 0,
                         production > 0 ? round (10 * delivery / production) / 10 : 0);
  return 3;
}

/*
 * Gives, once a second, consumption and production, how low the delivery was, what was
 * missing and for how long. What has no meaning now is "not applicable". Returns how
 * many of STEADY_GOALS_SAMPLES.
 *
 * Thread: tick. Does not allocate.
 */
unsigned
steady_goals_update (SteadyGoals           *self,
                     const SteadyGoalsView *view,
                     SteadySample          *ret_samples)
{
  double delivery = 0, temperature = 0;

  if (self->told_at != STEADY_INSTANT_NEVER && view->now >= self->told_at &&
      view->now - self->told_at < PERIOD)
    return 0;
  const bool delivers = steady_value_table_value (
      view->values, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, &delivery);
  const bool warm =
      body_temperature (view->values, &temperature) && temperature > view->warm_c;
  if (view->on_bypass && !view->arrested && delivers && warm)
    count (self, view, delivery);
  self->told_at = view->now;
  unsigned   n = give_gases (view, delivers, delivery, ret_samples);
  const bool any = self->counted_s > 0;
  ret_samples[n++] =
      told (view, STEADY_CHANNEL_DELIVERY_NADIR, any, round (self->nadir));
  ret_samples[n++] =
      told (view, STEADY_CHANNEL_DELIVERY_DEFICIT, any, round (self->area));
  ret_samples[n++] = told (
      view, STEADY_CHANNEL_DELIVERY_LOW_TIME, any, floor (self->below_s / 6.0) / 10.0);
  return n;
}
