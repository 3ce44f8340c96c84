/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ecmo/steady-ecmo-source.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "quality/steady-ecmo-chart.h"

#define HOUR (60 * STEADY_NSEC_PER_MIN)

/* What the writer may still add to an hour that is over. */
#define SETTLED (10 * STEADY_NSEC_PER_SEC)

/* The main thread and the reading thread share what stands between lock and unlock;
 * everything else belongs to the reading thread, or never changes. */
struct SteadyEcmoSource
{
  char              *case_file;
  SteadyEcmoCallback callback;
  void              *data;
  GMainContext      *context;
  pthread_t          thread;

  pthread_mutex_t    lock;
  pthread_cond_t     wake;
  bool               leaving;
  bool               asked;
  SteadyEcmoQuestion question;
  unsigned           under_way; /* questions whose answer was not delivered yet */

  SteadyCaseReader *reader; /* reading thread */
  GHashTable       *known;
};

/* An hour that is over: as far as it was read. */
typedef struct Known
{
  SteadyEcmoHour hour;
  bool           whole; /* else only what the oxygenator's trend needs */
} Known;

typedef struct Delivery
{
  SteadyEcmoSource *source;
  SteadyEcmoSheet  *answer;
} Delivery;

/* Thread: any. Accepts NULL. */
void
steady_ecmo_sheet_free (SteadyEcmoSheet *answer)
{
  if (answer == NULL)
    return;
  steady_ecmo_course_free (answer->course);
  g_free (answer->data);
  g_free (answer->error);
  g_free (answer);
}

/* Where hours that are over are kept between questions. Thread: any. */
GHashTable *
steady_ecmo_known_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/* Reads the hour that begins at @from, or remembers it. */
static bool
read_hour (SteadyCaseReader     *reader,
           GHashTable           *known,
           const SteadyCaseSpan *span,
           SteadyInstant         from,
           bool                  whole,
           SteadyEcmoHour       *ret_hour,
           GError              **error)
{
  const Known   *before = g_hash_table_lookup (known, &from);
  SteadyEcmoHour hour = { .from = from, .to = from + HOUR };

  if (before != NULL && (before->whole || !whole))
    {
      *ret_hour = before->hour;
      return true;
    }
  if (whole)
    {
      if (!steady_ecmo_hour_measure (&hour, reader, 0, STEADY_ECMO_ROWS - 1, error))
        return false;
    }
  else if (!steady_ecmo_hour_measure (
               &hour, reader, STEADY_ECMO_ROW_FLOW, STEADY_ECMO_ROW_FLOW, error) ||
           !steady_ecmo_hour_measure (&hour,
                                      reader,
                                      STEADY_ECMO_ROW_MEMBRANE,
                                      STEADY_ECMO_ROW_MEMBRANE,
                                      error))
    return false;
  if (hour.to + SETTLED < span->end)
    {
      Known *now = g_new0 (Known, 1);
      now->hour = hour;
      now->whole = whole;
      g_hash_table_replace (known, g_memdup2 (&from, sizeof from), now);
    }
  *ret_hour = hour;
  return true;
}

static bool
read_chart (SteadyEcmoSheet  *answer,
            SteadyCaseReader *reader,
            GHashTable       *known,
            GError          **error)
{
  const SteadyCaseSpan *span = &answer->course->span;
  const SteadyCaseSpan *hours = &answer->course->hours;
  const SteadyInstant   running =
      steady_ecmo_hour_of (hours, answer->offset_s, MAX (span->end - 1, span->start));
  const SteadyInstant first =
      steady_ecmo_hour_of (hours, answer->offset_s, span->start);
  const unsigned there = (unsigned) ((running - first) / HOUR) + 1;
  const unsigned wanted = CLAMP (answer->question.hours, 1U, STEADY_ECMO_COLUMNS);

  answer->n_hours = MIN (wanted, there);
  answer->back = MIN (answer->question.back, there - answer->n_hours);
  for (unsigned i = 0; i < answer->n_hours; i++)
    {
      const unsigned ago = answer->back + answer->n_hours - 1 - i;
      if (!read_hour (reader,
                      known,
                      span,
                      running - (SteadySpan) ago * HOUR,
                      true,
                      &answer->hours[i],
                      error))
        return false;
      steady_ecmo_course_fill (answer->course, &answer->hours[i]);
    }
  return true;
}

