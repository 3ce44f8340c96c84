/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-json.h"
#include "measure/steady-channel.h"
#include "quality/steady-case-phase.h"

enum
{
  STEADY_QUALITY_RULES_MOST = 48,
  STEADY_QUALITY_ID_SIZE = 40,
  STEADY_QUALITY_PROFILES = 5 /* neonate … adult */
};

/* A target of the child, and when it is looked at. */
typedef struct SteadyQualityRule
{
  char                id[STEADY_QUALITY_ID_SIZE];
  char               *title; /* in the source language */
  char               *source;
  char               *plan; /* member of a plan's targets that wins; NULL: none does */
  SteadyChannel       channel;
  bool                above; /* outside is above the limit, else below */
  SteadyCasePhaseKind phase;
  uint32_t            without; /* bits of phases in which it is not looked at */
  double limits[STEADY_QUALITY_PROFILES]; /* by size, in the unit of the channel */
  SteadyChannel while_channel;            /* NONE: always */
  bool          while_above;
  double        while_than;
  SteadySpan    holds;   /* how long a value counts */
  SteadySpan    notable; /* an excursion that long is said aloud */
} SteadyQualityRule;

/* The rule set in force. */
typedef struct SteadyQualityRules
{
  SteadyJsonDocument document;
  SteadyQualityRule  rules[STEADY_QUALITY_RULES_MOST];
  unsigned           n;
  unsigned           compare_least; /* earlier cases, for a comparison */
} SteadyQualityRules;

SteadyQualityRules *steady_quality_rules_load (const char *file, GError **error);
SteadyQualityRules *steady_quality_rules_load_installed (GError **error);
void                steady_quality_rules_free (SteadyQualityRules *self);
int                 steady_quality_profile (const char *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyQualityRules, steady_quality_rules_free)
