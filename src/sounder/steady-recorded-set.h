/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "sound/steady-sound-set.h"

enum
{
  STEADY_RECORDED_SOUNDS = STEADY_SOUND_HIGH * STEADY_SOUND_CATEGORIES
};

/*
 * A site's own recordings of alarm sounds, such as the licensed auditory icons of the
 * standard's later edition, with the tones wherever one is missing or of no use.
 */
typedef struct SteadyRecordedSet SteadyRecordedSet;

SteadyRecordedSet    *steady_recorded_set_from_site (void);
SteadyRecordedSet    *steady_recorded_set_load (const char *folder);
void                  steady_recorded_set_free (SteadyRecordedSet *self);
const SteadySoundSet *steady_recorded_set_sounds (const SteadyRecordedSet *self);
unsigned              steady_recorded_set_count (const SteadyRecordedSet *self);
const char           *steady_recorded_set_problem (const SteadyRecordedSet *self);
