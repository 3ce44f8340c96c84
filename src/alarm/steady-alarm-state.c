/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm/steady-alarm-system-private.h"

/*
 * What a resumed case needs: latches, acknowledgements, pauses and running delays.
 * Interventions that were given out are not given out again.
 */

enum
{
  STATE_MAGIC = 0x4d414c41, /* "ALAM" */
  STATE_VERSION = 2
};

typedef struct Header
{
  uint32_t magic;
  uint32_t version;
  uint64_t fingerprint;
  uint32_t count;
  uint32_t status_size;
} Header;

/* Bytes that steady_alarm_system_save () writes. Thread: any. */
size_t
steady_alarm_system_state_size (const SteadyAlarmSystem *self)
{
  return sizeof (Header) + sizeof self->common +
         self->rules.count * sizeof self->statuses[0];
}

static Header
header_of (const SteadyAlarmSystem *self)
{
  return (Header){ .magic = STATE_MAGIC,
                   .version = STATE_VERSION,
                   .fingerprint = self->fingerprint,
                   .count = self->rules.count,
                   .status_size = sizeof self->statuses[0] };
}

/* Writes steady_alarm_system_state_size () bytes. Thread: the owner's. Does not
 * allocate. */
void
steady_alarm_system_save (const SteadyAlarmSystem *self, void *ret_state)
{
  const Header header = header_of (self);
  uint8_t     *to = ret_state;

  memcpy (to, &header, sizeof header);
  memcpy (to + sizeof header, &self->common, sizeof self->common);
  memcpy (to + sizeof header + sizeof self->common,
          self->statuses,
          self->rules.count * sizeof self->statuses[0]);
}

static bool
instant_fine (SteadyInstant instant)
{
  return instant == STEADY_INSTANT_NEVER ||
         (instant >= -STEADY_ALARM_SPAN_MAX && instant <= STEADY_ALARM_SPAN_MAX);
}

static bool
status_fine (const SteadyAlarmStatus *status)
{
  return instant_fine (status->true_since) && instant_fine (status->false_since) &&
         instant_fine (status->since) && instant_fine (status->changed) &&
         instant_fine (status->silent_until) && status->state <= STEADY_ALARM_LATCHED &&
         status->truth <= STEADY_ALARM_TRUE &&
         status->protection <= STEADY_PROTECTION_ADVISORY &&
         status->channel < STEADY_CHANNEL_MAX &&
         status->priority <= STEADY_PRIORITY_HIGH;
}

static bool
common_fine (const SteadyAlarmCommon *common)
{
  return instant_fine (common->now) && instant_fine (common->last_onset) &&
         instant_fine (common->signal_since) && instant_fine (common->pause_end) &&
         instant_fine (common->mode_since);
}

/* Whether the bytes say that they are a state of the same rules and version; what is
 * in it is not looked at. Thread: any. Does not allocate. */
bool
steady_alarm_system_is_ours (const SteadyAlarmSystem *self,
                             const void              *state,
                             size_t                   size)
{
  const Header wanted = header_of (self);

  return size == steady_alarm_system_state_size (self) &&
         memcmp (state, &wanted, sizeof wanted) == 0;
}

/* Whether the bytes are a saved state of the same rules. Thread: any. Does not
 * allocate.
 */
bool
steady_alarm_system_fits (const SteadyAlarmSystem *self, const void *state, size_t size)
{
  const uint8_t    *from = state;
  SteadyAlarmCommon common;

  if (!steady_alarm_system_is_ours (self, state, size))
    return false;
  const uint8_t *statuses = from + sizeof (Header) + sizeof self->common;
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      SteadyAlarmStatus status;
      memcpy (&status, statuses + i * sizeof status, sizeof status);
      if (!status_fine (&status))
        return false;
    }
  memcpy (&common, from + sizeof (Header), sizeof common);
  return common_fine (&common);
}

/*
 * Puts the system into a saved state that fits, and nothing else: what waits to be
 * taken stays.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_system_adopt (SteadyAlarmSystem *self, const void *state)
{
  const uint8_t *from = (const uint8_t *) state + sizeof (Header);

  memcpy (&self->common, from, sizeof self->common);
  memcpy (self->statuses,
          from + sizeof self->common,
          self->rules.count * sizeof self->statuses[0]);
  self->told = true;
}

/*
 * Takes over a saved state of the same rules, to go on with a case: what is present is
 * heard anew. False, with nothing changed, when the bytes are not that.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_restore (SteadyAlarmSystem *self, const void *state, size_t size)
{
  if (!steady_alarm_system_fits (self, state, size))
    return false;
  steady_alarm_system_adopt (self, state);
  self->common.episode++;
  self->changes_used = 0;
  self->wires_used = 0;
  if (self->journal != NULL)
    steady_alarm_journal_begin_anew (self->journal);
  return true;
}

static void
shift (SteadyInstant *instant, SteadySpan by)
{
  if (*instant != STEADY_INSTANT_NEVER)
    *instant += by;
}

static void
shift_status (SteadyAlarmStatus *status, SteadySpan by)
{
  shift (&status->true_since, by);
  shift (&status->false_since, by);
  shift (&status->since, by);
  shift (&status->changed, by);
}

/* Moves what delays count from. Thread: the owner's. Does not allocate. */
void
steady_alarm_shift_statuses (SteadyAlarmSystem *self, SteadySpan by)
{
  for (unsigned i = 0; i < self->rules.count; i++)
    shift_status (&self->statuses[i], by);
  shift (&self->common.last_onset, by);
  shift (&self->common.signal_since, by);
}

/*
 * Moves the whole system to a clock that shows @by more. Real time stays as it is.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_system_shift (SteadyAlarmSystem *self, SteadySpan by)
{
  steady_alarm_shift_statuses (self, by);
  shift (&self->common.now, by);
  shift (&self->common.mode_since, by);
}

/*
 * Whether the system is in the saved state that fits, once that is moved to a clock
 * that shows @by more: to the last bit.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_is_in (const SteadyAlarmSystem *self,
                           const void              *state,
                           SteadySpan               by)
{
  const uint8_t    *from = (const uint8_t *) state + sizeof (Header);
  SteadyAlarmCommon common;

  memcpy (&common, from, sizeof common);
  shift (&common.last_onset, by);
  shift (&common.signal_since, by);
  shift (&common.now, by);
  shift (&common.mode_since, by);
  if (memcmp (&common, &self->common, sizeof common) != 0)
    return false;
  from += sizeof common;
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      SteadyAlarmStatus status;
      memcpy (&status, from + i * sizeof status, sizeof status);
      shift_status (&status, by);
      if (memcmp (&status, &self->statuses[i], sizeof status) != 0)
        return false;
    }
  return true;
}
