/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-alarm-log.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-setting-words.h"
#include "measure/steady-event-text.h"
#include "measure/steady-limit-text.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

/* Figures, filter and table; the last answer is kept so that another filter needs no
 * disk. */
struct _SteadyAlarmLog
{
  GtkWidget                 parent_instance;
  SteadyFitText            *figures;
  GtkToggleButton          *all;
  GtkToggleButton          *high;
  GtkToggleButton          *acts;
  SteadyWordTable          *table;
  const SteadyConsoleState *state;
  SteadyHistoryAnswer       answer; /* its pointers are not kept */
};

G_DEFINE_FINAL_TYPE (SteadyAlarmLog, steady_alarm_log, GTK_TYPE_WIDGET)

/* What is said where there is no row. */
void
steady_alarm_log_set_empty (SteadyAlarmLog *self, const char *text)
{
  steady_word_table_set_empty (self->table, text);
}

/* The phase at @t, by the last change before it. Where it never changed it is that of
 * now; before the first change that is kept it is not known, which is "". */
static const char *
phase_at (const SteadyAlarmLog *self, SteadyInstant t)
{
  const SteadyHistoryAnswer *answer = &self->answer;
  bool                       changed = answer->n_acts == STEADY_HISTORY_ACTS;
  for (unsigned i = 0; i < answer->n_acts; i++)
    changed = changed || answer->acts[i].event == STEADY_EVENT_MODE;
  const char *phase =
      changed || !self->state->has_heartbeat
          ? ""
          : steady_words_support_mode (self->state->heartbeat.support_mode);
  for (unsigned i = 0; i < answer->n_acts && answer->acts[i].t <= t; i++)
    if (answer->acts[i].event == STEADY_EVENT_MODE)
      phase = steady_words_support_mode ((uint32_t) lround (answer->acts[i].value));
  return phase;
}

static void
put_alarm (SteadyAlarmLog *self, const SteadyAlarmRecord *record)
{
  char key[96], when[32];
  g_snprintf (key,
              sizeof key,
              "%" G_GINT64_FORMAT " %s %u",
              record->t,
              record->id,
              record->state);
  steady_words_span (record->t - self->state->config.case_start, when, sizeof when);
  SteadyWordRow row = {
    .key = key,
    .cells = { g_strdup (steady_words_priority_mark (record->priority)),
               g_strdup (when),
               g_strdup (steady_alarm_table_title (self->state, record->id)),
               g_strdup (steady_alarm_table_change (record)),
               steady_alarm_table_value (record),
               g_strdup (phase_at (self, record->t)) },
  };
  steady_word_table_put (self->table, &row);
  steady_word_row_clear (&row);
}

/* "map-low was 35 by Anna" is about map-low, by Anna: the new limit, and the old one.
 */
static char *
limit_words (SteadyAlarmLog *self, const SteadyCaseEvent *act, const char **ret_who)
{
  SteadyLimitText        said;
  const SteadyAlarmText *text = NULL;
  char                   now[48], before[48];

  if (act->event != STEADY_EVENT_LIMIT || !isfinite (act->value) ||
      !steady_limit_text_read (act->text, &said))
    return g_strdup ("");
  text = steady_console_config_alarm (&self->state->config, said.rule);
  *ret_who = said.who;
  if (text == NULL)
    return g_strdup ("");
  steady_setting_words_limit (text, act->value, now, sizeof now);
  steady_setting_words_limit (text, said.before, before, sizeof before);
  return g_strdup_printf (_ ("%s, was %s"), now, before);
}

static const char *
alarm_title (const void *data, const char *rule)
{
  const SteadyAlarmText *text =
      steady_console_config_alarm (&((const SteadyConsoleState *) data)->config, rule);
  return text != NULL ? text->title : NULL;
}

/* What was done to which alarm by whom, in three cells where an alarm was seen, reset
 * or given another limit, and in one sentence otherwise. */
static void
say_act (SteadyAlarmLog        *self,
         const SteadyCaseEvent *act,
         char                 **ret_subject,
         char                 **ret_value)
{
  const SteadyEventLore lore = { .data = self->state,
                                 .start = self->state->config.case_start,
                                 .alarm = alarm_title };
  const SteadyEventTold told = {
    .t = act->t, .value = act->value, .text = act->text, .event = act->event
  };
  g_auto (GStrv) words = g_strsplit (act->text, " ", 2);
  const char    *id = words[0] != NULL ? words[0] : "";
  const char    *by = g_strrstr (act->text, " by ");
  const char    *who = by != NULL ? by + strlen (" by ") : NULL;
  const gboolean cells =
      (act->event == STEADY_EVENT_ALARM_ACT || act->event == STEADY_EVENT_LIMIT) &&
      steady_console_config_alarm (&self->state->config, id) != NULL;

  if (!cells)
    {
      *ret_subject = steady_event_text_detail (&lore, &told);
      *ret_value = g_strdup ("");
      return;
    }
  g_autofree char *value = limit_words (self, act, &who);
  *ret_subject = g_strdup (steady_alarm_table_title (self->state, id));
  *ret_value = g_strdup_printf ("%s%s%s",
                                value,
                                value[0] != '\0' && who != NULL ? " · " : "",
                                who != NULL ? _ (who) : "");
}

