/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * Pressures, volumes and flows, once a millisecond (physiology notes 1.3 a to g). The
 * volumes are the states and every flow takes from one what it gives to another, so
 * nothing is made or lost. Flows through resistances look half a step ahead (they
 * divide by what the step itself would change), so that no stiffness of a large heart
 * can make them swing.
 */

#define DT STEADY_STEP_S

/* Compliances of the circuit on both sides of the oxygenator, mL/mmHg. [GK] */
#define CIRCUIT_COMPLIANCE_NEONATE 0.02

/* What leaks back under the rollers of a neonate's boot, mL/s for each mmHg. [GK] */
#define OCCLUSION_LEAK 0.0005

/* Beyond this head the rollers slip (300 to 400 mmHg is the usual setting). */
#define OCCLUSION_MMHG 400.0

#define RIPPLE 0.12

/* Of the systemic resistance that is the aorta's characteristic impedance. [GK] */
#define AORTIC_PART 0.055

/* Air in the venous line that ends its siphon, mL. [GK] */
#define AIR_LOCK_ML 20.0

/* Part of the blood through a modified ultrafilter that leaves it as water: infants
 * were filtered at 100 to 150 of 200 mL/min with suction; here without. [GK] */
#define FILTRATE_PART 0.30

enum
{
  LA = STEADY_CHAMBER_LEFT_ATRIUM,
  LV = STEADY_CHAMBER_LEFT_VENTRICLE,
  RA = STEADY_CHAMBER_RIGHT_ATRIUM,
  RV = STEADY_CHAMBER_RIGHT_VENTRICLE,
  AO = STEADY_CHAMBER_AORTA,
  AD = STEADY_CHAMBER_ARTERIES,
  PA = STEADY_CHAMBER_PULMONARY_ARTERIES,
  PV = STEADY_CHAMBER_PULMONARY_VEINS,
  SV = STEADY_CHAMBER_UPPER_VEINS,
  IV = STEADY_CHAMBER_LOWER_VEINS,
  RES = STEADY_CHAMBER_RESERVOIR,
  PRE = STEADY_CHAMBER_PRE_OXYGENATOR,
  POST = STEADY_CHAMBER_POST_OXYGENATOR
};

static double
size_factor (const SteadySimulator *self)
{
  return self->setup.body.weight_kg / 3.0;
}

/* What a chamber's pressure rises for a millilitre, now. */
static void
fill_elastances (const SteadySimulator *self, double *ret_elastance)
{
  const SteadyBody *body = &self->setup.body;
  const double      active = self->heart.activation;
  const double      circuit = 1.0 / (CIRCUIT_COMPLIANCE_NEONATE * size_factor (self));

  ret_elastance[LA] = body->left_atrium_elastance;
  ret_elastance[LV] = body->left_ventricle_emin +
                      (body->left_ventricle_emax - body->left_ventricle_emin) * active;
  ret_elastance[RA] = body->right_atrium_elastance;
  ret_elastance[RV] =
      body->right_ventricle_emin +
      (body->right_ventricle_emax - body->right_ventricle_emin) * active;
  ret_elastance[AO] = 1.0 / body->aortic_compliance;
  ret_elastance[AD] = 1.0 / body->arterial_compliance;
  ret_elastance[PA] = 1.0 / body->pulmonary_arterial_compliance;
  ret_elastance[PV] = 1.0 / body->pulmonary_venous_compliance;
  ret_elastance[SV] = 1.0 / body->upper_venous_compliance;
  ret_elastance[IV] = 1.0 / body->lower_venous_compliance;
  ret_elastance[RES] = 0.0;
  ret_elastance[PRE] = circuit;
  ret_elastance[POST] = circuit;
}

static double
unstressed (const SteadySimulator *self, int chamber)
{
  if (chamber == LV)
    return self->setup.body.left_ventricle_v0_ml;
  return chamber == RV ? self->setup.body.right_ventricle_v0_ml : 0.0;
}

/* Moves what flows from @from to @to in this step; what it returns is in mL. */
static double
pass (SteadyHydraulics *h,
      const double     *elastance,
      int               from,
      int               to,
      double            resistance,
      double            backward)
{
  const double difference = h->pressure[from] - h->pressure[to];
  const double share = difference < 0.0 ? backward : 1.0;
  const double moved =
      share * difference * DT / (resistance + DT * (elastance[from] + elastance[to]));

  h->volume[from] -= moved;
  h->volume[to] += moved;
  return moved;
}

