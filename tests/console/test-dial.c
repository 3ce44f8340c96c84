/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-clock.h"
#include "console/steady-dial.h"

/* Far longer than any of it takes, for a machine that is busy. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

/* A folder of devices, which are pipes that speak as the kernel does, and what the
 * kernel says of them. */
typedef struct Fixture
{
  char       *folder;
  char       *devices;
  char       *described;
  SteadyDial *dial;
  int         turned; /* notches, all of them */
  unsigned    times;
} Fixture;

static void
on_turned (void *data, int notches)
{
  Fixture *fixture = data;
  fixture->turned += notches;
  fixture->times++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("steady-dial-XXXXXX", NULL);
  fixture->devices = g_build_filename (fixture->folder, "dev", NULL);
  fixture->described = g_build_filename (fixture->folder, "sys", NULL);
  fixture->turned = 0;
  fixture->times = 0;
  fixture->dial = NULL;
  g_assert_cmpint (g_mkdir (fixture->devices, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->described, 0700), ==, 0);
}

static void
remove_all (const char *path)
{
  GDir       *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_all (child);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  steady_dial_free (fixture->dial);
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->devices);
  g_free (fixture->described);
}

/* What the kernel says of the relative axes of @name: "80", REL_DIAL alone. */
static void
describe (Fixture *fixture, const char *name, const char *rel)
{
  g_autofree char *folder =
      g_build_filename (fixture->described, name, "device", "capabilities", NULL);
  g_autofree char *file = g_build_filename (folder, "rel", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, rel, -1, NULL));
}

/* Plugs it in; the end that speaks. */
static int
plug_in (Fixture *fixture, const char *name)
{
  g_autofree char *file = g_build_filename (fixture->devices, name, NULL);

  g_assert_cmpint (mkfifo (file, 0600), ==, 0);
  const int fd = open (file, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  return fd;
}

static void
start (Fixture *fixture)
{
  fixture->dial =
      steady_dial_new (fixture->devices, fixture->described, on_turned, fixture);
}

static void
say (int fd, unsigned type, unsigned code, int value)
{
  const struct input_event event = { .type = (uint16_t) type,
                                     .code = (uint16_t) code,
                                     .value = value };
  g_assert_cmpint (write (fd, &event, sizeof event), ==, sizeof event);
}

static void
turn (int fd, int notches)
{
  say (fd, EV_REL, REL_DIAL, notches);
  say (fd, EV_SYN, SYN_REPORT, 0);
}

static void
wait_for (Fixture *fixture, unsigned times)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (fixture->times < times)
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
wait_for_dials (Fixture *fixture, unsigned n)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  while (steady_dial_count (fixture->dial) != n)
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_turns (Fixture *fixture, gconstpointer data)
{
  describe (fixture, "event3", "80\n");
  const int fd = plug_in (fixture, "event3");

  start (fixture);
  g_assert_cmpuint (steady_dial_count (fixture->dial), ==, 1);
  turn (fd, 1);
  turn (fd, -3);
  wait_for (fixture, 2);
  g_assert_cmpint (fixture->turned, ==, -2);
  say (fd, EV_KEY, BTN_0, 1); /* its button is nobody's here */
  say (fd, EV_SYN, SYN_REPORT, 0);
  say (fd, EV_REL, REL_DIAL, 5); /* of a report that lost some of itself */
  say (fd, EV_SYN, SYN_DROPPED, 0);
  say (fd, EV_REL, REL_DIAL, 5);
  say (fd, EV_SYN, SYN_REPORT, 0);
  turn (fd, G_MAXINT);
  wait_for (fixture, 3);
  g_assert_cmpint (fixture->turned, ==, 98); /* more than 100 at once is no hand */
  close (fd);
}

/* Mice, keyboards and what has a wheel too are not even opened. */
static void
test_others_are_left_alone (Fixture *fixture, gconstpointer data)
{
  static const char *const others[] = {
    "0\n", "3\n", "180\n", "c0\n", "80 0\n", "", "x"
  };
  int fds[G_N_ELEMENTS (others)];

  for (unsigned i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *name = g_strdup_printf ("event%u", i);
      describe (fixture, name, others[i]);
      fds[i] = plug_in (fixture, name);
    }
  describe (fixture, "mouse0", "80\n");
  const int mouse = plug_in (fixture, "mouse0");
  start (fixture);
  g_assert_cmpuint (steady_dial_count (fixture->dial), ==, 0);
  for (unsigned i = 0; i < G_N_ELEMENTS (others); i++)
    close (fds[i]);
  close (mouse);
}

static void
test_comes_and_goes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->devices, "event5", NULL);

  start (fixture);
  g_assert_cmpuint (steady_dial_count (fixture->dial), ==, 0);
  describe (fixture, "event5", "1 80\n"); /* the lowest word is the last */
  int fd = plug_in (fixture, "event5");
  wait_for_dials (fixture, 1);
  turn (fd, 2);
  wait_for (fixture, 1);
  g_unlink (file); /* pulled: nobody speaks at the other end */
  close (fd);
  wait_for_dials (fixture, 0);
  fd = plug_in (fixture, "event5");
  wait_for_dials (fixture, 1);
  turn (fd, 2);
  wait_for (fixture, 2);
  g_assert_cmpint (fixture->turned, ==, 4);
  close (fd);
}

/* One that may not be read yet is read when it may, and never keeps others out. */
static void
test_rights (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->devices, "event7", NULL);

  if (geteuid () == 0)
    {
      g_test_skip ("nobody can be kept from reading here");
      return;
    }
  describe (fixture, "event7", "80\n");
  const int fd = plug_in (fixture, "event7");
  g_assert_cmpint (g_chmod (file, 0200), ==, 0);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "*cannot be read*");
  start (fixture);
  g_test_assert_expected_messages ();
  g_assert_cmpint (g_chmod (file, 0600), ==, 0);
  wait_for_dials (fixture, 1);
  close (fd);
}

/* No such folder, as in most containers: there is no dial, and nothing else. */
static void
test_nothing_there (Fixture *fixture, gconstpointer data)
{
  g_rmdir (fixture->devices);
  start (fixture);
  g_assert_cmpuint (steady_dial_count (fixture->dial), ==, 0);
  steady_dial_free (NULL);
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/console/dial/turns", test_turns },
    { "/console/dial/others-are-left-alone", test_others_are_left_alone },
    { "/console/dial/comes-and-goes", test_comes_and_goes },
    { "/console/dial/rights", test_rights },
    { "/console/dial/nothing-there", test_nothing_there },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
