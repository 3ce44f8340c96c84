/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-adjust-page.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-plan-cell.h"
#include "console/steady-steering-words.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-words.h"

/* A second tap counts as an answer so long. */
#define SURE (8 * STEADY_NSEC_PER_SEC)

struct _SteadyAdjustPage
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkStack          *stack;
  GtkToggleButton   *tabs[STEADY_ADJUST_TABS];
  GtkToggleButton   *options[STEADY_ADJUST_OPTIONS];
  GtkWidget         *cells[STEADY_ADJUST_CELLS];
  GtkButton         *act;
  GtkButton         *cancel;
  SteadyFitText     *status;
  SteadyNumberPad   *pad;
  SteadyConsoleLink *link;
  SteadyAdjustDraft  draft;
  unsigned           asked;      /* cell that the pad is asked for */
  SteadyInstant      sure_until; /* real: a second tap may leave the plan; 0: none */
  bool               bad;        /* what is said is a refusal */
  bool               filling;
  char               words[200]; /* said last; "": what is going on */
};

static void steady_adjust_page_page_init (SteadyPageInterface *interface);
static void show (SteadyAdjustPage *self, SteadyInstant real_now);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyAdjustPage,
                               steady_adjust_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_adjust_page_page_init))

static SteadyConsoleState *
state_of (const SteadyAdjustPage *self)
{
  return steady_console_link_state (self->link);
}

static void
show_cell (SteadyAdjustPage *self, unsigned cell)
{
  const bool entry = steady_adjust_draft_is_entry (&self->draft, cell);
  char       text[64], number[32];
  bool       known;

  if (entry)
    {
      const SteadyAdjustUnit unit = steady_adjust_draft_unit (&self->draft, cell);
      const double value = steady_adjust_draft_value (&self->draft, cell) * unit.factor;
      known = isfinite (value);
      steady_words_number (value, unit.decimals, number, sizeof number);
      g_snprintf (text, sizeof text, "%s %s", known ? number : "—", unit.unit);
    }
  else
    known = steady_adjust_draft_describe (&self->draft, cell, text, sizeof text);
  steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[cell]),
                         steady_adjust_draft_caption (&self->draft, cell),
                         text,
                         known);
  gtk_widget_set_sensitive (self->cells[cell], entry);
}

/* What cannot be chosen keeps its place and is greyed. */
static void
show_options (SteadyAdjustPage *self)
{
  const unsigned chosen = steady_adjust_draft_option (&self->draft);

  self->filling = true;
  for (unsigned i = 0; i < STEADY_ADJUST_OPTIONS; i++)
    {
      const char *label = steady_adjust_draft_option_label (&self->draft, i);
      GtkButton  *button = GTK_BUTTON (self->options[i]);
      if (g_strcmp0 (gtk_button_get_label (button), label) != 0)
        {
          gtk_button_set_label (button, label);
          GtkLabel *text = GTK_LABEL (gtk_button_get_child (button));
          gtk_label_set_wrap (text, TRUE);
          gtk_label_set_justify (text, GTK_JUSTIFY_CENTER);
        }
      gtk_widget_set_sensitive (GTK_WIDGET (button),
                                steady_adjust_draft_option_exists (&self->draft, i));
      gtk_toggle_button_set_active (self->options[i], chosen == i);
    }
  self->filling = false;
}

static bool
runs (const SteadySteering *steering)
{
  return steering->control != 0 && steering->end == STEADY_STEER_RUNS;
}

static bool
any_runs (const SteadyAdjustPage *self)
{
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    if (runs (&state_of (self)->steering[i]))
      return true;
  return false;
}

/* What moves the set-points now, or how it ended. */
static void
show_status (SteadyAdjustPage *self)
{
  g_autoptr (GString) text = g_string_new (self->words);

  for (unsigned i = 0; i < STEADY_STEERINGS && self->words[0] == '\0'; i++)
    steady_steering_words_append (text, &state_of (self)->steering[i]);
  if (text->len == 0)
    g_string_append (text,
                     state_of (self)->desk.desk.operator_name[0] == '\0'
                         ? _ ("Nobody is signed in: only the flow itself can be set.")
                         : _ ("Nothing moves a set-point by itself."));
  steady_fit_text_set_text (self->status, text->str);
  steady_look_class (GTK_WIDGET (self->status), "bad", self->bad);
}

