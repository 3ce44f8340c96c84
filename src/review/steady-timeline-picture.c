/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-timeline-picture.h"

#include <math.h>
#include <string.h>
#include <wchar.h>

#include "plot/steady-plot-sheet.h"
#include "plot/steady-plot-theme.h"
#include "plot/steady-trend-raster.h"
#include "plot/steady-trend-scene.h"
#include "plot/steady-wave-ring.h"
#include "review/steady-timeline-bands.h"

enum
{
  LANE_HEIGHT = 24, /* units */
  SCENES = STEADY_TIMELINE_TRACES / STEADY_TREND_TRACES_MAX,
  HATCH = 8,
  BLOCK = 64, /* columns that are drawn at a time, so that they stay near */
  MARK_WIDTH = 3
};

G_STATIC_ASSERT (sizeof (wchar_t) == sizeof (uint32_t)); /* a pixel, for wmemset () */

#define TICK_DISTANCE 110.0
/* One value a second, one of which may be late: closer ones are joined. */
#define BRIDGE_SECONDS 2.2

struct SteadyTimelinePicture
{
  SteadyPlotPicture   ground;
  uint32_t           *ground_colour; /* of its rows; 0: there are more than one */
  SteadyPlotPicture   picture;
  float              *scratch;
  SteadyPlotSheet    *sheet; /* @picture is drawn on it */
  SteadyTrendStrokes *strokes;
  int                 scale;
  bool                ground_old;
  unsigned            lanes; /* bits */
  SteadyTimelineRows  rows;
  SteadyTrendScene    scenes[SCENES];
  SteadyEnvelope     *stretched; /* one trace, a column a pixel */
};

/* Makes a picture without a size. Thread: main. */
SteadyTimelinePicture *
steady_timeline_picture_new (void)
{
  SteadyTimelinePicture *self = g_new0 (SteadyTimelinePicture, 1);

  self->scale = 1;
  self->ground_old = true;
  self->strokes = steady_trend_strokes_new ();
  for (unsigned i = 0; i < SCENES; i++)
    steady_trend_scene_init (&self->scenes[i]);
  return self;
}

static void
forget_pixels (SteadyTimelinePicture *self)
{
  g_clear_pointer (&self->sheet, steady_plot_sheet_free);
  g_clear_pointer (&self->ground.pixels, g_free);
  g_clear_pointer (&self->ground_colour, g_free);
  self->picture.pixels = NULL;
  g_clear_pointer (&self->scratch, g_free);
  g_clear_pointer (&self->stretched, g_free);
}

/* Thread: main. Accepts NULL. */
void
steady_timeline_picture_free (SteadyTimelinePicture *self)
{
  if (self == NULL)
    return;
  forget_pixels (self);
  for (unsigned i = 0; i < SCENES; i++)
    steady_trend_scene_finish (&self->scenes[i]);
  steady_trend_strokes_free (self->strokes);
  g_free (self);
}

/*
 * Where lanes and @rows rows stand in a picture @height pixels high. Bits of @lanes are
 * those in which anything stands; others take no room, their top is -1. Lanes keep
 * their height while they take no more than half of it; rows share the rest evenly.
 *
 * Thread: any.
 */
void
steady_timeline_rows_lay_out (
    SteadyTimelineRows *self, int height, int scale, unsigned lanes, unsigned rows)
{
  const int most = rows > 0 ? height / 2 : height;
  const int count = MAX (__builtin_popcount (lanes), 1);
  const int lane = MIN (LANE_HEIGHT * scale, most / count);
  int       head = 0;

  self->lane_height = lane;
  self->count = MIN (rows, STEADY_TIMELINE_ROWS);
  for (int i = 0; i < STEADY_TIMELINE_LANES; i++)
    {
      const bool there = (lanes & 1u << i) != 0;
      self->lane_top[i] = there ? head : -1;
      head += there ? lane : 0;
    }
  self->head = head;
  for (unsigned i = 0; i < self->count; i++)
    {
      const int64_t body = height - head;
      self->top[i] = head + (int) (body * i / self->count);
      self->bottom[i] = head + (int) (body * (i + 1) / self->count);
    }
}

