/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "device/steady-device-list.h"
#include "device/steady-discovery.h"
#include "device/steady-serial-port.h"
#include "device/steady-site-overlay.h"
#include "device/steady-tape.h"

#define GOOD_LINE "00 04 100 1.00     480     481     479    +40 \r\n"
/* A generous limit: a loaded machine must not fail what works. */
#define LIMIT (60 * STEADY_NSEC_PER_SEC)

enum
{
  PORTS = 3
};

/* A folder as /dev/serial/by-id is, with ptys in it. */
typedef struct Ports
{
  char *folder;
  char *names[PORTS];
  int   masters[PORTS];
  int   slaves[PORTS]; /* kept open, as by a device that is never switched off */
} Ports;

static Ports
ports_new (void)
{
  Ports ports = { .folder = g_dir_make_tmp ("steady-ports-XXXXXX", NULL) };

  for (unsigned i = 0; i < PORTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("usb-Emulated_%u", i);
      ports.names[i] = g_build_filename (ports.folder, name, NULL);
      ports.masters[i] = ports.slaves[i] = -1;
    }
  g_setenv ("STEADY_SERIAL_DIR", ports.folder, TRUE);
  return ports;
}

static void
plug_in (Ports *ports, unsigned i)
{
  const int      master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios raw;

  g_assert_cmpint (master, >=, 0);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  g_assert_cmpint (fcntl (master, F_SETFL, O_NONBLOCK), ==, 0);
  ports->slaves[i] = open (ptsname (master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (tcgetattr (ports->slaves[i], &raw), ==, 0);
  cfmakeraw (&raw); /* a device does not echo */
  g_assert_cmpint (tcsetattr (ports->slaves[i], TCSANOW, &raw), ==, 0);
  g_assert_cmpint (symlink (ptsname (master), ports->names[i]), ==, 0);
  ports->masters[i] = master;
}

static void
pull (Ports *ports, unsigned i)
{
  if (ports->masters[i] < 0)
    return;
  g_unlink (ports->names[i]);
  close (ports->slaves[i]);
  close (ports->masters[i]);
  ports->masters[i] = ports->slaves[i] = -1;
}

static void
ports_free (Ports *ports)
{
  for (unsigned i = 0; i < PORTS; i++)
    {
      pull (ports, i);
      g_free (ports->names[i]);
    }
  g_rmdir (ports->folder);
  g_free (ports->folder);
  g_unsetenv ("STEADY_SERIAL_DIR");
}

/* How many bytes were sent to the device at the other end. */
static size_t
sent_to (const Ports *ports, unsigned i, char *ret_bytes, size_t size)
{
  const ssize_t n = read (ports->masters[i], ret_bytes, size);
  return n > 0 ? (size_t) n : 0;
}

static atomic_bool heard;

/* Speaks until it was @heard, however late somebody comes to listen. */
static void *
speak_thread (void *data)
{
  const int *master = data;
  while (!atomic_load (&heard))
    {
      if (write (*master, GOOD_LINE, strlen (GOOD_LINE)) < 0 && errno != EAGAIN)
        break;
      g_usleep (50000);
    }
  return NULL;
}

/* What speaks is recognised by listening; nothing at all is sent to it. */
static void
test_listens_first (void)
{
  Ports       ports = ports_new ();
  SteadyFound found[PORTS];
  char        bytes[256];

  plug_in (&ports, 0);
  g_assert_cmpuint (steady_found_scan (found, PORTS), ==, 1);
  g_assert_cmpstr (found[0].port, ==, ports.names[0]);
  atomic_store (&heard, false);
  GThread *thread = g_thread_new ("speaker", speak_thread, &ports.masters[0]);
  steady_found_look (&found[0], true, NULL);
  atomic_store (&heard, true);
  g_assert_cmpint (found[0].state, ==, STEADY_FOUND_KNOWN);
  g_assert_cmpstr (found[0].driver, ==, "bioprott");
  g_thread_join (thread);
  g_assert_cmpuint (sent_to (&ports, 0, bytes, sizeof bytes), ==, 0);
  ports_free (&ports);
}

static void *
gibberish_thread (void *data)
{
  const int *master = data;
  for (unsigned i = 0; i < 300; i++)
    {
      if (write (*master, "\x01\xff\x7f?", 4) < 0)
        break;
      g_usleep (50000);
    }
  return NULL;
}

/* Answers a gas controller's question and no other. */
static void *
answer_thread (void *data)
{
  static const char answer[] = "A +014.70 +025.00 +01.230 +01.250 01.260 Air\r";
  const int        *master = data;
  char              bytes[64];

  for (unsigned i = 0; i < 3000; i++)
    {
      const ssize_t n = read (*master, bytes, sizeof bytes);
      if (n >= 2 && memcmp (bytes + n - 2, "A\r", 2) == 0)
        return write (*master, answer, strlen (answer)) > 0 ? data : NULL;
      g_usleep (10000);
    }
  return NULL;
}

static void *
look_thread (void *data)
{
  SteadyFound *found = data;
  steady_found_look (found, found->identity[0] != '\0', NULL);
  return NULL;
}

/*
 * A silent port is asked where that was wished, and only then; what speaks a strange
 * tongue is never asked. All three at once, since each takes its time.
 */
static void
test_asks_the_silent (void)
{
  Ports       ports = ports_new ();
  SteadyFound found[PORTS];
  GThread    *looks[PORTS];
  char        bytes[256];

  for (unsigned i = 0; i < PORTS; i++)
    plug_in (&ports, i);
  g_assert_cmpuint (steady_found_scan (found, PORTS), ==, PORTS);
  found[1].identity[0] = found[2].identity[0] = '?'; /* these may be asked */
  GThread *speaker = g_thread_new ("speaker", gibberish_thread, &ports.masters[1]);
  GThread *device = g_thread_new ("device", answer_thread, &ports.masters[2]);
  for (unsigned i = 0; i < PORTS; i++)
    looks[i] = g_thread_new ("look", look_thread, &found[i]);
  for (unsigned i = 0; i < PORTS; i++)
    g_thread_join (looks[i]);
  g_assert_cmpint (found[0].state, ==, STEADY_FOUND_SILENT);
  g_assert_cmpuint (sent_to (&ports, 0, bytes, sizeof bytes), ==, 0);
  g_assert_cmpint (found[1].state, ==, STEADY_FOUND_UNKNOWN);
  g_assert_cmpuint (sent_to (&ports, 1, bytes, sizeof bytes), ==, 0);
  g_assert_nonnull (g_thread_join (device));
  g_assert_cmpint (found[2].state, ==, STEADY_FOUND_KNOWN);
  g_assert_cmpstr (found[2].driver, ==, "alicat");
  g_thread_join (speaker);
  ports_free (&ports);
}

/* A port that another program has is left alone, even by who may do everything. */
static void
test_claimed_elsewhere (void)
{
  const SteadySerialLine line = {
    .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1
  };
  Ports       ports = ports_new ();
  SteadyFound found[PORTS];

  plug_in (&ports, 0);
  const int other = steady_serial_port_open (ports.names[0], &line);
  g_assert_cmpint (other, >=, 0);
  steady_found_scan (found, PORTS);
  steady_found_look (&found[0], true, NULL);
  g_assert_cmpint (found[0].state, ==, STEADY_FOUND_BUSY);
  g_autofree char *text = steady_device_list (false, 0);
  g_assert_nonnull (strstr (text, ports.names[0]));
  steady_serial_port_close (other);
  ports_free (&ports);
}

static unsigned
wait_for (SteadyDiscovery *discovery,
          SteadyFound     *found,
          unsigned         wanted,
          SteadyFoundState least)
{
  const SteadyInstant end = steady_clock_now () + LIMIT;

  while (steady_clock_now () < end)
    {
      uint32_t       none = UINT32_MAX;
      const unsigned n = steady_discovery_found (discovery, &none, found, 4);
      bool           judged = true;
      for (unsigned i = 0; i < n && n == wanted; i++)
        judged = judged && found[i].state >= least;
      if (n == wanted && judged)
        return n;
      g_usleep (20000);
    }
  g_error ("the ports were not found as they should be");
}

/* Plugged in and pulled while it runs; the site's own port is not looked at. */
static void
test_hot_plug (void)
{
  Ports            ports = ports_new ();
  const char      *claimed[] = { ports.names[1] };
  SteadyDiscovery *discovery = steady_discovery_new (claimed, 1);
  SteadyFound      found[4];
  char             bytes[64];

  wait_for (discovery, found, 0, STEADY_FOUND_NEW);
  plug_in (&ports, 1);
  plug_in (&ports, 0);
  atomic_store (&heard, false);
  GThread *thread = g_thread_new ("speaker", speak_thread, &ports.masters[0]);
  wait_for (discovery, found, 1, STEADY_FOUND_SILENT);
  atomic_store (&heard, true);
  g_assert_cmpstr (found[0].port, ==, ports.names[0]);
  g_assert_cmpint (found[0].state, ==, STEADY_FOUND_KNOWN);
  g_thread_join (thread);
  g_assert_cmpuint (sent_to (&ports, 0, bytes, sizeof bytes), ==, 0);
  g_assert_cmpuint (sent_to (&ports, 1, bytes, sizeof bytes), ==, 0);
  pull (&ports, 0);
  wait_for (discovery, found, 0, STEADY_FOUND_NEW);
  steady_discovery_free (discovery);
  ports_free (&ports);
}

/* What people changed lies over the site and leaves its file alone. */
static void
test_overlay (void)
{
  static const char site_text[] =
      "{\"format\": \"steady-site\", \"version\": 1, \"title\": \"x\", \"patient\": "
      "{\"name\": \"x\", \"weight_kg\": 3, \"height_cm\": 50, \"age_days\": 5}, "
      "\"devices\": [{\"driver\": \"datex\", \"port\": \"/dev/ttyUSB0\"}]}";
  g_autofree char *folder = g_dir_make_tmp ("steady-overlay-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "room.json", NULL);
  g_autoptr (GError) error = NULL;
  uint16_t channel;

  g_assert_true (g_file_set_contents (file, site_text, -1, NULL));
  g_autoptr (SteadySite) site = steady_site_load (file, &error);
  g_assert_no_error (error);
  g_autoptr (SteadySiteOverlay) overlay = steady_site_overlay_load (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (overlay->entries->len, ==, 0);
  steady_site_overlay_set (
      overlay, "datex", "/dev/ttyUSB0", "p1", STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE);
  steady_site_overlay_set (overlay, "datex", "/dev/ttyUSB0", "p2", STEADY_CHANNEL_NONE);
  steady_site_overlay_set (overlay, "nonin", "/dev/ttyUSB9", "ch1", 190);
  g_assert_true (steady_site_overlay_save (overlay, &error));
  g_autoptr (SteadySiteOverlay) again = steady_site_overlay_load (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->entries->len, ==, 3);
  g_assert_true (
      steady_site_overlay_get (again, "datex", "/dev/ttyUSB0", "p1", &channel));
  g_assert_cmpuint (channel, ==, STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE);
  steady_site_overlay_apply (again, site);
  g_assert_cmpuint (site->devices[0].n_placings, ==, 2);
  g_assert_cmpuint (site->devices[0].placings[1].channel, ==, STEADY_CHANNEL_NONE);
  steady_site_overlay_forget (again, "datex", "/dev/ttyUSB0", "p1");
  g_assert_false (
      steady_site_overlay_get (again, "datex", "/dev/ttyUSB0", "p1", &channel));
  /* one that is damaged says so, and counts as none */
  g_assert_true (g_file_set_contents (again->file, "{\"format\": 1", -1, NULL));
  g_autoptr (SteadySiteOverlay) damaged = steady_site_overlay_load (file, &error);
  g_assert_nonnull (error);
  g_assert_cmpuint (damaged->entries->len, ==, 0);
  g_unlink (again->file);
  g_unlink (file);
  g_rmdir (folder);
}

/* A tape can begin and end while the device runs. */
static void
test_tape_while_it_runs (void)
{
  Ports            ports = ports_new ();
  g_autofree char *file = g_build_filename (g_get_user_data_dir (), "a.tape", NULL);
  g_autoptr (GError) error = NULL;
  SteadyDeviceHealth health = { .link = STEADY_LINK_NONE };
  SteadyTapeRecord   record;
  unsigned           came = 0;

  plug_in (&ports, 0);
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  const SteadyWiring wiring = { .driver = "bioprott", .port = ports.names[0] };
  SteadyDevice      *device = steady_device_new_wired (&wiring, &error);
  g_assert_no_error (error);
  g_assert_true (steady_device_tape (device, file, &error));
  const SteadyInstant end = steady_clock_now () + LIMIT;
  while ((!health.taping || health.frames < 5) && steady_clock_now () < end)
    {
      g_assert_cmpint (write (ports.masters[0], GOOD_LINE, strlen (GOOD_LINE)), >, 0);
      g_usleep (50000);
      steady_device_health (device, &health);
    }
  g_assert_true (health.taping);
  g_assert_cmpint (health.handled, >, 0);
  g_assert_false (steady_device_tape (device, file, &error)); /* never over another */
  g_assert_error (error, STEADY_TAPE_ERROR, STEADY_TAPE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (steady_device_tape (device, NULL, &error));
  while (health.taping && steady_clock_now () < end)
    {
      g_usleep (20000);
      steady_device_health (device, &health);
    }
  g_assert_false (health.taping);
  steady_device_free (device);
  g_autoptr (SteadyTape) tape = steady_tape_open (file, &error);
  g_assert_no_error (error);
  g_assert_true (steady_tape_next (tape, &record, &error));
  g_assert_cmpint (record.kind, ==, STEADY_TAPE_OPENED);
  while (steady_tape_next (tape, &record, &error))
    came += record.kind == STEADY_TAPE_CAME;
  g_assert_no_error (error);
  g_assert_cmpuint (came, >, 0);
  g_unlink (file);
  ports_free (&ports);
}

int
main (int argc, char **argv)
{
  /* GLib's own isolation of folders leaks, which the sanitizers rightly tell */
  g_autofree char *home = g_dir_make_tmp ("steady-discovery-XXXXXX", NULL);
  g_autofree char *steady = g_build_filename (home, "steady", NULL);
  g_autofree char *sites = g_build_filename (steady, "sites", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/discovery/listens-first", test_listens_first);
  g_test_add_func ("/device/discovery/asks-the-silent", test_asks_the_silent);
  g_test_add_func ("/device/discovery/claimed-elsewhere", test_claimed_elsewhere);
  g_test_add_func ("/device/discovery/hot-plug", test_hot_plug);
  g_test_add_func ("/device/overlay", test_overlay);
  g_test_add_func ("/device/tape-while-it-runs", test_tape_while_it_runs);
  const int status = g_test_run ();
  g_rmdir (sites);
  g_rmdir (steady);
  g_rmdir (home);
  return status;
}
