/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link/steady-link-queue.h"

#include <string.h>

/* Thread: the owner's, as for all functions of a queue. */
void
steady_link_queue_init (SteadyLinkQueue *self)
{
  *self = (SteadyLinkQueue){ 0 };
  g_queue_init (&self->frames);
}

/* Thread: the owner's. */
void
steady_link_queue_finish (SteadyLinkQueue *self)
{
  g_queue_clear_full (&self->frames, (GDestroyNotify) g_bytes_unref);
  self->bytes = 0;
}

static unsigned
type_of (const GBytes *frame)
{
  SteadyFrameHeader header;
  memcpy (&header, g_bytes_get_data ((GBytes *) frame, NULL), sizeof header);
  return header.type;
}

/* Leaves out the oldest waveforms until @length fits. */
static void
make_room (SteadyLinkQueue *self, size_t length)
{
  GList *next;
  for (GList *at = self->frames.head;
       at != NULL && self->bytes + length > STEADY_LINK_QUEUE_MAX;
       at = next)
    {
      GBytes *frame = at->data;
      next = at->next;
      if (!steady_frame_is_droppable (type_of (frame)))
        continue;
      self->bytes -= g_bytes_get_size (frame);
      self->dropped++;
      g_bytes_unref (frame);
      g_queue_delete_link (&self->frames, at);
    }
}

/*
 * Appends a frame and gives it the next sequence number. When the queue is full,
 * waveforms are left out, which the receiver sees as a jump of the sequence. False:
 * full of frames that may not be left out, the client must be disconnected.
 *
 * Thread: the owner's.
 */
bool
steady_link_queue_add (SteadyLinkQueue         *self,
                       const SteadyFrameHeader *header,
                       const void              *payload,
                       size_t                   length)
{
  const size_t whole = sizeof *header + length;

  make_room (self, whole);
  const uint32_t sequence = self->sequence++;
  if (self->bytes + whole > STEADY_LINK_QUEUE_MAX)
    {
      self->dropped++;
      return steady_frame_is_droppable (header->type);
    }
  uint8_t          *bytes = g_malloc (whole);
  SteadyFrameHeader head = *header;
  head.length = (uint32_t) whole;
  head.sequence = sequence;
  memcpy (bytes, &head, sizeof head);
  if (length > 0)
    memcpy (bytes + sizeof head, payload, length);
  g_queue_push_tail (&self->frames, g_bytes_new_take (bytes, whole));
  self->bytes += whole;
  return true;
}

/* The oldest frame, or NULL when nothing waits. Thread: the owner's. */
const void *
steady_link_queue_first (const SteadyLinkQueue *self, size_t *ret_length)
{
  GBytes *frame = self->frames.head != NULL ? self->frames.head->data : NULL;
  return frame != NULL ? g_bytes_get_data (frame, ret_length) : NULL;
}

/* Forgets the oldest frame. Thread: the owner's. */
void
steady_link_queue_sent (SteadyLinkQueue *self)
{
  GBytes *frame = g_queue_pop_head (&self->frames);
  self->bytes -= g_bytes_get_size (frame);
  g_bytes_unref (frame);
}
