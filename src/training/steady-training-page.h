/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-call-card.h"
#include "training/steady-debrief-panel.h"
#include "training/steady-instructor-panel.h"
#include "training/steady-shelf-panel.h"
#include "training/steady-training-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TRAINING_PAGE (steady_training_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyTrainingPage, steady_training_page, STEADY, TRAINING_PAGE, GtkWidget)

/* The Training page: scenarios, run and debrief, instructor. It is a SteadyPage, exists
 * only in a training case, and has the card of the Live page. Thread: main. */
GtkWidget             *steady_training_page_new (void);
SteadyTrainingLink    *steady_training_page_link (SteadyTrainingPage *self);
SteadyShelfPanel      *steady_training_page_shelf (SteadyTrainingPage *self);
SteadyInstructorPanel *steady_training_page_instructor (SteadyTrainingPage *self);
SteadyDebriefPanel    *steady_training_page_debrief (SteadyTrainingPage *self);
SteadyCallCard        *steady_training_page_call_card (SteadyTrainingPage *self);
void steady_training_page_tab (SteadyTrainingPage *self, const char *name);

G_END_DECLS
