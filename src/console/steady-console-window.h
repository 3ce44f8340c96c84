/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "console/steady-live-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CONSOLE_WINDOW (steady_console_window_get_type ())
G_DECLARE_FINAL_TYPE (SteadyConsoleWindow,
                      steady_console_window,
                      STEADY,
                      CONSOLE_WINDOW,
                      GtkApplicationWindow)

/* The one window: the page, the link, the clock of all flashing. Thread: main. */
SteadyConsoleWindow *steady_console_window_new (GtkApplication *application);
void steady_console_window_set_role (SteadyConsoleWindow *self, SteadyRole role);
void steady_console_window_start (SteadyConsoleWindow *self,
                                  const char          *socket_path,
                                  SteadyPlotBackend    backend);
void steady_console_window_set_dark (SteadyConsoleWindow *self, gboolean dark);
void steady_console_window_turn (SteadyConsoleWindow *self, int notches);
SteadyConsoleLink *steady_console_window_link (SteadyConsoleWindow *self);
SteadyLivePage    *steady_console_window_page (SteadyConsoleWindow *self);
void               steady_console_window_report (SteadyConsoleWindow *self);
gboolean steady_console_window_is_complete (SteadyConsoleWindow *self, double seconds);
unsigned steady_console_window_frames (SteadyConsoleWindow *self);
unsigned steady_console_window_told (SteadyConsoleWindow *self);

G_END_DECLS
