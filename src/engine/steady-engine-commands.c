/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/steady-engine-desk.h"
#include "engine/steady-engine-steer.h"
#include "engine/steady-plan-order.h"
#include "engine/steady-recall.h"
#include "engine/steady-training.h"

/* Ids of the engine's own commands: no console counts so far. */
#define OWN_COMMANDS (UINT64_C (1) << 63)

enum
{
  INTERVENTIONS_MAX = 16,
  REQUESTS_MAX = 64,
  ANSWERS_MAX = 16
};

static SteadyGateView
view_of (SteadyEngine *self, bool in_control)
{
  return (SteadyGateView){ .now = self->moment.now,
                           .real_now = self->moment.real,
                           .values = &self->values,
                           .in_control = in_control,
                           .pump_held = !steady_overrides_global (&self->overrides) &&
                                        steady_alarm_system_holds_pump (self->alarms),
                           .behind = self->behind };
}

static void
sort_by_order (SteadyIntervention *interventions, unsigned n)
{
  for (unsigned i = 1; i < n; i++)
    for (unsigned k = i; k > 0 && interventions[k].order < interventions[k - 1].order;
         k--)
      {
        const SteadyIntervention other = interventions[k];
        interventions[k] = interventions[k - 1];
        interventions[k - 1] = other;
      }
}

/* While a person overrides them, stops are only told. */
static void
tell_held_back (SteadyEngine *self, const SteadyIntervention *intervention)
{
  char text[STEADY_EVENT_TEXT_SIZE];
  g_snprintf (text,
              sizeof text,
              "%s: %s held back",
              intervention->alarm,
              steady_control_name ((SteadyControl) intervention->control));
  steady_engine_event (self, STEADY_EVENT_OVERRIDE, STEADY_OVERRIDE_GLOBAL, text);
}

/* A wire that an operator made do nothing is told where it would have acted. */
static void
tell_cut (SteadyEngine *self, const SteadyIntervention *intervention)
{
  char text[STEADY_EVENT_TEXT_SIZE];
  g_snprintf (text,
              sizeof text,
              "%s: %s is switched off, nothing done",
              intervention->alarm,
              steady_control_name ((SteadyControl) intervention->control));
  steady_engine_event (self, STEADY_EVENT_WIRE, 0, text);
}

static void
end_override (SteadyEngine *self, const char *text)
{
  if (!steady_overrides_end_global (&self->overrides))
    return;
  steady_engine_event (self, STEADY_EVENT_OVERRIDE_END, STEADY_OVERRIDE_GLOBAL, text);
  steady_alarm_system_renew_interventions (self->alarms);
}

static void
pass_intervention (SteadyEngine *self,
                   const char   *alarm,
                   unsigned      control,
                   double        value)
{
  const SteadyGateView view = view_of (self, true);
  const SteadyCommand  command = { .id = OWN_COMMANDS | ++self->commands,
                                   .issued = self->moment.real,
                                   .value = value,
                                   .control = (uint16_t) control };

  if (control == STEADY_CONTROL_PUMP_STOP)
    steady_auto_resume_stopped (&self->auto_resume, &self->settings, alarm);
  steady_gate_intervene (&self->gate, &view, &command);
  if (self->writer != NULL)
    steady_case_writer_command (self->writer, &command, self->moment.now);
  steady_engine_event (self, STEADY_EVENT_INTERVENTION, control, alarm);
  steady_training_intervention (self, &command);
}

/*
 * Slows the pump down, a step at a time, while the alarm that asked for it holds. What
 * was lowered stays lowered; a person raises it.
 */
static void
slow_down (SteadyEngine *self)
{
  SteadyServoDown *servo = &self->servo;
  char             alarm[STEADY_ALARM_ID_SIZE];
  double           flow = 0;

  if (!steady_servo_down_runs (servo))
    return;
  memcpy (alarm, servo->alarm, sizeof alarm);
  if (steady_overrides_global (&self->overrides) ||
      steady_alarm_settings_is_cut (&self->settings, alarm, STEADY_CONTROL_PUMP_FLOW) ||
      steady_alarm_system_is_over (self->alarms, alarm))
    {
      steady_servo_down_end (servo);
      return;
    }
  if (!steady_alarm_system_holds (self->alarms, alarm))
    return; /* nobody knows: it neither lowers on nor forgets */
  if (!steady_servo_down_turn (
          servo, &self->gate, &self->values, self->moment.now, &flow))
    return;
  steady_engine_end_resume (self, "ended: an alarm lowers the flow");
  steady_line_pressure_limit_lowered (&self->line_pressure);
  pass_intervention (self, alarm, STEADY_CONTROL_PUMP_FLOW, flow);
}

