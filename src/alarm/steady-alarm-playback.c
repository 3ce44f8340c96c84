/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-playback.h"

#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "alarm/steady-alarm-system-private.h"

/*
 * @bytes stay with the caller and must outlive @self. The system must be as it was
 * made, with the same rules; it gets no journal of its own.
 *
 * Thread: any but the tick.
 */
void
steady_alarm_playback_init (SteadyAlarmPlayback *self,
                            SteadyAlarmSystem   *system,
                            SteadyInstant        start,
                            const void          *bytes,
                            size_t               size)
{
  memset (self, 0, sizeof *self);
  self->system = system;
  self->start = start;
  self->bytes = bytes;
  self->size = size;
}

/*
 * The same of a journal that comes in pieces: @piece is called in the thread that
 * tells, whenever one has been read.
 *
 * Thread: any but the tick.
 */
void
steady_alarm_playback_init_pieces (SteadyAlarmPlayback *self,
                                   SteadyAlarmSystem   *system,
                                   SteadyInstant        start,
                                   SteadyAlarmPiece     piece,
                                   void                *data)
{
  steady_alarm_playback_init (self, system, start, NULL, 0);
  self->piece = piece;
  self->piece_data = data;
}

static bool
fail (SteadyAlarmPlayback *self)
{
  self->damaged = true;
  self->at = self->size;
  self->alike = 0;
  return false;
}

static bool
get_bytes (SteadyAlarmPlayback *self, size_t size, const uint8_t **ret_bytes)
{
  if (size > self->size - self->at)
    return fail (self);
  *ret_bytes = self->bytes + self->at;
  self->at += size;
  return true;
}

static bool
get_number (SteadyAlarmPlayback *self, uint64_t *ret_number)
{
  uint64_t number = 0;

  for (unsigned i = 0; i < 10; i++)
    {
      const uint8_t *byte;
      if (!get_bytes (self, 1, &byte))
        return false;
      number |= (uint64_t) (*byte & 0x7f) << (7 * i);
      if ((*byte & 0x80) == 0)
        {
          *ret_number = number;
          return true;
        }
    }
  return fail (self);
}

/* A number that must be less than @end. */
static bool
get_below (SteadyAlarmPlayback *self, uint64_t end, uint64_t *ret_number)
{
  if (!get_number (self, ret_number))
    return false;
  if (*ret_number >= end)
    return fail (self);
  return true;
}

static bool
get_difference (SteadyAlarmPlayback *self, int64_t *ret_difference)
{
  uint64_t bits;

  if (!get_number (self, &bits))
    return false;
  *ret_difference = (int64_t) (bits >> 1 ^ (~(bits & 1) + 1));
  return true;
}

/* A span of time that no case reaches is none. */
static bool
get_span (SteadyAlarmPlayback *self, SteadySpan *ret_span)
{
  int64_t span;

  if (!get_difference (self, &span))
    return false;
  if (span < -STEADY_ALARM_SPAN_MAX || span > STEADY_ALARM_SPAN_MAX)
    return fail (self);
  *ret_span = span;
  return true;
}

/*
 * The system had been updated before, or the journal was cut: it goes on from there.
 * What follows is its first tick, and not before that is it put into this state: until
 * then what must be heard is asked of the state before, with the real time of that.
 * Where nothing was cut (@entry is STATE) the system is in it already if it was told
 * all that is before, and keeps what it has, whatever stands there.
 */
static void
get_begin (SteadyAlarmPlayback *self, SteadyAlarmEntry entry)
{
  uint64_t   version, size;
  SteadySpan start_then;

  if (!get_number (self, &version) || !get_span (self, &start_then) ||
      !get_number (self, &size) || !get_bytes (self, size, &self->state))
    return;
  const bool fits =
      size == 0 || steady_alarm_system_fits (self->system, self->state, size);
  self->check_only = self->begun && entry == STEADY_ALARM_ENTRY_STATE;
  if (version != STEADY_ALARM_JOURNAL_VERSION || (!fits && !self->check_only))
    {
      fail (self);
      return;
    }
  self->has_state = fits && size != 0;
  if (!fits && steady_alarm_system_is_ours (self->system, self->state, size))
    self->differing++; /* nothing could ever be in it */
  self->state_by = self->start - start_then;
  memset (&self->memory, 0, sizeof self->memory);
  memset (&self->values, 0, sizeof self->values);
  self->support = (SteadySupport){ .mode_since = self->start };
  self->begun = true;
}

/* Puts the system into the state that the next tick begins with, if it does. */
static void
adopt_state (SteadyAlarmPlayback *self)
{
  if (!self->has_state)
    return;
  self->has_state = false;
  if (self->check_only)
    {
      self->checked++;
      self->differing +=
          !steady_alarm_system_is_in (self->system, self->state, self->state_by);
      return;
    }
  steady_alarm_system_adopt (self->system, self->state);
  steady_alarm_system_shift (self->system, self->state_by);
}

