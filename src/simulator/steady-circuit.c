/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What is outside the child, once a millisecond: venous line, pump, oxygenator,
 * arterial line, and the air in them (physiology notes 1.3 e to g, q).
 */

#define DT STEADY_STEP_S

/* Air in the venous line that ends its siphon, mL. [GK] */
#define AIR_LOCK_ML 20.0

/* |flow| to the power 0.75, by square roots. Thread: any. */
double
steady_power_three_quarters (double flow)
{
  const double root = sqrt (fabs (flow));
  return root * sqrt (root);
}

/* What a half-closed clamp adds to the resistance of a line, mmHg s/mL: little until
 * late. Thread: any. */
double
steady_clamp_resistance (double open)
{
  return 0.2 * (1.0 / (open * open) - 1.0);
}

/*
 * The siphon empties the vessel that the cannula lies in. When that runs empty its wall
 * is sucked onto the cannula: the gate closes with a little delay, fills and opens
 * again, which is the chatter of the line.
 */
static double
venous_drive (SteadySimulator *self, int from)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyCoefficients *c = &self->coefficients;
  const double              weight = self->setup.body.weight_kg;
  const double              vacuum =
      steady_is_closed (self) ? 0.0 : self->mechanism[STEADY_MECHANISM_VENOUS_VACUUM];
  /* The harder the suck, the fuller the vessel must be to stay open: beyond 20 mmHg 3 %
   * for each. [GK] */
  const double suction = fmax (vacuum - h->pressure[RES] - 20.0, 0.0);
  const double shut = c->collapse_ml * (1.0 + 0.03 * suction);
  const double filling = (h->volume[from] - shut) / (0.03 * weight);
  const double target = 1.0 / (1.0 + exp (-steady_clamp (filling, -30.0, 30.0)));
  /* Air in the line breaks the column of blood that pulls. */
  const double column =
      c->siphon_mmhg *
      (1.0 - steady_clamp (
                 (h->line_air - 0.5 * AIR_LOCK_ML) / (0.5 * AIR_LOCK_ML), 0.0, 1.0));

  h->gate += (target - h->gate) * DT / 0.05;
  return h->pressure[from] + column + vacuum - h->pressure[RES];
}

static void
step_venous_line (SteadySimulator *self)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyCoefficients *c = &self->coefficients;
  const int                 from = self->setup.circuit.drain > 0.5 ? IV : RA;
  const double              weight = self->setup.body.weight_kg;
  const double              held = self->mechanism[STEADY_MECHANISM_VENOUS_CLAMP];
  const double open = (1.0 - h->venous_clamp) * (1.0 - steady_clamp (held, 0.0, 1.0));
  const double drive = venous_drive (self, from);
  const bool   off = steady_is_on (self, STEADY_MECHANISM_VENOUS_LINE_OFF);

  if (open < 0.02 || off)
    h->venous_flow = 0.0;
  else
    {
      const double resistance =
          c->venous_line * self->mechanism[STEADY_MECHANISM_VENOUS_LINE_RESISTANCE] +
          c->venous_occluder + steady_clamp_resistance (open) +
          c->venous_cannula * steady_power_three_quarters (h->venous_flow);
      const double share = DT / c->venous_inertance;
      const double push = drive > 0.0 ? drive * h->gate : drive;
      h->venous_flow = (h->venous_flow + share * push) / (1.0 + share * resistance);
    }
  /* An open reservoir gives nothing back; a closed circuit can. */
  if (h->venous_flow < 0.0 && !steady_is_closed (self))
    h->venous_flow = 0.0;
  const int    source = h->venous_flow < 0.0 ? RES : from;
  const double left = steady_clamp (h->volume[source] / (0.03 * weight), 0.0, 1.0);
  const double moved = h->venous_flow * left * DT;
  h->volume[from] -= moved;
  h->volume[RES] += moved;
  h->moved[STEADY_EDGE_VENOUS_LINE] += moved;
  /* Blood takes some of the air along to the reservoir, where it rises. A closed
   * circuit has no place for it to rise: it goes to the pump. [GK] */
  if (h->line_air > 0.0 && moved > 0.0)
    {
      const double taken = fmin (0.1 * moved, h->line_air);
      h->line_air -= taken;
      if (steady_is_closed (self))
        h->pump_air += taken;
    }
  /* A line that has come off its cannula sucks air. [GK] rate */
  if (off && open > 0.02)
    h->line_air = fmin (h->line_air + 5.0 * steady_size_factor (self) * DT, 200.0);
}

