/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-goals-page.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-clinical-sender.h"
#include "console/steady-plan-cell.h"
#include "console/steady-readout.h"
#include "console/steady-trend-panel.h"
#include "measure/steady-laboratory-unit.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-words.h"

enum
{
  INPUTS = 4
};

/* One number: how it is made, of what, and who says so. */
typedef struct Goal
{
  SteadyChannel channel;
  const char   *formula;
  SteadyChannel inputs[INPUTS];
  const char   *source;
} Goal;

static const Goal goals[] = {
  { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX,
    N_ ("DO₂i = index × (1.34 × Hb × SaO₂ + 0.003 × PaO₂) × 10; Hb = Hct / 3 where "
        "none "
        "is measured"),
    { STEADY_CHANNEL_FLOW_INDEX,
      STEADY_CHANNEL_HAEMATOCRIT,
      STEADY_CHANNEL_ARTERIAL_SATURATION,
      STEADY_CHANNEL_ARTERIAL_PO2 },
    N_ ("practice sheet 4.1") },
  { STEADY_CHANNEL_OXYGEN_CONSUMPTION_INDEX,
    N_ ("VO₂i = DO₂i × O₂ extraction"),
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_OXYGEN_EXTRACTION },
    N_ ("Fick; practice sheet 4.1") },
  { STEADY_CHANNEL_OXYGEN_EXTRACTION,
    N_ ("O₂ extraction = (SaO₂ − SvO₂) / SaO₂"),
    { STEADY_CHANNEL_ARTERIAL_SATURATION, STEADY_CHANNEL_VENOUS_SATURATION },
    N_ ("practice sheet 4.1") },
  { STEADY_CHANNEL_CO2_PRODUCTION_INDEX,
    N_ ("VCO₂i = sweep × CO₂ in the exhaust × 1.15 / surface"),
    { STEADY_CHANNEL_SWEEP, STEADY_CHANNEL_EXHAUST_CO2 },
    N_ ("practice sheet 4.1; factor [GK]") },
  { STEADY_CHANNEL_DELIVERY_PER_CO2,
    N_ ("DO₂i / VCO₂i; below about 5 the tissue goes without oxygen [GK]"),
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_CO2_PRODUCTION_INDEX },
    N_ ("practice sheet 4.1 [GK]") },
  { STEADY_CHANNEL_DELIVERY_NADIR,
    N_ ("The lowest DO₂i of this case, on bypass, without arrest, above 32 °C"),
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE },
    N_ ("practice sheet 4.1: no relation at 26 to 32 °C") },
  { STEADY_CHANNEL_DELIVERY_DEFICIT,
    N_ ("The sum of what DO₂i was below its target, minute by minute, while it "
        "counted"),
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE },
    N_ ("practice sheet 4.1") },
  { STEADY_CHANNEL_DELIVERY_LOW_TIME,
    N_ ("Minutes below the target of DO₂i, while it counted"),
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE },
    N_ ("practice sheet 4.1") },
  { STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE,
    N_ ("NIRS now / NIRS when the baseline was taken"),
    { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT },
    N_ ("practice sheet 2.2 row 31") },
  { STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE,
    N_ ("NIRS now / NIRS when the baseline was taken"),
    { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT },
    N_ ("practice sheet 2.2 row 31") },
};

enum
{
  N_GOALS = G_N_ELEMENTS (goals),
  COLUMNS = 4
};

struct _SteadyGoalsPage
{
  GtkWidget            parent_instance;
  GtkStack            *outer; /* the page, or the pad over all of it */
  GtkWidget           *box;
  GtkWidget           *cells[N_GOALS];
  GtkStack            *stack; /* numbers, trend */
  GtkToggleButton     *numbers;
  GtkToggleButton     *trend_tab;
  GtkButton           *exhaust;
  GtkButton           *baseline;
  SteadyTrendPanel    *trend;
  SteadyNumberPad     *pad;
  SteadyClinicalSender sender;
  SteadyFitText       *words;
  SteadyFitText       *state;
  SteadyConsoleLink   *link;
  unsigned             explained;
};

static void steady_goals_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyGoalsPage,
                               steady_goals_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_goals_page_page_init))

static SteadyConsoleState *
state_of (const SteadyGoalsPage *self)
{
  return steady_console_link_state (self->link);
}

