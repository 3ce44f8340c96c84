/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "scenario/steady-course.h"

/* One run of a scenario, as it is compared with others. A value that is not known is
 * NAN. */
typedef struct SteadyAttempt
{
  char   *scenario;  /* name of its file without .json */
  char   *case_file; /* NULL: none was kept */
  int64_t utc_ns;
  char   *outcome; /* "passed", "failed", "ended" */
  double  duration_s;
  double  detected_s;
  double  first_action_s;
  double  stable_s;
  double  do2_deficit_ml_m2;
  double  map_under_limit_s;
  double  air_ml;
  int     hints;
} SteadyAttempt;

bool       steady_attempts_add (const char           *scenario_file,
                                const char           *case_file,
                                int64_t               utc_ns,
                                const SteadyCourse   *course,
                                const SteadyScenario *scenario,
                                GError              **error);
GPtrArray *steady_attempts_load (const char *scenario);
