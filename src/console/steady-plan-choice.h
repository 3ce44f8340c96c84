/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_PLAN_CHOICE (steady_plan_choice_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyPlanChoice, steady_plan_choice, STEADY, PLAN_CHOICE, GtkWidget)

/* Buttons to choose from, or a line to write in, or both. Emits "chosen" with an id or
 * what was written ("": nothing), and "left". Thread: main. */
GtkWidget *steady_plan_choice_new (void);
void
steady_plan_choice_begin (SteadyPlanChoice *self, const char *title, const char *note);
void steady_plan_choice_add (SteadyPlanChoice *self, const char *id, const char *label);
void steady_plan_choice_write (SteadyPlanChoice *self, const char *text);
void steady_plan_choice_accept (SteadyPlanChoice *self, const char *label);
void steady_plan_choice_leave (SteadyPlanChoice *self, const char *label);
void steady_plan_choice_say (SteadyPlanChoice *self, const char *words);

G_END_DECLS
