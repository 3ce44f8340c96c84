/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-instructor-panel.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "training/steady-fault-view.h"
#include "training/steady-instructor-tables.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-template-path.h"
#include "widgets/steady-words.h"

/* Times the speed of life. */
static const double speeds[] = { 0.1, 0.5, 1, 5, 20, 60 };

/* How long an answer stands instead of the state. */
#define ANSWER_TIME (6 * STEADY_NSEC_PER_SEC)

struct _SteadyInstructorPanel
{
  GtkWidget           parent_instance;
  GtkStack           *stack;
  GtkWidget          *closed;
  GtkWidget          *panel;
  GtkButton          *freeze;
  GtkWidget          *speeds;
  SteadyFitText      *status;
  GtkWidget          *close;
  GtkEntry           *note;
  GtkToggleButton    *show_faults;
  GtkToggleButton    *show_timeline;
  GtkToggleButton    *show_expected;
  GtkToggleButton    *show_notes;
  GtkWidget          *notes;
  GtkLabel           *sent;
  GtkStack           *tabs;
  SteadyFaultView    *faults;
  SteadyWordTable    *timeline;
  SteadyWordTable    *expected;
  SteadyWordTable    *truth;
  GtkWidget          *speed[G_N_ELEMENTS (speeds)];
  SteadyTrainingLink *link;
};

G_DEFINE_FINAL_TYPE (SteadyInstructorPanel, steady_instructor_panel, GTK_TYPE_WIDGET)

static void
on_open (SteadyInstructorPanel *self)
{
  steady_training_link_open (self->link);
  steady_instructor_panel_refresh (self);
}

static void
on_close (SteadyInstructorPanel *self)
{
  steady_training_link_close (self->link);
  steady_instructor_panel_refresh (self);
}

static void
on_freeze (SteadyInstructorPanel *self)
{
  const bool frozen =
      steady_training_state_frozen (steady_training_link_state (self->link));
  steady_training_link_ask_simple (
      self->link, frozen ? STEADY_TRAINING_GO_ON : STEADY_TRAINING_FREEZE, NULL, 0, 0);
}

static void
on_speed (GtkWidget *button, SteadyInstructorPanel *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (self->speed[i] == button)
      steady_training_link_ask_simple (
          self->link, STEADY_TRAINING_SPEED, NULL, 0, speeds[i]);
}

static void
on_note (SteadyInstructorPanel *self)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_NOTE };
  const char           *text = gtk_editable_get_text (GTK_EDITABLE (self->note));
  if (text[0] == '\0')
    return;
  g_utf8_strncpy (request.text, text, STEADY_TRAINING_TEXT_SIZE / 4 - 1);
  if (steady_training_link_ask (self->link, &request))
    gtk_editable_set_text (GTK_EDITABLE (self->note), "");
}

static void
on_step (SteadyInstructorPanel *self, const char *key, unsigned act)
{
  steady_training_link_ask_simple (self->link,
                                   STEADY_TRAINING_STEP,
                                   NULL,
                                   (unsigned) g_ascii_strtoull (key, NULL, 10),
                                   0);
}

static void
on_tab (SteadyInstructorPanel *self)
{
  GtkWidget *shown = GTK_WIDGET (self->truth);
  if (gtk_toggle_button_get_active (self->show_faults))
    shown = GTK_WIDGET (self->faults);
  else if (gtk_toggle_button_get_active (self->show_timeline))
    shown = GTK_WIDGET (self->timeline);
  else if (gtk_toggle_button_get_active (self->show_expected))
    shown = GTK_WIDGET (self->expected);
  else if (gtk_toggle_button_get_active (self->show_notes))
    shown = self->notes;
  gtk_stack_set_visible_child (self->tabs, shown);
}

static char *
describe (const SteadyTrainingState *state)
{
  char span[32] = "";
  if (!state->has_beat)
    return g_strdup ("");
  steady_words_span (steady_span_from_seconds (steady_training_state_seconds (state)),
                     span,
                     sizeof span);
  if (steady_training_state_frozen (state))
    return g_strdup_printf (_ ("%s, frozen"), span);
  if (fabs (state->beat.speed - 1) > 1e-6)
    return g_strdup_printf (_ ("%s at %g ×, without sound"), span, state->beat.speed);
  return g_strdup_printf (_ ("%s at the speed of life"), span);
}

static void
show_status (SteadyInstructorPanel *self, const SteadyTrainingState *state)
{
  g_autofree char *text = describe (state);
  const bool       fresh =
      state->answer_bad && steady_clock_now () - state->answer_at < ANSWER_TIME;
  steady_fit_text_set_text (self->status, fresh ? state->answer : text);
  steady_look_class (GTK_WIDGET (self->status), "bad", fresh);
  const char *freeze =
      steady_training_state_frozen (state) ? _ ("Go on") : _ ("Freeze");
  if (g_strcmp0 (gtk_button_get_label (self->freeze), freeze) != 0)
    gtk_button_set_label (self->freeze, freeze);
  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    steady_look_class (self->speed[i],
                       "chosen",
                       state->has_beat && fabs (state->beat.speed - speeds[i]) < 1e-6);
}

