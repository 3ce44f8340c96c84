/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ALARMS_PANEL (steady_alarms_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyAlarmsPanel, steady_alarms_panel, STEADY, ALARMS_PANEL, GtkWidget)

/* Present alarms, the log of the case, limits, what is armed, what is wired to what,
 * the sound, and who works here.
 * Thread: main. */
void     steady_alarms_panel_start (SteadyAlarmsPanel *self, SteadyConsoleLink *link);
void     steady_alarms_panel_open (SteadyAlarmsPanel *self);
void     steady_alarms_panel_refresh (SteadyAlarmsPanel *self, SteadyInstant real_now);
void     steady_alarms_panel_show_alarm (SteadyAlarmsPanel *self, const char *id);
gboolean steady_alarms_panel_show_tab (SteadyAlarmsPanel *self, const char *name);
void     steady_alarms_panel_show_people (SteadyAlarmsPanel *self);

G_END_DECLS
