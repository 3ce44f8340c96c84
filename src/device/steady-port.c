/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-port.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "device/steady-serial-port.h"

/* A host on the same switch answers within a few milliseconds. */
#define CONNECT_MSEC 1000

/* Splits "HOST:PORT", "[HOST]:PORT" or "HOST". */
static bool
split_address (SteadyPort *self, const char *text, uint16_t otherwise)
{
  const bool  bracket = text[0] == '[';
  const char *host = bracket ? text + 1 : text;
  const char *end = bracket ? strchr (host, ']') : strrchr (host, ':');
  const char *number = NULL;
  uint64_t    value = otherwise;

  if (bracket && end == NULL)
    return false;
  if (end != NULL)
    number = bracket ? (end[1] == ':' ? end + 2 : NULL) : end + 1;
  if (bracket && end[1] != '\0' && end[1] != ':')
    return false;
  const size_t length = end != NULL ? (size_t) (end - host) : strlen (host);
  if (length == 0 || length >= sizeof self->host)
    return false;
  memcpy (self->host, host, length);
  self->host[length] = '\0';
  if (number != NULL &&
      !g_ascii_string_to_unsigned (number, 10, 1, UINT16_MAX, &value, NULL))
    return false;
  self->number = (uint16_t) value;
  return value != 0;
}

/* "PORT", or "HOST:PORT": a port of this computer, which must be said. */
static bool
split_listening (SteadyPort *self, const char *text)
{
  uint64_t value;

  self->listens = true;
  if (strchr (text, ':') != NULL)
    return split_address (self, text, 0);
  if (!g_ascii_string_to_unsigned (text, 10, 1, UINT16_MAX, &value, NULL))
    return false;
  self->number = (uint16_t) value;
  return true;
}

static bool
parse_place (SteadyPort *self, const char *text, uint16_t otherwise)
{
  if (g_str_has_prefix (text, "listen:"))
    {
      self->link = STEADY_DRIVER_TCP;
      return split_listening (self, text + 7);
    }
  if (g_str_has_prefix (text, "tcp:") || g_str_has_prefix (text, "udp:"))
    {
      self->link = text[0] == 't' ? STEADY_DRIVER_TCP : STEADY_DRIVER_UDP;
      return split_address (self, text + 4, otherwise);
    }
  self->link = STEADY_DRIVER_SERIAL;
  return text[0] == '/' &&
         g_strlcpy (self->path, text, sizeof self->path) < sizeof self->path;
}

/*
 * Reads @text as a port for @driver. Nothing is opened or asked for: a cable may be
 * plugged in later.
 *
 * Thread: main.
 */
bool
steady_port_parse (SteadyPort              *self,
                   const char              *text,
                   const SteadyDriverClass *driver,
                   GError                 **error)
{
  SteadyPort port = { .listener = -1 };

  if (!parse_place (&port, text, driver->port))
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_PORT,
                   "\"%s\" is no port; write /dev/NAME, tcp:HOST:PORT, udp:HOST:PORT "
                   "or listen:PORT",
                   text);
      return false;
    }
  if ((driver->links & (unsigned) port.link) == 0)
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_PORT,
                   "\"%s\": the driver %s does not speak over this kind of port; "
                   "steady --list-devices tells which",
                   text,
                   driver->name);
      return false;
    }
  *self = port;
  return true;
}

