/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * The arterial pump: rollers that push what their tube holds, or a rotor that only
 * makes a head, so that its flow depends on what it works against and can turn back
 * (physiology notes 1.3 f, 2.4).
 */

#define DT STEADY_STEP_S

/* What leaks back under the rollers of a neonate's boot, mL/s for each mmHg. [GK] */
#define OCCLUSION_LEAK 0.0005

/* Beyond this head the rollers slip (300 to 400 mmHg is the usual setting). */
#define OCCLUSION_MMHG 400.0

#define RIPPLE 0.12

/* Air that a centrifugal pump cannot throw out any more, mL; it turns without a head.
 * [GK] */
#define DEPRIMED_ML 25.0

/* Inertance of the blood in a centrifugal pump and its short lines, mmHg s²/mL. [GK] */
#define ROTOR_INERTANCE 0.02

/* A controller of flow changes the speed by this part of what is missing, 1/s. [GK] */
#define CONTROLLER_GAIN 0.8

static double
pump_direction (const SteadySimulator *self)
{
  return steady_is_on (self, STEADY_MECHANISM_PUMP_REVERSED) ? -1.0 : 1.0;
}

/* Two rollers give two pulses a turn; an empty reservoir gives air. */
static void
step_rollers (SteadySimulator *self)
{
  SteadyHydraulics    *h = &self->hydraulics;
  const SteadyCircuit *circuit = &self->setup.circuit;
  const double         target = self->coefficients.target_speed;
  /* A roller head runs up within about a second and brakes faster. [GK] */
  const double up = 2.0 * DT, down = 6.0 * DT;

  h->speed += steady_clamp (target - h->speed, -down, up);
  h->angle += h->speed * DT;
  h->angle -= floor (h->angle);
  const double way = pump_direction (self);
  const double head = h->pressure[PRE] - h->pressure[RES];
  const double slip =
      1.0 - (way * head > OCCLUSION_MMHG ? (way * head - OCCLUSION_MMHG) / 200.0 : 0.0);
  const double leak =
      OCCLUSION_LEAK * circuit->boot_ml_per_revolution / 7.0 * head * DT;
  const double ripple = 1.0 + RIPPLE * cos (4.0 * M_PI * h->angle);
  const double wanted = way * h->speed * circuit->boot_ml_per_revolution *
                        (slip > 0.0 ? slip : 0.0) * ripple;
  const double full = (steady_is_closed (self) ? 0.5 : 1.5) * steady_size_factor (self);
  const double stock = wanted < 0.0 ? h->volume[PRE] : h->volume[RES];
  const double blood = steady_clamp (stock / full, 0.0, 1.0);
  const double moved = wanted * blood * DT - leak;

  h->pump_flow = wanted * blood;
  h->volume[RES] -= moved;
  h->volume[PRE] += moved;
  h->moved[STEADY_EDGE_PUMP] += moved;
  if (wanted > 0.0 && !steady_is_closed (self))
    h->bubble_left += 0.03 * wanted * (1.0 - blood) * DT;
}

/* The speed that a console of a centrifugal pump makes: a set one, or the one that
 * gives a set flow, or the one that holds the patient's blood off without any. */
static double
controlled_speed (SteadySimulator *self)
{
  const SteadyCoefficients *c = &self->coefficients;
  SteadyHydraulics         *h = &self->hydraulics;
  const double              most = self->setup.circuit.pump_max_rpm / 60.0;
  const double              flow =
      steady_is_on (self, STEADY_MECHANISM_ZERO_FLOW)
                       ? 0.0
                       : c->target_speed * self->setup.circuit.boot_ml_per_revolution;

  if (c->target_speed <= 0.0 && !steady_is_on (self, STEADY_MECHANISM_ZERO_FLOW))
    return 0.0;
  if (self->mechanism[STEADY_MECHANISM_PUMP_SPEED_RPM] > 0.0 &&
      !steady_is_on (self, STEADY_MECHANISM_ZERO_FLOW))
    return fmin (self->mechanism[STEADY_MECHANISM_PUMP_SPEED_RPM] / 60.0, most);
  /* Of the flow that the patient gets, which is what a probe tells. */
  const double scale = fmax (self->setup.plan_flow * 1000.0 / 60.0, 1.0);
  const double missing = steady_clamp ((flow - h->arterial_flow) / scale, -1.0, 1.0);
  return steady_clamp (h->speed + CONTROLLER_GAIN * most * missing * DT, 0.0, most);
}

/* The rotor's head throws blood from the bladder, or from the reservoir, to the
 * oxygenator; air in it, or a rotor that stands, throws nothing. */
static void
step_rotor (SteadySimulator *self)
{
  SteadyHydraulics    *h = &self->hydraulics;
  const SteadyCircuit *circuit = &self->setup.circuit;
  const double         most = circuit->pump_max_rpm / 60.0;
  /* A motor that runs away ends a little above its highest speed. [GK] */
  const double target = fmin (controlled_speed (self) *
                                  self->mechanism[STEADY_MECHANISM_PUMP_SPEED_FACTOR],
                              1.2 * most);
  const bool   runs = self->coefficients.target_speed > 0.0 ||
                    steady_is_on (self, STEADY_MECHANISM_ZERO_FLOW);

  if (runs && steady_is_on (self, STEADY_MECHANISM_PUMP_STUCK))
    h->speed += 0.0;
  else
    h->speed += steady_clamp (target - h->speed, -most * DT, 0.5 * most * DT);
  const double krpm = h->speed * 0.06;
  const double flow = h->pump_flow * 0.06; /* L/min */
  const double primed = 1.0 - steady_clamp (h->pump_air / DEPRIMED_ML, 0.0, 1.0);
  const double made = circuit->head_square * krpm * krpm * primed;
  const double lost = circuit->head_mixed * krpm + circuit->head_flow * fabs (flow);
  const double share = DT / ROTOR_INERTANCE;
  /* What flow costs is looked at half a step ahead. */
  const double push =
      h->pressure[RES] - h->pressure[PRE] + pump_direction (self) * made;

  h->pump_flow = (h->pump_flow + share * push) / (1.0 + share * (0.06 * lost + 0.02));
  const double full = (steady_is_closed (self) ? 0.5 : 1.5) * steady_size_factor (self);
  const double stock = h->pump_flow < 0.0 ? h->volume[PRE] : h->volume[RES];
  const double blood = steady_clamp (stock / full, 0.0, 1.0);
  const double moved = h->pump_flow * blood * DT;
  /* An open reservoir that has run empty lets the pump take air, which stays in it but
   * for the little that blood carries on. */
  if (h->pump_flow > 0.0 && !steady_is_closed (self))
    h->pump_air += h->pump_flow * (1.0 - blood) * DT;
  const double on = fmin (h->pump_air, 0.002 * fmax (moved, 0.0));
  h->pump_air = fmin (h->pump_air - on, 2.0 * DEPRIMED_ML);
  h->bubble_left += 0.03 * on;
  h->volume[RES] -= moved;
  h->volume[PRE] += moved;
  h->moved[STEADY_EDGE_PUMP] += moved;
}

/* One millisecond. Thread: the owner's; does not allocate. */
void
steady_pump_step (SteadySimulator *self)
{
  if (steady_is_centrifugal (self))
    step_rotor (self);
  else
    step_rollers (self);
}
