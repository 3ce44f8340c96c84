/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/steady-history.h"

#include <pthread.h>
#include <string.h>

/* Shortest span that is drawn, so that a young case is not a blot. */
#define LEAST_SPAN (2 * STEADY_NSEC_PER_MIN)
#define BATCH      64

/* The main thread and the reading thread share what stands between lock and unlock;
 * everything else belongs to the reading thread, or never changes. */
struct SteadyHistory
{
  SteadyHistoryCallback callback;
  void                 *data;
  GMainContext         *context;
  pthread_t             thread;

  pthread_mutex_t       lock;
  pthread_cond_t        wake;
  bool                  leaving;
  bool                  asked;
  SteadyHistoryQuestion question;
  char                 *wanted_file;
  bool                  open_again;
  unsigned              deliveries; /* on their way to the main loop */

  SteadyCaseReader   *reader; /* reading thread */
  int64_t             last_event;
  int64_t             last_alarm;
  SteadyHistoryMark   marks[STEADY_HISTORY_MARKS];
  unsigned            n_marks;
  SteadyAlarmRecord   log[STEADY_HISTORY_LOG];
  unsigned            n_log;
  SteadyCaseEvent     acts[STEADY_HISTORY_ACTS];
  unsigned            n_acts;
  SteadyCaseAlarmLoad load;
};

typedef struct Delivery
{
  SteadyHistory       *history;
  SteadyHistoryAnswer *answer;
} Delivery;

/* Accepts NULL. Thread: any. */
void
steady_history_answer_free (SteadyHistoryAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->data);
  g_free (answer->error);
  g_free (answer);
}

static void
add_mark (SteadyHistory *self, const SteadyHistoryMark *mark)
{
  if (self->n_marks == STEADY_HISTORY_MARKS)
    {
      memmove (&self->marks[0],
               &self->marks[1],
               sizeof self->marks[0] * (STEADY_HISTORY_MARKS - 1));
      self->n_marks--;
    }
  unsigned at = self->n_marks++;
  for (; at > 0 && self->marks[at - 1].t > mark->t; at--)
    self->marks[at] = self->marks[at - 1];
  self->marks[at] = *mark;
}

static void
add_to_log (SteadyHistory *self, const SteadyAlarmRecord *record)
{
  /* Beginning or ceasing to sound is no change of what is wrong. */
  if (record->state == record->before || record->state == STEADY_ALARM_PENDING)
    return;
  if (self->n_log == STEADY_HISTORY_LOG)
    {
      memmove (
          &self->log[0], &self->log[1], sizeof self->log[0] * (STEADY_HISTORY_LOG - 1));
      self->n_log--;
    }
  self->log[self->n_log] = *record;
  self->log[self->n_log].id[STEADY_ALARM_ID_SIZE - 1] = '\0';
  self->n_log++;
}

static bool
is_marked (SteadyEvent event)
{
  /* What scenario and instructor do to the child is for the debrief: on the trainee's
   * trends it would tell when the fault came. What was said aloud is a note besides. */
  return event != STEADY_EVENT_INSTRUCTOR && event != STEADY_EVENT_MECHANISM &&
         event != STEADY_EVENT_AUDIO_PAUSE && event != STEADY_EVENT_AUDIO_PAUSE_END &&
         event != STEADY_EVENT_DEVICE && event != STEADY_EVENT_OPERATOR &&
         event != STEADY_EVENT_MODE;
}

/* What people did about alarms, and the phase that it was done in. */
static bool
is_act (SteadyEvent event)
{
  switch ((int) event)
    {
    case STEADY_EVENT_MODE:
    case STEADY_EVENT_AUDIO_PAUSE:
    case STEADY_EVENT_AUDIO_PAUSE_END:
    case STEADY_EVENT_OPERATOR:
    case STEADY_EVENT_START_REFUSED:
    case STEADY_EVENT_OVERRIDE:
    case STEADY_EVENT_OVERRIDE_END:
    case STEADY_EVENT_ALARM_ACT:
    case STEADY_EVENT_LIMIT:
    case STEADY_EVENT_WIRE:
    case STEADY_EVENT_WIRE_ADDED:
    case STEADY_EVENT_WIRE_REMOVED:
    case STEADY_EVENT_INSPECTED:
    case STEADY_EVENT_RESUME:
    case STEADY_EVENT_OVERRIDE_REASON:
    case STEADY_EVENT_AUTO_RESUME:
    case STEADY_EVENT_SOUND_HEARD:
      return true;
    default:
      return false;
    }
}

