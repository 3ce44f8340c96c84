/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-timeline-scene.h"

/* What is asked; no more than the view has columns. */
typedef struct SteadyTimelineQuestion
{
  SteadyInstant     from;
  SteadyInstant     to;
  unsigned          columns;
  unsigned          n_channels;
  SteadyCaseChannel channels[STEADY_TIMELINE_TRACES];
  SteadyInstant     cursors[STEADY_TIMELINE_CURSORS]; /* NEVER: not asked */
  bool              only_values;                      /* the curves are known already */
} SteadyTimelineQuestion;

/* Called in the main loop; takes the answer over. */
typedef void (*SteadyTimelineCallback) (SteadyTimelineAnswer *answer, void *data);

/*
 * Reads a case in a thread of its own, so that a slow disk never holds up the screen.
 * One question at a time; a newer one replaces one that waits.
 */
typedef struct SteadyTimelineSource SteadyTimelineSource;

SteadyTimelineSource *steady_timeline_source_new (const char            *case_file,
                                                  SteadyTimelineCallback callback,
                                                  void                  *data);
void                  steady_timeline_source_free (SteadyTimelineSource *self);
void                  steady_timeline_source_ask (SteadyTimelineSource         *self,
                                                  const SteadyTimelineQuestion *question);
bool                  steady_timeline_source_busy (SteadyTimelineSource *self);
void                  steady_timeline_answer_free (SteadyTimelineAnswer *answer);
