/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-review-timeline.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "review/steady-review-colours.h"
#include "review/steady-review-layout.h"
#include "review/steady-review-player.h"
#include "review/steady-review-replay.h"
#include "review/steady-review-status.h"
#include "review/steady-wrap-box.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-template-path.h"

enum
{
  ROW_HEIGHT = 52,
  ROWS_MOST = 14,
  BANDS_MOST = 512,            /* of plans that were changed during the case */
  /* that are shown unasked */ /* units that a row wants at least */
  LANE_HEIGHT = 24,
  VALUES_WIDTH = 440,
  VALUES_HEIGHT = 300,
  /* narrower than this, values stand below; lower, they are hidden at first */
  NARROW = 1100,
  LOW = 620
};

#define VALUES_EVERY (250 * STEADY_NSEC_PER_MSEC)

static unsigned added_signal;

struct _SteadyReviewTimeline
{
  GtkWidget               parent_instance;
  GtkWidget              *box;
  SteadyTimelineOverview *overview;
  GtkBox                 *body;
  SteadyTimelineView     *view;
  GtkStack               *side;
  SteadyReviewValues     *values;
  SteadyReviewEntry      *entry;
  SteadyFitText          *status;
  GtkToggleButton        *play;
  GtkToggleButton        *speeds[6];
  GtkToggleButton        *cursor_a;
  GtkToggleButton        *cursor_b;
  GtkToggleButton        *sound;
  GtkToggleButton        *values_shown;
  GtkButton              *spans[5]; /* the whole case first */
  GtkWidget              *rows;
  GtkWidget              *rows_popover;
  GtkBox                 *rows_box;

  const SteadyReviewCase *review; /* borrowed; NULL: none */
  SteadyReviewLayout      layout;
  SteadyTimelineTrace     traces[STEADY_TIMELINE_TRACES];
  unsigned                n_traces;
  SteadyReviewPlayer      player;
  SteadyReviewReplay     *replay;
  bool                    waiting; /* for the engine that plays along */
  bool                    moving;  /* the cursor, by the playback */
  bool                    dark;
  bool                    fitted; /* rows to the height */
  int                     width;
  guint                   tick;     /* while it plays */
  SteadyInstant           shown_at; /* the values, real time */
};

G_DEFINE_FINAL_TYPE (SteadyReviewTimeline, steady_review_timeline, GTK_TYPE_WIDGET)

static const double speeds[] = { 1, 2, 5, 10, 20, 60 };

/* The theme is known by its ground. */
static bool
is_dark (SteadyReviewTimeline *self)
{
  GdkRGBA ground;
  return gtk_style_context_lookup_color (
             gtk_widget_get_style_context (GTK_WIDGET (self)), "plot", &ground) &&
         ground.red + ground.green + ground.blue < 1.5f;
}

static void
show_traces (SteadyReviewTimeline *self)
{
  self->n_traces =
      steady_review_layout_traces (&self->layout, self->review, self->traces);
  steady_review_colours_traces (GTK_WIDGET (self), self->traces, self->n_traces);
  steady_timeline_view_set_traces (self->view, self->traces, self->n_traces);
  g_autofree SteadyTimelineBand *bands = g_new (SteadyTimelineBand, BANDS_MOST);
  steady_timeline_view_set_bands (
      self->view,
      bands,
      steady_review_layout_bands (
          self->review, self->traces, self->n_traces, bands, BANDS_MOST));
}

/* While it plays, values change no oftener than they can be read. */
static void
show_values (SteadyReviewTimeline *self)
{
  const SteadyInstant now = steady_clock_now ();

  if (self->player.playing && now - self->shown_at < VALUES_EVERY)
    return;
  self->shown_at = now;
  steady_timeline_view_set_lag (self->view, steady_review_player_lag (&self->player));
  if (self->review != NULL && gtk_widget_get_visible (GTK_WIDGET (self->side)))
    steady_review_values_show (
        self->values, self->view, self->review, self->traces, self->n_traces);
}

static void
on_row (SteadyReviewTimeline *self, GtkCheckButton *button)
{
  SteadyReviewRow *row = g_object_get_data (G_OBJECT (button), "row");

  if (self->review == NULL)
    return;
  row->shown = gtk_check_button_get_active (button);
  show_traces (self);
  show_values (self);
}

