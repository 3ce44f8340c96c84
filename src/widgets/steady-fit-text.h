/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_FIT_TEXT (steady_fit_text_get_type ())
G_DECLARE_FINAL_TYPE (SteadyFitText, steady_fit_text, STEADY, FIT_TEXT, GtkWidget)

/* Text whose place never changes: a new text costs a redraw, not a layout. What is
 * wider than its place is drawn smaller. Thread: main. */
GtkWidget  *steady_fit_text_new (void);
void        steady_fit_text_set_text (SteadyFitText *self, const char *text);
const char *steady_fit_text_get_text (SteadyFitText *self);
double      steady_fit_text_get_scale (SteadyFitText *self);

G_END_DECLS
