/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-review-tabs.h"

#include <glib/gi18n-lib.h>

#include "records/steady-quality-view.h"
#include "records/steady-sheet-bar.h"

static void
on_quality (SteadyQualityView *view, SteadyReviewPage *page)
{
  steady_quality_view_load (view, steady_review_page_case (page));
}

static void
on_sheets (SteadySheetBar *bar, SteadyReviewPage *page)
{
  steady_sheet_bar_set_case (bar, steady_review_page_case (page));
}

/* The neighbours of @page know nothing of each other: they meet here. */
void
steady_review_tabs_add (SteadyReviewPage *page)
{
  GtkWidget *quality = steady_quality_view_new ();
  GtkWidget *sheets = steady_sheet_bar_new ();

  steady_review_page_add_tab (page, "quality", _ ("Quality"), quality);
  steady_review_page_add_tab (page, "paper", _ ("On paper"), sheets);
  g_signal_connect_object (
      page, "opened", G_CALLBACK (on_quality), quality, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      page, "opened", G_CALLBACK (on_sheets), sheets, G_CONNECT_SWAPPED);
}
