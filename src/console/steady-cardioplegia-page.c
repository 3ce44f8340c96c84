/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-cardioplegia-page.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-clinical-list.h"
#include "console/steady-clinical-sender.h"
#include "console/steady-plan-cell.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

typedef enum Cell
{
  CELL_DOSE,
  CELL_RATIO,
  CELL_SINCE,
  CELL_DUE,
  CELL_TOTAL,
  CELL_PRESSURE,
  CELL_FLOW,
  CELL_TEMPERATURE,
  N_CELLS
} Cell;

static const char *const routes[] = { "antegrade", "retrograde", "ostial" };

struct _SteadyCardioplegiaPage
{
  GtkWidget            parent_instance;
  GtkWidget           *box;
  GtkStack            *stack;
  GtkWidget           *cells[N_CELLS];
  GtkToggleButton     *solutions[STEADY_CLINICAL_SOLUTIONS];
  GtkToggleButton     *routes[G_N_ELEMENTS (routes)];
  SteadyHoldButton    *pump;
  GtkButton           *hand;
  SteadyFitText       *status;
  SteadyNumberPad     *pad;
  SteadyClinicalSender sender;
  unsigned             solution;
  unsigned             route;
  bool                 by_pump;   /* it was asked since the last record */
  double               chosen_ml; /* NAN: as the plan or the solution has it */
};

static void steady_cardioplegia_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    SteadyCardioplegiaPage,
    steady_cardioplegia_page,
    GTK_TYPE_WIDGET,
    G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE, steady_cardioplegia_page_page_init))

static SteadyConsoleState *
state_of (const SteadyCardioplegiaPage *self)
{
  return steady_console_link_state (self->sender.link);
}

/* What the plan in force says of the dose in mL; NAN: nothing, or of another solution.
 */
static double
planned_dose (const SteadyCardioplegiaPage *self, bool first)
{
  const SteadyClinicalSolution *solution = steady_clinical_solution (self->solution);
  const SteadyConsoleConfig    *config = &state_of (self)->config;
  struct json_object           *planned = NULL;

  if (config->plan == NULL || solution == NULL ||
      !json_object_object_get_ex (config->plan, "cardioplegia_solution", &planned) ||
      !json_object_is_type (planned, json_type_string) ||
      strcmp (json_object_get_string (planned), solution->id) != 0)
    return NAN;
  return steady_console_config_plan (
      config, first ? "cardioplegia_first_ml" : "cardioplegia_redose_ml");
}

/* The dose in mL that stands to be given; NAN: neither plan nor weight is known. */
static double
dose_of (const SteadyCardioplegiaPage *self)
{
  const SteadyClinicalSolution *solution = steady_clinical_solution (self->solution);
  const bool   first = state_of (self)->last_plegia == STEADY_INSTANT_NEVER;
  const double weight = steady_clinical_sender_weight (&self->sender);

  const double planned = planned_dose (self, first);

  if (isfinite (self->chosen_ml))
    return self->chosen_ml;
  if (isfinite (planned))
    return planned;
  if (solution == NULL || !isfinite (weight))
    return NAN;
  return round (first ? MIN (solution->first_ml_kg * weight, solution->first_cap_ml)
                      : MIN (solution->redose_ml_kg * weight, solution->redose_cap_ml));
}

static void
show_cell (SteadyCardioplegiaPage *self,
           Cell                    cell,
           const char             *caption,
           const char             *value,
           bool                    known)
{
  steady_plan_cell_show (
      STEADY_PLAN_CELL (self->cells[cell]), caption, known ? value : "—", known);
}

static void
show_dose (SteadyCardioplegiaPage *self)
{
  const SteadyClinicalSolution *solution = steady_clinical_solution (self->solution);
  const double                  weight = steady_clinical_sender_weight (&self->sender);
  const double                  dose = dose_of (self);
  char                          text[64];
  const bool                    known = isfinite (dose) && dose > 0;

  if (isfinite (weight) && weight > 0)
    g_snprintf (text, sizeof text, "%.0f mL · %.1f mL/kg", dose, dose / weight);
  else
    g_snprintf (text, sizeof text, "%.0f mL", dose);
  show_cell (self, CELL_DOSE, _ ("Next dose (tap to change)"), text, known);
  g_snprintf (text,
              sizeof text,
              "%u : %u",
              solution != NULL ? solution->blood_parts : 0,
              solution != NULL ? solution->crystalloid_parts : 0);
  show_cell (self, CELL_RATIO, _ ("Blood : crystalloid"), text, solution != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->hand), known);
  gtk_widget_set_sensitive (
      GTK_WIDGET (self->pump),
      known &&
          state_of (self)->config.controls[STEADY_CONTROL_CARDIOPLEGIA_DOSE].present);
}

