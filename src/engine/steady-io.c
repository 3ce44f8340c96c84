/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-io.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/steady-json.h"
#include "base/steady-life-sign.h"
#include "base/steady-require.h"
#include "engine/steady-device-desk.h"
#include "engine/steady-engine.h"
#include "engine/steady-instructor-desk.h"
#include "engine/steady-plan-intake.h"
#include "engine/steady-sound-desk.h"
#include "engine/steady-training.h"
#include "link/steady-link-server.h"
#include "link/steady-live-mark.h"

enum
{
  POLL_MS = 50,
  PENDING_MAX = STEADY_CONTROL_MAX,
  /* Records in one frame. */
  CLINICAL_PART = 64,
  CHECKLIST_PART = 128,
  RESULTS_KEPT = 4, /* of analysers, for a console that comes */
  /* Frames sent before the clients are read again. */
  TURN = 512
};

/* In a case that stands clients get a heartbeat so often: a sounder and a console count
 * a second without any as silence. */
#define STANDING (290 * STEADY_NSEC_PER_MSEC)
/* What must be heard follows its heartbeat within this. */
#define SAME_TURN (20 * STEADY_NSEC_PER_MSEC)

/* The tick has died when no heartbeat comes out of it for this long. */
#define TICK_SILENCE (500 * STEADY_NSEC_PER_MSEC)

typedef struct Pending
{
  uint64_t id;
  double   value;
  uint16_t control;
} Pending;

struct SteadyIo
{
  SteadyEngine        *engine;
  SteadyLinkServer    *server; /* NULL: only the supervisor is told */
  struct json_object  *welcome;
  SteadyLifeSign       beat;
  int                  wake_fd;
  pthread_t            thread;
  atomic_bool          stop;
  SteadyInstant        tick_seen; /* real */
  SteadyLiveMark       mark;
  SteadyInstant        mark_seen; /* real */
  SteadyInstructorDesk training;
  SteadyTrainingDesk   course;
  SteadyPlanIntake     plans;
  SteadyDeviceDesk     devices;

  /* what a client that arrives must know */
  SteadySample        latest[STEADY_CHANNEL_MAX];
  SteadyAlarmRecord   present[STEADY_ENGINE_ALARMS];
  unsigned            n_present;
  SteadySound         sound;
  SteadyHeartbeat     heartbeat;
  SteadyInstant       standing_told; /* real: a heartbeat went out */
  bool                told_standing; /* … ever */
  int64_t             events;
  Pending             pending[PENDING_MAX];
  unsigned            n_pending;
  SteadySoundDesk     desk;
  SteadyDesk          operating;
  SteadyAlarmSettings settings;
  SteadyMovingLimit   moving[STEADY_LINE_PRESSURES];
  unsigned            n_moving;
  SteadySteering      steering[STEADY_STEERINGS];
  SteadyTimerSegment  timers[STEADY_TIMER_SEGMENTS];
  unsigned            n_timers;
  GArray             *clinical; /* of SteadyClinicalRecord */
  GArray             *checks;   /* of SteadyChecklistRecord */
  _Alignas(8) uint8_t frame[STEADY_FRAME_MAX + 8];

  unsigned               n_results;
  SteadyLaboratoryResult results[RESULTS_KEPT]; /* oldest first */
};

/* Where the patient is real nobody plays with the machine. */
static const char *
on_role (void *data, SteadyRole role)
{
  const SteadyIo *self = data;
  return role == STEADY_ROLE_INSTRUCTOR && self->engine->mode != STEADY_MODE_TRAINING
             ? "only a training case has an instructor"
             : NULL;
}

static char *
on_welcome (void *data, const SteadyLinkPeer *peer)
{
  SteadyIo *self = data;
  json_object_object_add (
      self->welcome, "control", json_object_new_boolean (peer->control));
  return g_strdup (
      json_object_to_json_string_ext (self->welcome, JSON_C_TO_STRING_PLAIN));
}

