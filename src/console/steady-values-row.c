/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-values-row.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-cell-layout.h"
#include "console/steady-control-mode.h"
#include "console/steady-readout.h"
#include "console/steady-template.h"
#include "console/steady-value-cell.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* Fourteen small values. */
struct _SteadyValuesRow
{
  GtkWidget        parent_instance;
  SteadyValueCell *nirs_left;
  SteadyValueCell *nirs_right;
  SteadyValueCell *oxygen;
  SteadyValueCell *haematocrit;
  SteadyValueCell *venous;
  SteadyValueCell *core;
  SteadyValueCell *gradient;
  SteadyValueCell *water;
  SteadyValueCell *plegia;
  SteadyValueCell *vent;
  SteadyValueCell *sucker_1;
  SteadyValueCell *sucker_2;
  SteadyValueCell *power;
  SteadyValueCell *gas;
  SteadyValueCell *cvp; /* only where it has no tile */
};

G_DEFINE_FINAL_TYPE (SteadyValuesRow, steady_values_row, GTK_TYPE_WIDGET)

/* In a silence the alarm bar says how old everything is. */
static const char *
say_note (const SteadyConsoleState *state, const SteadyReadout *readout)
{
  return state->silent && readout->kind == STEADY_READOUT_OLD ? "" : readout->note;
}

/* @unit "" where the caption carries it. */
static void
show_plain (SteadyValueCell          *cell,
            const SteadyConsoleState *state,
            SteadyChannel             channel,
            const char               *unit,
            SteadyInstant             real_now)
{
  SteadyReadout readout;
  char          text[64];
  steady_readout_channel (state, channel, real_now, &readout);
  const gboolean dash =
      readout.kind == STEADY_READOUT_MISSING || readout.kind == STEADY_READOUT_NONE;
  const gboolean bare = dash || unit[0] == '\0' || readout.kind == STEADY_READOUT_OLD;
  g_snprintf (
      text, sizeof text, "%s%s%s", readout.value, bare ? "" : " ", bare ? "" : unit);
  steady_value_cell_set (cell, text, say_note (state, &readout), readout.kind);
  steady_look_alarm (GTK_WIDGET (cell),
                     state->silent
                         ? STEADY_PRIORITY_NONE
                         : steady_console_state_channel_alarm (state, channel, NULL));
}

static void
show_nirs (SteadyValueCell          *cell,
           const SteadyConsoleState *state,
           SteadyChannel             channel,
           SteadyChannel             of_baseline,
           SteadyInstant             real_now)
{
  SteadyReadout readout;
  char          text[64];
  double        part;
  steady_readout_channel (state, channel, real_now, &readout);
  if (readout.kind == STEADY_READOUT_LIVE &&
      steady_value_table_value (&state->values, of_baseline, &part))
    g_snprintf (text, sizeof text, "%s %% · %.0f %%", readout.value, part);
  else if (readout.kind == STEADY_READOUT_LIVE)
    g_snprintf (text, sizeof text, "%s %% · —", readout.value);
  else if (readout.kind == STEADY_READOUT_OLD)
    g_snprintf (text, sizeof text, "%s %%", readout.value);
  else
    g_strlcpy (text, readout.value, sizeof text);
  steady_value_cell_set (cell, text, say_note (state, &readout), readout.kind);
  steady_look_alarm (GTK_WIDGET (cell),
                     state->silent
                         ? STEADY_PRIORITY_NONE
                         : steady_console_state_channel_alarm (state, channel, NULL));
}

static void
show_oxygen (SteadyValuesRow          *self,
             const SteadyConsoleState *state,
             SteadyInstant             real_now)
{
  SteadyReadout saturation, tension;
  char          text[64];
  steady_readout_channel (
      state, STEADY_CHANNEL_ARTERIAL_SATURATION, real_now, &saturation);
  steady_readout_channel (state, STEADY_CHANNEL_ARTERIAL_PO2, real_now, &tension);
  g_snprintf (text, sizeof text, "%s %% · %s", saturation.value, tension.value);
  g_autofree char *caption = g_strdup_printf (
      "SaO₂ · pO₂ %s", steady_shown_unit (STEADY_CHANNEL_ARTERIAL_PO2).unit);
  steady_value_cell_set_caption (self->oxygen, caption);
  const gboolean both =
      saturation.kind == STEADY_READOUT_LIVE && tension.kind == STEADY_READOUT_LIVE;
  steady_value_cell_set (self->oxygen,
                         text,
                         both ? "" : say_note (state, &saturation),
                         both ? STEADY_READOUT_LIVE : saturation.kind);
}

/* The unit of a pump's value says how it is led, unless another pump leads it. */
static void
show_follower (SteadyValueCell          *cell,
               const SteadyConsoleState *state,
               SteadyControl             control,
               const char               *caption)
{
  const bool follows = control != STEADY_CONTROL_NONE && !state->silent &&
                       steady_control_mode_steering (state, control) != NULL;
  char text[64], mode[48];

  g_strlcpy (text, caption, sizeof text);
  if (follows)
    {
      steady_control_mode_words (state, control, mode, sizeof mode);
      g_snprintf (text, sizeof text, "%s · %s", caption, mode);
    }
  steady_value_cell_set_caption (cell, text);
}

