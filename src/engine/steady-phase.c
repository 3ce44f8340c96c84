/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-phase.h"

#include <math.h>

/* Flow above this part of the plan is flow to the child. Safety ruling 15 [GK]. */
#define FLOW_PART 0.10
/* … and for this long it arms what the phase had disarmed [GK]. */
#define ARM_TIME (10 * STEADY_NSEC_PER_SEC)
/* Below this part of the plan no blood flows [GK]. */
#define NO_FLOW_PART 0.02
/* Without a plan the thresholds are parts of this, L/min [GK]. */
#define FLOW_WITHOUT_PLAN 0.3

static const unsigned ALL_FLAGS =
    STEADY_FLAG_CROSS_CLAMPED | STEADY_FLAG_CIRCULATORY_ARREST |
    STEADY_FLAG_CEREBRAL_PERFUSION | STEADY_FLAG_COOLING | STEADY_FLAG_REWARMING;

/* The time that @self has run, a running segment included. Thread: the owner's. */
SteadySpan
steady_timer_total (const SteadyTimer *self, SteadyInstant now)
{
  return self->total + (self->since == STEADY_INSTANT_NEVER ? 0 : now - self->since);
}

static void
timer_start (SteadyTimer *timer, SteadyInstant at)
{
  if (timer->since == STEADY_INSTANT_NEVER)
    timer->since =
        timer->ended != STEADY_INSTANT_NEVER && timer->ended > at ? timer->ended : at;
}

static void
timer_stop (SteadyTimer *timer, SteadyInstant at)
{
  if (timer->since == STEADY_INSTANT_NEVER)
    return;
  timer->ended = at > timer->since ? at : timer->since;
  timer->total += timer->ended - timer->since;
  timer->since = STEADY_INSTANT_NEVER;
}

static void
timer_follow (SteadyTimer *timer, bool runs, SteadyInstant now)
{
  if (runs)
    timer_start (timer, now);
  else
    timer_stop (timer, now);
}

static bool
mode_on_bypass (unsigned mode)
{
  switch ((SteadySupportMode) mode)
    {
    case STEADY_SUPPORT_PARTIAL_BYPASS:
    case STEADY_SUPPORT_FULL_BYPASS:
    case STEADY_SUPPORT_WEANING:
    case STEADY_SUPPORT_RETURN_TO_BYPASS:
    case STEADY_SUPPORT_ECMO_VA:
    case STEADY_SUPPORT_ECMO_VV:
      return true;
    case STEADY_SUPPORT_SET_UP:
    case STEADY_SUPPORT_PRIMING:
    case STEADY_SUPPORT_PRE_BYPASS:
    case STEADY_SUPPORT_POST_BYPASS:
    case STEADY_SUPPORT_MUF:
    default:
      return false;
    }
}

/* Whether the circuit carries the child now, as declared. Thread: the owner's. */
bool
steady_phase_on_bypass (const SteadyPhase *self)
{
  return mode_on_bypass (self->support.mode);
}

/* Whether the circuit would carry the child in a support mode. Thread: any. */
bool
steady_phase_is_bypass (double mode)
{
  return mode >= STEADY_SUPPORT_SET_UP && mode <= STEADY_SUPPORT_ECMO_VV &&
         mode_on_bypass ((uint32_t) mode);
}

static void
follow_flags (SteadyPhase *self, SteadyInstant now)
{
  const uint32_t flags = self->support.flags;
  timer_follow (&self->clamp, (flags & STEADY_FLAG_CROSS_CLAMPED) != 0, now);
  timer_follow (&self->arrest, (flags & STEADY_FLAG_CIRCULATORY_ARREST) != 0, now);
  timer_follow (&self->cerebral, (flags & STEADY_FLAG_CEREBRAL_PERFUSION) != 0, now);
}

/* What began or ended @at an instant that may be past. */
static bool
change_flags_at (SteadyPhase *self, SteadyInstant now, SteadyInstant at, uint32_t flags)
{
  if (flags == self->support.flags)
    return false;
  self->support.flags = flags;
  self->support.flags_since = now;
  follow_flags (self, at);
  return true;
}

static bool
change_flags (SteadyPhase *self, SteadyInstant now, uint32_t flags)
{
  return change_flags_at (self, now, now, flags);
}