/* Returns whether the size changed; then everything is drawn anew. Thread: main. */
bool
steady_timeline_picture_set_size (SteadyTimelinePicture *self,
                                  unsigned               width,
                                  unsigned               height,
                                  int                    scale)
{
  if (width == self->picture.width && height == self->picture.height &&
      scale == self->scale)
    return false;
  forget_pixels (self);
  self->scale = scale;
  self->ground.width = self->picture.width = width;
  self->ground.height = self->picture.height = height;
  if (width > 0 && height > 0)
    {
      self->ground.pixels = g_new (uint32_t, (size_t) width * height);
      self->ground_colour = g_new (uint32_t, height);
      self->scratch = g_new (float, height + 2);
      self->stretched = g_new (SteadyEnvelope, width);
      self->sheet = steady_plot_sheet_new (width, height);
    }
  steady_timeline_picture_set_rows (self, self->rows.count);
  return true;
}

/* Thread: main. */
void
steady_timeline_picture_set_rows (SteadyTimelinePicture *self, unsigned rows)
{
  steady_timeline_rows_lay_out (
      &self->rows, (int) self->picture.height, self->scale, self->lanes, rows);
  self->ground_old = true;
}

/* Bits of SteadyTimelineLane: those in which anything stands. Thread: main. */
void
steady_timeline_picture_set_lanes (SteadyTimelinePicture *self, unsigned lanes)
{
  self->lanes = lanes;
  steady_timeline_picture_set_rows (self, self->rows.count);
}

/* Theme, bands, scales or the watermark changed. Thread: main. */
void
steady_timeline_picture_ground_changed (SteadyTimelinePicture *self)
{
  self->ground_old = true;
}

/* Thread: main. */
const SteadyTimelineRows *
steady_timeline_picture_rows (const SteadyTimelinePicture *self)
{
  return &self->rows;
}

/* As it was last drawn. Thread: main. */
const SteadyPlotPicture *
steady_timeline_picture_pixels (const SteadyTimelinePicture *self)
{
  return &self->picture;
}

/* The plan's target as a band behind the traces. */
static void
paint_band (SteadyTimelinePicture *self, cairo_t *cr, const SteadyTimelineTrace *trace)
{
  GdkRGBA      colour = trace->colour;
  const double range = trace->high - trace->low;
  const double row_top = self->rows.top[trace->row];
  const double row_bottom = self->rows.bottom[trace->row];
  const double width = self->picture.width;

  if (!(trace->band_low < trace->band_high) || !(range > 0))
    return;
  const double low = CLAMP ((trace->band_low - trace->low) / range, 0, 1);
  const double high = CLAMP ((trace->band_high - trace->low) / range, 0, 1);
  const double top = row_bottom - high * (row_bottom - row_top);
  const double bottom = row_bottom - low * (row_bottom - row_top);
  if (bottom - top < 1)
    return;
  colour.alpha = 0.14f;
  steady_plot_theme_fill (cr, &colour, 0, top, width, bottom - top);
  colour.alpha = 0.40f;
  steady_plot_theme_fill (cr, &colour, 0, floor (top), width, self->scale);
  steady_plot_theme_fill (
      cr, &colour, 0, floor (bottom) - self->scale, width, self->scale);
}