static char *
describe_now (const SteadyIo *self)
{
  GString *text = g_string_new (NULL);
  char     number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text,
                          "{\"support_mode\":%u,\"support_flags\":%u,"
                          "\"last_event_id\":%" G_GINT64_FORMAT ",\"pending\":[",
                          self->heartbeat.support_mode,
                          self->heartbeat.support_flags,
                          self->events);
  for (unsigned i = 0; i < self->n_pending; i++)
    g_string_append_printf (
        text,
        "%s{\"id\":%" G_GUINT64_FORMAT ",\"control\":%u,\"value\":%s}",
        i > 0 ? "," : "",
        self->pending[i].id,
        self->pending[i].control,
        g_ascii_dtostr (number, sizeof number, self->pending[i].value));
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

static void
send_structs (SteadyIo   *self,
              unsigned    client,
              unsigned    type,
              const void *structs,
              unsigned    count,
              size_t      size)
{
  const SteadyFrameHeader header = { .type = (uint16_t) type, .count = count };
  steady_link_server_send (self->server, client, &header, structs, count * size);
}

/* What was done to the child so far, a frame's worth at a time. */
static void
send_clinical (SteadyIo *self, unsigned client)
{
  for (guint i = 0; i < self->clinical->len; i += CLINICAL_PART)
    send_structs (self,
                  client,
                  STEADY_FRAME_CLINICAL,
                  &g_array_index (self->clinical, SteadyClinicalRecord, i),
                  MIN (self->clinical->len - i, (guint) CLINICAL_PART),
                  sizeof (SteadyClinicalRecord));
}

/* What was done with checklists so far, a frame's worth at a time. */
static void
send_checklists (SteadyIo *self, unsigned client)
{
  for (guint i = 0; i < self->checks->len; i += CHECKLIST_PART)
    send_structs (self,
                  client,
                  STEADY_FRAME_CHECKLIST,
                  &g_array_index (self->checks, SteadyChecklistRecord, i),
                  MIN (self->checks->len - i, (guint) CHECKLIST_PART),
                  sizeof (SteadyChecklistRecord));
}

static void
on_arrived (void *data, const SteadyLinkPeer *peer)
{
  SteadyIo        *self = data;
  g_autofree char *text = describe_now (self);
  SteadySample     known[STEADY_CHANNEL_MAX];
  unsigned         n = 0;

  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    if (self->latest[i].quality != STEADY_QUALITY_MISSING)
      known[n++] = self->latest[i];
  const struct
  {
    unsigned    type;
    bool        when;
    const void *items;
    unsigned    n;
    size_t      size;
  } told[] = {
    { STEADY_FRAME_NUMERICS, true, known, n, sizeof known[0] },
    { STEADY_FRAME_PRESENT,
      true,
      self->present,
      self->n_present,
      sizeof self->present[0] },
    { STEADY_FRAME_SOUND, true, &self->sound, 1, sizeof self->sound },
    { STEADY_FRAME_DESK, true, &self->operating, 1, sizeof self->operating },
    { STEADY_FRAME_SETTINGS,
      true,
      self->settings.all,
      self->settings.count,
      sizeof self->settings.all[0] },
    { STEADY_FRAME_TIMERS, true, self->timers, self->n_timers, sizeof self->timers[0] },
    { STEADY_FRAME_STEERING,
      true,
      self->steering,
      STEADY_STEERINGS,
      sizeof self->steering[0] },
    { STEADY_FRAME_LABORATORY_RESULTS,
      true,
      self->results,
      self->n_results,
      sizeof self->results[0] },
    { STEADY_FRAME_MOVING_LIMITS,
      self->n_moving > 0,
      self->moving,
      self->n_moving,
      sizeof self->moving[0] },
    { STEADY_FRAME_HEARTBEAT, true, &self->heartbeat, 1, sizeof self->heartbeat },
    { STEADY_FRAME_SOUNDER_TOLD,
      self->desk.told,
      &self->desk.state,
      1,
      sizeof self->desk.state },
    { STEADY_FRAME_SOUND_SETTING,
      self->desk.set,
      &self->desk.setting,
      1,
      sizeof self->desk.setting },
  };
  steady_link_server_send_json (
      self->server, peer->number, STEADY_FRAME_SNAPSHOT, 0, text);
  for (unsigned i = 0; i < G_N_ELEMENTS (told); i++)
    if (told[i].when)
      send_structs (
          self, peer->number, told[i].type, told[i].items, told[i].n, told[i].size);
  send_clinical (self, peer->number);
  send_checklists (self, peer->number);
  steady_device_desk_arrived (&self->devices, self->server, peer->number);
  steady_training_desk_arrived (&self->course, self->server, peer);
}

