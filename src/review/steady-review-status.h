/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-case.h"
#include "review/steady-review-replay.h"

char *steady_review_status (const SteadyReviewCase   *review,
                            const SteadyReviewReplay *replay,
                            bool                      playing,
                            const char               *problem);
