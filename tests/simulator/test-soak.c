/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-model-case.h"

/*
 * A random operator and a random fate, for hours of simulated time: the books must
 * balance at every step, and no state may leave what is physically possible.
 */

/* What the ledgers say must have stayed the same, and how much of it there is or was
 * handled, against which a difference is small or not. */
typedef struct Books
{
  double volume;
  double carried[STEADY_SPECIES_COUNT]; /* HEAT in J, body and blood */
  double handled[STEADY_SPECIES_COUNT];
} Books;

static double
total (const SteadySimulator *model, SteadySpecies species)
{
  double sum = 0;
  for (int pool = 0; pool < STEADY_POOL_COUNT; pool++)
    sum += model->tissue.amount[species][pool];
  return sum;
}

/* J in the body and in the blood. */
static double
heat (const SteadySimulator *model)
{
  const SteadyTissue *tissue = &model->tissue;
  const double        mass = model->setup.body.weight_kg * 1000 * STEADY_TISSUE_HEAT;

  return STEADY_BLOOD_HEAT * total (model, STEADY_SPECIES_HEAT) +
         mass *
             (STEADY_CORE_MASS * tissue->core + STEADY_VISCERA_MASS * tissue->viscera +
              STEADY_SHELL_MASS * tissue->shell);
}

static Books
read_books (const SteadySimulator *model)
{
  const SteadyTissue *tissue = &model->tissue;
  Books               books = {
                  .volume = steady_simulator_volume (model) - model->hydraulics.balance,
  };

  for (int s = STEADY_SPECIES_OXYGEN; s < STEADY_SPECIES_COUNT; s++)
    {
      const double sum = total (model, (SteadySpecies) s);
      books.carried[s] = sum - tissue->carried_in[s];
      books.handled[s] = fabs (sum) + fabs (tissue->carried_in[s]) + 1e-3;
    }
  books.carried[STEADY_SPECIES_OXYGEN] +=
      tissue->oxygen_used + tissue->oxygen_lost - tissue->oxygen_in;
  books.handled[STEADY_SPECIES_OXYGEN] += tissue->oxygen_used;
  books.carried[STEADY_SPECIES_CARBON_DIOXIDE] -= tissue->carbon_dioxide_in;
  books.carried[STEADY_SPECIES_HAEMOGLOBIN] +=
      tissue->haemoglobin_lost - tissue->haemoglobin_in;
  books.carried[STEADY_SPECIES_HEAT] = heat (model) - tissue->heat_in;
  books.handled[STEADY_SPECIES_HEAT] = heat (model);
  return books;
}

/* What is left of fetal cells leaves with blood that is lost, which nobody counts. */
static double
worst_of_books (const Books *first, const Books *now)
{
  double worst = 0;

  for (int s = STEADY_SPECIES_OXYGEN; s < STEADY_SPECIES_COUNT; s++)
    if (s != STEADY_SPECIES_FETAL)
      {
        const double off = fabs (now->carried[s] - first->carried[s]) / now->handled[s];
        if (off > 1e-6)
          g_error ("species %d: %g of it has come from nowhere", s, off);
        worst = MAX (worst, off);
      }
  return worst;
}

static void
assert_inside (const char *what, double value, double low, double high)
{
  if (!(value >= low && value <= high))
    g_error ("%s is %g, possible is %g to %g", what, value, low, high);
}