/* What can be shown, and what this case lacks: it stands there too, and says so. */
static void
list_rows (SteadyReviewTimeline *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows_box))) != NULL)
    gtk_box_remove (self->rows_box, child);
  for (unsigned i = 0; i < self->layout.count; i++)
    {
      SteadyReviewRow *row = &self->layout.rows[i];
      g_autofree char *label =
          g_strdup_printf ("%s%s%s",
                           row->label,
                           row->wave ? _ (", waveform") : "",
                           row->there ? "" : _ (": not in this case"));
      GtkWidget *button = gtk_check_button_new_with_label (label);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), row->shown);
      gtk_widget_set_sensitive (button, row->there);
      gtk_widget_add_css_class (button, "review-row");
      g_object_set_data (G_OBJECT (button), "row", row);
      g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_row), self);
      gtk_box_append (self->rows_box, button);
    }
}

static void
show_marks (SteadyReviewTimeline *self)
{
  steady_review_colours_marks (GTK_WIDGET (self), self->review->marks);
  steady_timeline_view_set_marks (self->view, self->review->marks);
  steady_timeline_view_set_artefacts (
      self->view,
      (const SteadyTimelineArtefact *) (void *) self->review->artefacts->data,
      self->review->artefacts->len);
}

static void
show_overview (SteadyReviewTimeline *self)
{
  steady_timeline_overview_set_case (self->overview,
                                     self->review->path,
                                     self->n_traces > 0 ? &self->traces[0] : NULL,
                                     self->review->marks);
}

static void
show_status (SteadyReviewTimeline *self)
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

/* Where the case is played from. */
static SteadyInstant
place (SteadyReviewTimeline *self)
{
  return steady_timeline_view_cursor (self->view, STEADY_TIMELINE_CURSOR_A);
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

  if (place (self) >= window->last)
    steady_timeline_view_set_cursor (
        self->view, STEADY_TIMELINE_CURSOR_A, window->first);
  steady_review_player_set_speed (&self->player, speed_of (self), steady_clock_now ());
  steady_review_player_pause (&self->player);
  self->waiting = true;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  steady_review_replay_start (self->replay,
                              self->review->path,
                              place (self) - self->review->span.start,
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
  show_status (self);
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

/* The engine is there, or will not come. */
static void
on_replay (void *data)
{
  SteadyReviewTimeline         *self = data;
  const SteadyReviewReplayState state = steady_review_replay_state (self->replay);

  if (self->review == NULL || self->box == NULL)
    return;
  if (self->waiting &&
      (state == STEADY_REVIEW_REPLAY_RUNNING || state == STEADY_REVIEW_REPLAY_FAILED))
    {
      self->waiting = false;
      steady_review_player_play (&self->player, place (self), steady_clock_now ());
    }
  show_status (self);
}

/* Another pace or another place: the engine that plays along begins there anew. */
static void
restart (SteadyReviewTimeline *self)
{
  if (self->review != NULL && gtk_toggle_button_get_active (self->play))
    start (self);
}

static void
on_speed (SteadyReviewTimeline *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    restart (self);
}

static void
on_sound (SteadyReviewTimeline *self)
{
  restart (self);
}

static void
on_cursor_moved (SteadyReviewTimeline *self)
{
  show_values (self);
  if (!self->moving &&
      steady_timeline_view_active_cursor (self->view) == STEADY_TIMELINE_CURSOR_A)
    restart (self);
}

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
                                     place (self) +
                                         steady_time_window_span (window) / 10);
  show_values (self);
}

static void
on_values (SteadyReviewTimeline *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->side),
                          gtk_toggle_button_get_active (self->values_shown));
  show_values (self);
}

static void
begin_entry (SteadyReviewTimeline *self, SteadyReviewEntryKind kind)
{
  if (self->review == NULL)
    return;
  steady_review_entry_begin (
      self->entry,
      kind,
      self->review,
      place (self),
      steady_timeline_view_cursor (self->view, STEADY_TIMELINE_CURSOR_B),
      self->traces,
      self->n_traces,
      steady_timeline_view_tapped (self->view));
  gtk_toggle_button_set_active (self->values_shown, TRUE);
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->entry));
}

static void
on_note (SteadyReviewTimeline *self)
{
  begin_entry (self, STEADY_REVIEW_ENTRY_NOTE);
}

static void
on_artefact (SteadyReviewTimeline *self)
{
  begin_entry (self, STEADY_REVIEW_ENTRY_ARTEFACT);
}