/* What a pump says of itself, or -1. */
static int
pump_state (const SteadyEngine *self, SteadyChannel channel)
{
  double state;
  return steady_value_table_value (&self->values, channel, &state)
             ? (int) lround (state)
             : -1;
}

/*
 * Cardioplegia drawn from arterial blood stops with the arterial pump, whoever stopped
 * that (safety rule 3): else it draws the line empty, and air into it. A person may
 * give more afterwards; a pump that did not run before stops nothing.
 */
static void
follow_master (SteadyEngine *self)
{
  const SteadyGateControl *stop =
      &self->gate.controls[STEADY_CONTROL_CARDIOPLEGIA_STOP];
  const int  master = pump_state (self, STEADY_CHANNEL_ARTERIAL_PUMP);
  const bool stopped =
      master == STEADY_PUMP_STOPPED || master == STEADY_PUMP_STOPPED_BY_INTERVENTION;

  if (stopped && self->master_ran && stop->device != NULL && !stop->pending &&
      !steady_overrides_global (&self->overrides) &&
      pump_state (self, STEADY_CHANNEL_CARDIOPLEGIA_PUMP) == STEADY_PUMP_RUNNING)
    pass_intervention (
        self, "arterial-pump-stopped", STEADY_CONTROL_CARDIOPLEGIA_STOP, 0);
  if (stopped || master == STEADY_PUMP_RUNNING)
    self->master_ran = !stopped;
}

/* First of all: what protects the child goes to the devices. */
static void
intervene (SteadyEngine *self)
{
  SteadyIntervention interventions[INTERVENTIONS_MAX];
  const unsigned     n = steady_alarm_system_take_interventions (
      self->alarms, interventions, INTERVENTIONS_MAX);

  sort_by_order (interventions, n);
  for (unsigned i = 0; i < n; i++)
    {
      if (steady_overrides_global (&self->overrides))
        {
          tell_held_back (self, &interventions[i]);
          continue;
        }
      if (steady_alarm_settings_is_cut (&self->settings,
                                        interventions[i].alarm,
                                        (SteadyControl) interventions[i].control))
        {
          tell_cut (self, &interventions[i]);
          continue;
        }
      if (interventions[i].control == STEADY_CONTROL_PUMP_FLOW)
        {
          steady_servo_down_begin (&self->servo,
                                   &interventions[i],
                                   &self->gate,
                                   &self->values,
                                   self->patient.plan_flow_l_min,
                                   self->moment.now);
          continue;
        }
      pass_intervention (self,
                         interventions[i].alarm,
                         interventions[i].control,
                         interventions[i].value);
    }
  slow_down (self);
  follow_master (self);
}

/*
 * Hands what the alarms were told to the case. When that is lost, as with a disk that
 * failed for long, it begins anew.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_store_journal (SteadyEngine *self)
{
  size_t size;
  bool   begins;

  self->journal_at = self->moment.now;
  if (self->journal == NULL || steady_alarm_journal_waiting (self->journal) == 0)
    return;
  const void *entries = steady_alarm_journal_take (self->journal, &size, &begins);
  if (!steady_case_writer_judged (
          self->writer, self->moment.now, entries, size, begins))
    steady_alarm_journal_begin_anew (self->journal);
}

static void
tell_changes (SteadyEngine *self)
{
  const SteadyInstant now = self->moment.now;
  unsigned            n;
  bool                any = false;

  while ((n = steady_alarm_system_take_changes (
              self->alarms, self->records, STEADY_ENGINE_ALARMS)) > 0)
    {
      if (!any)
        steady_engine_store_journal (self); /* the cause goes before the effect */
      any = true;
      for (unsigned i = 0; i < n; i++)
        {
          if (self->writer != NULL)
            steady_case_writer_alarm (self->writer, &self->records[i]);
          steady_tally_alarm (&self->tally, &self->records[i]);
          steady_training_alarm (self, &self->records[i]);
        }
      steady_outlet_put (&self->outlet,
                         STEADY_FRAME_ALARM,
                         now,
                         n,
                         self->records,
                         n * sizeof self->records[0]);
    }
  if (!any)
    return;
  n = steady_alarm_system_present (self->alarms, self->records, STEADY_ENGINE_ALARMS);
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_PRESENT,
                     now,
                     n,
                     self->records,
                     n * sizeof self->records[0]);
}

/* Whether this case may be heard: it runs at the pace of life, and no live case runs on
 * the same machine beside one that is not. */
