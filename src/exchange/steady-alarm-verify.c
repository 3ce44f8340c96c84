/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-alarm-verify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <glib/gstdio.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "casefile/steady-case-judged.h"
#include "casefile/steady-case-reader.h"

/*
 * With the journal of its alarms a case says all that they were told, so that judging
 * it anew must give the same to the last bit. An older case holds one value of a
 * numeric for each second: an alarm of one may come that much apart; and a live case
 * ticked when the clock let it.
 */
#define TOLERANCE_WITHOUT_JOURNAL (1100 * STEADY_NSEC_PER_MSEC)

enum
{
  BATCH = 256,
  SAID_MOST = 4096
};

#define PROGRESS "progress "

/* What a case says of its alarms. */
typedef struct Account
{
  GArray *changes; /* of SteadyAlarmRecord, times since the start of the case */
  bool    exact;   /* it has the journal */
  char   *build;
} Account;

static void
account_finish (Account *self)
{
  g_clear_pointer (&self->changes, g_array_unref);
  g_clear_pointer (&self->build, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Account, account_finish)

/* All changes of state of a case. What only began or ceased to sound is not among them
 * without a journal, since a pause counts real time. */
static GArray *
read_changes (SteadyCaseReader *reader, SteadyInstant start, bool exact, GError **error)
{
  GArray           *changes = g_array_new (FALSE, FALSE, sizeof (SteadyAlarmRecord));
  SteadyAlarmRecord records[BATCH];
  int64_t           after = 0;
  unsigned          count;

  do
    {
      if (!steady_case_reader_alarms (
              reader, after, records, BATCH, &count, &after, error))
        {
          g_array_unref (changes);
          return NULL;
        }
      for (unsigned i = 0; i < count; i++)
        {
          records[i].t -= start;
          if (records[i].since != STEADY_INSTANT_NEVER)
            records[i].since -= start;
          if (exact || records[i].state != records[i].before)
            g_array_append_val (changes, records[i]);
        }
    }
  while (count > 0);
  return changes;
}

static char *
read_build (SteadyCaseReader *reader)
{
  g_autofree char    *text = steady_case_reader_meta (reader, "case");
  struct json_object *meta = text != NULL ? json_tokener_parse (text) : NULL;
  struct json_object *build = NULL;
  char               *name = g_strdup (json_object_object_get_ex (meta, "build", &build)
                             ? json_object_get_string (build)
                             : "");
  json_object_put (meta);
  return name;
}

static bool
read_case (const char *file, Account *ret_account, GError **error)
{
  SteadyCaseSpan    span;
  SteadyCaseReader *reader = steady_case_reader_open (file, error);

  if (reader == NULL)
    return false;
  if (steady_case_reader_span (reader, &span, error) &&
      steady_case_reader_has_judged (reader, &ret_account->exact, error))
    ret_account->changes = read_changes (reader, span.start, ret_account->exact, error);
  ret_account->build = read_build (reader);
  steady_case_reader_free (reader);
  return ret_account->changes != NULL;
}

static bool
same_change (const SteadyAlarmRecord *a, const SteadyAlarmRecord *b, bool exact)
{
  if (exact)
    return memcmp (a, b, sizeof *a) == 0;
  return strcmp (a->id, b->id) == 0 && a->state == b->state && a->before == b->before &&
         a->priority == b->priority && ABS (a->t - b->t) <= TOLERANCE_WITHOUT_JOURNAL;
}

static void
note (SteadyAlarmVerdict *verdict, const SteadyAlarmRecord *record, bool stored)
{
  SteadyAlarmDifference difference = { .t = record->t,
                                       .state = record->state,
                                       .stored = stored };
  g_strlcpy (difference.id, record->id, sizeof difference.id);
  g_array_append_val (verdict->differences, difference);
}

static void
compare (SteadyAlarmVerdict *verdict, const GArray *stored, const GArray *again)
{
  g_autofree bool *met = g_new0 (bool, again->len + 1);
  unsigned         first = 0; /* the first that is not met: mostly the one */

  for (unsigned i = 0; i < stored->len; i++)
    {
      const SteadyAlarmRecord *one = &g_array_index (stored, SteadyAlarmRecord, i);
      while (first < again->len && met[first])
        first++;
      unsigned k = first;
      while (k < again->len &&
             (met[k] || !same_change (one,
                                      &g_array_index (again, SteadyAlarmRecord, k),
                                      verdict->exact)))
        k++;
      if (k == again->len)
        {
          note (verdict, one, true);
          continue;
        }
      met[k] = true;
      const SteadySpan apart =
          ABS (one->t - g_array_index (again, SteadyAlarmRecord, k).t);
      verdict->greatest = MAX (verdict->greatest, apart);
    }
  for (unsigned k = 0; k < again->len; k++)
    if (!met[k])
      note (verdict, &g_array_index (again, SteadyAlarmRecord, k), false);
}

/* What an engine says while it judges a case. */
typedef struct Judging
{
  GPid            engine;
  SteadyProgress *progress;
  GString        *said; /* its sentences, a line each */
} Judging;

/* A line of its standard error: how far it is, or a sentence. One that shall stop is
 * told to. */
static void
take_line (Judging *self, const char *line)
{
  if (g_str_has_prefix (line, PROGRESS))
    {
      if (!steady_progress_tell (self->progress,
                                 g_ascii_strtod (line + strlen (PROGRESS), NULL)))
        kill (self->engine, SIGTERM);
      return;
    }
  if (self->said->len < SAID_MOST)
    g_string_append_printf (self->said, "%s%s", self->said->len > 0 ? "\n" : "", line);
}

/* Until the engine is gone. */
static bool
listen_to (Judging *self, int from)
{
  FILE  *stream = fdopen (from, "r");
  char  *line = NULL;
  size_t size = 0;
  int    status = 0;

  while (stream != NULL && getline (&line, &size, stream) >= 0)
    take_line (self, g_strchomp (line));
  free (line);
  if (stream != NULL)
    fclose (stream);
  while (waitpid (self->engine, &status, 0) < 0 && errno == EINTR)
    continue;
  return g_spawn_check_wait_status (status, NULL);
}

static bool
set_problem (const Judging *self, const char *case_file, GError **error)
{
  const bool stopped = steady_progress_stopped (self->progress);

  if (stopped)
    g_set_error (error,
                 STEADY_CASE_ERROR,
                 STEADY_CASE_ERROR_STOPPED,
                 "%s: stopped as asked; whether its alarms are the same is not known",
                 case_file);
  else
    g_set_error (error,
                 G_SPAWN_ERROR,
                 G_SPAWN_ERROR_FAILED,
                 "%s: could not be judged anew: %s",
                 case_file,
                 self->said->str);
  return false;
}

/* An engine of its own judges the case, into a case of its own. */
static bool
judge_anew (const char     *case_file,
            const char     *new_file,
            SteadyProgress *progress,
            GError        **error)
{
  g_autofree char  *engine = steady_paths_program ("steady-engine");
  const char *const arguments[] = { engine,    "--replay",   case_file,
                                    "--speed", "max",        "--case",
                                    new_file,  "--progress", NULL };
  g_autoptr (GString) said = g_string_new (NULL);
  Judging judging = { .progress = progress, .said = said };
  int     from;

  if (!g_spawn_async_with_pipes (NULL,
                                 (char **) arguments,
                                 NULL,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                 NULL,
                                 NULL,
                                 &judging.engine,
                                 NULL,
                                 NULL,
                                 &from,
                                 error))
    return false;
  const bool fine = listen_to (&judging, from);
  return (steady_progress_tell (progress, 1) && fine) ||
         set_problem (&judging, case_file, error);
}

static bool
compare_with (const char         *case_file,
              const char         *new_file,
              SteadyProgress     *progress,
              SteadyAlarmVerdict *verdict,
              GError            **error)
{
  g_auto (Account) stored = { 0 };
  g_auto (Account) again = { 0 };

  if (!read_case (case_file, &stored, error) ||
      !judge_anew (case_file, new_file, progress, error) ||
      !read_case (new_file, &again, error))
    return false;
  verdict->changes = stored.changes->len;
  verdict->exact = stored.exact;
  verdict->build_then = g_steal_pointer (&stored.build);
  verdict->build_now = g_steal_pointer (&again.build);
  compare (verdict, stored.changes, again.changes);
  return true;
}

static void
remove_all (const char *folder, const char *file)
{
  static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat (file, ends[i], NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

/*
 * Judges the alarms of @case_file anew, by the rules that it holds, and says how the
 * outcome differs from what was stored. Free @ret_verdict with
 * steady_alarm_verdict_finish (), when this was true. @progress may be NULL; one that
 * stops the work is an error, and nothing of it is left.
 *
 * Thread: main. Takes as long as playing the case at full speed.
 */
bool
steady_alarm_verify (const char         *case_file,
                     SteadyProgress     *progress,
                     SteadyAlarmVerdict *ret_verdict,
                     GError            **error)
{
  SteadyAlarmVerdict verdict = { 0 };
  g_autofree char   *folder = g_dir_make_tmp ("steady-verify-XXXXXX", error);

  if (folder == NULL)
    return false;
  g_autofree char *file = g_build_filename (folder, "again.steady", NULL);
  verdict.differences = g_array_new (FALSE, FALSE, sizeof (SteadyAlarmDifference));
  const bool fine = compare_with (case_file, file, progress, &verdict, error);
  remove_all (folder, file);
  if (fine)
    *ret_verdict = verdict;
  else
    steady_alarm_verdict_finish (&verdict);
  return fine;
}

/* Thread: any. */
void
steady_alarm_verdict_finish (SteadyAlarmVerdict *self)
{
  g_array_unref (self->differences);
  g_free (self->build_then);
  g_free (self->build_now);
}
