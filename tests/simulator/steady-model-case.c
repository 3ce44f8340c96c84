/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-model-case.h"

#include <string.h>

#include "base/steady-paths.h"

/* The last rows of table 1.4 of the physiology notes: results of a prototype that was
 * written apart from this model. */
const SteadyModelColumn steady_model_columns[STEADY_MODEL_COLUMNS] = {
  { 3, "neonate", 0.45, 3.0, 49, 0.66, 7.3, 35, 149, 81, 88 },
  { 6, "infant", 0.38, 3.0, 60, 1.14, 7.1, 45, 149, 72, 67 },
  { 15, "child", 0.36, 2.8, 70, 2.24, 6.9, 48, 132, 72, 61 },
  { 45, "adolescent", 0.40, 2.6, 79, 4.60, 7.7, 53, 190, 72, 89 },
  { 75, "adult", 0.40, 2.4, 89, 5.73, 7.7, 61, 177, 73, 70 },
};

static void
load_body (SteadyBody *body, double weight_kg)
{
  SteadyJsonDocument document = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = steady_paths_data ("patients/bodies.json");

  steady_json_document_load (
      &document, path, STEADY_BODIES_FORMAT, STEADY_BODIES_VERSION, &error);
  g_assert_no_error (error);
  const SteadyJsonNode root = steady_json_document_root (&document);
  steady_body_parse (&root, weight_kg, body, &error);
  g_assert_no_error (error);
  steady_json_document_finish (&document);
}

static void
load_circuit (SteadyCircuit *circuit, const char *name)
{
  SteadyJsonDocument document = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat ("circuits/", name, ".json", NULL);
  g_autofree char *path = steady_paths_data (file);

  steady_json_document_load (
      &document, path, STEADY_CIRCUIT_FORMAT, STEADY_CIRCUIT_VERSION, &error);
  g_assert_no_error (error);
  const SteadyJsonNode root = steady_json_document_root (&document);
  steady_circuit_parse (&root, circuit, &error);
  g_assert_no_error (error);
  steady_json_document_finish (&document);
}

/* The child of @column at 37 °C: before bypass, or at full flow with the heart still
 * and the prime at a haematocrit of 0.25. */
void
steady_model_setup (SteadySimulatorSetup    *setup,
                    const SteadyModelColumn *column,
                    bool                     on_bypass)
{
  memset (setup, 0, sizeof *setup);
  load_body (&setup->body, column->weight_kg);
  load_circuit (&setup->circuit, column->circuit);
  setup->lesion = steady_lesion_none;
  setup->seed = 7;
  setup->haematocrit = column->haematocrit;
  setup->fetal_fraction = column->weight_kg < 5 ? 0.8 : 0.0;
  setup->prime_haematocrit = 0.25;
  setup->prime_potassium = 4.5;
  setup->reservoir_ml = 57 * column->weight_kg;
  setup->level_warn_ml = 30 * column->weight_kg;
  setup->level_stop_ml = 16 * column->weight_kg;
  setup->body_temperature = 37;
  setup->vascular_tone = 1;
  setup->on_bypass = on_bypass;
  setup->cross_clamped = on_bypass;
  const double flow = column->flow_index * setup->body.bsa_m2;
  setup->plan_flow = flow;
  setup->setting[STEADY_SETTING_PUMP_FLOW] = on_bypass ? flow : 0;
  setup->setting[STEADY_SETTING_PUMP_RUNS] = on_bypass;
  setup->setting[STEADY_SETTING_SWEEP] = 0.8 * flow;
  setup->setting[STEADY_SETTING_FIO2] = 70;
  setup->setting[STEADY_SETTING_WATER_TEMPERATURE] = 37;
}

/* Runs for @seconds and takes the means. */
SteadyModelMeans
steady_model_run (SteadySimulator *model, double seconds)
{
  SteadyModelMeans means = { .low = 1e9, .high = -1e9 };
  const double    *p = model->hydraulics.pressure;
  const int        steps = (int) (seconds * 1000);

  for (int i = 0; i < steps; i++)
    {
      steady_simulator_step (model);
      const double aorta = p[STEADY_CHAMBER_AORTA];
      means.map += aorta / steps;
      means.low = MIN (means.low, aorta);
      means.high = MAX (means.high, aorta);
      means.cvp += p[STEADY_CHAMBER_UPPER_VEINS] / steps;
      means.lap += p[STEADY_CHAMBER_LEFT_ATRIUM] / steps;
      means.pre += p[STEADY_CHAMBER_PRE_OXYGENATOR] / steps;
      means.post += p[STEADY_CHAMBER_POST_OXYGENATOR] / steps;
      means.flow += model->hydraulics.arterial_flow * 0.06 / steps;
      means.beds += model->tissue.flow * 0.06 / steps;
    }
  return means;
}

/* Seconds until @holds, or @longest. */
double
steady_model_time_until (SteadySimulator *model,
                         bool (*holds) (const SteadySimulator *model, double limit),
                         double limit,
                         double longest)
{
  for (int i = 0; i < (int) (longest * 1000); i++)
    {
      steady_simulator_step (model);
      if (holds (model, limit))
        return 0.001 * i;
    }
  return longest;
}
