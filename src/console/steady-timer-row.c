/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-timer-row.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-cell-layout.h"
#include "console/steady-template.h"
#include "console/steady-value-cell.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* An ACT is due this long after the last one where the plan says nothing [GK]. */
#define ACT_INTERVAL_MIN 30.0

/* Five timers. */
struct _SteadyTimerRow
{
  GtkWidget        parent_instance;
  SteadyValueCell *bypass;
  SteadyValueCell *clamp;
  SteadyValueCell *plegia;
  SteadyValueCell *act;
  SteadyValueCell *no_flow;
};

G_DEFINE_FINAL_TYPE (SteadyTimerRow, steady_timer_row, GTK_TYPE_WIDGET)

static void
show_due (SteadyValueCell *cell,
          SteadyInstant    last,
          double           interval_min,
          SteadyInstant    now)
{
  char text[32];
  if (last == STEADY_INSTANT_NEVER || !isfinite (interval_min))
    {
      steady_value_cell_set (cell, "—", "", STEADY_READOUT_NONE);
      steady_look_class (GTK_WIDGET (cell), "due", FALSE);
      return;
    }
  const SteadySpan left = last + steady_span_from_seconds (interval_min * 60) - now;
  steady_words_span (left < 0 ? -left : left, text, sizeof text);
  steady_value_cell_set (cell, text, left < 0 ? _ ("OVER") : "", STEADY_READOUT_LIVE);
  steady_look_class (GTK_WIDGET (cell), "due", left < 0);
}

static void
show_no_flow (SteadyTimerRow *self, const SteadyConsoleState *state, SteadyInstant now)
{
  const SteadyInstant since = state->heartbeat.no_flow_since;
  const gboolean      none = since == STEADY_INSTANT_NEVER;
  char                text[32] = "—";
  if (!none)
    steady_words_span (now - since, text, sizeof text);
  steady_value_cell_set (
      self->no_flow, text, "", none ? STEADY_READOUT_NONE : STEADY_READOUT_LIVE);
  steady_look_class (GTK_WIDGET (self->no_flow), "due", !none);
}

/* Shows the timers of the last heartbeat. */
void
steady_timer_row_refresh (SteadyTimerRow           *self,
                          const SteadyConsoleState *state,
                          SteadyInstant             real_now)
{
  const SteadyInstant     now = steady_console_state_now (state, real_now);
  const SteadyReadoutKind kind =
      state->silent ? STEADY_READOUT_OLD : STEADY_READOUT_LIVE;
  char text[32];
  if (!state->has_heartbeat)
    return;
  steady_words_span (state->heartbeat.bypass_time, text, sizeof text);
  steady_value_cell_set (self->bypass, text, "", kind);
  steady_words_span (state->heartbeat.clamp_time, text, sizeof text);
  steady_value_cell_set (self->clamp, text, "", kind);
  /* nothing is due without a clamp, whatever was given before (safety ruling 23) */
  show_due (self->plegia,
            (state->heartbeat.support_flags & STEADY_FLAG_CROSS_CLAMPED) != 0
                ? state->last_plegia
                : STEADY_INSTANT_NEVER,
            steady_console_config_plan (&state->config, "cardioplegia_interval_min"),
            now);
  const double act = steady_console_config_plan (&state->config, "act_interval_min");
  show_due (self->act, state->last_act, isnan (act) ? ACT_INTERVAL_MIN : act, now);
  show_no_flow (self, state, now);
}

static void
steady_timer_row_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_timer_row_parent_class)->dispose (object);
}

static void
steady_timer_row_class_init (SteadyTimerRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_timer_row_dispose;
  g_type_ensure (STEADY_TYPE_CELL_LAYOUT);
  g_type_ensure (STEADY_TYPE_VALUE_CELL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-timer-row"));
  gtk_widget_class_bind_template_child (widget_class, SteadyTimerRow, bypass);
  gtk_widget_class_bind_template_child (widget_class, SteadyTimerRow, clamp);
  gtk_widget_class_bind_template_child (widget_class, SteadyTimerRow, plegia);
  gtk_widget_class_bind_template_child (widget_class, SteadyTimerRow, act);
  gtk_widget_class_bind_template_child (widget_class, SteadyTimerRow, no_flow);
  gtk_widget_class_set_css_name (widget_class, "timers");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_timer_row_init (SteadyTimerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Timers"), -1);
}
