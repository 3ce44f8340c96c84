/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-shelf-panel.h"

#include <glib/gi18n-lib.h>

#include "base/steady-paths.h"
#include "training/steady-attempt-list.h"
#include "training/steady-shelf.h"
#include "training/steady-training-look.h"
#include "training/steady-training-words.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-template-path.h"

enum
{
  ATTEMPTS_SHOWN = 8
};

/* The list, and what the chosen one is about. */
struct _SteadyShelfPanel
{
  GtkWidget           parent_instance;
  GtkWidget          *box;
  GtkListBox         *list;
  GtkWidget          *about;
  SteadyHoldButton   *start;
  SteadyTrainingLink *link;
  GPtrArray          *shelf;    /* of SteadyShelfItem */
  GPtrArray          *attempts; /* of SteadyAttemptLine, oldest first */
  GPtrArray          *problems; /* sentences about files that cannot be read */
  int                 chosen;   /* -1: none */
};

G_DEFINE_FINAL_TYPE (SteadyShelfPanel, steady_shelf_panel, GTK_TYPE_WIDGET)

static const SteadyShelfItem *
chosen (SteadyShelfPanel *self)
{
  return self->chosen >= 0 ? g_ptr_array_index (self->shelf, (unsigned) self->chosen)
                           : NULL;
}

static void
on_start (SteadyShelfPanel *self)
{
  const SteadyShelfItem *item = chosen (self);
  if (item == NULL || self->link == NULL)
    return;
  if (steady_training_link_ask_simple (
          self->link, STEADY_TRAINING_START, item->name, 0, 0))
    steady_training_link_show (self->link, "live");
}

/* "difficulty 2 of 5 · 8 min · Stuffy, 3.2 kg, neonate" */
static char *
describe (const SteadyShelfItem *item)
{
  g_autoptr (GString) text = g_string_new (NULL);
  if (item->difficulty > 0)
    g_string_append_printf (text, _ ("difficulty %u of 5"), item->difficulty);
  if (item->length_s > 0)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, _ ("%u min"), (item->length_s + 59) / 60);
    }
  if (item->patient != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", item->patient);
  if (item->weight_kg > 0)
    {
      g_string_append (text, text->len > 0 ? ", " : "");
      g_string_append_printf (text, _ ("%.1f kg"), item->weight_kg);
    }
  if (item->profile != NULL)
    g_string_append_printf (
        text, ", %s", steady_training_words_profile (item->profile));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_attempt (const SteadyAttemptLine *line)
{
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (line->utc_ns / STEADY_NSEC_PER_SEC);
  g_autofree char *date =
      when != NULL ? g_date_time_format (when, "%Y-%m-%d %H:%M") : g_strdup ("—");
  g_autofree char *noticed = steady_training_duration (line->detected_s);
  g_autofree char *acted = steady_training_duration (line->first_action_s);
  g_autofree char *stable = steady_training_duration (line->stable_s);
  return g_strdup_printf (_ ("%s: %s; noticed %s, acted %s, stable %s"),
                          date,
                          line->passed ? _ ("passed") : _ ("not passed yet"),
                          noticed,
                          acted,
                          stable);
}

/* The newest first, so that a person sees where it goes. */
static void
add_attempts (SteadyShelfPanel *self, const char *scenario)
{
  const SteadyAttemptLine *best = steady_attempt_list_best (self->attempts, scenario);
  unsigned                 shown = 0;
  if (best == NULL)
    {
      gtk_box_append (
          GTK_BOX (self->about),
          steady_training_label (_ ("Nobody has tried it here."), "caption"));
      return;
    }
  g_autofree char *text = describe_attempt (best);
  gtk_box_append (GTK_BOX (self->about),
                  steady_training_label (_ ("Best attempt"), "training-header"));
  gtk_box_append (GTK_BOX (self->about), steady_training_label (text, "training-text"));
  gtk_box_append (
      GTK_BOX (self->about),
      steady_training_label (_ ("Attempts, newest first"), "training-header"));
  for (unsigned i = self->attempts->len; i > 0 && shown < ATTEMPTS_SHOWN; i--)
    {
      const SteadyAttemptLine *line = g_ptr_array_index (self->attempts, i - 1);
      if (g_strcmp0 (line->scenario, scenario) != 0)
        continue;
      g_autofree char *one = describe_attempt (line);
      gtk_box_append (GTK_BOX (self->about), steady_training_label (one, "caption"));
      shown++;
    }
}

static void
show_about (SteadyShelfPanel *self)
{
  const SteadyShelfItem *item = chosen (self);
  steady_training_empty (self->about);
  gtk_widget_set_sensitive (GTK_WIDGET (self->start), item != NULL);
  if (item == NULL)
    return;
  g_autofree char *facts = describe (item);
  g_autofree char *detail = g_strdup_printf (_ ("%s. The present run ends."),
                                             steady_training_translated (item->title));
  gtk_box_append (GTK_BOX (self->about),
                  steady_training_label (steady_training_translated (item->title),
                                         "training-title"));
  gtk_box_append (GTK_BOX (self->about), steady_training_label (facts, "caption"));
  if (item->story[0] != '\0')
    gtk_box_append (GTK_BOX (self->about),
                    steady_training_label (_ (item->story), "training-text"));
  add_attempts (self, item->name);
  steady_hold_button_set_detail (self->start, detail);
}

static void
on_selected (SteadyShelfPanel *self, GtkListBoxRow *row)
{
  self->chosen =
      row != NULL ? GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "index")) : -1;
  show_about (self);
}

