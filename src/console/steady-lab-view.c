/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-lab-view.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-clinical-layout.h"
#include "console/steady-plan-cell.h"
#include "console/steady-site-settings.h"
#include "perfusion/steady-gas-strategy.h"
#include "widgets/steady-words.h"

enum
{
  LAB_CELLS = 12
};

enum
{
  ASK,
  RECORD,
  N_SIGNALS
};

static const SteadyChannel lab_channels[LAB_CELLS] = {
  STEADY_CHANNEL_ARTERIAL_PH,
  STEADY_CHANNEL_ARTERIAL_PCO2,
  STEADY_CHANNEL_ARTERIAL_PO2,
  STEADY_CHANNEL_BASE_EXCESS,
  STEADY_CHANNEL_POTASSIUM,
  STEADY_CHANNEL_IONISED_CALCIUM,
  STEADY_CHANNEL_GLUCOSE,
  STEADY_CHANNEL_LACTATE,
  STEADY_CHANNEL_HAEMATOCRIT,
  STEADY_CHANNEL_HAEMOGLOBIN,
  STEADY_CHANNEL_ARTERIAL_SATURATION,
  STEADY_CHANNEL_VENOUS_SATURATION
};

struct _SteadyLabView
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkWidget         *cells[LAB_CELLS];
  GtkWidget         *act_device;
  SteadyFitText     *corrected;
  SteadyResultOffer *offer;
  GtkButton         *record;
  double             drafts[LAB_CELLS]; /* as entered; NAN: not */
  char               device[40];        /* that measured them; "": not known */
  SteadyConsoleLink *link;              /* NULL: nothing is measured */
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyLabView, steady_lab_view, GTK_TYPE_WIDGET)

/* The unit of this site for @channel. */
const SteadyLaboratoryUnit *
steady_lab_view_unit (SteadyChannel channel)
{
  g_autofree char            *chosen = steady_site_settings_unit (channel);
  const SteadyLaboratoryUnit *unit =
      chosen != NULL ? steady_laboratory_unit (channel, chosen) : NULL;
  for (unsigned i = 0; unit == NULL && steady_laboratory_unit_at (i) != NULL; i++)
    if (steady_laboratory_unit_at (i)->channel == channel)
      unit = steady_laboratory_unit_at (i);
  return unit;
}

static void
word_entered (const SteadyLaboratoryUnit *unit, double value, char *text, size_t size)
{
  char number[32];
  steady_words_number (value, unit->decimals, number, sizeof number);
  g_snprintf (text, size, "%s %s", number, unit->unit);
}

/* pH and pCO2 as entered are at 37 °C; beside them what they are at the blood's. */
static void
show_corrected (SteadyLabView *self)
{
  char         text[160] = "";
  double       temperature, ph, pco2, value;
  const double entered_ph = self->drafts[0], entered_pco2 = self->drafts[1];

  if (self->link != NULL && isfinite (entered_ph) && isfinite (entered_pco2) &&
      steady_value_table_value (&steady_console_link_state (self->link)->values,
                                STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
                                &temperature))
    {
      const SteadyLaboratoryUnit *unit =
          steady_lab_view_unit (STEADY_CHANNEL_ARTERIAL_PCO2);
      value = entered_pco2 * unit->factor;
      if (steady_gas_at (entered_ph,
                         (SteadyPressure){ value },
                         (SteadyTemp){ temperature },
                         &ph,
                         &pco2))
        {
          char words[32], number[32], degrees[16];
          word_entered (unit, pco2 / unit->factor, words, sizeof words);
          steady_words_number (ph, 2, number, sizeof number);
          steady_words_number (temperature, 1, degrees, sizeof degrees);
          g_snprintf (text,
                      sizeof text,
                      _ ("alpha-stat, 37 °C: as entered · pH-stat, blood at %s °C: "
                         "pH %s, pCO₂ %s"),
                      degrees,
                      number,
                      words);
        }
    }
  steady_fit_text_set_text (self->corrected, text);
}

