/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-model-case.h"

/*
 * Signatures of incidents at full flow, 37 °C, heart still, against the times and
 * pressures that an independent prototype printed (physiology notes 4.2).
 */

static void
begin (SteadySimulator *model, unsigned column)
{
  SteadySimulatorSetup setup;

  steady_model_setup (&setup, &steady_model_columns[column], true);
  steady_simulator_init (model, &setup);
  steady_model_run (model, 2);
}

/* A value that is set and not computed. */
static void
assert_exact (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-12);
}

static void
assert_between (const char *what, double value, double low, double high)
{
  g_test_message ("%s: %.2f, expected %.2f to %.2f", what, value, low, high);
  g_assert_cmpfloat (value, >=, low);
  g_assert_cmpfloat (value, <=, high);
}

static bool
reservoir_below (const SteadySimulator *model, double limit)
{
  return model->hydraulics.volume[STEADY_CHAMBER_RESERVOIR] < limit;
}

static bool
pressure_below (const SteadySimulator *model, double limit)
{
  return model->hydraulics.pressure[STEADY_CHAMBER_AORTA] < limit;
}

static bool
arterial_oxygen_below (const SteadySimulator *model, double limit)
{
  return steady_transport_content (
             model, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_OXYGEN) < limit;
}

static bool
air_is_seen (const SteadySimulator *model, double limit)
{
  return model->reading[STEADY_READING_ARTERIAL_AIR] > 0.5;
}

static bool
air_is_gone (const SteadySimulator *model, double limit)
{
  return !air_is_seen (model, limit);
}

static void
test_venous_return_lost (void)
{
  SteadySimulator model;

  begin (&model, 0);
  g_assert_true (steady_simulator_inject (&model, STEADY_MECHANISM_VENOUS_CLAMP, 1, 0));
  const double venous = steady_model_run (&model, 1).cvp;
  assert_between ("reservoir empty after, s",
                  1.0 + steady_model_time_until (&model, reservoir_below, 1, 60),
                  13,
                  19);
  g_assert_cmpfloat (steady_model_run (&model, 1).cvp, >, venous + 8);
  /* A starved pump sends air, and the detector sees it. */
  g_assert_cmpfloat (steady_model_time_until (&model, air_is_seen, 0, 20), <, 20);
  g_assert_cmpfloat (steady_model_run (&model, 5).flow, <, 0.05);
  /* Arteries and veins come to rest at the mean filling pressure. */
  steady_model_run (&model, 10);
  const SteadyModelMeans rest = steady_model_run (&model, 5);
  assert_between ("venous pressure at rest", rest.cvp, 11, 17);
  assert_between ("arterial less venous at rest", rest.map - rest.cvp, -1, 3);
}

/* Arteries and veins of every size come to rest between 11 and 17 mmHg when a reservoir
 * of about 16 s of flow, as the prototype had, has been pumped into the child. */
static void
test_mean_filling_pressure_of_every_size (void)
{
  for (unsigned i = 0; i < STEADY_MODEL_COLUMNS; i++)
    {
      SteadySimulatorSetup setup;
      SteadySimulator      model;
      steady_model_setup (&setup, &steady_model_columns[i], true);
      setup.reservoir_ml = 16.5 * setup.setting[STEADY_SETTING_PUMP_FLOW] * 1000 / 60;
      steady_simulator_init (&model, &setup);
      steady_simulator_inject (&model, STEADY_MECHANISM_VENOUS_CLAMP, 1, 0);
      steady_model_run (&model, 60);
      const SteadyModelMeans rest = steady_model_run (&model, 5);
      g_test_message ("%g kg", steady_model_columns[i].weight_kg);
      assert_between ("venous pressure at rest", rest.cvp, 11, 17);
    }
}

static void
test_pump_stops (void)
{
  SteadySimulator model;

  begin (&model, 0);
  const double map = steady_model_run (&model, 2).map;
  const double reservoir = model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR];
  steady_simulator_inject (&model, STEADY_MECHANISM_PUMP_FAILURE, 1, 0);
  assert_between ("MAP halved after, s",
                  steady_model_time_until (&model, pressure_below, map / 2, 20),
                  1.0,
                  2.6);
  const SteadyModelMeans later = steady_model_run (&model, 40);
  g_test_message ("MAP over the next 40 s %.1f", later.map);
  /* The open siphon drains the child into the reservoir. */
  assert_between ("reservoir gains, mL",
                  model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR] - reservoir,
                  20,
                  270);
  assert_exact (model.reading[STEADY_READING_ARTERIAL_PUMP], 0);
}

