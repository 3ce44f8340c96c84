/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sound/steady-sound-scheduler.h"

#include <math.h>
#include <stddef.h>

enum
{
  RELEASE = STEADY_SOUND_RATE / 200,        /* 5 ms: cut without a click */
  BEATS_LIMIT = STEADY_SOUND_RATE,          /* 1 s without a heartbeat */
  FIRST_BEAT_LIMIT = 5 * STEADY_SOUND_RATE, /* the engine may still be starting */
  FRESH_BURSTS = 4,
  GAP = 2 * STEADY_SOUND_RATE / 5, /* 0.4 s between two bursts of one priority */
  GAP_BEFORE_LOWER = STEADY_SOUND_RATE,
  LONG = INT32_MAX,                 /* where samples are counted no further */
  REMINDER = 60 * STEADY_SOUND_RATE /* [GK] */
};

/* MONITOR FAILED: the high burst of equipment failure, sooner repeated than any alarm.
 */
#define FAILED_PERIOD ((uint32_t) (6.5 * STEADY_SOUND_RATE))

/* Thread: any. */
void
steady_sound_scheduler_init (SteadySoundScheduler *self, const SteadySoundSet *set)
{
  *self = (SteadySoundScheduler){ .set = set, .gain = 1.0, .quiet = LONG };
}

/*
 * The volume of all alarms alike, so that their order is kept. Zero and less are taken
 * for full: what cannot be heard is no volume. What sounds goes on as it began.
 *
 * Thread: the one that renders. Does not allocate.
 */
void
steady_sound_scheduler_set_gain (SteadySoundScheduler *self, double gain)
{
  self->gain = gain > 0.0 && gain < 1.0 ? gain : 1.0;
}

/* What is to sound now: the monitor's failure, what is owed, or the request. */
static SteadySoundPriority
wanted (const SteadySoundScheduler *self, unsigned *ret_category)
{
  if (self->failed)
    {
      *ret_category = STEADY_SOUND_EQUIPMENT;
      return STEADY_SOUND_HIGH;
    }
  const SteadySoundRequest *one =
      self->owed.priority > self->request.priority ? &self->owed : &self->request;
  *ret_category = one->category;
  return one->priority;
}

/* Fades what sounds, unless it fades already. */
static void
cut (SteadySoundScheduler *self)
{
  if (self->release == 0)
    self->release = RELEASE;
}

/* What was over before its burst could begin is still heard once; not if a person
 * silenced it. */
static void
keep_what_is_owed (SteadySoundScheduler *self, const SteadySoundRequest *request)
{
  if (request->paused || request->silenced)
    self->owed.priority = STEADY_SOUND_NONE;
  else if (self->due && request->priority < self->request.priority &&
           self->request.priority > self->owed.priority)
    self->owed = self->request;
}

/*
 * Takes over what must be heard. A new episode starts a burst at once; a more urgent
 * one cuts the burst that sounds, and begins steady_sound_lead () after it. What became
 * less urgent or went away completes its least number of pulses first, even if it was
 * gone before it could begin, unless a person silenced it.
 *
 * Thread: the one that renders. Does not allocate.
 */
void
steady_sound_scheduler_request (SteadySoundScheduler     *self,
                                const SteadySoundRequest *request)
{
  const SteadySoundRequest before = self->request;

  keep_what_is_owed (self, request);
  self->request = *request;
  if (self->failed)
    return;
  const bool another =
      request->episode != before.episode && request->priority != STEADY_SOUND_NONE;
  if (another)
    self->fresh = 0;
  if (another || request->priority > before.priority)
    {
      self->due = true;
      /* the silence between bursts never delays what is new; one that waited for the
       * burst before it to be heard is kept apart from it */
      if (!self->sounding)
        self->gap = 0;
    }
  if (self->sounding && request->priority > self->burst_priority)
    cut (self);
  if (self->sounding && request->paused && request->priority < self->burst_priority)
    cut (self);
}

