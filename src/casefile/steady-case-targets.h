/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-json.h"
#include "casefile/steady-case-reader.h"

/* The targets of a plan, from an instant on until the next. */
typedef struct SteadyCaseTargets
{
  SteadyInstant      from;
  bool               kept; /* of a signed plan; else what the case began with */
  SteadyJsonDocument document;
  SteadyJsonNode     targets; /* object NULL: none */
} SteadyCaseTargets;

bool   steady_case_targets_read (SteadyCaseReader *reader,
                                 GArray          **ret_targets,
                                 GError          **error);
double steady_case_targets_number (const SteadyCaseTargets *self, const char *key);
double steady_case_targets_at (const GArray *targets, SteadyInstant t, const char *key);