/* On full bypass the cavae may be snared: little more than what the coronary sinus
 * brings, some 5 % of the flow, gets past the cannula into the right ventricle. [GK] */
static double
tricuspid_resistance (const SteadySimulator *self)
{
  const double valve = self->setup.body.valve_resistance;

  if (self->mechanism[STEADY_MECHANISM_CAVAL_SNARES] < 0.5)
    return valve;
  const double most = 0.05 * self->tissue.flow + 1e-3;
  return fmax (60.0 * valve, self->hydraulics.pressure[RA] / most);
}

static void
step_heart_and_lungs (SteadySimulator *self, const double *elastance)
{
  SteadyHydraulics *h = &self->hydraulics;
  const SteadyBody *body = &self->setup.body;
  const double      valve = body->valve_resistance;
  const bool        open = self->mechanism[STEADY_MECHANISM_CROSS_CLAMP] < 0.5;

  pass (h, elastance, LA, LV, valve, 0.0);
  if (open)
    h->moved[STEADY_EDGE_EJECTION] += pass (h, elastance, LV, AO, valve, 0.0);
  pass (h, elastance, RA, RV, tricuspid_resistance (self), 0.0);
  pass (h, elastance, RV, PA, valve, 0.0);
  h->moved[STEADY_EDGE_LUNGS] +=
      pass (h,
            elastance,
            PA,
            PV,
            body->pulmonary_resistance *
                self->mechanism[STEADY_MECHANISM_PULMONARY_RESISTANCE],
            0.0);
  pass (h, elastance, PV, LA, 2.0 * valve, 0.2);
}

/* Characteristic impedance of the aorta, as a part of the systemic resistance (5 to 10
 * % in people): what an ejection meets before the arteries take it up. [GK] */
static double
aortic_impedance (const SteadyBody *body)
{
  return AORTIC_PART * (body->mean_arterial_mmhg - body->central_venous_mmhg) /
         (body->cardiac_output_l_min * 1000.0 / 60.0);
}

static void
step_body (SteadySimulator *self, const double *elastance)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyBody         *body = &self->setup.body;
  const SteadyCoefficients *c = &self->coefficients;

  pass (h, elastance, AO, AD, aortic_impedance (body), 1.0);
  h->moved[STEADY_EDGE_UPPER_BEDS] +=
      pass (h, elastance, AD, SV, 1.0 / c->upper_conductance, 0.0);
  h->moved[STEADY_EDGE_LOWER_BEDS] +=
      pass (h, elastance, AD, IV, 1.0 / c->lower_conductance, 0.0);
  h->moved[STEADY_EDGE_BRONCHIAL] +=
      pass (h, elastance, AD, PV, 1.0 / c->bronchial_conductance, 0.0);
  h->moved[STEADY_EDGE_UPPER_RETURN] +=
      pass (h, elastance, SV, RA, body->superior_vena_cava_resistance, 0.2);
  h->moved[STEADY_EDGE_LOWER_RETURN] +=
      pass (h, elastance, IV, RA, body->inferior_vena_cava_resistance, 0.2);
}

/* |flow| to the power 0.75, by square roots. */
static double
power_three_quarters (double flow)
{
  const double root = sqrt (fabs (flow));
  return root * sqrt (root);
}

/* What a half-closed clamp adds to the resistance of a line: little until late. */
static double
clamp_resistance (double open)
{
  return 0.2 * (1.0 / (open * open) - 1.0);
}

/*
 * The siphon empties the atrium into the reservoir. When the atrium runs empty its wall
 * is sucked onto the cannula: the gate closes with a little delay, fills and opens
 * again, which is the chatter of the line.
 */
