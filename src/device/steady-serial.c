/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-serial.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/steady-require.h"
#include "base/steady-ring.h"
#include "device/steady-driver.h"
#include "device/steady-serial-port.h"

#define BACK_OFF_FIRST (100 * STEADY_NSEC_PER_MSEC)
#define BACK_OFF_MOST  (2 * STEADY_NSEC_PER_SEC)

/* A device that does not answer for so long after the start is lost, not connecting. */
#define CONNECTING_MOST (5 * STEADY_NSEC_PER_SEC)

G_DEFINE_QUARK (steady - serial - error - quark, steady_serial_error)

enum
{
  SAMPLES_KEPT = 4096,
  COMMAND_BYTES = 1024,
  CHANNELS_MOST = 16,
  READ_SIZE = 512,
  POLL_MSEC = 100
};

typedef struct SerialDevice
{
  SteadyDevice       base;
  char              *port;
  SteadyDriver       driver;
  SteadyCaseChannel *channels;
  SteadyRing         commands;
  pthread_t          thread;
  int                wake; /* an eventfd: there is a command, or the end */
  _Atomic bool       ending;
  _Atomic int        link; /* SteadyLinkState */

  /* of the thread */
  int           fd;
  SteadyInstant started;
  SteadyInstant opened;
  SteadyInstant heard; /* the last sample that was understood */
  SteadyInstant retry; /* when to open again */
  SteadySpan    back_off;
  bool          ever_up;
  double last[CHANNELS_MOST]; /* values, to be shown greyed when the link is lost */
} SerialDevice;

static SerialDevice *
serial_of (SteadyDevice *device)
{
  return (SerialDevice *) (void *) device;
}

static void
take_sample (void *owner, const SteadySample *sample)
{
  SerialDevice *self = owner;
  self->heard = sample->t;
  for (unsigned i = 0; i < self->base.n_channels; i++)
    if (self->base.channels[i].channel == sample->channel &&
        steady_sample_usable (sample))
      self->last[i] = sample->value;
  /* A ring that is full has not been read for minutes: its reader is dead, not slow. */
  steady_ring_push (&self->base.samples, sample, sizeof *sample);
}

static void
send_bytes (void *owner, const uint8_t *bytes, size_t length)
{
  SerialDevice *self = owner;
  /* Only short questions are sent; one that does not fit is asked again or not missed.
   */
  if (self->fd >= 0 && write (self->fd, bytes, length) < 0)
    return;
}

/* Tells the engine for each channel that its source is gone, with the last value. */
static void
tell_lost (SerialDevice *self, SteadyInstant now)
{
  for (unsigned i = 0; i < self->base.n_channels; i++)
    {
      const SteadySample sample = { .t = now,
                                    .t_device = STEADY_NO_DEVICE_TIME,
                                    .value = self->last[i],
                                    .channel = self->base.channels[i].channel,
                                    .quality = STEADY_QUALITY_LINK_LOST };
      steady_ring_push (&self->base.samples, &sample, sizeof sample);
    }
}

static void
set_link (SerialDevice *self, SteadyLinkState state, SteadyInstant now)
{
  if ((SteadyLinkState) atomic_load (&self->link) == state)
    return;
  atomic_store (&self->link, (int) state);
  if (state == STEADY_LINK_LOST)
    tell_lost (self, now);
}

static void
judge_link (SerialDevice *self, SteadyInstant now)
{
  const SteadySpan quiet = self->driver.class->quiet;

  if (self->fd >= 0 && self->heard > self->opened - 1 && now - self->heard <= quiet)
    {
      self->ever_up = true;
      self->back_off = BACK_OFF_FIRST;
      set_link (self, STEADY_LINK_UP, now);
    }
  else if (self->ever_up || now - self->started > CONNECTING_MOST)
    set_link (self, STEADY_LINK_LOST, now);
}

static void
close_port (SerialDevice *self, SteadyInstant now)
{
  if (self->fd >= 0)
    steady_serial_port_close (self->fd);
  self->fd = -1;
  self->retry = now + self->back_off;
  self->back_off = MIN (2 * self->back_off, BACK_OFF_MOST);
}

static void
open_port (SerialDevice *self, SteadyInstant now)
{
  if (self->fd >= 0 || now < self->retry)
    return;
  self->fd = steady_serial_port_open (self->port, &self->driver.class->line);
  if (self->fd < 0)
    {
      close_port (self, now);
      return;
    }
  self->opened = now;
  self->heard = INT64_MIN / 2;
  self->driver.class->start (&self->driver, now);
}

static void
read_port (SerialDevice *self)
{
  uint8_t bytes[READ_SIZE];

  const ssize_t       length = read (self->fd, bytes, sizeof bytes);
  const SteadyInstant now = steady_clock_now ();
  if (length > 0)
    self->driver.class->rx (&self->driver, bytes, (size_t) length, now);
  else if (length == 0 || (errno != EAGAIN && errno != EINTR))
    close_port (self, now);
}

static void
run_commands (SerialDevice *self, SteadyInstant now)
{
  SteadyCommand command;

  while (steady_ring_pop (&self->commands, &command, sizeof command) > 0)
    if (self->fd >= 0)
      self->driver.class->command (&self->driver, &command, now);
}

