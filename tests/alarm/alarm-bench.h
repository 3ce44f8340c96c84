/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "alarm/steady-alarm-system.h"

/*
 * A bench for alarms: the rules as shipped, a neonate on full bypass with everything in
 * order, and a clock in the test's hand that steps 20 ms.
 */
typedef struct AlarmBench
{
  SteadyAlarmSystem *system;
  SteadyValueTable   values;
  SteadySupport      support;
  SteadyInstant      now;
  SteadyAlarmRecord  changes[256]; /* all that were taken, oldest first */
  unsigned           n_changes;
  SteadyIntervention wires[32];
  unsigned           n_wires;
} AlarmBench;

#define BENCH_TICK (20 * STEADY_NSEC_PER_MSEC)
#define BENCH_PLAN 0.48

void
bench_start (AlarmBench *self, const char *profile, double plan, const bool *fitted);
void bench_start_on (AlarmBench *self,
                     const char *base_name,
                     const char *profile,
                     double      plan,
                     const bool *fitted);
void bench_stop (AlarmBench *self);
void bench_set (AlarmBench *self, SteadyChannel channel, double value);
void bench_quality (AlarmBench *self, SteadyChannel channel, SteadyQuality quality);
void bench_normal (AlarmBench *self);
void bench_tick (AlarmBench *self);
void bench_run (AlarmBench *self, double seconds);
void bench_forget (AlarmBench *self);
SteadyAlarmState bench_state (const AlarmBench *self, const char *id);
unsigned         bench_present (const AlarmBench *self);
const SteadyAlarmRecord *
bench_change (const AlarmBench *self, const char *id, SteadyAlarmState state);
SteadySound bench_sound (AlarmBench *self);
unsigned    bench_rule_wires (const AlarmBench *self, const char *id);
char       *bench_data (const char *name);
