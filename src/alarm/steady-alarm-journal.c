/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-journal.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-require.h"

/* Beyond this a number has no decimals worth counting. */
#define COUNTABLE 1e12

enum
{
  NUMBER_BYTES = 16, /* the most that one value of one channel takes */
  LIMIT_BYTES = 12,  /* … and one limit of a rule */
  HEAD_BYTES = 128   /* … and all else in front of it */
};

struct SteadyAlarmJournal
{
  SteadyInstant     start;
  SteadyAlarmMemory memory;
  unsigned          alike;    /* ticks in which nothing was new, not written yet */
  bool              anew;     /* the next tick begins with the whole state */
  bool              begins;   /* … which stands in front of what waits */
  SteadySpan        state_at; /* case time of the first tick after the last state */
  size_t            most;     /* bytes that one tick may take */
  size_t            used;
  unsigned          n_channels;
  uint16_t          channels[STEADY_CHANNEL_MAX]; /* the judged ones */
  uint8_t           bytes[STEADY_ALARM_JOURNAL_SIZE];
};

/* What a decimal of @format is multiplied by to be whole. Thread: any. */
double
steady_alarm_number_scale (unsigned format)
{
  static const double scales[] = { 1, 10, 100, 1000 };
  return scales[format - STEADY_ALARM_NUMBER_DECIMAL];
}

/* @value in steps of its last decimal; 0 where that cannot be counted. Thread: any. */
int64_t
steady_alarm_number_steps (double value, unsigned format)
{
  return fabs (value) < COUNTABLE ? llrint (value * steady_alarm_number_scale (format))
                                  : 0;
}

