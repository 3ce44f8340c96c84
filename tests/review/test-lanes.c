/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "review/steady-review-case.h"
#include "review/steady-review-layout.h"
#include "steady-child-case.h"

/* What stands on the timeline of a case in which everything was recorded. */

#define AT(s) ((SteadyInstant) (s) *STEADY_NSEC_PER_SEC)

static char             *folder;
static char             *file;
static SteadyReviewCase *review;

static const SteadyTimelineMark *
find (SteadyTimelineLane lane, const char *text)
{
  for (guint i = 0; i < review->marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (review->marks, i);
      if (mark->lane == lane && strstr (mark->text, text) != NULL)
        return mark;
    }
  g_error ("“%s” does not stand in lane %d.", text, (int) lane);
}

static unsigned
count (SteadyTimelineLane lane)
{
  unsigned n = 0;

  for (guint i = 0; i < review->marks->len; i++)
    n += ((SteadyTimelineMark *) g_ptr_array_index (review->marks, i))->lane == lane;
  return n;
}

static void
test_given (void)
{
  g_assert_cmpint (find (STEADY_TIMELINE_DOSES, "Heparin 1280 IU")->from, ==, AT (300));
  g_assert_cmpint (
      find (STEADY_TIMELINE_DOSES, "Cardioplegia del Nido 64 mL")->from, ==, AT (1620));
  find (STEADY_TIMELINE_DOSES, "Red cells 30 mL");
  find (STEADY_TIMELINE_DOSES, "Protamine 13 mg");
  /* one mark for each act, though an event stands beside some */
  g_assert_cmpuint (count (STEADY_TIMELINE_DOSES), ==, 5);
  g_assert_cmpuint (count (STEADY_TIMELINE_GASES), ==, 3);
  g_assert_nonnull (strstr (find (STEADY_TIMELINE_GASES, "Potassium")->text, "4.6"));
  find (STEADY_TIMELINE_NOTES, "Kinked venous line seen before the level fell");
}

static void
test_timers (void)
{
  const SteadyTimelineMark *clamp = find (STEADY_TIMELINE_TIMERS, "Cross-clamp");
  const SteadyTimelineMark *walk = find (STEADY_TIMELINE_TIMERS, "Walk");

  g_assert_cmpuint (count (STEADY_TIMELINE_TIMERS), ==, 2);
  g_assert_cmpint (clamp->from, ==, AT (1500));
  g_assert_cmpint (clamp->to, ==, AT (5370));
  g_assert_cmpint (walk->from, ==, AT (6000));
  g_assert_cmpint (walk->to, ==, review->span.end);
}

static void
test_checks (void)
{
  g_assert_cmpuint (count (STEADY_TIMELINE_CHECKS), ==, 3);
  g_assert_cmpint (
      find (STEADY_TIMELINE_CHECKS, "Name, date of birth and number are the same")
          ->from,
      ==,
      AT (60));
  find (STEADY_TIMELINE_CHECKS, "Perfusionist 2");
  find (STEADY_TIMELINE_CHECKS, "nobody was free");
}

static void
test_others (void)
{
  find (STEADY_TIMELINE_PHASES, "clamped");
  g_assert_cmpuint (count (STEADY_TIMELINE_ALARMS), ==, 2);
  find (STEADY_TIMELINE_EVENTS, "Aortic clamp on");
}

/* Two plans: the band of the pressure changes when the second came in force; those for
 * which both want the same hold for the whole case. */
static void
test_bands (void)
{
  SteadyReviewLayout *layout = g_new0 (SteadyReviewLayout, 1);
  SteadyTimelineTrace traces[STEADY_TIMELINE_TRACES];
  SteadyTimelineBand  bands[16];
  bool                constant = false;

  steady_review_layout_init (layout, review);
  steady_review_layout_fit (layout, 14);
  const unsigned n = steady_review_layout_traces (layout, review, traces);
  const unsigned n_bands = steady_review_layout_bands (review, traces, n, bands, 16);
  g_assert_cmpuint (n_bands, ==, 2);
  g_assert_cmpuint (bands[0].channel, ==, STEADY_CHANNEL_ARTERIAL_MEAN);
  g_assert_cmpuint (bands[1].channel, ==, STEADY_CHANNEL_ARTERIAL_MEAN);
  g_assert_cmpint (bands[0].to, ==, AT (4000));
  g_assert_cmpint (bands[1].from, ==, AT (4000));
  g_assert_cmpint (bands[1].to, ==, review->span.end);
  g_assert_cmpfloat (bands[0].low, <, 36);
  g_assert_cmpfloat_with_epsilon (bands[1].low, 42, 1e-9);
  for (unsigned i = 0; i < n; i++)
    if (traces[i].channel.channel == STEADY_CHANNEL_ARTERIAL_MEAN)
      g_assert_false (traces[i].band_low < traces[i].band_high);
    else if (traces[i].channel.channel == STEADY_CHANNEL_PATIENT_FLOW)
      constant = traces[i].band_low < traces[i].band_high;
  g_assert_true (constant);
  g_free (layout);
}

int
main (int argc, char **argv)
{
  const SteadyChildCase what = { .full = true };
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("steady-lanes-XXXXXX", NULL);
  file = g_build_filename (folder, "full.steady", NULL);
  steady_child_case_make (file, &what, &error);
  g_assert_no_error (error);
  review = steady_review_case_load (file, &error);
  g_assert_no_error (error);
  g_test_add_func ("/review/lanes/given", test_given);
  g_test_add_func ("/review/lanes/timers", test_timers);
  g_test_add_func ("/review/lanes/checks", test_checks);
  g_test_add_func ("/review/lanes/others", test_others);
  g_test_add_func ("/review/lanes/bands", test_bands);
  const int status = g_test_run ();
  steady_review_case_free (review);
  g_unlink (file);
  g_rmdir (folder);
  g_free (file);
  g_free (folder);
  return status;
}