static void
show_cells (SteadyLabView *self)
{
  bool any = false;
  for (unsigned i = 0; i < LAB_CELLS; i++)
    {
      const SteadyLaboratoryUnit *unit = steady_lab_view_unit (lab_channels[i]);
      char                        text[48];
      const bool                  known = isfinite (self->drafts[i]);
      g_snprintf (text, sizeof text, "— %s", unit->unit);
      if (known)
        word_entered (unit, self->drafts[i], text, sizeof text);
      any = any || known;
      steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[i]),
                             _ (steady_channel_info (lab_channels[i])->label),
                             text,
                             known);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->record), any);
  show_corrected (self);
}

/* The value of @channel as it was entered; NAN: it was not. */
double
steady_lab_view_get (SteadyLabView *self, SteadyChannel channel)
{
  for (unsigned i = 0; i < LAB_CELLS; i++)
    if (lab_channels[i] == channel)
      return self->drafts[i];
  return NAN;
}

/* Enters @value for @channel. */
void
steady_lab_view_set (SteadyLabView *self, SteadyChannel channel, double value)
{
  for (unsigned i = 0; i < LAB_CELLS; i++)
    if (lab_channels[i] == channel)
      self->drafts[i] = value;
  show_cells (self);
}

/* Nothing is entered any more. */
void
steady_lab_view_clear (SteadyLabView *self)
{
  for (unsigned i = 0; i < LAB_CELLS; i++)
    self->drafts[i] = NAN;
  self->device[0] = '\0';
  show_cells (self);
}

/* One more measured value of a sample. */
void
steady_lab_view_add (SteadyClinicalRecord       *record,
                     const SteadyLaboratoryUnit *unit,
                     double                      entered)
{
  SteadyClinicalValue *value = &record->values[record->n_values++];
  value->channel = (uint32_t) unit->channel;
  value->entered = entered;
  g_strlcpy (value->unit, unit->unit, sizeof value->unit);
}

/* What was entered becomes one sample; false: nothing was. */
bool
steady_lab_view_fill (SteadyLabView *self, SteadyClinicalRecord *record)
{
  double temperature;

  for (unsigned i = 0; i < LAB_CELLS; i++)
    if (isfinite (self->drafts[i]))
      steady_lab_view_add (
          record, steady_lab_view_unit (lab_channels[i]), self->drafts[i]);
  if (self->link != NULL &&
      steady_value_table_value (&steady_console_link_state (self->link)->values,
                                STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
                                &temperature))
    record->temperature_c = temperature;
  g_strlcpy (record->device, self->device, sizeof record->device);
  return record->n_values > 0;
}

/* An analyser's sample that a person says is this child's: its values become drafts, to
 * be seen once more before they are recorded. */
static void
on_offer_taken (SteadyLabView                *self,
                const SteadyLaboratoryResult *result,
                gboolean                      venous)
{
  for (unsigned i = 0; i < LAB_CELLS; i++)
    if (!steady_result_offer_value (
            result, venous, steady_lab_view_unit (lab_channels[i]), &self->drafts[i]))
      self->drafts[i] = NAN;
  steady_result_offer_device (result, self->device, sizeof self->device);
  show_cells (self);
}

/* What an analyser has sent. */
SteadyResultOffer *
steady_lab_view_offer (SteadyLabView *self)
{
  return self->offer;
}