/*
 * Forgets all that was asked, as though nothing had ever sounded, and fades what
 * sounds: the next request of any priority begins at once. For sounds that no alarm
 * asked for. MONITOR FAILED goes on.
 *
 * Thread: the one that renders. Does not allocate.
 */
void
steady_sound_scheduler_drop (SteadySoundScheduler *self)
{
  self->request = (SteadySoundRequest){ 0 };
  self->owed.priority = STEADY_SOUND_NONE;
  if (self->failed)
    return;
  self->due = false;
  self->burst_priority = STEADY_SOUND_NONE;
  if (self->sounding)
    cut (self);
}

static void
count_beats (SteadySoundScheduler *self, unsigned samples)
{
  const uint64_t limit = self->heard ? BEATS_LIMIT : FIRST_BEAT_LIMIT;

  self->without_beats += samples;
  const bool failed = self->watch && self->without_beats > limit;
  if (failed == self->failed)
    return;
  self->failed = failed;
  self->due = failed || self->request.priority != STEADY_SOUND_NONE;
  self->fresh = 0;
  if (failed && self->sounding)
    cut (self);
}

/*
 * Tells how many heartbeats came so far. With @watch a count that stands still for 1 s
 * of sound (5 s before the first beat) is MONITOR FAILED, until it grows again.
 *
 * Thread: the one that renders. Does not allocate.
 */
void
steady_sound_scheduler_watch (SteadySoundScheduler *self, bool watch, uint64_t beats)
{
  if (beats != self->beats || watch != self->watch)
    self->without_beats = 0;
  self->heard = self->heard || beats != self->beats;
  self->beats = beats;
  self->watch = watch;
  count_beats (self, 0);
}

/* Starts what stands in self->burst, from its first sample. */
static void
start (SteadySoundScheduler *self)
{
  self->sounding = true;
  self->position = 0;
  self->pulses_done = 0;
  self->phase = 0.0;
  self->release = 0;
  self->gap = 0;
}

static void
begin (SteadySoundScheduler *self)
{
  unsigned                  category;
  const SteadySoundPriority priority = wanted (self, &category);

  self->set->burst (self->set, priority, category, &self->burst);
  if (!self->failed)
    self->burst.level *= self->gain;
  self->due = false;
  self->owed.priority = STEADY_SOUND_NONE; /* it is this, or this is more urgent */
  self->burst_priority = priority;
  self->burst_category = category;
  self->fresh++;
  self->bursts++;
  start (self);
}

/* Counts how long alarms have been silenced, and reminds of it again and again. */
static void
remind (SteadySoundScheduler *self)
{
  self->silenced_for = self->request.silenced ? self->silenced_for + 1 : 0;
  if (self->silenced_for < REMINDER)
    return;
  self->silenced_for = 0;
  steady_sound_reminder (&self->burst);
  self->burst.level *= self->gain;
  self->burst_priority = STEADY_SOUND_NONE; /* any alarm is more urgent */
  self->reminders++;
  start (self);
}

/* Inside a note, which is always completed. */
static bool
in_pulse (const SteadySoundScheduler *self)
{
  return self->pulses_done < self->burst.n_pulses &&
         self->position > self->burst.pulses[self->pulses_done].start;
}

/* Whether as much was heard as even a short alarm must be. */
static bool
heard_enough (const SteadySoundScheduler *self)
{
  if (self->burst.recorded != NULL)
    return self->position >= self->burst.least_recorded;
  return self->pulses_done >= self->burst.least && !in_pulse (self);
}

/* Ends the burst that sounds if it is over. A recorded one has no silences to end in,
 * so it fades. */
static void
end_burst (SteadySoundScheduler *self, SteadySoundPriority priority)
{
  const bool over = priority < self->burst_priority || self->due;

  if (self->position >= self->burst.length ||
      (over && heard_enough (self) && self->burst.recorded == NULL))
    {
      self->sounding = false;
      self->release = 0;
      self->gap = priority < self->burst_priority ? GAP_BEFORE_LOWER : GAP;
    }
  else if (over && heard_enough (self))
    cut (self);
}

