/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-wall-times.h"

#include <gio/gio.h>

#include "casefile/steady-case-wall.h"

enum
{
  EVERY_S = 60 /* the case has a row of its clock each minute */
};

struct SteadyWallTimes
{
  char           *case_file; /* NULL: none is kept */
  SteadyInstant   start;
  int64_t         start_utc;
  SteadyCaseWall *wall;       /* NULL: not read yet */
  SteadyInstant   file_start; /* by its instants */
  GCancellable   *reading;
  guint           timer;
};

/* What was read of a file, which counts its instants from a start of its own. */
typedef struct Reading
{
  SteadyCaseWall *wall;
  SteadyInstant   start;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  if (reading == NULL)
    return;
  steady_case_wall_free (reading->wall);
  g_free (reading);
}

static void
read_wall (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError           *error = NULL;
  Reading          *reading = g_new0 (Reading, 1);
  SteadyCaseSpan    span = { .start = 0 };
  SteadyCaseReader *reader = steady_case_reader_open (data, &error);

  (void) source;
  (void) cancellable;
  if (reader != NULL && steady_case_reader_span (reader, &span, &error))
    reading->wall = steady_case_wall_read (reader, &error);
  reading->start = span.start;
  if (reader != NULL)
    steady_case_reader_free (reader);
  if (reading->wall != NULL)
    {
      g_task_return_pointer (task, reading, free_reading);
      return;
    }
  free_reading (reading);
  g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Reading *reading = g_task_propagate_pointer (G_TASK (result), &error);

  (void) source;
  /* of one that is gone, or of another case */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      free_reading (reading);
      return;
    }
  SteadyWallTimes *self = data;
  g_clear_object (&self->reading);
  if (reading == NULL)
    return; /* what was known counts on */
  steady_case_wall_free (self->wall);
  self->wall = g_steal_pointer (&reading->wall);
  self->file_start = reading->start;
  free_reading (reading);
}

static void
stop_reading (SteadyWallTimes *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static gboolean
on_timer (gpointer data)
{
  steady_wall_times_refresh (data);
  return G_SOURCE_CONTINUE;
}

/* Knows no case yet. Thread: main. */
SteadyWallTimes *
steady_wall_times_new (void)
{
  return g_new0 (SteadyWallTimes, 1);
}

/* Accepts NULL. Thread: main. */
void
steady_wall_times_free (SteadyWallTimes *self)
{
  if (self == NULL)
    return;
  stop_reading (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  steady_case_wall_free (self->wall);
  g_free (self->case_file);
  g_free (self);
}

/* The case that runs now began at @start, when the clock showed @start_utc. @case_file
 * NULL: it is not kept. Where that is known already nothing happens. Thread: main. */
void
steady_wall_times_set_case (SteadyWallTimes *self,
                            const char      *case_file,
                            SteadyInstant    start,
                            int64_t          start_utc)
{
  if (self->start == start && self->start_utc == start_utc &&
      g_strcmp0 (self->case_file, case_file) == 0)
    return;
  stop_reading (self);
  g_clear_pointer (&self->wall, steady_case_wall_free);
  g_free (self->case_file);
  self->case_file = g_strdup (case_file);
  self->start = start;
  self->start_utc = start_utc;
  if (case_file != NULL && self->timer == 0)
    self->timer = g_timeout_add_seconds (EVERY_S, on_timer, self);
  steady_wall_times_refresh (self);
}

/* Reads the clock of the case again, unless that is under way. Thread: main. */
void
steady_wall_times_refresh (SteadyWallTimes *self)
{
  if (self->case_file == NULL || self->reading != NULL)
    return;
  self->reading = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, self->reading, on_read, self);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (self->case_file), g_free);
  g_task_run_in_thread (task, read_wall);
}

/* What the clock showed at @t, in ns since 1970. Thread: main. */
int64_t
steady_wall_times_utc (const SteadyWallTimes *self, SteadyInstant t)
{
  return self->wall != NULL
             ? steady_case_wall_utc (self->wall, t - self->start + self->file_start)
             : self->start_utc + (t - self->start);
}
