/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-engine-desk.h"

#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-added.h"
#include "alarm/steady-alarm-limit.h"
#include "measure/steady-limit-text.h"

/* A limit that moves is told at most this often. */
#define MOVING_LIMITS (200 * STEADY_NSEC_PER_MSEC)
/* A proposal older than this is refused: the person may have given it up. */
#define EXPIRY STEADY_NSEC_PER_SEC
/* Ids of the engine's own commands: no console counts so far. */
#define OWN_COMMANDS (UINT64_C (1) << 63)
/* The rule that must make something act before bypass may begin (safety rule 7). */
#define ARTERIAL_AIR "arterial-air"
/* How far the limit that the operator saw may be from the one in force. */
#define SAME 1e-6

static const char *
operator_of (const SteadyEngine *self)
{
  return self->desk.operator_name;
}

/* A text of a request ends in its field, whoever sent it. */
static void
copy_text (char *ret_text, size_t size, const char *text, size_t field)
{
  const size_t length = strnlen (text, MIN (field, size - 1));
  memset (ret_text, 0, size);
  memcpy (ret_text, text, length);
}

/* Tells in words what was done, with who at its end. */
static void
log_act (SteadyEngine *self,
         SteadyEvent   event,
         double        value,
         const char   *rule,
         const char   *detail)
{
  char text[STEADY_EVENT_TEXT_SIZE];
  g_snprintf (text,
              sizeof text,
              "%s%s%s by %s",
              rule,
              detail[0] != '\0' ? " " : "",
              detail,
              operator_of (self)[0] != '\0' ? operator_of (self) : "nobody signed in");
  steady_engine_event (self, event, value, text);
}

/* Whether air in the arterial line still stops a pump that is attached. A clamp alone
 * is none: it never closes on a pump that runs on. */
bool
steady_engine_air_acts (const SteadyEngine *self)
{
  return self->gate.controls[STEADY_CONTROL_PUMP_STOP].device != NULL &&
         steady_alarm_system_has_wire (
             self->alarms, ARTERIAL_AIR, STEADY_CONTROL_PUMP_STOP) &&
         !steady_alarm_settings_is_cut (
             &self->settings, ARTERIAL_AIR, STEADY_CONTROL_PUMP_STOP);
}

/* What people have taken upon themselves: all stops held back for some minutes, one
 * stop switched off, or a start without protection from air. The first counts most. */
SteadyOverride
steady_engine_override (const SteadyEngine *self)
{
  const SteadyOverride named = steady_overrides_greatest (&self->overrides);
  if (named == STEADY_OVERRIDE_GLOBAL ||
      !steady_alarm_settings_any_cut (&self->settings))
    return named;
  return STEADY_OVERRIDE_WIRE;
}

static SteadyRefusal
sign_in (SteadyEngine *self, const SteadySettingRequest *request)
{
  SteadyDesk *desk = &self->desk;
  char        name[STEADY_OPERATOR_SIZE];

  copy_text (name, sizeof name, request->who, sizeof request->who);
  if (name[0] == '\0')
    return STEADY_REFUSAL_NO_OPERATOR;
  if (strncmp (name, desk->operator_name, sizeof name) == 0)
    return STEADY_REFUSAL_NONE;
  memcpy (desk->operator_name, name, sizeof name);
  self->desk_told = false; /* else it would be told with the next flow only */
  steady_engine_event (self, STEADY_EVENT_OPERATOR, 0, name);
  return STEADY_REFUSAL_NONE;
}

/* What an operator's own limit is measured against, and goes back to, is the plan's at
 * the flow of the plan, wherever the limit is now. */
static void
rest_moving_limit (SteadyEngine *self, const char *rule)
{
  double at_plan;

  if (!steady_alarm_settings_held (&self->settings, rule) &&
      steady_line_pressure_limit_at_plan (
          &self->line_pressure, self->alarms, rule, &at_plan))
    steady_alarm_system_set_limit (self->alarms, rule, at_plan);
}