/* An arterial line that has come off: what it carries is spilt into the field, and the
 * open cannula bleeds. [GK] rate */
static void
spill (SteadySimulator *self, double moved)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      bleeds = steady_clamp (h->pressure[AD], 0.0, 200.0) * 0.02 *
                        steady_size_factor (self) * DT;

  h->volume[POST] -= moved;
  h->volume[AD] -= bleeds;
  h->moved[STEADY_EDGE_ARTERIAL] += moved;
  h->moved[STEADY_EDGE_FIELD] += bleeds;
  h->field += moved + bleeds;
}

static void
step_arterial_line (SteadySimulator *self)
{
  static const int          places[3] = { AO, AD, RA };
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyCoefficients *c = &self->coefficients;
  const int    to = places[(int) steady_clamp (self->setup.circuit.inlet, 0.0, 2.0)];
  const double open = 1.0 - h->arterial_clamp;
  const bool   off = c->spilling > 0.5;

  if (open < 0.02)
    {
      h->arterial_flow = 0.0;
      return;
    }
  const double factor =
      self->mechanism[STEADY_MECHANISM_ARTERIAL_CANNULA_RESISTANCE] *
      (1.0 + 4.0 * self->mechanism[STEADY_MECHANISM_AORTIC_DISSECTION]);
  const double cannula = off ? 0.0
                             : factor * c->arterial_cannula *
                                   steady_power_three_quarters (h->arterial_flow);
  const double resistance = c->arterial_line + steady_clamp_resistance (open) + cannula;
  const double share = DT / c->arterial_inertance;
  const double against = off ? 0.0 : h->pressure[to];

  h->arterial_flow = (h->arterial_flow + share * (h->pressure[POST] - against)) /
                     (1.0 + share * resistance);
  /* A column of blood that runs on after its pump has stopped breaks before it can suck
   * the oxygenator empty. [GK] */
  if (h->pressure[POST] < -40.0 && h->arterial_flow > 0.0)
    h->arterial_flow *= 0.9;
  const double moved = h->arterial_flow * DT;
  if (off)
    {
      if (moved > 0.0)
        spill (self, moved);
      return;
    }
  /* An outlet beside the inlet of the venous cannula: part of it is drained at once. */
  const double back =
      to == RA && moved > 0.0
          ? steady_clamp (self->setup.circuit.recirculation +
                              self->mechanism[STEADY_MECHANISM_RECIRCULATION],
                          0.0,
                          0.9) *
                moved
          : 0.0;
  h->volume[POST] -= moved;
  h->volume[to] += moved - back;
  h->moved[STEADY_EDGE_ARTERIAL] += moved - back;
  h->volume[self->setup.circuit.drain > 0.5 ? IV : RA] += back;
  h->moved[STEADY_EDGE_RECIRCULATION] += back;
}

/* Air leaves the detector with the blood, or rises to the trap when blood stands. */
static void
step_bubble (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  double            leaving = 0.25;

  if (h->bubble_left <= 0.0)
    return;
  if (h->arterial_flow > leaving)
    {
      leaving = h->arterial_flow;
      h->air_to_child += leaving * DT < h->bubble_left ? leaving * DT : h->bubble_left;
    }
  h->bubble_left -= leaving * DT;
  if (h->bubble_left < 0.0)
    h->bubble_left = 0.0;
}

static void
step_clamps (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      most = DT / 0.3;
  const bool        fault = steady_is_on (self, STEADY_MECHANISM_ARTERIAL_CLAMP_FAULT);
  const double      arterial =
      fault || self->setting[STEADY_SETTING_ARTERIAL_CLAMP] > 0.5 ? 1.0 : 0.0;
  const double venous = self->setting[STEADY_SETTING_VENOUS_CLAMP] > 0.5 ? 1.0 : 0.0;

  h->arterial_clamp += steady_clamp (arterial - h->arterial_clamp, -most, most);
  h->venous_clamp += steady_clamp (venous - h->venous_clamp, -most, most);
}

/* One millisecond of lines, pump and oxygenator. Thread: the owner's; does not
 * allocate. */
void
steady_circuit_step (SteadySimulator *self, const double *elastance)
{
  step_clamps (self);
  step_venous_line (self);
  steady_pump_step (self);
  steady_pass (&self->hydraulics,
               elastance,
               PRE,
               POST,
               self->coefficients.oxygenator_resistance,
               1.0);
  step_arterial_line (self);
  step_bubble (self);
}
