/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/sim/steady-simulated-setup.h"

#include "base/steady-json.h"

static bool
parse_start (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  SteadyJsonNode start;
  return steady_json_get_node (root, "start", &start, error) &&
         steady_json_get_number (&start,
                                 "pump_flow_l_min",
                                 0,
                                 8,
                                 &setup->setting[STEADY_SETTING_PUMP_FLOW],
                                 error) &&
         steady_json_get_number (&start,
                                 "sweep_l_min",
                                 0,
                                 12,
                                 &setup->setting[STEADY_SETTING_SWEEP],
                                 error) &&
         steady_json_get_number (&start,
                                 "fio2_pct",
                                 21,
                                 100,
                                 &setup->setting[STEADY_SETTING_FIO2],
                                 error) &&
         steady_json_get_number (&start,
                                 "co2_ml_min",
                                 0,
                                 2000,
                                 &setup->setting[STEADY_SETTING_CO2],
                                 error) &&
         steady_json_get_number (&start,
                                 "water_temperature_c",
                                 2,
                                 42,
                                 &setup->setting[STEADY_SETTING_WATER_TEMPERATURE],
                                 error);
}

static bool
parse_root (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  SteadyJsonNode patient;
  int64_t        seed;

  if (!steady_json_get_node (root, "patient", &patient, error) ||
      !steady_json_get_number (
          &patient, "weight_kg", 1.5, 150, &setup->weight_kg, error) ||
      !steady_json_get_integer (root, "seed", 1, INT64_MAX, &seed, error) ||
      !parse_start (root, setup, error))
    return false;
  setup->seed = (uint64_t) seed;
  setup->setting[STEADY_SETTING_PUMP_RUNS] =
      setup->setting[STEADY_SETTING_PUMP_FLOW] > 0 ? 1 : 0;
  return true;
}

/*
 * Reads what the simulator needs out of the text of a scenario. @file stands in errors.
 *
 * Thread: main.
 */
bool
steady_simulated_setup_parse (SteadySimulatorSetup *ret_setup,
                              const char           *file,
                              const char           *scenario,
                              GError              **error)
{
  SteadyJsonDocument   document = { 0 };
  SteadySimulatorSetup setup = { 0 };

  if (!steady_json_document_parse (
          &document, file, scenario, -1, "steady-scenario", 1, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = parse_root (&root, &setup, error);
  steady_json_document_finish (&document);
  if (fine)
    *ret_setup = setup;
  return fine;
}
