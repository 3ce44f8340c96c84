/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-tubing.h"

#include <math.h>

#define CM_PER_SIXTEENTH (2.54 / 16)
#define LENGTH_MOST_CM   2000.0
#define ROLLER_MOST_RPM  300.0

static bool
is_made (SteadyTubing tubing)
{
  return tubing == STEADY_TUBING_1_8 || tubing == STEADY_TUBING_3_16 ||
         tubing == STEADY_TUBING_1_4 || tubing == STEADY_TUBING_3_8 ||
         tubing == STEADY_TUBING_1_2;
}

static bool
is_stroke (SteadyVolume per_turn)
{
  return per_turn.ml > 0 && per_turn.ml <= 100;
}

/*
 * What a length of tubing holds: π·d²/4·L. False for a diameter that is not in the list
 * or a length outside 0 … 2000 cm.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_tubing_volume (SteadyTubing  tubing,
                      SteadyLength  length,
                      SteadyVolume *ret_volume)
{
  const double diameter = (double) tubing * CM_PER_SIXTEENTH;

  if (!is_made (tubing) || !(length.cm >= 0 && length.cm <= LENGTH_MOST_CM))
    return false;
  ret_volume->ml = 3.14159265358979323846 / 4 * diameter * diameter * length.cm;
  return true;
}

/*
 * The flow of an occlusive roller that moves @per_turn each revolution (calibrate: a
 * smaller raceway moves less).
 *
 * False for a stroke outside 0 … 100 mL or a speed outside 0 … 300 rpm; above 100 rpm
 * tubing wears and blood suffers.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_tubing_roller_flow (SteadyVolume per_turn, double rpm, SteadyFlow *ret_flow)
{
  if (!is_stroke (per_turn) || !(rpm >= 0 && rpm <= ROLLER_MOST_RPM))
    return false;
  ret_flow->l_min = per_turn.ml * rpm / 1000;
  return true;
}

/*
 * The speed of an occlusive roller for a flow. False for a stroke outside 0 … 100 mL, a
 * negative flow, or where more than 300 rpm would be needed.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_tubing_roller_speed (SteadyVolume per_turn, SteadyFlow flow, double *ret_rpm)
{
  const double rpm = flow.l_min * 1000 / per_turn.ml;

  if (!is_stroke (per_turn) || !(rpm >= 0 && rpm <= ROLLER_MOST_RPM))
    return false;
  *ret_rpm = rpm;
  return true;
}