/* Has the tick write @text into the case. */
static void
log_text (SteadyIo *self, const char *text)
{
  SteadyRequest request = { .type = STEADY_FRAME_SOUNDER_STATE,
                            .role = STEADY_ROLE_SOUNDER };
  g_strlcpy (request.mark.text, text, sizeof request.mark.text);
  steady_ring_push (&self->engine->requests, &request, sizeof request);
}

static void
on_sounder_state (SteadyIo *self, const SteadySounderState *state)
{
  SteadyWatch *watch = &self->engine->watch;
  char         text[STEADY_EVENT_TEXT_SIZE];
  bool         changed;

  atomic_store (&watch->stream_open, state->stream_open != 0);
  atomic_store (&watch->callbacks, state->callbacks);
  if (steady_sound_desk_hear (&self->desk, state, &changed, text, sizeof text))
    log_text (self, text);
  if (changed)
    send_structs (
        self, STEADY_LINK_ALL, STEADY_FRAME_SOUNDER_TOLD, state, 1, sizeof *state);
}

/* Volume and sound test: the tick has no part in them. */
static void
on_sound_setting (SteadyIo *self, const SteadySoundSetting *setting)
{
  char text[STEADY_EVENT_TEXT_SIZE];

  if (steady_sound_desk_choose (&self->desk, setting, text, sizeof text))
    log_text (self, text);
  send_structs (
      self, STEADY_LINK_ALL, STEADY_FRAME_SOUND_SETTING, setting, 1, sizeof *setting);
}

/* The crank's beat, which is no alarm and of which the tick need not know; silent
 * where a live case runs on this machine and this one is none. */
static void
on_crank_beat (SteadyIo *self, const SteadyCrankBeat *beat)
{
  if (!atomic_load (&self->engine->watch.live_elsewhere))
    send_structs (
        self, STEADY_LINK_ALL, STEADY_FRAME_CRANK_BEAT, beat, 1, sizeof *beat);
}

static void
on_training_request (SteadyIo *self, const SteadyLinkPeer *peer, SteadyRequest *request)
{
  SteadyTrainingRequest *training = &request->training;
  char                   text[STEADY_EVENT_TEXT_SIZE];

  training->id[sizeof training->id - 1] = '\0';
  bool accepted =
      steady_instructor_desk_judge (&self->training, peer, training, text, sizeof text);
  if (accepted && training->kind == STEADY_TRAINING_START)
    accepted =
        steady_instructor_desk_start (&self->training, training, text, sizeof text);
  accepted =
      accepted && steady_ring_push (&self->engine->requests, request, sizeof *request);
  g_autofree char *answer = steady_instructor_desk_answer (training, accepted, text);
  steady_link_server_send_json (
      self->server, peer->number, STEADY_FRAME_TRAINING_ANSWER, 0, answer);
}

/* A signed plan: computed and checked here, kept and offered by the tick. A stored one
 * is named only, since the engine has it. */
