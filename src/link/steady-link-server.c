/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link/steady-link-server.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <json-c/json.h>

#include "link/steady-build-id.h"
#include "link/steady-link-queue.h"

G_DEFINE_QUARK (steady - link - error - quark, steady_link_error)

/* Who connects must say HELLO within this. */
#define HELLO_TIME STEADY_NSEC_PER_SEC

enum
{
  BACKLOG = 16,
  /* A JSON part leaves room for both heads. */
  PART_MAX = STEADY_FRAME_MAX - sizeof (SteadyFrameHeader) - sizeof (SteadyJsonPart),
  /* Frames read from one client before the others get their turn. */
  READ_TURN = 64
};

typedef struct Client
{
  int             fd; /* -1: this place is free */
  bool            welcomed;
  bool            clean;   /* said BYE */
  bool            hanging; /* to be closed when its turn comes */
  SteadyInstant   since;
  uint64_t        order; /* of arrival */
  SteadyLinkPeer  peer;
  SteadyLinkQueue queue;
} Client;

struct SteadyLinkServer
{
  int               listen_fd;
  SteadyLinkHandler handler;
  uint64_t          arrivals;
  uint32_t          json_id;
  Client            clients[STEADY_LINK_CLIENTS_MAX];
  _Alignas(8) uint8_t packet[STEADY_FRAME_MAX + 8];
};

/* Whether somebody answers at @address. */
static bool
is_alive (const struct sockaddr_un *address)
{
  const int  fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const bool alive =
      fd >= 0 &&
      (connect (fd, (const struct sockaddr *) address, sizeof *address) == 0 ||
       errno == EAGAIN);
  if (fd >= 0)
    close (fd);
  return alive;
}

/*
 * Makes a listening socket at @path (removing a dead one that stands there), readable
 * by this user alone. Returns -1 on failure.
 *
 * Thread: any but the tick.
 */
