/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-session.h"
#include "scenario/steady-condition.h"

enum
{
  STEADY_OPERATOR_ACTS = 128,
  STEADY_OPERATOR_MISSED = 16,
  STEADY_OPERATOR_SIGNS = 16
};

/* One thing that a scripted operator does, once. */
typedef struct SteadyOperatorAct
{
  SteadySpan      at; /* not before */
  bool            has_when;
  SteadyCondition when;
  SteadySpan      after; /* how long a person takes from seeing to doing */
  SteadyRequest   request;

  SteadyConditionState state;
  bool                 done;
} SteadyOperatorAct;

/* What an incident must look like: at a time after the fault, or a time until it is so.
 */
typedef struct SteadyOperatorSign
{
  const char     *text;
  const char     *source;
  bool            is_time; /* low and high are seconds until @when is so */
  SteadyCondition when;
  SteadyChannel   channel;
  SteadySpan      at;
  bool            relative; /* low and high are factors of the value at the fault */
  bool            change;   /* … or differences from it */
  double          low;
  double          high;

  SteadyConditionState state;
  bool                 has_before;
  double               before;
  bool                 has_value;
  double               value;
} SteadyOperatorSign;

/* A script beside a scenario: what a good operator does, what one who does nothing must
 * fail in, and what the incident must look like. */
typedef struct SteadyOperator
{
  SteadyJsonDocument document;
  unsigned           n_acts;
  unsigned           n_missed;
  unsigned           n_signs;
  unsigned           n_heard; /* of the course's log */
  const char        *missed[STEADY_OPERATOR_MISSED];
  const char        *passive_outcome;
  SteadyOperatorAct  acts[STEADY_OPERATOR_ACTS];
  SteadyOperatorSign signs[STEADY_OPERATOR_SIGNS];
} SteadyOperator;

SteadyOperator *steady_operator_load (const char *path, GError **error);
void            steady_operator_free (SteadyOperator *self);
void            steady_operator_tick (SteadyOperator *self, SteadyEngine *engine);
void            steady_operator_look (SteadyOperator *self, SteadyEngine *engine);
