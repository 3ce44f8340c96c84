/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What the hydraulics need and what changes slowly: resistances of vessels, lines and
 * cannulae as the blood and its temperature make them, the heart's strength, what was
 * set. Once every 20 ms.
 */

/* Of the systemic resistance that is the aorta's characteristic impedance. [GK] */
#define AORTIC_PART 0.055

static double
haematocrit_of (const SteadySimulator *self, SteadyPool pool)
{
  return 0.03 * steady_transport_blood (self, pool).haemoglobin;
}

/* What a chamber yields; the aorta's wall is stiff where blood has torn it. */
static void
renew_elastances (SteadySimulator *self)
{
  const SteadyBody   *body = &self->setup.body;
  const SteadyLesion *lesion = &self->coefficients.lesion;
  const SteadyHeart  *heart = &self->heart;
  SteadyCoefficients *c = &self->coefficients;
  double             *elastance = c->elastance;
  const double        size = steady_size_factor (self);
  const double        torn = 1.0 + self->mechanism[STEADY_MECHANISM_AORTIC_DISSECTION];
  const double        left_most =
      body->left_ventricle_emax * lesion->left_strength * heart->contractility;
  const double right_most =
      body->right_ventricle_emax * lesion->right_strength * heart->contractility;

  elastance[LA] = body->left_atrium_elastance;
  elastance[RA] = body->right_atrium_elastance;
  elastance[LV] = body->left_ventricle_emin * lesion->left_stiffness * heart->stiffness;
  elastance[RV] =
      body->right_ventricle_emin * lesion->right_stiffness * heart->stiffness;
  c->left_rise = fmax (left_most - elastance[LV], 0.0);
  c->right_rise = fmax (right_most - elastance[RV], 0.0);
  elastance[AO] = torn / body->aortic_compliance;
  elastance[AD] = 1.0 / body->arterial_compliance;
  elastance[PA] = 1.0 / body->pulmonary_arterial_compliance;
  elastance[PV] = 1.0 / body->pulmonary_venous_compliance;
  elastance[SV] = 1.0 / body->upper_venous_compliance;
  elastance[IV] = 1.0 / body->lower_venous_compliance;
  elastance[RES] =
      steady_is_closed (self) ? 1.0 / (STEADY_BLADDER_COMPLIANCE * size) : 0.0;
  elastance[PRE] = 1.0 / (STEADY_CIRCUIT_COMPLIANCE * size);
  elastance[POST] = elastance[PRE];
}

/*
 * Overfilled veins give way within seconds (stress relaxation) and draw together again:
 * above 8 mmHg three times what their compliance takes. [GK]
 */
static double
relax (double relaxed, double compliance, double pressure)
{
  const double target = 3.0 * compliance * (pressure > 8.0 ? pressure - 8.0 : 0.0);
  return steady_approach (
      relaxed, target, STEADY_SLICE_S, target > relaxed ? 8.0 : 3.0);
}

static void
renew_veins (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const SteadyBody *body = &self->setup.body;

  h->upper_relaxed =
      relax (h->upper_relaxed, body->upper_venous_compliance, h->pressure[SV]);
  h->lower_relaxed =
      relax (h->lower_relaxed, body->lower_venous_compliance, h->pressure[IV]);
}

/* Characteristic impedance of the aorta, as a part of the systemic resistance (5 to 10
 * % in people): what an ejection meets before the arteries take it up. [GK] */
static double
aortic_impedance (const SteadyBody *body)
{
  return AORTIC_PART * (body->mean_arterial_mmhg - body->central_venous_mmhg) /
         (body->cardiac_output_l_min * 1000.0 / 60.0);
}

/* So that the arteries before and behind the arch swing at 5 times a second in adults
 * and at 8 in newborns. [GK] */
static double
arch_inertance (const SteadyBody *body)
{
  const double both = body->aortic_compliance * body->arterial_compliance /
                      (body->aortic_compliance + body->arterial_compliance);
  const double pace = 2.0 * M_PI * 8.0 * pow (body->weight_kg / 3.0, -0.145);

  return 1.0 / (pace * pace * both);
}

/* On full bypass the cavae may be snared: little more than what the coronary sinus
 * brings, some 5 % of the flow, gets past the cannula into the right ventricle. [GK] */
