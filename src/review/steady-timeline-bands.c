/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-timeline-bands.h"

#include <math.h>

#include "plot/steady-plot-theme.h"
#include "plot/steady-trace-raster.h"

/* As opaque as a band that never changes is, and its edges. */
#define BODY 0.14f
#define EDGE 0.40f

static void
fill (SteadyPlotPicture *picture,
      int                left,
      int                right,
      int                top,
      int                bottom,
      const GdkRGBA     *colour,
      float              alpha)
{
  const uint32_t over = steady_plot_theme_pixel (colour);
  const int      width = (int) picture->width;

  left = MAX (left, 0);
  right = MIN (right, width);
  bottom = MIN (bottom, (int) picture->height);
  for (int y = MAX (top, 0); y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        uint32_t *pixel = &picture->pixels[(size_t) y * (size_t) width + (size_t) x];
        *pixel = steady_trace_mix (*pixel, over, alpha);
      }
}

static void
draw_band (const SteadyTimelineScene *scene,
           const SteadyTimelineTrace *trace,
           const SteadyTimelineBand  *band,
           const SteadyTimelineRows  *rows,
           int                        scale,
           int                        first,
           int                        last,
           SteadyPlotPicture         *picture)
{
  const double range = trace->high - trace->low;
  const double row_top = rows->top[trace->row], row_bottom = rows->bottom[trace->row];
  const double width = picture->width;

  if (!(range > 0) || band->to <= scene->window->from ||
      band->from >= scene->window->to)
    return;
  const double low = CLAMP ((band->low - trace->low) / range, 0, 1);
  const double high = CLAMP ((band->high - trace->low) / range, 0, 1);
  const int    top = (int) floor (row_bottom - high * (row_bottom - row_top));
  const int    bottom = (int) floor (row_bottom - low * (row_bottom - row_top));
  const int    begin = (int) floor (
      CLAMP (steady_time_window_x (scene->window, band->from, width), 0, width));
  const int end = (int) floor (
      CLAMP (steady_time_window_x (scene->window, band->to, width), 0, width));
  const int left = MAX (begin, first), right = MIN (end, last);
  if (bottom <= top)
    return;
  fill (picture, left, right, top, bottom, &trace->colour, BODY);
  fill (picture, left, right, top, top + scale, &trace->colour, EDGE);
  fill (picture, left, right, bottom - scale, bottom, &trace->colour, EDGE);
  /* where another plan begins there is an edge, too */
  if (band->from > scene->window->from && begin >= first && begin < last)
    fill (picture, begin, MIN (begin + scale, last), top, bottom, &trace->colour, EDGE);
}

/*
 * The targets of plans that did not hold for the whole case, each from when it came in
 * force until the next, in columns @first to @last of @picture. What never changes
 * stands in the ground of the picture.
 *
 * Thread: main.
 */
void
steady_timeline_bands_draw (const SteadyTimelineScene *scene,
                            const SteadyTimelineRows  *rows,
                            int                        scale,
                            int                        first,
                            int                        last,
                            SteadyPlotPicture         *picture)
{
  for (unsigned i = 0; i < scene->n_bands; i++)
    for (unsigned k = 0; k < scene->n_traces; k++)
      if (scene->traces[k].channel.channel == scene->bands[i].channel &&
          scene->traces[k].row < rows->count)
        draw_band (scene,
                   &scene->traces[k],
                   &scene->bands[i],
                   rows,
                   scale,
                   first,
                   last,
                   picture);
}
