/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-call-card.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "training/steady-training-words.h"
#include "widgets/steady-look.h"
#include "widgets/steady-template-path.h"

enum
{
  BUTTONS = 4
};

/* What a button asks for. */
typedef struct Act
{
  SteadyTrainingRequestKind kind; /* 0: it only hides what is read */
  unsigned                  number;
  char                      id[STEADY_TRAINING_ID_SIZE];
} Act;

/* One thing at a time, the most pressing first. */
struct _SteadyCallCard
{
  GtkWidget           parent_instance;
  GtkWidget          *box;
  GtkLabel           *who;
  GtkLabel           *state;
  GtkLabel           *text;
  GtkWidget          *buttons;
  GtkWidget          *button[BUTTONS];
  Act                 acts[BUTTONS];
  unsigned            n_acts;
  SteadyTrainingLink *link;
  uint32_t            serial;
  bool                frozen;
  bool                shown;
  const char         *part;      /* of the screen, that a lesson is about */
  double              note_read; /* seconds of the newest note that was read */
};

G_DEFINE_FINAL_TYPE (SteadyCallCard, steady_call_card, GTK_TYPE_WIDGET)

static double
newest_note (const SteadyTrainingState *state, const char **ret_text)
{
  const size_t count = steady_training_count (state->seen, "notes");
  if (count == 0)
    return NAN;
  struct json_object *note = steady_training_at (state->seen, "notes", count - 1);
  *ret_text = steady_training_text (note, "text");
  return steady_training_number (note, "t_s");
}

static void
on_button (GtkWidget *button, SteadyCallCard *self)
{
  const char *text;
  for (unsigned i = 0; i < self->n_acts; i++)
    {
      const Act *act = &self->acts[i];
      if (self->button[i] != button)
        continue;
      if (act->kind != 0)
        steady_training_link_ask_simple (
            self->link, act->kind, act->id, act->number, 0);
      else
        self->note_read = newest_note (steady_training_link_state (self->link), &text);
      steady_call_card_refresh (self);
      return;
    }
}

static void
begin (SteadyCallCard *self, const char *who, const char *state, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (self->text), text) != 0)
    {
      g_autofree char *name = g_strdup_printf ("%s: %s", who, text);
      gtk_label_set_text (self->text, text);
      steady_training_name (GTK_WIDGET (self), name);
    }
  gtk_label_set_text (self->who, who);
  gtk_label_set_text (self->state, state);
  self->n_acts = 0;
  self->shown = true;
}

static void
add (SteadyCallCard           *self,
     const char               *caption,
     SteadyTrainingRequestKind kind,
     const char               *id,
     unsigned                  number)
{
  if (self->n_acts == BUTTONS)
    return;
  Act       *act = &self->acts[self->n_acts];
  GtkWidget *button = self->button[self->n_acts++];
  *act = (Act){ .kind = kind, .number = number };
  g_strlcpy (act->id, id, sizeof act->id);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), caption) != 0)
    {
      gtk_button_set_label (GTK_BUTTON (button), caption);
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      steady_training_name (button, caption);
    }
}

/* The answers repeat what was asked back: one tap closes the loop. */
static bool
show_callout (SteadyCallCard *self, const SteadyTrainingState *state)
{
  struct json_object *callout = steady_training_state_callout (state);
  if (callout == NULL)
    return false;
  const bool late = strcmp (steady_training_text (callout, "state"), "unanswered") == 0;
  const double     raised = steady_training_number (callout, "raised_s");
  const double     since = steady_training_state_seconds (state) - raised;
  g_autofree char *again = g_strdup_printf (late ? _ ("asks again, waits for %.0f s")
                                                 : _ ("waits for %.0f s"),
                                            since > 0 ? floor (since) : 0);
  begin (self,
         steady_training_words_who (steady_training_text (callout, "who")),
         isfinite (raised) ? again : "",
         steady_training_translated (steady_training_text (callout, "says")));
  const size_t count = steady_training_count (callout, "replies");
  for (size_t i = 0; i < count; i++)
    add (self,
         steady_training_translated (steady_training_text_at (callout, "replies", i)),
         STEADY_TRAINING_REPLY,
         steady_training_text (callout, "id"),
         (unsigned) i);
  return true;
}