static SteadyRefusal
set_limit (SteadyEngine *self, const SteadySettingRequest *request)
{
  SteadyAlarmLimit limit;
  SteadyRefusal    refusal;
  double           before = 0;
  char             detail[48];

  if (!steady_alarm_system_limit (self->alarms, request->rule, &limit))
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  if (fabs (limit.value - request->expected) > SAME)
    return STEADY_REFUSAL_STALE;
  const double now = limit.value;
  rest_moving_limit (self, request->rule);
  if (request->kind == STEADY_SETTING_LIMIT)
    refusal = steady_alarm_settings_limit (
        &self->settings, self->alarms, request->rule, request->value, &before);
  else
    refusal = steady_alarm_settings_limit_back (
        &self->settings, self->alarms, request->rule, &before);
  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  steady_alarm_settings_sign (
      &self->settings, request->rule, operator_of (self), self->moment.now);
  steady_alarm_system_limit (self->alarms, request->rule, &limit);
  g_snprintf (detail, sizeof detail, "was %.9g", steady_limit_text_before (now));
  log_act (self, STEADY_EVENT_LIMIT, limit.value, request->rule, detail);
  return STEADY_REFUSAL_NONE;
}

/* The one who overrides protection is asked why when it is done (safety rule 7). */
static void
owe_reason (SteadyEngine *self, SteadyOverride override)
{
  self->desk.reason_due |= (uint16_t) (1U << override);
  self->desk_told = false;
}

static SteadyRefusal
set_auto_resume (SteadyEngine *self, const SteadySettingRequest *request)
{
  const bool          resumes = request->value > 0.5;
  const SteadyRefusal refusal = steady_alarm_settings_resume (
      &self->settings, self->alarms, request->rule, resumes);

  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  steady_alarm_settings_sign (
      &self->settings, request->rule, operator_of (self), self->moment.now);
  log_act (self, STEADY_EVENT_AUTO_RESUME, resumes ? 1 : 0, request->rule, "");
  return STEADY_REFUSAL_NONE;
}

