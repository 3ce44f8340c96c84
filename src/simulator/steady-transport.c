/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * What the blood carries, once every 20 ms: the hydraulics say how much went over each
 * edge; each edge takes from the pool it leaves what stands in that much blood, and
 * gives it to the pool it enters. So volume, gases, haemoglobin and heat are conserved
 * by construction (physiology notes 1.3 h to j, l, m).
 */

/* Where the blood stands that does not stretch anything. [GK] */
static const double unstressed_share[STEADY_POOL_COUNT] = {
  [STEADY_POOL_ARTERIES] = 0.10, [STEADY_POOL_UPPER] = 0.27, [STEADY_POOL_LOWER] = 0.50,
  [STEADY_POOL_RIGHT] = 0.05,    [STEADY_POOL_LEFT] = 0.08,
};

typedef struct Way
{
  SteadyPool from;
  SteadyPool to;
} Way;

static const Way ways[STEADY_EDGE_COUNT] = {
  [STEADY_EDGE_EJECTION] = { STEADY_POOL_LEFT, STEADY_POOL_ARTERIES },
  [STEADY_EDGE_LUNGS] = { STEADY_POOL_RIGHT, STEADY_POOL_LEFT },
  [STEADY_EDGE_UPPER_BEDS] = { STEADY_POOL_ARTERIES, STEADY_POOL_UPPER },
  [STEADY_EDGE_LOWER_BEDS] = { STEADY_POOL_ARTERIES, STEADY_POOL_LOWER },
  [STEADY_EDGE_UPPER_RETURN] = { STEADY_POOL_UPPER, STEADY_POOL_RIGHT },
  [STEADY_EDGE_LOWER_RETURN] = { STEADY_POOL_LOWER, STEADY_POOL_RIGHT },
  [STEADY_EDGE_BRONCHIAL] = { STEADY_POOL_ARTERIES, STEADY_POOL_LEFT },
  [STEADY_EDGE_VENOUS_LINE] = { STEADY_POOL_RIGHT, STEADY_POOL_RESERVOIR },
  [STEADY_EDGE_PUMP] = { STEADY_POOL_RESERVOIR, STEADY_POOL_OXYGENATOR },
  [STEADY_EDGE_ARTERIAL] = { STEADY_POOL_OXYGENATOR, STEADY_POOL_ARTERIES },
  [STEADY_EDGE_PURGE] = { STEADY_POOL_OXYGENATOR, STEADY_POOL_RESERVOIR },
  [STEADY_EDGE_VENT] = { STEADY_POOL_LEFT, STEADY_POOL_RESERVOIR },
  [STEADY_EDGE_CARDIOPLEGIA] = { STEADY_POOL_OXYGENATOR, STEADY_POOL_RIGHT },
  [STEADY_EDGE_FILTER] = { STEADY_POOL_ARTERIES, STEADY_POOL_RIGHT },
};

/* Parts of the flow through the beds, and of the mass, of the three body nodes. */
#define CORE_FLOW    0.33
#define VISCERA_FLOW 0.40
#define SHELL_FLOW   0.27
#define CORE_MASS    0.16
#define VISCERA_MASS 0.20
#define SHELL_MASS   0.64
#define TISSUE_HEAT  3.47 /* J/(g K) */
#define BLOOD_HEAT   3.6  /* J/(mL K) */
#define OXYGEN_HEAT  20.1 /* J/mL */
#define AMBIENT      29.0 /* °C under the drapes on a warming mattress [GK] */
#define AMBIENT_LOSS 5.0  /* W/(m² K) [GK] */

typedef double Carried[STEADY_SPECIES_COUNT];

/* Thread: the owner's. */
double
steady_transport_content (const SteadySimulator *self,
                          SteadyPool             pool,
                          SteadySpecies          species)
{
  const double volume = self->tissue.amount[STEADY_SPECIES_VOLUME][pool];
  return self->tissue.amount[species][pool] / (volume > 0.01 ? volume : 0.01);
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
    .base_excess = self->tissue.base_excess,
  };
}

static double
line_volume (double cm, double mm)
{
  return M_PI * mm * mm / 4.0 * cm * 0.01;
}

