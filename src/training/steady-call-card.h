/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CALL_CARD (steady_call_card_get_type ())
G_DECLARE_FINAL_TYPE (SteadyCallCard, steady_call_card, STEADY, CALL_CARD, GtkWidget)

/* A calm card on the Live page: who speaks and the answers to repeat back, a page of a
 * lesson, a note of the instructor, or that the case is frozen. It is visible only
 * while there is something to say. Thread: main. */
GtkWidget  *steady_call_card_new (SteadyTrainingLink *link);
void        steady_call_card_refresh (SteadyCallCard *self);
const char *steady_call_card_text (SteadyCallCard *self);
GtkWidget  *steady_call_card_button (SteadyCallCard *self, unsigned index);

G_END_DECLS
