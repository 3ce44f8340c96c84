/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-console-state.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-setting-words.h"
#include "widgets/steady-words.h"

/* Silence of the engine that means NO MONITORING (src/link/README.md). */
#define SILENCE (1 * STEADY_NSEC_PER_SEC)
/* How long the last step can be undone (safety rulings, 5). */
#define UNDO_TIME (10 * STEADY_NSEC_PER_SEC)
/* A tick is said to be late beyond 100 ms; less makes no difference on the screen. */
#define LATENESS_SEEN_MS 50.0
/* A proposal that was never answered frees its place after this. */
#define FORGET_TIME (5 * STEADY_NSEC_PER_SEC)

/*
 * Makes a state that knows nothing yet. @real_now: silence is counted from here.
 *
 * Thread: the owner's.
 */
SteadyConsoleState *
steady_console_state_new (SteadyInstant real_now)
{
  SteadyConsoleState *self = g_new0 (SteadyConsoleState, 1);
  steady_console_config_init (&self->config);
  steady_device_book_init (&self->devices);
  self->last_heard = real_now;
  self->now_at = real_now;
  /* A restarted console must not use an id again: the boot clock never goes back. */
  self->next_id = (uint64_t) real_now + 1;
  self->last_plegia = STEADY_INSTANT_NEVER;
  self->last_act = STEADY_INSTANT_NEVER;
  self->last_heparin = STEADY_INSTANT_NEVER;
  return self;
}

/* Accepts NULL. Thread: the owner's. */
void
steady_console_state_free (SteadyConsoleState *self)
{
  if (self == NULL)
    return;
  steady_console_config_finish (&self->config);
  steady_device_book_finish (&self->devices);
  g_free (self);
}

static unsigned
take_welcome (SteadyConsoleState *self, const SteadyFrame *frame)
{
  if (!steady_console_config_parse (&self->config, frame->payload))
    return STEADY_CHANGE_NONE;
  /* What is true now comes right after; nothing of an earlier engine may stand on. */
  memset (&self->values, 0, sizeof self->values);
  memset (self->pending, 0, sizeof self->pending);
  memset (self->steering, 0, sizeof self->steering);
  self->n_present = 0;
  steady_console_desk_clear (&self->desk);
  self->last_step.control = 0;
  self->refusal[0] = '\0';
  self->value_serial++;
  return STEADY_CHANGE_CONFIG | STEADY_CHANGE_VALUES | STEADY_CHANGE_ALARMS;
}

static unsigned
take_refused (SteadyConsoleState *self, const SteadyFrame *frame)
{
  struct json_object *root = json_tokener_parse (frame->payload);
  struct json_object *reason = NULL;
  if (root != NULL && json_object_object_get_ex (root, "reason", &reason))
    g_strlcpy (self->refusal, json_object_get_string (reason), sizeof self->refusal);
  if (root != NULL)
    json_object_put (root);
  return STEADY_CHANGE_CONFIG;
}

static bool
is_trended (uint16_t channel)
{
  switch (channel)
    {
    case STEADY_CHANNEL_PATIENT_FLOW:
    case STEADY_CHANNEL_ARTERIAL_MEAN:
    case STEADY_CHANNEL_VENOUS_SATURATION:
    case STEADY_CHANNEL_ARTERIAL_TEMPERATURE:
    case STEADY_CHANNEL_VENOUS_TEMPERATURE:
    case STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE:
      return true;
    default:
      return false;
    }
}

static void
keep_sample (SteadyConsoleState *self, const SteadySample *sample)
{
  if (sample->channel == 0 || sample->channel >= STEADY_CHANNEL_MAX)
    return;
  steady_value_table_set (&self->values, sample);
  if (!steady_sample_usable (sample))
    return;
  self->usable[sample->channel] = *sample;
  if (!is_trended (sample->channel))
    return;
  self->tail[self->tail_next] = (SteadyTailSample){ .t = sample->t,
                                                    .value = (float) sample->value,
                                                    .channel = sample->channel };
  self->tail_next = (self->tail_next + 1) % STEADY_STATE_TAIL;
}

