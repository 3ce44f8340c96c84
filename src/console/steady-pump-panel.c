/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-pump-panel.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-control-mode.h"
#include "console/steady-control-stepper.h"
#include "console/steady-readout.h"
#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* State, set-point, stop and start of the arterial pump. */
struct _SteadyPumpPanel
{
  GtkWidget             parent_instance;
  GtkWidget            *box;
  GtkBox               *body;
  GtkBox               *holds;
  SteadyFitText        *heading;
  SteadyFitText        *speed;
  SteadyControlStepper *stepper;
  SteadyHoldButton     *stop;
  SteadyHoldButton     *start;
  SteadyConsoleLink    *link;
};

G_DEFINE_FINAL_TYPE (SteadyPumpPanel, steady_pump_panel, GTK_TYPE_WIDGET)

static void
on_stop (SteadyPumpPanel *self)
{
  steady_console_link_command (self->link, STEADY_CONTROL_PUMP_STOP, 0);
}

static void
on_start (SteadyPumpPanel *self)
{
  steady_console_link_command (self->link, STEADY_CONTROL_PUMP_START, 0);
}

static SteadyPumpState
pump_state (const SteadyConsoleState *state)
{
  double value;
  if (!steady_value_table_value (&state->values, STEADY_CHANNEL_ARTERIAL_PUMP, &value))
    return STEADY_PUMP_UNKNOWN;
  return (SteadyPumpState) lround (value);
}

static void
show_start (SteadyPumpPanel *self, const SteadyConsoleState *state, gboolean standing)
{
  char   number[32], text[96];
  double set;
  if (steady_console_state_set_point (state, STEADY_CONTROL_PUMP_FLOW, &set))
    {
      steady_words_number (set, 3, number, sizeof number);
      g_snprintf (text, sizeof text, _ ("at %s L/min"), number);
      steady_hold_button_set_detail (self->start, text);
    }
  gtk_widget_set_sensitive (
      GTK_WIDGET (self->start),
      standing && !state->silent && state->config.in_control &&
          state->config.controls[STEADY_CONTROL_PUMP_START].present);
}

/* A pump that Steady cannot stop has no button for it: the place says so, in whole. */
static void
show_stop (SteadyPumpPanel *self, const SteadyConsoleState *state)
{
  const gboolean can_stop = state->config.controls[STEADY_CONTROL_PUMP_STOP].present;
  const gboolean cannot = state->config.valid && !can_stop;

  steady_hold_button_set_label (self->stop,
                                cannot ? _ ("ALARM ONLY") : _ ("HOLD TO STOP"));
  steady_hold_button_set_detail (self->stop,
                                 cannot ? _ ("Steady cannot stop this pump") : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop),
                            can_stop && !state->silent && state->config.in_control);
  gtk_widget_set_visible (
      GTK_WIDGET (self->start),
      !cannot || state->config.controls[STEADY_CONTROL_PUMP_START].present);
}

/* What the pump does, and by what it is led (safety ruling 25). */
static void
show_heading (SteadyPumpPanel          *self,
              const SteadyConsoleState *state,
              SteadyPumpState           pump)
{
  char mode[64], text[128];

  steady_control_mode_words (state, STEADY_CONTROL_PUMP_FLOW, mode, sizeof mode);
  if (state->silent)
    g_snprintf (text, sizeof text, _ ("PUMP · last: %s"), steady_words_pump (pump));
  else if (pump != STEADY_PUMP_RUNNING && pump != STEADY_PUMP_STOPPED)
    /* LOCAL is its mode; else nothing leads it, and the word must be read */
    g_snprintf (text, sizeof text, _ ("PUMP · %s"), steady_words_pump (pump));
  else
    g_snprintf (
        text, sizeof text, _ ("PUMP · %s · %s"), steady_words_pump (pump), mode);
  steady_fit_text_set_text (self->heading, text);
}

/* Shows the pump as @real_now knows it. */
void
steady_pump_panel_refresh (SteadyPumpPanel *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const SteadyPumpState     pump = pump_state (state);
  const gboolean            standing =
      pump == STEADY_PUMP_STOPPED || pump == STEADY_PUMP_STOPPED_BY_INTERVENTION;
  SteadyReadout speed, given;
  char          text[128];

  show_heading (self, state, pump);
  steady_readout_channel (state, STEADY_CHANNEL_PUMP_SPEED, real_now, &speed);
  steady_readout_make (state, STEADY_CHANNEL_FLOW_PER_KG, 1, 0, real_now, &given);
  g_snprintf (text, sizeof text, _ ("measured %s · %s rpm"), given.value, speed.value);
  steady_fit_text_set_text (self->speed, text);
  steady_look_class (GTK_WIDGET (self), "old", state->silent);
  steady_control_stepper_refresh (self->stepper, real_now);
  show_stop (self, state);
  show_start (self, state, standing);
  steady_look_describe (GTK_WIDGET (self),
                        _ ("Arterial pump"),
                        steady_words_pump (pump),
                        "",
                        steady_fit_text_get_text (self->speed));
}

/* Tells which link the commands go to. */
void
steady_pump_panel_bind (SteadyPumpPanel *self, SteadyConsoleLink *link)
{
  self->link = link;
  steady_control_stepper_bind (self->stepper, link);
}

/* Where there is little height stop and start stand beside the steps. */
void
steady_pump_panel_set_compact (SteadyPumpPanel *self, gboolean compact)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body),
                                  compact ? GTK_ORIENTATION_HORIZONTAL
                                          : GTK_ORIENTATION_VERTICAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->holds),
                                  compact ? GTK_ORIENTATION_VERTICAL
                                          : GTK_ORIENTATION_HORIZONTAL);
}

static void
steady_pump_panel_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PUMP_PANEL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_pump_panel_parent_class)->dispose (object);
}

static void
steady_pump_panel_class_init (SteadyPumpPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_pump_panel_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  g_type_ensure (STEADY_TYPE_CONTROL_STEPPER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-pump-panel"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, body);
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, holds);
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, speed);
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, stepper);
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, stop);
  gtk_widget_class_bind_template_child (widget_class, SteadyPumpPanel, start);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "panel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_pump_panel_init (SteadyPumpPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
