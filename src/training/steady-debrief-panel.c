/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-debrief-panel.h"

#include <glib/gi18n-lib.h>

#include "training/steady-debrief-chart.h"
#include "training/steady-debrief-sections.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-template-path.h"

/* One side while the run goes on, the other when it is over. */
struct _SteadyDebriefPanel
{
  GtkWidget           parent_instance;
  GtkStack           *stack;
  GtkWidget          *running;
  GtkLabel           *story;
  GtkWidget          *hints;
  GtkWidget          *hint;
  GtkWidget          *end;
  GtkWidget          *over;
  GtkWidget          *head;
  SteadyDebriefChart *chart;
  GtkWidget          *body;
  SteadyTrainingLink *link;
  uint32_t            serial;
};

G_DEFINE_FINAL_TYPE (SteadyDebriefPanel, steady_debrief_panel, GTK_TYPE_WIDGET)

static void
on_hint (SteadyDebriefPanel *self)
{
  steady_training_link_ask_simple (self->link, STEADY_TRAINING_HINT, NULL, 0, 0);
}

static void
on_end (SteadyDebriefPanel *self)
{
  steady_training_link_ask_simple (self->link, STEADY_TRAINING_END, NULL, 0, 0);
}

static void
show_running (SteadyDebriefPanel *self, const SteadyTrainingState *state)
{
  struct json_object *hints = steady_training_member (state->seen, "hints");
  const size_t        shown = steady_training_count (hints, "shown");
  const int           left = (int) steady_training_integer (hints, "left");
  const char         *story = steady_training_text (state->about, "story");
  gtk_label_set_text (self->story, story[0] != '\0' ? _ (story) : "");
  steady_training_empty (self->hints);
  for (size_t i = 0; i < shown; i++)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("Hint: %s"),
          steady_training_translated (steady_training_text_at (hints, "shown", i)));
      gtk_box_append (GTK_BOX (self->hints), steady_training_label (text, "stuffy"));
    }
  gtk_widget_set_sensitive (self->hint, left > 0);
  gtk_widget_set_sensitive (self->end, state->seen != NULL);
}

static void
show_over (SteadyDebriefPanel *self, const SteadyTrainingState *state)
{
  steady_training_empty (self->head);
  steady_training_empty (self->body);
  steady_debrief_add_head (self->head, state->debrief);
  steady_debrief_add_times (self->head, state->debrief);
  steady_debrief_add_expected (self->body, state->debrief);
  steady_debrief_add_callouts (self->body, state->debrief);
  steady_debrief_add_cost (self->body, state->debrief);
  steady_debrief_add_points (self->body, state->debrief);
  steady_debrief_chart_show (self->chart, state);
}

/* Shows what was told since. */
void
steady_debrief_panel_refresh (SteadyDebriefPanel *self)
{
  const SteadyTrainingState *state = steady_training_link_state (self->link);
  gtk_stack_set_visible_child (self->stack,
                               state->debrief != NULL ? self->over : self->running);
  if (state->serial != self->serial)
    {
      self->serial = state->serial;
      if (state->debrief != NULL)
        show_over (self, state);
      else
        show_running (self, state);
    }
  if (state->debrief != NULL)
    steady_debrief_chart_refresh (self->chart);
}

/* Whether a debrief is shown, its trends included. */
bool
steady_debrief_panel_is_full (SteadyDebriefPanel *self)
{
  return gtk_stack_get_visible_child (self->stack) == self->over &&
         steady_debrief_chart_filled (self->chart) > 0;
}

/* Tells which link is spoken through; once. */
void
steady_debrief_panel_bind (SteadyDebriefPanel *self, SteadyTrainingLink *link)
{
  self->link = link;
}

static void
steady_debrief_panel_dispose (GObject *object)
{
  SteadyDebriefPanel *self = STEADY_DEBRIEF_PANEL (object);
  GtkWidget          *stack = GTK_WIDGET (self->stack);
  self->stack = NULL;
  g_clear_pointer (&stack, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_debrief_panel_parent_class)->dispose (object);
}

static void
steady_debrief_panel_class_init (SteadyDebriefPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_debrief_panel_dispose;
  g_type_ensure (STEADY_TYPE_DEBRIEF_CHART);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("training", "steady-debrief-panel"));
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, running);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, story);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, hints);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, hint);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, end);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, over);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, head);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, chart);
  gtk_widget_class_bind_template_child (widget_class, SteadyDebriefPanel, body);
  gtk_widget_class_bind_template_callback (widget_class, on_hint);
  gtk_widget_class_bind_template_callback (widget_class, on_end);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_debrief_panel_init (SteadyDebriefPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  steady_training_name (GTK_WIDGET (self), _ ("Debrief"));
}