static unsigned
take_numerics (SteadyConsoleState *self, const SteadyFrame *frame)
{
  const SteadySample *samples = frame->payload;
  const size_t        count = frame->length / sizeof *samples;
  for (size_t i = 0; i < count; i++)
    keep_sample (self, &samples[i]);
  self->value_serial++;
  return count > 0 ? STEADY_CHANGE_VALUES : STEADY_CHANGE_NONE;
}

/* Alarms that nobody has seen stand before those that somebody has. One that is latched
 * was not seen either: it may be the cause of all that came after it. */
static int
urgency (const SteadyAlarmRecord *record)
{
  switch ((SteadyAlarmState) record->state)
    {
    case STEADY_ALARM_ACTIVE:
    case STEADY_ALARM_LATCHED:
      return 2;
    case STEADY_ALARM_ACKNOWLEDGED:
      return 1;
    case STEADY_ALARM_PENDING:
    case STEADY_ALARM_INACTIVE:
    default:
      return 0;
    }
}

/* The worst first; of equals what concerns the child before what concerns Steady, and
 * the cause of a cascade before its consequences. */
static int
compare_alarms (const void *a, const void *b)
{
  const SteadyAlarmRecord *left = a;
  const SteadyAlarmRecord *right = b;
  if (left->priority != right->priority)
    return right->priority - left->priority;
  if (urgency (left) != urgency (right))
    return urgency (right) - urgency (left);
  if (left->technical != right->technical)
    return left->technical - right->technical;
  if (left->first_out != right->first_out)
    return right->first_out - left->first_out;
  if (left->since != right->since)
    return left->since < right->since ? -1 : 1;
  return strncmp (left->id, right->id, sizeof left->id);
}

static unsigned
take_present (SteadyConsoleState *self, const SteadyFrame *frame)
{
  const SteadyAlarmRecord *records = frame->payload;
  const size_t             count = frame->length / sizeof *records;
  self->n_present = 0;
  for (size_t i = 0; i < count && self->n_present < STEADY_STATE_ALARMS; i++)
    {
      if (urgency (&records[i]) == 0)
        continue;
      SteadyAlarmRecord *kept = &self->present[self->n_present++];
      *kept = records[i];
      kept->id[sizeof kept->id - 1] = '\0';
    }
  qsort (self->present, self->n_present, sizeof *self->present, compare_alarms);
  return STEADY_CHANGE_ALARMS;
}

/*
 * Something that happened, from a frame or from the case file. Only the newest of each
 * kind counts, whatever the order they come in.
 *
 * Thread: the owner's.
 */
void
steady_console_state_note_event (SteadyConsoleState *self,
                                 SteadyEvent         event,
                                 SteadyInstant       t,
                                 double              value)
{
  SteadyInstant *last = NULL;
  if (event == STEADY_EVENT_CARDIOPLEGIA)
    last = &self->last_plegia;
  else if (event == STEADY_EVENT_GAS_SAMPLE)
    last = &self->last_act;
  else if (event == STEADY_EVENT_HEPARIN)
    last = &self->last_heparin;
  if (last == NULL || (*last != STEADY_INSTANT_NEVER && *last > t))
    return;
  *last = t;
  if (event == STEADY_EVENT_GAS_SAMPLE)
    self->last_act_value = value;
}

static unsigned
take_event (SteadyConsoleState *self, const SteadyFrame *frame)
{
  SteadyEventFrame event;
  if (frame->length < sizeof event)
    return STEADY_CHANGE_NONE;
  memcpy (&event, frame->payload, sizeof event);
  steady_console_state_note_event (self, event.event, event.t, event.value);
  if (event.event == STEADY_EVENT_START_REFUSED)
    {
      self->start_refused = true;
      self->start_needs =
          event.value > 0 && event.value < 65536 ? (unsigned) event.value : 0;
    }
  else if (event.event == STEADY_EVENT_ON_BYPASS ||
           event.event == STEADY_EVENT_OVERRIDE)
    self->start_refused = false;
  self->event_serial++;
  return STEADY_CHANGE_EVENT;
}

static SteadyPendingCommand *
find_pending (SteadyConsoleState *self, uint64_t id)
{
  for (unsigned i = 0; i < STEADY_STATE_PENDING; i++)
    if (id != 0 && self->pending[i].command.id == id)
      return &self->pending[i];
  return NULL;
}

