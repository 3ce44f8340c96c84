/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TIMER_ROW (steady_timer_row_get_type ())
G_DECLARE_FINAL_TYPE (SteadyTimerRow, steady_timer_row, STEADY, TIMER_ROW, GtkWidget)

/* Bypass, clamp, what is due, and time without flow. Thread: main. */
void steady_timer_row_refresh (SteadyTimerRow           *self,
                               const SteadyConsoleState *state,
                               SteadyInstant             real_now);

G_END_DECLS