static void
assert_possible (const SteadySimulator *model)
{
  const SteadyHydraulics *h = &model->hydraulics;
  const SteadyTissue     *tissue = &model->tissue;
  const double           *r = model->reading;

  for (int i = 0; i < STEADY_CHAMBER_COUNT; i++)
    {
      g_autofree char *what = g_strdup_printf ("volume of chamber %d", i);
      /* Lines and oxygenator can be sucked; a vessel shuts, an atrium that a strong
       * ventricle sucks at within a mmHg. */
      const bool   stiff = i >= STEADY_CHAMBER_PRE_OXYGENATOR;
      const double yields = 1 / fmax (model->coefficients.elastance[i], 1e-3);
      assert_inside (what,
                     h->volume[i],
                     stiff ? -0.4 * model->setup.body.weight_kg
                           : -1.0 * fmin (yields, 100),
                     20000);
      /* A rotor can suck a closed circuit hard, but not to a vacuum. */
      g_autofree char *which = g_strdup_printf ("pressure in chamber %d", i);
      assert_inside (
          which, h->pressure[i], steady_is_closed (model) ? -500 : -60, 1500);
    }
  for (int pool = 0; pool < STEADY_POOL_COUNT; pool++)
    for (int s = 0; s < STEADY_SPECIES_COUNT; s++)
      assert_inside ("amount",
                     tissue->amount[s][pool],
                     s == STEADY_SPECIES_BASE ? -1e7 : -1e-6,
                     1e7);
  assert_inside ("core", tissue->core, 1, 43);
  assert_inside ("viscera", tissue->viscera, 1, 43);
  assert_inside ("shell", tissue->shell, 1, 43);
  assert_inside ("PO2", r[STEADY_READING_ARTERIAL_PO2], 0, 760);
  assert_inside ("PCO2", r[STEADY_READING_ARTERIAL_PCO2], 0, 760);
  assert_inside ("pH", r[STEADY_READING_ARTERIAL_PH], 6.2, 8.1);
  assert_inside ("SvO2", r[STEADY_READING_VENOUS_SATURATION], 0, 100.001);
  assert_inside ("SaO2", r[STEADY_READING_ARTERIAL_SATURATION], 0, 100.001);
  assert_inside ("cerebral", tissue->cerebral, 0, 100.001);
  assert_inside ("potassium", tissue->potassium, 0, 1000);
  assert_inside ("lactate", tissue->lactate, 0, 120);
}

/* Rolling back what would be done again: faults that end by themselves. */
static void
interfere (SteadySimulator *model, SteadyRandom *random)
{
  const unsigned what = (unsigned) (steady_random_bits (random) % 10);
  const double   size = steady_random_uniform (random);

  if (what < 5)
    {
      static const double most[STEADY_SETTING_COUNT] = { 1.5, 4, 100, 100, 42,
                                                         1,   1, 1,   80 };
      const unsigned      setting =
          (unsigned) (steady_random_bits (random) % STEADY_SETTING_COUNT);
      const bool two =
          setting >= STEADY_SETTING_PUMP_RUNS && setting <= STEADY_SETTING_VENOUS_CLAMP;
      const double value = two ? (size < 0.5 ? 0 : 1) : size * most[setting];
      steady_simulator_set (model,
                            (SteadySetting) setting,
                            setting == STEADY_SETTING_FIO2 ? 21 + 0.79 * value : value);
      return;
    }
  const SteadyMechanism mechanism =
      (SteadyMechanism) (steady_random_bits (random) % STEADY_MECHANISM_COUNT);
  const SteadyMechanismInfo *info = steady_mechanism_info (mechanism);
  double                     value = info->low + size * (info->high - info->low);
  if (what < 8)
    value = info->normal;
  if (mechanism == STEADY_MECHANISM_VOLUME_ML)
    value = 60 * size;
  if (mechanism == STEADY_MECHANISM_BLEEDING_ML_MIN)
    value = 10 * size;
  /* What a syringe can hold for a child of this weight, not what a table allows. */
  if (mechanism >= STEADY_MECHANISM_BICARBONATE_MMOL &&
      mechanism <= STEADY_MECHANISM_GLUCOSE_MMOL)
    value = fmin (value, 0.5 * size * model->setup.body.weight_kg);
  g_assert_true (steady_simulator_inject (
      model, mechanism, value, 20 * steady_random_uniform (random)));
}

/* Every way at once that a malformed heart can have. */
static const SteadyLesion strange_heart = {
  .left_to_aorta = 2,
  .left_to_lungs = 8,
  .right_to_lungs = 5,
  .right_to_aorta = 6,
  .mitral = 2,
  .tricuspid = 1,
  .atrial_septum = 4,
  .ventricular_septum = 6,
  .pulmonary_veins = 4,
  .anomalous_veins = 6,
  .duct = 6,
  .arterial_shunt = 7,
  .isthmus = 5,
  .collaterals = 4,
  .mixing = 0.3,
  .pulmonary_bed = 1.5,
  .systemic_bed = 1.1,
  .left_strength = 0.9,
  .right_strength = 3,
  .left_stiffness = 1.2,
  .right_stiffness = 0.8,
  .volume = 1.2,
};