static bool
is_step (uint16_t control)
{
  return control == STEADY_CONTROL_PUMP_FLOW || control == STEADY_CONTROL_SWEEP ||
         control == STEADY_CONTROL_FIO2 || control == STEADY_CONTROL_CO2 ||
         control == STEADY_CONTROL_WATER_TEMPERATURE;
}

static void
remember_step (SteadyConsoleState         *self,
               const SteadyPendingCommand *pending,
               SteadyInstant               real_now)
{
  const SteadyCommand *command = &pending->command;
  if (!is_step (command->control) || !(command->flags & STEADY_COMMAND_HAS_EXPECTED))
    return;
  if (pending->is_undo)
    {
      self->last_step.control = 0;
      return;
    }
  self->last_step = (SteadyLastStep){ .at = real_now,
                                      .before = command->expected,
                                      .after = command->value,
                                      .control = command->control };
}

static unsigned
take_answer (SteadyConsoleState *self, const SteadyFrame *frame, SteadyInstant real_now)
{
  SteadyAnswer answer;
  if (frame->length < sizeof answer)
    return STEADY_CHANGE_NONE;
  memcpy (&answer, frame->payload, sizeof answer);
  SteadyPendingCommand *pending = find_pending (self, answer.id);
  self->last_answer = answer;
  if (pending == NULL && answer.status != STEADY_ANSWER_FAILED)
    return STEADY_CHANGE_ANSWER; /* another console's, or an intervention's */
  steady_words_answer (&answer, self->message, sizeof self->message);
  self->message_at = real_now;
  self->message_bad =
      answer.status == STEADY_ANSWER_REFUSED || answer.status == STEADY_ANSWER_FAILED;
  if (pending == NULL)
    return STEADY_CHANGE_ANSWER;
  if (answer.status == STEADY_ANSWER_ACCEPTED)
    {
      pending->accepted = true;
      remember_step (self, pending, real_now);
    }
  else
    pending->command.id = 0;
  return STEADY_CHANGE_ANSWER;
}

/* Whether two heartbeats look alike on a screen that shows whole seconds. */
static bool
looks_alike (const SteadyHeartbeat *a, const SteadyHeartbeat *b)
{
  return a->support_mode == b->support_mode && a->support_flags == b->support_flags &&
         a->support_since == b->support_since && a->no_flow_since == b->no_flow_since &&
         a->case_start == b->case_start &&
         a->bypass_time / STEADY_NSEC_PER_SEC == b->bypass_time / STEADY_NSEC_PER_SEC &&
         a->clamp_time / STEADY_NSEC_PER_SEC == b->clamp_time / STEADY_NSEC_PER_SEC &&
         a->recorder == b->recorder && a->sounder == b->sounder &&
         a->supervisor == b->supervisor && a->devices == b->devices &&
         fabs (a->lateness_ms - b->lateness_ms) < LATENESS_SEEN_MS;
}

/* Ten of them come in a second and mostly say "alive": only what can be seen wakes the
 * widgets, and the passing of a second, for all that counts. */
static unsigned
take_heartbeat (SteadyConsoleState *self,
                const SteadyFrame  *frame,
                SteadyInstant       real_now)
{
  const SteadyHeartbeat before = self->heartbeat;
  const bool            first = !self->has_heartbeat;
  if (frame->length < sizeof self->heartbeat)
    return STEADY_CHANGE_NONE;
  memcpy (&self->heartbeat, frame->payload, sizeof self->heartbeat);
  self->has_heartbeat = true;
  const bool alike = !first && looks_alike (&before, &self->heartbeat);
  if (alike && real_now - self->beat_told < STEADY_NSEC_PER_SEC)
    return STEADY_CHANGE_NONE;
  self->beat_told = real_now;
  return alike ? STEADY_CHANGE_SECOND : STEADY_CHANGE_HEARTBEAT;
}

static unsigned
take_sound (SteadyConsoleState *self, const SteadyFrame *frame)
{
  SteadySound sound;
  if (frame->length < sizeof sound)
    return STEADY_CHANGE_NONE;
  memcpy (&sound, frame->payload, sizeof sound);
  const bool changed = memcmp (&sound, &self->sound, sizeof sound) != 0;
  self->sound = sound;
  return changed ? STEADY_CHANGE_ALARMS : STEADY_CHANGE_NONE;
}