int
steady_link_server_listen (const char *path, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  struct stat        about;

  if (strlen (path) >= sizeof address.sun_path)
    {
      g_set_error (error,
                   STEADY_LINK_ERROR,
                   STEADY_LINK_ERROR_SOCKET,
                   "%s: is longer than a socket's name can be (%zu bytes); use a "
                   "shorter folder",
                   path,
                   sizeof address.sun_path - 1);
      return -1;
    }
  memcpy (address.sun_path, path, strlen (path));
  if (lstat (path, &about) == 0 && S_ISSOCK (about.st_mode) && !is_alive (&address))
    unlink (path);
  const int    fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const mode_t mask = umask (0077);
  const bool   fine = fd >= 0 &&
                    bind (fd, (struct sockaddr *) &address, sizeof address) == 0 &&
                    listen (fd, BACKLOG) == 0;
  const int cause = errno;
  umask (mask);
  if (fine)
    return fd;
  g_set_error (error,
               STEADY_LINK_ERROR,
               STEADY_LINK_ERROR_SOCKET,
               "%s: cannot listen there (%s); name a socket in a folder of yours",
               path,
               g_strerror (cause));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Whether @fd is an inherited listening SOCK_SEQPACKET socket. Thread: any. */
bool
steady_link_server_is_listening (int fd)
{
  int       listening = 0, type = 0;
  socklen_t size = sizeof listening;

  if (getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0)
    return false;
  size = sizeof type;
  return getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && listening != 0 &&
         type == SOCK_SEQPACKET;
}

/* Takes over @listen_fd. Free with steady_link_server_free (). Thread: any; later calls
 * come from the I/O thread. */
SteadyLinkServer *
steady_link_server_new (int listen_fd, const SteadyLinkHandler *handler)
{
  SteadyLinkServer *self = g_new0 (SteadyLinkServer, 1);
  self->listen_fd = listen_fd;
  self->handler = *handler;
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    self->clients[i].fd = -1;
  return self;
}

/* Sends what the socket takes now; the rest stays. */
static void
flush (Client *client)
{
  const void *frame;
  size_t      length;

  while (!client->hanging &&
         (frame = steady_link_queue_first (&client->queue, &length)) != NULL)
    {
      if (send (client->fd, frame, length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        {
          if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            client->hanging = true;
          return;
        }
      steady_link_queue_sent (&client->queue);
    }
}

static void
put (Client                  *client,
     const SteadyFrameHeader *header,
     const void              *payload,
     size_t                   length)
{
  if (client->hanging)
    return;
  if (!steady_link_queue_add (&client->queue, header, payload, length))
    client->hanging = true;
  flush (client);
}

static bool
is_meant (const Client *client, unsigned number, unsigned wanted)
{
  if (client->fd < 0)
    return false;
  if (wanted < STEADY_LINK_CLIENTS_MAX)
    return number == wanted;
  return client->welcomed &&
         (wanted == STEADY_LINK_ALL ||
          wanted == STEADY_LINK_ROLE + (unsigned) client->peer.role);
}

/*
 * Sends a frame to one client, or with STEADY_LINK_ALL to all that have been welcomed,
 * or with STEADY_LINK_ROLE + a role to all of these that have it.
 * The header's length and sequence are filled in here.
 *
 * Thread: I/O. Never blocks.
 */
void
steady_link_server_send (SteadyLinkServer        *self,
                         unsigned                 client,
                         const SteadyFrameHeader *header,
                         const void              *payload,
                         size_t                   length)
{
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    if (is_meant (&self->clients[i], i, client))
      put (&self->clients[i], header, payload, length);
}

/*
 * Sends JSON text, in parts when it is long.
 *
 * Thread: I/O. Never blocks.
 */
void
steady_link_server_send_json (SteadyLinkServer *self,
                              unsigned          client,
                              SteadyFrameType   type,
                              SteadyInstant     t,
                              const char       *text)
{
  const size_t      length = strlen (text);
  SteadyFrameHeader header = { .type = (uint16_t) type, .count = 1, .t = t };

  if (length <= STEADY_FRAME_MAX - sizeof header)
    {
      steady_link_server_send (self, client, &header, text, length);
      return;
    }
  _Alignas(8) uint8_t bytes[STEADY_FRAME_MAX];
  SteadyJsonPart      part = { .id = ++self->json_id,
                               .of = (uint16_t) ((length + PART_MAX - 1) / PART_MAX),
                               .type = (uint16_t) type };
  header.type = STEADY_FRAME_JSON_PART;
  for (size_t at = 0; at < length; at += PART_MAX, part.part++)
    {
      const size_t piece = MIN ((size_t) PART_MAX, length - at);
      memcpy (bytes, &part, sizeof part);
      memcpy (bytes + sizeof part, text + at, piece);
      steady_link_server_send (self, client, &header, bytes, sizeof part + piece);
    }
}

/* Sends every client away; each gets all it must know when it comes back. Thread: I/O.
 */
void
steady_link_server_drop_all (SteadyLinkServer *self)
{
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    if (self->clients[i].fd >= 0)
      self->clients[i].hanging = true;
}

/* How many welcomed clients have @role. Thread: I/O. */
unsigned
steady_link_server_count (const SteadyLinkServer *self, SteadyRole role)
{
  unsigned n = 0;
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    n += self->clients[i].fd >= 0 && self->clients[i].welcomed &&
         self->clients[i].peer.role == role;
  return n;
}

static void
greet (SteadyLinkServer *self, Client *client)
{
  g_autofree char *text = self->handler.welcome (self->handler.data, &client->peer);
  steady_link_server_send_json (
      self, client->peer.number, STEADY_FRAME_WELCOME, 0, text);
  client->welcomed = true;
  self->handler.arrived (self->handler.data, &client->peer);
}

/* Gives control to the console that has waited longest, unless one holds it. */
static void
pass_control (SteadyLinkServer *self)
{
  Client *next = NULL;
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    {
      Client *client = &self->clients[i];
      if (client->fd < 0 || client->hanging || !client->welcomed ||
          client->peer.role != STEADY_ROLE_CONSOLE)
        continue;
      if (client->peer.control)
        return;
      if (next == NULL || client->order < next->order)
        next = client;
    }
  if (next == NULL)
    return;
  next->peer.control = true;
  greet (self, next);
}

static void
hang_up (SteadyLinkServer *self, Client *client)
{
  const SteadyLinkPeer peer = client->peer;
  const bool           welcomed = client->welcomed;
  const bool           clean = client->clean;

  close (client->fd);
  steady_link_queue_finish (&client->queue);
  *client = (Client){ .fd = -1 };
  if (welcomed)
    self->handler.left (self->handler.data, &peer, clean);
  if (peer.control)
    pass_control (self);
}

/* Closes every connection and the listening socket. Thread: I/O. */
void
steady_link_server_free (SteadyLinkServer *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    if (self->clients[i].fd >= 0)
      {
        close (self->clients[i].fd);
        steady_link_queue_finish (&self->clients[i].queue);
      }
  close (self->listen_fd);
  g_free (self);
}

static void
refuse (Client *client, const char *reason)
{
  g_autofree char        *text = g_strdup_printf ("{\"reason\":\"%s\"}", reason);
  const SteadyFrameHeader header = { .type = STEADY_FRAME_REFUSED, .count = 1 };
  put (client, &header, text, strlen (text));
  client->hanging = true;
}

static bool
same_user (int fd)
{
  struct ucred peer;
  socklen_t    size = sizeof peer;
  return getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         peer.uid == geteuid ();
}

static void
take_arrivals (SteadyLinkServer *self, SteadyInstant real_now)
{
  int fd;
  while ((fd = accept4 (self->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >=
         0)
    {
      Client *place = NULL;
      for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX && place == NULL; i++)
        if (self->clients[i].fd < 0)
          place = &self->clients[i];
      if (place == NULL)
        {
          close (fd);
          continue;
        }
      *place = (Client){ .fd = fd, .since = real_now, .order = ++self->arrivals };
      place->peer.number = (unsigned) (place - self->clients);
      steady_link_queue_init (&place->queue);
      if (!same_user (fd))
        refuse (place, "this engine serves another user");
    }
}

static const char *
member_text (struct json_object *object, const char *key)
{
  struct json_object *member;
  if (!json_object_is_type (object, json_type_object) ||
      !json_object_object_get_ex (object, key, &member) ||
      !json_object_is_type (member, json_type_string))
    return "";
  return json_object_get_string (member);
}

static bool
control_is_held (const SteadyLinkServer *self)
{
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    if (self->clients[i].fd >= 0 && !self->clients[i].hanging &&
        self->clients[i].peer.control)
      return true;
  return false;
}

static void
take_hello (SteadyLinkServer *self, Client *client, const SteadyFrame *frame)
{
  struct json_tokener *tokener = json_tokener_new_ex (4);
  struct json_object  *object =
      json_tokener_parse_ex (tokener, frame->payload, (int) frame->length);
  json_tokener_free (tokener);
  const int role = steady_role_from_name (member_text (object, "role"));

  if (strcmp (member_text (object, "build"), steady_build_id ()) != 0)
    refuse (client, "another build of Steady; start both programs from one build");
  else if (role < 0)
    refuse (client, "no such role");
  else if (self->handler.refuse != NULL &&
           self->handler.refuse (self->handler.data, (SteadyRole) role) != NULL)
    refuse (client, self->handler.refuse (self->handler.data, (SteadyRole) role));
  else
    {
      client->peer.role = (SteadyRole) role;
      client->peer.control =
          client->peer.role == STEADY_ROLE_CONSOLE && !control_is_held (self);
      greet (self, client);
    }
  json_object_put (object);
}

static void
take_frame (SteadyLinkServer *self, Client *client, size_t length)
{
  SteadyFrame frame;

  self->packet[length] = '\0';
  if (!steady_frame_check (self->packet, length, &frame))
    client->hanging = true;
  else if (frame.header.type == STEADY_FRAME_BYE)
    client->clean = client->hanging = true;
  else if (!client->welcomed && frame.header.type == STEADY_FRAME_HELLO)
    take_hello (self, client, &frame);
  else if (client->welcomed && steady_frame_is_from_client (frame.header.type))
    self->handler.frame (self->handler.data, &client->peer, &frame);
  else
    client->hanging = true;
}

static void
take_input (SteadyLinkServer *self, Client *client)
{
  for (unsigned turn = 0; turn < READ_TURN && !client->hanging; turn++)
    {
      struct iovec  part = { .iov_base = self->packet, .iov_len = STEADY_FRAME_MAX };
      struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
      const ssize_t length =
          recvmsg (client->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
      if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
      if (length <= 0 || (message.msg_flags & MSG_TRUNC) != 0)
        client->hanging = true;
      else
        take_frame (self, client, (size_t) length);
    }
}

static void
serve (SteadyLinkServer *self, Client *client, short events, SteadyInstant real_now)
{
  if ((events & POLLOUT) != 0)
    flush (client);
  if ((events & (POLLIN | POLLHUP | POLLERR)) != 0)
    take_input (self, client);
  if (!client->welcomed && real_now - client->since > HELLO_TIME)
    client->hanging = true;
}

/*
 * Waits at most @timeout_ms for @wake_fd (left readable: the owner empties it; -1 for
 * none) or any client, then does all that can be done without waiting.
 *
 * Thread: I/O.
 */
void
steady_link_server_poll (SteadyLinkServer *self,
                         int               wake_fd,
                         int               timeout_ms,
                         SteadyInstant     real_now)
{
  struct pollfd polled[STEADY_LINK_CLIENTS_MAX + 2] = {
    { .fd = self->listen_fd, .events = POLLIN }, { .fd = wake_fd, .events = POLLIN }
  };

  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    {
      Client *client = &self->clients[i];
      polled[i + 2].fd = client->fd;
      polled[i + 2].events = POLLIN;
      if (client->fd >= 0 && client->queue.bytes > 0)
        polled[i + 2].events |= POLLOUT;
      if (client->fd >= 0 && client->hanging)
        timeout_ms = 0;
    }
  if (poll (polled, G_N_ELEMENTS (polled), timeout_ms) < 0)
    return;
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    if (self->clients[i].fd >= 0)
      serve (self, &self->clients[i], polled[i + 2].revents, real_now);
  for (unsigned i = 0; i < STEADY_LINK_CLIENTS_MAX; i++)
    if (self->clients[i].fd >= 0 && self->clients[i].hanging)
      hang_up (self, &self->clients[i]);
  if ((polled[0].revents & POLLIN) != 0)
    take_arrivals (self, real_now);
}
