/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "console/steady-screenshot.h"
#include "console/steady-theme.h"
#include "ecmo/steady-ecmo-page.h"
#include "measure/steady-shown-unit.h"
#include "steady-console-resources.h"
#include "steady-ecmo-bench.h"
#include "steady-ecmo-case.h"
#include "widgets/steady-fit-text.h"

/* The page as a person goes through it, on a case of 26 h that a test made up: what it
 * shows is compared with what was recorded. */

#define S(t) ((SteadyInstant) (t) *STEADY_NSEC_PER_SEC)
typedef SteadyEcmoBench Fixture;

static char *case_file;

static void
set_up_at (Fixture *fixture, int width, int height, SteadySupportMode mode)
{
  steady_ecmo_bench_set_up (
      fixture, case_file, width, height, mode, S (STEADY_ECMO_CASE_END));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  set_up_at (fixture, 920, 390, STEADY_SUPPORT_ECMO_VA);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  steady_ecmo_bench_tear_down (fixture);
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, other = *(const double *) b;
  return one < other ? -1 : one > other;
}

/* The median of MAP in the hour that ends @back hours before the running one. */
static double
median_map (int back)
{
  /* the running hour is the last begun one: 25 full ones came after the first */
  const int64_t from = STEADY_ECMO_CASE_FULL_HOUR + (25 - back) * 3600;
  double        values[3600];

  for (int i = 0; i < 3600; i++)
    values[i] = steady_ecmo_case_map (from + i);
  qsort (values, 3600, sizeof values[0], by_value);
  return (values[1799] + values[1800]) / 2;
}

/* Each column is what was recorded, and older ones are a tap away. */
static void
test_chart (Fixture *fixture, gconstpointer data)
{
  SteadyEcmoTable *table = steady_ecmo_page_table (fixture->page);
  const unsigned   columns = steady_ecmo_table_columns (table);

  g_assert_cmpuint (columns, >=, 6);
  for (unsigned i = 0; i + 1 < columns; i++)
    {
      const double shown =
          atof (steady_ecmo_table_cell (table, STEADY_ECMO_ROW_MAP, i));
      g_assert_cmpfloat_with_epsilon (
          shown, median_map ((int) (columns - 1 - i)), 0.51);
    }
  g_assert_cmpstr (
      steady_ecmo_table_cell (table, STEADY_ECMO_ROW_FLOW_PER_KG, 0), ==, "120");
  g_assert_cmpstr (steady_ecmo_table_cell (table, STEADY_ECMO_ROW_INLET, 0), ==, "—");
  steady_ecmo_page_go (fixture->page, 500); /* further than the case goes */
  steady_ecmo_bench_settle (fixture);
  steady_ecmo_bench_settle (fixture);
  /* the third column is the hour in which ACT and volumes were entered */
  g_assert_cmpstr (steady_ecmo_table_cell (table, STEADY_ECMO_ROW_ACT, 2), ==, "180*");
  g_assert_cmpstr (
      steady_ecmo_table_cell (table, STEADY_ECMO_ROW_BALANCE, 2), ==, "+18*");
  g_assert_cmpstr (
      steady_ecmo_table_cell (table, STEADY_ECMO_ROW_ANTI_XA, 1), ==, "0.35*");
  g_assert_cmpstr (steady_ecmo_table_cell (table, STEADY_ECMO_ROW_ACT, 1), ==, "—");
  steady_ecmo_page_go (fixture->page, 0);
  steady_ecmo_bench_settle (fixture);
  g_assert_cmpstr (steady_ecmo_table_cell (table, STEADY_ECMO_ROW_ACT, 2), ==, "—");
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (strstr (steady_ecmo_page_status (fixture->page), "Specialist 1"));
  g_assert_nonnull (strstr (steady_ecmo_page_status (fixture->page), "Nurse 2"));
  steady_ecmo_bench_beat (fixture, STEADY_SUPPORT_FULL_BYPASS);
  steady_page_refresh (STEADY_PAGE (fixture->page), steady_clock_now ());
  /* no check is due where there is no ECMO, and the page says why */
  g_assert_null (strstr (steady_ecmo_page_status (fixture->page), "Specialist 1"));
  g_assert_nonnull (strstr (steady_ecmo_page_status (fixture->page), "ECMO"));
}

