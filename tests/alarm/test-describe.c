/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <json-c/json.h>

#include "alarm-bench.h"
#include "alarm/steady-alarm-added.h"
#include "alarm/steady-alarm-system-private.h"
#include "measure/steady-channel.h"
#include "measure/steady-command.h"
#include "measure/steady-vocabulary.h"

/*
 * The description is what the case keeps and the screen explains: it must say of each
 * rule what the shipped file says, to the last number.
 */

static struct json_object *
get (struct json_object *object, const char *key)
{
  struct json_object *found = NULL;
  json_object_object_get_ex (object, key, &found);
  return found;
}

static const char *
get_text (struct json_object *object, const char *key)
{
  return json_object_get_string (get (object, key));
}

static size_t
length (struct json_object *array)
{
  return array != NULL ? json_object_array_length (array) : 0;
}

static struct json_object *
at (struct json_object *array, size_t i)
{
  return json_object_array_get_idx (array, i);
}

static void
same_number (struct json_object *a, struct json_object *b)
{
  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_cmpfloat_with_epsilon (
      json_object_get_double (a), json_object_get_double (b), 1e-9);
}

static void
same_text (struct json_object *wanted, struct json_object *said, const char *key)
{
  g_assert_cmpstr (get_text (said, key), ==, get_text (wanted, key));
}

static void
channel_is (struct json_object *said, const char *key, const char *name)
{
  g_assert_nonnull (get (said, key));
  g_assert_cmpstr (
      steady_channel_info ((SteadyChannel) json_object_get_int (get (said, key)))->name,
      ==,
      name);
}

static void
check_limit (struct json_object *wanted, struct json_object *said)
{
  struct json_object *limit = get (wanted, "limit");
  struct json_object *percent = get (wanted, "percent");
  struct json_object *numbers = limit != NULL ? limit : percent;
  const char         *of = percent != NULL ? get_text (percent, "of") : NULL;

  same_number (get (said, "hysteresis"), get (numbers, "hysteresis"));
  same_text (numbers, said, "source");
  g_assert_true ((get (said, "floor") != NULL) == (get (numbers, "floor") != NULL));
  g_assert_true ((get (said, "ceiling") != NULL) == (get (numbers, "ceiling") != NULL));
  g_assert_true ((get (said, "percent") != NULL) == (percent != NULL));
  if (get (numbers, "floor") != NULL)
    {
      same_number (get (said, "floor"), get (numbers, "floor"));
      same_number (get (said, "ceiling"), get (numbers, "ceiling"));
    }
  if (limit != NULL)
    same_number (get (said, "limit"), get (limit, "value"));
  else
    same_number (get (said, "percent"), get (percent, "value"));
  if (of != NULL && strcmp (of, "plan") != 0)
    channel_is (said, "of", of);
  else
    g_assert_null (get (said, "of"));
}

static void
check_clause (struct json_object *wanted, struct json_object *said)
{
  channel_is (said, "channel", get_text (wanted, "channel"));
  g_assert_cmpstr (get_text (said, "name"), ==, get_text (wanted, "channel"));
  same_text (wanted, said, "is");
  struct json_object *states = get (wanted, "states");
  if (states == NULL)
    {
      check_limit (wanted, said);
      return;
    }
  int64_t bits = 0;
  for (size_t i = 0; i < length (states); i++)
    bits |= INT64_C (1) << json_object_get_int (at (states, i));
  g_assert_cmpint (json_object_get_int64 (get (said, "states")), ==, bits);
}

/* The clauses, and the first of them with a limit as the one that a screen draws. */
static void
check_judged (struct json_object *wanted, struct json_object *said)
{
  struct json_object *condition = get (wanted, "condition");
  struct json_object *drawn = NULL;
  const bool          any = condition != NULL && get (condition, "any") != NULL;
  const char         *key = any ? "any" : "all";
  struct json_object *clauses = condition != NULL ? get (condition, key) : NULL;
  struct json_object *watches = get (wanted, "watches");

  g_assert_cmpuint (length (get (said, key)), ==, length (clauses));
  g_assert_null (get (said, any ? "all" : "any"));
  for (size_t i = 0; i < length (clauses); i++)
    {
      struct json_object *clause = at (get (said, key), i);
      check_clause (at (clauses, i), clause);
      if (drawn == NULL && get (clause, "limit") != NULL)
        drawn = clause;
    }
  g_assert_true ((get (said, "limit") != NULL) == (drawn != NULL));
  if (drawn != NULL)
    {
      same_number (get (said, "limit"), get (drawn, "limit"));
      channel_is (said, "limit_channel", get_text (drawn, "name"));
      g_assert_cmpstr (get_text (said, "limit_is"), ==, get_text (drawn, "is"));
    }
  g_assert_nonnull (get (said, "watches"));
  g_assert_cmpuint (length (get (said, "watches")), ==, length (watches));
  for (size_t i = 0; i < length (watches); i++)
    {
      const char *name = steady_channel_info ((SteadyChannel) json_object_get_int (
                                                  at (get (said, "watches"), i)))
                             ->name;
      g_assert_cmpstr (name, ==, json_object_get_string (at (watches, i)));
    }
  channel_is (said,
              "channel",
              watches != NULL ? json_object_get_string (at (watches, 0))
                              : get_text (at (clauses, 0), "channel"));
}

