/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-servo-down.h"

#include <math.h>
#include <string.h>

/* Flows nearer than this are the same one. */
#define SAME 1e-6

/* The set flow as the pump says it, or false when nobody knows it. */
static bool
set_flow (const SteadyGate *gate, const SteadyValueTable *values, double *ret_flow)
{
  const SteadyGateControl *control = &gate->controls[STEADY_CONTROL_PUMP_FLOW];
  return control->device != NULL && control->about->readback != 0 &&
         control->about->readback < STEADY_CHANNEL_MAX &&
         steady_value_table_value (values, control->about->readback, ret_flow);
}

/*
 * An alarm asks for less flow; the shares of @intervention are of @plan_flow_l_min, or,
 * without a plan, of what is set now. One that runs for the same alarm goes on. False:
 * nothing that is attached can be slowed down, or its set-point is not known.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_servo_down_begin (SteadyServoDown          *self,
                         const SteadyIntervention *intervention,
                         const SteadyGate         *gate,
                         const SteadyValueTable   *values,
                         double                    plan_flow_l_min,
                         SteadyInstant             now)
{
  double whole = plan_flow_l_min;

  if (gate->controls[STEADY_CONTROL_PUMP_FLOW].device == NULL ||
      (whole <= 0 && !set_flow (gate, values, &whole)))
    return false;
  if (strncmp (self->alarm, intervention->alarm, sizeof self->alarm) == 0)
    return true;
  memcpy (self->alarm, intervention->alarm, sizeof self->alarm);
  self->floor = fmax (intervention->value * whole,
                      gate->controls[STEADY_CONTROL_PUMP_FLOW].about->low);
  self->step = intervention->step * whole;
  self->every = intervention->every;
  self->next = now;
  return true;
}

/* Thread: tick. */
bool
steady_servo_down_runs (const SteadyServoDown *self)
{
  return self->alarm[0] != '\0';
}

/* Nothing more is lowered, and nothing raised. False when it did not run. Thread: tick.
 */
bool
steady_servo_down_end (SteadyServoDown *self)
{
  const bool ran = steady_servo_down_runs (self);
  *self = (SteadyServoDown){ .alarm = "" };
  return ran;
}

/*
 * The next step, when it is due. False: nothing to do now. A set flow that is not
 * known, or at or below the floor already, is left alone.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_servo_down_turn (SteadyServoDown        *self,
                        const SteadyGate       *gate,
                        const SteadyValueTable *values,
                        SteadyInstant           now,
                        double                 *ret_flow)
{
  double flow;

  if (now < self->next || !set_flow (gate, values, &flow))
    return false;
  self->next = now + self->every;
  if (flow <= self->floor + SAME)
    return false;
  *ret_flow = fmax (flow - self->step, self->floor);
  return true;
}
