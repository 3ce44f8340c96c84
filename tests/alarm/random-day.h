/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alarm-bench.h"

/*
 * Random days at the machine: values that jump, sensors that fail, phases that change
 * and hands on every button. Chance is g_test_rand_*, whose seed GLib prints.
 */

/* What a hand did, so that a test can follow it. */
typedef enum DayHand
{
  DAY_HAND_NONE,
  DAY_HAND_PAUSE,
  DAY_HAND_END_PAUSE,
  DAY_HAND_ACKNOWLEDGE,
  DAY_HAND_RESET
} DayHand;

bool        day_is_hasty (void);
unsigned    day_count (unsigned usual);
void        day_happen (AlarmBench *bench);
const char *day_any_id (const AlarmBench *bench);
DayHand     day_press (AlarmBench *bench);
DayHand     day_press_on (AlarmBench *bench, char ret_id[STEADY_ALARM_ID_SIZE]);
