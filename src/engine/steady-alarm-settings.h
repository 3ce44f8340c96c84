/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "alarm/steady-alarm-system.h"
#include "measure/steady-alarm-setting.h"

enum
{
  STEADY_ALARM_SETTINGS = 160 /* rules that an operator may have changed at one time */
};

/*
 * What operators made of the rules in this case: limits, wires that do nothing, and
 * wires that were added.
 * Rules that are as profile and plan have them do not stand in it. Plain data: it goes
 * into the state row as far as it is used.
 */
typedef struct SteadyAlarmSettings
{
  SteadyAlarmSetting all[STEADY_ALARM_SETTINGS];
  unsigned           count;
} SteadyAlarmSettings;

SteadyRefusal steady_alarm_settings_limit (SteadyAlarmSettings *self,
                                           SteadyAlarmSystem   *alarms,
                                           const char          *rule,
                                           double               value,
                                           double              *ret_before);
SteadyRefusal steady_alarm_settings_limit_back (SteadyAlarmSettings *self,
                                                SteadyAlarmSystem   *alarms,
                                                const char          *rule,
                                                double              *ret_before);
SteadyRefusal steady_alarm_settings_wire (SteadyAlarmSettings     *self,
                                          const SteadyAlarmSystem *alarms,
                                          const char              *rule,
                                          SteadyControl            control,
                                          bool                     acts);
SteadyRefusal steady_alarm_settings_add_wire (SteadyAlarmSettings *self,
                                              SteadyAlarmSystem   *alarms,
                                              const char          *rule,
                                              SteadyControl        control,
                                              bool                 acts);
SteadyRefusal steady_alarm_settings_resume (SteadyAlarmSettings     *self,
                                            const SteadyAlarmSystem *alarms,
                                            const char              *rule,
                                            bool                     resumes);
bool steady_alarm_settings_resumes (const SteadyAlarmSettings *self, const char *rule);
void steady_alarm_settings_sign (SteadyAlarmSettings *self,
                                 const char          *rule,
                                 const char          *who,
                                 SteadyInstant        now);
void steady_alarm_settings_follow (SteadyAlarmSettings *self, const char *rule);
bool steady_alarm_settings_held (const SteadyAlarmSettings *self, const char *rule);
void
steady_alarm_settings_plan (SteadyAlarmSettings *self, const char *rule, double value);
bool steady_alarm_settings_is_cut (const SteadyAlarmSettings *self,
                                   const char                *rule,
                                   SteadyControl              control);
bool steady_alarm_settings_is_added (const SteadyAlarmSettings *self,
                                     const char                *rule,
                                     SteadyControl              control);
bool steady_alarm_settings_any_cut (const SteadyAlarmSettings *self);
bool steady_alarm_settings_restore (SteadyAlarmSettings *self,
                                    SteadyAlarmSystem   *alarms,
                                    const void          *bytes,
                                    size_t               size);
