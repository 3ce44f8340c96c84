/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-line-pressure-limit.h"

#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "base/steady-json.h"

/* The alarm that warns, and the one that stops, of each transducer. */
static const struct
{
  const char *warn;
  const char *stop;
} rules[STEADY_LINE_PRESSURES] = {
  { STEADY_LINE_PRESSURE_WARN, "line-pressure-stop" },
  { STEADY_POST_FILTER_WARN, "post-filter-pressure-stop" },
};

/* Above what is expected, mmHg (safety rule 11 [GK]). */
#define MARGIN 50.0
/*
 * The limit rises at once with the flow that is asked for, so that a pressure that
 * rises with it is no alarm, and falls no faster than the pressure can follow a flow
 * that is lowered, mmHg/s. [GK]
 */
#define FALL 10.0

static double
number_of (struct json_object *object, const char *key, double otherwise)
{
  struct json_object *member = NULL;
  json_object_object_get_ex (object, key, &member);
  return json_object_is_type (member, json_type_double) ||
                 json_object_is_type (member, json_type_int)
             ? json_object_get_double (member)
             : otherwise;
}

/* A plan of a scenario or of a site names a band instead of one mean pressure. */
static double
arterial_of (struct json_object *plan)
{
  const double low = number_of (plan, "map_low_mmhg", NAN);
  const double high = number_of (plan, "map_high_mmhg", NAN);

  return number_of (plan, "map_planned_mmhg", (low + high) / 2);
}

static SteadyPressurePlan
plan_of (struct json_object *plan)
{
  return (SteadyPressurePlan){
    .flow = { number_of (plan, "flow_l_min", 0) },
    .expected = { number_of (plan, "line_pressure_expected_mmhg", 0) },
    .arterial = { arterial_of (plan) },
    .linear = { number_of (plan, "oxygenator_drop_mmhg", 0) +
                number_of (plan, "line_drop_mmhg", 0) },
    .oxygenator = { number_of (plan, "oxygenator_drop_mmhg", 0) },
  };
}

/*
 * What the targets of a plan say of the line pressure. False: not enough to know what
 * to expect at another flow; the limit stays where plan or profile have it.
 *
 * Thread: any but the tick.
 */
bool
steady_line_pressure_plan_read (const char *plan_json, SteadyPressurePlan *ret_plan)
{
  struct json_object      *object = json_tokener_parse (plan_json);
  const SteadyPressurePlan plan = plan_of (object);
  SteadyPressure           pressure;

  json_object_put (object);
  if (!steady_expected_pressure (&plan, plan.flow, &pressure))
    return false;
  *ret_plan = plan;
  return true;
}

/* From now on @plan says what to expect. Thread: tick, or before it starts. */
void
steady_line_pressure_limit_set (SteadyLinePressureLimit  *self,
                                const SteadyPressurePlan *plan)
{
  *self = (SteadyLinePressureLimit){ .plan = *plan };
}

/* Whole mmHg, within what the rule allows and never beyond the stop. */
static double
limit_for (const SteadyAlarmSystem *alarms,
           const char              *stop_rule,
           const SteadyAlarmLimit  *warn,
           double                   expected)
{
  SteadyAlarmLimit stop = { .value = warn->ceiling };

  steady_alarm_system_limit (alarms, stop_rule, &stop);
  return fmax (fmin (ceil (expected + MARGIN), fmin (warn->ceiling, stop.value)),
               warn->floor);
}

/* Which of the limits is that of @rule; STEADY_LINE_PRESSURES: none. */
static unsigned
place_of (const char *rule)
{
  unsigned i = 0;

  while (i < STEADY_LINE_PRESSURES && strcmp (rules[i].warn, rule) != 0)
    i++;
  return i;
}

/* Whether the limit of @rule is one that follows the set flow. Thread: any. */
bool
steady_line_pressure_limit_moves (const char *rule)
{
  return place_of (rule) < STEADY_LINE_PRESSURES;
}

/* What the plan expects at the transducer of @place. */
static SteadyPressurePlan
plan_at (const SteadyLinePressureLimit *self, unsigned place)
{
  return place == 0 ? self->plan : steady_pressure_plan_after_oxygenator (&self->plan);
}

/* The limit of @rule at the flow of the plan: what it goes back to when nobody knows
 * the flow. False: no plan, or none of the rules that move. Thread: tick. Does not
 * allocate. */
bool
steady_line_pressure_limit_at_plan (const SteadyLinePressureLimit *self,
                                    const SteadyAlarmSystem       *alarms,
                                    const char                    *rule,
                                    double                        *ret_limit)
{
  const unsigned   place = place_of (rule);
  SteadyAlarmLimit warn;

  if (place == STEADY_LINE_PRESSURES || !(self->plan.flow.l_min > 0) ||
      !steady_alarm_system_limit (alarms, rule, &warn))
    return false;
  *ret_limit =
      limit_for (alarms, rules[place].stop, &warn, plan_at (self, place).expected.mmhg);
  return true;
}

