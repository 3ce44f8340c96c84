/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-event-pad.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-cell-layout.h"
#include "console/steady-reason-question.h"
#include "console/steady-sound-question.h"
#include "console/steady-template.h"
#include "measure/steady-checklist-record.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-words.h"

/* A question that nobody answers goes away, so that the pad is there when needed. */
#define QUESTION_S 30
/* Doses where the plan has none [GK]. */
#define HEPARIN_IU_KG 400.0
#define ACT_S         480.0

/* Six buttons, and the place where one of them asks. */
struct _SteadyEventPad
{
  GtkWidget             parent_instance;
  GtkStack             *stack;
  GtkButton            *bypass;
  GtkButton            *clamp;
  GtkButton            *plegia;
  GtkButton            *heparin;
  GtkButton            *gas;
  GtkButton            *note;
  SteadyFitText        *question;
  GtkEntry             *entry;
  GtkButton            *less;
  GtkButton            *more;
  GtkButton            *record;
  SteadyHoldButton     *override;
  SteadySoundQuestion  *sound_question;
  SteadyReasonQuestion *reason_question;
  SteadyConsoleLink    *link;
  SteadyEvent           asked; /* 0: nothing */
  double                value; /* NAN: the event has none */
  double                step;
  guint                 timeout;
};

G_DEFINE_FINAL_TYPE (SteadyEventPad, steady_event_pad, GTK_TYPE_WIDGET)

static SteadyConsoleState *
state_of (SteadyEventPad *self)
{
  return steady_console_link_state (self->link);
}

static gboolean
on_bypass_now (const SteadyConsoleState *state)
{
  switch ((int) state->heartbeat.support_mode)
    {
    case STEADY_SUPPORT_PARTIAL_BYPASS:
    case STEADY_SUPPORT_FULL_BYPASS:
    case STEADY_SUPPORT_WEANING:
    case STEADY_SUPPORT_RETURN_TO_BYPASS:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
close_question (SteadyEventPad *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->asked = 0;
  gtk_stack_set_visible_child_name (self->stack, "pad");
}

static gboolean
on_timeout (gpointer data)
{
  SteadyEventPad *self = data;
  self->timeout = 0;
  close_question (self);
  return G_SOURCE_REMOVE;
}

static const char *
question_unit (SteadyEvent event)
{
  switch ((int) event)
    {
    case STEADY_EVENT_CARDIOPLEGIA:
      return "mL";
    case STEADY_EVENT_HEPARIN:
      return _ ("IU");
    case STEADY_EVENT_GAS_SAMPLE:
      return _ ("s ACT");
    default:
      return "";
    }
}

static void
show_question (SteadyEventPad *self)
{
  char text[200], number[32];
  if (isnan (self->value))
    g_snprintf (text, sizeof text, _ ("Record: %s?"), steady_words_event (self->asked));
  else
    {
      steady_words_number (self->value, 0, number, sizeof number);
      g_snprintf (text,
                  sizeof text,
                  _ ("Record: %s, %s %s?"),
                  steady_words_event (self->asked),
                  number,
                  question_unit (self->asked));
    }
  steady_fit_text_set_text (self->question, text);
}

/* What most often is right, so that two taps are enough. */
static void
choose_value (SteadyEventPad *self)
{
  const SteadyConsoleConfig *config = &state_of (self)->config;
  const double               weight = config->patient.weight_kg;
  const gboolean first = state_of (self)->last_plegia == STEADY_INSTANT_NEVER;
  double         dose;
  self->value = NAN;
  self->step = 1;
  switch ((int) self->asked)
    {
    case STEADY_EVENT_CARDIOPLEGIA:
      dose = steady_console_config_plan (config, "cardioplegia_redose_ml");
      if (first || isnan (dose))
        dose = steady_console_config_plan (config, "cardioplegia_first_ml");
      self->value = isnan (dose) ? 0 : dose;
      self->step = weight < 10 ? 2 : 10;
      break;
    case STEADY_EVENT_HEPARIN:
      dose = steady_console_config_plan (config, "heparin_patient_bolus_iu");
      self->value = !isnan (dose)       ? dose
                    : isfinite (weight) ? round (weight * HEPARIN_IU_KG / 10) * 10
                                        : 0;
      self->step = weight < 10 ? 10 : 100;
      break;
    case STEADY_EVENT_GAS_SAMPLE:
      self->value = state_of (self)->last_act == STEADY_INSTANT_NEVER
                        ? ACT_S
                        : state_of (self)->last_act_value;
      self->step = 10;
      break;
    default:
      break;
    }
}

/* Opens the place where @event is recorded. */
void
steady_event_pad_choose (SteadyEventPad *self, SteadyEvent event)
{
  self->asked = event;
  choose_value (self);
  const gboolean numbered = !isnan (self->value);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_visible (GTK_WIDGET (self->override), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->record), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), event == STEADY_EVENT_NOTE);
  gtk_widget_set_visible (GTK_WIDGET (self->less), numbered);
  gtk_widget_set_visible (GTK_WIDGET (self->more), numbered);
  show_question (self);
  gtk_stack_set_visible_child_name (self->stack, "question");
  if (event == STEADY_EVENT_NOTE)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->record));
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_seconds (QUESTION_S, on_timeout, self);
}

