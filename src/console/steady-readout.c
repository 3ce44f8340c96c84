/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-readout.h"

#include <glib/gi18n-lib.h>

#include "measure/steady-shown-unit.h"
#include "widgets/steady-words.h"

#define DASH "—"

static void
say_age (const SteadySample *sample, SteadyInstant now, char *ret_text, size_t size)
{
  char age[32];
  steady_words_age (now - sample->t, age, sizeof age);
  g_snprintf (ret_text, size, _ ("%s old"), age);
}

static void
make_old (const SteadySample *last,
          SteadyQuality       why,
          double              factor,
          int                 decimals,
          SteadyInstant       now,
          SteadyReadout      *ret_readout)
{
  char age[48];
  ret_readout->kind = STEADY_READOUT_OLD;
  steady_words_number (
      last->value * factor, decimals, ret_readout->value, sizeof ret_readout->value);
  say_age (last, now, age, sizeof age);
  if (why == STEADY_QUALITY_STALE || why == STEADY_QUALITY_VALID)
    g_strlcpy (ret_readout->note, age, sizeof ret_readout->note);
  else
    g_snprintf (ret_readout->note,
                sizeof ret_readout->note,
                "%s, %s",
                steady_words_quality (why),
                age);
}

static bool
is_below (const SteadyConsoleState *state, SteadyChannel channel, double limit)
{
  double value;
  return steady_value_table_value (&state->values, channel, &value) && value < limit;
}

/* Why a usable value is in doubt; "" where it is not. What would be below zero is said
 * to be 0 for the reason given here. */
static const char *
doubt_of (const SteadyConsoleState *state, SteadyChannel channel, SteadyQuality quality)
{
  double venous;

  if (quality == STEADY_QUALITY_QUESTIONABLE &&
      channel == STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX &&
      is_below (state, STEADY_CHANNEL_FLOW_INDEX, 0))
    return _ ("flow runs backwards");
  if (quality == STEADY_QUALITY_QUESTIONABLE &&
      channel == STEADY_CHANNEL_OXYGEN_EXTRACTION &&
      steady_value_table_value (
          &state->values, STEADY_CHANNEL_VENOUS_SATURATION, &venous) &&
      is_below (state, STEADY_CHANNEL_ARTERIAL_SATURATION, venous))
    return _ ("SvO₂ above SaO₂");
  return steady_words_quality (quality);
}

static void
make_dash (SteadyQuality why, SteadyReadout *ret_readout)
{
  ret_readout->kind = why == STEADY_QUALITY_NOT_APPLICABLE ? STEADY_READOUT_NONE
                                                           : STEADY_READOUT_MISSING;
  g_strlcpy (ret_readout->value, DASH, sizeof ret_readout->value);
  g_strlcpy (ret_readout->note, steady_words_quality (why), sizeof ret_readout->note);
}

/*
 * Words the latest value of @channel, times @factor, as it is now. In a silence of the
 * engine the last good value stays, greyed, with its age: nothing disappears.
 *
 * Thread: main.
 */
void
steady_readout_make (const SteadyConsoleState *state,
                     SteadyChannel             channel,
                     double                    factor,
                     int                       decimals,
                     SteadyInstant             real_now,
                     SteadyReadout            *ret_readout)
{
  const SteadySample *sample = steady_value_table_get (&state->values, channel);
  const SteadySample *last = &state->usable[channel];
  const SteadyInstant now = steady_console_state_now (state, real_now);
  const SteadyQuality quality = sample->quality;

  ret_readout->note[0] = '\0';
  if (quality == STEADY_QUALITY_NOT_APPLICABLE || !steady_sample_usable (last))
    make_dash (steady_sample_usable (sample) ? STEADY_QUALITY_MISSING : quality,
               ret_readout);
  else if (state->silent)
    make_old (last, quality, factor, decimals, now, ret_readout);
  else if (quality == STEADY_QUALITY_STALE || quality == STEADY_QUALITY_FROZEN ||
           quality == STEADY_QUALITY_LINK_LOST)
    make_old (last, quality, factor, decimals, now, ret_readout);
  else if (!steady_sample_usable (sample))
    make_dash (quality, ret_readout);
  else
    {
      ret_readout->kind = quality == STEADY_QUALITY_VALID ? STEADY_READOUT_LIVE
                                                          : STEADY_READOUT_DOUBTFUL;
      steady_words_number (sample->value * factor,
                           decimals,
                           ret_readout->value,
                           sizeof ret_readout->value);
      g_strlcpy (ret_readout->note,
                 doubt_of (state, channel, quality),
                 sizeof ret_readout->note);
    }
}

/* The same in the unit of this site and its decimals. Thread: main. */
void
steady_readout_channel (const SteadyConsoleState *state,
                        SteadyChannel             channel,
                        SteadyInstant             real_now,
                        SteadyReadout            *ret_readout)
{
  const SteadyShownUnit shown = steady_shown_unit (channel);
  steady_readout_make (
      state, channel, shown.factor, shown.decimals, real_now, ret_readout);
}
