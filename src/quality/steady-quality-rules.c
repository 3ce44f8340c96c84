/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-quality-rules.h"

#include <math.h>
#include <string.h>

#include "base/steady-paths.h"

#define FORMAT  "steady-quality"
#define VERSION 1
/* No limit, no time of a rule is beyond these. */
#define LARGEST 100000.0
#define LONGEST 86400.0

static const char *const profiles[STEADY_QUALITY_PROFILES] = {
  "neonate", "infant", "child", "adolescent", "adult",
};

/* The place of a size of patients in SteadyQualityRule.limits, or -1. Thread: any. */
int
steady_quality_profile (const char *profile)
{
  for (int i = 0; i < STEADY_QUALITY_PROFILES; i++)
    if (profile != NULL && strcmp (profiles[i], profile) == 0)
      return i;
  return -1;
}

static bool
read_channel (const SteadyJsonNode *node, SteadyChannel *ret_channel, GError **error)
{
  const char *name;

  if (!steady_json_get_string (node, "channel", &name, error))
    return false;
  if (steady_channel_from_name (name, ret_channel))
    return true;
  steady_json_set_error (node, error, "names no channel: \"%s\"", name);
  return false;
}

static bool
read_side (const SteadyJsonNode *node, bool *ret_above, GError **error)
{
  const char *word;

  if (!steady_json_get_string (node, "is", &word, error))
    return false;
  *ret_above = strcmp (word, "above") == 0;
  if (*ret_above || strcmp (word, "below") == 0)
    return true;
  steady_json_set_error (node, error, "\"is\" must be \"above\" or \"below\"");
  return false;
}

static bool
read_phase (const SteadyJsonNode *node, const char *name, int *ret_kind, GError **error)
{
  *ret_kind = steady_case_phase_from_name (name);
  if (*ret_kind >= 0)
    return true;
  steady_json_set_error (node, error, "names no phase: \"%s\"", name);
  return false;
}

static bool
read_phases (const SteadyJsonNode *node, SteadyQualityRule *rule, GError **error)
{
  SteadyJsonNode array, element;
  size_t         n = 0;
  const char    *name;
  int            kind;

  if (!steady_json_get_string (node, "phase", &name, error) ||
      !read_phase (node, name, &kind, error))
    return false;
  rule->phase = (SteadyCasePhaseKind) kind;
  if (!steady_json_has (node, "not"))
    return true;
  if (!steady_json_get_array (node, "not", &array, &n, error))
    return false;
  for (size_t i = 0; i < n; i++)
    {
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_string (&element, &name, error) ||
          !read_phase (&element, name, &kind, error))
        return false;
      rule->without |= 1U << kind;
    }
  return true;
}

/* One number for all sizes, or one for each. */
static bool
read_limits (const SteadyJsonNode *node, SteadyQualityRule *rule, GError **error)
{
  SteadyJsonNode limit;
  const char    *source;

  if (!steady_json_get_node (node, "limit", &limit, error) ||
      !steady_json_get_string (&limit, "source", &source, error))
    return false;
  rule->source = g_strdup (source);
  const bool any = steady_json_has (&limit, "any");
  for (unsigned i = 0; i < STEADY_QUALITY_PROFILES; i++)
    if (!steady_json_get_number (&limit,
                                 any ? "any" : profiles[i],
                                 -LARGEST,
                                 LARGEST,
                                 &rule->limits[i],
                                 error))
      return false;
  return true;
}

static bool
read_while (const SteadyJsonNode *node, SteadyQualityRule *rule, GError **error)
{
  SteadyJsonNode condition;
  const char    *source;

  if (!steady_json_has (node, "while"))
    return true;
  return steady_json_get_node (node, "while", &condition, error) &&
         read_channel (&condition, &rule->while_channel, error) &&
         read_side (&condition, &rule->while_above, error) &&
         steady_json_get_number (
             &condition, "than", -LARGEST, LARGEST, &rule->while_than, error) &&
         steady_json_get_string (&condition, "source", &source, error);
}

