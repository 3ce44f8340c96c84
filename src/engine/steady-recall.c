/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-recall.h"

#include <math.h>
#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "casefile/steady-case-judged.h"

enum
{
  BATCH = 256
};

typedef enum ActKind
{
  ACT_MARK,
  ACT_MODE,
  ACT_FLAGS,
  ACT_ACKNOWLEDGE,
  ACT_RESET,
  ACT_PAUSE,
  ACT_END_PAUSE,
  ACT_LIMIT
} ActKind;

typedef struct Act
{
  SteadyInstant t; /* since the start of the case */
  ActKind       kind;
  double        value;
  char          id[STEADY_ALARM_ID_SIZE];
} Act;

static void
add (SteadyRecall *self, SteadyInstant t, ActKind kind, double value, const char *id)
{
  Act act = { .t = t, .kind = kind, .value = value };
  g_strlcpy (act.id, id, sizeof act.id);
  g_array_append_val (self->acts, act);
}

/* "map-low was 35 by …": the rule stands in front, the new limit is the value. */
static void
add_limit (SteadyRecall *self, SteadyInstant t, const SteadyCaseEvent *event)
{
  g_auto (GStrv) words = g_strsplit (event->text, " ", 2);
  if (words[0] != NULL)
    add (self, t, ACT_LIMIT, event->value, words[0]);
}

static void
add_event (SteadyRecall *self, SteadyInstant t, const SteadyCaseEvent *event)
{
  const bool by_hand = !self->journal; /* else the journal says it */
  if (event->event == STEADY_EVENT_AUDIO_PAUSE && by_hand)
    add (self, t, ACT_PAUSE, 0, "");
  else if (event->event == STEADY_EVENT_AUDIO_PAUSE_END && by_hand)
    add (self, t, ACT_END_PAUSE, 0, "");
  else if (event->event == STEADY_EVENT_LIMIT && by_hand)
    add_limit (self, t, event);
  else if (event->event < STEADY_EVENT_CASE_START)
    add (self, t, ACT_MARK, event->event, "");
}

