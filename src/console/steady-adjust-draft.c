/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-adjust-draft.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-clock.h"
#include "widgets/steady-words.h"

/* Pressures that a servo may hold, and pumps that may follow; the engine judges them
 * again. */
static const SteadyChannel pressures[STEADY_ADJUST_OPTIONS] = {
  STEADY_CHANNEL_ARTERIAL_MEAN,
  STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
  STEADY_CHANNEL_POST_OXYGENATOR_MEAN
};
static const SteadyControl followers[STEADY_ADJUST_OPTIONS] = {
  STEADY_CONTROL_VENT_SPEED,
  STEADY_CONTROL_SUCKER_1_SPEED,
  STEADY_CONTROL_CARDIOPLEGIA_FLOW
};
static const struct
{
  SteadyFlowUnit unit;
  const char    *label;
} units[STEADY_ADJUST_OPTIONS] = { { STEADY_FLOW_UNIT_L_MIN, "L/min" },
                                   { STEADY_FLOW_UNIT_PER_KG, "mL/kg/min" },
                                   { STEADY_FLOW_UNIT_INDEX, "L/min/m²" } };

/* Nothing is entered, and nothing is known. Thread: main. */
void
steady_adjust_draft_init (SteadyAdjustDraft *self)
{
  *self = (SteadyAdjustDraft){ .state = NULL };
  for (unsigned i = 0; i < STEADY_ADJUST_TABS; i++)
    for (unsigned k = 0; k < STEADY_ADJUST_CELLS; k++)
      self->entered[i][k] = NAN;
}

static bool
flow_rule (const SteadyAdjustDraft *self, SteadyStepRule *ret_rule)
{
  return steady_step_rule_make (
      &self->state->config, STEADY_CONTROL_PUMP_FLOW, ret_rule);
}

/* The set flow in force, L/min; NAN: nobody knows it. Thread: main. */
double
steady_adjust_draft_set_flow (const SteadyAdjustDraft *self)
{
  double value;
  return steady_console_state_set_point (self->state, STEADY_CONTROL_PUMP_FLOW, &value)
             ? value
             : (double) NAN;
}

static double
measured (const SteadyAdjustDraft *self, SteadyChannel channel)
{
  double value;
  return steady_value_table_value (&self->state->values, channel, &value)
             ? value
             : (double) NAN;
}

static SteadyControl
follower (const SteadyAdjustDraft *self)
{
  return followers[self->option[STEADY_ADJUST_FOLLOW]];
}

/* What the following pump does now; NAN: nobody knows it. */
static double
follower_now (const SteadyAdjustDraft *self)
{
  const SteadyConsoleControl *control = &self->state->config.controls[follower (self)];
  return control->present ? measured (self, (SteadyChannel) control->readback)
                          : (double) NAN;
}

/* What stands in a cell of the present tab before anybody enters something, canonical.
 */
static double
proposed (const SteadyAdjustDraft *self, unsigned cell)
{
  const double flow = steady_adjust_draft_set_flow (self);
  const double plan = steady_console_config_plan (&self->state->config, "flow_l_min");
  const double weight = self->state->config.patient.weight_kg;

  switch ((int) self->tab)
    {
    case STEADY_ADJUST_SET:
      return flow;
    case STEADY_ADJUST_RAMP: /* 10 mL/kg/min a minute, or 0.2 L/min [GK] */
      return cell == 0 ? (plan > 0 ? plan : flow)
                       : (weight > 0 && weight < 30 ? weight * 0.01 : 0.2);
    case STEADY_ADJUST_SERVO:
      if (cell == 0)
        return round (measured (self, pressures[self->option[self->tab]]));
      return cell == 1 ? 0.8 * flow : 1.2 * flow;
    case STEADY_ADJUST_FOLLOW:
    default:
      return flow > 0 ? round (follower_now (self) / flow) : (double) NAN;
    }
}

/* The number of a cell of the present tab, canonical; NAN: not known. Thread: main. */
double
steady_adjust_draft_value (const SteadyAdjustDraft *self, unsigned cell)
{
  const double entered = self->entered[self->tab][cell];
  return isfinite (entered) ? entered : proposed (self, cell);
}

/* A number for a cell of the present tab, in the unit that it is shown in; NAN: what is
 * proposed again. Thread: main. */
void
steady_adjust_draft_enter (SteadyAdjustDraft *self, unsigned cell, double shown)
{
  self->entered[self->tab][cell] = shown / steady_adjust_draft_unit (self, cell).factor;
}

