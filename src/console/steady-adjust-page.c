/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-adjust-page.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-plan-cell.h"
#include "console/steady-readout.h"
#include "console/steady-step-rule.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-words.h"

/* A second tap counts as an answer so long. */
#define SURE (8 * STEADY_NSEC_PER_SEC)

enum
{
  CELLS = 3,
  OPTIONS = 4
};

/* Pressures that a servo may hold, and pumps that may follow; the engine judges them
 * again. */
static const SteadyChannel  pressures[] = { STEADY_CHANNEL_ARTERIAL_MEAN,
                                            STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
                                            STEADY_CHANNEL_POST_OXYGENATOR_MEAN };
static const SteadyControl  followers[] = { STEADY_CONTROL_VENT_SPEED,
                                            STEADY_CONTROL_SUCKER_1_SPEED,
                                            STEADY_CONTROL_CARDIOPLEGIA_FLOW };
static const SteadyFlowUnit units[] = { STEADY_FLOW_UNIT_L_MIN,
                                        STEADY_FLOW_UNIT_PER_KG,
                                        STEADY_FLOW_UNIT_INDEX };

struct _SteadyAdjustPage
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkStack          *stack;
  GtkToggleButton   *tabs[STEADY_ADJUST_TABS];
  GtkToggleButton   *options[OPTIONS];
  GtkWidget         *cells[CELLS];
  GtkButton         *act;
  GtkButton         *cancel;
  SteadyFitText     *status;
  SteadyNumberPad   *pad;
  SteadyConsoleLink *link;
  SteadyAdjustTab    tab;
  unsigned           asked; /* cell that the pad is asked for */
  unsigned           option[STEADY_ADJUST_TABS];
  double         entered[STEADY_ADJUST_TABS][CELLS]; /* canonical; NAN: as proposed */
  SteadyInstant  sure_until; /* real: a second tap may leave the plan; 0: none */
  SteadySteering steering[STEADY_STEERINGS];
  bool           bad; /* what is said is a refusal */
  bool           filling;
  char           words[200]; /* said last; "": what is going on */
};

static void steady_adjust_page_page_init (SteadyPageInterface *interface);
static void show (SteadyAdjustPage *self, SteadyInstant real_now);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyAdjustPage,
                               steady_adjust_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_adjust_page_page_init))

static SteadyConsoleState *
state_of (const SteadyAdjustPage *self)
{
  return steady_console_link_state (self->link);
}

static bool
flow_rule (const SteadyAdjustPage *self, SteadyStepRule *ret_rule)
{
  return steady_step_rule_make (
      &state_of (self)->config, STEADY_CONTROL_PUMP_FLOW, ret_rule);
}

/* The set flow in force, L/min; NAN: nobody knows it. */
static double
set_flow (const SteadyAdjustPage *self)
{
  double value;
  return steady_console_state_set_point (
             state_of (self), STEADY_CONTROL_PUMP_FLOW, &value)
             ? value
             : (double) NAN;
}

static double
measured (const SteadyAdjustPage *self, SteadyChannel channel)
{
  double value;
  return steady_value_table_value (&state_of (self)->values, channel, &value)
             ? value
             : (double) NAN;
}

/* What stands in a cell before anybody enters something, canonical. */
static double
proposed (const SteadyAdjustPage *self, SteadyAdjustTab tab, unsigned cell)
{
  const double flow = set_flow (self);
  const double plan =
      steady_console_config_plan (&state_of (self)->config, "flow_l_min");
  const double weight = state_of (self)->config.patient.weight_kg;

  switch ((int) tab)
    {
    case STEADY_ADJUST_SET:
      return flow;
    case STEADY_ADJUST_RAMP: /* 10 mL/kg/min a minute, or 0.2 L/min [GK] */
      return cell == 0 ? (plan > 0 ? plan : flow)
                       : (weight > 0 && weight < 30 ? weight * 0.01 : 0.2);
    case STEADY_ADJUST_SERVO:
      if (cell == 0)
        return round (measured (self, pressures[self->option[tab]]));
      return cell == 1 ? 0.8 * flow : 1.2 * flow;
    case STEADY_ADJUST_FOLLOW:
    default:
      return flow > 0
                 ? round (measured (self,
                                    (SteadyChannel) state_of (self)
                                        ->config.controls[followers[self->option[tab]]]
                                        .readback) /
                          flow)
                 : (double) NAN;
    }
}

