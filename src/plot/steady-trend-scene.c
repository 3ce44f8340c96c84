/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-trend-scene.h"

#include <string.h>

#include <glib.h>

#include "plot/steady-wave-ring.h"

/* Makes an empty scene. Thread: the owner's. */
void
steady_trend_scene_init (SteadyTrendScene *self)
{
  memset (self, 0, sizeof *self);
  self->line_width = 1.5f;
  self->stale_colour = 0x808080;
}

/* Frees what the scene holds. Thread: the owner's. */
void
steady_trend_scene_finish (SteadyTrendScene *self)
{
  for (unsigned i = 0; i < self->count; i++)
    g_clear_pointer (&self->traces[i].columns, g_free);
  self->count = 0;
}

/* The rows of the picture, [*@ret_top, *@ret_bottom), that @row takes. Thread: the
 * owner's. */
void
steady_trend_scene_row (const SteadyTrendScene *self,
                        unsigned                row,
                        int                    *ret_top,
                        int                    *ret_bottom)
{
  unsigned head = MIN (self->head, self->height);
  unsigned rows = MAX (self->row_count, 1);
  unsigned body = self->height - head;

  *ret_top = (int) (head + body * row / rows);
  *ret_bottom = (int) (head + body * (row + 1) / rows);
}

static void
lay_out (SteadyTrendScene *self)
{
  self->row_count = 0;
  for (unsigned i = 0; i < self->count; i++)
    self->row_count = MAX (self->row_count, self->traces[i].row + 1);
  for (unsigned i = 0; i < self->count; i++)
    steady_trend_scene_row (
        self, self->traces[i].row, &self->traces[i].top, &self->traces[i].bottom);
}

/* Sets what is drawn; of @traces the fields down to the colour count. Channels that
 * were shown before keep their data. Thread: the owner's. */
void
steady_trend_scene_set_traces (SteadyTrendScene       *self,
                               const SteadyTrendTrace *traces,
                               unsigned                count)
{
  SteadyTrendTrace old[STEADY_TREND_TRACES_MAX];
  unsigned         old_count = self->count;
  memcpy (old, self->traces, sizeof old);

  self->count = MIN (count, STEADY_TREND_TRACES_MAX);
  for (unsigned i = 0; i < self->count; i++)
    {
      SteadyTrendTrace *trace = &self->traces[i];
      *trace = traces[i];
      trace->row = MIN (trace->row, STEADY_TREND_TRACES_MAX - 1);
      trace->columns = NULL;
      trace->column_count = 0;
      for (unsigned j = 0; j < old_count; j++)
        if (old[j].columns && old[j].channel == trace->channel)
          {
            trace->columns = g_steal_pointer (&old[j].columns);
            trace->column_count = old[j].column_count;
            break;
          }
    }
  for (unsigned j = 0; j < old_count; j++)
    g_free (old[j].columns);
  lay_out (self);
}

/* Sets the size of the picture and of the strip above its rows. Thread: the owner's. */
void
steady_trend_scene_set_size (SteadyTrendScene *self,
                             unsigned          width,
                             unsigned          height,
                             unsigned          head)
{
  self->width = width;
  self->height = height;
  self->head = head;
  lay_out (self);
}

static float
middle_of (const SteadyTrendColumn *column)
{
  return 0.5f * (column->low + column->high);
}

/* Joins two columns with samples over the @between columns that hold none. */
static void
join (SteadyTrendColumn *columns, unsigned from, unsigned to)
{
  float start = middle_of (&columns[from]);
  float rise = middle_of (&columns[to]) - start;

  for (unsigned i = from + 1; i < to; i++)
    columns[i].low = columns[i].high =
        start + rise * ((float) (i - from) / (float) (to - from));
}

/*
 * Sets the data of the trace at place @trace, one envelope a column. Up to @bridge
 * columns without samples between two with samples are joined by a straight line, as
 * where a column is shorter than the time between two samples; a wider hole stays one.
 * Thread: the owner's.
 */
void
steady_trend_scene_set_data (SteadyTrendScene     *self,
                             unsigned              trace_place,
                             const SteadyEnvelope *columns,
                             unsigned              count,
                             unsigned              bridge)
{
  SteadyTrendTrace *trace = &self->traces[trace_place];
  unsigned          last = 0;
  bool              any = false;

  if (count != trace->column_count)
    trace->columns = g_renew (SteadyTrendColumn, trace->columns, count);
  trace->column_count = count;
  for (unsigned i = 0; i < count; i++)
    {
      if (columns[i].count == 0)
        {
          trace->columns[i].low = trace->columns[i].high = STEADY_WAVE_MISSING;
          continue;
        }
      trace->columns[i].low = columns[i].low;
      trace->columns[i].high = columns[i].high;
      if (any && i - last > 1 && i - last - 1 <= bridge)
        join (trace->columns, last, i);
      last = i;
      any = true;
    }
}