/* A number with its source beside it. */
static bool
read_sourced (const SteadyJsonNode *node,
              const char           *key,
              double                low,
              double                high,
              double               *ret_value,
              GError              **error)
{
  SteadyJsonNode inner;
  const char    *source;

  return steady_json_get_node (node, key, &inner, error) &&
         steady_json_get_number (&inner, "value", low, high, ret_value, error) &&
         steady_json_get_string (&inner, "source", &source, error);
}

static bool
read_times (const SteadyJsonNode *node,
            double                missing_after,
            SteadyQualityRule    *rule,
            GError              **error)
{
  double notable, holds = missing_after;

  if (!read_sourced (node, "notable_s", 1, LONGEST, &notable, error) ||
      (steady_json_has (node, "holds_s") &&
       !steady_json_get_number (node, "holds_s", 1, LONGEST, &holds, error)))
    return false;
  rule->notable = steady_span_from_seconds (notable);
  rule->holds = steady_span_from_seconds (holds);
  return true;
}

static bool
read_rule (const SteadyJsonNode *node,
           double                missing_after,
           SteadyQualityRule    *rule,
           GError              **error)
{
  const char *id, *title, *plan = NULL;

  if (!steady_json_get_string (node, "id", &id, error) ||
      !steady_json_get_string (node, "title", &title, error) ||
      (steady_json_has (node, "plan") &&
       !steady_json_get_string (node, "plan", &plan, error)))
    return false;
  if (id[0] == '\0' || strlen (id) >= sizeof rule->id)
    {
      steady_json_set_error (node, error, "\"id\" is empty or too long");
      return false;
    }
  g_strlcpy (rule->id, id, sizeof rule->id);
  rule->title = g_strdup (title);
  rule->plan = g_strdup (plan);
  return read_channel (node, &rule->channel, error) &&
         read_side (node, &rule->above, error) && read_phases (node, rule, error) &&
         read_limits (node, rule, error) && read_while (node, rule, error) &&
         read_times (node, missing_after, rule, error);
}

static bool
read_rules (SteadyQualityRules *self, GError **error)
{
  const SteadyJsonNode root = steady_json_document_root (&self->document);
  SteadyJsonNode       array, node;
  size_t               n;
  double               missing_after, least;

  if (!read_sourced (&root, "missing_after_s", 1, 3600, &missing_after, error) ||
      !read_sourced (&root, "compare_at_least", 2, 1000, &least, error) ||
      !steady_json_get_array (&root, "rules", &array, &n, error))
    return false;
  if (n == 0 || n > STEADY_QUALITY_RULES_MOST)
    {
      steady_json_set_error (
          &array, error, "must hold 1 to %d rules", STEADY_QUALITY_RULES_MOST);
      return false;
    }
  self->compare_least = (unsigned) lround (least);
  for (size_t i = 0; i < n; i++)
    {
      SteadyQualityRule *rule = &self->rules[self->n++];
      if (!steady_json_get_element (&array, i, &node, error) ||
          !read_rule (&node, missing_after, rule, error))
        return false;
      for (unsigned k = 0; k + 1 < self->n; k++)
        if (strcmp (self->rules[k].id, rule->id) == 0)
          {
            steady_json_set_error (&node, error, "\"%s\" is there twice", rule->id);
            return false;
          }
    }
  return true;
}

/* The rules of @file; NULL with the file, the place and what is wrong there. Thread:
 * any. */
SteadyQualityRules *
steady_quality_rules_load (const char *file, GError **error)
{
  SteadyQualityRules *self = g_new0 (SteadyQualityRules, 1);

  if (steady_json_document_load (&self->document, file, FORMAT, VERSION, error) &&
      read_rules (self, error))
    return self;
  steady_quality_rules_free (self);
  return NULL;
}

/* Those that are installed. Thread: any. */
SteadyQualityRules *
steady_quality_rules_load_installed (GError **error)
{
  g_autofree char *file = steady_paths_data ("quality/rules.json");
  return steady_quality_rules_load (file, error);
}

/* Accepts NULL. Thread: any. */
void
steady_quality_rules_free (SteadyQualityRules *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < self->n; i++)
    {
      g_free (self->rules[i].title);
      g_free (self->rules[i].source);
      g_free (self->rules[i].plan);
    }
  steady_json_document_finish (&self->document);
  g_free (self);
}
