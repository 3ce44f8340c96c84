/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-hands-page.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-json.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "training/steady-training-words.h"
#include "widgets/steady-look.h"

/* Turns the page of a lesson, on its card; here it would be an action that does
 * nothing.
 */
#define CONTINUE "continue"

/* Buttons in groups, and what is under way above them. */
struct _SteadyHandsPage
{
  GtkWidget           parent_instance;
  GtkWidget          *box;
  GtkWidget          *doing;
  GtkWidget          *groups;
  GHashTable         *buttons; /* id → button */
  SteadyTrainingLink *link;
  struct json_object *about; /* of the case that the buttons are of */
};

static void steady_hands_page_iface (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyHandsPage,
                               steady_hands_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_hands_page_iface))

static void
on_button (GtkWidget *button, SteadyHandsPage *self)
{
  const char *id = gtk_widget_get_name (button);
  steady_training_link_ask_simple (self->link, STEADY_TRAINING_DO, id, 0, 0);
}

static GtkWidget *
make_button (SteadyHandsPage *self, struct json_object *action)
{
  const double     takes = steady_training_number (action, "takes_s");
  g_autofree char *time = steady_training_duration (takes);
  const char      *label =
      steady_training_translated (steady_training_text (action, "label"));
  g_autofree char *both = g_strdup_printf ("%s\n%s", label, time);
  GtkWidget       *button = gtk_button_new_with_label (takes > 0 ? both : label);
  GtkWidget       *text = gtk_button_get_child (GTK_BUTTON (button));
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (text), 18);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 22);
  gtk_widget_set_size_request (button, 224, 64);
  gtk_widget_set_name (button, steady_training_text (action, "id"));
  steady_training_name (button, label);
  g_signal_connect (button, "clicked", G_CALLBACK (on_button), self);
  return button;
}

static GtkWidget *
find_group (SteadyHandsPage *self, const char *group)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->groups); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_FLOW_BOX (child) && strcmp (gtk_widget_get_name (child), group) == 0)
      return child;
  GtkWidget *flow = gtk_flow_box_new ();
  gtk_widget_set_name (flow, group);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 6);
  gtk_box_append (
      GTK_BOX (self->groups),
      steady_training_label (steady_training_words_group (group), "training-header"));
  gtk_box_append (GTK_BOX (self->groups), flow);
  return flow;
}

static void
fill (SteadyHandsPage *self, struct json_object *about)
{
  const size_t count = steady_training_count (about, "actions");
  steady_training_empty (self->groups);
  g_hash_table_remove_all (self->buttons);
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *action = steady_training_at (about, "actions", i);
      const char         *id = steady_training_text (action, "id");
      if (strcmp (id, CONTINUE) == 0)
        continue;
      GtkWidget *button = make_button (self, action);
      GtkWidget *flow = find_group (self, steady_training_text (action, "group"));
      gtk_flow_box_append (GTK_FLOW_BOX (flow), button);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
      g_hash_table_insert (self->buttons, g_strdup (id), button);
    }
}

static void
show_doing (SteadyHandsPage *self, const SteadyTrainingState *state)
{
  const size_t count = steady_training_count (state->seen, "doing");
  const double now = steady_training_state_seconds (state);
  steady_training_empty (self->doing);
  if (count == 0)
    gtk_box_append (GTK_BOX (self->doing),
                    steady_training_label (
                        _ ("What you do away from the screen. Tap it, and it is done."),
                        "caption"));
  for (size_t i = 0; i < count; i++)
    {
      struct json_object *one = steady_training_at (state->seen, "doing", i);
      const double        left = steady_training_number (one, "done_s") - now;
      g_autofree char    *time = steady_training_duration (left > 0 ? ceil (left) : 0);
      g_autofree char    *text = g_strdup_printf (
          _ ("%s: %s to go"),
          steady_training_translated (steady_training_text (one, "label")),
          time);
      gtk_box_append (GTK_BOX (self->doing), steady_training_label (text, "strong"));
    }
}

static void
steady_hands_page_refresh (SteadyPage *page, SteadyInstant real_now)
{
  SteadyHandsPage           *self = STEADY_HANDS_PAGE (page);
  const SteadyTrainingState *state = steady_training_link_state (self->link);
  if (state->about != self->about)
    {
      if (self->about != NULL)
        json_object_put (self->about);
      self->about = json_object_get (state->about);
      fill (self, state->about);
    }
  show_doing (self, state);
}

/* Only a training case has hands that are simulated. */
static bool
steady_hands_page_exists (SteadyPage *page)
{
  const SteadyTrainingState *state =
      steady_training_link_state (STEADY_HANDS_PAGE (page)->link);
  return state->training && steady_training_count (state->about, "actions") > 0;
}

static void
steady_hands_page_iface (SteadyPageInterface *interface)
{
  interface->name = "hands";
  interface->title = N_ ("Do & say");
  interface->refresh = steady_hands_page_refresh;
  interface->exists = steady_hands_page_exists;
}

/* The button of the action @id, or NULL. */
GtkWidget *
steady_hands_page_button (SteadyHandsPage *self, const char *id)
{
  return g_hash_table_lookup (self->buttons, id);
}

static void
steady_hands_page_dispose (GObject *object)
{
  SteadyHandsPage *self = STEADY_HANDS_PAGE (object);
  if (self->about != NULL)
    json_object_put (self->about);
  self->about = NULL;
  g_clear_pointer (&self->buttons, g_hash_table_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_hands_page_parent_class)->dispose (object);
}

static void
steady_hands_page_class_init (SteadyHandsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_hands_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_hands_page_init (SteadyHandsPage *self)
{
  self->buttons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->doing = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->box), self->doing);
  gtk_box_append (GTK_BOX (self->box), steady_training_scroller (self->groups));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  steady_training_name (GTK_WIDGET (self), _ ("Do & say"));
}

/* @link must outlive the page. */
GtkWidget *
steady_hands_page_new (SteadyTrainingLink *link)
{
  SteadyHandsPage *self = g_object_new (STEADY_TYPE_HANDS_PAGE, NULL);
  self->link = link;
  return GTK_WIDGET (self);
}
