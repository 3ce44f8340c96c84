/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <json-c/json.h>

#include "alarm/steady-alarm-limit.h"
#include "small-rules.h"

/*
 * A limit that is a share of something judges nothing where that is never given. It
 * must be seen then, unless another rule watches for the same by other channels.
 */

/* All is fitted but what stands in @without, which ends with STEADY_CHANNEL_NONE. */
static void
fit_without (bool *fitted, const SteadyChannel *without)
{
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    fitted[i] = true;
  for (; *without != STEADY_CHANNEL_NONE; without++)
    fitted[*without] = false;
}

typedef struct Case
{
  SteadyChannel    without[4];
  const char      *rule;
  SteadyProtection protection;
  const char      *missing; /* what the description says, or NULL */
} Case;

/* One pump is set by its flow, one by its speed, and one tells neither. */
static const Case cases[] = {
  /* clang-format off */
  { { STEADY_CHANNEL_SET_PUMP_SPEED }, "pump-runaway", STEADY_PROTECTION_ARMED, NULL },
  { { STEADY_CHANNEL_SET_PUMP_SPEED }, "pump-runaway-speed", STEADY_PROTECTION_NOT_FITTED, NULL },
  { { STEADY_CHANNEL_SET_PUMP_FLOW }, "pump-runaway", STEADY_PROTECTION_NOT_FITTED, NULL },
  { { STEADY_CHANNEL_SET_PUMP_FLOW }, "pump-runaway-speed", STEADY_PROTECTION_ARMED, NULL },
  { { STEADY_CHANNEL_SET_PUMP_FLOW, STEADY_CHANNEL_SET_PUMP_SPEED }, "pump-runaway", STEADY_PROTECTION_NONE, "set_pump_flow" },
  { { STEADY_CHANNEL_SET_PUMP_FLOW, STEADY_CHANNEL_SET_PUMP_SPEED }, "pump-runaway-speed", STEADY_PROTECTION_NONE, "set_pump_speed" },
  { { STEADY_CHANNEL_SET_PUMP_FLOW, STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_CHANNEL_PUMP_FLOW }, "pump-runaway", STEADY_PROTECTION_NOT_FITTED, NULL },
  { { STEADY_CHANNEL_SET_PUMP_FLOW }, "no-forward-flow", STEADY_PROTECTION_NOT_FITTED, NULL },
  { { STEADY_CHANNEL_SET_PUMP_FLOW }, "no-forward-flow-unset", STEADY_PROTECTION_ARMED, NULL },
  { { STEADY_CHANNEL_SET_FIO2 }, "fio2-wrong", STEADY_PROTECTION_NONE, "set_fio2" },
  { { STEADY_CHANNEL_FIO2 }, "fio2-wrong", STEADY_PROTECTION_NOT_FITTED, NULL },
  /* it judges whether vacuum was set at all */
  { { STEADY_CHANNEL_SET_VENOUS_VACUUM }, "vacuum-weak", STEADY_PROTECTION_NOT_FITTED, NULL },
  /* clang-format on */
};

/* The description of @id. */
static struct json_object *
described (struct json_object *root, const char *id)
{
  struct json_object *rules = json_object_object_get (root, "rules");
  for (size_t i = 0; i < json_object_array_length (rules); i++)
    {
      struct json_object *rule = json_object_array_get_idx (rules, i);
      const char *name = json_object_get_string (json_object_object_get (rule, "id"));
      if (strcmp (name, id) == 0)
        return rule;
    }
  g_assert_not_reached ();
}

static const char *
said (struct json_object *rule, const char *key)
{
  return json_object_get_string (json_object_object_get (rule, key));
}

static void
test_what_is_never_given (gconstpointer data)
{
  const Case *c = data;
  bool        fitted[STEADY_CHANNEL_MAX];
  AlarmBench  bench;

  fit_without (fitted, c->without);
  bench_start (&bench, "neonate", BENCH_PLAN, fitted);
  bench_set (&bench, STEADY_CHANNEL_SET_PUMP_SPEED, 70);
  bench_run (&bench, 10);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_cmpint (
      steady_alarm_system_protection (bench.system, c->rule), ==, (int) c->protection);
  g_autofree char    *words = steady_alarm_system_describe (bench.system);
  struct json_object *root = json_tokener_parse (words);
  g_assert_cmpstr (said (described (root, c->rule), "base_missing"), ==, c->missing);
  g_assert_cmpint (json_object_get_boolean (
                       json_object_object_get (described (root, c->rule), "fitted")),
                   ==,
                   c->protection == STEADY_PROTECTION_ARMED);
  json_object_put (root);
  bench_stop (&bench);
}