static void
add_act (SteadyHistory *self, const SteadyCaseEvent *event)
{
  if (self->n_acts == STEADY_HISTORY_ACTS)
    {
      memmove (&self->acts[0],
               &self->acts[1],
               sizeof self->acts[0] * (STEADY_HISTORY_ACTS - 1));
      self->n_acts--;
    }
  self->acts[self->n_acts++] = *event;
}

static void
read_events (SteadyHistory *self)
{
  SteadyCaseEvent events[BATCH];
  unsigned        count = 0;
  do
    {
      count = 0;
      if (!steady_case_reader_events (
              self->reader, self->last_event, events, BATCH, &count, NULL))
        return;
      for (unsigned i = 0; i < count; i++)
        {
          const SteadyHistoryMark mark = { .t = events[i].t,
                                           .event = events[i].event,
                                           .value = events[i].value };
          self->last_event = events[i].id;
          if (is_marked (events[i].event))
            add_mark (self, &mark);
          if (is_act (events[i].event))
            add_act (self, &events[i]);
        }
    }
  while (count == BATCH);
}

static void
read_alarms (SteadyHistory *self)
{
  SteadyAlarmRecord records[BATCH];
  unsigned          count = 0;
  do
    {
      int64_t last = self->last_alarm;
      count = 0;
      if (!steady_case_reader_alarms (
              self->reader, self->last_alarm, records, BATCH, &count, &last, NULL))
        return;
      self->last_alarm = last;
      for (unsigned i = 0; i < count; i++)
        {
          SteadyHistoryMark mark = { .t = records[i].t,
                                     .priority = records[i].priority };
          add_to_log (self, &records[i]);
          if (records[i].state != STEADY_ALARM_ACTIVE ||
              records[i].before == STEADY_ALARM_ACKNOWLEDGED)
            continue;
          g_strlcpy (mark.id, records[i].id, sizeof mark.id);
          add_mark (self, &mark);
        }
    }
  while (count == BATCH);
}

static void
close_reader (SteadyHistory *self)
{
  g_clear_pointer (&self->reader, steady_case_reader_free);
  self->last_event = 0;
  self->last_alarm = 0;
  self->n_marks = 0;
  self->n_log = 0;
  self->n_acts = 0;
  steady_case_alarm_load_init (&self->load);
}

static bool
read_columns (SteadyHistory *self, SteadyHistoryAnswer *answer, GError **error)
{
  for (unsigned i = 0; i < answer->n_channels; i++)
    if (!steady_case_reader_envelope (self->reader,
                                      answer->channels[i],
                                      answer->from,
                                      answer->to,
                                      answer->columns,
                                      answer->data + (size_t) i * answer->columns,
                                      error))
      return false;
  return true;
}

static SteadyHistoryAnswer *
answer_question (SteadyHistory *self, const SteadyHistoryQuestion *question)
{
  SteadyHistoryAnswer *answer = g_new0 (SteadyHistoryAnswer, 1);
  const SteadySpan     whole = MAX (question->now - question->case_start, LEAST_SPAN);
  g_autoptr (GError) error = NULL;

  answer->wanted_span = question->span;
  answer->to = question->span > 0 ? question->now : question->case_start + whole;
  answer->from =
      question->span > 0 ? question->now - question->span : question->case_start;
  answer->columns = MIN (question->columns, STEADY_HISTORY_COLUMNS);
  answer->n_channels = question->n_channels;
  memcpy (answer->channels, question->channels, sizeof answer->channels);
  answer->data = g_new0 (SteadyEnvelope, (size_t) answer->n_channels * answer->columns);
  if (self->reader == NULL)
    return answer;
  if (!read_columns (self, answer, &error))
    answer->error = g_strdup (error != NULL ? error->message : "");
  read_events (self);
  read_alarms (self);
  memcpy (answer->marks, self->marks, sizeof answer->marks);
  answer->n_marks = self->n_marks;
  memcpy (answer->log, self->log, sizeof answer->log);
  answer->n_log = self->n_log;
  steady_case_alarm_load_read (&self->load, self->reader, NULL);
  steady_alarm_metrics_pass (&self->load.metrics, question->now);
  memcpy (answer->acts, self->acts, sizeof answer->acts);
  answer->n_acts = self->n_acts;
  answer->metrics = self->load.metrics;
  return answer;
}

