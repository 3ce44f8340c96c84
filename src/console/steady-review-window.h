/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "review/steady-review-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_REVIEW_WINDOW (steady_review_window_get_type ())
G_DECLARE_FINAL_TYPE (SteadyReviewWindow,
                      steady_review_window,
                      STEADY,
                      REVIEW_WINDOW,
                      GtkApplicationWindow)

/* The window of "steady --review": one case, and no engine behind it. Thread: main. */
SteadyReviewWindow *steady_review_window_new (GtkApplication *application);
void     steady_review_window_set_dark (SteadyReviewWindow *self, gboolean dark);
void     steady_review_window_refresh (SteadyReviewWindow *self);
gboolean steady_review_window_is_complete (SteadyReviewWindow *self);
SteadyReviewPage *steady_review_window_page (SteadyReviewWindow *self);

G_END_DECLS
