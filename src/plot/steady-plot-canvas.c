/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-canvas.h"

/* Larger than any screen; a size beyond it is a mistake of the layout. */
#define SIZE_LIMIT 16384u

struct _SteadyPlotCanvas
{
  GtkWidget                     parent_instance;
  const SteadyPlotCanvasClient *client;
  void                         *owner;
  SteadyPlotRenderer           *renderer;
  SteadyPlotPicture             backdrop;
  bool                          backdrop_old;
  int                           scale;
};

G_DEFINE_FINAL_TYPE (SteadyPlotCanvas, steady_plot_canvas, GTK_TYPE_WIDGET)

/* Follows the widget's size in pixels. */
static void
follow_size (SteadyPlotCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int        scale = gtk_widget_get_scale_factor (widget);
  unsigned   width = (unsigned) MAX (0, gtk_widget_get_width (widget) * scale);
  unsigned   height = (unsigned) MAX (0, gtk_widget_get_height (widget) * scale);

  width = MIN (width, SIZE_LIMIT);
  height = MIN (height, SIZE_LIMIT);
  if (width == self->backdrop.width && height == self->backdrop.height &&
      scale == self->scale)
    return;
  g_free (self->backdrop.pixels);
  self->backdrop.pixels = g_new (uint32_t, (size_t) width * height + 1);
  self->backdrop.width = width;
  self->backdrop.height = height;
  self->scale = scale;
  self->backdrop_old = true;
  if (width > 0 && height > 0)
    self->client->resized (self->owner, width, height, scale);
}

/* The ground, grid and words behind the traces, drawn once for both back ends. */
static void
paint_backdrop (SteadyPlotCanvas *self)
{
  SteadyPlotPicture *picture = &self->backdrop;
  cairo_surface_t   *surface =
      cairo_image_surface_create_for_data ((unsigned char *) picture->pixels,
                                           CAIRO_FORMAT_RGB24,
                                           (int) picture->width,
                                           (int) picture->height,
                                           (int) (picture->width * sizeof (uint32_t)));
  cairo_t *cr = cairo_create (surface);

  self->client->paint_backdrop (self->owner, cr, picture->width, picture->height);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  for (size_t i = 0; i < (size_t) picture->width * picture->height; i++)
    picture->pixels[i] |= 0xff000000u;
}

static bool
has_picture (SteadyPlotCanvas *self)
{
  return self->backdrop.width > 0 && self->backdrop.height > 0;
}

/* Brings the renderer's picture up to date. */
static void
update (SteadyPlotCanvas *self)
{
  if (self->backdrop_old)
    {
      paint_backdrop (self);
      self->renderer->interface->set_backdrop (self->renderer, &self->backdrop);
      self->backdrop_old = false;
    }
  self->client->draw (self->owner, self->renderer);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  SteadyPlotCanvas *self = STEADY_PLOT_CANVAS (widget);
  graphene_rect_t   area = GRAPHENE_RECT_INIT (0,
                                             0,
                                             (float) gtk_widget_get_width (widget),
                                             (float) gtk_widget_get_height (widget));

  if (!has_picture (self))
    return;
  update (self);
  steady_cpu_renderer_append (self->renderer, to, &area, self->scale);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  follow_size (STEADY_PLOT_CANVAS (widget));
}

static void
scale_changed (GtkWidget *widget, GParamSpec *pspec, void *data)
{
  follow_size (STEADY_PLOT_CANVAS (widget));
  gtk_widget_queue_draw (widget);
}

static void
finalize (GObject *object)
{
  SteadyPlotCanvas *self = STEADY_PLOT_CANVAS (object);
  if (self->renderer)
    self->renderer->interface->free (self->renderer);
  g_free (self->backdrop.pixels);
  G_OBJECT_CLASS (steady_plot_canvas_parent_class)->finalize (object);
}

static void
steady_plot_canvas_class_init (SteadyPlotCanvasClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  GTK_WIDGET_CLASS (class)->snapshot = snapshot;
  GTK_WIDGET_CLASS (class)->size_allocate = size_allocate;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class),
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
steady_plot_canvas_init (SteadyPlotCanvas *self)
{
  self->scale = 1;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_changed), NULL);
}

/* Makes the area a picture is shown in. @client and @owner outlive it. Thread: main. */
GtkWidget *
steady_plot_canvas_new (SteadyPlotBackend             backend,
                        const SteadyPlotCanvasClient *client,
                        void                         *owner)
{
  SteadyPlotCanvas *self = g_object_new (STEADY_TYPE_PLOT_CANVAS, NULL);
  self->client = client;
  self->owner = owner;
  self->renderer = steady_cpu_renderer_new ();
  return GTK_WIDGET (self);
}

/* What is drawn changed: one frame shows it, however often this is called before.
 * Thread: main. */
void
steady_plot_canvas_queue (SteadyPlotCanvas *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What stands behind the traces changed. Thread: main. */
void
steady_plot_canvas_backdrop_changed (SteadyPlotCanvas *self)
{
  self->backdrop_old = true;
  steady_plot_canvas_queue (self);
}

/* Width of the picture in its own pixels; 0 before there is one. Thread: main. */
unsigned
steady_plot_canvas_get_columns (SteadyPlotCanvas *self)
{
  return self->backdrop.width;
}

/* The back end really in use. Thread: main. */
SteadyPlotBackend
steady_plot_canvas_get_backend (SteadyPlotCanvas *self)
{
  return self->renderer->interface->backend;
}

/* A copy of the picture as it was last drawn, or NULL; to be freed with its pixels.
 * Thread: main. */
SteadyPlotPicture *
steady_plot_canvas_read (SteadyPlotCanvas *self)
{
  if (!has_picture (self) || self->backdrop_old)
    return NULL;

  SteadyPlotPicture *picture = g_new (SteadyPlotPicture, 1);
  *picture = self->backdrop;
  picture->pixels = g_new (uint32_t, (size_t) picture->width * picture->height);
  self->renderer->interface->read (self->renderer, picture);
  return picture;
}
