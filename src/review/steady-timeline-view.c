/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-timeline-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "plot/steady-plot-gutter.h"
#include "plot/steady-plot-theme.h"
#include "review/steady-timeline-picture.h"
#include "review/steady-timeline-words.h"

enum
{
  AXIS_HEIGHT = 26,
  AXIS_TEXT = 14,
  LANE_TEXT = 13,
  TEXTS_MAX = 60, /* words of marks in one picture */
  DRAG_LEAST = 8, /* units before a touch is a drag and not a tap */
  HIT = 14        /* units around a mark that count as it */
};

#define TICK_DISTANCE 110.0
#define WHEEL_FACTOR  1.25

static unsigned window_signal;
static unsigned cursor_signal;

struct _SteadyTimelineView
{
  GtkWidget              parent_instance;
  SteadyPlotGutter      *gutter;
  SteadyTimelinePicture *picture;
  SteadyTimelineSource  *source;
  SteadyTimelineAnswer  *answer;
  SteadyTimeWindow       window;
  SteadyTimelineTrace    traces[STEADY_TIMELINE_TRACES];
  unsigned               n_traces;
  GArray                *marks;     /* SteadyTimelineMark; texts are borrowed … */
  GPtrArray             *mark_list; /* … from here */
  GArray                *artefacts;
  char                  *watermark;
  bool                   dark;
  bool                   old; /* the picture */
  unsigned               draws;
  SteadyInstant          cursors[STEADY_TIMELINE_CURSORS]; /* NEVER: not shown */
  SteadyTimelineCursor   active;
  SteadyTimeWindow       drag_from; /* the window as a drag or pinch began */
  SteadyInstant          pinch_about;
  double                 pointer_x;
  bool                   dragging;
};

G_DEFINE_FINAL_TYPE (SteadyTimelineView, steady_timeline_view, GTK_TYPE_WIDGET)

static double
plot_width (SteadyTimelineView *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - STEADY_PLOT_GUTTER_WIDTH, 1);
}

static SteadyInstant
time_at (SteadyTimelineView *self, double x)
{
  return steady_time_window_t (
      &self->window, x - STEADY_PLOT_GUTTER_WIDTH, plot_width (self));
}

static double
place_of (SteadyTimelineView *self, SteadyInstant t)
{
  return STEADY_PLOT_GUTTER_WIDTH +
         steady_time_window_x (&self->window, t, plot_width (self));
}

/* Asks for the window as it is now; the answer brings the picture up to date. */
static void
ask (SteadyTimelineView *self)
{
  const unsigned columns = steady_timeline_picture_pixels (self->picture)->width;

  if (self->source == NULL || columns == 0)
    return;
  g_autofree SteadyTimelineQuestion *question = g_new0 (SteadyTimelineQuestion, 1);
  question->from = self->window.from;
  question->to = self->window.to;
  question->columns = MIN (columns, STEADY_TIMELINE_COLUMNS);
  question->n_channels = self->n_traces;
  for (unsigned i = 0; i < self->n_traces; i++)
    question->channels[i] = self->traces[i].channel;
  steady_timeline_source_ask (self->source, question);
}

