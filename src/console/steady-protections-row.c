/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-protections-row.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-cell-layout.h"
#include "console/steady-template.h"
#include "console/steady-value-cell.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* Two clamps that can be worked, four sensors. */
struct _SteadyProtectionsRow
{
  GtkWidget          parent_instance;
  SteadyHoldButton  *arterial_clamp;
  SteadyHoldButton  *venous_clamp;
  SteadyValueCell   *air;
  SteadyValueCell   *level;
  SteadyValueCell   *pressure;
  SteadyValueCell   *flow;
  SteadyConsoleLink *link;
};

G_DEFINE_FINAL_TYPE (SteadyProtectionsRow, steady_protections_row, GTK_TYPE_WIDGET)

static gboolean
get_state (const SteadyConsoleState *state, SteadyChannel channel, int *ret_value)
{
  double value;
  if (state->silent || !steady_value_table_value (&state->values, channel, &value))
    return FALSE;
  *ret_value = (int) lround (value);
  return TRUE;
}

static void
work_clamp (SteadyProtectionsRow *self, SteadyControl control, SteadyChannel channel)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  int                       clamp = STEADY_CLAMP_UNKNOWN;
  get_state (state, channel, &clamp);
  /* Whatever is not surely closed is closed: the safe side. */
  const double close = clamp == STEADY_CLAMP_CLOSED ? 0 : 1;
  steady_console_link_command (self->link, control, close);
}

static void
on_arterial_clamp (SteadyProtectionsRow *self)
{
  work_clamp (self, STEADY_CONTROL_ARTERIAL_CLAMP, STEADY_CHANNEL_ARTERIAL_CLAMP);
}

static void
on_venous_clamp (SteadyProtectionsRow *self)
{
  work_clamp (self, STEADY_CONTROL_VENOUS_CLAMP, STEADY_CHANNEL_VENOUS_CLAMP);
}

static void
show_clamp (SteadyProtectionsRow *self,
            SteadyHoldButton     *button,
            SteadyControl         control,
            SteadyChannel         channel)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const gboolean            offered = state->config.controls[control].present;
  int                       clamp = STEADY_CLAMP_UNKNOWN;
  char                      detail[128], label[128];
  const char               *hint;

  get_state (state, channel, &clamp);
  const gboolean lost =
      clamp == STEADY_CLAMP_UNKNOWN || clamp == STEADY_CLAMP_DEFECTIVE;
  if (lost)
    {
      g_snprintf (label,
                  sizeof label,
                  "%s: %s",
                  control == STEADY_CONTROL_ARTERIAL_CLAMP ? _ ("Art. clamp")
                                                           : _ ("Ven. clamp"),
                  steady_words_clamp (clamp));
      g_strlcpy (detail, _ ("NOT PROTECTED"), sizeof detail);
    }
  else
    {
      if (!offered)
        hint = _ ("ALARM ONLY");
      else
        hint = clamp == STEADY_CLAMP_CLOSED ? _ ("hold to open") : _ ("hold to close");
      g_strlcpy (label, steady_words_control (control), sizeof label);
      g_snprintf (detail, sizeof detail, "%s · %s", steady_words_clamp (clamp), hint);
    }
  steady_hold_button_set_label (button, label);
  steady_hold_button_set_detail (button, detail);
  steady_look_class (GTK_WIDGET (button), "unprotected", lost);
  steady_look_class (GTK_WIDGET (button), "closed", clamp == STEADY_CLAMP_CLOSED);
  steady_look_alarm (GTK_WIDGET (button),
                     state->silent
                         ? STEADY_PRIORITY_NONE
                         : steady_console_state_channel_alarm (state, channel, NULL));
  gtk_widget_set_sensitive (GTK_WIDGET (button),
                            offered && !state->silent && state->config.in_control);
}

/* What a sensor that stops the pump is called; where Steady cannot stop it, shorter and
 * with that said. */
typedef struct Caption
{
  const char *whole;
  const char *alarm_only;
} Caption;

static const Caption air_caption = { N_ ("Air, arterial line"),
                                     N_ ("Air · ALARM ONLY") };
static const Caption level_caption = { N_ ("Reservoir level"),
                                       N_ ("Level · ALARM ONLY") };
static const Caption pressure_caption = { N_ ("Line pressure, mmHg"),
                                          N_ ("Pressure · ALARM ONLY") };
static const Caption flow_caption = { N_ ("Flow probe"), N_ ("Flow probe") };

static gboolean
can_stop (const SteadyConsoleState *state)
{
  return state->config.controls[STEADY_CONTROL_PUMP_STOP].present;
}

/* A sensor that is there says @words; one that is lost or missing protects nobody:
 * those two words have the whole place, the reason stands in the alarm bar. */
static void
show_sensor (SteadyProtectionsRow *self,
             SteadyValueCell      *cell,
             const Caption        *caption,
             SteadyChannel         channel,
             const char           *words)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const gboolean            lost = words == NULL;

  steady_value_cell_set_caption (
      cell, _ (lost || can_stop (state) ? caption->whole : caption->alarm_only));
  steady_value_cell_set (
      cell, lost ? _ ("NOT PROTECTED") : words, "", STEADY_READOUT_LIVE);
  steady_look_class (GTK_WIDGET (cell), "unprotected", lost);
  steady_look_alarm (GTK_WIDGET (cell),
                     state->silent
                         ? STEADY_PRIORITY_NONE
                         : steady_console_state_channel_alarm (state, channel, NULL));
}

