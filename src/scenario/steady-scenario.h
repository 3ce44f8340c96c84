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
  char       note[120]; /* what a bystander would say, for the record */
} SteadyScenarioEffect;

#define STEADY_SCENARIO_FORMAT "steady-scenario"

enum
{
  STEADY_SCENARIO_VERSION = 1,
  STEADY_SCENARIO_TIMELINE_MAX = 64 /* bits of the position */
};

SteadyScenario *steady_scenario_load (const char *path, GError **error);
SteadyScenario             *
steady_scenario_parse (const char *name, const char *text, GError **error);
void        steady_scenario_free (SteadyScenario *self);
const char *steady_scenario_title (const SteadyScenario *self);
uint64_t    steady_scenario_seed (const SteadyScenario *self);
/* The text of the whole file: the simulated device and the console's greeting take the
 * members "patient", "circuit", "plan" and "start" from it. */
const char *steady_scenario_text (const SteadyScenario *self);
/* Support state to begin with; the instants in it are 0. */
SteadySupport steady_scenario_start (const SteadyScenario *self);
/* Effects due at @case_time that were not given before; call again while @size are
 * returned. Thread: tick; does not allocate. */
unsigned steady_scenario_update (SteadyScenario         *self,
                                 SteadySpan              case_time,
                                 const SteadyValueTable *values,
                                 const SteadySupport    *support,
                                 SteadyScenarioEffect   *ret_effects,
                                 unsigned                size);
/* Which steps of the timeline were given, for a resume. */
uint64_t steady_scenario_position (const SteadyScenario *self);
void     steady_scenario_set_position (SteadyScenario *self, uint64_t position);