/* Records what is asked. */
void
steady_event_pad_record (SteadyEventPad *self)
{
  if (self->asked == 0)
    return;
  steady_console_link_mark (self->link,
                            self->asked,
                            isnan (self->value) ? 0 : self->value,
                            gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  close_question (self);
}

/* What is missing stands on the Checklist page, in one list. */
static gboolean
show_what_is_missing (SteadyEventPad *self)
{
  double needs = 0;

  return !on_bypass_now (state_of (self)) &&
         steady_value_table_value (
             &state_of (self)->values, STEADY_CHANNEL_BYPASS_NEEDS, &needs) &&
         ((unsigned) needs & STEADY_NEED_REQUIRED) != 0 &&
         state_of (self)->desk.desk.override_start == 0 &&
         gtk_widget_activate_action (GTK_WIDGET (self), "win.bypass-needs", NULL);
}

static void
on_bypass (SteadyEventPad *self)
{
  if (show_what_is_missing (self))
    return;
  steady_event_pad_choose (self,
                           on_bypass_now (state_of (self)) ? STEADY_EVENT_OFF_BYPASS
                                                           : STEADY_EVENT_ON_BYPASS);
}

static void
on_clamp (SteadyEventPad *self)
{
  const gboolean clamped =
      (state_of (self)->heartbeat.support_flags & STEADY_FLAG_CROSS_CLAMPED) != 0;
  steady_event_pad_choose (self,
                           clamped ? STEADY_EVENT_CLAMP_OFF : STEADY_EVENT_CLAMP_ON);
}

static void
on_plegia (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_CARDIOPLEGIA);
}

static void
on_heparin (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_HEPARIN);
}

static void
on_gas (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_GAS_SAMPLE);
}

static void
on_note (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_NOTE);
}

static void
on_less (SteadyEventPad *self)
{
  self->value = MAX (0, self->value - self->step);
  show_question (self);
}

static void
on_more (SteadyEventPad *self)
{
  self->value += self->step;
  show_question (self);
}

static void
on_record (SteadyEventPad *self)
{
  steady_event_pad_record (self);
}

static void
on_cancel (SteadyEventPad *self)
{
  close_question (self);
}

/* The engine held "on bypass" up: air is not watched, or stops nothing. */
static void
ask_for_override (SteadyEventPad *self)
{
  const char      *name = state_of (self)->desk.desk.operator_name;
  g_autofree char *detail = name[0] != '\0' ? g_strdup_printf (_ ("by %s"), name)
                                            : g_strdup (_ ("sign in first"));
  steady_event_pad_choose (self, STEADY_EVENT_ON_BYPASS);
  gtk_widget_set_visible (GTK_WIDGET (self->record), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->override), TRUE);
  steady_hold_button_set_detail (self->override, detail);
  gtk_widget_set_sensitive (GTK_WIDGET (self->override), name[0] != '\0');
  steady_fit_text_set_text (self->question,
                            _ ("Not on bypass: air is not watched, or stops no pump."));
}

