/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-state.h"

G_BEGIN_DECLS

#define STEADY_TYPE_PATIENT_STRIP (steady_patient_strip_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyPatientStrip, steady_patient_strip, STEADY, PATIENT_STRIP, GtkWidget)

/* Who is on the table, what the team does, and whether Steady itself is well. Thread:
 * main. */
void steady_patient_strip_refresh (SteadyPatientStrip       *self,
                                   const SteadyConsoleState *state,
                                   SteadyInstant             real_now);
void steady_patient_strip_set_clock (SteadyPatientStrip *self, gboolean shown);
void steady_patient_strip_set_tall (SteadyPatientStrip *self, gboolean tall);

G_END_DECLS