static void
show_act (SteadyAdjustPage *self, SteadyInstant real_now)
{
  static const char *const labels[] = {
    N_ ("Set"), N_ ("Begin ramp"), N_ ("Hold this pressure"), N_ ("Let it follow")
  };
  const bool  sure = self->sure_until > real_now;
  const bool  usable = !state_of (self)->silent && state_of (self)->config.in_control;
  const char *label =
      sure ? _ ("Outside the plan: tap again") : _ (labels[self->draft.tab]);

  if (g_strcmp0 (gtk_button_get_label (self->act), label) != 0)
    {
      gtk_button_set_label (self->act, label);
      gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->act)), TRUE);
    }
  steady_look_class (GTK_WIDGET (self->act), "sure", sure);
  gtk_widget_set_sensitive (GTK_WIDGET (self->act),
                            usable &&
                                isfinite (steady_adjust_draft_value (&self->draft, 0)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel),
                            any_runs (self) && !state_of (self)->silent);
}

static void
show (SteadyAdjustPage *self, SteadyInstant real_now)
{
  if (self->link == NULL)
    return;
  show_options (self);
  for (unsigned i = 0; i < STEADY_ADJUST_CELLS; i++)
    show_cell (self, i);
  show_status (self);
  show_act (self, real_now);
}

static void
say (SteadyAdjustPage *self, bool bad, const char *words)
{
  self->bad = bad;
  g_strlcpy (self->words, words, sizeof self->words);
}

/* Leaving the plan upwards asks once more. */
static bool
needs_a_second_tap (SteadyAdjustPage *self, SteadyInstant real_now)
{
  if (!steady_adjust_draft_leaves_plan (&self->draft) || self->sure_until > real_now)
    return false;
  self->sure_until = real_now + SURE;
  return true;
}

/* Does what the present tab says. */
void
steady_adjust_page_act (SteadyAdjustPage *self)
{
  const SteadyInstant real_now = steady_clock_now ();
  SteadySteerRequest  request;

  say (self, false, "");
  if (needs_a_second_tap (self, real_now))
    {
      show (self, real_now);
      return;
    }
  self->sure_until = 0;
  if (self->draft.tab == STEADY_ADJUST_SET)
    {
      steady_console_link_command (self->link,
                                   STEADY_CONTROL_PUMP_FLOW,
                                   steady_adjust_draft_value (&self->draft, 0));
      steady_adjust_draft_enter (&self->draft, 0, NAN);
      show (self, real_now);
      return;
    }
  steady_adjust_draft_request (&self->draft, real_now, &request);
  if (!steady_console_link_send (
          self->link, STEADY_FRAME_STEER, &request, sizeof request))
    say (self, true, _ ("Not sent: the engine does not answer."));
  show (self, real_now);
}

/* Ends all that moves by itself; nothing is sent to a pump. */
void
steady_adjust_page_cancel (SteadyAdjustPage *self)
{
  say (self, false, "");
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    {
      const SteadySteering    *steering = &state_of (self)->steering[i];
      const SteadySteerRequest request = { .id = (uint64_t) steady_clock_utc_ns () + i,
                                           .issued = steady_clock_now (),
                                           .kind = STEADY_STEER_CANCEL,
                                           .control = steering->control };
      if (runs (steering))
        steady_console_link_send (
            self->link, STEADY_FRAME_STEER, &request, sizeof request);
    }
}

/* What the status line says. */
const char *
steady_adjust_page_status (SteadyAdjustPage *self)
{
  return steady_fit_text_get_text (self->status);
}

