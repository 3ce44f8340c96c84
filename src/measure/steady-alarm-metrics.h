/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-record.h"

enum
{
  STEADY_ALARM_METRICS_RULES = 192
};

/* One alarm over the whole case. */
typedef struct SteadyAlarmMetric
{
  char          id[STEADY_ALARM_ID_SIZE];
  SteadyInstant began;    /* of the onset that runs; NEVER: none */
  SteadySpan    present;  /* in total, of onsets that ended */
  uint32_t      onsets;   /* that could be heard or seen */
  uint32_t      acted_on; /* a person acted on it within 60 s */
  uint8_t       priority; /* SteadyPriority, the highest it had */
  uint8_t       waiting;  /* this onset has not been acted on */
  uint16_t      padding;
} SteadyAlarmMetric;

/*
 * What the alarms of a case were like, from its records in their order. Pure: the same
 * records give the same figures on the Alarms page, in a summary and in a review.
 */
typedef struct SteadyAlarmMetrics
{
  SteadyInstant     first; /* first and last instant that were told; NEVER: none */
  SteadyInstant     last;
  SteadySpan        paused;       /* audio, in total */
  SteadyInstant     paused_since; /* NEVER: not now */
  uint32_t          onsets;
  uint32_t          acted_on;
  unsigned          count;
  SteadyAlarmMetric rules[STEADY_ALARM_METRICS_RULES];
} SteadyAlarmMetrics;

void steady_alarm_metrics_init (SteadyAlarmMetrics *self);
void steady_alarm_metrics_record (SteadyAlarmMetrics      *self,
                                  const SteadyAlarmRecord *record);
void steady_alarm_metrics_act (SteadyAlarmMetrics *self, SteadyInstant t);
void
steady_alarm_metrics_pause (SteadyAlarmMetrics *self, SteadyInstant t, bool paused);
void       steady_alarm_metrics_event (SteadyAlarmMetrics *self,
                                       SteadyEvent         event,
                                       SteadyInstant       t);
void       steady_alarm_metrics_pass (SteadyAlarmMetrics *self, SteadyInstant t);
double     steady_alarm_metrics_per_hour (const SteadyAlarmMetrics *self);
double     steady_alarm_metrics_idle_per_hour (const SteadyAlarmMetrics *self);
double     steady_alarm_metrics_acted_share (const SteadyAlarmMetrics *self);
SteadySpan steady_alarm_metrics_paused (const SteadyAlarmMetrics *self);
unsigned   steady_alarm_metrics_worst (const SteadyAlarmMetrics *self,
                                       unsigned                 *ret_indices,
                                       unsigned                  size);
