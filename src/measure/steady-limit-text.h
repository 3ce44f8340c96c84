/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "measure/steady-alarm-record.h"

/* What stands in an event STEADY_EVENT_LIMIT. */
typedef struct SteadyLimitText
{
  char        rule[STEADY_ALARM_ID_SIZE];
  double      before; /* in the channel's own unit, as all limits in a case */
  bool        plan;   /* it came with a plan that @who signed; else @who did it */
  const char *who;    /* part of the text that was read */
} SteadyLimitText;

double steady_limit_text_before (double limit);
bool   steady_limit_text_read (const char *text, SteadyLimitText *ret_limit);
