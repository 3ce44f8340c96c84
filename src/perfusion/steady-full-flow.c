/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-full-flow.h"

#define WEIGHT_LEAST_KG 0.3
#define INDEX_MOST      6.0  /* L/min/m² */
#define AREA_LEAST      0.03 /* m² */
#define AREA_MOST       4.0

/*
 * Full flow by the plain table of mL/kg/min. It falls at each edge; a weight on an edge
 * belongs to the lighter band, which gives more.
 *
 * False below 0.3 kg and above the table.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_full_flow_by_weight (const SteadyBands *ml_kg_min,
                            SteadyWeight       weight,
                            SteadyFlow        *ret_flow)
{
  SteadyBand band;

  if (!(weight.kg >= WEIGHT_LEAST_KG) ||
      !steady_bands_at (ml_kg_min, weight.kg, &band, NULL))
    return false;
  *ret_flow = steady_flow_from_per_kg (band.value, weight);
  return true;
}

/*
 * Full flow by the same table, interpolated between the middles of its bands, so that
 * it never falls as the weight rises. Above @most (30 kg) the flow index governs and
 * this says nothing.
 *
 * False outside 0.3 kg … @most.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_full_flow_smooth (const SteadyBands *ml_kg_min,
                         SteadyWeight       most,
                         SteadyWeight       weight,
                         SteadyFlow        *ret_flow)
{
  double per_kg;

  if (!(weight.kg >= WEIGHT_LEAST_KG && weight.kg <= most.kg) ||
      !steady_bands_smooth (ml_kg_min, weight.kg, &per_kg))
    return false;
  *ret_flow = steady_flow_from_per_kg (per_kg, weight);
  return true;
}

/*
 * Flow by index: index · BSA.
 *
 * False for an index outside 0 … 6 L/min/m² or a surface outside 0.03 … 4 m².
 *
 * Thread: any. Does not allocate.
 */
bool
steady_full_flow_by_index (double index_l_min_m2, SteadyArea area, SteadyFlow *ret_flow)
{
  if (!(index_l_min_m2 >= 0 && index_l_min_m2 <= INDEX_MOST) ||
      !(area.m2 >= AREA_LEAST && area.m2 <= AREA_MOST))
    return false;
  ret_flow->l_min = index_l_min_m2 * area.m2;
  return true;
}