/* Counted from the end of the last dose, only while the clamp is on (rule 23): the
 * engine tells how long it is. */
static void
show_times (SteadyCardioplegiaPage *self)
{
  const SteadyClinicalSolution *solution = steady_clinical_solution (self->solution);
  const SteadyValueTable       *values = &state_of (self)->values;
  double                        age = 0, given = 0;
  char                          text[64];
  const bool                    clamped =
      steady_value_table_value (values, STEADY_CHANNEL_CARDIOPLEGIA_AGE, &age);
  const bool dosed =
      steady_value_table_value (values, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, &given) &&
      given > 0.5;

  g_snprintf (text, sizeof text, _ ("%.0f min"), floor (age));
  show_cell (self,
             CELL_SINCE,
             dosed || !clamped ? _ ("Since the last dose")
                               : _ ("Clamped without a dose"),
             text,
             clamped);
  const double left = solution != NULL ? solution->interval_min - age : 0;
  if (left < 0)
    g_snprintf (text, sizeof text, _ ("OVERDUE by %.0f min"), -left);
  else
    g_snprintf (text, sizeof text, _ ("in %.0f min"), ceil (left));
  show_cell (self,
             CELL_DUE,
             _ ("Next due"),
             dosed ? text : _ ("now: first dose"),
             clamped && solution != NULL);
}

static void
show_value (SteadyCardioplegiaPage *self, Cell cell, SteadyChannel channel)
{
  const SteadyChannelInfo *info = steady_channel_info (channel);
  const SteadyShownUnit    shown = steady_shown_unit (channel);
  double                   value = 0;
  char                     number[32], text[64];
  const bool               known =
      steady_value_table_value (&state_of (self)->values, channel, &value);

  steady_words_number (value * shown.factor, shown.decimals, number, sizeof number);
  g_snprintf (text, sizeof text, "%s %s", number, shown.unit);
  show_cell (self, cell, _ (info->label), text, known);
}

static void
show_totals (SteadyCardioplegiaPage *self)
{
  const SteadyClinicalTotals totals = steady_clinical_book_totals (&self->sender.book);
  const double               weight = steady_clinical_sender_weight (&self->sender);
  char                       text[80];

  g_snprintf (text,
              sizeof text,
              _ ("%.0f mL in %u · %.1f mL/kg"),
              totals.cardioplegia_ml,
              totals.cardioplegia_doses,
              totals.cardioplegia_ml / (weight > 0 ? weight : NAN));
  show_cell (self,
             CELL_TOTAL,
             _ ("Recorded so far"),
             text,
             totals.cardioplegia_doses > 0 && weight > 0);
}

static void
show (SteadyCardioplegiaPage *self)
{
  if (self->sender.link == NULL)
    return;
  show_dose (self);
  show_times (self);
  show_totals (self);
  show_value (self, CELL_PRESSURE, STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE);
  show_value (self, CELL_FLOW, STEADY_CHANNEL_CARDIOPLEGIA_FLOW);
  show_value (self, CELL_TEMPERATURE, STEADY_CHANNEL_CARDIOPLEGIA_TEMPERATURE);
  const char *words =
      self->sender.words[0] != '\0' ? self->sender.words
      : state_of (self)->desk.desk.operator_name[0] == '\0'
          ? _ ("Nobody is signed in: nothing can be recorded.")
          : _ ("By hand or by pump: record the dose when it has ended.");
  steady_fit_text_set_text (self->status, words);
  steady_look_class (GTK_WIDGET (self->status), "bad", self->sender.bad);
}

/* A dose as it is set now, with what line and probe say. */
static void
record (SteadyCardioplegiaPage *self)
{
  const SteadyClinicalSolution *solution = steady_clinical_solution (self->solution);
  const SteadyValueTable       *values = &state_of (self)->values;

