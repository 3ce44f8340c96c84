/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-summary.h"

#include <math.h>
#include <string.h>

#include "base/steady-json.h"
#include "engine/steady-engine.h"
#include "scenario/steady-debrief.h"

/* "mL/kg/min" becomes "ml_kg_min". */
static void
append_unit (GString *key, const char *unit)
{
  static const struct
  {
    const char *unit;
    const char *word;
  } words[] = {
    { "", "" },    { "%", "percent" },         { "/min", "per_min" },
    { "°C", "c" }, { "L/min/m²", "l_min_m2" }, { "mL/min/m²", "ml_min_m2" }
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].unit, unit) == 0)
      {
        if (words[i].word[0] != '\0')
          g_string_append_printf (key, "_%s", words[i].word);
        return;
      }
  g_string_append_c (key, '_');
  for (const char *at = unit; *at != '\0'; at++)
    g_string_append_c (key, g_ascii_isalnum (*at) ? g_ascii_tolower (*at) : '_');
}

static void
add_number (struct json_object *object, const char *key, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.10g", value);
  json_object_object_add (object, key, json_object_new_double_s (value, number));
}

static double
case_seconds (const SteadyEngine *engine, SteadyInstant t)
{
  return steady_span_seconds (t - engine->start);
}

static struct json_object *
describe_alarms (const SteadyEngine *engine)
{
  struct json_object *alarms = json_object_new_object ();
  for (unsigned i = 0; i < engine->tally.n_alarms; i++)
    {
      const SteadyTallyAlarm *alarm = &engine->tally.alarms[i];
      struct json_object     *object = json_object_new_object ();
      if (alarm->first == STEADY_INSTANT_NEVER)
        json_object_object_add (object, "first_case_s", NULL);
      else
        add_number (object, "first_case_s", case_seconds (engine, alarm->first));
      if (alarm->cleared == STEADY_INSTANT_NEVER)
        json_object_object_add (object, "cleared_case_s", NULL);
      else
        add_number (object, "cleared_case_s", case_seconds (engine, alarm->cleared));
      json_object_object_add (object,
                              "priority",
                              json_object_new_string (steady_priority_name (
                                  (SteadyPriority) alarm->priority)));
      json_object_object_add (object, "onsets", json_object_new_int64 (alarm->onsets));
      json_object_object_add (alarms, alarm->id, object);
    }
  return alarms;
}

static void
add_known (struct json_object *object, const char *key, double value)
{
  if (isfinite (value))
    add_number (object, key, value);
  else
    json_object_object_add (object, key, NULL);
}

/* The alarm load, by the same arithmetic as on the Alarms page. */
static struct json_object *
describe_load (const SteadyEngine *engine)
{
  SteadyAlarmMetrics  metrics = engine->tally.metrics;
  struct json_object *load = json_object_new_object ();
  struct json_object *worst = json_object_new_array ();
  unsigned            indices[5];

  metrics.first = engine->start;
  steady_alarm_metrics_pass (&metrics, engine->moment.now);
  json_object_object_add (load, "onsets", json_object_new_int64 (metrics.onsets));
  json_object_object_add (
      load, "acted_on_within_60_s", json_object_new_int64 (metrics.acted_on));
  add_known (load, "per_hour", steady_alarm_metrics_per_hour (&metrics));
  add_known (
      load, "not_acted_on_per_hour", steady_alarm_metrics_idle_per_hour (&metrics));
  add_number (load,
              "audio_paused_s",
              steady_span_seconds (steady_alarm_metrics_paused (&metrics)));
  const unsigned n =
      steady_alarm_metrics_worst (&metrics, indices, G_N_ELEMENTS (indices));
  for (unsigned i = 0; i < n; i++)
    json_object_array_add (worst,
                           json_object_new_string (metrics.rules[indices[i]].id));
  json_object_object_add (load, "worst_nuisances", worst);
  return load;
}

static void
add_value (struct json_object *object, const char *key, const SteadySample *sample)
{
  if (steady_sample_usable (sample))
    {
      add_number (object, key, sample->value);
      return;
    }
  g_autofree char *quality_key = g_strconcat (key, "_quality", NULL);
  json_object_object_add (object, key, NULL);
  json_object_object_add (
      object,
      quality_key,
      json_object_new_string (steady_quality_name ((SteadyQuality) sample->quality)));
}

static void
describe_values (const SteadyEngine *engine,
                 struct json_object *last,
                 struct json_object *means)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      g_autoptr (GString) key = g_string_new (info->name);
      const uint64_t count = engine->tally.counts[info->channel];
      append_unit (key, info->unit);
      add_value (
          last, key->str, steady_value_table_get (&engine->values, info->channel));
      if (count > 0 && info->kind == STEADY_CHANNEL_KIND_NUMERIC)
        add_number (
            means, key->str, engine->tally.sums[info->channel] / (double) count);
    }
}

/*
 * One JSON object about the whole run; free with g_free ().
 *
 * Thread: main, after the tick has ended and before the writer is closed.
 */
char *
steady_summary_text (const SteadyEngine *engine, double wall_seconds)
{
  struct json_object *object = json_object_new_object ();
  struct json_object *last = json_object_new_object ();
  struct json_object *means = json_object_new_object ();

  add_number (object, "simulated_s", case_seconds (engine, engine->moment.now));
  add_number (object, "wall_s", wall_seconds);
  json_object_object_add (
      object, "mode", json_object_new_string (steady_mode_name (engine->mode)));
  json_object_object_add (
      object, "samples", json_object_new_int64 ((int64_t) engine->tally.samples));
  json_object_object_add (
      object, "numerics", json_object_new_int64 ((int64_t) engine->tally.numerics));
  json_object_object_add (
      object, "refused", json_object_new_int64 ((int64_t) engine->tally.refused));
  json_object_object_add (
      object, "recorded", json_object_new_boolean (engine->writer != NULL));
  json_object_object_add (object, "alarms", describe_alarms (engine));
  json_object_object_add (object, "alarm_load", describe_load (engine));
  describe_values (engine, last, means);
  json_object_object_add (object, "last", last);
  json_object_object_add (object, "mean", means);
  if (engine->course != NULL)
    json_object_object_add (
        object, "debrief", steady_debrief_new (engine->course, engine->scenario));
  char *text = g_strdup (json_object_to_json_string_ext (
      object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED));
  json_object_put (object);
  return text;
}