static void
on_amend (SteadyReviewTimeline *self)
{
  begin_entry (self, STEADY_REVIEW_ENTRY_AMENDMENT);
}

static void
on_rows (SteadyReviewTimeline *self)
{
  gtk_popover_popup (GTK_POPOVER (self->rows_popover));
}

/* The list of rows hangs on its button. */
static void
make_rows_popover (SteadyReviewTimeline *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->rows_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller),
                                                    TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 520);
  gtk_scrolled_window_set_min_content_width (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 GTK_WIDGET (self->rows_box));
  self->rows_popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->rows_popover), scroller);
  gtk_widget_set_parent (self->rows_popover, self->rows);
}

static void
on_entry_closed (SteadyReviewTimeline *self)
{
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->values));
}

static void
on_entry_added (SteadyReviewTimeline *self)
{
  g_signal_emit (self, added_signal, 0);
}

static gboolean
on_key (SteadyReviewTimeline *self, guint key, guint code, GdkModifierType state)
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

/* Lanes in which nothing stands take no room. */
static int
lanes_height (SteadyReviewTimeline *self)
{
  unsigned lanes = 0;

  for (guint i = 0; i < self->review->marks->len; i++)
    lanes |=
        1u << ((SteadyTimelineMark *) g_ptr_array_index (self->review->marks, i))->lane;
  return LANE_HEIGHT * __builtin_popcount (lanes);
}

/* Rows as many as there is room for, and values where they do not squeeze them. */
static void
fit (SteadyReviewTimeline *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self->view));

  if (width < 100 || height < 100)
    return;
  if (width != self->width)
    {
      const bool narrow = width < NARROW;
      self->width = width;
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body),
                                      narrow ? GTK_ORIENTATION_VERTICAL
                                             : GTK_ORIENTATION_HORIZONTAL);
      gtk_widget_set_size_request (
          GTK_WIDGET (self->side),
          narrow ? -1 : VALUES_WIDTH,
          narrow ? MAX (VALUES_HEIGHT, gtk_widget_get_height (GTK_WIDGET (self)) / 4)
                 : -1);
      gtk_toggle_button_set_active (
          self->values_shown,
          !narrow || gtk_widget_get_height (GTK_WIDGET (self)) >= LOW);
      return; /* the height is known after the next layout */
    }
  if (self->fitted || self->review == NULL)
    return;
  self->fitted = true;
  steady_review_layout_fit (
      &self->layout,
      MIN ((unsigned) MAX (height - 26 - lanes_height (self), 0) / ROW_HEIGHT,
           (unsigned) ROWS_MOST));
  list_rows (self);
  show_traces (self);
  show_overview (self);
  show_values (self);
}

static void
follow_theme (SteadyReviewTimeline *self)
{
  const bool dark = is_dark (self);

  if (dark == self->dark)
    return;
  self->dark = dark;
  steady_timeline_view_set_dark (self->view, dark);
  steady_timeline_overview_set_dark (self->overview, dark);
  if (self->review == NULL)
    return;
  show_marks (self);
  show_traces (self);
  show_overview (self);
}

/* Follows theme and size; about ten times a second while it is seen. Thread: main. */
void
steady_review_timeline_refresh (SteadyReviewTimeline *self)
{
  follow_theme (self);
  fit (self);
}

/* Nothing is played any more: the page is not seen. Thread: main. */
void
steady_review_timeline_stop (SteadyReviewTimeline *self)
{
  gtk_toggle_button_set_active (self->play, FALSE);
}

/* Shows another case, which stays with the caller until the next; NULL: none.
 * Thread: main. */
void
steady_review_timeline_show (SteadyReviewTimeline *self, const SteadyReviewCase *review)
{
  gtk_toggle_button_set_active (self->play, FALSE);
  self->review = review;
  self->fitted = false;
  gtk_toggle_button_set_active (self->cursor_a, TRUE);
  if (review == NULL)
    {
      steady_timeline_view_set_case (self->view, NULL, 0, STEADY_NSEC_PER_SEC);
      steady_timeline_overview_set_case (self->overview, NULL, NULL, NULL);
      return;
    }
  steady_review_layout_init (&self->layout, review);
  self->n_traces = 0;
  steady_timeline_view_set_case (
      self->view, review->path, review->span.start, review->span.end);
  steady_timeline_view_set_watermark (
      self->view, review->simulated ? _ ("REPLAY · SIMULATED") : _ ("REPLAY"));
  show_marks (self);
  on_entry_closed (self);
  show_status (self);
  fit (self);
}

