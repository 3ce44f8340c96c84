/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulator/steady-blood.h"

#include <math.h>

/* mL of oxygen a gram of haemoglobin carries, and mL per mL of blood and mmHg that are
 * dissolved. */
#define HUEFNER   0.0134
#define DISSOLVED 0.000031

static double
power_of_10 (double exponent)
{
  return exp (exponent * 2.302585092994046);
}

static double
clamp (double value, double low, double high)
{
  return value < low ? low : value > high ? high : value;
}

/* Half-saturation: adult 26.8, newborn 19 mmHg (Severinghaus 1979; 18 to 20 in cord
 * blood). Thread: any. */
double
steady_blood_p50 (double fetal_fraction)
{
  return 26.8 - 7.8 * fetal_fraction;
}

/*
 * Viscosity in cP. The form gives 2.8 cP at a haematocrit of 0.30 and 35 °C, which the
 * differences between tubings in Wang 2015 imply.
 *
 * Thread: any.
 */
double
steady_blood_viscosity (double haematocrit, double temperature)
{
  return 1.1 * (1.0 + 2.5 * haematocrit + 7.35 * haematocrit * haematocrit) *
         exp (-0.03 * (temperature - 37.0));
}

/* Severinghaus 1979, with the Bohr shift and the shift to another half-saturation.
 * Thread: any. */
double
steady_blood_saturation (double po2, double ph, double p50)
{
  const double p = po2 * power_of_10 (0.48 * (ph - 7.4)) * 26.8 / p50;

  return p <= 0.01 ? 0.0 : 1.0 / (1.0 + 23400.0 / (p * p * p + 150.0 * p));
}

/* Oxygen content, bound and dissolved. Thread: any. */
double
steady_blood_oxygen (const SteadyBlood *self, double po2, double ph)
{
  return HUEFNER * self->haemoglobin * steady_blood_saturation (po2, ph, self->p50) +
         DISSOLVED * po2;
}

/* Base excess by Zander's form of the Van Slyke equation (Lang and Zander 2002). */
static double
base_excess (const SteadyBlood *self,
             double             pco2,
             double             ph,
             double             saturation,
             double            *ret_slope)
{
  const double hb = self->haemoglobin;
  const double bicarbonate = 0.0304 * pco2 * power_of_10 (ph - 6.1);

  *ret_slope =
      (1.0 - 0.0143 * hb) * (bicarbonate * 2.302585092994046 + 9.5 + 1.63 * hb);
  return (1.0 - 0.0143 * hb) *
             ((bicarbonate - 24.26) + (9.5 + 1.63 * hb) * (ph - 7.4)) -
         0.2 * hb * (1.0 - saturation);
}

/* The pH at a known carbon dioxide tension, by Newton's method; the function rises
 * steadily. Thread: any. */
double
steady_blood_ph (const SteadyBlood *self, double pco2, double saturation)
{
  double ph = 7.4;

  for (int i = 0; i < 12; i++)
    {
      double       slope;
      const double off =
          base_excess (self, pco2, ph, saturation, &slope) - self->base_excess;
      const double step = clamp (off / slope, -0.3, 0.3);
      ph = clamp (ph - step, 6.2, 8.1);
      if (fabs (step) < 1e-7)
        break;
    }
  return ph;
}

/* The apparent first dissociation exponent of carbonic acid at 37 °C, of Douglas 1988
 * (after Kelman). Thread: any. */
double
steady_blood_pk (double ph)
{
  return 6.086 + 0.042 * (7.4 - ph) + (0.00472 + 0.00139 * (7.4 - ph));
}

/* Douglas 1988: carbon dioxide in plasma, then in whole blood. Thread: any. */
double
steady_blood_carbon_dioxide (const SteadyBlood *self,
                             double             pco2,
                             double             ph,
                             double             saturation)
{
  const double plasma =
      2.226 * 0.0307 * pco2 * (1.0 + power_of_10 (ph - steady_blood_pk (ph)));

  /* The factor for cells has a pole at 8.142; nobody measured near it. */
  const double measured = ph < 7.9 ? ph : 7.9;

  return 0.01 * plasma *
         (1.0 - 0.0289 * self->haemoglobin /
                    ((3.352 - 0.456 * saturation) * (8.142 - measured)));
}

/* The tension at which blood holds @oxygen, by bisection and Newton steps. Thread: any.
 */
double
steady_blood_po2_of (const SteadyBlood *self, double oxygen, double ph)
{
  double low = 0.0, high = 1600.0, po2 = 60.0;

  for (int i = 0; i < 60; i++)
    {
      const double off = steady_blood_oxygen (self, po2, ph) - oxygen;
      const double slope =
          (steady_blood_oxygen (self, po2 + 0.01, ph) - oxygen - off) / 0.01;
      if (off > 0.0)
        high = po2;
      else
        low = po2;
      const double next = po2 - off / slope;
      const double chosen = next > low && next < high ? next : 0.5 * (low + high);
      const double moved = fabs (chosen - po2);
      po2 = chosen;
      if (moved < 1e-4)
        break;
    }
  return po2;
}

/* The tension and the pH at which blood holds @carbon_dioxide, by bisection on pH.
 * Thread: any. */
double
steady_blood_pco2_of (const SteadyBlood *self,
                      double             carbon_dioxide,
                      double             saturation,
                      double            *ret_ph)
{
  double low = 6.2, high = 8.1, pco2 = 40.0;

  for (int i = 0; i < 32; i++)
    {
      const double ph = 0.5 * (low + high);
      double       slope;
      pco2 = carbon_dioxide / steady_blood_carbon_dioxide (self, 1.0, ph, saturation);
      if (base_excess (self, pco2, ph, saturation, &slope) > self->base_excess)
        high = ph;
      else
        low = ph;
    }
  *ret_ph = 0.5 * (low + high);
  return pco2;
}

/* Pressure of water vapour: 47 mmHg at 37 °C, 28 at 28 °C. Thread: any. */
double
steady_blood_water_pressure (double temperature)
{
  return 47.0 * exp (0.0575 * (temperature - 37.0));
}

/* What a tension at @temperature is at 37 °C (Bradley 1956: 4.4 % a degree). Thread:
 * any. */
double
steady_blood_pco2_to_37 (double pco2, double temperature)
{
  return pco2 * power_of_10 (0.0185 * (37.0 - temperature));
}

/* The same for oxygen (Severinghaus 1979): d ln PO2 / dT. Thread: any. */
double
steady_blood_po2_to_37 (double po2, double temperature)
{
  const double near = pow (0.00243 * po2, 3.88);
  return po2 * exp ((0.058 / (near + 1.0) + 0.013) * (37.0 - temperature));
}

/* What a pH at 37 °C is at @temperature (the form of the IL 1301 analyser). Thread:
 * any. */
double
steady_blood_ph_at (double ph, double temperature)
{
  return ph + (-0.0147 + 0.0065 * (7.4 - ph)) * (temperature - 37.0);
}

/*
 * Oncotic pressure in mmHg of plasma with @protein g/dL (Landis and Pappenheimer).
 *
 * Thread: any.
 */
double
steady_blood_oncotic (double protein)
{
  return protein * (2.1 + protein * (0.16 + 0.009 * protein));
}

/* The same where all of the protein is albumin. [GK] Thread: any. */
double
steady_blood_oncotic_albumin (double albumin)
{
  return albumin * (2.8 + albumin * (0.18 + 0.012 * albumin));
}