/* How a cell of the present tab is shown. Thread: main. */
SteadyAdjustUnit
steady_adjust_draft_unit (const SteadyAdjustDraft *self, unsigned cell)
{
  SteadyStepRule rule;

  if (self->tab == STEADY_ADJUST_SERVO && cell == 0)
    return (SteadyAdjustUnit){ "mmHg", 1, 0 };
  if (self->tab == STEADY_ADJUST_FOLLOW)
    return (SteadyAdjustUnit){ follower (self) == STEADY_CONTROL_CARDIOPLEGIA_FLOW
                                   ? _ ("mL/min per L/min")
                                   : _ ("rpm per L/min"),
                               1,
                               0 };
  if (!flow_rule (self, &rule))
    return (SteadyAdjustUnit){ "L/min", 1, 2 };
  return (SteadyAdjustUnit){ rule.unit, rule.factor, rule.decimals };
}

/* What a cell of the present tab is called. Thread: main. */
const char *
steady_adjust_draft_caption (const SteadyAdjustDraft *self, unsigned cell)
{
  static const char *const captions[STEADY_ADJUST_TABS][STEADY_ADJUST_CELLS] = {
    { N_ ("Set flow to"), N_ ("Delivered"), N_ ("The plan says") },
    { N_ ("Ramp to"), N_ ("Rate, each minute"), N_ ("It takes") },
    { N_ ("Hold pressure at"), N_ ("Flow never below"), N_ ("Flow never above") },
    { N_ ("Ratio to the set flow"), N_ ("Now, pump"), N_ ("Set flow") },
  };
  return _ (captions[self->tab][cell]);
}

/* Whether a cell of the present tab is entered, or an answer. Thread: main. */
bool
steady_adjust_draft_is_entry (const SteadyAdjustDraft *self, unsigned cell)
{
  return cell == 0 || self->tab == STEADY_ADJUST_SERVO ||
         (self->tab == STEADY_ADJUST_RAMP && cell == 1);
}

static bool
describe_delivered (const SteadyAdjustDraft *self, char *ret_text, size_t size)
{
  const double   flow = measured (self, STEADY_CHANNEL_PATIENT_FLOW);
  SteadyStepRule rule;
  char           number[32];

  if (!isfinite (flow) || !flow_rule (self, &rule))
    return false;
  steady_words_number (flow * rule.factor, rule.decimals, number, sizeof number);
  g_snprintf (ret_text, size, "%s %s", number, rule.unit);
  return true;
}

static bool
describe_plan (const SteadyAdjustDraft *self, char *ret_text, size_t size)
{
  SteadyStepRule rule;
  char           low[32], high[32];

  if (!flow_rule (self, &rule) || !isfinite (rule.plan_low))
    return false;
  steady_words_number (rule.plan_low, rule.decimals, low, sizeof low);
  steady_words_number (rule.plan_high, rule.decimals, high, sizeof high);
  g_snprintf (ret_text, size, "%s – %s %s", low, high, rule.unit);
  return true;
}

static bool
describe_ramp (const SteadyAdjustDraft *self, char *ret_text, size_t size)
{
  const double way =
      steady_adjust_draft_value (self, 0) - steady_adjust_draft_set_flow (self);
  const double rate = steady_adjust_draft_value (self, 1);

  if (!(rate > 0) || !isfinite (way))
    return false;
  steady_words_span (steady_span_from_seconds (60 * fabs (way) / rate), ret_text, size);
  return true;
}

static bool
describe_follower (const SteadyAdjustDraft *self,
                   unsigned                 cell,
                   char                    *ret_text,
                   size_t                   size)
{
  const double value =
      cell == 2 ? steady_adjust_draft_set_flow (self) : follower_now (self);
  char number[32];

  if (!isfinite (value))
    return false;
  steady_words_number (value, cell == 2 ? 3 : 0, number, sizeof number);
  g_snprintf (ret_text,
              size,
              "%s %s",
              number,
              cell == 2 ? "L/min" : steady_words_control_unit (follower (self)));
  return true;
}

/* Words a cell of the present tab that nobody enters; false, with a dash: it is not
 * known. Thread: main. */
bool
steady_adjust_draft_describe (const SteadyAdjustDraft *self,
                              unsigned                 cell,
                              char                    *ret_text,
                              size_t                   size)
{
  g_strlcpy (ret_text, "—", size);
  switch ((int) self->tab)
    {
    case STEADY_ADJUST_SET:
      return cell == 1 ? describe_delivered (self, ret_text, size)
                       : describe_plan (self, ret_text, size);
    case STEADY_ADJUST_RAMP:
      return describe_ramp (self, ret_text, size);
    case STEADY_ADJUST_FOLLOW:
      return describe_follower (self, cell, ret_text, size);
    default:
      return false;
    }
}

/* Between which numbers a cell of the present tab may be entered, as shown. Thread:
 * main. */