/* The same case, read again since something was added to it: what is seen stays.
 * Thread: main. */
void
steady_review_timeline_renew (SteadyReviewTimeline   *self,
                              const SteadyReviewCase *review)
{
  self->review = review;
  show_marks (self);
  show_overview (self);
  show_values (self);
}

/* Thread: main. */
SteadyTimelineView *
steady_review_timeline_view (SteadyReviewTimeline *self)
{
  return self->view;
}

/* Thread: main. */
SteadyReviewValues *
steady_review_timeline_values (SteadyReviewTimeline *self)
{
  return self->values;
}

/* Thread: main. */
SteadyReviewEntry *
steady_review_timeline_entry (SteadyReviewTimeline *self)
{
  return self->entry;
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

/* The line below the timeline. Thread: main. */
const char *
steady_review_timeline_status (SteadyReviewTimeline *self)
{
  return steady_fit_text_get_text (self->status);
}

/* Thread: main. */
bool
steady_review_timeline_playing (SteadyReviewTimeline *self)
{
  return self->player.playing;
}

static void
dispose (GObject *object)
{
  SteadyReviewTimeline *self = STEADY_REVIEW_TIMELINE (object);

  self->review = NULL;
  g_clear_pointer (&self->replay, steady_review_replay_free);
  g_clear_pointer (&self->rows_popover, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_review_timeline_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  static const char *const names[] = { "speed_1",  "speed_2",  "speed_5",
                                       "speed_10", "speed_20", "speed_60" };
  static const char *const spans[] = {
    "span_all", "span_10m", "span_1m", "span_10s", "span_1s"
  };

  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, box);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, overview);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, body);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, view);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, side);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, values);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, entry);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, status);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, play);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, cursor_a);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, cursor_b);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, sound);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, values_shown);
  gtk_widget_class_bind_template_child (class, SteadyReviewTimeline, rows);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_bind_template_child_full (
        class,
        names[i],
        FALSE,
        (gssize) (G_STRUCT_OFFSET (SteadyReviewTimeline, speeds) +
                  i * sizeof (GtkToggleButton *)));
  for (unsigned i = 0; i < G_N_ELEMENTS (spans); i++)
    gtk_widget_class_bind_template_child_full (
        class,
        spans[i],
        FALSE,
        (gssize) (G_STRUCT_OFFSET (SteadyReviewTimeline, spans) +
                  i * sizeof (GtkButton *)));
}

static void
bind_callbacks (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_callback (class, on_play);
  gtk_widget_class_bind_template_callback (class, on_speed);
  gtk_widget_class_bind_template_callback (class, on_sound);
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
  gtk_widget_class_bind_template_callback (class, on_values);
  gtk_widget_class_bind_template_callback (class, on_note);
  gtk_widget_class_bind_template_callback (class, on_artefact);
  gtk_widget_class_bind_template_callback (class, on_amend);
  gtk_widget_class_bind_template_callback (class, on_rows);
}

static void
steady_review_timeline_class_init (SteadyReviewTimelineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_WRAP_BOX);
  g_type_ensure (STEADY_TYPE_TIMELINE_VIEW);
  g_type_ensure (STEADY_TYPE_TIMELINE_OVERVIEW);
  g_type_ensure (STEADY_TYPE_REVIEW_VALUES);
  g_type_ensure (STEADY_TYPE_REVIEW_ENTRY);
  added_signal = g_signal_new ("added",
                               STEADY_TYPE_REVIEW_TIMELINE,
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("review", "steady-review-timeline"));
  bind_children (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_review_timeline_init (SteadyReviewTimeline *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->replay = steady_review_replay_new (on_replay, self);
  steady_review_player_init (&self->player);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->dark = true;
  make_rows_popover (self);
  gtk_widget_set_visible (GTK_WIDGET (self->side), FALSE);
  steady_timeline_overview_bind (self->overview, self->view);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect_object (self->view,
                           "cursor-moved",
                           G_CALLBACK (on_cursor_moved),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->view, "values-changed", G_CALLBACK (show_values), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->entry, "closed", G_CALLBACK (on_entry_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->entry, "added", G_CALLBACK (on_entry_added), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Timeline"), -1);
}

/* Shows no case yet. Thread: main. */
GtkWidget *
steady_review_timeline_new (void)
{
  return g_object_new (STEADY_TYPE_REVIEW_TIMELINE, NULL);
}
