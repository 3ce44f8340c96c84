/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-site.h"

#include <string.h>

#include "base/steady-json.h"

#define FORMAT "steady-site"

/* Size profiles of the practice standards: the weight below which each holds, kg. */
static const struct
{
  const char *name;
  double      below_kg;
} profiles[] = {
  { "neonate", 5 },     { "infant", 10 },  { "child", 30 },
  { "adolescent", 60 }, { "adult", 1000 },
};

static const char *
profile_by_weight (SteadyWeight weight)
{
  unsigned i = 0;
  while (weight.kg >= profiles[i].below_kg && i + 1 < G_N_ELEMENTS (profiles))
    i++;
  return profiles[i].name;
}

static bool
copy_text (const SteadyJsonNode *node, const char *key, char **ret_text, GError **error)
{
  const char *text;
  if (!steady_json_get_string (node, key, &text, error))
    return false;
  *ret_text = g_strdup (text);
  return true;
}

static bool
read_profile (SteadySite *self, const SteadyJsonNode *patient, GError **error)
{
  SteadyJsonNode node;

  if (!steady_json_has (patient, "profile"))
    {
      self->profile = g_strdup (profile_by_weight (self->weight));
      return true;
    }
  if (!steady_json_get_node (patient, "profile", &node, error) ||
      !copy_text (patient, "profile", &self->profile, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (profiles); i++)
    if (strcmp (self->profile, profiles[i].name) == 0)
      return true;
  steady_json_set_error (
      &node, error, "must be neonate, infant, child, adolescent or adult");
  return false;
}

static bool
read_patient (SteadySite *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode patient;

  if (!steady_json_get_node (root, "patient", &patient, error) ||
      !copy_text (&patient, "name", &self->patient_name, error) ||
      !steady_json_get_number (
          &patient, "weight_kg", 0.3, 300, &self->weight.kg, error) ||
      !steady_json_get_number (
          &patient, "height_cm", 20, 250, &self->height.cm, error) ||
      !steady_json_get_number (
          &patient, "age_days", 0, 120 * 366, &self->age_days, error) ||
      !read_profile (self, &patient, error))
    return false;
  self->patient_json = g_strdup (json_object_to_json_string (patient.object));
  return true;
}

static bool
read_plan (SteadySite *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode plan;

  if (!steady_json_has (root, "plan"))
    {
      self->plan_json = g_strdup ("{}");
      return true;
    }
  if (!steady_json_get_node (root, "plan", &plan, error) ||
      !steady_json_get_number (
          &plan, "flow_l_min", 0.05, 12, &self->plan_flow.l_min, error) ||
      !steady_json_get_number (
          &plan, "reservoir_stop_ml", 0, 2000, &self->reservoir_stop.ml, error))
    return false;
  self->plan_json = g_strdup (json_object_to_json_string (plan.object));
  return true;
}

static bool
read_device (SteadySite *self, const SteadyJsonNode *list, size_t index, GError **error)
{
  SteadySiteDevice *device = &self->devices[self->n_devices++];
  SteadyJsonNode    node;

  if (!steady_json_get_element (list, index, &node, error) ||
      !steady_site_device_read (device, &node, error))
    return false;
  device->settings.folder = g_path_get_dirname (self->file);
  for (unsigned i = 0; i + 1 < self->n_devices; i++)
    if (strcmp (self->devices[i].port, device->port) == 0)
      {
        steady_json_set_error (
            &node, error, "port %s is taken by another device", device->port);
        return false;
      }
  return true;
}

static bool
read_devices (SteadySite *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode list;
  size_t         length;

  if (!steady_json_get_array (root, "devices", &list, &length, error))
    return false;
  if (length == 0 || length > STEADY_SITE_DEVICES)
    {
      steady_json_set_error (
          &list, error, "must name from 1 to %d devices", STEADY_SITE_DEVICES);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    if (!read_device (self, &list, i, error))
      return false;
  return true;
}

/* Takes the document over. */
static SteadySite *
read_document (SteadyJsonDocument *document, const char *file, GError **error)
{
  SteadySite          *self = g_new0 (SteadySite, 1);
  const SteadyJsonNode root = steady_json_document_root (document);

  self->file = g_strdup (file);
  self->text = g_strdup (document->text);
  const bool fine = copy_text (&root, "title", &self->title, error) &&
                    read_patient (self, &root, error) &&
                    read_plan (self, &root, error) && read_devices (self, &root, error);
  steady_json_document_finish (document);
  if (!fine)
    g_clear_pointer (&self, steady_site_free);
  return self;
}

/*
 * Loads a site file; errors name the file and the place.
 *
 * Thread: main.
 */
SteadySite *
steady_site_load (const char *file, GError **error)
{
  SteadyJsonDocument document;

  if (!steady_json_document_load (&document, file, FORMAT, STEADY_SITE_VERSION, error))
    return NULL;
  return read_document (&document, file, error);
}

/*
 * As steady_site_load (), from @text that was stored with a case; @file stands in
 * errors.
 *
 * Thread: main.
 */
SteadySite *
steady_site_parse (const char *file, const char *text, GError **error)
{
  SteadyJsonDocument document;

  if (!steady_json_document_parse (
          &document, file, text, -1, FORMAT, STEADY_SITE_VERSION, error))
    return NULL;
  return read_document (&document, file, error);
}

/* Accepts NULL. Thread: main. */
void
steady_site_free (SteadySite *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < self->n_devices; i++)
    steady_site_device_finish (&self->devices[i]);
  g_free (self->file);
  g_free (self->text);
  g_free (self->title);
  g_free (self->patient_name);
  g_free (self->profile);
  g_free (self->patient_json);
  g_free (self->plan_json);
  g_free (self);
}
