/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-case.h"

char *steady_review_event_line (const SteadyReviewCase *review,
                                const SteadyCaseEvent  *event);
char *steady_review_event_detail (const SteadyReviewCase *review,
                                  const SteadyCaseEvent  *event);
