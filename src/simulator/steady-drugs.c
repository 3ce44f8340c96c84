/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stddef.h>

#include "simulator/steady-simulator-parts.h"

/*
 * Heparin and protamine in the child and in the circuit, and what drives vessels and
 * heart (physiology notes 1.3 n).
 */

/* Heparin leaves by a saturable way, U/kg/min and U/kg: half-lives of 30 min at 25 and
 * of 150 min at 400 U/kg. */
#define HEPARIN_MOST 1.56
#define HEPARIN_HALF 49.6

/* Clotting time without heparin, s, and what a U/mL adds to it in a child whose
 * antithrombin is an adult's: so that 400 U/kg in 115 mL/kg give 589 s in the middle of
 * 91 children below 7 years, half of them older than 265 days. */
#define CLOTTING_BARE 120.0
#define CLOTTING_UNIT 134.8

/* Of the spread between children: a fifth stays below 480 s after 400 U/kg. */
#define CLOTTING_SPREAD 0.233

#define PROTAMINE_UNITS     100.0 /* of heparin that a mg binds [GK] */
#define PROTAMINE_HALF_LIFE 4.5   /* min */
#define PROTAMINE_BINDS_S   20.0  /* [GK] */

/* A vasoconstrictor: 2.4 microgram/kg/min took pigs from 40 to 65 mmHg on a constant
 * flow; onset within minutes. [GK] half effect and delay. */
#define PRESSOR_MOST  1.2
#define PRESSOR_HALF  2.2
#define PRESSOR_TAU_S 90.0

/* Below this clotting time blood begins to clot in the circuit, s; what a minute of
 * quite unprotected blood adds to the oxygenator's resistance, as a part of it. [GK] */
#define CLOTS_BELOW 250.0
#define CLOT_RATE   0.5

/* The child's own response to heparin, out of the seed but not out of the stream that
 * makes the noise. Thread: the owner's. */
void
steady_drugs_init (SteadySimulator *self)
{
  SteadyRandom random;
  double       sum = -6.0;

  steady_random_init (&random, self->setup.seed ^ UINT64_C (0x6865706172696e));
  for (int i = 0; i < 12; i++)
    sum += steady_random_uniform (&random);
  self->drugs = (SteadyDrugs){ .response = exp (CLOTTING_SPREAD * sum) };
  if (self->setup.on_bypass)
    self->drugs.heparin = 400.0;
  /* A prime holds 3 U/mL. [GK] */
  self->drugs.circuit_heparin = 3.0 * self->setup.circuit.prime_ml;
}

/* mL/kg that the child's heparin is in: 120 in infants, 95 in adults. The 175 mL/kg
 * that doses over concentrations of infants come to (D'Errico 1996) hold their circuit
 * too, which is a space of its own here. */
static double
heparin_space (const SteadySimulator *self)
{
  const double older =
      steady_clamp ((self->setup.body.weight_kg - 15.0) / 60.0, 0.0, 1.0);
  return 115.0 - 18.0 * older;
}

/* How strongly heparin works for want of antithrombin: newborns have 0.63 of an
 * adult's, and adult values from half a year on (Andrew 1987), here by weight. The
 * power makes about three in ten newborns stay below 480 s after 400 U/kg, as 27 % did
 * who had an arterial switch. [GK] power */
static double
antithrombin (const SteadySimulator *self)
{
  const double grown =
      steady_clamp ((self->setup.body.weight_kg - 3.0) / 2.5, 0.0, 1.0);
  return pow (0.63 + 0.37 * grown, 0.25) *
         self->mechanism[STEADY_MECHANISM_ANTITHROMBIN];
}

/* U/mL in the child. Thread: the owner's. */
double
steady_drugs_heparin_concentration (const SteadySimulator *self)
{
  return self->drugs.heparin / heparin_space (self);
}

static double
circuit_volume (const SteadySimulator *self)
{
  return fmax (self->tissue.amount[STEADY_SPECIES_VOLUME][STEADY_POOL_RESERVOIR] +
                   self->tissue.amount[STEADY_SPECIES_VOLUME][STEADY_POOL_OXYGENATOR],
               10.0);
}

static double
clotting_time (const SteadySimulator *self,
               double                 concentration,
               double                 excess,
               double                 temperature)
{
  const double cold = fmax (37.0 - temperature, 0.0);
  const double time =
      (CLOTTING_BARE + CLOTTING_UNIT * antithrombin (self) * concentration +
       15.0 * fmax (excess - 4.0, 0.0)) *
      self->drugs.response * (1.0 + 0.05 * cold);

  return steady_clamp (time, 0.0, 1000.0);
}

