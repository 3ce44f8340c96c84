/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "device/steady-site.h"

static char *
example (void)
{
  return g_build_filename (
      g_getenv ("STEADY_DATA_DIR"), "devices", "example-site.json", NULL);
}

static SteadySite *
load_text (const char *text, gssize length, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-site-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "site.json", NULL);

  g_assert_true (g_file_set_contents (file, text, length, NULL));
  SteadySite *site = steady_site_load (file, error);
  g_unlink (file);
  g_rmdir (folder);
  return site;
}

static void
test_example (void)
{
  g_autofree char *file = example ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadySite) site = steady_site_load (file, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (site->weight.kg, 3.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (site->height.cm, 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (site->plan_flow.l_min, 0.48, 1e-9);
  g_assert_cmpfloat_with_epsilon (site->reservoir_stop.ml, 25, 1e-9);
  g_assert_cmpstr (site->profile, ==, "neonate");
  g_assert_cmpuint (site->n_devices, ==, 1);
  g_assert_cmpstr (site->devices[0].driver, ==, "bioprott");
  g_assert_cmpstr (site->devices[0].port, ==, "/dev/ttyUSB0");
  g_assert_nonnull (strstr (site->text, "steady-site"));
  g_assert_nonnull (strstr (site->patient_json, "weight_kg"));
}

/* Without a profile the weight decides; without a plan there is none. */
static void
test_profile_by_weight (void)
{
  static const struct
  {
    double      kg;
    const char *profile;
  } cases[] = { { 3.2, "neonate" }, { 4.99, "neonate" },  { 5, "infant" },
                { 12, "child" },    { 30, "adolescent" }, { 60, "adult" },
                { 140, "adult" } };
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_dtostr (number, sizeof number, cases[i].kg);
      g_autofree char *text = g_strdup_printf (
          "{\"format\":\"steady-site\",\"version\":1,\"title\":\"t\",\"patient\":"
          "{\"name\":\"n\",\"weight_kg\":%s,\"height_cm\":60,\"age_days\":9},"
          "\"devices\":[{\"driver\":\"bioprott\",\"port\":\"/dev/p\"}]}",
          number);
      g_autoptr (GError) error = NULL;
      g_autoptr (SteadySite) site = load_text (text, -1, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (site->profile, ==, cases[i].profile);
      g_assert_cmpfloat (site->plan_flow.l_min, <=, 0);
      g_assert_cmpstr (site->plan_json, ==, "{}");
    }
}

static void
assert_refused (const char *from, const char *to, const char *place)
{
  g_autofree char *file = example ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, from));
  g_autoptr (GString) changed = g_string_new (text);
  g_string_replace (changed, from, to, 1);
  g_assert_null (load_text (changed->str, -1, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "site.json"));
  g_assert_nonnull (strstr (error->message, place));
}

static void
test_refused (void)
{
  assert_refused ("\"weight_kg\": 3.2", "\"weight_kg\": 3200", "patient.weight_kg");
  assert_refused ("\"weight_kg\": 3.2", "\"weight_kg\": \"3.2\"", "patient.weight_kg");
  assert_refused ("\"height_cm\": 50,", "", "patient.height_cm");
  assert_refused (
      "\"profile\": \"neonate\"", "\"profile\": \"bear\"", "patient.profile");
  assert_refused ("\"bioprott\"", "\"heart-lung-9000\"", "devices[0].driver");
  assert_refused ("\"flow_l_min\": 0.48", "\"flow_l_min\": 480", "plan.flow_l_min");
  assert_refused ("\"steady-site\"", "\"steady-plan\"", "format");
  assert_refused ("\"version\": 1", "\"version\": 2", "version");
}

/* Cut at every byte: an error with a sentence, or the whole. Never a crash. */
static void
test_truncated (void)
{
  g_autofree char *file = example ();
  g_autofree char *text = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (file, &text, &length, NULL));
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (load_text (text, (gssize) cut, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/site/example", test_example);
  g_test_add_func ("/device/site/profile-by-weight", test_profile_by_weight);
  g_test_add_func ("/device/site/refused", test_refused);
  g_test_add_func ("/device/site/truncated", test_truncated);
  return g_test_run ();
}