static void
on_plan (SteadyIo             *self,
         const SteadyLinkPeer *peer,
         SteadyFrameType       type,
         const char           *text)
{
  SteadyRequest request = { .type = STEADY_FRAME_PLAN_PROPOSAL,
                            .role = (uint16_t) peer->role,
                            .in_control = peer->control };
  g_autoptr (GError) error = NULL;
  const char *reason = "another console is in control";

  if (peer->control)
    {
      request.plan =
          type == STEADY_FRAME_STORED_PLAN
              ? steady_plan_intake_take_stored (&self->plans,
                                                text,
                                                self->operating.operator_name,
                                                peer->number,
                                                &error)
              : steady_plan_intake_take (&self->plans, text, peer->number, &error);
      reason = error != NULL ? error->message : "the engine is busy; try again";
    }
  if (request.plan != NULL &&
      steady_ring_push (&self->engine->requests, &request, sizeof request))
    return;
  g_autofree char *answer = steady_plan_intake_refusal (reason);
  steady_link_server_send_json (
      self->server, peer->number, STEADY_FRAME_PLAN, 0, answer);
}

static void
on_frame (void *data, const SteadyLinkPeer *peer, const SteadyFrame *frame)
{
  SteadyIo     *self = data;
  SteadyRequest request = { .type = frame->header.type,
                            .role = (uint16_t) peer->role,
                            .in_control = peer->control };

  if (frame->header.type == STEADY_FRAME_SOUNDER_STATE &&
      peer->role == STEADY_ROLE_SOUNDER)
    {
      on_sounder_state (self, frame->payload);
      return;
    }
  if (peer->role != STEADY_ROLE_CONSOLE && peer->role != STEADY_ROLE_INSTRUCTOR)
    return;
  if (frame->header.type == STEADY_FRAME_SOUND_SETTING)
    {
      if (peer->control)
        on_sound_setting (self, frame->payload);
      return;
    }
  if (frame->header.type == STEADY_FRAME_CRANK_BEAT)
    {
      if (peer->control)
        on_crank_beat (self, frame->payload);
      return;
    }
  if (frame->header.type == STEADY_FRAME_PLAN_PROPOSAL ||
      frame->header.type == STEADY_FRAME_STORED_PLAN)
    {
      on_plan (self, peer, (SteadyFrameType) frame->header.type, frame->payload);
      return;
    }
  if (frame->header.type == STEADY_FRAME_TRAINING_REQUEST)
    {
      memcpy (&request.training, frame->payload, sizeof request.training);
      on_training_request (self, peer, &request);
      return;
    }
  if (frame->header.type == STEADY_FRAME_TIMER_REQUEST)
    memcpy (&request.timer, frame->payload, sizeof request.timer);
  else if (frame->header.type == STEADY_FRAME_STEER)
    memcpy (&request.steer, frame->payload, sizeof request.steer);
  else if (frame->header.type == STEADY_FRAME_COMMAND)
    memcpy (&request.command, frame->payload, sizeof request.command);
  else if (frame->header.type == STEADY_FRAME_ALARM_REQUEST)
    memcpy (&request.alarm, frame->payload, sizeof request.alarm);
  else if (frame->header.type == STEADY_FRAME_MARK)
    memcpy (&request.mark, frame->payload, sizeof request.mark);
  else if (frame->header.type == STEADY_FRAME_CLINICAL_REQUEST)
    memcpy (&request.clinical, frame->payload, sizeof request.clinical);
  else if (frame->header.type == STEADY_FRAME_CHECKLIST_REQUEST)
    memcpy (&request.checklist, frame->payload, sizeof request.checklist);
  else if (frame->header.type == STEADY_FRAME_ECMO_REQUEST)
    memcpy (&request.ecmo, frame->payload, sizeof request.ecmo);
  else if (frame->header.type == STEADY_FRAME_SETTING)
    memcpy (&request.setting, frame->payload, sizeof request.setting);
  else if (frame->header.type == STEADY_FRAME_DEVICE_REQUEST)
    steady_device_desk_request (
        &self->devices, frame->payload, &request, self->operating.operator_name);
  else
    return;
  /* A full ring means that the tick stands still: then nothing can be promised. */
  steady_ring_push (&self->engine->requests, &request, sizeof request);
}

