/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_INSTRUCTOR_PANEL (steady_instructor_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyInstructorPanel, steady_instructor_panel, STEADY, INSTRUCTOR_PANEL, GtkWidget)

/* Faults, pace, notes, timeline and truths, for whoever leads a training. Closed until
 * somebody asks for it, since the trainee must not see it. Thread: main. */
void steady_instructor_panel_bind (SteadyInstructorPanel *self,
                                   SteadyTrainingLink    *link);
void steady_instructor_panel_load (SteadyInstructorPanel *self,
                                   const char            *data_folder);
void steady_instructor_panel_refresh (SteadyInstructorPanel *self);
bool steady_instructor_panel_choose (SteadyInstructorPanel *self,
                                     const char            *mechanism);
void steady_instructor_panel_inject (SteadyInstructorPanel *self, double value);

G_END_DECLS
