/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PAGE_STAGE (steady_page_stage_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPageStage, steady_page_stage, STEADY, PAGE_STAGE, GtkWidget)

/* The pages beside Live and Alarms, one seen at a time, and a page of buttons to choose
 * from where the bar has no room for all. Emits "chosen" with a name. Thread: main. */
void        steady_page_stage_add (SteadyPageStage *self, SteadyPage *page);
unsigned    steady_page_stage_count (SteadyPageStage *self);
SteadyPage *steady_page_stage_page (SteadyPageStage *self, unsigned index);
SteadyPage *steady_page_stage_find (SteadyPageStage *self, const char *name);
void        steady_page_stage_start (SteadyPageStage *self, const SteadyPageHost *host);
bool        steady_page_stage_show (SteadyPageStage *self, const char *name);
void        steady_page_stage_take (SteadyPageStage *self, const SteadyFrame *frame);
void        steady_page_stage_refresh (SteadyPageStage *self, SteadyInstant real_now);
void        steady_page_stage_review (SteadyPageStage *self);

G_END_DECLS