static void
soak (unsigned    column,
      bool        on_bypass,
      const char *circuit,
      bool        odd,
      uint64_t    seed,
      double      seconds)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;
  SteadyRandom         random;
  double               worst = 0;

  SteadyModelColumn chosen = steady_model_columns[column];
  if (circuit != NULL)
    chosen.circuit = circuit;
  steady_model_setup (&setup, &chosen, on_bypass);
  setup.cross_clamped = false;
  if (circuit != NULL)
    setup.reservoir_ml = 10 * chosen.weight_kg;
  if (odd)
    setup.lesion = strange_heart;
  steady_simulator_init (&model, &setup);
  steady_random_init (&random, seed);
  const Books first = read_books (&model);
  double      before = first.volume, worst_carried = 0;
  for (int i = 0; i < (int) (seconds * 1000); i++)
    {
      if (steady_random_uniform (&random) < 0.0002)
        interfere (&model, &random);
      steady_simulator_step (&model);
      const double now = steady_simulator_volume (&model) - model.hydraulics.balance;
      worst = MAX (worst, fabs (now - before));
      before = now;
      g_assert_cmpfloat (worst, <, 1e-9);
      if (i % 20 != 0)
        continue;
      /* The blood has just been carried: its books are whole. */
      assert_possible (&model);
      const Books books = read_books (&model);
      worst_carried = MAX (worst_carried, worst_of_books (&first, &books));
    }
  const Books last = read_books (&model);
  g_test_message (
      "worst step %.2g mL; drift: volume %.2g mL; gases, cells, heat, protein "
      "and salts at most %.2g of all",
      worst,
      last.volume - first.volume,
      worst_carried);
  g_assert_cmpfloat (fabs (last.volume - first.volume), <, 1e-6);
  g_assert_cmpfloat (worst_carried, <, 1e-9);
}

static void
test_a_random_operator_of_a_neonate (void)
{
  for (uint64_t seed = 1; seed <= 3; seed++)
    soak (0, true, NULL, false, seed, 1200);
}

static void
test_a_random_operator_of_every_size (void)
{
  for (unsigned column = 1; column < STEADY_MODEL_COLUMNS; column++)
    soak (column, true, NULL, false, 40 + column, 900);
  soak (0, false, NULL, false, 50, 600);
  soak (4, false, NULL, false, 51, 600);
}

static void
test_a_random_operator_of_ecmo_and_strange_hearts (void)
{
  soak (0, true, "ecmo-va-neonate", false, 60, 900);
  soak (0, true, "ecmo-vv-neonate", true, 61, 900);
  soak (4, true, "ecmo-va-adult", false, 62, 600);
  soak (4, true, "ecmo-vv-adult", false, 63, 600);
  soak (0, false, NULL, true, 64, 600);
  soak (1, true, NULL, true, 65, 600);
}

/* STEADY_SOAK_HOURS says for how long each size is tormented. */
static void
test_hours (void)
{
  const double seconds = 3600 * g_ascii_strtod (g_getenv ("STEADY_SOAK_HOURS"), NULL);
  for (unsigned column = 0; column < STEADY_MODEL_COLUMNS; column++)
    soak (column, true, NULL, false, 700 + column, seconds);
  soak (0, true, "ecmo-va-neonate", true, 710, seconds);
  soak (4, true, "ecmo-vv-adult", false, 711, seconds);
}

static double
between (SteadyRandom *random, double low, double high)
{
  return low + steady_random_uniform (random) * (high - low);
}

/* Whatever a scenario may state, however absurd together (an adult's circuit on a
 * neonate, ice water at full flow), stays possible and balanced. */