/* What does not move with time: ground, edges, bands and the mark of what this is. */
static void
paint_ground (SteadyTimelinePicture     *self,
              const SteadyTimelineScene *scene,
              GtkWidget                 *font)
{
  const SteadyPlotTheme *theme = steady_plot_theme (scene->dark);
  const double           width = self->picture.width;
  cairo_surface_t       *surface =
      cairo_image_surface_create_for_data ((unsigned char *) self->ground.pixels,
                                           CAIRO_FORMAT_RGB24,
                                           (int) self->ground.width,
                                           (int) self->ground.height,
                                           (int) (self->ground.width * 4));
  cairo_t *cr = cairo_create (surface);

  steady_plot_theme_fill (cr, &theme->ground, 0, 0, width, self->picture.height);
  for (unsigned i = 0; i < STEADY_TIMELINE_LANES; i++)
    if (self->rows.lane_top[i] >= 0)
      steady_plot_theme_fill (
          cr, &theme->grid, 0, self->rows.lane_top[i], width, self->scale);
  for (unsigned i = 0; i < self->rows.count; i++)
    {
      steady_plot_theme_watermark (cr,
                                   font,
                                   scene->dark,
                                   scene->watermark,
                                   width,
                                   self->rows.top[i],
                                   self->rows.bottom[i]);
      steady_plot_theme_fill (
          cr, &theme->edge, 0, self->rows.top[i], width, self->scale);
    }
  for (unsigned i = 0; i < scene->n_traces; i++)
    if (scene->traces[i].row < self->rows.count)
      paint_band (self, cr, &scene->traces[i]);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  for (size_t i = 0; i < (size_t) self->ground.width * self->ground.height; i++)
    self->ground.pixels[i] |= 0xff000000u;
  for (unsigned y = 0; y < self->ground.height; y++)
    {
      const size_t    last = self->ground.width - 1;
      const uint32_t *row = &self->ground.pixels[(size_t) y * self->ground.width];
      const bool      plain = memcmp (row, row + 1, last * sizeof *row) == 0;
      self->ground_colour[y] = plain ? row[0] : 0;
    }
}

/* Mixes a rectangle of [left, right) × [top, bottom) with @colour. */
static void
mix (SteadyTimelinePicture *self,
     int                    left,
     int                    right,
     int                    top,
     int                    bottom,
     const GdkRGBA         *colour)
{
  const uint32_t over = steady_plot_theme_pixel (colour);
  const int      width = (int) self->picture.width;

  left = MAX (left, 0);
  right = MIN (right, width);
  bottom = MIN (bottom, (int) self->picture.height);
  if (left >= right)
    return;
  for (int y = MAX (top, 0); y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        uint32_t *pixel =
            &self->picture.pixels[(size_t) y * (size_t) width + (size_t) x];
        *pixel =
            colour->alpha >= 1 ? over : steady_trace_mix (*pixel, over, colour->alpha);
      }
}

static int
column_of (const SteadyTimelinePicture *self,
           const SteadyTimelineScene   *scene,
           SteadyInstant                t)
{
  const double x = steady_time_window_x (scene->window, t, self->picture.width);
  return (int) floor (CLAMP (x, -16.0, (double) self->picture.width + 16));
}

/* In columns [left, right) and rows [top, bottom). */
static void
draw_grid (SteadyTimelinePicture     *self,
           const SteadyTimelineScene *scene,
           int                        left,
           int                        right,
           int                        top,
           int                        bottom)
{
  const SteadyTimeWindow *window = scene->window;
  const SteadySpan        step =
      steady_time_window_tick (steady_time_window_span (window),
                               (double) self->picture.width / self->scale,
                               TICK_DISTANCE);
  const SteadySpan before = (window->from - window->first) / step * step;

  for (SteadyInstant t = window->first + before; step > 0 && t < window->to; t += step)
    {
      const int x = column_of (self, scene, t);
      mix (self,
           MAX (x, left),
           MIN (x + self->scale, right),
           top,
           bottom,
           &steady_plot_theme (scene->dark)->grid);
    }
}

/* A timer's stretch: a bar beside those that ran at the same time. */
static void
draw_stretch (SteadyTimelinePicture    *self,
              const SteadyTimelineMark *mark,
              int                       left,
              int                       right)
{
  const int room = self->rows.lane_height - 2 * self->scale;
  const int foot = self->rows.lane_top[mark->lane] + self->rows.lane_height;
  const int track = (int) MIN (mark->track, STEADY_TIMELINE_TRACKS - 1u);
  const int bottom = foot - room * track / STEADY_TIMELINE_TRACKS;
  const int top = foot - room * (track + 1) / STEADY_TIMELINE_TRACKS + self->scale;
  GdkRGBA   colour = mark->colour;

  colour.alpha = 0.30f;
  mix (self, left, MAX (right, left + self->scale), top, bottom, &colour);
  colour.alpha = 0.9f;
  mix (self, left, left + 2 * self->scale, top, bottom, &colour);
}

