/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-timers.h"

#include <string.h>

/* What a kind is called in events. Thread: any. */
const char *
steady_timer_kind_name (unsigned kind)
{
  static const char *const names[] = { "",         "bypass",  "clamp",    "arrest",
                                       "cerebral", "no-flow", "ischaemia" };

  if (kind >= STEADY_TIMER_FREE)
    return "free";
  return kind < sizeof names / sizeof names[0] ? names[kind] : "";
}

static SteadyTimerSegment *
running (const SteadyTimers *self, unsigned kind)
{
  for (unsigned i = self->count; i-- > 0;)
    if (self->all[i].kind == kind && self->all[i].until == STEADY_INSTANT_NEVER)
      return (SteadyTimerSegment *) &self->all[i];
  return NULL;
}

/* The stretch of @kind that runs, or NULL. Thread: tick. */
const SteadyTimerSegment *
steady_timers_running (const SteadyTimers *self, unsigned kind)
{
  return running (self, kind);
}

/* All stretches of @kind, one that runs included. Thread: tick. */
SteadySpan
steady_timers_total (const SteadyTimers *self, unsigned kind, SteadyInstant now)
{
  SteadySpan total = 0;

  for (unsigned i = 0; i < self->count; i++)
    if (self->all[i].kind == kind)
      total += (self->all[i].until == STEADY_INSTANT_NEVER ? now : self->all[i].until) -
               self->all[i].since;
  return total;
}

/* A full list forgets the oldest stretch of a free timer, else the oldest that has
 * ended: the events of the case still have it. */
static void
make_room (SteadyTimers *self)
{
  unsigned oldest = 0;

  while (oldest + 1 < self->count && self->all[oldest].until == STEADY_INSTANT_NEVER)
    oldest++;
  for (unsigned i = 0; i < self->count; i++)
    if (self->all[i].kind >= STEADY_TIMER_FREE &&
        self->all[i].until != STEADY_INSTANT_NEVER)
      {
        oldest = i;
        break;
      }
  memmove (self->all + oldest,
           self->all + oldest + 1,
           (self->count - oldest - 1) * sizeof self->all[0]);
  self->count--;
}

static void
open_segment (SteadyTimers *self, unsigned kind, SteadyInstant since, const char *label)
{
  uint32_t number = 1;

  for (unsigned i = 0; i < self->count; i++)
    if (self->all[i].kind == kind)
      number = self->all[i].number + 1;
  if (self->count == STEADY_TIMER_SEGMENTS)
    make_room (self);
  SteadyTimerSegment *segment = &self->all[self->count++];
  *segment = (SteadyTimerSegment){
    .since = since, .until = STEADY_INSTANT_NEVER, .kind = kind, .number = number
  };
  memcpy (segment->label, label, strnlen (label, sizeof segment->label - 1));
  self->changes++;
}

static void
close_segment (SteadyTimers *self, SteadyTimerSegment *segment, SteadyInstant until)
{
  segment->until = until > segment->since ? until : segment->since;
  self->changes++;
}

/* @since NEVER: it does not run; then it ended at @ended. */
static void
follow_one (SteadyTimers *self, unsigned kind, SteadyInstant since, SteadyInstant ended)
{
  SteadyTimerSegment *segment = running (self, kind);

  if (segment == NULL && since != STEADY_INSTANT_NEVER)
    open_segment (self, kind, since, "");
  else if (segment != NULL && since == STEADY_INSTANT_NEVER)
    close_segment (self, segment, ended);
  else if (segment != NULL && segment->since != since)
    {
      segment->since = since; /* it was said later that it began earlier */
      self->changes++;
    }
}

static void
follow_timer (SteadyTimers *self, unsigned kind, const SteadyTimer *timer)
{
  follow_one (self, kind, timer->since, timer->ended);
}

/* The heart is without blood from the clamp to the next dose, and from the end of a
 * dose on: both by what is declared or by the flow of cardioplegia. */
