/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-model-case.h"

/* Any weight from 2 to 90 kg, not only the five of the table, makes a child that lives
 * and that can be put on bypass. */

static SteadyModelColumn
column_of (double weight)
{
  unsigned last = 0;

  while (last + 2 < STEADY_MODEL_COLUMNS &&
         weight > steady_model_columns[last + 1].weight_kg)
    last++;
  const SteadyModelColumn *low = &steady_model_columns[last], *high = low + 1;
  const double             share =
      log (weight / low->weight_kg) / log (high->weight_kg / low->weight_kg);
  const bool        upper = share > 0.5;
  SteadyModelColumn found = upper ? *high : *low;

  found.weight_kg = weight;
  found.map = low->map * pow (high->map / low->map, share);
  found.output = low->output * pow (high->output / low->output, share);
  found.bypass_map = low->bypass_map * pow (high->bypass_map / low->bypass_map, share);
  return found;
}

static void
assert_between (const char *what, double value, double low, double high)
{
  g_test_message ("  %s: %.3f, expected %.3f to %.3f", what, value, low, high);
  g_assert_cmpfloat (value, >=, low);
  g_assert_cmpfloat (value, <=, high);
}

static const double weights[] = { 2, 2.5, 3.2, 4.7, 8, 11, 20, 30, 55, 70, 90 };

static void
test_before_bypass (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      const SteadyModelColumn column = column_of (weights[i]);
      SteadySimulatorSetup    setup;
      SteadySimulator         model;
      steady_model_setup (&setup, &column, false);
      steady_simulator_init (&model, &setup);
      const SteadyModelMeans means = steady_model_run (&model, 20);
      g_test_message ("%g kg", weights[i]);
      assert_between ("MAP, share", means.map / column.map, 0.88, 1.12);
      assert_between ("output, share", means.beds / column.output, 0.88, 1.12);
      assert_between ("pulse pressure", means.high - means.low, 18, 62);
      assert_between ("left atrium", means.lap, 4, 11);
      assert_between ("arterial saturation",
                      model.reading[STEADY_READING_PATIENT_SATURATION],
                      95,
                      100);
      assert_between (
          "venous saturation", model.reading[STEADY_READING_VENOUS_SATURATION], 60, 85);
      assert_between ("cerebral saturation", model.tissue.cerebral, 55, 85);
    }
}

static void
test_on_bypass (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      const SteadyModelColumn column = column_of (weights[i]);
      SteadySimulatorSetup    setup;
      SteadySimulator         model;
      steady_model_setup (&setup, &column, true);
      steady_simulator_init (&model, &setup);
      const double           wanted = setup.setting[STEADY_SETTING_PUMP_FLOW];
      const SteadyModelMeans means = steady_model_run (&model, 20);
      g_test_message ("%g kg, %s", weights[i], column.circuit);
      assert_between ("flow, share", means.flow / wanted, 0.95, 1.02);
      assert_between ("MAP, share", means.map / column.bypass_map, 0.7, 1.35);
      assert_between ("line pressure", means.pre, 80, 320);
      assert_between (
          "venous saturation", model.reading[STEADY_READING_VENOUS_SATURATION], 55, 90);
      /* Return keeps up with the pump. */
      const double before = model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR];
      steady_model_run (&model, 60);
      assert_between ("reservoir, change in mL/kg",
                      (model.hydraulics.volume[STEADY_CHAMBER_RESERVOIR] - before) /
                          weights[i],
                      -2,
                      1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/weights/before-bypass", test_before_bypass);
  g_test_add_func ("/simulator/weights/on-bypass", test_on_bypass);
  return g_test_run ();
}
