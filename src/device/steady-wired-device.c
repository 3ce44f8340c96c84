/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-wired-device.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/steady-require.h"
#include "base/steady-ring.h"
#include "device/steady-clock-offset.h"
#include "device/steady-driver-guard.h"
#include "device/steady-placement.h"
#include "device/steady-port.h"
#include "device/steady-tape.h"

#define BACK_OFF_FIRST (100 * STEADY_NSEC_PER_MSEC)
#define BACK_OFF_MOST  (2 * STEADY_NSEC_PER_SEC)

/* The longest way of a value is remembered for so long. */
#define SLOW_KEPT STEADY_NSEC_PER_SEC

/* The thread turns at least so often; a turn that took longer was late by itself. */
#define TURN_MOST (2 * POLL_MSEC * STEADY_NSEC_PER_MSEC)

/* A device that does not answer for so long after the start is lost, not connecting. */
#define CONNECTING_MOST (5 * STEADY_NSEC_PER_SEC)

enum
{
  SAMPLES_KEPT = 16384,
  COMMANDS = 24, /* more than the ring of them holds */
  COMMAND_BYTES = 1024,
  RESULT_BYTES = 8192,
  READ_SIZE = STEADY_DRIVER_MESSAGE,
  READS_MOST = 64, /* before the thread looks at anything else: a flooded line */
  POLL_MSEC = 100,
  TAPES_MOST = 99 /* of one name */
};

/*
 * A device at the end of a cable or a network, read by a thread of its own. It need not
 * be there yet: the thread opens its port when it appears and again after each loss,
 * with a pause that grows from 0.1 to 2 s, and never gives up.
 */
typedef struct WiredDevice
{
  SteadyDevice        base;
  SteadyPort          port;
  SteadySerialLine    line;
  SteadyDriver        driver;
  SteadyDriverGuard   guard;
  SteadyPlacement     placement;
  SteadyDeviceControl controls[STEADY_DRIVER_CONTROLS];
  SteadyDevicePace    paces[STEADY_DRIVER_CONTROLS];
  SteadyRing          commands;
  pthread_t           thread;
  int                 wake; /* an eventfd: there is a command, or the end */
  _Atomic bool        ending;
  _Atomic int         link;                        /* SteadyLinkState */
  _Atomic uint64_t    refused[STEADY_CONTROL_MAX]; /* ids, for the gate */

  pthread_mutex_t telling; /* around what the Devices page asks for; never the tick */
  SteadyDeviceHealth told;
  SteadyTapeWriter  *next_tape; /* begins at the next turn */
  bool               end_tape;

  /* as the site says it */
  char                 where[256];
  char                 place[128];
  SteadyDriverSettings settings;

  /* of the thread */
  SteadyTapeWriter  *tape;
  SteadyDeviceHealth health;
  SteadyClockOffset  offset;
  int                fd;
  SteadyInstant      started;
  SteadyInstant      opened;
  SteadyInstant      heard;  /* the last frame that was understood */
  SteadySpan         late;   /* of our own turns since then, which is not its silence */
  SteadyInstant      turned; /* when the link was judged last */
  SteadyInstant      retry;  /* when to open again */
  SteadyInstant      due;    /* when the driver wants to be called */
  SteadySpan         back_off;
  bool               ever_up;
  SteadyInstant      asked;      /* something was sent and nothing heard since; 0: no */
  SteadyInstant      slow_since; /* of the longest way that is remembered */
  double             last[STEADY_DRIVER_SIGNALS]; /* to be shown greyed when lost */
} WiredDevice;

static WiredDevice *
wired_of (SteadyDevice *device)
{
  return (WiredDevice *) (void *) device;
}

static void
tape (WiredDevice   *self,
      SteadyInstant  t,
      SteadyTapeKind kind,
      const uint8_t *bytes,
      size_t         length)
{
  if (self->tape != NULL)
    steady_tape_writer_put (self->tape, t, kind, bytes, length);
}

static void
push_sample (WiredDevice *self, const SteadySample *sample)
{
  /* A ring that is full has not been read for minutes: its reader is dead, not slow. */
  if (!steady_ring_push (&self->base.samples, sample, sizeof *sample))
    self->health.dropped++;
}

