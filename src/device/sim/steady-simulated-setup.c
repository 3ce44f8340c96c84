/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/sim/steady-simulated-setup.h"

#include <stddef.h>
#include <string.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"

/* g/dL in the plasma of a prime with some albumin or plasma. [GK] */
#define USUAL_PRIME_PROTEIN 2.5

/* A number of the scenario and where it goes. */
typedef struct Field
{
  const char *section;
  const char *key;
  size_t      offset;
  double      low;
  double      high;
  double      factor; /* from the file's unit to the simulator's */
} Field;

#define AT(member) offsetof (SteadySimulatorSetup, member)

static const Field fields[] = {
  { "patient", "haematocrit_pct", AT (haematocrit), 15, 70, 0.01 },
  { "patient", "fetal_haemoglobin_fraction", AT (fetal_fraction), 0, 1, 1 },
  { "circuit", "prime_haematocrit_pct", AT (prime_haematocrit), 0, 70, 0.01 },
  { "circuit", "prime_potassium_mmol_l", AT (prime_potassium), 0, 40, 1 },
  { "circuit", "prime_ml", AT (circuit.prime_ml), 50, 3000, 1 },
  { "circuit", "reservoir_ml", AT (reservoir_ml), 0, 4500, 1 },
  { "plan", "flow_l_min", AT (plan_flow), 0.05, 8, 1 },
  { "plan", "reservoir_warn_ml", AT (level_warn_ml), 0, 4000, 1 },
  { "plan", "reservoir_stop_ml", AT (level_stop_ml), 0, 4000, 1 },
  { "start", "body_temperature_c", AT (body_temperature), 10, 40, 1 },
  { "start", "vascular_tone", AT (vascular_tone), 0.2, 4, 1 },
  { "start", "pump_flow_l_min", AT (setting[STEADY_SETTING_PUMP_FLOW]), 0, 8, 1 },
  { "start", "sweep_l_min", AT (setting[STEADY_SETTING_SWEEP]), 0, 12, 1 },
  { "start", "fio2_pct", AT (setting[STEADY_SETTING_FIO2]), 21, 100, 1 },
  { "start", "co2_ml_min", AT (setting[STEADY_SETTING_CO2]), 0, 2000, 1 },
  { "start",
    "water_temperature_c",
    AT (setting[STEADY_SETTING_WATER_TEMPERATURE]),
    2,
    42,
    1 },
};

static bool
parse_numbers (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      SteadyJsonNode section;
      double         value;
      if (!steady_json_get_node (root, fields[i].section, &section, error) ||
          !steady_json_get_number (
              &section, fields[i].key, fields[i].low, fields[i].high, &value, error))
        return false;
      *(double *) (void *) ((char *) setup + fields[i].offset) =
          value * fields[i].factor;
    }
  return true;
}

static bool
load_body (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  SteadyJsonNode     patient;
  SteadyJsonDocument document = { 0 };
  g_autofree char   *path = steady_paths_data ("patients/bodies.json");
  double             weight, area;

  if (!steady_json_get_node (root, "patient", &patient, error) ||
      !steady_json_get_number (&patient, "weight_kg", 1.5, 150, &weight, error) ||
      !steady_json_get_number (&patient, "bsa_m2", 0.1, 3, &area, error) ||
      !steady_json_document_load (
          &document, path, STEADY_BODIES_FORMAT, STEADY_BODIES_VERSION, error))
    return false;
  const SteadyJsonNode table = steady_json_document_root (&document);
  const bool           fine = steady_body_parse (&table, weight, &setup->body, error);
  steady_json_document_finish (&document);
  setup->body.weight_kg = weight;
  setup->body.bsa_m2 = area;
  return fine;
}

/* Members that a scenario may leave out: a malformed heart, and the protein of the
 * prime's plasma. */
