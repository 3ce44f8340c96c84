/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * Pressures, volumes and flows, once a millisecond (physiology notes 1.3 a to g). The
 * volumes are the states and every flow takes from one what it gives to another, so
 * nothing is made or lost. Here: the heart, the vessels, and the order of a step;
 * steady-circuit.c and steady-sides.c hold what is outside the child.
 */

#define DT STEADY_STEP_S

/* What a contraction of the atria adds to their elastance, as a part of it. [GK] */
#define ATRIAL_RISE 0.2

/* Of the stressed volume of the bodies' table, which was calibrated on atria that do
 * not contract: with their help less gives the same output. */
#define FILLED 0.96

static double
unstressed (const SteadySimulator *self, int chamber)
{
  if (chamber == LV)
    return self->setup.body.left_ventricle_v0_ml;
  if (chamber == RES)
    return self->setup
        .reservoir_ml; /* of a bladder; an open reservoir has no pressure */
  return chamber == RV ? self->setup.body.right_ventricle_v0_ml : 0.0;
}

/* Through a way of the heart, if there is one: @width as in SteadyLesion. */
static void
pass_way (SteadySimulator *self,
          const double    *elastance,
          SteadyEdge       edge,
          int              from,
          int              to,
          double           width,
          double           unit,
          double           backward)
{
  SteadyHydraulics *h = &self->hydraulics;

  if (width > 0.0)
    h->moved[edge] += steady_pass (h, elastance, from, to, width * unit, backward);
}

static void
step_heart (SteadySimulator *self, const double *elastance)
{
  const SteadyLesion *lesion = &self->coefficients.lesion;
  const double        valve = self->setup.body.valve_resistance;
  const bool          open = !steady_is_on (self, STEADY_MECHANISM_CROSS_CLAMP);
  const double        left = open ? lesion->left_to_aorta : 0.0;
  const double        right = open ? lesion->right_to_aorta : 0.0;

  pass_way (self, elastance, STEADY_EDGE_MITRAL, LA, LV, lesion->mitral, valve, 0.0);
  pass_way (self, elastance, STEADY_EDGE_EJECTION, LV, AO, left, valve, 0.0);
  pass_way (self,
            elastance,
            STEADY_EDGE_LEFT_TO_LUNGS,
            LV,
            PA,
            lesion->left_to_lungs,
            valve,
            0.0);
  pass_way (self,
            elastance,
            STEADY_EDGE_TRICUSPID,
            RA,
            RV,
            lesion->tricuspid,
            self->coefficients.tricuspid_resistance,
            0.0);
  pass_way (self,
            elastance,
            STEADY_EDGE_RIGHT_EJECTION,
            RV,
            PA,
            lesion->right_to_lungs,
            valve,
            0.0);
  pass_way (self, elastance, STEADY_EDGE_RIGHT_TO_AORTA, RV, AO, right, valve, 0.0);
  pass_way (self,
            elastance,
            STEADY_EDGE_ATRIAL_SEPTUM,
            LA,
            RA,
            lesion->atrial_septum,
            valve,
            1.0);
  pass_way (self,
            elastance,
            STEADY_EDGE_VENTRICULAR_SEPTUM,
            LV,
            RV,
            lesion->ventricular_septum,
            valve,
            1.0);
}

static void
step_lungs (SteadySimulator *self, const double *elastance)
{
  const SteadyLesion *lesion = &self->coefficients.lesion;
  const double        valve = self->setup.body.valve_resistance;
  const double        lungs = self->setup.body.pulmonary_resistance;

  pass_way (self,
            elastance,
            STEADY_EDGE_LUNGS,
            PA,
            PV,
            1.0,
            self->coefficients.pulmonary_resistance,
            0.0);
  pass_way (self,
            elastance,
            STEADY_EDGE_PULMONARY_RETURN,
            PV,
            LA,
            lesion->pulmonary_veins,
            valve,
            0.2);
  pass_way (self,
            elastance,
            STEADY_EDGE_ANOMALOUS_RETURN,
            PV,
            RA,
            lesion->anomalous_veins,
            valve,
            0.2);
  if (steady_is_on (self, STEADY_MECHANISM_SHUNTS_CLAMPED))
    return;
  pass_way (self, elastance, STEADY_EDGE_DUCT, AD, PA, lesion->duct, lungs, 1.0);
  pass_way (self,
            elastance,
            STEADY_EDGE_ARTERIAL_SHUNT,
            AO,
            PA,
            lesion->arterial_shunt,
            lungs,
            1.0);
}

/* Blood in the arch has inertia: with the give of the arteries before and behind it
 * that makes the notch and the second wave of a pulse. */
static void
step_arch (SteadySimulator *self)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyCoefficients *c = &self->coefficients;
  const double              share = DT / c->arch_inertance;

  if (steady_is_on (self, STEADY_MECHANISM_CEREBRAL_PERFUSION))
    {
      h->arch_flow = 0.0;
      return;
    }
  h->arch_flow = (h->arch_flow + share * (h->pressure[AO] - h->pressure[AD])) /
                 (1.0 + share * c->isthmus_resistance);
  /* An empty vessel gives nothing. */
  const double stock = h->volume[h->arch_flow > 0.0 ? AO : AD];
  const double moved = h->arch_flow * DT *
                       steady_clamp (stock / (0.02 * self->setup.body.weight_kg), 0, 1);

  h->volume[AO] -= moved;
  h->volume[AD] += moved;
  h->moved[STEADY_EDGE_ISTHMUS] += moved;
}