static bool
same_bits (double a, double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

/*
 * A journal of the judged @channels (STEADY_CHANNEL_MAX of them) of a case that began
 * at @start, for a system of @n_rules whose
 * state takes @state_size bytes. It begins with the next
 * tick. Free with steady_alarm_journal_free ().
 *
 * Thread: any but the tick.
 */
SteadyAlarmJournal *
steady_alarm_journal_new (SteadyInstant start,
                          const bool   *channels,
                          unsigned      n_rules,
                          size_t        state_size)
{
  SteadyAlarmJournal *self = g_malloc0 (sizeof *self);

  self->start = start;
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    if (channels[i])
      self->channels[self->n_channels++] = (uint16_t) i;
  self->most = state_size + HEAD_BYTES + LIMIT_BYTES * (size_t) n_rules +
               NUMBER_BYTES * (size_t) self->n_channels;
  steady_require (self->most <= sizeof self->bytes);
  self->anew = true;
  return self;
}

/* Accepts NULL. Thread: any but the tick. */
void
steady_alarm_journal_free (SteadyAlarmJournal *self)
{
  g_free (self);
}

/*
 * What was written before is lost, or the system was put into another state: the next
 * tick begins with the whole state.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_journal_begin_anew (SteadyAlarmJournal *self)
{
  self->used = 0;
  self->alike = 0;
  self->begins = false;
  self->anew = true;
}

/* Whether steady_alarm_journal_begin () must be called before the next tick is told.
 * Thread: the owner's. */
bool
steady_alarm_journal_wants_state (const SteadyAlarmJournal *self)
{
  return self->anew || sizeof self->bytes - self->used < self->most;
}

/*
 * Whether it is time for steady_alarm_journal_put_state () before the tick of @now:
 * nothing waits in front of it, so that what is taken next can be read by itself.
 *
 * Thread: the owner's.
 */
bool
steady_alarm_journal_is_due (const SteadyAlarmJournal *self, SteadyInstant now)
{
  return !self->anew && self->used == 0 && self->alike == 0 &&
         self->state_at != STEADY_INSTANT_NEVER &&
         now - self->start - self->state_at >= STEADY_ALARM_STATE_EVERY;
}

static void
put (SteadyAlarmJournal *self, const void *bytes, size_t size)
{
  memcpy (self->bytes + self->used, bytes, size);
  self->used += size;
}

static void
put_byte (SteadyAlarmJournal *self, unsigned byte)
{
  self->bytes[self->used++] = (uint8_t) byte;
}

/* Seven bits in a byte, the lowest first. */
static void
put_number (SteadyAlarmJournal *self, uint64_t number)
{
  while (number >= 0x80)
    {
      put_byte (self, (unsigned) (number & 0x7f) | 0x80);
      number >>= 7;
    }
  put_byte (self, (unsigned) number);
}

/* Small ones of either sign are short. */
static void
put_difference (SteadyAlarmJournal *self, int64_t difference)
{
  const uint64_t bits = (uint64_t) difference << 1;
  put_number (self, difference < 0 ? ~bits : bits);
}

static void
put_alike (SteadyAlarmJournal *self)
{
  if (self->alike == 0)
    return;
  put_byte (self, STEADY_ALARM_ENTRY_TICKS);
  put_number (self, self->alike);
  self->alike = 0;
}

static void *
begin_with (SteadyAlarmJournal *self, SteadyAlarmEntry entry, size_t size)
{
  steady_require (size + HEAD_BYTES <= self->most);
  self->used = 0;
  self->alike = 0;
  self->anew = false;
  self->begins = true;
  memset (&self->memory, 0, sizeof self->memory);
  memset (self->memory.quality, UINT8_MAX, sizeof self->memory.quality);
  self->state_at = STEADY_INSTANT_NEVER;
  put_byte (self, entry);
  put_byte (self, STEADY_ALARM_JOURNAL_VERSION);
  put_difference (self, self->start);
  put_number (self, size);
  self->used += size;
  return self->bytes + self->used - size;
}

/*
 * Begins with the system as it is: the caller writes its state, @size bytes, to where
 * this points; 0: it is as it was made.
 *
 * Thread: the owner's. Does not allocate.
 */
void *
steady_alarm_journal_begin (SteadyAlarmJournal *self, size_t size)
{
  return begin_with (self, STEADY_ALARM_ENTRY_BEGIN, size);
}

/*
 * The same in a journal that goes on, when it is due: from here on it can be read
 * without what came before.
 *
 * Thread: the owner's. Does not allocate.
 */
void *
steady_alarm_journal_put_state (SteadyAlarmJournal *self, size_t size)
{
  return begin_with (self, STEADY_ALARM_ENTRY_STATE, size);
}

static unsigned
format_of (double value)
{
  for (unsigned format = STEADY_ALARM_NUMBER_DECIMAL;
       format < STEADY_ALARM_NUMBER_FLOAT;
       format++)
    if (same_bits ((double) steady_alarm_number_steps (value, format) /
                       steady_alarm_number_scale (format),
                   value))
      return format;
  return same_bits ((double) (float) value, value) ? STEADY_ALARM_NUMBER_FLOAT
                                                   : STEADY_ALARM_NUMBER_DOUBLE;
}

static void
put_value (SteadyAlarmJournal *self, unsigned format, double value, double before)
{
  uint64_t wide;
  uint32_t narrow;
  float    single = (float) value;

  switch (format)
    {
    case STEADY_ALARM_NUMBER_SAME:
      return;
    case STEADY_ALARM_NUMBER_FLOAT:
      memcpy (&narrow, &single, sizeof narrow);
      narrow = GUINT32_TO_LE (narrow);
      put (self, &narrow, sizeof narrow);
      return;
    case STEADY_ALARM_NUMBER_DOUBLE:
      memcpy (&wide, &value, sizeof wide);
      wide = GUINT64_TO_LE (wide);
      put (self, &wide, sizeof wide);
      return;
    default: /* a decimal */
      put_difference (self,
                      steady_alarm_number_steps (value, format) -
                          steady_alarm_number_steps (before, format));
      return;
    }
}

/* A value that cannot be used is not looked at, so it is not written. */
static bool
is_new (const SteadyAlarmMemory *memory, const SteadySample *sample)
{
  return sample->quality != memory->quality[sample->channel] ||
         (steady_sample_usable (sample) &&
          !same_bits (sample->value, memory->value[sample->channel]));
}

static SteadySample
told_of (const SteadyValueTable *values, uint16_t channel)
{
  SteadySample sample = *steady_value_table_get (values, (SteadyChannel) channel);
  sample.channel = channel; /* of what never came it is not set */
  return sample;
}

static unsigned
count_new (const SteadyAlarmJournal *self, const SteadyValueTable *values)
{
  unsigned count = 0;
  for (unsigned i = 0; i < self->n_channels; i++)
    {
      const SteadySample sample = told_of (values, self->channels[i]);
      count += is_new (&self->memory, &sample);
    }
  return count;
}

static void
put_new (SteadyAlarmJournal *self, const SteadyValueTable *values)
{
  SteadyAlarmMemory *memory = &self->memory;
  unsigned           last = 0;

  for (unsigned i = 0; i < self->n_channels; i++)
    {
      const unsigned     channel = self->channels[i];
      const SteadySample sample = told_of (values, (uint16_t) channel);
      if (!is_new (memory, &sample))
        continue;
      const bool same = !steady_sample_usable (&sample) ||
                        same_bits (sample.value, memory->value[channel]);
      const unsigned format =
          same ? STEADY_ALARM_NUMBER_SAME : format_of (sample.value);
      put_number (self, channel - last);
      put_byte (self, (unsigned) sample.quality | format << 4);
      put_value (self, format, sample.value, memory->value[channel]);
      memory->quality[channel] = sample.quality;
      if (!same)
        memory->value[channel] = sample.value;
      last = channel;
    }
}

static void
put_support (SteadyAlarmJournal *self, const SteadySupport *support)
{
  SteadyAlarmMemory *memory = &self->memory;
  const SteadySpan   since = support->mode_since - self->start;

  if (support->mode == memory->mode && support->flags == memory->flags &&
      since == memory->mode_since)
    return;
  put_alike (self);
  memory->mode = support->mode;
  memory->flags = support->flags;
  memory->mode_since = since;
  put_byte (self, STEADY_ALARM_ENTRY_SUPPORT);
  put_number (self, memory->mode);
  put_number (self, memory->flags);
  put_difference (self, memory->mode_since);
}

static void
put_step (SteadyAlarmJournal *self, SteadySpan step)
{
  if (step == self->memory.step)
    return;
  put_alike (self);
  put_byte (self, STEADY_ALARM_ENTRY_STEP);
  put_difference (self, step);
  self->memory.step = step;
}

/*
 * The system is updated with these.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_journal_tick (SteadyAlarmJournal     *self,
                           SteadyInstant           now,
                           const SteadyValueTable *values,
                           const SteadySupport    *support)
{
  const SteadySpan t = now - self->start;

  if (self->state_at == STEADY_INSTANT_NEVER)
    self->state_at = t;
  put_step (self, t - self->memory.now);
  put_support (self, support);
  self->memory.now = t;
  const unsigned count = count_new (self, values);
  if (count == 0)
    {
      if (++self->alike == STEADY_ALARM_ALIKE_MAX)
        put_alike (self);
      return;
    }
  put_alike (self);
  put_byte (self, STEADY_ALARM_ENTRY_TICK);
  put_number (self, count);
  put_new (self, values);
}

/* What happened before there was a beginning is in its state. */
static bool
begin_entry (SteadyAlarmJournal *self, SteadyAlarmEntry entry, SteadyInstant now)
{
  const SteadySpan after = now - self->start - self->memory.now;

  if (!self->anew && sizeof self->bytes - self->used < HEAD_BYTES)
    steady_alarm_journal_begin_anew (self);
  if (self->anew)
    return false;
  put_alike (self);
  if (after != 0)
    {
      put_byte (self, STEADY_ALARM_ENTRY_AT);
      put_difference (self, after);
    }
  put_byte (self, entry);
  return true;
}

/*
 * Somebody acknowledged, reset, ended the pause or had interventions renewed; @rule is
 * the alarm's, where there is one.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_journal_act (SteadyAlarmJournal *self,
                          SteadyAlarmEntry    entry,
                          SteadyInstant       now,
                          unsigned            rule)
{
  if (begin_entry (self, entry, now) &&
      (entry == STEADY_ALARM_ENTRY_ACKNOWLEDGE || entry == STEADY_ALARM_ENTRY_RESET))
    put_number (self, rule);
}

/*
 * A pause was pressed, or what must be heard was asked while one runs: both go by real
 * time.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_journal_real (SteadyAlarmJournal *self,
                           SteadyAlarmEntry    entry,
                           SteadyInstant       now,
                           SteadyInstant       real_now)
{
  const SteadySpan real = real_now - (now - self->start);

  if (!begin_entry (self, entry, now))
    return;
  put_difference (self, real - self->memory.real);
  self->memory.real = real;
}

/*
 * A rule is judged by another limit.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_journal_limit (SteadyAlarmJournal *self, unsigned rule, double limit)
{
  if (!begin_entry (self, STEADY_ALARM_ENTRY_LIMIT, self->start + self->memory.now))
    return;
  put_number (self, rule);
  put_value (self, STEADY_ALARM_NUMBER_DOUBLE, limit, limit);
}

/*
 * Rules in % of the planned flow are judged by another one.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_journal_plan_flow (SteadyAlarmJournal *self, double l_min)
{
  if (begin_entry (self, STEADY_ALARM_ENTRY_PLAN_FLOW, self->start + self->memory.now))
    put_value (self, STEADY_ALARM_NUMBER_DOUBLE, l_min, l_min);
}

/* How many bytes wait to be taken. Thread: the owner's. */
size_t
steady_alarm_journal_waiting (const SteadyAlarmJournal *self)
{
  return self->used + (self->alike > 0 ? 1 : 0);
}

/*
 * Gives all that waits, whole entries; it stays as it is until the next call of any
 * function. @ret_begins: it stands by itself, what came before is not needed to read
 * it.
 *
 * Thread: the owner's. Does not allocate.
 */
const void *
steady_alarm_journal_take (SteadyAlarmJournal *self, size_t *ret_size, bool *ret_begins)
{
  put_alike (self);
  *ret_size = self->used;
  *ret_begins = self->begins;
  self->used = 0;
  self->begins = false;
  return self->bytes;
}
