/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sound-settings.h"

#include <libintl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/steady-text.h"

#define _(text) gettext (text)

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
    fprintf (
        stderr,
        _ ("steady-sounder: %s is \"%s\", not default, alsa or jack; going on with "
           "the default\n"),
        STEADY_SOUND_API_VARIABLE,
        text);
  return api;
}

/*
 * The volume in dB that is in force where @wanted_db is asked for: never above full,
 * never below the floor, and the floor never below what can be heard. What is no number
 * is full.
 *
 * Thread: any.
 */
double
steady_sound_settings_volume (double wanted_db, double floor_db)
{
  if (isnan (wanted_db))
    return 0.0;
  const double floor = isnan (floor_db)
                           ? STEADY_SOUND_FLOOR
                           : fmin (0.0, fmax (floor_db, STEADY_SOUND_FLOOR_LOWEST));
  return fmin (0.0, fmax (wanted_db, floor));
}

/* The number in an environment variable, @otherwise without one, NAN where it is none.
 */
static double
number_of (const char *variable, double otherwise)
{
  const char *text = getenv (variable);
  double      number;

  if (text == NULL)
    return otherwise;
  if (steady_text_to_number (text, &number))
    return number;
  fprintf (
      stderr,
      _ ("steady-sounder: %s is \"%s\", not a number of decibels such as -6; going "
         "on without it\n"),
      variable,
      text);
  return NAN;
}

/* dB as a factor of full. Thread: any. */
double
steady_sound_settings_gain (double volume_db)
{
  return pow (10.0, volume_db / 20.0);
}

/* The volume and the floor that the environment sets, in dB. Thread: main. */
void
steady_sound_settings_load_volume (double *ret_volume_db, double *ret_floor_db)
{
  const double wanted = number_of (STEADY_SOUND_VOLUME_VARIABLE, 0.0);
  const double floor = number_of (STEADY_SOUND_FLOOR_VARIABLE, STEADY_SOUND_FLOOR);

  *ret_volume_db = steady_sound_settings_volume (wanted, floor);
  *ret_floor_db = steady_sound_settings_volume (-INFINITY, floor);
  if (wanted < *ret_volume_db)
    fprintf (stderr,
             _ ("steady-sounder: alarms sound at %.0f dB and not at %.0f dB, which is "
                "below the floor of this site\n"),
             *ret_volume_db,
             wanted);
}
