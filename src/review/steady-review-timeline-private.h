/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-layout.h"
#include "review/steady-review-player.h"
#include "review/steady-review-replay.h"
#include "review/steady-review-timeline.h"
#include "widgets/steady-fit-text.h"

struct _SteadyReviewTimeline
{
  GtkWidget               parent_instance;
  GtkWidget              *box;
  SteadyTimelineOverview *overview;
  GtkBox                 *body;
  SteadyTimelineView     *view;
  GtkStack               *side;
  SteadyReviewValues     *values;
  SteadyReviewEntry      *entry;
  SteadyFitText          *status;
  GtkToggleButton        *play;
  GtkToggleButton        *speeds[6];
  GtkToggleButton        *cursor_a;
  GtkToggleButton        *cursor_b;
  GtkToggleButton        *sound;
  GtkToggleButton        *values_shown;
  GtkButton              *spans[5]; /* the whole case first */
  GtkWidget              *rows;
  GtkWidget              *rows_popover;
  GtkBox                 *rows_box;

  const SteadyReviewCase *review; /* borrowed; NULL: none */
  SteadyReviewLayout      layout;
  SteadyTimelineTrace     traces[STEADY_TIMELINE_TRACES];
  unsigned                n_traces;
  SteadyReviewPlayer      player;
  SteadyReviewReplay     *replay;
  bool                    waiting; /* for the engine that plays along */
  bool                    moving;  /* the cursor, by the playback */
  bool                    dark;
  bool                    fitted; /* rows to the height */
  int                     width;
  guint                   tick;     /* while it plays */
  SteadyInstant           shown_at; /* the values, real time */
};

void steady_review_timeline_show_values (SteadyReviewTimeline *self);

/* steady-review-timeline-play.c */
SteadyInstant steady_review_timeline_place (SteadyReviewTimeline *self);
void          steady_review_timeline_show_status (SteadyReviewTimeline *self);
void          steady_review_timeline_play_anew (SteadyReviewTimeline *self);
void          steady_review_timeline_on_replay (void *data);
void          steady_review_timeline_bind_playing (GtkWidgetClass *class);

/* steady-review-timeline-move.c */
gboolean steady_review_timeline_on_key (SteadyReviewTimeline *self,
                                        guint                 key,
                                        guint                 code,
                                        GdkModifierType       state);
void     steady_review_timeline_bind_moving (GtkWidgetClass *class);
