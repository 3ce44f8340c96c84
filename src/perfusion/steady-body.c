/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-body.h"

#include <math.h>

/* Outside of these a number was mistyped; [GK]. */
#define WEIGHT_LEAST_KG 0.3
#define WEIGHT_MOST_KG  300.0
#define HEIGHT_LEAST_CM 20.0
#define HEIGHT_MOST_CM  250.0

static bool
is_weight (SteadyWeight weight)
{
  return weight.kg >= WEIGHT_LEAST_KG && weight.kg <= WEIGHT_MOST_KG;
}

/*
 * The body surface.
 *
 * Mosteller 1987: √(H·W / 3600). Du Bois and Du Bois 1916: 0.007184·W^0.425·H^0.725,
 * some 6 % low at 3 kg. Haycock, Schwartz and Wisotsky 1978:
 * 0.024265·W^0.5378·H^0.3964. W in kg, H in cm.
 *
 * False, with @ret_area untouched, outside 0.3 … 300 kg and 20 … 250 cm.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_body_surface (SteadySurfaceFormula formula,
                     SteadyWeight         weight,
                     SteadyLength         height,
                     SteadyArea          *ret_area)
{
  if (!is_weight (weight) ||
      !(height.cm >= HEIGHT_LEAST_CM && height.cm <= HEIGHT_MOST_CM))
    return false;
  switch (formula)
    {
    case STEADY_SURFACE_MOSTELLER:
      ret_area->m2 = sqrt (height.cm * weight.kg / 3600);
      return true;
    case STEADY_SURFACE_DU_BOIS:
      ret_area->m2 = 0.007184 * pow (weight.kg, 0.425) * pow (height.cm, 0.725);
      return true;
    case STEADY_SURFACE_HAYCOCK:
      ret_area->m2 = 0.024265 * pow (weight.kg, 0.5378) * pow (height.cm, 0.3964);
      return true;
    }
  return false;
}

/*
 * The blood volume: weight · mL/kg, the second from a table by weight or age. Books
 * disagree; treat it as ± 10 %.
 *
 * False outside 0.3 … 300 kg and outside 40 … 120 mL/kg.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_body_blood_volume (SteadyWeight weight, double ml_kg, SteadyVolume *ret_volume)
{
  if (!is_weight (weight) || !(ml_kg >= 40 && ml_kg <= 120))
    return false;
  ret_volume->ml = ml_kg * weight.kg;
  return true;
}

/*
 * The weight that fits the height, for the surface of a heavy patient: from 1 to 18
 * years 2.396·e^(0.01863·H) kg (Traub and Johnson 1980 [GK]), from 18 years 22 kg/m²
 * [GK].
 *
 * False below 1 year or outside 50 … 250 cm.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_body_ideal_weight (SteadyLength  height,
                          double        age_days,
                          SteadyWeight *ret_weight)
{
  const double metres = height.cm / 100;

  if (!(height.cm >= 50 && height.cm <= HEIGHT_MOST_CM) || !(age_days >= 365))
    return false;
  ret_weight->kg =
      age_days < 18 * 365.25 ? 2.396 * exp (0.01863 * height.cm) : 22 * metres * metres;
  return true;
}
