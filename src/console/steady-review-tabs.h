/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-page.h"

G_BEGIN_DECLS

/* Puts quality and sheets on paper beside the timeline of a case. Thread: main. */
void steady_review_tabs_add (SteadyReviewPage *page);

G_END_DECLS
