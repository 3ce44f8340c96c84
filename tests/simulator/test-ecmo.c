/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-model-case.h"

/* Centrifugal pumps on closed circuits: what ECMO does that rollers do not. */

static void
begin (SteadySimulator *model, const char *circuit, double weight, double flow)
{
  SteadyModelColumn column =
      steady_model_columns[weight < 10 ? 0 : STEADY_MODEL_COLUMNS - 1];
  SteadySimulatorSetup setup;

  column.weight_kg = weight;
  column.circuit = circuit;
  steady_model_setup (&setup, &column, true);
  setup.cross_clamped = false;
  setup.prime_haematocrit = 0.35;
  setup.prime_protein = 3;
  setup.reservoir_ml = 10 * weight;
  setup.plan_flow = flow;
  setup.setting[STEADY_SETTING_PUMP_FLOW] = flow;
  setup.setting[STEADY_SETTING_SWEEP] = flow;
  steady_simulator_init (model, &setup);
  steady_model_run (model, 60);
}

static void
inject (SteadySimulator *model, SteadyMechanism mechanism, double value)
{
  g_assert_true (steady_simulator_inject (model, mechanism, value, 0));
}

static void
assert_between (const char *what, double value, double low, double high)
{
  g_test_message ("%s: %.3f, expected %.3f to %.3f", what, value, low, high);
  g_assert_cmpfloat (value, >=, low);
  g_assert_cmpfloat (value, <=, high);
}

static double
inlet (const SteadySimulator *model)
{
  return model->hydraulics.pressure[STEADY_CHAMBER_RESERVOIR];
}

static void
test_a_set_flow_is_reached (void)
{
  static const struct
  {
    const char *circuit;
    double      weight, flow;
  } cases[] = {
    { "ecmo-va-neonate", 3, 0.36 },
    { "ecmo-vv-neonate", 3, 0.30 },
    { "ecmo-va-adult", 75, 4.0 },
    { "ecmo-vv-adult", 75, 4.0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SteadySimulator model;
      begin (&model, cases[i].circuit, cases[i].weight, cases[i].flow);
      /* Whoever needs VA support has a weak heart. */
      if (i % 2 == 0)
        inject (&model, STEADY_MECHANISM_HEART_STRENGTH, 0.4);
      steady_model_run (&model, 60);
      const SteadyModelMeans means = steady_model_run (&model, 20);
      g_test_message (
          "%s: %.3f L/min at %.0f rpm, inlet %.0f, before %.0f after %.0f, MAP "
          "%.0f (%.0f to %.0f), CVP %.1f, SaO2 %.0f, SvO2 %.0f, bladder %.1f",
          cases[i].circuit,
          means.flow,
          model.hydraulics.speed * 60,
          inlet (&model),
          means.pre,
          means.post,
          means.map,
          means.low,
          means.high,
          means.cvp,
          model.reading[STEADY_READING_PATIENT_SATURATION],
          model.reading[STEADY_READING_VENOUS_SATURATION],
          model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR]);
      assert_between ("flow, share", means.flow / cases[i].flow, 0.97, 1.03);
      assert_between ("inlet", inlet (&model), -150, 20);
      assert_between ("MAP", means.map, 35, 110);
      g_assert_cmpfloat (model.reading[STEADY_READING_PATIENT_SATURATION], >, 95);
    }
}

static double
steady_flow (SteadySimulator *model)
{
  steady_model_run (model, 30);
  return steady_model_run (model, 10).flow;
}

/* At one speed a rotor's flow falls with what it works against. */
static void
test_flow_depends_on_afterload (void)
{
  SteadySimulator model;

  begin (&model, "ecmo-va-neonate", 3, 0.36);
  inject (&model, STEADY_MECHANISM_PUMP_SPEED_RPM, model.hydraulics.speed * 60);
  const double free = steady_flow (&model);
  inject (&model, STEADY_MECHANISM_VASCULAR_TONE, 2);
  const double tight = steady_flow (&model);
  inject (&model, STEADY_MECHANISM_VASCULAR_TONE, 1);
  inject (&model, STEADY_MECHANISM_ARTERIAL_CANNULA_RESISTANCE, 5);
  const double kinked = steady_flow (&model);
  assert_between ("after constriction, share", tight / free, 0.4, 0.97);
  assert_between ("with a kinked cannula, share", kinked / free, 0.3, 0.9);
}

/* A rotor that stands is an open pipe: the child's arteries run back through it. One
 * that is told to hold no flow turns just fast enough. */
