/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "device/steady-device.h"

static const char sidecar[] =
    "{\"format\": \"steady-csv\", \"version\": 1, \"rate_hz\": 100,"
    "\"columns\": [{\"column\": 0, \"channel\": \"arterial_pressure\", \"unit\": "
    "\"mmHg\"}]}";

enum
{
  ROWS = 60000
};

/* A recording longer than what is read ahead; row n holds n modulo 200. */
static char *
make_recording (char **ret_folder)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (unsigned i = 0; i < ROWS; i++)
    g_string_append_printf (text, "%u\n", i % 200);
  *ret_folder = g_dir_make_tmp ("steady-replay-XXXXXX", NULL);
  char            *path = g_build_filename (*ret_folder, "x.csv", NULL);
  g_autofree char *beside = g_strconcat (path, ".json", NULL);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_assert_true (g_file_set_contents (beside, sidecar, -1, NULL));
  return path;
}

static void
remove_recording (char *path, char *folder)
{
  g_autofree char *beside = g_strconcat (path, ".json", NULL);
  g_unlink (path);
  g_unlink (beside);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
}

static void
test_gives_what_is_due_and_all_of_it (void)
{
  char *folder;
  char *path = make_recording (&folder);
  g_autoptr (GError) error = NULL;
  SteadyDevice *device = steady_device_new_replay (path, &error);
  SteadySample  sample;
  unsigned      next = 0;

  g_assert_no_error (error);
  device->number = 7;
  g_assert_cmpuint (device->n_channels, ==, 1);
  g_assert_cmpuint (device->n_controls, ==, 0);
  g_assert_false (device->simulated);
  for (SteadyInstant now = 0; !device->class->at_end (device);
       now += 20 * STEADY_NSEC_PER_MSEC)
    {
      device->class->tick (device, now);
      while (steady_device_next_sample (device, &sample))
        {
          g_assert_cmpint (sample.t, <=, now);
          g_assert_cmpint (sample.t, ==, next * 10 * STEADY_NSEC_PER_MSEC);
          g_assert_cmpfloat_with_epsilon (sample.value, next % 200, 1e-9);
          g_assert_cmpuint (sample.source, ==, 7);
          next++;
        }
    }
  g_assert_cmpuint (next, ==, ROWS);
  g_assert_cmpint (device->class->link (device), ==, STEADY_LINK_UP);
  steady_device_free (device);
  remove_recording (path, folder);
}

static void
test_can_be_left_before_the_end (void)
{
  char         *folder;
  char         *path = make_recording (&folder);
  SteadyDevice *device = steady_device_new_replay (path, NULL);

  device->class->tick (device, STEADY_NSEC_PER_SEC);
  steady_device_free (device);
  remove_recording (path, folder);
}

static void
test_damage_on_the_way_is_a_lost_device (void)
{
  char            *folder;
  char            *path = make_recording (&folder);
  g_autofree char *text = NULL;
  SteadySample     sample;
  unsigned         count = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  memcpy (strstr (text, "\n50\n") + 1, "x", 1);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  SteadyDevice *device = steady_device_new_replay (path, NULL);
  device->class->tick (device, 10 * STEADY_NSEC_PER_SEC);
  while (steady_device_next_sample (device, &sample))
    count++;
  g_assert_cmpuint (count, ==, 50); /* what came before is not lost */
  g_assert_cmpint (device->class->link (device), ==, STEADY_LINK_LOST);
  steady_device_free (device);
  remove_recording (path, folder);
}

static void
test_missing_recording_is_named (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (steady_device_new_replay ("/nowhere/x.hea", &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/x.hea"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/replay/gives-what-is-due-and-all-of-it",
                   test_gives_what_is_due_and_all_of_it);
  g_test_add_func ("/device/replay/can-be-left-before-the-end",
                   test_can_be_left_before_the_end);
  g_test_add_func ("/device/replay/damage-on-the-way-is-a-lost-device",
                   test_damage_on_the_way_is_a_lost_device);
  g_test_add_func ("/device/replay/missing-recording-is-named",
                   test_missing_recording_is_named);
  return g_test_run ();
}
