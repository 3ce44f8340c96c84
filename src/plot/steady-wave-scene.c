/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-wave-scene.h"

#include <math.h>
#include <string.h>

#include <glib.h>

/* Rectangles in the making. */
typedef struct RectList
{
  const SteadyWaveScene *scene;
  SteadyWaveRect        *rects;
  unsigned               count;
} RectList;

/* Makes an empty scene. Thread: the owner's. */
void
steady_wave_scene_init (SteadyWaveScene *self)
{
  memset (self, 0, sizeof *self);
  self->sweep_s = 10;
  self->line_width = 1.5f;
  self->stale_colour = 0x808080;
  self->redraw = true;
}

/* Frees what the scene holds. Thread: the owner's. */
void
steady_wave_scene_finish (SteadyWaveScene *self)
{
  for (unsigned i = 0; i < self->count; i++)
    steady_wave_ring_finish (&self->traces[i].ring);
  self->count = 0;
}

/* Everything must be drawn anew. Thread: the owner's. */
void
steady_wave_scene_redraw (SteadyWaveScene *self)
{
  self->redraw = true;
}

/* How far from the middle of a line its last trace of colour lies, in pixels.
 * Thread: the owner's. */
float
steady_wave_scene_reach (const SteadyWaveScene *self)
{
  return self->line_width * 0.5f + 0.5f;
}

/* Width of the empty bar before the newest sample, in columns. Thread: the owner's. */
int64_t
steady_wave_scene_bar (const SteadyWaveScene *self)
{
  int64_t bar = self->width / 50;
  int64_t least = 8 + (int64_t) ceilf (2 * steady_wave_scene_reach (self));
  return MIN (MAX (bar, least), (int64_t) self->width / 2);
}

/* Samples of one sweep, and those at its ends that a line's width reaches. */
static unsigned
samples_needed (const SteadyWaveScene *self, const SteadyWaveTrace *trace)
{
  double samples = ceil (trace->rate_hz * self->sweep_s) + 64;
  if (trace->step > 0)
    samples += 4 * ceil (steady_wave_scene_reach (self) / trace->step);
  return (unsigned) MIN (samples, 16.0 * 1024 * 1024);
}

/* The rows share the height by weight, each at least one pixel high where there are
 * enough. */
static void
lay_out (SteadyWaveScene *self)
{
  double total = 0;
  for (unsigned i = 0; i < self->count; i++)
    total += self->traces[i].weight;

  double sum = 0;
  for (unsigned i = 0; i < self->count; i++)
    {
      SteadyWaveTrace *trace = &self->traces[i];
      trace->top = (int) floor (sum / total * self->height + 0.5);
      sum += trace->weight;
      trace->bottom = i + 1 == self->count
                          ? (int) self->height
                          : (int) floor (sum / total * self->height + 0.5);
      trace->step = self->width / (trace->rate_hz * self->sweep_s);
    }
}

static void
find_head (SteadyWaveScene *self)
{
  self->has_head = false;
  for (unsigned i = 0; i < self->count; i++)
    {
      const SteadyWaveTrace *trace = &self->traces[i];
      if (trace->ring.begin == trace->ring.end)
        continue;
      double x = (double) (trace->ring.end - 1) * trace->step;
      if (!self->has_head || x > self->head)
        self->head = x;
      self->has_head = true;
    }
}

/* Size, sweep or line width changed: rows, rings and the head follow. */
static void
adjust (SteadyWaveScene *self)
{
  lay_out (self);
  for (unsigned i = 0; i < self->count; i++)
    {
      SteadyWaveTrace *trace = &self->traces[i];
      steady_wave_ring_grow (&trace->ring, samples_needed (self, trace));
      trace->fresh_from = trace->ring.begin;
      trace->fresh_to = trace->ring.end;
    }
  find_head (self);
  self->redraw = true;
}

/* Forgets every sample and keeps the traces. Thread: the owner's. */
void
steady_wave_scene_clear (SteadyWaveScene *self)
{
  for (unsigned i = 0; i < self->count; i++)
    {
      SteadyWaveTrace *trace = &self->traces[i];
      steady_wave_ring_clear (&trace->ring);
      trace->dirty_from = trace->dirty_to = 0;
      trace->fresh_from = trace->fresh_to = 0;
    }
  self->has_head = false;
  self->redraw = true;
}

/* Takes over the samples of a channel that stays. */
static bool
keep_ring (SteadyWaveTrace *old, unsigned count, SteadyWaveTrace *trace)
{
  for (unsigned i = 0; i < count; i++)
    if (old[i].ring.values && old[i].channel == trace->channel &&
        fabs (old[i].rate_hz - trace->rate_hz) < 1e-9)
      {
        trace->ring = old[i].ring;
        old[i].ring.values = NULL;
        return true;
      }
  return false;
}

/* Sets what is drawn in each row; of @traces the fields down to the colour count.
 * Channels that were shown before keep their samples. Thread: the owner's. */
void
steady_wave_scene_set_traces (SteadyWaveScene       *self,
                              const SteadyWaveTrace *traces,
                              unsigned               count)
{
  SteadyWaveTrace old[STEADY_WAVE_TRACES_MAX];
  unsigned        old_count = self->count;
  memcpy (old, self->traces, sizeof old);

  self->count = MIN (count, STEADY_WAVE_TRACES_MAX);
  for (unsigned i = 0; i < self->count; i++)
    {
      SteadyWaveTrace *trace = &self->traces[i];
      *trace = traces[i];
      if (!(trace->rate_hz > 0.01))
        trace->rate_hz = 0.01;
      if (!(trace->weight > 0))
        trace->weight = 1;
      trace->step = 0;
      trace->dirty_from = trace->dirty_to = 0;
      if (!keep_ring (old, old_count, trace))
        steady_wave_ring_init (&trace->ring, samples_needed (self, trace));
    }
  for (unsigned i = 0; i < old_count; i++)
    if (old[i].ring.values)
      steady_wave_ring_finish (&old[i].ring);
  adjust (self);
}

