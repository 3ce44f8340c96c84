/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/*
 * Heparin, protamine, a vasopressor (physiology notes 1.3 n).
 */

/* Heparin leaves by a saturable way, U/kg/min and U/kg: half-lives of 30 min at 25 and
 * of 150 min at 400 U/kg. */
#define HEPARIN_MOST 1.56
#define HEPARIN_HALF 49.6

/* Clotting time without heparin, s, and what a U/mL adds to it: so that 400 U/kg give
 * 589 s in the middle of 91 children below 7 years. */
#define CLOTTING_BARE 120.0
#define CLOTTING_UNIT 205.0

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
}

/* mL/kg that heparin is in: more in infants (dose over concentration of D'Errico 1996)
 * than from one year on. */
static double
heparin_space (const SteadySimulator *self)
{
  const double older =
      steady_clamp ((self->setup.body.weight_kg - 7.0) / 8.0, 0.0, 1.0);
  return 175.0 - 67.0 * older;
}

/* U/mL. Thread: the owner's. */
double
steady_drugs_heparin_concentration (const SteadySimulator *self)
{
  return self->drugs.heparin / heparin_space (self);
}

/*
 * Activated clotting time in s, as a celite tube shows it: longer in the cold, and
 * with protamine far in excess. [GK] both. A tube ends at 1000 s.
 *
 * Thread: the owner's.
 */
double
steady_drugs_clotting_time (const SteadySimulator *self)
{
  const double unit = CLOTTING_UNIT * self->mechanism[STEADY_MECHANISM_ANTITHROMBIN];
  const double cold = fmax (37.0 - self->tissue.core, 0.0);
  const double excess = fmax (self->drugs.protamine - 4.0, 0.0);
  const double time =
      (CLOTTING_BARE + unit * steady_drugs_heparin_concentration (self) +
       15.0 * excess) *
      self->drugs.response * (1.0 + 0.05 * cold);

  return steady_clamp (time, 0.0, 1000.0);
}

/* What drugs do to the resistance of the beds, as a factor. Thread: the owner's. */
double
steady_drugs_tone (const SteadySimulator *self)
{
  const double dose = self->drugs.phenylephrine;
  return 1.0 + PRESSOR_MOST * dose / (dose + PRESSOR_HALF);
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
  drugs->phenylephrine =
      steady_approach (drugs->phenylephrine,
                       self->mechanism[STEADY_MECHANISM_PHENYLEPHRINE],
                       STEADY_SLICE_S,
                       PRESSOR_TAU_S);
}

/* Gives a drug at once; false when @mechanism is none. Thread: the owner's. */
bool
steady_drugs_inject (SteadySimulator *self, SteadyMechanism mechanism, double value)
{
  SteadyDrugs *drugs = &self->drugs;

  if (mechanism == STEADY_MECHANISM_HEPARIN_U_KG)
    drugs->heparin = fmin (drugs->heparin + value, 5000.0);
  else if (mechanism == STEADY_MECHANISM_PROTAMINE_MG_KG)
    drugs->protamine = fmin (drugs->protamine + value, 100.0);
  else
    return false;
  return true;
}