/* Waits until the connection stands, or something comes on @wake. */
static bool
connected (int fd, int wake)
{
  struct pollfd polled[2] = { { .fd = fd, .events = POLLOUT },
                              { .fd = wake, .events = POLLIN } };
  int           problem = 0;
  socklen_t     size = sizeof problem;

  if (poll (polled, wake >= 0 ? 2 : 1, CONNECT_MSEC) <= 0 ||
      (polled[0].revents & POLLOUT) == 0)
    return false;
  return getsockopt (fd, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0;
}

/* Questions are short and must leave at once; a dead host must be noticed, within half
 * a minute. */
static void
set_options (int fd)
{
  static const struct
  {
    int level, name, value;
  } options[] = {
    { IPPROTO_TCP, TCP_NODELAY, 1 },   { SOL_SOCKET, SO_KEEPALIVE, 1 },
    { IPPROTO_TCP, TCP_KEEPIDLE, 10 }, { IPPROTO_TCP, TCP_KEEPINTVL, 5 },
    { IPPROTO_TCP, TCP_KEEPCNT, 3 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (options); i++)
    setsockopt (fd,
                options[i].level,
                options[i].name,
                &options[i].value,
                sizeof options[i].value);
}

static int
open_address (const SteadyPort *self, const struct addrinfo *address, int wake)
{
  const int fd = socket (address->ai_family,
                         address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                         address->ai_protocol);

  if (fd < 0)
    return -1;
  const int result = connect (fd, address->ai_addr, address->ai_addrlen);
  if (result != 0 && (errno != EINPROGRESS || !connected (fd, wake)))
    {
      close (fd);
      return -1;
    }
  if (self->link == STEADY_DRIVER_TCP)
    set_options (fd);
  return fd;
}

static int
open_network (const SteadyPort *self, int wake)
{
  const bool            stream = self->link == STEADY_DRIVER_TCP;
  const struct addrinfo hints = { .ai_family = AF_UNSPEC,
                                  .ai_socktype = stream ? SOCK_STREAM : SOCK_DGRAM,
                                  .ai_flags = AI_NUMERICSERV };
  struct addrinfo      *found = NULL;
  char                  number[8];
  int                   fd = -1;

  g_snprintf (number, sizeof number, "%u", self->number);
  if (getaddrinfo (self->host, number, &hints, &found) != 0)
    return -1;
  for (const struct addrinfo *one = found; one != NULL && fd < 0; one = one->ai_next)
    fd = open_address (self, one, wake);
  freeaddrinfo (found);
  return fd;
}

static int
listen_address (const struct addrinfo *address)
{
  const int on = 1;
  const int fd = socket (address->ai_family,
                         address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                         address->ai_protocol);

  if (fd < 0)
    return -1;
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, address->ai_addr, address->ai_addrlen) == 0 && listen (fd, 1) == 0)
    return fd;
  close (fd);
  return -1;
}

static int
begin_listening (const SteadyPort *self)
{
  const struct addrinfo hints = { .ai_family = AF_UNSPEC,
                                  .ai_socktype = SOCK_STREAM,
                                  .ai_flags = AI_NUMERICSERV | AI_PASSIVE };
  struct addrinfo      *found = NULL;
  char                  number[8];
  int                   fd = -1;

  g_snprintf (number, sizeof number, "%u", self->number);
  if (getaddrinfo (self->host[0] != '\0' ? self->host : NULL, number, &hints, &found) !=
      0)
    return -1;
  for (const struct addrinfo *one = found; one != NULL && fd < 0; one = one->ai_next)
    fd = listen_address (one);
  freeaddrinfo (found);
  return fd;
}

/* Who calls next; one at a time, others wait. */
static int
open_listening (SteadyPort *self, int wake)
{
  if (self->listener < 0)
    self->listener = begin_listening (self);
  struct pollfd polled[2] = { { .fd = self->listener, .events = POLLIN },
                              { .fd = wake, .events = POLLIN } };
  if (self->listener < 0 || poll (polled, wake >= 0 ? 2 : 1, CONNECT_MSEC) <= 0 ||
      (polled[0].revents & POLLIN) == 0)
    return -1;
  const int fd = accept4 (self->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0)
    set_options (fd);
  return fd;
}

/*
 * Opens the port without waiting longer than a second; anything on the descriptor @wake
 * (or -1) ends the wait. -1 on failure.
 *
 * Thread: the device's.
 */
int
steady_port_open (SteadyPort *self, const SteadySerialLine *line, int wake)
{
  if (self->listens)
    return open_listening (self, wake);
  return self->link == STEADY_DRIVER_SERIAL ? steady_serial_port_open (self->path, line)
                                            : open_network (self, wake);
}

/* Thread: the device's. */
void
steady_port_close (const SteadyPort *self, int fd)
{
  if (self->link == STEADY_DRIVER_SERIAL)
    steady_serial_port_close (fd);
  else
    close (fd);
}

/* Ends listening. Thread: the device's, or main when it has ended. */
void
steady_port_finish (SteadyPort *self)
{
  if (self->listens && self->listener >= 0)
    close (self->listener);
  self->listener = -1;
}
