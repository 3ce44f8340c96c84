/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-event-pad.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-cell-layout.h"
#include "console/steady-clinical-list.h"
#include "console/steady-clinical-sender.h"
#include "console/steady-reason-question.h"
#include "console/steady-site-settings.h"
#include "console/steady-sound-question.h"
#include "console/steady-template.h"
#include "measure/steady-checklist-record.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
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
  GtkButton            *more_events;
  GtkButton            *others[5]; /* of the second sheet */
  SteadyFitText        *question;
  GtkEntry             *entry;
  GtkButton            *less;
  GtkButton            *more;
  GtkButton            *record;
  SteadyHoldButton     *override;
  SteadySoundQuestion  *sound_question;
  SteadyReasonQuestion *reason_question;
  gboolean              sound_asked; /* nobody has said that the tones were heard */
  SteadyConsoleLink    *link;
  GtkButton            *ago;
  SteadyClinicalSender  sender;
  unsigned              minutes_ago; /* what is recorded was so long ago */
  SteadyEvent           asked;       /* 0: nothing */
  double                value;       /* NAN: the event has none */
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
    case STEADY_EVENT_PROTAMINE:
      return "mg";
    case STEADY_EVENT_VOLUME:
      return "mL";
    default:
      return "";
    }
}

/* Whether suction still turns: it clots the circuit after protamine. */
static gboolean
suction_runs (const SteadyConsoleState *state)
{
  static const SteadyChannel rollers[] = { STEADY_CHANNEL_SUCKER_1_SPEED,
                                           STEADY_CHANNEL_SUCKER_2_SPEED,
                                           STEADY_CHANNEL_VENT_SPEED };
  double                     speed;

  for (unsigned i = 0; i < G_N_ELEMENTS (rollers); i++)
    if (steady_value_table_value (&state->values, rollers[i], &speed) &&
        fabs (speed) > 1)
      return TRUE;
  return FALSE;
}

static void
show_ago (SteadyEventPad *self)
{
  char label[48];

  if (self->minutes_ago == 0)
    g_strlcpy (label, _ ("now"), sizeof label);
  else
    g_snprintf (label, sizeof label, _ ("%d min ago"), (int) self->minutes_ago);
  gtk_button_set_label (self->ago, label);
}

static void
show_question (SteadyEventPad *self)
{
  char text[200], number[32];

  show_ago (self);
  if (self->asked == STEADY_EVENT_PROTAMINE)
    {
      steady_words_number (self->value, 0, number, sizeof number);
      g_snprintf (text,
                  sizeof text,
                  suction_runs (state_of (self))
                      ? _ ("Protamine %s mg: STOP suckers and vent first, they turn!")
                      : _ ("Protamine %s mg: have suckers and vent been stopped?"),
                  number);
      steady_fit_text_set_text (self->question, text);
      return;
    }
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
    case STEADY_EVENT_PROTAMINE:
      dose = steady_console_config_plan (config, "protamine_mg");
      self->value = isfinite (dose) ? round (dose) : 0;
      self->step = weight < 10 ? 1 : 10;
      break;
    case STEADY_EVENT_VOLUME:
      self->value = weight < 10 ? 10 : 100;
      self->step = weight < 10 ? 5 : 50;
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
  self->minutes_ago = 0;
  choose_value (self);
  const gboolean numbered = !isnan (self->value);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_visible (GTK_WIDGET (self->override), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->record), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->entry),
                          event == STEADY_EVENT_NOTE ||
                              event == STEADY_EVENT_GOOD_CATCH);
  gtk_widget_set_visible (GTK_WIDGET (self->less), numbered);
  gtk_widget_set_visible (GTK_WIDGET (self->more), numbered);
  show_question (self);
  gtk_stack_set_visible_child_name (self->stack, "question");
  if (gtk_widget_get_visible (GTK_WIDGET (self->entry)))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->record));
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_seconds (QUESTION_S, on_timeout, self);
}