static unsigned
take_setting_answer (SteadyConsoleState *self,
                     const SteadyFrame  *frame,
                     SteadyInstant       real_now)
{
  if (!steady_console_desk_take (&self->desk, frame))
    return STEADY_CHANGE_NONE;
  const SteadySettingAnswer *answer = &self->desk.answer;
  steady_setting_words_answer (
      &self->config, answer, self->message, sizeof self->message);
  self->message_at = real_now;
  self->message_bad = answer->status == STEADY_ANSWER_REFUSED;
  return STEADY_CHANGE_ANSWER | STEADY_CHANGE_DESK;
}

/* An alarm of a lost device names it. */
static unsigned
take_devices (SteadyConsoleState *self, const SteadyFrame *frame)
{
  const uint32_t before = steady_device_book_lost (&self->devices);

  steady_device_book_take (&self->devices, frame);
  return steady_device_book_lost (&self->devices) != before ? STEADY_CHANGE_ALARMS
                                                            : STEADY_CHANGE_NONE;
}

static unsigned
dispatch (SteadyConsoleState *self, const SteadyFrame *frame, SteadyInstant real_now)
{
  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_WELCOME:
      return take_welcome (self, frame);
    case STEADY_FRAME_PLAN_IN_FORCE:
      /* bands, ranges and profile are read from there at the next refresh */
      return steady_console_config_take_plan (&self->config, frame->payload)
                 ? STEADY_CHANGE_CONFIG | STEADY_CHANGE_VALUES
                 : STEADY_CHANGE_NONE;
    case STEADY_FRAME_REFUSED:
      return take_refused (self, frame);
    case STEADY_FRAME_NUMERICS:
      return take_numerics (self, frame);
    case STEADY_FRAME_PRESENT:
      return take_present (self, frame);
    case STEADY_FRAME_EVENT:
      return take_event (self, frame);
    case STEADY_FRAME_ANSWER:
      return take_answer (self, frame, real_now);
    case STEADY_FRAME_HEARTBEAT:
      return take_heartbeat (self, frame, real_now);
    case STEADY_FRAME_SOUND:
      return take_sound (self, frame);
    case STEADY_FRAME_SETTING_ANSWER:
      return take_setting_answer (self, frame, real_now);
    case STEADY_FRAME_DEVICES:
    case STEADY_FRAME_DEVICE_STATES:
      return take_devices (self, frame);
    case STEADY_FRAME_STEERING:
      memset (self->steering, 0, sizeof self->steering);
      memcpy (self->steering,
              frame->payload,
              MIN (frame->header.count, STEADY_STEERINGS) * sizeof self->steering[0]);
      return STEADY_CHANGE_VALUES;
    default:
      return steady_console_desk_take (&self->desk, frame) ? STEADY_CHANGE_DESK
                                                           : STEADY_CHANGE_NONE;
    }
}

/*
 * Takes one frame of the engine's and tells which part of the picture it changed
 * (SteadyStateChange bits).
 *
 * Thread: the owner's.
 */
unsigned
steady_console_state_take (SteadyConsoleState *self,
                           const SteadyFrame  *frame,
                           SteadyInstant       real_now)
{
  unsigned changes = dispatch (self, frame, real_now);
  if (frame->header.type == STEADY_FRAME_REFUSED ||
      frame->header.type == STEADY_FRAME_BYE)
    return changes;
  self->last_heard = real_now;
  /* lists and texts are of no moment: their 0 is not the engine's time */
  if (frame->header.t != 0)
    {
      self->now = frame->header.t;
      self->now_at = real_now;
    }
  if (self->silent && self->config.valid)
    {
      self->silent = false;
      changes |= STEADY_CHANGE_SILENCE | STEADY_CHANGE_VALUES | STEADY_CHANGE_ALARMS;
    }
  return changes;
}

static void
forget_old_proposals (SteadyConsoleState *self, SteadyInstant real_now)
{
  for (unsigned i = 0; i < STEADY_STATE_PENDING; i++)
    if (self->pending[i].command.id != 0 &&
        real_now - self->pending[i].command.issued > FORGET_TIME)
      self->pending[i].command.id = 0;
}

