/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "console/steady-crank-guide.h"
#include "console/steady-team-next.h"
#include "measure/steady-checklist-record.h"

/* What the team display says comes next, and how large its digits must be. */

static void
set (SteadyConsoleState *state, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = 1,
                                .t_device = STEADY_NO_DEVICE_TIME,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  steady_value_table_set (&state->values, &sample);
}

static void
test_size (void)
{
  /* 2 · 4000 mm · tan (11') = 25.6 mm */
  g_assert_cmpfloat_with_epsilon (steady_team_numeral_px (10, 4), 256, 1);
  g_assert_cmpfloat_with_epsilon (steady_team_numeral_px (3.6, 4), 93, 1);
  /* a monitor that tells no size counts as a usual one */
  g_assert_cmpfloat_with_epsilon (
      steady_team_numeral_px (0, 4), steady_team_numeral_px (3.6, 4), 1e-9);
  g_assert_cmpfloat (
      steady_team_numeral_px (3.6, 8), >, 1.9 * steady_team_numeral_px (3.6, 4));
}

static void
test_nothing_is_next (void)
{
  SteadyConsoleState *state = steady_console_state_new (1);
  SteadyTeamNext      next[STEADY_TEAM_NEXT];

  g_assert_cmpuint (steady_team_next (state, 1, next), ==, 0);
  set (state, STEADY_CHANNEL_BYPASS_TIME, 60); /* the six hours are far away */
  g_assert_cmpuint (steady_team_next (state, 1, next), ==, 0);
  steady_console_state_free (state);
}

static void
test_the_soonest_first (void)
{
  SteadyConsoleState *state = steady_console_state_new (1);
  SteadyTeamNext      next[STEADY_TEAM_NEXT];

  set (state, STEADY_CHANNEL_ACT_AGE, 12);         /* in 18 min */
  set (state, STEADY_CHANNEL_GAS_AGE, 31);         /* 1 min over */
  set (state, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 5); /* in 15 min */
  set (state, STEADY_CHANNEL_BYPASS_TIME, 355);    /* in 5 min */
  g_assert_cmpuint (steady_team_next (state, 1, next), ==, 4);
  g_assert_cmpfloat_with_epsilon (next[0].minutes, -1, 1e-9);
  g_assert_cmpfloat_with_epsilon (next[1].minutes, 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (next[2].minutes, 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (next[3].minutes, 18, 1e-9);
  /* one more that is sooner takes the last one's place */
  state->heartbeat.support_flags = STEADY_FLAG_CIRCULATORY_ARREST;
  set (state, STEADY_CHANNEL_ARREST_TIME, 33);
  g_assert_cmpuint (steady_team_next (state, 1, next), ==, STEADY_TEAM_NEXT);
  g_assert_cmpfloat_with_epsilon (next[0].minutes, -3, 1e-9);
  g_assert_cmpfloat_with_epsilon (next[3].minutes, 15, 1e-9);
  steady_console_state_free (state);
}

static void
test_before_bypass (void)
{
  SteadyConsoleState *state = steady_console_state_new (1);
  SteadyTeamNext      next[STEADY_TEAM_NEXT];

  set (state,
       STEADY_CHANNEL_BYPASS_NEEDS,
       STEADY_NEED_ACT | STEADY_NEED_AIR | STEADY_NEED_REQUIRED);
  g_assert_cmpuint (steady_team_next (state, 1, next), ==, 1);
  g_assert_nonnull (strchr (next[0].words, '2'));
  set (state, STEADY_CHANNEL_BYPASS_NEEDS, 0);
  g_assert_cmpuint (steady_team_next (state, 1, next), ==, 1);
  g_assert_null (strchr (next[0].words, '2'));
  steady_console_state_free (state);
}

/* The crank keeps up the last flow; without one, what plan and tubing say. */
static void
test_the_crank (void)
{
  SteadyConsoleState *state = steady_console_state_new (1);
  SteadyCrankGuide    guide = { 0 };
  double              rpm = 0;

  state->silent = false;
  g_assert_cmpint (
      steady_crank_guide_rpm (&guide, 0.48, NULL, &rpm), ==, STEADY_CRANK_UNKNOWN);
  g_assert_cmpint (steady_crank_guide_rpm (&guide, (double) NAN, "1/4 in", &rpm),
                   ==,
                   STEADY_CRANK_UNKNOWN);
  g_assert_cmpint (
      steady_crank_guide_rpm (&guide, 0.65, "1/4 in", &rpm), ==, STEADY_CRANK_TUBING);
  g_assert_cmpfloat_with_epsilon (rpm, 50, 1e-9); /* 650 mL of 13 mL a turn */
  g_assert_cmpfloat_with_epsilon (steady_crank_stroke_ml ("3/16 in"), 7, 1e-9);
  g_assert_cmpfloat_with_epsilon (steady_crank_stroke_ml ("centrifugal"), 0, 1e-9);
  set (state, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING);
  set (state, STEADY_CHANNEL_PUMP_SPEED, 69);
  set (state, STEADY_CHANNEL_PUMP_FLOW, 0.48);
  steady_crank_guide_follow (&guide, state);
  set (state, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  set (state, STEADY_CHANNEL_PUMP_SPEED, 0);
  set (state, STEADY_CHANNEL_PUMP_FLOW, 0);
  steady_crank_guide_follow (&guide, state);
  g_assert_cmpint (steady_crank_guide_rpm (&guide, 0.65, "1/4 in", &rpm),
                   ==,
                   STEADY_CRANK_LAST_SPEED);
  g_assert_cmpfloat_with_epsilon (rpm, 69, 1e-9);
  steady_console_state_free (state);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/team/size", test_size);
  g_test_add_func ("/console/team/nothing", test_nothing_is_next);
  g_test_add_func ("/console/team/soonest", test_the_soonest_first);
  g_test_add_func ("/console/team/before-bypass", test_before_bypass);
  g_test_add_func ("/console/team/crank", test_the_crank);
  return g_test_run ();
}
