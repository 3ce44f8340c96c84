/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-alarm-load.h"

enum
{
  BATCH = 64
};

/* What was fetched and not yet told, of each kind. */
typedef struct Pile
{
  SteadyAlarmRecord alarms[BATCH];
  SteadyCaseEvent   events[BATCH];
  SteadyCaseCommand commands[BATCH];
  unsigned          n_alarms;
  unsigned          n_events;
  unsigned          n_commands;
  unsigned          alarm;
  unsigned          event;
  unsigned          command;
} Pile;

/* Thread: any. */
void
steady_case_alarm_load_init (SteadyCaseAlarmLoad *self)
{
  *self = (SteadyCaseAlarmLoad){ .last_alarm = 0 };
  steady_alarm_metrics_init (&self->metrics);
}

/* Fetches more of what has run out. */
static bool
refill (SteadyCaseAlarmLoad *self, Pile *pile, SteadyCaseReader *reader, GError **error)
{
  if (pile->alarm == pile->n_alarms)
    {
      pile->alarm = pile->n_alarms = 0;
      if (!steady_case_reader_alarms (reader,
                                      self->last_alarm,
                                      pile->alarms,
                                      BATCH,
                                      &pile->n_alarms,
                                      &self->last_alarm,
                                      error))
        return false;
    }
  if (pile->event == pile->n_events)
    {
      pile->event = pile->n_events = 0;
      if (!steady_case_reader_events (
              reader, self->last_event, pile->events, BATCH, &pile->n_events, error))
        return false;
      if (pile->n_events > 0)
        self->last_event = pile->events[pile->n_events - 1].id;
    }
  if (pile->command < pile->n_commands)
    return true;
  pile->command = pile->n_commands = 0;
  if (!steady_case_reader_commands (
          reader, self->last_command, pile->commands, BATCH, &pile->n_commands, error))
    return false;
  if (pile->n_commands > 0)
    self->last_command = pile->commands[pile->n_commands - 1].id;
  return true;
}

static SteadyInstant
earlier (SteadyInstant a, SteadyInstant b)
{
  return a < b ? a : b;
}

/* Tells the earliest of all three; of what is equal the alarm first, since an act comes
 * after what it answers. False: all piles are empty. */
static bool
tell_next (SteadyCaseAlarmLoad *self, Pile *pile)
{
  const SteadyInstant alarm =
      pile->alarm < pile->n_alarms ? pile->alarms[pile->alarm].t : STEADY_INSTANT_NEVER;
  const SteadyInstant event =
      pile->event < pile->n_events ? pile->events[pile->event].t : STEADY_INSTANT_NEVER;
  const SteadyInstant command = pile->command < pile->n_commands
                                    ? pile->commands[pile->command].t
                                    : STEADY_INSTANT_NEVER;
  const SteadyInstant next = earlier (alarm, earlier (event, command));

  if (next == STEADY_INSTANT_NEVER)
    return false;
  if (alarm == next)
    steady_alarm_metrics_record (&self->metrics, &pile->alarms[pile->alarm++]);
  else if (event == next)
    steady_alarm_metrics_event (
        &self->metrics, pile->events[pile->event++].event, next);
  else
    {
      const SteadyCaseCommand *it = &pile->commands[pile->command++];
      if (it->step == 0 && it->origin != 0)
        steady_alarm_metrics_act (&self->metrics, next);
    }
  return true;
}

/*
 * Reads what came since the last time. False and a sentence in @error when the case
 * cannot be read; what was read so far counts.
 *
 * Thread: the reader's.
 */
bool
steady_case_alarm_load_read (SteadyCaseAlarmLoad *self,
                             SteadyCaseReader    *reader,
                             GError             **error)
{
  g_autofree Pile *pile = g_new0 (Pile, 1);

  do
    if (!refill (self, pile, reader, error))
      return false;
  while (tell_next (self, pile));
  return true;
}
