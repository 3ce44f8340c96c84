/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widgets/steady-words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-control-words.h"
#include "measure/steady-event-words.h"

/* What the team is doing. */
const char *
steady_words_support_mode (SteadySupportMode mode)
{
  switch (mode)
    {
    case STEADY_SUPPORT_SET_UP:
      return _ ("SET-UP");
    case STEADY_SUPPORT_PRIMING:
      return _ ("PRIMING");
    case STEADY_SUPPORT_PRE_BYPASS:
      return _ ("BEFORE BYPASS");
    case STEADY_SUPPORT_PARTIAL_BYPASS:
      return _ ("PARTIAL BYPASS");
    case STEADY_SUPPORT_FULL_BYPASS:
      return _ ("ON BYPASS");
    case STEADY_SUPPORT_WEANING:
      return _ ("WEANING");
    case STEADY_SUPPORT_POST_BYPASS:
      return _ ("AFTER BYPASS");
    case STEADY_SUPPORT_MUF:
      return _ ("ULTRAFILTRATION (MUF)");
    case STEADY_SUPPORT_RETURN_TO_BYPASS:
      return _ ("BACK ON BYPASS");
    case STEADY_SUPPORT_ECMO_VA:
      return _ ("VA ECMO");
    case STEADY_SUPPORT_ECMO_VV:
      return _ ("VV ECMO");
    default:
      return _ ("UNKNOWN");
    }
}

