/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "link/steady-frame.h"

#define STEADY_LINK_ERROR (steady_link_error_quark ())
GQuark steady_link_error_quark (void);

typedef enum SteadyLinkError
{
  STEADY_LINK_ERROR_SOCKET
} SteadyLinkError;

enum
{
  STEADY_LINK_CLIENTS_MAX = 16,
  STEADY_LINK_ALL = STEADY_LINK_CLIENTS_MAX, /* as a client's number: every one */
  /* … and with a SteadyRole added: every one of that role */
  STEADY_LINK_ROLE = STEADY_LINK_CLIENTS_MAX
};

/* One connected client, as handlers see it. */
typedef struct SteadyLinkPeer
{
  unsigned   number; /* below STEADY_LINK_CLIENTS_MAX; used again after it has left */
  SteadyRole role;
  bool       control; /* the one console whose commands count */
} SteadyLinkPeer;

/* What the engine does when something happens on the link; called from within
 * steady_link_server_poll (). */
typedef struct SteadyLinkHandler
{
  void *data;
  /* The JSON text of WELCOME; free with g_free (). */
  char *(*welcome) (void *data, const SteadyLinkPeer *peer);
  /* After WELCOME: sends all that a client which was away must know. */
  void (*arrived) (void *data, const SteadyLinkPeer *peer);
  void (*frame) (void *data, const SteadyLinkPeer *peer, const SteadyFrame *frame);
  /* @clean: it said BYE. */
  void (*left) (void *data, const SteadyLinkPeer *peer, bool clean);
  /* Why nobody of @role is welcome, or NULL; may be left out. */
  const char *(*refuse) (void *data, SteadyRole role);
} SteadyLinkHandler;

/* The engine's end of the link: all clients, none of which can make it wait. */
typedef struct SteadyLinkServer SteadyLinkServer;

int               steady_link_server_listen (const char *path, GError **error);
bool              steady_link_server_is_listening (int fd);
SteadyLinkServer *steady_link_server_new (int                      listen_fd,
                                          const SteadyLinkHandler *handler);
void              steady_link_server_free (SteadyLinkServer *self);
void              steady_link_server_poll (SteadyLinkServer *self,
                                           int               wake_fd,
                                           int               timeout_ms,
                                           SteadyInstant     real_now);
void              steady_link_server_send (SteadyLinkServer        *self,
                                           unsigned                 client,
                                           const SteadyFrameHeader *header,
                                           const void              *payload,
                                           size_t                   length);
void              steady_link_server_send_json (SteadyLinkServer *self,
                                                unsigned          client,
                                                SteadyFrameType   type,
                                                SteadyInstant     t,
                                                const char       *text);
void              steady_link_server_drop_all (SteadyLinkServer *self);
unsigned steady_link_server_count (const SteadyLinkServer *self, SteadyRole role);
