/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "base/steady-clock.h"
#include "console/steady-plan-entry.h"
#include "console/steady-plan-page.h"
#include "console/steady-plan-rehearsal.h"
#include "console/steady-plan-sheet.h"
#include "console/steady-plan-why.h"
#include "console/steady-screenshot.h"
#include "console/steady-theme.h"
#include "perfusion/steady-plan-chapter.h"
#include "perfusion/steady-plan-store.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"

/* What a person needs for one tap on a console, generously: looking included. */
#define SECONDS_A_TAP 3.5

static const char *plan_program;
static const char *engine_program;
static char       *folder;

typedef struct Fixture
{
  GtkWindow      *window;
  SteadyPlanPage *page;
  unsigned        taps;
} Fixture;

static void
settle (double seconds)
{
  GivenTime given = given_time_begin (seconds);
  while (given_time_lasts (&given))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

/* For people who look: STEADY_TEST_SHOTS names a folder for pictures. */
static void
shot (Fixture *fixture, const char *name)
{
  const char      *shots = g_getenv ("STEADY_TEST_SHOTS");
  g_autofree char *file = g_strdup_printf ("%s/%s.png", shots, name);

  if (shots == NULL)
    return;
  settle (0.3);
  steady_screenshot_save (GTK_WIDGET (fixture->page), file, NULL);
}

/* What the engine was told last, of a stored plan; NULL: nothing. */
static char *told;
/* The page that was asked for last. */
static const char *asked;

static bool
sends_of_stored_plans (void           *data,
                       SteadyFrameType type,
                       const void     *payload,
                       size_t          length)
{
  if (type != STEADY_FRAME_STORED_PLAN)
    return false;
  g_free (told);
  told = g_strndup (payload, length);
  return true;
}

static void
shows (void *data, const char *name)
{
  asked = g_intern_string (name);
}

static void
forget_files (void)
{
  g_autofree char *path = g_build_filename (folder, "steady", "plans", NULL);
  GDir            *dir = g_dir_open (path, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_unlink (file);
    }
  if (dir != NULL)
    g_dir_close (dir);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const SteadyPageHost host = { .send = sends_of_stored_plans, .show = shows };

  forget_files ();
  steady_plan_store_add_signer ("Berta Beispiel");
  steady_plan_store_add_signer ("Anna Anders");
  fixture->taps = 0;
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_widget_add_css_class (GTK_WIDGET (fixture->window), "console");
  gtk_widget_add_css_class (GTK_WIDGET (fixture->window), "compact");
  steady_theme_load (gdk_display_get_default (), FALSE);
  gtk_window_set_decorated (fixture->window, FALSE);
  gtk_window_set_default_size (fixture->window, 942, 394);
  fixture->page = STEADY_PLAN_PAGE (steady_plan_page_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  steady_page_start (STEADY_PAGE (fixture->page), &host);
  gtk_window_present (fixture->window);
  settle (0.3);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  settle (0.05);
}

/* The seen button called @name, by its own name or its id in a template. */
static GtkWidget *
find (GtkWidget *widget, const char *name)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      (g_strcmp0 (gtk_widget_get_name (widget), name) == 0 ||
       g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* One tap of a finger. A button that cannot be tapped fails. */
static void
tap (Fixture *fixture, const char *name)
{
  GtkWidget *button = find (GTK_WIDGET (fixture->page), name);

  if (button == NULL)
    g_error ("There is no button “%s” now.", name);
  g_assert_true (gtk_widget_is_sensitive (button));
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  else
    g_signal_emit_by_name (button, "clicked");
  fixture->taps++;
  settle (0.02);
}

/* A tap a key, and one on "Set". */
static void
enter (Fixture *fixture, const char *digits)
{
  for (const char *c = digits; *c != '\0'; c++)
    {
      const char key[2] = { *c, '\0' };
      tap (fixture, *c == '.' ? "point" : key);
    }
  tap (fixture, "set");
}

static const SteadyPlanDesk *
desk (Fixture *fixture)
{
  return steady_plan_page_desk (fixture->page);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
enter_the_neonate (Fixture *fixture)
{
  enter (fixture, "3.2");
  enter (fixture, "50");
  enter (fixture, "5");
  enter (fixture, "45");
  enter (fixture, ""); /* 30 % stands there */
  enter (fixture, "180");
}

/* From an empty plan to one that two have signed. */
static void
test_taps (Fixture *fixture, gconstpointer data)
{
  const SteadyInstant begun = steady_clock_now ();
  double              number;

  enter_the_neonate (fixture);
  tap (fixture, "sign");
  shot (fixture, "first-signature");
  tap (fixture, "Anna Anders");
  tap (fixture, "accept");
  shot (fixture, "second-signature");
  tap (fixture, "Berta Beispiel");
  tap (fixture, "accept");
  shot (fixture, "unseen");
  const unsigned counted = fixture->taps;
  enter (fixture, "3.2"); /* the second signer's own, not counted */
  enter (fixture, "50");
  const double seconds = steady_span_seconds (steady_clock_now () - begun);
  g_test_message (
      "%u taps and %u of the second signer's re-entry; at %.1f s a tap %.0f s "
      "of a person; the program itself took %.1f s",
      counted,
      fixture->taps - counted,
      SECONDS_A_TAP,
      counted * SECONDS_A_TAP,
      seconds);
  shot (fixture, "signed");
  g_assert_true (steady_plan_signing_complete (&desk (fixture)->signing));
  g_assert_cmpuint (counted, <=, 25);
  g_assert_cmpfloat (counted * SECONDS_A_TAP, <, 90);
  g_assert_nonnull (desk (fixture)->file);
  g_assert_true (steady_plan_number (
      &desk (fixture)->plan, STEADY_PLAN_HAEMATOCRIT_CLEAR, &number));
  g_assert_cmpfloat_with_epsilon (number, 27.1, 0.05);
  g_assert_true (
      steady_plan_number (&desk (fixture)->plan, STEADY_PLAN_CELLS_INSIDE, &number));
  g_assert_cmpfloat_with_epsilon (number, 22.0, 0.05);
}

/* The signed file is what the command line says of the same inputs, to the last digit.
 */
static void
test_same_as_command_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inputs = g_build_filename (folder, "inputs.json", NULL);
  g_autofree char *ours = NULL, *theirs = NULL;
  g_autoptr (GError) error = NULL;

  enter_the_neonate (fixture);
  struct json_object *given = steady_plan_inputs_to_json (&desk (fixture)->inputs);
  g_assert_true (
      g_file_set_contents (inputs, json_object_to_json_string (given), -1, &error));
  json_object_put (given);
  const char *argv[] = { plan_program, inputs, NULL };
  int         status = -1;
  g_assert_true (g_spawn_sync (NULL,
                               (char **) argv,
                               NULL,
                               G_SPAWN_DEFAULT,
                               NULL,
                               NULL,
                               &theirs,
                               NULL,
                               &status,
                               &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  ours = steady_plan_store_text (&desk (fixture)->plan, &desk (fixture)->signing);
  struct json_object *one = json_tokener_parse (ours);
  struct json_object *other = json_tokener_parse (theirs);
  g_assert_cmpstr (
      json_object_to_json_string (one), ==, json_object_to_json_string (other));
  json_object_put (one);
  json_object_put (other);
  g_unlink (inputs);
}

/* A weight that another person has otherwise blocks; nothing says which it was. */
static void
test_second_signer (Fixture *fixture, gconstpointer data)
{
  enter_the_neonate (fixture);
  tap (fixture, "sign");
  tap (fixture, "Anna Anders");
  tap (fixture, "accept");
  g_assert_cmpuint (desk (fixture)->signing.count, ==, 1);
  tap (fixture, "Anna Anders"); /* the same person */
  tap (fixture, "accept");
  enter (fixture, "3.2");
  enter (fixture, "50");
  g_assert_cmpuint (desk (fixture)->signing.count, ==, 1);
  tap (fixture, "Berta Beispiel");
  tap (fixture, "accept");
  GtkWidget *entry = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_ENTRY);
  g_assert_true (gtk_widget_get_mapped (entry));
  for (GtkWidget *child = find_type (entry, STEADY_TYPE_FIT_TEXT); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (STEADY_IS_FIT_TEXT (child))
      g_assert_null (
          strstr (steady_fit_text_get_text (STEADY_FIT_TEXT (child)), "3.2"));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->window), "unseen"));
  enter (fixture, "2.3");
  enter (fixture, "50");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->window), "unseen"));
  g_assert_cmpuint (desk (fixture)->signing.count, ==, 1);
  g_assert_null (desk (fixture)->file);
  tap (fixture, "Berta Beispiel");
  tap (fixture, "accept");
  enter (fixture, "3.2");
  enter (fixture, "50");
  g_assert_true (steady_plan_signing_complete (&desk (fixture)->signing));
}