static void
test_trends (Fixture *fixture, gconstpointer data)
{
  SteadyEcmoTrends *trends = steady_ecmo_page_trends (fixture->page);
  unsigned          filled;

  steady_ecmo_page_view (fixture->page, "trends");
  steady_ecmo_bench_settle (fixture);
  filled = steady_ecmo_trends_filled (trends);
  g_assert_cmpuint (filled, >, 500);
  g_assert_nonnull (strstr (steady_ecmo_trends_words (trends), "ΔP 36 mmHg, +6.0"));
  steady_ecmo_trends_set_hours (trends, 288);
  steady_ecmo_bench_settle (fixture);
  steady_ecmo_bench_settle (fixture);
  /* of twelve days only one was recorded: the rest is empty, not drawn */
  g_assert_cmpuint (steady_ecmo_trends_filled (trends), >, 0);
  g_assert_cmpuint (steady_ecmo_trends_filled (trends), <, filled / 4);
}

static void
test_circuit (Fixture *fixture, gconstpointer data)
{
  SteadyEcmoCircuit *circuit = steady_ecmo_page_circuit (fixture->page);

  steady_ecmo_page_view (fixture->page, "circuit");
  steady_ecmo_bench_settle (fixture);
  g_assert_nonnull (strstr (
      steady_ecmo_circuit_part (circuit, STEADY_ECMO_PART_OXYGENATOR), "1 d 0 h"));
  g_assert_nonnull (strstr (
      steady_ecmo_circuit_part (circuit, STEADY_ECMO_PART_OXYGENATOR), "70123456"));
  g_assert_nonnull (strstr (
      steady_ecmo_circuit_part (circuit, STEADY_ECMO_PART_CIRCUIT), "1 d 14 h"));
  steady_ecmo_circuit_choose (circuit, "part-3");
  steady_ecmo_circuit_name (circuit, "PediMag", "L7");
  steady_ecmo_circuit_choose (circuit, "just-now");
  g_assert_cmpuint (fixture->n_asked, ==, 0); /* nobody is signed in */
  steady_ecmo_bench_sign_in (fixture, "Ada");
  steady_ecmo_circuit_choose (circuit, "part-3");
  steady_ecmo_circuit_name (circuit, "PediMag", "L7");
  steady_ecmo_circuit_choose (circuit, "earlier");
  steady_ecmo_circuit_type (circuit, "5\n");
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_assert_cmpuint (fixture->asked[0].part, ==, STEADY_ECMO_PART_PUMP_HEAD);
  g_assert_cmpstr (fixture->asked[0].name, ==, "PediMag");
  g_assert_cmpint (
      fixture->asked[0].given, ==, S (STEADY_ECMO_CASE_END) - S (5 * 3600));
  steady_ecmo_circuit_choose (circuit, "anti_xa");
  steady_ecmo_circuit_type (circuit, "0.42\n");
  g_assert_cmpuint (fixture->n_clinical, ==, 1);
  g_assert_cmpuint (fixture->clinical.values[0].channel, ==, STEADY_CHANNEL_ANTI_XA);
  g_assert_cmpfloat_with_epsilon (fixture->clinical.values[0].entered, 0.42, 1e-9);
}

static void
assert_cell (Fixture *fixture, unsigned row, const char *value, const char *unit)
{
  SteadyEcmoTable *table = steady_ecmo_page_table (fixture->page);
  unsigned         found = 0;

  g_assert_cmpstr (steady_ecmo_table_unit (table, row), ==, unit);
  for (unsigned i = 0; i < steady_ecmo_table_columns (table); i++)
    {
      const char *cell = steady_ecmo_table_cell (table, row, i);
      if (strcmp (cell, "—") == 0)
        continue;
      g_assert_cmpstr (cell, ==, value);
      found++;
    }
  g_assert_cmpuint (found, ==, 1);
}

/* One setting of the site each (safety ruling 24), in the chart, in the words and for
 * what is typed; what is sent says in what it was entered. */
