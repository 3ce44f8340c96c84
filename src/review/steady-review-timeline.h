/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-case.h"
#include "review/steady-review-entry.h"
#include "review/steady-review-values.h"
#include "review/steady-timeline-overview.h"
#include "review/steady-timeline-view.h"

G_BEGIN_DECLS

#define STEADY_TYPE_REVIEW_TIMELINE (steady_review_timeline_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyReviewTimeline, steady_review_timeline, STEADY, REVIEW_TIMELINE, GtkWidget)

/* Overview, timeline, values under the cursors, and the buttons that play, move and
 * add. Emits "added" when the case holds more than before. Thread: main. */
void steady_review_timeline_show (SteadyReviewTimeline   *self,
                                  const SteadyReviewCase *review);
void steady_review_timeline_renew (SteadyReviewTimeline   *self,
                                   const SteadyReviewCase *review);
void steady_review_timeline_refresh (SteadyReviewTimeline *self);
void steady_review_timeline_stop (SteadyReviewTimeline *self);
bool steady_review_timeline_has_speed (double speed);
void steady_review_timeline_play (SteadyReviewTimeline *self, double speed);
void steady_review_timeline_jump (SteadyReviewTimeline *self,
                                  int                   direction,
                                  bool                  alarms_only);

SteadyTimelineView *steady_review_timeline_view (SteadyReviewTimeline *self);
SteadyReviewValues *steady_review_timeline_values (SteadyReviewTimeline *self);
SteadyReviewEntry  *steady_review_timeline_entry (SteadyReviewTimeline *self);
const char         *steady_review_timeline_status (SteadyReviewTimeline *self);
bool                steady_review_timeline_playing (SteadyReviewTimeline *self);

G_END_DECLS
