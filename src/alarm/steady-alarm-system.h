/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "alarm/steady-alarm-journal.h"
#include "base/steady-clock.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-support.h"
#include "measure/steady-value-table.h"

/*
 * All alarms of one case: rules, state machines, audio pause, interventions. Pure: told
 * @now, the values and the support state; it reads no clock and speaks to nobody.
 * Memory is taken when it is made, never later.
 */
typedef struct SteadyAlarmSystem SteadyAlarmSystem;

/* What an alarm asks a device to do. Passed on by the engine, ahead of every other
 * command. */
typedef struct SteadyIntervention
{
  char     alarm[STEADY_ALARM_ID_SIZE];
  uint16_t control; /* SteadyControl: PUMP_STOP, ARTERIAL_CLAMP … */
  uint16_t order;   /* 0 first: stop before clamp */
  double   value;
  /* PUMP_FLOW is lowered in steps while the condition holds: all as shares of the plan
   * flow, down to @value */
  double     step;
  SteadySpan every;
} SteadyIntervention;

/* Whether an alarm could come at all. Zero is the most careful word. */
typedef enum SteadyProtection
{
  STEADY_PROTECTION_NONE = 0,       /* NOT PROTECTED: a source, or what a limit is a
                                       share of, is lost or never given */
  STEADY_PROTECTION_ARMED = 1,      /* watched */
  STEADY_PROTECTION_DISARMED = 2,   /* by the phase, see the rule's table */
  STEADY_PROTECTION_NOT_FITTED = 3, /* this circuit has no such sensor */
  STEADY_PROTECTION_ADVISORY = 4    /* watched, of low priority in this phase */
} SteadyProtection;

/* A limit of this child's plan: takes the place of the profile's. */
typedef struct SteadyAlarmPlanLimit
{
  const char *rule;
  double      value;
  const char *source; /* how it follows from the plan */
} SteadyAlarmPlanLimit;

/* How to make one. The profiles are "neonate", "infant", "child", "adolescent" and
 * "adult". */
typedef struct SteadyAlarmSetup SteadyAlarmSetup;
struct SteadyAlarmSetup
{
  const char *base_file;    /* data/alarms/base.json */
  const char *profile_file; /* data/alarms/neonate.json; NULL: base alone */
  const char *base_text;    /* the text of it, where it was kept; or NULL */
  const char *profile_text; /* likewise */
  /* by SteadyControl, STEADY_CONTROL_MAX of them: the name of the device that carries
   * it out, NULL where none does (ALARM ONLY). They stay with the caller. NULL: not
   * known. */
  const char *const          *devices;
  const SteadyAlarmPlanLimit *plan_limits;
  unsigned                    n_plan_limits;
  double      plan_flow_l_min; /* reference of rules in % of plan; 0: no plan */
  const bool *fitted; /* by channel, STEADY_CHANNEL_MAX of them: which ones the devices
                         and the engine are expected to give; NULL: all. One that is
                         not expected is "not fitted", never "lost". */
};

SteadyAlarmSystem *steady_alarm_system_new (const SteadyAlarmSetup *setup,
                                            GError                **error);
void               steady_alarm_system_free (SteadyAlarmSystem *self);

/*
 * Every tick. A record is made when an alarm goes active, acknowledged, latched or
 * inactive, and (with state == before) when it begins or ceases to sound; a delay that
 * runs makes none. @since in it is when the condition began.
 */
void     steady_alarm_system_update (SteadyAlarmSystem      *self,
                                     SteadyInstant           now,
                                     const SteadyValueTable *values,
                                     const SteadySupport    *support);
unsigned steady_alarm_system_take_changes (SteadyAlarmSystem *self,
                                           SteadyAlarmRecord *ret_changes,
                                           unsigned           size);
unsigned steady_alarm_system_take_interventions (SteadyAlarmSystem  *self,
                                                 SteadyIntervention *ret_interventions,
                                                 unsigned            size);

void       steady_alarm_system_renew_interventions (SteadyAlarmSystem *self);
SteadySpan steady_alarm_system_override_span (const SteadyAlarmSystem *self);
double     steady_alarm_system_water_rate (const SteadyAlarmSystem *self);

/* what the operator does; @real_now since a pause counts real time */
bool steady_alarm_system_acknowledge (SteadyAlarmSystem *self,
                                      SteadyInstant      now,
                                      const char        *id);
bool
steady_alarm_system_reset (SteadyAlarmSystem *self, SteadyInstant now, const char *id);
void steady_alarm_system_pause (SteadyAlarmSystem *self,
                                SteadyInstant      now,
                                SteadyInstant      real_now);
void steady_alarm_system_end_pause (SteadyAlarmSystem *self, SteadyInstant now);

/* what must be seen and heard now */
SteadySound steady_alarm_system_sound (SteadyAlarmSystem *self, SteadyInstant real_now);
unsigned    steady_alarm_system_present (const SteadyAlarmSystem *self,
                                         SteadyAlarmRecord       *ret_present,
                                         unsigned                 size);
bool        steady_alarm_system_holds_pump (const SteadyAlarmSystem *self);
bool        steady_alarm_system_is_over (const SteadyAlarmSystem *self, const char *id);
bool        steady_alarm_system_holds (const SteadyAlarmSystem *self, const char *id);
SteadyProtection steady_alarm_system_protection (const SteadyAlarmSystem *self,
                                                 const char              *id);
unsigned         steady_alarm_system_rules (const SteadyAlarmSystem *self);

/* everything it is told from now on, to be told again by SteadyAlarmPlayback */
SteadyAlarmJournal *steady_alarm_system_keep_journal (SteadyAlarmSystem *self,
                                                      SteadyInstant      start);

/* resume: plain bytes with a version, the same build only */
size_t steady_alarm_system_state_size (const SteadyAlarmSystem *self);
void   steady_alarm_system_save (const SteadyAlarmSystem *self, void *ret_state);
bool
steady_alarm_system_restore (SteadyAlarmSystem *self, const void *state, size_t size);

/* the rules in force as JSON text, for the case file and for the screen; free with
 * g_free () */
char *steady_alarm_system_describe (const SteadyAlarmSystem *self);
