/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/steady-json-members.h"
#include "quality/steady-case-quality.h"

static void
add_instant (struct json_object    *object,
             const char            *key,
             const SteadyCaseStory *story,
             SteadyInstant          t,
             bool                   known)
{
  steady_json_add_number (
      object, key, known ? steady_span_seconds (t - story->span.start) : (double) NAN);
}

static const char *
state_of (const SteadyQualityResult *result)
{
  if (!result->recorded && result->track.known == 0)
    return "not-recorded";
  if (!result->judged)
    return "not-looked-at";
  if (result->track.known == 0)
    return "missing";
  return result->track.known < result->track.watched ? "partly-missing" : "whole";
}

static struct json_object *
describe_result (const SteadyQualityResult *result, const SteadyCaseStory *story)
{
  const SteadyQualityTrack *track = &result->track;
  struct json_object       *object = json_object_new_object ();
  const bool                any = track->excursions > 0;

  steady_json_add_text (object, "id", result->rule->id);
  steady_json_add_text (object, "title", result->rule->title);
  steady_json_add_text (
      object, "channel", steady_channel_info (result->rule->channel)->name);
  /* a file for programs: the channel's own unit; who shows it converts */
  steady_json_add_text (
      object, "unit", steady_channel_info (result->rule->channel)->unit);
  steady_json_add_text (object, "quality", state_of (result));
  steady_json_add_text (object, "outside_is", result->rule->above ? "above" : "below");
  steady_json_add_number (
      object, "limit", result->judged ? result->limit : (double) NAN);
  steady_json_add_text (
      object, "limit_source", result->from_plan ? "plan" : result->rule->source);
  steady_json_add_number (object, "watched_s", steady_span_seconds (track->watched));
  steady_json_add_number (object, "known_s", steady_span_seconds (track->known));
  steady_json_add_number (
      object, "missing_s", steady_span_seconds (track->watched - track->known));
  steady_json_add_number (object, "excluded_s", steady_span_seconds (track->excluded));
  steady_json_add_number (object, "outside_s", steady_span_seconds (track->outside));
  steady_json_add_number (
      object, "outside_pct_of_known", steady_quality_track_percent (track));
  json_object_object_add (
      object, "excursions", json_object_new_int64 (track->excursions));
  steady_json_add_number (object, "longest_s", steady_span_seconds (track->longest));
  add_instant (object, "longest_at_s", story, track->longest_at, any);
  steady_json_add_number (object, "area_unit_min", track->area);
  add_instant (object, "first_at_s", story, track->first_at, any);
  steady_json_add_number (object, "worst", any ? track->worst : (double) NAN);
  add_instant (object, "worst_at_s", story, track->worst_at, any);
  json_object_object_add (
      object,
      "notable",
      json_object_new_boolean (steady_quality_result_notable (result)));
  steady_json_add_number (object, "percentile", result->percentile);
  json_object_object_add (
      object, "compared_with", json_object_new_int64 (result->compared));
  return object;
}

/* The quality of a case as JSON: seconds of case time, units of the channels. Free with
 * g_free (). Thread: any. */
char *
steady_case_quality_json (const SteadyCaseQuality *self, const SteadyCaseStory *story)
{
  struct json_object *root = json_object_new_object ();
  struct json_object *rules = json_object_new_array ();

  steady_json_add_text (root, "format", "steady-case-quality");
  json_object_object_add (root, "version", json_object_new_int64 (1));
  steady_json_add_text (root, "file", story->file);
  json_object_object_add (
      root, "simulated", json_object_new_boolean (story->simulated));
  json_object_object_add (root, "finished", json_object_new_boolean (story->finished));
  steady_json_add_number (
      root, "length_s", steady_span_seconds (story->span.end - story->span.start));
  for (unsigned i = STEADY_CASE_PHASE_BYPASS; i < STEADY_CASE_PHASE_KINDS; i++)
    {
      g_autofree char *key =
          g_strdup_printf ("%s_s", steady_case_phase_name ((SteadyCasePhaseKind) i));
      steady_json_add_number (root,
                              key,
                              steady_span_seconds (steady_case_story_total (
                                  story, (SteadyCasePhaseKind) i)));
    }
  for (unsigned i = 0; i < self->n; i++)
    json_object_array_add (rules, describe_result (&self->results[i], story));
  json_object_object_add (root, "rules", rules);
  char *text = g_strdup (json_object_to_json_string_ext (
      root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED));
  json_object_put (root);
  return text;
}