/* One reason stands for all that waits for one. */
static SteadyRefusal
note_reason (SteadyEngine *self, const SteadySettingRequest *request)
{
  static const char *const reasons[] = {
    [STEADY_REASON_SENSOR] = "the sensor was misled or broken",
    [STEADY_REASON_SURGEON] = "the surgeon asked for it",
    [STEADY_REASON_EMERGENCY] = "emergency",
    [STEADY_REASON_TEST] = "a test",
    [STEADY_REASON_OTHER] = "another reason",
  };
  const long reason = lround (request->value);

  if (reason < STEADY_REASON_SENSOR || reason > STEADY_REASON_OTHER)
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  if (self->desk.reason_due == 0)
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  self->desk.reason_due = 0;
  self->desk_told = false;
  log_act (self, STEADY_EVENT_OVERRIDE_REASON, (double) reason, reasons[reason], "");
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
set_wire (SteadyEngine *self, const SteadySettingRequest *request)
{
  const bool          acts = request->value > 0.5;
  const bool          acted = steady_engine_air_acts (self);
  const SteadyControl control = (SteadyControl) request->control;

  if (request->control >= STEADY_CONTROL_MAX)
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  const SteadyRefusal refusal = steady_alarm_settings_wire (
      &self->settings, self->alarms, request->rule, control, acts);
  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  if (acted && !steady_engine_air_acts (self) && self->overrides.start == 0 &&
      steady_phase_on_bypass (&self->phase))
    {
      /* on bypass air must stop something, or a person has said so by name */
      steady_alarm_settings_wire (
          &self->settings, self->alarms, request->rule, control, true);
      return STEADY_REFUSAL_UNPROTECTED;
    }
  steady_alarm_settings_sign (
      &self->settings, request->rule, operator_of (self), self->moment.now);
  if (!acts)
    owe_reason (self, STEADY_OVERRIDE_WIRE);
  log_act (self,
           STEADY_EVENT_WIRE,
           acts ? 1 : 0,
           request->rule,
           steady_control_name (control));
  return STEADY_REFUSAL_NONE;
}

/* Whether what the wire stands for can be done: a device offers it and, for a clamp,
 * one stops the pump that it would close on. */
static SteadyRefusal
judge_device (const SteadyEngine *self, SteadyControl control)
{
  const SteadyGateControl *controls = self->gate.controls;
  const bool               clamps = control == STEADY_CONTROL_ARTERIAL_CLAMP ||
                      control == STEADY_CONTROL_VENOUS_CLAMP;

  if (controls[control].device == NULL)
    return STEADY_REFUSAL_NO_CONTROL;
  if (clamps && controls[STEADY_CONTROL_PUMP_STOP].device == NULL)
    return STEADY_REFUSAL_CLAMP_ALONE;
  return STEADY_REFUSAL_NONE;
}

/* A stop that the rule did not ask for, or the way back to the rule. It never acts on
 * what is there already: whoever adds it sees it act. */
static SteadyRefusal
set_added_wire (SteadyEngine *self, const SteadySettingRequest *request)
{
  const bool          acts = request->value > 0.5;
  const SteadyControl control = (SteadyControl) request->control;
  SteadyRefusal       refusal = STEADY_REFUSAL_NONE;

  if (request->control >= STEADY_CONTROL_MAX ||
      !steady_alarm_system_may_add (self->alarms, request->rule, control))
    return STEADY_REFUSAL_NO_SUCH_WIRE;
  if (acts == steady_alarm_settings_is_added (&self->settings, request->rule, control))
    return STEADY_REFUSAL_NONE;
  if (acts)
    refusal = judge_device (self, control);
  if (refusal == STEADY_REFUSAL_NONE && acts &&
      !steady_alarm_system_is_over (self->alarms, request->rule))
    refusal = STEADY_REFUSAL_EVENT_PRESENT;
  if (refusal == STEADY_REFUSAL_NONE)
    refusal = steady_alarm_settings_add_wire (
        &self->settings, self->alarms, request->rule, control, acts);
  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  steady_alarm_settings_sign (
      &self->settings, request->rule, operator_of (self), self->moment.now);
  log_act (self,
           acts ? STEADY_EVENT_WIRE_ADDED : STEADY_EVENT_WIRE_REMOVED,
           control,
           request->rule,
           steady_control_name (control));
  return STEADY_REFUSAL_NONE;
}

/* "Inspected, resume": only what is over is reset, and only then the pump starts. */
static SteadyRefusal
resume (SteadyEngine *self, const SteadySettingRequest *request)
{
  if (!steady_alarm_system_has_wire (
          self->alarms, request->rule, STEADY_CONTROL_PUMP_STOP))
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  if (self->resume.former <= 0)
    return STEADY_REFUSAL_NO_FLOW;
  if (!steady_alarm_system_reset (self->alarms, self->moment.now, request->rule))
    return STEADY_REFUSAL_NOT_CLEAR;
  log_act (self,
           STEADY_EVENT_INSPECTED,
           request->value > 0.5 ? 1 : 0,
           request->rule,
           request->value > 0.5 ? "inspected: air" : "inspected: false alarm");
  if (!steady_overrides_global (&self->overrides) &&
      steady_alarm_system_holds_pump (self->alarms))
    return STEADY_REFUSAL_INTERVENTION;
  if (!steady_resume_flow_begin (&self->resume, &self->gate, self->moment.now))
    return STEADY_REFUSAL_NO_CONTROL;
  steady_engine_event (
      self, STEADY_EVENT_RESUME, self->resume.former, "going back to the former flow");
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
note_heard (SteadyEngine *self, const SteadySettingRequest *request)
{
  const long heard = lround (request->value);
  if (heard != STEADY_SOUND_WAS_HEARD && heard != STEADY_SOUND_NOT_HEARD)
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  self->desk.heard = (uint16_t) heard;
  self->desk_told = false;
  log_act (self,
           STEADY_EVENT_SOUND_HEARD,
           (double) heard,
           heard == STEADY_SOUND_WAS_HEARD ? "three tones heard"
                                           : "three tones not heard",
           "");
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
judge (const SteadyEngine *self, const SteadySettingRequest *request, bool in_control)
{
  const SteadySpan age = self->moment.real - request->issued;
  const bool       free =
      request->kind == STEADY_SETTING_OPERATOR || request->kind == STEADY_SETTING_HEARD;

  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (!in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  if (age > EXPIRY || age < -EXPIRY)
    return STEADY_REFUSAL_EXPIRED;
  if (!isfinite (request->value) || !isfinite (request->expected))
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  if (!free && operator_of (self)[0] == '\0')
    return STEADY_REFUSAL_NO_OPERATOR;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
carry_out (SteadyEngine *self, const SteadySettingRequest *request)
{
  switch ((SteadySettingKind) request->kind)
    {
    case STEADY_SETTING_OPERATOR:
      return sign_in (self, request);
    case STEADY_SETTING_LIMIT:
    case STEADY_SETTING_LIMIT_BACK:
      return set_limit (self, request);
    case STEADY_SETTING_WIRE:
      return set_wire (self, request);
    case STEADY_SETTING_ADDED_WIRE:
      return set_added_wire (self, request);
    case STEADY_SETTING_RESUME:
      return resume (self, request);
    case STEADY_SETTING_HEARD:
      return note_heard (self, request);
    case STEADY_SETTING_AUTO_RESUME:
      return set_auto_resume (self, request);
    case STEADY_SETTING_REASON:
      return note_reason (self, request);
    default:
      return STEADY_REFUSAL_NO_SUCH_LIMIT;
    }
}

/* Thread: tick. */
void
steady_engine_tell_settings (SteadyEngine *self)
{
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_SETTINGS,
                     self->moment.now,
                     self->settings.count,
                     self->settings.all,
                     self->settings.count * sizeof self->settings.all[0]);
}

/* Lets the limits that move follow, and tells where they are. In a case that is judged
 * anew its journal moves them. */
void
steady_engine_follow_limits (SteadyEngine *self)
{
  const SteadyMoment *moment = &self->moment;
  SteadyMovingLimit   moving[STEADY_LINE_PRESSURES];

  if (self->recall != NULL)
    return;
  if (steady_line_pressure_limit_turn (&self->line_pressure,
                                       self->alarms,
                                       &self->settings,
                                       &self->gate,
                                       &self->values,
                                       moment->now))
    self->limits_moved = true;
  if (!self->limits_moved || moment->real - self->limits_told < MOVING_LIMITS)
    return;
  self->limits_moved = false;
  self->limits_told = moment->real;
  const unsigned n = steady_line_pressure_limit_shown (&self->line_pressure, moving);
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_MOVING_LIMITS,
                     moment->now,
                     n,
                     moving,
                     n * sizeof moving[0]);
}

/* Checks what the operator proposes about alarms, does it, and answers. */
void
steady_engine_take_setting (SteadyEngine               *self,
                            const SteadySettingRequest *request,
                            bool                        in_control)
{
  SteadySettingRequest checked = *request;
  SteadyAlarmLimit     limit = { .value = request->value };

  checked.rule[sizeof checked.rule - 1] = '\0';
  SteadyRefusal refusal = judge (self, &checked, in_control);
  if (refusal == STEADY_REFUSAL_NONE)
    refusal = carry_out (self, &checked);
  steady_alarm_system_limit (self->alarms, checked.rule, &limit);
  const SteadySettingAnswer answer = {
    .id = checked.id,
    .value = limit.value,
    .low = limit.floor,
    .high = limit.ceiling,
    .kind = checked.kind,
    .status = refusal == STEADY_REFUSAL_NONE ? STEADY_ANSWER_CONFIRMED
                                             : STEADY_ANSWER_REFUSED,
    .refusal = (uint16_t) refusal,
  };
  SteadySettingAnswer told = answer;
  memcpy (told.rule, checked.rule, sizeof told.rule);
  steady_engine_tell_settings (self);
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_SETTING_ANSWER,
                     self->moment.now,
                     1,
                     &told,
                     sizeof told);
}

/* What a person did with one alarm, for the case; the alarm's own record has no name.
 */
void
steady_engine_alarm_act (SteadyEngine          *self,
                         SteadyAlarmRequestKind kind,
                         const char            *id)
{
  log_act (self,
           STEADY_EVENT_ALARM_ACT,
           (double) kind,
           id,
           kind == STEADY_ALARM_REQUEST_RESET ? "reset" : "seen");
}

/* Anybody else who touches the pump ends the way back. */
void
steady_engine_end_resume (SteadyEngine *self, const char *why)
{
  if (steady_resume_flow_end (&self->resume))
    steady_engine_event (self, STEADY_EVENT_RESUME, 0, why);
}

static SteadyGateView
own_view (const SteadyEngine *self)
{
  return (SteadyGateView){ .now = self->moment.now,
                           .real_now = self->moment.real,
                           .values = &self->values,
                           .in_control = true,
                           .pump_held = !steady_overrides_global (&self->overrides) &&
                                        steady_alarm_system_holds_pump (self->alarms),
                           .behind = self->behind };
}

/* A clamp that somebody closed meanwhile is not opened by itself. */
static bool
clamp_is_open (const SteadyEngine *self)
{
  const SteadyGateControl *clamp = &self->gate.controls[STEADY_CONTROL_ARTERIAL_CLAMP];
  double                   state = STEADY_CLAMP_UNKNOWN;

  if (clamp->device == NULL)
    return true;
  if (clamp->about->readback != 0 && clamp->about->readback < STEADY_CHANNEL_MAX)
    steady_value_table_value (
        &self->values, (SteadyChannel) clamp->about->readback, &state);
  return lround (state) == STEADY_CLAMP_OPEN;
}

/* Where an operator chose that, a pump goes on by itself once nothing holds it. */
static void
go_on_alone (SteadyEngine *self, bool held)
{
  char alarm[STEADY_ALARM_ID_SIZE];

  memcpy (alarm, self->auto_resume.alarm, sizeof alarm);
  if (self->mode == STEADY_MODE_REVIEW ||
      !steady_auto_resume_turn (
          &self->auto_resume, self->alarms, &self->settings, held, self->moment.now))
    return;
  const bool open = clamp_is_open (self);
  const bool begun =
      open && steady_resume_flow_begin (&self->resume, &self->gate, self->moment.now);
  char text[STEADY_EVENT_TEXT_SIZE];
  g_snprintf (text,
              sizeof text,
              "%s is over: %s",
              alarm,
              begun   ? "going back to the former flow by itself, as was chosen"
              : !open ? "the arterial clamp is not open; start the pump by hand"
                      : "no device starts the pump; start it by hand");
  steady_engine_event (
      self, STEADY_EVENT_RESUME, begun ? self->resume.former : 0, text);
}

/* Remembers the flow, and goes one turn of the way back to it. */
void
steady_engine_follow_resume (SteadyEngine *self)
{
  const SteadyGateView view = own_view (self);
  SteadyCommand        command;

  steady_resume_flow_remember (
      &self->resume, &self->gate, &self->values, view.pump_held);
  go_on_alone (self, view.pump_held);
  if (!steady_resume_flow_runs (&self->resume))
    return;
  if (view.pump_held)
    {
      steady_engine_end_resume (self, "an alarm holds the pump again");
      return;
    }
  const SteadyResumeTurn turn = steady_resume_flow_turn (
      &self->resume, &self->gate, &self->values, self->moment.now, &command);
  if (turn == STEADY_RESUME_ENDED)
    {
      const bool done = self->resume.state == STEADY_RESUME_DONE;
      steady_engine_event (self,
                           STEADY_EVENT_RESUME,
                           done ? self->resume.former : 0,
                           done ? "former flow reached"
                                : "the pump did not follow; run it by hand");
    }
  if (turn != STEADY_RESUME_PROPOSE)
    return;
  command.id = OWN_COMMANDS | ++self->commands;
  command.issued = self->moment.real;
  command.origin = STEADY_ROLE_CONSOLE;
  if (self->writer != NULL)
    steady_case_writer_command (self->writer, &command, self->moment.now);
  steady_gate_propose (&self->gate, &view, &command);
}

/* Tells who works here and what stands open, when it changed. */
void
steady_engine_tell_desk (SteadyEngine *self)
{
  SteadyDesk desk = self->desk;

  desk.override_until = self->overrides.global_until;
  desk.override_start = (uint32_t) self->overrides.start;
  desk.former_flow = self->resume.former;
  desk.resume = self->resume.state;
  desk.resume_since = self->resume.state != STEADY_RESUME_NONE ? self->resume.since : 0;
  /* a running ramp proposes several times a second: only its state is news */
  if (self->resume.state == self->desk.resume)
    desk.resume_since = self->desk.resume_since;
  if (self->desk_told && memcmp (&desk, &self->desk, sizeof desk) == 0)
    return;
  self->desk = desk;
  self->desk_told = true;
  steady_outlet_put (
      &self->outlet, STEADY_FRAME_DESK, self->moment.now, 1, &desk, sizeof desk);
}