static const char *
say_air (const SteadyConsoleState *state)
{
  int value;
  if (!get_state (state, STEADY_CHANNEL_ARTERIAL_AIR, &value))
    return NULL;
  return value == STEADY_DETECTOR_CLEAR ? _ ("CLEAR") : _ ("AIR SEEN");
}

/* An ECMO circuit without a reservoir has no level: that is not “not protected”
 * (safety ruling 17). */
static bool
has_no_reservoir (const SteadyConsoleState *state)
{
  const uint32_t mode = state->heartbeat.support_mode;

  return state->has_heartbeat && !state->silent &&
         (mode == STEADY_SUPPORT_ECMO_VA || mode == STEADY_SUPPORT_ECMO_VV) &&
         !state->config.expected[STEADY_CHANNEL_LEVEL_DETECTOR] &&
         !state->config.expected[STEADY_CHANNEL_RESERVOIR_VOLUME];
}

static const char *
say_level (const SteadyConsoleState *state)
{
  int value;
  if (has_no_reservoir (state))
    return _ ("not fitted");
  if (!get_state (state, STEADY_CHANNEL_LEVEL_DETECTOR, &value))
    return NULL;
  if (value == STEADY_LEVEL_FINE)
    return _ ("GOOD");
  return value == STEADY_LEVEL_WARN ? _ ("LOW") : _ ("STOP LEVEL");
}

/* The transducer that the circuit has, the one nearest to the pump where it has more.
 */
static SteadyChannel
line_channel (const SteadyConsoleState *state)
{
  static const SteadyChannel lines[] = { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
                                         STEADY_CHANNEL_POST_OXYGENATOR_MEAN,
                                         STEADY_CHANNEL_POST_FILTER_MEAN };
  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    if (state->config.expected[lines[i]])
      return lines[i];
  return lines[0];
}

static const char *
say_pressure (const SteadyConsoleState *state, char *buffer, size_t size)
{
  const double stop =
      steady_console_config_plan (&state->config, "line_pressure_stop_mmhg");
  double value;
  char   number[32];
  if (state->silent ||
      !steady_value_table_value (&state->values, line_channel (state), &value))
    return NULL;
  steady_words_number (value, 0, number, sizeof number);
  if (isnan (stop))
    g_snprintf (buffer, size, "%s mmHg", number);
  else
    g_snprintf (buffer,
                size,
                can_stop (state) ? _ ("%s, stop %.0f") : _ ("%s, limit %.0f"),
                number,
                stop);
  return buffer;
}

static const char *
say_flow (const SteadyConsoleState *state)
{
  double value;
  if (state->silent ||
      !steady_value_table_value (&state->values, STEADY_CHANNEL_MEASURED_FLOW, &value))
    return NULL;
  return _ ("MEASURING");
}

/* Shows what each protection does now. */
void
steady_protections_row_refresh (SteadyProtectionsRow *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  char                      buffer[64];

  show_clamp (self,
              self->arterial_clamp,
              STEADY_CONTROL_ARTERIAL_CLAMP,
              STEADY_CHANNEL_ARTERIAL_CLAMP);
  show_clamp (self,
              self->venous_clamp,
              STEADY_CONTROL_VENOUS_CLAMP,
              STEADY_CHANNEL_VENOUS_CLAMP);
  show_sensor (
      self, self->air, &air_caption, STEADY_CHANNEL_ARTERIAL_AIR, say_air (state));
  show_sensor (self,
               self->level,
               &level_caption,
               STEADY_CHANNEL_LEVEL_DETECTOR,
               say_level (state));
  show_sensor (self,
               self->pressure,
               &pressure_caption,
               line_channel (state),
               say_pressure (state, buffer, sizeof buffer));
  show_sensor (
      self, self->flow, &flow_caption, STEADY_CHANNEL_MEASURED_FLOW, say_flow (state));
}

/* Tells which link the commands go to. */
void
steady_protections_row_bind (SteadyProtectionsRow *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_protections_row_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_protections_row_parent_class)->dispose (object);
}

static void
steady_protections_row_class_init (SteadyProtectionsRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_protections_row_dispose;
  g_type_ensure (STEADY_TYPE_CELL_LAYOUT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  g_type_ensure (STEADY_TYPE_VALUE_CELL);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-protections-row"));
  gtk_widget_class_bind_template_child (
      widget_class, SteadyProtectionsRow, arterial_clamp);
  gtk_widget_class_bind_template_child (
      widget_class, SteadyProtectionsRow, venous_clamp);
  gtk_widget_class_bind_template_child (widget_class, SteadyProtectionsRow, air);
  gtk_widget_class_bind_template_child (widget_class, SteadyProtectionsRow, level);
  gtk_widget_class_bind_template_child (widget_class, SteadyProtectionsRow, pressure);
  gtk_widget_class_bind_template_child (widget_class, SteadyProtectionsRow, flow);
  gtk_widget_class_bind_template_callback (widget_class, on_arterial_clamp);
  gtk_widget_class_bind_template_callback (widget_class, on_venous_clamp);
  gtk_widget_class_set_css_name (widget_class, "protections");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_protections_row_init (SteadyProtectionsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Protections"), -1);
}
