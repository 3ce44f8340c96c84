/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What goes past the main way, once a millisecond: cardioplegia, purge, vent, suckers,
 * filters, bleeding, fluids, water into the tissue (physiology notes 1.3 m, o, q).
 */

#define DT STEADY_STEP_S

/* Part of the blood through a modified ultrafilter that leaves it as water: infants
 * were filtered at 100 to 150 of 200 mL/min with suction; here without. [GK] */
#define FILTRATE_PART 0.30

/* Cardioplegia is a mixture of blood and crystalloid (del Nido: one part in five). It
 * comes back by the coronary sinus. */
static void
step_cardioplegia (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      rate = self->mechanism[STEADY_MECHANISM_CARDIOPLEGIA_RATE_ML_MIN];
  const double      set = rate > 0.0 ? rate / 60.0 : self->coefficients.pleg_flow;
  const double      target = h->dose_left > 0.0 ? set : 0.0;
  const double      part = self->mechanism[STEADY_MECHANISM_CARDIOPLEGIA_BLOOD_PART];

  h->cardioplegia_flow += (target - h->cardioplegia_flow) * DT / 0.3;
  if (h->cardioplegia_flow < 1e-6)
    {
      h->cardioplegia_flow = 0.0;
      return;
    }
  const double supply = steady_clamp (h->pressure[POST] / 5.0, 0.0, 1.0);
  const double moved = h->cardioplegia_flow * DT * supply;
  h->volume[POST] -= part * moved;
  h->volume[RA] += moved;
  h->moved[STEADY_EDGE_CARDIOPLEGIA] += part * moved;
  h->crystalloid += (1.0 - part) * moved;
  h->balance += (1.0 - part) * moved;
  h->dose_left -= moved;
  if (h->dose_left <= 0.0)
    {
      h->dose_left = 0.0;
      self->setting[STEADY_SETTING_CARDIOPLEGIA] = 0.0;
    }
}

/* The vent takes what stands in a left heart that cannot eject, up to what its speed
 * can move; turned the wrong way it blows air into it. [GK] */
static void
step_vent (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      weight = self->setup.body.weight_kg;
  const double      most = self->coefficients.vent_most;
  const double      surplus = h->volume[LA] - 0.6 * weight;
  const bool        vented = steady_is_on (self, STEADY_MECHANISM_CROSS_CLAMP);

  h->vent_flow = 0.0;
  if (steady_is_on (self, STEADY_MECHANISM_VENT_REVERSED))
    {
      h->heart_air = fmin (h->heart_air + most * DT, 200.0);
      return;
    }
  if (!vented || surplus <= 0.0 || steady_is_closed (self))
    return;
  h->vent_flow = fmin (surplus * 2.0, most);
  h->volume[LA] -= h->vent_flow * DT;
  h->volume[RES] += h->vent_flow * DT;
  h->moved[STEADY_EDGE_VENT] += h->vent_flow * DT;
  h->heart_air -= fmin (h->heart_air, 0.5 * h->vent_flow * DT);
}

/* A beating heart that is not clamped throws the air in it into the aorta. [GK] */
static void
step_heart_air (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      ejected = h->moved[STEADY_EDGE_EJECTION];

  if (h->heart_air <= 0.0 || ejected <= 0.0)
    return;
  const double thrown = fmin (h->heart_air, h->heart_air * DT);
  h->heart_air -= thrown;
  h->air_to_child += thrown;
}

static void
step_suckers (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;

  h->sucker_flow = 0.0;
  if (h->field <= 0.0 || steady_is_closed (self))
    return;
  h->sucker_flow = fmin (self->coefficients.sucker_most, h->field / 0.5);
  const double moved = fmin (h->sucker_flow * DT, h->field);
  h->field -= moved;
  h->volume[RES] += moved;
  h->moved[STEADY_EDGE_SUCKERS] += moved;
}

