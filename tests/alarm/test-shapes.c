/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <json-c/json.h>

#include "alarm-bench.h"

/*
 * A small rule file with every member that there is, and a profile. Each member is
 * taken away, and put in another shape, one by one: what must be there is missed, and
 * nothing of a wrong shape is ever believed.
 */

static const char *const base_text =
    "{'format': 'steady-alarms', 'version': 1, 'title': 'T', 'source': 's',"
    " 'audio_pause_s': {'value': 120, 'source': 's'},"
    " 'audio_pause_high_s': {'value': 30, 'source': 's'},"
    " 'cascade_s': {'value': 10, 'source': 's'},"
    " 'override_s': {'value': 100, 'source': 's'},"
    " 'water_follows_per_min': {'value': 0.4, 'source': 's'},"
    " 'signal_arms': {'condition': {'channel': 'patient_flow', 'is': 'above',"
    "   'percent': {'value': 10, 'of': 'set_pump_flow', 'at_least': 0.05,"
    "     'hysteresis': 0.01, 'source': 's'}},"
    "   'delay_s': {'value': 10, 'source': 's'}, 'modes': ['set-up'], 'source': 's'},"
    " 'rules': ["
    "  {'id': 'lost', 'priority': 'high', 'category': 'equipment', 'source': 's',"
    "   'technical': true, 'armed': 'always',"
    "   'delay': {'on_s': 1, 'off_s': 1, 'source': 's'},"
    "   'watches': ['arterial_air', 'arterial_mean', 'measured_flow', 'set_pump_flow'],"
    "   'title': 't', 'what': 'w', 'first': 'f', 'causes': ['c', 'd']},"
    "  {'id': 'air', 'priority': 'high', 'category': 'perfusion', 'source': 's',"
    "   'latching': true, 'holds_pump': true, 'armed': 'always',"
    "   'delay': {'on_s': 0, 'off_s': 0, 'source': 's'},"
    "   'condition': {'any': [{'channel': 'arterial_air', 'is': 'one-of', 'states': "
    "[1]}]},"
    "   'interventions': [{'control': 'pump-stop', 'value': 1},"
    "     {'control': 'arterial-clamp', 'value': 1}],"
    "   'title': 't', 'what': 'w', 'first': 'f', 'did': 'd', 'causes': ['c']},"
    "  {'id': 'low', 'priority': 'low', 'category': 'cardiac', 'source': 's',"
    "   'technical': false,"
    "   'armed': {'modes': ['full-bypass'], 'advisory': ['weaning'],"
    "     'not_flags': ['cooling'], 'source': 's'},"
    "   'delay': {'on_s': 5, 'off_s': 2, 'source': 's'},"
    "   'condition': {'all': ["
    "     {'channel': 'arterial_mean', 'is': 'below', 'limit': {'value': 30, 'floor': "
    "10,"
    "       'ceiling': 60, 'hysteresis': 2, 'source': 's'}},"
    "     {'channel': 'measured_flow', 'is': 'at-most', 'percent': {'value': 80,"
    "       'of': 'plan', 'at_least': 0.02, 'hysteresis': 0.01, 'source': 's'}}]},"
    "   'again': {'every_s': 60, 'source': 's'},"
    "   'escalates': {'to': 'medium', 'after_s': 30, 'source': 's'},"
    "   'suppressed_by': ['lost', 'air'], 'stands_in_for': 'lost',"
    "   'title': 't', 'what': 'w', 'first': 'f', 'causes': ['c']}]}";

static const char *const profile_text =
    "{'format': 'steady-alarm-profile', 'version': 1, 'profile': 'p', 'title': 'P',"
    " 'what': 'w', 'source': 's',"
    " 'rules': {'low': {'limit': {'value': 20, 'source': 's'},"
    "   'delay': {'on_s': 7, 'off_s': 3, 'source': 's'}}}}";

/* What may be missing. */
static const char *const optional[] = { "technical",
                                        "latching",
                                        "holds_pump",
                                        "again",
                                        "escalates",
                                        "advisory",
                                        "not_flags",
                                        "interventions",
                                        "suppressed_by",
                                        "stands_in_for",
                                        "limit.profile",
                                        "delay.profile",
                                        "water_follows_per_min",
                                        NULL };