/*
 * Lets time pass: judges whether the engine has fallen silent. Returns what changed.
 *
 * Thread: the owner's.
 */
unsigned
steady_console_state_pass (SteadyConsoleState *self,
                           bool                connected,
                           SteadyInstant       real_now)
{
  unsigned   changes = STEADY_CHANGE_NONE;
  const bool silent = real_now - self->last_heard > SILENCE;
  self->connected = connected;
  forget_old_proposals (self, real_now);
  if (silent && !self->silent)
    {
      self->silent = true;
      /* No proposal outlives a lost link: after it nothing is proposed again. */
      memset (self->pending, 0, sizeof self->pending);
      self->last_step.control = 0;
      changes |= STEADY_CHANGE_SILENCE | STEADY_CHANGE_VALUES | STEADY_CHANGE_ALARMS;
    }
  return changes;
}

/* The engine's time at @real_now: going on by itself between frames at the speed of the
 * case (0 when it is frozen), and in a silence at that of the clock. Thread: the
 * owner's.
 */
SteadyInstant
steady_console_state_now (const SteadyConsoleState *self, SteadyInstant real_now)
{
  double speed = 1;
  if (self->has_heartbeat && !self->silent && self->heartbeat.speed >= 0 &&
      self->heartbeat.speed < 1e4)
    speed = self->heartbeat.speed;
  return self->now + (SteadySpan) ((double) (real_now - self->now_at) * speed);
}

/* The set-point in force as read back, or false where it is not known. Thread: the
 * owner's. */
bool
steady_console_state_set_point (const SteadyConsoleState *self,
                                SteadyControl             control,
                                double                   *ret_value)
{
  const SteadyConsoleControl *known = &self->config.controls[control];
  if (!known->present || known->readback == 0 || known->readback >= STEADY_CHANNEL_MAX)
    return false;
  return steady_value_table_value (&self->values, known->readback, ret_value);
}

/* Whether a proposal for @control waits for its last answer. Thread: the owner's. */
bool
steady_console_state_is_pending (const SteadyConsoleState *self, SteadyControl control)
{
  for (unsigned i = 0; i < STEADY_STATE_PENDING; i++)
    if (self->pending[i].command.id != 0 && self->pending[i].command.control == control)
      return true;
  return false;
}

static SteadyPendingCommand *
free_place (SteadyConsoleState *self)
{
  for (unsigned i = 0; i < STEADY_STATE_PENDING; i++)
    if (self->pending[i].command.id == 0)
      return &self->pending[i];
  return NULL;
}

/*
 * Prepares a proposal with the set-point that the operator saw. The caller sends it.
 * False when the link is silent or too many wait for an answer.
 *
 * Thread: the owner's.
 */
bool
steady_console_state_propose (SteadyConsoleState *self,
                              SteadyControl       control,
                              double              value,
                              SteadyInstant       real_now,
                              SteadyCommand      *ret_command)
{
  SteadyPendingCommand *place = free_place (self);
  if (place == NULL || self->silent || !self->config.valid)
    {
      g_snprintf (self->message,
                  sizeof self->message,
                  _ ("%s: not sent, there is no monitoring. Use the device itself."),
                  steady_words_control (control));
      self->message_bad = true;
      self->message_at = real_now;
      return false;
    }
  double expected = 0;
  memset (place, 0, sizeof *place);
  place->command = (SteadyCommand){ .id = self->next_id++,
                                    .issued = real_now,
                                    .value = value,
                                    .control = (uint16_t) control,
                                    .origin = STEADY_ROLE_CONSOLE };
  if (is_step ((uint16_t) control) &&
      steady_console_state_set_point (self, control, &expected))
    {
      place->command.expected = expected;
      place->command.flags = STEADY_COMMAND_HAS_EXPECTED;
    }
  *ret_command = place->command;
  return true;
}

/* Whether the last step can still be taken back. Thread: the owner's. */
bool
steady_console_state_can_undo (const SteadyConsoleState *self, SteadyInstant real_now)
{
  return self->last_step.control != 0 && !self->silent &&
         real_now - self->last_step.at <= UNDO_TIME &&
         !steady_console_state_is_pending (self, self->last_step.control);
}

