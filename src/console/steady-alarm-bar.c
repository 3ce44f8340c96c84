/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-alarm-bar.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-words.h"
#include "console/steady-checklist-book.h"
#include "console/steady-template.h"
#include "measure/steady-reason-text.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* Somebody who pages through the list is taken back to the worst after this. */
#define PAGE_TIME (15 * STEADY_NSEC_PER_SEC)
/* An alarm is read this long before a tap is meant for it [GK]. */
#define SETTLE_TIME (400 * STEADY_NSEC_PER_MSEC)

/* Letters of a sentence that can still be read on a small screen. */
#define LONGEST_WHAT 110

/* The bar at the top that nothing ever covers. */
struct _SteadyAlarmBar
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkStack          *stack;
  SteadyFitText     *mark;
  SteadyFitText     *title;
  SteadyFitText     *since;
  SteadyFitText     *what;
  SteadyFitText     *first;
  SteadyFitText     *did;
  SteadyFitText     *quiet;
  GtkStack          *body;
  GtkButton         *resume_true;
  GtkButton         *resume_false;
  SteadyFitText     *silence_since;
  SteadyFitText     *silence_title;
  SteadyFitText     *silence_words;
  SteadyFitText     *page;
  SteadyFitText     *disarmed;
  SteadyFitText     *simulated;
  GtkButton         *previous;
  GtkButton         *next;
  GtkButton         *pause;
  GtkButton         *card;
  GtkButton         *acknowledge;
  GtkButton         *reset;
  SteadyConsoleLink *link;
  unsigned           shown;                          /* index into the present alarms */
  char               shown_id[STEADY_ALARM_ID_SIZE]; /* of the alarm that is read now */
  SteadyInstant      shown_at; /* real time since which it is seen; NEVER: not yet */
  SteadyInstant      paged_at; /* real time of the last turn; 0: none */
  gboolean           small;    /* little room for words */
  uint32_t           episode;  /* of the sound when last looked */
};

static guint details_signal;

G_DEFINE_FINAL_TYPE (SteadyAlarmBar, steady_alarm_bar, GTK_TYPE_WIDGET)

static SteadyConsoleState *
state_of (SteadyAlarmBar *self)
{
  return steady_console_link_state (self->link);
}

static void
turn (SteadyAlarmBar *self, int by)
{
  const unsigned count = state_of (self)->n_present;
  if (count == 0)
    return;
  self->shown = (self->shown + count + (unsigned) by) % count;
  self->paged_at = steady_clock_now ();
  steady_alarm_bar_refresh (self, self->paged_at);
}

static void
on_previous (SteadyAlarmBar *self)
{
  turn (self, -1);
}

static void
on_next (SteadyAlarmBar *self)
{
  turn (self, 1);
}

static void
on_pause (SteadyAlarmBar *self)
{
  const gboolean paused =
      steady_console_state_pause_left (state_of (self), steady_clock_now ()) > 0;
  steady_console_link_alarm (self->link,
                             paused ? STEADY_ALARM_REQUEST_END_PAUSE
                                    : STEADY_ALARM_REQUEST_PAUSE,
                             NULL);
}

/* Whether what stands there was seen for long enough to be meant. */
static bool
was_read (const SteadyAlarmBar *self)
{
  return self->shown_id[0] != '\0' && self->shown_at != STEADY_INSTANT_NEVER &&
         steady_clock_now () - self->shown_at >= SETTLE_TIME;
}

/* A tap that was on its way when another alarm took the place was not meant for that
 * one. */
static void
ask_about_shown (SteadyAlarmBar *self, SteadyAlarmRequestKind kind)
{
  if (was_read (self))
    steady_console_link_alarm (self->link, kind, self->shown_id);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  STEADY_ALARM_BAR (widget)->shown_at = steady_clock_now ();
  return G_SOURCE_REMOVE;
}

/* It is seen from the frame on that draws it: a console that stands still in between,
 * on a machine that has no time for it, shows the alarm before to the finger. */
static void
note_shown (SteadyAlarmBar *self, const char *id)
{
  if (strncmp (self->shown_id, id, sizeof self->shown_id) == 0)
    return;
  g_strlcpy (self->shown_id, id, sizeof self->shown_id);
  if (self->shown_at != STEADY_INSTANT_NEVER)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  self->shown_at = STEADY_INSTANT_NEVER;
}

