/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ecmo/steady-ecmo-source.h"

G_BEGIN_DECLS

#define STEADY_TYPE_ECMO_TRENDS (steady_ecmo_trends_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyEcmoTrends, steady_ecmo_trends, STEADY, ECMO_TRENDS, GtkWidget)

/* The main quantities over hours and days, and how the oxygenator goes. Emits "wanted"
 * when another span was chosen. Thread: main. */
GtkWidget *steady_ecmo_trends_new (void);
void steady_ecmo_trends_ask (SteadyEcmoTrends *self, SteadyEcmoQuestion *question);
void steady_ecmo_trends_show (SteadyEcmoTrends *self, const SteadyEcmoSheet *sheet);
void steady_ecmo_trends_set_hours (SteadyEcmoTrends *self, unsigned hours);
GtkWidget  *steady_ecmo_trends_spans (SteadyEcmoTrends *self);
unsigned    steady_ecmo_trends_filled (SteadyEcmoTrends *self);
const char *steady_ecmo_trends_words (SteadyEcmoTrends *self);

G_END_DECLS
