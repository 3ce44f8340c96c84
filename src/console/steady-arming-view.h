/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ARMING_VIEW (steady_arming_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyArmingView, steady_arming_view, STEADY, ARMING_VIEW, GtkWidget)

/* Which alarm is armed: now, in which phase, and what is not protected and why. Thread:
 * main. */
GtkWidget *steady_arming_view_new (void);
void       steady_arming_view_bind (SteadyArmingView *self, SteadyConsoleLink *link);
void       steady_arming_view_refresh (SteadyArmingView *self);
gboolean   steady_arming_view_show_part (SteadyArmingView *self, const char *name);

G_END_DECLS