/*
 * Activated clotting time of the child's blood in s, as a celite tube shows it: longer
 * in the cold, and with protamine far in excess. [GK] both. A tube ends at 1000 s.
 *
 * Thread: the owner's.
 */
double
steady_drugs_clotting_time (const SteadySimulator *self)
{
  return clotting_time (self,
                        steady_drugs_heparin_concentration (self),
                        self->drugs.protamine,
                        self->tissue.core);
}

/* The same of the blood in the circuit. Thread: the owner's. */
double
steady_drugs_circuit_clotting_time (const SteadySimulator *self)
{
  return clotting_time (self,
                        self->drugs.circuit_heparin / circuit_volume (self),
                        0.0,
                        self->tissue.core);
}

static double
effect (double dose, double half)
{
  return dose / (dose + half);
}

/* What drugs do to the resistance of the beds, as a factor. Half effects of all but
 * phenylephrine: [GK]. Thread: the owner's. */
double
steady_drugs_tone (const SteadySimulator *self)
{
  const SteadyDrugs *drugs = &self->drugs;

  return (1.0 + PRESSOR_MOST * effect (drugs->phenylephrine, PRESSOR_HALF)) *
         (1.0 + 2.0 * effect (drugs->pressor, 0.4)) *
         (1.0 + 0.8 * effect (drugs->inotrope, 0.6)) *
         (1.0 - 0.6 * effect (drugs->dilator, 2.0)) *
         (1.0 - 0.15 * fmin (drugs->vapour, 3.0)) * (1.0 - 0.45 * drugs->reaction);
}

/* What drugs do to the resistance of the lungs, as a factor; nitric oxide takes nothing
 * from vessels that are wide. [GK] Thread: the owner's. */
double
steady_drugs_lungs (const SteadySimulator *self)
{
  const double narrow =
      fmax (self->setup.lesion.pulmonary_bed *
                    self->mechanism[STEADY_MECHANISM_PULMONARY_RESISTANCE] +
                2.0 * self->drugs.reaction - 1.0,
            0.0);
  const double opened =
      effect (self->drugs.nitric_oxide, 5.0) * 0.5 * effect (narrow, 1.0);

  return (1.0 + 2.0 * self->drugs.reaction) * (1.0 - opened);
}

/* What drugs do to the ventricles' strength, as a factor. [GK] Thread: the owner's. */
double
steady_drugs_strength (const SteadySimulator *self)
{
  const SteadyDrugs *drugs = &self->drugs;

  return (1.0 + 1.2 * effect (drugs->inotrope, 0.15)) *
         (1.0 + 0.3 * effect (drugs->pressor, 0.4)) *
         (1.0 - 0.15 * fmin (drugs->vapour, 3.0)) * (1.0 - 0.35 * drugs->reaction);
}

/* What drugs do to the heart's rate, as a factor. [GK] Thread: the owner's. */
double
steady_drugs_rate (const SteadySimulator *self)
{
  return 1.0 + 0.5 * effect (self->drugs.inotrope, 0.3);
}

/* The pump and the venous line mix the circuit's heparin with the child's; what the
 * suckers bring has met the child's protamine. */
static void
mix_circuit (SteadySimulator *self)
{
  SteadyDrugs            *drugs = &self->drugs;
  const SteadyHydraulics *h = &self->hydraulics;
  const double            weight = self->setup.body.weight_kg;
  const double            volume = circuit_volume (self);
  const double back = fmax (h->venous_flow, 0.0) + h->vent_flow + h->sucker_flow;
  const double out = fmax (h->arterial_flow, 0.0);
  const double units = drugs->circuit_heparin / volume;
  const double given = fmin (out * STEADY_SLICE_S, volume) * units;
  const double taken =
      fmin (back * STEADY_SLICE_S * steady_drugs_heparin_concentration (self),
            drugs->heparin * weight);
  const double milligram =
      back * STEADY_SLICE_S * drugs->protamine / heparin_space (self);

  drugs->circuit_heparin += taken - given;
  drugs->heparin += (given - taken) / weight;
  drugs->circuit_protamine += milligram;
  drugs->protamine -= fmin (milligram / weight, drugs->protamine);
  const double bound =
      fmin (drugs->circuit_heparin, PROTAMINE_UNITS * drugs->circuit_protamine) *
      STEADY_SLICE_S / PROTAMINE_BINDS_S;
  drugs->circuit_heparin -= bound;
  drugs->circuit_protamine -= bound / PROTAMINE_UNITS;
}

