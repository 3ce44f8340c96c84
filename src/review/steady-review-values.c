/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-review-values.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "review/steady-timeline-words.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

enum
{
  HAPPENED_MOST = 6 /* marks that are told at once */
};

/* Marks count that stand within this part of what is seen beside the cursor. */
#define NEAR 0.006

struct _SteadyReviewValues
{
  GtkWidget        parent_instance;
  GtkWidget       *box;
  SteadyFitText   *times[3]; /* A, B, the difference */
  SteadyWordTable *table;
  GtkLabel        *happened;
};

G_DEFINE_FINAL_TYPE (SteadyReviewValues, steady_review_values, GTK_TYPE_WIDGET)

/* The time of day as it was on the site's clock. */
static char *
clock_text (const SteadyReviewCase *review, SteadyInstant t)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (
      steady_review_case_utc (review, t) / STEADY_NSEC_PER_SEC);

  return then != NULL ? g_date_time_format (then, "%H:%M:%S") : g_strdup ("");
}

static void
show_times (SteadyReviewValues     *self,
            SteadyTimelineView     *view,
            const SteadyReviewCase *review)
{
  static const char *const names[] = { "A", "B" };
  const SteadySpan         step = steady_timeline_view_step_span (view);
  const SteadyInstant a = steady_timeline_view_cursor (view, STEADY_TIMELINE_CURSOR_A);
  const SteadyInstant b = steady_timeline_view_cursor (view, STEADY_TIMELINE_CURSOR_B);
  char                time[32];

  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    {
      const SteadyInstant t = steady_timeline_view_cursor (view, i);
      g_autofree char    *line = g_strdup ("");
      if (t != STEADY_INSTANT_NEVER)
        {
          g_autofree char *clock = clock_text (review, t);
          steady_timeline_words_time (t - review->span.start, step, time, sizeof time);
          g_free (line);
          line = g_strdup_printf ("%s  %s   (%s)", names[i], time, clock);
        }
      steady_fit_text_set_text (self->times[i], line);
      gtk_widget_set_visible (GTK_WIDGET (self->times[i]), line[0] != '\0' || i == 0);
    }
  g_autofree char *difference = g_strdup ("");
  if (a != STEADY_INSTANT_NEVER && b != STEADY_INSTANT_NEVER)
    {
      steady_timeline_words_time (b - a, step, time, sizeof time);
      g_free (difference);
      difference = g_strdup_printf ("B − A  %s", time);
    }
  steady_fit_text_set_text (self->times[2], difference);
  gtk_widget_set_visible (GTK_WIDGET (self->times[2]), difference[0] != '\0');
}

/* A number where there is one to be trusted; else why not. */
static char *
value_text (const SteadyTimelineValue *value, const SteadyShownUnit *shown)
{
  char number[32];

  if (value->quality == STEADY_QUALITY_MISSING)
    return g_strdup (_ ("gap"));
  if (value->quality != STEADY_QUALITY_VALID &&
      value->quality != STEADY_QUALITY_QUESTIONABLE)
    return g_strdup (steady_words_quality (value->quality));
  steady_words_number (
      value->value * shown->factor, shown->decimals, number, sizeof number);
  return value->quality == STEADY_QUALITY_VALID ? g_strdup (number)
                                                : g_strdup_printf ("(%s)", number);
}

static bool
is_number (const SteadyTimelineValue *value)
{
  return value->quality == STEADY_QUALITY_VALID ||
         value->quality == STEADY_QUALITY_QUESTIONABLE;
}

static void
put_trace (SteadyReviewValues        *self,
           SteadyTimelineView        *view,
           const SteadyTimelineTrace *trace)
{
  const SteadyShownUnit shown = steady_timeline_trace_shown (trace);
  SteadyTimelineValue   values[STEADY_TIMELINE_CURSORS];
  bool                  known[STEADY_TIMELINE_CURSORS];
  char                  key[16];
  SteadyWordRow         row = { .key = key };

  g_snprintf (key, sizeof key, "%u", trace->channel.channel);
  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    known[i] = steady_timeline_view_value (
        view, i, (SteadyChannel) trace->channel.channel, &values[i]);
  row.cells[0] = g_strdup (trace->label);
  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    row.cells[1 + i] = known[i] ? value_text (&values[i], &shown) : g_strdup ("");
  if (known[0] && known[1] && is_number (&values[0]) && is_number (&values[1]))
    {
      char         number[32];
      const double by = (values[1].value - values[0].value) * shown.factor;
      steady_words_number (by, shown.decimals, number, sizeof number);
      row.cells[3] = g_strdup_printf ("%s%s", by > 0 ? "+" : "", number);
    }
  else
    row.cells[3] = g_strdup ("");
  row.cells[4] = g_strdup (shown.unit);
  steady_word_table_put (self->table, &row);
  steady_word_row_clear (&row);
}