/* A number for a cell of the present tab, as the pad gives it: in the shown unit. */
void
steady_adjust_page_enter (SteadyAdjustPage *self, unsigned cell, double value)
{
  steady_adjust_draft_enter (&self->draft, cell, value);
  self->sure_until = 0;
  say (self, false, "");
  gtk_stack_set_visible_child_name (self->stack, "sheet");
  show (self, steady_clock_now ());
}

static void
on_entered (SteadyAdjustPage *self, double value)
{
  steady_adjust_page_enter (self, self->asked, value);
}

static void
on_cancelled (SteadyAdjustPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "sheet");
}

static void
on_cell (SteadyPlanCell *cell, SteadyAdjustPage *self)
{
  const unsigned         i = steady_plan_cell_index (cell);
  const SteadyAdjustUnit unit = steady_adjust_draft_unit (&self->draft, i);
  const double value = steady_adjust_draft_value (&self->draft, i) * unit.factor;
  SteadyNumberPadQuestion question = {
    .title = steady_adjust_draft_caption (&self->draft, i),
    .unit = unit.unit,
    .value = isfinite (value) ? value : 0,
    .step = unit.decimals == 0 ? 1 : pow (10, -unit.decimals),
    .decimals = unit.decimals
  };

  self->asked = i;
  steady_adjust_draft_bounds (&self->draft, i, &question.low, &question.high);
  steady_number_pad_ask (self->pad, &question);
  gtk_stack_set_visible_child_name (self->stack, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

/* Brings a tab up. */
void
steady_adjust_page_choose (SteadyAdjustPage *self, SteadyAdjustTab tab)
{
  self->draft.tab = tab;
  self->sure_until = 0;
  say (self, false, "");
  self->filling = true;
  gtk_toggle_button_set_active (self->tabs[tab], TRUE);
  self->filling = false;
  show (self, steady_clock_now ());
}

static void
on_tab (GtkToggleButton *button, SteadyAdjustPage *self)
{
  for (unsigned i = 0; i < STEADY_ADJUST_TABS && !self->filling; i++)
    if (button == self->tabs[i] && gtk_toggle_button_get_active (button))
      steady_adjust_page_choose (self, (SteadyAdjustTab) i);
}

static void
on_option (GtkToggleButton *button, SteadyAdjustPage *self)
{
  if (self->filling || !gtk_toggle_button_get_active (button))
    return;
  for (unsigned i = 0; i < STEADY_ADJUST_OPTIONS; i++)
    if (button == self->options[i])
      steady_adjust_draft_choose (&self->draft, i);
  show (self, steady_clock_now ());
}

static void
take_answer (SteadyAdjustPage *self, const SteadySteerAnswer *answer)
{
  char text[200];

  if (answer->status != STEADY_ANSWER_REFUSED)
    return;
  g_snprintf (text,
              sizeof text,
              _ ("Refused: %s"),
              steady_words_refusal ((SteadyRefusal) answer->refusal));
  say (self, true, text);
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyAdjustPage *self = STEADY_ADJUST_PAGE (page);

  if (frame->header.type == STEADY_FRAME_STEER_ANSWER)
    take_answer (self, frame->payload);
  else if (frame->header.type != STEADY_FRAME_STEERING)
    return;
  /* a finger waits for it: a case in which nothing else changes is redrawn rarely */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self, steady_clock_now ());
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  show (STEADY_ADJUST_PAGE (page), real_now);
}

static void
steady_adjust_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "flow";
  interface->title = N_ ("Flow");
  interface->take = take;
  interface->refresh = refresh;
}

static GtkWidget *
build_toggles (SteadyAdjustPage *self,
               GtkToggleButton **toggles,
               unsigned          n,
               GCallback         on)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; i < n; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label ("");
      toggles[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (toggles[i], toggles[0]);
      gtk_widget_set_size_request (button, 64, 56);
      gtk_widget_set_hexpand (button, TRUE);
      g_signal_connect (button, "toggled", on, self);
      gtk_box_append (GTK_BOX (row), button);
    }
  return row;
}

