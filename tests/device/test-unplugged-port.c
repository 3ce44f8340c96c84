/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "device/steady-wired-device.h"
#include "steady-dialogue.h"

/*
 * Every driver on its transport, at a real port that is pulled out in every stage of
 * its dialogue and put in again. Usage: test-unplugged-port DRIVER. The device at the
 * end of the line is the driver's tape: asked what it was asked then, it answers as it
 * did.
 */
#define LIMIT                                                             \
  (60 * STEADY_NSEC_PER_SEC) /* a loaded machine must not fail what works \
                              */

enum
{
  STAGES_MOST = 8,
  CHANNELS =
      STEADY_CHANNEL_FOREIGN + 256 /* signals without a place of their own, too */
};

/* How far on the tape: @bytes of record @record; all of those before it. */
typedef struct Place
{
  guint  record;
  size_t bytes;
  bool   found;
} Place;

/* The instrument, and its cable. */
typedef struct Instrument
{
  SteadyDialogue dialogue;
  SteadyDevice  *device;
  char          *folder;
  char          *port; /* a link to the pty, as /dev/serial/by-id has them */
  int            master;
  int            slave;
  GArray        *kept;  /* the ends of those that were pulled out */
  GByteArray    *heard; /* and not yet understood */
  guint          at;    /* on the tape */
  uint64_t       gone;  /* bytes that went to the driver, of all ports */
  bool           usable[CHANNELS];
  unsigned       n_usable;
} Instrument;

static SteadyDeviceHealth
health_of (const Instrument *self)
{
  SteadyDeviceHealth health;

  g_assert_true (steady_device_health (self->device, &health));
  return health;
}

static void
plug (Instrument *self)
{
  struct termios settings;

  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->master, >=, 0);
  g_assert_cmpint (grantpt (self->master), ==, 0);
  g_assert_cmpint (unlockpt (self->master), ==, 0);
  const char *name = ptsname (self->master);
  self->slave = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->slave, >=, 0);
  g_assert_cmpint (tcgetattr (self->slave, &settings), ==, 0);
  cfmakeraw (&settings);
  g_assert_cmpint (tcsetattr (self->slave, TCSANOW, &settings), ==, 0);
  g_assert_cmpint (symlink (name, self->port), ==, 0);
  g_byte_array_set_size (self->heard, 0);
  self->at = 0;
}

/* The end that is kept keeps its number from being given to another test that runs now:
 * a driver that stood still while it opened this one would have that one's port. */
static void
unplug (Instrument *self)
{
  g_assert_cmpint (g_unlink (self->port), ==, 0);
  g_array_append_val (self->kept, self->slave);
  close (self->master);
}

/* ---- what it says ---- */

static void
say (Instrument *self, const uint8_t *bytes, size_t length)
{
  for (size_t done = 0; done < length;)
    {
      const ssize_t n = write (self->master, bytes + done, length - done);
      g_assert_cmpint (n, >, 0);
      done += (size_t) n;
    }
  self->gone += length;
}

/* Says what stands on the tape until it is the driver's turn; true at @end. */
static bool
go_on (Instrument *self, const Place *end)
{
  for (; self->at + 1 < self->dialogue.records->len; self->at++)
    {
      const SteadyTapeRecord *record = steady_dialogue_at (&self->dialogue, self->at);
      if (end->found && self->at > end->record)
        return true;
      if (record->kind == STEADY_TAPE_SENT)
        return false;
      if (record->kind == STEADY_TAPE_CAME)
        say (self,
             record->bytes,
             end->found && self->at == end->record ? end->bytes : record->length);
    }
  return true;
}

/* The driver said something: where on the tape it did so. What is not on it, as a
 * command, stays unanswered. */
static bool
understand (Instrument *self)
{
  const size_t length = steady_dialogue_find (
      &self->dialogue, self->heard->data, self->heard->len, 0, &self->at);

  if (length == 0)
    return false;
  g_byte_array_remove_range (self->heard, 0, (guint) length);
  return true;
}

static void
listen_to (Instrument *self)
{
  struct pollfd polled = { .fd = self->master, .events = POLLIN };
  uint8_t       bytes[4096];

  if (poll (&polled, 1, 5) <= 0 || (polled.revents & POLLIN) == 0)
    return;
  const ssize_t n = read (self->master, bytes, sizeof bytes);
  if (n > 0)
    g_byte_array_append (self->heard, bytes, (guint) n);
}

/* ---- what the engine gets ---- */

/* Gives how many samples came that can be used. */
static unsigned
take_samples (Instrument *self)
{
  SteadySample sample;
  unsigned     n = 0;

  while (steady_device_next_sample (self->device, &sample))
    {
      g_assert_cmpuint (sample.channel, <, CHANNELS);
      self->usable[sample.channel] = steady_sample_usable (&sample);
      n += steady_sample_usable (&sample);
    }
  self->n_usable += n;
  return n;
}

static void
wait_link (Instrument *self, SteadyLinkState state)
{
  const SteadyInstant limit = steady_clock_now () + LIMIT;

  while (self->device->class->link (self->device) != state)
    {
      g_assert_cmpint (steady_clock_now (), <, limit);
      g_usleep (2000);
    }
}

