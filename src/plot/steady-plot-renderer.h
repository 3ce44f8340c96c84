/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "plot/steady-trace-raster.h"
#include "plot/steady-trend-scene.h"
#include "plot/steady-wave-scene.h"
#include "plot/steady-wave-view.h"

typedef struct SteadyPlotRenderer SteadyPlotRenderer;

/*
 * What a back end does. It keeps one picture of its own and brings it up to date; how
 * the picture reaches the screen is the canvas's business. With the GL back end the
 * context is current in every call.
 */
typedef struct SteadyPlotRendererInterface
{
  SteadyPlotBackend backend;

  /* A new size or a new ground; the next draw draws everything. False: no picture can
   * be made, use the other back end. */
  bool (*set_backdrop) (SteadyPlotRenderer *self, const SteadyPlotPicture *backdrop);
  void (*draw_waves) (SteadyPlotRenderer *self, SteadyWaveScene *scene);
  void (*draw_trends) (SteadyPlotRenderer *self, const SteadyTrendScene *scene);
  /* Copies the picture; @ret_picture has the size of the backdrop. */
  void (*read) (SteadyPlotRenderer *self, SteadyPlotPicture *ret_picture);
  void (*free) (SteadyPlotRenderer *self);
} SteadyPlotRendererInterface;

struct SteadyPlotRenderer
{
  const SteadyPlotRendererInterface *interface;
};

SteadyPlotRenderer *steady_cpu_renderer_new (void);
void                steady_cpu_renderer_append (SteadyPlotRenderer    *renderer,
                                                GtkSnapshot           *snapshot,
                                                const graphene_rect_t *area,
                                                int                    scale);

SteadyPlotRenderer *steady_gl_renderer_new (bool es, GError **error);
bool                steady_gl_renderer_blit (SteadyPlotRenderer *renderer);
