/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-timeline-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "plot/steady-plot-theme.h"
#include "review/steady-timeline-view-private.h"
#include "review/steady-timeline-words.h"

/* How long the picture waits for its answer, in ms. */
enum
{
  ANSWER_IN_TIME = 30, /* mostly it takes five */
  FIRST_IN_TIME = 100  /* of a case of which nothing is known yet: a picture without
                          anything would only cost the time of the one that follows */
};

static unsigned window_signal;
static unsigned cursor_signal;
static unsigned values_signal;

G_DEFINE_FINAL_TYPE (SteadyTimelineView, steady_timeline_view, GTK_TYPE_WIDGET)

/* Of the picture, in units. Thread: main. */
double
steady_timeline_view_plot_width (SteadyTimelineView *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - STEADY_PLOT_GUTTER_WIDTH, 1);
}

/* The instant at @x of the widget. Thread: main. */
SteadyInstant
steady_timeline_view_time_at (SteadyTimelineView *self, double x)
{
  return steady_time_window_t (&self->window,
                               x - STEADY_PLOT_GUTTER_WIDTH,
                               steady_timeline_view_plot_width (self));
}

/* Where @t stands in the widget. Thread: main. */
double
steady_timeline_view_place_of (SteadyTimelineView *self, SteadyInstant t)
{
  return STEADY_PLOT_GUTTER_WIDTH +
         steady_time_window_x (
             &self->window, t, steady_timeline_view_plot_width (self));
}

static gboolean
send_question (gpointer data)
{
  SteadyTimelineView *self = data;
  const unsigned      columns = steady_timeline_picture_pixels (self->picture)->width;

  self->asking = 0;
  if (self->source == NULL || columns == 0)
    return G_SOURCE_REMOVE;
  g_autofree SteadyTimelineQuestion *question = g_new0 (SteadyTimelineQuestion, 1);
  question->from = self->window.from;
  question->to = self->window.to;
  question->columns = MIN (columns, STEADY_TIMELINE_COLUMNS);
  question->n_channels = self->n_traces;
  for (unsigned i = 0; i < self->n_traces; i++)
    question->channels[i] = self->traces[i].channel;
  memcpy (question->cursors, self->cursors, sizeof question->cursors);
  question->only_values = !self->ask_picture;
  self->ask_picture = false;
  steady_timeline_source_ask (self->source, question);
  return G_SOURCE_REMOVE;
}

/* Asks for the window as it is now, or only for what stands under the cursors. Not at
 * once: a case that is opened changes case, traces and window one after the other, and
 * what they ask for together is read once. */
static void
ask_for (SteadyTimelineView *self, bool only_values)
{
  self->ask_picture = self->ask_picture || !only_values;
  if (self->asking == 0)
    self->asking = g_idle_add_full (G_PRIORITY_HIGH, send_question, self, NULL);
}

static void
ask (SteadyTimelineView *self)
{
  ask_for (self, false);
}

static void
update_gutter (SteadyTimelineView *self)
{
  static const char *const lanes[] = {
    N_ ("Phase"),     N_ ("Alarms"), N_ ("Events"),     N_ ("Set-points"), N_ ("Given"),
    N_ ("Blood gas"), N_ ("Timers"), N_ ("Checklists"), N_ ("Notes")
  };
  SteadyPlotGutterEntry     entries[STEADY_TIMELINE_LANES + STEADY_TIMELINE_TRACES];
  unsigned                  count = 0;
  const SteadyTimelineRows *rows = steady_timeline_picture_rows (self->picture);
  const SteadyPlotTheme    *theme = steady_plot_theme (self->dark);

  for (unsigned i = 0; i < STEADY_TIMELINE_LANES && rows->lane_height >= 12; i++)
    if (rows->lane_top[i] >= 0)
      entries[count++] =
          (SteadyPlotGutterEntry){ .top = rows->lane_top[i],
                                   .bottom = rows->lane_top[i] + rows->lane_height,
                                   .label = _ (lanes[i]),
                                   .colour = theme->text };
  for (unsigned row = 0; row < rows->count; row++)
    for (unsigned i = 0; i < self->n_traces; i++)
      if (self->traces[i].row == row)
        {
          const SteadyShownUnit shown = steady_timeline_trace_shown (&self->traces[i]);
          entries[count++] =
              (SteadyPlotGutterEntry){ .top = rows->top[row],
                                       .bottom = rows->bottom[row],
                                       .label = self->traces[i].label,
                                       .unit = shown.unit,
                                       .low = self->traces[i].low * shown.factor,
                                       .high = self->traces[i].high * shown.factor,
                                       .colour = self->traces[i].colour };
        }
  steady_plot_gutter_set (self->gutter,
                          entries,
                          count,
                          gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                          self->dark);
  self->gutter_old = false;
}

