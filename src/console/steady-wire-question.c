/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-wire-question.h"

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-template.h"
#include "console/steady-wire-words.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"

/* The sentence, and the hold that adds. */
struct _SteadyWireQuestion
{
  GtkWidget          parent_instance;
  SteadyFitText     *words;
  GtkWidget         *all;
  GtkWidget         *add;
  GtkWidget         *cancel;
  SteadyConsoleLink *link;
  char              *rule; /* that was tapped; NULL: none */
  SteadyControl      control;
  char              *rest; /* what is said while nothing is asked */
  gboolean           bad;  /* … and it is a warning */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyWireQuestion, steady_wire_question, GTK_TYPE_WIDGET)

static void
forget (SteadyWireQuestion *self)
{
  g_clear_pointer (&self->rule, g_free);
}

static void
on_all (SteadyWireQuestion *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
done (SteadyWireQuestion *self)
{
  forget (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_held (SteadyWireQuestion *self)
{
  SteadySettingRequest request = { .kind = STEADY_SETTING_ADDED_WIRE,
                                   .control = (uint32_t) self->control,
                                   .value = 1 };
  if (self->rule == NULL)
    return;
  g_strlcpy (request.rule, self->rule, sizeof request.rule);
  steady_console_link_setting (self->link, &request);
  done (self);
}

static void
on_cancel (SteadyWireQuestion *self)
{
  done (self);
}

/* Asks whether @rule shall make @control act, too. */
void
steady_wire_question_ask (SteadyWireQuestion *self,
                          const char         *rule,
                          SteadyControl       control)
{
  forget (self);
  self->rule = g_strdup (rule);
  self->control = control;
}

/* Whether events that have no response are to be shown, too. */
gboolean
steady_wire_question_shows_all (SteadyWireQuestion *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all));
}

/* What stands there while nothing is asked; @bad: it warns. */
void
steady_wire_question_rest (SteadyWireQuestion *self, const char *words, gboolean bad)
{
  if (g_strcmp0 (self->rest, words) != 0)
    {
      g_free (self->rest);
      self->rest = g_strdup (words);
    }
  self->bad = bad;
}

/* Says what the engine would say before it is asked. TRUE: something is asked. */
gboolean
steady_wire_question_refresh (SteadyWireQuestion *self)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const char               *against = NULL;
  g_autofree char          *words = NULL;

  if (self->rule != NULL)
    {
      against = steady_wire_words_against (state, self->rule, self->control);
      words = against != NULL
                  ? g_strdup_printf (
                        "%s: %s", steady_alarm_table_title (state, self->rule), against)
                  : steady_wire_words_question (state, self->rule, self->control);
    }
  steady_fit_text_set_text (self->words, words != NULL ? words : self->rest);
  steady_look_class (GTK_WIDGET (self->words),
                     "bad",
                     against != NULL || (self->rule == NULL && self->bad));
  gtk_widget_set_visible (self->all, self->rule == NULL);
  gtk_widget_set_visible (self->add, self->rule != NULL && against == NULL);
  gtk_widget_set_visible (self->cancel, self->rule != NULL);
  return self->rule != NULL;
}

/* Tells which link the answers go to. */
void
steady_wire_question_bind (SteadyWireQuestion *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_wire_question_dispose (GObject *object)
{
  GtkWidget *child;
  forget (STEADY_WIRE_QUESTION (object));
  g_clear_pointer (&STEADY_WIRE_QUESTION (object)->rest, g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_wire_question_parent_class)->dispose (object);
}

static void
steady_wire_question_class_init (SteadyWireQuestionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_wire_question_dispose;
  signals[CHANGED] = g_signal_new ("changed",
                                   STEADY_TYPE_WIRE_QUESTION,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-wire-question"));
  gtk_widget_class_bind_template_child (widget_class, SteadyWireQuestion, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyWireQuestion, all);
  gtk_widget_class_bind_template_child (widget_class, SteadyWireQuestion, add);
  gtk_widget_class_bind_template_child (widget_class, SteadyWireQuestion, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
  gtk_widget_class_bind_template_callback (widget_class, on_held);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_wire_question_init (SteadyWireQuestion *self)
{
  gtk_box_layout_set_spacing (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 8);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Add a response"), -1);
}
