/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-auto-resume.h"

#include <string.h>

#include "alarm/steady-alarm-limit.h"

/* @alarm has stopped the pump; the last one that did so decides. Thread: tick. Does not
 * allocate. */
void
steady_auto_resume_stopped (SteadyAutoResume          *self,
                            const SteadyAlarmSettings *settings,
                            const char                *alarm)
{
  steady_auto_resume_forget (self);
  if (!steady_alarm_settings_resumes (settings, alarm))
    return;
  memcpy (self->alarm, alarm, strnlen (alarm, sizeof self->alarm - 1));
  self->over_since = STEADY_INSTANT_NEVER;
}

/* Somebody else has the pump now: it stays as they leave it. Thread: tick. */
void
steady_auto_resume_forget (SteadyAutoResume *self)
{
  *self = (SteadyAutoResume){ .over_since = STEADY_INSTANT_NEVER };
}

/*
 * True once, when nothing has held the pump (@held) for as long as the rule says, and
 * the operator's choice still stands.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_auto_resume_turn (SteadyAutoResume          *self,
                         const SteadyAlarmSystem   *alarms,
                         const SteadyAlarmSettings *settings,
                         bool                       held,
                         SteadyInstant              now)
{
  if (self->alarm[0] == '\0')
    return false;
  if (!steady_alarm_settings_resumes (settings, self->alarm))
    {
      steady_auto_resume_forget (self);
      return false;
    }
  if (held)
    {
      self->over_since = STEADY_INSTANT_NEVER;
      return false;
    }
  if (self->over_since == STEADY_INSTANT_NEVER)
    self->over_since = now;
  if (now - self->over_since < steady_alarm_system_resume_span (alarms, self->alarm))
    return false;
  steady_auto_resume_forget (self);
  return true;
}
