/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"
#include "engine/steady-engine.h"

/*
 * What people did in a case, to be done again at the same instants while it is judged
 * anew: marks, phases, what was acknowledged, reset and paused. Made ahead; the tick
 * only reads it.
 */
struct SteadyRecall
{
  GArray  *acts; /* of Act, in the order of time */
  unsigned next;
};

SteadyRecall *steady_recall_new (SteadyCaseReader *reader, GError **error);
void          steady_recall_free (SteadyRecall *self);
void          steady_recall_tick (SteadyRecall *self, SteadyEngine *engine);
