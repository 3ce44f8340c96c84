/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-alarm-settings.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "alarm/steady-alarm-added.h"
#include "alarm/steady-alarm-limit.h"

/* Limits nearer than this are the same one. */
#define SAME 1e-9

static SteadyAlarmSetting *
find (const SteadyAlarmSettings *self, const char *rule)
{
  for (unsigned i = 0; i < self->count; i++)
    if (strncmp (self->all[i].id, rule, sizeof self->all[i].id) == 0)
      return (SteadyAlarmSetting *) &self->all[i];
  return NULL;
}

static SteadyAlarmSetting *
find_or_add (SteadyAlarmSettings *self, const char *rule)
{
  SteadyAlarmSetting *setting = find (self, rule);

  if (setting != NULL || self->count == STEADY_ALARM_SETTINGS)
    return setting;
  setting = &self->all[self->count++];
  *setting = (SteadyAlarmSetting){ .has_limit = 0 };
  memcpy (setting->id, rule, strnlen (rule, sizeof setting->id - 1));
  return setting;
}

/* A rule whose limit was never touched and whose wires all act leaves the list. */
static void
forget_if_plain (SteadyAlarmSettings *self, SteadyAlarmSetting *setting)
{
  if (setting->has_limit != 0 || setting->cut != 0 || setting->resumes != 0 ||
      setting->added != 0)
    return;
  *setting = self->all[--self->count];
}

/*
 * Puts @value in force as the limit of @rule. *@ret_before: what was in force.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_alarm_settings_limit (SteadyAlarmSettings *self,
                             SteadyAlarmSystem   *alarms,
                             const char          *rule,
                             double               value,
                             double              *ret_before)
{
  SteadyAlarmLimit limit;

  if (!steady_alarm_system_limit (alarms, rule, &limit))
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  if (!(value >= limit.floor && value <= limit.ceiling))
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  SteadyAlarmSetting *setting = find_or_add (self, rule);
  if (setting == NULL)
    return STEADY_REFUSAL_BUSY;
  if (setting->has_limit == 0)
    setting->original = limit.value;
  *ret_before = limit.value;
  steady_alarm_system_set_limit (alarms, rule, value);
  setting->limit = value;
  setting->has_limit = fabs (value - setting->original) > SAME
                           ? STEADY_LIMIT_OPERATOR
                           : STEADY_LIMIT_TAKEN_BACK;
  forget_if_plain (self, setting);
  return STEADY_REFUSAL_NONE;
}

/*
 * Takes the limit of @rule back to what profile and plan say.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_alarm_settings_limit_back (SteadyAlarmSettings *self,
                                  SteadyAlarmSystem   *alarms,
                                  const char          *rule,
                                  double              *ret_before)
{
  const SteadyAlarmSetting *setting = find (self, rule);

  if (setting == NULL || setting->has_limit != STEADY_LIMIT_OPERATOR)
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  return steady_alarm_settings_limit (
      self, alarms, rule, setting->original, ret_before);
}

static bool
has_bit (uint32_t controls, SteadyControl control)
{
  return (controls & UINT32_C (1) << control) != 0;
}

/* Whether @rule makes @control act: by its file, or since somebody added that. */
static bool
acts_on (const SteadyAlarmSystem *alarms,
         const char              *rule,
         uint32_t                 cut,
         uint32_t                 added,
         SteadyControl            control)
{
  return has_bit (added, control) ||
         (steady_alarm_system_has_wire (alarms, rule, control) &&
          !has_bit (cut, control));
}

/* A clamp never closes on a pump that the same rule does not stop before (safety rule
 * 3): the arterial one bursts the line, the venous one runs the reservoir dry. */
static bool
clamps_alone (const SteadyAlarmSystem *alarms,
              const char              *rule,
              uint32_t                 cut,
              uint32_t                 added)
{
  return !acts_on (alarms, rule, cut, added, STEADY_CONTROL_PUMP_STOP) &&
         (acts_on (alarms, rule, cut, added, STEADY_CONTROL_ARTERIAL_CLAMP) ||
          acts_on (alarms, rule, cut, added, STEADY_CONTROL_VENOUS_CLAMP));
}

/*
 * Whether the wire of @rule to @control acts or does nothing. Refused where a clamp
 * would act without the stop that goes before it.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_alarm_settings_wire (SteadyAlarmSettings     *self,
                            const SteadyAlarmSystem *alarms,
                            const char              *rule,
                            SteadyControl            control,
                            bool                     acts)
{
  if (!steady_alarm_system_has_wire (alarms, rule, control))
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  SteadyAlarmSetting *setting = find_or_add (self, rule);
  if (setting == NULL)
    return STEADY_REFUSAL_BUSY;
  const uint32_t bit = UINT32_C (1) << control;
  const uint32_t cut = acts ? setting->cut & ~bit : setting->cut | bit;
  const bool     alone = clamps_alone (alarms, rule, cut, setting->added);
  if (!alone)
    setting->cut = cut;
  forget_if_plain (self, setting);
  return alone ? STEADY_REFUSAL_CLAMP_ALONE : STEADY_REFUSAL_NONE;
}

/*
 * Whether @rule asks for @control from its next onset on, which its file does not. It
 * takes nothing from what the file asks for.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_alarm_settings_add_wire (SteadyAlarmSettings *self,
                                SteadyAlarmSystem   *alarms,
                                const char          *rule,
                                SteadyControl        control,
                                bool                 acts)
{
  if (!steady_alarm_system_may_add (alarms, rule, control))
    return STEADY_REFUSAL_NO_SUCH_WIRE;
  SteadyAlarmSetting *setting = find_or_add (self, rule);
  if (setting == NULL)
    return STEADY_REFUSAL_BUSY;
  const uint32_t bit = UINT32_C (1) << control;
  const uint32_t added = acts ? setting->added | bit : setting->added & ~bit;
  const bool     alone = clamps_alone (alarms, rule, setting->cut, added);
  if (!alone)
    {
      setting->added = added;
      steady_alarm_system_add (alarms, rule, added);
    }
  forget_if_plain (self, setting);
  return alone ? STEADY_REFUSAL_CLAMP_ALONE : STEADY_REFUSAL_NONE;
}

/*
 * @value, in force as the limit of @rule, is what profile and plan say from now on: it
 * is what taking a limit back goes back to. A rule that nobody ever changed has it so.
 *
 * Thread: tick. Does not allocate.
 */
