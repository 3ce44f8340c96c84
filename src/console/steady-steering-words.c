/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-steering-words.h"

#include <glib/gi18n-lib.h>

#include "widgets/steady-words.h"

static const char *
end_words (unsigned end)
{
  switch ((SteadySteerEnd) end)
    {
    case STEADY_STEER_REACHED:
      return _ ("target reached");
    case STEADY_STEER_CANCELLED:
      return _ ("cancelled");
    case STEADY_STEER_STOPPED:
      return _ ("ended: the arterial pump was stopped");
    case STEADY_STEER_ALARM:
      return _ ("ended: an alarm holds or slows the pump");
    case STEADY_STEER_SENSOR:
      return _ ("ENDED: its signal is not valid");
    case STEADY_STEER_OTHERWISE:
      return _ ("ended: set otherwise");
    case STEADY_STEER_NO_ANSWER:
      return _ ("ENDED: the device did not follow");
    case STEADY_STEER_RESTART:
      return _ ("ENDED: Steady was started anew");
    case STEADY_STEER_RUNS:
    default:
      return _ ("runs");
    }
}

static const char *
kind_words (unsigned kind)
{
  return kind == STEADY_STEER_RAMP    ? _ ("Ramp")
         : kind == STEADY_STEER_SERVO ? _ ("Pressure held")
                                      : _ ("Following pump");
}

/* Appends what moves a set-point by itself, or how it ended; nothing for an empty
 * place. Thread: main. */
void
steady_steering_words_append (GString *text, const SteadySteering *steering)
{
  if (steering->control == 0)
    return;
  g_string_append_printf (text,
                          "%s%s, %s: %s%s",
                          text->len > 0 ? " · " : "",
                          kind_words (steering->kind),
                          steady_words_control ((SteadyControl) steering->control),
                          end_words (steering->end),
                          steering->at_limit ? _ (", at its limit") : "");
}
