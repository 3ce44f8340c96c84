/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "simulator/steady-mechanism.h"
#include "training/steady-attempt-list.h"
#include "training/steady-debrief-words.h"
#include "training/steady-mechanism-words.h"
#include "training/steady-shelf.h"
#include "training/steady-training-json.h"
#include "training/steady-training-state.h"

static void
give (SteadyTrainingState *state, unsigned type, const char *text)
{
  const SteadyFrame frame = { .header = { .type = (uint16_t) type, .count = 1 },
                              .payload = text,
                              .length = strlen (text) };
  steady_training_state_take (state, &frame, 1);
}

static void
test_state (void)
{
  SteadyTrainingState state;
  steady_training_state_init (&state);
  give (&state,
        STEADY_FRAME_WELCOME,
        "{\"mode\": \"training\", \"title\": \"x\", \"training\": {\"story\": \"s\"}}");
  g_assert_true (state.training);
  g_assert_cmpstr (steady_training_text (state.about, "story"), ==, "s");
  give (&state,
        STEADY_FRAME_TRAINING,
        "{\"callouts\": [{\"id\": \"a\", \"state\": \"answered\"},"
        "{\"id\": \"b\", \"state\": \"unanswered\"}]}");
  /* one that is late still waits */
  g_assert_cmpstr (
      steady_training_text (steady_training_state_callout (&state), "id"), ==, "b");
  give (&state, STEADY_FRAME_DEBRIEF, "{\"outcome\": \"passed\"}");
  /* another case: nothing of the first stands on */
  give (&state, STEADY_FRAME_WELCOME, "{\"mode\": \"live\"}");
  g_assert_false (state.training);
  g_assert_null (state.seen);
  g_assert_null (state.debrief);
  steady_training_state_finish (&state);
}

/* Whatever comes instead of what was meant reads as nothing. */
static void
test_damage (void)
{
  static const char good[] =
      "{\"callouts\": [{\"id\": \"a\", \"says\": \"b\", \"state\": \"open\","
      "\"replies\": [\"c\"], \"raised_s\": 1}], \"notes\": [{\"t_s\": 1}],"
      "\"tutorial\": {\"text\": \"x\"}, \"hints\": {\"shown\": [], \"left\": 1}}";
  SteadyTrainingState state;
  steady_training_state_init (&state);
  for (size_t cut = 0; cut <= strlen (good); cut++)
    for (unsigned bit = 0; bit < 9; bit++)
      {
        g_autofree char *text = g_strndup (good, cut);
        if (bit < 8 && cut > 0)
          text[cut / 2] = (char) (text[cut / 2] ^ (1 << bit));
        give (&state, STEADY_FRAME_TRAINING, text);
        steady_training_state_callout (&state);
        g_autofree char *words = steady_debrief_words (state.seen);
        g_assert_nonnull (words);
      }
  steady_training_state_finish (&state);
}

/* Each word is about a mechanism that there is, and offers what it can be. */
static void
test_mechanisms (void)
{
  static const char *const controls[] = {
    "pump_flow",       "sweep",          "fio2",      "water_temperature",
    "cardioplegia_ml", "pump_speed_rpm", "zero_flow", NULL
  };
  g_autofree char *path = steady_paths_data ("training/mechanisms.json");
  g_autoptr (GError) error = NULL;
  GPtrArray *words = steady_mechanism_words_load (path, &error);
  g_assert_no_error (error);
  for (unsigned i = 0; i < words->len; i++)
    {
      const SteadyMechanismWords *one = g_ptr_array_index (words, i);
      SteadyMechanism             mechanism;
      g_assert_true (steady_mechanism_from_name (one->name, &mechanism));
      const SteadyMechanismInfo *info = steady_mechanism_info (mechanism);
      for (unsigned k = 0; k < one->n_values; k++)
        {
          g_assert_cmpfloat (one->values[k], >=, info->low);
          g_assert_cmpfloat (one->values[k], <=, info->high);
        }
    }
  /* what an instructor can set off has words; what the trainee's own controls set does
   * not stand there */
  for (unsigned i = 0; i < STEADY_MECHANISM_COUNT; i++)
    {
      const char *name = steady_mechanism_info ((SteadyMechanism) i)->name;
      g_assert_true ((steady_mechanism_words_find (words, name) == NULL) ==
                     g_strv_contains (controls, name));
    }
  const SteadyMechanismWords *gas = steady_mechanism_words_find (words, "gas_line_off");
  g_assert_true (steady_mechanism_words_match (gas, "GAS"));
  g_assert_false (steady_mechanism_words_match (gas, "protamine"));
  g_ptr_array_unref (words);
}

static void
test_shelf (void)
{
  GPtrArray       *problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = steady_paths_data ("");
  GPtrArray       *shelf = steady_shelf_read (folder, problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (shelf->len, >=, 30);
  const SteadyShelfItem *first = g_ptr_array_index (shelf, 0);
  g_assert_cmpstr (first->category, ==, "tutorial");
  for (unsigned i = 0; i < shelf->len; i++)
    {
      const SteadyShelfItem *item = g_ptr_array_index (shelf, i);
      g_assert_cmpstr (item->title, !=, "");
      g_assert_cmpfloat (item->weight_kg, >, 1);
    }
  g_ptr_array_unref (shelf);
  g_ptr_array_unref (problems);
}

static void
test_attempts (void)
{
  g_autofree char  *folder = g_dir_make_tmp ("steady-attempts-XXXXXX", NULL);
  g_autofree char  *path = g_build_filename (folder, "attempts.jsonl", NULL);
  static const char text[] =
      "{\"scenario\":\"a\",\"outcome\":\"passed\",\"utc_ns\":1,\"stable_s\":50}\n"
      "{\"scenario\":\"a\",\"outcome\":\"failed\",\"utc_ns\":2,\"stable_s\":10}\n"
      "{\"scenario\":\"a\",\"outcome\":\"passed\",\"utc_ns\":3,\"stable_s\":40}\n"
      "{\"scenario\":\"b\",\"outcome\":\"failed\",\"utc_ns\":4,\"stable_s\":null}\n"
      "{\"scenario\":\"a\",\"outc";
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  GPtrArray *attempts = steady_attempt_list_read (path);
  g_assert_cmpuint (attempts->len, ==, 4);
  g_assert_cmpint (steady_attempt_list_best (attempts, "a")->utc_ns, ==, 3);
  g_assert_false (steady_attempt_list_best (attempts, "b")->passed);
  g_assert_true (isnan (steady_attempt_list_best (attempts, "b")->stable_s));
  g_assert_null (steady_attempt_list_best (attempts, "c"));
  g_ptr_array_unref (attempts);
  g_unlink (path);
  g_rmdir (folder);
  attempts = steady_attempt_list_read (path);
  g_assert_cmpuint (attempts->len, ==, 0);
  g_ptr_array_unref (attempts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/parts/state", test_state);
  g_test_add_func ("/training/parts/damage", test_damage);
  g_test_add_func ("/training/parts/mechanisms", test_mechanisms);
  g_test_add_func ("/training/parts/shelf", test_shelf);
  g_test_add_func ("/training/parts/attempts", test_attempts);
  return g_test_run ();
}
