/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/steady-case-story.h"

/* What one numeric did while a phase held. Meaningless until @known is above 0. */
typedef struct SteadyCaseExtent
{
  SteadySpan known; /* seconds with a usable value */
  double     mean;
  double     low;
  double     high;
} SteadyCaseExtent;

bool steady_case_extent_read (SteadyCaseReader      *reader,
                              const SteadyCaseStory *story,
                              SteadyChannel          channel,
                              SteadyCasePhaseKind    phase,
                              SteadyCaseExtent      *ret_extent,
                              GError               **error);
bool steady_case_value_at (SteadyCaseReader *reader,
                           SteadyChannel     channel,
                           SteadyInstant     t,
                           SteadySpan        oldest,
                           double           *ret_value);