static void
redraw (SteadyTimelineView *self)
{
  self->old = true;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
window_moved (SteadyTimelineView *self)
{
  ask (self);
  redraw (self);
  g_signal_emit (self, window_signal, 0);
}

static void
on_answer (SteadyTimelineAnswer *answer, void *data)
{
  SteadyTimelineView *self = data;

  steady_timeline_answer_free (self->answer);
  self->answer = answer;
  redraw (self);
}

static void
update_gutter (SteadyTimelineView *self)
{
  static const char *const  lanes[] = { N_ ("Phase"),  N_ ("Alarms"),
                                        N_ ("Events"), N_ ("Set-points"),
                                        N_ ("Given"),  N_ ("Blood gas"),
                                        N_ ("Notes") };
  SteadyPlotGutterEntry     entries[STEADY_TIMELINE_LANES + STEADY_TIMELINE_TRACES];
  unsigned                  count = 0;
  const SteadyTimelineRows *rows = steady_timeline_picture_rows (self->picture);
  const SteadyPlotTheme    *theme = steady_plot_theme (self->dark);

  for (unsigned i = 0; i < STEADY_TIMELINE_LANES && rows->lane_height >= 12; i++)
    entries[count++] =
        (SteadyPlotGutterEntry){ .top = rows->lane_top[i],
                                 .bottom = rows->lane_top[i] + rows->lane_height,
                                 .label = _ (lanes[i]),
                                 .colour = theme->text };
  for (unsigned row = 0; row < rows->count; row++)
    for (unsigned i = 0; i < self->n_traces; i++)
      if (self->traces[i].row == row)
        entries[count++] =
            (SteadyPlotGutterEntry){ .top = rows->top[row],
                                     .bottom = rows->bottom[row],
                                     .label = self->traces[i].label,
                                     .unit = self->traces[i].channel.unit,
                                     .low = self->traces[i].low,
                                     .high = self->traces[i].high,
                                     .colour = self->traces[i].colour };
  steady_plot_gutter_set (self->gutter,
                          entries,
                          count,
                          gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                          self->dark);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SteadyTimelineView *self = STEADY_TIMELINE_VIEW (widget);
  const int           scale = gtk_widget_get_scale_factor (widget);
  const int           inner = MAX (width - STEADY_PLOT_GUTTER_WIDTH, 0);
  const int           body = MAX (height - AXIS_HEIGHT, 0);
  GtkAllocation       left = { 0, 0, STEADY_PLOT_GUTTER_WIDTH, body };

  gtk_widget_size_allocate (GTK_WIDGET (self->gutter), &left, -1);
  if (!steady_timeline_picture_set_size (
          self->picture,
          MIN ((unsigned) (inner * scale), STEADY_TIMELINE_COLUMNS),
          (unsigned) MIN (body * scale, 16384),
          scale))
    return;
  update_gutter (self);
  ask (self);
  self->old = true;
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
  const bool wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  gtk_widget_measure (GTK_WIDGET (STEADY_TIMELINE_VIEW (widget)->gutter),
                      orientation,
                      for_size,
                      minimum,
                      natural,
                      NULL,
                      NULL);
  *minimum = wide ? STEADY_PLOT_GUTTER_WIDTH + 160 : 160;
  *natural = wide ? STEADY_PLOT_GUTTER_WIDTH + 640 : 400;
}

static void
draw_picture (SteadyTimelineView *self)
{
  const SteadyTimelineScene scene = {
    .window = &self->window,
    .traces = self->traces,
    .n_traces = self->n_traces,
    .marks = (const SteadyTimelineMark *) (void *) self->marks->data,
    .n_marks = self->marks->len,
    .artefacts = (const SteadyTimelineArtefact *) (void *) self->artefacts->data,
    .n_artefacts = self->artefacts->len,
    .answer = self->answer,
    .watermark = self->watermark,
    .dark = self->dark,
  };

  steady_timeline_picture_draw (self->picture, &scene, GTK_WIDGET (self));
  self->old = false;
  self->draws++;
}

static PangoLayout *
layout_of_size (SteadyTimelineView *self, double size)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_font_description_free (font);
  return layout;
}

