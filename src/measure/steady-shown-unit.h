/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "measure/steady-channel.h"

/* In what a value is shown to people: the channel's own unit, or that of the site. */
typedef struct SteadyShownUnit
{
  const char *unit;
  double      factor; /* shown = value of the channel × factor */
  int         decimals;
} SteadyShownUnit;

bool            steady_shown_unit_choose (const char *unit);
void            steady_shown_unit_choose_all (const char *units);
void            steady_shown_unit_forget (void);
SteadyShownUnit steady_shown_unit (SteadyChannel channel);
SteadyShownUnit steady_shown_unit_of_entry (SteadyChannel channel, const char *unit);
int             steady_shown_unit_limit_decimals (SteadyChannel channel, double limit);
