/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "measure/steady-channel.h"
#include "measure/steady-vocabulary.h"

G_BEGIN_DECLS

/* The few ways in which the state of things reaches the style sheet. Thread: main. */
void        steady_look_class (GtkWidget *widget, const char *name, gboolean on);
void        steady_look_alarm (GtkWidget *widget, SteadyPriority priority);
const char *steady_look_signal (SteadyChannel channel);
void steady_look_colour (GtkWidget *widget, SteadyChannel channel, GdkRGBA *ret_colour);
void steady_look_alarm_colour (GtkWidget     *widget,
                               SteadyPriority priority,
                               GdkRGBA       *ret_colour);
void steady_look_describe (GtkWidget  *widget,
                           const char *name,
                           const char *value,
                           const char *unit,
                           const char *note);

G_END_DECLS