static void
put_act (SteadyAlarmLog *self, const SteadyCaseEvent *act)
{
  char  key[96], when[32];
  char *subject, *value;

  say_act (self, act, &subject, &value);
  g_snprintf (key, sizeof key, "act %" G_GINT64_FORMAT, act->id);
  steady_words_span (act->t - self->state->config.case_start, when, sizeof when);
  SteadyWordRow row = {
    .key = key,
    .cells = { g_strdup (""),
               g_strdup (when),
               subject,
               g_strdup (act->event == STEADY_EVENT_ALARM_ACT
                             ? (lround (act->value) == STEADY_ALARM_REQUEST_RESET
                                    ? _ ("reset")
                                    : _ ("seen"))
                             : steady_words_event (act->event)),
               value,
               g_strdup (phase_at (self, act->t)) },
  };
  steady_word_table_put (self->table, &row);
  steady_word_row_clear (&row);
}

static gboolean
shows_alarm (SteadyAlarmLog *self, const SteadyAlarmRecord *record)
{
  if (gtk_toggle_button_get_active (self->acts))
    return FALSE;
  return !gtk_toggle_button_get_active (self->high) ||
         record->priority == STEADY_PRIORITY_HIGH;
}

static void
fill (SteadyAlarmLog *self)
{
  unsigned alarm = self->answer.n_log, act = self->answer.n_acts;
  if (self->state == NULL)
    return;
  steady_word_table_begin (self->table);
  while (alarm > 0 || act > 0)
    if (act == 0 ||
        (alarm > 0 && self->answer.log[alarm - 1].t > self->answer.acts[act - 1].t))
      {
        if (shows_alarm (self, &self->answer.log[--alarm]))
          put_alarm (self, &self->answer.log[alarm]);
      }
    else if (!gtk_toggle_button_get_active (self->high))
      put_act (self, &self->answer.acts[--act]);
    else
      act--;
  steady_word_table_end (self->table);
}

static void
say_figures (SteadyAlarmLog *self)
{
  const SteadyAlarmMetrics *metrics = &self->answer.metrics;
  const double              rate = steady_alarm_metrics_per_hour (metrics);
  const double              share = steady_alarm_metrics_acted_share (metrics);
  unsigned                  worst[2];
  char                      paused[32];
  g_autoptr (GString) text = g_string_new (NULL);
  /* where nothing is kept nothing can be counted */
  if (self->state->config.case_file == NULL)
    {
      steady_fit_text_set_text (self->figures, "");
      return;
    }
  if (!isfinite (rate) || !isfinite (share))
    {
      steady_fit_text_set_text (self->figures, _ ("No alarms so far."));
      return;
    }
  steady_words_span (steady_alarm_metrics_paused (metrics), paused, sizeof paused);
  g_string_append_printf (text,
                          _ ("%u alarms, %.1f an hour; acted on within 60 s: %.0f %%; "
                             "sound paused %s."),
                          metrics->onsets,
                          rate,
                          share * 100,
                          paused);
  const unsigned n = steady_alarm_metrics_worst (metrics, worst, G_N_ELEMENTS (worst));
  for (unsigned i = 0; i < n; i++)
    g_string_append_printf (
        text,
        "%s%s (%u)",
        i == 0 ? _ (" Most often for nothing: ") : ", ",
        steady_alarm_table_title (self->state, metrics->rules[worst[i]].id),
        metrics->rules[worst[i]].onsets - metrics->rules[worst[i]].acted_on);
  steady_fit_text_set_text (self->figures, text->str);
}

/* Shows what the case file says; @state outlives the log. */
void
steady_alarm_log_show (SteadyAlarmLog            *self,
                       const SteadyConsoleState  *state,
                       const SteadyHistoryAnswer *answer)
{
  self->state = state;
  self->answer = *answer;
  self->answer.data = NULL;
  self->answer.error = NULL;
  say_figures (self);
  fill (self);
}

static void
steady_alarm_log_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_alarm_log_parent_class)->dispose (object);
}

static void
steady_alarm_log_class_init (SteadyAlarmLogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_alarm_log_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkToggleButton *
add_filter (SteadyAlarmLog *self, GtkWidget *box, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  gtk_widget_set_size_request (button, 100, -1);
  if (self->all != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->all);
  g_signal_connect_object (
      button, "toggled", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return GTK_TOGGLE_BUTTON (button);
}

static void
steady_alarm_log_init (SteadyAlarmLog *self)
{
  const SteadyWordColumn columns[] = {
    { "", 36 },
    { _ ("Case time"), 90 },
    { _ ("Alarm"), 0 },
    { _ ("Change"), 170 },
    { _ ("Value and limit then"), 200 },
    { _ ("Phase"), 120 },
  };
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget        *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  self->figures =
      g_object_new (STEADY_TYPE_FIT_TEXT, "lines", 2, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->figures), "note");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->figures));
  self->all = add_filter (self, head, _ ("All"));
  gtk_toggle_button_set_active (self->all, TRUE);
  self->high = add_filter (self, head, "!!!");
  self->acts = add_filter (self, head, _ ("People"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->high),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  steady_words_priority (STEADY_PRIORITY_HIGH),
                                  -1);
  gtk_widget_set_parent (head, GTK_WIDGET (self));
  self->table = STEADY_WORD_TABLE (
      steady_word_table_new (_ ("Alarm log"), columns, G_N_ELEMENTS (columns)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->table), GTK_WIDGET (self));
}

/* An empty log. */
GtkWidget *
steady_alarm_log_new (void)
{
  return g_object_new (STEADY_TYPE_ALARM_LOG, NULL);
}