static void
step_purge (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      purge =
      steady_clamp (h->pressure[POST], 0.0, 1e4) * self->coefficients.purge_conductance;

  h->purge_flow = purge;
  h->volume[POST] -= purge * DT;
  h->volume[RES] += purge * DT;
  h->moved[STEADY_EDGE_PURGE] += purge * DT;
}

/* Water out of the circuit, and out of the child's blood on its way from the aorta back
 * to the right atrium; neither sucks an empty vessel. */
static void
step_filters (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      allowed = self->coefficients.filtration * DT / 60.0;
  const double circuit = self->mechanism[STEADY_MECHANISM_ULTRAFILTRATION] * allowed *
                         steady_clamp (h->pressure[POST] / 20.0, 0.0, 1.0);
  const double blood = self->mechanism[STEADY_MECHANISM_MODIFIED_FILTRATION] * DT /
                       60.0 * steady_clamp (h->pressure[AO] / 20.0, 0.0, 1.0);
  const double water = FILTRATE_PART * self->coefficients.filtration * blood;

  h->volume[POST] -= circuit;
  h->filtered += circuit;
  h->volume[AO] -= blood;
  h->volume[RA] += blood - water;
  h->moved[STEADY_EDGE_FILTER] += blood;
  h->filtered_child += water;
  h->filtrate += circuit + water;
  h->balance -= circuit + water;
}

static void
step_fluids (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  /* Water that leaks out of the heat exchanger enters where the blood is, as long as
   * its own pump presses harder. [GK] 500 mmHg */
  const double pressed = steady_clamp (1.0 - h->pressure[PRE] / 500.0, 0.0, 1.0);
  const double leak =
      pressed * self->mechanism[STEADY_MECHANISM_WATER_LEAK_ML_MIN] * DT / 60.0;

  h->volume[PRE] += leak;
  h->given[STEADY_FLUID_WATER] += leak;
  h->balance += leak;
  /* A bag does not run into a bladder that is full already. [GK] */
  if (steady_is_closed (self) && h->pressure[RES] > 40.0)
    return;
  for (int fluid = 0; fluid < STEADY_FLUID_WATER; fluid++)
    {
      double *waiting = &h->waiting[fluid];
      if (*waiting <= 0.0)
        continue;
      const double given = fmin (*waiting, h->pour_rate[fluid] * DT);
      *waiting -= given;
      h->volume[RES] += given;
      h->given[fluid] += given;
      h->balance += given;
    }
}

/* Blood that is lost crosses the border of the model; what bleeds into the field can
 * still be sucked up. */
static void
step_bleeding (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      pressure = steady_clamp (h->pressure[AD] / 20.0, 0.0, 1.0);
  const double      rate = pressure * DT / 60.0;
  const double      lost = self->mechanism[STEADY_MECHANISM_BLEEDING_ML_MIN] * rate;
  const double field = self->mechanism[STEADY_MECHANISM_FIELD_BLEEDING_ML_MIN] * rate;

  h->volume[AD] -= lost + field;
  h->bled += lost;
  h->bled_ever += lost;
  h->balance -= lost;
  h->field += field;
  h->moved[STEADY_EDGE_FIELD] += field;
}

/* Water between blood and tissue, at the rates that the last slice found. An empty vein
 * gives none. */
static void
step_water (SteadySimulator *self)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyCoefficients *c = &self->coefficients;
  const double              upper = c->upper_leak * DT, lower = c->lower_leak * DT;

  const double urine = c->urine * DT;

  h->volume[SV] -= upper;
  h->volume[IV] -= lower + urine;
  h->urine += urine;
  h->balance -= urine;
  h->interstitium += upper + lower;
  h->leaked_upper += upper;
  h->leaked_lower += lower;
}

/* One millisecond. Thread: the owner's; does not allocate. */
void
steady_sides_step (SteadySimulator *self)
{
  step_cardioplegia (self);
  step_vent (self);
  step_heart_air (self);
  step_suckers (self);
  step_purge (self);
  step_filters (self);
  step_fluids (self);
  step_bleeding (self);
  step_water (self);
}