static double
value_of (const SteadyAdjustPage *self, unsigned cell)
{
  const double entered = self->entered[self->tab][cell];
  return isfinite (entered) ? entered : proposed (self, self->tab, cell);
}

/* How a cell of the present tab is shown: canonical × factor, in which unit. */
static double
unit_of (const SteadyAdjustPage *self,
         unsigned                cell,
         const char            **ret_unit,
         int                    *ret_decimals)
{
  SteadyStepRule rule;

  if (self->tab == STEADY_ADJUST_SERVO && cell == 0)
    {
      *ret_unit = "mmHg";
      *ret_decimals = 0;
      return 1;
    }
  if (self->tab == STEADY_ADJUST_FOLLOW)
    {
      *ret_unit = followers[self->option[self->tab]] == STEADY_CONTROL_CARDIOPLEGIA_FLOW
                      ? _ ("mL/min per L/min")
                      : _ ("rpm per L/min");
      *ret_decimals = 0;
      return 1;
    }
  if (!flow_rule (self, &rule))
    {
      *ret_unit = "L/min";
      *ret_decimals = 2;
      return 1;
    }
  *ret_unit = rule.unit;
  *ret_decimals = rule.decimals;
  return rule.factor;
}

static const char *
caption_of (const SteadyAdjustPage *self, unsigned cell)
{
  static const char *const captions[STEADY_ADJUST_TABS][CELLS] = {
    { N_ ("Set flow to"), N_ ("Delivered"), N_ ("The plan says") },
    { N_ ("Ramp to"), N_ ("Rate, each minute"), N_ ("It takes") },
    { N_ ("Hold pressure at"), N_ ("Flow never below"), N_ ("Flow never above") },
    { N_ ("Ratio to the set flow"), N_ ("Now, pump"), N_ ("Set flow") },
  };
  return _ (captions[self->tab][cell]);
}

static bool
is_entry (const SteadyAdjustPage *self, unsigned cell)
{
  return cell == 0 || self->tab == STEADY_ADJUST_SERVO ||
         (self->tab == STEADY_ADJUST_RAMP && cell == 1);
}

/* A cell that nobody enters. */
static void
describe (const SteadyAdjustPage *self, unsigned cell, char *ret_text, size_t size)
{
  SteadyStepRule rule;
  char           low[32], high[32];
  const bool     known = flow_rule (self, &rule);

  g_strlcpy (ret_text, "—", size);
  if (self->tab == STEADY_ADJUST_SET && cell == 1 &&
      isfinite (measured (self, STEADY_CHANNEL_PATIENT_FLOW)) && known)
    {
      steady_words_number (measured (self, STEADY_CHANNEL_PATIENT_FLOW) * rule.factor,
                           rule.decimals,
                           low,
                           sizeof low);
      g_snprintf (ret_text, size, "%s %s", low, rule.unit);
    }
  else if (self->tab == STEADY_ADJUST_SET && cell == 2 && known &&
           isfinite (rule.plan_low))
    {
      steady_words_number (rule.plan_low, rule.decimals, low, sizeof low);
      steady_words_number (rule.plan_high, rule.decimals, high, sizeof high);
      g_snprintf (ret_text, size, "%s – %s %s", low, high, rule.unit);
    }
  else if (self->tab == STEADY_ADJUST_RAMP)
    {
      const double rate = value_of (self, 1);
      const double seconds =
          rate > 0 ? 60 * fabs (value_of (self, 0) - set_flow (self)) / rate : NAN;
      if (isfinite (seconds))
        steady_words_span (steady_span_from_seconds (seconds), ret_text, size);
    }
  else if (self->tab == STEADY_ADJUST_FOLLOW)
    {
      const SteadyConsoleControl *control =
          &state_of (self)->config.controls[followers[self->option[self->tab]]];
      const double value = cell == 2 ? set_flow (self)
                           : control->present
                               ? measured (self, (SteadyChannel) control->readback)
                               : (double) NAN;
      steady_words_number (value, cell == 2 ? 3 : 0, low, sizeof low);
      if (isfinite (value))
        g_snprintf (
            ret_text,
            size,
            "%s %s",
            low,
            cell == 2 ? "L/min"
                      : steady_words_control_unit (followers[self->option[self->tab]]));
    }
}

