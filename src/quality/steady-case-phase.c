/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-case-phase.h"

#include <string.h>

#include <glib.h>

static const char *const names[STEADY_CASE_PHASE_KINDS] = {
  "case",    "bypass",    "clamp", "arrest", "cerebral",
  "cooling", "rewarming", "ecmo",  "muf",
};

/* The name that stands in files; "unknown" for what is none. Thread: any. */
const char *
steady_case_phase_name (SteadyCasePhaseKind kind)
{
  return (unsigned) kind < STEADY_CASE_PHASE_KINDS ? names[kind] : "unknown";
}

/* The kind called @name, or -1. Thread: any. */
int
steady_case_phase_from_name (const char *name)
{
  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}
