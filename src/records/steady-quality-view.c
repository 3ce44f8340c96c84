/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-quality-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"
#include "measure/steady-shown-unit.h"
#include "records/steady-case-program.h"
#include "widgets/steady-words.h"

struct _SteadyQualityView
{
  GtkWidget     parent_instance;
  GtkWidget    *scroller;
  GtkWidget    *list;
  GCancellable *cancellable; /* of the question that is asked */
  unsigned      rows;
};

G_DEFINE_FINAL_TYPE (SteadyQualityView, steady_quality_view, GTK_TYPE_WIDGET)

static GtkWidget *
label_of (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
clear (SteadyQualityView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  self->rows = 0;
}

static double
number_of (const SteadyJsonNode *node, const char *key)
{
  double value;

  return steady_json_get_number (node, key, -1e12, 1e12, &value, NULL) ? value
                                                                       : (double) NAN;
}

static const char *
text_of (const SteadyJsonNode *node, const char *key)
{
  const char *text;

  return steady_json_get_string (node, key, &text, NULL) ? text : "";
}

static void
append_span (GString *text, const char *label, double seconds)
{
  char words[32];

  if (!isfinite (seconds))
    return;
  steady_words_age (steady_span_from_seconds (seconds), words, sizeof words);
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", label, words);
}

static void
append_number (
    GString *text, const char *label, double value, int decimals, const char *unit)
{
  char words[32];

  if (!isfinite (value))
    return;
  steady_words_number (value, decimals, words, sizeof words);
  g_string_append_printf (text,
                          "%s%s %s%s%s",
                          text->len > 0 ? " · " : "",
                          label,
                          words,
                          unit[0] != '\0' ? " " : "",
                          unit);
}

/* What a rule found, in one line; a value that nobody knew is said first. */
static char *
describe (const SteadyJsonNode *rule)
{
  const char     *state = text_of (rule, "quality");
  const char     *unit = text_of (rule, "unit");
  SteadyChannel   channel = STEADY_CHANNEL_NONE;
  GString        *text = g_string_new (NULL);
  SteadyShownUnit shown = { .unit = unit, .factor = 1, .decimals = 1 };

  if (steady_channel_from_name (text_of (rule, "channel"), &channel))
    shown = steady_shown_unit (channel);

  if (strcmp (state, "not-recorded") == 0 || strcmp (state, "missing") == 0)
    g_string_append (text, _ ("not known in this case"));
  else if (strcmp (state, "not-looked-at") == 0)
    g_string_append (text, _ ("not looked at: there was no such phase, or no limit"));
  else
    {
      append_number (text,
                     _ ("limit"),
                     number_of (rule, "limit") * shown.factor,
                     shown.decimals,
                     shown.unit);
      append_span (text, _ ("outside for"), number_of (rule, "outside_s"));
      append_number (text,
                     _ ("of the known time"),
                     number_of (rule, "outside_pct_of_known"),
                     1,
                     "%");
      append_number (text,
                     _ ("worst"),
                     number_of (rule, "worst") * shown.factor,
                     shown.decimals,
                     shown.unit);
    }
  if (number_of (rule, "excursions") > 0)
    append_span (text, _ ("longest stretch"), number_of (rule, "longest_s"));
  if (number_of (rule, "missing_s") > 0)
    append_span (text, _ ("missing for"), number_of (rule, "missing_s"));
  if (number_of (rule, "excluded_s") > 0)
    append_span (text, _ ("left out as an artefact"), number_of (rule, "excluded_s"));
  append_number (
      text, _ ("as good or better before:"), number_of (rule, "percentile"), 0, "%");
  return g_string_free (text, FALSE);
}

static void
add_rule (SteadyQualityView *self, const SteadyJsonNode *rule)
{
  bool             notable = false;
  const char      *title = text_of (rule, "title");
  g_autofree char *words = describe (rule);
  GtkWidget       *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (!steady_json_get_bool (rule, "notable", &notable, NULL))
    notable = false;
  g_autofree char *name =
      g_strdup_printf ("%s%s", notable ? "▲ " : "", title[0] != '\0' ? _ (title) : "—");
  gtk_box_append (GTK_BOX (row), label_of (name, "strong"));
  gtk_box_append (GTK_BOX (row), label_of (words, "training-text"));
  gtk_box_append (GTK_BOX (self->list), row);
  self->rows++;
}

/* Shows what `steady-case quality` has printed. */
void
steady_quality_view_show (SteadyQualityView *self, const char *json)
{
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     rules, rule;
  size_t             n = 0;

  clear (self);
  if (steady_json_document_parse (
          &document, "quality", json, -1, "steady-case-quality", 1, NULL))
    {
      const SteadyJsonNode root = steady_json_document_root (&document);
      if (steady_json_get_array (&root, "rules", &rules, &n, NULL))
        for (size_t i = 0; i < n; i++)
          if (steady_json_get_element (&rules, i, &rule, NULL))
            add_rule (self, &rule);
    }
  steady_json_document_finish (&document);
  if (self->rows == 0)
    gtk_box_append (
        GTK_BOX (self->list),
        label_of (_ ("The quality of this case could not be read."), "training-text"));
}

static void
on_answer (gpointer data, bool fine, const char *text)
{
  SteadyQualityView *self = data;

  if (fine)
    {
      steady_quality_view_show (self, text);
      return;
    }
  clear (self);
  gtk_box_append (GTK_BOX (self->list), label_of (text, "training-text"));
}

/* Asks for the quality of the case @case_file; NULL: shows nothing. */
void
steady_quality_view_load (SteadyQualityView *self, const char *case_file)
{
  const char *const arguments[] = { "quality", case_file, NULL };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  clear (self);
  if (case_file == NULL)
    return;
  gtk_box_append (GTK_BOX (self->list), label_of (_ ("Reading …"), "training-text"));
  steady_case_program_run (
      "steady-case", arguments, NULL, self->cancellable, on_answer, self);
}

static void
steady_quality_view_dispose (GObject *object)
{
  SteadyQualityView *self = STEADY_QUALITY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_quality_view_parent_class)->dispose (object);
}

static void
steady_quality_view_class_init (SteadyQualityViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_quality_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_quality_view_init (SteadyQualityView *self)
{
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (self->scroller),
                                             FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_add_css_class (self->scroller, "training-scroller");
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Quality"), -1);
}

/* One without a case. */
GtkWidget *
steady_quality_view_new (void)
{
  return g_object_new (STEADY_TYPE_QUALITY_VIEW, NULL);
}