static void
show_cells (SteadyAdjustPage *self)
{
  for (unsigned i = 0; i < CELLS; i++)
    {
      char        text[64], number[32];
      const char *unit;
      int         decimals;
      bool        known = true;
      if (is_entry (self, i))
        {
          const double factor = unit_of (self, i, &unit, &decimals);
          const double value = value_of (self, i) * factor;
          known = isfinite (value);
          steady_words_number (value, decimals, number, sizeof number);
          g_snprintf (text, sizeof text, "%s %s", known ? number : "—", unit);
        }
      else
        {
          describe (self, i, text, sizeof text);
          known = g_strcmp0 (text, "—") != 0;
        }
      steady_plan_cell_show (
          STEADY_PLAN_CELL (self->cells[i]), caption_of (self, i), text, known);
      gtk_widget_set_sensitive (self->cells[i], is_entry (self, i));
    }
}

static const char *
option_label (const SteadyAdjustPage *self, unsigned i)
{
  static const char *const flow_units[] = { "L/min", "mL/kg/min", "L/min/m²" };

  if (self->tab == STEADY_ADJUST_SERVO && i < G_N_ELEMENTS (pressures))
    return _ (steady_channel_info (pressures[i])->label);
  if (self->tab == STEADY_ADJUST_FOLLOW && i < G_N_ELEMENTS (followers))
    return steady_words_control (followers[i]);
  if (self->tab <= STEADY_ADJUST_RAMP && i < G_N_ELEMENTS (units))
    return flow_units[i];
  return NULL;
}

/* Whether an option can be chosen: what is not there keeps its place and is greyed. */
static bool
option_exists (const SteadyAdjustPage *self, unsigned i)
{
  const SteadyConsoleConfig *config = &state_of (self)->config;

  if (self->tab == STEADY_ADJUST_SERVO)
    return config->expected[pressures[i]];
  if (self->tab == STEADY_ADJUST_FOLLOW)
    return config->controls[followers[i]].present;
  return units[i] == STEADY_FLOW_UNIT_L_MIN ||
         (units[i] == STEADY_FLOW_UNIT_PER_KG ? config->patient.weight_kg
                                              : config->patient.bsa_m2) > 0;
}

static void
show_options (SteadyAdjustPage *self)
{
  self->filling = true;
  for (unsigned i = 0; i < OPTIONS; i++)
    {
      const char *label = option_label (self, i);
      gtk_widget_set_visible (GTK_WIDGET (self->options[i]), label != NULL);
      if (label == NULL)
        continue;
      if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->options[i])), label) != 0)
        {
          gtk_button_set_label (GTK_BUTTON (self->options[i]), label);
          GtkLabel *text =
              GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->options[i])));
          gtk_label_set_wrap (text, TRUE);
          gtk_label_set_justify (text, GTK_JUSTIFY_CENTER);
        }
      gtk_widget_set_sensitive (GTK_WIDGET (self->options[i]), option_exists (self, i));
      gtk_toggle_button_set_active (self->options[i], self->option[self->tab] == i);
    }
  self->filling = false;
}