static struct json_object *
parse (const char *text)
{
  g_autofree char *right = g_strdup (text);
  g_strdelimit (right, "'", '"');
  struct json_object *object = json_tokener_parse (right);
  g_assert_nonnull (object);
  return object;
}

static bool
is_read (struct json_object *base, struct json_object *profile)
{
  g_autoptr (GError) error = NULL;
  const SteadyAlarmSetup setup = { .base_file = "base.json",
                                   .base_text = json_object_to_json_string (base),
                                   .profile_file = "profile.json",
                                   .profile_text = json_object_to_json_string (profile),
                                   .plan_flow_l_min = 1 };
  SteadyAlarmSystem     *system = steady_alarm_system_new (&setup, &error);
  g_assert_cmpint (system != NULL, ==, error == NULL);
  if (error != NULL && (strchr (error->message, '\n') != NULL ||
                        strstr (error->message, ".json: ") == NULL))
    g_error ("not one sentence that says where: %s", error->message);
  steady_alarm_system_free (system);
  return error == NULL;
}

/* One walk over a document, changing each node in turn. */
typedef struct Walk
{
  struct json_object *base;
  struct json_object *profile;
  bool                in_profile;
  unsigned            missing;
  unsigned            wrong;
} Walk;

static bool
may_be_missing (const Walk *walk, const char *key)
{
  g_autofree char *in_profile = g_strconcat (key, ".profile", NULL);
  return g_strv_contains (optional, key) ||
         (walk->in_profile && g_strv_contains (optional, in_profile));
}

static struct json_object *
shape (unsigned number)
{
  switch (number)
    {
    case 0:
      return json_object_new_boolean (true);
    case 1:
      return json_object_new_double (-1e9);
    case 2:
      return json_object_new_string ("no such word");
    case 3:
      return json_object_new_array ();
    case 4:
      return json_tokener_parse ("[[]]");
    case 5:
      return json_object_new_object ();
    case 6:
      return json_tokener_parse ("{\"no such member\": 1}");
    case 7:
      return json_object_new_int (7);
    default:
      return NULL; /* null */
    }
}

enum
{
  SHAPES = 9
};

static bool
other_shape (struct json_object *a, struct json_object *b)
{
  const bool numbers = (json_object_is_type (a, json_type_int) ||
                        json_object_is_type (a, json_type_double)) &&
                       (json_object_is_type (b, json_type_int) ||
                        json_object_is_type (b, json_type_double));
  return !numbers && json_object_get_type (a) != json_object_get_type (b);
}

static void walk_node (Walk *walk, struct json_object *node, const char *path);

static void
check (Walk               *walk,
       const char         *path,
       const char         *key,
       bool                missing,
       bool                is_other,
       struct json_object *now)
{
  const bool read = is_read (walk->base, walk->profile);
  const bool root_text = strcmp (path, "/source") == 0 || strcmp (path, "/what") == 0;

  if (root_text)
    return; /* for people only */
  if (missing && (may_be_missing (walk, key) ||
                  g_str_has_suffix (path, "/interventions[0]/value") ||
                  strcmp (path, "/rules/low") == 0))
    return;
  if ((missing || is_other) && read)
    g_error ("%s was believed when it was %s",
             path,
             missing ? "missing" : json_object_to_json_string (now));
  walk->missing += missing;
  walk->wrong += is_other;
}

static void
walk_object (Walk *walk, struct json_object *node, const char *path)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  json_object_object_foreach (node, name, unused)
  {
    (void) unused;
    g_ptr_array_add (keys, g_strdup (name));
  }
  for (unsigned i = 0; i < keys->len; i++)
    {
      const char         *key = keys->pdata[i];
      g_autofree char    *place = g_strconcat (path, "/", key, NULL);
      struct json_object *value = json_object_get (json_object_object_get (node, key));
      json_object_object_del (node, key);
      check (walk, place, key, true, false, NULL);
      for (unsigned k = 0; k < SHAPES; k++)
        {
          struct json_object *other = shape (k);
          json_object_object_add (node, key, other);
          check (walk, place, key, other == NULL, other_shape (value, other), other);
        }
      json_object_object_add (node, key, value);
      walk_node (walk, value, place);
    }
}

