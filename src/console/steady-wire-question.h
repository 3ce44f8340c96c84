/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_WIRE_QUESTION (steady_wire_question_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyWireQuestion, steady_wire_question, STEADY, WIRE_QUESTION, GtkWidget)

/* The line above the matrix: how it is read, and, once an empty cell was tapped, what
 * would be added there or what speaks against it. Emits "changed" when other rows are
 * to be shown, or nothing is asked any more. Thread: main. */
void steady_wire_question_bind (SteadyWireQuestion *self, SteadyConsoleLink *link);
void
steady_wire_question_rest (SteadyWireQuestion *self, const char *words, gboolean bad);
void     steady_wire_question_ask (SteadyWireQuestion *self,
                                   const char         *rule,
                                   SteadyControl       control);
gboolean steady_wire_question_refresh (SteadyWireQuestion *self);
gboolean steady_wire_question_shows_all (SteadyWireQuestion *self);

G_END_DECLS