/* The solution of the plan in force, else the first of the site. */
static const SteadyClinicalSolution *
planned_solution (SteadyEventPad *self)
{
  struct json_object *plan = state_of (self)->config.plan, *id = NULL;

  if (plan != NULL && json_object_object_get_ex (plan, "cardioplegia_solution", &id) &&
      json_object_is_type (id, json_type_string))
    for (unsigned i = 0; steady_clinical_solution (i) != NULL; i++)
      if (g_str_equal (steady_clinical_solution (i)->id, json_object_get_string (id)))
        return steady_clinical_solution (i);
  return steady_clinical_solution (0);
}

static void
fill_dose (SteadyClinicalRecord *record, const char *unit)
{
  g_strlcpy (record->unit, unit, sizeof record->unit);
}

static SteadyClinicalRecord
begin_act (SteadyEventPad *self, double seconds)
{
  g_autofree char     *device = steady_site_settings_act_device ();
  SteadyClinicalRecord record =
      steady_clinical_sender_begin (&self->sender, STEADY_CLINICAL_SAMPLE, "", NAN);

  record.n_values = 1;
  record.values[0] = (SteadyClinicalValue){ .entered = seconds,
                                            .channel = STEADY_CHANNEL_ACT,
                                            .unit = "s" };
  g_strlcpy (record.device, device, sizeof record.device);
  return record;
}

/* The clinical record of what is asked. False: it is a mark and no record. */
static gboolean
make_record (SteadyEventPad *self, SteadyClinicalRecord *ret_record)
{
  const SteadyClinicalSolution *solution = planned_solution (self);
  const double                  value = self->value;

  self->sender.minutes_ago = self->minutes_ago;
  switch ((int) self->asked)
    {
    case STEADY_EVENT_CARDIOPLEGIA:
      if (solution == NULL || !(value > 0))
        return FALSE;
      *ret_record = steady_clinical_sender_begin (
          &self->sender, STEADY_CLINICAL_CARDIOPLEGIA, solution->id, value);
      ret_record->blood_parts = solution->blood_parts;
      ret_record->crystalloid_parts = solution->crystalloid_parts;
      g_strlcpy (ret_record->route, "antegrade", sizeof ret_record->route);
      return TRUE;
    case STEADY_EVENT_HEPARIN:
    case STEADY_EVENT_PROTAMINE:
      if (!(value > 0))
        return FALSE;
      *ret_record = steady_clinical_sender_begin (
          &self->sender,
          STEADY_CLINICAL_DOSE,
          self->asked == STEADY_EVENT_HEPARIN ? "heparin" : "protamine",
          value);
      fill_dose (ret_record, self->asked == STEADY_EVENT_HEPARIN ? "IU" : "mg");
      return TRUE;
    case STEADY_EVENT_GAS_SAMPLE:
      if (!(value > 0))
        return FALSE;
      *ret_record = begin_act (self, value);
      return TRUE;
    case STEADY_EVENT_VOLUME:
      if (!(value > 0) || steady_product (0) == NULL)
        return FALSE;
      *ret_record = steady_clinical_sender_begin (
          &self->sender, STEADY_CLINICAL_VOLUME, steady_product (0), value);
      return TRUE;
    case STEADY_EVENT_GOOD_CATCH:
      *ret_record = steady_clinical_sender_begin (
          &self->sender, STEADY_CLINICAL_GOOD_CATCH, "", NAN);
      g_strlcpy (ret_record->text,
                 gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                 sizeof ret_record->text);
      if (ret_record->text[0] == '\0')
        g_strlcpy (ret_record->text, _ ("Good catch"), sizeof ret_record->text);
      return TRUE;
    default:
      return FALSE;
    }
}

/*
 * Records what is asked: as a clinical record that can be amended where it is one and
 * somebody is signed in, else as a mark, so that nothing is lost.
 */
void
steady_event_pad_record (SteadyEventPad *self)
{
  const gboolean       named = state_of (self)->desk.desk.operator_name[0] != '\0';
  SteadyClinicalRecord record;

  if (self->asked == 0)
    return;
  if (named && make_record (self, &record))
    steady_clinical_sender_send (&self->sender, &record);
  else
    steady_console_link_mark_ago (
        self->link,
        self->asked == STEADY_EVENT_GOOD_CATCH ? STEADY_EVENT_NOTE : self->asked,
        isnan (self->value) ? 0 : self->value,
        gtk_editable_get_text (GTK_EDITABLE (self->entry)),
        60 * self->minutes_ago);
  close_question (self);
}

