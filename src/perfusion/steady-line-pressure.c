/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-line-pressure.h"

#include <math.h>

#include <glib.h>

#define FLOW_MOST            12.0 /* L/min */
#define REFERENCE_MPA_S      2.8 /* the blood that an oxygenator's drop is stated for */
#define BLOOD_DENSITY        1055.0
#define PASCAL_PER_MMHG      133.322
#define METRES_PER_SIXTEENTH (0.0254 / 16)

static bool
within (double value, double low, double high)
{
  return value >= low && value <= high;
}

static bool
is_flowing (SteadyViscosity viscosity, SteadyFlow flow)
{
  return within (viscosity.mpa_s, 0.5, 50) && within (flow.l_min, 0, FLOW_MOST);
}

/*
 * The viscosity of blood: 1.1 (1 + 2.5 H + 7.35 H²) e^(−0.03 (T − 37)) mPa·s, H from 0
 * to 1; the form is derived from the differences of tubing in Wang 2015 (physiology
 * notes 1.3 b).
 *
 * False for a haematocrit outside 0 … 70 % or a temperature outside 10 … 42 °C.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_viscosity_of_blood (SteadyHaematocrit haematocrit,
                           SteadyTemp        temperature,
                           SteadyViscosity  *ret_viscosity)
{
  const double h = haematocrit.percent / 100;

  if (!within (haematocrit.percent, 0, 70) || !within (temperature.c, 10, 42))
    return false;
  ret_viscosity->mpa_s =
      1.1 * (1 + 2.5 * h + 7.35 * h * h) * exp (-0.03 * (temperature.c - 37));
  return true;
}

/*
 * The M number of a paediatric arterial cannula without one of its own: M at 8 Fr −
 * slope · ln (Fr / 8); 4.62 and 2.15 fit Wang 2015 within 3 % and two points of a maker
 * (physiology notes 1.3 d).
 *
 * False outside 4 … 32 Fr.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_cannula_number_for_size (double               fr,
                                double               m_at_8_fr,
                                double               slope,
                                SteadyCannulaNumber *ret_number)
{
  if (!within (fr, 4, 32))
    return false;
  ret_number->m = m_at_8_fr - slope * log (fr / 8);
  return true;
}

/*
 * The pressure drop of a cannula by its M number: 10^M · μ^0.25 · Q^1.75 / 7.161·10⁶
 * mmHg, μ in poise, Q in mL/min (Sinard, Montoya).
 *
 * False for M outside 0 … 7, a viscosity outside 0.5 … 50 mPa·s, or a flow outside
 * 0 … 12 L/min.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_cannula_drop (SteadyCannulaNumber number,
                     SteadyViscosity     viscosity,
                     SteadyFlow          flow,
                     SteadyPressure     *ret_drop)
{
  if (!within (number.m, 0, 7) || !is_flowing (viscosity, flow))
    return false;
  ret_drop->mmhg = pow (10, number.m) * pow (viscosity.mpa_s / 100, 0.25) *
                   pow (flow.l_min * 1000, 1.75) / 7.161e6;
  return true;
}

/*
 * The pressure drop of a line: 128 μ L Q / (π d⁴) while laminar (Reynolds below 2000),
 * by Blasius' friction 0.316 Re^−0.25 above 3000, between them a blend (physiology
 * notes 1.3 c).
 *
 * False for tubing that is not made, a length outside 0 … 2000 cm, or as
 * steady_cannula_drop ().
 *
 * Thread: any. Does not allocate.
 */
bool
steady_tubing_drop (SteadyTubing    tubing,
                    SteadyLength    length,
                    SteadyViscosity viscosity,
                    SteadyFlow      flow,
                    SteadyPressure *ret_drop)
{
  SteadyVolume content;

  if (!steady_tubing_volume (tubing, length, &content) || !is_flowing (viscosity, flow))
    return false;
  const double bore = (double) tubing * METRES_PER_SIXTEENTH;
  const double metres = length.cm / 100, mu = viscosity.mpa_s / 1000;
  const double speed = flow.l_min / 60000 / (G_PI / 4 * bore * bore);
  const double reynolds = BLOOD_DENSITY * speed * bore / mu;
  const double laminar = 32 * mu * metres * speed / (bore * bore);
  double       pascal = laminar;
  if (reynolds > 2000)
    {
      const double turbulent = 0.316 * pow (reynolds, -0.25) * metres / bore *
                               BLOOD_DENSITY * speed * speed / 2;
      const double share = fmin ((reynolds - 2000) / 1000, 1);
      pascal = laminar + share * (turbulent - laminar);
    }
  ret_drop->mmhg = pascal / PASCAL_PER_MMHG;
  return true;
}

/*
 * The pressure drop of an oxygenator: its mmHg per L/min at 2.8 mPa·s, with the
 * viscosity, times the flow (physiology notes 1.3 g: constant for each model).
 *
 * False for a resistance outside 0 … 500 mmHg·min/L, or as steady_cannula_drop ().
 *
 * Thread: any. Does not allocate.
 */
bool
steady_oxygenator_drop (double          resistance_mmhg_min_l,
                        SteadyViscosity viscosity,
                        SteadyFlow      flow,
                        SteadyPressure *ret_drop)
{
  if (!within (resistance_mmhg_min_l, 0, 500) || !is_flowing (viscosity, flow))
    return false;
  ret_drop->mmhg =
      resistance_mmhg_min_l * viscosity.mpa_s / REFERENCE_MPA_S * flow.l_min;
  return true;
}
