/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-checklist-choices.h"

#include <glib/gi18n-lib.h>

#include "console/steady-checklist-layout.h"
#include "measure/steady-alarm-setting.h"

enum
{
  CHOSEN,
  CANCELLED,
  N_SIGNALS
};

struct _SteadyChecklistChoices
{
  GtkWidget  parent_instance;
  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *choices;
  GtkWidget *entry; /* of a name that is not on the list */
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyChecklistChoices, steady_checklist_choices, GTK_TYPE_WIDGET)

static void
forget (SteadyChecklistChoices *self)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (self->choices)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->choices), child);
}

/* Begins anew: nothing to choose; with @writes a name may be written, too. */
void
steady_checklist_choices_begin (SteadyChecklistChoices *self,
                                const char             *title,
                                gboolean                writes)
{
  forget (self);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_widget_set_visible (self->entry, writes);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
on_choice (GtkWidget *button, SteadyChecklistChoices *self)
{
  g_autofree char *name = g_strdup (gtk_widget_get_name (button));
  g_signal_emit (self, signals[CHOSEN], 0, name);
}

/* One more to choose: "chosen" says @name. */
void
steady_checklist_choices_add (SteadyChecklistChoices *self,
                              const char             *name,
                              const char             *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_name (button, name);
  gtk_widget_set_size_request (button, 210, 64);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  g_signal_connect (button, "clicked", G_CALLBACK (on_choice), self);
  gtk_flow_box_append (GTK_FLOW_BOX (self->choices), button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

static void
on_entry (SteadyChecklistChoices *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_signal_emit (self, signals[CHOSEN], 0, g_strstrip (name));
}

static void
on_cancel (SteadyChecklistChoices *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
build (SteadyChecklistChoices *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->title = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "question");
  self->choices = steady_checklist_layout_flow (4);
  self->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), STEADY_OPERATOR_SIZE - 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry),
                                  _ ("Another name, then Enter"));
  gtk_widget_set_size_request (self->entry, 320, 56);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of who verifies"),
                                  -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry), self);
  GtkWidget *cancel = steady_checklist_layout_button (
      _ ("Cancel"), _ ("Cancel"), G_CALLBACK (on_cancel), self);
  gtk_widget_set_size_request (cancel, 130, 56);
  gtk_widget_set_hexpand (cancel, TRUE);
  gtk_widget_set_halign (cancel, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (foot), self->entry);
  gtk_box_append (GTK_BOX (foot), cancel);
  gtk_box_append (GTK_BOX (self->box), self->title);
  gtk_box_append (GTK_BOX (self->box),
                  steady_checklist_layout_scroller (self->choices));
  gtk_box_append (GTK_BOX (self->box), foot);
}

static void
steady_checklist_choices_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_CHECKLIST_CHOICES (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_checklist_choices_parent_class)->dispose (object);
}

static void
steady_checklist_choices_class_init (SteadyChecklistChoicesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_checklist_choices_dispose;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  STEADY_TYPE_CHECKLIST_CHOICES,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
  signals[CANCELLED] = g_signal_new ("cancelled",
                                     STEADY_TYPE_CHECKLIST_CHOICES,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "checklistchoices");
}

static void
steady_checklist_choices_init (SteadyChecklistChoices *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  build (self);
}

GtkWidget *
steady_checklist_choices_new (void)
{
  return g_object_new (STEADY_TYPE_CHECKLIST_CHOICES, NULL);
}
