/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-ecmo-shown.h"

#include <math.h>

/*
 * In what the values of @row are shown to people: as this site wants to read gas
 * tensions, haemoglobin, glucose and lactate (safety ruling 24), all others in the unit
 * of the row. Cells and entries themselves stay in the unit of their channel.
 *
 * Thread: any. Does not allocate.
 */
SteadyShownUnit
steady_ecmo_shown (SteadyEcmoRow row)
{
  const SteadyEcmoRowInfo *info = steady_ecmo_row (row);
  const SteadyShownUnit    shown = steady_shown_unit (info->channel);

  if (info->channel != STEADY_CHANNEL_NONE && fabs (shown.factor - 1) > 1e-12)
    return shown;
  return (
      SteadyShownUnit){ .unit = info->unit, .factor = 1, .decimals = info->decimals };
}
