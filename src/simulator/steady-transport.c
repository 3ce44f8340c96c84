/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What the blood carries, once every 20 ms: the hydraulics say how much went over each
 * edge; each edge takes from the pool it leaves what stands in that much blood, and
 * gives it to the pool it enters. So volume, gases, haemoglobin, heat and what is
 * dissolved are conserved by construction (physiology notes 1.3 h to j, l, m).
 */

typedef struct Way
{
  SteadyPool from;
  SteadyPool to;
} Way;

static const Way ways[STEADY_EDGE_COUNT] = {
  [STEADY_EDGE_MITRAL] = { STEADY_POOL_LEFT, STEADY_POOL_LEFT_VENTRICLE },
  [STEADY_EDGE_EJECTION] = { STEADY_POOL_LEFT_VENTRICLE, STEADY_POOL_ARTERIES },
  [STEADY_EDGE_LEFT_TO_LUNGS] = { STEADY_POOL_LEFT_VENTRICLE,
                                  STEADY_POOL_PULMONARY_ARTERIES },
  [STEADY_EDGE_TRICUSPID] = { STEADY_POOL_RIGHT, STEADY_POOL_RIGHT_VENTRICLE },
  [STEADY_EDGE_RIGHT_EJECTION] = { STEADY_POOL_RIGHT_VENTRICLE,
                                   STEADY_POOL_PULMONARY_ARTERIES },
  [STEADY_EDGE_RIGHT_TO_AORTA] = { STEADY_POOL_RIGHT_VENTRICLE, STEADY_POOL_ARTERIES },
  [STEADY_EDGE_LUNGS] = { STEADY_POOL_PULMONARY_ARTERIES, STEADY_POOL_PULMONARY_VEINS },
  [STEADY_EDGE_PULMONARY_RETURN] = { STEADY_POOL_PULMONARY_VEINS, STEADY_POOL_LEFT },
  [STEADY_EDGE_ANOMALOUS_RETURN] = { STEADY_POOL_PULMONARY_VEINS, STEADY_POOL_RIGHT },
  [STEADY_EDGE_ATRIAL_SEPTUM] = { STEADY_POOL_LEFT, STEADY_POOL_RIGHT },
  [STEADY_EDGE_VENTRICULAR_SEPTUM] = { STEADY_POOL_LEFT_VENTRICLE,
                                       STEADY_POOL_RIGHT_VENTRICLE },
  [STEADY_EDGE_DUCT] = { STEADY_POOL_DESCENDING, STEADY_POOL_PULMONARY_ARTERIES },
  [STEADY_EDGE_ARTERIAL_SHUNT] = { STEADY_POOL_ARTERIES,
                                   STEADY_POOL_PULMONARY_ARTERIES },
  [STEADY_EDGE_ISTHMUS] = { STEADY_POOL_ARTERIES, STEADY_POOL_DESCENDING },
  [STEADY_EDGE_UPPER_BEDS] = { STEADY_POOL_ARTERIES, STEADY_POOL_UPPER },
  [STEADY_EDGE_LOWER_BEDS] = { STEADY_POOL_DESCENDING, STEADY_POOL_LOWER },
  [STEADY_EDGE_UPPER_RETURN] = { STEADY_POOL_UPPER, STEADY_POOL_RIGHT },
  [STEADY_EDGE_LOWER_RETURN] = { STEADY_POOL_LOWER, STEADY_POOL_RIGHT },
  [STEADY_EDGE_BRONCHIAL] = { STEADY_POOL_DESCENDING, STEADY_POOL_PULMONARY_VEINS },
  [STEADY_EDGE_VENOUS_LINE] = { STEADY_POOL_RIGHT, STEADY_POOL_RESERVOIR },
  [STEADY_EDGE_PUMP] = { STEADY_POOL_RESERVOIR, STEADY_POOL_OXYGENATOR },
  [STEADY_EDGE_ARTERIAL] = { STEADY_POOL_OXYGENATOR, STEADY_POOL_ARTERIES },
  [STEADY_EDGE_RECIRCULATION] = { STEADY_POOL_OXYGENATOR, STEADY_POOL_RIGHT },
  [STEADY_EDGE_PURGE] = { STEADY_POOL_OXYGENATOR, STEADY_POOL_RESERVOIR },
  [STEADY_EDGE_VENT] = { STEADY_POOL_LEFT, STEADY_POOL_RESERVOIR },
  [STEADY_EDGE_CARDIOPLEGIA] = { STEADY_POOL_OXYGENATOR, STEADY_POOL_RIGHT },
  [STEADY_EDGE_FILTER] = { STEADY_POOL_ARTERIES, STEADY_POOL_RIGHT },
  [STEADY_EDGE_FIELD] = { STEADY_POOL_DESCENDING, STEADY_POOL_FIELD },
  [STEADY_EDGE_SUCKERS] = { STEADY_POOL_FIELD, STEADY_POOL_RESERVOIR },
};

