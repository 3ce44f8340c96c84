/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-engine.h"

#include <string.h>

#include "base/steady-require.h"
#include "engine/steady-engine-desk.h"
#include "engine/steady-engine-steer.h"
#include "engine/steady-recall.h"
#include "engine/steady-state-row.h"
#include "engine/steady-training.h"

G_DEFINE_QUARK (steady - engine - error - quark, steady_engine_error)

#define BEAT         (100 * STEADY_NSEC_PER_MSEC)
#define STATE_REAL   STEADY_NSEC_PER_SEC
#define STATE_CASE   STEADY_NSEC_PER_MIN
#define JOURNAL_CASE STEADY_NSEC_PER_SEC

enum
{
  REQUESTS_SIZE = 256 * 1024
};

/* An engine without devices, alarms, record or clients. Thread: main. */
SteadyEngine *
steady_engine_new (SteadyMode mode)
{
  SteadyEngine *self = g_new0 (SteadyEngine, 1);
  self->mode = mode;
  self->speed = 1;
  steady_alarm_metrics_init (&self->tally.metrics);
  steady_ring_init (&self->requests, REQUESTS_SIZE);
  steady_gate_init (&self->gate, mode);
  steady_quality_judge_init (&self->judge);
  memset (self->track_of, 0xff, sizeof self->track_of);
  return self;
}

/* Frees all it owns but the writer, which is closed before. Accepts NULL. Thread: main.
 */
void
steady_engine_free (SteadyEngine *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < self->n_devices; i++)
    steady_device_free (self->devices[i]);
  if (self->scenario != NULL)
    steady_scenario_free (self->scenario);
  g_free (self->course);
  if (self->alarms != NULL)
    steady_alarm_system_free (self->alarms);
  steady_recall_free (self->recall);
  steady_patient_finish (&self->patient);
  steady_checklist_desk_finish (&self->checks);
  steady_outlet_finish (&self->outlet);
  steady_ring_finish (&self->requests);
  g_free (self->tracks);
  g_free (self->state);
  g_free (self->site_file);
  g_free (self);
}

/*
 * Takes over @device, in every case. LIVE refuses a simulated one.
 *
 * Thread: main, before the tick starts.
 */
bool
steady_engine_attach (SteadyEngine *self, SteadyDevice *device, GError **error)
{
  if (self->mode == STEADY_MODE_LIVE && device->simulated)
    {
      g_set_error (error,
                   STEADY_ENGINE_ERROR,
                   STEADY_ENGINE_ERROR_SOURCE,
                   "%s: is simulated and cannot stand in a live case; remove it from "
                   "the site file",
                   device->name);
      steady_device_free (device);
      return false;
    }
  if (self->n_devices == STEADY_ENGINE_DEVICES)
    {
      g_set_error (error,
                   STEADY_ENGINE_ERROR,
                   STEADY_ENGINE_ERROR_SOURCE,
                   "%s: is one device too many (at most %d); remove one from the site "
                   "file",
                   device->name,
                   STEADY_ENGINE_DEVICES);
      steady_device_free (device);
      return false;
    }
  self->devices[self->n_devices++] = device;
  device->number = self->n_devices;
  for (unsigned i = 0; device->stale != NULL && i < device->n_channels; i++)
    if (device->channels[i].channel < STEADY_CHANNEL_MAX)
      self->values.stale[device->channels[i].channel] = device->stale[i];
  steady_gate_attach (&self->gate, device);
  if (device->class->inject != NULL && self->simulated == NULL)
    self->simulated = device;
  return true;
}

/* The first device that has a channel gives it: two sources never share a tile. */
static void
find_owners (SteadyEngine *self)
{
  for (unsigned i = self->n_devices; i-- > 0;)
    for (unsigned k = 0; k < self->devices[i]->n_channels; k++)
      self->owner_of[self->devices[i]->channels[k].channel] = (uint8_t) (i + 1);
}

