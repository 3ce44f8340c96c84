/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot/steady-wave-view.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plot/steady-plot-canvas.h"
#include "plot/steady-plot-gutter.h"
#include "plot/steady-plot-theme.h"
#include "plot/steady-wave-scene.h"

struct _SteadyWaveView
{
  GtkWidget         parent_instance;
  SteadyPlotCanvas *canvas;
  SteadyPlotGutter *gutter;
  SteadyWaveScene   scene;
  SteadyTraceStyle  styles[STEADY_WAVE_TRACES_MAX]; /* texts are ours */
  double            line_width;                     /* in units */
  char             *watermark;
  bool              dark;
  int               scale;
};

G_DEFINE_FINAL_TYPE (SteadyWaveView, steady_wave_view, GTK_TYPE_WIDGET)

/* Names and scales follow the rows. */
static void
update_gutter (SteadyWaveView *self)
{
  SteadyPlotGutterEntry entries[STEADY_WAVE_TRACES_MAX];

  for (unsigned i = 0; i < self->scene.count; i++)
    {
      entries[i].top = self->scene.traces[i].top;
      entries[i].bottom = self->scene.traces[i].bottom;
      entries[i].label = self->styles[i].label;
      entries[i].unit = self->styles[i].unit;
      entries[i].low = self->scene.traces[i].low;
      entries[i].high = self->scene.traces[i].high;
      entries[i].colour = self->styles[i].colour;
    }
  steady_plot_gutter_set (
      self->gutter, entries, self->scene.count, self->scale, self->dark);
}

/* Everything is drawn anew in the next frame. */
static void
redraw (SteadyWaveView *self)
{
  steady_wave_scene_redraw (&self->scene);
  steady_plot_canvas_queue (self->canvas);
}

static void
resized (void *owner, unsigned width, unsigned height, int scale)
{
  SteadyWaveView *self = owner;

  self->scale = scale;
  self->scene.line_width = (float) (self->line_width * scale);
  steady_wave_scene_set_size (&self->scene, width, height);
  redraw (self);
  update_gutter (self);
}

static void
paint_backdrop (void *owner, cairo_t *cr, unsigned width, unsigned height)
{
  SteadyWaveView        *self = owner;
  const SteadyPlotTheme *theme = steady_plot_theme (self->dark);
  double                 second = width / self->scene.sweep_s;

  steady_plot_theme_fill (cr, &theme->ground, 0, 0, width, height);
  for (unsigned i = 0; i < self->scene.count; i++)
    steady_plot_theme_watermark (cr,
                                 GTK_WIDGET (self),
                                 self->dark,
                                 self->watermark,
                                 width,
                                 self->scene.traces[i].top,
                                 self->scene.traces[i].bottom);
  if (second >= 8)
    for (int i = 1; i * second < width; i++)
      steady_plot_theme_fill (
          cr, &theme->grid, floor (i * second + 0.5), 0, self->scale, height);
  for (unsigned i = 1; i < self->scene.count; i++)
    steady_plot_theme_fill (
        cr, &theme->edge, 0, self->scene.traces[i].top, width, self->scale);
}

static void
draw (void *owner, SteadyPlotRenderer *renderer)
{
  SteadyWaveView *self = owner;
  renderer->interface->draw_waves (renderer, &self->scene);
}

static void
forget_styles (SteadyWaveView *self)
{
  for (unsigned i = 0; i < STEADY_WAVE_TRACES_MAX; i++)
    {
      g_clear_pointer ((char **) &self->styles[i].label, g_free);
      g_clear_pointer ((char **) &self->styles[i].unit, g_free);
    }
}

