/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-metrics.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-sample.h"

enum
{
  STEADY_TALLY_ALARMS = 128
};

typedef struct SteadyTallyAlarm
{
  char          id[STEADY_ALARM_ID_SIZE];
  uint8_t       priority;
  uint32_t      onsets;
  SteadyInstant first;
  SteadyInstant cleared; /* when its condition last ended, or NEVER */
} SteadyTallyAlarm;

/* What the summary tells of a whole run. */
typedef struct SteadyTally
{
  uint64_t           samples;  /* of waves */
  uint64_t           numerics; /* handed to the record or the screen */
  uint64_t           refused;  /* simulated samples in a live case */
  unsigned           n_alarms;
  SteadyTallyAlarm   alarms[STEADY_TALLY_ALARMS];
  SteadyAlarmMetrics metrics;
  double             sums[STEADY_CHANNEL_MAX]; /* of values that could be used */
  uint64_t           counts[STEADY_CHANNEL_MAX];
} SteadyTally;

void steady_tally_sample (SteadyTally *self, const SteadySample *sample);
void steady_tally_event (SteadyTally *self, SteadyEvent event, SteadyInstant t);
void steady_tally_alarm (SteadyTally *self, const SteadyAlarmRecord *record);