/* Parts of the flow through the beds, and of the mass, of the three body nodes. */
#define CORE_FLOW    0.33
#define VISCERA_FLOW 0.40
#define SHELL_FLOW   0.27

typedef double Carried[STEADY_SPECIES_COUNT];

/* Amount in a millilitre of the pool's blood. Thread: the owner's. */
double
steady_transport_content (const SteadySimulator *self,
                          SteadyPool             pool,
                          SteadySpecies          species)
{
  const double volume = self->tissue.amount[STEADY_SPECIES_VOLUME][pool];
  return self->tissue.amount[species][pool] / (volume > 0.01 ? volume : 0.01);
}

/* mL of plasma in a pool: what the red cells leave (a gram of haemoglobin is in 3 mL of
 * them). Thread: the owner's. */
double
steady_transport_plasma (const SteadySimulator *self, SteadyPool pool)
{
  const double plasma = self->tissue.amount[STEADY_SPECIES_VOLUME][pool] -
                        3.0 * self->tissue.amount[STEADY_SPECIES_HAEMOGLOBIN][pool];
  return plasma > 0.01 ? plasma : 0.01;
}

/* mmol/L of plasma (of the whole blood for BASE), g/dL for PROTEIN. Thread: the
 * owner's. */
double
steady_transport_solute (const SteadySimulator *self,
                         SteadyPool             pool,
                         SteadySpecies          species)
{
  const double amount = self->tissue.amount[species][pool];
  const double volume = self->tissue.amount[STEADY_SPECIES_VOLUME][pool];

  if (species == STEADY_SPECIES_BASE)
    return 1000.0 * amount / (volume > 0.01 ? volume : 0.01);
  return (species == STEADY_SPECIES_PROTEIN ? 100.0 : 1000.0) * amount /
         steady_transport_plasma (self, pool);
}

/* Makes every pool hold @concentration, for a beginning and for tests; books it as
 * brought in. Thread: the owner's. */
void
steady_transport_set_solute (SteadySimulator *self,
                             SteadySpecies    species,
                             double           concentration)
{
  SteadyTissue *tissue = &self->tissue;

  for (int pool = 0; pool < STEADY_POOL_COUNT; pool++)
    {
      const double volume = species == STEADY_SPECIES_BASE
                                ? tissue->amount[STEADY_SPECIES_VOLUME][pool]
                                : steady_transport_plasma (self, (SteadyPool) pool);
      const double now =
          (species == STEADY_SPECIES_PROTEIN ? 0.01 : 0.001) * concentration * volume;
      tissue->carried_in[species] += now - tissue->amount[species][pool];
      tissue->amount[species][pool] = now;
    }
}

/* Brings an amount from outside into a pool. Thread: the owner's. */
void
steady_transport_add (SteadySimulator *self,
                      SteadyPool       pool,
                      SteadySpecies    species,
                      double           amount)
{
  self->tissue.amount[species][pool] += amount;
  self->tissue.carried_in[species] += amount;
}

