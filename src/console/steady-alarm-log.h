/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "widgets/steady-history.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ALARM_LOG (steady_alarm_log_get_type ())
G_DECLARE_FINAL_TYPE (SteadyAlarmLog, steady_alarm_log, STEADY, ALARM_LOG, GtkWidget)

/* The log of alarms and of what people did about them, newest first, with a filter and
 * the figures of the case above it. Thread: main. */
GtkWidget *steady_alarm_log_new (void);
void       steady_alarm_log_set_empty (SteadyAlarmLog *self, const char *text);
void       steady_alarm_log_show (SteadyAlarmLog            *self,
                                  const SteadyConsoleState  *state,
                                  const SteadyHistoryAnswer *answer);

G_END_DECLS
