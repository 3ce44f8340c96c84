/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-steer.h"

#include <math.h>
#include <string.h>

/* Two proposals are at least so far apart. */
#define STEP (200 * STEADY_NSEC_PER_MSEC)
/* A servo looks at its pressure so often: the circuit answers within some seconds. [GK]
 */
#define SERVO_EVERY STEADY_NSEC_PER_SEC
/* It leaves a pressure alone that is nearer than this, mmHg. [GK] */
#define SERVO_NEAR 2.0
/* Its step for each mmHg, and its largest one, as shares of the planned flow. [GK] */
#define SERVO_GAIN      0.0025
#define SERVO_MOST_STEP 0.02
/* No ramp is faster, L/min a minute. [GK] */
#define RATE_MOST 12.0
/* No pressure is steered to beyond these, mmHg. */
#define PRESSURE_MOST 300.0
/* Where a device says nothing of how exact its read-back is. */
#define TOLERANCE 1e-6

static const SteadyGateControl *
control_of (const SteadySteerView *view, unsigned control)
{
  return control < STEADY_CONTROL_MAX && view->gate->controls[control].device != NULL
             ? &view->gate->controls[control]
             : NULL;
}

/* The set-point as the device says it; false: nobody knows it. */
static bool
set_point (const SteadySteerView *view, unsigned control, double *ret_value)
{
  const SteadyGateControl *it = control_of (view, control);

  return it != NULL && it->about->readback != 0 &&
         it->about->readback < STEADY_CHANNEL_MAX &&
         steady_value_table_value (
             view->values, (SteadyChannel) it->about->readback, ret_value);
}

static bool
pump_runs (const SteadySteerView *view)
{
  double state;

  return steady_value_table_value (
             view->values, STEADY_CHANNEL_ARTERIAL_PUMP, &state) &&
         lround (state) == STEADY_PUMP_RUNNING;
}

/* Pressures that rise with the flow, and that a servo may hold. */
static bool
is_steering_pressure (uint32_t channel)
{
  return channel == STEADY_CHANNEL_ARTERIAL_MEAN ||
         channel == STEADY_CHANNEL_PRE_OXYGENATOR_MEAN ||
         channel == STEADY_CHANNEL_POST_OXYGENATOR_MEAN;
}

/* Pumps that may follow the arterial one. */
static bool
is_follower (uint32_t control)
{
  return control == STEADY_CONTROL_CARDIOPLEGIA_FLOW ||
         control == STEADY_CONTROL_VENT_SPEED ||
         control == STEADY_CONTROL_SUCKER_1_SPEED;
}

static SteadyRefusal
judge_kind (const SteadySteerView *view, const SteadySteerRequest *request, double now)
{
  const SteadyDeviceControl *about = control_of (view, request->control)->about;
  double                     value;

  switch ((SteadySteerKind) request->kind)
    {
    case STEADY_STEER_RAMP:
      return request->control == STEADY_CONTROL_PUMP_FLOW &&
                     request->target >= about->low && request->target <= about->high &&
                     request->rate > 0 && request->rate <= RATE_MOST
                 ? STEADY_REFUSAL_NONE
                 : STEADY_REFUSAL_OUT_OF_LIMITS;
    case STEADY_STEER_SERVO:
      if (request->control != STEADY_CONTROL_PUMP_FLOW ||
          !is_steering_pressure (request->channel) ||
          !(request->target > 0 && request->target <= PRESSURE_MOST) ||
          !(request->floor >= about->low && request->ceiling <= about->high &&
            request->floor < request->ceiling) ||
          !(now >= request->floor - TOLERANCE && now <= request->ceiling + TOLERANCE))
        return STEADY_REFUSAL_OUT_OF_LIMITS;
      return steady_value_table_value (
                 view->values, (SteadyChannel) request->channel, &value)
                 ? STEADY_REFUSAL_NONE
                 : STEADY_REFUSAL_SENSOR;
    case STEADY_STEER_FOLLOW:
      if (!is_follower (request->control) ||
          !(request->target > 0 && request->target <= 10000))
        return STEADY_REFUSAL_OUT_OF_LIMITS;
      return set_point (view, STEADY_CONTROL_PUMP_FLOW, &value) ? STEADY_REFUSAL_NONE
                                                                : STEADY_REFUSAL_SENSOR;
    case STEADY_STEER_NONE:
    case STEADY_STEER_CANCEL:
    default:
      return STEADY_REFUSAL_OUT_OF_LIMITS;
    }
}