/* From the plug to @end, or, where there is none, until a value came. */
static void
converse (Instrument *self, uint64_t openings, const Place *end)
{
  const SteadyInstant limit = steady_clock_now () + LIMIT;
  const unsigned      before = self->n_usable;

  while (health_of (self).openings <= openings)
    {
      g_assert_cmpint (steady_clock_now (), <, limit);
      g_usleep (2000);
    }
  bool there = end->found && end->record == 0;
  while (!there)
    {
      if (steady_clock_now () > limit)
        g_error ("%u bytes were said that are not on the tape, and then nothing",
                 self->heard->len);
      there = go_on (self, end);
      if (there)
        break;
      listen_to (self);
      if (understand (self))
        {
          there = end->found && self->at >= end->record;
          self->at++;
        }
      take_samples (self);
      there = there || (!end->found && self->n_usable > before);
    }
  while (health_of (self).bytes < self->gone)
    {
      g_assert_cmpint (steady_clock_now (), <, limit);
      g_usleep (1000);
    }
}

/* ---- the cut ---- */

/* What is told just before the cable is out, which nobody must hear later. */
static void
command_in_vain (Instrument *self, unsigned turn)
{
  if (self->device->n_controls == 0)
    return;
  const SteadyDeviceControl *control =
      &self->device->controls[turn % self->device->n_controls];
  const SteadyCommand command = { .id = turn + 1,
                                  .control = control->control,
                                  .value = (control->low + control->high) / 2 };
  self->device->class->command (self->device, 0, &command);
}

static void
assert_lost (Instrument *self)
{
  wait_link (self, STEADY_LINK_LOST);
  take_samples (self);
  for (unsigned i = 0; i < CHANNELS; i++)
    g_assert_false (self->usable[i]); /* each was told that its source is gone */
  command_in_vain (self, 0);          /* refused, or forgotten */
  g_usleep (50000);
  g_assert_cmpuint (take_samples (self), ==, 0);
}

/* Finds for each stage the first place on the tape at which the driver is in it. */
static void
find_stages (const Instrument *self, Place *places)
{
  SteadyDriverBench *bench = steady_dialogue_bench (&self->dialogue);

  for (guint i = 0; i + 1 < self->dialogue.records->len; i++)
    {
      const SteadyTapeRecord *record = steady_dialogue_at (&self->dialogue, i);
      const bool              came = record->kind == STEADY_TAPE_CAME;
      for (size_t at = 0; at < (came ? record->length : 1); at++)
        {
          if (came)
            steady_driver_bench_rx (bench, record->bytes + at, 1, record->t);
          else
            steady_driver_bench_play (bench, record);
          Place *place = &places[bench->driver.class->stage (&bench->driver)];
          if (!place->found)
            *place = (Place){ i, at + 1, true };
        }
    }
  steady_driver_bench_free (bench);
}

/* Out and in again at @place; from there out once more, and in for good. */
static void
cut_at (Instrument *self, const Place *place, unsigned turn)
{
  const Place nowhere = { .found = false };
  const Place ends[] = { *place, nowhere };

  for (unsigned i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const uint64_t openings = health_of (self).openings;
      command_in_vain (self, turn + i);
      unplug (self);
      assert_lost (self);
      plug (self);
      converse (self, openings, &ends[i]);
    }
  wait_link (self, STEADY_LINK_UP);
}

static void
cut_in_stages (Instrument *self)
{
  Place            places[STAGES_MOST] = { 0 };
  const Place      nowhere = { .found = false };
  g_autofree char *named = NULL;

  find_stages (self, places);
  plug (self);
  converse (self, 0, &nowhere);
  wait_link (self, STEADY_LINK_UP);
  for (unsigned i = 0; i < STAGES_MOST; i++)
    {
      if (!places[i].found)
        continue;
      cut_at (self, &places[i], i);
      g_test_message ("cut at record %u, byte %zu", places[i].record, places[i].bytes);
      /* who it is it may tell later than its first value */
      g_autofree char *identity = g_strdup (health_of (self).identity);
      if (named != NULL)
        g_assert_cmpstr (identity, ==, named);
      if (identity[0] != '\0')
        {
          g_free (named);
          named = g_steal_pointer (&identity);
        }
    }
  while (self->heard->len > 0)
    g_assert_true (understand (self)); /* nothing that is not on the tape */
  g_assert_cmpuint (health_of (self).breaches, ==, 0);
  unplug (self);
}

static void
attach (Instrument *self)
{
  static const SteadySerialLine line = {
    .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1
  };
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("steady-unplugged-XXXXXX", NULL);
  self->port = g_build_filename (self->folder, "port", NULL);
  self->heard = g_byte_array_new ();
  self->kept = g_array_new (FALSE, FALSE, sizeof (int));
  const SteadyWiring wiring = { .driver = steady_tape_driver (self->dialogue.tape),
                                .port = self->port,
                                .line = &line,
                                .settings = steady_tape_settings (self->dialogue.tape),
                                .commands = true };
  self->device = steady_device_new_wired (&wiring, &error);
  g_assert_no_error (error);
}

static void
test_driver (gconstpointer data)
{
  g_autofree char *folder = steady_dialogue_folder ();
  g_autofree char *name = g_strconcat (data, ".tape", NULL);
  g_autofree char *file = g_build_filename (folder, name, NULL);
  Instrument       self = { .dialogue = steady_dialogue_load (file) };

  attach (&self);
  cut_in_stages (&self);
  steady_device_free (self.device);
  g_rmdir (self.folder);
  g_free (self.folder);
  g_free (self.port);
  g_byte_array_unref (self.heard);
  for (guint i = 0; i < self.kept->len; i++)
    close (g_array_index (self.kept, int, i));
  g_array_unref (self.kept);
  steady_dialogue_finish (&self.dialogue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    {
      g_printerr ("usage: test-unplugged-port TAPE\n");
      return 2;
    }
  g_autofree char *path = g_strdup_printf ("/device/unplugged-port/%s", argv[1]);
  g_test_add_data_func (path, argv[1], test_driver);
  return g_test_run ();
}
