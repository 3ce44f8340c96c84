/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-engine-steer.h"

#include <math.h>
#include <string.h>

/* A request older than this is refused: the person may have given it up. */
#define EXPIRY STEADY_NSEC_PER_SEC
/* Ids of the engine's own commands: no console counts so far. */
#define OWN_COMMANDS (UINT64_C (1) << 63)

static SteadySteerView
view_of (const SteadyEngine *self)
{
  return (SteadySteerView){ .now = self->moment.now,
                            .gate = &self->gate,
                            .values = &self->values,
                            .alarm = steady_servo_down_runs (&self->servo) ||
                                     (!steady_overrides_global (&self->overrides) &&
                                      steady_alarm_system_holds_pump (self->alarms)),
                            .plan_flow_l_min = self->patient.plan_flow_l_min };
}

static SteadySteer *
find (SteadyEngine *self, unsigned control)
{
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    if (self->steers[i].told.control == control)
      return &self->steers[i];
  return NULL;
}

/* The place of @control, else a free one, else one that has ended. */
static SteadySteer *
place_for (SteadyEngine *self, unsigned control)
{
  SteadySteer *place = find (self, control);

  if (place == NULL)
    place = find (self, 0);
  for (unsigned i = 0; place == NULL && i < STEADY_STEERINGS; i++)
    if (!steady_steer_runs (&self->steers[i]))
      place = &self->steers[i];
  return place;
}

static void
tell (SteadyEngine *self)
{
  SteadySteering all[STEADY_STEERINGS];

  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    all[i] = self->steers[i].told;
  if (self->steers_told && memcmp (all, self->steers_shown, sizeof all) == 0)
    return;
  self->steers_told = true;
  memcpy (self->steers_shown, all, sizeof all);
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_STEERING,
                     self->moment.now,
                     STEADY_STEERINGS,
                     all,
                     sizeof all);
}

static const char *
kind_name (unsigned kind)
{
  static const char *const names[] = { "", "ramp", "servo", "follower", "" };
  return names[kind < G_N_ELEMENTS (names) ? kind : 0];
}

static const char *
end_name (unsigned end)
{
  static const char *const names[] = { "runs",
                                       "target reached",
                                       "cancelled",
                                       "the arterial pump was stopped",
                                       "an alarm holds or slows the pump",
                                       "its signal is not valid",
                                       "set otherwise",
                                       "the device did not follow",
                                       "the engine was started anew" };
  return names[end < G_N_ELEMENTS (names) ? end : 0];
}

static void
log_begin (SteadyEngine *self, const SteadySteering *told)
{
  char text[STEADY_EVENT_TEXT_SIZE], more[96] = "";

  if (told->kind == STEADY_STEER_RAMP)
    g_snprintf (more, sizeof more, ", %.4g a minute", told->rate);
  else if (told->kind == STEADY_STEER_SERVO)
    g_snprintf (more,
                sizeof more,
                ", %s, from %.4g to %.4g",
                steady_channel_info ((SteadyChannel) told->channel)->name,
                told->floor,
                told->ceiling);
  g_snprintf (text,
              sizeof text,
              "%s of %s to %.4g%s by %s",
              kind_name (told->kind),
              steady_control_name ((SteadyControl) told->control),
              told->target,
              more,
              told->who);
  steady_engine_event (self, STEADY_EVENT_STEERING, told->target, text);
}

static void
log_end (SteadyEngine *self, const SteadySteering *told)
{
  char text[STEADY_EVENT_TEXT_SIZE];

  g_snprintf (text,
              sizeof text,
              "%s of %s ended: %s",
              kind_name (told->kind),
              steady_control_name ((SteadyControl) told->control),
              end_name (told->end));
  steady_engine_event (self, STEADY_EVENT_STEERING, told->target, text);
}

/* Whoever touches @control ends what moves it, and has seen what had ended. */
void
steady_engine_end_steer (SteadyEngine *self, unsigned control, SteadySteerEnd why)
{
  SteadySteer *steer = find (self, control);

  if (steer == NULL || control == 0)
    return;
  if (steady_steer_end (steer, self->moment.now, why))
    log_end (self, &steer->told);
  else if (steady_steer_is_lost (steer))
    steer->told.end = STEADY_STEER_OTHERWISE;
  tell (self);
}