static gboolean
deliver (gpointer data)
{
  Delivery      *delivery = data;
  SteadyHistory *self = delivery->history;
  bool           leaving;
  pthread_mutex_lock (&self->lock);
  self->deliveries--;
  leaving = self->leaving;
  pthread_mutex_unlock (&self->lock);
  if (leaving)
    steady_history_answer_free (delivery->answer);
  else
    self->callback (delivery->answer, self->data);
  g_free (delivery);
  return G_SOURCE_REMOVE;
}

/* Always through the main loop: g_main_context_invoke () would call it in this thread
 * while nobody turns that. */
static void
send_answer (SteadyHistory *self, SteadyHistoryAnswer *answer)
{
  GSource  *source = g_idle_source_new ();
  Delivery *delivery = g_new0 (Delivery, 1);
  delivery->history = self;
  delivery->answer = answer;
  pthread_mutex_lock (&self->lock);
  self->deliveries++;
  pthread_mutex_unlock (&self->lock);
  g_source_set_callback (source, deliver, delivery, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

/* Waits for a question; false when there will be none. */
static bool
next_question (SteadyHistory         *self,
               SteadyHistoryQuestion *ret_question,
               char                 **ret_file)
{
  pthread_mutex_lock (&self->lock);
  while (!self->asked && !self->leaving)
    pthread_cond_wait (&self->wake, &self->lock);
  const bool leaving = self->leaving;
  *ret_question = self->question;
  self->asked = false;
  if (self->open_again)
    {
      *ret_file = g_strdup (self->wanted_file);
      self->open_again = false;
    }
  pthread_mutex_unlock (&self->lock);
  return !leaving;
}

static void *
read_thread (void *data)
{
  SteadyHistory        *self = data;
  SteadyHistoryQuestion question;
  g_autofree char      *file = NULL; /* still to be opened */
  char                 *newer = NULL;

  while (next_question (self, &question, &newer))
    {
      if (newer != NULL)
        {
          close_reader (self);
          g_free (file);
          file = g_steal_pointer (&newer);
        }
      /* The engine may still be making the file: it is tried again at each question. */
      if (file != NULL && self->reader == NULL)
        {
          self->reader = steady_case_reader_open (file, NULL);
          if (self->reader != NULL)
            g_clear_pointer (&file, g_free);
        }
      send_answer (self, answer_question (self, &question));
    }
  g_free (newer);
  close_reader (self);
  return NULL;
}

/* Starts the reading thread. Answers come to @callback in the caller's main context.
 * Thread: main. */
SteadyHistory *
steady_history_new (SteadyHistoryCallback callback, void *data)
{
  SteadyHistory *self = g_new0 (SteadyHistory, 1);
  steady_case_alarm_load_init (&self->load);
  self->callback = callback;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->wake, NULL);
  pthread_create (&self->thread, NULL, read_thread, self);
  return self;
}

/* Ends the thread, waiting for the query that runs; answers on their way are dropped.
 * Thread: main. */
void
steady_history_free (SteadyHistory *self)
{
  bool waiting = true;

  if (self == NULL)
    return;
  pthread_mutex_lock (&self->lock);
  self->leaving = true;
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
  pthread_join (self->thread, NULL);
  while (waiting)
    {
      pthread_mutex_lock (&self->lock);
      waiting = self->deliveries > 0;
      pthread_mutex_unlock (&self->lock);
      if (waiting)
        g_main_context_iteration (self->context, TRUE);
    }
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->lock);
  g_main_context_unref (self->context);
  g_free (self->wanted_file);
  g_free (self);
}

/* From the next question on, reads @case_file (NULL: none). Thread: main. */
void
steady_history_open (SteadyHistory *self, const char *case_file)
{
  pthread_mutex_lock (&self->lock);
  g_free (self->wanted_file);
  self->wanted_file = g_strdup (case_file != NULL ? case_file : "");
  self->open_again = true;
  pthread_mutex_unlock (&self->lock);
}

/* Asks; the answer comes later. Thread: main. */
void
steady_history_ask (SteadyHistory *self, const SteadyHistoryQuestion *question)
{
  pthread_mutex_lock (&self->lock);
  self->question = *question;
  self->asked = true;
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
}