static void
on_left (void *data, const SteadyLinkPeer *peer, bool clean)
{
  SteadyIo *self = data;
  if (peer->role == STEADY_ROLE_SOUNDER)
    {
      steady_sound_desk_leave (&self->desk);
      atomic_store (&self->engine->watch.callbacks, 0);
      atomic_store (&self->engine->watch.stream_open, false);
    }
}

static void
remember_answer (SteadyIo *self, const SteadyAnswer *answer)
{
  unsigned kept = 0;
  for (unsigned i = 0; i < self->n_pending; i++)
    if (self->pending[i].id != answer->id)
      self->pending[kept++] = self->pending[i];
  self->n_pending = kept;
  if (answer->status == STEADY_ANSWER_ACCEPTED && kept < PENDING_MAX)
    self->pending[self->n_pending++] = (Pending){ .id = answer->id,
                                                  .value = answer->value,
                                                  .control = answer->control };
}

static void
remember_samples (SteadyIo *self, const SteadySample *samples, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    if (samples[i].channel < STEADY_CHANNEL_MAX)
      self->latest[samples[i].channel] = samples[i];
}

/* The newest stand last; the oldest makes room. */
static void
remember_result (SteadyIo *self, const SteadyLaboratoryResult *result)
{
  if (self->n_results == RESULTS_KEPT)
    memmove (&self->results[0],
             &self->results[1],
             (RESULTS_KEPT - 1) * sizeof self->results[0]);
  else
    self->n_results++;
  self->results[self->n_results - 1] = *result;
}

static void
remember (SteadyIo *self, const SteadyFrameHeader *header, const void *payload)
{
  switch ((int) header->type)
    {
    case STEADY_FRAME_NUMERICS:
      remember_samples (self, payload, header->count);
      break;
    case STEADY_FRAME_PRESENT:
      self->n_present = MIN (header->count, STEADY_ENGINE_ALARMS);
      memcpy (self->present, payload, self->n_present * sizeof self->present[0]);
      break;
    case STEADY_FRAME_SOUND:
      memcpy (&self->sound, payload, sizeof self->sound);
      break;
    case STEADY_FRAME_DESK:
      memcpy (&self->operating, payload, sizeof self->operating);
      break;
    case STEADY_FRAME_SETTINGS:
      self->settings.count = MIN (header->count, STEADY_ALARM_SETTINGS);
      memcpy (self->settings.all,
              payload,
              self->settings.count * sizeof self->settings.all[0]);
      break;
    case STEADY_FRAME_TIMERS:
      self->n_timers = MIN (header->count, STEADY_TIMER_SEGMENTS);
      memcpy (self->timers, payload, self->n_timers * sizeof self->timers[0]);
      break;
    case STEADY_FRAME_STEERING:
      memcpy (self->steering,
              payload,
              MIN (header->count, STEADY_STEERINGS) * sizeof self->steering[0]);
      break;
    case STEADY_FRAME_MOVING_LIMITS:
      self->n_moving = MIN (header->count, STEADY_LINE_PRESSURES);
      memcpy (self->moving, payload, self->n_moving * sizeof self->moving[0]);
      break;
    case STEADY_FRAME_CLINICAL:
      g_array_append_vals (self->clinical, payload, header->count);
      break;
    case STEADY_FRAME_LABORATORY_RESULTS:
      remember_result (self, payload);
      break;
    case STEADY_FRAME_CHECKLIST:
      g_array_append_vals (self->checks, payload, header->count);
      break;
    case STEADY_FRAME_HEARTBEAT:
      memcpy (&self->heartbeat, payload, sizeof self->heartbeat);
      self->tick_seen = steady_clock_now ();
      break;
    case STEADY_FRAME_EVENT:
      self->events++;
      break;
    case STEADY_FRAME_ANSWER:
      remember_answer (self, payload);
      break;
    default:
      break;
    }
}

