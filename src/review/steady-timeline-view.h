/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-timeline-scene.h"
#include "review/steady-timeline-source.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TIMELINE_VIEW (steady_timeline_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyTimelineView, steady_timeline_view, STEADY, TIMELINE_VIEW, GtkWidget)

/*
 * Lanes of what happened, trends and waveforms on one axis of time, from the whole case
 * down to a second. It reads the case itself, in a thread, one pair of values a pixel
 * column. Emits "window-changed", "cursor-moved"
 * and, when what stands under the cursors was read, "values-changed". Thread: main.
 */
GtkWidget *steady_timeline_view_new (void);
void       steady_timeline_view_set_case (SteadyTimelineView *self,
                                          const char         *case_file,
                                          SteadyInstant       first,
                                          SteadyInstant       last);
void       steady_timeline_view_set_traces (SteadyTimelineView        *self,
                                            const SteadyTimelineTrace *traces,
                                            unsigned                   count);
void       steady_timeline_view_set_marks (SteadyTimelineView *self, GPtrArray *marks);
void       steady_timeline_view_set_artefacts (SteadyTimelineView           *self,
                                               const SteadyTimelineArtefact *artefacts,
                                               unsigned                      count);
void       steady_timeline_view_set_bands (SteadyTimelineView       *self,
                                           const SteadyTimelineBand *bands,
                                           unsigned                  count);
void steady_timeline_view_set_watermark (SteadyTimelineView *self, const char *text);
void steady_timeline_view_set_dark (SteadyTimelineView *self, bool dark);

const SteadyTimeWindow *steady_timeline_view_window (SteadyTimelineView *self);
void                    steady_timeline_view_set_window (SteadyTimelineView *self,
                                                         SteadyInstant       from,
                                                         SteadyInstant       to);
void steady_timeline_view_zoom (SteadyTimelineView *self, double factor);
void steady_timeline_view_pan (SteadyTimelineView *self, double share);
void steady_timeline_view_show (SteadyTimelineView *self, SteadyInstant t);

void                 steady_timeline_view_set_cursor (SteadyTimelineView  *self,
                                                      SteadyTimelineCursor cursor,
                                                      SteadyInstant        t);
SteadyInstant        steady_timeline_view_cursor (SteadyTimelineView  *self,
                                                  SteadyTimelineCursor cursor);
void                 steady_timeline_view_activate_cursor (SteadyTimelineView  *self,
                                                           SteadyTimelineCursor cursor);
SteadyTimelineCursor steady_timeline_view_active_cursor (SteadyTimelineView *self);
bool                 steady_timeline_view_value (SteadyTimelineView  *self,
                                                 SteadyTimelineCursor cursor,
                                                 SteadyChannel        channel,
                                                 SteadyTimelineValue *ret_value);
void       steady_timeline_view_set_lag (SteadyTimelineView *self, SteadySpan lag);
void       steady_timeline_view_step (SteadyTimelineView *self, int steps);
SteadySpan steady_timeline_view_step_span (SteadyTimelineView *self);

void steady_timeline_view_tap (SteadyTimelineView *self, double x, double y);
/* The signal in whose row was tapped last; 0: none. */
SteadyChannel steady_timeline_view_tapped (SteadyTimelineView *self);

/* Whether what is drawn is of the window as it is: nothing is still being read. */
bool steady_timeline_view_is_settled (SteadyTimelineView *self);
/* Pictures drawn so far, for measurements. */
unsigned steady_timeline_view_draws (SteadyTimelineView *self);
/* Columns of the picture that hold anything. */
unsigned                  steady_timeline_view_filled (SteadyTimelineView *self);
const SteadyTimelineRows *steady_timeline_view_rows (SteadyTimelineView *self);
const char               *steady_timeline_view_problem (SteadyTimelineView *self);

G_END_DECLS
