/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-checklist-book.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_AROUND_PAGE (steady_around_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyAroundPage, steady_around_page, STEADY, AROUND_PAGE, GtkWidget)

/* Around the pump: the beat for the hand crank with its arrow, mains and battery,
 * control mode, run time, the layout of the heads. Page "around". Thread: main. */
GtkWidget *steady_around_page_new (void);
void steady_around_page_bind (SteadyAroundPage *self, const SteadyChecklistBook *book);

G_END_DECLS