static void
tell_hidden (SteadyIo *self, unsigned client)
{
  g_autofree char *text =
      steady_instructor_desk_hidden (&self->training, self->heartbeat.speed);
  if (text != NULL)
    steady_link_server_send_json (self->server,
                                  client,
                                  STEADY_FRAME_INSTRUCTOR,
                                  self->heartbeat.case_start,
                                  text);
}

/* A client that arrives later reads it in WELCOME. */
static void
tell_plan_in_force (SteadyIo *self, const SteadyPlanAnswer *answer)
{
  struct json_object *told = steady_plan_intake_in_force (&self->plans, answer);
  struct json_object *patient, *plan, *profile;

  if (told == NULL)
    return;
  /* whichever plan it is: nothing older is offered beside it */
  self->plans.stored = NULL;
  json_object_object_del (self->welcome, STEADY_STORED_PLAN_MEMBER);
  if (json_object_object_get_ex (told, "plan", &plan))
    json_object_object_add (self->welcome, "plan", json_object_get (plan));
  if (json_object_object_get_ex (self->welcome, "patient", &patient) &&
      json_object_object_get_ex (told, "profile", &profile))
    json_object_object_add (patient, "profile", json_object_get (profile));
  if (self->server != NULL)
    steady_link_server_send_json (self->server,
                                  STEADY_LINK_ALL,
                                  STEADY_FRAME_PLAN_IN_FORCE,
                                  0,
                                  json_object_to_json_string (told));
  json_object_put (told);
}

static void
tell_plan (SteadyIo *self, const void *payload)
{
  SteadyPlanAnswer answer;
  unsigned         client;

  memcpy (&answer, payload, sizeof answer);
  g_autofree char *text = steady_plan_intake_answer (&self->plans, &answer, &client);
  if (text != NULL && self->server != NULL)
    steady_link_server_send_json (self->server, client, STEADY_FRAME_PLAN, 0, text);
  tell_plan_in_force (self, &answer);
}

/* What the tick gives to this thread alone. */
static void
take_internal (SteadyIo *self, const SteadyFrameHeader *header, const void *payload)
{
  if (header->type == STEADY_INTERNAL_PLAN)
    tell_plan (self, payload);
  if (header->type == STEADY_INTERNAL_DEVICES)
    steady_device_desk_take (&self->devices, payload);
  if (header->type == STEADY_INTERNAL_COURSE)
    steady_training_desk_take (&self->course, self->server, payload);
  if (header->type != STEADY_INTERNAL_HIDDEN)
    return;
  memcpy (&self->training.hidden, payload, sizeof self->training.hidden);
  self->training.has_hidden = true;
  tell_hidden (self, STEADY_LINK_ROLE + STEADY_ROLE_INSTRUCTOR);
}

/* What scenario and instructor do to the child is in the case, but the trainee's
 * console is not told while it runs. */
static unsigned
meant_for (const SteadyFrameHeader *header, const void *payload)
{
  const SteadyEventFrame *event = payload;
  if (header->type == STEADY_FRAME_EVENT && (event->event == STEADY_EVENT_MECHANISM ||
                                             event->event == STEADY_EVENT_INSTRUCTOR))
    return STEADY_LINK_ROLE + STEADY_ROLE_INSTRUCTOR;
  return STEADY_LINK_ALL;
}

/* Whether a case that stands says the same again: then a client needs no more of it
 * than tells that the engine lives. */
