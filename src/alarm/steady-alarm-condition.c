/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-condition.h"

#include <math.h>

/* Whether a condition may be judged from @sample. Thread: any. */
bool
steady_alarm_value_usable (const SteadySample *sample)
{
  return steady_sample_usable (sample) && isfinite (sample->value);
}

static bool
limit_in_force (const SteadyAlarmClause  *clause,
                const SteadyAlarmContext *context,
                double                   *ret_limit)
{
  if (clause->reference == STEADY_ALARM_REFERENCE_NUMBER)
    {
      *ret_limit = clause->limit;
      return true;
    }
  double whole = context->plan_flow_l_min;
  if (clause->reference == STEADY_ALARM_REFERENCE_CHANNEL)
    {
      const SteadySample *sample = steady_value_table_get (context->values, clause->of);
      if (!steady_alarm_value_usable (sample))
        return false;
      whole = sample->value;
    }
  const double limit = clause->limit / 100.0 * whole;
  *ret_limit = limit > clause->at_least ? limit : clause->at_least;
  return true;
}

/* What this build does not know as a state, and half a state, is taken for a bad one.
 */
static bool
is_known_state (SteadyChannel channel, double value)
{
  return value >= 0 && value <= steady_channel_info (channel)->high &&
         !(floor (value) < value);
}

static bool
compare (const SteadyAlarmClause *clause, double value, double limit, bool was_true)
{
  const double back = was_true ? clause->hysteresis : 0.0;
  switch (clause->test)
    {
    case STEADY_ALARM_TEST_ABOVE:
      return value > limit - back;
    case STEADY_ALARM_TEST_AT_LEAST:
      return value >= limit - back;
    case STEADY_ALARM_TEST_BELOW:
      return value < limit + back;
    case STEADY_ALARM_TEST_AT_MOST:
      return value <= limit + back;
    case STEADY_ALARM_TEST_ONE_OF:
    default:
      return !is_known_state (clause->channel, value) ||
             (clause->states >> (unsigned) value & 1) != 0;
    }
}

/*
 * Judges one comparison. @was_true widens it by its hysteresis.
 *
 * Thread: any. Does not allocate.
 */
SteadyAlarmFinding
steady_alarm_judge_clause (const SteadyAlarmClause  *clause,
                           const SteadyAlarmContext *context,
                           bool                      was_true)
{
  SteadyAlarmFinding  finding = { .channel = clause->channel };
  const SteadySample *sample =
      steady_value_table_get (context->values, clause->channel);

  if (sample->quality == STEADY_QUALITY_NOT_APPLICABLE)
    {
      finding.truth = STEADY_ALARM_FALSE;
      return finding;
    }
  if (!steady_alarm_value_usable (sample) ||
      (clause->test != STEADY_ALARM_TEST_ONE_OF &&
       !limit_in_force (clause, context, &finding.limit)))
    return finding;
  finding.has_value = true;
  finding.value = sample->value;
  finding.truth = compare (clause, sample->value, finding.limit, was_true)
                      ? STEADY_ALARM_TRUE
                      : STEADY_ALARM_FALSE;
  return finding;
}

static bool
clause_fitted (const SteadyAlarmClause *clause, const SteadyAlarmContext *context)
{
  if (!context->fitted[clause->channel])
    return false;
  switch (clause->reference)
    {
    case STEADY_ALARM_REFERENCE_CHANNEL:
      return context->fitted[clause->of];
    case STEADY_ALARM_REFERENCE_PLAN:
      return context->plan_flow_l_min > 0;
    case STEADY_ALARM_REFERENCE_NUMBER:
    default:
      return true;
    }
}

/* Whether this circuit has what @rule judges: all of "all", one of "any". Thread: any.
 */
bool
steady_alarm_rule_fitted (const SteadyAlarmRule    *rule,
                          const SteadyAlarmContext *context)
{
  unsigned fitted = 0;

  for (unsigned i = 0; i < rule->n_watches; i++)
    if (context->fitted[rule->watches[i]])
      return true;
  for (unsigned i = 0; i < rule->n_clauses; i++)
    fitted += clause_fitted (&rule->clauses[i], context);
  return rule->any ? fitted != 0 : rule->n_clauses != 0 && fitted == rule->n_clauses;
}

