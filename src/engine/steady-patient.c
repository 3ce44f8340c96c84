/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-patient.h"

#include "base/steady-json.h"
#include "perfusion/steady-body.h"

static char *
json_text (const SteadyJsonNode *root, const char *key)
{
  SteadyJsonNode node;
  if (!steady_json_has (root, key) || !steady_json_get_node (root, key, &node, NULL))
    return g_strdup ("{}");
  return g_strdup (
      json_object_to_json_string_ext (node.object, JSON_C_TO_STRING_PLAIN));
}

/* A member that may be missing: 0 then. */
static bool
optional (const SteadyJsonNode *node,
          const char           *key,
          double                high,
          double               *ret_value,
          GError              **error)
{
  *ret_value = 0;
  return !steady_json_has (node, key) ||
         steady_json_get_number (node, key, 0, high, ret_value, error);
}

static bool
parse_patient (const SteadyJsonNode *root, SteadyPatient *patient, GError **error)
{
  SteadyJsonNode node;
  const char    *name, *profile;

  if (!steady_json_get_node (root, "patient", &node, error) ||
      !steady_json_get_string (&node, "name", &name, error) ||
      !steady_json_get_string (&node, "profile", &profile, error) ||
      !steady_json_get_number (
          &node, "weight_kg", 0.3, 300, &patient->weight_kg, error) ||
      !optional (&node, "height_cm", 260, &patient->height_cm, error) ||
      !optional (&node, "bsa_m2", 4, &patient->area_m2, error) ||
      !optional (&node, "age_days", 50000, &patient->age_days, error))
    return false;
  patient->name = g_strdup (name);
  patient->profile = g_strdup (profile);
  return true;
}

static bool
parse_plan (const SteadyJsonNode *root, SteadyPatient *patient, GError **error)
{
  SteadyJsonNode plan;
  if (!steady_json_has (root, "plan"))
    return true;
  return steady_json_get_node (root, "plan", &plan, error) &&
         optional (&plan, "flow_l_min", 12, &patient->plan_flow_l_min, error) &&
         optional (
             &plan, "reservoir_stop_ml", 5000, &patient->reservoir_stop_ml, error);
}

static bool
parse_text (SteadyPatient *ret_patient,
            const char    *file,
            const char    *text,
            const char    *format,
            GError       **error)
{
  SteadyJsonDocument document = { 0 };
  SteadyPatient      patient = { 0 };

  if (!steady_json_document_parse (&document, file, text, -1, format, 1, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine =
      parse_patient (&root, &patient, error) && parse_plan (&root, &patient, error);
  patient.patient_json = json_text (&root, "patient");
  patient.plan_json = json_text (&root, "plan");
  steady_json_document_finish (&document);
  if (fine)
    *ret_patient = patient;
  else
    steady_patient_finish (&patient);
  return fine;
}

/*
 * Takes the child and the plan from the text of a scenario; @file stands in errors.
 *
 * Thread: main.
 */
bool
steady_patient_parse_scenario (SteadyPatient *ret_patient,
                               const char    *file,
                               const char    *text,
                               GError       **error)
{
  return parse_text (ret_patient, file, text, "steady-scenario", error);
}

/*
 * Takes the child and the plan from what a case says of itself. False: it says nothing,
 * as a case made of a foreign recording does.
 *
 * Thread: main.
 */
bool
steady_patient_parse_case (SteadyPatient *ret_patient, const char *meta)
{
  return parse_text (ret_patient, "case", meta, NULL, NULL);
}

/* Thread: main. */
void
steady_patient_from_site (SteadyPatient *ret_patient, const SteadySite *site)
{
  SteadyArea area = { 0 };

  /* A site file holds no surface: it follows from weight and height. */
  if (!steady_body_surface (
          STEADY_SURFACE_MOSTELLER, site->weight, site->height, &area))
    area.m2 = 0;
  *ret_patient = (SteadyPatient){ .name = g_strdup (site->patient_name),
                                  .profile = g_strdup (site->profile),
                                  .weight_kg = site->weight.kg,
                                  .height_cm = site->height.cm,
                                  .area_m2 = area.m2,
                                  .age_days = site->age_days,
                                  .plan_flow_l_min = site->plan_flow.l_min,
                                  .reservoir_stop_ml = site->reservoir_stop.ml,
                                  .patient_json = g_strdup (site->patient_json),
                                  .plan_json = g_strdup (site->plan_json) };
}

/* A recording says nothing of weight or plan: nothing per kg is derived then. Thread:
 * main. */
void
steady_patient_unknown (SteadyPatient *ret_patient)
{
  *ret_patient = (SteadyPatient){ .name = g_strdup (""),
                                  .profile = g_strdup (""),
                                  .patient_json = g_strdup ("{}"),
                                  .plan_json = g_strdup ("{}") };
}

/* Accepts one that is all zero. Thread: main. */
void
steady_patient_finish (SteadyPatient *self)
{
  g_free (self->name);
  g_free (self->profile);
  g_free (self->patient_json);
  g_free (self->plan_json);
  *self = (SteadyPatient){ 0 };
}
