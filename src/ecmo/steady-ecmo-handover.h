/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ecmo/steady-ecmo-sender.h"
#include "ecmo/steady-ecmo-source.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ECMO_HANDOVER_VIEW (steady_ecmo_handover_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadyEcmoHandoverView,
                      steady_ecmo_handover_view,
                      STEADY,
                      ECMO_HANDOVER_VIEW,
                      GtkWidget)

/* What is handed on at the end of a shift, on one screen: situation, background,
 * assessment, and what only people know, signed by who gives and who takes. Thread:
 * main. */
GtkWidget  *steady_ecmo_handover_view_new (SteadyEcmoSender *sender);
void        steady_ecmo_handover_view_set_names (SteadyEcmoHandoverView *self,
                                                 const char *const      *names);
void        steady_ecmo_handover_view_show (SteadyEcmoHandoverView *self,
                                            const SteadyEcmoSheet  *sheet);
void        steady_ecmo_handover_view_fill (SteadyEcmoHandoverView *self,
                                            const char             *taker,
                                            const char             *concerns,
                                            const char             *plan);
void        steady_ecmo_handover_view_sign (SteadyEcmoHandoverView *self);
const char *steady_ecmo_handover_view_words (SteadyEcmoHandoverView *self);

G_END_DECLS