static void
take_value (void *owner, const SteadyDriverValue *told)
{
  WiredDevice      *self = owner;
  SteadyDriverValue value = *told;

  if (!steady_driver_guard_value (&self->guard, &value))
    return;
  self->health.values++;
  if (value.t_device != STEADY_NO_DEVICE_TIME)
    steady_clock_offset_put (&self->offset, value.t, value.t_device);
  const SteadySample sample = { .t = value.t,
                                .t_device = value.t_device,
                                .value = value.value,
                                .channel = self->placement.channel_of[value.signal],
                                .quality = value.quality };
  if (steady_sample_usable (&sample))
    self->last[value.signal] = value.value;
  if (sample.channel != STEADY_CHANNEL_NONE)
    push_sample (self, &sample);
}

static void
send_bytes (void *owner, const uint8_t *bytes, size_t length)
{
  WiredDevice *self = owner;

  if (self->fd < 0 || !steady_driver_guard_send (&self->guard, length))
    return;
  tape (self, self->guard.call, STEADY_TAPE_SENT, bytes, length);
  if (self->asked == 0)
    self->asked = self->guard.call;
  /* Messages are short; one that does not fit is asked again by its driver in time. */
  if (write (self->fd, bytes, length) != (ssize_t) length)
    self->health.dropped++;
}

static void
take_identity (void *owner, const char *text)
{
  WiredDevice *self = owner;
  g_strlcpy (self->health.identity, text, sizeof self->health.identity);
}

/* The engine gives it to the people, who say whose it is. */
static void
take_result (void *owner, const SteadyLaboratoryResult *result)
{
  WiredDevice *self = owner;

  if (!steady_ring_push (&self->base.results, result, sizeof *result))
    self->health.dropped++;
}

/* Tells the engine for each channel that its source is gone, with the last value. */
static void
tell_lost (WiredDevice *self, SteadyInstant now)
{
  for (unsigned i = 0; i < self->placement.n_channels; i++)
    {
      const SteadySample sample = { .t = now,
                                    .t_device = STEADY_NO_DEVICE_TIME,
                                    .value = self->last[self->placement.signal_of[i]],
                                    .channel = self->placement.channels[i].channel,
                                    .quality = STEADY_QUALITY_LINK_LOST };
      push_sample (self, &sample);
    }
}

/* Whoever sees that the link is lost finds that told of each channel too: it was told
 * first, however long this thread stands still in between. */
static void
set_link (WiredDevice *self, SteadyLinkState state, SteadyInstant now)
{
  if ((SteadyLinkState) atomic_load (&self->link) == state)
    return;
  if (state == STEADY_LINK_LOST)
    tell_lost (self, now);
  atomic_store (&self->link, (int) state);
}

/*
 * A machine that is overloaded asks late and reads late: that is not the silence of the
 * device. It is passed over for as long again as the device may be silent, and not
 * longer; how old each value is the engine judges by itself.
 */
static void
excuse_own_lateness (WiredDevice *self, SteadyInstant now)
{
  const SteadySpan turn = now - self->turned;

  if (self->turned != 0 && turn > TURN_MOST)
    self->late = MIN (self->late + turn - TURN_MOST, MAX (self->driver.quiet, 0));
  self->turned = now;
}

static void
judge_link (WiredDevice *self, SteadyInstant now)
{
  const SteadySpan quiet = self->driver.quiet;

  excuse_own_lateness (self, now);
  const bool talks = quiet <= 0 || (self->heard >= self->opened &&
                                    now - self->heard - self->late <= quiet);

  /* who only calls now and then is not gone between two calls */
  const bool open = self->fd >= 0 || (quiet <= 0 && self->port.listener >= 0);
  if (open && talks)
    {
      self->ever_up = true;
      self->back_off = BACK_OFF_FIRST;
      set_link (self, STEADY_LINK_UP, now);
    }
  else if (self->ever_up || now - self->started > CONNECTING_MOST)
    set_link (self, STEADY_LINK_LOST, now);
}

static void
close_port (WiredDevice *self, SteadyInstant now)
{
  if (self->fd >= 0)
    {
      steady_port_close (&self->port, self->fd);
      tape (self, now, STEADY_TAPE_CLOSED, NULL, 0);
    }
  self->fd = -1;
  self->due = STEADY_INSTANT_NEVER;
  self->retry = now + self->back_off;
  self->back_off = MIN (2 * self->back_off, BACK_OFF_MOST);
}