static void
append_value (SteadyGoalsPage *self,
              GString         *text,
              SteadyChannel    channel,
              SteadyInstant    real_now)
{
  const SteadyChannelInfo *info = steady_channel_info (channel);
  SteadyReadout            readout;

  steady_readout_channel (state_of (self), channel, real_now, &readout);
  g_string_append_printf (text,
                          "%s%s %s %s",
                          text->len > 0 ? " · " : "",
                          _ (info->label),
                          readout.value,
                          steady_shown_unit (channel).unit);
}

static void
show_words (SteadyGoalsPage *self, SteadyInstant real_now)
{
  const Goal *goal = &goals[self->explained];
  g_autoptr (GString) inputs = g_string_new (NULL);

  for (unsigned i = 0; i < INPUTS && goal->inputs[i] != 0; i++)
    append_value (self, inputs, goal->inputs[i], real_now);
  g_autofree char *text =
      g_strdup_printf ("%s\n%s\n%s", _ (goal->formula), inputs->str, _ (goal->source));
  steady_fit_text_set_text (self->words, text);
}

/* A saturation of the brain and what part of its baseline that is, or only the first
 * where no baseline was taken, which is said: 85 % of it would be another matter. */
static void
word_nirs (const SteadyGoalsPage *self,
           SteadyChannel          of_baseline,
           SteadyInstant          real_now,
           char                  *ret_text,
           size_t                 size,
           bool                  *ret_known)
{
  const SteadyChannel absolute = of_baseline == STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE
                                     ? STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT
                                     : STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT;
  SteadyReadout       now, part;

  steady_readout_channel (state_of (self), absolute, real_now, &now);
  steady_readout_channel (state_of (self), of_baseline, real_now, &part);
  *ret_known = now.kind == STEADY_READOUT_LIVE || now.kind == STEADY_READOUT_DOUBTFUL;
  if (part.kind == STEADY_READOUT_LIVE || part.kind == STEADY_READOUT_DOUBTFUL)
    g_snprintf (ret_text, size, "%s %% · %s %%", now.value, part.value);
  else if (*ret_known)
    g_snprintf (ret_text, size, _ ("%s %% · no baseline"), now.value);
  else
    g_snprintf (ret_text, size, "%s %%", now.value);
}

/* What was missing so far, beside the trend: the area under the target. */
static void
append_deficit (const SteadyGoalsPage *self, char *text, size_t size)
{
  double missing, minutes;
  char   amount[32], time[32];

  if (!steady_value_table_value (
          &state_of (self)->values, STEADY_CHANNEL_DELIVERY_DEFICIT, &missing) ||
      !steady_value_table_value (
          &state_of (self)->values, STEADY_CHANNEL_DELIVERY_LOW_TIME, &minutes))
    return;
  steady_words_number (missing, 0, amount, sizeof amount);
  steady_words_number (minutes, 1, time, sizeof time);
  g_autofree char *words =
      g_strdup_printf (_ (" · missing %s mL/m² in %s min"), amount, time);
  g_strlcat (text, words, size);
}

/* Whether the time counts now, and why not. */
static void
show_state (SteadyGoalsPage *self)
{
  const double target =
      steady_console_config_plan (&state_of (self)->config, "do2i_target_ml_min_m2");
  double     temperature;
  char       text[200], number[32];
  const bool known =
      steady_value_table_value (&state_of (self)->values,
                                STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
                                &temperature);

  steady_words_number (target, 0, number, sizeof number);
  g_snprintf (text,
              sizeof text,
              _ ("Target of DO₂i %s mL/min/m² · %s"),
              isfinite (target) ? number : "—",
              !known               ? _ ("the child's temperature is not known")
              : temperature > 32.0 ? _ ("warm: it counts on bypass")
                                   : _ ("cold: it does not count"));
  append_deficit (self, text, sizeof text);
  steady_fit_text_set_text (self->state, text);
}

/* Whether the theme is dim: letters are lighter than half a white. */
static gboolean
is_dark (SteadyGoalsPage *self)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                               &colour);
  return colour.red + colour.green + colour.blue > 1.5f;
}