/* Draws the picture anew, and the names beside it where they changed: both at once, so
 * that no name ever stands beside another's row. */
static void
redraw (SteadyTimelineView *self)
{
  self->old = true;
  if (self->gutter_old)
    update_gutter (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
answer_is_late (gpointer data)
{
  SteadyTimelineView *self = data;

  self->late = 0;
  redraw (self);
  return G_SOURCE_REMOVE;
}

/* The answer nearly always comes before the next frame, so that the picture is drawn
 * once; what is known is only stretched where it is late. */
static void
redraw_with_answer (SteadyTimelineView *self)
{
  if (self->source == NULL)
    redraw (self);
  else if (self->late == 0)
    self->late = g_timeout_add (
        self->answer != NULL ? ANSWER_IN_TIME : FIRST_IN_TIME, answer_is_late, self);
}

/* What is seen has changed. Thread: main. */
void
steady_timeline_view_moved (SteadyTimelineView *self)
{
  ask (self);
  redraw_with_answer (self);
  g_signal_emit (self, window_signal, 0);
}

static void
on_answer (SteadyTimelineAnswer *answer, void *data)
{
  SteadyTimelineView *self = data;

  self->n_values = answer->n_channels;
  memcpy (self->value_channels, answer->channels, sizeof answer->channels);
  memcpy (self->value_at, answer->cursors, sizeof answer->cursors);
  memcpy (self->values, answer->values, sizeof answer->values);
  if (answer->data == NULL)
    steady_timeline_answer_free (answer);
  else
    {
      steady_timeline_answer_free (self->answer);
      self->answer = answer;
      g_clear_handle_id (&self->late, g_source_remove);
      redraw (self);
    }
  g_signal_emit (self, values_signal, 0);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SteadyTimelineView *self = STEADY_TIMELINE_VIEW (widget);
  const int           scale = gtk_widget_get_scale_factor (widget);
  const int           inner = MAX (width - STEADY_PLOT_GUTTER_WIDTH, 0);
  const int           body = MAX (height - STEADY_TIMELINE_AXIS_HEIGHT, 0);
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
    .bands = (const SteadyTimelineBand *) (void *) self->bands->data,
    .n_bands = self->bands->len,
    .answer = self->answer,
    .watermark = self->watermark,
    .dark = self->dark,
  };

  steady_timeline_picture_draw (self->picture, &scene, GTK_WIDGET (self));
  self->old = false;
  self->draws++;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  SteadyTimelineView *self = STEADY_TIMELINE_VIEW (widget);
  const float         width = (float) steady_timeline_view_plot_width (self);
  const float         height =
      (float) (gtk_widget_get_height (widget) - STEADY_TIMELINE_AXIS_HEIGHT);

  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->gutter), to);
  if (height <= 0)
    return;
  if (self->old)
    draw_picture (self);
  steady_timeline_picture_append (
      self->picture,
      to,
      &GRAPHENE_RECT_INIT (STEADY_PLOT_GUTTER_WIDTH, 0, width, height));
  gtk_snapshot_push_clip (to,
                          &GRAPHENE_RECT_INIT (0,
                                               0,
                                               width + STEADY_PLOT_GUTTER_WIDTH,
                                               height + STEADY_TIMELINE_AXIS_HEIGHT));
  steady_timeline_view_draw_words (self, to);
  gtk_snapshot_pop (to);
}

