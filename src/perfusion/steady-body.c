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
 * The blood volume as a perfusion course teaches it (Brainscape, paediatric perfusion):
 * up to 10 kg 85, to 20 kg 80, to 30 kg 75, to 40 kg 70, above 65 mL/kg. Other books
 * give other tables; treat it as ± 10 %.
 *
 * False outside 0.3 … 300 kg.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_body_blood_volume (SteadyWeight weight, SteadyVolume *ret_volume)
{
  static const struct
  {
    double up_to_kg;
    double ml_kg;
  } table[] = {
    { 10, 85 }, { 20, 80 }, { 30, 75 }, { 40, 70 }, { WEIGHT_MOST_KG, 65 }
  };
  unsigned i = 0;

  if (!is_weight (weight))
    return false;
  while (weight.kg > table[i].up_to_kg)
    i++;
  ret_volume->ml = table[i].ml_kg * weight.kg;
  return true;
}