  if (solution == NULL)
    return;
  SteadyClinicalRecord dose = steady_clinical_sender_begin (
      &self->sender, STEADY_CLINICAL_CARDIOPLEGIA, solution->id, dose_of (self));
  dose.blood_parts = solution->blood_parts;
  dose.crystalloid_parts = solution->crystalloid_parts;
  dose.flags = self->by_pump ? STEADY_CLINICAL_BY_PUMP : 0;
  g_strlcpy (dose.route, routes[self->route], sizeof dose.route);
  steady_value_table_value (
      values, STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE, &dose.pressure_mmhg);
  steady_value_table_value (
      values, STEADY_CHANNEL_CARDIOPLEGIA_TEMPERATURE, &dose.temperature_c);
  steady_clinical_sender_send (&self->sender, &dose);
  self->chosen_ml = NAN;
  self->by_pump = false;
  show (self);
}

static void
on_hand (SteadyCardioplegiaPage *self)
{
  record (self);
}

/* The pump is asked to give it. Whether it did stands on its flow: a person records the
 * dose when it has ended, and what was given is never assumed. */
static void
on_pump (SteadyCardioplegiaPage *self)
{
  if (!steady_console_link_command (
          self->sender.link, STEADY_CONTROL_CARDIOPLEGIA_DOSE, dose_of (self)))
    return;
  self->by_pump = true;
  self->chosen_ml = dose_of (self);
  self->sender.bad = false;
  g_strlcpy (self->sender.words,
             _ ("The pump was asked. Watch its flow; record the dose when it ends."),
             sizeof self->sender.words);
  show (self);
}

static void
on_entered (SteadyCardioplegiaPage *self, double value)
{
  self->chosen_ml = value;
  gtk_stack_set_visible_child_name (self->stack, "sheet");
  show (self);
}

static void
on_cancelled (SteadyCardioplegiaPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "sheet");
}

static void
on_dose (SteadyCardioplegiaPage *self)
{
  const double dose = self->sender.link != NULL ? dose_of (self) : NAN;
  steady_number_pad_ask (
      self->pad,
      &(SteadyNumberPadQuestion){ .title = _ ("Cardioplegia, dose"),
                                  .detail = NULL,
                                  .unit = "mL",
                                  .value = isfinite (dose) ? dose : 1,
                                  .low = 1,
                                  .high = 2000,
                                  .step = dose < 200 ? 1 : 10,
                                  .decimals = 0 });
  gtk_stack_set_visible_child_name (self->stack, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
on_mark (GtkToggleButton *button, SteadyCardioplegiaPage *self)
{
  (void) button;
  for (unsigned i = 0; steady_clinical_solution (i) != NULL; i++)
    if (gtk_toggle_button_get_active (self->solutions[i]))
      {
        if (self->solution != i)
          self->chosen_ml = NAN;
        self->solution = i;
      }
  for (unsigned i = 0; i < G_N_ELEMENTS (routes); i++)
    if (gtk_toggle_button_get_active (self->routes[i]))
      self->route = i;
  show (self);
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyCardioplegiaPage *self = STEADY_CARDIOPLEGIA_PAGE (page);
  steady_clinical_sender_take (&self->sender, frame);
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  (void) real_now;
  show (STEADY_CARDIOPLEGIA_PAGE (page));
}

static void
steady_cardioplegia_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "cardioplegia";
  interface->title = N_ ("Cardioplegia");
  interface->take = take;
  interface->refresh = refresh;
}

/* A ratio is one word: "4 : 1" never ends a line at its colon. */
static char *
keep_ratio (const char *label)
{
  GString *text = g_string_new (label);
  g_string_replace (text, " : ", "\u00a0:\u00a0", 0);
  return g_string_free (text, FALSE);
}

static GtkToggleButton *
new_mark (SteadyCardioplegiaPage *self,
          GtkWidget              *row,
          GtkToggleButton        *group,
          const char             *label)
{
  g_autofree char *words = keep_ratio (label);
  GtkWidget       *button = gtk_toggle_button_new_with_label (words);
  GtkLabel        *text = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));
  gtk_label_set_wrap (text, TRUE);
  gtk_label_set_justify (text, GTK_JUSTIFY_CENTER);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  gtk_widget_set_size_request (button, 64, 56);
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect (button, "toggled", G_CALLBACK (on_mark), self);
  gtk_box_append (GTK_BOX (row), button);
  return GTK_TOGGLE_BUTTON (button);
}

