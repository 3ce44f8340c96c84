/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_OPERATOR_VIEW (steady_operator_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyOperatorView, steady_operator_view, STEADY, OPERATOR_VIEW, GtkWidget)

/* The names of this site, to sign in with one tap. Emits "chosen". Thread: main. */
GtkWidget *steady_operator_view_new (void);
void steady_operator_view_bind (SteadyOperatorView *self, SteadyConsoleLink *link);
void steady_operator_view_refresh (SteadyOperatorView *self, SteadyInstant real_now);

G_END_DECLS
