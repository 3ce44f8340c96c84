/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-system-private.h"

/*
 * What must be heard. Silence has three causes only: nothing is present, a person
 * acknowledged, or the audio pause runs; and a pause covers what was present when it
 * was pressed.
 */

/* Whether the alarm is to be heard. Thread: the owner's. */
bool
steady_alarm_audible (const SteadyAlarmStatus *status)
{
  return (status->state == STEADY_ALARM_ACTIVE ||
          status->state == STEADY_ALARM_LATCHED) &&
         !status->acknowledged && !status->paused;
}

/* The most urgent audible alarm, the latest of equal ones; NONE: silence. Thread: the
 * owner's. */
SteadyPriority
steady_alarm_loudest (const SteadyAlarmSystem *self, unsigned *ret_index)
{
  SteadyPriority loudest = STEADY_PRIORITY_NONE;

  for (unsigned i = 0; i < self->rules.count; i++)
    {
      const SteadyPriority priority = (SteadyPriority) self->statuses[i].priority;
      if (!steady_alarm_audible (&self->statuses[i]) || priority < loudest)
        continue;
      if (priority > loudest ||
          self->statuses[i].onset > self->statuses[*ret_index].onset)
        {
          loudest = priority;
          *ret_index = i;
        }
    }
  return loudest;
}

/*
 * How the onset at @index sounds. During a pause a high alarm always does; another one
 * does when it is as urgent as what the pause silenced, unless the pause silenced this
 * very alarm.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_hear_onset (SteadyAlarmSystem *self, unsigned index)
{
  const SteadyPriority priority = (SteadyPriority) self->statuses[index].priority;
  SteadyAlarmStatus   *status = &self->statuses[index];
  unsigned             loudest = 0;

  if (priority == STEADY_PRIORITY_HIGH)
    status->paused = false;
  else if (!status->paused && priority < self->common.pause_level)
    {
      status->paused = true;
      status->silent_until = self->common.pause_end;
    }
  if (steady_alarm_audible (status) &&
      priority >= steady_alarm_loudest (self, &loudest))
    self->common.episode++;
}

/* Lets the alarm at @index be heard again. */
static void
end_silence (SteadyAlarmSystem *self, unsigned index)
{
  SteadyAlarmStatus *status = &self->statuses[index];
  unsigned           loudest = 0;

  status->paused = false;
  status->silent_until = 0;
  if (!steady_alarm_audible (status))
    return;
  status->sounding = true;
  status->changed = self->common.now;
  steady_alarm_note (self, index, status->state);
  if (status->priority >= steady_alarm_loudest (self, &loudest))
    self->common.episode++;
}

/*
 * The operator pauses the sound of all alarms that are present. Without any it does
 * nothing: what comes later must be heard.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_system_pause (SteadyAlarmSystem *self,
                           SteadyInstant      now,
                           SteadyInstant      real_now)
{
  const SteadyAlarmRules *rules = &self->rules;
  const SteadySpan        span_high =
      self->common.pump_may_turn ? rules->pause_high : rules->pause;
  SteadyPriority level = STEADY_PRIORITY_NONE;

  if (self->journal != NULL)
    steady_alarm_journal_real (self->journal, STEADY_ALARM_ENTRY_PAUSE, now, real_now);
  for (unsigned i = 0; i < rules->count; i++)
    {
      SteadyAlarmStatus   *status = &self->statuses[i];
      const SteadyPriority priority = (SteadyPriority) status->priority;
      if (!steady_alarm_present (status) || status->acknowledged)
        continue;
      const bool       sounded = steady_alarm_audible (status);
      const SteadySpan span =
          priority == STEADY_PRIORITY_HIGH ? span_high : rules->pause;
      status->paused = true;
      status->silent_until = real_now + span;
      status->sounding = false;
      if (priority > level)
        {
          level = priority;
          self->common.pause_end = status->silent_until;
        }
      if (sounded)
        {
          status->changed = now;
          steady_alarm_note (self, i, status->state);
        }
    }
  if (level != STEADY_PRIORITY_NONE)
    self->common.pause_level = (uint8_t) level;
}

/*
 * The operator ends the audio pause before its time.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_system_end_pause (SteadyAlarmSystem *self, SteadyInstant now)
{
  if (self->journal != NULL)
    steady_alarm_journal_act (self->journal, STEADY_ALARM_ENTRY_END_PAUSE, now, 0);
  self->common.now = now;
  self->common.pause_level = STEADY_PRIORITY_NONE;
  for (unsigned i = 0; i < self->rules.count; i++)
    if (self->statuses[i].paused)
      end_silence (self, i);
}

/*
 * The operator has seen the alarm @id: it stays on the screen and is silent until it
 * comes again. False when no alarm of this @id sounds or could.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_acknowledge (SteadyAlarmSystem *self,
                                 SteadyInstant      now,
                                 const char        *id)
{
  const int index = steady_alarm_rules_find (&self->rules, id);

  if (self->journal != NULL && index >= 0)
    steady_alarm_journal_act (
        self->journal, STEADY_ALARM_ENTRY_ACKNOWLEDGE, now, (unsigned) index);
  if (index < 0 || !steady_alarm_present (&self->statuses[index]) ||
      self->statuses[index].acknowledged)
    return false;
  SteadyAlarmStatus *status = &self->statuses[index];
  const uint8_t      before = status->state;
  status->acknowledged = true;
  status->sounding = false;
  status->changed = now;
  if (before == STEADY_ALARM_ACTIVE)
    status->state = STEADY_ALARM_ACKNOWLEDGED;
  steady_alarm_note (self, (unsigned) index, before);
  return true;
}

/* A pause that is over, or that a clock which went back would make longer than any. */
static bool
is_over (SteadyInstant end, SteadyInstant real_now, SteadySpan longest)
{
  return real_now >= end || end - real_now > longest;
}

/* Whether time alone can change what is heard. */
static bool
is_pausing (const SteadyAlarmSystem *self)
{
  for (unsigned i = 0; i < self->rules.count; i++)
    if (self->statuses[i].paused)
      return true;
  return self->common.pause_level != STEADY_PRIORITY_NONE;
}

/*
 * The one decision about what must be heard at @real_now; ends pauses whose time has
 * come.
 *
 * Thread: the owner's. Does not allocate.
 */
SteadySound
steady_alarm_system_sound (SteadyAlarmSystem *self, SteadyInstant real_now)
{
  SteadySound      sound = { 0 };
  const SteadySpan longest = MAX (self->rules.pause, self->rules.pause_high);
  unsigned         present = 0, loudest = 0;

  if (self->journal != NULL && is_pausing (self))
    steady_alarm_journal_real (
        self->journal, STEADY_ALARM_ENTRY_SOUND, self->common.now, real_now);
  if (is_over (self->common.pause_end, real_now, longest))
    self->common.pause_level = STEADY_PRIORITY_NONE;
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      SteadyAlarmStatus *status = &self->statuses[i];
      if (status->paused && is_over (status->silent_until, real_now, longest))
        end_silence (self, i);
      if (!steady_alarm_present (status))
        continue;
      present++;
      if (status->paused && !status->acknowledged &&
          (sound.pause_end == 0 || status->silent_until < sound.pause_end))
        sound.pause_end = status->silent_until;
    }
  sound.priority = (uint8_t) steady_alarm_loudest (self, &loudest);
  if (sound.priority != STEADY_PRIORITY_NONE)
    sound.category = (uint8_t) self->rules.rules[loudest].category;
  sound.episode = self->common.episode;
  sound.present = (uint8_t) MIN (present, 255);
  return sound;
}
