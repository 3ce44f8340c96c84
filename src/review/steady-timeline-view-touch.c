/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "review/steady-timeline-view-private.h"

enum
{
  DRAG_LEAST = 8, /* units before a touch is a drag and not a tap */
  HIT = 14        /* units around a mark that count as it */
};

#define WHEEL_FACTOR 1.25

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
  int lane = -1;
  for (int i = 0; i < STEADY_TIMELINE_LANES; i++)
    if (rows->lane_top[i] >= 0 && y * scale >= rows->lane_top[i] &&
        y * scale < rows->lane_top[i] + rows->lane_height)
      lane = i;
  for (guint i = 0; i < self->marks->len; i++)
    {
      const SteadyTimelineMark *mark =
          &g_array_index (self->marks, SteadyTimelineMark, i);
      const double distance =
          fabs (steady_timeline_view_place_of (self, mark->from) - x);
      if ((int) mark->lane == lane && lane != STEADY_TIMELINE_PHASES &&
          distance < least)
        {
          least = distance;
          best = mark;
        }
    }
  return best;
}

/* The signal whose row was tapped is the one that is meant next. */
static void
note_row (SteadyTimelineView *self, double y)
{
  const SteadyTimelineRows *rows = steady_timeline_picture_rows (self->picture);
  const double              at = y * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  for (unsigned i = self->n_traces; i > 0; i--)
    {
      const unsigned row = self->traces[i - 1].row;
      if (row < rows->count && at >= rows->top[row] && at < rows->bottom[row])
        self->tapped = (SteadyChannel) self->traces[i - 1].channel.channel;
    }
}

/* A finger, or a button of the mouse, at @x, @y of the widget. Thread: main. */
void
steady_timeline_view_tap (SteadyTimelineView *self, double x, double y)
{
  const SteadyTimelineMark *mark = mark_at (self, x, y);

  if (x < STEADY_PLOT_GUTTER_WIDTH || self->source == NULL)
    return;
  note_row (self, y);
  steady_timeline_view_set_cursor (
      self,
      self->active,
      mark != NULL ? mark->from : steady_timeline_view_time_at (self, x));
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
  const SteadySpan by =
      (SteadySpan) llround (-dx / steady_timeline_view_plot_width (self) *
                            (double) steady_time_window_span (&self->drag_from));
  steady_timeline_view_set_window (
      self, self->drag_from.from + by, self->drag_from.to + by);
}

static void
on_drag_end (SteadyTimelineView *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x = 0, y = 0;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!self->dragging && fabs (dy) < 3 * DRAG_LEAST)
    steady_timeline_view_tap (self, x, y);
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
  self->pinch_about = steady_timeline_view_time_at (self, x);
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
  if (!gtk_gesture_is_active (gesture) ||
      !gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    x = steady_timeline_view_place_of (self, self->pinch_about);
  const SteadyInstant here = steady_time_window_t (
      &fresh, x - STEADY_PLOT_GUTTER_WIDTH, steady_timeline_view_plot_width (self));
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
               &self->window,
               steady_timeline_view_time_at (self, self->pointer_x),
               pow (WHEEL_FACTOR, dy)))
    steady_timeline_view_moved (self);
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

/* Drags, pinches, wheel and keys. Thread: main. */
void
steady_timeline_view_add_touch (SteadyTimelineView *self)
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