static void
put_text (
    GtkSnapshot *to, PangoLayout *layout, double x, double y, const GdkRGBA *colour)
{
  gtk_snapshot_save (to);
  gtk_snapshot_translate (to, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (to, layout, colour);
  gtk_snapshot_restore (to);
}

static void
draw_axis (SteadyTimelineView *self, GtkSnapshot *to)
{
  const SteadyPlotTheme *theme = steady_plot_theme (self->dark);
  const float  top = (float) (gtk_widget_get_height (GTK_WIDGET (self)) - AXIS_HEIGHT);
  const double right = gtk_widget_get_width (GTK_WIDGET (self));
  const SteadySpan step = steady_time_window_tick (
      steady_time_window_span (&self->window), plot_width (self), TICK_DISTANCE);
  const SteadyInstant begin =
      self->window.first + (self->window.from - self->window.first) / step * step;
  PangoLayout *layout = layout_of_size (self, AXIS_TEXT);

  gtk_snapshot_append_color (
      to, &theme->ground, &GRAPHENE_RECT_INIT (0, top, (float) right, AXIS_HEIGHT));
  for (SteadyInstant t = begin; step > 0 && t <= self->window.to; t += step)
    {
      char text[32];
      int  width;
      steady_timeline_words_tick (t - self->window.first, step, text, sizeof text);
      pango_layout_set_text (layout, text, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      const double x = place_of (self, t);
      const double left = x - width * 0.5;
      if (left >= STEADY_PLOT_GUTTER_WIDTH && left + width <= right)
        put_text (to, layout, floor (left), (double) top + 4, &theme->quiet);
    }
  g_object_unref (layout);
}

/* One mark's words, where no other mark of its lane is in their way. */
static bool
draw_name (SteadyTimelineView       *self,
           GtkSnapshot              *to,
           PangoLayout              *layout,
           const SteadyTimelineMark *mark,
           double                    from,
           double                    to_x)
{
  const SteadyTimelineRows *rows = steady_timeline_picture_rows (self->picture);
  const int                 scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const double              y = (double) rows->lane_top[mark->lane] / scale;
  int                       height;

  if (mark->name == NULL || mark->name[0] == '\0' || to_x - from < 28)
    return false;
  pango_layout_set_text (layout, mark->name, -1);
  pango_layout_set_width (layout, (int) ((to_x - from) * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, NULL, &height);
  put_text (to,
            layout,
            from,
            y + ((double) rows->lane_height / scale - height) * 0.5,
            &steady_plot_theme (self->dark)->text);
  return true;
}

/* The lane is walked from its end, so that each knows where the next one stands. */
static void
draw_names (SteadyTimelineView *self, GtkSnapshot *to)
{
  double       next[STEADY_TIMELINE_LANES];
  unsigned     texts = 0;
  const double right = gtk_widget_get_width (GTK_WIDGET (self));

  if (steady_timeline_picture_rows (self->picture)->lane_height < LANE_TEXT + 3)
    return;
  PangoLayout *layout = layout_of_size (self, LANE_TEXT);
  for (unsigned i = 0; i < STEADY_TIMELINE_LANES; i++)
    next[i] = right;
  for (guint i = self->marks->len; i > 0 && texts < TEXTS_MAX; i--)
    {
      const SteadyTimelineMark *mark =
          &g_array_index (self->marks, SteadyTimelineMark, i - 1);
      const bool lasting = mark->lane == STEADY_TIMELINE_PHASES;
      if (mark->from >= self->window.to ||
          (lasting ? mark->to : mark->from) < self->window.from)
        continue;
      const double at = MAX (place_of (self, mark->from), STEADY_PLOT_GUTTER_WIDTH);
      const double end =
          lasting ? MIN (place_of (self, mark->to), right) : next[mark->lane];
      texts += draw_name (self, to, layout, mark, at + 6, MIN (end, at + 260) - 4);
      next[mark->lane] = MIN (next[mark->lane], at);
    }
  g_object_unref (layout);
}

static void
draw_cursors (SteadyTimelineView *self, GtkSnapshot *to)
{
  static const char *const names[] = { "A", "B" };
  const float              height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  const GdkRGBA            colour = steady_plot_theme (self->dark)->text;
  PangoLayout             *layout = layout_of_size (self, AXIS_TEXT);

  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    {
      const double x = floor (place_of (self, self->cursors[i]));
      if (self->cursors[i] == STEADY_INSTANT_NEVER || x < STEADY_PLOT_GUTTER_WIDTH ||
          x >= gtk_widget_get_width (GTK_WIDGET (self)))
        continue;
      const float wide = i == self->active ? 2 : 1;
      gtk_snapshot_append_color (
          to,
          &colour,
          &GRAPHENE_RECT_INIT ((float) x, 0, wide, height - AXIS_HEIGHT + 6));
      gtk_snapshot_append_color (
          to,
          &colour,
          &GRAPHENE_RECT_INIT ((float) x - 9, height - AXIS_HEIGHT + 4, 19, 20));
      pango_layout_set_text (layout, names[i], -1);
      put_text (to,
                layout,
                x - 5,
                (double) height - AXIS_HEIGHT + 4,
                &steady_plot_theme (self->dark)->ground);
    }
  g_object_unref (layout);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  SteadyTimelineView *self = STEADY_TIMELINE_VIEW (widget);
  const float         width = (float) plot_width (self);
  const float         height = (float) (gtk_widget_get_height (widget) - AXIS_HEIGHT);

  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->gutter), to);
  if (height <= 0)
    return;
  if (self->old)
    draw_picture (self);
  steady_timeline_picture_append (
      self->picture,
      to,
      &GRAPHENE_RECT_INIT (STEADY_PLOT_GUTTER_WIDTH, 0, width, height));
  gtk_snapshot_push_clip (
      to,
      &GRAPHENE_RECT_INIT (
          0, 0, width + STEADY_PLOT_GUTTER_WIDTH, height + AXIS_HEIGHT));
  draw_axis (self, to);
  draw_names (self, to);
  draw_cursors (self, to);
  gtk_snapshot_pop (to);
}

/* The mark that a finger at @x, @y means, or NULL. */
static const SteadyTimelineMark *
mark_at (SteadyTimelineView *self, double x, double y)
{
  const SteadyTimelineRows *rows = steady_timeline_picture_rows (self->picture);
  const int                 scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const SteadyTimelineMark *best = NULL;
  double                    least = HIT;

  if (rows->lane_height == 0)
    return NULL;
  const int lane = (int) floor (y * scale / rows->lane_height);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const SteadyTimelineMark *mark =
          &g_array_index (self->marks, SteadyTimelineMark, i);
      const double distance = fabs (place_of (self, mark->from) - x);
      if ((int) mark->lane == lane && lane != STEADY_TIMELINE_PHASES &&
          distance < least)
        {
          least = distance;
          best = mark;
        }
    }
  return best;
}

