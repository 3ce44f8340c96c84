/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "casefile/steady-case-reader.h"
#include "review/steady-timeline-scene.h"

/*
 * The one way in which the timeline reads a case: whatever is asked for becomes one
 * pair of lowest and highest a pixel column. count 0: nothing was recorded there, a
 * gap.
 */
bool steady_timeline_read (SteadyCaseReader        *reader,
                           const SteadyCaseChannel *channel,
                           SteadyInstant            from,
                           SteadyInstant            to,
                           unsigned                 columns,
                           SteadyEnvelope          *ret_columns,
                           GError                 **error);
bool steady_timeline_read_value (SteadyCaseReader        *reader,
                                 const SteadyCaseChannel *channel,
                                 SteadyInstant            t,
                                 SteadyTimelineValue     *ret_value,
                                 GError                 **error);
void steady_timeline_join (const float    *values,
                           unsigned        count,
                           double          first,
                           double          step,
                           SteadyEnvelope *columns,
                           unsigned        n_columns);