static bool
may_sound (const SteadyEngine *self)
{
  if (self->manual || self->speed > 1 || self->speed < 1)
    return false;
  return self->mode == STEADY_MODE_LIVE || !atomic_load (&self->watch.live_elsewhere);
}

/*
 * The one decision of what must be heard, told when it changes. What may not be heard
 * is still counted and shown.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_tell_sound (SteadyEngine *self)
{
  SteadySound sound = steady_alarm_system_sound (
      self->alarms,
      self->recall != NULL ? steady_recall_real (self->recall, self->moment.real)
                           : self->moment.real);
  if (!may_sound (self))
    {
      sound.priority = STEADY_PRIORITY_NONE;
      sound.category = STEADY_CATEGORY_GENERAL;
    }
  if (memcmp (&sound, &self->sound, sizeof sound) == 0)
    return;
  self->sound = sound;
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_SOUND,
                     self->moment.now,
                     1,
                     &self->sound,
                     sizeof self->sound);
}

/*
 * Judges all alarms; interventions go out before anything else is told.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_alarm (SteadyEngine *self)
{
  if (steady_overrides_is_over (&self->overrides, self->moment.now))
    end_override (self, "its time is over");
  steady_engine_follow_limits (self);
  if (self->recall == NULL || !steady_recall_judge (self->recall, self))
    steady_alarm_system_update (
        self->alarms, self->moment.now, &self->values, &self->phase.support);
  intervene (self);
  tell_changes (self);
  steady_engine_tell_sound (self);
}

/* Whether air in the arterial line would be seen and would stop or clamp something. */
static bool
is_protected_from_air (const SteadyEngine *self)
{
  return steady_alarm_system_protection (self->alarms, "arterial-air") ==
             STEADY_PROTECTION_ARMED &&
         steady_engine_air_acts (self);
}

/*
 * "On bypass" in a live case without protection from air, or before all that safety
 * rule 22 lists is done, needs a person's name; in training only where an operator
 * switched the protection off, or the scenario asks for the list. Only
 * the step of the console is held up: pumps run as they run, and flow arms the alarms.
 */
static bool
may_begin_bypass (SteadyEngine *self)
{
  const bool protected = self->mode == STEADY_MODE_LIVE
                             ? is_protected_from_air (self)
                             : !steady_alarm_settings_any_cut (&self->settings) ||
                                   steady_engine_air_acts (self);

  if (self->mode == STEADY_MODE_REVIEW || self->overrides.start != 0 ||
      steady_phase_on_bypass (&self->phase))
    return true;
  if (protected)
    {
      const unsigned needs = steady_engine_needs (self);
      if ((needs & STEADY_NEED_REQUIRED) != 0)
        steady_engine_refuse_start (self, needs);
      return (needs & STEADY_NEED_REQUIRED) == 0;
    }
  steady_engine_event (self,
                       STEADY_EVENT_START_REFUSED,
                       0,
                       "air in the arterial line is not watched, or stops no pump: a "
                       "named override is needed");
  return false;
}

static void
keep (SteadyEngine *self, const SteadyGateView *view, const SteadyCommand *command)
{
  SteadyRefusal refusal = steady_gate_judge_kept (&self->gate, view, command);
  if (refusal == STEADY_REFUSAL_NONE &&
      command->control == STEADY_CONTROL_SUPPORT_MODE &&
      steady_phase_is_bypass (command->value) && !may_begin_bypass (self))
    refusal = STEADY_REFUSAL_UNPROTECTED;
  if (refusal == STEADY_REFUSAL_NONE)
    {
      const bool fine =
          command->control == STEADY_CONTROL_SUPPORT_MODE
              ? steady_phase_set_mode (&self->phase, self->moment.now, command->value)
              : steady_phase_set_flags (&self->phase, self->moment.now, command->value);
      if (fine)
        steady_engine_event (self, STEADY_EVENT_MODE, self->phase.support.mode, "");
      else
        refusal = STEADY_REFUSAL_OUT_OF_LIMITS;
    }
  steady_gate_answer_kept (&self->gate, view, command, refusal);
}

static bool
is_of_pump (unsigned control)
{
  return control == STEADY_CONTROL_PUMP_FLOW || control == STEADY_CONTROL_PUMP_STOP ||
         control == STEADY_CONTROL_PUMP_START ||
         control == STEADY_CONTROL_ARTERIAL_CLAMP;
}

/* Who sets a control has it; stop and clamp take the pump's flow with them. A viewer
 * that may only slow down or stop counts too. */
