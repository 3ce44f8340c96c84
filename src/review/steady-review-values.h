/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-case.h"
#include "review/steady-timeline-view.h"

G_BEGIN_DECLS

#define STEADY_TYPE_REVIEW_VALUES (steady_review_values_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyReviewValues, steady_review_values, STEADY, REVIEW_VALUES, GtkWidget)

/* What stands under the cursors, with units, quality and the difference, and what
 * happened there. Thread: main. */
void steady_review_values_show (SteadyReviewValues        *self,
                                SteadyTimelineView        *view,
                                const SteadyReviewCase    *review,
                                const SteadyTimelineTrace *traces,
                                unsigned                   n_traces);
const char *
steady_review_values_cell (SteadyReviewValues *self, SteadyChannel channel, unsigned i);
const char *steady_review_values_happened (SteadyReviewValues *self);

G_END_DECLS
