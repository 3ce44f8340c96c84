/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-oxygen.h"

#define HAEMOGLOBIN_MOST 25.0  /* g/dL */
#define PO2_MOST         760.0 /* mmHg */
#define CONTENT_MOST     40.0  /* mL/dL */
#define FLOW_MOST        12.0  /* L/min */
#define AREA_LEAST       0.03  /* m² */
#define AREA_MOST        4.0

const SteadyOxygenConstants steady_oxygen_goal_directed = { 1.34, 0.003 };
const SteadyOxygenConstants steady_oxygen_hemosphere = { 1.38, 0.0031 };

static bool
within (double value, double low, double high)
{
  return value >= low && value <= high;
}

/*
 * Oxygen content of blood, mL/dL: a·Hb·S + b·pO2, with @saturation from 0 to 1.
 *
 * False for a haemoglobin outside 0 … 25 g/dL, a saturation outside 0 … 1, or a pO2
 * outside 0 … 760 mmHg.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_oxygen_content (const SteadyOxygenConstants *constants,
                       SteadyHaemoglobin            haemoglobin,
                       double                       saturation,
                       SteadyPressure               po2,
                       double                      *ret_ml_dl)
{
  if (!within (haemoglobin.g_dl, 0, HAEMOGLOBIN_MOST) || !within (saturation, 0, 1) ||
      !within (po2.mmhg, 0, PO2_MOST))
    return false;
  *ret_ml_dl = constants->ml_per_g * haemoglobin.g_dl * saturation +
               constants->ml_per_dl_mmhg * po2.mmhg;
  return true;
}

/*
 * DO2i = (Q / BSA) · CaO2 · 10, mL/min/m² (goal-directed perfusion: Ranucci 2005).
 *
 * False for a flow outside 0 … 12 L/min, a surface outside 0.03 … 4 m², or a content
 * outside 0 … 40 mL/dL.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_oxygen_delivery_index (SteadyFlow flow,
                              SteadyArea area,
                              double     content_ml_dl,
                              double    *ret_ml_min_m2)
{
  if (!within (flow.l_min, 0, FLOW_MOST) || !within (area.m2, AREA_LEAST, AREA_MOST) ||
      !within (content_ml_dl, 0, CONTENT_MOST))
    return false;
  *ret_ml_min_m2 = steady_flow_index (flow, area) * content_ml_dl * 10;
  return true;
}

/*
 * The flow that gives a wanted DO2i: DO2i · BSA / (CaO2 · 10).
 *
 * False for a delivery outside 0 … 2000 mL/min/m², a surface outside 0.03 … 4 m², a
 * content outside 1 … 40 mL/dL, or where more than 12 L/min would be needed.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_oxygen_flow_for_delivery (double      delivery_ml_min_m2,
                                 SteadyArea  area,
                                 double      content_ml_dl,
                                 SteadyFlow *ret_flow)
{
  if (!within (delivery_ml_min_m2, 0, 2000) ||
      !within (area.m2, AREA_LEAST, AREA_MOST) ||
      !within (content_ml_dl, 1, CONTENT_MOST))
    return false;
  const double flow = delivery_ml_min_m2 * area.m2 / (content_ml_dl * 10);
  if (flow > FLOW_MOST)
    return false;
  ret_flow->l_min = flow;
  return true;
}

static bool
are_contents (double arterial, double venous)
{
  return within (arterial, 1, CONTENT_MOST) && within (venous, 0, arterial);
}

/*
 * VO2 = Q · (CaO2 − CvO2) · 10, mL/min (Fick).
 *
 * False for a flow outside 0 … 12 L/min, an arterial content outside 1 … 40 mL/dL, or a
 * venous one outside 0 … the arterial.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_oxygen_consumption (SteadyFlow flow,
                           double     arterial_ml_dl,
                           double     venous_ml_dl,
                           double    *ret_ml_min)
{
  if (!within (flow.l_min, 0, FLOW_MOST) ||
      !are_contents (arterial_ml_dl, venous_ml_dl))
    return false;
  *ret_ml_min = flow.l_min * (arterial_ml_dl - venous_ml_dl) * 10;
  return true;
}

/*
 * O2ER = (CaO2 − CvO2) / CaO2, from 0 to 1. False as steady_oxygen_consumption ().
 *
 * Thread: any. Does not allocate.
 */
bool
steady_oxygen_extraction (double  arterial_ml_dl,
                          double  venous_ml_dl,
                          double *ret_fraction)
{
  if (!are_contents (arterial_ml_dl, venous_ml_dl))
    return false;
  *ret_fraction = (arterial_ml_dl - venous_ml_dl) / arterial_ml_dl;
  return true;
}

/*
 * VCO2 ≈ sweep · exhaust pCO2 · 1.15, mL/min: L/min of gas at mmHg of 760, brought to
 * standard temperature and pressure; the factor is [GK] and to be checked
 * (practice sheet 4.1).
 *
 * False for a sweep outside 0 … 20 L/min or a pCO2 outside 0 … 150 mmHg.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_oxygen_carbon_dioxide (SteadyFlow     sweep,
                              SteadyPressure exhaust,
                              double        *ret_ml_min)
{
  if (!within (sweep.l_min, 0, 20) || !within (exhaust.mmhg, 0, 150))
    return false;
  *ret_ml_min = sweep.l_min * exhaust.mmhg * 1.15;
  return true;
}