/* A roller head: its speed and which way it turns. */
static void
show_pump (SteadyValueCell          *cell,
           const SteadyConsoleState *state,
           SteadyChannel             channel,
           SteadyInstant             real_now)
{
  SteadyReadout readout;
  char          text[64];
  double        speed;
  const char   *note;
  steady_readout_channel (state, channel, real_now, &readout);
  note = say_note (state, &readout);
  g_strlcpy (text, readout.value, sizeof text);
  if (readout.kind == STEADY_READOUT_LIVE &&
      steady_value_table_value (&state->values, channel, &speed))
    {
      g_snprintf (text, sizeof text, _ ("%s rpm"), readout.value);
      if (speed > 0.5)
        note = "↻";
      else if (speed < -0.5)
        note = "↺";
      else
        note = _ ("off");
    }
  steady_value_cell_set (cell, text, note, readout.kind);
}

static void
show_power (SteadyValuesRow          *self,
            const SteadyConsoleState *state,
            SteadyInstant             real_now)
{
  SteadyReadout mains, battery;
  char          note[96];
  double        on_mains = 0;
  steady_readout_channel (state, STEADY_CHANNEL_MAINS, real_now, &mains);
  steady_readout_channel (state, STEADY_CHANNEL_BATTERY_MINUTES, real_now, &battery);
  if (!steady_value_table_value (&state->values, STEADY_CHANNEL_MAINS, &on_mains))
    {
      steady_value_cell_set (self->power, "—", mains.note, STEADY_READOUT_MISSING);
      return;
    }
  if (battery.kind == STEADY_READOUT_LIVE)
    g_snprintf (note, sizeof note, _ ("%s min"), battery.value);
  else
    g_strlcpy (note, say_note (state, &battery), sizeof note);
  steady_value_cell_set (
      self->power, on_mains > 0.5 ? _ ("Mains") : _ ("BATTERY"), note, mains.kind);
}

/* Shows what @state knows. */
void
steady_values_row_refresh (SteadyValuesRow          *self,
                           const SteadyConsoleState *state,
                           SteadyInstant             real_now)
{
  const struct
  {
    SteadyValueCell *cell;
    SteadyChannel    channel;
    const char      *unit;
  } plain[] = {
    { self->haematocrit, STEADY_CHANNEL_HAEMATOCRIT, "%" },
    { self->venous, STEADY_CHANNEL_VENOUS_TEMPERATURE, "" },
    { self->core, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, "" },
    { self->gradient, STEADY_CHANNEL_TEMPERATURE_GRADIENT, "" },
    { self->water, STEADY_CHANNEL_WATER_TEMPERATURE, "" },
    { self->plegia, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, "mL/min" },
    { self->gas, STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, "bar" },
    { self->cvp, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, "mmHg" },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (plain); i++)
    show_plain (plain[i].cell, state, plain[i].channel, plain[i].unit, real_now);
  show_nirs (self->nirs_left,
             state,
             STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
             STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE,
             real_now);
  show_nirs (self->nirs_right,
             state,
             STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT,
             STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE,
             real_now);
  show_oxygen (self, state, real_now);
  show_follower (self->vent, state, STEADY_CONTROL_VENT_SPEED, _ ("Vent"));
  show_follower (self->sucker_1, state, STEADY_CONTROL_SUCKER_1_SPEED, _ ("Sucker 1"));
  show_follower (
      self->plegia, state, STEADY_CONTROL_CARDIOPLEGIA_FLOW, _ ("Cardioplegia"));
  show_pump (self->vent, state, STEADY_CHANNEL_VENT_SPEED, real_now);
  show_pump (self->sucker_1, state, STEADY_CHANNEL_SUCKER_1_SPEED, real_now);
  show_pump (self->sucker_2, state, STEADY_CHANNEL_SUCKER_2_SPEED, real_now);
  show_power (self, state, real_now);
}

/* Whether central venous pressure stands here, where the page has no tile for it. */
void
steady_values_row_set_venous (SteadyValuesRow *self, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self->cvp), shown);
}

static void
steady_values_row_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_values_row_parent_class)->dispose (object);
}

static void
steady_values_row_class_init (SteadyValuesRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_values_row_dispose;
  g_type_ensure (STEADY_TYPE_CELL_LAYOUT);
  g_type_ensure (STEADY_TYPE_VALUE_CELL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-values-row"));
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, nirs_left);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, nirs_right);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, oxygen);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, haematocrit);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, venous);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, core);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, gradient);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, water);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, plegia);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, vent);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, sucker_1);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, sucker_2);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, power);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, gas);
  gtk_widget_class_bind_template_child (widget_class, SteadyValuesRow, cvp);
  gtk_widget_class_set_css_name (widget_class, "values");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_values_row_init (SteadyValuesRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Further values"), -1);
}
