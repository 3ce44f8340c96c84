/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ALARM_DETAIL (steady_alarm_detail_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyAlarmDetail, steady_alarm_detail, STEADY, ALARM_DETAIL, GtkWidget)

/* All that is known of one present alarm, and what may be done about it. Emits
 * "back". Thread: main. */
GtkWidget *steady_alarm_detail_new (void);
void       steady_alarm_detail_bind (SteadyAlarmDetail *self, SteadyConsoleLink *link);
void steady_alarm_detail_refresh (SteadyAlarmDetail *self, SteadyInstant real_now);
void steady_alarm_detail_show (SteadyAlarmDetail *self, const char *id);

G_END_DECLS