/* The blood of @pool for chemistry. Thread: the owner's. */
SteadyBlood
steady_transport_blood (const SteadySimulator *self, SteadyPool pool)
{
  const double gram = steady_transport_content (self, pool, STEADY_SPECIES_HAEMOGLOBIN);
  const double fetal = steady_transport_content (self, pool, STEADY_SPECIES_FETAL);

  return (SteadyBlood){
    .haemoglobin = 100.0 * gram,
    .p50 = steady_blood_p50 (gram > 1e-6 ? fetal / gram : 0.0),
    .base_excess = steady_clamp (
        1000.0 * steady_transport_content (self, pool, STEADY_SPECIES_BASE),
        -35.0,
        35.0),
  };
}

/* Where the venous cannula takes blood from. Thread: the owner's. */
SteadyPool
steady_pool_drained (const SteadySimulator *self)
{
  return self->setup.circuit.drain > 0.5 ? STEADY_POOL_LOWER : STEADY_POOL_RIGHT;
}

/* Where the arterial line gives it to. Thread: the owner's. */
SteadyPool
steady_pool_returned (const SteadySimulator *self)
{
  static const SteadyPool places[3] = { STEADY_POOL_ARTERIES,
                                        STEADY_POOL_DESCENDING,
                                        STEADY_POOL_RIGHT };

  if (self->coefficients.spilling > 0.5)
    return STEADY_POOL_FIELD;
  return places[(int) steady_clamp (self->setup.circuit.inlet, 0.0, 2.0)];
}

static Way
way_of (const SteadySimulator *self, SteadyEdge edge)
{
  Way way = ways[edge];

  if (edge == STEADY_EDGE_VENOUS_LINE)
    way.from = steady_pool_drained (self);
  else if (edge == STEADY_EDGE_ARTERIAL)
    way.to = steady_pool_returned (self);
  else if (edge == STEADY_EDGE_RECIRCULATION)
    way.to = steady_pool_drained (self);
  return way;
}

static void
take (const SteadyTissue *tissue, SteadyPool pool, double moved, Carried ret_carried)
{
  const double volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];
  const double share = volume > moved ? moved / volume : 1.0;

  for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
    ret_carried[s] = share * tissue->amount[s][pool];
  ret_carried[STEADY_SPECIES_VOLUME] = moved;
}

/* What a gas exchanger changes goes into the books. */
static void
book_gas (SteadyTissue *tissue, double oxygen, double carbon_dioxide)
{
  tissue->oxygen_in += oxygen;
  tissue->carbon_dioxide_in += carbon_dioxide;
}

/* Lungs that are ventilated bring blood to alveolar gas, but for a shunt. */
static void
breathe (SteadySimulator *self, double moved, Carried carried)
{
  const SteadyBlood blood =
      steady_transport_blood (self, STEADY_POOL_PULMONARY_ARTERIES);
  const double ph = steady_blood_ph (&blood, 39.0, 0.98);
  const double oxygen = steady_blood_oxygen (&blood, 140.0, ph);
  const double co2 = steady_blood_carbon_dioxide (&blood, 39.0, ph, 0.98);
  const double shunt = self->mechanism[STEADY_MECHANISM_LUNG_SHUNT];
  const double before = carried[STEADY_SPECIES_OXYGEN];
  const double before_co2 = carried[STEADY_SPECIES_CARBON_DIOXIDE];

  carried[STEADY_SPECIES_OXYGEN] = (1.0 - shunt) * moved * oxygen + shunt * before;
  carried[STEADY_SPECIES_CARBON_DIOXIDE] =
      (1.0 - shunt) * moved * co2 + shunt * before_co2;
  book_gas (&self->tissue,
            carried[STEADY_SPECIES_OXYGEN] - before,
            carried[STEADY_SPECIES_CARBON_DIOXIDE] - before_co2);
}

