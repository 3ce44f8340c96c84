/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-case-job.h"

#include <signal.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-paths.h"

enum
{
  PATIENCE_S = 3 /* for a program that was asked to stop */
};

#define PROGRESS "progress "
#define WRITING  "writing "
#define NAME     "steady-case: "

struct _SteadyCaseJob
{
  GObject           parent_instance;
  GSubprocess      *process;
  GDataInputStream *lines; /* of its stderr */
  GOutputStream    *out;   /* what it prints */
  GString          *said;  /* its sentences, a line each */
  char             *part;  /* what it writes before it is whole */
  unsigned          left;  /* of its two streams and its end */
  guint             kill_timer;
  bool              cancelled;
  bool              killed;
};

G_DEFINE_FINAL_TYPE (SteadyCaseJob, steady_case_job, G_TYPE_OBJECT)

static unsigned progress_signal;
static unsigned done_signal;

/* What is left of a program that did not stop by itself: a file, or a folder of files.
 */
static void
remove_part (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileEnumerator) list =
      g_file_enumerate_children (file,
                                 G_FILE_ATTRIBUTE_STANDARD_NAME,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                 NULL,
                                 NULL);
  GFile *child;

  while (list != NULL && g_file_enumerator_iterate (list, NULL, &child, NULL, NULL) &&
         child != NULL)
    g_file_delete (child, NULL, NULL);
  g_file_delete (file, NULL, NULL);
}

static char *
printed (SteadyCaseJob *self)
{
  g_autoptr (GBytes) bytes =
      g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (self->out));
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_utf8_make_valid (data != NULL ? data : "", (gssize) size);
}

/* One of the three ends that make the whole end; the job may be gone afterwards. */
static void
end_one (SteadyCaseJob *self)
{
  if (--self->left == 0)
    {
      const bool fine = g_subprocess_get_successful (self->process) && !self->cancelled;
      g_autofree char *out = printed (self);
      if (self->killed && self->part != NULL)
        remove_part (self->part);
      g_clear_handle_id (&self->kill_timer, g_source_remove);
      if (self->said->len == 0 && !fine && !self->cancelled)
        g_string_append (self->said,
                         _ ("The program ended without a word; try again."));
      g_signal_emit (self, done_signal, 0, fine, out, self->said->str);
    }
  g_object_unref (self);
}

static void
take_line (SteadyCaseJob *self, const char *line)
{
  if (g_str_has_prefix (line, PROGRESS))
    {
      const double part = g_ascii_strtod (line + strlen (PROGRESS), NULL);
      g_signal_emit (self, progress_signal, 0, CLAMP (part, 0.0, 1.0));
      return;
    }
  if (g_str_has_prefix (line, WRITING))
    {
      g_free (self->part);
      self->part = g_strdup (line + strlen (WRITING));
      return;
    }
  if (self->said->len > 0)
    g_string_append_c (self->said, '\n');
  g_string_append (self->said,
                   g_str_has_prefix (line, NAME) ? line + strlen (NAME) : line);
}

static void
on_line (GObject *object, GAsyncResult *result, gpointer data)
{
  SteadyCaseJob   *self = data;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (
      G_DATA_INPUT_STREAM (object), result, NULL, NULL);

  if (line == NULL)
    {
      end_one (self);
      return;
    }
  take_line (self, line);
  g_data_input_stream_read_line_async (
      self->lines, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

static void
on_printed (GObject *object, GAsyncResult *result, gpointer data)
{
  g_output_stream_splice_finish (G_OUTPUT_STREAM (object), result, NULL);
  end_one (data);
}

static void
on_ended (GObject *object, GAsyncResult *result, gpointer data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  end_one (data);
}

/*
 * Runs "steady-case --progress" with @arguments. The job lives until it is done; keep a
 * reference for longer. NULL: there is no such program.
 *
 * Thread: main.
 */
SteadyCaseJob *
steady_case_job_start (const char *const *arguments, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *path = steady_paths_program ("steady-case");

  g_strv_builder_add_many (builder, path, "--progress", NULL);
  for (unsigned i = 0; arguments[i] != NULL; i++)
    g_strv_builder_add (builder, arguments[i]);
  g_auto (GStrv) words = g_strv_builder_end (builder);
  GSubprocess *process = g_subprocess_newv ((const char *const *) words,
                                            G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                            error);
  if (process == NULL)
    return NULL;
  SteadyCaseJob *self = g_object_new (STEADY_TYPE_CASE_JOB, NULL);
  self->process = process;
  self->lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  self->out = g_memory_output_stream_new_resizable ();
  self->left = 3;
  g_data_input_stream_read_line_async (
      self->lines, G_PRIORITY_DEFAULT, NULL, on_line, g_object_ref (self));
  g_output_stream_splice_async (self->out,
                                g_subprocess_get_stdout_pipe (process),
                                G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT,
                                NULL,
                                on_printed,
                                g_object_ref (self));
  g_subprocess_wait_async (process, NULL, on_ended, g_object_ref (self));
  return self;
}

static gboolean
on_kill (gpointer data)
{
  SteadyCaseJob *self = data;

  self->kill_timer = 0;
  self->killed = true;
  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

/* Asks it to stop, which leaves nothing half behind; "done" follows. Thread: main. */
void
steady_case_job_cancel (SteadyCaseJob *self)
{
  if (self->cancelled || self->left == 0)
    return;
  self->cancelled = true;
  g_subprocess_send_signal (self->process, SIGTERM);
  self->kill_timer = g_timeout_add_seconds (PATIENCE_S, on_kill, self);
}

/* Thread: main. */
bool
steady_case_job_cancelled (SteadyCaseJob *self)
{
  return self->cancelled;
}

static void
steady_case_job_finalize (GObject *object)
{
  SteadyCaseJob *self = STEADY_CASE_JOB (object);

  g_clear_handle_id (&self->kill_timer, g_source_remove);
  g_clear_object (&self->lines);
  g_clear_object (&self->out);
  g_clear_object (&self->process);
  g_string_free (self->said, TRUE);
  g_free (self->part);
  G_OBJECT_CLASS (steady_case_job_parent_class)->finalize (object);
}

static void
steady_case_job_class_init (SteadyCaseJobClass *class)
{
  G_OBJECT_CLASS (class)->finalize = steady_case_job_finalize;
  progress_signal = g_signal_new ("progress",
                                  STEADY_TYPE_CASE_JOB,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_DOUBLE);
  done_signal = g_signal_new ("done",
                              STEADY_TYPE_CASE_JOB,
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              3,
                              G_TYPE_BOOLEAN,
                              G_TYPE_STRING,
                              G_TYPE_STRING);
}

static void
steady_case_job_init (SteadyCaseJob *self)
{
  self->said = g_string_new (NULL);
}
