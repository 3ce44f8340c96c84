/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-limits-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-setting-words.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

enum
{
  ACT_CHANGE,
  ACT_BACK
};

/* A table of limits, and in its place the pad while one is changed. */
struct _SteadyLimitsView
{
  GtkWidget          parent_instance;
  GtkStack          *stack;
  SteadyWordTable   *table;
  SteadyNumberPad   *pad;
  SteadyConsoleLink *link;
  char              *edited;   /* rule; NULL: the table is shown */
  double             expected; /* the limit that the operator saw when he began */
  uint64_t           answered; /* id of the last answer that was looked at */
};

G_DEFINE_FINAL_TYPE (SteadyLimitsView, steady_limits_view, GTK_TYPE_WIDGET)

static const SteadyConsoleState *
state_of (SteadyLimitsView *self)
{
  return steady_console_link_state (self->link);
}

static gboolean
can_change (const SteadyAlarmText *text)
{
  return text != NULL && text->fitted && isfinite (text->judged_floor) &&
         isfinite (text->judged_ceiling) && text->judged_floor < text->judged_ceiling;
}

static void
close_pad (SteadyLimitsView *self)
{
  g_clear_pointer (&self->edited, g_free);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->table));
}

/* One step of the last decimal shown, or a hundredth of the span where that is more. */
static double
step_of (const SteadyAlarmText *text, int decimals)
{
  const double span = text->judged_ceiling - text->judged_floor;
  const double least = pow (10, -decimals);
  const double part = pow (10, floor (log10 (span / 100)));
  return fmax (least, part);
}

/* Opens the pad for the limit of @id. */
void
steady_limits_view_edit (SteadyLimitsView *self, const char *id)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyAlarmText    *text = steady_console_config_alarm (&state->config, id);
  char                      original[48], detail[160];
  if (!can_change (text))
    return;
  g_free (self->edited);
  self->edited = g_strdup (id);
  self->expected = steady_alarm_table_in_force (state, id, text);
  steady_setting_words_limit (
      text, steady_alarm_table_original (state, id, text), original, sizeof original);
  g_snprintf (detail, sizeof detail, _ ("Profile or plan: %s"), original);
  const int    decimals = steady_setting_words_decimals (text, self->expected);
  const double factor = steady_setting_words_factor (text);
  steady_number_pad_ask (
      self->pad,
      &(SteadyNumberPadQuestion){ .title = steady_alarm_table_title (state, id),
                                  .detail = detail,
                                  .unit = steady_setting_words_unit (text),
                                  .value = self->expected * factor,
                                  .low = text->judged_floor * factor,
                                  .high = text->judged_ceiling * factor,
                                  .step = step_of (text, decimals),
                                  .decimals = decimals });
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->pad));
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
propose (SteadyLimitsView *self,
         SteadySettingKind kind,
         const char       *id,
         double            value,
         double            expected)
{
  SteadySettingRequest request = { .kind = kind, .value = value, .expected = expected };
  g_strlcpy (request.rule, id, sizeof request.rule);
  steady_console_link_setting (self->link, &request);
}

static void
on_act (SteadyLimitsView *self, const char *id, unsigned act)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyAlarmText    *text = steady_console_config_alarm (&state->config, id);
  if (text == NULL)
    return;
  if (act == ACT_CHANGE)
    steady_limits_view_edit (self, id);
  else
    propose (self,
             STEADY_SETTING_LIMIT_BACK,
             id,
             0,
             steady_alarm_table_in_force (state, id, text));
}

static void
on_entered (SteadyLimitsView *self, double value)
{
  const SteadyAlarmText *text =
      self->edited != NULL
          ? steady_console_config_alarm (&state_of (self)->config, self->edited)
          : NULL;
  if (text == NULL)
    return;
  /* asked in the unit of this site, proposed in that of the value; a rounded floor or
   * ceiling may not fall outside of what is allowed */
  const double limit = CLAMP (value / steady_setting_words_factor (text),
                              text->judged_floor,
                              text->judged_ceiling);
  propose (self, STEADY_SETTING_LIMIT, self->edited, limit, self->expected);
}

