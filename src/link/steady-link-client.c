/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link/steady-link-client.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib.h>

#include "link/steady-build-id.h"
#include "link/steady-json-assembly.h"

struct SteadyLinkClient
{
  char              *path;
  SteadyRole         role;
  int                fd;
  uint32_t           sequence; /* of the next frame sent */
  SteadyJsonAssembly assembly;
  /* one longer than a frame: JSON gets its NUL there */
  _Alignas(8) uint8_t packet[STEADY_FRAME_MAX + 8];
};

/* A client that is not connected yet. Free with steady_link_client_free (). Thread: the
 * owner's. */
SteadyLinkClient *
steady_link_client_new (const char *socket_path, SteadyRole role)
{
  SteadyLinkClient *self = g_new0 (SteadyLinkClient, 1);
  self->path = g_strdup (socket_path);
  self->role = role;
  self->fd = -1;
  return self;
}

static void
hang_up (SteadyLinkClient *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  steady_json_assembly_finish (&self->assembly);
}

/* Closes without a BYE; accepts NULL. Thread: the owner's. */
void
steady_link_client_free (SteadyLinkClient *self)
{
  if (self == NULL)
    return;
  hang_up (self);
  g_free (self->path);
  g_free (self);
}

static bool
same_user (int fd)
{
  struct ucred peer;
  socklen_t    size = sizeof peer;
  return getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         peer.uid == geteuid ();
}

static bool
say_hello (SteadyLinkClient *self)
{
  g_autofree char *text = g_strdup_printf ("{\"build\":\"%s\",\"role\":\"%s\"}",
                                           steady_build_id (),
                                           steady_role_name (self->role));
  return steady_link_client_send (self, STEADY_FRAME_HELLO, text, strlen (text));
}

/*
 * Connects and sends HELLO. False when nobody listens there now, or another user does;
 * try again in 100 ms. Does nothing when connected already.
 *
 * Thread: the owner's. Never blocks.
 */
bool
steady_link_client_connect (SteadyLinkClient *self)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  if (self->fd >= 0)
    return true;
  if (strlen (self->path) >= sizeof address.sun_path)
    return false;
  memcpy (address.sun_path, self->path, strlen (self->path));
  self->fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  self->sequence = 0;
  if (self->fd < 0)
    return false;
  if (connect (self->fd, (struct sockaddr *) &address, sizeof address) != 0 ||
      !same_user (self->fd) || !say_hello (self))
    hang_up (self);
  return self->fd >= 0;
}

/* Whether the socket is open; silence is for the owner to judge. Thread: the owner's.
 */
bool
steady_link_client_connected (const SteadyLinkClient *self)
{
  return self->fd >= 0;
}

/* The descriptor to poll for input, or -1 when closed. Thread: the owner's. */
int
steady_link_client_fd (const SteadyLinkClient *self)
{
  return self->fd;
}

static ssize_t
take_packet (SteadyLinkClient *self)
{
  struct iovec  part = { .iov_base = self->packet, .iov_len = STEADY_FRAME_MAX };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  ssize_t       length;

  do
    length = recvmsg (self->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  while (length < 0 && errno == EINTR);
  if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    return -1;
  if (length <= 0 || (message.msg_flags & MSG_TRUNC) != 0)
    {
      hang_up (self);
      return -1;
    }
  self->packet[length] = '\0';
  return length;
}

/*
 * The next whole frame; its payload is borrowed until the next call. False when there
 * is none now, or when the link was closed: by the engine, or here because what came
 * was no frame. Call it until it says false.
 *
 * Thread: the owner's. Never blocks.
 */
bool
steady_link_client_receive (SteadyLinkClient *self, SteadyFrame *ret_frame)
{
  while (self->fd >= 0)
    {
      SteadyFrame   frame;
      const ssize_t length = take_packet (self);
      if (length < 0)
        return false;
      SteadyAssemblyResult result = STEADY_ASSEMBLY_FAULT;
      if (steady_frame_check (self->packet, (size_t) length, &frame))
        result = frame.header.type == STEADY_FRAME_JSON_PART
                     ? steady_json_assembly_add (&self->assembly, &frame, &frame)
                     : STEADY_ASSEMBLY_WHOLE;
      if (result == STEADY_ASSEMBLY_WHOLE)
        {
          *ret_frame = frame;
          return true;
        }
      if (result == STEADY_ASSEMBLY_FAULT)
        hang_up (self);
    }
  return false;
}

/*
 * Sends one frame of one struct, of JSON text, or (BYE) of nothing. False when it could
 * not be sent now; nothing is kept to be sent later, since an old command must not
 * arrive late.
 *
 * Thread: the owner's. Never blocks.
 */
bool
steady_link_client_send (SteadyLinkClient *self,
                         SteadyFrameType   type,
                         const void       *payload,
                         size_t            length)
{
  SteadyFrameHeader header = { .type = (uint16_t) type,
                               .length = (uint32_t) (sizeof header + length),
                               .sequence = self->sequence,
                               .count = 1 };
  struct iovec      parts[2] = { { .iov_base = &header, .iov_len = sizeof header },
                                 { .iov_base = (void *) payload, .iov_len = length } };
  struct msghdr     message = { .msg_iov = parts, .msg_iovlen = length > 0 ? 2 : 1 };

  if (self->fd < 0 || length > STEADY_FRAME_MAX - sizeof header)
    return false;
  if (sendmsg (self->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    {
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        hang_up (self);
      return false;
    }
  self->sequence++;
  return true;
}