static double
value_of (const SteadyEcmoCell *cell)
{
  return cell->kind == STEADY_ECMO_CELL_MEASURED ? cell->value : (double) NAN;
}

/* The last hours of this oxygenator: what an earlier one did says nothing of it. The
 * running hour is left out until it has some minutes. */
static bool
read_clotting (SteadyEcmoSheet  *answer,
               SteadyCaseReader *reader,
               GHashTable       *known,
               GError          **error)
{
  const SteadyCaseSpan *span = &answer->course->span;
  SteadyEcmoPressure    hours[STEADY_ECMO_CLOTTING_HOURS];
  const SteadyInstant   since =
      steady_ecmo_course_since (answer->course, STEADY_ECMO_PART_OXYGENATOR);
  const SteadyInstant running = steady_ecmo_hour_of (
      &answer->course->hours, answer->offset_s, MAX (span->end - 1, span->start));
  unsigned n = 0;

  for (unsigned i = 0; i < STEADY_ECMO_CLOTTING_HOURS; i++)
    {
      const SteadyInstant from =
          running - (SteadySpan) (STEADY_ECMO_CLOTTING_HOURS - 1 - i) * HOUR;
      SteadyEcmoHour hour;
      if (from + HOUR <= span->start || since == STEADY_INSTANT_NEVER ||
          from < since - HOUR / 2)
        continue;
      if (!read_hour (reader, known, span, from, false, &hour, error))
        return false;
      hours[n++] = (SteadyEcmoPressure){
        .drop_mmhg = value_of (&hour.cells[STEADY_ECMO_ROW_MEMBRANE]),
        .flow_l_min = value_of (&hour.cells[STEADY_ECMO_ROW_FLOW])
      };
    }
  steady_ecmo_clotting_read (&answer->clotting, hours, n);
  return true;
}

static bool
read_trends (SteadyEcmoSheet *answer, SteadyCaseReader *reader, GError **error)
{
  const SteadyEcmoQuestion *question = &answer->question;

  if (question->span <= 0 || question->columns == 0)
    return true;
  answer->to = answer->end;
  answer->from = answer->end - question->span;
  answer->data =
      g_new0 (SteadyEnvelope, (size_t) question->n_traces * question->columns);
  for (unsigned i = 0; i < question->n_traces; i++)
    if (!steady_case_reader_envelope (reader,
                                      question->traces[i],
                                      answer->from,
                                      answer->to,
                                      question->columns,
                                      answer->data + (size_t) i * question->columns,
                                      error))
      return false;
  return true;
}

static bool
read_all (SteadyEcmoSheet  *answer,
          SteadyCaseReader *reader,
          const char       *case_file,
          GHashTable       *known,
          GError          **error)
{
  g_autoptr (SteadyCaseStory) story = steady_case_story_read (reader, case_file, error);

  if (story == NULL)
    return false;
  answer->course = steady_ecmo_course_new (story);
  answer->end = story->span.end;
  answer->offset_s = steady_ecmo_local_offset (&answer->course->hours, story->span.end);
  steady_ecmo_chart_fitted (reader, answer->fitted);
  if (!read_chart (answer, reader, known, error) ||
      !read_clotting (answer, reader, known, error) ||
      !read_trends (answer, reader, error))
    return false;
  const SteadyInstant begin = steady_ecmo_course_begin (answer->course);
  answer->balance_ml =
      begin == STEADY_INSTANT_NEVER
          ? (double) NAN
          : steady_ecmo_course_balance (
                answer->course,
                steady_ecmo_hour_of (&answer->course->hours, answer->offset_s, begin),
                answer->end + 1);
  return true;
}

/*
 * Answers @question of the case of @reader; @known of steady_ecmo_known_new () belongs
 * to this case. Free with steady_ecmo_sheet_free ().
 *
 * Thread: the reader's.
 */
