/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-found.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/steady-serial-port.h"

/* An instrument answers a question within this. [GK] */
#define ANSWER (800 * STEADY_NSEC_PER_MSEC)
/* Added to what a driver says of how often its device speaks. */
#define GRACE (500 * STEADY_NSEC_PER_MSEC)

enum
{
  HEARD_MOST = 8192,
  POLL_MSEC = 100,
  QUESTION_MOST = 256
};

/* What came over one port so far, at one setting of its line. */
typedef struct Ear
{
  int                fd;
  const atomic_bool *cancel;
  size_t             length;
  bool               broken; /* the port went away */
  uint8_t            bytes[HEARD_MOST];
} Ear;

/* Adds the ports that @pattern names and no earlier pattern led to. */
static unsigned
scan_pattern (const char *pattern, SteadyFound *found, unsigned n, unsigned size)
{
  glob_t globbed;
  char   device[PATH_MAX];

  if (glob (pattern, 0, NULL, &globbed) == 0)
    for (size_t i = 0; i < globbed.gl_pathc && n < size; i++)
      {
        bool known = realpath (globbed.gl_pathv[i], device) == NULL ||
                     strlen (device) >= STEADY_FOUND_PATH ||
                     strlen (globbed.gl_pathv[i]) >= STEADY_FOUND_PATH;
        for (unsigned k = 0; k < n && !known; k++)
          known = strcmp (found[k].device, device) == 0;
        if (known)
          continue;
        found[n] = (SteadyFound){ .state = STEADY_FOUND_NEW };
        g_strlcpy (found[n].port, globbed.gl_pathv[i], sizeof found[n].port);
        g_strlcpy (found[n].device, device, sizeof found[n].device);
        n++;
      }
  globfree (&globbed);
  return n;
}

/*
 * The serial ports that are there now, by the names that stay when cables are moved
 * where there are such. The environment may name another folder to look in, for
 * emulated devices: STEADY_SERIAL_DIR.
 *
 * Thread: any but the tick.
 */
unsigned
steady_found_scan (SteadyFound *ret_found, unsigned size)
{
  static const char *const patterns[] = { "/dev/serial/by-id/*",
                                          "/dev/ttyUSB*",
                                          "/dev/ttyACM*" };
  const char              *folder = g_getenv ("STEADY_SERIAL_DIR");
  unsigned                 n = 0;

  if (folder != NULL)
    {
      g_autofree char *pattern = g_build_filename (folder, "*", NULL);
      return scan_pattern (pattern, ret_found, 0, size);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (patterns); i++)
    n = scan_pattern (patterns[i], ret_found, n, size);
  return n;
}

static bool
is_cancelled (const Ear *ear)
{
  return ear->cancel != NULL && atomic_load (ear->cancel);
}

/* Takes what is there; false when the port has gone away. */
static bool
hear (Ear *ear)
{
  while (ear->length < HEARD_MOST)
    {
      const ssize_t n =
          read (ear->fd, ear->bytes + ear->length, HEARD_MOST - ear->length);
      if (n <= 0)
        return n == 0 || errno == EAGAIN || errno == EINTR;
      ear->length += (size_t) n;
    }
  return true;
}

static bool
same_line (const SteadySerialLine *a, const SteadySerialLine *b)
{
  return a->baud == b->baud && a->data_bits == b->data_bits && a->parity == b->parity &&
         a->stop_bits == b->stop_bits;
}

static bool
has_line (const SteadyDriverClass *driver)
{
  return (driver->links & STEADY_DRIVER_SERIAL) != 0 && driver->line.baud != 0;
}

static void
ignore_value (void *owner, const SteadyDriverValue *value)
{
}

static void
ignore_bytes (void *owner, const uint8_t *bytes, size_t length)
{
}

static void
take_identity (void *owner, const char *text)
{
  SteadyFound *self = owner;
  g_strlcpy (self->identity, text, sizeof self->identity);
}

/* What was heard may hold who the device is; nothing is sent to ask for it. */
static void
identify (SteadyFound *self, const SteadyDriverClass *class, const Ear *ear)
{
  const SteadyDriverSink   sink = { .owner = self,
                                    .value = ignore_value,
                                    .send = ignore_bytes,
                                    .identity = take_identity };
  g_autofree SteadyDriver *driver = g_new0 (SteadyDriver, 1);

  self->state = STEADY_FOUND_KNOWN;
  g_strlcpy (self->driver, class->name, sizeof self->driver);
  if (!steady_driver_init (driver, class, NULL, &sink, 0, NULL))
    return;
  for (size_t at = 0; at < ear->length; at += STEADY_DRIVER_MESSAGE)
    class->rx (driver,
               ear->bytes + at,
               MIN (ear->length - at, (size_t) STEADY_DRIVER_MESSAGE),
               1);
  steady_driver_finish (driver);
}

/* Whether a driver whose line this is knows what was heard. */
static const SteadyDriverClass *
who_is_it (const Ear *ear, const SteadySerialLine *line)
{
  const SteadyDriverClass *driver;

  for (unsigned i = 0; (driver = steady_driver_at (i)) != NULL; i++)
    if (has_line (driver) && same_line (&driver->line, line) &&
        driver->probe (ear->bytes, ear->length) == STEADY_PROBE_YES)
      return driver;
  return NULL;
}

