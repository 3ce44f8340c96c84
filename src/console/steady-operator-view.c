/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-operator-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-site-settings.h"

/* A button for each name of the site. */
struct _SteadyOperatorView
{
  GtkWidget          parent_instance;
  GtkWidget         *now;
  GtkWidget         *names;
  SteadyConsoleLink *link;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SteadyOperatorView, steady_operator_view, GTK_TYPE_WIDGET)

static void
on_name (GtkWidget *button, SteadyOperatorView *self)
{
  SteadySettingRequest request = { .kind = STEADY_SETTING_OPERATOR };
  g_strlcpy (request.who, gtk_widget_get_name (button), sizeof request.who);
  if (steady_console_link_setting (self->link, &request))
    g_signal_emit (self, chosen_signal, 0);
}

static void
add_name (SteadyOperatorView *self, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (name);
  gtk_widget_set_name (button, name);
  gtk_widget_set_size_request (button, 250, 64);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_name), self);
  gtk_flow_box_append (GTK_FLOW_BOX (self->names), button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

/* Says who is signed in; only the console in control signs anybody in. */
void
steady_operator_view_refresh (SteadyOperatorView *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const char               *name = state->desk.desk.operator_name;
  g_autofree char          *text = name[0] != '\0'
                                       ? g_strdup_printf (_ ("Signed in: %s"), name)
                                       : g_strdup (_ ("Nobody is signed in. Who works here?"));
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->now)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->now), text);
  gtk_widget_set_sensitive (self->names, !state->silent && state->config.in_control);
}

/* Tells which link the names go to. */
void
steady_operator_view_bind (SteadyOperatorView *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_operator_view_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_operator_view_parent_class)->dispose (object);
}

static void
steady_operator_view_class_init (SteadyOperatorViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_operator_view_dispose;
  chosen_signal = g_signal_new ("chosen",
                                STEADY_TYPE_OPERATOR_VIEW,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_operator_view_init (SteadyOperatorView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  g_auto (GStrv) names = steady_site_settings_operators ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->now = gtk_label_new ("");
  gtk_widget_add_css_class (self->now, "question");
  gtk_label_set_xalign (GTK_LABEL (self->now), 0);
  gtk_label_set_wrap (GTK_LABEL (self->now), TRUE);
  gtk_widget_set_parent (self->now, GTK_WIDGET (self));
  self->names = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->names), GTK_SELECTION_NONE);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->names), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->names), 8);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->names), 3);
  gtk_widget_set_valign (self->names, GTK_ALIGN_START);
  gtk_widget_set_parent (self->names, GTK_WIDGET (self));
  for (unsigned i = 0; names[i] != NULL; i++)
    add_name (self, names[i]);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Operator"), -1);
}

/* The names of this site. */
GtkWidget *
steady_operator_view_new (void)
{
  return g_object_new (STEADY_TYPE_OPERATOR_VIEW, NULL);
}
