/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gtk/gtk.h>

#include "base/steady-json.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_OFFER (steady_plan_offer_get_type ())
G_DECLARE_FINAL_TYPE (SteadyPlanOffer, steady_plan_offer, STEADY, PLAN_OFFER, GtkWidget)

/* A card on Live: the signed plan that the engine found for the child of the case, both
 * side by side, to be followed with one tap. Emits "follow" with whether a person
 * confirmed the child, "open" where it can only be made anew, and "put-off". Thread:
 * main. */
GtkWidget *steady_plan_offer_new (void);
void steady_plan_offer_take (SteadyPlanOffer *self, const SteadyJsonNode *welcome);
void steady_plan_offer_end (SteadyPlanOffer *self);
bool steady_plan_offer_stands (SteadyPlanOffer *self);
const char *steady_plan_offer_signed (SteadyPlanOffer *self);
const char *steady_plan_offer_plan (SteadyPlanOffer *self);
void        steady_plan_offer_say (SteadyPlanOffer *self, const char *words);

G_END_DECLS