static void
end_steer_of (SteadyEngine         *self,
              const SteadyGateView *view,
              const SteadyCommand  *command)
{
  const bool stops =
      command->control == STEADY_CONTROL_PUMP_STOP ||
      (command->control == STEADY_CONTROL_ARTERIAL_CLAMP && command->value > 0.5);

  if (!stops && !view->in_control)
    return;
  if (is_of_pump (command->control))
    steady_engine_end_steer (self,
                             STEADY_CONTROL_PUMP_FLOW,
                             stops ? STEADY_STEER_STOPPED : STEADY_STEER_OTHERWISE);
  else
    steady_engine_end_steer (self, command->control, STEADY_STEER_OTHERWISE);
}

static void
take_command (SteadyEngine *self, const SteadyRequest *request)
{
  const SteadyGateView view = view_of (self, request->in_control != 0);
  SteadyCommand        command = request->command;

  command.origin = request->role;
  steady_alarm_metrics_act (&self->tally.metrics, self->moment.now);
  if (self->writer != NULL)
    steady_case_writer_command (self->writer, &command, self->moment.now);
  if (command.control == STEADY_CONTROL_SUPPORT_MODE ||
      command.control == STEADY_CONTROL_SUPPORT_FLAGS)
    keep (self, &view, &command);
  else
    {
      if (is_of_pump (command.control))
        {
          steady_engine_end_resume (self, "ended: the pump was set otherwise");
          steady_line_pressure_limit_chosen (&self->line_pressure);
          steady_auto_resume_forget (&self->auto_resume);
        }
      end_steer_of (self, &view, &command);
      steady_gate_propose (&self->gate, &view, &command);
    }
}

/* An override without a name is none. */
static void
take_override (SteadyEngine *self, SteadyOverride override, const char *who)
{
  char name[STEADY_ALARM_ID_SIZE] = { 0 };

  memcpy (name, who, strnlen (who, sizeof name - 1));
  if (name[0] == '\0')
    return;
  self->desk.reason_due |= (uint16_t) (1U << override);
  self->desk_told = false;
  if (override == STEADY_OVERRIDE_START)
    steady_overrides_start (&self->overrides);
  else
    steady_overrides_begin_global (&self->overrides,
                                   self->moment.now,
                                   steady_alarm_system_override_span (self->alarms));
  steady_engine_event (self, STEADY_EVENT_OVERRIDE, override, name);
}

static void
take_alarm_request (SteadyEngine *self, const SteadyAlarmRequest *request)
{
  const SteadyInstant now = self->moment.now;
  switch (request->kind)
    {
    case STEADY_ALARM_REQUEST_PAUSE:
      steady_alarm_system_pause (self->alarms, now, self->moment.real);
      steady_engine_event (self, STEADY_EVENT_AUDIO_PAUSE, 0, self->desk.operator_name);
      break;
    case STEADY_ALARM_REQUEST_END_PAUSE:
      steady_alarm_system_end_pause (self->alarms, now);
      steady_engine_event (
          self, STEADY_EVENT_AUDIO_PAUSE_END, 0, self->desk.operator_name);
      break;
    case STEADY_ALARM_REQUEST_ACKNOWLEDGE:
      if (steady_alarm_system_acknowledge (self->alarms, now, request->id))
        steady_engine_alarm_act (self, STEADY_ALARM_REQUEST_ACKNOWLEDGE, request->id);
      steady_training_happened (self, STEADY_CONDITION_ACKNOWLEDGED, 0, 0, request->id);
      break;
    case STEADY_ALARM_REQUEST_RESET:
      if (steady_alarm_system_reset (self->alarms, now, request->id))
        steady_engine_alarm_act (self, STEADY_ALARM_REQUEST_RESET, request->id);
      break;
    case STEADY_ALARM_REQUEST_OVERRIDE_START:
      take_override (self, STEADY_OVERRIDE_START, request->id);
      break;
    case STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL:
      take_override (self, STEADY_OVERRIDE_GLOBAL, request->id);
      break;
    case STEADY_ALARM_REQUEST_OVERRIDE_END:
      end_override (self, "ended by the operator");
      break;
    default:
      break;
    }
}

