/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-plan-order.h"

#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "engine/steady-engine-desk.h"
#include "engine/steady-instructor.h"
#include "measure/steady-limit-text.h"

/* Limits nearer than this are the same one. */
#define SAME 1e-6

/* The limit of @rule follows the set flow from now on, if it is one that does. */
static void
let_move (SteadyEngine *self, const SteadyPlanOrder *order, const char *rule)
{
  if (order->pressures.flow.l_min <= 0 || !steady_line_pressure_limit_moves (rule))
    return;
  steady_alarm_settings_follow (&self->settings, rule);
  /* the first of them, which the others follow */
  if (strcmp (rule, STEADY_LINE_PRESSURE_WARN) == 0)
    steady_line_pressure_limit_set (&self->line_pressure, &order->pressures);
}

/* The limit of @rule to compare with that of a plan: one that moves is compared where
 * it would be at the flow of its plan. */
static double
limit_now (const SteadyEngine *self, const char *rule, double in_force)
{
  double at_plan;

  return !steady_alarm_settings_held (&self->settings, rule) &&
                 steady_line_pressure_limit_at_plan (
                     &self->line_pressure, self->alarms, rule, &at_plan)
             ? at_plan
             : in_force;
}

/* Puts one limit in force, and says who had it so in the case. */
static uint32_t
adopt (SteadyEngine               *self,
       const SteadyPlanOrder      *order,
       const SteadyAlarmPlanLimit *limit)
{
  double before;
  char   text[STEADY_EVENT_TEXT_SIZE];

  if (steady_alarm_settings_limit (
          &self->settings, self->alarms, limit->rule, limit->value, &before) !=
      STEADY_REFUSAL_NONE)
    return STEADY_PLAN_LIMIT_REFUSED;
  steady_alarm_settings_plan (&self->settings, limit->rule, limit->value);
  steady_alarm_settings_sign (
      &self->settings, limit->rule, order->who, self->moment.now);
  let_move (self, order, limit->rule);
  g_snprintf (text,
              sizeof text,
              "%s was %.9g, of the plan signed by %s",
              limit->rule,
              steady_limit_text_before (before),
              order->who);
  steady_engine_event (self, STEADY_EVENT_LIMIT, limit->value, text);
  return STEADY_PLAN_LIMIT_IN_FORCE;
}

/* The limits that move are in whole mmHg. */
static double
same_within (const char *rule)
{
  return steady_line_pressure_limit_moves (rule) ? 1 : SAME;
}

static uint32_t
follow (SteadyEngine               *self,
        const SteadyPlanOrder      *order,
        const SteadyAlarmPlanLimit *limit,
        double                     *ret_now,
        uint8_t                    *ret_changed)
{
  SteadyAlarmLimit present;

  if (!steady_alarm_system_limit (self->alarms, limit->rule, &present))
    return STEADY_PLAN_LIMIT_UNKNOWN;
  *ret_now = limit_now (self, limit->rule, present.value);
  if (fabs (*ret_now - limit->value) < same_within (limit->rule))
    {
      if (order->adopt)
        {
          steady_alarm_settings_plan (&self->settings, limit->rule, limit->value);
          let_move (self, order, limit->rule);
        }
      return STEADY_PLAN_LIMIT_IN_FORCE;
    }
  if (!(limit->value >= present.floor && limit->value <= present.ceiling))
    return STEADY_PLAN_LIMIT_REFUSED;
  if (!order->adopt)
    return STEADY_PLAN_LIMIT_OFFERED;
  *ret_changed = 1;
  return adopt (self, order, limit);
}

/* What the whole engine reads of a plan beside the limits of rules: the flow that
 * shares are of, and the level that the time to STOP counts to. */
static void
put_in_force (SteadyEngine *self, const SteadyPlanOrder *order)
{
  const SteadyPlanInForce *plan = &order->plan;
  char                     text[STEADY_EVENT_TEXT_SIZE];

  if (plan->flow_l_min > 0 &&
      steady_alarm_system_set_plan_flow (self->alarms, plan->flow_l_min))
    {
      self->patient.plan_flow_l_min = plan->flow_l_min;
      self->phase.plan_flow_l_min = plan->flow_l_min;
    }
  if (plan->reservoir_stop_ml > 0)
    {
      self->patient.reservoir_stop_ml = plan->reservoir_stop_ml;
      self->deriver.setup.reservoir_stop.ml = plan->reservoir_stop_ml;
    }
  self->plan_in_force = *plan;
  g_snprintf (text,
              sizeof text,
              "profile %s, flow %.3f L/min, of the plan signed by %s",
              plan->profile,
              plan->flow_l_min,
              order->who);
  steady_engine_event (self, STEADY_EVENT_PLAN_IN_FORCE, plan->flow_l_min, text);
}

/*
 * Keeps a signed plan in the case and says which limits follow from it; with "adopt"
 * they are put in force with its flow and profile, since limits never change silently
 * (safety ruling 21). The alarms are told each of them through their journal.
 *
 * Thread: tick, or main before it starts. Does not allocate or lock.
 */
void
steady_engine_take_plan (SteadyEngine *self, const SteadyPlanOrder *order)
{
  SteadyPlanAnswer answer = { .number = order->number,
                              .flow_now = self->patient.plan_flow_l_min };

  if (order->note[0] != '\0')
    steady_engine_event (self, STEADY_EVENT_STORED_PLAN, 1, order->note);
  if (order->keep)
    {
      answer.kept = self->writer != NULL &&
                    steady_case_writer_plan (
                        self->writer, self->moment.now, order->text, order->size);
      steady_engine_event (self, STEADY_EVENT_PLAN, 0, order->who);
      self->checks.blood_planned = order->blood;
    }
  for (unsigned i = 0; i < order->n_limits; i++)
    answer.state[i] = (uint8_t) follow (
        self, order, &order->limits[i], &answer.now[i], &answer.changed[i]);
  if (order->adopt)
    {
      put_in_force (self, order);
      steady_engine_tell_settings (self);
    }
  if (!order->begins)
    steady_outlet_put (&self->outlet,
                       STEADY_INTERNAL_PLAN,
                       self->moment.now,
                       1,
                       &answer,
                       sizeof answer);
}