static void
dispose (GObject *object)
{
  SteadyWaveView *self = STEADY_WAVE_VIEW (object);
  if (self->canvas)
    gtk_widget_unparent (GTK_WIDGET (self->canvas));
  if (self->gutter)
    gtk_widget_unparent (GTK_WIDGET (self->gutter));
  self->canvas = NULL;
  self->gutter = NULL;
  G_OBJECT_CLASS (steady_wave_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SteadyWaveView *self = STEADY_WAVE_VIEW (object);
  forget_styles (self);
  steady_wave_scene_finish (&self->scene);
  g_free (self->watermark);
  G_OBJECT_CLASS (steady_wave_view_parent_class)->finalize (object);
}

static void
steady_wave_view_class_init (SteadyWaveViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class),
                                        GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_wave_view_init (SteadyWaveView *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  steady_wave_scene_init (&self->scene);
  self->line_width = 1.75;
  self->scene.line_width = (float) self->line_width;
  self->dark = true;
  self->scale = 1;
  self->scene.stale_colour = steady_plot_theme_pixel (&steady_plot_theme (true)->stale);
}

/* Makes a panel of sweeping waveforms, dark, 10 s wide, without traces. Where @backend
 * cannot work the other takes over. Thread: main. */
GtkWidget *
steady_wave_view_new (SteadyPlotBackend backend)
{
  static const SteadyPlotCanvasClient client = { resized, paint_backdrop, draw };
  SteadyWaveView                     *self = g_object_new (STEADY_TYPE_WAVE_VIEW, NULL);

  self->gutter = STEADY_PLOT_GUTTER (steady_plot_gutter_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->gutter), GTK_WIDGET (self));
  self->canvas = STEADY_PLOT_CANVAS (steady_plot_canvas_new (backend, &client, self));
  gtk_widget_set_parent (GTK_WIDGET (self->canvas), GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/* Says to those who cannot see it what the picture shows. */
static void
update_name (SteadyWaveView *self)
{
  g_autoptr (GString) name = g_string_new (_ ("Waveforms"));

  for (unsigned i = 0; i < self->scene.count; i++)
    if (self->styles[i].label)
      g_string_append_printf (name, "%s %s", i == 0 ? ":" : ",", self->styles[i].label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}

/* Sets the traces, one a row from the top; at most STEADY_WAVE_TRACES_MAX. Channels
 * that were shown before keep their samples. Thread: main. */
void
steady_wave_view_set_traces (SteadyWaveView         *self,
                             const SteadyTraceStyle *traces,
                             unsigned                count)
{
  SteadyWaveTrace fresh[STEADY_WAVE_TRACES_MAX] = { 0 };

  count = MIN (count, STEADY_WAVE_TRACES_MAX);
  forget_styles (self);
  for (unsigned i = 0; i < count; i++)
    {
      self->styles[i] = traces[i];
      self->styles[i].label = g_strdup (traces[i].label);
      self->styles[i].unit = g_strdup (traces[i].unit);
      fresh[i].channel = traces[i].channel;
      fresh[i].rate_hz = traces[i].rate_hz;
      fresh[i].low = traces[i].low;
      fresh[i].high = traces[i].high;
      fresh[i].weight = traces[i].weight;
      fresh[i].colour = steady_plot_theme_pixel (&traces[i].colour);
    }
  steady_wave_scene_set_traces (&self->scene, fresh, count);
  update_name (self);
  steady_plot_canvas_backdrop_changed (self->canvas);
  update_gutter (self);
}

static int
find_trace (SteadyWaveView *self, uint16_t channel)
{
  for (unsigned i = 0; i < self->scene.count; i++)
    if (self->scene.traces[i].channel == channel)
      return (int) i;
  return -1;
}

/* Sets the values at the bottom and the top of the row of @channel. Thread: main. */
void
steady_wave_view_set_range (SteadyWaveView *self,
                            uint16_t        channel,
                            double          low,
                            double          high)
{
  int place = find_trace (self, channel);

  if (place < 0)
    return;
  self->scene.traces[place].low = low;
  self->scene.traces[place].high = high;
  redraw (self);
  update_gutter (self);
}

/* Sets how many seconds the width shows. Thread: main. */
void
steady_wave_view_set_sweep (SteadyWaveView *self, double seconds)
{
  steady_wave_scene_set_sweep (&self->scene, seconds);
  steady_plot_canvas_backdrop_changed (self->canvas);
}

/* Sets the width of the lines in units, 1 to 8. Thread: main. */
void
steady_wave_view_set_line_width (SteadyWaveView *self, double pixels)
{
  self->line_width = CLAMP (pixels, 1, 8);
  self->scene.line_width = (float) (self->line_width * self->scale);
  redraw (self);
}

/*
 * Adds samples of @channel, the first of which has @first_index; indices of all
 * channels count from one instant, each at its rate. A jump of the index leaves a hole,
 * as does a value that is not finite. What is known already is ignored; samples that
 * contradict it start all traces anew. Channels that are not shown are ignored. Thread:
 * main.
 */
void
steady_wave_view_push (SteadyWaveView *self,
                       uint16_t        channel,
                       int64_t         first_index,
                       const float    *values,
                       unsigned        count)
{
  int place = find_trace (self, channel);

  if (place >= 0 && steady_wave_scene_push (
                        &self->scene, (unsigned) place, first_index, values, count))
    steady_plot_canvas_queue (self->canvas);
}

/* Forgets all samples. Thread: main. */
void
steady_wave_view_clear (SteadyWaveView *self)
{
  steady_wave_scene_clear (&self->scene);
  redraw (self);
}

/* Greys the traces: what is seen is not of now. Thread: main. */
void
steady_wave_view_set_stale (SteadyWaveView *self, bool stale)
{
  if (stale == self->scene.stale)
    return;
  self->scene.stale = stale;
  redraw (self);
}

/* Writes @text behind every trace: SIMULATED, REPLAY, or NULL. Thread: main. */
void
steady_wave_view_set_watermark (SteadyWaveView *self, const char *text)
{
  if (g_strcmp0 (text, self->watermark) == 0)
    return;
  g_free (self->watermark);
  self->watermark = g_strdup (text);
  steady_plot_canvas_backdrop_changed (self->canvas);
}

/* Draws for a dimmed room, or for the day. Thread: main. */
void
steady_wave_view_set_dark (SteadyWaveView *self, bool dark)
{
  if (dark == self->dark)
    return;
  self->dark = dark;
  self->scene.stale_colour = steady_plot_theme_pixel (&steady_plot_theme (dark)->stale);
  steady_plot_canvas_backdrop_changed (self->canvas);
  update_gutter (self);
}

/* Whether frames that cost too much come less often, as they do at first; false only to
 * measure what they cost. Thread: main. */
void
steady_wave_view_set_paced (SteadyWaveView *self, bool paced)
{
  steady_plot_canvas_set_paced (self->canvas, paced);
}

/* The back end really in use; it can change when GL fails. Thread: main. */
SteadyPlotBackend
steady_wave_view_get_backend (SteadyWaveView *self)
{
  return steady_plot_canvas_get_backend (self->canvas);
}
