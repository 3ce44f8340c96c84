/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "quality/steady-case-quality.h"

static void
add (SteadyQualityTrack *track, int64_t second, double value, bool known)
{
  const SteadyQualityStep step = { .t = second * STEADY_NSEC_PER_SEC,
                                   .span = STEADY_NSEC_PER_SEC,
                                   .known = known,
                                   .value = value,
                                   .limit = 30,
                                   .above = false };
  steady_quality_track_add (track, &step);
}

static void
test_outside (void)
{
  SteadyQualityTrack track;

  steady_quality_track_init (&track);
  g_assert_true (isnan (steady_quality_track_percent (&track)));
  for (int64_t s = 0; s < 100; s++)
    add (&track, s, s >= 20 && s < 50 ? 24 : s == 60 ? 12 : 30, true);
  g_assert_cmpint (track.watched, ==, 100 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.known, ==, track.watched);
  g_assert_cmpint (track.outside, ==, 31 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.longest, ==, 30 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.longest_at, ==, 20 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.first_at, ==, 20 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.worst_at, ==, 60 * STEADY_NSEC_PER_SEC);
  g_assert_cmpfloat_with_epsilon (track.worst, 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (track.area, (30 * 6 + 18) / 60.0, 1e-9);
  g_assert_cmpuint (track.excursions, ==, 2);
  g_assert_cmpfloat_with_epsilon (steady_quality_track_percent (&track), 31, 1e-9);
}

/* What is missing is never good, and joins nothing. */
static void
test_missing (void)
{
  SteadyQualityTrack track;

  steady_quality_track_init (&track);
  for (int64_t s = 0; s < 90; s++)
    add (&track, s, s < 30 || s >= 60 ? 20 : 0, s < 30 || s >= 60);
  g_assert_cmpint (track.watched, ==, 90 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.known, ==, 60 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.outside, ==, 60 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.longest, ==, 30 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (track.excursions, ==, 2);
  g_assert_cmpfloat_with_epsilon (steady_quality_track_percent (&track), 100, 1e-9);

  steady_quality_track_init (&track);
  for (int64_t s = 0; s < 90; s++)
    add (&track, s, NAN, true);
  g_assert_cmpint (track.known, ==, 0);
  g_assert_true (isnan (steady_quality_track_percent (&track)));
}

static void
test_break (void)
{
  SteadyQualityTrack track;

  steady_quality_track_init (&track);
  for (int64_t s = 0; s < 10; s++)
    add (&track, s, 20, true);
  steady_quality_track_break (&track);
  for (int64_t s = 20; s < 35; s++)
    add (&track, s, 20, true);
  g_assert_cmpint (track.longest, ==, 15 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.longest_at, ==, 20 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (track.watched, ==, 25 * STEADY_NSEC_PER_SEC);
}

static void
test_percentile (void)
{
  double              earlier[12];
  SteadyQualityResult result = { .percentile = NAN };

  steady_quality_track_init (&result.track);
  for (int64_t s = 0; s < 100; s++)
    add (&result.track, s, s < 50 ? 20 : 40, true);
  for (unsigned i = 0; i < 12; i++)
    earlier[i] = i < 10 ? i * 10.0 : (double) NAN;
  steady_case_quality_compare (&result, earlier, 12, 10);
  g_assert_cmpuint (result.compared, ==, 10);
  g_assert_cmpfloat_with_epsilon (result.percentile, 60, 1e-9);
  steady_case_quality_compare (&result, earlier, 9, 10);
  g_assert_true (isnan (result.percentile));
}

static void
test_rules (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (rules->n, >=, 12);
  g_assert_cmpuint (rules->compare_least, ==, 10);
  g_assert_cmpstr (rules->rules[0].id, ==, "map-low");
  g_assert_cmpfloat_with_epsilon (
      rules->rules[0].limits[steady_quality_profile ("infant")], 35, 1e-12);
  g_assert_cmpint (steady_quality_profile ("giant"), ==, -1);
}

/* Each of these is refused, with the file and the place. */
static void
test_bad_rules (void)
{
#define RULE(change)                                                               \
  "{\"format\":\"steady-quality\",\"version\":1,\"missing_after_s\":{\"value\":5," \
  "\"source\":\"x\"},\"compare_at_least\":{\"value\":5,\"source\":\"x\"},"         \
  "\"rules\":[{\"id\":\"a\",\"title\":\"A\",\"channel\":\"arterial_mean\"," change \
  "\"notable_s\":{\"value\":1,\"source\":\"x\"},\"phase\":\"bypass\"}]}"
  static const char *const texts[] = {
    "{}",
    "{\"format\":\"steady-quality\",\"version\":2}",
    RULE ("\"is\":\"beside\",\"limit\":{\"any\":1,\"source\":\"x\"},"),
    RULE ("\"is\":\"below\",\"limit\":{\"any\":1},"),
    RULE ("\"is\":\"below\",\"limit\":{\"neonate\":1,\"source\":\"x\"},"),
    RULE (
        "\"is\":\"below\",\"not\":[\"lunch\"],\"limit\":{\"any\":1,\"source\":\"x\"},"),
    RULE ("\"is\":\"below\",\"while\":{\"channel\":\"nothing\"},\"limit\":{\"any\":1,"
          "\"source\":\"x\"},"),
  };
  g_autofree char *folder = g_dir_make_tmp ("steady-quality-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "rules.json", NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (file, texts[i], -1, NULL));
      g_assert_null (steady_quality_rules_load (file, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "rules.json"));
    }
  g_assert_true (g_file_set_contents (
      file,
      RULE ("\"is\":\"below\",\"limit\":{\"any\":1,\"source\":\"x\"},"),
      -1,
      NULL));
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rules->n, ==, 1);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality/outside", test_outside);
  g_test_add_func ("/quality/missing", test_missing);
  g_test_add_func ("/quality/break", test_break);
  g_test_add_func ("/quality/percentile", test_percentile);
  g_test_add_func ("/quality/rules", test_rules);
  g_test_add_func ("/quality/bad-rules", test_bad_rules);
  return g_test_run ();
}