/* Bypass time runs from when blood began to flow, even when that was said later; a
 * person who says that it was later still knows better: prime may have gone round. */
static void
begin_bypass (SteadyPhase *self, SteadyInstant now, SteadyInstant at)
{
  if (self->flow_since == STEADY_INSTANT_NEVER)
    self->bypass_asked = now;
  else
    timer_start (&self->bypass,
                 at < now && at > self->flow_since ? at : self->flow_since);
}

static void
end_bypass (SteadyPhase *self, SteadyInstant now, SteadyInstant at)
{
  if (at < now)
    {
      timer_stop (&self->bypass, at);
      self->bypass_asked = STEADY_INSTANT_NEVER;
      return;
    }
  const bool ended_before = self->flow_since == STEADY_INSTANT_NEVER &&
                            self->flow_end != STEADY_INSTANT_NEVER;
  timer_stop (&self->bypass, ended_before ? self->flow_end : now);
  self->bypass_asked = STEADY_INSTANT_NEVER;
}

static bool
change_mode_at (SteadyPhase      *self,
                SteadyInstant     now,
                SteadyInstant     at,
                SteadySupportMode mode)
{
  const bool before = steady_phase_on_bypass (self);
  if (self->support.mode == (uint32_t) mode)
    return false;
  self->support.mode = mode;
  self->support.mode_since = now;
  if (!before && steady_phase_on_bypass (self))
    begin_bypass (self, now, at);
  if (before && !steady_phase_on_bypass (self))
    end_bypass (self, now, at);
  return true;
}

static bool
change_mode (SteadyPhase *self, SteadyInstant now, SteadySupportMode mode)
{
  return change_mode_at (self, now, now, mode);
}

/* @plan_flow_l_min 0: no plan. Thread: before the tick starts. */
void
steady_phase_init (SteadyPhase         *self,
                   SteadyInstant        now,
                   const SteadySupport *start,
                   double               plan_flow_l_min)
{
  const SteadyTimer still = { .since = STEADY_INSTANT_NEVER,
                              .ended = STEADY_INSTANT_NEVER };
  *self = (SteadyPhase){ .support = *start,
                         .bypass = still,
                         .clamp = still,
                         .arrest = still,
                         .cerebral = still,
                         .no_flow_since = STEADY_INSTANT_NEVER,
                         .flow_since = STEADY_INSTANT_NEVER,
                         .flow_end = STEADY_INSTANT_NEVER,
                         .bypass_asked = STEADY_INSTANT_NEVER,
                         .plan_flow_l_min = plan_flow_l_min };
  self->support.mode_since = now;
  self->support.flags_since = now;
  if (steady_phase_on_bypass (self))
    begin_bypass (self, now, now);
  follow_flags (self, now);
}

/* A button of the event pad. True: mode or flags have changed. Thread: tick. */
bool
steady_phase_mark (SteadyPhase *self, SteadyInstant now, SteadyEvent event)
{
  return steady_phase_mark_at (self, now, now, event);
}

/*
 * A button of the event pad for what was @at an instant that may be past: only timers
 * are dated back, alarms are armed from @now on. True: mode or flags have changed.
 *
 * Thread: tick.
 */
bool
steady_phase_mark_at (SteadyPhase  *self,
                      SteadyInstant now,
                      SteadyInstant at,
                      SteadyEvent   event)
{
  switch ((int) event)
    {
    case STEADY_EVENT_ON_BYPASS:
      return !steady_phase_on_bypass (self) &&
             change_mode_at (self, now, at, STEADY_SUPPORT_FULL_BYPASS);
    case STEADY_EVENT_OFF_BYPASS:
      return steady_phase_on_bypass (self) &&
             change_mode_at (self, now, at, STEADY_SUPPORT_POST_BYPASS);
    case STEADY_EVENT_CLAMP_ON:
    case STEADY_EVENT_CLAMP_OFF:
      return steady_phase_flag_at (
          self, now, at, STEADY_FLAG_CROSS_CLAMPED, event == STEADY_EVENT_CLAMP_ON);
    default:
      return false;
    }
}

/* Declares one flag or its end, @at an instant that may be past. True: it changed.
 * Thread: tick. */
bool
steady_phase_flag_at (SteadyPhase      *self,
                      SteadyInstant     now,
                      SteadyInstant     at,
                      SteadySupportFlag flag,
                      bool              on)
{
  return change_flags_at (self,
                          now,
                          at,
                          on ? self->support.flags | (uint32_t) flag
                             : self->support.flags & ~(uint32_t) flag);
}

