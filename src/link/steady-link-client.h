/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "link/steady-frame.h"

/*
 * The client's end of the link: connects, says HELLO, puts long JSON together again.
 * Never blocks. The owner polls the descriptor (or calls it every 100 ms) and connects
 * again when it was closed.
 */
typedef struct SteadyLinkClient SteadyLinkClient;

SteadyLinkClient *steady_link_client_new (const char *socket_path, SteadyRole role);
void              steady_link_client_free (SteadyLinkClient *self);
bool              steady_link_client_connect (
                 SteadyLinkClient *self); /* true: connected (HELLO is on its way) */
bool steady_link_client_connected (const SteadyLinkClient *self);
int  steady_link_client_fd (const SteadyLinkClient *self); /* -1 when closed */
bool
     steady_link_client_receive (SteadyLinkClient *self,
                                 SteadyFrame *ret_frame); /* false: nothing now, or closed */
bool steady_link_client_send (SteadyLinkClient *self,
                              SteadyFrameType   type,
                              const void       *payload,
                              size_t            length);
