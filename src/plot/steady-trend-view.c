/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot/steady-trend-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-clock.h"
#include "plot/steady-plot-canvas.h"
#include "plot/steady-plot-gutter.h"
#include "plot/steady-plot-theme.h"
#include "plot/steady-trend-axis.h"
#include "plot/steady-trend-scene.h"

/* Height of the strip above the rows, for the words of marks, in units. */
#define HEAD_HEIGHT 20
#define MARK_SIZE   14

/* Two samples no further apart than this are joined: one value a second, one of which
 * may be late. */
#define BRIDGE_SECONDS 2.2

struct _SteadyTrendView
{
  GtkWidget         parent_instance;
  GtkWidget        *grid;
  GtkWidget        *corner; /* the ground below the gutter */
  SteadyPlotCanvas *canvas;
  SteadyPlotGutter *gutter;
  SteadyTrendAxis  *axis;
  SteadyTrendScene  scene;
  SteadyTrendStyle  styles[STEADY_TREND_TRACES_MAX]; /* texts are ours */
  GArray           *marks; /* SteadyTrendMark, texts are ours */
  int64_t           from;
  int64_t           to;
  int64_t           case_start;
  char             *watermark;
  bool              dark;
  bool              plain;
  int               scale;
};

G_DEFINE_FINAL_TYPE (SteadyTrendView, steady_trend_view, GTK_TYPE_WIDGET)

static void
update_gutter (SteadyTrendView *self)
{
  SteadyPlotGutterEntry entries[STEADY_TREND_TRACES_MAX];
  unsigned              count = 0;

  for (unsigned row = 0; row < self->scene.row_count; row++)
    for (unsigned i = 0; i < self->scene.count; i++)
      {
        const SteadyTrendTrace *trace = &self->scene.traces[i];
        if (trace->row != row)
          continue;
        entries[count++] = (SteadyPlotGutterEntry){
          .top = trace->top,
          .bottom = trace->bottom,
          .label = self->styles[i].label,
          .unit = self->styles[i].unit,
          .low = trace->low,
          .high = trace->high,
          .colour = self->styles[i].colour,
        };
      }
  steady_plot_gutter_set (self->gutter, entries, count, self->scale, self->dark);
}

static void
set_scene_size (SteadyTrendView *self, unsigned width, unsigned height)
{
  unsigned head = self->plain ? 0 : (unsigned) (HEAD_HEIGHT * self->scale);
  self->scene.line_width = 1.5f * (float) self->scale;
  steady_trend_scene_set_size (&self->scene, width, height, head);
}

static void
resized (void *owner, unsigned width, unsigned height, int scale)
{
  SteadyTrendView *self = owner;
  self->scale = scale;
  set_scene_size (self, width, height);
  update_gutter (self);
}

/* The plan's target as a band behind the traces. */
static void
paint_band (SteadyTrendView *self, cairo_t *cr, unsigned place, double width)
{
  const SteadyTrendStyle *style = &self->styles[place];
  const SteadyTrendTrace *trace = &self->scene.traces[place];
  GdkRGBA                 colour = style->colour;
  double                  range = trace->high - trace->low;

  if (!(style->band_low < style->band_high) || !(range > 0))
    return;
  double low = CLAMP ((style->band_low - trace->low) / range, 0, 1);
  double high = CLAMP ((style->band_high - trace->low) / range, 0, 1);
  double height = trace->bottom - trace->top;
  double top = trace->bottom - high * height;
  double bottom = trace->bottom - low * height;
  if (bottom - top < 1)
    return;

  colour.alpha = 0.14f;
  steady_plot_theme_fill (cr, &colour, 0, top, width, bottom - top);
  colour.alpha = 0.40f;
  steady_plot_theme_fill (cr, &colour, 0, floor (top), width, self->scale);
  steady_plot_theme_fill (
      cr, &colour, 0, floor (bottom) - self->scale, width, self->scale);
}

/* Ticks of events and alarms; a word that would cover another is left out. */
static void
paint_marks (SteadyTrendView *self, cairo_t *cr, double width, double height)
{
  PangoLayout *layout =
      steady_plot_theme_layout (cr, GTK_WIDGET (self), MARK_SIZE * self->scale, false);
  double free_from = 0;

  for (unsigned i = 0; i < self->marks->len; i++)
    {
      const SteadyTrendMark *mark = &g_array_index (self->marks, SteadyTrendMark, i);
      GdkRGBA                colour = mark->colour;
      int                    text_width, text_height;
      if (self->to <= self->from || mark->t < self->from || mark->t > self->to)
        continue;

      double x = floor ((double) (mark->t - self->from) /
                        (double) (self->to - self->from) * width);
      colour.alpha = 0.75f;
      steady_plot_theme_fill (cr, &colour, x, 0, self->scale, height);
      if (!mark->text || self->plain)
        continue;
      pango_layout_set_text (layout, mark->text, -1);
      pango_layout_get_pixel_size (layout, &text_width, &text_height);
      double left = MIN (x + 4 * self->scale, width - text_width);
      if (left < free_from)
        continue;
      free_from = left + text_width + 6 * self->scale;
      colour.alpha = 1;
      gdk_cairo_set_source_rgba (cr, &colour);
      cairo_move_to (cr, left, (HEAD_HEIGHT * self->scale - text_height) * 0.5);
      pango_cairo_show_layout (cr, layout);
    }
  g_object_unref (layout);
}