static void
tap_cell (Fixture *fixture, SteadyPlanCellKind kind, unsigned index)
{
  GtkWidget *sheet = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_SHEET);
  SteadyPlanCell *cell =
      steady_plan_sheet_cell (STEADY_PLAN_SHEET (sheet), kind, index);
  g_assert_nonnull (cell);
  g_signal_emit_by_name (cell, "clicked");
  settle (0.02);
}

/* What steady-plan says of the inputs on the page. Free with json_object_put (). */
static struct json_object *
of_the_command_line (Fixture *fixture, const char *option)
{
  g_autofree char *inputs = g_build_filename (folder, "inputs.json", NULL);
  g_autofree char *text = NULL;
  const char      *argv[] = { plan_program, inputs, option, NULL };
  int              status = -1;

  struct json_object *given = steady_plan_inputs_to_json (&desk (fixture)->inputs);
  g_assert_true (
      g_file_set_contents (inputs, json_object_to_json_string (given), -1, NULL));
  json_object_put (given);
  g_assert_true (g_spawn_sync (NULL,
                               (char **) argv,
                               NULL,
                               G_SPAWN_DEFAULT,
                               NULL,
                               NULL,
                               &text,
                               NULL,
                               &status,
                               NULL));
  g_assert_cmpint (status, ==, 0);
  g_unlink (inputs);
  return json_tokener_parse (text);
}