static void
call_tick (WiredDevice *self, SteadyInstant now)
{
  steady_driver_guard_enter (&self->guard, now);
  self->due = steady_driver_guard_due (&self->guard,
                                       self->driver.class->tick (&self->driver, now));
}

static void
open_port (WiredDevice *self)
{
  self->fd = steady_port_open (&self->port, &self->line, self->wake);
  const SteadyInstant now = steady_clock_now ();
  if (self->fd < 0)
    {
      close_port (self, now);
      return;
    }
  self->health.openings++;
  self->opened = now;
  self->heard = INT64_MIN / 2;
  self->late = 0;
  tape (self, now, STEADY_TAPE_OPENED, NULL, 0);
  steady_driver_guard_enter (&self->guard, now);
  self->driver.class->start (&self->driver, now);
  self->due = now; /* its first question */
}

/* A frame was understood: notes how long its question and its way to the ring took. */
static void
hear (WiredDevice *self, SteadyInstant now)
{
  const SteadyInstant done = steady_clock_now ();

  self->heard = now;
  self->late = 0;
  if (self->asked != 0)
    self->health.answered = MAX (now - self->asked, 1);
  self->asked = 0;
  if (done - now >= self->health.handled || done - self->slow_since > SLOW_KEPT)
    {
      self->health.handled = done - now;
      self->slow_since = done;
    }
}

/*
 * Whether more may be waiting. Nothing to read is the end of a port where poll () said
 * that there was something, and only there: a serial line gives it for silence too.
 */
static bool
read_port (WiredDevice *self, bool told)
{
  uint8_t bytes[READ_SIZE];

  const ssize_t       length = read (self->fd, bytes, sizeof bytes);
  const SteadyInstant now = steady_clock_now ();
  if (length > 0)
    {
      self->health.bytes += (uint64_t) length;
      tape (self, now, STEADY_TAPE_CAME, bytes, (size_t) length);
      steady_driver_guard_enter (&self->guard, now);
      const uint64_t frames = self->driver.frames;
      self->driver.class->rx (&self->driver, bytes, (size_t) length, now);
      if (self->driver.frames != frames)
        hear (self, now);
      /* what was heard may change when the driver wants to speak */
      tape (self, now, STEADY_TAPE_DUE, NULL, 0);
      call_tick (self, now);
      return true;
    }
  if (self->port.link == STEADY_DRIVER_UDP && length < 0)
    return false; /* nobody listens yet: asked again when due */
  if (length == 0 ? told : errno != EAGAIN && errno != EINTR)
    close_port (self, now);
  return false;
}

/* What the driver refuses, or what finds the port closed, was never sent: the gate need
 * not wait for a read-back to know. */
static void
run_command (WiredDevice *self, const SteadyCommand *command, SteadyInstant now)
{
  bool taken = false;

  steady_driver_guard_enter (&self->guard, now);
  if (self->fd >= 0)
    taken = self->driver.class->command (&self->driver, command, now);
  if (taken)
    call_tick (self, now);
  else
    atomic_store (&self->refused[command->control], command->id);
}

/* A stop goes before whatever waits with it, and that is never sent. */
static void
run_commands (WiredDevice *self, SteadyInstant now)
{
  SteadyCommand commands[COMMANDS];
  unsigned      n = 0, stops = 0;

  while (n < COMMANDS &&
         steady_ring_pop (&self->commands, &commands[n], sizeof commands[n]) > 0)
    n++;
  for (unsigned i = 0; i < n; i++)
    if (steady_command_is_stop (&commands[i]))
      {
        run_command (self, &commands[i], now);
        stops = i + 1;
      }
  for (unsigned i = 0; i < n; i++)
    if (steady_command_is_stop (&commands[i]))
      continue;
    else if (i < stops)
      atomic_store (&self->refused[commands[i].control], commands[i].id);
    else
      run_command (self, &commands[i], now);
}

static int
time_to_wait (const WiredDevice *self, SteadyInstant now)
{
  SteadyInstant next = now + POLL_MSEC * STEADY_NSEC_PER_MSEC;

  if (self->fd < 0 && self->retry < next)
    next = self->retry;
  if (self->fd >= 0 && self->due < next)
    next = self->due;
  return next <= now ? 0 : (int) ((next - now) / STEADY_NSEC_PER_MSEC) + 1;
}

