/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-canvas.h"

#include "base/steady-clock.h"
#include "plot/steady-frame-budget.h"

/* Frames that a GL area may leave out before it counts as broken: the first ones may
 * come before it is ready. */
#define MISSES_LIMIT 3

/* Larger than any screen; a size beyond it is a mistake of the layout. */
#define SIZE_LIMIT 16384u

struct _SteadyPlotCanvas
{
  GtkWidget                     parent_instance;
  const SteadyPlotCanvasClient *client;
  void                         *owner;
  SteadyPlotRenderer           *renderer; /* NULL while a GL area has no context */
  GtkWidget                    *area;     /* GtkGLArea, or NULL: tiles */
  bool                          broken;   /* the area is on its way out */
  bool                          wanted;   /* the area owes a picture */
  unsigned                      misses;
  GdkFrameClock                *clock;
  SteadyFrameBudget             budget;
  SteadySpan                    cpu_before; /* CPU time when the frame began */
  SteadyInstant                 last_frame;
  bool                          drawn; /* in the frame that is being painted */
  bool                          paced;
  guint                         waiting; /* source of a frame that was put off */
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

/* Brings the renderer's picture up to date. False: it cannot make one. */
static bool
update (SteadyPlotCanvas *self)
{
  if (self->backdrop_old)
    {
      paint_backdrop (self);
      if (!self->renderer->interface->set_backdrop (self->renderer, &self->backdrop))
        return false;
      self->backdrop_old = false;
    }
  self->client->draw (self->owner, self->renderer);
  return true;
}

static gboolean
remove_area (void *data)
{
  SteadyPlotCanvas *self = data;
  g_clear_pointer (&self->area, gtk_widget_unparent);
  return G_SOURCE_REMOVE;
}

static void
drop_renderer (SteadyPlotCanvas *self)
{
  if (self->renderer && self->area)
    gtk_gl_area_make_current (GTK_GL_AREA (self->area));
  if (self->renderer)
    self->renderer->interface->free (self->renderer);
  self->renderer = NULL;
}

/* GL does not work: from now on the picture is made in memory, in the same place. The
 * area itself leaves a moment later, since this may be called from inside it. */
static void
fall_back (SteadyPlotCanvas *self, const char *reason)
{
  if (self->broken)
    return;
  g_message ("Drawing without the graphics card: %s", reason);
  drop_renderer (self);
  self->broken = true;
  self->renderer = steady_cpu_renderer_new ();
  self->backdrop_old = true;
  g_idle_add_full (G_PRIORITY_HIGH, remove_area, g_object_ref (self), g_object_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A context of either dialect; GtkGLArea by itself would ask for one only. */
static GdkGLContext *
create_context (GtkGLArea *area, void *data)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (area));
  GError    *error = NULL;
  g_autoptr (GdkGLContext) context =
      gdk_surface_create_gl_context (gtk_native_get_surface (native), &error);

  if (context)
    {
      gdk_gl_context_set_allowed_apis (context, GDK_GL_API_GL | GDK_GL_API_GLES);
      if (gdk_gl_context_realize (context, &error))
        return g_steal_pointer (&context);
    }
  gtk_gl_area_set_error (area, error);
  g_clear_error (&error);
  return NULL;
}

static void
area_realized (GtkGLArea *area, void *data)
{
  SteadyPlotCanvas *self = data;
  g_autoptr (GError) error = NULL;

  if (self->broken)
    return;
  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area))
    {
      fall_back (self, gtk_gl_area_get_error (area)->message);
      return;
    }
  bool es = gdk_gl_context_get_api (gtk_gl_area_get_context (area)) == GDK_GL_API_GLES;
  self->renderer = steady_gl_renderer_new (es, &error);
  self->backdrop_old = true;
  self->wanted = true;
  if (!self->renderer)
    fall_back (self, error->message);
}

static void
area_unrealized (GtkGLArea *area, void *data)
{
  SteadyPlotCanvas *self = data;
  if (!self->broken)
    drop_renderer (self);
}

static gboolean
area_render (GtkGLArea *area, GdkGLContext *context, void *data)
{
  SteadyPlotCanvas *self = data;

  if (self->broken || !self->renderer || !has_picture (self))
    return TRUE;
  self->wanted = false;
  self->misses = 0;
  if (!update (self))
    fall_back (self, "The picture is larger than the graphics driver allows.");
  else if (!steady_gl_renderer_blit (self->renderer))
    fall_back (self, "The graphics driver reported an error.");
  return TRUE;
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
  self->drawn = true;
  if (self->area && !self->broken)
    {
      gtk_widget_snapshot_child (widget, self->area, to);
      if (self->wanted && ++self->misses >= MISSES_LIMIT)
        fall_back (self, "The GL area draws nothing.");
      else if (self->wanted)
        steady_plot_canvas_queue (self);
      if (!self->broken)
        return;
    }
  update (self);
  steady_cpu_renderer_append (self->renderer, to, &area, self->scale);
}

static void
before_paint (GdkFrameClock *clock, void *data)
{
  SteadyPlotCanvas *self = data;
  self->drawn = false;
  self->cpu_before = steady_clock_cpu ();
}

/* A frame counts only if this picture was in it. */
static void
after_paint (GdkFrameClock *clock, void *data)
{
  SteadyPlotCanvas *self = data;

  if (!self->drawn)
    return;
  steady_frame_budget_note (&self->budget, steady_clock_cpu () - self->cpu_before);
  self->last_frame = steady_clock_now ();
}

