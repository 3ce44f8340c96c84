/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm-bench.h"

/* Each number of a rule file has bounds: the last that is taken, and the next one,
 * which is refused with a sentence. */

#define FILE_TEXT                                                                    \
  "{'format': 'steady-alarms', 'version': 1, 'title': 'T', 'source': 's',"           \
  " 'audio_pause_s': {'value': 120, 'source': 's'},"                                 \
  " 'audio_pause_high_s': {'value': 30, 'source': 's'},"                             \
  " 'cascade_s': {'value': 10, 'source': 's'},"                                      \
  " 'override_s': {'value': 100, 'source': 's'},"                                    \
  " 'signal_arms': {'condition': {'channel': 'patient_flow', 'is': 'above',"         \
  "   'percent': {'value': 10, 'of': 'set_pump_flow', 'at_least': 0.05,"             \
  "     'hysteresis': 0.01, 'source': 's'}},"                                        \
  "   'delay_s': {'value': 10, 'source': 's'}, 'modes': ['set-up'], 'source': 's'}," \
  " 'rules': ["                                                                      \
  "  {'id': 'lost', 'priority': 'medium', 'category': 'equipment', 'source': 's',"   \
  "   'technical': true, 'armed': 'always',"                                         \
  "   'delay': {'on_s': 1, 'off_s': 1, 'source': 's'},"                              \
  "   'watches': ['measured_flow', 'set_pump_flow'],"                                \
  "   'title': 't', 'what': 'w', 'first': 'f', 'causes': ['c']},"                    \
  "  {'id': '%s', 'priority': '%s', 'category': 'perfusion', 'source': 's',"         \
  "   'armed': 'always', 'delay': {'on_s': %s, 'off_s': %s, 'source': 's'},"         \
  "   'again': {'every_s': %s, 'source': 's'},"                                      \
  "   'escalates': {'to': '%s', 'after_s': %s, 'source': 's'},"                      \
  "   'condition': {'all': [{'channel': 'measured_flow', 'is': 'below',"             \
  "     'percent': {'value': %s, 'of': 'set_pump_flow', 'at_least': %s,"             \
  "       'hysteresis': %s, 'source': 's'}}]},"                                      \
  "   'title': 't', 'what': 'w', 'first': 'f', 'causes': [%s]}]}"

enum
{
  PRIORITY,
  ON,
  OFF,
  EVERY,
  TO,
  AFTER,
  ID,
  CAUSES,
  PERCENT,
  AT_LEAST,
  HYSTERESIS,
  MEMBERS
};

static const char *const usual[MEMBERS] = {
  [PRIORITY] = "medium", [ON] = "1",         [OFF] = "1",           [EVERY] = "60",
  [TO] = "high",         [AFTER] = "60",     [ID] = "judged",       [CAUSES] = "'c'",
  [PERCENT] = "10",      [AT_LEAST] = "0.1", [HYSTERESIS] = "0.01",
};

static bool
taken (const char *const words[MEMBERS], const char *sentence)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (FILE_TEXT,
                                           words[ID],
                                           words[PRIORITY],
                                           words[ON],
                                           words[OFF],
                                           words[EVERY],
                                           words[TO],
                                           words[AFTER],
                                           words[PERCENT],
                                           words[AT_LEAST],
                                           words[HYSTERESIS],
                                           words[CAUSES]);
  g_strdelimit (text, "'", '"');
  const SteadyAlarmSetup setup = { .base_file = "bounds.json", .base_text = text };
  SteadyAlarmSystem     *system = steady_alarm_system_new (&setup, &error);
  const bool             fine = system != NULL;
  if (fine)
    g_assert_no_error (error);
  else if (strstr (error->message, sentence) == NULL)
    g_error ("%s: nothing of \"%s\"", error->message, sentence);
  steady_alarm_system_free (system);
  return fine;
}

static void
test_each_number_has_bounds (void)
{
  static const struct
  {
    int         member;
    const char *name, *below, *lowest, *highest, *above;
  } bounds[] = {
    { ON, "on_s", "-0.001", "0", "3600", "3600.001" },
    { OFF, "off_s", "-0.001", "0", "3600", "3600.001" },
    { EVERY, "every_s", "4.999", "5", "3600", "3600.001" },
    { AFTER, "after_s", "0.999", "1", "36000", "36000.001" },
    { PERCENT, "value", "-0.001", "0", "500", "500.001" },
    { AT_LEAST, "at_least", "-0.001", "0", "1000", "1000.001" },
    { HYSTERESIS, "hysteresis", "-0.001", "0", "1000", "1000.001" },
  };

  g_assert_true (taken (usual, ""));
  for (size_t i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      const char *words[MEMBERS];
      memcpy (words, usual, sizeof words);
      words[bounds[i].member] = bounds[i].lowest;
      g_assert_true (taken (words, ""));
      words[bounds[i].member] = bounds[i].highest;
      g_assert_true (taken (words, ""));
      words[bounds[i].member] = bounds[i].below;
      g_assert_false (taken (words, bounds[i].name));
      words[bounds[i].member] = bounds[i].above;
      g_assert_false (taken (words, bounds[i].name));
    }
}

static void
test_escalates_only_upwards (void)
{
  static const char *const priorities[] = { "low", "medium", "high" };

  for (size_t from = 0; from < G_N_ELEMENTS (priorities); from++)
    for (size_t to = 0; to < G_N_ELEMENTS (priorities); to++)
      {
        const char *words[MEMBERS];
        memcpy (words, usual, sizeof words);
        words[PRIORITY] = priorities[from];
        words[TO] = priorities[to];
        g_assert_true (taken (words, "no more urgent") == (to > from));
      }
}

/* An id fills its room to the last byte but one, and stands for one rule only. */
static void
test_ids (void)
{
  const char      *words[MEMBERS];
  g_autofree char *longest = g_strnfill (STEADY_ALARM_ID_SIZE - 1, 'x');
  g_autofree char *longer = g_strnfill (STEADY_ALARM_ID_SIZE, 'x');
  g_autofree char *room = g_strdup_printf ("1 to %d bytes", STEADY_ALARM_ID_SIZE - 1);

  memcpy (words, usual, sizeof words);
  words[ID] = longest;
  g_assert_true (taken (words, ""));
  words[ID] = longer;
  g_assert_false (taken (words, room));
  words[ID] = "";
  g_assert_false (taken (words, room));
  words[ID] = "lost"; /* the first rule of the file */
  g_assert_false (taken (words, "stands there twice"));
}

static void
test_at_most_twelve_causes (void)
{
  const char *words[MEMBERS];

  memcpy (words, usual, sizeof words);
  words[CAUSES] = "";
  g_assert_true (taken (words, ""));
  words[CAUSES] = "'1','2','3','4','5','6','7','8','9','10','11','12'";
  g_assert_true (taken (words, ""));
  words[CAUSES] = "'1','2','3','4','5','6','7','8','9','10','11','12','13'";
  g_assert_false (taken (words, "at most 12 causes"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/bounds/each-number-has-bounds", test_each_number_has_bounds);
  g_test_add_func ("/alarm/bounds/escalates-only-upwards", test_escalates_only_upwards);
  g_test_add_func ("/alarm/bounds/ids", test_ids);
  g_test_add_func ("/alarm/bounds/at-most-twelve-causes", test_at_most_twelve_causes);
  return g_test_run ();
}
