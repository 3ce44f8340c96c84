/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-debrief-words.h"

#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gi18n-lib.h>

#include "training/steady-training-json.h"
#include "training/steady-training-look.h"

static void
say (GString *text, const char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
}

static void
say_with (GString *text, const char *format, double seconds)
{
  g_autofree char *time = steady_training_duration (seconds);
  g_autofree char *sentence = g_strdup_printf (format, time);
  say (text, sentence);
}

static void
say_times (GString *text, struct json_object *debrief)
{
  struct json_object *times = steady_training_member (debrief, "milestones");
  const double        noticed = steady_training_number (times, "detected_s");
  const double        acted = steady_training_number (times, "first_action_s");
  const double        stable = steady_training_number (times, "stable_s");
  if (isfinite (noticed))
    say_with (text, _ ("You noticed it after %s."), noticed);
  if (isfinite (acted))
    say_with (text, _ ("The first right thing was done after %s."), acted);
  if (isfinite (stable))
    say_with (text, _ ("I was stable again after %s."), stable);
}

static void
say_cost (GString *text, struct json_object *debrief)
{
  struct json_object *cost = steady_training_member (debrief, "cost");
  const double        air = steady_training_number (cost, "air_ml");
  const double        without = steady_training_number (cost, "no_flow_s");
  const double        debt = steady_training_number (cost, "do2_deficit_ml_m2");
  if (air > 0.01)
    {
      g_autofree char *much = steady_training_value (air, "mL");
      g_autofree char *sentence = g_strdup_printf (
          _ ("%s of air reached me; nothing matters more than keeping it out."), much);
      say (text, sentence);
    }
  if (without >= 1)
    say_with (text, _ ("I was without flow for %s."), without);
  if (debt > 1)
    {
      g_autofree char *much = steady_training_value (debt, "mL/m²");
      g_autofree char *sentence = g_strdup_printf (_ ("I missed %s of oxygen."), much);
      say (text, sentence);
    }
  else if (!(air > 0.01))
    say (text, _ ("I had oxygen enough the whole time."));
}

/*
 * A few sentences in the bear's own words. What was not measured is not said.
 *
 * Thread: any.
 */
char *
steady_debrief_words (struct json_object *debrief)
{
  GString    *text = g_string_new (NULL);
  const char *outcome = steady_training_text (debrief, "outcome");
  if (strcmp (outcome, "passed") == 0)
    say (text, _ ("Thank you. You did what mattered, and in time."));
  else if (strcmp (outcome, "failed") == 0)
    say (text,
         _ ("That was a hard one, and I am only a bear: nobody was hurt. Look below "
            "where the time went, then try it again."));
  else
    say (text, _ ("Thank you for looking after me."));
  say_times (text, debrief);
  say_cost (text, debrief);
  return g_string_free (text, FALSE);
}