static void
test_any_start_that_a_scenario_may_state (void)
{
  SteadyRandom random;

  steady_random_init (&random, 77);
  for (int i = 0; i < 60; i++)
    {
      SteadySimulatorSetup     setup, other;
      SteadySimulator          model;
      const SteadyModelColumn *column = &steady_model_columns[i % STEADY_MODEL_COLUMNS];
      const bool               on_bypass = steady_random_uniform (&random) < 0.7;

      steady_model_setup (&setup, column, on_bypass);
      steady_model_setup (
          &other,
          &steady_model_columns[steady_random_bits (&random) % STEADY_MODEL_COLUMNS],
          on_bypass);
      setup.circuit = other.circuit;
      setup.haematocrit = between (&random, 0.15, 0.70);
      setup.fetal_fraction = steady_random_uniform (&random);
      setup.prime_haematocrit = between (&random, 0, 0.70);
      setup.prime_potassium = between (&random, 0, 40);
      setup.circuit.prime_ml = between (&random, 50, 3000);
      setup.reservoir_ml = between (&random, 0, 4500);
      setup.body_temperature = between (&random, 10, 40);
      setup.vascular_tone = between (&random, 0.2, 4);
      setup.purge_open = steady_random_uniform (&random) < 0.5;
      setup.cross_clamped = on_bypass && steady_random_uniform (&random) < 0.5;
      if (on_bypass)
        setup.setting[STEADY_SETTING_PUMP_FLOW] = between (&random, 0.01, 8);
      setup.setting[STEADY_SETTING_SWEEP] = between (&random, 0, 12);
      setup.setting[STEADY_SETTING_FIO2] = between (&random, 21, 100);
      setup.setting[STEADY_SETTING_CO2] = between (&random, 0, 2000);
      setup.setting[STEADY_SETTING_WATER_TEMPERATURE] = between (&random, 2, 42);
      steady_simulator_init (&model, &setup);
      const Books first = read_books (&model);
      for (int step = 0; step < 10000; step++)
        {
          steady_simulator_step (&model);
          for (int r = 0; step % 100 == 0 && r < STEADY_READING_COUNT; r++)
            g_assert_true (isfinite (model.reading[r]));
          if (step % 100 == 0)
            assert_possible (&model);
        }
      g_assert_cmpfloat (fabs (read_books (&model).volume - first.volume), <, 1e-6);
      g_assert_true (steady_simulator_is_sane (&model));
    }
}

/* What stands in the blood's books is what stands in the chambers. */
static void
test_both_volumes_agree (void)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;

  steady_model_setup (&setup, &steady_model_columns[0], true);
  steady_simulator_init (&model, &setup);
  /* The step after which the blood has just been carried. */
  steady_model_run (&model, 0.001);
  const double carried = total (&model, STEADY_SPECIES_VOLUME);
  const double rigid = carried - steady_simulator_volume (&model);
  steady_simulator_inject (&model, STEADY_MECHANISM_BLEEDING_ML_MIN, 20, 0);
  steady_simulator_inject (&model, STEADY_MECHANISM_VOLUME_ML, 100, 60);
  steady_simulator_set (&model, STEADY_SETTING_CARDIOPLEGIA, 30);
  steady_model_run (&model, 300);
  g_assert_cmpfloat_with_epsilon (total (&model, STEADY_SPECIES_VOLUME) -
                                      steady_simulator_volume (&model),
                                  rigid,
                                  1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/soak/a-random-operator-of-a-neonate",
                   test_a_random_operator_of_a_neonate);
  g_test_add_func ("/simulator/soak/a-random-operator-of-every-size",
                   test_a_random_operator_of_every_size);
  g_test_add_func ("/simulator/soak/a-random-operator-of-ecmo-and-strange-hearts",
                   test_a_random_operator_of_ecmo_and_strange_hearts);
  if (g_getenv ("STEADY_SOAK_HOURS") != NULL)
    g_test_add_func ("/simulator/soak/hours", test_hours);
  g_test_add_func ("/simulator/soak/any-start-that-a-scenario-may-state",
                   test_any_start_that_a_scenario_may_state);
  g_test_add_func ("/simulator/soak/both-volumes-agree", test_both_volumes_agree);
  return g_test_run ();
}
