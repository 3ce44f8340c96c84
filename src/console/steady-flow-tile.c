/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-flow-tile.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-readout-look.h"
#include "console/steady-readout.h"
#include "console/steady-set-bar.h"
#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* Flow in three units, set and delivered. */
struct _SteadyFlowTile
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  SteadyFitText *caption;
  SteadyFitText *flow;
  SteadyFitText *per_kg;
  SteadyFitText *index;
  SteadyFitText *set;
  SteadySetBar  *bar;
  gboolean       compact;
};

G_DEFINE_FINAL_TYPE (SteadyFlowTile, steady_flow_tile, GTK_TYPE_WIDGET)

static SteadyPriority
worst_alarm (const SteadyConsoleState *state)
{
  static const SteadyChannel channels[] = { STEADY_CHANNEL_PATIENT_FLOW,
                                            STEADY_CHANNEL_MEASURED_FLOW,
                                            STEADY_CHANNEL_PUMP_FLOW,
                                            STEADY_CHANNEL_FLOW_PER_KG };
  SteadyPriority             worst = STEADY_PRIORITY_NONE;
  for (unsigned i = 0; i < G_N_ELEMENTS (channels); i++)
    worst = MAX (worst, steady_console_state_channel_alarm (state, channels[i], NULL));
  return state->silent ? STEADY_PRIORITY_NONE : worst;
}

/* Which of the three flows this is: measured by a probe, or calculated from the speed.
 */
static const char *
say_caption (const SteadyConsoleState *state)
{
  const SteadySample *measured = &state->values.latest[STEADY_CHANNEL_MEASURED_FLOW];
  if (!steady_sample_usable (measured))
    return _ ("FLOW, calculated");
  return _ ("FLOW, measured");
}

static void
show_set (SteadyFlowTile *self, const SteadyConsoleState *state)
{
  double set = NAN, delivered = NAN;
  char   number[32], given[32], text[96];
  steady_value_table_value (&state->values, STEADY_CHANNEL_SET_PUMP_FLOW, &set);
  steady_value_table_value (&state->values, STEADY_CHANNEL_PUMP_FLOW, &delivered);
  if (isnan (set))
    g_strlcpy (number, "—", sizeof number);
  else
    steady_words_number (set, 3, number, sizeof number);
  if (isnan (delivered))
    g_strlcpy (given, "—", sizeof given);
  else
    steady_words_number (delivered, 3, given, sizeof given);
  g_snprintf (text, sizeof text, _ ("set %s · pump delivers %s"), number, given);
  steady_fit_text_set_text (self->set, text);
  g_snprintf (text, sizeof text, _ ("%s · set %s"), say_caption (state), number);
  if (self->compact && !state->silent)
    steady_fit_text_set_text (self->caption, text);
  steady_set_bar_set (self->bar, set, delivered);
}

/* Shows the flows as @state knows them. */
void
steady_flow_tile_refresh (SteadyFlowTile           *self,
                          const SteadyConsoleState *state,
                          SteadyInstant             real_now)
{
  SteadyReadout flow, per_kg, index;
  char          text[96], note[160];

  steady_readout_channel (state, STEADY_CHANNEL_PATIENT_FLOW, real_now, &flow);
  steady_readout_channel (state, STEADY_CHANNEL_FLOW_PER_KG, real_now, &per_kg);
  steady_readout_channel (state, STEADY_CHANNEL_FLOW_INDEX, real_now, &index);
  steady_fit_text_set_text (self->flow, flow.value);
  steady_fit_text_set_text (self->per_kg, per_kg.value);
  steady_fit_text_set_text (self->index, index.value);
  if (flow.note[0] != '\0')
    {
      g_snprintf (text, sizeof text, _ ("FLOW: %s"), flow.note);
      steady_fit_text_set_text (self->caption, text);
    }
  else
    steady_fit_text_set_text (self->caption, say_caption (state));
  show_set (self, state);
  steady_look_alarm (GTK_WIDGET (self), worst_alarm (state));
  steady_look_readout (GTK_WIDGET (self), flow.kind);
  g_snprintf (
      note, sizeof note, "%s mL/kg/min, %s L/min/m²", per_kg.value, index.value);
  steady_look_describe (
      GTK_WIDGET (self), _ ("Flow to the patient"), flow.value, "L/min", note);
}

/* Where there is little height the set value stands in the caption. */
void
steady_flow_tile_set_compact (SteadyFlowTile *self, gboolean compact)
{
  self->compact = compact;
  gtk_widget_set_visible (GTK_WIDGET (self->set), !compact);
}

static void
steady_flow_tile_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_FLOW_TILE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_flow_tile_parent_class)->dispose (object);
}

static void
steady_flow_tile_class_init (SteadyFlowTileClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_flow_tile_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_SET_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-flow-tile"));
  gtk_widget_class_bind_template_child (widget_class, SteadyFlowTile, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyFlowTile, caption);
  gtk_widget_class_bind_template_child (widget_class, SteadyFlowTile, flow);
  gtk_widget_class_bind_template_child (widget_class, SteadyFlowTile, per_kg);
  gtk_widget_class_bind_template_child (widget_class, SteadyFlowTile, index);
  gtk_widget_class_bind_template_child (widget_class, SteadyFlowTile, set);
  gtk_widget_class_bind_template_child (widget_class, SteadyFlowTile, bar);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_flow_tile_init (SteadyFlowTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
