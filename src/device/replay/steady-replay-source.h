/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "casefile/steady-case-format.h"
#include "measure/steady-sample.h"

/*
 * What can be replayed, read forwards: a foreign recording, or a case of Steady's own.
 * Both give their samples in order of time, from instant 0 on.
 */
typedef struct SteadyReplaySource SteadyReplaySource;

struct SteadyReplaySource
{
  GArray *channels; /* of SteadyCaseChannel */
  /* The next sample; false at the end, or with an error. Thread: the reading one. */
  bool (*next) (SteadyReplaySource *self, SteadySample *ret_sample, GError **error);
  void (*free) (SteadyReplaySource *self);
};

SteadyReplaySource      *
steady_replay_source_open (const char *path, SteadySpan from, GError **error);
void steady_replay_source_free (SteadyReplaySource *self);
SteadyReplaySource *
steady_replay_source_open_case (const char *path, SteadySpan from, GError **error);
