/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-choice.h"

#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"

/* With "accept" a choice must be confirmed: then the buttons only mark it. */
struct _SteadyPlanChoice
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  SteadyFitText *title;
  GtkLabel      *note;
  SteadyFitText *words;
  GtkFlowBox    *choices;
  GtkEntry      *entry;
  GtkButton     *accept;
  GtkButton     *back;
  GtkWidget     *first; /* of the group of marks */
  char          *marked;
  gboolean       confirm;
  gboolean       writes;
};

enum
{
  CHOSEN,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyPlanChoice, steady_plan_choice, GTK_TYPE_WIDGET)

static void
on_choice (GtkWidget *button, SteadyPlanChoice *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "id");

  if (!self->confirm)
    {
      g_signal_emit (self, signals[CHOSEN], 0, id);
      return;
    }
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
    return;
  g_free (self->marked);
  self->marked = g_strdup (id);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), id);
}

static void
on_accept (SteadyPlanChoice *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_signal_emit (self, signals[CHOSEN], 0, g_strstrip (text));
}

static void
on_back (SteadyPlanChoice *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

/* Begins anew: nothing to choose, nothing to write. */
void
steady_plan_choice_begin (SteadyPlanChoice *self, const char *title, const char *note)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_flow_box_remove (self->choices, child);
  self->first = NULL;
  self->confirm = self->writes = FALSE;
  g_clear_pointer (&self->marked, g_free);
  steady_fit_text_set_text (self->title, title);
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), FALSE);
  steady_fit_text_set_text (self->words, "");
}

/* A mark where the choice must be confirmed, else a button. */
static GtkWidget *
new_button (SteadyPlanChoice *self, const char *label)
{
  if (!self->confirm)
    return gtk_button_new_with_label (label);
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  if (self->first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                 GTK_TOGGLE_BUTTON (self->first));
  else
    self->first = button;
  return button;
}

/* One more to choose. */
void
steady_plan_choice_add (SteadyPlanChoice *self, const char *id, const char *label)
{
  GtkWidget *button = new_button (self, label);

  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (id), g_free);
  gtk_widget_set_size_request (button, 210, 56);
  gtk_widget_set_name (button, id);
  g_signal_connect (
      button, self->confirm ? "toggled" : "clicked", G_CALLBACK (on_choice), self);
  gtk_flow_box_append (self->choices, button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

/* Something may be written too; @text stands there. */
void
steady_plan_choice_write (SteadyPlanChoice *self, const char *text)
{
  self->writes = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->entry), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* A button @label ends it; what was tapped is only marked. Before the choices. */
void
steady_plan_choice_accept (SteadyPlanChoice *self, const char *label)
{
  self->confirm = TRUE;
  gtk_button_set_label (self->accept, label);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), TRUE);
}

/* What the button says that leaves without a choice; of the plan unless told. */
void
steady_plan_choice_leave (SteadyPlanChoice *self, const char *label)
{
  gtk_button_set_label (self->back, label);
}

/* Why it was not taken, or what happened. */
void
steady_plan_choice_say (SteadyPlanChoice *self, const char *words)
{
  steady_fit_text_set_text (self->words, words);
}

static void
steady_plan_choice_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PLAN_CHOICE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plan_choice_parent_class)->dispose (object);
}

static void
steady_plan_choice_finalize (GObject *object)
{
  g_free (STEADY_PLAN_CHOICE (object)->marked);
  G_OBJECT_CLASS (steady_plan_choice_parent_class)->finalize (object);
}

static void
steady_plan_choice_class_init (SteadyPlanChoiceClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_plan_choice_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_plan_choice_finalize;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  STEADY_TYPE_PLAN_CHOICE,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
  signals[LEFT] = g_signal_new ("left",
                                STEADY_TYPE_PLAN_CHOICE,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-plan-choice"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, note);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, choices);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, entry);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, accept);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanChoice, back);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planchoice");
}

static void
steady_plan_choice_init (SteadyPlanChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
steady_plan_choice_new (void)
{
  return g_object_new (STEADY_TYPE_PLAN_CHOICE, NULL);
}