static void
show (SteadyGoalsPage *self, SteadyInstant real_now)
{
  if (self->link == NULL)
    return;
  for (unsigned i = 0; i < N_GOALS; i++)
    {
      const SteadyChannelInfo *info = steady_channel_info (goals[i].channel);
      SteadyReadout            readout;
      char                     text[80];
      steady_readout_channel (state_of (self), goals[i].channel, real_now, &readout);
      bool known = readout.kind == STEADY_READOUT_LIVE ||
                   readout.kind == STEADY_READOUT_DOUBTFUL;
      g_snprintf (text,
                  sizeof text,
                  "%s %s",
                  readout.value,
                  steady_shown_unit (goals[i].channel).unit);
      if (goals[i].channel == STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE ||
          goals[i].channel == STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE)
        word_nirs (self, goals[i].channel, real_now, text, sizeof text, &known);
      steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[i]),
                             _ (info->label),
                             known ? text : "—",
                             known);
    }
  show_words (self, real_now);
  show_state (self);
  const bool usable = !state_of (self)->silent && state_of (self)->config.in_control;
  gtk_widget_set_sensitive (GTK_WIDGET (self->baseline), usable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->exhaust),
                            usable &&
                                state_of (self)->desk.desk.operator_name[0] != '\0');
  if (gtk_widget_get_mapped (GTK_WIDGET (self->trend)))
    steady_trend_panel_refresh (self->trend, real_now, is_dark (self));
}

/* What stands behind one number, with what went in now. */
void
steady_goals_page_explain (SteadyGoalsPage *self, unsigned cell)
{
  self->explained = cell;
  show_words (self, steady_clock_now ());
}

/* For tests. */
const char *
steady_goals_page_words (SteadyGoalsPage *self)
{
  return steady_fit_text_get_text (self->words);
}

static void
on_cell (SteadyPlanCell *cell, SteadyGoalsPage *self)
{
  if (self->link != NULL)
    steady_goals_page_explain (self, steady_plan_cell_index (cell));
}

static void
on_baseline (SteadyGoalsPage *self)
{
  steady_console_link_mark (self->link, STEADY_EVENT_CEREBRAL_BASELINE, 0, "");
}

static void
show_tab (SteadyGoalsPage *self)
{
  gtk_stack_set_visible_child_name (self->outer, "page");
  gtk_stack_set_visible_child_name (
      self->stack,
      gtk_toggle_button_get_active (self->trend_tab) ? "trend" : "numbers");
  if (self->link != NULL)
    show (self, steady_clock_now ());
}

/* The laboratory's CO2 of the gas that leaves the oxygenator, in the site's unit. */
static void
on_exhaust (SteadyGoalsPage *self)
{
  const SteadyShownUnit       shown = steady_shown_unit (STEADY_CHANNEL_EXHAUST_CO2);
  const SteadyLaboratoryUnit *unit =
      steady_laboratory_unit (STEADY_CHANNEL_EXHAUST_CO2, shown.unit);
  double now = 0;

  steady_value_table_value (&state_of (self)->values, STEADY_CHANNEL_EXHAUST_CO2, &now);
  steady_number_pad_ask (
      self->pad,
      &(SteadyNumberPadQuestion){ .title = _ ("CO₂ in the exhaust"),
                                  .unit = unit->unit,
                                  .value = now > 0 ? now * shown.factor : unit->low,
                                  .low = unit->low,
                                  .high = unit->high,
                                  .step = unit->step,
                                  .decimals = unit->decimals });
  gtk_stack_set_visible_child_name (self->outer, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
on_entered (SteadyGoalsPage *self, double value)
{
  SteadyClinicalRecord record =
      steady_clinical_sender_begin (&self->sender, STEADY_CLINICAL_SAMPLE, "", NAN);

  record.n_values = 1;
  record.values[0] =
      (SteadyClinicalValue){ .entered = value, .channel = STEADY_CHANNEL_EXHAUST_CO2 };
  g_strlcpy (record.values[0].unit,
             steady_shown_unit (STEADY_CHANNEL_EXHAUST_CO2).unit,
             sizeof record.values[0].unit);
  if (steady_clinical_sender_send (&self->sender, &record))
    show_tab (self);
  else
    steady_number_pad_say (self->pad, self->sender.words);
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyGoalsPage *self = STEADY_GOALS_PAGE (page);

  if (frame->header.type == STEADY_FRAME_WELCOME)
    steady_trend_panel_open (self->trend);
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  show (STEADY_GOALS_PAGE (page), real_now);
}

static void
steady_goals_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "oxygen";
  interface->title = N_ ("Oxygen");
  interface->take = take;
  interface->refresh = refresh;
}

static GtkWidget *
build_cells (SteadyGoalsPage *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (unsigned i = 0; i < N_GOALS; i++)
    {
      self->cells[i] = steady_plan_cell_new (STEADY_PLAN_CELL_ITEM, i);
      gtk_widget_set_size_request (self->cells[i], 100, 60);
      gtk_widget_set_hexpand (self->cells[i], TRUE);
      gtk_grid_attach (GTK_GRID (grid),
                       self->cells[i],
                       (int) (i % COLUMNS),
                       (int) (i / COLUMNS),
                       1,
                       1);
      g_signal_connect (self->cells[i], "clicked", G_CALLBACK (on_cell), self);
      steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[i]), "", "—", FALSE);
    }
  return grid;
}