static const char *
end_words (unsigned end)
{
  switch ((SteadySteerEnd) end)
    {
    case STEADY_STEER_REACHED:
      return _ ("target reached");
    case STEADY_STEER_CANCELLED:
      return _ ("cancelled");
    case STEADY_STEER_STOPPED:
      return _ ("ended: the arterial pump was stopped");
    case STEADY_STEER_ALARM:
      return _ ("ended: an alarm holds or slows the pump");
    case STEADY_STEER_SENSOR:
      return _ ("ENDED: its signal is not valid");
    case STEADY_STEER_OTHERWISE:
      return _ ("ended: set otherwise");
    case STEADY_STEER_NO_ANSWER:
      return _ ("ENDED: the device did not follow");
    case STEADY_STEER_RESTART:
      return _ ("ENDED: Steady was started anew");
    case STEADY_STEER_RUNS:
    default:
      return _ ("runs");
    }
}

static const char *
kind_words (unsigned kind)
{
  return kind == STEADY_STEER_RAMP    ? _ ("Ramp")
         : kind == STEADY_STEER_SERVO ? _ ("Pressure held")
                                      : _ ("Following pump");
}

static bool
any_runs (const SteadyAdjustPage *self)
{
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    if (self->steering[i].control != 0 && self->steering[i].end == STEADY_STEER_RUNS)
      return true;
  return false;
}

/* What moves the set-points now, or how it ended. */
static void
show_status (SteadyAdjustPage *self)
{
  g_autoptr (GString) text = g_string_new (self->words);

  for (unsigned i = 0; i < STEADY_STEERINGS && self->words[0] == '\0'; i++)
    {
      const SteadySteering *steering = &self->steering[i];
      if (steering->control == 0)
        continue;
      g_string_append_printf (text,
                              "%s%s, %s: %s%s",
                              text->len > 0 ? " · " : "",
                              kind_words (steering->kind),
                              steady_words_control ((SteadyControl) steering->control),
                              end_words (steering->end),
                              steering->at_limit ? _ (", at its limit") : "");
    }
  if (text->len == 0)
    g_string_append (text,
                     state_of (self)->desk.desk.operator_name[0] == '\0'
                         ? _ ("Nobody is signed in: only the flow itself can be set.")
                         : _ ("Nothing moves a set-point by itself."));
  steady_fit_text_set_text (self->status, text->str);
  steady_look_class (GTK_WIDGET (self->status), "bad", self->bad);
}

static void
show_act (SteadyAdjustPage *self, SteadyInstant real_now)
{
  static const char *const labels[] = {
    N_ ("Set"), N_ ("Begin ramp"), N_ ("Hold this pressure"), N_ ("Let it follow")
  };
  const bool  sure = self->sure_until > real_now;
  const bool  usable = !state_of (self)->silent && state_of (self)->config.in_control;
  const char *label = sure ? _ ("Outside the plan: tap again") : _ (labels[self->tab]);

  if (g_strcmp0 (gtk_button_get_label (self->act), label) != 0)
    {
      gtk_button_set_label (self->act, label);
      gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->act)), TRUE);
    }
  steady_look_class (GTK_WIDGET (self->act), "sure", sure);
  gtk_widget_set_sensitive (GTK_WIDGET (self->act),
                            usable && isfinite (value_of (self, 0)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel),
                            any_runs (self) && !state_of (self)->silent);
}

static void
show (SteadyAdjustPage *self, SteadyInstant real_now)
{
  if (self->link == NULL)
    return;
  show_options (self);
  show_cells (self);
  show_status (self);
  show_act (self, real_now);
}

static void
say (SteadyAdjustPage *self, bool bad, const char *words)
{
  self->bad = bad;
  g_strlcpy (self->words, words, sizeof self->words);
}

/* Lowering flow never asks (safety rule 5); leaving the plan upwards asks once more. */
static bool
needs_a_second_tap (SteadyAdjustPage *self, SteadyInstant real_now)
{
  SteadyStepRule rule;
  const double   wanted =
      self->tab == STEADY_ADJUST_SERVO ? value_of (self, 2) : value_of (self, 0);

  if (self->tab == STEADY_ADJUST_FOLLOW || !flow_rule (self, &rule) ||
      !isfinite (rule.plan_high) || wanted <= set_flow (self) ||
      wanted * rule.factor <= rule.plan_high + rule.small / 100)
    return false;
  if (self->sure_until > real_now)
    return false;
  self->sure_until = real_now + SURE;
  return true;
}

