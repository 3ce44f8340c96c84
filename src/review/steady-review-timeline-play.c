/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "review/steady-review-status.h"
#include "review/steady-review-timeline-private.h"

static const double speeds[] = { 1, 2, 5, 10, 20, 60 };

/* Where the case is played from. Thread: main. */
SteadyInstant
steady_review_timeline_place (SteadyReviewTimeline *self)
{
  return steady_timeline_view_cursor (self->view, STEADY_TIMELINE_CURSOR_A);
}

/* Says below the timeline what is played. Thread: main. */
void
steady_review_timeline_show_status (SteadyReviewTimeline *self)
{
  g_autofree char *text =
      steady_review_status (self->review,
                            self->replay,
                            self->player.playing,
                            steady_timeline_view_problem (self->view));
  steady_fit_text_set_text (self->status, text);
}

static double
speed_of (SteadyReviewTimeline *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (gtk_toggle_button_get_active (self->speeds[i]))
      return speeds[i];
  return 1;
}

static void
follow_play (SteadyReviewTimeline *self, SteadyInstant real_now)
{
  const SteadyTimeWindow *window = steady_timeline_view_window (self->view);
  SteadySpan              engine;

  if (!self->player.playing)
    return;
  if (steady_review_replay_state (self->replay) == STEADY_REVIEW_REPLAY_RUNNING &&
      steady_review_replay_at (self->replay, &engine))
    steady_review_player_follow (
        &self->player, self->review->span.start + engine, real_now);
  const SteadyInstant t = steady_review_player_at (&self->player, real_now);
  self->moving = true;
  steady_timeline_view_set_cursor (
      self->view, STEADY_TIMELINE_CURSOR_A, MIN (t, window->last));
  steady_timeline_view_show (self->view, MIN (t, window->last));
  self->moving = false;
  if (t >= window->last)
    gtk_toggle_button_set_active (self->play, FALSE);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  follow_play (STEADY_REVIEW_TIMELINE (widget), steady_clock_now ());
  return G_SOURCE_CONTINUE;
}

static void
start (SteadyReviewTimeline *self)
{
  const SteadyTimeWindow *window = steady_timeline_view_window (self->view);

  if (steady_review_timeline_place (self) >= window->last)
    steady_timeline_view_set_cursor (
        self->view, STEADY_TIMELINE_CURSOR_A, window->first);
  steady_review_player_set_speed (&self->player, speed_of (self), steady_clock_now ());
  steady_review_player_pause (&self->player);
  self->waiting = true;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  steady_review_replay_start (self->replay,
                              self->review->path,
                              steady_review_timeline_place (self) -
                                  self->review->span.start,
                              speed_of (self),
                              gtk_toggle_button_get_active (self->sound));
}

static void
stop (SteadyReviewTimeline *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  self->waiting = false;
  steady_review_player_pause (&self->player);
  steady_review_replay_stop (self->replay);
  steady_review_timeline_show_status (self);
}

static void
on_play (SteadyReviewTimeline *self)
{
  const bool on = gtk_toggle_button_get_active (self->play);

  gtk_button_set_label (GTK_BUTTON (self->play), on ? _ ("Pause") : _ ("Play"));
  if (self->review == NULL)
    return;
  if (on)
    start (self);
  else
    stop (self);
}

/* The engine is there, or will not come; @data is the timeline. Thread: main. */
void
steady_review_timeline_on_replay (void *data)
{
  SteadyReviewTimeline         *self = data;
  const SteadyReviewReplayState state = steady_review_replay_state (self->replay);

  if (self->review == NULL || self->box == NULL)
    return;
  if (self->waiting &&
      (state == STEADY_REVIEW_REPLAY_RUNNING || state == STEADY_REVIEW_REPLAY_FAILED))
    {
      self->waiting = false;
      steady_review_player_play (
          &self->player, steady_review_timeline_place (self), steady_clock_now ());
    }
  steady_review_timeline_show_status (self);
}

/* Another pace or another place: the engine that plays along begins there anew.
 * Thread: main. */
void
steady_review_timeline_play_anew (SteadyReviewTimeline *self)
{
  if (self->review != NULL && gtk_toggle_button_get_active (self->play))
    start (self);
}

static void
on_speed (SteadyReviewTimeline *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    steady_review_timeline_play_anew (self);
}

static void
on_sound (SteadyReviewTimeline *self)
{
  steady_review_timeline_play_anew (self);
}

/* Nothing is played any more: the page is not seen. Thread: main. */
void
steady_review_timeline_stop (SteadyReviewTimeline *self)
{
  gtk_toggle_button_set_active (self->play, FALSE);
}

/* Whether a case can be played at @speed times the pace of life. Thread: any. */
bool
steady_review_timeline_has_speed (double speed)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (fabs (speeds[i] - speed) < 1e-9)
      return true;
  return false;
}

/* Plays from the first cursor on, as the buttons do; of a speed that there is.
 * Thread: main. */
void
steady_review_timeline_play (SteadyReviewTimeline *self, double speed)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (fabs (speeds[i] - speed) < 1e-9)
      gtk_toggle_button_set_active (self->speeds[i], TRUE);
  gtk_toggle_button_set_active (self->play, TRUE);
}

/* Thread: main. */
bool
steady_review_timeline_playing (SteadyReviewTimeline *self)
{
  return self->player.playing;
}

/* Binds the handlers of the buttons that play. Thread: main. */
void
steady_review_timeline_bind_playing (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_callback (class, on_play);
  gtk_widget_class_bind_template_callback (class, on_speed);
  gtk_widget_class_bind_template_callback (class, on_sound);
}