/* What to do, step by step, one tap from the alarm (safety rulings, 25). */
static void
on_card (SteadyAlarmBar *self)
{
  if (self->shown_id[0] != '\0')
    gtk_widget_activate_action (
        GTK_WIDGET (self), "win.crisis-card", "s", self->shown_id);
}

static void
on_acknowledge (SteadyAlarmBar *self)
{
  ask_about_shown (self, STEADY_ALARM_REQUEST_ACKNOWLEDGE);
}

static void
on_reset (SteadyAlarmBar *self)
{
  ask_about_shown (self, STEADY_ALARM_REQUEST_RESET);
}

/* "Inspected, resume": one tap, which also says whether there was air. */
static void
resume (SteadyAlarmBar *self, double was_true)
{
  SteadySettingRequest request = { .kind = STEADY_SETTING_RESUME, .value = was_true };
  if (!was_read (self))
    return;
  g_strlcpy (request.rule, self->shown_id, sizeof request.rule);
  steady_console_link_setting (self->link, &request);
}

static void
on_resume_true (SteadyAlarmBar *self)
{
  resume (self, 1);
}

static void
on_resume_false (SteadyAlarmBar *self)
{
  resume (self, 0);
}

static void
on_tapped (SteadyAlarmBar *self)
{
  if (self->shown_id[0] != '\0')
    g_signal_emit (self, details_signal, 0, self->shown_id);
}

/* Whether one tap may take the pump back to its former flow: the alarm stopped it, it
 * is over, its sensor reads clear, and there is a flow to go back to. */
static gboolean
can_resume (const SteadyConsoleState *state, const SteadyAlarmRecord *record)
{
  const SteadyAlarmText *text =
      steady_console_config_alarm (&state->config, record->id);
  return text != NULL && record->state == STEADY_ALARM_LATCHED && !record->condition &&
         (text->wires & (UINT32_C (1) << STEADY_CONTROL_PUMP_STOP)) != 0 &&
         state->desk.desk.former_flow > 0 && state->config.in_control &&
         state->config.controls[STEADY_CONTROL_PUMP_START].present &&
         state->config.mode != STEADY_MODE_REVIEW;
}

static void
say_on (GtkButton *button, const char *format, double flow)
{
  char             number[32];
  g_autofree char *label = NULL;
  steady_words_number (flow, flow < 1 ? 3 : 2, number, sizeof number);
  label = g_strdup_printf (format, number);
  if (g_strcmp0 (gtk_button_get_label (button), label) == 0)
    return;
  gtk_button_set_label (button, label);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (button)), TRUE);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (button)), GTK_JUSTIFY_CENTER);
}

static void
show_resume (SteadyAlarmBar           *self,
             const SteadyConsoleState *state,
             const SteadyAlarmRecord  *record)
{
  const gboolean can = can_resume (state, record);
  if (can)
    {
      say_on (self->resume_true,
              _ ("Inspected, cause removed: back to %s L/min"),
              state->desk.desk.former_flow);
      say_on (self->resume_false,
              _ ("Inspected, false alarm: back to %s L/min"),
              state->desk.desk.former_flow);
    }
  gtk_stack_set_visible_child_name (self->body, can ? "resume" : "words");
}

/* A new onset, or nobody turning pages any more, brings the worst alarm back. */
static void
choose_shown (SteadyAlarmBar *self, const SteadyConsoleState *state, SteadyInstant now)
{
  if (self->shown >= state->n_present || state->sound.episode != self->episode ||
      now - self->paged_at > PAGE_TIME)
    self->shown = 0;
  self->episode = state->sound.episode;
}

static const char *
say_state (const SteadyAlarmRecord *record)
{
  switch ((SteadyAlarmState) record->state)
    {
    case STEADY_ALARM_ACKNOWLEDGED:
      return _ ("seen");
    case STEADY_ALARM_LATCHED:
      return _ ("over, not reset");
    case STEADY_ALARM_ACTIVE:
    case STEADY_ALARM_PENDING:
    case STEADY_ALARM_INACTIVE:
    default:
      return "";
    }
}

/* On a small screen a long sentence stands without value and limit, which the tile and
 * the alarm in full show. */
static const char *
what_that_fits (SteadyAlarmBar           *self,
                const SteadyConsoleState *state,
                const SteadyAlarmRecord  *record,
                const SteadyAlarmWords   *words)
{
  const SteadyAlarmText *text =
      steady_console_config_alarm (&state->config, record->id);
  if (!self->small || text == NULL || text->what == NULL ||
      g_utf8_strlen (words->what, -1) <= LONGEST_WHAT)
    return words->what;
  return _ (text->what);
}

