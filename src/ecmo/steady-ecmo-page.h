/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecmo/steady-ecmo-circuit.h"
#include "ecmo/steady-ecmo-handover.h"
#include "ecmo/steady-ecmo-table.h"
#include "ecmo/steady-ecmo-trends.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ECMO_PAGE (steady_ecmo_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyEcmoPage, steady_ecmo_page, STEADY, ECMO_PAGE, GtkWidget)

/* Follows a child on ECMO by the open case: hourly chart, trends over days. Emits
 * "circuit-check" when the hourly list is wanted, and "print" with the case and the
 * sheet ("ecmo" or "handoff") that is wanted on paper. Thread: main. */
GtkWidget              *steady_ecmo_page_new (void);
void                    steady_ecmo_page_view (SteadyEcmoPage *self, const char *name);
void                    steady_ecmo_page_go (SteadyEcmoPage *self, int hours);
const char             *steady_ecmo_page_status (SteadyEcmoPage *self);
SteadyEcmoTable        *steady_ecmo_page_table (SteadyEcmoPage *self);
SteadyEcmoTrends       *steady_ecmo_page_trends (SteadyEcmoPage *self);
SteadyEcmoCircuit      *steady_ecmo_page_circuit (SteadyEcmoPage *self);
SteadyEcmoHandoverView *steady_ecmo_page_handover (SteadyEcmoPage *self);
void     steady_ecmo_page_say (SteadyEcmoPage *self, const char *words, gboolean bad);
gboolean steady_ecmo_page_is_shown (SteadyEcmoPage *self);

G_END_DECLS