/* The heading of a category stands over its first row. */
static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *category = g_object_get_data (G_OBJECT (row), "category");
  const char *last =
      before != NULL ? g_object_get_data (G_OBJECT (before), "category") : NULL;
  if (category == NULL || g_strcmp0 (category, last) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  gtk_list_box_row_set_header (
      row,
      steady_training_label (steady_training_words_category (category),
                             "training-header"));
}

static GtkWidget *
make_row (const SteadyShelfItem *item, unsigned index)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *facts = describe (item);
  g_autofree char *name =
      g_strdup_printf ("%s, %s", steady_training_translated (item->title), facts);

  gtk_box_append (
      GTK_BOX (box),
      steady_training_label (steady_training_translated (item->title), "strong"));
  gtk_box_append (GTK_BOX (box), steady_training_label (facts, "caption"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "index", GINT_TO_POINTER ((int) index));
  g_object_set_data_full (
      G_OBJECT (row), "category", g_strdup (item->category), g_free);
  steady_training_name (row, name);
  return row;
}

/* A file that cannot be read is said, not hidden. */
static void
add_problems (SteadyShelfPanel *self, const char *data_folder)
{
  if (self->shelf->len == 0 && self->problems->len == 0)
    g_ptr_array_add (self->problems,
                     g_strdup_printf (_ ("There is no scenario in %s."), data_folder));
  for (unsigned i = 0; i < self->problems->len; i++)
    {
      GtkWidget *row = gtk_list_box_row_new ();
      gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
      gtk_list_box_row_set_child (
          GTK_LIST_BOX_ROW (row),
          steady_training_label (self->problems->pdata[i], "caption"));
      gtk_list_box_append (self->list, row);
    }
}

/* Reads the scenarios of @data_folder anew. */
void
steady_shelf_panel_load (SteadyShelfPanel *self, const char *data_folder)
{
  GtkListBoxRow *row;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->chosen = -1;
  g_clear_pointer (&self->shelf, g_ptr_array_unref);
  g_ptr_array_set_size (self->problems, 0);
  self->shelf = steady_shelf_read (data_folder, self->problems);
  g_autofree char *kept = steady_paths_user_data ("training/attempts.jsonl");
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  self->attempts = steady_attempt_list_read (kept);
  for (unsigned i = 0; i < self->shelf->len; i++)
    gtk_list_box_append (self->list, make_row (self->shelf->pdata[i], i));
  add_problems (self, data_folder);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  show_about (self);
}

/* How many scenarios there are. */
unsigned
steady_shelf_panel_count (SteadyShelfPanel *self)
{
  return self->shelf != NULL ? self->shelf->len : 0;
}

/* Chooses the scenario called @name; false: there is none. */
bool
steady_shelf_panel_choose (SteadyShelfPanel *self, const char *name)
{
  for (unsigned i = 0; i < steady_shelf_panel_count (self); i++)
    {
      const SteadyShelfItem *item = g_ptr_array_index (self->shelf, i);
      if (g_strcmp0 (item->name, name) != 0)
        continue;
      gtk_list_box_select_row (self->list,
                               gtk_list_box_get_row_at_index (self->list, (int) i));
      return true;
    }
  return false;
}

/* The name of the chosen scenario, or NULL. */
const char *
steady_shelf_panel_chosen (SteadyShelfPanel *self)
{
  const SteadyShelfItem *item = chosen (self);
  return item != NULL ? item->name : NULL;
}

/* Follows what the engine answered. */
void
steady_shelf_panel_refresh (SteadyShelfPanel *self)
{
}

/* Tells which link a start goes to. */
void
steady_shelf_panel_bind (SteadyShelfPanel *self, SteadyTrainingLink *link)
{
  self->link = link;
}

static void
steady_shelf_panel_dispose (GObject *object)
{
  SteadyShelfPanel *self = STEADY_SHELF_PANEL (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_shelf_panel_parent_class)->dispose (object);
}

static void
steady_shelf_panel_finalize (GObject *object)
{
  SteadyShelfPanel *self = STEADY_SHELF_PANEL (object);
  g_clear_pointer (&self->shelf, g_ptr_array_unref);
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  G_OBJECT_CLASS (steady_shelf_panel_parent_class)->finalize (object);
}

static void
steady_shelf_panel_class_init (SteadyShelfPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_shelf_panel_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_shelf_panel_finalize;
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("training", "steady-shelf-panel"));
  gtk_widget_class_bind_template_child (widget_class, SteadyShelfPanel, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyShelfPanel, list);
  gtk_widget_class_bind_template_child (widget_class, SteadyShelfPanel, about);
  gtk_widget_class_bind_template_child (widget_class, SteadyShelfPanel, start);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_shelf_panel_init (SteadyShelfPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->chosen = -1;
  gtk_list_box_set_header_func (self->list, add_header, NULL, NULL);
  steady_training_name (GTK_WIDGET (self), _ ("Scenarios"));
  steady_training_name (GTK_WIDGET (self->list), _ ("Scenarios"));
}
