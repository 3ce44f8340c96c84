/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-words.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "quality/steady-ecmo-shown.h"
#include "widgets/steady-words.h"

/* Fewer seconds of an hour that is over than this are named [GK]. */
#define WHOLE_HOUR (55 * 60)

static char *
local (const SteadyEcmoCourse *course, SteadyInstant t, const char *format)
{
  const int64_t utc = steady_ecmo_course_utc (course, t);
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (utc / STEADY_NSEC_PER_SEC);

  return when != NULL ? g_date_time_format (when, format) : g_strdup ("—");
}

/* "14:05", as the clock on the wall showed it at @t */
char *
steady_ecmo_words_clock (const SteadyEcmoCourse *course, SteadyInstant t)
{
  return local (course, t, "%H:%M");
}

/* The day as numbers: one order in all languages. */
char *
steady_ecmo_words_day (const SteadyEcmoCourse *course, SteadyInstant t)
{
  return local (course, t, "%m-%d");
}

/* "3 d 4 h", "4 h 12 min" or "12 min" */
char *
steady_ecmo_words_age (SteadySpan span)
{
  const int64_t minutes = MAX (span, 0) / STEADY_NSEC_PER_MIN;

  if (minutes >= 24 * 60)
    return g_strdup_printf (
        _ ("%d d %d h"), (int) (minutes / 1440), (int) (minutes / 60 % 24));
  if (minutes >= 60)
    return g_strdup_printf (
        _ ("%d h %d min"), (int) (minutes / 60), (int) (minutes % 60));
  return g_strdup_printf (_ ("%d min"), (int) minutes);
}

/* @value of @row in the unit of this site. */
static char *
number (double value, SteadyEcmoRow row)
{
  const SteadyShownUnit shown = steady_ecmo_shown (row);
  char                  text[32];

  steady_words_number (value * shown.factor, shown.decimals, text, sizeof text);
  return g_strdup (text);
}

/* The value; a star marks what a person entered. */
char *
steady_ecmo_words_cell (const SteadyEcmoCell *cell, SteadyEcmoRow row)
{
  if (cell->kind == STEADY_ECMO_CELL_NONE)
    return g_strdup ("—");
  g_autofree char *text = number (cell->value, row);
  if (row == STEADY_ECMO_ROW_BALANCE && cell->value > 0)
    return g_strdup_printf ("+%s*", text);
  return g_strdup_printf (
      "%s%s", text, cell->kind == STEADY_ECMO_CELL_MEASURED ? "" : "*");
}

/* Lowest and highest where they differ from the median, and how much of an hour that is
 * over is known where that is not all of it. */
char *
steady_ecmo_words_range (const SteadyEcmoCell *cell,
                         SteadyEcmoRow         row,
                         const SteadyEcmoHour *hour,
                         SteadyInstant         end)
{
  if (cell->kind == STEADY_ECMO_CELL_NONE || cell->kind == STEADY_ECMO_CELL_SUM)
    return g_strdup ("");
  g_autofree char *low = number (cell->low, row);
  g_autofree char *high = number (cell->high, row);
  g_autoptr (GString) text = g_string_new ("");
  if (strcmp (low, high) != 0)
    g_string_append_printf (text, "%s – %s", low, high);
  if (cell->kind == STEADY_ECMO_CELL_MEASURED && cell->count < WHOLE_HOUR &&
      hour->to <= end)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, _ ("%u min"), (cell->count + 59) / 60);
    }
  return g_strdup (text->str);
}

