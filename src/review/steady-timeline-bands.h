/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-timeline-picture.h"

void steady_timeline_bands_draw (const SteadyTimelineScene *scene,
                                 const SteadyTimelineRows  *rows,
                                 int                        scale,
                                 int                        first,
                                 int                        last,
                                 SteadyPlotPicture         *picture);
