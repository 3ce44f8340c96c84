/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link/steady-live-mark.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* In the abstract space, where the kernel forgets it with its holder. */
static const char NAME[] = "\0org.steady_perfusion.Steady.live";

static socklen_t
name_of_mark (struct sockaddr_un *ret_address)
{
  *ret_address = (struct sockaddr_un){ .sun_family = AF_UNIX };
  memcpy (ret_address->sun_path, NAME, sizeof NAME - 1);
  return (socklen_t) (offsetof (struct sockaddr_un, sun_path) + sizeof NAME - 1);
}

/* Thread: the owner's. */
void
steady_live_mark_init (SteadyLiveMark *self)
{
  self->fd = -1;
}

/* Sets the mark, or finds that another live engine holds it: then try again later.
 * Thread: the owner's, not the tick. */
bool
steady_live_mark_hold (SteadyLiveMark *self)
{
  struct sockaddr_un address;
  const socklen_t    size = name_of_mark (&address);

  if (self->fd >= 0)
    return true;
  const int fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return false;
  if (bind (fd, (struct sockaddr *) &address, size) != 0)
    {
      close (fd);
      return false;
    }
  self->fd = fd;
  return true;
}

/* Takes the mark away if it is held. Thread: the owner's. */
void
steady_live_mark_finish (SteadyLiveMark *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* Whether a live engine runs on this machine. Thread: any but the tick. */
bool
steady_live_mark_is_set (void)
{
  struct sockaddr_un address;
  const socklen_t    size = name_of_mark (&address);
  const int          fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return false;
  const bool set = connect (fd, (struct sockaddr *) &address, size) == 0;
  close (fd);
  return set;
}