static void
step_body (SteadySimulator *self, const double *elastance)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyBody         *body = &self->setup.body;
  const SteadyCoefficients *c = &self->coefficients;

  step_arch (self);
  h->moved[STEADY_EDGE_UPPER_BEDS] +=
      steady_pass (h, elastance, AO, SV, 1.0 / c->upper_conductance, 0.0);
  h->moved[STEADY_EDGE_LOWER_BEDS] +=
      steady_pass (h, elastance, AD, IV, 1.0 / c->lower_conductance, 0.0);
  h->moved[STEADY_EDGE_BRONCHIAL] +=
      steady_pass (h, elastance, AD, PV, 1.0 / c->bronchial_conductance, 0.0);
  h->moved[STEADY_EDGE_UPPER_RETURN] +=
      steady_pass (h,
                   elastance,
                   SV,
                   RA,
                   body->superior_vena_cava_resistance *
                       self->mechanism[STEADY_MECHANISM_UPPER_CANNULA_RESISTANCE],
                   0.2);
  h->moved[STEADY_EDGE_LOWER_RETURN] +=
      steady_pass (h,
                   elastance,
                   IV,
                   RA,
                   body->inferior_vena_cava_resistance *
                       self->mechanism[STEADY_MECHANISM_LOWER_CANNULA_RESISTANCE],
                   0.2);
}

/* What a chamber's pressure rises for a millilitre, now. */
static void
fill_elastances (const SteadySimulator *self, double *ret_elastance)
{
  const SteadyCoefficients *c = &self->coefficients;

  for (int i = 0; i < STEADY_CHAMBER_COUNT; i++)
    ret_elastance[i] = c->elastance[i];
  ret_elastance[LV] += c->left_rise * self->heart.activation;
  ret_elastance[RV] += c->right_rise * self->heart.activation;
  ret_elastance[LA] *= 1.0 + ATRIAL_RISE * self->heart.atrial;
  ret_elastance[RA] *= 1.0 + ATRIAL_RISE * self->heart.atrial;
}

static void
renew_pressures (SteadySimulator *self, const double *elastance)
{
  SteadyHydraulics *h = &self->hydraulics;

  for (int i = 0; i < STEADY_CHAMBER_COUNT; i++)
    h->pressure[i] = h->volume[i] * elastance[i];
  h->pressure[SV] -= elastance[SV] * h->upper_relaxed;
  h->pressure[IV] -= elastance[IV] * h->lower_relaxed;
  h->pressure[LV] -= elastance[LV] * unstressed (self, LV);
  h->pressure[RV] -= elastance[RV] * unstressed (self, RV);
  h->pressure[RES] -= elastance[RES] * unstressed (self, RES);
}

/* One millisecond. Thread: the owner's; does not allocate. */
void
steady_hydraulics_step (SteadySimulator *self)
{
  double elastance[STEADY_CHAMBER_COUNT];

  fill_elastances (self, elastance);
  renew_pressures (self, elastance);
  step_heart (self, elastance);
  step_lungs (self, elastance);
  step_body (self, elastance);
  steady_circuit_step (self, elastance);
  steady_sides_step (self);
}

/* Volumes as they stand in a child before bypass, by its table of pressures. Thread:
 * the owner's. */
void
steady_hydraulics_init (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const SteadyBody *body = &self->setup.body;

  h->volume[LA] = body->left_atrial_mmhg / body->left_atrium_elastance;
  h->volume[LV] = body->left_ventricle_edv_ml;
  h->volume[RA] = body->central_venous_mmhg / body->right_atrium_elastance;
  h->volume[RV] = body->right_ventricle_edv_ml;
  h->volume[AO] = body->mean_arterial_mmhg * body->aortic_compliance;
  h->volume[AD] = body->mean_arterial_mmhg * body->arterial_compliance;
  h->volume[PA] = body->pulmonary_mean_mmhg * body->pulmonary_arterial_compliance;
  h->volume[PV] = body->left_atrial_mmhg * body->pulmonary_venous_compliance;
  const double veins = body->upper_venous_compliance + body->lower_venous_compliance;
  double       rest = FILLED * self->setup.lesion.volume *
                    (body->blood_volume_ml - body->unstressed_volume_ml) +
                body->left_ventricle_v0_ml + body->right_ventricle_v0_ml;
  for (int i = LA; i <= PV; i++)
    rest -= h->volume[i];
  h->volume[SV] = rest * body->upper_venous_compliance / veins;
  h->volume[IV] = rest * body->lower_venous_compliance / veins;
  h->volume[RES] = self->setup.reservoir_ml;
  h->gate = 1.0;
  h->arterial_clamp = self->setup.on_bypass ? 0.0 : 1.0;
  h->venous_clamp = h->arterial_clamp;
}
