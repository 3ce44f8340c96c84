/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-review-entry.h"

#include <glib/gi18n-lib.h>

#include "review/steady-annotation-sender.h"
#include "review/steady-timeline-words.h"
#include "widgets/steady-template-path.h"

static unsigned added_signal;
static unsigned closed_signal;

/* What is being written, and about what. */
struct _SteadyReviewEntry
{
  GtkWidget             parent_instance;
  GtkWidget            *box;
  GtkLabel             *title;
  GtkButton            *channel;
  GtkEntry             *author;
  GtkEntry             *text;
  GtkWidget            *add;
  GtkWidget            *cancel;
  GtkWidget            *withdraw;
  GtkLabel             *answer;
  SteadyReviewEntryKind kind;
  char                 *case_file;
  SteadySpan            from; /* case time */
  SteadySpan            to;
  int64_t               row;       /* of the event that is amended; 0: none */
  int64_t               artefacts; /* of the artefact under the cursor; 0: none */
  GStrv                 channels;  /* names … */
  GStrv                 labels;    /* … and what people call them */
  unsigned              chosen;
  bool                  possible;
  bool                  sending;
};

G_DEFINE_FINAL_TYPE (SteadyReviewEntry, steady_review_entry, GTK_TYPE_WIDGET)

static void
follow (SteadyReviewEntry *self)
{
  const bool named = gtk_entry_get_text_length (self->author) > 0;
  const bool written = gtk_entry_get_text_length (self->text) > 0;

  gtk_widget_set_sensitive (self->add,
                            named && written && self->possible && !self->sending);
  gtk_widget_set_sensitive (self->withdraw, named && !self->sending);
}

static void
on_changed (SteadyReviewEntry *self)
{
  follow (self);
}

static void
on_answer (void *data, const char *problem)
{
  SteadyReviewEntry *self = data;

  self->sending = false;
  if (self->box != NULL)
    {
      gtk_label_set_text (self->answer,
                          problem != NULL ? problem : _ ("It stands in the case now."));
      follow (self);
      if (problem == NULL)
        {
          gtk_editable_set_text (GTK_EDITABLE (self->text), "");
          g_signal_emit (self, added_signal, 0);
        }
    }
  g_object_unref (self);
}

static void
send (SteadyReviewEntry *self, struct json_object *annotation)
{
  self->sending = true;
  gtk_label_set_text (self->answer, _ ("Adding…"));
  follow (self);
  steady_annotation_send (self->case_file, annotation, on_answer, g_object_ref (self));
}

/* Adds what is written. Thread: main. */
void
steady_review_entry_add (SteadyReviewEntry *self)
{
  const char    *author = gtk_editable_get_text (GTK_EDITABLE (self->author));
  const char    *text = gtk_editable_get_text (GTK_EDITABLE (self->text));
  const unsigned chosen = self->chosen;

  if (!gtk_widget_get_sensitive (self->add))
    return;
  if (self->kind == STEADY_REVIEW_ENTRY_NOTE)
    send (self, steady_annotation_note (self->from, author, text));
  else if (self->kind == STEADY_REVIEW_ENTRY_AMENDMENT)
    send (self, steady_annotation_amend (self->row, author, text));
  else if (self->channels != NULL && chosen < g_strv_length (self->channels))
    send (self,
          steady_annotation_artefact (
              self->from, self->to, self->channels[chosen], author, text));
}

static void
on_add (SteadyReviewEntry *self)
{
  steady_review_entry_add (self);
}

static void
on_withdraw (SteadyReviewEntry *self)
{
  send (self,
        steady_annotation_withdraw (self->artefacts,
                                    gtk_editable_get_text (GTK_EDITABLE (self->author)),
                                    gtk_editable_get_text (GTK_EDITABLE (self->text))));
}

static void
on_cancel (SteadyReviewEntry *self)
{
  g_signal_emit (self, closed_signal, 0);
}

static void
show_channel (SteadyReviewEntry *self)
{
  const bool any = self->labels != NULL && self->chosen < g_strv_length (self->labels);

  gtk_button_set_label (self->channel, any ? self->labels[self->chosen] : "");
}

static void
on_channel (SteadyReviewEntry *self)
{
  const unsigned count = self->labels != NULL ? g_strv_length (self->labels) : 0;

  self->chosen = count > 0 ? (self->chosen + 1) % count : 0;
  show_channel (self);
}

/* The signals that can be chosen; the one that was tapped last is first. */
static void
list_channels (SteadyReviewEntry         *self,
               const SteadyTimelineTrace *traces,
               unsigned                   n_traces,
               SteadyChannel              tapped)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  self->chosen = 0;
  for (unsigned i = 0; i < n_traces; i++)
    {
      g_autofree char *label = g_strdup_printf (
          "%s%s",
          traces[i].label,
          traces[i].channel.kind == STEADY_CHANNEL_KIND_WAVE ? _ (", waveform") : "");
      g_strv_builder_add (labels, label);
      g_strv_builder_add (names, traces[i].channel.name);
      if ((SteadyChannel) traces[i].channel.channel == tapped)
        self->chosen = i;
    }
  g_strfreev (self->channels);
  g_strfreev (self->labels);
  self->channels = g_strv_builder_end (names);
  self->labels = g_strv_builder_end (labels);
  show_channel (self);
}

