/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-alarm-metrics.h"

#include <math.h>
#include <string.h>

/* An alarm that led to something did so within this time [GK]. */
#define ACT_TIME (60 * STEADY_NSEC_PER_SEC)

/* Thread: any. */
void
steady_alarm_metrics_init (SteadyAlarmMetrics *self)
{
  memset (self, 0, sizeof *self);
  self->first = self->last = self->paused_since = STEADY_INSTANT_NEVER;
}

static bool
is_on (unsigned state)
{
  return state == STEADY_ALARM_ACTIVE || state == STEADY_ALARM_ACKNOWLEDGED ||
         state == STEADY_ALARM_LATCHED;
}

/* The time from the first to the last instant is what is divided by. Thread: any. */
void
steady_alarm_metrics_pass (SteadyAlarmMetrics *self, SteadyInstant t)
{
  if (self->first == STEADY_INSTANT_NEVER)
    self->first = t;
  if (self->last == STEADY_INSTANT_NEVER || t > self->last)
    self->last = t;
}

static SteadyAlarmMetric *
find (SteadyAlarmMetrics *self, const char *id)
{
  for (unsigned i = 0; i < self->count; i++)
    if (strncmp (self->rules[i].id, id, sizeof self->rules[i].id) == 0)
      return &self->rules[i];
  if (self->count == STEADY_ALARM_METRICS_RULES)
    return NULL;
  SteadyAlarmMetric *rule = &self->rules[self->count++];
  memcpy (rule->id, id, strnlen (id, sizeof rule->id - 1));
  rule->began = STEADY_INSTANT_NEVER;
  return rule;
}

static void
act_on (SteadyAlarmMetrics *self, SteadyAlarmMetric *rule, SteadyInstant t)
{
  if (!rule->waiting)
    return;
  rule->waiting = false;
  if (rule->began == STEADY_INSTANT_NEVER || t - rule->began > ACT_TIME)
    return;
  rule->acted_on++;
  self->acted_on++;
}

/*
 * One change of state. Seen and reset by a person are acts upon it.
 *
 * Thread: any one. Does not allocate.
 */
void
steady_alarm_metrics_record (SteadyAlarmMetrics *self, const SteadyAlarmRecord *record)
{
  steady_alarm_metrics_pass (self, record->t);
  if (!is_on (record->state) && !is_on (record->before))
    return;
  SteadyAlarmMetric *rule = find (self, record->id);
  if (rule == NULL)
    return;
  if (is_on (record->state) && !is_on (record->before))
    {
      rule->onsets++;
      rule->began = record->t;
      rule->waiting = true;
      self->onsets++;
    }
  if (record->priority > rule->priority)
    rule->priority = record->priority;
  if (record->state == STEADY_ALARM_ACKNOWLEDGED ||
      (record->before == STEADY_ALARM_LATCHED &&
       record->state == STEADY_ALARM_INACTIVE))
    act_on (self, rule, record->t);
  if (is_on (record->state) || rule->began == STEADY_INSTANT_NEVER)
    return;
  rule->present += record->t - rule->began;
  rule->began = STEADY_INSTANT_NEVER;
  rule->waiting = false;
}

/*
 * A person did something to the case (set a device, marked an event): all that is
 * present and no older than 60 s was acted on.
 *
 * Thread: any one. Does not allocate.
 */
void
steady_alarm_metrics_act (SteadyAlarmMetrics *self, SteadyInstant t)
{
  steady_alarm_metrics_pass (self, t);
  for (unsigned i = 0; i < self->count; i++)
    act_on (self, &self->rules[i], t);
}

/* The audio pause began or ended. Thread: any one. */
void
steady_alarm_metrics_pause (SteadyAlarmMetrics *self, SteadyInstant t, bool paused)
{
  steady_alarm_metrics_pass (self, t);
  if (self->paused_since != STEADY_INSTANT_NEVER)
    self->paused += t - self->paused_since;
  self->paused_since = paused ? t : STEADY_INSTANT_NEVER;
}

/*
 * One event of the case, whatever it is about: begin and end of the case give the time,
 * audio pauses are measured, and what a person marks or sets is an act.
 *
 * Thread: any one. Does not allocate.
 */
void
steady_alarm_metrics_event (SteadyAlarmMetrics *self,
                            SteadyEvent         event,
                            SteadyInstant       t)
{
  steady_alarm_metrics_pass (self, t);
  if (event == STEADY_EVENT_AUDIO_PAUSE || event == STEADY_EVENT_AUDIO_PAUSE_END)
    steady_alarm_metrics_pause (self, t, event == STEADY_EVENT_AUDIO_PAUSE);
  else if (event < STEADY_EVENT_CASE_START || event == STEADY_EVENT_LIMIT ||
           event == STEADY_EVENT_WIRE || event == STEADY_EVENT_WIRE_ADDED ||
           event == STEADY_EVENT_WIRE_REMOVED || event == STEADY_EVENT_INSPECTED)
    steady_alarm_metrics_act (self, t);
}

static double
hours (const SteadyAlarmMetrics *self)
{
  if (self->first == STEADY_INSTANT_NEVER || self->last <= self->first)
    return NAN;
  return steady_span_seconds (self->last - self->first) / 3600;
}

/* Alarms in an hour; NAN while no time has passed. Thread: any. */
double
steady_alarm_metrics_per_hour (const SteadyAlarmMetrics *self)
{
  return self->onsets / hours (self);
}

/* Alarms in an hour on which nobody acted within 60 s; NAN while no time has passed.
 * Thread: any. */
double
steady_alarm_metrics_idle_per_hour (const SteadyAlarmMetrics *self)
{
  return (self->onsets - self->acted_on) / hours (self);
}

/* The share of alarms that a person acted on within 60 s, 0 to 1; NAN without any.
 * Thread: any. */
double
steady_alarm_metrics_acted_share (const SteadyAlarmMetrics *self)
{
  return self->onsets > 0 ? (double) self->acted_on / self->onsets : NAN;
}

/* How long the sound was paused, a pause that runs included. Thread: any. */
SteadySpan
steady_alarm_metrics_paused (const SteadyAlarmMetrics *self)
{
  if (self->paused_since == STEADY_INSTANT_NEVER || self->last < self->paused_since)
    return self->paused;
  return self->paused + (self->last - self->paused_since);
}

static uint32_t
nuisance (const SteadyAlarmMetric *rule)
{
  return rule->onsets - rule->acted_on;
}

/*
 * The alarms that nobody acted on most often, worst first, as indices into rules.
 * Returns how many there are, at most @size.
 *
 * Thread: any.
 */
unsigned
steady_alarm_metrics_worst (const SteadyAlarmMetrics *self,
                            unsigned                 *ret_indices,
                            unsigned                  size)
{
  unsigned n = 0;
  for (unsigned i = 0; i < self->count; i++)
    {
      if (nuisance (&self->rules[i]) == 0)
        continue;
      unsigned place = n < size ? n++ : size;
      for (; place > 0 && nuisance (&self->rules[i]) >
                              nuisance (&self->rules[ret_indices[place - 1]]);
           place--)
        if (place < size)
          ret_indices[place] = ret_indices[place - 1];
      if (place < size)
        ret_indices[place] = i;
    }
  return n;
}