/* A moment is a tick as wide as it can be hit with the eye; a span is as long as it
 * was. */
static void
draw_mark (SteadyTimelinePicture     *self,
           const SteadyTimelineScene *scene,
           const SteadyTimelineMark  *mark)
{
  const int left = column_of (self, scene, mark->from);
  const int right = mark->to > mark->from ? column_of (self, scene, mark->to) : left;
  const int top = self->rows.lane_top[mark->lane] + 4 * self->scale;
  const int bottom =
      self->rows.lane_top[mark->lane] + self->rows.lane_height - 3 * self->scale;
  GdkRGBA colour = mark->colour;

  if (mark->lane == STEADY_TIMELINE_TIMERS)
    {
      draw_stretch (self, mark, left, right);
      return;
    }
  colour.alpha = mark->lane == STEADY_TIMELINE_PHASES ? 0.35f
                 : mark->withdrawn                    ? 0.35f
                                                      : 1;
  if (mark->lane == STEADY_TIMELINE_PHASES)
    mix (self,
         left,
         right,
         self->rows.lane_top[STEADY_TIMELINE_PHASES],
         self->rows.lane_top[STEADY_TIMELINE_PHASES] + self->rows.lane_height,
         &colour);
  else
    mix (
        self, left, MAX (right, left + MARK_WIDTH * self->scale), top, bottom, &colour);
}

/* Alarms of a lower priority first, so that a high one is never hidden. */
static void
draw_marks (SteadyTimelinePicture *self, const SteadyTimelineScene *scene)
{
  for (int priority = 0; priority <= STEADY_PRIORITY_HIGH; priority++)
    for (unsigned i = 0; i < scene->n_marks; i++)
      {
        const SteadyTimelineMark *mark = &scene->marks[i];
        if (mark->from >= scene->window->to)
          break;
        if ((int) mark->priority == priority &&
            MAX (mark->to, mark->from) >= scene->window->from)
          draw_mark (self, scene, mark);
      }
}

/* What a person said not to trust is hatched; it stays where it is. */
static void
draw_artefact (SteadyTimelinePicture        *self,
               const SteadyTimelineScene    *scene,
               const SteadyTimelineArtefact *artefact)
{
  const SteadyPlotTheme *theme = steady_plot_theme (scene->dark);
  const uint32_t         over = steady_plot_theme_pixel (&theme->quiet);
  const int              width = (int) self->picture.width;
  const int left = CLAMP (column_of (self, scene, artefact->from), 0, width);
  const int right = CLAMP (column_of (self, scene, artefact->to) + 1, 0, width);

  for (unsigned i = 0; i < scene->n_traces; i++)
    {
      const unsigned row = scene->traces[i].row;
      if (scene->traces[i].channel.channel != artefact->channel ||
          row >= self->rows.count)
        continue;
      for (int y = self->rows.top[row]; y < self->rows.bottom[row]; y++)
        for (int x = left; x < right; x++)
          {
            uint32_t *pixel =
                &self->picture.pixels[(size_t) y * (size_t) width + (size_t) x];
            if ((x + y) % (HATCH * self->scale) < 2 * self->scale)
              *pixel = steady_trace_mix (*pixel, over, 0.7f);
          }
    }
}

