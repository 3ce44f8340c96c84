/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

struct json_object;

/* The parts of a debrief, each put into a box. A part of which there is nothing to say
 * adds nothing. Thread: main. */
void steady_debrief_add_head (GtkWidget *box, struct json_object *debrief);
void steady_debrief_add_times (GtkWidget *box, struct json_object *debrief);
void steady_debrief_add_expected (GtkWidget *box, struct json_object *debrief);
void steady_debrief_add_callouts (GtkWidget *box, struct json_object *debrief);
void steady_debrief_add_cost (GtkWidget *box, struct json_object *debrief);
void steady_debrief_add_points (GtkWidget *box, struct json_object *debrief);

G_END_DECLS
