/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checklist/steady-bypass-gate.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "measure/steady-channel.h"

/* Safety rulings, 22. */
#define ACT_YOUNG (30 * 60 * STEADY_NSEC_PER_SEC)
/* Less gas than this does not flow [GK]: the least step of a blender is 0.01 L/min. */
#define SWEEP_LEAST 0.02

static double
act_of (const SteadyClinicalRecord *record)
{
  for (unsigned i = 0; i < record->n_values && i < STEADY_CLINICAL_VALUES; i++)
    if (record->values[i].channel == STEADY_CHANNEL_ACT)
      return record->values[i].value;
  return 0;
}

static SteadyBypassAct *
amended_by (SteadyBypassFacts *self, uint64_t amends)
{
  const uint64_t n = MIN (self->count, (uint64_t) STEADY_BYPASS_ACTS);

  for (uint64_t i = 0; amends != 0 && i < n; i++)
    if (self->acts[i].id == amends || self->acts[i].last == amends)
      return &self->acts[i];
  return NULL;
}

/*
 * Keeps what counts of @record, which the engine has taken: heparin, or an ACT. An
 * amendment takes the place of what it amends.
 *
 * Thread: any. Does not allocate.
 */
void
steady_bypass_facts_take (SteadyBypassFacts *self, const SteadyClinicalRecord *record)
{
  const bool heparin =
      record->kind == STEADY_CLINICAL_DOSE && strcmp (record->what, "heparin") == 0;
  const double     act = record->kind == STEADY_CLINICAL_SAMPLE ? act_of (record) : 0;
  SteadyBypassAct *before = amended_by (self, record->amends);
  SteadyBypassAct  fact = {
     .id = record->id,
     .last = record->id,
     .given = record->given,
     .act = act,
     .device = record->device[0] != '\0',
     .withdrawn =
         (record->flags & STEADY_CLINICAL_WITHDRAWN) != 0 || (!heparin && !(act > 0)),
  };

  if (before != NULL)
    {
      fact.id = before->id;
      *before = fact;
    }
  else if (fact.withdrawn == 0)
    self->acts[self->count++ % STEADY_BYPASS_ACTS] = fact;
}

/* The latest of one kind, or NULL. */
static const SteadyBypassAct *
latest (const SteadyBypassFacts *self, bool heparin)
{
  const uint64_t         n = MIN (self->count, (uint64_t) STEADY_BYPASS_ACTS);
  const SteadyBypassAct *found = NULL;

  for (uint64_t i = 0; i < n; i++)
    {
      const SteadyBypassAct *act = &self->acts[i];
      if (act->withdrawn != 0 || (act->act > 0) == heparin)
        continue;
      if (found == NULL || act->given >= found->given)
        found = act;
    }
  return found;
}

static SteadyBypassAnswer
judge_act (const SteadyBypassAct  *act,
           const SteadyBypassAct  *heparin,
           const SteadyBypassView *view)
{
  if (act == NULL || heparin == NULL || act->given < heparin->given)
    return STEADY_BYPASS_NONE;
  if (act->act < view->act_least_s)
    return STEADY_BYPASS_LOW;
  if (view->now - act->given > ACT_YOUNG)
    return STEADY_BYPASS_OLD;
  return act->device != 0 ? STEADY_BYPASS_MET : STEADY_BYPASS_UNNAMED;
}

/*
 * Bits of SteadyBypassNeed that are still open. @ret_act, which may be NULL, says what
 * is wrong with the ACT. Source: safety rulings, 22.
 *
 * Thread: any. Does not allocate.
 */
unsigned
steady_bypass_needs (const SteadyBypassFacts *self,
                     const SteadyBypassView  *view,
                     SteadyBypassAnswer      *ret_act)
{
  const SteadyBypassAct   *heparin = latest (self, true);
  const SteadyBypassAnswer answer = judge_act (latest (self, false), heparin, view);
  const unsigned listed = STEADY_NEED_PRIME | STEADY_NEED_LEVEL | STEADY_NEED_AIR |
                          STEADY_NEED_LINE_PRESSURE | STEADY_NEED_LINE_TEST |
                          STEADY_NEED_TUBING;
  unsigned open = listed & ~view->met;

  if ((view->met & STEADY_NEED_CLEAR_PRIME) != 0 && !view->blood_planned)
    open &= ~(unsigned) STEADY_NEED_PRIME;
  if (heparin == NULL)
    open |= STEADY_NEED_HEPARIN;
  if (answer != STEADY_BYPASS_MET)
    open |= STEADY_NEED_ACT;
  if (!(view->sweep_l_min >= SWEEP_LEAST))
    open |= STEADY_NEED_SWEEP;
  if (ret_act != NULL)
    *ret_act = answer;
  return open;
}