/* The declared flags, joined by a middle dot; "" for none. Free with g_free (). */
char *
steady_words_support_flags (uint32_t flags)
{
  static const struct
  {
    uint32_t    flag;
    const char *text;
  } all[] = {
    { STEADY_FLAG_CROSS_CLAMPED, N_ ("cross-clamped") },
    { STEADY_FLAG_CIRCULATORY_ARREST, N_ ("circulatory arrest") },
    { STEADY_FLAG_CEREBRAL_PERFUSION, N_ ("cerebral perfusion") },
    { STEADY_FLAG_COOLING, N_ ("cooling") },
    { STEADY_FLAG_REWARMING, N_ ("rewarming") },
  };
  GString *text = g_string_new (NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (flags & all[i].flag)
      g_string_append_printf (
          text, "%s%s", text->len > 0 ? " · " : "", _ (all[i].text));
  return g_string_free (text, FALSE);
}

/* The alarm profile of a child's size; the name itself for one a site made. */
const char *
steady_words_profile (const char *profile)
{
  static const struct
  {
    const char *name;
    const char *text;
  } all[] = {
    { "neonate", N_ ("Neonate profile") }, { "infant", N_ ("Infant profile") },
    { "child", N_ ("Child profile") },     { "adolescent", N_ ("Adolescent profile") },
    { "adult", N_ ("Adult profile") },
  };
  if (profile == NULL)
    return _ ("No profile");
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (strcmp (all[i].name, profile) == 0)
      return _ (all[i].text);
  return profile;
}

/* Why a value cannot be used; "" where it can. */
const char *
steady_words_quality (SteadyQuality quality)
{
  switch (quality)
    {
    case STEADY_QUALITY_MISSING:
      return _ ("not measured");
    case STEADY_QUALITY_VALID:
      return "";
    case STEADY_QUALITY_QUESTIONABLE:
      return _ ("doubtful");
    case STEADY_QUALITY_IMPLAUSIBLE:
      return _ ("implausible");
    case STEADY_QUALITY_FROZEN:
      return _ ("frozen");
    case STEADY_QUALITY_STALE:
      return _ ("old");
    case STEADY_QUALITY_SENSOR_OFF:
      return _ ("sensor off");
    case STEADY_QUALITY_LINK_LOST:
      return _ ("device lost");
    case STEADY_QUALITY_NOT_APPLICABLE:
      return _ ("not now");
    default:
      return _ ("not measured");
    }
}

/* Where a tubing clamp is. */
const char *
steady_words_clamp (SteadyClampState state)
{
  switch (state)
    {
    case STEADY_CLAMP_OPEN:
      return _ ("OPEN");
    case STEADY_CLAMP_CLOSING:
      return _ ("CLOSING");
    case STEADY_CLAMP_CLOSED:
      return _ ("CLOSED");
    case STEADY_CLAMP_OPENING:
      return _ ("OPENING");
    case STEADY_CLAMP_DEFECTIVE:
      return _ ("DEFECTIVE");
    case STEADY_CLAMP_UNKNOWN:
    default:
      return _ ("UNKNOWN");
    }
}

/* What a pump does. */
const char *
steady_words_pump (SteadyPumpState state)
{
  switch (state)
    {
    case STEADY_PUMP_STOPPED:
      return _ ("STOPPED");
    case STEADY_PUMP_RUNNING:
      return _ ("RUNNING");
    case STEADY_PUMP_STOPPED_BY_INTERVENTION:
      return _ ("STOPPED BY ALARM");
    case STEADY_PUMP_LOCAL:
      return _ ("LOCAL");
    case STEADY_PUMP_UNKNOWN:
    default:
      return _ ("UNKNOWN");
    }
}

/* Whether the other end of a link lives. */
const char *
steady_words_link (SteadyLinkState state)
{
  switch (state)
    {
    case STEADY_LINK_NONE:
      return _ ("none");
    case STEADY_LINK_UP:
      return _ ("good");
    case STEADY_LINK_CONNECTING:
      return _ ("connecting");
    case STEADY_LINK_LOST:
    default:
      return _ ("LOST");
    }
}

/* Whether the case is being kept. */
const char *
steady_words_recorder (SteadyRecorderState state)
{
  switch (state)
    {
    case STEADY_RECORDER_NONE:
      return _ ("not kept");
    case STEADY_RECORDER_WRITING:
      return _ ("good");
    case STEADY_RECORDER_BEHIND:
      return _ ("slow");
    case STEADY_RECORDER_FAILED:
    default:
      return _ ("FAILED");
    }
}

/* Marks that are told apart from 4 m without colour. */
const char *
steady_words_priority_mark (SteadyPriority priority)
{
  switch (priority)
    {
    case STEADY_PRIORITY_HIGH:
      return "!!!";
    case STEADY_PRIORITY_MEDIUM:
      return "!!";
    case STEADY_PRIORITY_LOW:
      return "!";
    case STEADY_PRIORITY_NONE:
    default:
      return "";
    }
}

/* The priority for a screen reader. */
const char *
steady_words_priority (SteadyPriority priority)
{
  switch (priority)
    {
    case STEADY_PRIORITY_HIGH:
      return _ ("High priority alarm");
    case STEADY_PRIORITY_MEDIUM:
      return _ ("Medium priority alarm");
    case STEADY_PRIORITY_LOW:
      return _ ("Low priority alarm");
    case STEADY_PRIORITY_NONE:
    default:
      return _ ("No alarm");
    }
}

/* A control by name. */
const char *
steady_words_control (SteadyControl control)
{
  return _ (steady_control_words (control));
}

/* The canonical unit of a control's value; "" where the value says nothing to a person.
 */
const char *
steady_words_control_unit (SteadyControl control)
{
  return steady_control_unit (control);
}

/* How many decimals a control's value is shown with. */
int
steady_words_control_decimals (SteadyControl control)
{
  switch ((int) control)
    {
    case STEADY_CONTROL_PUMP_FLOW:
      return 3;
    case STEADY_CONTROL_SWEEP:
      return 2;
    case STEADY_CONTROL_WATER_TEMPERATURE:
      return 1;
    default:
      return 0;
    }
}

/* An event, short enough for a mark in the trends. */
const char *
steady_words_event (SteadyEvent event)
{
  return _ (steady_event_words (event));
}

/* A running time: 0:41:12. Negative spans count as none. */
void
steady_words_span (SteadySpan span, char *ret_text, size_t size)
{
  const int64_t seconds = span < 0 ? 0 : span / STEADY_NSEC_PER_SEC;
  g_snprintf (ret_text,
              size,
              "%" G_GINT64_FORMAT ":%02d:%02d",
              seconds / 3600,
              (int) (seconds / 60 % 60),
              (int) (seconds % 60));
}

/* How old something is: 8 s, 2:05 min, 1:10 h. */
void
steady_words_age (SteadySpan age, char *ret_text, size_t size)
{
  const int64_t seconds = age < 0 ? 0 : age / STEADY_NSEC_PER_SEC;
  if (seconds < 60)
    g_snprintf (ret_text, size, _ ("%d s"), (int) seconds);
  else if (seconds < 3600)
    g_snprintf (
        ret_text, size, _ ("%d:%02d min"), (int) (seconds / 60), (int) (seconds % 60));
  else
    g_snprintf (ret_text,
                size,
                _ ("%d:%02d h"),
                (int) (seconds / 3600),
                (int) (seconds / 60 % 60));
}

/* A number with fixed decimals, never "-0". */
void
steady_words_number (double value, int decimals, char *ret_text, size_t size)
{
  char text[64];
  g_snprintf (text, sizeof text, "%.*f", decimals, value);
  const bool  minus = text[0] == '-' && strpbrk (text, "123456789") != NULL;
  const char *digits = text[0] == '-' ? text + 1 : text;
  g_snprintf (ret_text, size, "%s%s", minus ? "−" : "", digits);
}

/* Why something was refused, where no number explains it better. */
const char *
steady_words_refusal (SteadyRefusal refusal)
{
  switch (refusal)
    {
    case STEADY_REFUSAL_NO_CONTROL:
      return _ ("no attached device can do this");
    case STEADY_REFUSAL_OUT_OF_LIMITS:
      return _ ("outside the limits");
    case STEADY_REFUSAL_STALE:
      return _ ("the set-point had just changed; look and try again");
    case STEADY_REFUSAL_EXPIRED:
      return _ ("it came too late; try again");
    case STEADY_REFUSAL_NOT_IN_CONTROL:
      return _ ("another console is in control");
    case STEADY_REFUSAL_BUSY:
      return _ ("the last step is not finished yet");
    case STEADY_REFUSAL_INTERVENTION:
      return _ ("an alarm holds the pump stopped; reset that alarm first");
    case STEADY_REFUSAL_MODE:
      return _ ("nothing can be set in this mode");
    case STEADY_REFUSAL_UNPROTECTED:
      return _ ("air in the arterial line is not watched, or stops no pump: a named "
                "override is needed");
    case STEADY_REFUSAL_LINK:
      return _ ("the device is lost; use its own controls");
    case STEADY_REFUSAL_NO_OPERATOR:
      return _ ("nobody is signed in; tap the name at the top");
    case STEADY_REFUSAL_NOT_CLEAR:
      return _ ("its sensor does not read clear");
    case STEADY_REFUSAL_NO_SUCH_LIMIT:
      return _ ("this alarm has no such setting");
    case STEADY_REFUSAL_NO_FLOW:
      return _ ("the flow before the stop is not known; start the pump by hand");
    case STEADY_REFUSAL_TIME:
      return _ ("that time has not come yet, or is before the case began");
    case STEADY_REFUSAL_UNIT:
      return _ ("this is no unit of that value");
    case STEADY_REFUSAL_NO_SUCH_RECORD:
      return _ ("what is to be amended is not there, or was withdrawn");
    case STEADY_REFUSAL_SENSOR:
      return _ ("the signal that it goes by is not valid");
    case STEADY_REFUSAL_STOPPED:
      return _ ("the arterial pump does not run");
    case STEADY_REFUSAL_TOO_FAST:
      return _ (
          "the device allows smaller or slower steps only; try again in a moment");
    case STEADY_REFUSAL_NO_SUCH_ITEM:
      return _ ("the checklist has no such item");
    case STEADY_REFUSAL_NOT_READ:
      return _ ("the item must be read before it is verified");
    case STEADY_REFUSAL_SAME_PERSON:
      return _ ("a second person must verify what the first has read");
    case STEADY_REFUSAL_NO_REASON:
      return _ ("an item is skipped with a reason only");
    case STEADY_REFUSAL_NOT_ARMED:
      return _ ("nobody has armed this device; hold Arm on the Devices page");
    case STEADY_REFUSAL_NOT_NEAR_ZERO:
      return _ ("the line does not read steadily near 0 mmHg; open it to air first");
    case STEADY_REFUSAL_PLACE:
      return _ ("another signal feeds that place, or its unit is another one");
    case STEADY_REFUSAL_NO_SUCH_DEVICE:
      return _ ("there is no such device or signal");
    case STEADY_REFUSAL_FILE:
      return _ ("the file could not be written; look at the disk");
    case STEADY_REFUSAL_OTHER_PERSON:
      return _ ("who takes over must be another person, with a name");
    case STEADY_REFUSAL_READ_ONLY:
      return _ ("a device of this kind is only read, never commanded");
    case STEADY_REFUSAL_DEVICE:
      return _ ("the device cannot do this now; look at its own state");
    case STEADY_REFUSAL_CLAMP_ALONE:
      return _ (
          "a clamp never closes on a running pump: first the stop of the arterial "
          "pump must act");
    case STEADY_REFUSAL_NO_SUCH_WIRE:
      return _ ("this event cannot be given this response");
    case STEADY_REFUSAL_EVENT_PRESENT:
      return _ ("the event is there now; add the response when it is over");
    case STEADY_REFUSAL_NONE:
    default:
      return _ ("no reason was given");
    }
}

static const char *
why_refused (const SteadyAnswer *answer, char *buffer, size_t size)
{
  char low[32], high[32];
  if (answer->refusal != STEADY_REFUSAL_OUT_OF_LIMITS)
    return steady_words_refusal ((SteadyRefusal) answer->refusal);
  const int decimals = steady_words_control_decimals (answer->control);
  steady_words_number (answer->low, decimals, low, sizeof low);
  steady_words_number (answer->high, decimals, high, sizeof high);
  g_snprintf (buffer,
              size,
              _ ("outside the limits %s to %s %s"),
              low,
              high,
              steady_words_control_unit (answer->control));
  return buffer;
}

/* What became of a command, as one sentence. */
void
steady_words_answer (const SteadyAnswer *answer, char *ret_text, size_t size)
{
  char        reason[160], number[32], what[96];
  const char *unit = steady_words_control_unit (answer->control);
  steady_words_number (answer->value,
                       steady_words_control_decimals (answer->control),
                       number,
                       sizeof number);
  if (unit[0] != '\0' && isfinite (answer->value))
    g_snprintf (what,
                sizeof what,
                "%s %s %s",
                steady_words_control (answer->control),
                number,
                unit);
  else
    g_strlcpy (what, steady_words_control (answer->control), sizeof what);
  switch ((SteadyAnswerStatus) answer->status)
    {
    case STEADY_ANSWER_ACCEPTED:
      g_snprintf (ret_text, size, _ ("%s: sent, not confirmed yet"), what);
      break;
    case STEADY_ANSWER_CONFIRMED:
      g_snprintf (ret_text, size, _ ("%s: confirmed by the device"), what);
      break;
    case STEADY_ANSWER_FAILED:
      g_snprintf (ret_text,
                  size,
                  _ ("%s: sent, NOT CONFIRMED. Look at the device."),
                  steady_words_control (answer->control));
      break;
    case STEADY_ANSWER_REFUSED:
      g_snprintf (ret_text,
                  size,
                  _ ("%s: not done, %s."),
                  steady_words_control (answer->control),
                  why_refused (answer, reason, sizeof reason));
      break;
    default:
      g_strlcpy (ret_text, "", size);
      break;
    }
}