static bool
says_the_same (const SteadyIo          *self,
               const SteadyFrameHeader *header,
               const void              *payload)
{
  SteadyHeartbeat beat;

  if (self->heartbeat.speed > 0 || !self->told_standing)
    return false;
  if (header->type == STEADY_FRAME_SOUND)
    return memcmp (payload, &self->sound, sizeof self->sound) == 0;
  if (header->type != STEADY_FRAME_HEARTBEAT)
    return false;
  memcpy (&beat, payload, sizeof beat);
  beat.real = self->heartbeat.real;
  beat.ticks = self->heartbeat.ticks;
  beat.lateness_ms = self->heartbeat.lateness_ms;
  return memcmp (&beat, &self->heartbeat, sizeof beat) == 0;
}

/* Whether clients get this frame: while the case stands one in STANDING is enough. */
static bool
is_worth_telling (SteadyIo *self, const SteadyFrameHeader *header, const void *payload)
{
  const SteadyInstant now = steady_clock_now ();
  const bool          same = says_the_same (self, header, payload);

  if (header->type != STEADY_FRAME_HEARTBEAT)
    return !same || now - self->standing_told < SAME_TURN;
  if (same && now - self->standing_told < STANDING)
    return false;
  self->standing_told = now;
  self->told_standing = true;
  return true;
}

static void
pass_frames (SteadyIo *self, unsigned turn)
{
  for (unsigned i = 0; i < turn; i++)
    {
      const size_t length =
          steady_ring_pop (&self->engine->outlet.ring, self->frame, sizeof self->frame);
      if (length == 0)
        return;
      SteadyFrameHeader header;
      memcpy (&header, self->frame, sizeof header);
      const void *payload = self->frame + sizeof header;
      if (header.type >= STEADY_INTERNAL)
        {
          take_internal (self, &header, payload);
          continue;
        }
      const bool telling = is_worth_telling (self, &header, payload);
      remember (self, &header, payload);
      if (self->server != NULL && telling)
        steady_link_server_send (self->server,
                                 meant_for (&header, payload),
                                 &header,
                                 payload,
                                 length - sizeof header);
    }
}

static void
beat (SteadyIo *self, SteadyInstant now)
{
  if (now - self->tick_seen < TICK_SILENCE)
    steady_life_sign_beat (&self->beat, now);
  atomic_store (&self->engine->watch.lost_boss, steady_life_sign_lost (&self->beat));
}

/* Once a second: says that a live case runs here, or looks whether one does. */
static void
look_at_mark (SteadyIo *self, SteadyInstant now)
{
  if (now - self->mark_seen < STEADY_NSEC_PER_SEC)
    return;
  self->mark_seen = now;
  if (self->engine->mode == STEADY_MODE_LIVE)
    steady_live_mark_hold (&self->mark);
  else
    atomic_store (&self->engine->watch.live_elsewhere, steady_live_mark_is_set ());
}

static void
turn (SteadyIo *self)
{
  SteadyWatch *watch = &self->engine->watch;
  eventfd_t    count;

  steady_link_server_poll (self->server, self->wake_fd, POLL_MS, steady_clock_now ());
  eventfd_read (self->wake_fd, &count);
  if (atomic_exchange (&self->engine->outlet.lost, false))
    steady_link_server_drop_all (self->server);
  pass_frames (self, TURN);
  atomic_store (&watch->sounders,
                steady_link_server_count (self->server, STEADY_ROLE_SOUNDER));
  atomic_store (&watch->consoles,
                steady_link_server_count (self->server, STEADY_ROLE_CONSOLE));
  atomic_store (&watch->instructors,
                steady_link_server_count (self->server, STEADY_ROLE_INSTRUCTOR));
  beat (self, steady_clock_now ());
  look_at_mark (self, steady_clock_now ());
  if (self->server != NULL)
    steady_device_desk_turn (&self->devices, self->server, steady_clock_now ());
}

static void *
run (void *data)
{
  SteadyIo               *self = data;
  const SteadyFrameHeader bye = { .type = STEADY_FRAME_BYE };

  while (!atomic_load (&self->stop))
    turn (self);
  pass_frames (self, UINT_MAX);
  steady_link_server_send (self->server, STEADY_LINK_ALL, &bye, NULL, 0);
  steady_link_server_poll (self->server, -1, 0, steady_clock_now ());
  steady_life_sign_bye (&self->beat);
  return NULL;
}

