/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-cardioplegia.h"

#include <string.h>

#define DOSE_MOST_ML 5000.0

static bool
within (double value, double low, double high)
{
  return value >= low && value <= high;
}

/*
 * A dose by weight, never above its cap: min (weight · mL/kg, cap). del Nido 20 mL/kg
 * to 1000 mL, then 10; St Thomas 25, then 15; HTK 30 to 50 mL/kg (practice sheet 4.1).
 *
 * False outside 0.3 … 300 kg, 0 … 100 mL/kg, or a cap outside 1 … 5000 mL.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_cardioplegia_dose (SteadyWeight  weight,
                          double        ml_kg,
                          SteadyVolume  cap,
                          SteadyVolume *ret_dose)
{
  if (!within (weight.kg, 0.3, 300) || !within (ml_kg, 0, 100) ||
      !within (cap.ml, 1, DOSE_MOST_ML))
    return false;
  const double dose = weight.kg * ml_kg;
  ret_dose->ml = dose < cap.ml ? dose : cap.ml;
  return true;
}

/*
 * What of a dose is crystalloid: dose · crystalloid / (blood + crystalloid).
 *
 * False for a dose outside 0 … 5000 mL, negative parts, or no parts at all.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_cardioplegia_crystalloid (SteadyVolume            dose,
                                 SteadyCardioplegiaRatio ratio,
                                 SteadyVolume           *ret_crystalloid)
{
  if (!within (dose.ml, 0, DOSE_MOST_ML) || !within (ratio.blood, 0, 100) ||
      !within (ratio.crystalloid, 0, 100) || !(ratio.blood + ratio.crystalloid > 0))
    return false;
  ret_crystalloid->ml = dose.ml * ratio.crystalloid / (ratio.blood + ratio.crystalloid);
  return true;
}

/*
 * A dose by surface: BSA · mL/min/m² · minutes (St Thomas 110 for 4 min, PMC9958799).
 *
 * False outside 0.03 … 4 m², 0 … 500 mL/min/m² and 0 … 20 min.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_cardioplegia_by_surface (SteadyArea    area,
                                double        ml_min_m2,
                                double        minutes,
                                SteadyVolume *ret_dose)
{
  if (!within (area.m2, 0.03, 4) || !within (ml_min_m2, 0, 500) ||
      !within (minutes, 0, 20))
    return false;
  ret_dose->ml = area.m2 * ml_min_m2 * minutes;
  return true;
}

/*
 * A dose as the pump shows it. A mix-up of mL and mL/kg has happened (practice sheet 5,
 * row 18), so the plan prints what will stand on the display.
 *
 * False outside 0.3 … 300 kg, 0 … 5000 mL, or for a unit that is not in the list.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_cardioplegia_on_pump (SteadyVolume   dose,
                             SteadyWeight   weight,
                             SteadyDoseUnit unit,
                             double        *ret_shown)
{
  if (!within (weight.kg, 0.3, 300) || !within (dose.ml, 0, DOSE_MOST_ML))
    return false;
  switch (unit)
    {
    case STEADY_DOSE_UNIT_ML:
      *ret_shown = dose.ml;
      return true;
    case STEADY_DOSE_UNIT_ML_KG:
      *ret_shown = dose.ml / weight.kg;
      return true;
    case STEADY_DOSE_UNIT_L:
      *ret_shown = dose.ml / 1000;
      return true;
    default:
      return false;
    }
}

/* "mL", "mL/kg" or "L"; NULL for another. Thread: any. */
const char *
steady_dose_unit_name (SteadyDoseUnit unit)
{
  switch (unit)
    {
    case STEADY_DOSE_UNIT_ML:
      return "mL";
    case STEADY_DOSE_UNIT_ML_KG:
      return "mL/kg";
    case STEADY_DOSE_UNIT_L:
      return "L";
    default:
      return NULL;
    }
}

/* False for a name that is none. Thread: any. */
bool
steady_dose_unit_from_name (const char *name, SteadyDoseUnit *ret_unit)
{
  for (int unit = STEADY_DOSE_UNIT_ML; unit <= STEADY_DOSE_UNIT_L; unit++)
    if (strcmp (name, steady_dose_unit_name ((SteadyDoseUnit) unit)) == 0)
      {
        *ret_unit = (SteadyDoseUnit) unit;
        return true;
      }
  return false;
}