static void
realize (GtkWidget *widget)
{
  SteadyPlotCanvas *self = STEADY_PLOT_CANVAS (widget);

  GTK_WIDGET_CLASS (steady_plot_canvas_parent_class)->realize (widget);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  g_signal_connect (self->clock, "before-paint", G_CALLBACK (before_paint), self);
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (after_paint), self);
}

static void
unrealize (GtkWidget *widget)
{
  SteadyPlotCanvas *self = STEADY_PLOT_CANVAS (widget);

  g_clear_handle_id (&self->waiting, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
  GTK_WIDGET_CLASS (steady_plot_canvas_parent_class)->unrealize (widget);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SteadyPlotCanvas *self = STEADY_PLOT_CANVAS (widget);
  GtkAllocation     whole = { 0, 0, width, height };

  follow_size (self);
  if (self->area)
    gtk_widget_size_allocate (self->area, &whole, -1);
}

static void
scale_changed (GtkWidget *widget, GParamSpec *pspec, void *data)
{
  follow_size (STEADY_PLOT_CANVAS (widget));
  steady_plot_canvas_queue (STEADY_PLOT_CANVAS (widget));
}

static void
dispose (GObject *object)
{
  SteadyPlotCanvas *self = STEADY_PLOT_CANVAS (object);

  if (self->area && !self->broken)
    drop_renderer (self);
  g_clear_pointer (&self->area, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plot_canvas_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SteadyPlotCanvas *self = STEADY_PLOT_CANVAS (object);

  drop_renderer (self);
  g_free (self->backdrop.pixels);
  G_OBJECT_CLASS (steady_plot_canvas_parent_class)->finalize (object);
}

static void
steady_plot_canvas_class_init (SteadyPlotCanvasClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  GTK_WIDGET_CLASS (class)->snapshot = snapshot;
  GTK_WIDGET_CLASS (class)->size_allocate = size_allocate;
  GTK_WIDGET_CLASS (class)->realize = realize;
  GTK_WIDGET_CLASS (class)->unrealize = unrealize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class),
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
steady_plot_canvas_init (SteadyPlotCanvas *self)
{
  self->scale = 1;
  self->paced = true;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_changed), NULL);
}

static void
add_area (SteadyPlotCanvas *self)
{
  self->area = gtk_gl_area_new ();
  gtk_gl_area_set_auto_render (GTK_GL_AREA (self->area), FALSE);
  g_signal_connect (self->area, "create-context", G_CALLBACK (create_context), self);
  g_signal_connect_after (self->area, "realize", G_CALLBACK (area_realized), self);
  g_signal_connect (self->area, "unrealize", G_CALLBACK (area_unrealized), self);
  g_signal_connect (self->area, "render", G_CALLBACK (area_render), self);
  gtk_widget_set_parent (self->area, GTK_WIDGET (self));
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
  if (backend == STEADY_PLOT_BACKEND_GL)
    add_area (self);
  else
    self->renderer = steady_cpu_renderer_new ();
  return GTK_WIDGET (self);
}

static void
queue_now (SteadyPlotCanvas *self)
{
  if (self->area && !self->broken)
    {
      self->wanted = true;
      gtk_gl_area_queue_render (GTK_GL_AREA (self->area));
    }
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
queue_late (void *data)
{
  SteadyPlotCanvas *self = data;
  self->waiting = 0;
  queue_now (self);
  return G_SOURCE_REMOVE;
}

/*
 * What is drawn changed: one frame shows it, however often this is called before. Where
 * frames take more of the processor than drawing may have, it comes a little later.
 * Thread: main.
 */
void
steady_plot_canvas_queue (SteadyPlotCanvas *self)
{
  SteadySpan interval = self->paced ? steady_frame_budget_interval (&self->budget) : 0;

  if (self->waiting)
    return;
  SteadySpan wait =
      interval == 0 ? 0 : self->last_frame + interval - steady_clock_now ();
  if (wait <= 0 || !self->clock)
    queue_now (self);
  else
    self->waiting =
        g_timeout_add ((guint) (wait / STEADY_NSEC_PER_MSEC) + 1, queue_late, self);
}

/* Whether frames are put off where they cost too much, as they are at first; false only
 * to measure what they cost. Thread: main. */
void
steady_plot_canvas_set_paced (SteadyPlotCanvas *self, bool paced)
{
  self->paced = paced;
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

/* The back end really in use, or the one wished for before the first frame.
 * Thread: main. */
SteadyPlotBackend
steady_plot_canvas_get_backend (SteadyPlotCanvas *self)
{
  return self->area && !self->broken ? STEADY_PLOT_BACKEND_GL : STEADY_PLOT_BACKEND_CPU;
}

/* A copy of the picture as it was last drawn, or NULL; to be freed with its pixels.
 * Thread: main. */
SteadyPlotPicture *
steady_plot_canvas_read (SteadyPlotCanvas *self)
{
  if (!has_picture (self) || self->backdrop_old || !self->renderer)
    return NULL;
  if (self->area && !self->broken)
    gtk_gl_area_make_current (GTK_GL_AREA (self->area));

  SteadyPlotPicture *picture = g_new (SteadyPlotPicture, 1);
  *picture = self->backdrop;
  picture->pixels = g_new (uint32_t, (size_t) picture->width * picture->height);
  self->renderer->interface->read (self->renderer, picture);
  return picture;
}