/* False: no such mode; nothing is changed. Thread: tick. */
bool
steady_phase_set_mode (SteadyPhase *self, SteadyInstant now, double mode)
{
  if (!(mode >= STEADY_SUPPORT_SET_UP && mode <= STEADY_SUPPORT_ECMO_VV) ||
      mode - floor (mode) > 0)
    return false;
  change_mode (self, now, (SteadySupportMode) mode);
  return true;
}

/* False: no such flags; nothing is changed. Thread: tick. */
bool
steady_phase_set_flags (SteadyPhase *self, SteadyInstant now, double flags)
{
  if (!(flags >= 0 && flags <= ALL_FLAGS) || flags - floor (flags) > 0)
    return false;
  change_flags (self, now, (uint32_t) flags);
  return true;
}

static double
part_of_plan (const SteadyPhase *self, double part)
{
  return part * (self->plan_flow_l_min > 0 ? self->plan_flow_l_min : FLOW_WITHOUT_PLAN);
}

static bool
flow_to_patient (const SteadyValueTable *values, double *ret_flow)
{
  return steady_value_table_value (values, STEADY_CHANNEL_PATIENT_FLOW, ret_flow) ||
         steady_value_table_value (values, STEADY_CHANNEL_MEASURED_FLOW, ret_flow) ||
         steady_value_table_value (values, STEADY_CHANNEL_PUMP_FLOW, ret_flow);
}

static bool
pump_stands (const SteadyValueTable *values)
{
  double state;
  return steady_value_table_value (values, STEADY_CHANNEL_ARTERIAL_PUMP, &state) &&
         (lround (state) == STEADY_PUMP_STOPPED ||
          lround (state) == STEADY_PUMP_STOPPED_BY_INTERVENTION);
}

static void
follow_flow (SteadyPhase *self, SteadyInstant now, const SteadyValueTable *values)
{
  double     flow;
  const bool known = flow_to_patient (values, &flow);
  const bool flows = known && flow > part_of_plan (self, FLOW_PART);

  if (flows && self->flow_since == STEADY_INSTANT_NEVER)
    self->flow_since = now;
  if (known && !flows && self->flow_since != STEADY_INSTANT_NEVER)
    {
      self->flow_since = STEADY_INSTANT_NEVER;
      self->flow_end = now;
    }
  if (flows && self->bypass_asked != STEADY_INSTANT_NEVER)
    {
      timer_start (&self->bypass, self->flow_since);
      self->bypass_asked = STEADY_INSTANT_NEVER;
    }
  const bool none =
      pump_stands (values) || (known && flow < part_of_plan (self, NO_FLOW_PART));
  if (!steady_phase_on_bypass (self) || flows)
    self->no_flow_since = STEADY_INSTANT_NEVER;
  else if (none && self->no_flow_since == STEADY_INSTANT_NEVER)
    self->no_flow_since = now;
}

/* Priming is exempt: there the prime goes round by intention, and nobody is attached.
 */
static bool
arms (const SteadyPhase *self, SteadyInstant now)
{
  if (self->flow_since == STEADY_INSTANT_NEVER || now - self->flow_since < ARM_TIME)
    return false;
  return (self->support.flags & STEADY_FLAG_CIRCULATORY_ARREST) != 0 ||
         (!steady_phase_on_bypass (self) &&
          self->support.mode != STEADY_SUPPORT_PRIMING);
}

/*
 * Follows the signals. Steady flow to the patient while the declared phase expects none
 * arms again: bypass is assumed, and an arrest is over.
 *
 * Thread: tick. Does not allocate.
 */
SteadyPhaseChange
steady_phase_update (SteadyPhase            *self,
                     SteadyInstant           now,
                     const SteadyValueTable *values)
{
  follow_flow (self, now, values);
  if (!arms (self, now))
    return STEADY_PHASE_SAME;
  if (!steady_phase_on_bypass (self))
    change_mode (self, now, STEADY_SUPPORT_PARTIAL_BYPASS);
  change_flags (
      self, now, self->support.flags & ~(uint32_t) STEADY_FLAG_CIRCULATORY_ARREST);
  return STEADY_PHASE_ARMED_BY_FLOW;
}
