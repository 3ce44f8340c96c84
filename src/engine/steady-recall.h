/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "alarm/steady-alarm-playback.h"
#include "casefile/steady-case-reader.h"
#include "engine/steady-engine.h"
#include "engine/steady-judged-feed.h"
#include "link/steady-replay-progress.h"

/*
 * What people did in a case, to be done again at the same instants while it is judged
 * anew. Where the case has the journal of its alarms, they are told that again, to the
 * last bit; an older case has only values on a grid of seconds and what was
 * acknowledged, reset and paused. Made ahead; the tick only reads it.
 */
struct SteadyRecall
{
  GArray           *acts; /* of Act, in the order of time */
  unsigned          next;
  char             *case_file;
  bool              journal; /* it says what the alarms were told; not in older cases */
  SteadyReplayStart start;
  SteadySpan        from; /* case time of the state that they begin with */
  SteadyJudgedFeed *feed; /* NULL before steady_recall_begin () */
  SteadyAlarmPlayback playback;
};

SteadyRecall *
steady_recall_new (SteadyCaseReader *reader, const char *case_file, GError **error);
void          steady_recall_free (SteadyRecall *self);
bool          steady_recall_begin (SteadyRecall *self,
                                   SteadyEngine *engine,
                                   SteadySpan    from,
                                   GError      **error);
SteadySpan    steady_recall_next_act (const SteadyRecall *self);
void          steady_recall_tick (SteadyRecall *self, SteadyEngine *engine);
bool          steady_recall_judge (SteadyRecall *self, SteadyEngine *engine);
bool          steady_recall_at_end (const SteadyRecall *self);
bool          steady_recall_damaged (const SteadyRecall *self);
unsigned      steady_recall_differing (const SteadyRecall *self);
SteadyInstant steady_recall_real (const SteadyRecall *self, SteadyInstant real_now);