static bool
get_value (SteadyAlarmPlayback *self, unsigned format, double *value)
{
  const uint8_t *bytes;
  uint64_t       wide;
  uint32_t       narrow;
  float          single;
  int64_t        steps;

  switch (format)
    {
    case STEADY_ALARM_NUMBER_SAME:
      return true;
    case STEADY_ALARM_NUMBER_FLOAT:
      if (!get_bytes (self, sizeof narrow, &bytes))
        return false;
      memcpy (&narrow, bytes, sizeof narrow);
      narrow = GUINT32_FROM_LE (narrow);
      memcpy (&single, &narrow, sizeof single);
      *value = (double) single;
      return true;
    case STEADY_ALARM_NUMBER_DOUBLE:
      if (!get_bytes (self, sizeof wide, &bytes))
        return false;
      memcpy (&wide, bytes, sizeof wide);
      wide = GUINT64_FROM_LE (wide);
      memcpy (value, &wide, sizeof *value);
      return true;
    default:
      if (format > STEADY_ALARM_NUMBER_DOUBLE)
        return fail (self);
      if (!get_difference (self, &steps))
        return false;
      *value =
          (double) (int64_t) ((uint64_t) steady_alarm_number_steps (*value, format) +
                              (uint64_t) steps) /
          steady_alarm_number_scale (format);
      return true;
    }
}

static bool
get_sample (SteadyAlarmPlayback *self, uint64_t *channel)
{
  const uint8_t *tag;
  uint64_t       further;

  if (!get_below (self, STEADY_CHANNEL_MAX - *channel, &further) ||
      !get_bytes (self, 1, &tag))
    return false;
  *channel += further;
  SteadySample *sample = &self->values.latest[*channel];
  sample->channel = (uint16_t) *channel;
  sample->quality = *tag & 0xf;
  return get_value (self, *tag >> 4, &sample->value);
}

static void
get_tick (SteadyAlarmPlayback *self)
{
  uint64_t count, channel = 0;

  if (!get_below (self, STEADY_CHANNEL_MAX + 1, &count))
    return;
  for (uint64_t i = 0; i < count; i++)
    if (!get_sample (self, &channel))
      return;
  self->alike = 1;
}

static void
get_support (SteadyAlarmPlayback *self)
{
  uint64_t   mode, flags;
  SteadySpan since;

  if (!get_below (self, UINT64_C (1) << 32, &mode) ||
      !get_below (self, UINT64_C (1) << 32, &flags) || !get_span (self, &since))
    return;
  self->support.mode = (uint32_t) mode;
  self->support.flags = (uint32_t) flags;
  self->support.mode_since = since + self->start;
}

/* Both that go by real time. */
static void
get_real (SteadyAlarmPlayback *self, SteadyAlarmEntry entry, SteadyInstant now)
{
  SteadySpan further;

  if (!get_span (self, &further))
    return;
  self->memory.real += further;
  if (self->memory.real < -STEADY_ALARM_SPAN_MAX ||
      self->memory.real > STEADY_ALARM_SPAN_MAX)
    {
      fail (self);
      return;
    }
  const SteadyInstant real = now - self->start + self->memory.real;
  self->real = real;
  if (entry == STEADY_ALARM_ENTRY_PAUSE)
    steady_alarm_system_pause (self->system, now, real);
  else
    steady_alarm_system_sound (self->system, real);
}

static void
get_rule (SteadyAlarmPlayback *self, SteadyAlarmEntry entry, SteadyInstant now)
{
  const SteadyAlarmRules *rules = &self->system->rules;
  uint64_t                rule = 0;

  if (!get_below (self, rules->count, &rule))
    return;
  if (entry == STEADY_ALARM_ENTRY_ACKNOWLEDGE)
    steady_alarm_system_acknowledge (self->system, now, rules->rules[rule].id);
  else
    steady_alarm_system_reset (self->system, now, rules->rules[rule].id);
}

/* Outside floor and ceiling is damage: nobody could have set it. */
static void
get_limit (SteadyAlarmPlayback *self)
{
  const SteadyAlarmRules *rules = &self->system->rules;
  uint64_t                rule = 0;
  double                  limit = NAN;

  if (!get_below (self, rules->count, &rule) ||
      !get_value (self, STEADY_ALARM_NUMBER_DOUBLE, &limit))
    return;
  if (!steady_alarm_system_set_limit (self->system, rules->rules[rule].id, limit))
    fail (self);
}

/* A flow that no plan can have is damage. */
static void
get_plan_flow (SteadyAlarmPlayback *self)
{
  double l_min = NAN;

  if (!get_value (self, STEADY_ALARM_NUMBER_DOUBLE, &l_min))
    return;
  if (!steady_alarm_system_set_plan_flow (self->system, l_min))
    fail (self);
}

static void
get_act (SteadyAlarmPlayback *self, SteadyAlarmEntry entry)
{
  const SteadyInstant now = self->start + self->memory.now + self->act;

  self->act = 0;
  switch ((int) entry)
    {
    case STEADY_ALARM_ENTRY_SOUND:
    case STEADY_ALARM_ENTRY_PAUSE:
      get_real (self, entry, now);
      break;
    case STEADY_ALARM_ENTRY_ACKNOWLEDGE:
    case STEADY_ALARM_ENTRY_RESET:
      get_rule (self, entry, now);
      break;
    case STEADY_ALARM_ENTRY_END_PAUSE:
      steady_alarm_system_end_pause (self->system, now);
      break;
    case STEADY_ALARM_ENTRY_LIMIT:
      get_limit (self);
      break;
    case STEADY_ALARM_ENTRY_PLAN_FLOW:
      get_plan_flow (self);
      break;
    case STEADY_ALARM_ENTRY_RENEW:
      steady_alarm_system_renew_interventions (self->system);
      break;
    default:
      fail (self);
      break;
    }
}

