/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One recorded alarm sound, mono at STEADY_SOUND_RATE, its loudest sample at 0.95. */
typedef struct SteadyRecordedSound
{
  float   *samples; /* free with g_free () */
  uint32_t length;
} SteadyRecordedSound;

enum
{
  STEADY_RECORDED_SOUND_MAX = 8 * 1024 * 1024 /* bytes of a file */
};

const char *steady_recorded_sound_parse (const void          *bytes,
                                         size_t               length,
                                         SteadyRecordedSound *ret_sound);