static void
test_units (Fixture *fixture, gconstpointer data)
{
  SteadyEcmoCircuit      *circuit = steady_ecmo_page_circuit (fixture->page);
  SteadyEcmoHandoverView *view = steady_ecmo_page_handover (fixture->page);

  steady_ecmo_page_go (fixture->page, 18); /* 45 mmHg, 2 mmol/L, 12 g/dL stand there */
  steady_ecmo_bench_settle (fixture);
  assert_cell (fixture, STEADY_ECMO_ROW_PCO2, "45*", "mmHg");
  assert_cell (fixture, STEADY_ECMO_ROW_LACTATE, "2.0*", "mmol/L");
  assert_cell (fixture, STEADY_ECMO_ROW_HAEMOGLOBIN, "12.0*", "g/dL");
  steady_shown_unit_choose_all ("tension:kPa haemoglobin:g/L metabolite:mg/dL");
  steady_ecmo_page_go (fixture->page, 1);
  steady_ecmo_bench_settle (fixture);
  assert_cell (fixture, STEADY_ECMO_ROW_PCO2, "6.0*", "kPa");
  assert_cell (fixture, STEADY_ECMO_ROW_PO2, "12.0*", "kPa");
  assert_cell (fixture, STEADY_ECMO_ROW_LACTATE, "18*", "mg/dL");
  assert_cell (fixture, STEADY_ECMO_ROW_HAEMOGLOBIN, "120*", "g/L");
  g_assert_cmpstr (steady_ecmo_table_unit (steady_ecmo_page_table (fixture->page),
                                           STEADY_ECMO_ROW_MEMBRANE),
                   ==,
                   "mmHg"); /* a pressure of blood, no gas tension */
  steady_ecmo_bench_sign_in (fixture, "Ada");
  steady_ecmo_page_view (fixture->page, "circuit");
  steady_ecmo_bench_settle (fixture);
  steady_ecmo_circuit_choose (circuit, "lactate");
  steady_shown_unit_forget (); /* while the pad asks: it meant what it said */
  steady_ecmo_circuit_type (circuit, "27\n");
  g_assert_cmpuint (fixture->n_clinical, ==, 1);
  g_assert_cmpuint (fixture->clinical.values[0].channel, ==, STEADY_CHANNEL_LACTATE);
  g_assert_cmpfloat_with_epsilon (fixture->clinical.values[0].entered, 27, 1e-9);
  g_assert_cmpstr (fixture->clinical.values[0].unit, ==, "mg/dL");
  steady_shown_unit_choose_all ("tension:kPa haemoglobin:mmol/L metabolite:mg/dL");
  steady_ecmo_page_view (fixture->page, "handover");
  steady_ecmo_bench_settle (fixture);
  const char *words = steady_ecmo_handover_view_words (view);
  g_assert_nonnull (strstr (words, " 6.0 kPa,"));
  g_assert_nonnull (strstr (words, " 18 mg/dL,"));
  g_assert_nonnull (strstr (words, " 7.4 mmol/L,"));
  steady_shown_unit_forget ();
}

static void
test_handover (Fixture *fixture, gconstpointer data)
{
  SteadyEcmoHandoverView *view = steady_ecmo_page_handover (fixture->page);

  steady_ecmo_page_view (fixture->page, "handover");
  steady_ecmo_bench_settle (fixture);
  g_assert_nonnull (
      strstr (steady_ecmo_handover_view_words (view), "Fibrin at the outlet"));
  g_assert_nonnull (strstr (steady_ecmo_handover_view_words (view), "Specialist 2"));
  g_assert_nonnull (
      strstr (steady_ecmo_handover_view_words (view), "Quadrox-i Neonatal"));
  steady_ecmo_bench_sign_in (fixture, "Ada");
  steady_ecmo_handover_view_fill (view, " Ben ", "Bleeds at the cannula", "Gas at six");
  steady_ecmo_handover_view_sign (view);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_assert_cmpuint (fixture->asked[0].act, ==, STEADY_ECMO_HANDOVER);
  g_assert_cmpstr (fixture->asked[0].second, ==, "Ben");
  g_assert_cmpstr (fixture->asked[0].concerns, ==, "Bleeds at the cannula");
  const SteadyEcmoAnswer answer = { .id = fixture->asked[0].id,
                                    .status = STEADY_ANSWER_REFUSED,
                                    .refusal = STEADY_REFUSAL_OTHER_PERSON };
  steady_ecmo_bench_tell (fixture, STEADY_FRAME_ECMO_ANSWER, &answer, sizeof answer);
  steady_page_refresh (STEADY_PAGE (fixture->page), steady_clock_now ());
  g_assert_cmpstr (steady_ecmo_page_status (fixture->page), !=, "");
}

static void
on_print (SteadyEcmoPage *page, const char *file, const char *sheet, GString *told)
{
  g_string_append_printf (told, "%s %s\n", file, sheet);
}

/* The console is asked for the sheets of this case, and its answer is shown. */
static void
test_print (Fixture *fixture, gconstpointer data)
{
  static const char *const sheets[] = { "ecmo", "handoff" };
  g_autoptr (GString) told = g_string_new ("");
  g_autofree char *wanted =
      g_strdup_printf ("%s ecmo\n%s handoff\n", case_file, case_file);

  const gulong handler =
      g_signal_connect (fixture->page, "print", G_CALLBACK (on_print), told);
  for (unsigned i = 0; i < G_N_ELEMENTS (sheets); i++)
    g_assert_false (gtk_widget_get_mapped (
        steady_ecmo_bench_button (GTK_WIDGET (fixture->page), sheets[i])));
  steady_ecmo_page_view (fixture->page, "handover");
  steady_ecmo_bench_settle (fixture);
  for (unsigned i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      GtkWidget *button =
          steady_ecmo_bench_button (GTK_WIDGET (fixture->page), sheets[i]);
      g_assert_true (gtk_widget_get_mapped (button));
      g_signal_emit_by_name (button, "clicked");
    }
  g_assert_cmpstr (told->str, ==, wanted);
  steady_ecmo_page_say (fixture->page, "no room on the disk", TRUE);
  g_assert_cmpstr (steady_ecmo_page_status (fixture->page), ==, "no room on the disk");
  g_signal_handler_disconnect (fixture->page, handler);
}

