/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-timeline-scene.h"

void steady_review_colours_marks (GtkWidget *widget, GPtrArray *marks);
void steady_review_colours_traces (GtkWidget           *widget,
                                   SteadyTimelineTrace *traces,
                                   unsigned             count);
