/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "console/steady-live-arrangement.h"
#include "console/steady-page-bar.h"
#include "console/steady-trend-panel.h"
#include "console/steady-wave-panel.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_LIVE_PAGE (steady_live_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyLivePage, steady_live_page, STEADY, LIVE_PAGE, GtkWidget)

/* Everything of the Live page, arranged for the screen it is on. Thread: main. */
void steady_live_page_start (SteadyLivePage    *self,
                             SteadyConsoleLink *link,
                             SteadyPlotBackend  backend);
void steady_live_page_changed (SteadyLivePage *self, unsigned changes);
void
steady_live_page_refresh (SteadyLivePage *self, SteadyInstant real_now, gboolean dark);
void     steady_live_page_set_locked (SteadyLivePage *self, gboolean locked);
void     steady_live_page_set_shape (SteadyLivePage *self, SteadyLiveShape shape);
gboolean steady_live_page_show (SteadyLivePage *self, const char *name);
gboolean steady_live_page_knows (SteadyLivePage *self, const char *name);
void     steady_live_page_add (SteadyLivePage *self, SteadyPage *page);
gboolean steady_live_page_is_live (SteadyLivePage *self);
void     steady_live_page_take (SteadyLivePage *self, const SteadyFrame *frame);
void     steady_live_page_set_clock (SteadyLivePage *self, gboolean shown);
SteadyWavePanel  *steady_live_page_waves (SteadyLivePage *self);
SteadyTrendPanel *steady_live_page_trends (SteadyLivePage *self);
SteadyPageBar    *steady_live_page_bar (SteadyLivePage *self);

G_END_DECLS
