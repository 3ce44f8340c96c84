/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-adjust-draft.h"
#include "console/steady-console-link.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ADJUST_PAGE (steady_adjust_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyAdjustPage, steady_adjust_page, STEADY, ADJUST_PAGE, GtkWidget)

/* Sets the flow to a number, ramps to one, holds a pressure, lets a pump follow.
 * Thread: main. */
GtkWidget *steady_adjust_page_new (void);
void       steady_adjust_page_bind (SteadyAdjustPage *self, SteadyConsoleLink *link);
void       steady_adjust_page_choose (SteadyAdjustPage *self, SteadyAdjustTab tab);
void steady_adjust_page_enter (SteadyAdjustPage *self, unsigned cell, double value);
void steady_adjust_page_act (SteadyAdjustPage *self);
void steady_adjust_page_cancel (SteadyAdjustPage *self);
const char *steady_adjust_page_status (SteadyAdjustPage *self);

G_END_DECLS
