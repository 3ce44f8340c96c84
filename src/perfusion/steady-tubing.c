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
 * What a roller pump with a 6 inch raceway moves each revolution (Brainscape,
 * paediatric perfusion): 3/16" 7, 1/4" 13, 3/8" 27, 1/2" 45 mL. A smaller raceway moves
 * less: calibrate. False for tubing that is no pump boot there.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_tubing_stroke (SteadyTubing boot, SteadyVolume *ret_per_turn)
{
  switch (boot)
    {
    case STEADY_TUBING_3_16:
      ret_per_turn->ml = 7;
      return true;
    case STEADY_TUBING_1_4:
      ret_per_turn->ml = 13;
      return true;
    case STEADY_TUBING_3_8:
      ret_per_turn->ml = 27;
      return true;
    case STEADY_TUBING_1_2:
      ret_per_turn->ml = 45;
      return true;
    case STEADY_TUBING_1_8:
    default:
      return false;
    }
}

/*
 * The flow of an occlusive roller at @rpm. False for tubing that is no boot or a speed
 * outside 0 … 300 rpm; above 100 rpm tubing wears and blood suffers.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_tubing_roller_flow (SteadyTubing boot, double rpm, SteadyFlow *ret_flow)
{
  SteadyVolume stroke;

  if (!steady_tubing_stroke (boot, &stroke) || !(rpm >= 0 && rpm <= ROLLER_MOST_RPM))
    return false;
  ret_flow->l_min = stroke.ml * rpm / 1000;
  return true;
}