static void
number_waves (SteadyEngine *self)
{
  unsigned n = 0;
  for (unsigned i = 0; i < self->n_devices; i++)
    n += self->devices[i]->n_channels;
  self->tracks = g_new0 (SteadyWaveTrack, MAX (n, 1));
  for (unsigned i = 0; i < self->n_devices; i++)
    for (unsigned k = 0; k < self->devices[i]->n_channels; k++)
      {
        const SteadyCaseChannel *channel = &self->devices[i]->channels[k];
        if (channel->kind != STEADY_CHANNEL_KIND_WAVE ||
            self->track_of[channel->channel] >= 0)
          continue;
        self->track_of[channel->channel] = (int16_t) self->n_tracks;
        steady_wave_track_init (
            &self->tracks[self->n_tracks++], channel->channel, channel->rate_hz);
      }
}

static void
prepare_deriver (SteadyEngine *self)
{
  SteadyDeriverSetup setup = {
    .weight = { self->patient.weight_kg },
    .area = { self->patient.area_m2 },
    .reservoir_stop = { self->patient.reservoir_stop_ml },
  };
  for (unsigned i = 0; i < self->n_tracks; i++)
    if (self->tracks[i].anchor.channel < STEADY_DERIVER_WAVES)
      setup.rates_hz[self->tracks[i].anchor.channel] = self->tracks[i].rate_hz;
  steady_deriver_init (&self->deriver, &setup);
}

/*
 * All devices are attached: finds out what they give and what can be derived of it.
 *
 * Thread: main, before the alarm rules are loaded.
 */
void
steady_engine_prepare (SteadyEngine *self)
{
  steady_require (self->tracks == NULL);
  find_owners (self);
  number_waves (self);
  prepare_deriver (self);
}

/*
 * All is attached and prepared and the alarm rules loaded: readies everything that the
 * tick must not allocate. @now is the first instant, @support the phase to begin with.
 *
 * Thread: main, before the tick starts.
 */
void
steady_engine_begin (SteadyEngine        *self,
                     SteadyInstant        now,
                     SteadyInstant        real_now,
                     const SteadySupport *support)
{
  steady_require (self->alarms != NULL && self->tracks != NULL);
  self->start = now;
  self->moment.now = now;
  self->moment.real = real_now;
  self->beat_at = real_now - BEAT;
  self->state_real = real_now;
  self->state_case = now;
  self->journal_at = now;
  steady_engine_expect (self);
  steady_phase_init (&self->phase, now, support, self->patient.plan_flow_l_min);
  steady_engine_begin_conduct (self);
  steady_goals_init (&self->goals);
  self->state_size = steady_state_row_size (self);
  self->state = g_malloc0 (self->state_size);
}

/*
 * Stores and tells something that happened. @text is cut to what a frame holds.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_event (SteadyEngine *self,
                     SteadyEvent   event,
                     double        value,
                     const char   *text)
{
  steady_tally_event (&self->tally, event, self->moment.now);
  SteadyEventFrame frame = { .t = self->moment.now,
                             .value = value,
                             .event = (uint16_t) event };
  const size_t     length = strnlen (text, sizeof frame.text - 1);

  memcpy (frame.text, text, length);
  if (self->writer != NULL)
    steady_case_writer_event (self->writer, event, self->moment.now, value, frame.text);
  self->events++;
  steady_outlet_put (
      &self->outlet, STEADY_FRAME_EVENT, frame.t, 1, &frame, sizeof frame);
}

/* Whether a recording that is played has come to its end. Thread: tick. */
bool
steady_engine_at_end (const SteadyEngine *self)
{
  if (self->recall != NULL && !steady_recall_at_end (self->recall))
    return false;
  for (unsigned i = 0; i < self->n_devices; i++)
    if (self->devices[i]->class->at_end != NULL &&
        self->devices[i]->class->at_end (self->devices[i]))
      return true;
  return false;
}

static void
follow_phase (SteadyEngine *self)
{
  if (steady_phase_update (&self->phase, self->moment.now, &self->values) ==
      STEADY_PHASE_ARMED_BY_FLOW)
    steady_engine_event (self,
                         STEADY_EVENT_MODE,
                         self->phase.support.mode,
                         "flow to the patient armed the alarms of bypass");
}

