/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CONTROL_STEPPER (steady_control_stepper_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyControlStepper, steady_control_stepper, STEADY, CONTROL_STEPPER, GtkWidget)

/* Sets one control in steps that fit the child. Each step is a proposal; the number
 * shown is the set-point read back. Thread: main. */
void steady_control_stepper_bind (SteadyControlStepper *self, SteadyConsoleLink *link);
void steady_control_stepper_refresh (SteadyControlStepper *self,
                                     SteadyInstant         real_now);
void
steady_control_stepper_step (SteadyControlStepper *self, gboolean large, gboolean up);
void steady_control_stepper_turn (SteadyControlStepper *self, int notches);
void steady_control_stepper_set_stacked (SteadyControlStepper *self, gboolean stacked);
void steady_control_stepper_confirm (SteadyControlStepper *self, gboolean yes);

G_END_DECLS
