/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-alarms-panel.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-detail.h"
#include "console/steady-alarm-log.h"
#include "console/steady-alarm-table-words.h"
#include "console/steady-arming-view.h"
#include "console/steady-limits-view.h"
#include "console/steady-operator-view.h"
#include "console/steady-sound-view.h"
#include "console/steady-template.h"
#include "console/steady-wires-view.h"
#include "widgets/steady-history.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

/* The file is asked this often while the log is shown. */
#define PERIOD (2 * STEADY_NSEC_PER_SEC)

enum
{
  ACT_SEEN,
  ACT_RESET
};

/* What stands behind the buttons, and the reader of the case. */
struct _SteadyAlarmsPanel
{
  GtkWidget           parent_instance;
  GtkWidget          *box;
  GtkToggleButton    *show_present;
  GtkToggleButton    *show_log;
  GtkToggleButton    *show_arming;
  GtkToggleButton    *show_limits;
  GtkToggleButton    *show_wires;
  GtkToggleButton    *show_sound;
  GtkToggleButton    *show_operator;
  GtkStack           *stack;
  SteadyWordTable    *present;
  SteadyAlarmLog     *log;
  SteadyArmingView   *arming;
  SteadyWiresView    *wires;
  SteadyLimitsView   *limits;
  SteadySoundView    *sound;
  SteadyOperatorView *people;
  SteadyAlarmDetail  *detail;
  SteadyConsoleLink  *link;
  SteadyHistory      *history;
  gboolean            open; /* the reader was told which file */
  SteadyInstant       asked_at;
  SteadyInstant       asked_to; /* engine time */
};

G_DEFINE_FINAL_TYPE (SteadyAlarmsPanel, steady_alarms_panel, GTK_TYPE_WIDGET)

static void
on_act (SteadyAlarmsPanel *self, const char *id, unsigned act)
{
  steady_console_link_alarm (self->link,
                             act == ACT_SEEN ? STEADY_ALARM_REQUEST_ACKNOWLEDGE
                                             : STEADY_ALARM_REQUEST_RESET,
                             id);
}

static void
refresh_present (SteadyAlarmsPanel *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const SteadyInstant       now = steady_console_state_now (state, real_now);
  steady_word_table_set_empty (self->present,
                               state->silent ? _ ("Nothing is heard from the engine.")
                                             : _ ("No alarms"));
  steady_word_table_begin (self->present);
  for (unsigned i = 0; i < state->n_present; i++)
    {
      const SteadyAlarmRecord *record = &state->present[i];
      char                     since[64] = "";
      if (record->since != STEADY_INSTANT_NEVER)
        steady_words_age (now - record->since, since, sizeof since);
      SteadyWordRow row = {
        .key = record->id,
        .cells = { g_strdup (steady_words_priority_mark (record->priority)),
                   g_strdup (steady_alarm_table_title (state, record->id)),
                   g_strdup (since),
                   steady_alarm_table_value (record),
                   g_strdup (steady_alarm_table_state (record)) },
        .priority = record->priority,
        .strong = record->state != STEADY_ALARM_ACKNOWLEDGED,
        .acts = (record->state == STEADY_ALARM_ACTIVE ? 1U << ACT_SEEN : 0) |
                (record->state == STEADY_ALARM_LATCHED ? 1U << ACT_RESET : 0),
      };
      if (state->silent)
        row.acts = 0;
      steady_word_table_put (self->present, &row);
      steady_word_row_clear (&row);
    }
  steady_word_table_end (self->present);
}

static void
on_answer (SteadyHistoryAnswer *answer, void *data)
{
  SteadyAlarmsPanel *self = data;
  /* the link is gone with the window, even where somebody still holds the panel */
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    steady_alarm_log_show (self->log, steady_console_link_state (self->link), answer);
  steady_history_answer_free (answer);
}

