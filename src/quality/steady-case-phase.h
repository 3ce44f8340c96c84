/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

/* Stretches of a case, as people declared them. They lie over each other. Numbers stand
 * in the shelf's index: append only. */
typedef enum SteadyCasePhaseKind
{
  STEADY_CASE_PHASE_WHOLE = 0,
  STEADY_CASE_PHASE_BYPASS = 1,
  STEADY_CASE_PHASE_CLAMP = 2,
  STEADY_CASE_PHASE_ARREST = 3,
  STEADY_CASE_PHASE_CEREBRAL = 4,
  STEADY_CASE_PHASE_COOLING = 5,
  STEADY_CASE_PHASE_REWARMING = 6,
  STEADY_CASE_PHASE_ECMO = 7,
  STEADY_CASE_PHASE_MUF = 8,
  STEADY_CASE_PHASE_KINDS
} SteadyCasePhaseKind;

typedef struct SteadyCasePhase
{
  SteadyCasePhaseKind kind;
  SteadyInstant       from;
  SteadyInstant       to;
  bool                open; /* it had not ended when the case did */
} SteadyCasePhase;

const char *steady_case_phase_name (SteadyCasePhaseKind kind);
int         steady_case_phase_from_name (const char *name);
