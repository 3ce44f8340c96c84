/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-limit.h"

#include "alarm/steady-alarm-system-private.h"

/* No plan asks for more, L/min. */
#define PLAN_FLOW_MOST 20.0

/* The first comparison with a limit: what a person calls it. A share of the plan or of
 * another channel may be changed where the file gives it bounds; its limit is in
 * percent then. */
static SteadyAlarmClause *
changeable_at (const SteadyAlarmSystem *self, unsigned index)
{
  SteadyAlarmRule *rule = &self->rules.rules[index];
  for (unsigned i = 0; i < rule->n_clauses; i++)
    if (rule->clauses[i].test != STEADY_ALARM_TEST_ONE_OF)
      return rule->clauses[i].changeable ? &rule->clauses[i] : NULL;
  return NULL;
}

static SteadyAlarmClause *
changeable (const SteadyAlarmSystem *self, const char *id)
{
  const int index = steady_alarm_rules_find (&self->rules, id);

  return index < 0 ? NULL : changeable_at (self, (unsigned) index);
}

/* Writes down the limits in force where a journal begins: no state holds them. Thread:
 * the owner's. Does not allocate. */
void
steady_alarm_tell_limits (SteadyAlarmSystem *self)
{
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      const SteadyAlarmClause *clause = changeable_at (self, i);
      if (clause != NULL)
        steady_alarm_journal_limit (self->journal, i, clause->limit);
    }
  steady_alarm_journal_plan_flow (self->journal, self->plan_flow_l_min);
}

/*
 * The limit of @id in force with the floor and ceiling that hold. False, with
 * @ret_limit untouched, for a rule that has none an operator may change.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_limit (const SteadyAlarmSystem *self,
                           const char              *id,
                           SteadyAlarmLimit        *ret_limit)
{
  const SteadyAlarmClause *clause = changeable (self, id);

  if (clause == NULL)
    return false;
  *ret_limit = (SteadyAlarmLimit){ .value = clause->limit,
                                   .floor = clause->floor,
                                   .ceiling = clause->ceiling };
  return true;
}

/*
 * Puts @value in force from the next update on; delays that run go on. False, and
 * nothing changes, outside floor and ceiling or where there is no such limit.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_set_limit (SteadyAlarmSystem *self, const char *id, double value)
{
  SteadyAlarmClause *clause = changeable (self, id);

  if (clause == NULL || !(value >= clause->floor && value <= clause->ceiling))
    return false;
  clause->limit = value;
  if (self->journal != NULL)
    steady_alarm_journal_limit (
        self->journal, (unsigned) steady_alarm_rules_find (&self->rules, id), value);
  return true;
}

/*
 * Rules in % of the planned flow are judged by @l_min from the next update on; 0: there
 * is no plan. False, and nothing changes, for what no plan can be.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_set_plan_flow (SteadyAlarmSystem *self, double l_min)
{
  if (!(l_min >= 0 && l_min <= PLAN_FLOW_MOST))
    return false;
  self->plan_flow_l_min = l_min;
  if (self->journal != NULL)
    steady_alarm_journal_plan_flow (self->journal, l_min);
  return true;
}

/* Whether @id asks a device for @control at its onset. Thread: the owner's. Does not
 * allocate. */
bool
steady_alarm_system_has_wire (const SteadyAlarmSystem *self,
                              const char              *id,
                              SteadyControl            control)
{
  const int index = steady_alarm_rules_find (&self->rules, id);

  if (index < 0)
    return false;
  const SteadyAlarmRule *rule = &self->rules.rules[index];
  for (unsigned i = 0; i < rule->n_wires; i++)
    if (rule->wires[i].control == (uint16_t) control)
      return true;
  return false;
}

/*
 * How long the condition of @id must be over before the pump that it stopped may go on
 * by itself, where a person has chosen that. 0: it never does.
 *
 * Thread: any. Does not allocate.
 */
SteadySpan
steady_alarm_system_resume_span (const SteadyAlarmSystem *self, const char *id)
{
  const int index = steady_alarm_rules_find (&self->rules, id);
  return index < 0 ? 0 : self->rules.rules[index].resume_after;
}
