/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm-bench.h"

/*
 * Rules made for a test: HEAD, any number of RULE ()s, TAIL, with ' for ". HEAD holds
 * the rule "lost", a sensor that every other one stands on.
 */
#define HEAD                                                                         \
  "{'format': 'steady-alarms', 'version': 1, 'title': 'T', 'source': 's',"           \
  " 'audio_pause_s': {'value': 120, 'source': 's'},"                                 \
  " 'audio_pause_high_s': {'value': 30, 'source': 's'},"                             \
  " 'cascade_s': {'value': 10, 'source': 's'},"                                      \
  " 'override_s': {'value': 100, 'source': 's'},"                                    \
  " 'water_follows_per_min': {'value': 0.5, 'source': 's'},"                         \
  " 'signal_arms': {'condition': {'channel': 'patient_flow', 'is': 'above',"         \
  "   'percent': {'value': 10, 'of': 'set_pump_flow', 'at_least': 0.05,"             \
  "     'hysteresis': 0.01, 'source': 's'}},"                                        \
  "   'delay_s': {'value': 10, 'source': 's'}, 'modes': ['set-up'], 'source': 's'}," \
  " 'rules': ["                                                                      \
  "  {'id': 'lost', 'priority': 'medium', 'category': 'equipment', 'source': 's',"   \
  "   'technical': true, 'armed': 'always',"                                         \
  "   'delay': {'on_s': 1, 'off_s': 1, 'source': 's'},"                              \
  "   'watches': ['arterial_air', 'arterial_mean', 'measured_flow', 'recorder'],"    \
  "   'title': 't', 'what': 'w', 'first': 'f', 'causes': ['c']}"
#define TAIL           "]}"
#define TEXTS          "'title': 't', 'what': 'w', 'first': 'f', 'causes': ['c']"
#define DELAY(on, off) "'delay': {'on_s': " #on ", 'off_s': " #off ", 'source': 's'}"
#define BELOW(limit)                                                             \
  "'condition': {'all': [{'channel': 'arterial_mean', 'is': 'below',"            \
  " 'limit': {'value': " #limit ", 'floor': 10, 'ceiling': 60, 'hysteresis': 2," \
  " 'source': 's'}}]}"
#define RULE(id, priority, more)              \
  ", {'id': '" id "', 'priority': '" priority \
  "', 'category': 'cardiac', 'source': 's', " more ", " TEXTS "}"
#define ALWAYS "'armed': 'always', "

SteadyAlarmSystem      *
small_make (const char *rules, SteadyAlarmSetup setup, GError **error);
void small_start (AlarmBench *bench, const char *rules);
void small_refused (const char *rules, const char *words);
const SteadyAlarmRecord *small_present (const AlarmBench *bench, const char *id);
void                     small_mode (AlarmBench *bench, uint32_t mode);
char                    *small_with_first (const char *more, const char *rules);
