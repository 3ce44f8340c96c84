/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-timeline-overview.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plot/steady-plot-gutter.h"
#include "plot/steady-plot-theme.h"

enum
{
  HEIGHT = 64,
  PHASE_HEIGHT = 22,
  ALARM_HEIGHT = 6,
  TEXT = 13
};

/* The picture is kept as a node until the case, the size or the theme change; only the
 * frame around what is seen moves. */
struct _SteadyTimelineOverview
{
  GtkWidget             parent_instance;
  SteadyTimelineView   *view; /* NULL before it is bound */
  SteadyTimelineSource *source;
  SteadyTimelineAnswer *answer;
  SteadyTimelineTrace   trace;
  bool                  has_trace;
  GPtrArray            *marks; /* NULL: none */
  GskRenderNode        *picture;
  bool                  dark;
  unsigned              asked; /* columns */
};

G_DEFINE_FINAL_TYPE (SteadyTimelineOverview, steady_timeline_overview, GTK_TYPE_WIDGET)

static double
plot_width (SteadyTimelineOverview *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - STEADY_PLOT_GUTTER_WIDTH, 1);
}

/* The whole case as a window. */
static SteadyTimeWindow
whole (SteadyTimelineOverview *self)
{
  SteadyTimeWindow window = *steady_timeline_view_window (self->view);

  window.from = window.first;
  window.to = window.last;
  return window;
}

static double
place_of (SteadyTimelineOverview *self, SteadyInstant t)
{
  const SteadyTimeWindow window = whole (self);

  return STEADY_PLOT_GUTTER_WIDTH +
         steady_time_window_x (&window, t, plot_width (self));
}

