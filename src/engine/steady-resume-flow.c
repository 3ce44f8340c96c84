/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-resume-flow.h"

#include <math.h>
#include <string.h>

/* Safety rule 8 [GK]. */
#define RAMP (3 * STEADY_NSEC_PER_SEC)
/* A step that is not read back in this time ends the way [GK]. */
#define STEP_TIME (5 * STEADY_NSEC_PER_SEC)
/* Two proposals of the ramp are at least so far apart. */
#define STEP (200 * STEADY_NSEC_PER_MSEC)
/* The way begins with this share of the former flow [GK]: a pump that starts at the
 * whole flow against a line that was just opened is a blow to the child. */
#define BEGIN_SHARE 0.1

static bool
known (const SteadyGate       *gate,
       const SteadyValueTable *values,
       SteadyControl           control,
       double                 *ret_value)
{
  const SteadyGateControl *it = &gate->controls[control];
  return it->about != NULL && it->about->readback != 0 &&
         it->about->readback < STEADY_CHANNEL_MAX &&
         steady_value_table_value (values, it->about->readback, ret_value);
}

static bool
pump_runs (const SteadyGate *gate, const SteadyValueTable *values)
{
  double state;
  return known (gate, values, STEADY_CONTROL_PUMP_START, &state) &&
         lround (state) == STEADY_PUMP_RUNNING;
}

/*
 * While the pump runs freely its set flow is where a later stop would be resumed to.
 *
 * Thread: tick. Does not allocate.
 */
void
steady_resume_flow_remember (SteadyResumeFlow       *self,
                             const SteadyGate       *gate,
                             const SteadyValueTable *values,
                             bool                    pump_held)
{
  double flow;
  if (pump_held || steady_resume_flow_runs (self) || !pump_runs (gate, values) ||
      !known (gate, values, STEADY_CONTROL_PUMP_FLOW, &flow) || flow <= 0)
    return;
  self->former = flow;
}

/*
 * Begins the way back. False where the former flow is not known or no device starts the
 * pump: then a person does it at the pump.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_resume_flow_begin (SteadyResumeFlow *self,
                          const SteadyGate *gate,
                          SteadyInstant     now)
{
  const SteadyGateControl *flow = &gate->controls[STEADY_CONTROL_PUMP_FLOW];

  if (self->former <= 0 || flow->device == NULL ||
      gate->controls[STEADY_CONTROL_PUMP_START].device == NULL)
    return false;
  self->low = fmax (self->former * BEGIN_SHARE, flow->about->low);
  self->state = STEADY_RESUME_LOW;
  self->begun = now;
  self->since = now;
  self->asked = STEADY_INSTANT_NEVER;
  return true;
}

/* Whether it is on its way. Thread: tick. */
bool
steady_resume_flow_runs (const SteadyResumeFlow *self)
{
  return self->state >= STEADY_RESUME_LOW && self->state <= STEADY_RESUME_RAMP;
}

static void
next_step (SteadyResumeFlow *self, SteadyResumeState state, SteadyInstant now)
{
  self->state = (uint16_t) state;
  self->since = now;
  self->asked = STEADY_INSTANT_NEVER;
}

static SteadyResumeTurn
propose (SteadyResumeFlow *self,
         SteadyInstant     now,
         SteadyControl     control,
         double            value,
         SteadyCommand    *ret_command)
{
  *ret_command = (SteadyCommand){ .value = value, .control = (uint16_t) control };
  self->asked = now;
  return STEADY_RESUME_PROPOSE;
}

static bool
agrees (const SteadyGate       *gate,
        const SteadyValueTable *values,
        SteadyControl           control,
        double                  wanted)
{
  const SteadyGateControl *it = &gate->controls[control];
  double                   value;
  return known (gate, values, control, &value) &&
         fabs (value - wanted) <= fmax (it->about->tolerance, 1e-6);
}

