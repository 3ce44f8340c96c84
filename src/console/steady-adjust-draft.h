/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "console/steady-console-state.h"
#include "console/steady-step-rule.h"
#include "measure/steady-steering.h"

enum
{
  STEADY_ADJUST_CELLS = 3,
  STEADY_ADJUST_OPTIONS = 3
};

/* What one tab does with the flow. */
typedef enum SteadyAdjustTab
{
  STEADY_ADJUST_SET,
  STEADY_ADJUST_RAMP,
  STEADY_ADJUST_SERVO,
  STEADY_ADJUST_FOLLOW,
  STEADY_ADJUST_TABS
} SteadyAdjustTab;

/*
 * What stands on the Flow page: three cells and some options a tab, filled with what is
 * proposed until somebody enters something, and the request that they make. Needs no
 * window; reads the state of the case and keeps no copy.
 */
typedef struct SteadyAdjustDraft
{
  const SteadyConsoleState *state;
  SteadyAdjustTab           tab;
  unsigned                  option[STEADY_ADJUST_TABS]; /* of pressure and follower */
  /* canonical; NAN: as proposed */
  double entered[STEADY_ADJUST_TABS][STEADY_ADJUST_CELLS];
} SteadyAdjustDraft;

/* How a cell is shown: shown value = canonical × factor. */
typedef struct SteadyAdjustUnit
{
  const char *unit;
  double      factor;
  int         decimals;
} SteadyAdjustUnit;

void   steady_adjust_draft_init (SteadyAdjustDraft *self);
double steady_adjust_draft_set_flow (const SteadyAdjustDraft *self);
double steady_adjust_draft_value (const SteadyAdjustDraft *self, unsigned cell);
void   steady_adjust_draft_enter (SteadyAdjustDraft *self, unsigned cell, double shown);
SteadyAdjustUnit steady_adjust_draft_unit (const SteadyAdjustDraft *self,
                                           unsigned                 cell);
const char *steady_adjust_draft_caption (const SteadyAdjustDraft *self, unsigned cell);
bool        steady_adjust_draft_is_entry (const SteadyAdjustDraft *self, unsigned cell);
bool        steady_adjust_draft_describe (const SteadyAdjustDraft *self,
                                          unsigned                 cell,
                                          char                    *ret_text,
                                          size_t                   size);
void        steady_adjust_draft_bounds (const SteadyAdjustDraft *self,
                                        unsigned                 cell,
                                        double                  *ret_low,
                                        double                  *ret_high);
const char *steady_adjust_draft_option_label (const SteadyAdjustDraft *self,
                                              unsigned                 option);
bool steady_adjust_draft_option_exists (const SteadyAdjustDraft *self, unsigned option);
unsigned steady_adjust_draft_option (const SteadyAdjustDraft *self);
void     steady_adjust_draft_choose (SteadyAdjustDraft *self, unsigned option);
bool     steady_adjust_draft_leaves_plan (const SteadyAdjustDraft *self);
void     steady_adjust_draft_request (const SteadyAdjustDraft *self,
                                      SteadyInstant            real_now,
                                      SteadySteerRequest      *ret_request);