/* Tells where values that are measured come from; before it is seen. */
void
steady_lab_view_bind (SteadyLabView *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
on_named (GtkWidget *button, SteadyLabView *self)
{
  g_signal_emit (self, signals[ASK], 0, gtk_widget_get_name (button));
}

static void
on_record (SteadyLabView *self)
{
  g_signal_emit (self, signals[RECORD], 0);
}

static GtkWidget *
new_act (SteadyLabView *self)
{
  GtkWidget *button = gtk_button_new_with_label ("ACT");

  gtk_widget_set_name (button, "act");
  gtk_widget_set_size_request (button, 160, 56);
  g_signal_connect (button, "clicked", G_CALLBACK (on_named), self);
  return button;
}

/* Which device measured the ACT, beside it: “On bypass” wants to know. */
static void
show_act_device (SteadyLabView *self)
{
  g_autofree char *name = steady_site_settings_act_device ();

  steady_plan_cell_show (STEADY_PLAN_CELL (self->act_device),
                         _ ("ACT device"),
                         name[0] != '\0' ? name : _ ("tap to name it"),
                         name[0] != '\0');
}

static void
on_act_device (SteadyLabView *self)
{
  steady_site_settings_next_act_device ();
  show_act_device (self);
}

static GtkWidget *
new_act_device (SteadyLabView *self)
{
  self->act_device = steady_plan_cell_new (STEADY_PLAN_CELL_INPUT, LAB_CELLS);
  gtk_widget_set_name (self->act_device, "act-device");
  gtk_widget_set_size_request (self->act_device, 160, 56);
  g_signal_connect_swapped (
      self->act_device, "clicked", G_CALLBACK (on_act_device), self);
  show_act_device (self);
  return self->act_device;
}

static void
build (SteadyLabView *self)
{
  GtkWidget *flow = steady_clinical_layout_flow ();
  GtkWidget *strip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  steady_clinical_layout_add (flow, new_act (self));
  steady_clinical_layout_add (flow, new_act_device (self));
  for (unsigned i = 0; i < LAB_CELLS; i++)
    {
      self->cells[i] = steady_plan_cell_new (STEADY_PLAN_CELL_INPUT, i);
      gtk_widget_set_name (self->cells[i], steady_channel_info (lab_channels[i])->name);
      gtk_widget_set_size_request (self->cells[i], 160, 56);
      g_signal_connect (self->cells[i], "clicked", G_CALLBACK (on_named), self);
      steady_clinical_layout_add (flow, self->cells[i]);
    }
  self->corrected = steady_clinical_layout_text (40, 2);
  self->record = GTK_BUTTON (gtk_button_new_with_label (_ ("Record sample")));
  gtk_widget_set_name (GTK_WIDGET (self->record), "record-sample");
  gtk_widget_set_size_request (GTK_WIDGET (self->record), 190, 56);
  gtk_widget_add_css_class (GTK_WIDGET (self->record), "suggested");
  g_signal_connect_swapped (self->record, "clicked", G_CALLBACK (on_record), self);
  gtk_box_append (GTK_BOX (strip), GTK_WIDGET (self->corrected));
  gtk_box_append (GTK_BOX (strip), GTK_WIDGET (self->record));
  self->offer = STEADY_RESULT_OFFER (steady_result_offer_new ());
  g_signal_connect_swapped (self->offer, "taken", G_CALLBACK (on_offer_taken), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->offer));
  gtk_box_append (GTK_BOX (self->box), steady_clinical_layout_scrolled (flow));
  gtk_box_append (GTK_BOX (self->box), strip);
}

static void
steady_lab_view_dispose (GObject *object)
{
  SteadyLabView *self = STEADY_LAB_VIEW (object);
  self->link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_lab_view_parent_class)->dispose (object);
}

static void
steady_lab_view_class_init (SteadyLabViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_lab_view_dispose;
  signals[ASK] = g_signal_new ("ask",
                               STEADY_TYPE_LAB_VIEW,
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               1,
                               G_TYPE_STRING);
  signals[RECORD] = g_signal_new ("record",
                                  STEADY_TYPE_LAB_VIEW,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "labview");
}

static void
steady_lab_view_init (SteadyLabView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (unsigned i = 0; i < LAB_CELLS; i++)
    self->drafts[i] = NAN;
  build (self);
  show_cells (self);
}

GtkWidget *
steady_lab_view_new (void)
{
  return g_object_new (STEADY_TYPE_LAB_VIEW, NULL);
}