static void
follow_ischaemia (SteadyTimers *self, const SteadyConduct *conduct, SteadyInstant now)
{
  const bool    clamped = conduct->clamp_since != STEADY_INSTANT_NEVER;
  const bool    dose = conduct->dose_began != STEADY_INSTANT_NEVER;
  SteadyInstant since = conduct->clamp_since;

  if (conduct->dose_end != STEADY_INSTANT_NEVER && conduct->dose_end > since)
    since = conduct->dose_end;
  SteadyTimerSegment *segment = running (self, STEADY_TIMER_ISCHAEMIA);
  if (!clamped || dose)
    follow_one (self, STEADY_TIMER_ISCHAEMIA, STEADY_INSTANT_NEVER, now);
  else if (segment == NULL)
    follow_one (self, STEADY_TIMER_ISCHAEMIA, since, now);
  else if (since > segment->since)
    {
      /* a dose that was given by hand and recorded */
      close_segment (self, segment, since);
      open_segment (self, STEADY_TIMER_ISCHAEMIA, since, "");
    }
}

/*
 * Brings the stretches up to what phase and conduct know at @now.
 *
 * Thread: tick. Does not allocate.
 */
void
steady_timers_follow (SteadyTimers        *self,
                      const SteadyPhase   *phase,
                      const SteadyConduct *conduct,
                      SteadyInstant        now)
{
  follow_timer (self, STEADY_TIMER_BYPASS, &phase->bypass);
  follow_timer (self, STEADY_TIMER_CLAMP, &phase->clamp);
  follow_timer (self, STEADY_TIMER_ARREST, &phase->arrest);
  follow_timer (self, STEADY_TIMER_CEREBRAL, &phase->cerebral);
  follow_one (self, STEADY_TIMER_NO_FLOW, phase->no_flow_since, now);
  follow_ischaemia (self, conduct, now);
}

/* The end of the last stretch of @kind, or NEVER. */
static SteadyInstant
last_end (const SteadyTimers *self, unsigned kind)
{
  for (unsigned i = self->count; i-- > 0;)
    if (self->all[i].kind == kind)
      return self->all[i].until;
  return STEADY_INSTANT_NEVER;
}

static void
reset (SteadyTimers *self, unsigned kind)
{
  for (unsigned i = self->count; i-- > 0;)
    if (self->all[i].kind == kind)
      {
        memmove (self->all + i,
                 self->all + i + 1,
                 (self->count - i - 1) * sizeof self->all[0]);
        self->count--;
      }
  self->changes++;
}

/*
 * A person's own timer, @at when. False: no such timer, or it is so already. Stretches
 * never overlap.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_timers_act (SteadyTimers             *self,
                   const SteadyTimerRequest *request,
                   SteadyInstant             at)
{
  SteadyTimerSegment *segment = running (self, request->kind);
  char                label[STEADY_TIMER_LABEL_SIZE] = { 0 };

  if (request->kind < STEADY_TIMER_FREE ||
      request->kind >= STEADY_TIMER_FREE + STEADY_TIMERS_FREE)
    return false;
  memcpy (label, request->label, strnlen (request->label, sizeof label - 1));
  switch ((SteadyTimerAct) request->act)
    {
    case STEADY_TIMER_START:
      if (segment != NULL)
        return false;
      const SteadyInstant end = last_end (self, request->kind);
      open_segment (self,
                    request->kind,
                    end != STEADY_INSTANT_NEVER && end > at ? end : at,
                    label);
      return true;
    case STEADY_TIMER_STOP:
      if (segment == NULL)
        return false;
      close_segment (self, segment, at);
      return true;
    case STEADY_TIMER_RESET:
      if (last_end (self, request->kind) == STEADY_INSTANT_NEVER && segment == NULL)
        return false;
      reset (self, request->kind);
      return true;
    default:
      return false;
    }
}