void
steady_alarm_settings_plan (SteadyAlarmSettings *self, const char *rule, double value)
{
  SteadyAlarmSetting *setting = find (self, rule);

  if (setting == NULL || setting->has_limit == STEADY_LIMIT_UNTOUCHED)
    return;
  setting->limit = value;
  setting->original = value;
  setting->has_limit = STEADY_LIMIT_TAKEN_BACK;
}

/*
 * Whether the pump that @rule stopped goes on by itself when that is over. Only a rule
 * whose file allows it.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_alarm_settings_resume (SteadyAlarmSettings     *self,
                              const SteadyAlarmSystem *alarms,
                              const char              *rule,
                              bool                     resumes)
{
  if (steady_alarm_system_resume_span (alarms, rule) <= 0)
    return STEADY_REFUSAL_NO_SUCH_LIMIT;
  SteadyAlarmSetting *setting = find_or_add (self, rule);
  if (setting == NULL)
    return STEADY_REFUSAL_BUSY;
  setting->resumes = resumes;
  forget_if_plain (self, setting);
  return STEADY_REFUSAL_NONE;
}

/* Whether an operator chose that the pump goes on by itself after @rule. Thread: tick.
 */
bool
steady_alarm_settings_resumes (const SteadyAlarmSettings *self, const char *rule)
{
  const SteadyAlarmSetting *setting = find (self, rule);
  return setting != NULL && setting->resumes != 0;
}

/* Notes who changed @rule last, where it stands in the list. Thread: tick. Does not
 * allocate. */
void
steady_alarm_settings_sign (SteadyAlarmSettings *self,
                            const char          *rule,
                            const char          *who,
                            SteadyInstant        now)
{
  SteadyAlarmSetting *setting = find (self, rule);

  if (setting == NULL)
    return;
  memset (setting->who, 0, sizeof setting->who);
  memcpy (setting->who, who, strnlen (who, sizeof setting->who - 1));
  setting->t = now;
}

/* The limit of @rule that was just put in force is what a signed plan says, and moves
 * as the plan says. Thread: tick. Does not allocate. */
void
steady_alarm_settings_follow (SteadyAlarmSettings *self, const char *rule)
{
  SteadyAlarmSetting *setting = find (self, rule);

  if (setting == NULL)
    return;
  setting->original = setting->limit;
  setting->has_limit = STEADY_LIMIT_FOLLOWS;
}

/* Whether an operator put a limit of his own in force for @rule. Thread: tick. */
bool
steady_alarm_settings_held (const SteadyAlarmSettings *self, const char *rule)
{
  const SteadyAlarmSetting *setting = find (self, rule);
  return setting != NULL && setting->has_limit == STEADY_LIMIT_OPERATOR;
}

/* Whether an operator made the wire of @rule to @control do nothing. Thread: tick. */
bool
steady_alarm_settings_is_cut (const SteadyAlarmSettings *self,
                              const char                *rule,
                              SteadyControl              control)
{
  const SteadyAlarmSetting *setting = find (self, rule);
  return setting != NULL && (setting->cut & (UINT32_C (1) << control)) != 0;
}

/* Whether an operator made @rule ask for @control. Thread: tick. */
bool
steady_alarm_settings_is_added (const SteadyAlarmSettings *self,
                                const char                *rule,
                                SteadyControl              control)
{
  const SteadyAlarmSetting *setting = find (self, rule);
  return setting != NULL && has_bit (setting->added, control);
}

/* Whether any wire does nothing. Thread: tick. */
bool
steady_alarm_settings_any_cut (const SteadyAlarmSettings *self)
{
  for (unsigned i = 0; i < self->count; i++)
    if (self->all[i].cut != 0)
      return true;
  return false;
}

/*
 * Puts back what stood in a state row: @size bytes of settings. False when they do not
 * fit the rules, which are then as they were loaded.
 *
 * Thread: main, before the tick starts.
 */
bool
steady_alarm_settings_restore (SteadyAlarmSettings *self,
                               SteadyAlarmSystem   *alarms,
                               const void          *bytes,
                               size_t               size)
{
  const size_t count = size / sizeof self->all[0];

  if (size % sizeof self->all[0] != 0 || count > STEADY_ALARM_SETTINGS)
    return false;
  memcpy (self->all, bytes, size);
  self->count = (unsigned) count;
  for (unsigned i = 0; i < self->count; i++)
    {
      SteadyAlarmSetting *setting = &self->all[i];
      setting->id[sizeof setting->id - 1] = '\0';
      setting->who[sizeof setting->who - 1] = '\0';
      if (setting->has_limit != 0 &&
          !steady_alarm_system_set_limit (alarms, setting->id, setting->limit))
        return false;
      if (setting->resumes != 0 &&
          steady_alarm_system_resume_span (alarms, setting->id) <= 0)
        return false;
      if ((setting->added != 0 &&
           !steady_alarm_system_add (alarms, setting->id, setting->added)) ||
          clamps_alone (alarms, setting->id, setting->cut, setting->added))
        return false;
    }
  return true;
}