/* Each number that a cell of the page holds is the one that steady-plan prints for it:
 * behind the cell to the last digit, on it as far as it is rounded for people. */
static void
test_each_number_is_the_command_lines (Fixture *fixture, gconstpointer data)
{
  struct json_object *explained = NULL, *entry, *value;
  unsigned            compared = 0;

  enter_the_neonate (fixture);
  tap (fixture, "all");
  struct json_object *theirs = of_the_command_line (fixture, "--explain");
  g_assert_true (json_object_object_get_ex (theirs, "explain", &explained));
  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    {
      const SteadyPlanItemRule *rule = steady_plan_item_rule ((SteadyPlanItem) i);
      const SteadyPlanValue    *ours = &desk (fixture)->plan.values[i];
      g_assert_true (json_object_object_get_ex (explained, rule->path, &entry));
      json_object_object_get_ex (entry, "value", &value);
      if (!ours->known || ours->text != NULL)
        {
          g_assert_false (json_object_is_type (value, json_type_double));
          continue;
        }
      const double number = json_object_get_double (value);
      if (memcmp (&ours->number, &number, sizeof number) != 0)
        g_error ("%s: %.17g on the page, %.17g of steady-plan",
                 rule->path,
                 ours->number,
                 number);
      GtkWidget *sheet = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_SHEET);
      SteadyPlanCell *cell =
          steady_plan_sheet_cell (STEADY_PLAN_SHEET (sheet), STEADY_PLAN_CELL_ITEM, i);
      if (cell == NULL)
        continue;
      g_autofree char *words = g_strdup (steady_plan_cell_value (cell));
      g_strdelimit (words, ",", '.');
      const char  *minus = "\xe2\x88\x92";
      const bool   negative = g_str_has_prefix (words, minus);
      const double shown =
          (negative ? -1 : 1) *
          g_ascii_strtod (words + (negative ? strlen (minus) : 0), NULL);
      g_assert_cmpfloat_with_epsilon (
          shown, number, 0.5000001 * pow (10, -rule->decimals) + 1e-9);
      compared++;
    }
  json_object_put (theirs);
  g_test_message ("%u numbers of the page compared with those of steady-plan",
                  compared);
  g_assert_cmpuint (compared, >, 60);
}