static void
test_cannula_kinks (void)
{
  for (unsigned i = 0; i < STEADY_MODEL_COLUMNS; i++)
    {
      SteadySimulator model;
      begin (&model, i);
      const SteadyModelMeans before = steady_model_run (&model, 5);
      /* M + 0.5 */
      steady_simulator_inject (
          &model, STEADY_MECHANISM_ARTERIAL_CANNULA_RESISTANCE, sqrt (10), 0);
      steady_model_run (&model, 20);
      const SteadyModelMeans after = steady_model_run (&model, 5);
      assert_between ("pre-oxygenator rises by", after.pre - before.pre, 60, 190);
      assert_between ("MAP changes by", after.map - before.map, -3, 1);
      assert_between ("flow, share", after.flow / before.flow, 0.94, 1.01);
    }
}

static void
test_oxygenator_clots (void)
{
  SteadySimulator model;

  begin (&model, 0);
  const SteadyModelMeans before = steady_model_run (&model, 5);
  steady_simulator_inject (&model, STEADY_MECHANISM_OXYGENATOR_RESISTANCE, 5, 60);
  steady_model_run (&model, 30);
  const double half_way = model.mechanism[STEADY_MECHANISM_OXYGENATOR_RESISTANCE];
  assert_between ("half the ramp", half_way, 2.95, 3.05);
  steady_model_run (&model, 40);
  const SteadyModelMeans after = steady_model_run (&model, 5);
  assert_between ("pre-oxygenator rises by", after.pre - before.pre, 89, 185);
  assert_between ("flow, share", after.flow / before.flow, 0.94, 1.01);
}

static void
test_gas_fails (void)
{
  SteadySimulator model;

  begin (&model, 0);
  const double content =
      steady_transport_content (&model, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_OXYGEN);
  const double pco2 = model.reading[STEADY_READING_ARTERIAL_PCO2];
  steady_simulator_inject (&model, STEADY_MECHANISM_GAS_LINE_OFF, 1, 0);
  assert_between (
      "arterial oxygen down by a tenth after, s",
      steady_model_time_until (&model, arterial_oxygen_below, 0.9 * content, 200),
      20,
      70);
  steady_model_run (&model, 60);
  g_assert_cmpfloat (model.reading[STEADY_READING_ARTERIAL_PCO2], >, pco2 + 4);
  g_assert_cmpfloat (model.reading[STEADY_READING_VENOUS_SATURATION], <, 75);
  g_assert_cmpfloat (model.reading[STEADY_READING_SWEEP], <, 0.001);
  steady_simulator_inject (&model, STEADY_MECHANISM_GAS_LINE_OFF, 0, 0);
  steady_model_run (&model, 240);
  g_assert_cmpfloat (model.reading[STEADY_READING_ARTERIAL_SATURATION], >, 98);
}

/* The prototype printed 30 to 34 °C, smaller patients faster; here those of 45 kg and
 * more are slower than that. */
static void
test_heater_fails (void)
{
  for (unsigned i = 0; i < STEADY_MODEL_COLUMNS; i++)
    {
      SteadySimulator model;
      begin (&model, i);
      steady_simulator_inject (&model, STEADY_MECHANISM_HEATER_FAILURE, 1, 0);
      steady_model_run (&model, 500);
      assert_between ("nasopharynx after 500 s",
                      model.reading[STEADY_READING_NASOPHARYNX],
                      29.5,
                      i < 3 ? 34.0 : 35.8);
    }
}

static void
test_pump_runs_away (void)
{
  SteadySimulator model;

  begin (&model, 0);
  const double map = steady_model_run (&model, 5).map;
  steady_simulator_set (&model, STEADY_SETTING_PUMP_FLOW, 1.2);
  steady_model_run (&model, 4);
  assert_between ("MAP, factor", steady_model_run (&model, 1).map / map, 1.5, 2.1);
}

