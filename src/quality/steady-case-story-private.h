/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/steady-case-story.h"

/* The parts of steady_case_story_read (); each adds to @self. */
bool steady_case_story_read_record (SteadyCaseStory  *self,
                                    SteadyCaseReader *reader,
                                    GError          **error);
void steady_case_story_find_phases (SteadyCaseStory *self, const GArray *commands);
void steady_case_story_describe (SteadyCaseStory *self);
