/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_QUALITY_VIEW (steady_quality_view_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyQualityView, steady_quality_view, STEADY, QUALITY_VIEW, GtkWidget)

/* How a case did by each rule: time outside its targets, and what was not known.
 * Thread: main. */
GtkWidget *steady_quality_view_new (void);
void       steady_quality_view_load (SteadyQualityView *self, const char *case_file);
void       steady_quality_view_show (SteadyQualityView *self, const char *json);

G_END_DECLS