static void
step_venous_line (SteadySimulator *self)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyCoefficients *c = &self->coefficients;
  const double              weight = self->setup.body.weight_kg;
  const double              held = self->mechanism[STEADY_MECHANISM_VENOUS_CLAMP];
  const double open = (1.0 - h->venous_clamp) * (1.0 - steady_clamp (held, 0.0, 1.0));
  const double filling = (h->volume[RA] - 0.15 * weight) / (0.03 * weight);
  const double target = 1.0 / (1.0 + exp (-steady_clamp (filling, -30.0, 30.0)));

  h->gate += (target - h->gate) * DT / 0.05;
  if (open < 0.02)
    h->venous_flow = 0.0;
  else
    {
      /* Air in the line breaks the column of blood that pulls. */
      const double column =
          c->siphon_mmhg *
          (1.0 - steady_clamp ((h->line_air - 0.5 * AIR_LOCK_ML) / (0.5 * AIR_LOCK_ML),
                               0.0,
                               1.0));
      const double vacuum = self->mechanism[STEADY_MECHANISM_VENOUS_VACUUM];
      const double drive = (h->pressure[RA] + column + vacuum) * h->gate;
      const double resistance =
          c->venous_line * self->mechanism[STEADY_MECHANISM_VENOUS_LINE_RESISTANCE] +
          c->venous_occluder + clamp_resistance (open) +
          c->venous_cannula * power_three_quarters (h->venous_flow);
      const double share = DT / c->venous_inertance;
      h->venous_flow = (h->venous_flow + share * drive) / (1.0 + share * resistance);
    }
  if (h->venous_flow < 0.0)
    h->venous_flow = 0.0;
  const double left = steady_clamp (h->volume[RA] / (0.03 * weight), 0.0, 1.0);
  const double moved = h->venous_flow * left * DT;
  h->volume[RA] -= moved;
  h->volume[RES] += moved;
  h->moved[STEADY_EDGE_VENOUS_LINE] += moved;
  /* Blood takes some of the air along to the reservoir, where it rises. [GK] */
  h->line_air -= h->line_air > 0.0 ? fmin (0.1 * moved, h->line_air) : 0.0;
}

/* Two rollers give two pulses a turn; an empty reservoir gives air. */
static void
step_pump (SteadySimulator *self)
{
  SteadyHydraulics    *h = &self->hydraulics;
  const SteadyCircuit *circuit = &self->setup.circuit;
  const double         target = self->coefficients.target_speed;
  /* A roller head runs up within about a second and brakes faster. [GK] */
  const double up = 2.0 * DT, down = 6.0 * DT;

  h->speed += steady_clamp (target - h->speed, -down, up);
  h->angle += h->speed * DT;
  h->angle -= floor (h->angle);
  const double head = h->pressure[PRE];
  const double slip =
      1.0 - (head > OCCLUSION_MMHG ? (head - OCCLUSION_MMHG) / 200.0 : 0.0);
  const double leak =
      OCCLUSION_LEAK * circuit->boot_ml_per_revolution / 7.0 * head * DT;
  const double ripple = 1.0 + RIPPLE * cos (4.0 * M_PI * h->angle);
  const double wanted =
      h->speed * circuit->boot_ml_per_revolution * (slip > 0.0 ? slip : 0.0) * ripple;
  const double full = 1.5 * size_factor (self);
  const double blood = steady_clamp (h->volume[RES] / full, 0.0, 1.0);
  const double moved = wanted * blood * DT - leak;

  h->pump_flow = wanted * blood;
  h->volume[RES] -= moved;
  h->volume[PRE] += moved;
  h->moved[STEADY_EDGE_PUMP] += moved;
  h->bubble_left += 0.03 * wanted * (1.0 - blood) * DT;
}