static int
time_to_wait (const SerialDevice *self, SteadyInstant now, SteadyInstant due)
{
  SteadyInstant next = now + POLL_MSEC * STEADY_NSEC_PER_MSEC;

  if (self->fd < 0 && self->retry < next)
    next = self->retry;
  if (due < next)
    next = due;
  return next <= now ? 0 : (int) ((next - now) / STEADY_NSEC_PER_MSEC) + 1;
}

static void
wait_and_read (SerialDevice *self, SteadyInstant due)
{
  struct pollfd polled[2] = { { .fd = self->wake, .events = POLLIN },
                              { .fd = self->fd, .events = POLLIN } };
  uint64_t      count;

  const int wait = time_to_wait (self, steady_clock_now (), due);
  if (poll (polled, self->fd >= 0 ? 2 : 1, wait) <= 0)
    return;
  if ((polled[0].revents & POLLIN) != 0 &&
      read (self->wake, &count, sizeof count) == (ssize_t) sizeof count)
    run_commands (self, steady_clock_now ());
  if (self->fd < 0)
    return;
  if ((polled[1].revents & POLLIN) != 0)
    read_port (self);
  else if ((polled[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
    close_port (self, steady_clock_now ());
}

static void *
serial_thread (void *data)
{
  SerialDevice *self = data;

  while (!atomic_load (&self->ending))
    {
      SteadyInstant now = steady_clock_now ();
      SteadyInstant due = STEADY_INSTANT_NEVER;
      open_port (self, now);
      if (self->fd >= 0)
        due = self->driver.class->tick (&self->driver, now);
      wait_and_read (self, due);
      judge_link (self, steady_clock_now ());
    }
  if (self->fd >= 0)
    steady_serial_port_close (self->fd);
  return NULL;
}

static bool
serial_command (SteadyDevice *device, SteadyInstant now, const SteadyCommand *command)
{
  SerialDevice  *self = serial_of (device);
  const uint64_t one = 1;

  if (self->driver.class->command == NULL ||
      atomic_load (&self->link) != (int) STEADY_LINK_UP)
    return false;
  return steady_ring_push (&self->commands, command, sizeof *command) &&
         write (self->wake, &one, sizeof one) == (ssize_t) sizeof one;
}

static SteadyLinkState
serial_link (const SteadyDevice *device)
{
  const SerialDevice *self = (const SerialDevice *) (const void *) device;
  return (SteadyLinkState) atomic_load (&self->link);
}

static void
serial_free (SteadyDevice *device)
{
  SerialDevice  *self = serial_of (device);
  const uint64_t one = 1;

  atomic_store (&self->ending, true);
  if (write (self->wake, &one, sizeof one) < 0)
    steady_require (errno == EAGAIN); /* it is full: the thread wakes anyway */
  pthread_join (self->thread, NULL);
  close (self->wake);
  steady_ring_finish (&self->base.samples);
  steady_ring_finish (&self->commands);
  g_free (self->channels);
  g_free (self->port);
  g_free (self);
}

static const SteadyDeviceClass serial_class = {
  .name = "serial",
  .command = serial_command,
  .link = serial_link,
  .free = serial_free,
};

static void
describe (SerialDevice *self, const SteadyDriverClass *driver)
{
  g_snprintf (self->base.name, sizeof self->base.name, "%s", driver->name);
  self->channels = g_new0 (SteadyCaseChannel, driver->n_channels);
  for (unsigned i = 0; i < driver->n_channels; i++)
    {
      self->channels[i] = driver->channels[i];
      g_strlcpy (
          self->channels[i].source, self->base.name, sizeof self->channels[i].source);
    }
  self->base.class = &serial_class;
  self->base.channels = self->channels;
  self->base.n_channels = driver->n_channels;
}

/*
 * Attaches what speaks @driver's language on @port. The port need not exist yet.
 *
 * Thread: main.
 */
SteadyDevice *
steady_device_new_serial (const char *driver, const char *port, GError **error)
{
  const SteadyDriverClass *class = steady_driver_find (driver);

  if (class == NULL)
    {
      g_set_error (error,
                   STEADY_SERIAL_ERROR,
                   STEADY_SERIAL_ERROR_DRIVER,
                   "no driver \"%s\"; steady --list-devices names those there are",
                   driver);
      return NULL;
    }
  steady_require (class->n_channels <= CHANNELS_MOST);
  SerialDevice          *self = g_new0 (SerialDevice, 1);
  const SteadyDriverSink sink = { .owner = self,
                                  .sample = take_sample,
                                  .send = send_bytes };
  self->port = g_strdup (port);
  self->fd = -1;
  self->back_off = BACK_OFF_FIRST;
  self->started = self->retry = steady_clock_now ();
  describe (self, class);
  atomic_init (&self->link, (int) STEADY_LINK_CONNECTING);
  steady_ring_init (&self->base.samples, SAMPLES_KEPT * sizeof (SteadySample));
  steady_ring_init (&self->commands, COMMAND_BYTES);
  steady_driver_init (&self->driver, class, &sink, self->started);
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  steady_require (self->wake >= 0);
  steady_require (pthread_create (&self->thread, NULL, serial_thread, self) == 0);
  return &self->base;
}
