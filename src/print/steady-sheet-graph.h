/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/steady-paper.h"
#include "quality/steady-case-story.h"

enum
{
  STEADY_SHEET_TRACES = 4
};

/* A line of a graph. */
typedef struct SteadySheetTrace
{
  SteadyChannel channel;
  unsigned      dash; /* 0: none; in print a hue alone tells nothing */
} SteadySheetTrace;

/* One graph over the whole case: traces of one unit, with the plan's band behind. */
typedef struct SteadySheetGraph
{
  const char      *title; /* translated */
  const char      *unit;
  SteadySheetTrace traces[STEADY_SHEET_TRACES];
  unsigned         n_traces;
  double           least_span; /* of the axis, so that ripple is not a mountain */
  const char      *band_low;   /* member of the plan's targets; NULL: no such bound */
  const char      *band_high;
  double           share; /* both bounds this much below and above it; 0: themselves */
} SteadySheetGraph;

void steady_sheet_graph (SteadyPaper            *paper,
                         SteadyCaseReader       *reader,
                         const SteadyCaseStory  *story,
                         const SteadySheetGraph *graph,
                         double                  height);
void steady_sheet_graph_phases (SteadyPaper *paper, const SteadyCaseStory *story);