static bool
show_lesson (SteadyCallCard *self, const SteadyTrainingState *state)
{
  struct json_object *lesson = steady_training_member (state->seen, "tutorial");
  const char         *text = steady_training_text (lesson, "text");
  if (text[0] == '\0')
    return false;
  g_autofree char *number =
      g_strdup_printf (_ ("%d of %d"),
                       (int) steady_training_integer (lesson, "number"),
                       (int) steady_training_integer (lesson, "of"));
  begin (self, _ ("Stuffy"), number, _ (text));
  self->part = steady_training_text (lesson, "points_at");
  if (!steady_training_flag (lesson, "waits"))
    add (self, _ ("Go on"), STEADY_TRAINING_DO, "continue", 0);
  return true;
}

static bool
show_note (SteadyCallCard *self, const SteadyTrainingState *state)
{
  const char  *text = "";
  const double at = newest_note (state, &text);
  if (!isfinite (at) || at <= self->note_read || text[0] == '\0')
    return false;
  begin (self, _ ("Instructor"), "", text);
  add (self, _ ("Read"), (SteadyTrainingRequestKind) 0, "", 0);
  return true;
}

static bool
show_frozen (SteadyCallCard *self, const SteadyTrainingState *state)
{
  if (!steady_training_state_frozen (state))
    return false;
  begin (self,
         _ ("Frozen"),
         "",
         _ ("The instructor holds the case still. Nothing happens to the child until "
            "it goes on."));
  return true;
}

/* Shows the most pressing thing, or hides the card. */
void
steady_call_card_refresh (SteadyCallCard *self)
{
  const SteadyTrainingState *state = steady_training_link_state (self->link);
  self->shown = false;
  self->part = NULL;
  self->n_acts = 0;
  if (state->training && !steady_training_flag (state->seen, "ended") &&
      !show_callout (self, state) && !show_note (self, state) &&
      !show_lesson (self, state))
    show_frozen (self, state);
  for (unsigned i = 0; i < BUTTONS; i++)
    gtk_widget_set_visible (self->button[i], i < self->n_acts);
  gtk_widget_set_visible (self->buttons, self->n_acts > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), self->shown);
  steady_training_link_point (self->link, self->part);
  self->part = NULL; /* borrowed from the frame */
}

/* What it says now, "" while it is hidden. */
const char *
steady_call_card_text (SteadyCallCard *self)
{
  return self->shown ? gtk_label_get_text (self->text) : "";
}

/* The button number @index, or NULL. */
GtkWidget *
steady_call_card_button (SteadyCallCard *self, unsigned index)
{
  return index < self->n_acts ? self->button[index] : NULL;
}

static void
steady_call_card_dispose (GObject *object)
{
  SteadyCallCard *self = STEADY_CALL_CARD (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_call_card_parent_class)->dispose (object);
}

static void
steady_call_card_class_init (SteadyCallCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_call_card_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("training", "steady-call-card"));
  gtk_widget_class_bind_template_child (widget_class, SteadyCallCard, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyCallCard, who);
  gtk_widget_class_bind_template_child (widget_class, SteadyCallCard, state);
  gtk_widget_class_bind_template_child (widget_class, SteadyCallCard, text);
  gtk_widget_class_bind_template_child (widget_class, SteadyCallCard, buttons);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "callcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_call_card_init (SteadyCallCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->note_read = -1;
  for (unsigned i = 0; i < BUTTONS; i++)
    {
      self->button[i] = gtk_button_new_with_label ("");
      gtk_widget_set_size_request (self->button[i], -1, 60);
      g_signal_connect (self->button[i], "clicked", G_CALLBACK (on_button), self);
      gtk_box_append (GTK_BOX (self->buttons), self->button[i]);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* A card that is hidden. @link must outlive it. */
GtkWidget *
steady_call_card_new (SteadyTrainingLink *link)
{
  SteadyCallCard *self = g_object_new (STEADY_TYPE_CALL_CARD, NULL);
  self->link = link;
  return GTK_WIDGET (self);
}
