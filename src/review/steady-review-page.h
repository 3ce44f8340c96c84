/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-timeline.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_REVIEW_PAGE (steady_review_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyReviewPage, steady_review_page, STEADY, REVIEW_PAGE, GtkWidget)

/*
 * A case that is looked at afterwards: its timeline, and what other modules add as
 * tabs. Emits "opened" when another case, or the same with more in it, has been read.
 * Thread: main.
 */
GtkWidget  *steady_review_page_new (void);
void        steady_review_page_open (SteadyReviewPage *self, const char *case_file);
void        steady_review_page_add_tab (SteadyReviewPage *self,
                                        const char       *name,
                                        const char       *title,
                                        GtkWidget        *widget);
void        steady_review_page_add_button (SteadyReviewPage *self, GtkWidget *button);
bool        steady_review_page_show_tab (SteadyReviewPage *self, const char *name);
const char *steady_review_page_case (SteadyReviewPage *self);
bool        steady_review_page_is_loading (SteadyReviewPage *self);
const char *steady_review_page_notice (SteadyReviewPage *self);
const SteadyReviewCase *steady_review_page_review (SteadyReviewPage *self);
SteadyReviewTimeline   *steady_review_page_timeline (SteadyReviewPage *self);

G_END_DECLS
