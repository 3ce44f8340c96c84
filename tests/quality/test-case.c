/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "quality/steady-case-quality.h"
#include "steady-child-case.h"

#define S(t) ((SteadyInstant) (t) *STEADY_NSEC_PER_SEC)

/* One case for all tests: to record it takes a second. */
static char *folder, *file;

static SteadyCaseStory *
read_story (SteadyCaseReader **ret_reader)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseStory *story = steady_case_story_open (file, ret_reader, &error);
  g_assert_no_error (error);
  return story;
}

static void
test_story (void)
{
  g_autoptr (SteadyCaseStory) story = read_story (NULL);

  g_assert_true (story->simulated);
  g_assert_true (story->finished);
  g_assert_cmpstr (story->patient.name, ==, "Stuffy");
  g_assert_cmpstr (story->patient.procedure, ==, "Arterial switch operation");
  g_assert_cmpstr (story->patient.profile, ==, "neonate");
  g_assert_cmpfloat_with_epsilon (story->patient.weight_kg, 3.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (story->patient.age_days, 6, 1e-9);
  g_assert_true (story->plan_kept);
  g_assert_cmpint (story->links, >, 10);
  g_assert_cmpuint (story->marks, ==, STEADY_STORY_TEACHING | STEADY_STORY_GOOD_CATCH);
  g_assert_cmpuint (story->people->len, ==, 2);
  const SteadyStoryPerson *first = &g_array_index (story->people, SteadyStoryPerson, 0);
  g_assert_cmpstr (first->name, ==, "Perfusionist 1");
  g_assert_cmpuint (first->roles,
                    ==,
                    STEADY_STORY_OPERATOR | STEADY_STORY_SIGNED |
                        STEADY_STORY_RECORDED);
  const SteadyStoryPart *part = &g_array_index (story->parts, SteadyStoryPart, 0);
  g_assert_cmpstr (part->what, ==, "oxygenator");
  g_assert_cmpstr (part->lot, ==, "70123456");
  g_assert_cmpstr (part->name, !=, "");
}

static void
test_phases (void)
{
  g_autoptr (SteadyCaseStory) story = read_story (NULL);
  static const struct
  {
    SteadyCasePhaseKind kind;
    int64_t             seconds;
  } wanted[] = {
    { STEADY_CASE_PHASE_BYPASS, STEADY_CHILD_CASE_OFF - STEADY_CHILD_CASE_ON },
    { STEADY_CASE_PHASE_CLAMP,
      STEADY_CHILD_CASE_CLAMP_OFF - STEADY_CHILD_CASE_CLAMP_ON },
    { STEADY_CASE_PHASE_COOLING, 4200 - 960 },
    { STEADY_CASE_PHASE_REWARMING, STEADY_CHILD_CASE_OFF - 4200 },
    { STEADY_CASE_PHASE_MUF, 7980 - 7260 },
    { STEADY_CASE_PHASE_ARREST, 0 },
    { STEADY_CASE_PHASE_ECMO, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpint (
        steady_case_story_total (story, wanted[i].kind), ==, S (wanted[i].seconds));
  g_assert_true (steady_case_story_in (
      story, STEADY_CASE_PHASE_BYPASS, story->span.start + S (900)));
  g_assert_false (steady_case_story_in (
      story, STEADY_CASE_PHASE_BYPASS, story->span.start + S (7200)));
}

static void
test_alarms (void)
{
  g_autoptr (SteadyCaseStory) story = read_story (NULL);
  const SteadyStoryAlarm *low = &g_array_index (story->alarms, SteadyStoryAlarm, 0);

  g_assert_cmpuint (story->alarms->len, ==, 2);
  g_assert_cmpstr (low->title, ==, "Arterial pressure low");
  g_assert_cmpint (low->from - story->span.start, ==, S (2460));
  g_assert_cmpint (low->to - story->span.start, ==, S (2805));
  g_assert_cmpint (low->seen - story->span.start, ==, S (2490));
  g_assert_false (low->open);
  g_assert_cmpuint (steady_case_story_alarms (story, STEADY_PRIORITY_MEDIUM), ==, 2);
  g_assert_cmpuint (steady_case_story_alarms (story, STEADY_PRIORITY_HIGH), ==, 0);
}

static const SteadyQualityResult *
result_of (const SteadyCaseQuality *quality, const char *id)
{
  for (unsigned i = 0; i < quality->n; i++)
    if (strcmp (quality->results[i].rule->id, id) == 0)
      return &quality->results[i];
  g_assert_not_reached ();
}

static void
check_pressure (const SteadyQualityResult *low, const SteadyCaseStory *story)
{
  g_assert_true (low->judged && low->recorded && low->from_plan);
  g_assert_cmpfloat_with_epsilon (low->limit, 30, 1e-9);
  g_assert_cmpint (low->track.watched, ==, S (6300));
  g_assert_cmpint (low->track.watched - low->track.known, ==, S (60));
  g_assert_cmpint (low->track.outside, ==, S (400));
  g_assert_cmpint (low->track.longest, ==, S (400));
  g_assert_cmpint (low->track.longest_at - story->span.start, ==, S (2400));
  g_assert_cmpfloat_with_epsilon (low->track.area, 40.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (low->track.worst, 24, 1e-6);
  g_assert_true (steady_quality_result_notable (low));
}

static void
test_quality (void)
{
  SteadyCaseReader *reader = NULL;
  g_autoptr (SteadyCaseStory) story = read_story (&reader);
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (&error);
  SteadyCaseQuality quality;

  g_assert_no_error (error);
  g_assert_true (
      steady_case_quality_read (&quality, reader, story, rules, NULL, &error));
  check_pressure (result_of (&quality, "map-low"), story);
  const SteadyQualityResult *saturation = result_of (&quality, "svo2-low");
  g_assert_cmpint (saturation->track.outside, ==, S (100));
  g_assert_false (steady_quality_result_notable (saturation));
  /* blood was drawn at 480, 3600 and 5700 s; each value counts for half an hour, so
   * that five minutes before the last one nothing is known */
  const SteadyQualityResult *act = result_of (&quality, "act-low");
  g_assert_cmpint (act->track.watched, ==, S (6300));
  g_assert_cmpint (act->track.known, ==, S (1381 + 1801 + 1500));
  g_assert_cmpint (act->track.outside, ==, S (7200 - 5700));
  g_assert_cmpfloat_with_epsilon (act->track.worst, 470, 1e-6);
  const SteadyQualityResult *glucose = result_of (&quality, "glucose-high");
  g_assert_cmpint (glucose->track.outside, ==, 0);
  g_assert_cmpint (glucose->track.known, ==, S (3600));
  g_autofree char *json = steady_case_quality_json (&quality, story);
  g_assert_nonnull (strstr (json, "\"partly-missing\""));
  steady_case_reader_free (reader);
}

/* A case whose bytes were changed is read, or refused with a sentence; never worse. */
static void
test_hostile (void)
{
  const SteadyChildCase what = { .seconds = 400 };
  g_autofree char      *good = g_build_filename (folder, "good.steady", NULL);
  g_autofree char      *bad = g_build_filename (folder, "bad.steady", NULL);
  g_autofree char      *bytes = NULL;
  size_t                length;
  unsigned              refused = 0, read = 0;
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (NULL);

  g_assert_true (steady_child_case_make (good, &what, NULL));
  g_assert_true (g_file_get_contents (good, &bytes, &length, NULL));
  for (unsigned i = 0; i < 150; i++)
    {
      SteadyCaseReader *reader = NULL;
      SteadyCaseQuality quality;
      g_autoptr (GError) error = NULL;
      const size_t at = (size_t) i * 7919 * 13 % length;
      const char   kept = bytes[at];
      bytes[at] = (char) (kept ^ (1 << i % 8));
      g_assert_true (g_file_set_contents (bad, bytes, (gssize) length, NULL));
      bytes[at] = kept;
      g_autoptr (SteadyCaseStory) story = steady_case_story_open (bad, &reader, &error);
      if (story != NULL &&
          steady_case_quality_read (&quality, reader, story, rules, NULL, &error))
        read++;
      else
        {
          g_assert_nonnull (error);
          refused++;
        }
      g_clear_pointer (&reader, steady_case_reader_free);
    }
  g_assert_cmpuint (refused + read, ==, 150);
  g_assert_cmpuint (read, >, 0);
  g_unlink (good);
  g_unlink (bad);
}

/* What a person marked is left out and counted; a plan holds from when it came in
 * force.
 */
static void
test_full (void)
{
  const SteadyChildCase what = { .full = true };
  g_autofree char      *place = g_dir_make_tmp ("steady-full-XXXXXX", NULL);
  g_autofree char      *full = g_build_filename (place, "full.steady", NULL);
  SteadyCaseReader     *reader = NULL;
  SteadyCaseQuality    *quality = g_new0 (SteadyCaseQuality, 1);
  g_autoptr (GError) error = NULL;
  double value;

  steady_child_case_make (full, &what, &error);
  g_assert_no_error (error);
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (&error);
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (full, &reader, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (story->plans->len, ==, 2 + 0);
  g_assert_true (steady_case_story_target_at (
      story, "map_low_mmhg", 5000 * STEADY_NSEC_PER_SEC, &value));
  g_assert_cmpfloat_with_epsilon (value, 42, 1e-9);
  g_assert_true (steady_case_story_target_at (
      story, "map_low_mmhg", 3000 * STEADY_NSEC_PER_SEC, &value));
  g_assert_cmpfloat (value, <, 36);
  /* the clamp was dated back: by its timer it came off 30 s before the mark */
  g_assert_cmpint (steady_case_story_total (story, STEADY_CASE_PHASE_CLAMP),
                   ==,
                   3870 * STEADY_NSEC_PER_SEC);
  g_assert_true (
      steady_case_quality_read (quality, reader, story, rules, NULL, &error));
  unsigned lows = 0;
  for (unsigned i = 0; i < quality->n; i++)
    {
      const SteadyQualityTrack *track = &quality->results[i].track;
      const bool low = strcmp (quality->results[i].rule->id, "map-low") == 0;
      lows += low;
      if (strcmp (quality->results[i].rule->id, "svo2-low") == 0)
        g_assert_cmpint (track->excluded, ==, 0);
      if (!low)
        continue;
      g_assert_cmpint (track->excluded, ==, 100 * STEADY_NSEC_PER_SEC);
      /* 24 mmHg from 2500 to 2800 s, and 38 ± 2 below 42 from 4000 to 7200 s */
      g_assert_cmpint (track->outside, ==, 3500 * STEADY_NSEC_PER_SEC);
      g_assert_cmpint (
          track->watched + track->excluded, ==, 6300 * STEADY_NSEC_PER_SEC);
    }
  g_assert_cmpuint (lows, ==, 1);
  steady_case_reader_free (reader);
  g_free (quality);
  g_unlink (full);
  g_rmdir (place);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("steady-quality-XXXXXX", NULL);
  file = g_build_filename (folder, "child.steady", NULL);
  const SteadyChildCase what = { .real = false };
  if (!steady_child_case_make (file, &what, &error))
    g_error ("%s", error->message);
  g_test_add_func ("/case/story", test_story);
  g_test_add_func ("/case/phases", test_phases);
  g_test_add_func ("/case/alarms", test_alarms);
  g_test_add_func ("/case/quality", test_quality);
  g_test_add_func ("/case/full", test_full);
  g_test_add_func ("/case/hostile", test_hostile);
  const int status = g_test_run ();
  g_unlink (file);
  g_rmdir (folder);
  g_free (file);
  g_free (folder);
  return status;
}