/*
 * Prepares the proposal that takes the last step back. It never restarts a pump, opens
 * a clamp or undoes an intervention, since only set-point steps are remembered.
 *
 * Thread: the owner's.
 */
bool
steady_console_state_undo (SteadyConsoleState *self,
                           SteadyInstant       real_now,
                           SteadyCommand      *ret_command)
{
  SteadyCommand command;
  if (!steady_console_state_can_undo (self, real_now) ||
      !steady_console_state_propose (
          self, self->last_step.control, self->last_step.before, real_now, &command))
    return false;
  find_pending (self, command.id)->is_undo = true;
  *ret_command = command;
  return true;
}

/*
 * Prepares a proposal about alarms. The caller sends it. False, with a message, when
 * the link is silent.
 *
 * Thread: the owner's.
 */
bool
steady_console_state_propose_setting (SteadyConsoleState   *self,
                                      SteadySettingKind     kind,
                                      const char           *rule,
                                      SteadyInstant         real_now,
                                      SteadySettingRequest *ret_request)
{
  if (self->silent || !self->config.valid)
    {
      g_strlcpy (self->message,
                 _ ("Nothing changed: there is no monitoring."),
                 sizeof self->message);
      self->message_bad = true;
      self->message_at = real_now;
      return false;
    }
  *ret_request =
      (SteadySettingRequest){ .id = self->next_id++, .issued = real_now, .kind = kind };
  if (kind == STEADY_SETTING_OPERATOR)
    g_strlcpy (ret_request->who, rule, sizeof ret_request->who);
  else
    g_strlcpy (ret_request->rule, rule, sizeof ret_request->rule);
  return true;
}

/* Seconds of the global override that are left, or 0; it counts case time. Thread: the
 * owner's. */
double
steady_console_state_override_left (const SteadyConsoleState *self,
                                    SteadyInstant             real_now)
{
  const SteadyInstant until = self->desk.desk.override_until;
  const SteadyInstant now = steady_console_state_now (self, real_now);
  return until > now ? steady_span_seconds (until - now) : 0;
}

/* Seconds of audio pause that are left, or 0. Thread: the owner's. */
double
steady_console_state_pause_left (const SteadyConsoleState *self, SteadyInstant real_now)
{
  if (self->sound.pause_end <= real_now)
    return 0;
  return steady_span_seconds (self->sound.pause_end - real_now);
}

/* Whether the phase disarms a rule whose sensors are there. Thread: any. */
bool
steady_alarm_text_disarmed (const SteadyAlarmText *text, uint32_t mode, uint32_t flags)
{
  if (text->always_armed || text->modes == 0 || !text->fitted)
    return false;
  return !(text->modes & (UINT32_C (1) << mode)) || (text->not_flags & flags) != 0;
}

/* How many alarms the support mode and its flags keep from speaking. Thread: the
 * owner's. */
unsigned
steady_console_state_disarmed (const SteadyConsoleState *self)
{
  GHashTableIter iterator;
  gpointer       text;
  unsigned       count = 0;
  if (!self->has_heartbeat || self->heartbeat.support_mode >= 32)
    return 0;
  g_hash_table_iter_init (&iterator, self->config.alarms);
  while (g_hash_table_iter_next (&iterator, NULL, &text))
    if (steady_alarm_text_disarmed (
            text, self->heartbeat.support_mode, self->heartbeat.support_flags))
      count++;
  return count;
}

/* The worst present alarm about @channel; @ret_record may be NULL. Thread: the owner's.
 */
SteadyPriority
steady_console_state_channel_alarm (const SteadyConsoleState *self,
                                    SteadyChannel             channel,
                                    const SteadyAlarmRecord **ret_record)
{
  for (unsigned i = 0; i < self->n_present; i++)
    if (self->present[i].channel == channel &&
        self->present[i].state != STEADY_ALARM_LATCHED)
      {
        if (ret_record != NULL)
          *ret_record = &self->present[i];
        return self->present[i].priority;
      }
  return STEADY_PRIORITY_NONE;
}

/* When the engine counts as silent if nothing comes before: real. Thread: the owner's.
 */
SteadyInstant
steady_console_state_silent_at (const SteadyConsoleState *self)
{
  return self->last_heard + SILENCE;
}