/* Does what the present tab says. */
void
steady_adjust_page_act (SteadyAdjustPage *self)
{
  const SteadyInstant real_now = steady_clock_now ();

  say (self, false, "");
  if (needs_a_second_tap (self, real_now))
    {
      show (self, real_now);
      return;
    }
  self->sure_until = 0;
  if (self->tab == STEADY_ADJUST_SET)
    {
      steady_console_link_command (
          self->link, STEADY_CONTROL_PUMP_FLOW, value_of (self, 0));
      self->entered[self->tab][0] = NAN;
      show (self, real_now);
      return;
    }
  SteadySteerRequest request = { .id = (uint64_t) steady_clock_utc_ns (),
                                 .issued = real_now,
                                 .target = value_of (self, 0),
                                 .expected = set_flow (self),
                                 .control = STEADY_CONTROL_PUMP_FLOW };
  if (self->tab == STEADY_ADJUST_RAMP)
    {
      request.kind = STEADY_STEER_RAMP;
      request.rate = value_of (self, 1);
    }
  else if (self->tab == STEADY_ADJUST_SERVO)
    {
      request.kind = STEADY_STEER_SERVO;
      request.floor = value_of (self, 1);
      request.ceiling = value_of (self, 2);
      request.channel = (uint32_t) pressures[self->option[self->tab]];
    }
  else
    {
      request.kind = STEADY_STEER_FOLLOW;
      request.control = (uint32_t) followers[self->option[self->tab]];
      if (!steady_console_state_set_point (
              state_of (self), (SteadyControl) request.control, &request.expected))
        request.expected = NAN;
    }
  if (!steady_console_link_send (
          self->link, STEADY_FRAME_STEER, &request, sizeof request))
    say (self, true, _ ("Not sent: the engine does not answer."));
  show (self, real_now);
}

/* Ends all that moves by itself; nothing is sent to a pump. */
void
steady_adjust_page_cancel (SteadyAdjustPage *self)
{
  say (self, false, "");
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    {
      const SteadySteerRequest request = { .id = (uint64_t) steady_clock_utc_ns () + i,
                                           .issued = steady_clock_now (),
                                           .kind = STEADY_STEER_CANCEL,
                                           .control = self->steering[i].control };
      if (self->steering[i].control != 0 && self->steering[i].end == STEADY_STEER_RUNS)
        steady_console_link_send (
            self->link, STEADY_FRAME_STEER, &request, sizeof request);
    }
}

/* What the status line says. */
const char *
steady_adjust_page_status (SteadyAdjustPage *self)
{
  return steady_fit_text_get_text (self->status);
}

/* A number for a cell of the present tab, as the pad gives it: in the shown unit. */
void
steady_adjust_page_enter (SteadyAdjustPage *self, unsigned cell, double value)
{
  const char *unit;
  int         decimals;

  self->entered[self->tab][cell] = value / unit_of (self, cell, &unit, &decimals);
  self->sure_until = 0;
  say (self, false, "");
  gtk_stack_set_visible_child_name (self->stack, "sheet");
  show (self, steady_clock_now ());
}

static void
on_entered (SteadyAdjustPage *self, double value)
{
  steady_adjust_page_enter (self, self->asked, value);
}

static void
on_cancelled (SteadyAdjustPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "sheet");
}

