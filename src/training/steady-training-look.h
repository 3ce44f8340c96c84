/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Small pieces that all training panels are made of. Thread: main. */
GtkWidget  *steady_training_label (const char *text, const char *style);
GtkWidget  *steady_training_scroller (GtkWidget *child);
void        steady_training_empty (GtkWidget *box);
void        steady_training_name (GtkWidget *widget, const char *name);
const char *steady_training_translated (const char *text);
char       *steady_training_duration (double seconds);
char       *steady_training_value (double value, const char *unit);

G_END_DECLS