static void
step_arterial_line (SteadySimulator *self)
{
  SteadyHydraulics         *h = &self->hydraulics;
  const SteadyCoefficients *c = &self->coefficients;
  const double              open = 1.0 - h->arterial_clamp;

  if (open < 0.02)
    {
      h->arterial_flow = 0.0;
      return;
    }
  const double factor = self->mechanism[STEADY_MECHANISM_ARTERIAL_CANNULA_RESISTANCE];
  const double resistance =
      c->arterial_line + clamp_resistance (open) +
      factor * c->arterial_cannula * power_three_quarters (h->arterial_flow);
  const double share = DT / c->arterial_inertance;

  h->arterial_flow =
      (h->arterial_flow + share * (h->pressure[POST] - h->pressure[AO])) /
      (1.0 + share * resistance);
  const double moved = h->arterial_flow * DT;
  h->volume[POST] -= moved;
  h->volume[AO] += moved;
  h->moved[STEADY_EDGE_ARTERIAL] += moved;
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

/* Cardioplegia is one part of blood and four of crystalloid (del Nido). It comes back
 * by the coronary sinus. */
static void
step_cardioplegia (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      target = h->dose_left > 0.0 ? self->coefficients.pleg_flow : 0.0;

  h->cardioplegia_flow += (target - h->cardioplegia_flow) * DT / 0.3;
  if (h->cardioplegia_flow < 1e-6)
    {
      h->cardioplegia_flow = 0.0;
      return;
    }
  const double supply = steady_clamp (h->pressure[POST] / 5.0, 0.0, 1.0);
  const double moved = h->cardioplegia_flow * DT * supply;
  h->volume[POST] -= 0.2 * moved;
  h->volume[RA] += moved;
  h->moved[STEADY_EDGE_CARDIOPLEGIA] += 0.2 * moved;
  h->crystalloid += 0.8 * moved;
  h->balance += 0.8 * moved;
  h->dose_left -= moved;
  if (h->dose_left <= 0.0)
    {
      h->dose_left = 0.0;
      self->setting[STEADY_SETTING_CARDIOPLEGIA] = 0.0;
    }
}

static void
step_side_ways (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      purge =
      steady_clamp (h->pressure[POST], 0.0, 1e4) * self->coefficients.purge_conductance;
  const double weight = self->setup.body.weight_kg;
  /* The vent takes what stands in a left heart that cannot eject. [GK] */
  const bool   vented = self->mechanism[STEADY_MECHANISM_CROSS_CLAMP] > 0.5;
  const double surplus = h->volume[LA] - 0.6 * weight;
  const double vent = vented && surplus > 0.0 ? surplus * 2.0 : 0.0;

  h->purge_flow = purge;
  h->volume[POST] -= purge * DT;
  h->volume[RES] += purge * DT;
  h->moved[STEADY_EDGE_PURGE] += purge * DT;
  h->volume[LA] -= vent * DT;
  h->volume[RES] += vent * DT;
  h->moved[STEADY_EDGE_VENT] += vent * DT;
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

/* Blood that is lost, and volume that is given, cross the border of the model. */
static void
step_borders (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      rate = self->mechanism[STEADY_MECHANISM_BLEEDING_ML_MIN] / 60.0;
  const double      pressure = steady_clamp (h->pressure[AD] / 20.0, 0.0, 1.0);
  const double      lost = rate * pressure * DT;

  h->volume[AD] -= lost;
  h->bled += lost;
  h->balance -= lost;
  double *waiting = &self->mechanism[STEADY_MECHANISM_VOLUME_ML];
  if (*waiting > 0.0)
    {
      const double wanted =
          self->ramp[STEADY_MECHANISM_VOLUME_ML].per_slice * DT / STEADY_SLICE_S;
      const double given = *waiting < wanted ? *waiting : wanted;
      *waiting -= given;
      h->volume[RES] += given;
      h->given += given;
      h->balance += given;
    }
}

static void
step_clamps (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  const double      most = DT / 0.3;
  const bool   fault = self->mechanism[STEADY_MECHANISM_ARTERIAL_CLAMP_FAULT] > 0.5;
  const double arterial =
      fault || self->setting[STEADY_SETTING_ARTERIAL_CLAMP] > 0.5 ? 1.0 : 0.0;
  const double venous = self->setting[STEADY_SETTING_VENOUS_CLAMP] > 0.5 ? 1.0 : 0.0;

  h->arterial_clamp += steady_clamp (arterial - h->arterial_clamp, -most, most);
  h->venous_clamp += steady_clamp (venous - h->venous_clamp, -most, most);
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
}

/* One millisecond. Thread: the owner's; does not allocate. */
void
steady_hydraulics_step (SteadySimulator *self)
{
  double elastance[STEADY_CHAMBER_COUNT];

  fill_elastances (self, elastance);
  renew_pressures (self, elastance);
  step_clamps (self);
  step_heart_and_lungs (self, elastance);
  step_body (self, elastance);
  step_venous_line (self);
  step_pump (self);
  pass (&self->hydraulics,
        elastance,
        PRE,
        POST,
        self->coefficients.oxygenator_resistance,
        1.0);
  step_arterial_line (self);
  step_bubble (self);
  step_cardioplegia (self);
  step_side_ways (self);
  step_filters (self);
  step_borders (self);
}

/*
 * Overfilled veins give way within seconds (stress relaxation) and draw together again:
 * above 10 mmHg twice what their compliance takes. [GK]
 */
static double
relax (double relaxed, double compliance, double pressure)
{
  const double target = 2.0 * compliance * (pressure > 10.0 ? pressure - 10.0 : 0.0);
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

static void
renew_beds (SteadySimulator *self)
{
  SteadyCoefficients *c = &self->coefficients;
  const SteadyBody   *body = &self->setup.body;
  const double        haematocrit =
      0.03 * steady_transport_blood (self, STEADY_POOL_ARTERIES).haemoglobin;
  const double thick = steady_blood_viscosity (haematocrit, self->tissue.core) /
                       steady_blood_viscosity (self->setup.haematocrit, 37.0);
  c->tone = self->mechanism[STEADY_MECHANISM_VASCULAR_TONE] * steady_drugs_tone (self);
  const double factor = 1.0 / (thick * c->tone);

  c->upper_conductance =
      factor * (1.0 / body->brain_resistance + 1.0 / body->upper_resistance);
  c->lower_conductance = factor / body->lower_resistance;
  /* Bronchial and other collaterals bring about 1 % of the flow back to the left
   * heart. [GK] */
  c->bronchial_conductance = 0.01 * (c->upper_conductance + c->lower_conductance);
}

/*
 * Renews what depends on the blood, its temperature, and what was set.
 *
 * Thread: the owner's; does not allocate.
 */
void
steady_hydraulics_renew (SteadySimulator *self)
{
  SteadyCoefficients     *c = &self->coefficients;
  const SteadyHydraulics *h = &self->hydraulics;
  const SteadyCircuit    *circuit = &self->setup.circuit;
  const double            haematocrit =
      0.03 * steady_transport_blood (self, STEADY_POOL_OXYGENATOR).haemoglobin;
  const double line_temperature =
      steady_transport_content (self, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_HEAT);
  const double thick = steady_blood_viscosity (haematocrit, line_temperature);
  const bool   runs = self->setting[STEADY_SETTING_PUMP_RUNS] > 0.5 &&
                    self->mechanism[STEADY_MECHANISM_PUMP_FAILURE] < 0.5;
  const double wanted = self->setting[STEADY_SETTING_PUMP_FLOW] * 1000.0 / 60.0 /
                        circuit->boot_ml_per_revolution;

  renew_veins (self);
  renew_beds (self);
  c->oxygenator_resistance = circuit->oxygenator_resistance_mmhg_min_l * 0.06 * thick /
                             2.8 *
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
  /* 33 mL/min at 400 mL/min, where the filter stands at about 105 mmHg. */
  c->purge_conductance =
      self->setup.purge_open ? 33.0 / 60.0 / 105.0 * size_factor (self) : 0.0;
  c->pleg_flow = 110.0 * self->setup.body.bsa_m2 / 60.0;
  c->siphon_mmhg = 0.776 * circuit->siphon_cm;
  /* Nothing is filtered out of blood with a haematocrit of 0.60. [GK] */
  c->filtration = steady_clamp ((0.60 - haematocrit) / 0.15, 0.0, 1.0);
  c->target_speed =
      runs ? steady_clamp (wanted, 0.0, circuit->pump_max_rpm / 60.0) : 0.0;
}

/*
 * Sets the venous line as a perfusionist does before a case goes on: so that the set
 * flow, or else that of the plan, comes back at a right atrial pressure of 3 mmHg.
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

  const double haematocrit =
      0.03 * steady_transport_blood (self, STEADY_POOL_OXYGENATOR).haemoglobin;
  const double thick = steady_blood_viscosity (haematocrit, self->tissue.core);
  const double line = steady_line_resistance (
      thick, circuit->venous_line_cm, circuit->venous_line_mm, flow);
  const double cannula = steady_cannula_coefficient (circuit->venous_cannula_m, thick) *
                         power_three_quarters (flow);
  const double spare = (c->siphon_mmhg + 3.0) / flow - line - cannula;
  c->venous_occluder = spare > 0.0 ? spare : 0.0;
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
  double       rest = body->blood_volume_ml - body->unstressed_volume_ml +
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
