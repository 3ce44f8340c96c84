/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-channel.h"

enum
{
  STEADY_ALARM_CLAUSES = 4,    /* conditions of one rule */
  STEADY_ALARM_WATCHES = 8,    /* channels of one sensor */
  STEADY_ALARM_WIRES = 4,      /* interventions of one rule */
  STEADY_ALARM_SUPPRESSORS = 4 /* alarms that explain this one */
};

typedef enum SteadyAlarmTest
{
  STEADY_ALARM_TEST_ABOVE,
  STEADY_ALARM_TEST_AT_LEAST,
  STEADY_ALARM_TEST_BELOW,
  STEADY_ALARM_TEST_AT_MOST,
  STEADY_ALARM_TEST_ONE_OF
} SteadyAlarmTest;

typedef enum SteadyAlarmReference
{
  STEADY_ALARM_REFERENCE_NUMBER,
  STEADY_ALARM_REFERENCE_PLAN,   /* percent of the planned flow */
  STEADY_ALARM_REFERENCE_CHANNEL /* percent of another channel */
} SteadyAlarmReference;

/* One comparison of one channel. */
typedef struct SteadyAlarmClause
{
  SteadyChannel        channel;
  SteadyAlarmTest      test;
  SteadyAlarmReference reference;
  SteadyChannel        of;         /* with REFERENCE_CHANNEL */
  double               limit;      /* a value, or a percentage */
  double               at_least;   /* a percentage never gives a smaller limit */
  double               hysteresis; /* how far back beyond the limit it clears */
  double               floor;      /* nobody may set the limit below … */
  double               ceiling;    /* … or above these */
  bool                 changeable; /* an operator may set the limit */
  uint32_t             states;     /* bits, with TEST_ONE_OF */
  char                *source;     /* where the numbers come from */
} SteadyAlarmClause;

/* What an alarm asks a device to do at its onset. */
typedef struct SteadyAlarmWire
{
  uint16_t   control; /* SteadyControl */
  double     value;   /* PUMP_FLOW: never below this share of the plan flow */
  double     step;    /* PUMP_FLOW: lowered by this share of the plan flow … */
  SteadySpan every;   /* … again and again, so long as the condition holds */
} SteadyAlarmWire;

/* One alarm as the data files describe it. Unchanged once loaded. */
typedef struct SteadyAlarmRule
{
  char           id[STEADY_ALARM_ID_SIZE];
  SteadyPriority priority;
  SteadyCategory category;
  bool           technical; /* equipment, not the patient */
  bool           latching;
  bool           holds_pump;   /* the pump may not run while this alarm is present */
  bool           always_armed; /* no phase disarms it */
  uint32_t       modes;        /* bits: armed in these support modes … */
  uint32_t       advisory;     /* bits: of low priority only in these */
  uint32_t       not_flags;    /* … unless one of these flags is declared */
  SteadySpan     again;        /* heard again so long after a person saw it; 0: not */
  SteadySpan     escalates;    /* present so long it becomes … 0: it does not */
  SteadyPriority escalates_to; /* … as urgent as this */
  SteadySpan     resume_after; /* over so long, the pump may go on by itself where a
                                  person chose that; 0: never */
  SteadySpan delay_on;
  SteadySpan delay_off;

  bool              any; /* one true clause is enough; else all must be true */
  SteadyAlarmClause clauses[STEADY_ALARM_CLAUSES];
  unsigned          n_clauses;

  SteadyChannel watches[STEADY_ALARM_WATCHES]; /* a sensor rule: lost when unusable */
  unsigned      n_watches;

  SteadyAlarmWire wires[STEADY_ALARM_WIRES];
  unsigned        n_wires;
  uint32_t        added; /* bits 1 << SteadyControl: stops that a person added */

  uint16_t suppressors[STEADY_ALARM_SUPPRESSORS]; /* rules above this one */
  unsigned n_suppressors;
  int      twin; /* the rule that judges the same by other channels; -1: none */

  char  *title;
  char  *what;
  char  *first;
  char  *did; /* NULL where there is no wire */
  char **causes;
} SteadyAlarmRule;

/* How flow alone arms what the declared support mode left disarmed. */
typedef struct SteadyAlarmSignal
{
  SteadyAlarmClause clause;
  SteadySpan        delay;
  uint32_t          modes; /* bits: works in these */
} SteadyAlarmSignal;

typedef struct SteadyAlarmSetup SteadyAlarmSetup;

/* All rules of a case: the base file with a profile laid over it. */
typedef struct SteadyAlarmRules
{
  SteadyAlarmRule  *rules;
  unsigned          count;
  SteadyAlarmSignal signal;
  SteadySpan        pause;      /* of low and medium alarms */
  SteadySpan        pause_high; /* of high ones while a pump runs or should run */
  SteadySpan        override;   /* the longest time without any intervention */
  SteadySpan        cascade;    /* an onset this long after the last one is a first */
  double            water_per_min; /* °C/min: the least rate at which a heater-cooler's
                                      water follows its set point; 0: not said */
  char *profile;                   /* "base", "neonate" … */
  char *profile_title;             /* shown: which preset is in use */
} SteadyAlarmRules;

bool steady_alarm_rules_load (SteadyAlarmRules       *self,
                              const SteadyAlarmSetup *setup,
                              GError                **error);
void steady_alarm_rules_finish (SteadyAlarmRules *self);
int  steady_alarm_rules_find (const SteadyAlarmRules *self, const char *id);
bool steady_alarm_rule_watches (const SteadyAlarmRule *self, SteadyChannel channel);
bool steady_alarm_rule_judges (const SteadyAlarmRule *self,
                               const SteadyAlarmRule *sensor);
