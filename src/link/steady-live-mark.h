/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/*
 * A mark on the machine that a live case runs here, so that nobody takes the alarm of
 * a training or a recording for that of the patient on the table.
 */
typedef struct SteadyLiveMark
{
  int fd; /* -1: not held */
} SteadyLiveMark;

void steady_live_mark_init (SteadyLiveMark *self);
bool steady_live_mark_hold (SteadyLiveMark *self);
void steady_live_mark_finish (SteadyLiveMark *self);
bool steady_live_mark_is_set (void);
