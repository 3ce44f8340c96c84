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
#define STEADY_SOUND_API_VARIABLE    "STEADY_SOUND_API"
#define STEADY_SOUND_VOLUME_VARIABLE "STEADY_SOUND_VOLUME"
#define STEADY_SOUND_FLOOR_VARIABLE  "STEADY_SOUND_VOLUME_FLOOR"
#define STEADY_SOUND_SET_VARIABLE    "STEADY_SOUND_SET"

/* dB below full. */
#define STEADY_SOUND_FLOOR (-12.0) /* unless the site says otherwise */
#define STEADY_SOUND_FLOOR_LOWEST \
  (-20.0) /* no site goes below: it would not be heard */

bool steady_sound_settings_parse_api (const char *text, SteadySoundApi *ret_api);
SteadySoundApi steady_sound_settings_api (void);
double         steady_sound_settings_volume (double wanted_db, double floor_db);
double         steady_sound_settings_gain (double volume_db);
void steady_sound_settings_load_volume (double *ret_volume_db, double *ret_floor_db);