/* A number that counts though nobody entered it says which file it is from. */
static void
test_every_assumption_says_where_from (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_ENTRY);
  unsigned   assumed = 0;

  enter_the_neonate (fixture);
  tap (fixture, "all");
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    {
      const SteadyPlanUsed *used = &desk (fixture)->plan.used[i];
      GtkWidget *sheet = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_SHEET);
      if (desk (fixture)->inputs.given[i] || !used->known)
        continue;
      g_assert_nonnull (used->cite);
      g_assert_nonnull (steady_plan_sheet_cell (
          STEADY_PLAN_SHEET (sheet), STEADY_PLAN_CELL_INPUT, i));
      tap_cell (fixture, STEADY_PLAN_CELL_INPUT, i);
      g_autofree char *file = g_path_get_basename (used->cite->file);
      const char      *words = steady_plan_entry_words (STEADY_PLAN_ENTRY (entry));
      g_assert_nonnull (strstr (words, file));
      g_assert_nonnull (strstr (words, used->cite->place));
      g_assert_nonnull (strstr (words, used->cite->source));
      steady_plan_entry_type (STEADY_PLAN_ENTRY (entry), "\x1b");
      settle (0.02);
      assumed++;
    }
  g_assert_cmpuint (assumed, >, 5);
  for (unsigned i = 0; i < desk (fixture)->plan.n_prime; i++)
    g_assert_cmpfloat (desk (fixture)->plan.prime[i].amount, >, 0);
}

/* Any later change voids both. */
static void
test_change_voids (Fixture *fixture, gconstpointer data)
{
  test_taps (fixture, data);
  tap_cell (fixture, STEADY_PLAN_CELL_INPUT, STEADY_PLAN_INPUT_TEMPERATURE);
  enter (fixture, "28");
  g_assert_cmpuint (desk (fixture)->signing.count, ==, 0);
  g_assert_true (desk (fixture)->voided);
  g_assert_null (desk (fixture)->file);
}

/* A number that has another unit is not taken, and why is said. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_ENTRY);

  enter (fixture, "3200");
  g_assert_false (desk (fixture)->inputs.given[STEADY_PLAN_INPUT_WEIGHT]);
  g_assert_nonnull (strstr (steady_plan_entry_words (STEADY_PLAN_ENTRY (entry)),
                            _ ("it looks like grams")));
}

/* Each thing that @rule is computed from stands in @text by its name. */
static void
check_needs (const char *text, const SteadyPlanItemRule *rule)
{
  g_auto (GStrv) needs = g_strsplit (rule->needs, " ", -1);
  SteadyPlanItem item;

  for (unsigned k = 0; needs[k] != NULL && needs[k][0] != '\0'; k++)
    {
      const char *label = NULL;
      if (steady_plan_item_from_path (needs[k], &item))
        label = steady_plan_item_rule (item)->label;
      for (unsigned i = 0; i < STEADY_PLAN_INPUTS && label == NULL; i++)
        if (strcmp (steady_plan_input_rule ((SteadyPlanInput) i)->key, needs[k]) == 0)
          label = steady_plan_input_label ((SteadyPlanInput) i);
      for (unsigned i = 0; i < STEADY_PLAN_TEXTS && label == NULL; i++)
        if (g_strcmp0 (steady_plan_text_key ((SteadyPlanText) i), needs[k]) == 0)
          label = steady_plan_text_label ((SteadyPlanText) i);
      if (label == NULL)
        g_error ("Nobody knows “%s”, which %s needs.", needs[k], rule->path);
      g_assert_nonnull (strstr (text, _ (label)));
    }
}

