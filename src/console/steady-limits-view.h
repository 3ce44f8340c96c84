/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_LIMITS_VIEW (steady_limits_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyLimitsView, steady_limits_view, STEADY, LIMITS_VIEW, GtkWidget)

/* The limits in force, where they are from, and the pad that changes one. Thread: main.
 */
GtkWidget *steady_limits_view_new (void);
void       steady_limits_view_bind (SteadyLimitsView *self, SteadyConsoleLink *link);
void       steady_limits_view_refresh (SteadyLimitsView *self, SteadyInstant real_now);
void       steady_limits_view_edit (SteadyLimitsView *self, const char *id);

G_END_DECLS