/* Each step is proposed once and waits until it can be seen. */
static SteadyResumeTurn
step (SteadyResumeFlow *self,
      SteadyInstant     now,
      bool              reached,
      SteadyControl     control,
      double            value,
      SteadyCommand    *ret_command)
{
  if (reached)
    {
      next_step (self, (SteadyResumeState) (self->state + 1), now);
      return STEADY_RESUME_WAIT;
    }
  if (self->asked == STEADY_INSTANT_NEVER)
    return propose (self, now, control, value, ret_command);
  return STEADY_RESUME_WAIT;
}

static SteadyResumeTurn
ramp (SteadyResumeFlow       *self,
      const SteadyGate       *gate,
      const SteadyValueTable *values,
      SteadyInstant           now,
      SteadyCommand          *ret_command)
{
  const double part = fmin (1, (double) (now - self->begun) / (double) RAMP);
  const double wanted =
      part < 1 ? self->low + part * (self->former - self->low) : self->former;

  if (gate->controls[STEADY_CONTROL_PUMP_FLOW].pending ||
      (self->asked != STEADY_INSTANT_NEVER && now - self->asked < STEP))
    return STEADY_RESUME_WAIT;
  if (part >= 1 && agrees (gate, values, STEADY_CONTROL_PUMP_FLOW, self->former))
    {
      self->state = STEADY_RESUME_DONE;
      return STEADY_RESUME_ENDED;
    }
  return propose (self, now, STEADY_CONTROL_PUMP_FLOW, wanted, ret_command);
}

/*
 * One turn of a way that is under way. The caller passes on what is proposed.
 *
 * Thread: tick. Does not allocate.
 */
SteadyResumeTurn
steady_resume_flow_turn (SteadyResumeFlow       *self,
                         const SteadyGate       *gate,
                         const SteadyValueTable *values,
                         SteadyInstant           now,
                         SteadyCommand          *ret_command)
{
  const bool clamp = gate->controls[STEADY_CONTROL_ARTERIAL_CLAMP].device != NULL;
  double     state = STEADY_CLAMP_OPEN;

  if (now - self->since > STEP_TIME + (self->state == STEADY_RESUME_RAMP ? RAMP : 0))
    {
      self->state = STEADY_RESUME_FAILED;
      return STEADY_RESUME_ENDED;
    }
  switch ((SteadyResumeState) self->state)
    {
    case STEADY_RESUME_LOW:
      return step (self,
                   now,
                   agrees (gate, values, STEADY_CONTROL_PUMP_FLOW, self->low),
                   STEADY_CONTROL_PUMP_FLOW,
                   self->low,
                   ret_command);
    case STEADY_RESUME_OPEN:
      return step (self,
                   now,
                   !clamp ||
                       (known (gate, values, STEADY_CONTROL_ARTERIAL_CLAMP, &state) &&
                        lround (state) == STEADY_CLAMP_OPEN),
                   STEADY_CONTROL_ARTERIAL_CLAMP,
                   0,
                   ret_command);
    case STEADY_RESUME_START:
      if (pump_runs (gate, values))
        {
          next_step (self, STEADY_RESUME_RAMP, now);
          self->begun = now;
          return STEADY_RESUME_WAIT;
        }
      return step (self, now, false, STEADY_CONTROL_PUMP_START, 1, ret_command);
    case STEADY_RESUME_RAMP:
      return ramp (self, gate, values, now, ret_command);
    case STEADY_RESUME_NONE:
    case STEADY_RESUME_DONE:
    case STEADY_RESUME_FAILED:
    default:
      return STEADY_RESUME_WAIT;
    }
}

/* Somebody or something else has the pump now. False: nothing was under way. Thread:
 * tick. */
bool
steady_resume_flow_end (SteadyResumeFlow *self)
{
  const bool was = steady_resume_flow_runs (self);
  if (was)
    self->state = STEADY_RESUME_FAILED;
  return was;
}
