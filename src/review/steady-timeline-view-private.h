/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/steady-plot-gutter.h"
#include "review/steady-timeline-picture.h"
#include "review/steady-timeline-view.h"

/* Height of the strip of times below the rows, in units. */
#define STEADY_TIMELINE_AXIS_HEIGHT 26
/* Units between two times, at least. */
#define STEADY_TIMELINE_TICK_DISTANCE 110.0

struct _SteadyTimelineView
{
  GtkWidget              parent_instance;
  SteadyPlotGutter      *gutter;
  SteadyTimelinePicture *picture;
  SteadyTimelineSource  *source;
  SteadyTimelineAnswer  *answer;
  SteadyTimeWindow       window;
  SteadyTimelineTrace    traces[STEADY_TIMELINE_TRACES];
  unsigned               n_traces;
  GArray                *marks;     /* SteadyTimelineMark; texts are borrowed … */
  GPtrArray             *mark_list; /* … from here */
  GArray                *artefacts;
  GArray                *bands; /* SteadyTimelineBand */
  char                  *watermark;
  GHashTable            *times; /* PangoLayout of what stands below, by its text */
  bool                   dark;
  bool                   old;         /* the picture */
  bool                   gutter_old;  /* the names beside it */
  bool                   ask_picture; /* not only what stands under the cursors */
  guint                  asking;      /* idle source: a question is to be sent */
  unsigned               draws;
  guint                  late; /* timer: the answer is waited for no longer */
  SteadyInstant          cursors[STEADY_TIMELINE_CURSORS]; /* NEVER: not shown */
  SteadyTimelineCursor   active;
  SteadyChannel          tapped;
  /* under the cursors, in the order of @value_channels */
  SteadyInstant       value_at[STEADY_TIMELINE_CURSORS];
  SteadyTimelineValue values[STEADY_TIMELINE_CURSORS][STEADY_TIMELINE_TRACES];
  uint16_t            value_channels[STEADY_TIMELINE_TRACES];
  unsigned            n_values;
  SteadySpan          lag;       /* how far behind its cursor a value may be */
  SteadyTimeWindow    drag_from; /* the window as a drag or pinch began */
  SteadyInstant       pinch_about;
  double              pointer_x;
  bool                dragging;
};

double        steady_timeline_view_plot_width (SteadyTimelineView *self);
SteadyInstant steady_timeline_view_time_at (SteadyTimelineView *self, double x);
double        steady_timeline_view_place_of (SteadyTimelineView *self, SteadyInstant t);
void          steady_timeline_view_moved (SteadyTimelineView *self);
void          steady_timeline_view_add_touch (SteadyTimelineView *self);
void steady_timeline_view_draw_words (SteadyTimelineView *self, GtkSnapshot *to);