static void
refresh_log (SteadyAlarmsPanel *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const SteadyInstant       now = steady_console_state_now (state, real_now);
  SteadyHistoryQuestion     question = { .case_start = state->config.case_start,
                                         .now = now };
  if (!state->config.valid)
    return;
  steady_alarm_log_set_empty (self->log,
                              state->config.case_file == NULL
                                  ? _ ("No case is kept, so there is no log.")
                                  : _ ("Nothing has happened in this case."));
  if (!self->open)
    {
      steady_history_open (self->history, state->config.case_file);
      self->open = TRUE;
      self->asked_at = 0;
    }
  if (self->asked_at != 0 &&
      (real_now - self->asked_at < PERIOD || now == self->asked_to || state->silent))
    return;
  self->asked_at = real_now;
  self->asked_to = now;
  steady_history_ask (self->history, &question);
}

/* The last button names who is signed in. */
static void
name_operator (SteadyAlarmsPanel *self)
{
  const char *name = steady_console_link_state (self->link)->desk.desk.operator_name;
  const char *label = name[0] != '\0' ? name : _ ("Sign in");
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->show_operator)), label) != 0)
    gtk_button_set_label (GTK_BUTTON (self->show_operator), label);
  gtk_label_set_ellipsize (
      GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->show_operator))),
      PANGO_ELLIPSIZE_END);
}

/* Shows what is true now of what can be seen. */
void
steady_alarms_panel_refresh (SteadyAlarmsPanel *self, SteadyInstant real_now)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  name_operator (self);
  if (shown == GTK_WIDGET (self->present))
    refresh_present (self, real_now);
  else if (shown == GTK_WIDGET (self->log))
    refresh_log (self, real_now);
  else if (shown == GTK_WIDGET (self->arming))
    steady_arming_view_refresh (self->arming);
  else if (shown == GTK_WIDGET (self->limits))
    steady_limits_view_refresh (self->limits, real_now);
  else if (shown == GTK_WIDGET (self->wires))
    steady_wires_view_refresh (self->wires, real_now);
  else if (shown == GTK_WIDGET (self->sound))
    steady_sound_view_refresh (self->sound, real_now);
  else if (shown == GTK_WIDGET (self->detail))
    steady_alarm_detail_refresh (self->detail, real_now);
  else
    steady_operator_view_refresh (self->people, real_now);
}

/* A WELCOME has come: another case, or the same one again. */
void
steady_alarms_panel_open (SteadyAlarmsPanel *self)
{
  self->open = FALSE;
}

/* What stands behind the button that is down. */
static GtkWidget *
chosen (SteadyAlarmsPanel *self)
{
  const struct
  {
    GtkToggleButton *button;
    gpointer         view;
  } all[] = {
    { self->show_log, self->log },       { self->show_limits, self->limits },
    { self->show_arming, self->arming }, { self->show_wires, self->wires },
    { self->show_sound, self->sound },   { self->show_operator, self->people },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (gtk_toggle_button_get_active (all[i].button))
      return GTK_WIDGET (all[i].view);
  return GTK_WIDGET (self->present);
}

static void
on_tab (SteadyAlarmsPanel *self)
{
  gtk_stack_set_visible_child (self->stack, chosen (self));
  self->asked_at = 0;
  if (self->link != NULL)
    steady_alarms_panel_refresh (self, steady_clock_now ());
}

/* Shows one present alarm in full. */
void
steady_alarms_panel_show_alarm (SteadyAlarmsPanel *self, const char *id)
{
  gtk_toggle_button_set_active (self->show_present, TRUE);
  steady_alarm_detail_show (self->detail, id);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->detail));
}

/* Brings up what the button called @name shows: "limits". False: there is none such. */
gboolean
steady_alarms_panel_show_tab (SteadyAlarmsPanel *self, const char *name)
{
  const struct
  {
    const char      *name;
    GtkToggleButton *button;
  } all[] = {
    { "present", self->show_present },
    { "log", self->show_log },
    { "limits", self->show_limits },
    { "arming", self->show_arming },
    { "wires", self->show_wires },
    { "sound", self->show_sound },
    { "people", self->show_operator },
    { "arming-phases", self->show_arming },
    { "arming-unprotected", self->show_arming },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (all[i].name, name) == 0)
      {
        gtk_toggle_button_set_active (all[i].button, TRUE);
        if (g_str_has_prefix (name, "arming-"))
          steady_arming_view_show_part (self->arming, name + strlen ("arming-"));
        return TRUE;
      }
  return FALSE;
}

