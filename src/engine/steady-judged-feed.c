/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-judged-feed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "base/steady-clock.h"
#include "base/steady-require.h"
#include "casefile/steady-case-judged.h"

enum
{
  ROWS = 128, /* of one piece: about two minutes */
  SLOTS = 3   /* one is told, the others are read meanwhile */
};

/* A piece: written by the thread while it is not full, read by the owner while it is.
 */
typedef struct Slot
{
  GByteArray *bytes;
  atomic_bool full;
} Slot;

struct SteadyJudgedFeed
{
  SteadyCaseReader *reader; /* the thread's */
  int64_t           next_id;
  pthread_t         thread;
  Slot              slots[SLOTS];
  unsigned          at;    /* the owner's: which slot comes next */
  bool              taken; /* … the one before is told now */
  atomic_bool       ended;
  atomic_bool       failed;
  atomic_bool       stop;
};

static void
nap (void)
{
  const struct timespec span = { .tv_nsec = 200 * STEADY_NSEC_PER_USEC };
  nanosleep (&span, NULL);
}

static bool
fill (SteadyJudgedFeed *self, Slot *slot)
{
  g_autoptr (GError) error = NULL;
  unsigned count = 0;

  g_byte_array_set_size (slot->bytes, 0);
  if (!steady_case_reader_judged_rows (self->reader,
                                       self->next_id,
                                       ROWS,
                                       slot->bytes,
                                       &self->next_id,
                                       &count,
                                       &error))
    {
      fprintf (stderr, "steady-engine: %s\n", error->message);
      atomic_store (&self->failed, true);
      return false;
    }
  return count > 0;
}

static void *
read_ahead (void *data)
{
  SteadyJudgedFeed *self = data;

  for (unsigned i = 0;; i = (i + 1) % SLOTS)
    {
      Slot *slot = &self->slots[i];
      while (atomic_load (&slot->full))
        {
          if (atomic_load (&self->stop))
            return NULL;
          nap ();
        }
      if (atomic_load (&self->stop) || !fill (self, slot))
        break;
      atomic_store (&slot->full, true);
    }
  atomic_store (&self->ended, true);
  return NULL;
}

/*
 * Reads from row @from_id on; 0: from the first row that can be read by itself.
 *
 * Thread: main, before the tick starts.
 */
SteadyJudgedFeed *
steady_judged_feed_new (const char *case_file, int64_t from_id, GError **error)
{
  SteadyCaseReader *reader = steady_case_reader_open (case_file, error);

  if (reader == NULL)
    return NULL;
  SteadyJudgedFeed *self = g_new0 (SteadyJudgedFeed, 1);
  self->reader = reader;
  self->next_id = from_id;
  for (unsigned i = 0; i < SLOTS; i++)
    {
      self->slots[i].bytes = g_byte_array_new ();
      atomic_init (&self->slots[i].full, false);
    }
  atomic_init (&self->ended, false);
  atomic_init (&self->failed, false);
  atomic_init (&self->stop, false);
  steady_require (pthread_create (&self->thread, NULL, read_ahead, self) == 0);
  return self;
}

/* Accepts NULL. Thread: main, after the tick has ended. */
void
steady_judged_feed_free (SteadyJudgedFeed *self)
{
  if (self == NULL)
    return;
  atomic_store (&self->stop, true);
  pthread_join (self->thread, NULL);
  for (unsigned i = 0; i < SLOTS; i++)
    g_byte_array_unref (self->slots[i].bytes);
  steady_case_reader_free (self->reader);
  g_free (self);
}

/*
 * The next piece, waited for where the thread is behind: a playback may be late, but it
 * leaves nothing out. It stays until the next call. A SteadyAlarmPiece.
 *
 * Thread: tick. Does not allocate or lock.
 */
bool
steady_judged_feed_next (void *data, const uint8_t **ret_bytes, size_t *ret_size)
{
  SteadyJudgedFeed *self = data;

  if (self->taken)
    {
      atomic_store (&self->slots[self->at].full, false);
      self->at = (self->at + 1) % SLOTS;
      self->taken = false;
    }
  Slot *slot = &self->slots[self->at];
  while (!atomic_load (&slot->full))
    {
      /* in this order: what was read last is told, too */
      const bool ended = atomic_load (&self->ended);
      if (ended && !atomic_load (&slot->full))
        return false;
      if (!ended)
        nap ();
    }
  self->taken = true;
  *ret_bytes = slot->bytes->data;
  *ret_size = slot->bytes->len;
  return true;
}

/* Whether it ended since the rest cannot be read. Thread: any. */
bool
steady_judged_feed_failed (const SteadyJudgedFeed *self)
{
  return atomic_load (&self->failed);
}