/* The event nearest to @t, within a minute; 0: none. */
static int64_t
event_near (const SteadyReviewCase *review, SteadyInstant t, SteadyInstant *ret_t)
{
  SteadySpan best = 60 * STEADY_NSEC_PER_SEC;
  int64_t    id = 0;

  for (guint i = 0; i < review->events->len; i++)
    {
      const SteadyReviewEvent *event =
          &g_array_index (review->events, SteadyReviewEvent, i);
      const SteadySpan away = ABS (event->t - t);
      if (event->event == STEADY_EVENT_ANNOTATED || away >= best)
        continue;
      best = away;
      id = event->id;
      *ret_t = event->t;
    }
  return id;
}

static const char *
text_of_event (const SteadyReviewCase *review, int64_t id, SteadyInstant t)
{
  for (guint i = 0; i < review->marks->len; i++)
    {
      const SteadyTimelineMark *mark = g_ptr_array_index (review->marks, i);
      if (mark->id == id && mark->from == t && mark->lane != STEADY_TIMELINE_ALARMS &&
          mark->lane != STEADY_TIMELINE_PHASES &&
          mark->lane != STEADY_TIMELINE_COMMANDS)
        return mark->text;
    }
  return "";
}

static int64_t
artefact_at (const SteadyReviewCase *review, SteadyInstant t)
{
  for (guint i = 0; i < review->artefacts->len; i++)
    {
      const SteadyTimelineArtefact *artefact =
          &g_array_index (review->artefacts, SteadyTimelineArtefact, i);
      if (artefact->from <= t && t <= artefact->to)
        return g_array_index (review->artefact_notes, int64_t, i);
    }
  return 0;
}

/* What is about to be written, where and about what; or why it cannot be. */
static char *
describe (SteadyReviewEntry *self, const SteadyReviewCase *review, SteadyInstant event)
{
  char from[32], to[32];

  steady_timeline_words_time (self->from, STEADY_NSEC_PER_SEC, from, sizeof from);
  steady_timeline_words_time (self->to, STEADY_NSEC_PER_SEC, to, sizeof to);
  self->possible = review->writable;
  if (!review->writable)
    return g_strdup (_ ("This case lies where nothing can be written; copy it first."));
  if (self->kind == STEADY_REVIEW_ENTRY_NOTE)
    return g_strdup_printf (_ ("Note at %s"), from);
  if (self->kind == STEADY_REVIEW_ENTRY_ARTEFACT)
    {
      self->possible = self->to > self->from;
      return self->possible
                 ? g_strdup_printf (
                       _ ("Artefact from %s to %s: not to be trusted"), from, to)
                 : g_strdup (
                       _ ("Set cursor A to where the artefact begins and cursor B "
                          "to where it ends."));
    }
  self->possible = self->row != 0;
  return self->possible
             ? g_strdup_printf (_ ("Amend: %s"),
                                text_of_event (review, self->row, event))
             : g_strdup (
                   _ ("No event within a minute of the cursor; go to one first."));
}

/*
 * Begins to write something of @kind at cursor @a; an artefact lasts from one cursor to
 * the other. @traces: the signals that can be chosen; @tapped: the one that is meant,
 * 0 for none.
 *
 * Thread: main.
 */
void
steady_review_entry_begin (SteadyReviewEntry         *self,
                           SteadyReviewEntryKind      kind,
                           const SteadyReviewCase    *review,
                           SteadyInstant              a,
                           SteadyInstant              b,
                           const SteadyTimelineTrace *traces,
                           unsigned                   n_traces,
                           SteadyChannel              tapped)
{
  const bool    both = a != STEADY_INSTANT_NEVER && b != STEADY_INSTANT_NEVER;
  SteadyInstant event = a;

  self->kind = kind;
  g_free (self->case_file);
  self->case_file = g_strdup (review->path);
  self->from = (both ? MIN (a, b) : a) - review->span.start;
  self->to = (both ? MAX (a, b) : a) - review->span.start;
  if (kind == STEADY_REVIEW_ENTRY_NOTE)
    self->from = a - review->span.start;
  self->row = event_near (review, a, &event);
  self->artefacts = artefact_at (review, a);
  list_channels (self, traces, n_traces, tapped);
  g_autofree char *title = describe (self, review, event);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->answer, "");
  gtk_widget_set_visible (GTK_WIDGET (self->channel),
                          kind == STEADY_REVIEW_ENTRY_ARTEFACT);
  gtk_widget_set_visible (self->withdraw,
                          kind == STEADY_REVIEW_ENTRY_ARTEFACT && self->artefacts != 0);
  follow (self);
}

/* Fills in what a person would. Thread: main. */
void
steady_review_entry_write (SteadyReviewEntry *self,
                           const char        *author,
                           const char        *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->author), author);
  gtk_editable_set_text (GTK_EDITABLE (self->text), text);
}

/* What became of the last one. Thread: main. */
const char *
steady_review_entry_answer (SteadyReviewEntry *self)
{
  return gtk_label_get_text (self->answer);
}

static void
dispose (GObject *object)
{
  g_clear_pointer (&STEADY_REVIEW_ENTRY (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_review_entry_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  SteadyReviewEntry *self = STEADY_REVIEW_ENTRY (object);

  g_free (self->case_file);
  g_strfreev (self->channels);
  g_strfreev (self->labels);
  G_OBJECT_CLASS (steady_review_entry_parent_class)->finalize (object);
}

static unsigned
new_signal (const char *name)
{
  return g_signal_new (name,
                       STEADY_TYPE_REVIEW_ENTRY,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
steady_review_entry_class_init (SteadyReviewEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  added_signal = new_signal ("added");
  closed_signal = new_signal ("closed");
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("review", "steady-review-entry"));
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, channel);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, author);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, text);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, add);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, cancel);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, withdraw);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewEntry, answer);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_channel);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_withdraw);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_review_entry_init (SteadyReviewEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Add to the case"), -1);
}
