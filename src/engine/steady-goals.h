/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"
#include "measure/steady-sample.h"
#include "measure/steady-value-table.h"

enum
{
  STEADY_GOALS_SAMPLES = 8 /* one update never gives more */
};

/* What one update is told. */
typedef struct SteadyGoalsView
{
  SteadyInstant           now;
  const SteadyValueTable *values;
  double                  area_m2; /* 0: not known */
  double                  target;  /* mL/min/m², of DO2i; 0: none */
  double                  warm_c;  /* counted above it only */
  bool                    on_bypass;
  bool                    arrested;
} SteadyGoalsView;

/*
 * Goal-directed perfusion: how low the delivery of oxygen was and how much was missing
 * below its target, on bypass and warm only, since cold tissue needs less. Plain data,
 * goes into the state row.
 */
typedef struct SteadyGoals
{
  SteadyInstant told_at;   /* NEVER: not yet */
  double        nadir;     /* mL/min/m²; 0: nothing counted yet */
  double        area;      /* mL/m² that were missing below the target */
  double        below_s;   /* time below it */
  double        counted_s; /* time that counted */
} SteadyGoals;

void     steady_goals_init (SteadyGoals *self);
unsigned steady_goals_update (SteadyGoals           *self,
                              const SteadyGoalsView *view,
                              SteadySample          *ret_samples);