static void
test_bubble_passes (void)
{
  SteadySimulator model;

  begin (&model, 0);
  steady_simulator_inject (&model, STEADY_MECHANISM_ARTERIAL_AIR_ML, 2, 0);
  g_assert_cmpfloat (steady_model_time_until (&model, air_is_seen, 0, 5), <, 0.02);
  g_assert_cmpfloat_with_epsilon (model.reading[STEADY_READING_BUBBLE_VOLUME], 2, 1e-9);
  assert_between ("clear again after, s",
                  steady_model_time_until (&model, air_is_gone, 0, 20),
                  0.3,
                  2);
  g_assert_cmpfloat_with_epsilon (model.hydraulics.air_to_child, 2, 0.02);
}

/* Whoever stops the pump at once keeps most of it out of the child. */
static void
test_bubble_is_stopped (void)
{
  SteadySimulator model;

  begin (&model, 0);
  steady_simulator_inject (&model, STEADY_MECHANISM_ARTERIAL_AIR_ML, 5, 0);
  steady_model_run (&model, 0.02);
  steady_simulator_set (&model, STEADY_SETTING_PUMP_RUNS, 0);
  steady_simulator_set (&model, STEADY_SETTING_ARTERIAL_CLAMP, 1);
  steady_model_run (&model, 1);
  g_test_message ("%.2f mL reached the child", model.hydraulics.air_to_child);
  g_assert_cmpfloat (model.hydraulics.air_to_child, <, 3.5);
  g_assert_true (air_is_seen (&model, 0));
  g_assert_cmpfloat (steady_model_time_until (&model, air_is_gone, 0, 60), <, 30);
}

static void
test_clamp_closes_in_error (void)
{
  SteadySimulator model;

  begin (&model, 0);
  steady_simulator_inject (&model, STEADY_MECHANISM_ARTERIAL_CLAMP_FAULT, 1, 0);
  steady_model_run (&model, 3);
  assert_exact (model.reading[STEADY_READING_ARTERIAL_CLAMP],
                STEADY_CLAMP_POSITION_DEFECTIVE);
  g_assert_cmpfloat (model.reading[STEADY_READING_PRE_OXYGENATOR], >, 350);
  /* The rollers slip before anything can burst. */
  g_assert_cmpfloat (model.reading[STEADY_READING_PRE_OXYGENATOR], <, 700);
  assert_exact (model.hydraulics.arterial_flow, 0);
}

static void
test_sensors_fail (void)
{
  SteadySimulator model;

  begin (&model, 0);
  const double before = model.reading[STEADY_READING_ARTERIAL_PRESSURE];
  steady_simulator_inject (&model, STEADY_MECHANISM_ARTERIAL_PRESSURE_DRIFT, 40, 0);
  steady_model_run (&model, 1);
  assert_between (
      "drift", model.reading[STEADY_READING_ARTERIAL_PRESSURE] - before, 36, 44);
  steady_simulator_inject (&model, STEADY_MECHANISM_ARTERIAL_PRESSURE_FROZEN, 1, 0);
  steady_model_run (&model, 1);
  const double frozen = model.reading[STEADY_READING_ARTERIAL_PRESSURE];
  steady_model_run (&model, 1);
  assert_exact (model.reading[STEADY_READING_ARTERIAL_PRESSURE], frozen);
  g_assert_false (model.off[STEADY_READING_ARTERIAL_PRESSURE]);
  steady_simulator_inject (&model, STEADY_MECHANISM_ARTERIAL_PRESSURE_OFF, 1, 0);
  steady_simulator_inject (&model, STEADY_MECHANISM_FLOW_PROBE_OFF, 1, 0);
  steady_model_run (&model, 1);
  g_assert_true (model.off[STEADY_READING_ARTERIAL_PRESSURE]);
  g_assert_true (model.off[STEADY_READING_MEASURED_FLOW]);
}

static void
test_no_coronary_flow_fibrillates (void)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;

  steady_model_setup (&setup, &steady_model_columns[0], true);
  setup.cross_clamped = false;
  steady_simulator_init (&model, &setup);
  steady_simulator_inject (&model, STEADY_MECHANISM_PUMP_FAILURE, 1, 0);
  steady_model_run (&model, 60);
  g_assert_cmpint (model.heart.rhythm, ==, STEADY_RHYTHM_SINUS);
  steady_model_run (&model, 240);
  g_assert_cmpint (model.heart.rhythm, ==, STEADY_RHYTHM_FIBRILLATION);
}

