/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "engine/steady-sound-desk.h"

static void
test_volume_is_kept_and_logged (void)
{
  SteadySoundDesk          desk = { 0 };
  const SteadySoundSetting quieter = { .volume_db = -6, .test = 4 };
  const SteadySoundSetting test = { .volume_db = (double) NAN, .test = 5 };
  char                     text[200] = "";
  g_assert_true (steady_sound_desk_choose (&desk, &quieter, text, sizeof text));
  g_assert_nonnull (strstr (text, "-6 dB"));
  g_assert_true (desk.set);
  /* a sounder that comes later plays no test that was meant for another */
  g_assert_cmpuint (desk.setting.test, ==, 0);
  g_assert_false (steady_sound_desk_choose (&desk, &test, text, sizeof text));
  g_assert_cmpfloat_with_epsilon (desk.setting.volume_db, -6, 1e-9);
}

static void
test_only_what_matters_is_passed_on (void)
{
  SteadySoundDesk    desk = { 0 };
  SteadySounderState state = { .callbacks = 1, .floor_db = -12 };
  char               text[200] = "";
  bool               changed = false;
  g_assert_false (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_true (changed);
  state.callbacks = 20;
  state.bursts = 3;
  g_assert_false (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_false (changed);
  g_strlcpy (state.notice, "high-drug.wav is missing", sizeof state.notice);
  g_assert_true (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_true (changed);
  g_assert_cmpstr (text, ==, "high-drug.wav is missing");
  state.test_played = 1;
  g_assert_true (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_nonnull (strstr (text, "to its end"));
  state.test_cut = 2;
  g_assert_true (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_nonnull (strstr (text, "cut short"));
  state.volume_db = -3;
  g_assert_true (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_nonnull (strstr (text, "-3 dB"));
  state.stream_open = 1;
  g_assert_false (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_true (changed);
  /* another sounder with the same fault: logged once, shown again */
  steady_sound_desk_leave (&desk);
  g_assert_false (steady_sound_desk_hear (&desk, &state, &changed, text, sizeof text));
  g_assert_true (changed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/sound-desk/volume-is-kept-and-logged",
                   test_volume_is_kept_and_logged);
  g_test_add_func ("/engine/sound-desk/only-what-matters-is-passed-on",
                   test_only_what_matters_is_passed_on);
  return g_test_run ();
}