static GtkWidget *
build_cells (SteadyAdjustPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (unsigned i = 0; i < STEADY_ADJUST_CELLS; i++)
    {
      g_autofree char *name = g_strdup_printf ("cell-%u", i);
      self->cells[i] = steady_plan_cell_new (STEADY_PLAN_CELL_INPUT, i);
      gtk_widget_set_name (self->cells[i], name);
      gtk_widget_set_size_request (self->cells[i], 120, 64);
      g_signal_connect (self->cells[i], "clicked", G_CALLBACK (on_cell), self);
      gtk_box_append (GTK_BOX (row), self->cells[i]);
      steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[i]), "", "—", FALSE);
    }
  return row;
}

static GtkWidget *
build_acts (SteadyAdjustPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  self->act = GTK_BUTTON (gtk_button_new_with_label (_ ("Set")));
  self->cancel =
      GTK_BUTTON (gtk_button_new_with_label (_ ("Cancel automatic setting")));
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->cancel)), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->act), 160, 64);
  gtk_widget_set_size_request (GTK_WIDGET (self->cancel), 160, 64);
  gtk_widget_add_css_class (GTK_WIDGET (self->act), "suggested");
  gtk_widget_set_name (GTK_WIDGET (self->act), "act");
  gtk_widget_set_name (GTK_WIDGET (self->cancel), "cancel_steering");
  g_signal_connect_swapped (
      self->act, "clicked", G_CALLBACK (steady_adjust_page_act), self);
  g_signal_connect_swapped (
      self->cancel, "clicked", G_CALLBACK (steady_adjust_page_cancel), self);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->act));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->cancel));
  return row;
}

static void
steady_adjust_page_dispose (GObject *object)
{
  SteadyAdjustPage *self = STEADY_ADJUST_PAGE (object);
  self->link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_adjust_page_parent_class)->dispose (object);
}

static void
steady_adjust_page_class_init (SteadyAdjustPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_adjust_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cardioplegiapage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_adjust_page_init (SteadyAdjustPage *self)
{
  static const char *const tabs[] = {
    N_ ("Set"), N_ ("Ramp"), N_ ("Pressure"), N_ ("Follow")
  };
  GtkWidget *sheet = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  steady_adjust_draft_init (&self->draft);
  self->stack = GTK_STACK (gtk_stack_new ());
  self->box = GTK_WIDGET (self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (
      GTK_BOX (sheet),
      build_toggles (self, self->tabs, STEADY_ADJUST_TABS, G_CALLBACK (on_tab)));
  for (unsigned i = 0; i < STEADY_ADJUST_TABS; i++)
    gtk_button_set_label (GTK_BUTTON (self->tabs[i]), _ (tabs[i]));
  gtk_box_append (
      GTK_BOX (sheet),
      build_toggles (
          self, self->options, STEADY_ADJUST_OPTIONS, G_CALLBACK (on_option)));
  gtk_box_append (GTK_BOX (sheet), build_cells (self));
  gtk_box_append (GTK_BOX (sheet), build_acts (self));
  self->status = g_object_new (
      STEADY_TYPE_FIT_TEXT, "xalign", 0.0, "lines", 2, "height-request", 44, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "planstatus");
  gtk_box_append (GTK_BOX (sheet), GTK_WIDGET (self->status));
  gtk_stack_add_named (self->stack, sheet, "sheet");
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_swapped (self->pad, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->pad, "cancelled", G_CALLBACK (on_cancelled), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pad), "pad");
  self->filling = true;
  gtk_toggle_button_set_active (self->tabs[0], TRUE);
  self->filling = false;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Flow"), -1);
}

GtkWidget *
steady_adjust_page_new (void)
{
  return g_object_new (STEADY_TYPE_ADJUST_PAGE, NULL);
}

/* Tells which link the requests go to; before the page is seen. */
void
steady_adjust_page_bind (SteadyAdjustPage *self, SteadyConsoleLink *link)
{
  self->link = link;
  self->draft.state = steady_console_link_state (link);
}
