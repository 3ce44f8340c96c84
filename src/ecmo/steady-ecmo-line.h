/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ecmo/steady-ecmo-source.h"

G_BEGIN_DECLS

enum
{
  STEADY_ECMO_LINE_LABEL = 196 /* pixels of the name at its left */
};

/* One cell; both texts are handed over, freed with g_free (). */
typedef struct SteadyEcmoLineCell
{
  char *value;
  char *note; /* below it, small */
} SteadyEcmoLineCell;

#define STEADY_TYPE_ECMO_LINE (steady_ecmo_line_get_type ())
G_DECLARE_FINAL_TYPE (SteadyEcmoLine, steady_ecmo_line, STEADY, ECMO_LINE, GtkWidget)

/* A line of the flow sheet: a name, and a value with a note for each hour. One widget
 * and not one for each cell, since there are hundreds. Thread: main. */
GtkWidget *steady_ecmo_line_new (const char *label, const char *unit, gboolean head);
void
steady_ecmo_line_show (SteadyEcmoLine *self, SteadyEcmoLineCell *cells, unsigned count);
void        steady_ecmo_line_set_unit (SteadyEcmoLine *self, const char *unit);
const char *steady_ecmo_line_unit (SteadyEcmoLine *self);
const char *steady_ecmo_line_value (SteadyEcmoLine *self, unsigned column);

G_END_DECLS
