/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-withdraw-row.h"

#include <glib/gi18n-lib.h>

#include "widgets/steady-hold-button.h"

/* What belongs to one row; freed with it. */
typedef struct Row
{
  SteadyHoldButton    *hold;
  SteadyWithdrawAnswer answered;
  gpointer             data;
} Row;

static void
on_held (Row *row)
{
  row->answered (row->data, TRUE);
}

static void
on_keep (Row *row)
{
  row->answered (row->data, FALSE);
}

/* A record stands until somebody has held for a second: a slip of the finger on a list
 * that scrolls withdraws nothing. Thread: main. */
GtkWidget *
steady_withdraw_row_new (SteadyWithdrawAnswer answered, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *keep = gtk_button_new_with_label (_ ("Keep it"));
  Row       *row = g_new0 (Row, 1);

  row->answered = answered;
  row->data = data;
  row->hold = STEADY_HOLD_BUTTON (steady_hold_button_new ());
  g_object_set_data_full (G_OBJECT (box), "row", row, g_free);
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  g_object_set (row->hold, "hold-ms", 1000, NULL);
  steady_hold_button_set_label (row->hold, _ ("HOLD: withdraw"));
  gtk_widget_set_size_request (GTK_WIDGET (row->hold), 160, 72);
  gtk_widget_set_size_request (keep, 120, 72);
  g_signal_connect_swapped (row->hold, "held", G_CALLBACK (on_held), row);
  g_signal_connect_swapped (keep, "clicked", G_CALLBACK (on_keep), row);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->hold));
  gtk_box_append (GTK_BOX (box), keep);
  return box;
}

/* Says which record it is about. Thread: main. */
void
steady_withdraw_row_ask (GtkWidget *row, const char *words)
{
  const Row *it = g_object_get_data (G_OBJECT (row), "row");

  steady_hold_button_set_detail (it->hold, words);
}