/* Heat exchanger, then membrane. */
static void
oxygenate (SteadySimulator *self, double moved, Carried carried)
{
  const double flow = moved / STEADY_SLICE_S * 0.06; /* L/min */
  const double scaled = flow * 7.0 / self->setup.circuit.oxygenator_max_l_min;
  const double units = 1.35 * pow (3.0 / steady_clamp (scaled, 0.02, 20.0), 0.9);
  const double share = 1.0 - exp (-units);
  const double before = carried[STEADY_SPECIES_OXYGEN];
  const double before_co2 = carried[STEADY_SPECIES_CARBON_DIOXIDE];
  double      *heat = &carried[STEADY_SPECIES_HEAT];
  const double warmed = share * (moved * self->tissue.water - *heat);

  *heat += warmed;
  self->tissue.heat_in += STEADY_BLOOD_HEAT * warmed;
  steady_oxygenator_slice (self,
                           moved,
                           &carried[STEADY_SPECIES_OXYGEN],
                           &carried[STEADY_SPECIES_CARBON_DIOXIDE]);
  book_gas (&self->tissue,
            carried[STEADY_SPECIES_OXYGEN] - before,
            carried[STEADY_SPECIES_CARBON_DIOXIDE] - before_co2);
}

/* Blood leaves a bed as warm as the tissue it went through, and the tissue gains what
 * the blood loses. */
static void
exchange_heat (SteadySimulator *self, bool upper, double moved, Carried carried)
{
  SteadyTissue *tissue = &self->tissue;
  const double  mass = self->setup.body.weight_kg * 1000.0 * STEADY_TISSUE_HEAT;
  const double  tone = 1.0 - 0.05 * (37.0 - tissue->shell);
  const double  shell_flow = SHELL_FLOW * steady_clamp (tone, 0.35, 1.0);
  const double  shell = 0.5 * shell_flow;
  const double  deep = upper ? CORE_FLOW : VISCERA_FLOW;
  double       *node = upper ? &tissue->core : &tissue->viscera;
  const double  node_mass = mass * (upper ? STEADY_CORE_MASS : STEADY_VISCERA_MASS);
  const double  arterial = carried[STEADY_SPECIES_HEAT] / moved;
  const double  to_deep = moved * deep / (deep + shell);
  const double  to_shell = moved - to_deep;

  carried[STEADY_SPECIES_HEAT] = to_deep * *node + to_shell * tissue->shell;
  *node += STEADY_BLOOD_HEAT * to_deep * (arterial - *node) / node_mass;
  tissue->shell += STEADY_BLOOD_HEAT * to_shell * (arterial - tissue->shell) /
                   (mass * STEADY_SHELL_MASS);
}

static void
carry (SteadySimulator *self, SteadyEdge edge)
{
  SteadyTissue *tissue = &self->tissue;
  const double  moved = self->hydraulics.moved[edge];
  const bool    forward = moved >= 0.0;
  Carried       carried;

  if (moved > -1e-12 && moved < 1e-12)
    return;
  const Way        way = way_of (self, edge);
  const SteadyPool from = forward ? way.from : way.to;
  const SteadyPool to = forward ? way.to : way.from;
  take (tissue, from, fabs (moved), carried);
  for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
    tissue->amount[s][from] -= carried[s];
  if (edge == STEADY_EDGE_PUMP && forward)
    oxygenate (self, moved, carried);
  else if (edge == STEADY_EDGE_LUNGS && forward &&
           steady_is_on (self, STEADY_MECHANISM_VENTILATION))
    breathe (self, moved, carried);
  else if (edge == STEADY_EDGE_UPPER_BEDS || edge == STEADY_EDGE_LOWER_BEDS)
    exchange_heat (self, edge == STEADY_EDGE_UPPER_BEDS, moved, carried);
  for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
    tissue->amount[s][to] += carried[s];
}

