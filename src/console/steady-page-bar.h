/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PAGE_BAR (steady_page_bar_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPageBar, steady_page_bar, STEADY, PAGE_BAR, GtkWidget)

/* The pages that exist, what became of the last command, undo, theme and lock. Emits
 * "theme", "lock", and "page" with its name: "live", "alarms", "more" for the choice of
 * all where there is no room, or one that was added. Thread: main. */
void steady_page_bar_bind (SteadyPageBar *self, SteadyConsoleLink *link);
void steady_page_bar_refresh (SteadyPageBar *self, SteadyInstant real_now);
void steady_page_bar_add (SteadyPageBar *self, const char *name, const char *title);
void steady_page_bar_set_exists (SteadyPageBar *self, const char *name, gboolean there);
void steady_page_bar_set_wide (SteadyPageBar *self, gboolean wide);
void steady_page_bar_show (SteadyPageBar *self, const char *name);
void steady_page_bar_set_locked (SteadyPageBar *self, gboolean locked);

G_END_DECLS
