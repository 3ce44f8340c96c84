/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-expected-pressure.h"

#include <math.h>

/* No pump of an operating room gives more, L/min. */
#define MOST_FLOW 12.0

/*
 * The same plan of a transducer after the oxygenator, or after the filter behind it.
 * What a filter of its own takes no plan says: what is expected is that much too high
 * there, and so much later a limit above it warns; where the oxygenator's share is not
 * known, it is the pressure before the oxygenator, which is never lower.
 *
 * Thread: any. Does not allocate.
 */
SteadyPressurePlan
steady_pressure_plan_after_oxygenator (const SteadyPressurePlan *plan)
{
  SteadyPressurePlan after = *plan;

  after.expected.mmhg -= plan->oxygenator.mmhg;
  after.linear.mmhg -= plan->oxygenator.mmhg;
  after.oxygenator.mmhg = 0;
  return after;
}

/*
 * The pressure to expect before the oxygenator at @flow, from what the plan expects at
 * its own flow: the patient's mean pressure stays, oxygenator and line grow with the
 * flow, and all that is left is the cannula's, which grows with its 1.75th power
 * (steady_cannula_drop (), Sinard, Montoya).
 *
 * False, with @ret_pressure untouched, without a planned flow, for a plan that expects
 * no more than its parts together, or for a flow outside 0 … 12 L/min.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_expected_pressure (const SteadyPressurePlan *plan,
                          SteadyFlow                flow,
                          SteadyPressure           *ret_pressure)
{
  const double cannula = plan->expected.mmhg - plan->arterial.mmhg - plan->linear.mmhg;

  if (!(plan->flow.l_min > 0) || !(flow.l_min >= 0 && flow.l_min <= MOST_FLOW) ||
      !(cannula > 0 && plan->arterial.mmhg >= 0 && plan->linear.mmhg >= 0))
    return false;
  const double share = flow.l_min / plan->flow.l_min;
  ret_pressure->mmhg =
      plan->arterial.mmhg + plan->linear.mmhg * share + cannula * pow (share, 1.75);
  return true;
}
