/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct SteadySession SteadySession;

/*
 * A plan played through a usual case: on bypass, cooled, clamped, an hour's third at
 * the planned temperature, warmed again. What comes out is a prediction of the model.
 */
char *steady_rehearsal_scenario (const char *plan_file, GError **error);
char *steady_rehearsal_run (SteadySession *session);