static void
test_a_still_rotor_lets_blood_back (void)
{
  SteadySimulator model;

  begin (&model, "ecmo-va-neonate", 3, 0.36);
  inject (&model, STEADY_MECHANISM_ZERO_FLOW, 1);
  steady_model_run (&model, 20);
  assert_between ("flow held, L/min", steady_model_run (&model, 10).flow, -0.01, 0.01);
  assert_between ("speed, rpm", model.hydraulics.speed * 60, 1000, 4000);
  inject (&model, STEADY_MECHANISM_ZERO_FLOW, 0);
  inject (&model, STEADY_MECHANISM_PUMP_FAILURE, 1);
  steady_model_run (&model, 8);
  assert_between ("flow back, L/min", steady_model_run (&model, 5).flow, -1.5, -0.05);
  steady_simulator_set (&model, STEADY_SETTING_ARTERIAL_CLAMP, 1);
  steady_model_run (&model, 1);
  assert_between ("clamped, L/min", steady_model_run (&model, 5).flow, -0.0001, 0.0001);
}

/* When the vein is empty, more speed sucks harder and brings nothing. */
static void
test_an_empty_vein_limits_flow (void)
{
  SteadySimulator model;
  double          flow[2], suction[2];

  begin (&model, "ecmo-va-neonate", 3, 0.36);
  inject (&model, STEADY_MECHANISM_BLEEDING_ML_MIN, 60);
  steady_model_run (&model, 60);
  inject (&model, STEADY_MECHANISM_BLEEDING_ML_MIN, 0);
  for (int i = 0; i < 2; i++)
    {
      inject (&model, STEADY_MECHANISM_PUMP_SPEED_RPM, i == 0 ? 4000 : 5000);
      flow[i] = steady_flow (&model);
      suction[i] = inlet (&model);
    }
  g_test_message ("%.3f L/min at %.0f mmHg, %.3f at %.0f",
                  flow[0],
                  suction[0],
                  flow[1],
                  suction[1]);
  assert_between (
      "flow at 5000 rpm, share of that at 4000", flow[1] / flow[0], 0.8, 1.12);
  assert_between ("suction falls by", suction[0] - suction[1], 20, 150);
}

/* Lungs that do nothing: what the oxygenator gives is all, and what is drained at once
 * is lost to the child. */
static void
test_recirculation (void)
{
  SteadySimulator model;
  double          child[2], drained[2];

  begin (&model, "ecmo-vv-neonate", 3, 0.40);
  inject (&model, STEADY_MECHANISM_LUNG_SHUNT, 0.95);
  for (int i = 0; i < 2; i++)
    {
      inject (&model, STEADY_MECHANISM_RECIRCULATION, 0.35 * i);
      steady_model_run (&model, 400);
      child[i] = model.reading[STEADY_READING_PATIENT_SATURATION];
      drained[i] = model.reading[STEADY_READING_VENOUS_SATURATION];
    }
  g_test_message ("child %.0f %%, drained %.0f; recirculating %.0f and %.0f",
                  child[0],
                  drained[0],
                  child[1],
                  drained[1]);
  assert_between ("child's saturation", child[0], 75, 97);
  g_assert_cmpfloat (child[1], <, child[0] - 2);
}

/* Blood from the femoral artery meets what a heart with bad lungs throws out: the hand
 * is bluer than the foot (Harlequin). */
static void
test_femoral_return_leaves_the_head_to_the_lungs (void)
{
  SteadySimulator model;

  begin (&model, "ecmo-va-adult", 75, 2.0);
  inject (&model, STEADY_MECHANISM_LUNG_SHUNT, 0.8);
  steady_model_run (&model, 300);
  const double hand = model.reading[STEADY_READING_PATIENT_SATURATION];
  const double foot = model.reading[STEADY_READING_FOOT_SATURATION];
  g_test_message ("hand %.0f, foot %.0f %%", hand, foot);
  g_assert_cmpfloat (hand, <, foot - 3);
}

/* A closed circuit has nowhere for air to rise: enough of it stops the rotor. */
static void
test_air_stops_the_rotor (void)
{
  SteadySimulator model;

  begin (&model, "ecmo-va-neonate", 3, 0.36);
  const double before = steady_model_run (&model, 5).flow;
  inject (&model, STEADY_MECHANISM_VENOUS_AIR_ML, 40);
  steady_model_run (&model, 60);
  assert_between ("flow, share", steady_model_run (&model, 5).flow / before, -1.0, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/ecmo/flow-depends-on-afterload",
                   test_flow_depends_on_afterload);
  g_test_add_func ("/simulator/ecmo/a-still-rotor-lets-blood-back",
                   test_a_still_rotor_lets_blood_back);
  g_test_add_func ("/simulator/ecmo/an-empty-vein-limits-flow",
                   test_an_empty_vein_limits_flow);
  g_test_add_func ("/simulator/ecmo/recirculation", test_recirculation);
  g_test_add_func ("/simulator/ecmo/femoral-return-leaves-the-head-to-the-lungs",
                   test_femoral_return_leaves_the_head_to_the_lungs);
  g_test_add_func ("/simulator/ecmo/air-stops-the-rotor", test_air_stops_the_rotor);
  g_test_add_func ("/simulator/ecmo/a-set-flow-is-reached", test_a_set_flow_is_reached);
  return g_test_run ();
}