void
steady_adjust_draft_bounds (const SteadyAdjustDraft *self,
                            unsigned                 cell,
                            double                  *ret_low,
                            double                  *ret_high)
{
  const SteadyConsoleControl *flow =
      &self->state->config.controls[STEADY_CONTROL_PUMP_FLOW];
  const double factor = steady_adjust_draft_unit (self, cell).factor;
  const bool   is_rate = self->tab == STEADY_ADJUST_RAMP && cell == 1;
  const bool   is_flow = self->tab != STEADY_ADJUST_FOLLOW &&
                       !(self->tab == STEADY_ADJUST_SERVO && cell == 0);

  *ret_low = is_rate ? 0.01 * factor : is_flow ? flow->low * factor : 1;
  *ret_high = is_rate ? 12 * factor : is_flow ? flow->high * factor : 300;
}

/* What an option of the present tab is called. Thread: main. */
const char *
steady_adjust_draft_option_label (const SteadyAdjustDraft *self, unsigned option)
{
  if (self->tab == STEADY_ADJUST_SERVO)
    return _ (steady_channel_info (pressures[option])->label);
  if (self->tab == STEADY_ADJUST_FOLLOW)
    return steady_words_control (followers[option]);
  return units[option].label;
}

/* Whether an option of the present tab can be chosen. Thread: main. */
bool
steady_adjust_draft_option_exists (const SteadyAdjustDraft *self, unsigned option)
{
  const SteadyConsoleConfig *config = &self->state->config;

  if (self->tab == STEADY_ADJUST_SERVO)
    return config->expected[pressures[option]];
  if (self->tab == STEADY_ADJUST_FOLLOW)
    return config->controls[followers[option]].present;
  if (units[option].unit == STEADY_FLOW_UNIT_PER_KG)
    return config->patient.weight_kg > 0;
  return units[option].unit != STEADY_FLOW_UNIT_INDEX || config->patient.bsa_m2 > 0;
}

/* The option of the present tab that holds. That of a flow is the unit of the whole
 * console, which nobody may have chosen yet. Thread: main. */
unsigned
steady_adjust_draft_option (const SteadyAdjustDraft *self)
{
  SteadyStepRule rule;

  if (self->tab == STEADY_ADJUST_SERVO || self->tab == STEADY_ADJUST_FOLLOW)
    return self->option[self->tab];
  for (unsigned i = 0; i < STEADY_ADJUST_OPTIONS && flow_rule (self, &rule); i++)
    if (strcmp (units[i].label, rule.unit) == 0)
      return i;
  return 0;
}

/* Chooses an option of the present tab. Thread: main. */
void
steady_adjust_draft_choose (SteadyAdjustDraft *self, unsigned option)
{
  self->option[self->tab] = option;
  if (self->tab == STEADY_ADJUST_SERVO || self->tab == STEADY_ADJUST_FOLLOW)
    self->entered[self->tab][0] = NAN; /* what was entered was of the other one */
  else
    steady_step_rule_set_flow_unit (units[option].unit);
}

/* Whether the present tab asks for more flow than the plan says; lowering it never does
 * (safety ruling 5). Thread: main. */
bool
steady_adjust_draft_leaves_plan (const SteadyAdjustDraft *self)
{
  const double wanted =
      steady_adjust_draft_value (self, self->tab == STEADY_ADJUST_SERVO ? 2 : 0);
  SteadyStepRule rule;

  return self->tab != STEADY_ADJUST_FOLLOW && flow_rule (self, &rule) &&
         isfinite (rule.plan_high) && wanted > steady_adjust_draft_set_flow (self) &&
         wanted * rule.factor > rule.plan_high + rule.small / 100;
}

/* What the present tab asks the engine for; not for the first one, which is a plain
 * command. Thread: main. */
void
steady_adjust_draft_request (const SteadyAdjustDraft *self,
                             SteadyInstant            real_now,
                             SteadySteerRequest      *ret_request)
{
  SteadySteerRequest request = { .id = (uint64_t) steady_clock_utc_ns (),
                                 .issued = real_now,
                                 .target = steady_adjust_draft_value (self, 0),
                                 .expected = steady_adjust_draft_set_flow (self),
                                 .control = STEADY_CONTROL_PUMP_FLOW };

  if (self->tab == STEADY_ADJUST_RAMP)
    {
      request.kind = STEADY_STEER_RAMP;
      request.rate = steady_adjust_draft_value (self, 1);
    }
  else if (self->tab == STEADY_ADJUST_SERVO)
    {
      request.kind = STEADY_STEER_SERVO;
      request.floor = steady_adjust_draft_value (self, 1);
      request.ceiling = steady_adjust_draft_value (self, 2);
      request.channel = (uint32_t) pressures[self->option[self->tab]];
    }
  else
    {
      request.kind = STEADY_STEER_FOLLOW;
      request.control = (uint32_t) follower (self);
      if (!steady_console_state_set_point (
              self->state, follower (self), &request.expected))
        request.expected = NAN;
    }
  *ret_request = request;
}