/* What was written so far, as the trainee reads it. */
static void
show_notes (SteadyInstructorPanel *self, const SteadyTrainingState *state)
{
  g_autoptr (GString) all = g_string_new (NULL);
  const size_t count = steady_training_count (state->seen, "notes");
  for (size_t i = count; i > 0; i--)
    {
      struct json_object *note = steady_training_at (state->seen, "notes", i - 1);
      char                at[32];
      const double        seconds = steady_training_number (note, "t_s");
      steady_words_span (
          steady_span_from_seconds (isfinite (seconds) ? seconds : 0), at, sizeof at);
      g_string_append_printf (all, "%s  %s\n", at, steady_training_text (note, "text"));
    }
  if (g_strcmp0 (gtk_label_get_text (self->sent), all->str) != 0)
    gtk_label_set_text (self->sent, all->str);
}

/* Shows what was told since; reads the instructor's own connection. */
void
steady_instructor_panel_refresh (SteadyInstructorPanel *self)
{
  const SteadyTrainingState *state = steady_training_link_state (self->link);
  steady_training_link_follow (self->link);
  gtk_stack_set_visible_child (self->stack,
                               state->instructor ? self->panel : self->closed);
  gtk_widget_set_visible (self->close, steady_training_link_is_open (self->link));
  if (!state->instructor)
    return;
  show_status (self, state);
  show_notes (self, state);
  steady_fault_view_refresh (self->faults);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->timeline)))
    steady_instructor_timeline_fill (self->timeline, state);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->expected)))
    steady_instructor_expected_fill (self->expected, state);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->truth)))
    steady_instructor_truth_fill (self->truth, state);
}

/* Chooses a mechanism; false: there is none called so. */
bool
steady_instructor_panel_choose (SteadyInstructorPanel *self, const char *mechanism)
{
  return steady_fault_view_choose (self->faults, mechanism);
}

/* Sets the chosen mechanism. */
void
steady_instructor_panel_inject (SteadyInstructorPanel *self, double value)
{
  steady_fault_view_inject (self->faults, value);
}

/* Reads what mechanisms are called from @data_folder. */
void
steady_instructor_panel_load (SteadyInstructorPanel *self, const char *data_folder)
{
  steady_fault_view_load (self->faults, data_folder);
}

/* Tells which link is spoken through; once. */
void
steady_instructor_panel_bind (SteadyInstructorPanel *self, SteadyTrainingLink *link)
{
  self->link = link;
  steady_fault_view_bind (self->faults, link);
}

static void
steady_instructor_panel_dispose (GObject *object)
{
  SteadyInstructorPanel *self = STEADY_INSTRUCTOR_PANEL (object);
  GtkWidget             *stack = GTK_WIDGET (self->stack);
  g_clear_pointer (&stack, gtk_widget_unparent);
  self->stack = NULL;
  G_OBJECT_CLASS (steady_instructor_panel_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, closed);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, panel);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, freeze);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, speeds);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, status);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, close);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, note);
  gtk_widget_class_bind_template_child (
      widget_class, SteadyInstructorPanel, show_faults);
  gtk_widget_class_bind_template_child (
      widget_class, SteadyInstructorPanel, show_timeline);
  gtk_widget_class_bind_template_child (
      widget_class, SteadyInstructorPanel, show_expected);
  gtk_widget_class_bind_template_child (
      widget_class, SteadyInstructorPanel, show_notes);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, notes);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, sent);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, tabs);
  gtk_widget_class_bind_template_child (widget_class, SteadyInstructorPanel, faults);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  gtk_widget_class_bind_template_callback (widget_class, on_freeze);
  gtk_widget_class_bind_template_callback (widget_class, on_note);
  gtk_widget_class_bind_template_callback (widget_class, on_tab);
}

static void
steady_instructor_panel_class_init (SteadyInstructorPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_instructor_panel_dispose;
  g_type_ensure (STEADY_TYPE_FAULT_VIEW);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("training", "steady-instructor-panel"));
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_speeds (SteadyInstructorPanel *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autofree char *text = g_strdup_printf ("%g ×", speeds[i]);
      g_autofree char *name = g_strdup_printf (_ ("Speed %g times"), speeds[i]);
      self->speed[i] = gtk_button_new_with_label (text);
      steady_training_name (self->speed[i], name);
      g_signal_connect (self->speed[i], "clicked", G_CALLBACK (on_speed), self);
      gtk_box_append (GTK_BOX (self->speeds), self->speed[i]);
    }
}

static void
steady_instructor_panel_init (SteadyInstructorPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_speeds (self);
  self->timeline = STEADY_WORD_TABLE (steady_instructor_timeline_new ());
  self->expected = STEADY_WORD_TABLE (steady_instructor_expected_new ());
  self->truth = STEADY_WORD_TABLE (steady_instructor_truth_new ());
  gtk_stack_add_child (self->tabs, GTK_WIDGET (self->timeline));
  gtk_stack_add_child (self->tabs, GTK_WIDGET (self->expected));
  gtk_stack_add_child (self->tabs, GTK_WIDGET (self->truth));
  g_signal_connect_object (
      self->timeline, "act", G_CALLBACK (on_step), self, G_CONNECT_SWAPPED);
  steady_training_name (GTK_WIDGET (self), _ ("Instructor"));
  steady_training_name (GTK_WIDGET (self->note),
                        _ ("A note that the trainee reads on the Live page"));
}