static bool
load_more (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  SteadyJsonNode     patient, circuit;
  SteadyJsonDocument document = { 0 };
  const char        *id;

  if (!steady_json_get_node (root, "patient", &patient, error) ||
      !steady_json_get_node (root, "circuit", &circuit, error))
    return false;
  setup->prime_protein = USUAL_PRIME_PROTEIN;
  if (steady_json_has (&circuit, "prime_protein_g_dl") &&
      !steady_json_get_number (
          &circuit, "prime_protein_g_dl", 0, 10, &setup->prime_protein, error))
    return false;
  if (!steady_json_has (&patient, "lesion"))
    return true;
  g_autofree char *path = steady_paths_data ("patients/lesions.json");
  if (!steady_json_get_string (&patient, "lesion", &id, error) ||
      !steady_json_document_load (
          &document, path, STEADY_LESIONS_FORMAT, STEADY_LESIONS_VERSION, error))
    return false;
  const SteadyJsonNode table = steady_json_document_root (&document);
  const bool           fine = steady_lesion_parse (&table, id, &setup->lesion, error);
  steady_json_document_finish (&document);
  return fine;
}

static bool
load_circuit (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  SteadyJsonNode     circuit;
  SteadyJsonDocument document = { 0 };
  const char        *name;

  if (!steady_json_get_node (root, "circuit", &circuit, error) ||
      !steady_json_get_string (&circuit, "name", &name, error))
    return false;
  if (name[0] == '\0' ||
      strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (name))
    {
      steady_json_set_error (
          &circuit,
          error,
          "name: must be that of a circuit file: small letters, digits and hyphens");
      return false;
    }
  g_autofree char *file = g_strconcat ("circuits/", name, ".json", NULL);
  g_autofree char *path = steady_paths_data (file);
  if (!steady_json_document_load (
          &document, path, STEADY_CIRCUIT_FORMAT, STEADY_CIRCUIT_VERSION, error))
    return false;
  const SteadyJsonNode found = steady_json_document_root (&document);
  const bool           fine = steady_circuit_parse (&found, &setup->circuit, error);
  steady_json_document_finish (&document);
  return fine;
}

static bool
parse_start (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  SteadyJsonNode start;
  const char    *mode;

  if (!steady_json_get_node (root, "start", &start, error) ||
      !steady_json_get_string (&start, "support_mode", &mode, error) ||
      !steady_json_get_bool (&start, "cross_clamped", &setup->cross_clamped, error) ||
      !steady_json_get_bool (&start, "purge_open", &setup->purge_open, error))
    return false;
  setup->on_bypass = setup->setting[STEADY_SETTING_PUMP_FLOW] > 0.0;
  setup->setting[STEADY_SETTING_PUMP_RUNS] = setup->on_bypass ? 1.0 : 0.0;
  return true;
}

static bool
check_timeline (const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode  timeline, step;
  size_t          length;
  const char     *name;
  double          value;
  SteadyMechanism mechanism;

  if (!steady_json_get_array (root, "timeline", &timeline, &length, error))
    return false;
  for (size_t i = 0; i < length; i++)
    {
      if (!steady_json_get_element (&timeline, i, &step, error) ||
          !steady_json_get_string (&step, "mechanism", &name, error))
        return false;
      if (!steady_mechanism_from_name (name, &mechanism))
        {
          steady_json_set_error (
              &step,
              error,
              "mechanism: \"%s\" is none that the simulator has; see "
              "data/formats/steady-scenario.schema.json",
              name);
          return false;
        }
      const SteadyMechanismInfo *info = steady_mechanism_info (mechanism);
      if (!steady_json_get_number (
              &step, "value", info->low, info->high, &value, error))
        return false;
    }
  return true;
}

static bool
parse_root (const SteadyJsonNode *root, SteadySimulatorSetup *setup, GError **error)
{
  int64_t seed;

  if (!steady_json_get_integer (root, "seed", 1, INT64_MAX, &seed, error) ||
      !load_body (root, setup, error) || !load_circuit (root, setup, error) ||
      !load_more (root, setup, error) || !parse_numbers (root, setup, error) ||
      !parse_start (root, setup, error) || !check_timeline (root, error))
    return false;
  setup->seed = (uint64_t) seed;
  return true;
}

/*
 * Reads what the simulator needs out of the text of a scenario, and from the tables of
 * bodies and circuits among the data files. @file stands in errors.
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
  SteadySimulatorSetup setup;

  memset (&setup, 0, sizeof setup);
  setup.lesion = steady_lesion_none;
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