static void
wait_and_read (WiredDevice *self)
{
  struct pollfd polled[2] = { { .fd = self->wake, .events = POLLIN },
                              { .fd = self->fd, .events = POLLIN } };
  uint64_t      count;
  unsigned      reads = 0;

  const int wait = time_to_wait (self, steady_clock_now ());
  if (poll (polled, self->fd >= 0 ? 2 : 1, wait) <= 0)
    return;
  if ((polled[0].revents & POLLIN) != 0 &&
      read (self->wake, &count, sizeof count) == (ssize_t) sizeof count)
    run_commands (self, steady_clock_now ());
  if (self->fd < 0)
    return;
  if ((polled[1].revents & POLLIN) != 0)
    while (reads < READS_MOST && read_port (self, reads == 0))
      reads++;
  else if ((polled[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0 &&
           !read_port (self, true) && self->fd >= 0 &&
           self->port.link != STEADY_DRIVER_UDP)
    close_port (self, steady_clock_now ());
}

/* A tape that begins in the middle of a dialogue says that the port is open. */
static void
follow_tape (WiredDevice *self, SteadyInstant now)
{
  if (!self->end_tape && self->next_tape == NULL)
    return;
  steady_tape_writer_free (self->tape);
  self->tape = g_steal_pointer (&self->next_tape);
  self->end_tape = false;
  if (self->fd >= 0)
    tape (self, now, STEADY_TAPE_OPENED, NULL, 0);
}

static void
tell_health (WiredDevice *self, SteadyInstant now)
{
  SteadyDeviceHealth *health = &self->health;

  health->link = (SteadyLinkState) atomic_load (&self->link);
  health->frames = self->driver.frames;
  health->faults = self->driver.faults;
  health->breaches = self->guard.breaches;
  health->heard = self->heard > INT64_MIN / 2 ? self->heard : health->heard;
  health->has_offset =
      steady_clock_offset_get (&self->offset, now, &health->clock_offset);
  health->taping = self->tape != NULL && !steady_tape_writer_ended (self->tape);
  pthread_mutex_lock (&self->telling);
  self->told = *health;
  follow_tape (self, now);
  pthread_mutex_unlock (&self->telling);
}

static void
take_leave (WiredDevice *self)
{
  const SteadyInstant now = steady_clock_now ();

  if (self->fd < 0)
    return;
  steady_driver_guard_enter (&self->guard, now);
  if (self->driver.class->stop != NULL)
    self->driver.class->stop (&self->driver, now);
  close_port (self, now);
}

static void *
wired_thread (void *data)
{
  WiredDevice *self = data;

  while (!atomic_load (&self->ending))
    {
      const SteadyInstant now = steady_clock_now ();
      if (self->fd < 0 && now >= self->retry)
        open_port (self);
      if (self->fd >= 0 && now >= self->due)
        {
          tape (self, now, STEADY_TAPE_DUE, NULL, 0);
          call_tick (self, now);
        }
      wait_and_read (self);
      judge_link (self, steady_clock_now ());
      tell_health (self, steady_clock_now ());
    }
  take_leave (self);
  return NULL;
}

static bool
wired_command (SteadyDevice *device, SteadyInstant now, const SteadyCommand *command)
{
  WiredDevice   *self = wired_of (device);
  const uint64_t one = 1;

  if (self->base.n_controls == 0 || command->control >= STEADY_CONTROL_MAX)
    return false;
  /* who does not answer may still hear: a stop is tried, whatever the link */
  if (atomic_load (&self->link) != (int) STEADY_LINK_UP &&
      !steady_command_is_stop (command))
    return false;
  if (!steady_ring_push (&self->commands, command, sizeof *command))
    return false;
  if (write (self->wake, &one, sizeof one) < 0)
    steady_require (errno == EAGAIN); /* it is full: the thread wakes anyway */
  return true;
}

static uint64_t
wired_refused (const SteadyDevice *device, uint16_t control)
{
  const WiredDevice *self = (const WiredDevice *) (const void *) device;
  return control < STEADY_CONTROL_MAX ? atomic_load (&self->refused[control]) : 0;
}

static SteadyLinkState
wired_link (const SteadyDevice *device)
{
  const WiredDevice *self = (const WiredDevice *) (const void *) device;
  return (SteadyLinkState) atomic_load (&self->link);
}

static void
wired_finish (WiredDevice *self)
{
  steady_port_finish (&self->port);
  close (self->wake);
  steady_ring_finish (&self->base.samples);
  steady_ring_finish (&self->base.results);
  steady_ring_finish (&self->commands);
  steady_tape_writer_free (self->tape);
  steady_tape_writer_free (self->next_tape);
  steady_driver_settings_finish (&self->settings);
  steady_driver_finish (&self->driver);
  pthread_mutex_destroy (&self->telling);
  g_free (self);
}

static void
wired_free (SteadyDevice *device)
{
  WiredDevice   *self = wired_of (device);
  const uint64_t one = 1;

  atomic_store (&self->ending, true);
  if (write (self->wake, &one, sizeof one) < 0)
    steady_require (errno == EAGAIN); /* it is full: the thread wakes anyway */
  pthread_join (self->thread, NULL);
  wired_finish (self);
}

static const SteadyDeviceClass wired_class = {
  .name = "wired",
  .command = wired_command,
  .refused = wired_refused,
  .link = wired_link,
  .free = wired_free,
};

/* The read-back of a control is the channel that its signal feeds. */
static void
describe_controls (WiredDevice *self)
{
  for (unsigned i = 0; i < self->driver.n_controls; i++)
    {
      const SteadyDriverControl *from = &self->driver.controls[i];
      self->controls[i] = (SteadyDeviceControl){
        .control = from->control,
        .readback = self->placement.channel_of[from->readback],
        .low = from->low,
        .high = from->high,
        .step = from->step,
        .tolerance = from->tolerance,
        .answer_time = from->answer_time,
      };
      self->paces[i] = (SteadyDevicePace){ .most_step = from->most_step,
                                           .slew_per_s = from->slew_per_s,
                                           .interval = from->interval };
    }
  self->base.controls = self->controls;
  self->base.paces = self->paces;
  self->base.n_controls = self->driver.n_controls;
}

static void
describe (WiredDevice *self, const SteadyWiring *wiring)
{
  g_strlcpy (self->base.name, wiring->driver, sizeof self->base.name);
  g_strlcpy (self->where, wiring->port, sizeof self->where);
  if (wiring->settings != NULL)
    steady_driver_settings_copy (&self->settings, wiring->settings);
  if (wiring->place != NULL)
    g_strlcpy (self->place, wiring->place, sizeof self->place);
  self->base.class = &wired_class;
  self->base.channels = self->placement.channels;
  self->base.stale = self->placement.stale;
  self->base.n_channels = self->placement.n_channels;
  if (wiring->commands)
    describe_controls (self);
  self->base.arming = self->base.n_controls > 0;
}

/* Goes on beside an earlier tape, as after a restart: nothing recorded is lost. */
static bool
open_tape (WiredDevice *self, const SteadyWiring *wiring, GError **error)
{
  for (unsigned i = 1; i <= TAPES_MOST && self->tape == NULL; i++)
    {
      g_autofree char *next = g_strdup_printf ("%s.%u", wiring->tape, i);
      g_clear_error (error);
      self->tape = steady_tape_writer_new (i == 1 ? wiring->tape : next,
                                           self->driver.class->name,
                                           self->port.link,
                                           wiring->settings,
                                           error);
      if (self->tape == NULL && error != NULL &&
          !g_error_matches (*error, STEADY_TAPE_ERROR, STEADY_TAPE_ERROR_EXISTS))
        return false;
    }
  return self->tape != NULL;
}

static bool
set_up (WiredDevice        *self,
        const SteadyWiring *wiring,
        const SteadyDriverClass *class,
        GError **error)
{
  const SteadyDriverSink sink = { .owner = self,
                                  .value = take_value,
                                  .send = send_bytes,
                                  .identity = take_identity,
                                  .result = take_result };

  steady_driver_guard_init (&self->guard, &self->driver);
  steady_driver_guard_enter (&self->guard, self->started);
  if (!steady_port_parse (&self->port, wiring->port, class, error))
    return false;
  SteadyDriverSettings settings = { .n = 0 };
  if (wiring->settings != NULL)
    settings = *wiring->settings; /* borrowed; only the link is ours */
  settings.link = self->port.link;
  if (!steady_driver_init (
          &self->driver, class, &settings, &sink, self->started, error))
    return false;
  if (self->port.link == STEADY_DRIVER_SERIAL && self->line.baud == 0)
    {
      g_set_error (
          error,
          STEADY_DRIVER_ERROR,
          STEADY_DRIVER_ERROR_PORT,
          "the speed of a %s's line is not known here; say in the site file how "
          "it is set: \"line\": {\"baud\": …}",
          class->name);
      return false;
    }
  if (!steady_placement_make (&self->placement, &self->driver, wiring, error))
    return false;
  if (wiring->tape != NULL && !open_tape (self, wiring, error))
    return false;
  describe (self, wiring);
  return true;
}

/*
 * Attaches what @wiring says. The port need not exist yet. What a rig can be told to do
 * is offered only where the site asks for it.
 *
 * Thread: main.
 */
SteadyDevice *
steady_device_new_wired (const SteadyWiring *wiring, GError **error)
{
  const SteadyDriverClass *class = steady_driver_find (wiring->driver);

  if (class == NULL)
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_UNKNOWN,
                   "no driver \"%s\"; steady --list-devices names those there are",
                   wiring->driver);
      return NULL;
    }
  WiredDevice *self = g_new0 (WiredDevice, 1);
  self->fd = -1;
  self->port.listener = -1;
  self->driver.class = class;
  self->line = wiring->line != NULL ? *wiring->line : class->line;
  self->back_off = BACK_OFF_FIRST;
  self->started = self->retry = steady_clock_now ();
  self->due = STEADY_INSTANT_NEVER;
  self->health.heard = INT64_MIN;
  atomic_init (&self->link, (int) STEADY_LINK_CONNECTING);
  pthread_mutex_init (&self->telling, NULL);
  steady_ring_init (&self->base.samples, SAMPLES_KEPT * sizeof (SteadySample));
  steady_ring_init (&self->base.results, RESULT_BYTES);
  steady_ring_init (&self->commands, COMMAND_BYTES);
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  steady_require (self->wake >= 0);
  if (!set_up (self, wiring, class, error))
    {
      wired_finish (self);
      return NULL;
    }
  self->told = self->health;
  steady_require (pthread_create (&self->thread, NULL, wired_thread, self) == 0);
  return &self->base;
}