/*
 * Begins what @request asks for, by @who. Nothing is sent yet. What was moved before in
 * this place is no more.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_steer_begin (SteadySteer              *self,
                    const SteadySteerView    *view,
                    const SteadySteerRequest *request,
                    const char               *who)
{
  double now;

  if (control_of (view, request->control) == NULL)
    return STEADY_REFUSAL_NO_CONTROL;
  if (!set_point (view, request->control, &now))
    return STEADY_REFUSAL_LINK;
  if (fabs (now - request->expected) >
      fmax (control_of (view, request->control)->about->tolerance, TOLERANCE))
    return STEADY_REFUSAL_STALE;
  if (!pump_runs (view))
    return STEADY_REFUSAL_STOPPED;
  if (view->alarm)
    return STEADY_REFUSAL_INTERVENTION;
  const SteadyRefusal refusal = judge_kind (view, request, now);
  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  *self = (SteadySteer){ .told = { .target = request->target,
                                   .rate = request->rate,
                                   .floor = request->floor,
                                   .ceiling = request->ceiling,
                                   .since = view->now,
                                   .control = request->control,
                                   .channel = request->channel,
                                   .kind = (uint16_t) request->kind },
                         .start = now,
                         .sent = now,
                         .before = now,
                         .begun = view->now,
                         .asked = STEADY_INSTANT_NEVER,
                         .next = view->now };
  memcpy (self->told.who, who, strnlen (who, sizeof self->told.who - 1));
  return STEADY_REFUSAL_NONE;
}

/* Thread: tick. */
bool
steady_steer_runs (const SteadySteer *self)
{
  return self->told.control != 0 && self->told.end == STEADY_STEER_RUNS;
}

/* It moves nothing any more. False: it did not. Thread: tick. */
bool
steady_steer_end (SteadySteer *self, SteadyInstant now, SteadySteerEnd why)
{
  if (!steady_steer_runs (self))
    return false;
  self->told.end = (uint16_t) why;
  self->told.since = now;
  self->told.at_limit = 0;
  return true;
}

/* Whether it ended although a person still counts on it. Thread: tick. */
bool
steady_steer_is_lost (const SteadySteer *self)
{
  return self->told.control != 0 && (self->told.end == STEADY_STEER_SENSOR ||
                                     self->told.end == STEADY_STEER_NO_ANSWER ||
                                     self->told.end == STEADY_STEER_RESTART);
}

static SteadySteerTurn
ended (SteadySteer *self, const SteadySteerView *view, SteadySteerEnd why)
{
  steady_steer_end (self, view->now, why);
  return STEADY_STEER_ENDED;
}

/* Why it may not go on, whatever it is; RUNS: it may. */
static SteadySteerEnd
disturbed (const SteadySteer *self, const SteadySteerView *view, double now)
{
  const SteadyGateControl *control = control_of (view, self->told.control);
  const double             tolerance = fmax (control->about->tolerance, TOLERANCE);
  double                   state;

  if (view->alarm)
    return STEADY_STEER_ALARM;
  if (!steady_value_table_value (view->values, STEADY_CHANNEL_ARTERIAL_PUMP, &state))
    return STEADY_STEER_SENSOR;
  if (lround (state) != STEADY_PUMP_RUNNING)
    return STEADY_STEER_STOPPED;
  if (control->pending || fabs (now - self->sent) <= tolerance)
    return STEADY_STEER_RUNS;
  /* what was asked is not there, and nobody waits for it any more */
  return fabs (now - self->before) <= tolerance ? STEADY_STEER_NO_ANSWER
                                                : STEADY_STEER_OTHERWISE;
}

/* As far as the device may be moved at once, in whole steps of its own. */
static double
allowed (const SteadySteer     *self,
         const SteadySteerView *view,
         double                 now,
         double                 wanted)
{
  const SteadyGateControl *control = control_of (view, self->told.control);
  const SteadyDevicePace  *pace = control->pace;
  double                   most = INFINITY;

  if (pace != NULL && pace->most_step > 0)
    most = pace->most_step;
  if (pace != NULL && pace->slew_per_s > 0 && control->moved)
    most =
        fmin (most, pace->slew_per_s * steady_span_seconds (view->now - control->sent));
  double value = fmin (fmax (wanted, now - most), now + most);
  value = fmin (fmax (value, control->about->low), control->about->high);
  const double step = control->about->step;
  if (step > 0 && fabs (value - wanted) > 0)
    value = now + trunc ((value - now) / step) * step;
  else if (step > 0)
    value = round (value / step) * step;
  return fmin (fmax (value, control->about->low), control->about->high);
}

static bool
is_time (const SteadySteer *self, const SteadySteerView *view)
{
  const SteadyGateControl *control = control_of (view, self->told.control);
  const SteadySpan every = control->pace != NULL && control->pace->interval > STEP
                               ? control->pace->interval
                               : STEP;

  return !control->pending &&
         (self->asked == STEADY_INSTANT_NEVER || view->now - self->asked >= every);
}

static SteadySteerTurn
propose (SteadySteer           *self,
         const SteadySteerView *view,
         double                 now,
         double                 wanted,
         SteadyCommand         *ret_command)
{
  const SteadyGateControl *control = control_of (view, self->told.control);
  const double             value = allowed (self, view, now, wanted);

  if (fabs (value - now) <= fmax (control->about->tolerance, TOLERANCE))
    return STEADY_STEER_WAIT;
  *ret_command = (SteadyCommand){ .value = value,
                                  .expected = now,
                                  .control = (uint16_t) self->told.control,
                                  .flags = STEADY_COMMAND_HAS_EXPECTED };
  self->before = now;
  self->sent = value;
  self->asked = view->now;
  return STEADY_STEER_PROPOSE;
}

