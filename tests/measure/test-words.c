/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "measure/steady-event-words.h"
#include "measure/steady-given-words.h"
#include "measure/steady-limit-text.h"
#include "measure/steady-shown-unit.h"
#include "measure/steady-timer-text.h"

/* Whatever can stand in a case has a word for people, and no two have the same. */
static void
test_events (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  unsigned known = 0;

  for (unsigned i = 0; i < 256; i++)
    {
      const char *words = steady_event_words ((SteadyEvent) i);
      const bool  named =
          steady_event_from_name (steady_event_name ((SteadyEvent) i)) == (int) i;
      if (named && strcmp (words, "Event") == 0)
        g_error ("Event %u, %s, has no words.", i, steady_event_name ((SteadyEvent) i));
      if (named && !g_hash_table_add (seen, (gpointer) words))
        g_error ("Two events are called “%s”.", words);
      known += named ? 1 : 0;
    }
  g_assert_cmpuint (known, >, 45);
  g_assert_cmpstr (steady_event_words ((SteadyEvent) 250), ==, "Event");
}

static void
test_given (void)
{
  g_assert_cmpstr (steady_given_words ("red-cells"), ==, "Red cells");
  g_assert_cmpstr (steady_given_words ("heparin"), ==, "Heparin");
  g_assert_nonnull (steady_given_words ("del-nido"));
  g_assert_null (steady_given_words ("no-such-thing"));
  g_assert_null (steady_product_words ("heparin"));
  for (unsigned i = 0; steady_product (i) != NULL; i++)
    g_assert_nonnull (steady_product_words (steady_product (i)));
}

/* What a case says of its timers, and nothing else, is a stretch. */
static void
test_timers (void)
{
  static const char *const wrong[] = {
    "",
    "clamp 1",
    "clamp 1 began at noon",
    "tea 1 began at 0:00:01",
    "clamp 1 from 0:10:00 to",
    "clamp 1 from 999999999:00:00 to 999999999:00:01"
  };
  SteadyTimerSegment segment;

  g_assert_true (steady_timer_text_read (
      "clamp 2 from 0:05:06 to 1:39:36", 7 * STEADY_NSEC_PER_SEC, &segment));
  g_assert_cmpuint (segment.kind, ==, STEADY_TIMER_CLAMP);
  g_assert_cmpuint (segment.number, ==, 2);
  g_assert_cmpint (segment.since, ==, (306 + 7) * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (segment.until, ==, (5976 + 7) * STEADY_NSEC_PER_SEC);
  g_assert_true (steady_timer_text_read ("free 1 began at 0:00:09: a: b", 0, &segment));
  g_assert_cmpint (segment.until, ==, STEADY_INSTANT_NEVER);
  g_assert_cmpstr (segment.label, ==, "a: b");
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (steady_timer_text_read (wrong[i], 0, &segment));
}

/* What the engine writes of a changed limit is read again, and nothing else is. */
static void
test_limits (void)
{
  static const char *const no[] = { "",
                                    "was 3 by A",
                                    " was 3 by A",
                                    "map-low was by A",
                                    "map-low was nan by A",
                                    "map-low was 3",
                                    "map-low was 3 by ",
                                    "map-low was 3, of the plan signed by ",
                                    "map-low is 3 by A" };
  SteadyLimitText          limit = { .before = 7 };

  for (unsigned i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (steady_limit_text_read (no[i], &limit));
  g_autofree char *longest = g_strnfill (STEADY_ALARM_ID_SIZE, 'a');
  g_autofree char *too_long = g_strdup_printf ("%s was 3 by A", longest);
  g_assert_false (steady_limit_text_read (too_long, &limit));
  g_assert_cmpfloat_with_epsilon (limit.before, 7, 1e-12); /* untouched */
  g_assert_true (
      steady_limit_text_read ("map-low was 39.753 by Anna by the sea", &limit));
  g_assert_cmpstr (limit.rule, ==, "map-low");
  g_assert_cmpfloat_with_epsilon (limit.before, 39.753, 1e-12);
  g_assert_cmpstr (limit.who, ==, "Anna by the sea");
  g_assert_false (limit.plan);
  g_assert_true (
      steady_limit_text_read ("x was -2e1, of the plan signed by B and C", &limit));
  g_assert_cmpfloat_with_epsilon (limit.before, -20, 1e-12);
  g_assert_cmpstr (limit.who, ==, "B and C");
  g_assert_true (limit.plan);
  g_assert_cmpfloat_with_epsilon (
      steady_limit_text_before (5.3 * 7.50062), 39.753, 1e-12);
}

/* Whatever it was entered in, it is shown in the unit of the site. */
static void
test_entered (void)
{
  const SteadyChannel pco2 = STEADY_CHANNEL_ARTERIAL_PCO2;
  SteadyShownUnit     shown = steady_shown_unit_of_entry (pco2, "kPa");

  g_assert_cmpstr (shown.unit, ==, "mmHg");
  g_assert_cmpfloat_with_epsilon (5.3 * shown.factor, 39.753, 1e-3);
  g_assert_cmpint (shown.decimals, ==, 0);
  steady_shown_unit_choose_all ("tension:kPa haemoglobin:mmol/L");
  shown = steady_shown_unit_of_entry (pco2, "kPa");
  g_assert_cmpstr (shown.unit, ==, "kPa");
  g_assert_cmpfloat_with_epsilon (
      shown.factor, 1, 1e-12); /* exactly as it was entered */
  shown = steady_shown_unit_of_entry (pco2, "mmHg");
  g_assert_cmpfloat_with_epsilon (40 * shown.factor, 5.333, 1e-3);
  shown = steady_shown_unit_of_entry (STEADY_CHANNEL_HAEMOGLOBIN, "g/L");
  g_assert_cmpstr (shown.unit, ==, "mmol/L");
  g_assert_cmpfloat_with_epsilon (120 * shown.factor, 7.447, 1e-3);
  /* what is not known stays as it is */
  shown = steady_shown_unit_of_entry (pco2, "Torr");
  g_assert_cmpstr (shown.unit, ==, "Torr");
  g_assert_cmpfloat_with_epsilon (shown.factor, 1, 1e-12);
  steady_shown_unit_forget ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/words/events", test_events);
  g_test_add_func ("/measure/words/given", test_given);
  g_test_add_func ("/measure/words/timers", test_timers);
  g_test_add_func ("/measure/words/limits", test_limits);
  g_test_add_func ("/measure/words/entered", test_entered);
  return g_test_run ();
}