/*
 * How a wired device does; false for any other one.
 *
 * Thread: any but the tick (it locks).
 */
bool
steady_device_health (const SteadyDevice *device, SteadyDeviceHealth *ret_health)
{
  WiredDevice *self = wired_of ((SteadyDevice *) (void *) device);

  if (device->class != &wired_class)
    return false;
  pthread_mutex_lock (&self->telling);
  *ret_health = self->told;
  pthread_mutex_unlock (&self->telling);
  return true;
}

/*
 * What a wired device is; false for any other one.
 *
 * Thread: any; nothing of it changes while the device lives.
 */
bool
steady_device_about (const SteadyDevice *device, SteadyDeviceAbout *ret_about)
{
  const WiredDevice *self = (const WiredDevice *) (const void *) device;

  if (device->class != &wired_class)
    return false;
  *ret_about = (SteadyDeviceAbout){ .driver = &self->driver,
                                    .placement = &self->placement,
                                    .port = self->where,
                                    .place = self->place };
  return true;
}

/*
 * Begins a tape in the new @file, or ends the one that runs where @file is NULL. It
 * takes effect within a turn of the device's thread. A tape that is begun in the middle
 * plays as if the device had just been plugged in.
 *
 * Thread: any but the tick and the device's; touches a file and locks.
 */
bool
steady_device_tape (SteadyDevice *device, const char *file, GError **error)
{
  WiredDevice      *self = wired_of (device);
  SteadyTapeWriter *writer = NULL;

  if (device->class != &wired_class)
    {
      g_set_error (error,
                   STEADY_TAPE_ERROR,
                   STEADY_TAPE_ERROR_OPEN,
                   "%s: has no line of which a tape could be made",
                   device->name);
      return false;
    }
  if (file != NULL)
    {
      writer = steady_tape_writer_new (
          file, self->driver.class->name, self->port.link, &self->settings, error);
      if (writer == NULL)
        return false;
    }
  pthread_mutex_lock (&self->telling);
  steady_tape_writer_free (self->next_tape);
  self->next_tape = writer;
  self->end_tape = writer == NULL;
  pthread_mutex_unlock (&self->telling);
  return true;
}