static int64_t
modes_of (struct json_object *names)
{
  int64_t bits = 0;
  for (size_t i = 0; i < length (names); i++)
    bits |= INT64_C (1) << steady_support_mode_from_name (
                json_object_get_string (at (names, i)));
  return bits;
}

static void
check_armed (struct json_object *wanted, struct json_object *said)
{
  struct json_object *table = get (wanted, "armed");
  struct json_object *armed = get (said, "armed");
  const bool          always = json_object_is_type (table, json_type_string);

  g_assert_nonnull (get (armed, "always"));
  g_assert_true (json_object_get_boolean (get (armed, "always")) == always);
  g_assert_cmpint (json_object_get_int64 (get (armed, "modes")),
                   ==,
                   always ? UINT32_MAX : modes_of (get (table, "modes")));
  g_assert_nonnull (get (armed, "not_flags"));
  g_assert_true ((json_object_get_int64 (get (armed, "not_flags")) != 0) ==
                 (!always && length (get (table, "not_flags")) > 0));
  g_assert_cmpint (json_object_get_int64 (get (armed, "advisory")),
                   ==,
                   always ? 0 : modes_of (get (table, "advisory")));
}

static void
check_wires (struct json_object *wanted, struct json_object *said)
{
  struct json_object *wires = get (wanted, "interventions");
  struct json_object *told = get (said, "interventions");

  g_assert_nonnull (told);
  g_assert_cmpuint (length (told), ==, length (wires));
  for (size_t i = 0; i < length (wires); i++)
    {
      same_text (at (wires, i), at (told, i), "control");
      struct json_object *step = get (at (wires, i), "step");
      g_assert_true ((get (at (told, i), "step") != NULL) == (step != NULL));
      g_assert_true ((get (at (told, i), "every_s") != NULL) == (step != NULL));
      if (step != NULL)
        {
          same_number (get (at (told, i), "step"), step);
          same_number (get (at (told, i), "every_s"), get (at (wires, i), "every_s"));
        }
      g_assert_nonnull (get (at (told, i), "value"));
      g_assert_cmpfloat_with_epsilon (
          json_object_get_double (get (at (told, i), "value")),
          json_object_get_double (get (at (wires, i), "value")),
          1e-9);
    }
}

/* Exactly what a person may add to it. */
static void
check_addable (const SteadyAlarmSystem *system, struct json_object *said)
{
  struct json_object *told = get (said, "may_add");
  size_t              at_place = 0;

  g_assert_true (json_object_is_type (told, json_type_array));
  for (unsigned i = 0; i < STEADY_ALARM_ADDED; i++)
    {
      const SteadyControl control = (SteadyControl) steady_alarm_added[i].wire.control;
      if (steady_alarm_system_may_add (system, get_text (said, "id"), control))
        g_assert_cmpstr (json_object_get_string (at (told, at_place++)),
                         ==,
                         steady_control_name (control));
    }
  g_assert_cmpuint (length (told), ==, at_place);
}

static void
check_list (struct json_object *wanted, struct json_object *said, const char *key)
{
  struct json_object *words = get (wanted, key);

  g_assert_nonnull (get (said, key));
  g_assert_cmpuint (length (get (said, key)), ==, length (words));
  for (size_t i = 0; i < length (words); i++)
    g_assert_cmpstr (json_object_get_string (at (get (said, key), i)),
                     ==,
                     json_object_get_string (at (words, i)));
}

