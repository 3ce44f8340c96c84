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
#include "device/steady-network-ear.h"
#include "device/steady-port.h"

/* A monitor that nobody is connected to makes itself known at least so often. [GK] */
#define NETWORK_PATIENCE (30 * STEADY_NSEC_PER_SEC)

enum
{
  ANNOUNCED_MOST = 8,
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

  /* of the thread */
  SteadyNetworkEar ears[STEADY_NETWORK_EARS];
  unsigned         n_ears; /* none, but while somebody wished to look */
  SteadyInstant    deaf;   /* then they are closed */
  SteadyFound      announced[ANNOUNCED_MOST];
  unsigned         n_announced;

  pthread_mutex_t mutex; /* around what follows; never the tick's */
  SteadyFound     found[STEADY_FOUND_MOST];
  unsigned        n_found;
  uint32_t        serial; /* another number at each change */
  bool            look;   /* all ports once more */
  bool            ask;    /* … and the silent ones are asked */
};

/* Two names of one port of the network; names of hosts are not looked up. */
static bool
is_same_address (const char *claimed, const SteadyFound *found)
{
  const SteadyDriverClass *driver = steady_driver_find (found->driver);
  SteadyPort               one, other;

  return driver != NULL && steady_port_parse (&one, claimed, driver, NULL) &&
         steady_port_parse (&other, found->port, driver, NULL) &&
         one.link == STEADY_DRIVER_UDP && other.link == STEADY_DRIVER_UDP &&
         one.number == other.number && strcmp (one.host, other.host) == 0;
}

/* A site names this port, by whatever name. Names of the site may begin to lead
 * somewhere only when the cable is plugged in. */
static bool
is_claimed (const SteadyDiscovery *self, const SteadyFound *found)
{
  char device[PATH_MAX];

  for (unsigned i = 0; i < self->n_claimed; i++)
    if (strcmp (self->claimed[i], found->port) == 0 ||
        is_same_address (self->claimed[i], found) ||
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
  unsigned n = steady_found_scan (now, STEADY_FOUND_MOST - ANNOUNCED_MOST);
  unsigned kept = 0;
  bool     changed = false;

  for (unsigned i = 0; i < self->n_announced; i++)
    now[n++] = self->announced[i];

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

static void
close_ears (SteadyDiscovery *self)
{
  steady_network_ear_close (self->ears, self->n_ears);
  self->n_ears = 0;
}

/* Only somebody's wish opens a port of this computer, and for a short time only. */
static void
open_ears (SteadyDiscovery *self)
{
  close_ears (self);
  self->n_announced = 0;
  self->n_ears = steady_network_ear_open (self->ears);
  self->deaf = steady_clock_now () + NETWORK_PATIENCE;
}

static void
keep_announced (SteadyDiscovery *self, const SteadyFound *found)
{
  unsigned i = 0;

  while (i < self->n_announced && strcmp (self->announced[i].port, found->port) != 0)
    i++;
  if (i == ANNOUNCED_MOST)
    return;
  self->announced[i] = *found;
  self->n_announced = MAX (self->n_announced, i + 1);
}

/* Who has made itself known; then the ears are closed when their time is over. */
static void
hear_network (SteadyDiscovery *self)
{
  SteadyFound found;

  for (unsigned i = 0; i < self->n_ears; i++)
    for (unsigned k = 0;
         k < ANNOUNCED_MOST && steady_network_ear_hear (&self->ears[i], &found);
         k++)
      keep_announced (self, &found);
  if (self->n_ears > 0 && steady_clock_now () >= self->deaf)
    close_ears (self);
}

/* Whether the silent ports are to be asked in this round. */
static bool
begin_round (SteadyDiscovery *self)
{
  pthread_mutex_lock (&self->mutex);
  const bool look = self->look, ask = self->ask;
  for (unsigned i = 0; i < self->n_found && look; i++)
    if (self->found[i].port[0] == '/')
      self->found[i].state = STEADY_FOUND_NEW;
  self->look = self->ask = false;
  pthread_mutex_unlock (&self->mutex);
  if (look)
    open_ears (self);
  return ask;
}

/* Sleeps until something is to be done: what is plugged in is sought each second. */
static void
wait_for_work (SteadyDiscovery *self)
{
  struct pollfd polled[1 + STEADY_NETWORK_EARS] = { { .fd = self->wake,
                                                      .events = POLLIN } };
  eventfd_t     count;

  for (unsigned i = 0; i < self->n_ears; i++)
    polled[1 + i] = (struct pollfd){ .fd = self->ears[i].fd, .events = POLLIN };
  if (poll (polled, 1 + self->n_ears, SCAN_MSEC) > 0 && polled[0].revents != 0)
    eventfd_read (self->wake, &count);
}

static void *
discovery_thread (void *data)
{
  SteadyDiscovery *self = data;
  SteadyFound      found;

  while (!atomic_load (&self->ending))
    {
      hear_network (self);
      scan (self);
      const bool ask = begin_round (self);
      while (!atomic_load (&self->ending) && next_new (self, &found))
        {
          found.state = ask ? STEADY_FOUND_ASKING : STEADY_FOUND_LISTENING;
          put (self, &found);
          steady_found_look (&found, ask, &self->ending);
          put (self, &found);
        }
      wait_for_work (self);
    }
  close_ears (self);
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

/*
 * Looks at all ports once more; with @ask those that are silent are asked too. For half
 * a minute devices that make themselves known on the network are listened to.
 *
 * Thread: any but the tick.
 */
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