static double
rigid_volume (const SteadySimulatorSetup *setup, int pool)
{
  const SteadyBody    *body = &setup->body;
  const SteadyCircuit *circuit = &setup->circuit;
  const double         slack = body->unstressed_volume_ml - body->left_ventricle_v0_ml -
                       body->right_ventricle_v0_ml;

  if (pool == STEADY_POOL_RESERVOIR)
    return line_volume (circuit->venous_line_cm, circuit->venous_line_mm);
  if (pool == STEADY_POOL_OXYGENATOR)
    return circuit->oxygenator_prime_ml +
           line_volume (circuit->arterial_line_cm, circuit->arterial_line_mm);
  return unstressed_share[pool] * slack;
}

static void
fill_volumes (SteadySimulator *self)
{
  static const SteadyPool home[STEADY_CHAMBER_COUNT] = {
    [STEADY_CHAMBER_LEFT_ATRIUM] = STEADY_POOL_LEFT,
    [STEADY_CHAMBER_LEFT_VENTRICLE] = STEADY_POOL_LEFT,
    [STEADY_CHAMBER_RIGHT_ATRIUM] = STEADY_POOL_RIGHT,
    [STEADY_CHAMBER_RIGHT_VENTRICLE] = STEADY_POOL_RIGHT,
    [STEADY_CHAMBER_AORTA] = STEADY_POOL_ARTERIES,
    [STEADY_CHAMBER_ARTERIES] = STEADY_POOL_ARTERIES,
    [STEADY_CHAMBER_PULMONARY_ARTERIES] = STEADY_POOL_RIGHT,
    [STEADY_CHAMBER_PULMONARY_VEINS] = STEADY_POOL_LEFT,
    [STEADY_CHAMBER_UPPER_VEINS] = STEADY_POOL_UPPER,
    [STEADY_CHAMBER_LOWER_VEINS] = STEADY_POOL_LOWER,
    [STEADY_CHAMBER_RESERVOIR] = STEADY_POOL_RESERVOIR,
    [STEADY_CHAMBER_PRE_OXYGENATOR] = STEADY_POOL_OXYGENATOR,
    [STEADY_CHAMBER_POST_OXYGENATOR] = STEADY_POOL_OXYGENATOR,
  };
  double *volume = self->tissue.amount[STEADY_SPECIES_VOLUME];

  for (int pool = 0; pool < STEADY_POOL_COUNT; pool++)
    volume[pool] = rigid_volume (&self->setup, pool);
  for (int chamber = 0; chamber < STEADY_CHAMBER_COUNT; chamber++)
    volume[home[chamber]] += self->hydraulics.volume[chamber];
}

/* Child and prime mixed, arterial blood in arteries, venous blood elsewhere. Thread:
 * the owner's. */
void
steady_transport_init (SteadySimulator *self)
{
  const SteadySimulatorSetup *setup = &self->setup;
  SteadyTissue               *tissue = &self->tissue;
  const double child = setup->body.blood_volume_ml, prime = setup->circuit.prime_ml;
  const double red =
      setup->on_bypass
          ? (child * setup->haematocrit + prime * setup->prime_haematocrit) /
                (child + prime)
          : setup->haematocrit;
  const double fetal =
      setup->on_bypass
          ? setup->fetal_fraction * child * setup->haematocrit / ((child + prime) * red)
          : setup->fetal_fraction;

  fill_volumes (self);
  tissue->base_excess = setup->on_bypass ? -2.0 : -1.0;
  for (int pool = 0; pool < STEADY_POOL_COUNT; pool++)
    {
      const double volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];
      const bool   circuit =
          pool == STEADY_POOL_RESERVOIR || pool == STEADY_POOL_OXYGENATOR;
      const double share =
          circuit && !setup->on_bypass ? setup->prime_haematocrit : red;
      const bool rich = pool == STEADY_POOL_ARTERIES || pool == STEADY_POOL_LEFT ||
                        pool == STEADY_POOL_OXYGENATOR;
      tissue->amount[STEADY_SPECIES_HAEMOGLOBIN][pool] = volume * share / 3.0;
      tissue->amount[STEADY_SPECIES_FETAL][pool] =
          circuit && !setup->on_bypass ? 0.0 : volume * share / 3.0 * fetal;
      tissue->amount[STEADY_SPECIES_HEAT][pool] = volume * setup->body_temperature;
      const SteadyBlood blood = steady_transport_blood (self, (SteadyPool) pool);
      tissue->amount[STEADY_SPECIES_OXYGEN][pool] =
          volume * steady_blood_oxygen (&blood, rich ? 150.0 : 38.0, 7.4);
      tissue->amount[STEADY_SPECIES_CARBON_DIOXIDE][pool] =
          volume *
          steady_blood_carbon_dioxide (
              &blood, rich ? 40.0 : 45.0, rich ? 7.4 : 7.37, rich ? 1.0 : 0.72);
    }
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