static double
tricuspid_resistance (const SteadySimulator *self)
{
  const double valve = self->setup.body.valve_resistance;

  if (!steady_is_on (self, STEADY_MECHANISM_CAVAL_SNARES))
    return valve;
  const double most = 0.05 * self->tissue.flow + 1e-3;
  return fmax (60.0 * valve, self->hydraulics.pressure[RA] / most);
}

static void
renew_beds (SteadySimulator *self)
{
  SteadyCoefficients *c = &self->coefficients;
  const SteadyBody   *body = &self->setup.body;
  const double        torn = self->mechanism[STEADY_MECHANISM_AORTIC_DISSECTION];
  const double        thick =
      steady_blood_viscosity (haematocrit_of (self, STEADY_POOL_ARTERIES),
                              self->tissue.core) /
      steady_blood_viscosity (self->setup.haematocrit, 37.0);
  c->tone = self->mechanism[STEADY_MECHANISM_VASCULAR_TONE] * steady_drugs_tone (self);
  const double factor = 1.0 / (thick * c->tone * c->lesion.systemic_bed);

  c->upper_conductance = factor / (1.0 + torn) *
                         (1.0 / body->brain_resistance + 1.0 / body->upper_resistance);
  c->lower_conductance = factor / body->lower_resistance;
  /* Bronchial and other collaterals bring about 1 % of the flow back to the left
   * heart. [GK] */
  c->bronchial_conductance =
      0.01 * c->lesion.collaterals * (c->upper_conductance + c->lower_conductance);
  c->pulmonary_resistance = body->pulmonary_resistance * c->lesion.pulmonary_bed *
                            self->mechanism[STEADY_MECHANISM_PULMONARY_RESISTANCE] *
                            steady_drugs_lungs (self);
  c->isthmus_resistance =
      aortic_impedance (body) * c->lesion.isthmus * (1.0 + 10.0 * torn);
  c->arch_inertance = arch_inertance (body);
  c->tricuspid_resistance = tricuspid_resistance (self);
  /* 1.5 mL/kg/h, less in the cold and at a low pressure. [GK] */
  const double pressed = steady_clamp (
      self->tissue.mean_pressure / (0.6 * body->mean_arterial_mmhg) - 0.3, 0.0, 1.0);
  c->urine = 1.5 * body->weight_kg / 3600.0 * pressed *
             steady_clamp ((self->tissue.core - 15.0) / 20.0, 0.1, 1.0);
}

/* Rev/s that the arterial pump shall have. */
static double
target_speed (const SteadySimulator *self)
{
  const SteadyCircuit *circuit = &self->setup.circuit;
  const double         most = circuit->pump_max_rpm / 60.0;
  const double wanted = self->setting[STEADY_SETTING_PUMP_FLOW] * 1000.0 / 60.0 /
                        circuit->boot_ml_per_revolution;
  const bool dead = steady_is_on (self, STEADY_MECHANISM_PUMP_FAILURE) ||
                    (steady_is_on (self, STEADY_MECHANISM_MAINS_FAILURE) &&
                     self->reading[STEADY_READING_BATTERY] <= 0.0);

  if (dead)
    return self->mechanism[STEADY_MECHANISM_HAND_CRANK_RPM] / 60.0;
  if (self->setting[STEADY_SETTING_PUMP_RUNS] < 0.5)
    return 0.0;
  if (steady_is_centrifugal (self))
    return wanted;
  if (steady_is_on (self, STEADY_MECHANISM_PUMP_STUCK))
    return self->hydraulics.speed;
  return steady_clamp (
      wanted * self->mechanism[STEADY_MECHANISM_PUMP_SPEED_FACTOR], 0.0, most);
}

static void
renew_sides (SteadySimulator *self)
{
  SteadyCoefficients *c = &self->coefficients;
  const double        weight = self->setup.body.weight_kg;
  /* Boots of 1/4 inch for the small, of 3/8 for the large. [GK] */
  const double boot = weight < 10.0 ? 7.0 : 13.0;
  const double suckers = self->mechanism[STEADY_MECHANISM_SUCKER_1_RPM] +
                         self->mechanism[STEADY_MECHANISM_SUCKER_2_RPM];

  c->vent_most = boot * self->mechanism[STEADY_MECHANISM_VENT_RPM] / 60.0;
  c->sucker_most = boot * suckers / 60.0;
  c->spilling = steady_is_on (self, STEADY_MECHANISM_ARTERIAL_LINE_OFF) ? 1.0 : 0.0;
  c->pleg_flow = 110.0 * self->setup.body.bsa_m2 / 60.0;
  c->collapse_ml = self->setup.circuit.drain > 0.5
                       ? 0.5 * self->setup.body.lower_venous_compliance
                       : 0.15 * weight;
}

