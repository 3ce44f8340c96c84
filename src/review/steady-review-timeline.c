/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "review/steady-review-colours.h"
#include "review/steady-review-timeline-private.h"
#include "review/steady-wrap-box.h"
#include "widgets/steady-template-path.h"

enum
{
  ROW_HEIGHT = 52,  /* units that a row wants at least */
  ROWS_MOST = 14,   /* that are shown unasked */
  BANDS_MOST = 512, /* of plans that were changed during the case */
  LANE_HEIGHT = 24,
  VALUES_WIDTH = 440,
  VALUES_HEIGHT = 300,
  /* narrower than this, values stand below; lower, they are hidden at first */
  NARROW = 1100,
  LOW = 620
};

#define VALUES_EVERY (250 * STEADY_NSEC_PER_MSEC)

static unsigned added_signal;

G_DEFINE_FINAL_TYPE (SteadyReviewTimeline, steady_review_timeline, GTK_TYPE_WIDGET)

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

/* While it plays, values change no oftener than they can be read. Thread: main. */
void
steady_review_timeline_show_values (SteadyReviewTimeline *self)
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
  steady_review_timeline_show_values (self);
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
on_cursor_moved (SteadyReviewTimeline *self)
{
  steady_review_timeline_show_values (self);
  if (!self->moving &&
      steady_timeline_view_active_cursor (self->view) == STEADY_TIMELINE_CURSOR_A)
    steady_review_timeline_play_anew (self);
}

static void
on_values (SteadyReviewTimeline *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->side),
                          gtk_toggle_button_get_active (self->values_shown));
  steady_review_timeline_show_values (self);
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
      steady_review_timeline_place (self),
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
  gtk_popover_set_has_arrow (GTK_POPOVER (self->rows_popover), FALSE);
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
  steady_review_timeline_show_values (self);
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
  steady_review_timeline_show_status (self);
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
  steady_review_timeline_show_values (self);
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

/* The line below the timeline. Thread: main. */
const char *
steady_review_timeline_status (SteadyReviewTimeline *self)
{
  return steady_fit_text_get_text (self->status);
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
  steady_review_timeline_bind_playing (class);
  steady_review_timeline_bind_moving (class);
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

  self->replay = steady_review_replay_new (steady_review_timeline_on_replay, self);
  steady_review_player_init (&self->player);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->dark = true;
  make_rows_popover (self);
  gtk_widget_set_visible (GTK_WIDGET (self->side), FALSE);
  steady_timeline_overview_bind (self->overview, self->view);
  g_signal_connect_swapped (
      keys, "key-pressed", G_CALLBACK (steady_review_timeline_on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect_object (self->view,
                           "cursor-moved",
                           G_CALLBACK (on_cursor_moved),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view,
                           "values-changed",
                           G_CALLBACK (steady_review_timeline_show_values),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->entry, "closed", G_CALLBACK (on_entry_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->entry, "added", G_CALLBACK (on_entry_added), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Timeline"), -1);
}