/* The pad stays up until the engine has said yes; a no is said on it. */
static void
follow_answer (SteadyLimitsView *self, const SteadyConsoleState *state)
{
  const SteadySettingAnswer *answer = &state->desk.answer;
  if (answer->id == self->answered)
    return;
  self->answered = answer->id;
  if (self->edited == NULL || strcmp (answer->rule, self->edited) != 0)
    return;
  if (answer->status == STEADY_ANSWER_REFUSED)
    {
      steady_number_pad_say (self->pad, state->message);
      self->expected = answer->value;
    }
  else
    close_pad (self);
}

static char *
say_source (const SteadyConsoleState *state,
            const char               *id,
            const SteadyAlarmText    *text)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (&state->desk, id);
  char                      when[32];
  if (setting == NULL || setting->has_limit != STEADY_LIMIT_OPERATOR)
    return steady_alarm_table_source (state, id, text);
  steady_words_span (setting->t - state->config.case_start, when, sizeof when);
  return g_strdup_printf (_ ("set by %s at %s"), setting->who, when);
}

static void
put_row (SteadyLimitsView *self, const char *id)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyAlarmText    *text = steady_console_config_alarm (&state->config, id);
  const SteadyAlarmSetting *setting = steady_console_desk_setting (&state->desk, id);
  const gboolean own = setting != NULL && setting->has_limit == STEADY_LIMIT_OPERATOR;
  char           now[48], original[48], low[32], high[48];
  if (!can_change (text))
    return;
  steady_setting_words_limit (
      text, steady_alarm_table_in_force (state, id, text), now, sizeof now);
  steady_setting_words_limit (
      text, steady_alarm_table_original (state, id, text), original, sizeof original);
  steady_words_number (text->judged_floor * steady_setting_words_factor (text),
                       steady_setting_words_decimals (text, text->judged_floor),
                       low,
                       sizeof low);
  steady_words_number (text->judged_ceiling * steady_setting_words_factor (text),
                       steady_setting_words_decimals (text, text->judged_ceiling),
                       high,
                       sizeof high);
  SteadyWordRow row = {
    .key = id,
    .cells = { g_strdup (steady_words_priority_mark (text->priority)),
               g_strdup (steady_alarm_table_title (state, id)),
               g_strdup_printf ("%s %s", steady_alarm_table_sign (text), now),
               g_strdup (original),
               g_strdup_printf ("%s … %s", low, high),
               say_source (state, id, text) },
    .strong = own,
    .acts = state->silent || !state->config.in_control
                ? 0
                : (1U << ACT_CHANGE) | (own ? 1U << ACT_BACK : 0),
  };
  steady_word_table_put (self->table, &row);
  steady_word_row_clear (&row);
}

/* Shows what is in force now; a pad that is up stays as it is. */
void
steady_limits_view_refresh (SteadyLimitsView *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  unsigned                  count = 0;
  follow_answer (self, state);
  g_autofree const char **ids = steady_alarm_table_ids (state, &count);
  steady_word_table_begin (self->table);
  for (unsigned i = 0; i < count; i++)
    put_row (self, ids[i]);
  steady_word_table_end (self->table);
}

/* Tells which link the proposals go to. */
void
steady_limits_view_bind (SteadyLimitsView *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_limits_view_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&STEADY_LIMITS_VIEW (object)->edited, g_free);
  G_OBJECT_CLASS (steady_limits_view_parent_class)->dispose (object);
}

static void
steady_limits_view_class_init (SteadyLimitsViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_limits_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_limits_view_init (SteadyLimitsView *self)
{
  const SteadyWordColumn columns[] = {
    { "", 36 },
    { _ ("Alarm"), 0 },
    { _ ("in force"), 105 },
    { _ ("Profile or plan"), 84 },
    { _ ("Allowed"), 84 },
    { _ ("Source"), 0 },
  };
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  self->table = STEADY_WORD_TABLE (
      steady_word_table_new (_ ("Limits"), columns, G_N_ELEMENTS (columns)));
  steady_word_table_add_act (self->table, _ ("Edit"));
  steady_word_table_add_act (self->table, _ ("As profile"));
  steady_word_table_set_empty (self->table, _ ("The engine has named no rules."));
  g_signal_connect_object (
      self->table, "act", G_CALLBACK (on_act), self, G_CONNECT_SWAPPED);
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_object (
      self->pad, "entered", G_CALLBACK (on_entered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->pad, "cancelled", G_CALLBACK (close_pad), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->table));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->pad));
}

/* A table without rules yet. */
GtkWidget *
steady_limits_view_new (void)
{
  return g_object_new (STEADY_TYPE_LIMITS_VIEW, NULL);
}
