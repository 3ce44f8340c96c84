/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sound-settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "default", "alsa" or "jack". Thread: any. */
bool
steady_sound_settings_parse_api (const char *text, SteadySoundApi *ret_api)
{
  static const char *const names[] = {
    [STEADY_SOUND_API_DEFAULT] = "default",
    [STEADY_SOUND_API_ALSA] = "alsa",
    [STEADY_SOUND_API_JACK] = "jack",
  };

  for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp (text, names[i]) == 0)
      {
        *ret_api = (SteadySoundApi) i;
        return true;
      }
  return false;
}

/*
 * The sound system that the environment names. A name that is not known is as good as
 * none: alarms must sound, whatever stands in a setting.
 *
 * Thread: main.
 */
SteadySoundApi
steady_sound_settings_api (void)
{
  SteadySoundApi api = STEADY_SOUND_API_DEFAULT;
  const char    *text = getenv (STEADY_SOUND_API_VARIABLE);

  if (text != NULL && !steady_sound_settings_parse_api (text, &api))
    fprintf (stderr,
             "steady-sounder: %s is \"%s\", not default, alsa or jack; going on with "
             "the default\n",
             STEADY_SOUND_API_VARIABLE,
             text);
  return api;
}