/* Sets the rows of the traces that @place scenes of sixteen hold. */
static void
set_traces (SteadyTimelinePicture     *self,
            const SteadyTimelineScene *scene,
            unsigned                   place)
{
  SteadyTrendScene *trends = &self->scenes[place];
  SteadyTrendTrace  fresh[STEADY_TREND_TRACES_MAX] = { 0 };
  unsigned          count = 0;

  for (unsigned i = place * STEADY_TREND_TRACES_MAX;
       i < scene->n_traces && count < STEADY_TREND_TRACES_MAX;
       i++)
    fresh[count++] = (SteadyTrendTrace){
      .channel = scene->traces[i].channel.channel,
      .row = scene->traces[i].row,
      .low = scene->traces[i].low,
      .high = scene->traces[i].high,
      .colour = steady_plot_theme_pixel (&scene->traces[i].colour),
    };
  trends->line_width = 1.5f * (float) self->scale;
  steady_trend_scene_set_size (trends, self->picture.width, self->picture.height, 0);
  steady_trend_scene_set_traces (trends, fresh, count);
  for (unsigned i = 0; i < count; i++)
    {
      const unsigned row = MIN (fresh[i].row, STEADY_TIMELINE_ROWS - 1u);
      trends->traces[i].top = row < self->rows.count ? self->rows.top[row] : 0;
      trends->traces[i].bottom = row < self->rows.count ? self->rows.bottom[row] : 0;
    }
}

/* What was read, in the columns of the window: the same where the window did not move
 * since it was asked; else nearly, until the next answer comes. */
static const SteadyEnvelope *
stretch (SteadyTimelinePicture     *self,
         const SteadyTimelineScene *scene,
         const SteadyEnvelope      *data)
{
  const SteadyTimelineAnswer *answer = scene->answer;
  const SteadyTimeWindow     *window = scene->window;
  const unsigned              width = self->picture.width;
  const double                span = (double) (answer->to - answer->from);

  if (answer->from == window->from && answer->to == window->to &&
      answer->columns == width)
    return data;
  const double step =
      (double) (window->to - window->from) / width / span * answer->columns;
  const double begin = (double) (window->from - answer->from) / span * answer->columns;
  for (unsigned x = 0; x < width; x++)
    {
      const double first = begin + step * x;
      const double last = first + fmax (step, 1) - 1e-6;
      self->stretched[x] = (SteadyEnvelope){ 0 };
      for (double i = fmax (floor (first), 0); i < last && i < answer->columns; i++)
        steady_envelope_merge (&self->stretched[x], &data[(unsigned) i]);
    }
  return self->stretched;
}

static unsigned
bridge_of (const SteadyTimelinePicture *self,
           const SteadyTimelineScene   *scene,
           const SteadyTimelineTrace   *trace)
{
  const double seconds = steady_span_seconds (steady_time_window_span (scene->window));

  if (trace->channel.kind != STEADY_CHANNEL_KIND_NUMERIC)
    return 0;
  return (unsigned) MIN (BRIDGE_SECONDS * self->picture.width / seconds, 1.0e6);
}

/* Sets what is drawn of the traces; of none where nothing was read yet. */
static void
set_strokes (SteadyTimelinePicture *self, const SteadyTimelineScene *scene)
{
  const SteadyTimelineAnswer *answer = scene->answer;
  unsigned                    place = 0;

  if (answer == NULL || answer->columns == 0)
    {
      steady_trend_strokes_set (self->strokes, self->scenes, 0, self->picture.width);
      return;
    }
  for (; place * STEADY_TREND_TRACES_MAX < scene->n_traces; place++)
    {
      set_traces (self, scene, place);
      for (unsigned i = 0; i < self->scenes[place].count; i++)
        {
          const SteadyTimelineTrace *trace =
              &scene->traces[place * STEADY_TREND_TRACES_MAX + i];
          bool known = false;
          for (unsigned j = 0; j < answer->n_channels && !known; j++)
            if ((known = answer->channels[j] == trace->channel.channel))
              steady_trend_scene_set_data (
                  &self->scenes[place],
                  i,
                  stretch (self, scene, answer->data + (size_t) j * answer->columns),
                  self->picture.width,
                  bridge_of (self, scene, trace));
          if (!known)
            self->scenes[place].traces[i].column_count = 0;
        }
    }
  steady_trend_strokes_set (self->strokes, self->scenes, place, self->picture.width);
}

