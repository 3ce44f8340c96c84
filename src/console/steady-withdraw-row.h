/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What to do when a person has answered; @yes: it was held for a second. */
typedef void (*SteadyWithdrawAnswer) (gpointer data, gboolean yes);

/* A hold that withdraws a record, and a button that keeps it. Thread: main. */
GtkWidget *steady_withdraw_row_new (SteadyWithdrawAnswer answered, gpointer data);
void       steady_withdraw_row_ask (GtkWidget *row, const char *words);

G_END_DECLS
