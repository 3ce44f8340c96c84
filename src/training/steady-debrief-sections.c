/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-debrief-sections.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "training/steady-debrief-words.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "training/steady-training-words.h"
#include "widgets/steady-look.h"
#include "widgets/steady-source-words.h"

enum
{
  COLUMNS = 4
};

static GtkWidget *
add_table (GtkWidget *box, const char *heading)
{
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 16);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_box_append (GTK_BOX (box), steady_training_label (heading, "training-header"));
  gtk_box_append (GTK_BOX (box), grid);
  steady_training_name (grid, heading);
  return grid;
}

static GtkWidget *
put (GtkWidget *grid, int column, int row, const char *text, const char *style)
{
  GtkWidget *label = steady_training_label (text, style);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, column == 0 || column == COLUMNS - 1);
  if (column > 0 && column < COLUMNS - 1)
    gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
  return label;
}

/* Title, how it went, and the bear's own words. */
void
steady_debrief_add_head (GtkWidget *box, struct json_object *debrief)
{
  g_autofree char *words = steady_debrief_words (debrief);
  g_autofree char *quoted = g_strdup_printf (_ ("Stuffy: %s"), words);
  const char      *title = steady_training_text (debrief, "title");
  const char      *outcome =
      steady_training_words_outcome (steady_training_text (debrief, "outcome"));

  gtk_box_append (GTK_BOX (box), steady_training_label (_ (title), "training-title"));
  gtk_box_append (GTK_BOX (box), steady_training_label (outcome, "strong"));
  gtk_box_append (GTK_BOX (box), steady_training_label (quoted, "stuffy"));
}

/* The item of the milestone called @name, the first required one; or NULL. */
static struct json_object *
find_item (struct json_object *debrief, const char *name)
{
  struct json_object *found = NULL;
  const size_t        count = steady_training_count (debrief, "expected");
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *item = steady_training_at (debrief, "expected", i);
      if (strcmp (steady_training_text (item, "milestone"), name) != 0 ||
          steady_training_flag (item, "forbidden"))
        continue;
      if (found == NULL || steady_training_flag (item, "required"))
        found = item;
    }
  return found;
}

/* Noticed, acted, stable: against the criterion and where that is from. */
void
steady_debrief_add_times (GtkWidget *box, struct json_object *debrief)
{
  static const char *const names[] = { "detected", "first-action", "stable" };
  static const char *const keys[] = { "detected_s", "first_action_s", "stable_s" };
  struct json_object      *times = steady_training_member (debrief, "milestones");
  GtkWidget               *grid = add_table (box, _ ("Against the clock"));

  put (grid, 1, 0, _ ("you"), "caption");
  put (grid, 2, 0, _ ("within"), "caption");
  put (grid, 3, 0, _ ("source"), "caption");
  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
    {
      struct json_object *item = find_item (debrief, names[i]);
      const double        took = steady_training_number (times, keys[i]);
      const double        within = steady_training_number (item, "within_s");
      g_autofree char    *yours = steady_training_duration (took);
      g_autofree char    *limit = steady_training_duration (within);
      g_autofree char    *source =
          steady_source_words (steady_training_text (item, "source"));
      put (grid, 0, i + 1, steady_training_words_milestone (names[i]), "training-text");
      put (grid, 1, i + 1, yours, "strong");
      put (grid, 2, i + 1, limit, "training-text");
      put (grid, 3, i + 1, source, "caption");
    }
}

/* Each thing that was expected, and what became of it. */
void
steady_debrief_add_expected (GtkWidget *box, struct json_object *debrief)
{
  const size_t count = steady_training_count (debrief, "expected");
  if (count == 0)
    return;
  GtkWidget *grid = add_table (box, _ ("Step by step"));
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *item = steady_training_at (debrief, "expected", i);
      const char         *verdict = steady_training_text (item, "verdict");
      const bool          never = steady_training_flag (item, "forbidden");
      g_autofree char    *text =
          never ? g_strdup_printf (
                      _ ("Never: %s"),
                      steady_training_translated (steady_training_text (item, "text")))
                   : g_strdup (
                      steady_training_translated (steady_training_text (item, "text")));
      g_autofree char *took =
          steady_training_duration (steady_training_number (item, "took_s"));
      const bool well =
          strcmp (verdict, "met") == 0 || (never && strcmp (verdict, "broken") != 0);
      put (grid, 0, (int) i, text, "training-text");
      put (grid, 1, (int) i, took, "training-text");
      put (grid,
           2,
           (int) i,
           never && well ? _ ("did not happen")
                         : steady_training_words_verdict (verdict),
           well ? "training-text" : "strong");
      g_autofree char *source =
          steady_source_words (steady_training_text (item, "source"));
      put (grid, 3, (int) i, source, "caption");
    }
}