static void
beat (SteadyEngine *self)
{
  const SteadyPhase *phase = &self->phase;
  const SteadyMoment moment = self->moment;
  SteadyHeartbeat    beat = {
       .real = moment.real,
       .committed_to = moment.now,
       .case_start = self->start,
       .ticks = self->ticks,
       .speed = self->speed,
       .lateness_ms = self->watch.reported_ms,
       .support_mode = phase->support.mode,
       .support_flags = phase->support.flags,
       .support_since = phase->support.mode_since,
       .no_flow_since = phase->no_flow_since,
       .bypass_time = steady_timer_total (&phase->bypass, moment.now),
       .clamp_time = steady_timer_total (&phase->clamp, moment.now),
       .recorder = (uint16_t) steady_engine_recorder (self),
       .sounder = (uint16_t) self->told[STEADY_CHANNEL_SOUNDER_LINK].value,
       .supervisor = (uint16_t) self->told[STEADY_CHANNEL_SUPERVISOR_LINK].value,
       .devices = (uint16_t) self->told[STEADY_CHANNEL_DEVICE_LINK].value,
  };

  if (self->writer != NULL)
    beat.committed_to = steady_case_writer_progress (self->writer).committed_to;
  steady_outlet_put (
      &self->outlet, STEADY_FRAME_HEARTBEAT, moment.now, 1, &beat, sizeof beat);
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_SOUND,
                     moment.now,
                     1,
                     &self->sound,
                     sizeof self->sound);
}

static void
store_state (SteadyEngine *self)
{
  const size_t size = steady_state_row_save (self, self->state, self->state_size);
  steady_case_writer_state (self->writer, self->moment.now, self->state, size);
}

/*
 * What is told by the clock: heartbeats ten times a second of real time; the state row
 * each second, and each minute of the case where that runs faster.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_tell (SteadyEngine *self)
{
  const SteadyMoment moment = self->moment;
  if (moment.real - self->beat_at >= BEAT)
    {
      self->beat_at =
          moment.real - self->beat_at >= 2 * BEAT ? moment.real : self->beat_at + BEAT;
      beat (self);
    }
  if (self->writer == NULL)
    return;
  if ((moment.real - self->state_real >= STATE_REAL &&
       moment.now != self->state_case) ||
      moment.now - self->state_case >= STATE_CASE)
    {
      store_state (self);
      self->state_real = moment.real;
      self->state_case = moment.now;
    }
  if (moment.now - self->journal_at >= JOURNAL_CASE)
    steady_engine_store_journal (self);
  steady_case_writer_tick (self->writer, moment.now, moment.utc_ns);
}

/*
 * One turn: devices, derived values, phase, alarms with their interventions, then what
 * people asked for, then everything is told. Nothing here waits under the real clock.
 *
 * Thread: tick. Does not allocate, lock, log or touch a file.
 */
void
steady_engine_tick (SteadyEngine *self, const SteadyMoment *moment)
{
  self->moment = *moment;
  self->ticks++;
  steady_engine_take_samples (self);
  steady_engine_flush_waves (self);
  steady_engine_follow_devices (self);
  steady_engine_watch (self);
  steady_engine_derive (self);
  follow_phase (self);
  steady_engine_follow_conduct (self);
  steady_engine_follow_goals (self);
  steady_engine_follow_needs (self);
  steady_engine_alarm (self);
  steady_engine_take_requests (self);
  steady_engine_settle_commands (self);
  steady_engine_follow_resume (self);
  steady_engine_steer (self);
  steady_engine_follow_timers (self);
  steady_engine_tell_desk (self);
  steady_training_tick (self);
  steady_instructor_tell (self);
  steady_engine_tell (self);
  steady_outlet_flush (&self->outlet, moment->now);
}

/*
 * One turn of a case that is frozen: nothing happens to the child, no alarm is judged;
 * people are still heard and the clients know that the engine lives.
 *
 * Thread: tick. Does not allocate, lock, log or touch a file.
 */
void
steady_engine_stand (SteadyEngine *self, const SteadyMoment *moment)
{
  self->moment = *moment;
  self->ticks++;
  steady_engine_take_requests (self);
  steady_engine_settle_commands (self);
  steady_engine_follow_devices (self);
  steady_training_tell (self);
  steady_instructor_tell (self);
  steady_engine_tell (self);
  steady_outlet_flush (&self->outlet, moment->now);
}