SteadyEcmoSheet *
steady_ecmo_sheet_read (SteadyCaseReader         *reader,
                        const char               *case_file,
                        const SteadyEcmoQuestion *question,
                        GHashTable               *known)
{
  SteadyEcmoSheet *answer = g_new0 (SteadyEcmoSheet, 1);
  g_autoptr (GError) error = NULL;

  answer->question = *question;
  answer->question.columns = MIN (question->columns, STEADY_ECMO_TREND_COLUMNS);
  answer->balance_ml = NAN;
  if (!read_all (answer, reader, case_file, known, &error))
    {
      g_clear_pointer (&answer->course, steady_ecmo_course_free);
      answer->error = g_strdup (error != NULL ? error->message : "");
    }
  return answer;
}

static SteadyEcmoSheet *
answer_question (SteadyEcmoSource *self, const SteadyEcmoQuestion *question)
{
  g_autoptr (GError) error = NULL;

  if (self->reader == NULL)
    self->reader = steady_case_reader_open (self->case_file, &error);
  if (self->reader != NULL)
    return steady_ecmo_sheet_read (
        self->reader, self->case_file, question, self->known);
  SteadyEcmoSheet *answer = g_new0 (SteadyEcmoSheet, 1);
  answer->question = *question;
  answer->error = g_strdup (error != NULL ? error->message : "");
  return answer;
}

static gboolean
deliver (gpointer data)
{
  Delivery         *delivery = data;
  SteadyEcmoSource *self = delivery->source;

  pthread_mutex_lock (&self->lock);
  self->under_way--;
  const bool leaving = self->leaving;
  pthread_mutex_unlock (&self->lock);
  if (leaving)
    steady_ecmo_sheet_free (delivery->answer);
  else
    self->callback (delivery->answer, self->data);
  g_free (delivery);
  return G_SOURCE_REMOVE;
}

/* Waits for a question; false when there will be none. */
static bool
next_question (SteadyEcmoSource *self, SteadyEcmoQuestion *ret_question)
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

static void *
read_thread (void *data)
{
  SteadyEcmoSource  *self = data;
  SteadyEcmoQuestion question;

  while (next_question (self, &question))
    {
      Delivery *delivery = g_new0 (Delivery, 1);
      GSource  *source = g_idle_source_new ();
      delivery->source = self;
      delivery->answer = answer_question (self, &question);
      /* always through the main loop, even while nobody turns it */
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, deliver, delivery, NULL);
      g_source_attach (source, self->context);
      g_source_unref (source);
    }
  g_clear_pointer (&self->reader, steady_case_reader_free);
  return NULL;
}

/* Starts the reading thread. Answers come to @callback in the caller's main context.
 * Thread: main. */
SteadyEcmoSource *
steady_ecmo_source_new (const char *case_file, SteadyEcmoCallback callback, void *data)
{
  SteadyEcmoSource *self = g_new0 (SteadyEcmoSource, 1);

  self->case_file = g_strdup (case_file);
  self->callback = callback;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  self->known = steady_ecmo_known_new ();
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->wake, NULL);
  pthread_create (&self->thread, NULL, read_thread, self);
  return self;
}

/* Ends the thread, waiting for the query that runs; answers on their way are dropped.
 * Accepts NULL. Thread: main. */
void
steady_ecmo_source_free (SteadyEcmoSource *self)
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
  g_hash_table_unref (self->known);
  g_free (self->case_file);
  g_free (self);
}

/* Asks; the answer comes later. Thread: main. */
void
steady_ecmo_source_ask (SteadyEcmoSource *self, const SteadyEcmoQuestion *question)
{
  pthread_mutex_lock (&self->lock);
  self->question = *question;
  self->asked = true;
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
}

/* Whether an answer is still to come. Thread: main. */
bool
steady_ecmo_source_busy (SteadyEcmoSource *self)
{
  pthread_mutex_lock (&self->lock);
  const bool busy = self->asked || self->under_way > 0;
  pthread_mutex_unlock (&self->lock);
  return busy;
}