/* One hold by the one who is signed in, no typing (safety rulings, 7). */
static void
on_override (SteadyEventPad *self)
{
  steady_console_link_alarm (self->link,
                             STEADY_ALARM_REQUEST_OVERRIDE_START,
                             state_of (self)->desk.desk.operator_name);
  steady_console_link_mark (self->link, STEADY_EVENT_ON_BYPASS, 0, "");
  close_question (self);
}

/* Words of two parts stand in two lines where one is too narrow. */
static void
wrap_label (GtkButton *button)
{
  GtkLabel *label = GTK_LABEL (gtk_button_get_child (button));
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

static void
say (GtkButton *button, const char *words)
{
  if (g_strcmp0 (gtk_button_get_label (button), words) == 0)
    return;
  gtk_button_set_label (button, words);
  wrap_label (button);
}

/* The pad gives its place to a question that waits, never one question to another. */
static void
show_waiting (SteadyEventPad *self, const char *name, gboolean asked)
{
  const char *shown = gtk_stack_get_visible_child_name (self->stack);
  if (asked && g_strcmp0 (shown, "pad") == 0)
    gtk_stack_set_visible_child_name (self->stack, name);
  else if (!asked && g_strcmp0 (shown, name) == 0)
    gtk_stack_set_visible_child_name (self->stack, "pad");
}

/* Names the two buttons that say the opposite of what is. */
void
steady_event_pad_refresh (SteadyEventPad *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  const gboolean            clamped =
      (state->heartbeat.support_flags & STEADY_FLAG_CROSS_CLAMPED) != 0;
  say (self->bypass, on_bypass_now (state) ? _ ("Off bypass") : _ ("On bypass"));
  say (self->clamp, clamped ? _ ("Clamp off") : _ ("Clamp on"));
  if (state->start_refused)
    {
      steady_console_link_state (self->link)->start_refused = false;
      if (state->start_needs == 0 ||
          !gtk_widget_activate_action (GTK_WIDGET (self), "win.bypass-needs", NULL))
        ask_for_override (self);
    }
  show_waiting (self, "sound", steady_sound_question_refresh (self->sound_question));
  show_waiting (
      self, "reason", steady_reason_question_refresh (self->reason_question, real_now));
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack),
                            !state->silent && state->config.in_control);
}

/* Tells which link the marks go to. */
void
steady_event_pad_bind (SteadyEventPad *self, SteadyConsoleLink *link)
{
  self->link = link;
  steady_sound_question_bind (self->sound_question, link);
  steady_reason_question_bind (self->reason_question, link);
}

static void
steady_event_pad_dispose (GObject *object)
{
  SteadyEventPad *self = STEADY_EVENT_PAD (object);
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  G_OBJECT_CLASS (steady_event_pad_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-event-pad"));
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, stack);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, bypass);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, clamp);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, plegia);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, heparin);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, gas);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, note);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, question);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, entry);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, less);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, more);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, record);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, override);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, sound_question);
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, reason_question);
  gtk_widget_class_bind_template_callback (widget_class, on_bypass);
  gtk_widget_class_bind_template_callback (widget_class, on_clamp);
  gtk_widget_class_bind_template_callback (widget_class, on_plegia);
  gtk_widget_class_bind_template_callback (widget_class, on_heparin);
  gtk_widget_class_bind_template_callback (widget_class, on_gas);
  gtk_widget_class_bind_template_callback (widget_class, on_note);
  gtk_widget_class_bind_template_callback (widget_class, on_less);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
  gtk_widget_class_bind_template_callback (widget_class, on_record);
  gtk_widget_class_bind_template_callback (widget_class, on_override);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
steady_event_pad_class_init (SteadyEventPadClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_event_pad_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_CELL_LAYOUT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  g_type_ensure (STEADY_TYPE_SOUND_QUESTION);
  g_type_ensure (STEADY_TYPE_REASON_QUESTION);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "eventpad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_event_pad_init (SteadyEventPad *self)
{
  self->value = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  GtkButton *const pad[] = { self->bypass,  self->clamp, self->plegia,
                             self->heparin, self->gas,   self->note };
  for (unsigned i = 0; i < G_N_ELEMENTS (pad); i++)
    wrap_label (pad[i]);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Events"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text of the note"),
                                  -1);
}