/* Who did the last circuit check, and when the next is due. */
char *
steady_ecmo_words_check (const SteadyEcmoCourse *course,
                         SteadyInstant           now,
                         bool                   *ret_late)
{
  const SteadyEcmoRound *last = steady_ecmo_course_last_round (course);
  const SteadyInstant    due = steady_ecmo_course_due (course);
  g_autoptr (GString) text = g_string_new ("");

  *ret_late = due != STEADY_INSTANT_NEVER && now > due;
  if (last == NULL)
    g_string_append (text, _ ("Circuit check: none yet"));
  else
    {
      g_autofree char *when = steady_ecmo_words_clock (course, last->done);
      g_string_append_printf (text, _ ("Circuit check: %s, %s"), when, last->reader);
      if (last->second[0] != '\0')
        g_string_append_printf (text, " + %s", last->second);
    }
  if (due == STEADY_INSTANT_NEVER)
    return g_strdup (text->str);
  g_autofree char *clock = steady_ecmo_words_clock (course, due);
  g_autofree char *late = steady_ecmo_words_age (now - due);
  g_string_append (text, " · ");
  if (*ret_late)
    g_string_append_printf (text, _ ("OVERDUE since %s (%s)"), clock, late);
  else
    g_string_append_printf (text, _ ("next due %s"), clock);
  return g_strdup (text->str);
}

static char *
change (double value, int decimals)
{
  char text[32];

  steady_words_number (value, decimals, text, sizeof text);
  return g_strdup_printf ("%s%s", value > 0 ? "+" : "", text);
}

/* How the oxygenator's pressure drop goes. */
char *
steady_ecmo_words_clotting (const SteadyEcmoClotting *clotting)
{
  char drop[32], resistance[32];

  if (!isfinite (clotting->drop_mmhg))
    return g_strdup (_ ("ΔP of the oxygenator: not known, one of its two pressures or "
                        "the flow is missing."));
  steady_words_number (clotting->drop_mmhg, 0, drop, sizeof drop);
  steady_words_number (clotting->resistance, 0, resistance, sizeof resistance);
  if (!isfinite (clotting->drop_per_day))
    return g_strdup_printf (
        _ ("ΔP %s mmHg, per L/min %s. A rate needs %d hours of this oxygenator."),
        drop,
        resistance,
        STEADY_ECMO_CLOTTING_LEAST);
  g_autofree char *rise = change (clotting->drop_per_day, 1);
  g_autofree char *per_flow = change (clotting->resistance_per_day, 1);
  return g_strdup_printf (_ ("ΔP %s mmHg, %s in 24 h · per L/min %s, %s in 24 h (of %u "
                             "h). A rise that flow "
                             "does not explain: look for clots."),
                          drop,
                          rise,
                          resistance,
                          per_flow,
                          clotting->hours);
}

/* "Free haemoglobin 30 mg/dL, 13:05*" */
char *
steady_ecmo_words_entry (const SteadyEcmoCourse *course, SteadyEcmoRow row)
{
  const SteadyEcmoRowInfo *info = steady_ecmo_row (row);
  const SteadyEcmoEntry   *entry = steady_ecmo_course_last (course, row);

  if (entry == NULL)
    return g_strdup_printf (_ ("%s: nothing entered"), _ (info->label));
  g_autofree char *value = number (entry->value, row);
  g_autofree char *when = local (course, entry->at, "%m-%d %H:%M");
  return g_strdup_printf (
      "%s %s %s, %s*", _ (info->label), value, steady_ecmo_shown (row).unit, when);
}

/* What a part of the circuit is called. */
const char *
steady_ecmo_words_part (SteadyEcmoPart part)
{
  static const char *const words[STEADY_ECMO_PARTS] = {
    [STEADY_ECMO_PART_CIRCUIT] = N_ ("Whole circuit"),
    [STEADY_ECMO_PART_OXYGENATOR] = N_ ("Oxygenator"),
    [STEADY_ECMO_PART_PUMP_HEAD] = N_ ("Pump head"),
    [STEADY_ECMO_PART_DRAINAGE] = N_ ("Drainage cannula"),
    [STEADY_ECMO_PART_RETURN] = N_ ("Return cannula"),
  };

  return (unsigned) part < STEADY_ECMO_PARTS && words[part] != NULL ? _ (words[part])
                                                                    : "—";
}