/*
 * The alarm itself lowers the flow: the limit stays where it was, or it would run ahead
 * of the pump and end a half blocked line at half the flow that the child needs.
 *
 * Thread: tick.
 */
void
steady_line_pressure_limit_lowered (SteadyLinePressureLimit *self)
{
  self->lowered = fmax (self->lowered, self->flow);
}

/* A person sets the flow: from now on that counts. Thread: tick. */
void
steady_line_pressure_limit_chosen (SteadyLinePressureLimit *self)
{
  self->lowered = 0;
}

/*
 * The flow that a person asked for. Where the pump does not say it, or runs faster than
 * that (on its way down, or set at the pump itself), it is the flow that the pump
 * gives; where neither is known, the plan's.
 */
static double
flow_asked_for (const SteadyLinePressureLimit *self,
                const SteadyGate              *gate,
                const SteadyValueTable        *values)
{
  const SteadyDeviceControl *about = gate->controls[STEADY_CONTROL_PUMP_FLOW].about;
  double                     set = -1, given = -1;

  if (about != NULL && about->readback != 0 && about->readback < STEADY_CHANNEL_MAX)
    steady_value_table_value (values, (SteadyChannel) about->readback, &set);
  steady_value_table_value (values, STEADY_CHANNEL_PUMP_FLOW, &given);
  if (set < 0 && given < 0)
    return self->plan.flow.l_min;
  return fmax (fmax (set, given), self->lowered);
}

/* Puts one of the limits in force; true when what is shown of it has changed. */
static bool
turn_place (SteadyLinePressureLimit   *self,
            unsigned                   place,
            SteadyAlarmSystem         *alarms,
            const SteadyAlarmSettings *settings,
            SteadyFlow                 flow,
            double                     may_fall)
{
  const char              *rule = rules[place].warn;
  const SteadyPressurePlan plan = plan_at (self, place);
  SteadyLinePressurePlace *one = &self->places[place];
  const SteadyMovingLimit  before = one->now;
  SteadyMovingLimit       *shown = &one->now;
  SteadyAlarmLimit         warn;
  SteadyPressure           expected = plan.expected;
  double                   at_plan;

  if (!steady_line_pressure_limit_at_plan (self, alarms, rule, &at_plan))
    return false;
  steady_alarm_system_limit (alarms, rule, &warn);
  steady_expected_pressure (&plan, flow, &expected);
  const double wanted = limit_for (alarms, rules[place].stop, &warn, expected.mmhg);
  const double least = one->in_force - may_fall;
  one->in_force = one->in_force > 0 ? fmax (wanted, least) : wanted;
  memcpy (shown->id, rule, strlen (rule) + 1);
  shown->moves = !steady_alarm_settings_held (settings, rule);
  shown->limit = shown->moves ? ceil (one->in_force) : warn.value;
  shown->at_plan = at_plan;
  shown->expected = round (expected.mmhg);
  shown->flow = round (flow.l_min * 100) / 100;
  if (shown->moves && (shown->limit < warn.value || shown->limit > warn.value))
    steady_alarm_system_set_limit (alarms, rule, shown->limit);
  return memcmp (&before, shown, sizeof before) != 0;
}

/*
 * Puts the limits in force that hold at the present set flow, before the alarms are
 * judged. An operator's own limit stays. True when what is shown has changed.
 *
 * Thread: tick. Does not allocate or lock.
 */
bool
steady_line_pressure_limit_turn (SteadyLinePressureLimit   *self,
                                 SteadyAlarmSystem         *alarms,
                                 const SteadyAlarmSettings *settings,
                                 const SteadyGate          *gate,
                                 const SteadyValueTable    *values,
                                 SteadyInstant              now)
{
  SteadyPressure expected;
  bool           changed = false;

  if (!(self->plan.flow.l_min > 0))
    return false;
  SteadyFlow flow = { flow_asked_for (self, gate, values) };
  if (!steady_expected_pressure (&self->plan, flow, &expected))
    flow = self->plan.flow;
  self->flow = flow.l_min;
  const double may_fall = FALL * steady_span_seconds (MAX (now - self->at, 0));
  self->at = now;
  for (unsigned place = 0; place < STEADY_LINE_PRESSURES; place++)
    changed |= turn_place (self, place, alarms, settings, flow, may_fall);
  return changed;
}

/* The limits as they are shown; @ret_moving has STEADY_LINE_PRESSURES places. Returns
 * how many there are. Thread: tick. Does not allocate. */
unsigned
steady_line_pressure_limit_shown (const SteadyLinePressureLimit *self,
                                  SteadyMovingLimit             *ret_moving)
{
  unsigned n = 0;

  for (unsigned place = 0; place < STEADY_LINE_PRESSURES; place++)
    if (self->places[place].now.id[0] != '\0')
      ret_moving[n++] = self->places[place].now;
  return n;
}
