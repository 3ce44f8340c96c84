/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-clinical-layout.h"

/* Buttons beside each other, as many as there is room for. */
GtkWidget *
steady_clinical_layout_flow (void)
{
  GtkWidget *flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_widget_set_valign (flow, GTK_ALIGN_START);
  return flow;
}

/* One more of them. */
void
steady_clinical_layout_add (GtkWidget *flow, GtkWidget *child)
{
  gtk_flow_box_append (GTK_FLOW_BOX (flow), child);
  gtk_widget_set_focusable (gtk_widget_get_parent (child), FALSE);
}

/* What may be longer than its place. */
GtkWidget *
steady_clinical_layout_scrolled (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

/* A sentence of so many lines. */
SteadyFitText *
steady_clinical_layout_text (int height, unsigned lines)
{
  GtkWidget *text = g_object_new (STEADY_TYPE_FIT_TEXT,
                                  "xalign",
                                  0.0,
                                  "hexpand",
                                  TRUE,
                                  "lines",
                                  lines,
                                  "height-request",
                                  height,
                                  NULL);
  gtk_widget_add_css_class (text, "strong");
  gtk_widget_add_css_class (text, "planstatus");
  return STEADY_FIT_TEXT (text);
}