static void
check_rule (struct json_object *wanted, struct json_object *said)
{
  static const char *const texts[] = { "id",   "priority", "category", "title",
                                       "what", "first",    "did" };
  static const char *const switches[] = { "technical", "latching", "holds_pump" };
  struct json_object      *delay = get (wanted, "delay");
  struct json_object      *later = get (wanted, "escalates");
  struct json_object      *again = get (wanted, "again");

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    same_text (wanted, said, texts[i]);
  for (size_t i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_assert_nonnull (get (said, switches[i]));
      g_assert_true (json_object_get_boolean (get (said, switches[i])) ==
                     json_object_get_boolean (get (wanted, switches[i])));
    }
  same_number (get (said, "delay_on_s"), get (delay, "on_s"));
  same_number (get (said, "delay_off_s"), get (delay, "off_s"));
  g_assert_nonnull (get (said, "again_s"));
  g_assert_cmpfloat_with_epsilon (
      json_object_get_double (get (said, "again_s")),
      again != NULL ? json_object_get_double (get (again, "every_s")) : 0,
      1e-9);
  struct json_object *resume = get (wanted, "may_resume");
  g_assert_true ((get (said, "may_resume_after_s") != NULL) == (resume != NULL));
  if (resume != NULL)
    same_number (get (said, "may_resume_after_s"), get (resume, "after_s"));
  g_assert_true ((get (said, "escalates_after_s") != NULL) == (later != NULL));
  if (later != NULL)
    {
      same_number (get (said, "escalates_after_s"), get (later, "after_s"));
      g_assert_cmpstr (get_text (said, "escalates_to"), ==, get_text (later, "to"));
    }
  check_judged (wanted, said);
  check_armed (wanted, said);
  check_wires (wanted, said);
  check_list (wanted, said, "suppressed_by");
  check_list (wanted, said, "causes");
}

static void
test_says_what_the_file_says (void)
{
  g_autofree char    *path = bench_data ("base");
  struct json_object *file = json_object_from_file (path);
  struct json_object *rules = get (file, "rules");
  AlarmBench          bench;

  bench_start (&bench, NULL, BENCH_PLAN, NULL);
  g_autofree char    *words = steady_alarm_system_describe (bench.system);
  struct json_object *said = json_tokener_parse (words);
  g_assert_cmpuint (length (get (said, "rules")), ==, length (rules));
  for (size_t i = 0; i < length (rules); i++)
    {
      struct json_object *rule = at (get (said, "rules"), i);
      check_rule (at (rules, i), rule);
      check_addable (bench.system, rule);
      g_assert_false (json_object_object_get_ex (rule, "base_missing", NULL));
      if (get (at (rules, i), "stands_in_for") != NULL)
        g_assert_cmpstr (
            get_text (rule, "twin"), ==, get_text (at (rules, i), "stands_in_for"));
    }
  g_assert_cmpstr (get_text (said, "profile"), ==, "base");
  g_assert_cmpstr (get_text (said, "profile_title"), ==, get_text (file, "title"));
  g_assert_cmpfloat_with_epsilon (
      json_object_get_double (get (said, "plan_flow_l_min")), BENCH_PLAN, 1e-9);
  same_number (get (said, "audio_pause_s"), get (get (file, "audio_pause_s"), "value"));
  same_number (get (said, "audio_pause_high_s"),
               get (get (file, "audio_pause_high_s"), "value"));
  json_object_put (said);
  json_object_put (file);
  bench_stop (&bench);
}

/* A sensor protects whatever judges one of its channels, the first rule of all, too. */
static void
test_protects_what_it_watches (void)
{
  AlarmBench bench;
  unsigned   pairs = 0;

  bench_start (&bench, NULL, BENCH_PLAN, NULL);
  g_autofree char    *words = steady_alarm_system_describe (bench.system);
  struct json_object *said = json_tokener_parse (words);
  struct json_object *rules = get (said, "rules");
  for (size_t s = 0; s < length (rules); s++)
    for (size_t i = 0; i < length (rules); i++)
      {
        struct json_object *watches = get (at (rules, s), "watches");
        struct json_object *protects = get (at (rules, s), "protects");
        struct json_object *clauses = get (at (rules, i), "all");
        bool                judges = false, told = false;
        if (clauses == NULL)
          clauses = get (at (rules, i), "any");
        for (size_t c = 0; c < length (clauses); c++)
          for (size_t w = 0; w < length (watches); w++)
            judges = judges || json_object_get_int (get (at (clauses, c), "channel")) ==
                                   json_object_get_int (at (watches, w));
        for (size_t k = 0; k < length (protects); k++)
          told = told || g_strcmp0 (json_object_get_string (at (protects, k)),
                                    get_text (at (rules, i), "id")) == 0;
        if (judges)
          g_assert_true (told);
        pairs += judges;
      }
  g_assert_cmpuint (pairs, >, 50);
  json_object_put (said);
  bench_stop (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/describe/says-what-the-file-says",
                   test_says_what_the_file_says);
  g_test_add_func ("/alarm/describe/protects-what-it-watches",
                   test_protects_what_it_watches);
  return g_test_run ();
}
