/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-timeline-source.h"

#include <pthread.h>
#include <string.h>

#include "review/steady-timeline-read.h"

/* The main thread and the reading thread share what stands between lock and unlock;
 * everything else belongs to the reading thread, or never changes. */
struct SteadyTimelineSource
{
  char                  *case_file;
  SteadyTimelineCallback callback;
  void                  *data;
  GMainContext          *context;
  pthread_t              thread;

  pthread_mutex_t        lock;
  pthread_cond_t         wake;
  bool                   leaving;
  bool                   asked;
  SteadyTimelineQuestion question;
  unsigned               under_way; /* questions whose answer was not delivered yet */

  /* of the reading thread */
  SteadyCaseReader      *reader;
  SteadyTimelineQuestion last; /* whose values are known */
  SteadyTimelineValue    values[STEADY_TIMELINE_CURSORS][STEADY_TIMELINE_TRACES];
  bool                   known;
};

typedef struct Delivery
{
  SteadyTimelineSource *source;
  SteadyTimelineAnswer *answer;
} Delivery;

/* Thread: any. Accepts NULL. */
void
steady_timeline_answer_free (SteadyTimelineAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->data);
  g_free (answer->error);
  g_free (answer);
}

/* What stood under the cursors of a case that is over stays so. */
static bool
is_known (const SteadyTimelineSource *self, const SteadyTimelineQuestion *question)
{
  bool same =
      self->known && question->n_channels == self->last.n_channels &&
      memcmp (question->cursors, self->last.cursors, sizeof question->cursors) == 0;

  for (unsigned i = 0; same && i < question->n_channels; i++)
    same = question->channels[i].channel == self->last.channels[i].channel;
  return same;
}

static bool
read_values (SteadyTimelineSource         *self,
             const SteadyTimelineQuestion *question,
             SteadyTimelineAnswer         *answer,
             GError                      **error)
{
  bool fine = true;

  if (is_known (self, question))
    {
      memcpy (answer->values, self->values, sizeof answer->values);
      return true;
    }
  self->known = false;
  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS && fine; i++)
    for (unsigned j = 0; j < question->n_channels && fine; j++)
      if (question->cursors[i] != STEADY_INSTANT_NEVER)
        fine = steady_timeline_read_value (self->reader,
                                           &question->channels[j],
                                           question->cursors[i],
                                           &answer->values[i][j],
                                           error);
  if (!fine || !steady_case_reader_finished (self->reader))
    return fine;
  self->known = true;
  self->last = *question;
  memcpy (self->values, answer->values, sizeof answer->values);
  return true;
}

static bool
read_all (SteadyTimelineSource         *self,
          const SteadyTimelineQuestion *question,
          SteadyTimelineAnswer         *answer,
          GError                      **error)
{
  if (self->reader == NULL)
    self->reader = steady_case_reader_open (self->case_file, error);
  if (self->reader == NULL)
    return false;
  steady_case_reader_hold (self->reader);
  bool fine = read_values (self, question, answer, error);
  for (unsigned i = 0; i < question->n_channels && fine && !question->only_values; i++)
    fine = steady_timeline_read (self->reader,
                                 &question->channels[i],
                                 question->from,
                                 question->to,
                                 question->columns,
                                 answer->data + (size_t) i * question->columns,
                                 error);
  steady_case_reader_release (self->reader);
  return fine;
}

static SteadyTimelineAnswer *
answer_question (SteadyTimelineSource *self, const SteadyTimelineQuestion *question)
{
  SteadyTimelineAnswer *answer = g_new0 (SteadyTimelineAnswer, 1);
  g_autoptr (GError) error = NULL;

  answer->from = question->from;
  answer->to = question->to;
  answer->columns = question->columns;
  answer->n_channels = question->n_channels;
  for (unsigned i = 0; i < question->n_channels; i++)
    answer->channels[i] = question->channels[i].channel;
  memcpy (answer->cursors, question->cursors, sizeof answer->cursors);
  if (!question->only_values)
    answer->data =
        g_new0 (SteadyEnvelope, (size_t) question->n_channels * question->columns + 1);
  if (!read_all (self, question, answer, &error))
    answer->error = g_strdup (error != NULL ? error->message : "");
  return answer;
}

static gboolean
deliver (gpointer data)
{
  Delivery             *delivery = data;
  SteadyTimelineSource *self = delivery->source;

  pthread_mutex_lock (&self->lock);
  self->under_way--;
  const bool leaving = self->leaving;
  pthread_mutex_unlock (&self->lock);
  if (leaving)
    steady_timeline_answer_free (delivery->answer);
  else
    self->callback (delivery->answer, self->data);
  g_free (delivery);
  return G_SOURCE_REMOVE;
}

/* Waits for a question; false when there will be none. */
static bool
next_question (SteadyTimelineSource *self, SteadyTimelineQuestion *ret_question)
{
  pthread_mutex_lock (&self->lock);
  while (!self->asked && !self->leaving)
    pthread_cond_wait (&self->wake, &self->lock);
  const bool leaving = self->leaving;
  *ret_question = self->question;
  self->asked = false;
  if (!leaving)
    self->under_way++;
  pthread_mutex_unlock (&self->lock);
  return !leaving;
}

/* Always through the main loop: g_main_context_invoke () would call it here while
 * nobody turns that. */
static void
send (SteadyTimelineSource *self, Delivery *delivery)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, delivery, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static void *
read_thread (void *data)
{
  SteadyTimelineSource              *self = data;
  g_autofree SteadyTimelineQuestion *question = g_new0 (SteadyTimelineQuestion, 1);

  while (next_question (self, question))
    {
      Delivery *delivery = g_new0 (Delivery, 1);
      delivery->source = self;
      delivery->answer = answer_question (self, question);
      send (self, delivery);
    }
  if (self->reader != NULL)
    steady_case_reader_free (self->reader);
  return NULL;
}

/* Starts the reading thread. Answers come to @callback in the caller's main context.
 * Thread: main. */
SteadyTimelineSource *
steady_timeline_source_new (const char            *case_file,
                            SteadyTimelineCallback callback,
                            void                  *data)
{
  SteadyTimelineSource *self = g_new0 (SteadyTimelineSource, 1);

  self->case_file = g_strdup (case_file);
  self->callback = callback;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->wake, NULL);
  pthread_create (&self->thread, NULL, read_thread, self);
  return self;
}

/* Ends the thread, waiting for the query that runs; answers on their way are dropped.
 * Accepts NULL. Thread: main. */
void
steady_timeline_source_free (SteadyTimelineSource *self)
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
      waiting = self->under_way > 0;
      pthread_mutex_unlock (&self->lock);
      if (waiting)
        g_main_context_iteration (self->context, TRUE);
    }
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->lock);
  g_main_context_unref (self->context);
  g_free (self->case_file);
  g_free (self);
}

/* Asks; the answer comes later. Thread: main. */
void
steady_timeline_source_ask (SteadyTimelineSource         *self,
                            const SteadyTimelineQuestion *question)
{
  pthread_mutex_lock (&self->lock);
  /* a picture that waits is not given up for what a cursor asks */
  const bool picture = self->asked && !self->question.only_values;
  self->question = *question;
  self->question.only_values = question->only_values && !picture;
  self->asked = true;
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
}

/* Whether an answer is still to come. Thread: main. */
bool
steady_timeline_source_busy (SteadyTimelineSource *self)
{
  pthread_mutex_lock (&self->lock);
  const bool busy = self->asked || self->under_way > 0;
  pthread_mutex_unlock (&self->lock);
  return busy;
}