static void
redraw (SteadyTimelineOverview *self)
{
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_answer (SteadyTimelineAnswer *answer, void *data)
{
  SteadyTimelineOverview *self = data;

  steady_timeline_answer_free (self->answer);
  self->answer = answer;
  redraw (self);
}

static void
ask (SteadyTimelineOverview *self)
{
  const unsigned columns =
      MIN ((unsigned) plot_width (self), (unsigned) STEADY_TIMELINE_COLUMNS);

  if (self->source == NULL || !self->has_trace || self->view == NULL || columns < 2 ||
      columns == self->asked)
    return;
  const SteadyTimeWindow             window = whole (self);
  g_autofree SteadyTimelineQuestion *question = g_new0 (SteadyTimelineQuestion, 1);
  question->from = window.from;
  question->to = window.to;
  question->columns = self->asked = columns;
  question->n_channels = 1;
  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    question->cursors[i] = STEADY_INSTANT_NEVER;
  question->channels[0] = self->trace.channel;
  steady_timeline_source_ask (self->source, question);
}

static void
draw_phase (SteadyTimelineOverview   *self,
            GtkSnapshot              *to,
            PangoLayout              *layout,
            const SteadyTimelineMark *mark)
{
  const SteadyPlotTheme *theme = steady_plot_theme (self->dark);
  const double           left = place_of (self, mark->from);
  const double           right = place_of (self, mark->to);
  GdkRGBA                colour = mark->colour;
  int                    height;

  colour.alpha = 0.45f;
  gtk_snapshot_append_color (
      to,
      &colour,
      &GRAPHENE_RECT_INIT (
          (float) left, 0, (float) fmax (right - left - 1, 1), PHASE_HEIGHT));
  if (right - left < 30)
    return;
  pango_layout_set_text (layout, mark->name, -1);
  pango_layout_set_width (layout, (int) ((right - left - 8) * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (to);
  gtk_snapshot_translate (
      to,
      &GRAPHENE_POINT_INIT ((float) left + 4, (float) (PHASE_HEIGHT - height) * 0.5f));
  gtk_snapshot_append_layout (to, layout, &theme->text);
  gtk_snapshot_restore (to);
}

static void
draw_marks (SteadyTimelineOverview *self, GtkSnapshot *to)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_absolute_size (font, TEXT * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_font_description_free (font);
  for (guint i = 0; self->marks != NULL && i < self->marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (self->marks, i);
      if (mark->lane == STEADY_TIMELINE_PHASES)
        draw_phase (self, to, layout, mark);
    }
  for (int priority = STEADY_PRIORITY_LOW; priority <= STEADY_PRIORITY_HIGH; priority++)
    for (guint i = 0; self->marks != NULL && i < self->marks->len; i++)
      {
        const SteadyTimelineMark *mark = g_ptr_array_index (self->marks, i);
        const double              left = place_of (self, mark->from);
        if (mark->lane == STEADY_TIMELINE_ALARMS && (int) mark->priority == priority)
          gtk_snapshot_append_color (
              to,
              &mark->colour,
              &GRAPHENE_RECT_INIT ((float) left,
                                   PHASE_HEIGHT + 1,
                                   (float) fmax (place_of (self, mark->to) - left, 2),
                                   ALARM_HEIGHT));
      }
  g_object_unref (layout);
}

static void
draw_curve (SteadyTimelineOverview *self, GtkSnapshot *to)
{
  const SteadyTimelineAnswer *answer = self->answer;
  const float                 top = PHASE_HEIGHT + ALARM_HEIGHT + 3;
  const float  height = (float) gtk_widget_get_height (GTK_WIDGET (self)) - top - 2;
  const double range = self->trace.high - self->trace.low;

  if (answer == NULL || answer->n_channels == 0 || !(range > 0) || height < 4)
    return;
  const double step = plot_width (self) / answer->columns;
  for (unsigned i = 0; i < answer->columns; i++)
    {
      const SteadyEnvelope *column = &answer->data[i];
      if (column->count == 0)
        continue;
      const double low = CLAMP ((column->low - self->trace.low) / range, 0, 1);
      const double high = CLAMP ((column->high - self->trace.low) / range, 0, 1);
      gtk_snapshot_append_color (
          to,
          &self->trace.colour,
          &GRAPHENE_RECT_INIT ((float) (STEADY_PLOT_GUTTER_WIDTH + i * step),
                               top + height * (float) (1 - high),
                               (float) fmax (step, 1),
                               fmaxf (height * (float) (high - low), 1.5f)));
    }
}

static void
draw_head (SteadyTimelineOverview *self, GtkSnapshot *to)
{
  const SteadyPlotTheme *theme = steady_plot_theme (self->dark);
  PangoLayout           *layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self), _ ("Whole case"));
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_absolute_size (font, 16 * PANGO_SCALE);
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (STEADY_PLOT_GUTTER_WIDTH - 12) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_font_description_free (font);
  gtk_snapshot_save (to);
  gtk_snapshot_translate (to, &GRAPHENE_POINT_INIT (6, 2));
  gtk_snapshot_append_layout (to, layout, &theme->text);
  if (self->has_trace)
    {
      pango_layout_set_text (layout, self->trace.label, -1);
      gtk_snapshot_translate (to, &GRAPHENE_POINT_INIT (0, PHASE_HEIGHT + 8));
      gtk_snapshot_append_layout (to, layout, &self->trace.colour);
    }
  gtk_snapshot_restore (to);
  g_object_unref (layout);
}

static void
draw_picture (SteadyTimelineOverview *self)
{
  GtkSnapshot *to = gtk_snapshot_new ();
  const float  width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  const float  height = (float) gtk_widget_get_height (GTK_WIDGET (self));

  gtk_snapshot_append_color (to,
                             &steady_plot_theme (self->dark)->ground,
                             &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->view != NULL && self->source != NULL)
    {
      draw_marks (self, to);
      draw_curve (self, to);
      draw_head (self, to);
    }
  self->picture = gtk_snapshot_free_to_node (to);
}

/* What lies outside of what is seen is dimmed. */
static void
draw_frame (SteadyTimelineOverview *self, GtkSnapshot *to)
{
  const SteadyTimeWindow *window = steady_timeline_view_window (self->view);
  const float             left = (float) place_of (self, window->from);
  const float             right = (float) place_of (self, window->to);
  const float             wide = fmaxf (right - left, 4);
  const float             height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  const GdkRGBA           colour = steady_plot_theme (self->dark)->text;
  GdkRGBA                 veil = steady_plot_theme (self->dark)->ground;
  GskRoundedRect          frame;

  veil.alpha = 0.45f;
  gtk_snapshot_append_color (
      to,
      &veil,
      &GRAPHENE_RECT_INIT (
          STEADY_PLOT_GUTTER_WIDTH, 0, left - STEADY_PLOT_GUTTER_WIDTH, height));
  gtk_snapshot_append_color (
      to,
      &veil,
      &GRAPHENE_RECT_INIT (left + wide,
                           0,
                           (float) gtk_widget_get_width (GTK_WIDGET (self)) - left -
                               wide,
                           height));
  gsk_rounded_rect_init_from_rect (
      &frame, &GRAPHENE_RECT_INIT (left, 0, wide, height), 0);
  gtk_snapshot_append_border (to,
                              &frame,
                              (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ colour, colour, colour, colour });
  const SteadyInstant cursor =
      steady_timeline_view_cursor (self->view, STEADY_TIMELINE_CURSOR_A);
  if (cursor != STEADY_INSTANT_NEVER)
    gtk_snapshot_append_color (
        to,
        &colour,
        &GRAPHENE_RECT_INIT ((float) place_of (self, cursor), 0, 1, height));
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  SteadyTimelineOverview *self = STEADY_TIMELINE_OVERVIEW (widget);

  if (self->picture == NULL)
    draw_picture (self);
  if (self->picture != NULL)
    gtk_snapshot_append_node (to, self->picture);
  if (self->view != NULL && self->source != NULL)
    draw_frame (self, to);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SteadyTimelineOverview *self = STEADY_TIMELINE_OVERVIEW (widget);

  g_clear_pointer (&self->picture, gsk_render_node_unref);
  ask (self);
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  *minimum = *natural =
      orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : STEADY_PLOT_GUTTER_WIDTH + 160;
}

/* What is seen has its middle where the finger is. */
static void
centre_on (SteadyTimelineOverview *self, double x)
{
  if (self->view == NULL || self->source == NULL)
    return;
  const SteadyTimeWindow all = whole (self);
  const SteadyInstant    t =
      steady_time_window_t (&all, x - STEADY_PLOT_GUTTER_WIDTH, plot_width (self));
  const SteadySpan span =
      steady_time_window_span (steady_timeline_view_window (self->view));
  steady_timeline_view_set_window (self->view, t - span / 2, t - span / 2 + span);
}

static void
on_drag_begin (SteadyTimelineOverview *self, double x, double y)
{
  centre_on (self, x);
}

static void
on_drag_update (SteadyTimelineOverview *self,
                double                  dx,
                double                  dy,
                GtkGestureDrag         *gesture)
{
  double x = 0, y = 0;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  centre_on (self, x + dx);
}

static void
dispose (GObject *object)
{
  SteadyTimelineOverview *self = STEADY_TIMELINE_OVERVIEW (object);

  g_clear_pointer (&self->source, steady_timeline_source_free);
  self->view = NULL;
  G_OBJECT_CLASS (steady_timeline_overview_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SteadyTimelineOverview *self = STEADY_TIMELINE_OVERVIEW (object);

  steady_timeline_answer_free (self->answer);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  G_OBJECT_CLASS (steady_timeline_overview_parent_class)->finalize (object);
}

static void
steady_timeline_overview_class_init (SteadyTimelineOverviewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_css_name (widget_class, "overview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_timeline_overview_init (SteadyTimelineOverview *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->dark = true;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The whole case; tap to move what is seen"),
                                  -1);
}

/* The timeline whose window it frames; borrowed, outlives it. Once. Thread: main. */
void
steady_timeline_overview_bind (SteadyTimelineOverview *self, SteadyTimelineView *view)
{
  self->view = view;
  g_signal_connect_object (view,
                           "window-changed",
                           G_CALLBACK (gtk_widget_queue_draw),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view,
                           "cursor-moved",
                           G_CALLBACK (gtk_widget_queue_draw),
                           self,
                           G_CONNECT_SWAPPED);
}

/* Another case, with one trend of it (NULL: none) and what happened; NULL: none. The
 * timeline has it already. Thread: main. */
void
steady_timeline_overview_set_case (SteadyTimelineOverview    *self,
                                   const char                *case_file,
                                   const SteadyTimelineTrace *trace,
                                   GPtrArray                 *marks)
{
  g_clear_pointer (&self->source, steady_timeline_source_free);
  g_clear_pointer (&self->answer, steady_timeline_answer_free);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  self->asked = 0;
  self->has_trace = trace != NULL;
  if (trace != NULL)
    self->trace = *trace;
  if (marks != NULL)
    self->marks = g_ptr_array_ref (marks);
  if (case_file != NULL)
    self->source = steady_timeline_source_new (case_file, on_answer, self);
  ask (self);
  redraw (self);
}

/* Thread: main. */
void
steady_timeline_overview_set_dark (SteadyTimelineOverview *self, bool dark)
{
  self->dark = dark;
  redraw (self);
}