static SteadySteerTurn
ramp (SteadySteer           *self,
      const SteadySteerView *view,
      double                 now,
      SteadyCommand         *ret_command)
{
  const double way =
      self->told.rate * steady_span_seconds (view->now - self->begun) / 60.0;
  const double whole = self->told.target - self->start;
  const double wanted =
      way >= fabs (whole) ? self->told.target : self->start + copysign (way, whole);
  const double tolerance =
      fmax (control_of (view, self->told.control)->about->tolerance, TOLERANCE);

  if (!is_time (self, view))
    return STEADY_STEER_WAIT;
  if (way >= fabs (whole) && fabs (now - self->told.target) <= tolerance)
    return ended (self, view, STEADY_STEER_REACHED);
  return propose (self, view, now, wanted, ret_command);
}

static SteadySteerTurn
servo (SteadySteer           *self,
       const SteadySteerView *view,
       double                 now,
       SteadyCommand         *ret_command)
{
  const double whole = view->plan_flow_l_min > 0 ? view->plan_flow_l_min : self->start;
  double       pressure;

  /* at once, whatever turn it is: without its sensor it would only push on */
  if (!steady_value_table_value (
          view->values, (SteadyChannel) self->told.channel, &pressure))
    return ended (self, view, STEADY_STEER_SENSOR);
  if (view->now < self->next || !is_time (self, view))
    return STEADY_STEER_WAIT;
  self->next = view->now + SERVO_EVERY;
  const double off = self->told.target - pressure;
  self->told.at_limit = 0;
  if (fabs (off) <= SERVO_NEAR)
    return STEADY_STEER_WAIT;
  const double most = SERVO_MOST_STEP * whole;
  const double wanted = now + fmin (fmax (off * SERVO_GAIN * whole, -most), most);
  const double held = fmin (fmax (wanted, self->told.floor), self->told.ceiling);
  self->told.at_limit = fabs (held - wanted) > TOLERANCE;
  return propose (self, view, now, held, ret_command);
}

/* A follower has no wires of its own: it does what the arterial pump does, and stands
 * when that is stopped. */
static SteadySteerTurn
follow (SteadySteer           *self,
        const SteadySteerView *view,
        double                 now,
        SteadyCommand         *ret_command)
{
  const SteadyDeviceControl *about = control_of (view, self->told.control)->about;
  double                     flow;

  if (!set_point (view, STEADY_CONTROL_PUMP_FLOW, &flow))
    return ended (self, view, STEADY_STEER_SENSOR);
  const double wanted = flow * self->told.target;
  self->told.at_limit = wanted < about->low || wanted > about->high;
  if (!is_time (self, view))
    return STEADY_STEER_WAIT;
  return propose (self, view, now, wanted, ret_command);
}

/* The last thing that a follower is told: the pump it follows has been stopped. */
static SteadySteerTurn
stand (SteadySteer *self, const SteadySteerView *view, SteadyCommand *ret_command)
{
  const SteadyDeviceControl *about = control_of (view, self->told.control)->about;

  steady_steer_end (self, view->now, STEADY_STEER_STOPPED);
  *ret_command =
      (SteadyCommand){ .value = about->low, .control = (uint16_t) self->told.control };
  return STEADY_STEER_PROPOSE;
}

/*
 * One turn of something that runs. The caller passes on what is proposed, and looks at
 * told.end: a follower whose pump was stopped proposes and has ended.
 *
 * Thread: tick. Does not allocate.
 */
SteadySteerTurn
steady_steer_turn (SteadySteer           *self,
                   const SteadySteerView *view,
                   SteadyCommand         *ret_command)
{
  double now;

  if (!set_point (view, self->told.control, &now))
    return ended (self, view, STEADY_STEER_SENSOR);
  const SteadySteerEnd why = disturbed (self, view, now);
  if (why == STEADY_STEER_STOPPED && self->told.kind == STEADY_STEER_FOLLOW)
    return stand (self, view, ret_command);
  /* an alarm that slows the arterial pump down takes its followers with it */
  if (why != STEADY_STEER_RUNS &&
      !(why == STEADY_STEER_ALARM && self->told.kind == STEADY_STEER_FOLLOW))
    return ended (self, view, why);
  switch ((SteadySteerKind) self->told.kind)
    {
    case STEADY_STEER_RAMP:
      return ramp (self, view, now, ret_command);
    case STEADY_STEER_SERVO:
      return servo (self, view, now, ret_command);
    case STEADY_STEER_FOLLOW:
      return follow (self, view, now, ret_command);
    case STEADY_STEER_NONE:
    case STEADY_STEER_CANCEL:
    default:
      return ended (self, view, STEADY_STEER_OTHERWISE);
    }
}
