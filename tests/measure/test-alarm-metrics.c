/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "measure/steady-alarm-metrics.h"

#define SEC STEADY_NSEC_PER_SEC

static SteadyAlarmMetrics metrics;

static void
change (const char *id, double t, SteadyAlarmState before, SteadyAlarmState state)
{
  SteadyAlarmRecord record = { .t = steady_span_from_seconds (t),
                               .state = (uint8_t) state,
                               .before = (uint8_t) before,
                               .priority = STEADY_PRIORITY_MEDIUM };
  g_strlcpy (record.id, id, sizeof record.id);
  steady_alarm_metrics_record (&metrics, &record);
}

static void
begin (const char *id, double t)
{
  change (id, t, STEADY_ALARM_PENDING, STEADY_ALARM_ACTIVE);
}

static void
end (const char *id, double t)
{
  change (id, t, STEADY_ALARM_ACTIVE, STEADY_ALARM_INACTIVE);
}

static void
test_nothing_is_not_zero (void)
{
  steady_alarm_metrics_init (&metrics);
  g_assert_true (isnan (steady_alarm_metrics_per_hour (&metrics)));
  g_assert_true (isnan (steady_alarm_metrics_acted_share (&metrics)));
  g_assert_cmpint (steady_alarm_metrics_paused (&metrics), ==, 0);
  /* a record that neither begins nor ends anything names no alarm */
  change ("a", 1, STEADY_ALARM_INACTIVE, STEADY_ALARM_PENDING);
  g_assert_cmpuint (metrics.count, ==, 0);
}

static void
test_rates (void)
{
  steady_alarm_metrics_init (&metrics);
  steady_alarm_metrics_pass (&metrics, 0);
  begin ("a", 100);
  change ("a", 110, STEADY_ALARM_ACTIVE, STEADY_ALARM_ACKNOWLEDGED);
  change ("a", 120, STEADY_ALARM_ACKNOWLEDGED, STEADY_ALARM_INACTIVE);
  begin ("a", 200);
  end ("a", 230);
  begin ("b", 300);
  steady_alarm_metrics_act (&metrics, 361 * SEC); /* too late for it */
  end ("b", 400);
  begin ("c", 500);
  change ("c", 505, STEADY_ALARM_ACTIVE, STEADY_ALARM_LATCHED);
  change ("c", 520, STEADY_ALARM_LATCHED, STEADY_ALARM_INACTIVE);
  steady_alarm_metrics_pass (&metrics, 1800 * SEC);
  g_assert_cmpuint (metrics.onsets, ==, 4);
  g_assert_cmpuint (metrics.acted_on, ==, 2);
  g_assert_cmpfloat_with_epsilon (steady_alarm_metrics_per_hour (&metrics), 8, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_metrics_idle_per_hour (&metrics), 4, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_metrics_acted_share (&metrics), 0.5, 1e-9);
  g_assert_cmpint (metrics.rules[0].present, ==, 50 * SEC);
}

static void
test_pause (void)
{
  steady_alarm_metrics_init (&metrics);
  steady_alarm_metrics_pause (&metrics, 10 * SEC, true);
  steady_alarm_metrics_pause (&metrics, 40 * SEC, true); /* pressed again */
  steady_alarm_metrics_pause (&metrics, 70 * SEC, false);
  steady_alarm_metrics_pause (&metrics, 75 * SEC, false);
  g_assert_cmpint (steady_alarm_metrics_paused (&metrics), ==, 60 * SEC);
  steady_alarm_metrics_pause (&metrics, 80 * SEC, true);
  steady_alarm_metrics_pass (&metrics, 90 * SEC);
  g_assert_cmpint (steady_alarm_metrics_paused (&metrics), ==, 70 * SEC);
}

/* Events of a case give its time, its pauses and what people did. */
static void
test_events (void)
{
  steady_alarm_metrics_init (&metrics);
  steady_alarm_metrics_event (&metrics, STEADY_EVENT_CASE_START, 0);
  begin ("a", 10);
  steady_alarm_metrics_event (&metrics, STEADY_EVENT_MODE, 12 * SEC);
  g_assert_cmpuint (metrics.acted_on, ==, 0);
  steady_alarm_metrics_event (&metrics, STEADY_EVENT_LIMIT, 20 * SEC);
  g_assert_cmpuint (metrics.acted_on, ==, 1);
  begin ("b", 30);
  steady_alarm_metrics_event (&metrics, STEADY_EVENT_CARDIOPLEGIA, 35 * SEC);
  g_assert_cmpuint (metrics.acted_on, ==, 2);
  steady_alarm_metrics_event (&metrics, STEADY_EVENT_AUDIO_PAUSE, 40 * SEC);
  steady_alarm_metrics_event (&metrics, STEADY_EVENT_AUDIO_PAUSE_END, 50 * SEC);
  g_assert_cmpint (steady_alarm_metrics_paused (&metrics), ==, 10 * SEC);
}

static void
test_worst (void)
{
  unsigned worst[2];
  steady_alarm_metrics_init (&metrics);
  for (unsigned i = 0; i < 3; i++)
    {
      begin ("often", 10 * i);
      end ("often", 10 * i + 1);
    }
  begin ("seen", 40);
  change ("seen", 41, STEADY_ALARM_ACTIVE, STEADY_ALARM_ACKNOWLEDGED);
  begin ("once", 50);
  begin ("twice", 51);
  end ("twice", 52);
  begin ("twice", 53);
  g_assert_cmpuint (steady_alarm_metrics_worst (&metrics, worst, 2), ==, 2);
  g_assert_cmpstr (metrics.rules[worst[0]].id, ==, "often");
  g_assert_cmpstr (metrics.rules[worst[1]].id, ==, "twice");
}

/* More alarms than there is room for are counted as far as there is. */
static void
test_bounded (void)
{
  steady_alarm_metrics_init (&metrics);
  for (unsigned i = 0; i < STEADY_ALARM_METRICS_RULES + 20; i++)
    {
      char id[16];
      g_snprintf (id, sizeof id, "r%u", i);
      begin (id, i);
    }
  g_assert_cmpuint (metrics.count, ==, STEADY_ALARM_METRICS_RULES);
  steady_alarm_metrics_act (&metrics, 200 * SEC);
  g_assert_cmpuint (metrics.acted_on, <=, metrics.onsets);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/alarm-metrics/nothing-is-not-zero",
                   test_nothing_is_not_zero);
  g_test_add_func ("/measure/alarm-metrics/rates", test_rates);
  g_test_add_func ("/measure/alarm-metrics/pause", test_pause);
  g_test_add_func ("/measure/alarm-metrics/events", test_events);
  g_test_add_func ("/measure/alarm-metrics/worst", test_worst);
  g_test_add_func ("/measure/alarm-metrics/bounded", test_bounded);
  return g_test_run ();
}
