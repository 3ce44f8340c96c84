/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-instructor-tables.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-shown-unit.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "training/steady-training-words.h"
#include "widgets/steady-words.h"

/* The steps of the scenario, each with a button. */
GtkWidget *
steady_instructor_timeline_new (void)
{
  const SteadyWordColumn columns[] = { { _ ("When"), 110 },
                                       { _ ("What happens"), 0 },
                                       { _ ("State"), 170 } };
  GtkWidget             *table =
      steady_word_table_new (_ ("Timeline"), columns, G_N_ELEMENTS (columns));
  steady_word_table_add_act (STEADY_WORD_TABLE (table), _ ("Now"));
  steady_word_table_set_empty (STEADY_WORD_TABLE (table),
                               _ ("This scenario has no timeline."));
  return table;
}

/* What the trainee should do, and whether it was done. */
GtkWidget *
steady_instructor_expected_new (void)
{
  const SteadyWordColumn columns[] = { { _ ("Step"), 170 },
                                       { _ ("What is expected"), 0 },
                                       { _ ("State"), 210 } };
  GtkWidget             *table =
      steady_word_table_new (_ ("Expected"), columns, G_N_ELEMENTS (columns));
  steady_word_table_set_empty (STEADY_WORD_TABLE (table),
                               _ ("This scenario expects nothing in particular."));
  return table;
}

/* The child as it is, beside what the screen says. */
GtkWidget *
steady_instructor_truth_new (void)
{
  const SteadyWordColumn columns[] = { { _ ("Quantity"), 0 },
                                       { _ ("True"), 150 },
                                       { _ ("Shown"), 150 },
                                       { _ ("Lies by"), 150 } };
  GtkWidget             *table =
      steady_word_table_new (_ ("Truth"), columns, G_N_ELEMENTS (columns));
  steady_word_table_set_empty (STEADY_WORD_TABLE (table),
                               _ ("The engine has told nothing yet."));
  return table;
}

static char *
when (struct json_object *step)
{
  const double at = steady_training_number (step, "at_s");
  char         text[32];
  if (steady_training_flag (step, "waits"))
    return g_strdup (_ ("waits"));
  steady_words_span (
      steady_span_from_seconds (isfinite (at) ? at : 0), text, sizeof text);
  return g_strdup (text);
}

/* Fills the table with the course as it was told last. */
void
steady_instructor_timeline_fill (SteadyWordTable           *table,
                                 const SteadyTrainingState *state)
{
  const size_t count = steady_training_count (state->course, "timeline");
  steady_word_table_begin (table);
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *step = steady_training_at (state->course, "timeline", i);
      const double        given = steady_training_number (step, "given_s");
      char                key[16], text[32] = "";
      g_snprintf (key, sizeof key, "%zu", i);
      if (isfinite (given))
        steady_words_span (steady_span_from_seconds (given), text, sizeof text);
      SteadyWordRow row = {
        .key = key,
        .cells = { when (step),
                   g_strdup (steady_training_translated (
                       steady_training_text (step, "note"))),
                   isfinite (given) ? g_strdup_printf (_ ("given at %s"), text)
                                    : g_strdup (_ ("to come")) },
        .strong = !isfinite (given),
        .acts = isfinite (given) ? 0 : 1,
      };
      steady_word_table_put (table, &row);
      steady_word_row_clear (&row);
    }
  steady_word_table_end (table);
}

/* Fills the table with what is expected. */
void
steady_instructor_expected_fill (SteadyWordTable           *table,
                                 const SteadyTrainingState *state)
{
  const size_t count = steady_training_count (state->course, "expected");
  steady_word_table_begin (table);
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *item = steady_training_at (state->course, "expected", i);
      char                key[16];
      g_snprintf (key, sizeof key, "%zu", i);
      const bool    never = steady_training_flag (item, "forbidden");
      SteadyWordRow row = {
        .key = key,
        .cells = { g_strdup (never ? _ ("Never")
                                   : steady_training_words_milestone (
                                         steady_training_text (item, "milestone"))),
                   g_strdup (steady_training_translated (
                       steady_training_text (item, "text"))),
                   g_strdup (steady_training_words_verdict (
                       steady_training_text (item, "verdict"))) },
      };
      steady_word_table_put (table, &row);
      steady_word_row_clear (&row);
    }
  steady_word_table_end (table);
}

static void
put_truth (SteadyWordTable           *table,
           const SteadyTrainingState *state,
           struct json_object        *truth)
{
  const int64_t number = steady_training_integer (truth, "channel");
  const double  value = steady_training_number (truth, "value");
  double        shown = NAN;
  char          key[16];

  if (number <= 0 || number >= STEADY_CHANNEL_MAX)
    return;
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) number);
  if (!steady_value_table_value (&state->values, (SteadyChannel) number, &shown))
    shown = NAN;
  const SteadyShownUnit unit = steady_shown_unit ((SteadyChannel) number);
  const double          lie = shown - value;
  const bool    lies = isfinite (lie) && fabs (lie) > 0.05 * MAX (1, fabs (value));
  SteadyWordRow row = {
    .key = key,
    .cells = { g_strdup (_ (info->label)),
               steady_training_value (value * unit.factor, unit.unit),
               isfinite (shown) ? steady_training_value (shown * unit.factor, unit.unit)
                                : g_strdup (_ ("nothing")),
               lies ? steady_training_value (lie * unit.factor, unit.unit)
                    : g_strdup ("") },
    .strong = lies || !isfinite (shown),
  };
  g_snprintf (key, sizeof key, "%d", (int) number);
  steady_word_table_put (table, &row);
  steady_word_row_clear (&row);
}

static void
put_total (SteadyWordTable *table, const char *key, const char *name, char *value)
{
  SteadyWordRow row = { .key = key, .cells = { g_strdup (name), value } };
  steady_word_table_put (table, &row);
  steady_word_row_clear (&row);
}

/* Fills the table with truths and what is shown. */
void
steady_instructor_truth_fill (SteadyWordTable *table, const SteadyTrainingState *state)
{
  struct json_object *hidden = state->hidden;
  const size_t        count = steady_training_count (hidden, "truths");
  steady_word_table_begin (table);
  for (size_t i = 0; i < count; i++)
    put_truth (table, state, steady_training_at (hidden, "truths", i));
  if (hidden != NULL)
    {
      put_total (table,
                 "air",
                 _ ("Air that reached the child"),
                 steady_training_value (
                     steady_training_number (hidden, "air_to_child_ml"), "mL"));
      put_total (
          table,
          "bled",
          _ ("Blood lost"),
          steady_training_value (steady_training_number (hidden, "bled_ml"), "mL"));
      put_total (table,
                 "heparin",
                 _ ("Heparin in the child"),
                 steady_training_value (steady_training_number (hidden, "heparin_u_kg"),
                                        "IU/kg"));
    }
  steady_word_table_end (table);
}
