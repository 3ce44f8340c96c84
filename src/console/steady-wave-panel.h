/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"
#include "plot/steady-wave-view.h"

G_BEGIN_DECLS

#define STEADY_TYPE_WAVE_PANEL (steady_wave_panel_get_type ())
G_DECLARE_FINAL_TYPE (SteadyWavePanel, steady_wave_panel, STEADY, WAVE_PANEL, GtkWidget)

/* The waveforms of the case. Thread: main. */
void     steady_wave_panel_start (SteadyWavePanel *self, SteadyPlotBackend backend);
void     steady_wave_panel_take (SteadyWavePanel *self, const SteadyFrame *frame);
void     steady_wave_panel_refresh (SteadyWavePanel          *self,
                                    const SteadyConsoleState *state,
                                    gboolean                  dark);
void     steady_wave_panel_restyle (SteadyWavePanel *self);
uint64_t steady_wave_panel_samples (SteadyWavePanel *self);
SteadyPlotBackend steady_wave_panel_backend (SteadyWavePanel *self);

G_END_DECLS