/* Lungs that are ventilated bring blood to alveolar gas, but for a shunt of 5 %. */
static void
breathe (SteadySimulator *self, double moved, Carried carried)
{
  const SteadyBlood blood = steady_transport_blood (self, STEADY_POOL_RIGHT);
  const double      ph = steady_blood_ph (&blood, 39.0, 0.98);
  const double      oxygen = steady_blood_oxygen (&blood, 140.0, ph);
  const double      co2 = steady_blood_carbon_dioxide (&blood, 39.0, ph, 0.98);
  const double      before = carried[STEADY_SPECIES_OXYGEN];

  carried[STEADY_SPECIES_OXYGEN] = 0.95 * moved * oxygen + 0.05 * before;
  carried[STEADY_SPECIES_CARBON_DIOXIDE] =
      0.95 * moved * co2 + 0.05 * carried[STEADY_SPECIES_CARBON_DIOXIDE];
  self->tissue.oxygen_in += carried[STEADY_SPECIES_OXYGEN] - before;
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
  double      *heat = &carried[STEADY_SPECIES_HEAT];

  *heat += share * (moved * self->tissue.water - *heat);
  steady_oxygenator_slice (self,
                           moved,
                           &carried[STEADY_SPECIES_OXYGEN],
                           &carried[STEADY_SPECIES_CARBON_DIOXIDE]);
  self->tissue.oxygen_in += carried[STEADY_SPECIES_OXYGEN] - before;
}

/* Blood leaves a bed as warm as the tissue it went through, and the tissue gains what
 * the blood loses. */
static void
exchange_heat (SteadySimulator *self, bool upper, double moved, Carried carried)
{
  SteadyTissue *tissue = &self->tissue;
  const double  mass = self->setup.body.weight_kg * 1000.0 * TISSUE_HEAT;
  const double  tone = 1.0 - 0.05 * (37.0 - tissue->shell);
  const double  shell_flow = SHELL_FLOW * steady_clamp (tone, 0.35, 1.0);
  const double  shell = 0.5 * shell_flow;
  const double  deep = upper ? CORE_FLOW : VISCERA_FLOW;
  double       *node = upper ? &tissue->core : &tissue->viscera;
  const double  node_mass = mass * (upper ? CORE_MASS : VISCERA_MASS);
  const double  arterial = carried[STEADY_SPECIES_HEAT] / moved;
  const double  to_deep = moved * deep / (deep + shell);
  const double  to_shell = moved - to_deep;

  carried[STEADY_SPECIES_HEAT] = to_deep * *node + to_shell * tissue->shell;
  *node += BLOOD_HEAT * to_deep * (arterial - *node) / node_mass;
  tissue->shell +=
      BLOOD_HEAT * to_shell * (arterial - tissue->shell) / (mass * SHELL_MASS);
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
  const SteadyPool from = forward ? ways[edge].from : ways[edge].to;
  const SteadyPool to = forward ? ways[edge].to : ways[edge].from;
  take (tissue, from, fabs (moved), carried);
  for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
    tissue->amount[s][from] -= carried[s];
  if (edge == STEADY_EDGE_PUMP && forward)
    oxygenate (self, moved, carried);
  else if (edge == STEADY_EDGE_LUNGS && forward &&
           self->mechanism[STEADY_MECHANISM_VENTILATION] > 0.5)
    breathe (self, moved, carried);
  else if (edge == STEADY_EDGE_UPPER_BEDS || edge == STEADY_EDGE_LOWER_BEDS)
    exchange_heat (self, edge == STEADY_EDGE_UPPER_BEDS, moved, carried);
  for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
    tissue->amount[s][to] += carried[s];
}

/* Water that is filtered takes its warmth along; gases and cells stay. [GK]: the
 * dissolved gases of plasma water are left in the blood. */