/* Each of two that stand in for one another names the other, and nobody else does. */
static void
test_twins_know_each_other (void)
{
  AlarmBench bench;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  g_autofree char    *words = steady_alarm_system_describe (bench.system);
  struct json_object *root = json_tokener_parse (words);
  g_assert_cmpstr (said (described (root, "pump-slow"), "twin"), ==, "pump-slow-speed");
  g_assert_cmpstr (said (described (root, "pump-slow-speed"), "twin"), ==, "pump-slow");
  g_assert_null (said (described (root, "arterial-air"), "twin"));
  json_object_put (root);
  bench_stop (&bench);
}

/* Without a plan nothing is a share of it, and what no phase asks for is disarmed. */
static void
test_without_a_plan (void)
{
  AlarmBench bench;

  bench_start (&bench, "neonate", 0, NULL);
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "flow-very-low"),
                   ==,
                   STEADY_PROTECTION_NONE);
  g_autofree char    *words = steady_alarm_system_describe (bench.system);
  struct json_object *root = json_tokener_parse (words);
  g_assert_cmpstr (
      said (described (root, "flow-very-low"), "base_missing"), ==, "plan");
  json_object_put (root);
  small_mode (&bench, STEADY_SUPPORT_SET_UP);
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "flow-very-low"),
                   ==,
                   STEADY_PROTECTION_DISARMED);
  bench_stop (&bench);
}

/* A base that does not apply just now leaves the rule without a word of its own, and
 * without protection. */
static void
test_a_base_that_does_not_apply (void)
{
  AlarmBench bench;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_run (&bench, 2);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "fio2-wrong"),
                   ==,
                   STEADY_PROTECTION_ARMED);
  bench_quality (&bench, STEADY_CHANNEL_SET_FIO2, STEADY_QUALITY_NOT_APPLICABLE);
  bench_run (&bench, 60);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "fio2-wrong"),
                   ==,
                   STEADY_PROTECTION_NONE);
  bench_stop (&bench);
}

#define NUMBER                                                         \
  "{'channel': 'arterial_mean', 'is': 'below', 'limit': {'value': 30," \
  " 'floor': 10, 'ceiling': 60, 'hysteresis': 2, 'source': 's'}}"
#define SHARE_OF_IT                                                      \
  "{'channel': 'measured_flow', 'is': 'below', 'percent': {'value': 80," \
  " 'of': 'plan', 'at_least': 0.02, 'hysteresis': 0.01, 'source': 's'}}"

/* One comparison is enough for "any", whatever the other lacks; in either order. */
static void
test_any_with_a_number (void)
{
  static const char *const conditions[] = { "[" NUMBER "," SHARE_OF_IT "]",
                                            "[" SHARE_OF_IT "," NUMBER "]" };
  for (size_t i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      AlarmBench       bench;
      g_autofree char *rules = g_strconcat (
          HEAD ", {'id': 'any', 'priority': 'low', 'category': 'cardiac',"
               " 'source': 's', " ALWAYS DELAY (0, 0) ", 'condition': {'any': ",
          conditions[i],
          "}, " TEXTS "}" TAIL,
          NULL);
      small_start (&bench, rules);
      g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 0));
      bench_tick (&bench);
      g_assert_cmpint (steady_alarm_system_protection (bench.system, "any"),
                       ==,
                       STEADY_PROTECTION_ARMED);
      g_autofree char    *words = steady_alarm_system_describe (bench.system);
      struct json_object *root = json_tokener_parse (words);
      g_assert_null (said (described (root, "any"), "base_missing"));
      json_object_put (root);
      bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 20);
      bench_tick (&bench);
      g_assert_nonnull (small_present (&bench, "any"));
      bench_stop (&bench);
    }
}

#define LOW(id, more) RULE (id, "low", ALWAYS DELAY (0, 0) ", " BELOW (30) more)