static void
get_entry (SteadyAlarmPlayback *self)
{
  const SteadyAlarmEntry entry = (SteadyAlarmEntry) self->bytes[self->at++];

  const bool begins =
      entry == STEADY_ALARM_ENTRY_BEGIN || entry == STEADY_ALARM_ENTRY_STATE;

  if (!begins && !self->begun)
    {
      fail (self);
      return;
    }
  switch ((int) entry)
    {
    case STEADY_ALARM_ENTRY_BEGIN:
    case STEADY_ALARM_ENTRY_STATE:
      get_begin (self, entry);
      break;
    case STEADY_ALARM_ENTRY_TICKS:
      get_below (self, STEADY_ALARM_ALIKE_MAX + 1, &self->alike);
      break;
    case STEADY_ALARM_ENTRY_STEP:
      get_span (self, &self->memory.step);
      break;
    case STEADY_ALARM_ENTRY_TICK:
      get_tick (self);
      break;
    case STEADY_ALARM_ENTRY_SUPPORT:
      get_support (self);
      break;
    case STEADY_ALARM_ENTRY_AT:
      get_span (self, &self->act);
      break;
    default:
      get_act (self, entry);
      break;
    }
}

/* A state stands in one piece with the tick that it is for, or its bytes were gone. */
static bool
next_piece (SteadyAlarmPlayback *self)
{
  if (self->piece == NULL || self->drained || self->damaged)
    return false;
  if (self->has_state)
    return fail (self);
  self->at = 0;
  self->size = 0;
  while (self->size == 0)
    if (!self->piece (self->piece_data, &self->bytes, &self->size))
      {
        self->drained = true;
        self->size = 0;
        return false;
      }
  return true;
}

/* Up to the next tick that is to be told. */
static void
read_on (SteadyAlarmPlayback *self)
{
  while (self->alike == 0 && (self->at < self->size || next_piece (self)))
    get_entry (self);
}

/*
 * Whether a playback for @system can begin with these bytes. One that begins a journal
 * is as good as a state within it.
 *
 * Thread: any.
 */
SteadyAlarmStart
steady_alarm_playback_can_start (const SteadyAlarmSystem *system,
                                 const void              *bytes,
                                 size_t                   size)
{
  SteadyAlarmPlayback head = { .bytes = bytes, .size = size };
  uint64_t            entry, version, state_size;
  SteadySpan          start;
  const uint8_t      *state;

  if (!get_number (&head, &entry) ||
      (entry != STEADY_ALARM_ENTRY_BEGIN && entry != STEADY_ALARM_ENTRY_STATE) ||
      !get_number (&head, &version))
    return STEADY_ALARM_START_DAMAGED;
  if (version != STEADY_ALARM_JOURNAL_VERSION)
    return STEADY_ALARM_START_OTHER;
  if (!get_span (&head, &start) || !get_number (&head, &state_size) ||
      !get_bytes (&head, state_size, &state))
    return STEADY_ALARM_START_DAMAGED;
  if (state_size == 0)
    return STEADY_ALARM_START_HERE;
  if (!steady_alarm_system_is_ours (system, state, state_size))
    return STEADY_ALARM_START_OTHER;
  return steady_alarm_system_fits (system, state, state_size)
             ? STEADY_ALARM_START_HERE
             : STEADY_ALARM_START_DAMAGED;
}

/*
 * Tells the next tick, if that was not after case time @until, and what people did
 * before the one that follows. False: nothing more up to then. What the system has to
 * say is taken from it as ever.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_playback_tick (SteadyAlarmPlayback *self, SteadySpan until)
{
  read_on (self);
  const SteadySpan next = self->memory.now + self->memory.step;
  if (self->alike == 0 || next > until)
    return false;
  if (next < -STEADY_ALARM_SPAN_MAX || next > STEADY_ALARM_SPAN_MAX)
    return fail (self);
  adopt_state (self);
  self->alike--;
  self->memory.now = next;
  steady_alarm_system_update (
      self->system, self->start + next, &self->values, &self->support);
  read_on (self);
  return true;
}

/* Whether all was told, or the rest cannot be read (@self->damaged). Thread: the
 * owner's. */
bool
steady_alarm_playback_at_end (const SteadyAlarmPlayback *self)
{
  return self->alike == 0 && self->at == self->size &&
         (self->piece == NULL || self->drained || self->damaged);
}

/* The real time of then, as last told: what must be heard is asked with it. While a
 * pause runs each tick tells it. Thread: the owner's. */
SteadyInstant
steady_alarm_playback_real (const SteadyAlarmPlayback *self)
{
  return self->real;
}
