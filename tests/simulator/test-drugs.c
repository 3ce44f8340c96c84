/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-model-case.h"

/* Drugs, filters, vacuum and air: causes that are given, and what comes of them. */

static void
begin (SteadySimulator *model, unsigned column, bool on_bypass)
{
  SteadySimulatorSetup setup;

  steady_model_setup (&setup, &steady_model_columns[column], on_bypass);
  steady_simulator_init (model, &setup);
  steady_model_run (model, 2);
}

static void
inject (SteadySimulator *model, SteadyMechanism mechanism, double value)
{
  g_assert_true (steady_simulator_inject (model, mechanism, value, 0));
}

static void
assert_between (const char *what, double value, double low, double high)
{
  g_test_message ("%s: %.2f, expected %.2f to %.2f", what, value, low, high);
  g_assert_cmpfloat (value, >=, low);
  g_assert_cmpfloat (value, <=, high);
}

static void
test_heparin_and_protamine (void)
{
  SteadySimulator model;

  begin (&model, 0, false);
  const double bare = steady_drugs_clotting_time (&model);
  inject (&model, STEADY_MECHANISM_HEPARIN_U_KG, 400);
  const double full = steady_drugs_clotting_time (&model);
  assert_between ("clotting time, factor", full / bare, 4.2, 5.3);
  inject (&model, STEADY_MECHANISM_ANTITHROMBIN, 0.4);
  assert_between (
      "resistant, factor", steady_drugs_clotting_time (&model) / bare, 2, 3);
  inject (&model, STEADY_MECHANISM_ANTITHROMBIN, 1);
  inject (&model, STEADY_MECHANISM_PROTAMINE_MG_KG, 4);
  steady_model_run (&model, 240);
  assert_between (
      "reversed, factor", steady_drugs_clotting_time (&model) / bare, 1, 1.3);
  g_assert_cmpfloat (model.drugs.heparin, >=, 0);
  g_assert_cmpfloat (model.drugs.protamine, >=, 0);
}

/* Two children of one seed are one child; another seed is another. */
static void
test_the_child_is_in_the_seed (void)
{
  SteadySimulator a, b;

  begin (&a, 0, false);
  begin (&b, 0, false);
  g_assert_cmpfloat_with_epsilon (a.drugs.response, b.drugs.response, 1e-15);
  b.setup.seed++;
  steady_drugs_init (&b);
  g_assert_cmpfloat (fabs (a.drugs.response - b.drugs.response), >, 1e-6);
}

/* A clotting time is drawn when somebody asks, and shown when the tube has clotted. */
static void
test_a_clotting_time_takes_its_time (void)
{
  SteadySimulator model;

  begin (&model, 0, true);
  g_assert_true (model.off[STEADY_READING_ACT]);
  inject (&model, STEADY_MECHANISM_ACT_MEASURE, 1);
  const double truth = steady_drugs_clotting_time (&model);
  steady_model_run (&model, 0.8 * truth);
  g_assert_true (model.off[STEADY_READING_ACT]);
  steady_model_run (&model, 0.4 * truth + 1);
  g_assert_false (model.off[STEADY_READING_ACT]);
  assert_between (
      "shown, share", model.reading[STEADY_READING_ACT] / truth, 0.85, 1.15);
}

/* Blood that protamine reaches by the suckers clots in the circuit. */
static void
test_protamine_clots_the_circuit (void)
{
  SteadySimulator model;

  begin (&model, 0, true);
  const double before = steady_model_run (&model, 5).pre;
  steady_model_run (&model, 120);
  assert_between ("kept from clotting", model.hydraulics.clot, 0, 0.01);
  inject (&model, STEADY_MECHANISM_PROTAMINE_MG_KG, 12);
  steady_model_run (&model, 600);
  assert_between ("clot", model.hydraulics.clot, 0.5, 30);
  g_assert_cmpfloat (steady_model_run (&model, 5).pre, >, before + 8);
}

/* Time without blood stuns a warm heart for long, a cold still one hardly. */
static void
test_ischaemia_lasts (void)
{
  double left[2];

  for (int i = 0; i < 2; i++)
    {
      SteadySimulator model;
      begin (&model, 0, true);
      if (i == 0)
        {
          model.heart.temperature = 36;
          model.heart.potassium = 5;
        }
      inject (&model, STEADY_MECHANISM_CROSS_CLAMP, 1);
      steady_model_run (&model, 1500);
      inject (&model, STEADY_MECHANISM_CROSS_CLAMP, 0);
      steady_model_run (&model, 600);
      left[i] = (1 - model.heart.stunned) * (1 - model.heart.lost);
      g_test_message ("injury %.2f, stunned %.2f, lost %.2f",
                      model.heart.injury,
                      model.heart.stunned,
                      model.heart.lost);
    }
  assert_between ("warm heart, of its strength", left[0], 0.1, 0.85);
  assert_between ("cold heart", left[1], 0.93, 1);
}