/* A hole in the atrial septum lets blood through both ways in one beat, more than what
 * the net flow shows. */
static void
mix_atria (SteadySimulator *self)
{
  SteadyTissue       *tissue = &self->tissue;
  const SteadyLesion *lesion = &self->coefficients.lesion;
  Carried             left, right;

  if (lesion->mixing <= 0.0 || lesion->atrial_septum <= 0.0)
    return;
  const double moved =
      lesion->mixing * fabs (self->hydraulics.moved[STEADY_EDGE_TRICUSPID] +
                             self->hydraulics.moved[STEADY_EDGE_MITRAL]);
  take (tissue, STEADY_POOL_LEFT, moved, left);
  take (tissue, STEADY_POOL_RIGHT, moved, right);
  for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
    {
      tissue->amount[s][STEADY_POOL_LEFT] += right[s] - left[s];
      tissue->amount[s][STEADY_POOL_RIGHT] += left[s] - right[s];
    }
}

/* The body takes oxygen out of its venous pools, as long as there is any, and gives
 * carbon dioxide. Returns what was taken, in mL. */
static double
metabolise (SteadySimulator *self, SteadyPool pool, double oxygen)
{
  SteadyTissue *tissue = &self->tissue;
  double       *stock = &tissue->amount[STEADY_SPECIES_OXYGEN][pool];
  const double  floor_of = 0.0005 * tissue->amount[STEADY_SPECIES_VOLUME][pool] + 1e-9;
  const double  used = *stock - oxygen > floor_of ? oxygen
                       : *stock > floor_of        ? *stock - floor_of
                                                  : 0.0;

  *stock -= used;
  tissue->amount[STEADY_SPECIES_CARBON_DIOXIDE][pool] += 0.8 * used;
  tissue->carbon_dioxide_in += 0.8 * used;
  tissue->oxygen_used += used;
  return used;
}

static void
forget_moved (SteadyHydraulics *h)
{
  for (int edge = 0; edge < STEADY_EDGE_COUNT; edge++)
    h->moved[edge] = 0.0;
  for (int fluid = 0; fluid < STEADY_FLUID_COUNT; fluid++)
    h->given[fluid] = 0.0;
  h->crystalloid = 0.0;
  h->filtered = 0.0;
  h->filtered_child = 0.0;
  h->leaked_upper = 0.0;
  h->leaked_lower = 0.0;
  h->urine = 0.0;
  h->bled = 0.0;
}

/* Twenty milliseconds. Thread: the owner's; does not allocate. */
void
steady_transport_slice (SteadySimulator *self)
{
  SteadyHydraulics *h = &self->hydraulics;
  SteadyTissue     *tissue = &self->tissue;
  const double      beds =
      h->moved[STEADY_EDGE_UPPER_BEDS] + h->moved[STEADY_EDGE_LOWER_BEDS];
  const double upper = h->moved[STEADY_EDGE_UPPER_BEDS];

  for (int edge = 0; edge < STEADY_EDGE_COUNT; edge++)
    carry (self, (SteadyEdge) edge);
  mix_atria (self);
  if (h->moved[STEADY_EDGE_PUMP] <= 0.0)
    steady_oxygenator_slice (self, 0.0, NULL, NULL);
  steady_borders_slice (self);
  tissue->flow =
      steady_approach (tissue->flow, beds / STEADY_SLICE_S, STEADY_SLICE_S, 2.0);
  steady_tissue_slice (self);
  const double share = beds > 1e-9 ? steady_clamp (upper / beds, 0.0, 1.0) : 0.47;
  const double asked = tissue->oxygen_asked / 60.0 * STEADY_SLICE_S;
  const double used = metabolise (self, STEADY_POOL_UPPER, share * asked) +
                      metabolise (self, STEADY_POOL_LOWER, (1.0 - share) * asked);
  tissue->oxygen_use = used / STEADY_SLICE_S * 60.0;
  steady_warm_slice (self);
  forget_moved (h);
}