/* Every number says formula, source, what went in and which file. */
static void
test_every_number_says_why (Fixture *fixture, gconstpointer data)
{
  GtkWidget *why = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_WHY);

  enter_the_neonate (fixture);
  tap (fixture, "all");
  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    {
      const SteadyPlanItemRule *rule = steady_plan_item_rule ((SteadyPlanItem) i);
      const SteadyPlanValue    *value = &desk (fixture)->plan.values[i];
      GtkWidget *sheet = find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_SHEET);
      if (steady_plan_sheet_cell (
              STEADY_PLAN_SHEET (sheet), STEADY_PLAN_CELL_ITEM, i) == NULL)
        {
          /* an item without a cell of its own counts as an input that has one */
          g_assert_true (
              i == STEADY_PLAN_BLOOD_VOLUME_ML_KG || i == STEADY_PLAN_FLOW_INDEX_USED ||
              i == STEADY_PLAN_DO2I_TARGET || i == STEADY_PLAN_PRIME ||
              i == STEADY_PLAN_HAEMATOCRIT_TARGET || i == STEADY_PLAN_HEPARIN_IU_KG ||
              i == STEADY_PLAN_PROTAMINE_RATIO || i == STEADY_PLAN_CANNULA_FR ||
              i == STEADY_PLAN_MAP_PLANNED || i == STEADY_PLAN_TEMPERATURE);
          continue;
        }
      tap_cell (fixture, STEADY_PLAN_CELL_ITEM, i);
      if (i == STEADY_PLAN_FLOW_DO2)
        shot (fixture, "why");
      const char *text = steady_plan_why_text (STEADY_PLAN_WHY (why));
      g_assert_cmpuint (strlen (rule->formula), >, 2);
      g_assert_cmpuint (strlen (rule->source), >, 2);
      g_assert_nonnull (strstr (text, _ (rule->formula)));
      g_assert_nonnull (strstr (text, rule->source));
      check_needs (text, rule);
      for (unsigned c = 0; c < value->n_cites; c++)
        {
          g_autofree char *file = g_path_get_basename (value->cites[c]->file);
          g_assert_nonnull (strstr (text, file));
          g_assert_nonnull (strstr (text, value->cites[c]->source));
        }
      g_assert_true (value->n_cites > 0 || rule->needs[0] != '\0');
      tap (fixture, "why_back");
    }
}

/* What was typed but not signed is there again. */
static void
test_draft_survives (Fixture *fixture, gconstpointer data)
{
  enter_the_neonate (fixture);
  gtk_window_set_child (fixture->window, NULL);
  settle (0.05);
  fixture->page = STEADY_PLAN_PAGE (steady_plan_page_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  static const SteadyPageHost host = { .send = sends_of_stored_plans, .show = shows };
  steady_page_start (STEADY_PAGE (fixture->page), &host);
  settle (0.1);
  g_assert_true (desk (fixture)->computed);
  g_assert_cmpfloat_with_epsilon (
      desk (fixture)->inputs.numbers[STEADY_PLAN_INPUT_PRIME], 180, 1e-12);
}

/* The plan is run by an engine, which is looked for beside the program. */
static void
test_rehearsal (Fixture *fixture, gconstpointer data)
{
  g_autofree char    *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char    *beside = g_path_get_dirname (self);
  g_autofree char    *engine = g_build_filename (beside, "steady-engine", NULL);
  const SteadyInstant end = steady_clock_now () + 600 * STEADY_NSEC_PER_SEC;

  g_unlink (engine);
  g_autofree char *target = g_canonicalize_filename (engine_program, NULL);
  g_assert_cmpint (symlink (target, engine), ==, 0);
  enter_the_neonate (fixture);
  tap (fixture, "rehearse");
  SteadyPlanRehearsal *rehearsal = STEADY_PLAN_REHEARSAL (
      find_type (GTK_WIDGET (fixture->page), STEADY_TYPE_PLAN_REHEARSAL));
  while (steady_plan_rehearsal_runs (rehearsal) && steady_clock_now () < end)
    settle (0.05);
  shot (fixture, "rehearsal");
  g_assert_nonnull (strstr (steady_plan_rehearsal_words (rehearsal), _ ("SIMULATED")));
  g_unlink (engine);
  if (g_file_test (STEADY_BINDIR "/steady-engine", G_FILE_TEST_EXISTS))
    return; /* an installed one would be found */
  /* without one it says so */
  tap (fixture, "rehearsal_back");
  tap (fixture, "rehearse");
  g_assert_null (strstr (steady_plan_rehearsal_words (rehearsal), _ ("SIMULATED")));
  g_assert_false (steady_plan_rehearsal_runs (rehearsal));
}

/* Nothing that can be seen is drawn below 0.6 of its size or cut. */
static void
judge_texts (GtkWidget *widget)
{
  if (STEADY_IS_FIT_TEXT (widget) && gtk_widget_get_mapped (widget) &&
      steady_fit_text_get_text (STEADY_FIT_TEXT (widget))[0] != '\0' &&
      steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)) < 0.6)
    g_error ("“%s” does not fit: %.2f.",
             steady_fit_text_get_text (STEADY_FIT_TEXT (widget)),
             steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    judge_texts (child);
}