static void
on_cell (SteadyPlanCell *cell, SteadyAdjustPage *self)
{
  const SteadyConsoleControl *flow =
      &state_of (self)->config.controls[STEADY_CONTROL_PUMP_FLOW];
  const unsigned i = steady_plan_cell_index (cell);
  const char    *unit;
  int            decimals;
  const double   factor = unit_of (self, i, &unit, &decimals);
  const double   value = value_of (self, i) * factor;
  const bool     is_flow = !(self->tab == STEADY_ADJUST_SERVO && i == 0) &&
                       self->tab != STEADY_ADJUST_FOLLOW;
  const bool is_rate = self->tab == STEADY_ADJUST_RAMP && i == 1;

  self->asked = i;
  steady_number_pad_ask (
      self->pad,
      &(SteadyNumberPadQuestion){ .title = caption_of (self, i),
                                  .unit = unit,
                                  .value = isfinite (value) ? value : 0,
                                  .low = is_rate   ? 0.01 * factor
                                         : is_flow ? flow->low * factor
                                                   : 1,
                                  .high = is_rate   ? 12 * factor
                                          : is_flow ? flow->high * factor
                                                    : 300,
                                  .step = decimals == 0 ? 1 : pow (10, -decimals),
                                  .decimals = decimals });
  gtk_stack_set_visible_child_name (self->stack, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

/* Brings a tab up. */
void
steady_adjust_page_choose (SteadyAdjustPage *self, SteadyAdjustTab tab)
{
  self->tab = tab;
  self->sure_until = 0;
  say (self, false, "");
  self->filling = true;
  gtk_toggle_button_set_active (self->tabs[tab], TRUE);
  self->filling = false;
  show (self, steady_clock_now ());
}

static void
on_tab (GtkToggleButton *button, SteadyAdjustPage *self)
{
  for (unsigned i = 0; i < STEADY_ADJUST_TABS && !self->filling; i++)
    if (button == self->tabs[i] && gtk_toggle_button_get_active (button))
      steady_adjust_page_choose (self, (SteadyAdjustTab) i);
}

static void
on_option (GtkToggleButton *button, SteadyAdjustPage *self)
{
  if (self->filling || !gtk_toggle_button_get_active (button))
    return;
  for (unsigned i = 0; i < OPTIONS; i++)
    if (button == self->options[i])
      {
        self->option[self->tab] = i;
        if (self->tab <= STEADY_ADJUST_RAMP)
          {
            /* the unit is that of the whole console, the stepper's too */
            self->option[STEADY_ADJUST_SET] = self->option[STEADY_ADJUST_RAMP] = i;
            steady_step_rule_set_flow_unit (units[i]);
          }
        else
          self->entered[self->tab][0] = NAN;
      }
  show (self, steady_clock_now ());
}

static void
take_answer (SteadyAdjustPage *self, const SteadySteerAnswer *answer)
{
  char text[200];

  if (answer->status != STEADY_ANSWER_REFUSED)
    return;
  g_snprintf (text,
              sizeof text,
              _ ("Refused: %s"),
              steady_words_refusal ((SteadyRefusal) answer->refusal));
  say (self, true, text);
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyAdjustPage *self = STEADY_ADJUST_PAGE (page);

  if (frame->header.type == STEADY_FRAME_STEER_ANSWER)
    take_answer (self, frame->payload);
  else if (frame->header.type == STEADY_FRAME_STEERING)
    memcpy (self->steering,
            frame->payload,
            MIN (frame->header.count, STEADY_STEERINGS) * sizeof self->steering[0]);
  else
    return;
  /* a finger waits for it: a case in which nothing else changes is redrawn rarely */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self, steady_clock_now ());
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  show (STEADY_ADJUST_PAGE (page), real_now);
}

static void
steady_adjust_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "flow";
  interface->title = N_ ("Flow");
  interface->take = take;
  interface->refresh = refresh;
}

static GtkWidget *
build_toggles (SteadyAdjustPage *self,
               GtkToggleButton **toggles,
               unsigned          n,
               GCallback         on)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; i < n; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label ("");
      toggles[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (toggles[i], toggles[0]);
      gtk_widget_set_size_request (button, 64, 56);
      gtk_widget_set_hexpand (button, TRUE);
      g_signal_connect (button, "toggled", on, self);
      gtk_box_append (GTK_BOX (row), button);
    }
  return row;
}

