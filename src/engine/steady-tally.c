/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-tally.h"

#include <stdbool.h>
#include <string.h>

/* Counts a numeric. Thread: tick. Does not allocate. */
void
steady_tally_sample (SteadyTally *self, const SteadySample *sample)
{
  self->numerics++;
  if (sample->channel >= STEADY_CHANNEL_MAX || !steady_sample_usable (sample))
    return;
  self->sums[sample->channel] += sample->value;
  self->counts[sample->channel]++;
}

/* What a person did to the case, and when the sound was paused. Thread: tick. Does not
 * allocate. */
void
steady_tally_event (SteadyTally *self, SteadyEvent event, SteadyInstant t)
{
  steady_alarm_metrics_event (&self->metrics, event, t);
}

static SteadyTallyAlarm *
find (SteadyTally *self, const SteadyAlarmRecord *record)
{
  for (unsigned i = 0; i < self->n_alarms; i++)
    if (strcmp (self->alarms[i].id, record->id) == 0)
      return &self->alarms[i];
  if (self->n_alarms == STEADY_TALLY_ALARMS)
    return NULL;
  SteadyTallyAlarm *alarm = &self->alarms[self->n_alarms++];
  memcpy (alarm->id, record->id, sizeof alarm->id);
  alarm->first = STEADY_INSTANT_NEVER;
  alarm->cleared = STEADY_INSTANT_NEVER;
  return alarm;
}

static bool
is_on (unsigned state)
{
  return state == STEADY_ALARM_ACTIVE || state == STEADY_ALARM_ACKNOWLEDGED ||
         state == STEADY_ALARM_LATCHED;
}

/* Remembers the first onset of each alarm and its last end. Thread: tick. Does not
 * allocate. */
void
steady_tally_alarm (SteadyTally *self, const SteadyAlarmRecord *record)
{
  steady_alarm_metrics_record (&self->metrics, record);
  if (!is_on (record->state) && !is_on (record->before))
    return;
  SteadyTallyAlarm *alarm = find (self, record);
  if (alarm == NULL)
    return;
  if (record->state == STEADY_ALARM_ACTIVE && !is_on (record->before))
    {
      alarm->onsets++;
      alarm->priority = record->priority;
      if (alarm->first == STEADY_INSTANT_NEVER)
        alarm->first = record->t;
    }
  if (!is_on (record->state))
    alarm->cleared = record->t;
}
