/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ALARM_BAR (steady_alarm_bar_get_type ())
G_DECLARE_FINAL_TYPE (SteadyAlarmBar, steady_alarm_bar, STEADY, ALARM_BAR, GtkWidget)

/* The worst alarm in full sentences, the others a tap away, and NO MONITORING.
 * Thread: main. */
void steady_alarm_bar_bind (SteadyAlarmBar *self, SteadyConsoleLink *link);
void steady_alarm_bar_refresh (SteadyAlarmBar *self, SteadyInstant real_now);
void steady_alarm_bar_set_shape (SteadyAlarmBar *self, gboolean tall, int lines);

G_END_DECLS