/* Now, one, two, five or ten minutes ago, and now again. */
static void
on_ago (SteadyEventPad *self)
{
  static const unsigned ages[] = { 0, 1, 2, 5, 10 };
  unsigned              next = 0;

  for (unsigned i = 0; i + 1 < G_N_ELEMENTS (ages); i++)
    if (self->minutes_ago == ages[i])
      next = ages[i + 1];
  self->minutes_ago = next;
  show_question (self);
}

static void
on_more_events (SteadyEventPad *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->sound_asked)
    {
      gtk_stack_set_visible_child_name (self->stack, "sound");
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "more");
  self->timeout = g_timeout_add_seconds (QUESTION_S, on_timeout, self);
}

static void
on_protamine (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_PROTAMINE);
}

static void
on_volume (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_VOLUME);
}

static void
on_baseline (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_CEREBRAL_BASELINE);
}

static void
on_good_catch (SteadyEventPad *self)
{
  steady_event_pad_choose (self, STEADY_EVENT_GOOD_CATCH);
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

/* The question about the sound stands behind "More marks" and never takes the place of
 * what is recorded before bypass. */
static void
show_sound_question (SteadyEventPad *self)
{
  const char *shown = gtk_stack_get_visible_child_name (self->stack);

  self->sound_asked = steady_sound_question_refresh (self->sound_question);
  say (self->more_events, self->sound_asked ? _ ("Sound test …") : _ ("More marks"));
  steady_look_class (GTK_WIDGET (self->more_events), "suggested", self->sound_asked);
  if (!self->sound_asked && g_strcmp0 (shown, "sound") == 0)
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
  show_sound_question (self);
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
  self->sender.link = link;
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
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, more_events);
  gtk_widget_class_bind_template_child_full (
      widget_class, "protamine", FALSE, G_STRUCT_OFFSET (SteadyEventPad, others[0]));
  gtk_widget_class_bind_template_child_full (
      widget_class, "volume", FALSE, G_STRUCT_OFFSET (SteadyEventPad, others[1]));
  gtk_widget_class_bind_template_child_full (
      widget_class, "baseline", FALSE, G_STRUCT_OFFSET (SteadyEventPad, others[2]));
  gtk_widget_class_bind_template_child_full (
      widget_class, "good_catch", FALSE, G_STRUCT_OFFSET (SteadyEventPad, others[3]));
  gtk_widget_class_bind_template_child_full (
      widget_class, "back", FALSE, G_STRUCT_OFFSET (SteadyEventPad, others[4]));
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
  gtk_widget_class_bind_template_child (widget_class, SteadyEventPad, ago);
  gtk_widget_class_bind_template_callback (widget_class, on_ago);
  gtk_widget_class_bind_template_callback (widget_class, on_more_events);
  gtk_widget_class_bind_template_callback (widget_class, on_protamine);
  gtk_widget_class_bind_template_callback (widget_class, on_volume);
  gtk_widget_class_bind_template_callback (widget_class, on_baseline);
  gtk_widget_class_bind_template_callback (widget_class, on_good_catch);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
steady_event_pad_finalize (GObject *object)
{
  steady_clinical_sender_finish (&STEADY_EVENT_PAD (object)->sender);
  G_OBJECT_CLASS (steady_event_pad_parent_class)->finalize (object);
}

static void
steady_event_pad_class_init (SteadyEventPadClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_event_pad_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_event_pad_finalize;
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
  steady_clinical_sender_init (&self->sender);
  gtk_widget_init_template (GTK_WIDGET (self));
  GtkButton *const pad[] = { self->bypass,  self->clamp, self->plegia,
                             self->heparin, self->gas,   self->note };
  for (unsigned i = 0; i < G_N_ELEMENTS (pad); i++)
    wrap_label (pad[i]);
  wrap_label (self->more_events);
  for (unsigned i = 0; i < G_N_ELEMENTS (self->others); i++)
    wrap_label (self->others[i]);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Events"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text of the note"),
                                  -1);
}