static void
walk_array (Walk *walk, struct json_object *node, const char *path)
{
  for (size_t i = 0; i < json_object_array_length (node); i++)
    {
      g_autofree char    *place = g_strdup_printf ("%s[%zu]", path, i);
      struct json_object *value = json_object_get (json_object_array_get_idx (node, i));
      for (unsigned k = 0; k < SHAPES; k++)
        {
          struct json_object *other = shape (k);
          json_object_array_put_idx (node, i, other);
          check (walk, place, "", false, other_shape (value, other), other);
        }
      json_object_array_put_idx (node, i, value);
      walk_node (walk, value, place);
    }
}

static void
walk_node (Walk *walk, struct json_object *node, const char *path)
{
  if (json_object_is_type (node, json_type_object))
    walk_object (walk, node, path);
  else if (json_object_is_type (node, json_type_array))
    walk_array (walk, node, path);
}

static void
test_each_member_in_each_shape (void)
{
  for (unsigned in_profile = 0; in_profile < 2; in_profile++)
    {
      Walk walk = { .base = parse (base_text),
                    .profile = parse (profile_text),
                    .in_profile = in_profile != 0 };
      g_assert_true (is_read (walk.base, walk.profile));
      walk_node (&walk, in_profile != 0 ? walk.profile : walk.base, "");
      g_assert_true (is_read (walk.base, walk.profile));
      g_test_message ("%u missing, %u of another shape", walk.missing, walk.wrong);
      g_assert_cmpuint (walk.missing, >, in_profile != 0 ? 10 : 80);
      g_assert_cmpuint (walk.wrong, >, in_profile != 0 ? 50 : 500);
      json_object_put (walk.base);
      json_object_put (walk.profile);
    }
}

/* What the file says is what is in force. */
static void
test_small_file_is_in_force (void)
{
  struct json_object    *base = parse (base_text);
  struct json_object    *profile = parse (profile_text);
  const SteadyAlarmSetup setup = { .base_file = "base.json",
                                   .base_text = json_object_to_json_string (base),
                                   .profile_text = json_object_to_json_string (profile),
                                   .plan_flow_l_min = 1 };
  g_autoptr (GError) error = NULL;
  SteadyAlarmSystem *system = steady_alarm_system_new (&setup, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      steady_alarm_system_override_span (system), ==, 100 * STEADY_NSEC_PER_SEC);
  g_assert_cmpfloat_with_epsilon (steady_alarm_system_water_rate (system), 0.4, 1e-9);
  g_assert_cmpuint (steady_alarm_system_rules (system), ==, 3);
  g_autofree char    *text = steady_alarm_system_describe (system);
  struct json_object *about = json_tokener_parse (text);
  struct json_object *rules = json_object_object_get (about, "rules");
  struct json_object *low = json_object_array_get_idx (rules, 2);
  static const struct
  {
    const char *key;
    double      value;
  } numbers[] = {
    { "delay_on_s", 7 }, { "delay_off_s", 3 },        { "again_s", 60 },
    { "limit", 20 },     { "escalates_after_s", 30 },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpfloat_with_epsilon (
        json_object_get_double (json_object_object_get (low, numbers[i].key)),
        numbers[i].value,
        1e-12);
  g_assert_cmpstr (
      json_object_get_string (json_object_object_get (low, "escalates_to")),
      ==,
      "medium");
  struct json_object *armed = json_object_object_get (low, "armed");
  g_assert_cmpint (json_object_get_int (json_object_object_get (armed, "modes")),
                   ==,
                   1 << STEADY_SUPPORT_FULL_BYPASS);
  g_assert_cmpint (json_object_get_int (json_object_object_get (armed, "advisory")),
                   ==,
                   1 << STEADY_SUPPORT_WEANING);
  g_assert_cmpint (json_object_get_int (json_object_object_get (armed, "not_flags")),
                   ==,
                   STEADY_FLAG_COOLING);
  struct json_object *second =
      json_object_array_get_idx (json_object_object_get (low, "all"), 1);
  g_assert_cmpfloat_with_epsilon (
      json_object_get_double (json_object_object_get (second, "limit")), 0.8, 1e-12);
  json_object_put (about);
  json_object_put (base);
  json_object_put (profile);
  steady_alarm_system_free (system);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/files/each-member-in-each-shape",
                   test_each_member_in_each_shape);
  g_test_add_func ("/alarm/files/a-small-file-is-in-force",
                   test_small_file_is_in_force);
  return g_test_run ();
}