static void
dispose (GObject *object)
{
  SteadyTimelineView *self = STEADY_TIMELINE_VIEW (object);
  GtkWidget          *gutter = GTK_WIDGET (self->gutter);

  g_clear_pointer (&self->source, steady_timeline_source_free);
  g_clear_handle_id (&self->late, g_source_remove);
  g_clear_handle_id (&self->asking, g_source_remove);
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
  g_array_unref (self->bands);
  g_free (self->watermark);
  g_hash_table_unref (self->times);
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
  values_signal = g_signal_new ("values-changed",
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
  self->bands = g_array_new (FALSE, FALSE, sizeof (SteadyTimelineBand));
  self->times = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->dark = true;
  self->old = true;
  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    self->cursors[i] = STEADY_INSTANT_NEVER;
  steady_time_window_init (&self->window, 0, STEADY_NSEC_PER_SEC);
  steady_timeline_view_add_touch (self);
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
  steady_timeline_view_moved (self);
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
  self->gutter_old = true;
  update_name (self);
  ask (self);
  /* a picture of other traces is not left beside the new names */
  if (self->answer == NULL)
    redraw_with_answer (self);
  else
    redraw (self);
}

/* Sets what happened: SteadyTimelineMark, in the order of their beginnings. The list is
 * kept, not copied, and not changed any more. Thread: main. */
void
steady_timeline_view_set_marks (SteadyTimelineView *self, GPtrArray *marks)
{
  GPtrArray *before = self->mark_list;
  unsigned   lanes = 0;

  self->mark_list = g_ptr_array_ref (marks);
  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (marks, i);
      g_array_append_vals (self->marks, mark, 1);
      lanes |= 1u << mark->lane;
    }
  steady_timeline_picture_set_lanes (self->picture, lanes);
  self->gutter_old = true;
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

/* The targets that did not hold for the whole case; copied. Thread: main. */
void
steady_timeline_view_set_bands (SteadyTimelineView       *self,
                                const SteadyTimelineBand *bands,
                                unsigned                  count)
{
  g_array_set_size (self->bands, 0);
  g_array_append_vals (self->bands, bands, count);
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
  self->gutter_old = true;
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
    steady_timeline_view_moved (self);
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
    steady_timeline_view_moved (self);
}

/* Moves what is seen by @share of its length; later where it is positive.
 * Thread: main. */
void
steady_timeline_view_pan (SteadyTimelineView *self, double share)
{
  const SteadySpan by =
      (SteadySpan) llround (share * (double) steady_time_window_span (&self->window));

  if (steady_time_window_pan (&self->window, by))
    steady_timeline_view_moved (self);
}

/* Moves what is seen as little as brings @t into it. Thread: main. */
void
steady_timeline_view_show (SteadyTimelineView *self, SteadyInstant t)
{
  if (steady_time_window_show (&self->window, t))
    steady_timeline_view_moved (self);
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
  ask_for (self, true);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, cursor_signal, 0);
}

/* STEADY_INSTANT_NEVER: it is not shown. Thread: main. */
SteadyInstant
steady_timeline_view_cursor (SteadyTimelineView *self, SteadyTimelineCursor cursor)
{
  return self->cursors[cursor];
}

/* While a playback moves the cursor what was read for a place that is at most @lag
 * behind it still counts; 0: only for the place itself. Thread: main. */
void
steady_timeline_view_set_lag (SteadyTimelineView *self, SteadySpan lag)
{
  self->lag = lag;
}

/* What @channel said under @cursor. False: it is not shown, or is still being read.
 * Thread: main. */
bool
steady_timeline_view_value (SteadyTimelineView  *self,
                            SteadyTimelineCursor cursor,
                            SteadyChannel        channel,
                            SteadyTimelineValue *ret_value)
{
  if (self->cursors[cursor] == STEADY_INSTANT_NEVER ||
      self->value_at[cursor] == STEADY_INSTANT_NEVER)
    return false;
  const SteadySpan behind = self->cursors[cursor] - self->value_at[cursor];
  if (behind < 0 || behind > self->lag)
    return false;
  for (unsigned i = 0; i < self->n_values; i++)
    if (self->value_channels[i] == channel)
      {
        *ret_value = self->values[cursor][i];
        return true;
      }
  return false;
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
SteadyChannel
steady_timeline_view_tapped (SteadyTimelineView *self)
{
  return self->tapped;
}

/* See the header. Thread: main. */
bool
steady_timeline_view_is_settled (SteadyTimelineView *self)
{
  return self->source != NULL && self->answer != NULL && !self->old &&
         self->asking == 0 && !steady_timeline_source_busy (self->source) &&
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
