/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-step-rule.h"

#include <math.h>

#include <glib.h>

/* Above this weight flow is led by the index and set in L/min (safety rulings, 19). */
#define PER_KG_BELOW 30.0
/* Without limits of its own in the plan, flow from 75 % to 125 % of the planned one
 * needs no second question [GK]. */
#define PLAN_SLACK 0.25

/* What the person chose on the Flow page; one console has one person at it. */
static SteadyFlowUnit chosen = STEADY_FLOW_UNIT_USUAL;

/* Flow is shown and stepped in @unit from the next refresh on. Thread: main. */
void
steady_step_rule_set_flow_unit (SteadyFlowUnit unit)
{
  chosen = unit;
}

/* Steps fit the child in each unit: the small one is about 1 mL/kg/min for whom flow is
 * led by weight, so 3 mL/min for a neonate. */
static void
make_flow_unit (double weight, double area, SteadyStepRule *rule)
{
  const bool small = weight > 0 && weight < PER_KG_BELOW;

  if ((chosen == STEADY_FLOW_UNIT_PER_KG && weight > 0) ||
      (chosen == STEADY_FLOW_UNIT_USUAL && small))
    {
      rule->unit = "mL/kg/min";
      rule->factor = 1000 / weight;
      rule->small = 1;
      rule->large = 5;
      rule->decimals = 0;
    }
  else if (chosen == STEADY_FLOW_UNIT_INDEX && area > 0)
    {
      rule->unit = "L/min/m²";
      rule->factor = 1 / area;
      rule->small = 0.02;
      rule->large = 0.1;
      rule->decimals = 2;
    }
  else
    {
      rule->unit = "L/min";
      rule->factor = 1;
      rule->small = small ? fmax (round (weight), 1) / 1000 : 0.05;
      rule->large = small ? 5 * rule->small : 0.2;
      rule->decimals = small ? 3 : 2;
    }
}

static void
make_flow (const SteadyConsoleConfig *config, SteadyStepRule *rule)
{
  const double weight = config->patient.weight_kg;
  const double plan = steady_console_config_plan (config, "flow_l_min");
  double       low = steady_console_config_plan (config, "flow_low_l_min");
  double       high = steady_console_config_plan (config, "flow_high_l_min");
  make_flow_unit (weight, config->patient.bsa_m2, rule);
  if (isnan (low) && plan > 0)
    low = plan * (1 - PLAN_SLACK);
  if (isnan (high) && plan > 0)
    high = plan * (1 + PLAN_SLACK);
  rule->plan_low = low * rule->factor;
  rule->plan_high = high * rule->factor;
  rule->lowering_asks = false; /* safety rulings, 5 */
}

/* Steps of safety rulings, 24. */
static bool
make_other (SteadyControl control, SteadyStepRule *rule)
{
  rule->factor = 1;
  switch ((int) control)
    {
    case STEADY_CONTROL_SWEEP:
      rule->unit = "L/min";
      rule->small = 0.05;
      rule->large = 0.2;
      rule->fine_below = 1;
      rule->fine = 0.01;
      rule->decimals = 2;
      return true;
    case STEADY_CONTROL_FIO2:
      rule->unit = "%";
      rule->small = 1;
      rule->large = 5;
      return true;
    case STEADY_CONTROL_CO2:
      rule->unit = "mL/min";
      rule->small = 1;
      rule->large = 5;
      return true;
    case STEADY_CONTROL_WATER_TEMPERATURE:
      rule->unit = "°C";
      rule->small = 0.1;
      rule->large = 0.5;
      rule->decimals = 1;
      return true;
    default:
      return false;
    }
}

static void
plan_range (const SteadyConsoleConfig *config,
            const char                *low,
            const char                *high,
            SteadyStepRule            *rule)
{
  rule->plan_low = steady_console_config_plan (config, low);
  rule->plan_high = steady_console_config_plan (config, high);
}

/*
 * The rule of @control for the child and the devices of @config. False where no device
 * offers the control: then it is set at the device.
 *
 * Thread: any.
 */
bool
steady_step_rule_make (const SteadyConsoleConfig *config,
                       SteadyControl              control,
                       SteadyStepRule            *ret_rule)
{
  SteadyStepRule              rule = { .control = control, .lowering_asks = true };
  const SteadyConsoleControl *device = &config->controls[control];
  if (!device->present)
    return false;
  if (control == STEADY_CONTROL_PUMP_FLOW)
    make_flow (config, &rule);
  else if (!make_other (control, &rule))
    return false;
  if (control == STEADY_CONTROL_SWEEP)
    plan_range (config, "sweep_low_l_min", "sweep_high_l_min", &rule);
  else if (control == STEADY_CONTROL_FIO2)
    plan_range (config, "fio2_low_percent", "fio2_high_percent", &rule);
  else if (control == STEADY_CONTROL_WATER_TEMPERATURE)
    plan_range (config, "water_low_c", "water_high_c", &rule);
  else if (control == STEADY_CONTROL_CO2)
    plan_range (config, "co2_low_ml_min", "co2_high_ml_min", &rule);
  rule.low = device->low * rule.factor;
  rule.high = device->high * rule.factor;
  rule.device_step = device->step;
  *ret_rule = rule;
  return true;
}

/* How far one tap goes from @shown. Thread: any. */
double
steady_step_rule_size (const SteadyStepRule *self, double shown, bool large, bool up)
{
  const double slack = self->fine / 2;
  const bool   fine = self->fine_below > 0 && (up ? shown < self->fine_below - slack
                                                  : shown < self->fine_below + slack);
  if (fine)
    return large ? self->fine * 5 : self->fine;
  return large ? self->large : self->small;
}

static bool
leaves_plan (const SteadyStepRule *self, double from, double to)
{
  const double slack = self->small / 100;
  if (to > from)
    return to > self->plan_high + slack && from <= self->plan_high + slack;
  return self->lowering_asks && to < self->plan_low - slack &&
         from >= self->plan_low - slack;
}

/*
 * Where a step of @by (shown unit, signed) from @shown leads, rounded to whole steps
 * and held inside the device's limits.
 *
 * Thread: any.
 */
SteadyStepVerdict
steady_step_rule_next (const SteadyStepRule *self,
                       double                shown,
                       double                by,
                       double               *ret_shown)
{
  const double unit = self->fine_below > 0 ? self->fine : self->small;
  double       next = round ((shown + by) / unit) * unit;
  /* From a value between two steps the first tap may not be swallowed by rounding. */
  if (by > 0 && next <= shown)
    next += unit;
  if (by < 0 && next >= shown)
    next -= unit;
  next = CLAMP (next, self->low, self->high);
  if (fabs (next - shown) < unit / 1000)
    return STEADY_STEP_AT_LIMIT;
  *ret_shown = next;
  return leaves_plan (self, shown, next) ? STEADY_STEP_ASK : STEADY_STEP_GO;
}

/* The canonical value of @shown, in whole steps of the device. Thread: any. */
double
steady_step_rule_canonical (const SteadyStepRule *self, double shown)
{
  const double value = shown / self->factor;
  if (self->device_step <= 0)
    return value;
  return round (value / self->device_step) * self->device_step;
}