/* The event pad; what the engine marks itself (20 and above) nobody else may. */
static void
take_mark (SteadyEngine *self, const SteadyMark *mark)
{
  const SteadyEvent event = (SteadyEvent) mark->event;
  if (mark->event == 0 || mark->event >= STEADY_EVENT_CASE_START ||
      !isfinite (mark->value))
    return;
  if (event == STEADY_EVENT_ON_BYPASS && !may_begin_bypass (self))
    return;
  const SteadyInstant ago = self->moment.now - mark->ago_s * STEADY_NSEC_PER_SEC;
  const SteadyInstant at = MAX (ago, self->start);
  char                text[STEADY_EVENT_TEXT_SIZE];
  if (mark->ago_s >= 30)
    g_snprintf (
        text, sizeof text, "%s, %u min ago", mark->text, (mark->ago_s + 30u) / 60);
  else
    g_snprintf (text, sizeof text, "%s", mark->text);
  steady_engine_event (self, event, mark->value, text);
  steady_training_happened (self, STEADY_CONDITION_MARK, mark->event, mark->value, "");
  steady_engine_note_mark (self, event, mark->value, mark->text);
  if (steady_phase_mark_at (&self->phase, self->moment.now, at, event))
    steady_engine_event (self, STEADY_EVENT_MODE, self->phase.support.mode, "");
}

/*
 * Does what the clients asked for.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_take_requests (SteadyEngine *self)
{
  SteadyRequest request;
  for (unsigned i = 0; i < REQUESTS_MAX &&
                       steady_ring_pop (&self->requests, &request, sizeof request) > 0;
       i++)
    {
      if (request.type == STEADY_FRAME_COMMAND)
        take_command (self, &request);
      else if (request.type == STEADY_FRAME_SOUNDER_STATE)
        steady_engine_event (self, STEADY_EVENT_DEVICE, 0, request.mark.text);
      else if (request.type == STEADY_FRAME_SETTING)
        steady_engine_take_setting (self, &request.setting, request.in_control != 0);
      else if (request.type == STEADY_FRAME_PLAN_PROPOSAL)
        steady_engine_take_plan (self, request.plan);
      else if (request.type == STEADY_FRAME_CLINICAL_REQUEST)
        steady_engine_take_clinical (self, &request.clinical, request.in_control != 0);
      else if (request.type == STEADY_FRAME_CHECKLIST_REQUEST)
        steady_engine_take_checklist (
            self, &request.checklist, request.in_control != 0);
      else if (request.type == STEADY_FRAME_ECMO_REQUEST)
        steady_engine_take_ecmo (self, &request.ecmo, request.in_control != 0);
      else if (request.type == STEADY_FRAME_DEVICE_REQUEST)
        steady_engine_take_device (self, &request.device, request.in_control != 0);
      else if (request.type == STEADY_FRAME_TIMER_REQUEST)
        steady_engine_take_timer (self, &request.timer, request.in_control != 0);
      else if (request.type == STEADY_FRAME_STEER)
        steady_engine_take_steer (self, &request.steer, request.in_control != 0);
      else if (request.type == STEADY_FRAME_TRAINING_REQUEST)
        steady_instructor_take (self, &request);
      else if (request.in_control == 0)
        continue;
      else if (request.type == STEADY_FRAME_ALARM_REQUEST)
        take_alarm_request (self, &request.alarm);
      else if (request.type == STEADY_FRAME_MARK && self->mode != STEADY_MODE_REVIEW)
        take_mark (self, &request.mark);
    }
  if (self->recall != NULL)
    steady_recall_tick (self->recall, self);
  tell_changes (self);
  steady_engine_tell_sound (self);
}

/* What the gate put back after a failure is a command like any other. */
static void
record_restored (SteadyEngine *self)
{
  SteadyCommand command;
  char          text[STEADY_EVENT_TEXT_SIZE];

  while (steady_gate_take_restored (&self->gate, &command))
    {
      if (self->writer != NULL)
        steady_case_writer_command (self->writer, &command, self->moment.now);
      g_snprintf (text,
                  sizeof text,
                  "%s: not confirmed, set back to %.9g",
                  steady_control_name ((SteadyControl) command.control),
                  command.value);
      steady_engine_event (self, STEADY_EVENT_RESTORED, command.value, text);
    }
}

/*
 * Compares read-backs with commands and tells all answers.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_settle_commands (SteadyEngine *self)
{
  const SteadyGateView view = view_of (self, true);
  SteadyAnswer         answers[ANSWERS_MAX];
  unsigned             n;

  steady_gate_update (&self->gate, &view);
  record_restored (self);
  while ((n = steady_gate_take_answers (&self->gate, answers, ANSWERS_MAX)) > 0)
    for (unsigned i = 0; i < n; i++)
      {
        if (self->writer != NULL)
          steady_case_writer_answer (self->writer, &answers[i]);
        steady_outlet_put (&self->outlet,
                           STEADY_FRAME_ANSWER,
                           self->moment.now,
                           1,
                           &answers[i],
                           sizeof answers[i]);
        if (steady_training_was_done (&answers[i]))
          steady_training_happened (
              self, STEADY_CONDITION_COMMAND, answers[i].control, answers[i].value, "");
      }
}
