/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-options.h"
#include "plot/steady-wave-view.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CONSOLE_APPLICATION (steady_console_application_get_type ())
G_DECLARE_FINAL_TYPE (SteadyConsoleApplication,
                      steady_console_application,
                      STEADY,
                      CONSOLE_APPLICATION,
                      GtkApplication)

/* The program in the main loop: window, sign of life, screenshot. Thread: main. */
SteadyConsoleApplication     *
steady_console_application_new (const SteadyConsoleOptions *options,
                                    SteadyPlotBackend           backend);
int steady_console_application_status (SteadyConsoleApplication *self);

G_END_DECLS