/* Takes the ground over, in columns [left, right) and rows [top, bottom). What has one
 * colour is not read: where nothing is written behind the rows that is nearly all. */
static void
lay_ground (SteadyTimelinePicture *self, int left, int right, int top, int bottom)
{
  const size_t width = self->picture.width;
  const size_t count = (size_t) (right - left);

  for (int y = top; y < bottom; y++)
    {
      const size_t place = (size_t) y * width + (size_t) left;
      uint32_t    *to = &self->picture.pixels[place];
      if (self->ground_colour[y] != 0)
        wmemset ((wchar_t *) to, (wchar_t) self->ground_colour[y], count);
      else
        memcpy (to, &self->ground.pixels[place], count * sizeof *to);
    }
}

/* The rows below the lanes, a few columns at a time: what was laid there is still near
 * when the next trace is drawn over it. */
static void
draw_rows (SteadyTimelinePicture *self, const SteadyTimelineScene *scene)
{
  const int width = (int) self->picture.width;
  const int height = (int) self->picture.height;

  set_strokes (self, scene);
  for (int left = 0; left < width; left += BLOCK)
    {
      const int right = MIN (left + BLOCK, width);
      lay_ground (self, left, right, self->rows.head, height);
      if (scene->n_bands > 0)
        steady_timeline_bands_draw (
            scene, &self->rows, self->scale, left, right, &self->picture);
      draw_grid (self, scene, left, right, self->rows.head, height);
      steady_trend_strokes_draw (self->strokes,
                                 &self->picture,
                                 self->scratch,
                                 (unsigned) left,
                                 (unsigned) right);
    }
}

/* A part that is still being read is veiled, so that nobody takes it for a gap. */
static void
draw_veil (SteadyTimelinePicture *self, const SteadyTimelineScene *scene)
{
  const SteadyPlotTheme      *theme = steady_plot_theme (scene->dark);
  GdkRGBA                     veil = theme->quiet;
  const int                   head = self->rows.lane_height * STEADY_TIMELINE_LANES;
  const int                   bottom = (int) self->picture.height;
  const int                   width = (int) self->picture.width;
  const SteadyTimelineAnswer *answer = scene->answer;

  veil.alpha = 0.12f;
  if (answer == NULL || answer->to <= scene->window->from ||
      answer->from >= scene->window->to)
    {
      mix (self, 0, width, head, bottom, &veil);
      return;
    }
  if (answer->from > scene->window->from)
    mix (self, 0, column_of (self, scene, answer->from), head, bottom, &veil);
  if (answer->to < scene->window->to)
    mix (self, column_of (self, scene, answer->to), width, head, bottom, &veil);
}

/* Draws everything; texts of the ground in the font of @font. Thread: main. */
void
steady_timeline_picture_draw (SteadyTimelinePicture     *self,
                              const SteadyTimelineScene *scene,
                              GtkWidget                 *font)
{
  const int width = (int) self->picture.width;

  if (self->sheet == NULL)
    return;
  if (self->ground_old)
    paint_ground (self, scene, font);
  self->ground_old = false;
  self->picture.pixels = steady_plot_sheet_begin (self->sheet);
  lay_ground (self, 0, width, 0, self->rows.head);
  draw_grid (self, scene, 0, width, 0, self->rows.head);
  draw_marks (self, scene);
  draw_rows (self, scene);
  draw_veil (self, scene);
  for (unsigned i = 0; i < scene->n_artefacts; i++)
    draw_artefact (self, scene, &scene->artefacts[i]);
}

/* Adds the picture to @snapshot at @area. Thread: main. */
void
steady_timeline_picture_append (SteadyTimelinePicture *self,
                                GtkSnapshot           *snapshot,
                                const graphene_rect_t *area)
{
  if (self->sheet != NULL)
    steady_plot_sheet_append (self->sheet, snapshot, area, self->scale);
}