/* Who asked for what, and how it was answered. */
void
steady_debrief_add_callouts (GtkWidget *box, struct json_object *debrief)
{
  const size_t count = steady_training_count (debrief, "callouts");
  if (count == 0)
    return;
  GtkWidget *grid = add_table (box, _ ("What you were asked"));
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *one = steady_training_at (debrief, "callouts", i);
      const char         *state = steady_training_text (one, "state");
      g_autofree char    *text = g_strdup_printf (
          "%s: %s",
          steady_training_words_who (steady_training_text (one, "who")),
          steady_training_translated (steady_training_text (one, "says")));
      g_autofree char *took =
          steady_training_duration (steady_training_number (one, "took_s"));
      const bool       well = strcmp (state, "answered") == 0;
      g_autofree char *wanted = g_strdup_printf (
          _ ("wanted: “%s”"),
          steady_training_translated (steady_training_text (one, "wanted")));
      put (grid, 0, (int) i, text, "training-text");
      put (grid, 1, (int) i, took, "training-text");
      put (grid,
           2,
           (int) i,
           steady_training_words_callout (state),
           well ? "training-text" : "strong");
      put (grid, 3, (int) i, well ? "" : wanted, "caption");
    }
}

static const struct
{
  const char *key;
  const char *text;
  const char *unit;
  const char *limit;      /* member with the limit; NULL: none */
  const char *limit_unit; /* "" for a time */
} costs[] = {
  { "do2_deficit_ml_m2",
    N_ ("Oxygen that was missing"),
    "mL/m²",
    "do2_critical_37_ml_min_m2",
    "mL/min/m²" },
  { "map_under_limit_s", N_ ("MAP under the limit"), "s", "map_limit_mmhg", "mmHg" },
  { "cerebral_area_pct_min",
    N_ ("Brain oxygen under the limit"),
    "% min",
    "cerebral_limit_pct",
    "%" },
  { "no_flow_s", N_ ("Without flow"), "s", NULL, "" },
  { "air_ml", N_ ("Air that reached the child"), "mL", NULL, "" },
  { "lactate_peak_mmol_l", N_ ("Highest lactate"), "mmol/L", NULL, "" },
  { "map_lowest_mmhg", N_ ("Lowest MAP"), "mmHg", NULL, "" },
  { "svo2_lowest_pct", N_ ("Lowest SvO₂"), "%", NULL, "" },
  { "cerebral_lowest_pct", N_ ("Lowest brain oxygen"), "%", NULL, "" },
  { "reservoir_lowest_ml", N_ ("Lowest reservoir"), "mL", NULL, "" },
  { "line_pressure_highest_mmhg", N_ ("Highest line pressure"), "mmHg", NULL, "" },
};

/* What it cost the child; what was not measured shows a dash. */
void
steady_debrief_add_cost (GtkWidget *box, struct json_object *debrief)
{
  struct json_object *cost = steady_training_member (debrief, "cost");
  if (cost == NULL)
    return;
  GtkWidget *grid = add_table (box, _ ("What it cost the child"));
  for (int i = 0; i < (int) G_N_ELEMENTS (costs); i++)
    {
      const double value = steady_training_number (cost, costs[i].key);
      const double limit =
          costs[i].limit != NULL ? steady_training_number (cost, costs[i].limit) : NAN;
      g_autofree char *text = steady_training_value (value, costs[i].unit);
      g_autofree char *number = steady_training_value (limit, costs[i].limit_unit);
      g_autofree char *under = g_strdup_printf (_ ("limit %s"), number);
      put (grid, 0, i, _ (costs[i].text), "training-text");
      put (grid, 1, i, text, "strong");
      put (grid, 2, i, isfinite (limit) ? under : "", "caption");
    }
}

/* What to take home. */
void
steady_debrief_add_points (GtkWidget *box, struct json_object *debrief)
{
  const char  *text = steady_training_text (debrief, "text");
  const size_t count = steady_training_count (debrief, "points");
  const int    hints = (int) steady_training_integer (debrief, "hints_used");
  if (text[0] == '\0' && count == 0)
    return;
  gtk_box_append (GTK_BOX (box),
                  steady_training_label (_ ("To take home"), "training-header"));
  if (text[0] != '\0')
    gtk_box_append (GTK_BOX (box), steady_training_label (_ (text), "training-text"));
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *point = g_strdup_printf (
          "•  %s",
          steady_training_translated (steady_training_text_at (debrief, "points", i)));
      gtk_box_append (GTK_BOX (box), steady_training_label (point, "training-text"));
    }
  if (hints > 0)
    {
      g_autofree char *used = g_strdup_printf (_ ("Hints asked for: %d"), hints);
      gtk_box_append (GTK_BOX (box), steady_training_label (used, "caption"));
    }
}