/*
 * Whether all that @rule judges is there, but not what one of its limits is a share of:
 * then it judges nothing, and that must be seen. @ret_of is the channel that nobody
 * gives, or STEADY_CHANNEL_NONE where there is no plan; untouched when false.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_alarm_rule_lacks_base (const SteadyAlarmRule    *rule,
                              const SteadyAlarmContext *context,
                              SteadyChannel            *ret_of)
{
  const SteadyAlarmClause *lacking = NULL;
  unsigned                 there = 0;

  for (unsigned i = 0; i < rule->n_clauses; i++)
    {
      const SteadyAlarmClause *clause = &rule->clauses[i];
      if (!context->fitted[clause->channel])
        continue;
      there++;
      if (lacking == NULL && !clause_fitted (clause, context))
        lacking = clause;
    }
  if (lacking == NULL || (!rule->any && there < rule->n_clauses) ||
      steady_alarm_rule_fitted (rule, context))
    return false;
  *ret_of = lacking->reference == STEADY_ALARM_REFERENCE_CHANNEL ? lacking->of
                                                                 : STEADY_CHANNEL_NONE;
  return true;
}

static bool
outweighs (const SteadyAlarmRule *rule, SteadyAlarmTruth truth, SteadyAlarmTruth so_far)
{
  const SteadyAlarmTruth decides = rule->any ? STEADY_ALARM_TRUE : STEADY_ALARM_FALSE;
  return so_far != decides && (truth == decides || truth == STEADY_ALARM_UNKNOWN);
}

/*
 * Judges all comparisons of @rule in three-valued logic: "any" is true when one is,
 * "all" is false when one is, whatever is unknown besides. The finding names the
 * comparison that decided. @clauses_true keeps the hysteresis of each.
 *
 * Thread: any. Does not allocate.
 */
SteadyAlarmFinding
steady_alarm_judge_rule (const SteadyAlarmRule    *rule,
                         const SteadyAlarmContext *context,
                         uint32_t                 *clauses_true)
{
  SteadyAlarmFinding whole = { .truth =
                                   rule->any ? STEADY_ALARM_FALSE : STEADY_ALARM_TRUE };
  bool               first = true, blind = false;

  for (unsigned i = 0; i < rule->n_clauses; i++)
    {
      const SteadyAlarmClause *clause = &rule->clauses[i];
      const uint32_t           bit = UINT32_C (1) << i;
      if (rule->any && !clause_fitted (clause, context))
        continue;
      SteadyAlarmFinding finding =
          steady_alarm_judge_clause (clause, context, (*clauses_true & bit) != 0);
      if (finding.truth != STEADY_ALARM_UNKNOWN)
        *clauses_true = finding.truth == STEADY_ALARM_TRUE ? *clauses_true | bit
                                                           : *clauses_true & ~bit;
      blind = blind || finding.truth == STEADY_ALARM_UNKNOWN;
      /* what does not outweigh the beginning is as true as that */
      if (first || outweighs (rule, finding.truth, whole.truth))
        whole = finding;
      first = false;
    }
  whole.blind = blind;
  return whole;
}

/*
 * Whether one of the watched channels cannot be used. With @link_known the loss of a
 * device is already an alarm of its own, so that channels which went with it, or only
 * became old, do not count.
 *
 * Thread: any. Does not allocate.
 */
SteadyAlarmFinding
steady_alarm_judge_sensor (const SteadyAlarmRule    *rule,
                           const SteadyAlarmContext *context,
                           bool                      link_known)
{
  SteadyAlarmFinding finding = { .truth = STEADY_ALARM_FALSE };

  for (unsigned i = 0; i < rule->n_watches; i++)
    {
      const SteadySample *sample =
          steady_value_table_get (context->values, rule->watches[i]);
      const bool fine = !context->fitted[rule->watches[i]] ||
                        steady_alarm_value_usable (sample) ||
                        sample->quality == STEADY_QUALITY_NOT_APPLICABLE ||
                        (link_known && (sample->quality == STEADY_QUALITY_LINK_LOST ||
                                        sample->quality == STEADY_QUALITY_STALE));
      if (fine)
        continue;
      finding.truth = STEADY_ALARM_TRUE;
      finding.channel = rule->watches[i];
      return finding;
    }
  return finding;
}
