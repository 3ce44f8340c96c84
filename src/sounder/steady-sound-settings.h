/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/* The sound systems that PortAudio may be asked for. */
typedef enum SteadySoundApi
{
  STEADY_SOUND_API_DEFAULT = 0, /* whatever PortAudio prefers */
  STEADY_SOUND_API_ALSA = 1,
  STEADY_SOUND_API_JACK = 2
} SteadySoundApi;

/* What a site may choose. Kept in the environment, so that the supervisor hands it on
 * to each sounder that it starts. */
#define STEADY_SOUND_API_VARIABLE "STEADY_SOUND_API"

bool steady_sound_settings_parse_api (const char *text, SteadySoundApi *ret_api);
SteadySoundApi steady_sound_settings_api (void);
