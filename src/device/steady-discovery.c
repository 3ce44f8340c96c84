/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-discovery.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/steady-require.h"

enum
{
  CLAIMED_MOST = 16,
  SCAN_MSEC = 1000
};

struct SteadyDiscovery
{
  pthread_t   thread;
  int         wake;
  atomic_bool ending;
  char        claimed[CLAIMED_MOST][STEADY_FOUND_PATH];
  unsigned    n_claimed;

  pthread_mutex_t mutex; /* around what follows; never the tick's */
  SteadyFound     found[STEADY_FOUND_MOST];
  unsigned        n_found;
  uint32_t        serial; /* another number at each change */
  bool            look;   /* all ports once more */
  bool            ask;    /* … and the silent ones are asked */
};

/* A site names this port, by whatever name. Names of the site may begin to lead
 * somewhere only when the cable is plugged in. */
static bool
is_claimed (const SteadyDiscovery *self, const SteadyFound *found)
{
  char device[PATH_MAX];

  for (unsigned i = 0; i < self->n_claimed; i++)
    if (strcmp (self->claimed[i], found->port) == 0 ||
        (realpath (self->claimed[i], device) != NULL &&
         strcmp (device, found->device) == 0))
      return true;
  return false;
}

static const SteadyFound *
find (const SteadyDiscovery *self, const char *port)
{
  for (unsigned i = 0; i < self->n_found; i++)
    if (strcmp (self->found[i].port, port) == 0)
      return &self->found[i];
  return NULL;
}

/* What is there now, with what was known of it; true: there is something new, or less.
 */
static bool
scan (SteadyDiscovery *self)
{
  g_autofree SteadyFound *now = g_new0 (SteadyFound, STEADY_FOUND_MOST);
  const unsigned          n = steady_found_scan (now, STEADY_FOUND_MOST);
  unsigned                kept = 0;
  bool                    changed = false;

  pthread_mutex_lock (&self->mutex);
  for (unsigned i = 0; i < n; i++)
    {
      if (is_claimed (self, &now[i]))
        continue;
      const SteadyFound *before = find (self, now[i].port);
      const bool same = before != NULL && strcmp (before->device, now[i].device) == 0;
      changed = changed || !same;
      now[kept++] = same ? *before : now[i];
    }
  changed = changed || kept != self->n_found;
  memcpy (self->found, now, kept * sizeof now[0]);
  self->n_found = kept;
  self->serial += changed;
  pthread_mutex_unlock (&self->mutex);
  return changed;
}

static void
put (SteadyDiscovery *self, const SteadyFound *found)
{
  pthread_mutex_lock (&self->mutex);
  for (unsigned i = 0; i < self->n_found; i++)
    if (strcmp (self->found[i].port, found->port) == 0)
      self->found[i] = *found;
  self->serial++;
  pthread_mutex_unlock (&self->mutex);
}

/* The next port that nobody has looked at; false: there is none. */
static bool
next_new (SteadyDiscovery *self, SteadyFound *ret_found)
{
  bool any = false;

  pthread_mutex_lock (&self->mutex);
  for (unsigned i = 0; i < self->n_found && !any; i++)
    if (self->found[i].state == STEADY_FOUND_NEW)
      {
        *ret_found = self->found[i];
        any = true;
      }
  pthread_mutex_unlock (&self->mutex);
  return any;
}

/* Whether the silent ports are to be asked in this round. */
static bool
begin_round (SteadyDiscovery *self)
{
  pthread_mutex_lock (&self->mutex);
  const bool ask = self->ask;
  for (unsigned i = 0; i < self->n_found && self->look; i++)
    self->found[i].state = STEADY_FOUND_NEW;
  self->look = self->ask = false;
  pthread_mutex_unlock (&self->mutex);
  return ask;
}

static void *
discovery_thread (void *data)
{
  SteadyDiscovery *self = data;
  SteadyFound      found;
  eventfd_t        count;

  while (!atomic_load (&self->ending))
    {
      struct pollfd polled = { .fd = self->wake, .events = POLLIN };
      scan (self);
      const bool ask = begin_round (self);
      while (!atomic_load (&self->ending) && next_new (self, &found))
        {
          found.state = ask ? STEADY_FOUND_ASKING : STEADY_FOUND_LISTENING;
          put (self, &found);
          steady_found_look (&found, ask, &self->ending);
          put (self, &found);
        }
      if (poll (&polled, 1, SCAN_MSEC) > 0)
        eventfd_read (self->wake, &count);
    }
  return NULL;
}

/*
 * Begins to watch. The ports in @claimed are those of the site; they are never opened,
 * by whatever name they are found. What is plugged in is listened to and not asked.
 *
 * Thread: main.
 */
SteadyDiscovery *
steady_discovery_new (const char *const *claimed, unsigned n_claimed)
{
  SteadyDiscovery *self = g_new0 (SteadyDiscovery, 1);

  for (unsigned i = 0; i < n_claimed && i < CLAIMED_MOST; i++)
    g_strlcpy (self->claimed[i], claimed[i], sizeof self->claimed[i]);
  self->n_claimed = MIN (n_claimed, CLAIMED_MOST);
  atomic_init (&self->ending, false);
  pthread_mutex_init (&self->mutex, NULL);
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  steady_require (self->wake >= 0);
  steady_require (pthread_create (&self->thread, NULL, discovery_thread, self) == 0);
  return self;
}

/* Looks at all ports once more; with @ask those that are silent are asked too. Thread:
 * any but the tick. */
void
steady_discovery_look (SteadyDiscovery *self, bool ask)
{
  pthread_mutex_lock (&self->mutex);
  self->look = true;
  self->ask = self->ask || ask;
  pthread_mutex_unlock (&self->mutex);
  eventfd_write (self->wake, 1);
}

/*
 * What is known now, when @serial is not that of the last call; otherwise
 * STEADY_FOUND_MOST + 1 and nothing is copied.
 *
 * Thread: any but the tick.
 */
unsigned
steady_discovery_found (SteadyDiscovery *self,
                        uint32_t        *serial,
                        SteadyFound     *ret_found,
                        unsigned         size)
{
  unsigned n = STEADY_FOUND_MOST + 1;

  pthread_mutex_lock (&self->mutex);
  if (self->serial != *serial)
    {
      n = MIN (self->n_found, size);
      memcpy (ret_found, self->found, n * sizeof ret_found[0]);
      *serial = self->serial;
    }
  pthread_mutex_unlock (&self->mutex);
  return n;
}

/* Ends it, whatever it listens to. Accepts NULL. Thread: main. */
void
steady_discovery_free (SteadyDiscovery *self)
{
  if (self == NULL)
    return;
  atomic_store (&self->ending, true);
  eventfd_write (self->wake, 1);
  pthread_join (self->thread, NULL);
  pthread_mutex_destroy (&self->mutex);
  close (self->wake);
  g_free (self);
}