/* Shows the names that can sign in. */
void
steady_alarms_panel_show_people (SteadyAlarmsPanel *self)
{
  gtk_toggle_button_set_active (self->show_operator, TRUE);
}

/* Binds the panel to @link, which must outlive it; once. */
void
steady_alarms_panel_start (SteadyAlarmsPanel *self, SteadyConsoleLink *link)
{
  g_return_if_fail (self->link == NULL);
  self->link = link;
  steady_wires_view_bind (self->wires, link);
  steady_arming_view_bind (self->arming, link);
  steady_limits_view_bind (self->limits, link);
  steady_sound_view_bind (self->sound, link);
  steady_operator_view_bind (self->people, link);
  steady_alarm_detail_bind (self->detail, link);
  self->history = steady_history_new (on_answer, self);
}

static SteadyWordTable *
add_table (SteadyAlarmsPanel      *self,
           const char             *name,
           const SteadyWordColumn *columns,
           unsigned                count)
{
  GtkWidget *table = steady_word_table_new (name, columns, count);
  gtk_stack_add_child (self->stack, table);
  return STEADY_WORD_TABLE (table);
}

static void
make_tables (SteadyAlarmsPanel *self)
{
  const SteadyWordColumn present[] = {
    { "", 44 },           { _ ("Alarm"), 0 },   { _ ("since"), 90 },
    { _ ("Value"), 170 }, { _ ("State"), 150 },
  };
  self->present =
      add_table (self, _ ("Present alarms"), present, G_N_ELEMENTS (present));
  self->log = STEADY_ALARM_LOG (steady_alarm_log_new ());
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->log));
  steady_word_table_add_act (self->present, _ ("Seen"));
  steady_word_table_add_act (self->present, _ ("Reset"));
  g_signal_connect_object (
      self->present, "act", G_CALLBACK (on_act), self, G_CONNECT_SWAPPED);
  steady_word_table_choose (self->present);
  g_signal_connect_object (self->present,
                           "chosen",
                           G_CALLBACK (steady_alarms_panel_show_alarm),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
make_views (SteadyAlarmsPanel *self)
{
  self->arming = STEADY_ARMING_VIEW (steady_arming_view_new ());
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->arming));
  self->limits = STEADY_LIMITS_VIEW (steady_limits_view_new ());
  self->wires = STEADY_WIRES_VIEW (steady_wires_view_new ());
  self->sound = STEADY_SOUND_VIEW (steady_sound_view_new ());
  self->people = STEADY_OPERATOR_VIEW (steady_operator_view_new ());
  self->detail = STEADY_ALARM_DETAIL (steady_alarm_detail_new ());
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->limits));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->wires));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->sound));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->people));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->detail));
  g_signal_connect_object (
      self->detail, "back", G_CALLBACK (on_tab), self, G_CONNECT_SWAPPED);
}

static void
steady_alarms_panel_dispose (GObject *object)
{
  SteadyAlarmsPanel *self = STEADY_ALARMS_PANEL (object);
  g_clear_pointer (&self->history, steady_history_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_alarms_panel_parent_class)->dispose (object);
}

static void
steady_alarms_panel_class_init (SteadyAlarmsPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_alarms_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-alarms-panel"));
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, show_present);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, show_log);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, show_arming);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, show_limits);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, show_wires);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, show_sound);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, show_operator);
  gtk_widget_class_bind_template_child (widget_class, SteadyAlarmsPanel, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_tab);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "panel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_alarms_panel_init (SteadyAlarmsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_tables (self);
  make_views (self);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Alarms page"), -1);
}
