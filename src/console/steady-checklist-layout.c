/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-checklist-layout.h"

/* A button whose act is called with @self. */
GtkWidget *
steady_checklist_layout_button (const char *label,
                                const char *name,
                                GCallback   act,
                                gpointer    self)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_size_request (button, 56, 56);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", act, self);
  return button;
}

/* What may be longer than its place. */
GtkWidget *
steady_checklist_layout_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_widget_add_css_class (scroller, "training-scroller");
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

/* Buttons of one size, at most so many beside each other. */
GtkWidget *
steady_checklist_layout_flow (unsigned columns)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), columns);
  gtk_widget_set_valign (flow, GTK_ALIGN_START);
  return flow;
}