/* Blood that is not kept from it clots in the oxygenator. */
static void
clot (SteadySimulator *self)
{
  const double time = steady_drugs_circuit_clotting_time (self);
  const double bare = steady_clamp ((CLOTS_BELOW - time) / CLOTS_BELOW, 0.0, 1.0);
  double      *clots = &self->hydraulics.clot;

  *clots += bare * CLOT_RATE * (1.0 + *clots) * STEADY_SLICE_S / 60.0;
  *clots = fmin (*clots, 30.0);
}

/* Protamine in a child who reacts to it narrows the lungs and opens the body, within
 * two minutes of a part of the dose. */
static void
react (SteadySimulator *self)
{
  SteadyDrugs *drugs = &self->drugs;
  const double told = self->mechanism[STEADY_MECHANISM_PROTAMINE_REACTION];
  const double met = steady_clamp (drugs->protamine / 0.5, 0.0, 1.0);
  const double target = told * met;

  drugs->reaction = steady_approach (
      drugs->reaction, target, STEADY_SLICE_S, target > drugs->reaction ? 60.0 : 600.0);
}

static void
infuse (SteadySimulator *self)
{
  static const struct
  {
    SteadyMechanism mechanism;
    size_t          effect;
    double          tau_s; /* [GK] */
  } drips[] = {
    { STEADY_MECHANISM_PHENYLEPHRINE,
      offsetof (SteadyDrugs, phenylephrine),
      PRESSOR_TAU_S },
    { STEADY_MECHANISM_NORADRENALINE, offsetof (SteadyDrugs, pressor), 60.0 },
    { STEADY_MECHANISM_ADRENALINE, offsetof (SteadyDrugs, inotrope), 60.0 },
    { STEADY_MECHANISM_NITROPRUSSIDE, offsetof (SteadyDrugs, dilator), 45.0 },
    { STEADY_MECHANISM_ISOFLURANE_PCT, offsetof (SteadyDrugs, vapour), 180.0 },
    { STEADY_MECHANISM_NITRIC_OXIDE_PPM, offsetof (SteadyDrugs, nitric_oxide), 60.0 },
  };

  for (size_t i = 0; i < sizeof drips / sizeof drips[0]; i++)
    {
      double *at = (double *) (void *) ((char *) &self->drugs + drips[i].effect);
      *at = steady_approach (
          *at, self->mechanism[drips[i].mechanism], STEADY_SLICE_S, drips[i].tau_s);
    }
}

/* Twenty milliseconds. Thread: the owner's; does not allocate. */
void
steady_drugs_slice (SteadySimulator *self)
{
  SteadyDrugs *drugs = &self->drugs;
  const double minutes = STEADY_SLICE_S / 60.0;

  drugs->heparin -=
      HEPARIN_MOST * drugs->heparin / (HEPARIN_HALF + drugs->heparin) * minutes;
  const double bindable = fmin (drugs->heparin, PROTAMINE_UNITS * drugs->protamine);
  const double bound = bindable * STEADY_SLICE_S / PROTAMINE_BINDS_S;
  drugs->heparin -= bound;
  drugs->protamine -= bound / PROTAMINE_UNITS;
  drugs->protamine -= drugs->protamine * log (2.0) / PROTAMINE_HALF_LIFE * minutes;
  mix_circuit (self);
  clot (self);
  react (self);
  infuse (self);
}

/* Gives a drug at once; false when @mechanism is none. Thread: the owner's. */
bool
steady_drugs_inject (SteadySimulator *self, SteadyMechanism mechanism, double value)
{
  SteadyDrugs     *drugs = &self->drugs;
  const SteadyPool pool = STEADY_POOL_RIGHT;

  switch ((int) mechanism)
    {
    case STEADY_MECHANISM_HEPARIN_U_KG:
      drugs->heparin = fmin (drugs->heparin + value, 5000.0);
      return true;
    case STEADY_MECHANISM_PROTAMINE_MG_KG:
      drugs->protamine = fmin (drugs->protamine + value, 100.0);
      return true;
    case STEADY_MECHANISM_BICARBONATE_MMOL:
      steady_transport_add (self, pool, STEADY_SPECIES_BASE, value);
      steady_transport_add (self, pool, STEADY_SPECIES_SODIUM, value);
      return true;
    case STEADY_MECHANISM_CALCIUM_MMOL:
      steady_transport_add (self, pool, STEADY_SPECIES_CALCIUM, value);
      return true;
    case STEADY_MECHANISM_POTASSIUM_MMOL:
      steady_transport_add (self, pool, STEADY_SPECIES_POTASSIUM, value);
      return true;
    case STEADY_MECHANISM_GLUCOSE_MMOL:
      steady_transport_add (self, pool, STEADY_SPECIES_GLUCOSE, value);
      return true;
    default:
      return false;
    }
}