static void
test_texts_fit (Fixture *fixture, gconstpointer data)
{
  judge_texts (GTK_WIDGET (fixture->page));
  enter_the_neonate (fixture);
  tap (fixture, "all");
  settle (0.2);
  judge_texts (GTK_WIDGET (fixture->page));
  tap_cell (fixture, STEADY_PLAN_CELL_INPUT, STEADY_PLAN_INPUT_HAEMATOCRIT);
  judge_texts (GTK_WIDGET (fixture->page));
  tap (fixture, "empty"); /* much is not known now, and says why */
  settle (0.2);
  g_assert_false (desk (fixture)->plan.values[STEADY_PLAN_PRESSURE_PRE].known);
  judge_texts (GTK_WIDGET (fixture->page));
}

static void
tell (Fixture *fixture, SteadyFrameType type, const char *json)
{
  const SteadyFrame frame = { .header = { .type = (uint16_t) type },
                              .payload = json,
                              .length = strlen (json) + 1 };
  steady_page_take (STEADY_PAGE (fixture->page), &frame);
}

/* The card as it stands on the smallest screen, with a plan that fits so well. */
static GtkWindow *
offer (Fixture *fixture, const char *verdict, const char *more)
{
  static const char signatures[] =
      "[{\"name\":\"Anna Anders\",\"utc\":\"2026-11-20T16:02:00Z\",\"weight_kg\":3.2,"
      "\"height_cm\":50},{\"name\":\"Berta Beispiel\",\"utc\":\"2026-11-20T16:03:00Z\","
      "\"weight_kg\":3.2,\"height_cm\":50}]";
  const char      *differs = g_str_equal (verdict, "clear") ? "agrees" : "differs";
  g_autofree char *text = g_strdup_printf (
      "{\"mode\":\"live\",\"simulated\":false,\"stored_plan\":{\"verdict\":\"%s\","
      "\"signed\":\"2026-11-20T16:03:00Z\",\"signers\":[\"Anna Anders\",\"Berta "
      "Beispiel\"],\"traits\":[{\"what\":\"name\",\"case\":\"Ada Theodora Muster\","
      "\"plan\":\"Ada Theodora Muster\",\"agreement\":\"agrees\"},{\"what\":\"id\","
      "\"case\":null,\"plan\":\"4711-2026\",\"agreement\":\"not-said\"},{\"what\":"
      "\"born\",\"case\":\"2026-11-12\",\"plan\":\"2026-11-15\",\"agreement\":\"%s\"},"
      "{\"what\":\"weight_kg\",\"case\":3.2,\"plan\":3.2,\"agreement\":\"agrees\"},"
      "{\"what\":\"height_cm\",\"case\":50,\"plan\":50,\"agreement\":\"agrees\"}],"
      "\"inputs\":{\"name\":\"Ada\",\"weight_kg\":3.2,\"height_cm\":50,\"age_days\":5,"
      "\"hct_pct\":45,\"hct_target_pct\":30,\"prime_ml\":180},\"signatures\":%s%s}}",
      verdict,
      differs,
      signatures,
      more);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_widget_add_css_class (GTK_WIDGET (window), "console");
  gtk_widget_add_css_class (GTK_WIDGET (window), "compact");
  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, 503, 143);
  gtk_window_set_child (window, steady_page_card (STEADY_PAGE (fixture->page)));
  tell (fixture, STEADY_FRAME_WELCOME, text);
  gtk_window_present (window);
  settle (0.3);
  return window;
}

