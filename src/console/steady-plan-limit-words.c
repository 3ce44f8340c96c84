/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-limit-words.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-setting-words.h"
#include "widgets/steady-words.h"

/* What alarms are called and what their limits are in: they are named when those are
 * offered. @welcome is the text of a WELCOME. */
void
steady_plan_limit_words_learn (SteadyPlanLimitWords *self, const char *welcome)
{
  steady_console_config_parse (&self->config, welcome);
}

/* As the Alarms page says it; a rule that was not described has no unit. */
static void
limit_text (const SteadyAlarmText *alarm, double limit, char *ret_text, size_t size)
{
  if (alarm != NULL)
    steady_setting_words_limit (alarm, limit, ret_text, size);
  else
    g_snprintf (ret_text, size, "%.4g", limit);
}

/* One line: what the limit is now, what the plan says. Whether it waits for a person.
 */
static bool
describe_offer (SteadyPlanLimitWords *self, const SteadyJsonNode *offer, GString *text)
{
  const char *rule, *state;
  double      now, to;

  if (!steady_json_get_string (offer, "rule", &rule, NULL) ||
      !steady_json_get_string (offer, "state", &state, NULL) ||
      !steady_json_get_number (offer, "now", -1e6, 1e6, &now, NULL) ||
      !steady_json_get_number (offer, "to", -1e6, 1e6, &to, NULL))
    return false;
  const SteadyAlarmText *alarm = steady_console_config_alarm (&self->config, rule);
  const char *title = alarm != NULL && alarm->title != NULL ? _ (alarm->title) : rule;
  char        before[48], after[48];
  limit_text (alarm, now, before, sizeof before);
  limit_text (alarm, to, after, sizeof after);
  if (g_str_equal (state, "in-force"))
    g_string_append_printf (text, _ ("%s: %s, in force"), title, after);
  else if (g_str_equal (state, "offered"))
    g_string_append_printf (text, _ ("%s: now %s, the plan %s"), title, before, after);
  else
    g_string_append_printf (text,
                            _ ("%s: stays %s, the plan's %s is not possible here"),
                            title,
                            before,
                            after);
  g_string_append_c (text, '\n');
  return g_str_equal (state, "offered");
}

/* Flow and profile, which more than one limit goes by. Whether they wait for a person.
 */
static bool
describe_whole (const SteadyJsonNode *root, GString *text)
{
  const char *profile;
  double      now, to;
  bool        adopted;

  if (!steady_json_get_string (root, "profile", &profile, NULL) ||
      !steady_json_get_number (root, "flow_now_l_min", 0, 20, &now, NULL) ||
      !steady_json_get_number (root, "flow_l_min", 0, 20, &to, NULL) ||
      !steady_json_get_bool (root, "adopted", &adopted, NULL))
    return false;
  const bool waits = !adopted && fabs (now - to) > 1e-6;
  if (waits)
    g_string_append_printf (
        text, _ ("Planned flow: now %.3f L/min, the plan %.3f L/min"), now, to);
  else
    g_string_append_printf (text, _ ("Planned flow: %.3f L/min, in force"), to);
  g_string_append_c (text, '\n');
  g_string_append_printf (
      text, _ ("Alarm profile: %s"), steady_words_profile (profile));
  g_string_append_c (text, '\n');
  return waits;
}

/* What a plan that the engine has offers, a line each, as it answered in @root; true:
 * something of it waits for a person. */
bool
steady_plan_limit_words_describe (SteadyPlanLimitWords *self,
                                  const SteadyJsonNode *root,
                                  GString              *text)
{
  SteadyJsonNode offers, offer;
  size_t         length;

  if (!steady_json_get_array (root, "offers", &offers, &length, NULL))
    return false;
  bool any = describe_whole (root, text);
  for (size_t i = 0; i < length; i++)
    if (steady_json_get_element (&offers, i, &offer, NULL))
      any = describe_offer (self, &offer, text) || any;
  return any;
}

/* Nothing is known by name yet. */
void
steady_plan_limit_words_init (SteadyPlanLimitWords *self)
{
  steady_console_config_init (&self->config);
}

void
steady_plan_limit_words_finish (SteadyPlanLimitWords *self)
{
  steady_console_config_finish (&self->config);
}