static void
check_texts (GtkWidget *widget, double *smallest, unsigned *named)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (STEADY_IS_FIT_TEXT (widget))
    *smallest = fmin (*smallest, steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)));
  if (GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget))
    {
      (*named)++;
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL) ||
                     gtk_test_accessible_has_relation (
                         GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_texts (child, smallest, named);
}

/* A picture for somebody to look at, where STEADY_TEST_PICTURES names a folder. */
static void
picture (Fixture *fixture, const char *name, int width)
{
  const char *place = g_getenv ("STEADY_TEST_PICTURES");
  const char *language = g_getenv ("LANGUAGE");

  if (place == NULL)
    return;
  g_autofree char *file = g_strdup_printf (
      "ecmo-%s-%s-%d.png", name, language != NULL ? language : "en", width);
  g_autofree char *path = g_build_filename (place, file, NULL);
  for (unsigned i = 0; i < 60; i++)
    {
      steady_ecmo_bench_settle (fixture);
      if (steady_screenshot_save (fixture->window, path, NULL))
        return;
    }
}

/* Where the page stands at 1280 × 800, 1920 × 1080 and 1080 × 1920. */
static void
test_fits (void)
{
  static const int sizes[][2] = { { 920, 390 }, { 1080, 610 }, { 1060, 1000 } };
  /* of the circuit the view itself, the entry of a part and both kinds of pad */
  static const char *const names[] = { "hours",   "trends",  "circuit", "part-2",
                                       "earlier", "lactate", "handover" };

  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Fixture fixture;
      set_up_at (&fixture, sizes[i][0], sizes[i][1], STEADY_SUPPORT_ECMO_VA);
      for (unsigned k = 0; k < G_N_ELEMENTS (names); k++)
        {
          double   smallest = 1;
          unsigned named = 0;
          int      least_width, least_height;
          if (k < 3 || k == G_N_ELEMENTS (names) - 1)
            steady_ecmo_page_view (fixture.page, names[k]);
          else
            steady_ecmo_circuit_choose (steady_ecmo_page_circuit (fixture.page),
                                        names[k]);
          steady_ecmo_bench_settle (&fixture);
          steady_ecmo_bench_settle (&fixture);
          picture (&fixture, names[k], sizes[i][0]);
          check_texts (GTK_WIDGET (fixture.page), &smallest, &named);
          gtk_widget_measure (GTK_WIDGET (fixture.page),
                              GTK_ORIENTATION_HORIZONTAL,
                              -1,
                              &least_width,
                              NULL,
                              NULL,
                              NULL);
          gtk_widget_measure (GTK_WIDGET (fixture.page),
                              GTK_ORIENTATION_VERTICAL,
                              sizes[i][0],
                              &least_height,
                              NULL,
                              NULL,
                              NULL);
          g_test_message ("%s at %d: smallest %.2f, needs %d × %d",
                          names[k],
                          sizes[i][0],
                          smallest,
                          least_width,
                          least_height);
          g_assert_cmpfloat (smallest, >=, 0.7);
          g_assert_cmpint (least_width, <=, sizes[i][0]);
          g_assert_cmpint (least_height, <=, sizes[i][1]);
          g_assert_cmpuint (named, >=, 5);
        }
      tear_down (&fixture, NULL);
    }
}

#define ADD(path, function) \
  g_test_add ("/ecmo/page/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-ecmo-page-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  textdomain ("steady");
  steady_console_resources_register_resource ();
  case_file = g_build_filename (folder, "case.steady", NULL);
  steady_ecmo_case_make (case_file, &error);
  g_assert_no_error (error);
  ADD ("chart", test_chart);
  ADD ("status", test_status);
  ADD ("trends", test_trends);
  ADD ("circuit", test_circuit);
  ADD ("units", test_units);
  ADD ("handover", test_handover);
  ADD ("print", test_print);
  g_test_add_func ("/ecmo/page/fits", test_fits);
  const int result = g_test_run ();
  g_unlink (case_file);
  g_rmdir (folder);
  g_free (case_file);
  return result;
}
