/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gtk/gtk.h>

#include "console/steady-clinical-book.h"
#include "link/steady-frame.h"
#include "measure/steady-laboratory-unit.h"

G_BEGIN_DECLS

#define STEADY_TYPE_RESULT_OFFER (steady_result_offer_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyResultOffer, steady_result_offer, STEADY, RESULT_OFFER, GtkWidget)

/*
 * A sample that an analyser has sent, with the question whose it is. Hidden while there
 * is none. Signal "taken" (SteadyLaboratoryResult *, gboolean venous): a person says
 * that it is this child's. Thread: main.
 */
GtkWidget *steady_result_offer_new (void);
void       steady_result_offer_take (SteadyResultOffer *self, const SteadyFrame *frame);
void steady_result_offer_show (SteadyResultOffer *self, const SteadyClinicalBook *book);
bool steady_result_offer_value (const SteadyLaboratoryResult *result,
                                bool                          venous,
                                const SteadyLaboratoryUnit   *unit,
                                double                       *ret_entered);
void steady_result_offer_device (const SteadyLaboratoryResult *result,
                                 char                         *text,
                                 size_t                        size);

G_END_DECLS
