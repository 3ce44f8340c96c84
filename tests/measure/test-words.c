/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "measure/steady-event-words.h"
#include "measure/steady-given-words.h"
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/words/events", test_events);
  g_test_add_func ("/measure/words/given", test_given);
  g_test_add_func ("/measure/words/timers", test_timers);
  return g_test_run ();
}