/* Listens until somebody is known, the time is over, or there is no room. */
static const SteadyDriverClass *
listen_for (Ear *ear, const SteadySerialLine *line, SteadySpan span)
{
  const SteadyInstant end = steady_clock_now () + span;
  struct pollfd       polled = { .fd = ear->fd, .events = POLLIN };

  while (steady_clock_now () < end && !is_cancelled (ear) && ear->length < HEARD_MOST)
    {
      if (poll (&polled, 1, POLL_MSEC) <= 0)
        continue;
      const size_t before = ear->length;
      if (!hear (ear) || (ear->length == before && (polled.revents & POLLIN) == 0))
        {
          ear->broken = true;
          return NULL;
        }
      const SteadyDriverClass *driver = who_is_it (ear, line);
      if (driver != NULL)
        return driver;
    }
  return NULL;
}

/* How long one waits at this setting for those that speak unasked; 0: nobody does. */
static SteadySpan
patience (const SteadySerialLine *line)
{
  const SteadyDriverClass *driver;
  SteadySpan               span = 0;

  for (unsigned i = 0; (driver = steady_driver_at (i)) != NULL; i++)
    if (has_line (driver) && same_line (&driver->line, line) && driver->talks > 0)
      span = MAX (span, driver->talks * 5 / 4 + GRACE);
  return span;
}

/* Whether an earlier driver in the list has the same line. */
static bool
is_repeated (unsigned index)
{
  for (unsigned i = 0; i < index; i++)
    if (has_line (steady_driver_at (i)) &&
        same_line (&steady_driver_at (i)->line, &steady_driver_at (index)->line))
      return true;
  return false;
}

/* Listens at each setting at which some device speaks unasked; sends nothing. */
static bool
listen_at_all (SteadyFound *self, Ear *ear, bool *ret_heard)
{
  const SteadyDriverClass *driver;
  bool                     heard = false;

  for (unsigned i = 0; (driver = steady_driver_at (i)) != NULL; i++)
    {
      const SteadySpan span = has_line (driver) ? patience (&driver->line) : 0;
      if (span == 0 || is_repeated (i) || is_cancelled (ear) || ear->broken ||
          !steady_serial_port_set (ear->fd, &driver->line))
        continue;
      ear->length = 0;
      const SteadyDriverClass *known = listen_for (ear, &driver->line, span);
      heard = heard || ear->length > 0;
      if (known == NULL)
        continue;
      identify (self, known, ear);
      return true;
    }
  *ret_heard = heard;
  return false;
}

/* Asks what each driver has to ask, one after the other; questions change nothing. */
static bool
ask_all (SteadyFound *self, Ear *ear, bool *ret_heard)
{
  const SteadyDriverClass *driver;
  uint8_t                  question[QUESTION_MOST];
  bool                     heard = false;

  for (unsigned i = 0; (driver = steady_driver_at (i)) != NULL; i++)
    {
      if (!has_line (driver) || driver->question == NULL || is_cancelled (ear) ||
          ear->broken || !steady_serial_port_set (ear->fd, &driver->line))
        continue;
      const size_t n = driver->question (question, sizeof question);
      ear->length = 0;
      if (n == 0 || write (ear->fd, question, n) != (ssize_t) n)
        continue;
      listen_for (ear, &driver->line, ANSWER);
      heard = heard || ear->length > 0;
      if (driver->probe (ear->bytes, ear->length) != STEADY_PROBE_YES)
        continue;
      identify (self, driver, ear);
      return true;
    }
  *ret_heard = heard;
  return false;
}

static SteadyFoundState
why_not_open (int problem)
{
  if (problem == EBUSY || problem == EWOULDBLOCK)
    return STEADY_FOUND_BUSY;
  return problem == EACCES || problem == EPERM ? STEADY_FOUND_DENIED
                                               : STEADY_FOUND_FAILED;
}

/*
 * Finds out what is at the other end of a port: listens first, and where nothing at all
 * was heard and @ask allows it, asks questions that change nothing. What speaks is
 * never asked: it may hang on what it does not know. A port that another program has is
 * left alone. @cancel, or NULL, ends it early. Whoever calls makes sure that no site
 * names this port.
 *
 * Thread: any but the tick; takes up to half a minute.
 */
void
steady_found_look (SteadyFound *self, bool ask, const atomic_bool *cancel)
{
  const SteadySerialLine first = {
    .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1
  };
  Ear *ear = g_new0 (Ear, 1);
  bool heard = false;

  self->driver[0] = self->identity[0] = '\0';
  ear->cancel = cancel;
  ear->fd = steady_serial_port_open (self->port, &first);
  if (ear->fd < 0)
    {
      self->state = why_not_open (errno);
      g_free (ear);
      return;
    }
  const bool known = listen_at_all (self, ear, &heard) ||
                     (!heard && ask && ask_all (self, ear, &heard));
  if (!known)
    self->state = ear->broken ? STEADY_FOUND_FAILED
                  : heard     ? STEADY_FOUND_UNKNOWN
                              : STEADY_FOUND_SILENT;
  steady_serial_port_close (ear->fd);
  g_free (ear);
}
