/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm/steady-alarm-condition.h"
#include "alarm/steady-alarm-journal.h"
#include "alarm/steady-alarm-system.h"

/*
 * How one alarm stands. Plain data: saved as it is, and all zero but the instants when
 * nothing is wrong.
 */
typedef struct SteadyAlarmStatus
{
  SteadyInstant true_since;  /* the condition holds, or NEVER */
  SteadyInstant false_since; /* it is gone again, or NEVER */
  SteadyInstant since;       /* shown: when the condition of this onset began */
  SteadyInstant changed;
  SteadyInstant silent_until; /* real time; 0: not paused */
  double        value;        /* that tripped */
  double        limit;
  uint32_t      clauses_true; /* hysteresis, a bit for each comparison */
  uint32_t      onset;        /* number of the onset, to find the latest */
  uint16_t      channel;
  uint8_t       state; /* SteadyAlarmState */
  uint8_t       truth; /* SteadyAlarmTruth */
  uint8_t       has_value;
  uint8_t       acknowledged; /* silent since a person saw it */
  uint8_t       first_out;
  uint8_t       paused;     /* silenced by the audio pause that runs */
  uint8_t       protection; /* SteadyProtection */
  uint8_t       sounding;
  uint8_t       before;   /* this tick: the state of the last one */
  uint8_t       priority; /* SteadyPriority in force since the onset */
  uint8_t       advisory; /* armed as an advisory only */
  uint8_t       raised;   /* this tick: grew more urgent, or is to be heard again */
  uint8_t       padding[2];
} SteadyAlarmStatus;

/* What is common to all alarms; saved too. */
typedef struct SteadyAlarmCommon
{
  SteadyInstant now;          /* of the last update */
  SteadyInstant last_onset;   /* for the first-out mark, or NEVER */
  SteadyInstant signal_since; /* flow arms since, or NEVER */
  SteadyInstant pause_end;    /* real time, of the priority that the pause silenced */
  SteadyInstant mode_since;   /* as the support state had it */
  uint32_t      mode;
  uint32_t      onsets;
  uint32_t      episode;
  uint8_t       signal_true;   /* hysteresis of the arming signal */
  uint8_t       signal_arms;   /* armed by flow, until the operator says otherwise */
  uint8_t       pause_level;   /* highest priority that the pause silenced */
  uint8_t       pump_may_turn; /* a pump runs or should run: the short pause holds */
} SteadyAlarmCommon;

struct SteadyAlarmSystem
{
  SteadyAlarmRules   rules;
  SteadyAlarmStatus *statuses;
  SteadyAlarmCommon  common;
  double             plan_flow_l_min;
  bool               fitted[STEADY_CHANNEL_MAX];
  bool               devices_known;
  const char        *devices[STEADY_CONTROL_MAX]; /* for the description only */
  uint64_t           fingerprint; /* of the rules: a saved state belongs to them */

  SteadyAlarmRecord *changes; /* a ring */
  unsigned           changes_size;
  unsigned           changes_first;
  unsigned           changes_used;

  SteadyAlarmJournal *journal; /* or NULL */
  bool                told;    /* it is not as it was made */

  SteadyIntervention *wires; /* in order; each stands there at most once */
  unsigned            wires_used;
};

/* The stops that may be added to a rule: of what, and in which order. */
typedef struct SteadyAlarmAdded
{
  SteadyAlarmWire wire;
  uint16_t        order;
} SteadyAlarmAdded;

enum
{
  STEADY_ALARM_ADDED = 4
};

extern const SteadyAlarmAdded steady_alarm_added[STEADY_ALARM_ADDED];

/* 36 years: instants beyond are damage, and sums of a few of them still fit. */
#define STEADY_ALARM_SPAN_MAX (INT64_C (1) << 60)

bool steady_alarm_system_fits (const SteadyAlarmSystem *self,
                               const void              *state,
                               size_t                   size);
bool steady_alarm_system_is_ours (const SteadyAlarmSystem *self,
                                  const void              *state,
                                  size_t                   size);
bool steady_alarm_system_is_in (const SteadyAlarmSystem *self,
                                const void              *state,
                                SteadySpan               by);
void steady_alarm_system_adopt (SteadyAlarmSystem *self, const void *state);
void steady_alarm_system_shift (SteadyAlarmSystem *self, SteadySpan by);
void steady_alarm_tell_limits (SteadyAlarmSystem *self);
void steady_alarm_shift_statuses (SteadyAlarmSystem *self, SteadySpan by);

bool steady_alarm_is_baseless (const SteadyAlarmSystem  *self,
                               const SteadyAlarmRule    *rule,
                               const SteadyAlarmContext *context,
                               SteadyChannel            *ret_of);
bool steady_alarm_present (const SteadyAlarmStatus *status);
bool steady_alarm_audible (const SteadyAlarmStatus *status);
void steady_alarm_note (SteadyAlarmSystem *self, unsigned index, uint8_t before);
void steady_alarm_hear_onset (SteadyAlarmSystem *self, unsigned index);
SteadyPriority steady_alarm_loudest (const SteadyAlarmSystem *self,
                                     unsigned                *ret_index);