static void
test_phenylephrine_raises_pressure (void)
{
  SteadySimulator model;

  begin (&model, 0, true);
  const double before = steady_model_run (&model, 5).map;
  inject (&model, STEADY_MECHANISM_PHENYLEPHRINE, 2.4);
  steady_model_run (&model, 400);
  assert_between ("MAP, factor", steady_model_run (&model, 5).map / before, 1.35, 1.75);
  inject (&model, STEADY_MECHANISM_PHENYLEPHRINE, 0);
  steady_model_run (&model, 900);
  assert_between (
      "MAP after, factor", steady_model_run (&model, 5).map / before, 0.9, 1.1);
}

static double
haemoglobin (const SteadySimulator *model)
{
  double sum = 0;
  for (int pool = 0; pool < STEADY_POOL_COUNT; pool++)
    sum += model->tissue.amount[STEADY_SPECIES_HAEMOGLOBIN][pool];
  return sum;
}

/* Water leaves, cells stay; the books say how much. */
static void
test_ultrafiltration_concentrates (void)
{
  SteadySimulator model;

  begin (&model, 0, true);
  const double red = model.reading[STEADY_READING_HAEMATOCRIT];
  const double cells = haemoglobin (&model);
  const double volume = steady_simulator_volume (&model) - model.hydraulics.balance;
  inject (&model, STEADY_MECHANISM_ULTRAFILTRATION, 20);
  steady_model_run (&model, 240);
  assert_between ("filtrate, mL", model.hydraulics.filtrate, 50, 80.001);
  g_assert_cmpfloat_with_epsilon (
      steady_simulator_volume (&model) - model.hydraulics.balance, volume, 1e-6);
  g_assert_cmpfloat_with_epsilon (haemoglobin (&model), cells, 1e-9);
  assert_between (
      "haematocrit", model.reading[STEADY_READING_HAEMATOCRIT], red + 3, red + 10);
  /* Nothing leaves where nothing flows. */
  steady_simulator_set (&model, STEADY_SETTING_PUMP_RUNS, 0);
  steady_model_run (&model, 30);
  const double gone = model.hydraulics.filtrate;
  steady_model_run (&model, 30);
  g_assert_cmpfloat (model.hydraulics.filtrate - gone, <, 2);
}

static void
test_vacuum_drains (void)
{
  SteadySimulator model;

  begin (&model, 0, true);
  const double before = model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR];
  inject (&model, STEADY_MECHANISM_VENOUS_VACUUM, 20);
  steady_model_run (&model, 20);
  const double after = model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR];
  assert_between ("reservoir gains, mL", after - before, 3, 100);
}

/* Twenty millilitres of air end the siphon; with less it goes on. */
static void
test_air_locks_the_venous_line (void)
{
  SteadySimulator model;

  begin (&model, 0, true);
  const double full = model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR];
  const double venous = steady_model_run (&model, 5).cvp;
  inject (&model, STEADY_MECHANISM_VENOUS_AIR_ML, 5);
  steady_model_run (&model, 5);
  assert_between ("reservoir with 5 mL of air",
                  model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR],
                  full - 15,
                  full + 15);
  inject (&model, STEADY_MECHANISM_VENOUS_AIR_ML, 60);
  steady_model_run (&model, 8);
  assert_between ("reservoir with 60 mL",
                  model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR],
                  0,
                  full - 25);
  g_assert_cmpfloat (steady_model_run (&model, 1).cvp, >, venous + 3);
  g_assert_cmpfloat (model.hydraulics.line_air, >, 10);
}

static void
test_pulmonary_resistance_holds_blood_back (void)
{
  SteadySimulator model;

  begin (&model, 0, false);
  const SteadyModelMeans before = steady_model_run (&model, 5);
  const double pulmonary = model.hydraulics.pressure[STEADY_CHAMBER_PULMONARY_ARTERIES];
  inject (&model, STEADY_MECHANISM_PULMONARY_RESISTANCE, 3);
  steady_model_run (&model, 30);
  const SteadyModelMeans after = steady_model_run (&model, 5);
  g_assert_cmpfloat (after.map, <, before.map - 3);
  g_assert_cmpfloat (after.lap, <, before.lap);
  g_assert_cmpfloat (
      model.hydraulics.pressure[STEADY_CHAMBER_PULMONARY_ARTERIES], >, pulmonary + 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/drugs/a-clotting-time-takes-its-time",
                   test_a_clotting_time_takes_its_time);
  g_test_add_func ("/simulator/drugs/protamine-clots-the-circuit",
                   test_protamine_clots_the_circuit);
  g_test_add_func ("/simulator/drugs/ischaemia-lasts", test_ischaemia_lasts);
  g_test_add_func ("/simulator/drugs/heparin-and-protamine",
                   test_heparin_and_protamine);
  g_test_add_func ("/simulator/drugs/the-child-is-in-the-seed",
                   test_the_child_is_in_the_seed);
  g_test_add_func ("/simulator/drugs/phenylephrine-raises-pressure",
                   test_phenylephrine_raises_pressure);
  g_test_add_func ("/simulator/drugs/ultrafiltration-concentrates",
                   test_ultrafiltration_concentrates);
  g_test_add_func ("/simulator/drugs/vacuum-drains", test_vacuum_drains);
  g_test_add_func ("/simulator/drugs/air-locks-the-venous-line",
                   test_air_locks_the_venous_line);
  g_test_add_func ("/simulator/drugs/pulmonary-resistance-holds-blood-back",
                   test_pulmonary_resistance_holds_blood_back);
  return g_test_run ();
}
