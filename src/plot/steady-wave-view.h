/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum SteadyPlotBackend
{
  STEADY_PLOT_BACKEND_GL = 1,
  STEADY_PLOT_BACKEND_CPU = 2
} SteadyPlotBackend;

/* How one trace is drawn. Each has a row of its own, rows share the height by @weight.
 */
typedef struct SteadyTraceStyle
{
  uint16_t    channel;
  double      rate_hz;
  double      low;    /* value at the bottom of the row */
  double      high;   /* value at its top */
  double      weight; /* share of the height; 1 for all alike */
  GdkRGBA     colour;
  const char *label; /* shown in the row, translated; copied */
  const char *unit;
} SteadyTraceStyle;

#define STEADY_TYPE_WAVE_VIEW (steady_wave_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadyWaveView, steady_wave_view, STEADY, WAVE_VIEW, GtkWidget)

/* Sweeping waveforms: one renderer interface, two back ends, one picture. Thread: main,
 * all functions. */
GtkWidget *steady_wave_view_new (SteadyPlotBackend backend);
void       steady_wave_view_set_traces (SteadyWaveView         *self,
                                        const SteadyTraceStyle *traces,
                                        unsigned                count);
void       steady_wave_view_set_range (SteadyWaveView *self,
                                       uint16_t        channel,
                                       double          low,
                                       double          high);
void       steady_wave_view_set_sweep (SteadyWaveView *self, double seconds);
void       steady_wave_view_set_line_width (SteadyWaveView *self, double pixels);
void       steady_wave_view_push (SteadyWaveView *self,
                                  uint16_t        channel,
                                  int64_t         first_index,
                                  const float    *values,
                                  unsigned        count);
void       steady_wave_view_clear (SteadyWaveView *self); /* another case, a seek */
void       steady_wave_view_set_stale (SteadyWaveView *self,
                                       bool            stale); /* greyed, not blanked */
void       steady_wave_view_set_watermark (SteadyWaveView *self,
                                           const char *text); /* SIMULATED, REPLAY or NULL */
void       steady_wave_view_set_dark (SteadyWaveView *self, bool dark);
void       steady_wave_view_set_paced (SteadyWaveView *self,
                                       bool paced); /* costly frames come less often */
SteadyPlotBackend
steady_wave_view_get_backend (SteadyWaveView *self); /* the one really in use */

G_END_DECLS