static void
filter (SteadyTissue *tissue, SteadyPool pool, double water)
{
  const double volume = tissue->amount[STEADY_SPECIES_VOLUME][pool];

  if (water <= 0.0)
    return;
  tissue->amount[STEADY_SPECIES_HEAT][pool] *=
      volume > water ? (volume - water) / volume : 0.0;
  tissue->amount[STEADY_SPECIES_VOLUME][pool] -= water;
}

/* Blood lost, blood given, crystalloid from the cardioplegia. */
static void
cross_borders (SteadySimulator *self)
{
  SteadyTissue     *tissue = &self->tissue;
  SteadyHydraulics *h = &self->hydraulics;
  Carried           lost;

  filter (tissue, STEADY_POOL_OXYGENATOR, h->filtered);
  filter (tissue, STEADY_POOL_RIGHT, h->filtered_child);
  if (h->bled > 0.0)
    {
      take (tissue, STEADY_POOL_ARTERIES, h->bled, lost);
      for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
        tissue->amount[s][STEADY_POOL_ARTERIES] -= lost[s];
      tissue->oxygen_lost += lost[STEADY_SPECIES_OXYGEN];
      tissue->haemoglobin_lost += lost[STEADY_SPECIES_HAEMOGLOBIN];
    }
  if (h->given > 0.0)
    {
      /* Adult red cells diluted to a haematocrit of 0.4, at room temperature. [GK] */
      const Carried given = {
        h->given, h->given * 0.11, h->given * 0.40, h->given * 0.133,
        0.0,      h->given * 22.0
      };
      for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
        tissue->amount[s][STEADY_POOL_RESERVOIR] += given[s];
      tissue->oxygen_in += given[STEADY_SPECIES_OXYGEN];
      tissue->haemoglobin_in += given[STEADY_SPECIES_HAEMOGLOBIN];
    }
  if (h->crystalloid > 0.0)
    {
      const double ecf = 250.0 * self->setup.body.weight_kg;
      tissue->amount[STEADY_SPECIES_VOLUME][STEADY_POOL_RIGHT] += h->crystalloid;
      tissue->amount[STEADY_SPECIES_HEAT][STEADY_POOL_RIGHT] += h->crystalloid * 8.0;
      tissue->potassium += (26.0 - tissue->potassium) * h->crystalloid / ecf;
      tissue->base_excess -= 24.0 * h->crystalloid / ecf * 0.5;
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
  tissue->oxygen_used += used;
  return used;
}

static void
warm (SteadySimulator *self)
{
  SteadyTissue *tissue = &self->tissue;
  const double  mass = self->setup.body.weight_kg * 1000.0 * TISSUE_HEAT;
  const double  heat = tissue->oxygen_use / 60.0 * OXYGEN_HEAT * STEADY_SLICE_S;
  const double  loss = AMBIENT_LOSS * self->setup.body.bsa_m2 *
                      (tissue->shell - AMBIENT) * STEADY_SLICE_S;

  /* Most heat is made inside: brain, heart, liver. [GK] */
  tissue->core += 0.35 * heat / (mass * CORE_MASS);
  tissue->viscera += 0.40 * heat / (mass * VISCERA_MASS);
  tissue->shell += (0.25 * heat - loss) / (mass * SHELL_MASS);
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
  if (h->moved[STEADY_EDGE_PUMP] <= 0.0)
    steady_oxygenator_slice (self, 0.0, NULL, NULL);
  cross_borders (self);
  tissue->flow =
      steady_approach (tissue->flow, beds / STEADY_SLICE_S, STEADY_SLICE_S, 2.0);
  steady_tissue_slice (self);
  const double share = beds > 1e-9 ? upper / beds : 0.47;
  const double asked = tissue->oxygen_asked / 60.0 * STEADY_SLICE_S;
  const double used = metabolise (self, STEADY_POOL_UPPER, share * asked) +
                      metabolise (self, STEADY_POOL_LOWER, (1.0 - share) * asked);
  tissue->oxygen_use = used / STEADY_SLICE_S * 60.0;
  warm (self);
  for (int edge = 0; edge < STEADY_EDGE_COUNT; edge++)
    h->moved[edge] = 0.0;
  h->crystalloid = 0.0;
  h->filtered = 0.0;
  h->filtered_child = 0.0;
  h->given = 0.0;
  h->bled = 0.0;
}