static GtkWidget *
build_marks (SteadyCardioplegiaPage *self)
{
  static const char *const names[] = { N_ ("antegrade"),
                                       N_ ("retrograde"),
                                       N_ ("ostial") };
  GtkWidget               *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; steady_clinical_solution (i) != NULL; i++)
    self->solutions[i] = new_mark (
        self, row, self->solutions[0], _ (steady_clinical_solution (i)->name));
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    self->routes[i] = new_mark (self, row, self->routes[0], _ (names[i]));
  return row;
}

static GtkWidget *
build_cells (SteadyCardioplegiaPage *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (unsigned i = 0; i < N_CELLS; i++)
    {
      self->cells[i] = steady_plan_cell_new (
          i == CELL_DOSE ? STEADY_PLAN_CELL_INPUT : STEADY_PLAN_CELL_ITEM, i);
      gtk_widget_set_size_request (self->cells[i], 120, 60);
      gtk_widget_set_hexpand (self->cells[i], TRUE);
      gtk_grid_attach (
          GTK_GRID (grid), self->cells[i], (int) (i % 3), (int) (i / 3), 1, 1);
      steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[i]), "", "—", FALSE);
    }
  g_signal_connect_swapped (
      self->cells[CELL_DOSE], "clicked", G_CALLBACK (on_dose), self);
  return grid;
}

static GtkWidget *
build_acts (SteadyCardioplegiaPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  self->hand = GTK_BUTTON (gtk_button_new_with_label (_ ("Dose ended: record")));
  gtk_widget_set_size_request (GTK_WIDGET (self->hand), 160, 60);
  gtk_widget_add_css_class (GTK_WIDGET (self->hand), "suggested");
  g_signal_connect_swapped (self->hand, "clicked", G_CALLBACK (on_hand), self);
  self->pump = STEADY_HOLD_BUTTON (steady_hold_button_new ());
  steady_hold_button_set_label (self->pump, _ ("HOLD: PUMP GIVES DOSE"));
  gtk_widget_set_size_request (GTK_WIDGET (self->pump), 160, 60);
  g_signal_connect_swapped (self->pump, "held", G_CALLBACK (on_pump), self);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->hand));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->pump));
  return row;
}

static void
steady_cardioplegia_page_dispose (GObject *object)
{
  SteadyCardioplegiaPage *self = STEADY_CARDIOPLEGIA_PAGE (object);
  self->sender.link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_cardioplegia_page_parent_class)->dispose (object);
}

static void
steady_cardioplegia_page_finalize (GObject *object)
{
  steady_clinical_sender_finish (&STEADY_CARDIOPLEGIA_PAGE (object)->sender);
  G_OBJECT_CLASS (steady_cardioplegia_page_parent_class)->finalize (object);
}

static void
steady_cardioplegia_page_class_init (SteadyCardioplegiaPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_cardioplegia_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_cardioplegia_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cardioplegiapage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_cardioplegia_page_init (SteadyCardioplegiaPage *self)
{
  GtkWidget *sheet = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  steady_clinical_sender_init (&self->sender);
  self->chosen_ml = NAN;
  self->stack = GTK_STACK (gtk_stack_new ());
  self->box = GTK_WIDGET (self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (sheet), build_marks (self));
  gtk_box_append (GTK_BOX (sheet), build_cells (self));
  gtk_box_append (GTK_BOX (sheet), build_acts (self));
  self->status = g_object_new (
      STEADY_TYPE_FIT_TEXT, "xalign", 0.0, "lines", 1, "height-request", 24, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "strong");
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "planstatus");
  gtk_box_append (GTK_BOX (sheet), GTK_WIDGET (self->status));
  gtk_stack_add_named (self->stack, sheet, "sheet");
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_swapped (self->pad, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->pad, "cancelled", G_CALLBACK (on_cancelled), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pad), "pad");
  if (self->solutions[0] != NULL)
    gtk_toggle_button_set_active (self->solutions[0], TRUE);
  gtk_toggle_button_set_active (self->routes[0], TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Cardioplegia"), -1);
}

GtkWidget *
steady_cardioplegia_page_new (void)
{
  return g_object_new (STEADY_TYPE_CARDIOPLEGIA_PAGE, NULL);
}

/* Tells which link doses and requests go to; before the page is seen. */
void
steady_cardioplegia_page_bind (SteadyCardioplegiaPage *self, SteadyConsoleLink *link)
{
  self->sender.link = link;
}
