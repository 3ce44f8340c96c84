/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-timeline-view.h"

G_BEGIN_DECLS

#define STEADY_TYPE_TIMELINE_OVERVIEW (steady_timeline_overview_get_type ())
G_DECLARE_FINAL_TYPE (SteadyTimelineOverview,
                      steady_timeline_overview,
                      STEADY,
                      TIMELINE_OVERVIEW,
                      GtkWidget)

/* The whole case as a strip: phases, alarms and one trend, and the part that the
 * timeline below shows, which can be moved by drag and tap. Thread: main. */
void steady_timeline_overview_bind (SteadyTimelineOverview *self,
                                    SteadyTimelineView     *view);
void steady_timeline_overview_set_case (SteadyTimelineOverview    *self,
                                        const char                *case_file,
                                        const SteadyTimelineTrace *trace,
                                        GPtrArray                 *marks);
void steady_timeline_overview_set_dark (SteadyTimelineOverview *self, bool dark);

G_END_DECLS
