/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/steady-fit-text.h"

/* Parts that the clinical pages are built of. Thread: main. */
GtkWidget     *steady_clinical_layout_flow (void);
void           steady_clinical_layout_add (GtkWidget *flow, GtkWidget *child);
GtkWidget     *steady_clinical_layout_scrolled (GtkWidget *child);
SteadyFitText *steady_clinical_layout_text (int height, unsigned lines);
