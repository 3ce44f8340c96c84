/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-full-flow.h"

#define WEIGHT_LEAST_KG  0.3
#define WEIGHT_MOST_KG   300.0
#define WEIGHT_SMOOTH_KG 30.0

/* Flow by weight as a perfusion course teaches it (Brainscape, paediatric perfusion).
 */
static const struct
{
  double up_to_kg;
  double ml_kg_min;
} bands[] = { { 3, 200 },  { 10, 150 }, { 15, 125 },
              { 30, 100 }, { 55, 75 },  { WEIGHT_MOST_KG, 65 } };

/*
 * Full flow by the plain table: to 3 kg 200, to 10 kg 150, to 15 kg 125, to 30 kg 100,
 * to 55 kg 75, above 65 mL/kg/min. It falls at each edge; a weight on an edge belongs
 * to the lighter band, which gives more.
 *
 * False outside 0.3 … 300 kg.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_full_flow_by_weight (SteadyWeight weight, SteadyFlow *ret_flow)
{
  unsigned i = 0;

  if (!(weight.kg >= WEIGHT_LEAST_KG && weight.kg <= WEIGHT_MOST_KG))
    return false;
  while (weight.kg > bands[i].up_to_kg)
    i++;
  *ret_flow = steady_flow_from_per_kg (bands[i].ml_kg_min, weight);
  return true;
}

static double
middle_of_band (unsigned i)
{
  return (bands[i].up_to_kg + (i > 0 ? bands[i - 1].up_to_kg : 0)) / 2;
}

/*
 * Full flow by the same table, interpolated between the middles of its bands, so that
 * it never falls as the weight rises. Above 30 kg the flow index governs and this says
 * nothing.
 *
 * False outside 0.3 … 30 kg.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_full_flow_smooth (SteadyWeight weight, SteadyFlow *ret_flow)
{
  unsigned i = 1;

  if (!(weight.kg >= WEIGHT_LEAST_KG && weight.kg <= WEIGHT_SMOOTH_KG))
    return false;
  if (weight.kg <= middle_of_band (0))
    {
      *ret_flow = steady_flow_from_per_kg (bands[0].ml_kg_min, weight);
      return true;
    }
  while (weight.kg > middle_of_band (i))
    i++;
  const double share = (weight.kg - middle_of_band (i - 1)) /
                       (middle_of_band (i) - middle_of_band (i - 1));
  const double ml_kg_min =
      bands[i - 1].ml_kg_min + share * (bands[i].ml_kg_min - bands[i - 1].ml_kg_min);
  *ret_flow = steady_flow_from_per_kg (ml_kg_min, weight);
  return true;
}
