/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/steady-plot-tiles.h"
#include "review/steady-timeline-scene.h"

/* What the picture shows; borrowed while it is drawn. */
typedef struct SteadyTimelineScene
{
  const SteadyTimeWindow       *window;
  const SteadyTimelineTrace    *traces;
  unsigned                      n_traces;
  const SteadyTimelineMark     *marks; /* in the order of their beginnings */
  unsigned                      n_marks;
  const SteadyTimelineArtefact *artefacts;
  unsigned                      n_artefacts;
  const SteadyTimelineBand     *bands; /* those that do not hold for the whole case */
  unsigned                      n_bands;
  const SteadyTimelineAnswer   *answer; /* NULL: nothing was read yet */
  const char                   *watermark;
  bool                          dark;
} SteadyTimelineScene;

/* Lanes and rows as pixels in memory, which GTK shows as a tile. */
typedef struct SteadyTimelinePicture SteadyTimelinePicture;

SteadyTimelinePicture *steady_timeline_picture_new (void);
void                   steady_timeline_picture_free (SteadyTimelinePicture *self);
bool                   steady_timeline_picture_set_size (SteadyTimelinePicture *self,
                                                         unsigned               width,
                                                         unsigned               height,
                                                         int                    scale);
void steady_timeline_picture_set_rows (SteadyTimelinePicture *self, unsigned rows);
void steady_timeline_picture_set_lanes (SteadyTimelinePicture *self, unsigned lanes);
void steady_timeline_picture_ground_changed (SteadyTimelinePicture *self);
const SteadyTimelineRows      *
steady_timeline_picture_rows (const SteadyTimelinePicture *self);
void steady_timeline_picture_draw (SteadyTimelinePicture     *self,
                                   const SteadyTimelineScene *scene,
                                   GtkWidget                 *font);
void steady_timeline_picture_append (SteadyTimelinePicture *self,
                                     GtkSnapshot           *snapshot,
                                     const graphene_rect_t *area);
const SteadyPlotPicture      *
steady_timeline_picture_pixels (const SteadyTimelinePicture *self);
void steady_timeline_rows_lay_out (
    SteadyTimelineRows *self, int height, int scale, unsigned lanes, unsigned rows);
