/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-rules.h"

#include <string.h>

/* A system of the rules in this text, with ' for ". */
SteadyAlarmSystem *
small_make (const char *rules, SteadyAlarmSetup setup, GError **error)
{
  g_autofree char *text = g_strdup (rules);
  g_strdelimit (text, "'", '"');
  setup.base_file = "small.json";
  setup.base_text = text;
  return steady_alarm_system_new (&setup, error);
}

/* A bench with these rules and nothing wrong. */
void
small_start (AlarmBench *bench, const char *rules)
{
  g_autoptr (GError) error = NULL;
  bench_start (bench, NULL, BENCH_PLAN, NULL);
  steady_alarm_system_free (bench->system);
  bench->system =
      small_make (rules, (SteadyAlarmSetup){ .plan_flow_l_min = BENCH_PLAN }, &error);
  g_assert_no_error (error);
  bench_run (bench, 1.5);
  g_assert_cmpuint (bench_present (bench), ==, 0);
}

/* The rules are no rules, and the sentence that says so holds @words. */
void
small_refused (const char *rules, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (small_make (rules, (SteadyAlarmSetup){ 0 }, &error));
  if (strstr (error->message, words) == NULL)
    g_error ("not \"%s\" but \"%s\"", words, error->message);
}

/* The alarm @id as it is present, or NULL. */
const SteadyAlarmRecord *
small_present (const AlarmBench *bench, const char *id)
{
  static SteadyAlarmRecord records[64];
  const unsigned           n = steady_alarm_system_present (bench->system, records, 64);
  for (unsigned i = 0; i < n; i++)
    if (strcmp (records[i].id, id) == 0)
      return &records[i];
  return NULL;
}

/* Somebody declares the mode. */
void
small_mode (AlarmBench *bench, uint32_t mode)
{
  bench->support.mode = mode;
  bench->support.mode_since = bench->now;
}

/* The rules with @more among the members of the first one. */
char *
small_with_first (const char *more, const char *rules)
{
  static const char at[] = "'technical': true, 'armed': 'always',";
  const char       *here = strstr (rules, at);
  g_assert_nonnull (here);
  g_autofree char *before = g_strndup (rules, (gsize) (here - rules));
  return g_strconcat (before, more, ", ", here, NULL);
}
