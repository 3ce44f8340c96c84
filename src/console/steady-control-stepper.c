/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-control-stepper.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-readout-look.h"
#include "console/steady-readout.h"
#include "console/steady-step-rule.h"
#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* A knob never leads further ahead of what is in force: a fast turn is no jump. */
#define KNOB_LEAD 5

#define REPEAT_MS 250
/* After so many repeats the steps become large. */
#define REPEATS_TO_LARGE 8
/* A question that nobody answers goes away. */
#define QUESTION_MS 8000

/* Buttons around a set-point. */
struct _SteadyControlStepper
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkStack          *stack;
  GtkWidget         *reading;
  SteadyFitText     *caption;
  SteadyFitText     *value;
  SteadyFitText     *note;
  SteadyFitText     *question;
  GtkButton         *less_large;
  GtkButton         *less;
  GtkButton         *more;
  GtkButton         *more_large;
  SteadyConsoleLink *link;
  SteadyControl      control;
  SteadyChannel      delivered;
  SteadyStepRule     rule;
  gboolean           offered; /* a device has the control and the rule is made */
  double             target;  /* shown unit; NAN: none but the set-point */
  double             sent;    /* shown unit; NAN: nothing waits for an answer */
  double             asked;   /* shown unit; NAN: no question stands */
  guint              repeat;
  guint              repeats;
  guint              question_timeout;
  gboolean           repeat_up;
  gboolean           stacked;
  gboolean           large;
};

enum
{
  PROP_CONTROL = 1,
  PROP_DELIVERED,
  PROP_CAPTION,
  PROP_LARGE_STEPS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SteadyControlStepper, steady_control_stepper, GTK_TYPE_WIDGET)

static SteadyConsoleState *
state_of (SteadyControlStepper *self)
{
  return steady_console_link_state (self->link);
}

static gboolean
get_shown (SteadyControlStepper *self, double *ret_shown)
{
  double value;
  if (!self->offered ||
      !steady_console_state_set_point (state_of (self), self->control, &value))
    return FALSE;
  *ret_shown = value * self->rule.factor;
  return TRUE;
}

static void
send_target (SteadyControlStepper *self)
{
  if (isnan (self->target) ||
      steady_console_state_is_pending (state_of (self), self->control))
    return;
  const double value = steady_step_rule_canonical (&self->rule, self->target);
  if (steady_console_link_command (self->link, self->control, value))
    self->sent = self->target;
  else
    self->target = NAN;
}

static void
end_question (SteadyControlStepper *self)
{
  g_clear_handle_id (&self->question_timeout, g_source_remove);
  self->asked = NAN;
  gtk_widget_set_visible (self->reading, TRUE);
  gtk_stack_set_visible_child_name (self->stack, self->offered ? "steps" : "device");
}

static gboolean
on_question_timeout (gpointer data)
{
  SteadyControlStepper *self = data;
  self->question_timeout = 0;
  end_question (self);
  return G_SOURCE_REMOVE;
}

static void
ask (SteadyControlStepper *self, double wanted)
{
  char number[32], low[32], high[32], text[200];
  steady_words_number (wanted, self->rule.decimals, number, sizeof number);
  steady_words_number (self->rule.plan_low, self->rule.decimals, low, sizeof low);
  steady_words_number (self->rule.plan_high, self->rule.decimals, high, sizeof high);
  g_snprintf (text,
              sizeof text,
              _ ("Set %s %s? The plan says %s to %s."),
              number,
              self->rule.unit,
              low,
              high);
  self->asked = wanted;
  gtk_widget_set_visible (self->reading, FALSE);
  steady_fit_text_set_text (self->question, text);
  gtk_stack_set_visible_child_name (self->stack, "question");
  g_clear_handle_id (&self->question_timeout, g_source_remove);
  self->question_timeout = g_timeout_add (QUESTION_MS, on_question_timeout, self);
}

/* Answers the question that a step outside the plan's range asked. */
void
steady_control_stepper_confirm (SteadyControlStepper *self, gboolean yes)
{
  const double asked = self->asked;
  end_question (self);
  if (!yes || isnan (asked))
    return;
  self->target = asked;
  send_target (self);
}