static void
show_alarm (SteadyAlarmBar           *self,
            const SteadyConsoleState *state,
            SteadyInstant             real_now)
{
  const SteadyAlarmRecord *record = &state->present[self->shown];
  const char              *over = say_state (record);
  SteadyAlarmWords         words;
  char                     text[400];

  steady_alarm_words_make (state, record, real_now, &words);
  const char *about = words.bubble[0] != '\0' ? words.bubble : words.devices;
  show_resume (self, state, record);
  steady_fit_text_set_text (self->mark, steady_words_priority_mark (record->priority));
  g_snprintf (text,
              sizeof text,
              "%s%s%s%s",
              record->first_out && state->n_present > 1 ? _ ("1st · ") : "",
              words.title,
              about[0] != '\0' ? " · " : "",
              about);
  steady_fit_text_set_text (self->title, text);
  g_snprintf (text,
              sizeof text,
              _ ("since %s%s%s"),
              words.since,
              over[0] != '\0' ? " · " : "",
              over);
  steady_fit_text_set_text (self->since, text);
  steady_fit_text_set_text (self->what, what_that_fits (self, state, record, &words));
  g_snprintf (text, sizeof text, _ ("First: %s"), words.first);
  steady_fit_text_set_text (self->first, text);
  g_snprintf (text, sizeof text, _ ("Steady did: %s."), words.did);
  steady_fit_text_set_text (self->did, text);
  gtk_widget_set_sensitive (
      GTK_WIDGET (self->card),
      steady_checklist_card_of (steady_checklist_book_all (), record->id) != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->acknowledge),
                            record->state == STEADY_ALARM_ACTIVE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset),
                            record->state == STEADY_ALARM_LATCHED);
  steady_look_class (
      GTK_WIDGET (self), "calm", record->state == STEADY_ALARM_ACKNOWLEDGED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  steady_words_priority (record->priority),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words.title,
                                  -1);
}

static void
show_quiet (SteadyAlarmBar *self, const SteadyConsoleState *state)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->card), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->acknowledge), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), FALSE);
  steady_fit_text_set_text (self->quiet,
                            state->config.valid ? _ ("No alarms")
                                                : _ ("Waiting for the engine"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  steady_words_priority (STEADY_PRIORITY_NONE),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  "",
                                  -1);
}

static void
show_silence (SteadyAlarmBar           *self,
              const SteadyConsoleState *state,
              SteadyInstant             real_now)
{
  char age[32], text[200];
  steady_words_age (real_now - state->last_heard, age, sizeof age);
  g_autofree char *why = steady_reason_text (state->refusal);
  if (why[0] != '\0')
    g_strlcpy (text, why, sizeof text);
  else
    g_snprintf (text, sizeof text, _ ("Nothing heard for %s, connecting again."), age);
  steady_fit_text_set_text (self->silence_since, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->card), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->acknowledge), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  steady_fit_text_get_text (self->silence_title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  steady_fit_text_get_text (self->silence_words),
                                  -1);
}

static void
show_page (SteadyAlarmBar *self, const SteadyConsoleState *state)
{
  char text[64] = "";
  if (state->n_present > 0)
    g_snprintf (text, sizeof text, _ ("%u of %u"), self->shown + 1, state->n_present);
  steady_fit_text_set_text (self->page, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->previous), state->n_present > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), state->n_present > 1);
}

static void
show_pause (SteadyAlarmBar           *self,
            const SteadyConsoleState *state,
            SteadyInstant             real_now)
{
  const double     left = steady_console_state_pause_left (state, real_now);
  const int        seconds = (int) ceil (left);
  g_autofree char *label =
      left > 0 ? g_strdup_printf (_ ("Sound off\n%d:%02d"), seconds / 60, seconds % 60)
               : g_strdup (_ ("Pause\nsound"));
  if (g_strcmp0 (gtk_button_get_label (self->pause), label) != 0)
    {
      gtk_button_set_label (self->pause, label);
      gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (self->pause)),
                             GTK_JUSTIFY_CENTER);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->pause),
                            !state->silent && (left > 0 || state->n_present > 0));
  steady_look_class (GTK_WIDGET (self->pause), "paused", left > 0);
}

/* What stands above the acts: an override with its countdown before anything else, then
 * a sound that fails, then what the phase disarms. */
