/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-clinical-sender.h"
#include "console/steady-result-offer.h"

G_BEGIN_DECLS

#define STEADY_TYPE_LAB_VIEW (steady_lab_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadyLabView, steady_lab_view, STEADY, LAB_VIEW, GtkWidget)

/* Values of the laboratory that are entered one by one or taken from an analyser, until
 * they are recorded as one sample. Emits "ask" with what was tapped, "act" or the name
 * of a channel, and "record". Thread: main. */
GtkWidget *steady_lab_view_new (void);
void       steady_lab_view_bind (SteadyLabView *self, SteadyConsoleLink *link);
double     steady_lab_view_get (SteadyLabView *self, SteadyChannel channel);
void steady_lab_view_set (SteadyLabView *self, SteadyChannel channel, double value);
void steady_lab_view_clear (SteadyLabView *self);
bool steady_lab_view_fill (SteadyLabView *self, SteadyClinicalRecord *record);
SteadyResultOffer          *steady_lab_view_offer (SteadyLabView *self);
const SteadyLaboratoryUnit *steady_lab_view_unit (SteadyChannel channel);
void                        steady_lab_view_add (SteadyClinicalRecord       *record,
                                                 const SteadyLaboratoryUnit *unit,
                                                 double                      entered);

G_END_DECLS