/* One step, as a tap on a button makes it. */
void
steady_control_stepper_step (SteadyControlStepper *self, gboolean large, gboolean up)
{
  double from, next;
  if (self->link == NULL || !isnan (self->asked) || !get_shown (self, &from))
    return;
  if (!isnan (self->target))
    from = self->target;
  const double by = steady_step_rule_size (&self->rule, from, large, up);
  switch (steady_step_rule_next (&self->rule, from, up ? by : -by, &next))
    {
    case STEADY_STEP_ASK:
      ask (self, next);
      break;
    case STEADY_STEP_GO:
      self->target = next;
      send_target (self);
      break;
    case STEADY_STEP_AT_LIMIT:
    default:
      break;
    }
  steady_control_stepper_refresh (self, steady_clock_now ());
}

static void
on_less_large (SteadyControlStepper *self)
{
  steady_control_stepper_step (self, TRUE, FALSE);
}

static void
on_less (SteadyControlStepper *self)
{
  steady_control_stepper_step (self, FALSE, FALSE);
}

static void
on_more (SteadyControlStepper *self)
{
  steady_control_stepper_step (self, FALSE, TRUE);
}

static void
on_more_large (SteadyControlStepper *self)
{
  steady_control_stepper_step (self, TRUE, TRUE);
}

static void
on_yes (SteadyControlStepper *self)
{
  steady_control_stepper_confirm (self, TRUE);
}

static void
on_no (SteadyControlStepper *self)
{
  steady_control_stepper_confirm (self, FALSE);
}

static gboolean
on_repeat (gpointer data)
{
  SteadyControlStepper *self = data;
  self->repeats++;
  steady_control_stepper_step (self, self->repeats > REPEATS_TO_LARGE, self->repeat_up);
  if (isnan (self->asked))
    return G_SOURCE_CONTINUE;
  self->repeat = 0; /* a question ends the run */
  return G_SOURCE_REMOVE;
}

static void
on_long_press (SteadyControlStepper *self, double x, double y, GtkGesture *gesture)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  self->repeat_up =
      button == GTK_WIDGET (self->more) || button == GTK_WIDGET (self->more_large);
  self->repeats = 0;
  g_clear_handle_id (&self->repeat, g_source_remove);
  self->repeat = g_timeout_add (REPEAT_MS, on_repeat, self);
}

static void
on_long_press_end (SteadyControlStepper *self)
{
  g_clear_handle_id (&self->repeat, g_source_remove);
}

/* A notch of a knob: a small step, as a tap on its button, with the same questions and
 * the same gate. What is turned further than KNOB_LEAD steps ahead of the set-point in
 * force is lost. */
static void
turn (SteadyControlStepper *self, gboolean up)
{
  double shown;
  if (get_shown (self, &shown) && isfinite (self->target) &&
      fabs (self->target - shown) >
          (KNOB_LEAD - 0.5) * steady_step_rule_size (&self->rule, shown, FALSE, up) &&
      (self->target > shown) == (up != FALSE))
    return;
  steady_control_stepper_step (self, FALSE, up);
}

/* So many notches of a dial, up for more than 0: each as if a knob was turned by one.
 */
void
steady_control_stepper_turn (SteadyControlStepper *self, int notches)
{
  for (int i = 0; i < MIN (ABS (notches), KNOB_LEAD); i++)
    turn (self, notches > 0);
}

/* A knob or wheel turns what has the focus and nothing else: a wheel that passes over
 * the page on its way changes nothing. */