static void
paint_backdrop (void *owner, cairo_t *cr, unsigned width, unsigned height)
{
  SteadyTrendView       *self = owner;
  const SteadyPlotTheme *theme = steady_plot_theme (self->dark);
  SteadyTrendTick        ticks[STEADY_TREND_TICKS_MAX];
  int                    top, bottom;

  steady_plot_theme_fill (cr, &theme->ground, 0, 0, width, height);
  for (unsigned row = 0; row < self->scene.row_count; row++)
    {
      steady_trend_scene_row (&self->scene, row, &top, &bottom);
      steady_plot_theme_watermark (
          cr, GTK_WIDGET (self), self->dark, self->watermark, width, top, bottom);
      if (top > 0)
        steady_plot_theme_fill (cr, &theme->edge, 0, top, width, self->scale);
    }
  unsigned count = self->plain ? 0
                               : steady_trend_ticks (self->from,
                                                     self->to,
                                                     self->case_start,
                                                     (double) width / self->scale,
                                                     ticks);
  for (unsigned i = 0; i < count; i++)
    steady_plot_theme_fill (cr,
                            &theme->grid,
                            floor (ticks[i].x * width),
                            self->scene.head,
                            self->scale,
                            height);
  for (unsigned i = 0; i < self->scene.count; i++)
    paint_band (self, cr, i, width);
  paint_marks (self, cr, width, height);
}

static void
draw (void *owner, SteadyPlotRenderer *renderer)
{
  SteadyTrendView *self = owner;
  renderer->interface->draw_trends (renderer, &self->scene);
}

static void
forget_styles (SteadyTrendView *self)
{
  for (unsigned i = 0; i < STEADY_TREND_TRACES_MAX; i++)
    {
      g_clear_pointer ((char **) &self->styles[i].label, g_free);
      g_clear_pointer ((char **) &self->styles[i].unit, g_free);
    }
}

static void
forget_mark (void *data)
{
  SteadyTrendMark *mark = data;
  g_clear_pointer ((char **) &mark->text, g_free);
}

static void
dispose (GObject *object)
{
  SteadyTrendView *self = STEADY_TREND_VIEW (object);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_trend_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SteadyTrendView *self = STEADY_TREND_VIEW (object);
  forget_styles (self);
  steady_trend_scene_finish (&self->scene);
  g_array_unref (self->marks);
  g_free (self->watermark);
  G_OBJECT_CLASS (steady_trend_view_parent_class)->finalize (object);
}

static void
steady_trend_view_class_init (SteadyTrendViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class),
                                        GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_trend_view_init (SteadyTrendView *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  steady_trend_scene_init (&self->scene);
  self->scene.stale_colour = steady_plot_theme_pixel (&steady_plot_theme (true)->stale);
  self->marks = g_array_new (FALSE, TRUE, sizeof (SteadyTrendMark));
  g_array_set_clear_func (self->marks, forget_mark);
  self->dark = true;
  self->scale = 1;
}

/* Makes a panel of trends without traces, dark. Where @backend cannot work the other
 * takes over. Thread: main. */
GtkWidget *
steady_trend_view_new (SteadyPlotBackend backend)
{
  static const SteadyPlotCanvasClient client = { resized, paint_backdrop, draw };
  SteadyTrendView *self = g_object_new (STEADY_TYPE_TREND_VIEW, NULL);

  self->grid = gtk_grid_new ();
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  self->gutter = STEADY_PLOT_GUTTER (steady_plot_gutter_new ());
  self->canvas = STEADY_PLOT_CANVAS (steady_plot_canvas_new (backend, &client, self));
  self->axis = STEADY_TREND_AXIS (steady_trend_axis_new ());
  self->corner = steady_plot_gutter_new ();
  gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (self->gutter), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (self->canvas), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), self->corner, 0, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (self->axis), 1, 1, 1, 1);
  return GTK_WIDGET (self);
}