/* Whether something that a person counted on has ended by itself. */
bool
steady_engine_steer_is_lost (const SteadyEngine *self)
{
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    if (steady_steer_is_lost (&self->steers[i]))
      return true;
  return false;
}

static SteadyRefusal
judge (const SteadyEngine *self, const SteadySteerRequest *request, bool in_control)
{
  const SteadySpan age = self->moment.real - request->issued;

  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (request->kind == STEADY_STEER_CANCEL)
    return STEADY_REFUSAL_NONE; /* never late, never anybody's privilege */
  if (!in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  if (age > EXPIRY || age < -EXPIRY)
    return STEADY_REFUSAL_EXPIRED;
  if (self->desk.operator_name[0] == '\0')
    return STEADY_REFUSAL_NO_OPERATOR;
  if (steady_resume_flow_runs (&self->resume))
    return STEADY_REFUSAL_BUSY;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
carry_out (SteadyEngine *self, const SteadySteerRequest *request)
{
  const SteadySteerView view = view_of (self);
  SteadySteer           begun;

  if (request->kind == STEADY_STEER_CANCEL)
    {
      steady_engine_end_steer (self, request->control, STEADY_STEER_CANCELLED);
      return STEADY_REFUSAL_NONE;
    }
  SteadySteer *place = place_for (self, request->control);
  if (place == NULL)
    return STEADY_REFUSAL_BUSY;
  const SteadyRefusal refusal =
      steady_steer_begin (&begun, &view, request, self->desk.operator_name);
  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  if (steady_steer_end (place, self->moment.now, STEADY_STEER_OTHERWISE))
    log_end (self, &place->told);
  *place = begun;
  log_begin (self, &place->told);
  return STEADY_REFUSAL_NONE;
}

/* Checks what a person wants moved, begins or cancels it, and answers. */
void
steady_engine_take_steer (SteadyEngine             *self,
                          const SteadySteerRequest *request,
                          bool                      in_control)
{
  const SteadyGateControl *control = request->control < STEADY_CONTROL_MAX
                                         ? &self->gate.controls[request->control]
                                         : NULL;
  SteadyRefusal            refusal = judge (self, request, in_control);

  if (refusal == STEADY_REFUSAL_NONE)
    refusal = carry_out (self, request);
  const SteadySteerAnswer answer = {
    .id = request->id,
    .low = control != NULL && control->about != NULL ? control->about->low : 0,
    .high = control != NULL && control->about != NULL ? control->about->high : 0,
    .control = request->control,
    .status = refusal == STEADY_REFUSAL_NONE ? STEADY_ANSWER_CONFIRMED
                                             : STEADY_ANSWER_REFUSED,
    .refusal = (uint16_t) refusal
  };
  tell (self);
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_STEER_ANSWER,
                     self->moment.now,
                     1,
                     &answer,
                     sizeof answer);
}

static void
pass_on (SteadyEngine *self, SteadyCommand *command)
{
  const SteadyGateView view = { .now = self->moment.now,
                                .real_now = self->moment.real,
                                .values = &self->values,
                                .in_control = true,
                                .pump_held =
                                    !steady_overrides_global (&self->overrides) &&
                                    steady_alarm_system_holds_pump (self->alarms),
                                .behind = self->behind };

  command->id = OWN_COMMANDS | ++self->commands;
  command->issued = self->moment.real;
  command->origin = STEADY_ROLE_CONSOLE;
  if (self->writer != NULL)
    steady_case_writer_command (self->writer, command, self->moment.now);
  steady_gate_propose (&self->gate, &view, command);
}

/* One turn of all that moves. */
void
steady_engine_steer (SteadyEngine *self)
{
  const SteadySteerView view = view_of (self);

  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    {
      SteadySteer  *steer = &self->steers[i];
      SteadyCommand command;
      if (!steady_steer_runs (steer))
        continue;
      const SteadySteerTurn turn = steady_steer_turn (steer, &view, &command);
      if (turn == STEADY_STEER_PROPOSE)
        pass_on (self, &command);
      if (!steady_steer_runs (steer))
        log_end (self, &steer->told);
    }
  tell (self);
}
