/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_HANDS_PAGE (steady_hands_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyHandsPage, steady_hands_page, STEADY, HANDS_PAGE, GtkWidget)

/* What a trainee does beside the screen: look, tell, ask, use the hands. All actions
 * are always offered, since a list of the right ones would be the answer. Thread: main.
 */
GtkWidget *steady_hands_page_new (SteadyTrainingLink *link);
GtkWidget *steady_hands_page_button (SteadyHandsPage *self, const char *id);

G_END_DECLS