/* Sets the size of the picture in its own pixels. Thread: the owner's. */
void
steady_wave_scene_set_size (SteadyWaveScene *self, unsigned width, unsigned height)
{
  if (width == self->width && height == self->height)
    return;
  self->width = width;
  self->height = height;
  adjust (self);
}

/* Sets how many seconds the width shows. Thread: the owner's. */
void
steady_wave_scene_set_sweep (SteadyWaveScene *self, double seconds)
{
  self->sweep_s = CLAMP (seconds, 0.5, 3600);
  adjust (self);
}

static void
widen (int64_t *from, int64_t *to, int64_t low, int64_t high)
{
  if (*from >= *to)
    {
      *from = low;
      *to = high;
      return;
    }
  *from = MIN (*from, low);
  *to = MAX (*to, high);
}

/*
 * Takes samples of the trace at place @trace; see steady_wave_ring_push. Samples that
 * start a new time line clear the other traces too, since they share the time axis.
 *
 * Returns: whether there is anything new to draw. Thread: the owner's.
 */
bool
steady_wave_scene_push (SteadyWaveScene *self,
                        unsigned         trace_place,
                        int64_t          first_index,
                        const float     *values,
                        unsigned         count)
{
  SteadyWaveTrace *trace = &self->traces[trace_place];
  int64_t          from = 0;
  int64_t          to = 0;
  SteadyWavePush   result =
      steady_wave_ring_push (&trace->ring, first_index, values, count, &from, &to);

  if (result == STEADY_WAVE_PUSH_NOTHING)
    return false;
  if (result == STEADY_WAVE_PUSH_RESTARTED)
    {
      steady_wave_scene_clear (self);
      steady_wave_ring_push (&trace->ring, first_index, values, count, &from, &to);
    }

  widen (&trace->dirty_from, &trace->dirty_to, from, to);
  widen (&trace->fresh_from, &trace->fresh_to, from, to);
  double x = (double) (trace->ring.end - 1) * trace->step;
  if (!self->has_head || x > self->head)
    self->head = x;
  self->has_head = true;
  return true;
}

/* Adds columns [first, last] of the endless row, cut where the picture ends. */
static void
add (RectList *list, unsigned trace, int64_t first, int64_t last, bool blank)
{
  int64_t width = list->scene->width;

  while (first <= last)
    {
      int64_t place = first % width;
      if (place < 0)
        place += width;
      int64_t run = MIN (last - first + 1, width - place);

      SteadyWaveRect *rect = &list->rects[list->count++];
      rect->trace = trace;
      rect->left = (int) place;
      rect->right = (int) (place + run);
      rect->column = first;
      rect->blank = blank;
      first += run;
    }
}

static void
add_everything (RectList *list, unsigned trace, int64_t newest)
{
  const SteadyWaveScene *scene = list->scene;

  if (!scene->has_head)
    {
      add (list, trace, 0, (int64_t) scene->width - 1, true);
      return;
    }
  int64_t bar = steady_wave_scene_bar (scene);
  add (list, trace, newest + bar - (int64_t) scene->width + 1, newest, false);
  add (list, trace, newest + 1, newest + bar, true);
}

/* What the head's way and the trace's new samples changed in one row. */
static void
add_changes (RectList *list, unsigned trace_place, int64_t newest)
{
  const SteadyWaveScene *scene = list->scene;
  const SteadyWaveTrace *trace = &scene->traces[trace_place];
  int64_t                bar = steady_wave_scene_bar (scene);
  int64_t                oldest = newest + bar - (int64_t) scene->width + 1;
  int64_t                first = scene->last_column + 1;

  add (list, trace_place, first + bar, newest + bar, true);

  if (trace->dirty_from < trace->dirty_to)
    {
      double  reach = steady_wave_scene_reach (scene);
      double  from = (double) (trace->dirty_from - 1) * trace->step - reach;
      double  to = (double) trace->dirty_to * trace->step + reach;
      int64_t dirty_first = MAX ((int64_t) floor (from), oldest);
      int64_t dirty_last = MIN ((int64_t) floor (to), newest);
      if (dirty_last + 1 >= first)
        first = MIN (first, dirty_first);
      else
        add (list, trace_place, dirty_first, dirty_last, false);
    }
  add (list, trace_place, MAX (first, oldest), newest, false);
}

/*
 * Works out which parts of the picture must be drawn to bring it up to date and counts
 * them as drawn. @ret_rects has room for STEADY_WAVE_RECTS_MAX.
 *
 * Returns: their number. Thread: the owner's.
 */
unsigned
steady_wave_scene_take_damage (SteadyWaveScene *self, SteadyWaveRect *ret_rects)
{
  if (self->width == 0 || self->height == 0)
    return 0;

  int64_t  newest = 0;
  RectList list = { .scene = self, .rects = ret_rects };

  if (self->has_head)
    newest = (int64_t) floor (self->head + (double) steady_wave_scene_reach (self));
  bool everything = self->redraw || !self->has_head || newest < self->last_column ||
                    newest - self->last_column >=
                        (int64_t) self->width - steady_wave_scene_bar (self);

  for (unsigned i = 0; i < self->count; i++)
    {
      if (everything)
        add_everything (&list, i, newest);
      else
        add_changes (&list, i, newest);
      self->traces[i].dirty_from = self->traces[i].dirty_to = 0;
    }
  self->redraw = !self->has_head;
  self->last_column = newest;
  return list.count;
}