static bool
read_events (SteadyRecall     *self,
             SteadyCaseReader *reader,
             SteadyInstant     start,
             GError          **error)
{
  SteadyCaseEvent events[BATCH];
  int64_t         after = 0;
  unsigned        count;

  do
    {
      if (!steady_case_reader_events (reader, after, events, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          add_event (self, events[i].t - start, &events[i]);
          after = events[i].id;
        }
    }
  while (count > 0);
  return true;
}

static bool
read_commands (SteadyRecall     *self,
               SteadyCaseReader *reader,
               SteadyInstant     start,
               GError          **error)
{
  SteadyCaseCommand commands[BATCH];
  int64_t           after = 0;
  unsigned          count;

  do
    {
      if (!steady_case_reader_commands (reader, after, commands, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          const SteadyCaseCommand *command = &commands[i];
          after = command->id;
          if (command->step != STEADY_ANSWER_CONFIRMED)
            continue;
          if (command->control == STEADY_CONTROL_SUPPORT_MODE)
            add (self, command->t - start, ACT_MODE, command->value, "");
          else if (command->control == STEADY_CONTROL_SUPPORT_FLAGS)
            add (self, command->t - start, ACT_FLAGS, command->value, "");
        }
    }
  while (count > 0);
  return true;
}

static bool
read_alarms (SteadyRecall     *self,
             SteadyCaseReader *reader,
             SteadyInstant     start,
             GError          **error)
{
  SteadyAlarmRecord records[BATCH];
  int64_t           after = 0;
  unsigned          count;

  do
    {
      if (!steady_case_reader_alarms (
              reader, after, records, BATCH, &count, &after, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          const SteadyAlarmRecord *record = &records[i];
          if (record->state == STEADY_ALARM_ACKNOWLEDGED &&
              record->before == STEADY_ALARM_ACTIVE)
            add (self, record->t - start, ACT_ACKNOWLEDGE, 0, record->id);
          else if (record->state == STEADY_ALARM_INACTIVE &&
                   record->before == STEADY_ALARM_LATCHED)
            add (self, record->t - start, ACT_RESET, 0, record->id);
        }
    }
  while (count > 0);
  return true;
}

static int
compare (const void *a, const void *b)
{
  const Act *one = a, *other = b;
  return one->t < other->t ? -1 : one->t > other->t;
}

/* Reads what people did in @case_file, which @reader has open. Thread: main. */
SteadyRecall *
steady_recall_new (SteadyCaseReader *reader, const char *case_file, GError **error)
{
  SteadyCaseSpan span;
  SteadyRecall  *self = g_new0 (SteadyRecall, 1);

  self->acts = g_array_new (FALSE, FALSE, sizeof (Act));
  self->case_file = g_strdup (case_file);
  if (!steady_case_reader_has_judged (reader, &self->journal, error) ||
      !steady_case_reader_span (reader, &span, error) ||
      !read_events (self, reader, span.start, error) ||
      !read_commands (self, reader, span.start, error) ||
      (!self->journal && !read_alarms (self, reader, span.start, error)))
    {
      steady_recall_free (self);
      return NULL;
    }
  g_array_sort (self->acts, compare);
  return self;
}

/* Accepts NULL. Thread: main. */
void
steady_recall_free (SteadyRecall *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->acts);
  steady_judged_feed_free (self->feed);
  g_free (self->case_file);
  g_free (self);
}

/* Whether the row can be begun with, and if not, why. */
static SteadyReplayStart
look_at (const SteadyCaseJudgedStart *start, const SteadyAlarmSystem *alarms)
{
  if (!start->found)
    return STEADY_REPLAY_NO_STATE;
  if (start->trust == STEADY_CASE_TRUST_DAMAGED)
    return STEADY_REPLAY_DAMAGED_STATE;
  switch (steady_alarm_playback_can_start (
      alarms, start->entries->data, start->entries->len))
    {
    case STEADY_ALARM_START_HERE:
      return STEADY_REPLAY_NEAR;
    case STEADY_ALARM_START_OTHER:
      return STEADY_REPLAY_OTHER_STATE;
    case STEADY_ALARM_START_DAMAGED:
    default:
      return STEADY_REPLAY_DAMAGED_STATE;
    }
}

/*
 * Makes ready to tell the alarms of @engine what they were told from the last state on
 * that stands in the case before case time @from; from its beginning where there is
 * none that can be trusted, which @self->start says then.
 *
 * Thread: main, before the tick starts.
 */
bool
steady_recall_begin (SteadyRecall *self,
                     SteadyEngine *engine,
                     SteadySpan    from,
                     GError      **error)
{
  SteadyCaseJudgedStart start = { .found = false };
  int64_t               first = 0;

  if (!self->journal)
    return true;
  if (from > 0)
    {
      SteadyCaseReader *reader = steady_case_reader_open (self->case_file, error);
      if (reader == NULL)
        return false;
      const bool fine = steady_case_reader_judged_start (reader, from, &start, error);
      steady_case_reader_free (reader);
      if (!fine)
        return false;
      self->start = look_at (&start, engine->alarms);
      if (self->start == STEADY_REPLAY_NEAR)
        {
          first = start.id;
          self->from = start.t;
        }
      steady_case_judged_start_finish (&start);
    }
  self->feed = steady_judged_feed_new (self->case_file, first, error);
  if (self->feed == NULL)
    return false;
  steady_alarm_playback_init_pieces (&self->playback,
                                     engine->alarms,
                                     engine->start,
                                     steady_judged_feed_next,
                                     self->feed);
  return true;
}

static void
do_again (const Act *act, SteadyEngine *engine)
{
  const SteadyInstant now = engine->moment.now;
  switch (act->kind)
    {
    case ACT_MARK:
      steady_engine_event (engine, (SteadyEvent) lround (act->value), 0, "");
      steady_engine_note_mark (engine, (SteadyEvent) lround (act->value), 0, "");
      steady_phase_mark (&engine->phase, now, (SteadyEvent) lround (act->value));
      break;
    case ACT_MODE:
      steady_phase_set_mode (&engine->phase, now, act->value);
      break;
    case ACT_FLAGS:
      steady_phase_set_flags (&engine->phase, now, act->value);
      break;
    case ACT_ACKNOWLEDGE:
      steady_alarm_system_acknowledge (engine->alarms, now, act->id);
      break;
    case ACT_RESET:
      steady_alarm_system_reset (engine->alarms, now, act->id);
      break;
    case ACT_LIMIT:
      steady_alarm_system_set_limit (engine->alarms, act->id, act->value);
      break;
    case ACT_PAUSE:
      steady_alarm_system_pause (engine->alarms, now, engine->moment.real);
      break;
    case ACT_END_PAUSE:
    default:
      steady_alarm_system_end_pause (engine->alarms, now);
      break;
    }
}

/* Does what was done up to now. Thread: tick. Does not allocate or lock. */
void
steady_recall_tick (SteadyRecall *self, SteadyEngine *engine)
{
  const Act *acts = (const Act *) (const void *) self->acts->data;

  while (self->next < self->acts->len)
    {
      const Act *act = &acts[self->next];
      if (act->t > engine->moment.now - engine->start)
        return;
      do_again (act, engine);
      self->next++;
    }
}

/*
 * Tells the alarms what they were told up to now. False: the case does not say, so they
 * are to be judged from its trends.
 *
 * Thread: tick. Does not allocate or lock.
 */
bool
steady_recall_judge (SteadyRecall *self, SteadyEngine *engine)
{
  if (self->feed == NULL)
    return false;
  while (
      steady_alarm_playback_tick (&self->playback, engine->moment.now - engine->start))
    continue;
  return true;
}

/* Whether there is nothing more that the alarms were told. Thread: tick. */
bool
steady_recall_at_end (const SteadyRecall *self)
{
  return self->feed == NULL || steady_alarm_playback_at_end (&self->playback);
}

/* Whether the journal could not be read to its end. Thread: tick. */
bool
steady_recall_damaged (const SteadyRecall *self)
{
  return self->feed != NULL &&
         (self->playback.damaged || steady_judged_feed_failed (self->feed));
}

/* The real time to ask with what must be heard: that of then, where it is known.
 * Thread: tick. */
SteadyInstant
steady_recall_real (const SteadyRecall *self, SteadyInstant real_now)
{
  return self->feed != NULL ? steady_alarm_playback_real (&self->playback) : real_now;
}

/* In how many of the states that stand in the case the alarms were not, when they came
 * there: 0 unless it was changed, or is judged otherwise than then. Thread: tick. */
unsigned
steady_recall_differing (const SteadyRecall *self)
{
  return self->playback.differing;
}

/* Case time of what is done next; STEADY_INSTANT_NEVER: nothing. Thread: tick. */
SteadySpan
steady_recall_next_act (const SteadyRecall *self)
{
  return self->next < self->acts->len ? g_array_index (self->acts, Act, self->next).t
                                      : STEADY_INSTANT_NEVER;
}
