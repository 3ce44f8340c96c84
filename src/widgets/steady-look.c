/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/steady-look.h"

/* Gives @widget the style class @name, or takes it. */
void
steady_look_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (gtk_widget_has_css_class (widget, name) == on)
    return;
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Marks @widget as concerned by an alarm; the style sheet flashes it. */
void
steady_look_alarm (GtkWidget *widget, SteadyPriority priority)
{
  steady_look_class (widget, "alarm-high", priority == STEADY_PRIORITY_HIGH);
  steady_look_class (widget, "alarm-medium", priority == STEADY_PRIORITY_MEDIUM);
  steady_look_class (widget, "alarm-low", priority == STEADY_PRIORITY_LOW);
}

/* The style class of a signal: one hue each, the same in tiles, waveforms and trends.
 */
const char *
steady_look_signal (SteadyChannel channel)
{
  switch ((int) channel)
    {
    case STEADY_CHANNEL_ECG:
    case STEADY_CHANNEL_HEART_RATE:
      return "signal-ecg";
    case STEADY_CHANNEL_ARTERIAL_PRESSURE:
    case STEADY_CHANNEL_ARTERIAL_MEAN:
      return "signal-arterial";
    case STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE:
    case STEADY_CHANNEL_CENTRAL_VENOUS_MEAN:
      return "signal-venous";
    case STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE:
    case STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE:
    case STEADY_CHANNEL_POST_FILTER_PRESSURE:
    case STEADY_CHANNEL_PRE_OXYGENATOR_MEAN:
    case STEADY_CHANNEL_POST_OXYGENATOR_MEAN:
    case STEADY_CHANNEL_POST_FILTER_MEAN:
      return "signal-line";
    case STEADY_CHANNEL_PATIENT_FLOW:
    case STEADY_CHANNEL_MEASURED_FLOW:
      return "signal-flow";
    case STEADY_CHANNEL_VENOUS_SATURATION:
    case STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX:
      return "signal-oxygen";
    case STEADY_CHANNEL_ARTERIAL_TEMPERATURE:
      return "signal-warm";
    case STEADY_CHANNEL_VENOUS_TEMPERATURE:
      return "signal-cool";
    case STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE:
      return "signal-core";
    default:
      return "signal-other";
    }
}

/* The signal's colour in the theme that @widget is shown in. */
void
steady_look_colour (GtkWidget *widget, SteadyChannel channel, GdkRGBA *ret_colour)
{
  g_autofree char *name =
      g_strdelimit (g_strdup (steady_look_signal (channel)), "-", '_');
  if (!gtk_style_context_lookup_color (
          gtk_widget_get_style_context (widget), name, ret_colour))
    *ret_colour = (GdkRGBA){ 0.5f, 0.5f, 0.5f, 1 };
}

/*
 * Names @widget for assistive technology: the name stays on the wrapper, since a label
 * would overwrite its own at each new text; the value is the description.
 */
void
steady_look_describe (GtkWidget  *widget,
                      const char *name,
                      const char *value,
                      const char *unit,
                      const char *note)
{
  g_autofree char *description =
      g_strdup_printf ("%s %s%s%s", value, unit, note[0] != '\0' ? ", " : "", note);
  const char *before = g_object_get_data (G_OBJECT (widget), "steady-description");
  if (g_strcmp0 (before, description) == 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description,
                                  -1);
  g_object_set_data_full (
      G_OBJECT (widget), "steady-description", g_steal_pointer (&description), g_free);
}

/* The colour that belongs to alarms of @priority. */
void
steady_look_alarm_colour (GtkWidget     *widget,
                          SteadyPriority priority,
                          GdkRGBA       *ret_colour)
{
  const char *name = priority == STEADY_PRIORITY_HIGH     ? "alarm_high"
                     : priority == STEADY_PRIORITY_MEDIUM ? "alarm_medium"
                                                          : "alarm_low";
  if (!gtk_style_context_lookup_color (
          gtk_widget_get_style_context (widget), name, ret_colour))
    *ret_colour = (GdkRGBA){ 0.5f, 0.5f, 0.5f, 1 };
}
