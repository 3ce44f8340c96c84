/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "measure/steady-support.h"
#include "measure/steady-value-table.h"

/*
 * A training case as data: patient, circuit, starting phase, timeline. It sees a
 * read-only view and returns mechanisms; it never sets a result (engineering ruling 9).
 */
typedef struct SteadyScenario SteadyScenario;

typedef struct SteadyScenarioEffect
{
  char       mechanism[48];
  double     value;
  SteadySpan ramp;
} SteadyScenarioEffect;

SteadyScenario *steady_scenario_load (const char *path, GError **error);
void            steady_scenario_free (SteadyScenario *self);
const char     *steady_scenario_title (const SteadyScenario *self);
/* The JSON text of the members "patient", "circuit" and "start", and of the whole file.
 */
const char *steady_scenario_text (const SteadyScenario *self);
/* Support state to begin with. */
SteadySupport steady_scenario_start (const SteadyScenario *self);
/* Effects due at @case_time. Thread: tick; does not allocate. */
unsigned steady_scenario_update (SteadyScenario         *self,
                                 SteadySpan              case_time,
                                 const SteadyValueTable *values,
                                 const SteadySupport    *support,
                                 SteadyScenarioEffect   *ret_effects,
                                 unsigned                size);
/* Position in the timeline, for a resume. */
uint64_t steady_scenario_position (const SteadyScenario *self);
void     steady_scenario_set_position (SteadyScenario *self, uint64_t position);
