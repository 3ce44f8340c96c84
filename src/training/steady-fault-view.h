/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_FAULT_VIEW (steady_fault_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadyFaultView, steady_fault_view, STEADY, FAULT_VIEW, GtkWidget)

/* Every mechanism in groups, those that are not as they should be marked; the chosen
 * one with values, ramp and the button that does it. Thread: main. */
void steady_fault_view_bind (SteadyFaultView *self, SteadyTrainingLink *link);
void steady_fault_view_load (SteadyFaultView *self, const char *data_folder);
void steady_fault_view_refresh (SteadyFaultView *self);
bool steady_fault_view_choose (SteadyFaultView *self, const char *mechanism);
void steady_fault_view_inject (SteadyFaultView *self, double value);

G_END_DECLS
