/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-ultrafiltration.h"

/*
 * Minutes until @filtrate has left a filter that @blood_ml_min flows through and that
 * lets @fraction of it go as water (10 to 15 mL/kg/min for 10 to 20 min [GK]).
 *
 * False for a filtrate outside 0 … 20 L, a flow outside 1 … 2000 mL/min, or a fraction
 * outside 0.01 … 0.9.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_ultrafiltration_time (SteadyVolume filtrate,
                             double       blood_ml_min,
                             double       fraction,
                             double      *ret_min)
{
  if (!(filtrate.ml >= 0 && filtrate.ml <= 20000) ||
      !(blood_ml_min >= 1 && blood_ml_min <= 2000) ||
      !(fraction >= 0.01 && fraction <= 0.9))
    return false;
  *ret_min = filtrate.ml / (blood_ml_min * fraction);
  return true;
}
