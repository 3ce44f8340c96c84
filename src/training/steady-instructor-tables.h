/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-link.h"
#include "widgets/steady-word-table.h"

G_BEGIN_DECLS

/* What only an instructor sees, as tables: the timeline with a button that gives a step
 * now, what is expected of the trainee, and what is true beside what is shown. Thread:
 * main. */
GtkWidget *steady_instructor_timeline_new (void);
GtkWidget *steady_instructor_expected_new (void);
GtkWidget *steady_instructor_truth_new (void);
void       steady_instructor_timeline_fill (SteadyWordTable           *table,
                                            const SteadyTrainingState *state);
void       steady_instructor_expected_fill (SteadyWordTable           *table,
                                            const SteadyTrainingState *state);
void       steady_instructor_truth_fill (SteadyWordTable           *table,
                                         const SteadyTrainingState *state);

G_END_DECLS
