/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "measure/steady-alarm-record.h"

/* A limit that follows something, as it is in force now. Stands on the wire. */
typedef struct SteadyMovingLimit
{
  char     id[STEADY_ALARM_ID_SIZE]; /* of the rule */
  double   limit;                    /* in force */
  double   at_plan;                  /* … at the flow of the plan */
  double   expected;                 /* what the plan expects at @flow */
  double   flow;                     /* L/min: the set flow that it follows */
  uint32_t moves;                    /* 0: somebody holds it where it is */
  uint32_t padding;
} SteadyMovingLimit;

static_assert (sizeof (SteadyMovingLimit) == STEADY_ALARM_ID_SIZE + 40,
               "moving limits stand on the wire");