static void
renew_lines (SteadySimulator *self, double thick)
{
  SteadyCoefficients     *c = &self->coefficients;
  const SteadyHydraulics *h = &self->hydraulics;
  const SteadyCircuit    *circuit = &self->setup.circuit;

  c->oxygenator_resistance = circuit->oxygenator_resistance_mmhg_min_l * 0.06 * thick /
                             2.8 * (1.0 + h->clot) *
                             self->mechanism[STEADY_MECHANISM_OXYGENATOR_RESISTANCE];
  c->arterial_cannula = steady_cannula_coefficient (circuit->arterial_cannula_m, thick);
  c->venous_cannula = steady_cannula_coefficient (circuit->venous_cannula_m, thick);
  c->arterial_line = steady_line_resistance (
      thick, circuit->arterial_line_cm, circuit->arterial_line_mm, h->arterial_flow);
  c->venous_line = steady_line_resistance (
      thick, circuit->venous_line_cm, circuit->venous_line_mm, h->venous_flow);
  c->arterial_inertance =
      steady_line_inertance (circuit->arterial_line_cm, circuit->arterial_line_mm);
  c->venous_inertance =
      steady_line_inertance (circuit->venous_line_cm, circuit->venous_line_mm);
  c->siphon_mmhg = 0.776 * circuit->siphon_cm;
}

/*
 * Renews what depends on the blood, its temperature, and what was set.
 *
 * Thread: the owner's; does not allocate.
 */
void
steady_hydraulics_renew (SteadySimulator *self)
{
  SteadyCoefficients *c = &self->coefficients;
  const double        haematocrit = haematocrit_of (self, STEADY_POOL_OXYGENATOR);
  const double        temperature =
      steady_transport_content (self, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_HEAT);

  c->lesion = steady_is_on (self, STEADY_MECHANISM_LESION_REPAIRED)
                  ? steady_lesion_none
                  : self->setup.lesion;
  renew_veins (self);
  renew_beds (self);
  renew_elastances (self);
  renew_lines (self, steady_blood_viscosity (haematocrit, temperature));
  renew_sides (self);
  steady_water_slice (self);
  /* 33 mL/min at 400 mL/min, where the filter stands at about 105 mmHg. */
  c->purge_conductance =
      self->setup.purge_open ? 33.0 / 60.0 / 105.0 * steady_size_factor (self) : 0.0;
  /* Nothing is filtered out of blood with a haematocrit of 0.60. [GK] */
  c->filtration = steady_clamp ((0.60 - haematocrit) / 0.15, 0.0, 1.0);
  c->target_speed = target_speed (self);
}

/*
 * Sets the venous line as a perfusionist does before a case goes on: so that the set
 * flow, or else that of the plan, comes back at a right atrial pressure of 3 mmHg. A
 * closed circuit has no occluder.
 *
 * Thread: the owner's.
 */
void
steady_hydraulics_set_occluder (SteadySimulator *self)
{
  SteadyCoefficients  *c = &self->coefficients;
  const SteadyCircuit *circuit = &self->setup.circuit;
  const double         set = self->setting[STEADY_SETTING_PUMP_FLOW];
  const double         flow = (set > 0.0 ? set : self->setup.plan_flow) * 1000.0 / 60.0;

  const double thick = steady_blood_viscosity (
      haematocrit_of (self, STEADY_POOL_OXYGENATOR), self->tissue.core);
  const double line = steady_line_resistance (
      thick, circuit->venous_line_cm, circuit->venous_line_mm, flow);
  const double cannula = steady_cannula_coefficient (circuit->venous_cannula_m, thick) *
                         steady_power_three_quarters (flow);
  const double spare = (c->siphon_mmhg + 3.0) / flow - line - cannula;
  c->venous_occluder = spare > 0.0 && !steady_is_closed (self) ? spare : 0.0;
}