static GtkWidget *
build_cells (SteadyAdjustPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (unsigned i = 0; i < CELLS; i++)
    {
      self->cells[i] = steady_plan_cell_new (STEADY_PLAN_CELL_INPUT, i);
      gtk_widget_set_size_request (self->cells[i], 120, 64);
      g_signal_connect (self->cells[i], "clicked", G_CALLBACK (on_cell), self);
      gtk_box_append (GTK_BOX (row), self->cells[i]);
      steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[i]), "", "—", FALSE);
    }
  return row;
}

static GtkWidget *
build_acts (SteadyAdjustPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  self->act = GTK_BUTTON (gtk_button_new_with_label (_ ("Set")));
  self->cancel =
      GTK_BUTTON (gtk_button_new_with_label (_ ("Cancel automatic setting")));
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->cancel)), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->act), 160, 64);
  gtk_widget_set_size_request (GTK_WIDGET (self->cancel), 160, 64);
  gtk_widget_add_css_class (GTK_WIDGET (self->act), "suggested");
  gtk_widget_set_name (GTK_WIDGET (self->act), "act");
  gtk_widget_set_name (GTK_WIDGET (self->cancel), "cancel_steering");
  g_signal_connect_swapped (
      self->act, "clicked", G_CALLBACK (steady_adjust_page_act), self);
  g_signal_connect_swapped (
      self->cancel, "clicked", G_CALLBACK (steady_adjust_page_cancel), self);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->act));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->cancel));
  return row;
}

static void
steady_adjust_page_dispose (GObject *object)
{
  SteadyAdjustPage *self = STEADY_ADJUST_PAGE (object);
  self->link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_adjust_page_parent_class)->dispose (object);
}

static void
steady_adjust_page_class_init (SteadyAdjustPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_adjust_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cardioplegiapage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_adjust_page_init (SteadyAdjustPage *self)
{
  static const char *const tabs[] = {
    N_ ("Set"), N_ ("Ramp"), N_ ("Pressure"), N_ ("Follow")
  };
  GtkWidget *sheet = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  for (unsigned i = 0; i < STEADY_ADJUST_TABS; i++)
    for (unsigned k = 0; k < CELLS; k++)
      self->entered[i][k] = NAN;
  self->option[STEADY_ADJUST_SET] = self->option[STEADY_ADJUST_RAMP] = 1;
  self->stack = GTK_STACK (gtk_stack_new ());
  self->box = GTK_WIDGET (self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (
      GTK_BOX (sheet),
      build_toggles (self, self->tabs, STEADY_ADJUST_TABS, G_CALLBACK (on_tab)));
  for (unsigned i = 0; i < STEADY_ADJUST_TABS; i++)
    gtk_button_set_label (GTK_BUTTON (self->tabs[i]), _ (tabs[i]));
  gtk_box_append (GTK_BOX (sheet),
                  build_toggles (self, self->options, OPTIONS, G_CALLBACK (on_option)));
  gtk_box_append (GTK_BOX (sheet), build_cells (self));
  gtk_box_append (GTK_BOX (sheet), build_acts (self));
  self->status = g_object_new (
      STEADY_TYPE_FIT_TEXT, "xalign", 0.0, "lines", 2, "height-request", 44, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "planstatus");
  gtk_box_append (GTK_BOX (sheet), GTK_WIDGET (self->status));
  gtk_stack_add_named (self->stack, sheet, "sheet");
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_swapped (self->pad, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->pad, "cancelled", G_CALLBACK (on_cancelled), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pad), "pad");
  self->filling = true;
  gtk_toggle_button_set_active (self->tabs[0], TRUE);
  self->filling = false;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Flow"), -1);
}

GtkWidget *
steady_adjust_page_new (void)
{
  return g_object_new (STEADY_TYPE_ADJUST_PAGE, NULL);
}

/* Tells which link the requests go to; before the page is seen. */
void
steady_adjust_page_bind (SteadyAdjustPage *self, SteadyConsoleLink *link)
{
  self->link = link;
}
