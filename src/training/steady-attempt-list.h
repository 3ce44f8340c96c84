/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* An earlier run of a scenario; a time that was not reached is NAN. */
typedef struct SteadyAttemptLine
{
  char   *scenario;
  int64_t utc_ns;
  bool    passed;
  double  detected_s;
  double  first_action_s;
  double  stable_s;
  double  deficit_ml_m2;
} SteadyAttemptLine;

GPtrArray               *steady_attempt_list_read (const char *path);
const SteadyAttemptLine *steady_attempt_list_best (GPtrArray  *attempts,
                                                   const char *scenario);
