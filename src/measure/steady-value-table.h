/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-sample.h"

/*
 * The latest sample of every fixed channel, with the quality as judged now. Zeroed
 * memory is a table in which everything is missing.
 */
typedef struct SteadyValueTable
{
  SteadySample latest[STEADY_CHANNEL_MAX];
  SteadySpan   stale[STEADY_CHANNEL_MAX]; /* its source's own limit; 0: the channel's */
} SteadyValueTable;

void steady_value_table_set (SteadyValueTable *self, const SteadySample *sample);
const SteadySample *steady_value_table_get (const SteadyValueTable *self,
                                            SteadyChannel           channel);
bool                steady_value_table_value (const SteadyValueTable *self,
                                              SteadyChannel           channel,
                                              double                 *ret_value);
void steady_value_table_judge (SteadyValueTable *self, SteadyInstant now);
