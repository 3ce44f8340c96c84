/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-ring.h"

#include <stdlib.h>
#include <string.h>

#include "base/steady-require.h"

typedef uint32_t Length;

/* Records start at multiples of this, so that a length word is never split. */
enum
{
  ALIGNMENT = 8
};

static size_t
slot_size (size_t length)
{
  return (sizeof (Length) + length + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
}

static void
copy_in (SteadyRing *self, uint64_t at, const void *from, size_t length)
{
  const size_t start = (size_t) at & (self->capacity - 1);
  const size_t first =
      length < self->capacity - start ? length : self->capacity - start;
  memcpy (self->bytes + start, from, first);
  memcpy (self->bytes, (const uint8_t *) from + first, length - first);
}

static void
copy_out (const SteadyRing *self, uint64_t at, void *to, size_t length)
{
  const size_t start = (size_t) at & (self->capacity - 1);
  const size_t first =
      length < self->capacity - start ? length : self->capacity - start;
  memcpy (to, self->bytes + start, first);
  memcpy ((uint8_t *) to + first, self->bytes, length - first);
}

/*
 * Takes and touches the memory. @capacity in bytes, a power of two.
 *
 * Thread: before the two threads start.
 */
void
steady_ring_init (SteadyRing *self, size_t capacity)
{
  steady_require (capacity >= 64 && (capacity & (capacity - 1)) == 0);
  self->bytes = malloc (capacity);
  steady_require (self->bytes != NULL);
  memset (self->bytes, 0, capacity);
  self->capacity = capacity;
  atomic_init (&self->head, 0);
  atomic_init (&self->tail, 0);
}

/* Thread: after both threads have ended. */
void
steady_ring_finish (SteadyRing *self)
{
  free (self->bytes);
  self->bytes = NULL;
}

/*
 * Appends one record. Returns false, with nothing written, when there is no room.
 *
 * Thread: the producer. Does not allocate or lock.
 */
bool
steady_ring_push (SteadyRing *self, const void *record, size_t length)
{
  return steady_ring_push2 (self, record, length, NULL, 0);
}

/*
 * Appends one record made of two pieces. Returns false, with nothing written, when
 * there is no room.
 *
 * Thread: the producer. Does not allocate or lock.
 */
bool
steady_ring_push2 (SteadyRing *self,
                   const void *head,
                   size_t      head_length,
                   const void *body,
                   size_t      body_length)
{
  const size_t   length = head_length + body_length;
  const size_t   slot = slot_size (length);
  const uint64_t written = atomic_load_explicit (&self->head, memory_order_relaxed);
  const uint64_t read = atomic_load_explicit (&self->tail, memory_order_acquire);

  if (slot > self->capacity - (size_t) (written - read))
    return false;
  const Length prefix = (Length) length;
  copy_in (self, written, &prefix, sizeof prefix);
  copy_in (self, written + sizeof prefix, head, head_length);
  if (body_length > 0)
    copy_in (self, written + sizeof prefix + head_length, body, body_length);
  atomic_store_explicit (&self->head, written + slot, memory_order_release);
  return true;
}

/*
 * The length in bytes of the next record, or 0 when the ring is empty.
 *
 * Thread: the consumer.
 */
size_t
steady_ring_peek (const SteadyRing *self)
{
  const uint64_t read = atomic_load_explicit (&self->tail, memory_order_relaxed);
  if (atomic_load_explicit (&self->head, memory_order_acquire) == read)
    return 0;
  Length length;
  copy_out (self, read, &length, sizeof length);
  return length;
}

/*
 * Takes the next record. Returns its length, or 0 when the ring is empty. @size must
 * hold it (see steady_ring_peek ()).
 *
 * Thread: the consumer. Does not allocate or lock.
 */
size_t
steady_ring_pop (SteadyRing *self, void *ret_record, size_t size)
{
  const size_t length = steady_ring_peek (self);
  if (length == 0)
    return 0;
  steady_require (length <= size);
  const uint64_t read = atomic_load_explicit (&self->tail, memory_order_relaxed);
  copy_out (self, read + sizeof (Length), ret_record, length);
  atomic_store_explicit (&self->tail, read + slot_size (length), memory_order_release);
  return length;
}

/* Bytes in use, prefixes included. Thread: any; a snapshot. */
size_t
steady_ring_used (const SteadyRing *self)
{
  const uint64_t read = atomic_load_explicit (&self->tail, memory_order_acquire);
  return (size_t) (atomic_load_explicit (&self->head, memory_order_acquire) - read);
}
