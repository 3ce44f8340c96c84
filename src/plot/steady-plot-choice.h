/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/steady-wave-view.h"

G_BEGIN_DECLS

/* Where to look; the console uses that of steady_plot_choose_backend. */
typedef struct SteadyPlotHost
{
  const char *devices; /* the folder with renderD*, /dev/dri */
  const char *program; /* answers --probe-gl */
  const char *cache;   /* file with the last answer */
} SteadyPlotHost;

/* @forced: "gl", "cpu", or NULL to find out. Before gtk_init. */
SteadyPlotBackend steady_plot_choose_backend (const char *forced);
SteadyPlotBackend steady_plot_choose_backend_on (const SteadyPlotHost *host,
                                                 const char           *forced);

G_END_DECLS
