/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "engine/steady-engine.h"

/* A request older than this is refused: the person may have given it up. */
#define EXPIRY STEADY_NSEC_PER_SEC
/* Nobody dates a timer further back, s. */
#define AGO_MOST 7200.0
/* Oxygen delivery counts above this where the plan does not say (practice sheet 4.1: no
 * relation was found at 26 to 32 °C). */
#define WARM_C 32.0

/* As hours of the case, which anybody can find on the timeline. */
static void
case_time (const SteadyEngine *self, SteadyInstant t, char *ret_text, size_t size)
{
  const long seconds = (long) ((t - self->start) / STEADY_NSEC_PER_SEC);

  g_snprintf (ret_text,
              size,
              "%ld:%02ld:%02ld",
              seconds / 3600,
              seconds / 60 % 60,
              seconds % 60);
}

static void
log_segment (SteadyEngine *self, const SteadyTimerSegment *segment, bool ended)
{
  char since[32], until[32], text[STEADY_EVENT_TEXT_SIZE];

  case_time (self, segment->since, since, sizeof since);
  if (!ended)
    {
      g_snprintf (text,
                  sizeof text,
                  "%s %u began at %s%s%s",
                  steady_timer_kind_name (segment->kind),
                  segment->number,
                  since,
                  segment->label[0] != '\0' ? ": " : "",
                  segment->label);
      steady_engine_event (self, STEADY_EVENT_TIMER, 0, text);
      return;
    }
  case_time (self, segment->until, until, sizeof until);
  g_snprintf (text,
              sizeof text,
              "%s %u from %s to %s%s%s",
              steady_timer_kind_name (segment->kind),
              segment->number,
              since,
              until,
              segment->label[0] != '\0' ? ": " : "",
              segment->label);
  steady_engine_event (self,
                       STEADY_EVENT_TIMER,
                       steady_span_seconds (segment->until - segment->since),
                       text);
}

/* What began or ended since the last turn stands in the case. */
static void
log_changes (SteadyEngine *self, const SteadyTimers *before)
{
  const SteadyTimers *now = &self->timers;

  for (unsigned i = 0; i < now->count; i++)
    {
      const SteadyTimerSegment *segment = &now->all[i], *was = NULL;
      for (unsigned k = 0; k < before->count; k++)
        if (before->all[k].kind == segment->kind &&
            before->all[k].number == segment->number)
          was = &before->all[k];
      if (was == NULL)
        log_segment (self, segment, false);
      if (segment->until != STEADY_INSTANT_NEVER &&
          (was == NULL || was->until != segment->until))
        log_segment (self, segment, true);
    }
}

static void
tell (SteadyEngine *self)
{
  if (self->timers_told == self->timers.changes)
    return;
  self->timers_told = self->timers.changes;
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_TIMERS,
                     self->moment.now,
                     self->timers.count,
                     self->timers.all,
                     self->timers.count * sizeof self->timers.all[0]);
}

/*
 * Brings the timers up to date; what began or ended is in the case and told.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_follow_timers (SteadyEngine *self)
{
  const uint32_t changes = self->timers.changes;

  if (self->mode == STEADY_MODE_REVIEW)
    return;
  const SteadyTimers before = self->timers;
  steady_timers_follow (&self->timers, &self->phase, &self->conduct, self->moment.now);
  if (self->timers.changes != changes)
    log_changes (self, &before);
  tell (self);
}

static bool
flag_of (unsigned kind, SteadySupportFlag *ret_flag)
{
  switch ((int) kind)
    {
    case STEADY_TIMER_CLAMP:
      *ret_flag = STEADY_FLAG_CROSS_CLAMPED;
      return true;
    case STEADY_TIMER_ARREST:
      *ret_flag = STEADY_FLAG_CIRCULATORY_ARREST;
      return true;
    case STEADY_TIMER_CEREBRAL:
      *ret_flag = STEADY_FLAG_CEREBRAL_PERFUSION;
      return true;
    default:
      return false;
    }
}

/* The clamp is marked, so that conduct and training hear of it too. */
static void
declare (SteadyEngine     *self,
         SteadyInstant     at,
         unsigned          kind,
         SteadySupportFlag flag,
         bool              on)
{
  if (!steady_phase_flag_at (&self->phase, self->moment.now, at, flag, on))
    return;
  if (kind == STEADY_TIMER_CLAMP)
    {
      const SteadyEvent event = on ? STEADY_EVENT_CLAMP_ON : STEADY_EVENT_CLAMP_OFF;
      steady_engine_event (self, event, 0, self->desk.operator_name);
      steady_engine_note_mark (self, event, 0, "");
    }
  steady_engine_event (self, STEADY_EVENT_MODE, self->phase.support.mode, "");
}

/*
 * A person starts or stops a timer, dated back where it was earlier. What is declared
 * with it (clamp, arrest, cerebral perfusion) arms and disarms alarms from now on.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_take_timer (SteadyEngine             *self,
                          const SteadyTimerRequest *request,
                          bool                      in_control)
{
  const SteadySpan  age = self->moment.real - request->issued;
  SteadySupportFlag flag;

  if (self->mode == STEADY_MODE_REVIEW || !in_control || age > EXPIRY ||
      age < -EXPIRY || !(request->ago_s >= 0 && request->ago_s <= AGO_MOST))
    return;
  const SteadyInstant ago =
      self->moment.now - steady_span_from_seconds (request->ago_s);
  const SteadyInstant at = MAX (ago, self->start);
  if (flag_of (request->kind, &flag))
    {
      if (request->act == STEADY_TIMER_START || request->act == STEADY_TIMER_STOP)
        declare (self, at, request->kind, flag, request->act == STEADY_TIMER_START);
      return;
    }
  const SteadyTimers before = self->timers;
  if (steady_timers_act (&self->timers, request, at))
    log_changes (self, &before);
  tell (self);
}

/* The number that the plan in force gives for what is warm. */
static double
target_of (const SteadyEngine *self)
{
  SteadyAlarmLimit limit;

  return steady_alarm_system_limit (self->alarms, "do2i-low", &limit) ? limit.value : 0;
}

/*
 * Counts what the child's tissues were given and were not.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_follow_goals (SteadyEngine *self)
{
  const SteadyGoalsView view = { .now = self->moment.now,
                                 .values = &self->values,
                                 .area_m2 = self->patient.area_m2,
                                 .target = target_of (self),
                                 .warm_c = WARM_C,
                                 .on_bypass = steady_phase_on_bypass (&self->phase),
                                 .arrested = (self->phase.support.flags &
                                              STEADY_FLAG_CIRCULATORY_ARREST) != 0 };
  SteadySample          samples[STEADY_GOALS_SAMPLES];

  if (self->mode == STEADY_MODE_REVIEW)
    return;
  const unsigned n = steady_goals_update (&self->goals, &view, samples);
  for (unsigned i = 0; i < n; i++)
    steady_engine_tell_own (self, &samples[i]);
}