static gboolean
on_scroll (SteadyControlStepper *self, double dx, double dy)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  (void) dx;
  if (focus == NULL || (focus != GTK_WIDGET (self) &&
                        !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    return GDK_EVENT_PROPAGATE;
  if (fabs (dy) >= 1)
    turn (self, dy < 0);
  return GDK_EVENT_STOP;
}

static gboolean
on_key (SteadyControlStepper *self, guint key, guint code, GdkModifierType modifiers)
{
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
      on_more (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      on_less (self);
      return GDK_EVENT_STOP;
    /* knobs that come as the keys of a volume wheel, or of a dial */
    case GDK_KEY_AudioRaiseVolume:
      turn (self, TRUE);
      return GDK_EVENT_STOP;
    case GDK_KEY_AudioLowerVolume:
      turn (self, FALSE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      on_more_large (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      on_less_large (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
add_knob (SteadyControlStepper *self)
{
  GtkEventController *knob = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  g_signal_connect_swapped (knob, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), knob);
}

static void
add_repeat (SteadyControlStepper *self, GtkButton *button)
{
  GtkGesture *gesture = gtk_gesture_long_press_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (on_long_press), self);
  g_signal_connect_swapped (gesture, "end", G_CALLBACK (on_long_press_end), self);
  g_signal_connect_swapped (gesture, "cancel", G_CALLBACK (on_long_press_end), self);
  gtk_widget_add_controller (GTK_WIDGET (button), GTK_EVENT_CONTROLLER (gesture));
}

static void
name_button (SteadyControlStepper *self, GtkButton *button, gboolean large, gboolean up)
{
  char   number[32], label[40];
  double from = 0;
  get_shown (self, &from);
  const double by = steady_step_rule_size (&self->rule, from, large, up);
  steady_words_number (by, self->rule.decimals, number, sizeof number);
  g_snprintf (label, sizeof label, "%s%s", up ? "+" : "−", number);
  if (g_strcmp0 (gtk_button_get_label (button), label) == 0)
    return;
  g_autofree char *name = g_strdup_printf (
      "%s %s %s", steady_words_control (self->control), label, self->rule.unit);
  gtk_button_set_label (button, label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
follow_answers (SteadyControlStepper *self)
{
  const SteadyConsoleState *state = state_of (self);
  if (isnan (self->target) || steady_console_state_is_pending (state, self->control))
    return;
  const SteadyAnswer *answer = &state->last_answer;
  const gboolean      bad =
      answer->control == self->control && (answer->status == STEADY_ANSWER_REFUSED ||
                                           answer->status == STEADY_ANSWER_FAILED);
  const gboolean done = fabs (self->target - self->sent) < 1e-9;
  self->sent = NAN;
  if (bad || done || state->silent)
    self->target = NAN;
  else
    send_target (self); /* taps that came while the last one was on its way */
}

/* Whether what is delivered is clearly not what was set: by more than two small steps
 * and a tenth of the set-point [GK], or not known at all. */
static gboolean
delivers_otherwise (SteadyControlStepper *self)
{
  double set, delivered;
  if (self->delivered == STEADY_CHANNEL_NONE || !get_shown (self, &set))
    return FALSE;
  if (!steady_value_table_value (&state_of (self)->values, self->delivered, &delivered))
    return TRUE;
  const double off = fabs (delivered * self->rule.factor - set);
  return off > 2 * self->rule.small && off > 0.1 * fabs (set);
}

/* Where there is no room for both, the caption gives way to a difference: the value
 * beside it is only what was set. */
static void
show_difference (SteadyControlStepper *self)
{
  const gboolean differs = delivers_otherwise (self);
  if (self->large) /* its panel says what is delivered */
    return;
  steady_look_class (GTK_WIDGET (self->note), "differs", differs);
  gtk_widget_set_visible (GTK_WIDGET (self->note), !self->stacked || differs);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), !self->stacked || !differs);
}

static void
show_value (SteadyControlStepper *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyChannel       readback = state->config.controls[self->control].readback;
  SteadyReadout             readout;
  char                      text[96], number[32], note[64] = "";

  steady_readout_make (
      state, readback, self->rule.factor, self->rule.decimals, real_now, &readout);
  if (isnan (self->target))
    g_snprintf (text, sizeof text, "%s %s", readout.value, self->rule.unit);
  else
    {
      steady_words_number (self->target, self->rule.decimals, number, sizeof number);
      g_snprintf (
          text, sizeof text, "%s → %s %s", readout.value, number, self->rule.unit);
    }
  steady_fit_text_set_text (self->value, text);
  steady_look_readout (GTK_WIDGET (self), readout.kind);
  if (self->delivered != STEADY_CHANNEL_NONE)
    {
      SteadyReadout given;
      steady_readout_make (state,
                           self->delivered,
                           self->rule.factor,
                           self->rule.decimals,
                           real_now,
                           &given);
      g_snprintf (note, sizeof note, _ ("delivers %s"), given.value);
    }
  steady_fit_text_set_text (self->note, note);
  show_difference (self);
  steady_look_describe (
      GTK_WIDGET (self), steady_words_control (self->control), text, "", note);
}

static void
show_device_only (SteadyControlStepper *self, SteadyInstant real_now)
{
  SteadyReadout readout = { .value = "—" };
  if (self->delivered != STEADY_CHANNEL_NONE)
    steady_readout_channel (state_of (self), self->delivered, real_now, &readout);
  steady_fit_text_set_text (self->value, readout.value);
  steady_fit_text_set_text (self->note, "");
  steady_look_readout (GTK_WIDGET (self), readout.kind);
  steady_look_describe (GTK_WIDGET (self),
                        steady_words_control (self->control),
                        readout.value,
                        "",
                        _ ("set at the device"));
}

/* Shows the set-point as it is known now, and sends what waits. */
void
steady_control_stepper_refresh (SteadyControlStepper *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  double                    shown;
  self->offered = steady_step_rule_make (&state->config, self->control, &self->rule);
  if (isnan (self->asked))
    gtk_stack_set_visible_child_name (self->stack, self->offered ? "steps" : "device");
  if (!self->offered)
    {
      show_device_only (self, real_now);
      return;
    }
  follow_answers (self);
  show_value (self, real_now);
  name_button (self, self->less_large, TRUE, FALSE);
  name_button (self, self->less, FALSE, FALSE);
  name_button (self, self->more, FALSE, TRUE);
  name_button (self, self->more_large, TRUE, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack),
                            !state->silent && state->config.in_control &&
                                get_shown (self, &shown));
}

/* Tells which link the proposals go to. */
void
steady_control_stepper_bind (SteadyControlStepper *self, SteadyConsoleLink *link)
{
  self->link = link;
}

/* Four buttons under the value instead of two beside it. */
static void
set_large (SteadyControlStepper *self, gboolean large)
{
  gtk_widget_set_visible (GTK_WIDGET (self->less_large), large);
  gtk_widget_set_visible (GTK_WIDGET (self->more_large), large);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  large ? GTK_ORIENTATION_VERTICAL
                                        : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), large);
  self->large = large;
  gtk_widget_set_visible (GTK_WIDGET (self->caption), !large);
  gtk_widget_set_visible (GTK_WIDGET (self->note), !large);
  steady_look_class (GTK_WIDGET (self), "large", large);
}

/* Where there is little width the buttons stand under caption and value. */
void
steady_control_stepper_set_stacked (SteadyControlStepper *self, gboolean stacked)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  stacked ? GTK_ORIENTATION_VERTICAL
                                          : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->reading),
                                  stacked ? GTK_ORIENTATION_HORIZONTAL
                                          : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self->box), stacked ? 2 : 8);
  self->stacked = stacked;
  show_difference (self);
  g_object_set (self->value,
                "xalign",
                stacked ? 1.0f : 0.0f,
                "width-chars",
                stacked ? 8 : 1,
                "hexpand",
                !stacked,
                NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), stacked);
}