/* Where the socket of a supervised engine stands; NULL for one that runs alone. */
static char *
folder_of (int listen_fd, int beat_fd)
{
  struct sockaddr_un address = { 0 };
  socklen_t          size = sizeof address - 1;

  if (listen_fd < 0 || beat_fd < 0 ||
      getsockname (listen_fd, (struct sockaddr *) &address, &size) != 0 ||
      !g_path_is_absolute (address.sun_path))
    return NULL;
  return g_path_get_dirname (address.sun_path);
}

/*
 * Starts the thread. @listen_fd is taken over; -1: no clients. @beat_fd -1: no
 * supervisor. @welcome is taken over; @plans is what a proposed plan is checked
 * against.
 *
 * Thread: main, after steady_engine_begin () and before the tick starts.
 */
SteadyIo *
steady_io_start (SteadyEngine         *engine,
                 int                   listen_fd,
                 int                   beat_fd,
                 struct json_object   *welcome,
                 const SteadyPlanCase *plans)
{
  SteadyIo               *self = g_new0 (SteadyIo, 1);
  const SteadyLinkHandler handler = {
    .data = self,
    .refuse = on_role,
    .welcome = on_welcome,
    .arrived = on_arrived,
    .frame = on_frame,
    .left = on_left,
  };

  self->engine = engine;
  self->training = (SteadyInstructorDesk){ .mode = engine->mode,
                                           .simulated = engine->simulated != NULL,
                                           .manual = engine->manual,
                                           .folder = folder_of (listen_fd, beat_fd) };
  self->welcome = welcome;
  self->course.scenario = engine->scenario;
  steady_plan_intake_init (&self->plans, plans);
  steady_device_desk_init (&self->devices, engine);
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->tick_seen = steady_clock_now ();
  self->events = engine->events;
  self->settings = engine->settings;
  self->clinical = g_array_new (FALSE, FALSE, sizeof (SteadyClinicalRecord));
  if (engine->past != NULL)
    g_array_append_vals (self->clinical, engine->past->data, engine->past->len);
  self->checks = g_array_new (FALSE, FALSE, sizeof (SteadyChecklistRecord));
  if (engine->checks.past != NULL)
    g_array_append_vals (
        self->checks, engine->checks.past->data, engine->checks.past->len);
  self->heartbeat.no_flow_since = STEADY_INSTANT_NEVER;
  self->heartbeat.support_mode = engine->phase.support.mode;
  self->heartbeat.support_flags = engine->phase.support.flags;
  steady_require (self->wake_fd >= 0);
  steady_life_sign_init (&self->beat, beat_fd);
  steady_live_mark_init (&self->mark);
  self->server = steady_link_server_new (listen_fd, &handler);
  steady_outlet_init (&engine->outlet, self->wake_fd, engine->manual);
  steady_require (pthread_create (&self->thread, NULL, run, self) == 0);
  return self;
}

/* Tells all that is left, says BYE to everybody, and ends the thread. Accepts NULL.
 * Thread: main, after the tick has ended. */
void
steady_io_stop (SteadyIo *self)
{
  if (self == NULL)
    return;
  self->engine->outlet.open = false;
  atomic_store (&self->stop, true);
  eventfd_write (self->wake_fd, 1);
  pthread_join (self->thread, NULL);
  steady_link_server_free (self->server);
  steady_live_mark_finish (&self->mark);
  json_object_put (self->welcome);
  steady_plan_intake_finish (&self->plans);
  steady_device_desk_finish (&self->devices);
  g_free (self->training.folder);
  g_array_unref (self->clinical);
  g_array_unref (self->checks);
  close (self->wake_fd);
  g_free (self);
}