/* Who stands in for whom is a pair of rules, the first above the second. */
static void
test_who_stands_in_is_checked (void)
{
  g_autoptr (GError) error = NULL;
  SteadyAlarmSystem *system =
      small_make (HEAD LOW ("a", "") LOW ("b", ", 'stands_in_for': 'a'") TAIL,
                  (SteadyAlarmSetup){ 0 },
                  &error);

  g_assert_no_error (error);
  steady_alarm_system_free (system);
  small_refused (HEAD LOW ("a", ", 'stands_in_for': 'a'") TAIL, "stands_in_for");
  small_refused (HEAD LOW ("a", ", 'stands_in_for': 7") TAIL, "stands_in_for");
  small_refused (HEAD LOW ("a", "") LOW ("b", ", 'stands_in_for': 'a'")
                     LOW ("c", ", 'stands_in_for': 'a'") TAIL,
                 "no other stands in for");
}

#define SHARE_OF(channel, of)                                          \
  "{'channel': '" channel "', 'is': 'below', 'percent': {'value': 80," \
  " 'of': '" of "', 'at_least': 0.02, 'hysteresis': 0.01, 'source': 's'}}"
#define SHARES(id, more)                                                     \
  RULE (id,                                                                  \
        "low",                                                               \
        ALWAYS DELAY (0, 0) ", 'condition': {'all': [" SHARE_OF (            \
            "measured_flow", "arterial_mean") "," SHARE_OF ("arterial_mean", \
                                                            "plan") "]}" more)

/* Of two that are missing the first is named. */
static void
test_the_first_that_is_missing (void)
{
  bool                       fitted[STEADY_CHANNEL_MAX];
  static const SteadyChannel without[] = { STEADY_CHANNEL_NONE };
  static const char rules[] = HEAD RULE (
      "two",
      "low",
      ALWAYS DELAY (0, 0) ", 'condition': {'all': [" SHARE_OF (
          "measured_flow", "plan") "," SHARE_OF ("arterial_mean", "arterial_air") "]}")
      TAIL;
  g_autoptr (GError) error = NULL;

  fit_without (fitted, without);
  fitted[STEADY_CHANNEL_ARTERIAL_AIR] = false;
  SteadyAlarmSystem *system =
      small_make (rules, (SteadyAlarmSetup){ .fitted = fitted }, &error);
  g_assert_no_error (error);
  g_autofree char    *words = steady_alarm_system_describe (system);
  struct json_object *root = json_tokener_parse (words);
  g_assert_cmpstr (said (described (root, "two"), "base_missing"), ==, "plan");
  json_object_put (root);
  steady_alarm_system_free (system);
}

/* The first rule of a file can be stood in for like any other. */
static void
test_twin_of_the_first_rule (void)
{
  AlarmBench bench;

  small_start (&bench, HEAD SHARES ("one", ", 'stands_in_for': 'lost'") TAIL);
  g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 0));
  bench_tick (&bench);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "one"),
                   ==,
                   STEADY_PROTECTION_NOT_FITTED);
  g_autofree char    *words = steady_alarm_system_describe (bench.system);
  struct json_object *root = json_tokener_parse (words);
  g_assert_cmpstr (said (described (root, "one"), "twin"), ==, "lost");
  g_assert_cmpstr (said (described (root, "lost"), "twin"), ==, "one");
  json_object_put (root);
  bench_stop (&bench);
  /* the same without it: the second of its shares is missing */
  small_start (&bench, HEAD SHARES ("one", "") TAIL);
  g_assert_true (steady_alarm_system_set_plan_flow (bench.system, 0));
  bench_tick (&bench);
  g_assert_cmpint (
      steady_alarm_system_protection (bench.system, "one"), ==, STEADY_PROTECTION_NONE);
  bench_stop (&bench);
  small_refused (HEAD LOW ("a", ", 'stands_in_for': 'lost'")
                     LOW ("b", ", 'stands_in_for': 'a'") TAIL,
                 "no other stands in for");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/alarm/share/never-given/%zu-%s", i, cases[i].rule);
      g_test_add_data_func (path, &cases[i], test_what_is_never_given);
    }
  g_test_add_func ("/alarm/share/twins-know-each-other", test_twins_know_each_other);
  g_test_add_func ("/alarm/share/without-a-plan", test_without_a_plan);
  g_test_add_func ("/alarm/share/a-base-that-does-not-apply",
                   test_a_base_that_does_not_apply);
  g_test_add_func ("/alarm/share/any-with-a-number", test_any_with_a_number);
  g_test_add_func ("/alarm/share/the-first-that-is-missing",
                   test_the_first_that_is_missing);
  g_test_add_func ("/alarm/share/twin-of-the-first-rule", test_twin_of_the_first_rule);
  g_test_add_func ("/alarm/share/who-stands-in-is-checked",
                   test_who_stands_in_is_checked);
  return g_test_run ();
}
