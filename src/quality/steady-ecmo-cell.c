/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-ecmo-cell.h"

#include <stdlib.h>

#include <glib.h>

static int
by_value (const void *a, const void *b)
{
  const float one = *(const float *) a, other = *(const float *) b;

  return one < other ? -1 : one > other;
}

/*
 * The median of @n seconds, their lowest and highest, and how many were valid. A median
 * and not the value at the full hour: a flush, a cough or a blood sample in that one
 * second must not stand for the hour. Seconds without a valid value count for nothing;
 * of an even number of seconds the median is between the two in the middle.
 *
 * Thread: any. Allocates.
 */
void
steady_ecmo_cell_measure (SteadyEcmoCell       *ret_cell,
                          const SteadyEnvelope *seconds,
                          unsigned              n)
{
  g_autofree float *values = g_new (float, MAX (n, 1));
  SteadyEcmoCell    cell = { .kind = STEADY_ECMO_CELL_NONE };

  for (unsigned i = 0; i < n; i++)
    {
      if (seconds[i].count == 0)
        continue;
      if (cell.count == 0 || seconds[i].low < cell.low)
        cell.low = seconds[i].low;
      if (cell.count == 0 || seconds[i].high > cell.high)
        cell.high = seconds[i].high;
      values[cell.count++] = 0.5F * (seconds[i].low + seconds[i].high);
    }
  if (cell.count > 0)
    {
      const unsigned middle = cell.count / 2;
      qsort (values, cell.count, sizeof values[0], by_value);
      cell.kind = STEADY_ECMO_CELL_MEASURED;
      cell.value = cell.count % 2 == 1
                       ? (double) values[middle]
                       : 0.5 * ((double) values[middle - 1] + (double) values[middle]);
    }
  *ret_cell = cell;
}

/* What a person entered for @at: the latest stands, the bounds hold all of the hour.
 * Thread: any. */
void
steady_ecmo_cell_enter (SteadyEcmoCell *self, SteadyInstant at, double value)
{
  if (self->kind != STEADY_ECMO_CELL_ENTERED)
    *self = (SteadyEcmoCell){ .kind = STEADY_ECMO_CELL_ENTERED,
                              .value = value,
                              .low = value,
                              .high = value,
                              .at = at };
  self->count++;
  self->low = MIN (self->low, value);
  self->high = MAX (self->high, value);
  if (at < self->at)
    return;
  self->at = at;
  self->value = value;
}

/* What a person entered adds up. Thread: any. */
void
steady_ecmo_cell_add (SteadyEcmoCell *self, SteadyInstant at, double value)
{
  if (self->kind != STEADY_ECMO_CELL_SUM)
    *self = (SteadyEcmoCell){ .kind = STEADY_ECMO_CELL_SUM, .at = at };
  self->count++;
  self->value += value;
  self->low = self->high = self->value;
  self->at = MAX (self->at, at);
}
