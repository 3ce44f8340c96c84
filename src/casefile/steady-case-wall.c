/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-wall.h"

#include <stdlib.h>

#include "casefile/steady-case-record.h"

/*
 * A case counts its own time, which no clock can turn. What the wall clock showed
 * stands in its rows "clock", one a minute and one at every step; each holds from its
 * instant on until the next, the first also before it. A time of day is found by them
 * and never by the beginning of the case alone: after a step it is what people then
 * saw.
 *
 * The time of a training case is the simulated one, which runs as fast as it is told;
 * there the rows tell only when it was computed, and its times of day go on from its
 * beginning.
 */
enum
{
  BATCH = 256,
  ROWS_MOST = 1000000 /* of a damaged case */
};

/* Rows that differ by less say the same. */
#define SAME STEADY_NSEC_PER_MSEC

/* From @t on the clock was @ahead of the case's own time. */
typedef struct Stretch
{
  SteadyInstant t;
  int64_t       ahead;
} Stretch;

struct SteadyCaseWall
{
  GArray *stretches; /* of Stretch, at least one */
  GArray *steps;     /* of SteadyCaseWallStep */
};

static void
take_row (SteadyCaseWall *self, const SteadyCaseClock *row, bool *first)
{
  Stretch *last = &g_array_index (self->stretches, Stretch, self->stretches->len - 1);
  const Stretch next = { row->t, row->utc_ns - row->t };
  const int64_t by = next.ahead - last->ahead;

  if (row->utc_ns <= 0 || (!*first && row->t < last->t))
    return;
  if (*first)
    last->ahead = next.ahead;
  else if (llabs (by) >= SAME)
    g_array_append_val (self->stretches, next);
  if (!*first && llabs (by) >= STEADY_CASE_CLOCK_TOLD)
    {
      const SteadyCaseWallStep step = { row->t, by };
      g_array_append_val (self->steps, step);
    }
  *first = false;
}

static bool
read_rows (SteadyCaseWall *self, SteadyCaseReader *reader, GError **error)
{
  SteadyCaseClock rows[BATCH];
  unsigned        count = BATCH;
  int64_t         after = 0;
  bool            first = true;

  for (unsigned all = 0; count == BATCH && all < ROWS_MOST; all += count)
    {
      if (!steady_case_reader_clocks (reader, after, rows, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        take_row (self, &rows[i], &first);
      after = count > 0 ? rows[count - 1].id : after;
    }
  return true;
}

/*
 * Reads what the wall clock showed during the case of @reader. Free with
 * steady_case_wall_free ().
 *
 * Thread: the reader's.
 */
SteadyCaseWall *
steady_case_wall_read (SteadyCaseReader *reader, GError **error)
{
  g_autoptr (SteadyCaseWall) self = g_new0 (SteadyCaseWall, 1);
  SteadyCaseSpan span;

  self->stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  self->steps = g_array_new (FALSE, FALSE, sizeof (SteadyCaseWallStep));
  if (!steady_case_reader_span (reader, &span, error))
    return NULL;
  const Stretch whole = { span.start, span.start_utc - span.start };
  g_array_append_val (self->stretches, whole);
  if (steady_case_reader_mode (reader) != STEADY_MODE_TRAINING &&
      !read_rows (self, reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Another one that says the same. Accepts NULL. Thread: any. */
SteadyCaseWall *
steady_case_wall_copy (const SteadyCaseWall *self)
{
  SteadyCaseWall *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (SteadyCaseWall, 1);
  copy->stretches = g_array_copy (self->stretches);
  copy->steps = g_array_copy (self->steps);
  return copy;
}

/* Accepts NULL. Thread: any. */
void
steady_case_wall_free (SteadyCaseWall *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->stretches);
  g_array_unref (self->steps);
  g_free (self);
}

/* What the wall clock showed at @t, in ns since 1970. Thread: any. */
int64_t
steady_case_wall_utc (const SteadyCaseWall *self, SteadyInstant t)
{
  guint low = 0, high = self->stretches->len;

  while (high - low > 1)
    {
      const guint middle = low + (high - low) / 2;
      if (g_array_index (self->stretches, Stretch, middle).t <= t)
        low = middle;
      else
        high = middle;
    }
  return t + g_array_index (self->stretches, Stretch, low).ahead;
}

/* When it was set by STEADY_CASE_CLOCK_TOLD or more, in the order of time. Thread: any.
 */
const SteadyCaseWallStep *
steady_case_wall_steps (const SteadyCaseWall *self, unsigned *ret_count)
{
  *ret_count = self->steps->len;
  return (const SteadyCaseWallStep *) (void *) self->steps->data;
}

/*
 * Whether one of the @count @events of the case tells @step. Cases of before there was
 * such an event have none, and neither has one whose clock was set while nothing was
 * recorded.
 *
 * Thread: any.
 */
bool
steady_case_wall_is_told (const SteadyCaseWallStep *step,
                          const SteadyCaseEvent    *events,
                          unsigned                  count)
{
  for (unsigned i = 0; i < count; i++)
    if (events[i].event == STEADY_EVENT_CLOCK_SET &&
        llabs (events[i].t - step->t) < STEADY_NSEC_PER_SEC)
      return true;
  return false;
}
