/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-reason-question.h"

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"

/* Put off, it is asked again after this. [GK] */
#define AGAIN (5 * STEADY_NSEC_PER_MIN)

/* The question and one button a reason. */
struct _SteadyReasonQuestion
{
  GtkWidget          parent_instance;
  SteadyFitText     *words;
  GtkWidget         *sensor;
  GtkWidget         *surgeon;
  GtkWidget         *emergency;
  GtkWidget         *test;
  GtkWidget         *other;
  SteadyConsoleLink *link;
  SteadyInstant      now;     /* real, of the last look */
  SteadyInstant      put_off; /* real; 0: it was not */
};

G_DEFINE_FINAL_TYPE (SteadyReasonQuestion, steady_reason_question, GTK_TYPE_WIDGET)

static void
on_reason (GtkWidget *button, SteadyReasonQuestion *self)
{
  const struct
  {
    GtkWidget           *button;
    SteadyOverrideReason reason;
  } all[] = {
    { self->sensor, STEADY_REASON_SENSOR },
    { self->surgeon, STEADY_REASON_SURGEON },
    { self->emergency, STEADY_REASON_EMERGENCY },
    { self->test, STEADY_REASON_TEST },
    { self->other, STEADY_REASON_OTHER },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (button == all[i].button)
      steady_console_link_setting (
          self->link,
          &(SteadySettingRequest){ .kind = STEADY_SETTING_REASON,
                                   .value = all[i].reason });
}

static void
on_later (SteadyReasonQuestion *self)
{
  self->put_off = self->now;
}

/* Never while the override itself lasts: then nobody has the time. */
static gboolean
is_asked (const SteadyConsoleState *state, SteadyInstant real_now)
{
  return state->config.valid && state->config.in_control && !state->silent &&
         state->config.mode != STEADY_MODE_REVIEW && state->desk.desk.reason_due != 0 &&
         state->desk.desk.operator_name[0] != '\0' &&
         steady_console_state_override_left (state, real_now) <= 0;
}

/* Returns whether the question is to be seen now. */
gboolean
steady_reason_question_refresh (SteadyReasonQuestion *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  self->now = real_now;
  if (!is_asked (state, real_now))
    {
      self->put_off = 0;
      return FALSE;
    }
  steady_fit_text_set_text (self->words, _ ("Why was protection overridden?"));
  return self->put_off == 0 || real_now - self->put_off >= AGAIN;
}

/* Tells which link the answers go to. */
void
steady_reason_question_bind (SteadyReasonQuestion *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_reason_question_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_reason_question_parent_class)->dispose (object);
}

static void
steady_reason_question_class_init (SteadyReasonQuestionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_reason_question_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-reason-question"));
  gtk_widget_class_bind_template_child (widget_class, SteadyReasonQuestion, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyReasonQuestion, sensor);
  gtk_widget_class_bind_template_child (widget_class, SteadyReasonQuestion, test);
  gtk_widget_class_bind_template_child (widget_class, SteadyReasonQuestion, surgeon);
  gtk_widget_class_bind_template_child (widget_class, SteadyReasonQuestion, emergency);
  gtk_widget_class_bind_template_child (widget_class, SteadyReasonQuestion, other);
  gtk_widget_class_bind_template_callback (widget_class, on_reason);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_reason_question_init (SteadyReasonQuestion *self)
{
  gtk_box_layout_set_spacing (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 8);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reason of the override"),
                                  -1);
}
