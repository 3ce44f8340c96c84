/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-sheet-words.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-event-words.h"
#include "measure/steady-shown-unit.h"
#include "print/steady-plan-words.h"

/* @value, or a dash where there is none. */
char *
steady_sheet_number (double value, int decimals)
{
  return isfinite (value) ? steady_plan_words_number (value, decimals, "")
                          : g_strdup ("—");
}

/* @value with its unit, or a dash where there is none. */
char *
steady_sheet_value (double value, int decimals, const char *unit)
{
  return isfinite (value) ? steady_plan_words_number (value, decimals, unit)
                          : g_strdup ("—");
}

/* @value as the screen shows that channel: in the unit of this site. */
char *
steady_sheet_channel (SteadyChannel channel, double value, bool unit)
{
  const SteadyShownUnit shown = steady_shown_unit (channel);
  return steady_sheet_value (
      value * shown.factor, shown.decimals, unit ? shown.unit : "");
}

static GDateTime *
local_time (const SteadyCaseStory *story, SteadyInstant t)
{
  return g_date_time_new_from_unix_local (steady_case_story_utc (story, t) /
                                          STEADY_NSEC_PER_SEC);
}

/* What the wall clock showed, to the second. */
char *
steady_sheet_clock (const SteadyCaseStory *story, SteadyInstant t)
{
  g_autoptr (GDateTime) when = local_time (story, t);
  return when != NULL ? g_date_time_format (when, "%H:%M:%S") : g_strdup ("—");
}

/* The day of the case with its time zone. */
char *
steady_sheet_date (const SteadyCaseStory *story)
{
  g_autoptr (GDateTime) when = local_time (story, story->span.start);
  return when != NULL ? g_date_time_format (when, "%Y-%m-%d %H:%M %Z") : g_strdup ("—");
}

/* 1:05:00 h */
char *
steady_sheet_span (SteadySpan span)
{
  const int64_t seconds = MAX (span, 0) / STEADY_NSEC_PER_SEC;
  return g_strdup_printf (_ ("%d:%02d:%02d h"),
                          (int) (seconds / 3600),
                          (int) (seconds / 60 % 60),
                          (int) (seconds % 60));
}

/* 42 s, 5:45 min or 1:05 h */
char *
steady_sheet_short_span (SteadySpan span)
{
  const int64_t seconds = MAX (span, 0) / STEADY_NSEC_PER_SEC;
  if (seconds < 60)
    return g_strdup_printf (_ ("%d s"), (int) seconds);
  if (seconds < 3600)
    return g_strdup_printf (
        _ ("%d:%02d min"), (int) (seconds / 60), (int) (seconds % 60));
  return g_strdup_printf (
      _ ("%d:%02d h"), (int) (seconds / 3600), (int) (seconds / 60 % 60));
}

/* As people say it. */
char *
steady_sheet_age (double days)
{
  return isfinite (days) ? steady_plan_words_age (days) : g_strdup ("—");
}

/* What somebody did in the case. */
char *
steady_sheet_roles (unsigned roles)
{
  static const struct
  {
    unsigned    role;
    const char *words;
  } table[] = {
    { STEADY_STORY_OPERATOR, N_ ("signed in at the console") },
    { STEADY_STORY_SIGNED, N_ ("signed the plan") },
    { STEADY_STORY_RECORDED, N_ ("recorded") },
    { STEADY_STORY_CHECKED, N_ ("went through a checklist") },
    { STEADY_STORY_TOOK_OVER, N_ ("took the child over") },
  };
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (table); i++)
    if ((roles & table[i].role) != 0)
      g_string_append_printf (
          text, "%s%s", text->len > 0 ? ", " : "", _ (table[i].words));
  return g_string_free (text, FALSE);
}

/* An event, in the words of the screen. */
const char *
steady_sheet_event (SteadyEvent event)
{
  return _ (steady_event_words (event));
}

const char *
steady_sheet_phase (SteadyCasePhaseKind kind)
{
  static const char *const words[STEADY_CASE_PHASE_KINDS] = {
    [STEADY_CASE_PHASE_WHOLE] = N_ ("Recording"),
    [STEADY_CASE_PHASE_BYPASS] = N_ ("Bypass"),
    [STEADY_CASE_PHASE_CLAMP] = N_ ("Aortic clamp"),
    [STEADY_CASE_PHASE_ARREST] = N_ ("Circulatory arrest"),
    [STEADY_CASE_PHASE_CEREBRAL] = N_ ("Cerebral perfusion"),
    [STEADY_CASE_PHASE_COOLING] = N_ ("Cooling"),
    [STEADY_CASE_PHASE_REWARMING] = N_ ("Rewarming"),
    [STEADY_CASE_PHASE_ECMO] = N_ ("ECMO"),
    [STEADY_CASE_PHASE_MUF] = N_ ("Modified ultrafiltration"),
  };
  return (unsigned) kind < STEADY_CASE_PHASE_KINDS ? _ (words[kind]) : "";
}

/* A part of the circuit; @what itself where a person named it freely. */
const char *
steady_sheet_part (const char *what)
{
  static const struct
  {
    const char *what, *words;
  } table[] = {
    { "oxygenator", N_ ("Oxygenator") },
    { "tubing", N_ ("Tubing set") },
    { "arterial-cannula", N_ ("Arterial cannula") },
    { "venous-cannula", N_ ("Venous cannula") },
    { "arterial-filter", N_ ("Arterial filter") },
    { "haemofilter", N_ ("Haemofilter") },
    { "reservoir", N_ ("Reservoir") },
    { "cardioplegia-set", N_ ("Cardioplegia set") },
    { "pump-head", N_ ("Pump head") },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].what, what) == 0)
      return _ (table[i].words);
  return what;
}

const char *
steady_sheet_profile (const char *profile)
{
  static const char *const words[][2] = {
    { "neonate", N_ ("Neonate") }, { "infant", N_ ("Infant") },
    { "child", N_ ("Child") },     { "adolescent", N_ ("Adolescent") },
    { "adult", N_ ("Adult") },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i][0], profile) == 0)
      return _ (words[i][1]);
  return profile;
}

const char *
steady_sheet_priority (SteadyPriority priority)
{
  switch (priority)
    {
    case STEADY_PRIORITY_HIGH:
      return _ ("High");
    case STEADY_PRIORITY_MEDIUM:
      return _ ("Medium");
    case STEADY_PRIORITY_LOW:
      return _ ("Low");
    case STEADY_PRIORITY_NONE:
    default:
      return "—";
    }
}

/* @text in the user's language where it is one of ours; it may be NULL. */
const char *
steady_sheet_text (const char *text)
{
  return text != NULL && text[0] != '\0' ? _ (text) : "—";
}
