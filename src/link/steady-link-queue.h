/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "link/steady-frame.h"

enum
{
  STEADY_LINK_QUEUE_MAX = 1024 * 1024 /* bytes that may wait for one client */
};

/* Frames that wait for one slow client, oldest first. */
typedef struct SteadyLinkQueue
{
  GQueue   frames; /* of GBytes: a whole frame */
  size_t   bytes;
  uint32_t sequence; /* of the next frame */
  uint64_t dropped;  /* frames left out, ever */
} SteadyLinkQueue;

void        steady_link_queue_init (SteadyLinkQueue *self);
void        steady_link_queue_finish (SteadyLinkQueue *self);
bool        steady_link_queue_add (SteadyLinkQueue         *self,
                                   const SteadyFrameHeader *header,
                                   const void              *payload,
                                   size_t                   length);
const void *steady_link_queue_first (const SteadyLinkQueue *self, size_t *ret_length);
void        steady_link_queue_sent (SteadyLinkQueue *self);