static void
tap (SteadyTimelineView *self, double x, double y)
{
  const SteadyTimelineMark *mark = mark_at (self, x, y);

  if (x < STEADY_PLOT_GUTTER_WIDTH || self->source == NULL)
    return;
  steady_timeline_view_set_cursor (
      self, self->active, mark != NULL ? mark->from : time_at (self, x));
}

static void
on_drag_begin (SteadyTimelineView *self, double x, double y)
{
  self->drag_from = self->window;
  self->dragging = false;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_drag_update (SteadyTimelineView *self, double dx, double dy)
{
  if (!self->dragging && fabs (dx) < DRAG_LEAST)
    return;
  self->dragging = true;
  const SteadySpan by = (SteadySpan) llround (
      -dx / plot_width (self) * (double) steady_time_window_span (&self->drag_from));
  steady_timeline_view_set_window (
      self, self->drag_from.from + by, self->drag_from.to + by);
}

static void
on_drag_end (SteadyTimelineView *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x = 0, y = 0;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!self->dragging && fabs (dy) < 3 * DRAG_LEAST)
    tap (self, x, y);
  self->dragging = false;
}

static void
on_pinch_begin (SteadyTimelineView *self,
                GdkEventSequence   *sequence,
                GtkGesture         *gesture)
{
  double x = 0, y = 0;

  self->drag_from = self->window;
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  self->pinch_about = time_at (self, x);
}

static void
on_pinch (SteadyTimelineView *self, double scale, GtkGesture *gesture)
{
  SteadyTimeWindow fresh = self->drag_from;
  double           x = 0, y = 0;

  if (!(scale > 0))
    return;
  /* Two fingers keep the instant between them, while they draw apart and move. */
  steady_time_window_zoom (&fresh, self->pinch_about, 1 / scale);
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  const SteadyInstant here =
      steady_time_window_t (&fresh, x - STEADY_PLOT_GUTTER_WIDTH, plot_width (self));
  steady_time_window_pan (&fresh, self->pinch_about - here);
  self->dragging = true;
  steady_timeline_view_set_window (self, fresh.from, fresh.to);
}

static void
on_motion (SteadyTimelineView *self, double x, double y)
{
  self->pointer_x = x;
}

