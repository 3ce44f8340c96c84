/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "steady-driver-bench.h"

/* A tape of tests/tapes, whole in memory. */
typedef struct SteadyDialogue
{
  SteadyTape *tape;
  GArray     *records; /* of SteadyTapeRecord */
  bool        unasked; /* the device begins */
} SteadyDialogue;

char                   *steady_dialogue_folder (void);
SteadyDialogue          steady_dialogue_load (const char *file);
void                    steady_dialogue_finish (SteadyDialogue *self);
const SteadyTapeRecord *steady_dialogue_at (const SteadyDialogue *self, guint i);
SteadyDriverBench      *steady_dialogue_bench (const SteadyDialogue *self);
size_t                  steady_dialogue_find (const SteadyDialogue *self,
                                              const uint8_t        *bytes,
                                              size_t                length,
                                              unsigned              most,
                                              guint                *at);

/* Calls @add with the name of each tape, without its ending, and its file. */
typedef void (*SteadyDialogueAdd) (const char *name, const char *file);

void steady_dialogue_each (SteadyDialogueAdd add);
