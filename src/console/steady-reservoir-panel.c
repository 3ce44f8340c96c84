/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-reservoir-panel.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-readout-look.h"
#include "console/steady-readout.h"
#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* Volume and the two times of safety ruling 12. */
struct _SteadyReservoirPanel
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  SteadyFitText *caption;
  SteadyFitText *volume;
  SteadyFitText *no_return;
  SteadyFitText *trend;
};

G_DEFINE_FINAL_TYPE (SteadyReservoirPanel, steady_reservoir_panel, GTK_TYPE_WIDGET)

/* The worst alarm about the reservoir, whichever of its channels it is on. */
static SteadyPriority
worst_alarm (const SteadyConsoleState *state)
{
  return MAX (
      steady_console_state_channel_alarm (state, STEADY_CHANNEL_RESERVOIR_VOLUME, NULL),
      steady_console_state_channel_alarm (state, STEADY_CHANNEL_LEVEL_DETECTOR, NULL));
}

/* Without a volume nothing is known of the time, and "no outflow" would be a comfort.
 */
static void
show_times (SteadyReservoirPanel     *self,
            const SteadyConsoleState *state,
            bool                      volume_known,
            SteadyInstant             real_now)
{
  SteadyReadout readout;
  char          text[128];
  double        trend;

  steady_readout_channel (
      state, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN, real_now, &readout);
  if (!volume_known)
    g_strlcpy (text, _ ("if return stops: not known"), sizeof text);
  else if (readout.kind == STEADY_READOUT_NONE ||
           readout.kind == STEADY_READOUT_MISSING)
    g_strlcpy (text, _ ("if return stops: no outflow now"), sizeof text);
  else
    g_snprintf (text, sizeof text, _ ("if return stops: %s s to STOP"), readout.value);
  steady_fit_text_set_text (self->no_return, text);
  text[0] = '\0';
  if (!state->silent && steady_value_table_value (&state->values,
                                                  STEADY_CHANNEL_RESERVOIR_TIME_TREND,
                                                  &trend))
    g_snprintf (text, sizeof text, _ ("FALLING: %.0f s to STOP"), trend);
  steady_fit_text_set_text (self->trend, text);
}

/* Shows the reservoir as @state knows it. */
void
steady_reservoir_panel_refresh (SteadyReservoirPanel     *self,
                                const SteadyConsoleState *state,
                                SteadyInstant             real_now)
{
  const double  stop = steady_console_config_plan (&state->config, "reservoir_stop_ml");
  SteadyReadout volume;
  char          text[96], number[32];

  steady_readout_channel (state, STEADY_CHANNEL_RESERVOIR_VOLUME, real_now, &volume);
  if (volume.note[0] != '\0')
    g_snprintf (text, sizeof text, _ ("RESERVOIR: %s"), volume.note);
  else if (isfinite (stop))
    {
      steady_words_number (stop, 0, number, sizeof number);
      g_snprintf (text, sizeof text, _ ("RESERVOIR · STOP at %s mL"), number);
    }
  else
    g_strlcpy (text, _ ("RESERVOIR"), sizeof text);
  steady_fit_text_set_text (self->caption, text);
  steady_fit_text_set_text (self->volume, volume.value);
  show_times (self,
              state,
              volume.kind != STEADY_READOUT_NONE &&
                  volume.kind != STEADY_READOUT_MISSING,
              real_now);
  steady_look_readout (GTK_WIDGET (self), volume.kind);
  steady_look_alarm (GTK_WIDGET (self),
                     state->silent ? STEADY_PRIORITY_NONE : worst_alarm (state));
  steady_look_describe (GTK_WIDGET (self),
                        _ ("Reservoir"),
                        volume.value,
                        "mL",
                        steady_fit_text_get_text (self->no_return));
}

static void
steady_reservoir_panel_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_RESERVOIR_PANEL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_reservoir_panel_parent_class)->dispose (object);
}

static void
steady_reservoir_panel_class_init (SteadyReservoirPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_reservoir_panel_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-reservoir-panel"));
  gtk_widget_class_bind_template_child (widget_class, SteadyReservoirPanel, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyReservoirPanel, caption);
  gtk_widget_class_bind_template_child (widget_class, SteadyReservoirPanel, volume);
  gtk_widget_class_bind_template_child (widget_class, SteadyReservoirPanel, no_return);
  gtk_widget_class_bind_template_child (widget_class, SteadyReservoirPanel, trend);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_reservoir_panel_init (SteadyReservoirPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