/* Between two samples: ends what may end, begins what must begin. */
static void
decide (SteadySoundScheduler *self)
{
  unsigned                  category;
  const SteadySoundPriority priority = wanted (self, &category);

  if (self->sounding)
    end_burst (self, priority);
  if (self->sounding)
    return;
  if (priority == STEADY_SOUND_NONE)
    {
      remind (self);
      return;
    }
  self->silenced_for = 0;
  const uint32_t period =
      self->failed ? FAILED_PERIOD
                   : steady_sound_period (priority, self->fresh < FRESH_BURSTS);
  const bool more_urgent = priority > self->burst_priority;
  const bool asked =
      self->due || priority != self->burst_priority || self->position >= period;
  /* a pulse that ran into the one before it could not be counted */
  const bool apart = self->quiet >= steady_sound_lead (priority);
  if (asked && apart && (more_urgent || self->gap == 0))
    begin (self);
}

static double
envelope (const SteadySoundBurst *burst, const SteadySoundPulse *pulse, uint32_t at)
{
  const uint32_t left = pulse->length - at;
  const uint32_t nearest = at < left ? at : left;
  return nearest >= burst->flank ? 1.0 : (double) nearest / (double) burst->flank;
}

/* All harmonics of one note; sin (h x) grows from sin ((h - 1) x) without more sines.
 */
static double
voice (const SteadySoundSet *set, double turns)
{
  const double angle = 2.0 * M_PI * turns;
  const double twice_cos = 2.0 * cos (angle);
  double       before = 0.0, now = sin (angle), sum = 0.0;

  for (unsigned h = 0; h < STEADY_SOUND_HARMONICS; h++)
    {
      sum += set->harmonics[h] * now;
      const double next = twice_cos * now - before;
      before = now;
      now = next;
    }
  return sum;
}

static double
sample_of_burst (SteadySoundScheduler *self)
{
  const SteadySoundBurst *burst = &self->burst;

  if (burst->recorded != NULL)
    {
      self->quiet = 0;
      return burst->recorded[self->position] * burst->level;
    }
  if (self->pulses_done >= burst->n_pulses)
    return 0.0;
  const SteadySoundPulse *pulse = &burst->pulses[self->pulses_done];
  if (self->position < pulse->start)
    return 0.0;
  const uint32_t at = self->position - pulse->start;
  if (at == 0)
    self->phase = 0.0;
  const double value =
      voice (self->set, self->phase) * envelope (burst, pulse, at) * burst->level;
  self->quiet = 0;
  self->phase += pulse->hz / STEADY_SOUND_RATE;
  self->phase -= floor (self->phase);
  if (at + 1 >= pulse->length)
    self->pulses_done++;
  return value;
}

static float
next_sample (SteadySoundScheduler *self)
{
  decide (self);
  self->quiet += self->quiet < LONG;
  if (!self->sounding)
    {
      /* counts on between bursts, and stops where it would wrap */
      self->position += self->position < LONG;
      self->gap -= self->gap > 0;
      return 0.0f;
    }
  double value = sample_of_burst (self);
  self->position++;
  if (self->release > 0)
    {
      value *= (double) self->release / RELEASE;
      if (--self->release == 0)
        {
          self->sounding = false;
          self->position = 0;
        }
    }
  return (float) value;
}

/*
 * Renders the next @count samples, from -1 to 1.
 *
 * Thread: one, the audio callback. Does not allocate.
 */
void
steady_sound_scheduler_render (SteadySoundScheduler *self,
                               float                *ret_samples,
                               unsigned              count)
{
  count_beats (self, count);
  for (unsigned i = 0; i < count; i++)
    ret_samples[i] = next_sample (self);
}

/* The priority of the burst that sounds now; NONE between bursts. Thread: the one that
 * renders. */
SteadySoundPriority
steady_sound_scheduler_sounding (const SteadySoundScheduler *self)
{
  return self->sounding ? self->burst_priority : STEADY_SOUND_NONE;
}