static gboolean
on_scroll (SteadyTimelineView *self,
           double              dx,
           double              dy,
           GtkEventController *controller)
{
  const GdkModifierType state =
      gtk_event_controller_get_current_event_state (controller);

  if (fabs (dx) > fabs (dy) || (state & GDK_SHIFT_MASK) != 0)
    steady_timeline_view_pan (self, (fabs (dx) > fabs (dy) ? dx : dy) * 0.1);
  else if (steady_time_window_zoom (
               &self->window, time_at (self, self->pointer_x), pow (WHEEL_FACTOR, dy)))
    window_moved (self);
  return GDK_EVENT_STOP;
}

static gboolean
on_key (SteadyTimelineView *self, guint key, guint code, GdkModifierType state)
{
  const int far = (state & GDK_SHIFT_MASK) != 0 ? 10 : 1;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      steady_timeline_view_step (self, -far);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      steady_timeline_view_step (self, far);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
    case GDK_KEY_Up:
      steady_timeline_view_zoom (self, 0.5);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
    case GDK_KEY_Down:
      steady_timeline_view_zoom (self, 2);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      steady_timeline_view_pan (self, -0.8);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      steady_timeline_view_pan (self, 0.8);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      steady_timeline_view_set_cursor (self, self->active, self->window.first);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      steady_timeline_view_set_cursor (self, self->active, self->window.last);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      steady_timeline_view_set_window (self, self->window.first, self->window.last);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
add_controllers (SteadyTimelineView *self)
{
  GtkWidget          *widget = GTK_WIDGET (self);
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkGesture         *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, key);
}