static void
show_disarmed (SteadyAlarmBar           *self,
               const SteadyConsoleState *state,
               SteadyInstant             real_now)
{
  const unsigned count = steady_console_state_disarmed (state);
  const double   left = steady_console_state_override_left (state, real_now);
  const gboolean deaf = state->has_heartbeat && !state->silent &&
                        state->heartbeat.sounder == STEADY_LINK_LOST;
  g_autofree char *flags = steady_words_support_flags (state->heartbeat.support_flags);
  char             text[160] = "";
  if (left > 0 && !state->silent)
    g_snprintf (text,
                sizeof text,
                _ ("NOTHING STOPS %d:%02d"),
                (int) ceil (left) / 60,
                (int) ceil (left) % 60);
  else if (deaf)
    g_strlcpy (text, _ ("SOUND FAILED"), sizeof text);
  else if (count > 0)
    g_snprintf (text,
                sizeof text,
                _ ("%u disarmed: %s"),
                count,
                flags[0] != '\0'
                    ? flags
                    : steady_words_support_mode (state->heartbeat.support_mode));
  steady_fit_text_set_text (self->disarmed, text);
  const gboolean loud = left > 0 || deaf;
  if (gtk_widget_has_css_class (GTK_WIDGET (self->disarmed), "bad") != loud)
    g_object_set (self->disarmed, "xalign", loud ? 0.5f : 0.0f, NULL);
  steady_look_class (GTK_WIDGET (self->disarmed), "bad", loud);
}

/* Shows what is true now. */
void
steady_alarm_bar_refresh (SteadyAlarmBar *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  SteadyPriority            worst = STEADY_PRIORITY_NONE;

  choose_shown (self, state, real_now);
  steady_look_class (GTK_WIDGET (self), "calm", FALSE);
  if (state->silent)
    {
      worst = STEADY_PRIORITY_HIGH;
      show_silence (self, state, real_now);
    }
  else if (state->n_present > 0)
    {
      worst = state->present[self->shown].priority;
      note_shown (self, state->present[self->shown].id);
      show_alarm (self, state, real_now);
    }
  else
    {
      note_shown (self, "");
      show_quiet (self, state);
    }
  gtk_stack_set_visible_child_name (self->stack,
                                    state->silent          ? "silence"
                                    : state->n_present > 0 ? "alarm"
                                                           : "quiet");
  steady_look_alarm (GTK_WIDGET (self), worst);
  show_page (self, state);
  show_pause (self, state, real_now);
  show_disarmed (self, state, real_now);
  steady_fit_text_set_text (self->simulated,
                            !state->config.valid                       ? ""
                            : state->config.mode == STEADY_MODE_REVIEW ? _ ("REPLAY")
                            : state->config.simulated                  ? _ ("SIMULATED")
                                                                       : _ ("LIVE"));
  steady_look_class (
      GTK_WIDGET (self->simulated), "mark-simulated", state->config.simulated);
}

/* @tall: the acts stand below the words; @lines: of the first action. */
void
steady_alarm_bar_set_shape (SteadyAlarmBar *self, gboolean tall, int lines)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  tall ? GTK_ORIENTATION_VERTICAL
                                       : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (self->box), tall ? 4 : 16);
  self->small = !tall && lines > 1;
  g_object_set (self->first, "lines", lines, NULL);
}

/* Tells which link the requests go to. */
void
steady_alarm_bar_bind (SteadyAlarmBar *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_alarm_bar_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_ALARM_BAR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_alarm_bar_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-alarm-bar"));
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, stack);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, mark);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, since);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, what);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, first);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, did);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, quiet);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, body);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, resume_true);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, resume_false);
  gtk_widget_class_bind_template_callback (widget_class, on_resume_true);
  gtk_widget_class_bind_template_callback (widget_class, on_resume_false);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, silence_since);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, silence_title);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, silence_words);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, page);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, disarmed);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, simulated);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, previous);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, next);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, pause);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, card);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, acknowledge);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmBar, reset);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_card);
  gtk_widget_class_bind_template_callback (widget_class, on_acknowledge);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

static void
steady_alarm_bar_class_init (SteadyAlarmBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_alarm_bar_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  details_signal = g_signal_new ("details",
                                 STEADY_TYPE_ALARM_BAR,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_STRING);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "alarmbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
steady_alarm_bar_init (SteadyAlarmBar *self)
{
  GtkGesture *tap = gtk_gesture_click_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (
      tap, "released", G_CALLBACK (on_tapped), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (tap));
}
