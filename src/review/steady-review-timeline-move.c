/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-review-timeline-private.h"

static void
on_step_back (SteadyReviewTimeline *self)
{
  steady_timeline_view_step (self->view, -1);
}

static void
on_step_on (SteadyReviewTimeline *self)
{
  steady_timeline_view_step (self->view, 1);
}

static bool
is_goal (const SteadyTimelineMark *mark, bool alarms_only)
{
  if (alarms_only)
    return mark->lane == STEADY_TIMELINE_ALARMS;
  return mark->lane != STEADY_TIMELINE_PHASES &&
         mark->lane != STEADY_TIMELINE_COMMANDS &&
         mark->lane != STEADY_TIMELINE_TIMERS && mark->lane != STEADY_TIMELINE_CHECKS;
}

/* Goes to the event or alarm after (@direction 1) or before (-1) the active cursor.
 * Thread: main. */
void
steady_review_timeline_jump (SteadyReviewTimeline *self,
                             int                   direction,
                             bool                  alarms_only)
{
  const SteadyTimelineCursor cursor = steady_timeline_view_active_cursor (self->view);
  const SteadyInstant        t = steady_timeline_view_cursor (self->view, cursor);
  SteadyInstant              best = STEADY_INSTANT_NEVER;

  if (self->review == NULL || t == STEADY_INSTANT_NEVER)
    return;
  for (guint i = 0; i < self->review->marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (self->review->marks, i);
      if (!is_goal (mark, alarms_only) ||
          (direction > 0 ? mark->from <= t : mark->from >= t))
        continue;
      best = mark->from;
      if (direction > 0)
        break; /* they stand in the order of time */
    }
  if (best == STEADY_INSTANT_NEVER)
    return;
  steady_timeline_view_set_cursor (self->view, cursor, best);
  steady_timeline_view_show (self->view, best);
}

static void
on_prev_event (SteadyReviewTimeline *self)
{
  steady_review_timeline_jump (self, -1, false);
}

static void
on_next_event (SteadyReviewTimeline *self)
{
  steady_review_timeline_jump (self, 1, false);
}

static void
on_prev_alarm (SteadyReviewTimeline *self)
{
  steady_review_timeline_jump (self, -1, true);
}

static void
on_next_alarm (SteadyReviewTimeline *self)
{
  steady_review_timeline_jump (self, 1, true);
}

static void
on_zoom_out (SteadyReviewTimeline *self)
{
  steady_timeline_view_zoom (self->view, 2);
}

static void
on_zoom_in (SteadyReviewTimeline *self)
{
  steady_timeline_view_zoom (self->view, 0.5);
}

static void
on_pan_back (SteadyReviewTimeline *self)
{
  steady_timeline_view_pan (self->view, -0.5);
}

static void
on_pan_on (SteadyReviewTimeline *self)
{
  steady_timeline_view_pan (self->view, 0.5);
}

/* One tap to a span; the cursor stays in the middle of it. */
static void
on_span (SteadyReviewTimeline *self, GtkButton *button)
{
  static const SteadySpan spans[] = { 0,
                                      10 * STEADY_NSEC_PER_MIN,
                                      STEADY_NSEC_PER_MIN,
                                      10 * STEADY_NSEC_PER_SEC,
                                      STEADY_NSEC_PER_SEC };
  const SteadyTimeWindow *window = steady_timeline_view_window (self->view);
  const SteadyInstant     t = steady_timeline_view_cursor (
      self->view, steady_timeline_view_active_cursor (self->view));

  if (self->review == NULL)
    return;
  for (unsigned i = 0; i < G_N_ELEMENTS (spans); i++)
    if (button == self->spans[i] && spans[i] == 0)
      steady_timeline_view_set_window (self->view, window->first, window->last);
    else if (button == self->spans[i] && t != STEADY_INSTANT_NEVER)
      steady_timeline_view_set_window (
          self->view, t - spans[i] / 2, t - spans[i] / 2 + spans[i]);
}

/* The second cursor comes where the first one is seen, a little later; tapping its
 * button again takes nothing away: one moves it. */
static void
on_cursor (SteadyReviewTimeline *self)
{
  const bool              b = gtk_toggle_button_get_active (self->cursor_b);
  const SteadyTimeWindow *window = steady_timeline_view_window (self->view);

  steady_timeline_view_activate_cursor (
      self->view, b ? STEADY_TIMELINE_CURSOR_B : STEADY_TIMELINE_CURSOR_A);
  if (self->review != NULL && b &&
      steady_timeline_view_cursor (self->view, STEADY_TIMELINE_CURSOR_B) ==
          STEADY_INSTANT_NEVER)
    steady_timeline_view_set_cursor (self->view,
                                     STEADY_TIMELINE_CURSOR_B,
                                     steady_review_timeline_place (self) +
                                         steady_time_window_span (window) / 10);
  steady_review_timeline_show_values (self);
}

/* What moves by keys that the timeline itself does not know. Thread: main. */
gboolean
steady_review_timeline_on_key (SteadyReviewTimeline *self,
                               guint                 key,
                               guint                 code,
                               GdkModifierType       state)
{
  switch (key)
    {
    case GDK_KEY_space:
      gtk_toggle_button_set_active (self->play,
                                    !gtk_toggle_button_get_active (self->play));
      return GDK_EVENT_STOP;
    case GDK_KEY_n:
      on_next_event (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_p:
      on_prev_event (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_a:
      on_next_alarm (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_A:
      on_prev_alarm (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_b:
      gtk_toggle_button_set_active (gtk_toggle_button_get_active (self->cursor_b)
                                        ? self->cursor_a
                                        : self->cursor_b,
                                    TRUE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Binds the handlers of the buttons that move what is seen. Thread: main. */
void
steady_review_timeline_bind_moving (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_callback (class, on_step_back);
  gtk_widget_class_bind_template_callback (class, on_step_on);
  gtk_widget_class_bind_template_callback (class, on_prev_event);
  gtk_widget_class_bind_template_callback (class, on_next_event);
  gtk_widget_class_bind_template_callback (class, on_prev_alarm);
  gtk_widget_class_bind_template_callback (class, on_next_alarm);
  gtk_widget_class_bind_template_callback (class, on_zoom_out);
  gtk_widget_class_bind_template_callback (class, on_zoom_in);
  gtk_widget_class_bind_template_callback (class, on_pan_back);
  gtk_widget_class_bind_template_callback (class, on_pan_on);
  gtk_widget_class_bind_template_callback (class, on_span);
  gtk_widget_class_bind_template_callback (class, on_cursor);
}