/* Says to those who cannot see it what the picture shows. */
static void
update_name (SteadyTrendView *self)
{
  g_autoptr (GString) name = g_string_new (_ ("Trends"));

  for (unsigned i = 0; i < self->scene.count; i++)
    if (self->styles[i].label)
      g_string_append_printf (name, "%s %s", i == 0 ? ":" : ",", self->styles[i].label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}

/* Sets the traces; at most STEADY_TREND_TRACES_MAX. Channels that were shown before
 * keep their data. Thread: main. */
void
steady_trend_view_set_traces (SteadyTrendView        *self,
                              const SteadyTrendStyle *traces,
                              unsigned                count)
{
  SteadyTrendTrace fresh[STEADY_TREND_TRACES_MAX] = { 0 };

  count = MIN (count, STEADY_TREND_TRACES_MAX);
  forget_styles (self);
  for (unsigned i = 0; i < count; i++)
    {
      self->styles[i] = traces[i];
      self->styles[i].label = g_strdup (traces[i].label);
      self->styles[i].unit = g_strdup (traces[i].unit);
      fresh[i].channel = traces[i].channel;
      fresh[i].row = traces[i].row;
      fresh[i].low = traces[i].low;
      fresh[i].high = traces[i].high;
      fresh[i].colour = steady_plot_theme_pixel (&traces[i].colour);
    }
  steady_trend_scene_set_traces (&self->scene, fresh, count);
  update_name (self);
  steady_plot_canvas_backdrop_changed (self->canvas);
  update_gutter (self);
}

/* Sets the time the width shows; times are named from @case_start. Thread: main. */
void
steady_trend_view_set_span (SteadyTrendView *self,
                            int64_t          from,
                            int64_t          to,
                            int64_t          case_start)
{
  bool same_ground = self->plain && self->marks->len == 0;

  if (from == self->from && to == self->to && case_start == self->case_start)
    return;
  self->from = from;
  self->to = to;
  self->case_start = case_start;
  if (!same_ground)
    steady_plot_canvas_backdrop_changed (self->canvas);
  if (!self->plain)
    steady_trend_axis_set (self->axis, from, to, case_start, self->dark);
}

/* How many envelopes a trace takes: one a pixel of the picture's width; 0 before it has
 * a size. Thread: main. */
unsigned
steady_trend_view_get_columns (SteadyTrendView *self)
{
  return steady_plot_canvas_get_columns (self->canvas);
}

/*
 * Sets what @channel shows, evenly from the start to the end of the span. A column
 * without samples is a gap, but for short ones between samples that are closer than
 * about two seconds. Thread: main.
 */
void
steady_trend_view_set_data (SteadyTrendView      *self,
                            uint16_t              channel,
                            const SteadyEnvelope *columns,
                            unsigned              count)
{
  double   seconds = steady_span_seconds (self->to - self->from);
  unsigned bridge =
      seconds > 0 ? (unsigned) MIN (BRIDGE_SECONDS * count / seconds, 1.0e6) : 0;

  for (unsigned i = 0; i < self->scene.count; i++)
    if (self->scene.traces[i].channel == channel)
      steady_trend_scene_set_data (&self->scene, i, columns, count, bridge);
  steady_plot_canvas_queue (self->canvas);
}

/* Sets the events and alarms that are marked, in the order of time. Thread: main. */
void
steady_trend_view_set_marks (SteadyTrendView       *self,
                             const SteadyTrendMark *marks,
                             unsigned               count)
{
  g_array_set_size (self->marks, 0);
  for (unsigned i = 0; i < count; i++)
    {
      SteadyTrendMark mark = marks[i];
      mark.text = g_strdup (marks[i].text);
      g_array_append_val (self->marks, mark);
    }
  steady_plot_canvas_backdrop_changed (self->canvas);
}

/* Greys the traces: what is seen is not of now. Thread: main. */
void
steady_trend_view_set_stale (SteadyTrendView *self, bool stale)
{
  if (stale == self->scene.stale)
    return;
  self->scene.stale = stale;
  steady_plot_canvas_queue (self->canvas);
}

/* Writes @text behind every row: SIMULATED, REPLAY, or NULL. Thread: main. */
void
steady_trend_view_set_watermark (SteadyTrendView *self, const char *text)
{
  if (g_strcmp0 (text, self->watermark) == 0)
    return;
  g_free (self->watermark);
  self->watermark = g_strdup (text);
  steady_plot_canvas_backdrop_changed (self->canvas);
}

/* Draws for a dimmed room, or for the day. Thread: main. */
void
steady_trend_view_set_dark (SteadyTrendView *self, bool dark)
{
  if (dark == self->dark)
    return;
  self->dark = dark;
  self->scene.stale_colour = steady_plot_theme_pixel (&steady_plot_theme (dark)->stale);
  steady_plot_canvas_backdrop_changed (self->canvas);
  steady_trend_axis_set (self->axis, self->from, self->to, self->case_start, dark);
  steady_plot_gutter_set (STEADY_PLOT_GUTTER (self->corner), NULL, 0, 1, dark);
  update_gutter (self);
}

/* Leaves out names, scale and time axis, for a small picture beside a number.
 * Thread: main. */
void
steady_trend_view_set_plain (SteadyTrendView *self, bool plain)
{
  self->plain = plain;
  gtk_widget_set_visible (GTK_WIDGET (self->gutter), !plain);
  gtk_widget_set_visible (GTK_WIDGET (self->axis), !plain);
  gtk_widget_set_visible (self->corner, !plain);
  set_scene_size (self, self->scene.width, self->scene.height);
  steady_plot_canvas_backdrop_changed (self->canvas);
}

/* The back end really in use; it can change when GL fails. Thread: main. */
SteadyPlotBackend
steady_trend_view_get_backend (SteadyTrendView *self)
{
  return steady_plot_canvas_get_backend (self->canvas);
}