static void
judge_card (GtkWidget *card, const char *seen)
{
  static const char *const buttons[] = { "follow", "open", "later" };
  GtkWidget               *hold = find_type (card, STEADY_TYPE_HOLD_BUTTON);

  g_assert_true (gtk_widget_get_visible (card));
  g_assert_cmpint (gtk_widget_get_height (card), <=, 143);
  g_assert_cmpint (gtk_widget_get_width (card), <=, 503);
  judge_texts (card);
  for (unsigned i = 0; i < G_N_ELEMENTS (buttons); i++)
    g_assert_true ((find (card, buttons[i]) != NULL) ==
                   (i == 2 || g_str_equal (seen, buttons[i])));
  g_assert_true (gtk_widget_get_mapped (hold) == g_str_equal (seen, "confirm"));
}

static void
close_card (GtkWindow *window)
{
  gtk_window_set_child (window, NULL);
  gtk_window_destroy (window);
  settle (0.05);
}

#define IN_FORCE ",\"profile\":\"neonate\",\"flow_l_min\":0.48"

/* One tap on Live: the engine is told which plan, and when it is in force the page
 * shows it as it was signed. */
static void
test_stored_plan (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&told, g_free);
  GtkWindow *window = offer (fixture, "clear", IN_FORCE);
  GtkWidget *card = gtk_window_get_child (window);

  judge_card (card, "follow");
  g_assert_null (told); /* nothing by itself */
  g_signal_emit_by_name (find (card, "follow"), "clicked");
  g_assert_nonnull (strstr (told, "\"2026-11-20T16:03:00Z\""));
  g_assert_nonnull (strstr (told, "\"sure\": false"));
  g_assert_true (gtk_widget_get_visible (card)); /* until the engine says so */
  tell (fixture, STEADY_FRAME_PLAN, "{\"accepted\":false,\"reason\":\"too late\"}");
  g_assert_true (gtk_widget_get_visible (card));
  g_signal_emit_by_name (find (card, "follow"), "clicked");
  tell (fixture, STEADY_FRAME_PLAN_IN_FORCE, "{\"plan\":{},\"profile\":\"neonate\"}");
  g_assert_false (gtk_widget_get_visible (card));
  g_assert_true (steady_plan_signing_complete (&desk (fixture)->signing));
  g_assert_cmpstr (desk (fixture)->signing.signatures[0].name, ==, "Anna Anders");
  close_card (window);
}

/* Another draft on the page stays, whatever is followed. */
static void
test_stored_plan_beside_a_draft (Fixture *fixture, gconstpointer data)
{
  enter (fixture, "4.1");
  tap (fixture, "cancel");
  GtkWindow *window = offer (fixture, "clear", IN_FORCE);
  GtkWidget *card = gtk_window_get_child (window);

  g_signal_emit_by_name (find (card, "later"), "clicked");
  g_assert_false (gtk_widget_get_visible (card));
  tap (fixture, "stored"); /* put off, and wanted after all */
  g_assert_cmpstr (asked, ==, "live");
  g_assert_true (gtk_widget_get_visible (card));
  settle (0.1);
  g_signal_emit_by_name (find (card, "follow"), "clicked");
  tell (fixture, STEADY_FRAME_PLAN_IN_FORCE, "{\"plan\":{},\"profile\":\"neonate\"}");
  g_assert_cmpfloat_with_epsilon (
      desk (fixture)->inputs.numbers[STEADY_PLAN_INPUT_WEIGHT], 4.1, 1e-9);
  g_assert_cmpuint (desk (fixture)->signing.count, ==, 0);
  g_assert_null (find (GTK_WIDGET (fixture->page), "stored"));
  close_card (window);
}

