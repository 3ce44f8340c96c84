/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ecmo/steady-ecmo-sender.h"
#include "ecmo/steady-ecmo-source.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ECMO_CIRCUIT (steady_ecmo_circuit_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyEcmoCircuit, steady_ecmo_circuit, STEADY, ECMO_CIRCUIT, GtkWidget)

/* How old the parts of the circuit are, what was changed, and the laboratory values
 * that only ECMO asks for. Emits "asking" when another of its views comes up. Thread:
 * main. */
GtkWidget *steady_ecmo_circuit_new (SteadyEcmoSender *sender);
void       steady_ecmo_circuit_show (SteadyEcmoCircuit     *self,
                                     const SteadyEcmoSheet *sheet,
                                     SteadyInstant          now);
void       steady_ecmo_circuit_choose (SteadyEcmoCircuit *self, const char *name);
void       steady_ecmo_circuit_type (SteadyEcmoCircuit *self, const char *keys);
void
steady_ecmo_circuit_name (SteadyEcmoCircuit *self, const char *name, const char *lot);
gboolean    steady_ecmo_circuit_is_asking (SteadyEcmoCircuit *self);
const char *steady_ecmo_circuit_part (SteadyEcmoCircuit *self, SteadyEcmoPart part);

G_END_DECLS