static void
steady_control_stepper_set_property (GObject      *object,
                                     guint         id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SteadyControlStepper *self = STEADY_CONTROL_STEPPER (object);
  switch (id)
    {
    case PROP_CONTROL:
      self->control = steady_control_from_name (g_value_get_string (value));
      steady_fit_text_set_text (self->caption, steady_words_control (self->control));
      break;
    case PROP_DELIVERED:
      if (!steady_channel_from_name (g_value_get_string (value), &self->delivered))
        g_critical ("No channel is called “%s”.", g_value_get_string (value));
      break;
    case PROP_CAPTION:
      steady_fit_text_set_text (self->caption, g_value_get_string (value));
      break;
    case PROP_LARGE_STEPS:
      set_large (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
steady_control_stepper_dispose (GObject *object)
{
  SteadyControlStepper *self = STEADY_CONTROL_STEPPER (object);
  g_clear_handle_id (&self->repeat, g_source_remove);
  g_clear_handle_id (&self->question_timeout, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_control_stepper_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-control-stepper"));
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, stack);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, reading);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, caption);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, value);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, note);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, question);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, less_large);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, less);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, more);
  gtk_widget_class_bind_template_child (widget_class, SteadyControlStepper, more_large);
  gtk_widget_class_bind_template_callback (widget_class, on_less_large);
  gtk_widget_class_bind_template_callback (widget_class, on_less);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
  gtk_widget_class_bind_template_callback (widget_class, on_more_large);
  gtk_widget_class_bind_template_callback (widget_class, on_yes);
  gtk_widget_class_bind_template_callback (widget_class, on_no);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
steady_control_stepper_class_init (SteadyControlStepperClass *class)
{
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass     *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = steady_control_stepper_set_property;
  object_class->dispose = steady_control_stepper_dispose;
  properties[PROP_CONTROL] = g_param_spec_string ("control", NULL, NULL, NULL, flags);
  properties[PROP_DELIVERED] =
      g_param_spec_string ("delivered", NULL, NULL, NULL, flags);
  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, NULL, flags);
  properties[PROP_LARGE_STEPS] =
      g_param_spec_boolean ("large-steps", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stepper");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_control_stepper_init (SteadyControlStepper *self)
{
  self->target = NAN;
  self->sent = NAN;
  self->asked = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_knob (self);
  add_repeat (self, self->less_large);
  add_repeat (self, self->less);
  add_repeat (self, self->more);
  add_repeat (self, self->more_large);
}