static void
test_bad_values_are_refused (void)
{
  SteadySimulator model;

  begin (&model, 0);
  for (int i = 0; i < STEADY_MECHANISM_COUNT; i++)
    {
      const SteadyMechanismInfo *info = steady_mechanism_info ((SteadyMechanism) i);
      SteadyMechanism            found;
      g_assert_true (steady_mechanism_from_name (info->name, &found));
      g_assert_cmpint (found, ==, i);
      g_assert_cmpfloat (info->normal, >=, info->low);
      g_assert_cmpfloat (info->normal, <=, info->high);
      g_assert_false (
          steady_simulator_inject (&model, (SteadyMechanism) i, info->high + 1, 0));
      g_assert_false (
          steady_simulator_inject (&model, (SteadyMechanism) i, info->low - 1, 0));
      g_assert_false (steady_simulator_inject (&model, (SteadyMechanism) i, NAN, 0));
      g_assert_false (
          steady_simulator_inject (&model, (SteadyMechanism) i, info->normal, -1));
    }
}

/* Heparin resistance: 200 to 350 s after 400 U/kg [ACT91, ASO]. */
static void
test_heparin_resistance (void)
{
  SteadySimulator model;

  begin (&model, 0);
  g_assert_true (
      steady_simulator_inject (&model, STEADY_MECHANISM_ANTITHROMBIN, 0.4, 0));
  g_assert_true (
      steady_simulator_inject (&model, STEADY_MECHANISM_HEPARIN_U_KG, 400, 0));
  steady_model_run (&model, 180);
  assert_between ("clotting time, s", steady_drugs_clotting_time (&model), 200, 350);
}

/* A vent that runs backwards blows the left heart full of air; a right one does not. */
static void
test_vent_runs_backwards (void)
{
  double air[2];

  for (unsigned wrong = 0; wrong < 2; wrong++)
    {
      SteadySimulator model;
      begin (&model, 0);
      g_assert_true (
          steady_simulator_inject (&model, STEADY_MECHANISM_CROSS_CLAMP, 1, 0));
      g_assert_true (
          steady_simulator_inject (&model, STEADY_MECHANISM_VENT_REVERSED, wrong, 0));
      g_assert_true (
          steady_simulator_inject (&model, STEADY_MECHANISM_VENT_RPM, 20, 0));
      steady_model_run (&model, 60);
      air[wrong] = model.hydraulics.heart_air;
    }
  assert_between ("vent the right way, mL of air", air[0], 0, 0.01);
  assert_between ("vent reversed, mL of air", air[1], 10, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/incidents/venous-return-lost", test_venous_return_lost);
  g_test_add_func ("/simulator/incidents/mean-filling-pressure-of-every-size",
                   test_mean_filling_pressure_of_every_size);
  g_test_add_func ("/simulator/incidents/pump-stops", test_pump_stops);
  g_test_add_func ("/simulator/incidents/cannula-kinks", test_cannula_kinks);
  g_test_add_func ("/simulator/incidents/oxygenator-clots", test_oxygenator_clots);
  g_test_add_func ("/simulator/incidents/gas-fails", test_gas_fails);
  g_test_add_func ("/simulator/incidents/heater-fails", test_heater_fails);
  g_test_add_func ("/simulator/incidents/pump-runs-away", test_pump_runs_away);
  g_test_add_func ("/simulator/incidents/bubble-passes", test_bubble_passes);
  g_test_add_func ("/simulator/incidents/bubble-is-stopped", test_bubble_is_stopped);
  g_test_add_func ("/simulator/incidents/clamp-closes-in-error",
                   test_clamp_closes_in_error);
  g_test_add_func ("/simulator/incidents/heparin-resistance", test_heparin_resistance);
  g_test_add_func ("/simulator/incidents/vent-runs-backwards",
                   test_vent_runs_backwards);
  g_test_add_func ("/simulator/incidents/sensors-fail", test_sensors_fail);
  g_test_add_func ("/simulator/incidents/no-coronary-flow-fibrillates",
                   test_no_coronary_flow_fibrillates);
  g_test_add_func ("/simulator/incidents/bad-values-are-refused",
                   test_bad_values_are_refused);
  return g_test_run ();
}
