/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "quality/steady-department.h"

static void
describe (void *data, const char *path, SteadyCaseCard *ret_card)
{
  const unsigned number =
      (unsigned) g_ascii_strtoull (path + strlen (path) - 10, NULL, 10);

  /* July to October 2026, ten cases a month; the last one is not closed */
  ret_card->start_utc = INT64_C (1783000000) * 1000000000 +
                        (int64_t) (number / 10) * 31 * 86400 * 1000000000;
  g_strlcpy (ret_card->name, "Somebody", sizeof ret_card->name);
  g_strlcpy (ret_card->profile, "neonate", sizeof ret_card->profile);
  g_strlcpy (
      ret_card->operation, "=cmd(\"x\"), a \"switch\"", sizeof ret_card->operation);
  ret_card->finished = number != 39;
  ret_card->simulated = number == 38;
  ret_card->weight_kg = NAN;
  ret_card->n_metrics = 1;
  ret_card->metrics[0] = (SteadyCardMetric){ .rule = "map-low",
                                             .outside_pct = number % 10,
                                             .known_s = 60 };
  (void) data;
}

static void
test_quantile (void)
{
  static const double values[] = { 4, 1, 3, 2 };
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (double));

  g_assert_true (isnan (steady_department_quantile (array, 0.5)));
  g_array_append_vals (array, values, G_N_ELEMENTS (values));
  g_assert_cmpfloat_with_epsilon (steady_department_quantile (array, 0.5), 2.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (
      steady_department_quantile (array, 0.75), 3.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (steady_department_quantile (array, 1), 4, 1e-12);
}

static unsigned
lines_of (const GString *text)
{
  unsigned count = 0;
  for (const char *c = text->str; *c != '\0'; c++)
    count += *c == '\n' ? 1 : 0;
  return count;
}

static void
check (SteadyCaseShelf *shelf)
{
  const SteadyDepartmentChoice real = { .simulated = false };
  g_autofree SteadyDepartment *department = g_new0 (SteadyDepartment, 1);
  g_autoptr (GString) cases = g_string_new (NULL);
  g_autoptr (GString) quality = g_string_new (NULL);
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (NULL);

  g_assert_true (
      steady_department_read (department, shelf, rules, &real, cases, quality, NULL));
  g_assert_cmpuint (department->cases, ==, 38);
  g_assert_cmpuint (department->simulated, ==, 1);
  g_assert_cmpuint (department->open, ==, 1);
  g_assert_cmpuint (lines_of (cases), ==, 39);
  g_assert_cmpuint (lines_of (quality), ==, 39);
  g_assert_null (strstr (cases->str, "Somebody"));
  /* text cannot leave its field, and no spreadsheet computes it */
  g_assert_nonnull (strstr (cases->str, "\"'=cmd(\"\"x\"\"), a \"\"switch\"\"\""));
  const SteadyDepartmentRule *low = &department->rules[0];
  g_assert_cmpstr (low->rule->id, ==, "map-low");
  g_assert_cmpuint (low->cases, ==, 38);
  g_assert_cmpuint (low->never_outside, ==, 4);
  g_assert_cmpuint (low->months[STEADY_DEPARTMENT_MONTHS - 1].cases, ==, 8);
  g_assert_cmpuint (low->months[STEADY_DEPARTMENT_MONTHS - 2].cases, ==, 10);
  g_assert_cmpfloat_with_epsilon (
      low->months[STEADY_DEPARTMENT_MONTHS - 2].median, 4.5, 1e-9);
  g_assert_true (isnan (low->months[0].median));
}

static void
test_department (void)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-department-XXXXXX", NULL);
  g_autofree char *index = g_build_filename (folder, "shelf.sqlite", NULL);
  SteadyShelfScan  scan;
  const char      *name;

  for (unsigned i = 0; i < 40; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%03u.steady", folder, i);
      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    }
  SteadyCaseShelf *shelf = steady_case_shelf_open (index, NULL);
  g_assert_true (
      steady_case_shelf_scan (shelf, folder, describe, NULL, NULL, &scan, NULL));
  check (shelf);
  steady_case_shelf_free (shelf);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/department/quantile", test_quantile);
  g_test_add_func ("/department/shelf", test_department);
  return g_test_run ();
}