static GtkButton *
add_button (GtkWidget *row, GtkWidget *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_size_request (button, 64, 56);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (row), button);
  return GTK_BUTTON (button);
}

/* Two tabs, and what a person does here. */
static GtkWidget *
build_row (SteadyGoalsPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  self->numbers = GTK_TOGGLE_BUTTON (
      add_button (row, gtk_toggle_button_new_with_label (_ ("Numbers"))));
  self->trend_tab = GTK_TOGGLE_BUTTON (
      add_button (row, gtk_toggle_button_new_with_label (_ ("Trend"))));
  gtk_toggle_button_set_group (self->trend_tab, self->numbers);
  gtk_toggle_button_set_active (self->numbers, TRUE);
  self->exhaust = add_button (row, gtk_button_new_with_label (_ ("Enter exhaust CO₂")));
  self->baseline =
      add_button (row, gtk_button_new_with_label (_ ("Take NIRS baseline")));
  gtk_widget_set_name (GTK_WIDGET (self->exhaust), "exhaust");
  gtk_widget_set_name (GTK_WIDGET (self->trend_tab), "trend_tab");
  g_signal_connect_swapped (self->trend_tab, "toggled", G_CALLBACK (show_tab), self);
  g_signal_connect_swapped (self->exhaust, "clicked", G_CALLBACK (on_exhaust), self);
  g_signal_connect_swapped (self->baseline, "clicked", G_CALLBACK (on_baseline), self);
  return row;
}

static SteadyFitText *
add_text (GtkWidget *box, int lines, int height)
{
  SteadyFitText *text = g_object_new (STEADY_TYPE_FIT_TEXT,
                                      "xalign",
                                      0.0,
                                      "lines",
                                      lines,
                                      "height-request",
                                      height,
                                      NULL);
  gtk_widget_add_css_class (GTK_WIDGET (text), "planstatus");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (text));
  return text;
}

static void
steady_goals_page_dispose (GObject *object)
{
  SteadyGoalsPage *self = STEADY_GOALS_PAGE (object);
  self->link = NULL;
  if (self->outer != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->outer));
  self->outer = NULL;
  G_OBJECT_CLASS (steady_goals_page_parent_class)->dispose (object);
}

static void
steady_goals_page_finalize (GObject *object)
{
  steady_clinical_sender_finish (&STEADY_GOALS_PAGE (object)->sender);
  G_OBJECT_CLASS (steady_goals_page_parent_class)->finalize (object);
}

static void
steady_goals_page_class_init (SteadyGoalsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_goals_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_goals_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cardioplegiapage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_goals_page_init (SteadyGoalsPage *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->outer = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->outer), GTK_WIDGET (self));
  gtk_stack_add_named (self->outer, self->box, "page");
  gtk_box_append (GTK_BOX (self->box), build_row (self));
  self->state = add_text (self->box, 1, 24);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "strong");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  GtkWidget *sheet = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (sheet), build_cells (self));
  self->words = add_text (sheet, 3, 72);
  gtk_stack_add_named (self->stack, sheet, "numbers");
  self->trend = g_object_new (STEADY_TYPE_TREND_PANEL, NULL);
  steady_trend_panel_choose (self->trend, STEADY_TREND_SET_OXYGEN);
  steady_trend_panel_set_compact (self->trend, TRUE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->trend), "trend");
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_swapped (self->pad, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->pad, "cancelled", G_CALLBACK (show_tab), self);
  gtk_stack_add_named (self->outer, GTK_WIDGET (self->pad), "pad");
  steady_clinical_sender_init (&self->sender);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Oxygen"), -1);
}

GtkWidget *
steady_goals_page_new (void)
{
  return g_object_new (STEADY_TYPE_GOALS_PAGE, NULL);
}

/* Tells which link the marks go to; once, before the page is seen. */
void
steady_goals_page_bind (SteadyGoalsPage *self, SteadyConsoleLink *link)
{
  self->link = link;
  self->sender.link = link;
  steady_trend_panel_start (
      self->trend, steady_console_link_state (link), STEADY_PLOT_BACKEND_CPU);
}