static void
dispose (GObject *object)
{
  SteadyTimelineView *self = STEADY_TIMELINE_VIEW (object);
  GtkWidget          *gutter = GTK_WIDGET (self->gutter);

  g_clear_pointer (&self->source, steady_timeline_source_free);
  self->gutter = NULL;
  g_clear_pointer (&gutter, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_timeline_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SteadyTimelineView *self = STEADY_TIMELINE_VIEW (object);

  steady_timeline_answer_free (self->answer);
  steady_timeline_picture_free (self->picture);
  g_array_unref (self->marks);
  g_clear_pointer (&self->mark_list, g_ptr_array_unref);
  g_array_unref (self->artefacts);
  g_free (self->watermark);
  G_OBJECT_CLASS (steady_timeline_view_parent_class)->finalize (object);
}

static void
steady_timeline_view_class_init (SteadyTimelineViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  widget_class->size_allocate = size_allocate;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  window_signal = g_signal_new ("window-changed",
                                STEADY_TYPE_TIMELINE_VIEW,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  cursor_signal = g_signal_new ("cursor-moved",
                                STEADY_TYPE_TIMELINE_VIEW,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_timeline_view_init (SteadyTimelineView *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->gutter = STEADY_PLOT_GUTTER (steady_plot_gutter_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->gutter), GTK_WIDGET (self));
  self->picture = steady_timeline_picture_new ();
  self->marks = g_array_new (FALSE, FALSE, sizeof (SteadyTimelineMark));
  self->artefacts = g_array_new (FALSE, FALSE, sizeof (SteadyTimelineArtefact));
  self->dark = true;
  self->old = true;
  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    self->cursors[i] = STEADY_INSTANT_NEVER;
  steady_time_window_init (&self->window, 0, STEADY_NSEC_PER_SEC);
  add_controllers (self);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Timeline"), -1);
}

/* Makes a timeline of no case. Thread: main. */
GtkWidget *
steady_timeline_view_new (void)
{
  return g_object_new (STEADY_TYPE_TIMELINE_VIEW, NULL);
}

/* Shows another case, all of it; NULL: none. Traces and marks come apart from it.
 * Thread: main. */
void
steady_timeline_view_set_case (SteadyTimelineView *self,
                               const char         *case_file,
                               SteadyInstant       first,
                               SteadyInstant       last)
{
  g_clear_pointer (&self->source, steady_timeline_source_free);
  g_clear_pointer (&self->answer, steady_timeline_answer_free);
  steady_time_window_init (&self->window, first, last);
  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    self->cursors[i] = STEADY_INSTANT_NEVER;
  self->active = STEADY_TIMELINE_CURSOR_A;
  if (case_file != NULL)
    {
      self->source = steady_timeline_source_new (case_file, on_answer, self);
      self->cursors[STEADY_TIMELINE_CURSOR_A] = first;
    }
  window_moved (self);
}

static void
update_name (SteadyTimelineView *self)
{
  g_autoptr (GString) name = g_string_new (_ ("Timeline"));

  for (unsigned i = 0; i < self->n_traces; i++)
    g_string_append_printf (name, "%s %s", i == 0 ? ":" : ",", self->traces[i].label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}

/* Sets what is drawn, at most STEADY_TIMELINE_TRACES in STEADY_TIMELINE_ROWS rows.
 * Thread: main. */
void
steady_timeline_view_set_traces (SteadyTimelineView        *self,
                                 const SteadyTimelineTrace *traces,
                                 unsigned                   count)
{
  unsigned rows = 0;

  self->n_traces = MIN (count, STEADY_TIMELINE_TRACES);
  memcpy (self->traces, traces, self->n_traces * sizeof *traces);
  for (unsigned i = 0; i < self->n_traces; i++)
    rows = MAX (rows, self->traces[i].row + 1);
  steady_timeline_picture_set_rows (self->picture, rows);
  update_gutter (self);
  update_name (self);
  ask (self);
  redraw (self);
}

/* Sets what happened: SteadyTimelineMark, in the order of their beginnings. The list is
 * kept, not copied, and not changed any more. Thread: main. */
void
steady_timeline_view_set_marks (SteadyTimelineView *self, GPtrArray *marks)
{
  GPtrArray *before = self->mark_list;

  self->mark_list = g_ptr_array_ref (marks);
  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < marks->len; i++)
    g_array_append_vals (self->marks, g_ptr_array_index (marks, i), 1);
  g_clear_pointer (&before, g_ptr_array_unref);
  redraw (self);
}

/* Sets what a person said not to trust. Thread: main. */
void
steady_timeline_view_set_artefacts (SteadyTimelineView           *self,
                                    const SteadyTimelineArtefact *artefacts,
                                    unsigned                      count)
{
  g_array_set_size (self->artefacts, 0);
  g_array_append_vals (self->artefacts, artefacts, count);
  redraw (self);
}

/* Writes @text behind every row: REPLAY, SIMULATED. Thread: main. */
void
steady_timeline_view_set_watermark (SteadyTimelineView *self, const char *text)
{
  if (g_strcmp0 (text, self->watermark) == 0)
    return;
  g_free (self->watermark);
  self->watermark = g_strdup (text);
  steady_timeline_picture_ground_changed (self->picture);
  redraw (self);
}

/* Draws for a dimmed room, or for the day. Thread: main. */
void
steady_timeline_view_set_dark (SteadyTimelineView *self, bool dark)
{
  if (dark == self->dark)
    return;
  self->dark = dark;
  steady_timeline_picture_ground_changed (self->picture);
  update_gutter (self);
  redraw (self);
}

/* What is seen. Thread: main. */
const SteadyTimeWindow *
steady_timeline_view_window (SteadyTimelineView *self)
{
  return &self->window;
}

/* Shows @from to @to, kept inside the case. Thread: main. */
void
steady_timeline_view_set_window (SteadyTimelineView *self,
                                 SteadyInstant       from,
                                 SteadyInstant       to)
{
  if (steady_time_window_set (&self->window, from, to))
    window_moved (self);
}

/* Zooms about the active cursor where it is seen, else about the middle; a @factor
 * below 1 shows less and larger. Thread: main. */
void
steady_timeline_view_zoom (SteadyTimelineView *self, double factor)
{
  const SteadyInstant cursor = self->cursors[self->active];
  const bool seen = cursor != STEADY_INSTANT_NEVER && cursor >= self->window.from &&
                    cursor <= self->window.to;
  const SteadyInstant middle =
      self->window.from + (self->window.to - self->window.from) / 2;

  if (steady_time_window_zoom (&self->window, seen ? cursor : middle, factor))
    window_moved (self);
}

/* Moves what is seen by @share of its length; later where it is positive.
 * Thread: main. */
void
steady_timeline_view_pan (SteadyTimelineView *self, double share)
{
  const SteadySpan by =
      (SteadySpan) llround (share * (double) steady_time_window_span (&self->window));

  if (steady_time_window_pan (&self->window, by))
    window_moved (self);
}

/* Moves what is seen as little as brings @t into it. Thread: main. */
void
steady_timeline_view_show (SteadyTimelineView *self, SteadyInstant t)
{
  if (steady_time_window_show (&self->window, t))
    window_moved (self);
}

/* Sets a cursor, inside the case; STEADY_INSTANT_NEVER takes it away. What is seen
 * follows it. Thread: main. */
void
steady_timeline_view_set_cursor (SteadyTimelineView  *self,
                                 SteadyTimelineCursor cursor,
                                 SteadyInstant        t)
{
  if (t != STEADY_INSTANT_NEVER)
    t = steady_time_window_clamp (&self->window, t);
  if (t == self->cursors[cursor])
    return;
  self->cursors[cursor] = t;
  if (t != STEADY_INSTANT_NEVER && (t < self->window.from || t > self->window.to))
    steady_timeline_view_show (self, t);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, cursor_signal, 0);
}

/* STEADY_INSTANT_NEVER: it is not shown. Thread: main. */
SteadyInstant
steady_timeline_view_cursor (SteadyTimelineView *self, SteadyTimelineCursor cursor)
{
  return self->cursors[cursor];
}

/* The cursor that taps and keys move. Thread: main. */
void
steady_timeline_view_activate_cursor (SteadyTimelineView  *self,
                                      SteadyTimelineCursor cursor)
{
  self->active = cursor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Thread: main. */
SteadyTimelineCursor
steady_timeline_view_active_cursor (SteadyTimelineView *self)
{
  return self->active;
}

/* A second; one sample of the fastest waveform where less than ten seconds are seen.
 * Thread: main. */
SteadySpan
steady_timeline_view_step_span (SteadyTimelineView *self)
{
  double rate = 1;

  if (steady_time_window_span (&self->window) > 10 * STEADY_NSEC_PER_SEC)
    return STEADY_NSEC_PER_SEC;
  for (unsigned i = 0; i < self->n_traces; i++)
    if (self->traces[i].channel.kind == STEADY_CHANNEL_KIND_WAVE)
      rate = fmax (rate, self->traces[i].channel.rate_hz);
  return (SteadySpan) llround (1e9 / rate);
}

/* Moves the active cursor by @steps. Thread: main. */
void
steady_timeline_view_step (SteadyTimelineView *self, int steps)
{
  const SteadyInstant t = self->cursors[self->active];

  if (t != STEADY_INSTANT_NEVER)
    steady_timeline_view_set_cursor (
        self, self->active, t + steps * steady_timeline_view_step_span (self));
}

/* See the header. Thread: main. */
bool
steady_timeline_view_is_settled (SteadyTimelineView *self)
{
  return self->source != NULL && self->answer != NULL && !self->old &&
         !steady_timeline_source_busy (self->source) &&
         self->answer->from == self->window.from && self->answer->to == self->window.to;
}

/* See the header. Thread: main. */
unsigned
steady_timeline_view_draws (SteadyTimelineView *self)
{
  return self->draws;
}

/* See the header. Thread: main. */
unsigned
steady_timeline_view_filled (SteadyTimelineView *self)
{
  unsigned filled = 0;

  if (self->answer == NULL)
    return 0;
  for (size_t i = 0; i < (size_t) self->answer->n_channels * self->answer->columns; i++)
    filled += self->answer->data[i].count > 0 ? 1 : 0;
  return filled;
}

/* Where rows and lanes stand, in pixels. Thread: main. */
const SteadyTimelineRows *
steady_timeline_view_rows (SteadyTimelineView *self)
{
  return steady_timeline_picture_rows (self->picture);
}

/* Why the last reading failed, or NULL. Thread: main. */
const char *
steady_timeline_view_problem (SteadyTimelineView *self)
{
  return self->answer != NULL ? self->answer->error : NULL;
}