/* What speaks against it is held, not tapped; what cannot be followed is a draft. */
static void
test_stored_plan_of_whom (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&told, g_free);
  GtkWindow *window = offer (fixture, "doubtful", IN_FORCE);
  GtkWidget *card = gtk_window_get_child (window);

  judge_card (card, "confirm");
  g_signal_emit_by_name (find_type (card, STEADY_TYPE_HOLD_BUTTON), "held");
  g_assert_nonnull (strstr (told, "\"sure\": true"));
  close_card (window);
  g_clear_pointer (&told, g_free);
  window = offer (fixture, "unfit", "");
  card = gtk_window_get_child (window);
  judge_card (card, "open");
  g_signal_emit_by_name (find (card, "open"), "clicked");
  g_assert_null (told);
  g_assert_cmpstr (asked, ==, "plan");
  g_assert_cmpfloat_with_epsilon (
      desk (fixture)->inputs.numbers[STEADY_PLAN_INPUT_WEIGHT], 3.2, 1e-9);
  g_assert_cmpuint (desk (fixture)->signing.count, ==, 0);
  close_card (window);
}

static bool
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return true;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return true;
  return false;
}

/* What the engine offers stands there in its own unit: mmHg, or a share. */
static void
test_limits_have_units (Fixture *fixture, gconstpointer data)
{
  g_autofree char *welcome = g_strdup_printf (
      "{\"mode\":\"live\",\"rules\":[{\"id\":\"line-pressure-stop\",\"title\":\"L\","
      "\"all\":[{\"channel\":%d,\"is\":\"above\",\"limit\":350}]},{\"id\":\"flow-low\","
      "\"title\":\"F\",\"all\":[{\"channel\":%d,\"is\":\"below\",\"percent\":80,"
      "\"limit\":0.4}]}]}",
      STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
      STEADY_CHANNEL_PATIENT_FLOW);

  tell (fixture, STEADY_FRAME_WELCOME, welcome);
  tell (fixture,
        STEADY_FRAME_PLAN,
        "{\"accepted\":true,\"adopted\":false,\"profile\":\"neonate\","
        "\"flow_now_l_min\":0.4,\"flow_l_min\":0.48,\"offers\":[{\"rule\":"
        "\"line-pressure-stop\",\"now\":350,\"to\":252.5,\"state\":\"offered\"},"
        "{\"rule\":\"flow-low\",\"now\":70,\"to\":80,\"state\":\"in-force\"}]}");
  g_assert_true (says (GTK_WIDGET (fixture->page), "350 mmHg"));
  g_assert_true (says (GTK_WIDGET (fixture->page), "252.5 mmHg"));
  g_assert_true (says (GTK_WIDGET (fixture->page), "80 %"));
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/console/plan/neonate-in-25-taps", test_taps },
    { "/console/plan/same-as-command-line", test_same_as_command_line },
    { "/console/plan/each-number-is-the-command-lines",
      test_each_number_is_the_command_lines },
    { "/console/plan/every-assumption-says-where-from",
      test_every_assumption_says_where_from },
    { "/console/plan/second-signer", test_second_signer },
    { "/console/plan/change-voids", test_change_voids },
    { "/console/plan/wrong-unit-is-refused", test_refused },
    { "/console/plan/every-number-says-why", test_every_number_says_why },
    { "/console/plan/draft-survives", test_draft_survives },
    { "/console/plan/rehearsal", test_rehearsal },
    { "/console/plan/texts-fit", test_texts_fit },
    { "/console/plan/limits-have-units", test_limits_have_units },
    { "/console/plan/stored-plan", test_stored_plan },
    { "/console/plan/stored-plan-beside-a-draft", test_stored_plan_beside_a_draft },
    { "/console/plan/stored-plan-of-whom", test_stored_plan_of_whom },
  };

  folder = g_dir_make_tmp ("steady-plan-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("STEADY_SITE_DIR", "/nonexistent", TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  plan_program = argv[1];
  engine_program = argv[2];
  gtk_init ();
  steady_console_resources_register_resource ();
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  const int status = g_test_run ();
  forget_files ();
  g_autofree char *plans = g_build_filename (folder, "steady", "plans", NULL);
  g_autofree char *steady = g_build_filename (folder, "steady", NULL);
  g_rmdir (plans);
  g_rmdir (steady);
  g_rmdir (folder);
  g_free (folder);
  g_free (told);
  return status;
}