/* What happened under the active cursor, and what lasted there. */
static void
show_happened (SteadyReviewValues     *self,
               SteadyTimelineView     *view,
               const SteadyReviewCase *review)
{
  const SteadyTimeWindow *window = steady_timeline_view_window (view);
  const SteadyInstant     t =
      steady_timeline_view_cursor (view, steady_timeline_view_active_cursor (view));
  const SteadySpan near =
      (SteadySpan) (NEAR * (double) steady_time_window_span (window));
  g_autoptr (GString) text = g_string_new (NULL);
  unsigned told = 0;

  for (guint i = 0; t != STEADY_INSTANT_NEVER && i < review->marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (review->marks, i);
      const SteadySpan          reach = mark->lane == STEADY_TIMELINE_PHASES ? 0 : near;
      char                      time[32];
      if (mark->from - reach > t)
        break;
      if (mark->to + reach < t || told == HAPPENED_MOST)
        continue;
      steady_timeline_words_time (
          mark->from - review->span.start, STEADY_NSEC_PER_SEC, time, sizeof time);
      g_string_append_printf (
          text, "%s%s  %s", told++ > 0 ? "\n" : "", time, mark->text);
    }
  gtk_label_set_text (self->happened,
                      told > 0 ? text->str : _ ("Nothing is marked here."));
}

/* Shows what @view has under its cursors. Thread: main. */
void
steady_review_values_show (SteadyReviewValues        *self,
                           SteadyTimelineView        *view,
                           const SteadyReviewCase    *review,
                           const SteadyTimelineTrace *traces,
                           unsigned                   n_traces)
{
  show_times (self, view, review);
  steady_word_table_begin (self->table);
  for (unsigned i = 0; i < n_traces; i++)
    put_trace (self, view, &traces[i]);
  steady_word_table_end (self->table);
  show_happened (self, view, review);
}

/* What stands in column @i of the row of @channel. Thread: main. */
const char *
steady_review_values_cell (SteadyReviewValues *self, SteadyChannel channel, unsigned i)
{
  char key[16];

  g_snprintf (key, sizeof key, "%u", (unsigned) channel);
  return steady_word_table_cell (self->table, key, i);
}

/* What is said to have happened. Thread: main. */
const char *
steady_review_values_happened (SteadyReviewValues *self)
{
  return gtk_label_get_text (self->happened);
}

static void
dispose (GObject *object)
{
  g_clear_pointer (&STEADY_REVIEW_VALUES (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_review_values_parent_class)->dispose (object);
}

static void
steady_review_values_class_init (SteadyReviewValuesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "reviewvalues");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_review_values_init (SteadyReviewValues *self)
{
  const SteadyWordColumn columns[] = {
    { _ ("Signal"), 0 }, { "A", 62 }, { "B", 62 }, { "B − A", 72 }, { _ ("Unit"), 104 }
  };
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (unsigned i = 0; i < G_N_ELEMENTS (self->times); i++)
    {
      self->times[i] = STEADY_FIT_TEXT (steady_fit_text_new ());
      gtk_widget_add_css_class (GTK_WIDGET (self->times[i]), "review-time");
      gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->times[i]));
    }
  self->table = STEADY_WORD_TABLE (steady_word_table_new (
      _ ("Values under the cursors"), columns, G_N_ELEMENTS (columns)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->table));
  self->happened = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->happened), "review-happened");
  gtk_label_set_wrap (self->happened, TRUE);
  gtk_label_set_max_width_chars (self->happened, 20);
  gtk_label_set_xalign (self->happened, 0);
  gtk_label_set_yalign (self->happened, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 GTK_WIDGET (self->happened));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 110);
  gtk_widget_add_css_class (scroller, "training-scroller");
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Values under the cursors"),
                                  -1);
}
