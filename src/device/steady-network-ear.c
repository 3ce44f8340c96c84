/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-network-ear.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum
{
  HEARD_MOST = 2048, /* bytes of one word */
  WORDS_MOST = 64    /* that are not understood, before others are served */
};

/* An emulated device may use another port than the real one. */
static uint16_t
port_of (const SteadyDriverClass *driver)
{
  const char *text = g_getenv ("STEADY_ANNOUNCE_PORT");
  uint64_t    number;

  return text != NULL &&
                 g_ascii_string_to_unsigned (text, 10, 1, UINT16_MAX, &number, NULL)
             ? (uint16_t) number
             : driver->announces;
}

static int
open_port (uint16_t port)
{
  const int                on = 1;
  const struct sockaddr_in here = { .sin_family = AF_INET,
                                    .sin_port = htons (port),
                                    .sin_addr = { htonl (INADDR_ANY) } };
  const int fd = socket (AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return -1;
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, (const struct sockaddr *) (const void *) &here, sizeof here) == 0)
    return fd;
  close (fd);
  return -1;
}

/*
 * Begins to listen, into @ret_ears of STEADY_NETWORK_EARS; gives how many there are. A
 * port that cannot be had is passed over: then the site names its monitor. Nothing is
 * ever sent.
 *
 * Thread: any but the tick.
 */
unsigned
steady_network_ear_open (SteadyNetworkEar *ret_ears)
{
  const SteadyDriverClass *driver;
  unsigned                 n = 0;

  for (unsigned i = 0; (driver = steady_driver_at (i)) != NULL; i++)
    {
      if (driver->announces == 0 || n == STEADY_NETWORK_EARS)
        continue;
      ret_ears[n] = (SteadyNetworkEar){ open_port (port_of (driver)), driver };
      n += ret_ears[n].fd >= 0;
    }
  return n;
}

/* As a site file should write it. */
static bool
name_port (const SteadyNetworkEar   *self,
           const struct sockaddr_in *from,
           uint16_t                  port,
           SteadyFound              *found)
{
  char host[INET_ADDRSTRLEN] = "";

  if (getnameinfo ((const struct sockaddr *) (const void *) from,
                   sizeof *from,
                   host,
                   sizeof host,
                   NULL,
                   0,
                   NI_NUMERICHOST) != 0)
    return false;
  if (port == 0 || port == self->driver->port)
    g_snprintf (found->port, sizeof found->port, "udp:%s", host);
  else
    g_snprintf (found->port, sizeof found->port, "udp:%s:%u", host, port);
  g_strlcpy (found->device, found->port, sizeof found->device);
  return true;
}

/*
 * The next device that made itself known; false when nobody else did. It is where its
 * word came from, whatever address it says that it has.
 *
 * Thread: any but the tick.
 */
bool
steady_network_ear_hear (const SteadyNetworkEar *self, SteadyFound *ret_found)
{
  uint8_t            bytes[HEARD_MOST];
  SteadyAnnouncement announcement;

  for (unsigned i = 0; i < WORDS_MOST; i++)
    {
      struct sockaddr_in from = { 0 };
      socklen_t          size = sizeof from;
      const ssize_t      length = recvfrom (
          self->fd, bytes, sizeof bytes, 0, (struct sockaddr *) (void *) &from, &size);
      if (length < 0)
        return false;
      if (from.sin_family != AF_INET ||
          !self->driver->announced (bytes, (size_t) length, &announcement))
        continue;
      *ret_found = (SteadyFound){ .state = STEADY_FOUND_KNOWN };
      if (!name_port (self, &from, announcement.port, ret_found))
        continue;
      g_strlcpy (ret_found->driver, self->driver->name, sizeof ret_found->driver);
      g_strlcpy (
          ret_found->identity, announcement.identity, sizeof ret_found->identity);
      return true;
    }
  return false;
}

/* Thread: any but the tick. */
void
steady_network_ear_close (SteadyNetworkEar *ears, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    close (ears[i].fd);
}
