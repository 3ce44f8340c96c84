/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-case.h"

GHashTable *steady_review_timers_new (void);
bool        steady_review_timers_take (GHashTable            *timers,
                                       SteadyReviewCase      *review,
                                       const SteadyCaseEvent *event);
void        steady_review_timers_place (SteadyReviewCase *review);
