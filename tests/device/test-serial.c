/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "device/steady-device-list.h"
#include "device/steady-wired-device.h"

/* The transport on a real pty, which is reached through a link as ports are. */
typedef struct Cable
{
  char *folder;
  char *port;
  int   master;
} Cable;

#define GOOD_LINE "00 04 100 1.00     480     481     479    +40 \r\n"

/* A generous limit: a loaded machine must not fail what works. */
#define LIMIT (20 * STEADY_NSEC_PER_SEC)

static SteadyDevice *
wire (const char *port)
{
  g_autoptr (GError) error = NULL;
  const SteadyWiring wiring = { .driver = "bioprott", .port = port };
  SteadyDevice      *device = steady_device_new_wired (&wiring, &error);
  g_assert_no_error (error);
  return device;
}

static void
plug_in (Cable *cable)
{
  cable->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (cable->master, >=, 0);
  g_assert_cmpint (grantpt (cable->master), ==, 0);
  g_assert_cmpint (unlockpt (cable->master), ==, 0);
  g_assert_cmpint (fcntl (cable->master, F_SETFL, O_NONBLOCK), ==, 0);
  g_assert_cmpint (symlink (ptsname (cable->master), cable->port), ==, 0);
}

static void
unplug (Cable *cable)
{
  g_unlink (cable->port);
  close (cable->master);
  cable->master = -1;
}

static Cable
cable_new (void)
{
  Cable cable = { .master = -1 };
  cable.folder = g_dir_make_tmp ("steady-serial-XXXXXX", NULL);
  g_assert_nonnull (cable.folder);
  cable.port = g_build_filename (cable.folder, "port", NULL);
  return cable;
}

static void
cable_free (Cable *cable)
{
  if (cable->master >= 0)
    unplug (cable);
  g_rmdir (cable->folder);
  g_free (cable->folder);
  g_free (cable->port);
}

static void
speak (const Cable *cable, const char *text)
{
  const ssize_t length = (ssize_t) strlen (text);
  if (cable->master >= 0)
    g_assert_cmpint (write (cable->master, text, (size_t) length), <=, length);
}

/* Goes on speaking until the link is in @state; gives the samples that came meanwhile.
 */
static unsigned
wait_for (SteadyDevice   *device,
          const Cable    *cable,
          const char     *text,
          SteadyLinkState state,
          SteadySample   *ret_last)
{
  const SteadyInstant limit = steady_clock_now () + LIMIT;
  SteadySample        sample;
  unsigned            count = 0;

  while (device->class->link (device) != state)
    {
      g_assert_cmpint (steady_clock_now (), <, limit);
      if (text != NULL)
        speak (cable, text);
      g_usleep (10000);
      for (; steady_device_next_sample (device, &sample); count++)
        *ret_last = sample;
    }
  for (; steady_device_next_sample (device, &sample); count++)
    *ret_last = sample;
  return count;
}

static void
test_reads (void)
{
  Cable        cable = cable_new ();
  SteadySample last = { .channel = 0 };

  plug_in (&cable);
  SteadyDevice *device = wire (cable.port);
  g_assert_nonnull (device);
  device->number = 7;
  g_assert_cmpuint (device->n_channels, ==, 1);
  g_assert_cmpuint (device->channels[0].channel, ==, STEADY_CHANNEL_MEASURED_FLOW);
  g_assert_false (device->simulated);
  const SteadyInstant before = steady_clock_now ();
  unsigned count = wait_for (device, &cable, GOOD_LINE, STEADY_LINK_UP, &last);
  while (count == 0)
    {
      speak (&cable, GOOD_LINE);
      g_usleep (10000);
      count += steady_device_next_sample (device, &last);
      g_assert_cmpint (steady_clock_now (), <, before + LIMIT);
    }
  g_assert_cmpuint (last.channel, ==, STEADY_CHANNEL_MEASURED_FLOW);
  g_assert_cmpuint (last.quality, ==, STEADY_QUALITY_VALID);
  g_assert_cmpfloat_with_epsilon (last.value, 0.481, 1e-9);
  g_assert_cmpuint (last.source, ==, 7);
  g_assert_cmpint (last.t, >=, before);
  g_assert_cmpint (last.t, <=, steady_clock_now ());
  steady_device_free (device);
  cable_free (&cable);
}

/* Silence, a pulled cable, another pty behind the same name: lost, told, and back. */
static void
test_lost_and_back (void)
{
  Cable        cable = cable_new ();
  SteadySample last = { .channel = 0 };

  SteadyDevice *device = wire (cable.port);
  g_assert_cmpint (device->class->link (device), ==, STEADY_LINK_CONNECTING);
  plug_in (&cable); /* after the start */
  wait_for (device, &cable, GOOD_LINE, STEADY_LINK_UP, &last);

  wait_for (device, &cable, NULL, STEADY_LINK_LOST, &last); /* it falls silent */
  g_assert_cmpuint (last.quality, ==, STEADY_QUALITY_LINK_LOST);
  g_assert_cmpfloat_with_epsilon (last.value, 0.481, 1e-9); /* to be shown greyed */
  wait_for (device, &cable, GOOD_LINE, STEADY_LINK_UP, &last);

  unplug (&cable);
  wait_for (device, &cable, NULL, STEADY_LINK_LOST, &last);
  plug_in (&cable);
  g_assert_cmpuint (wait_for (device, &cable, GOOD_LINE, STEADY_LINK_UP, &last), >, 0);
  steady_device_free (device);
  cable_free (&cable);
}

/* What is no serial port, or talks nonsense, is never up; ending does not wait. */
static void
test_never_there (void)
{
  Cable            cable = cable_new ();
  SteadySample     sample;
  g_autofree char *file = g_build_filename (cable.folder, "file", NULL);

  g_assert_true (g_file_set_contents (file, GOOD_LINE GOOD_LINE, -1, NULL));
  SteadyDevice *plain = wire (file);
  plug_in (&cable);
  SteadyDevice *garbled = wire (cable.port);
  for (unsigned i = 0; i < 30; i++)
    {
      speak (&cable, "\x81\x92 nonsense 7193 7195\r\n");
      g_usleep (10000);
      g_assert_cmpint (plain->class->link (plain), ==, STEADY_LINK_CONNECTING);
      g_assert_cmpint (garbled->class->link (garbled), ==, STEADY_LINK_CONNECTING);
    }
  g_assert_false (steady_device_next_sample (plain, &sample));
  g_assert_false (steady_device_next_sample (garbled, &sample));
  steady_device_free (plain);
  steady_device_free (garbled);
  g_unlink (file);
  cable_free (&cable);
}

static void
test_unknown_driver (void)
{
  g_autoptr (GError) error = NULL;
  const SteadyWiring wiring = { .driver = "heart-lung-9000", .port = "/dev/null" };
  g_assert_null (steady_device_new_wired (&wiring, &error));
  g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "heart-lung-9000"));
}

static void
test_list (void)
{
  g_autofree char *text = steady_device_list (false, 0);
  g_assert_nonnull (strstr (text, "bioprott"));
  g_assert_nonnull (strstr (text, "38400"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/serial/reads", test_reads);
  g_test_add_func ("/device/serial/lost-and-back", test_lost_and_back);
  g_test_add_func ("/device/serial/never-there", test_never_there);
  g_test_add_func ("/device/serial/unknown-driver", test_unknown_driver);
  g_test_add_func ("/device/serial/list", test_list);
  return g_test_run ();
}
