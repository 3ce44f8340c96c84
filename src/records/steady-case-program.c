/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-case-program.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-paths.h"

/* One run, until its answer. */
typedef struct Run
{
  SteadyCaseProgramDone done;
  gpointer              data;
} Run;

/* Without the program's name before it. */
static const char *
sentence_of (const char *text)
{
  const char *colon = strstr (text, ": ");
  return g_str_has_prefix (text, "steady-") && colon != NULL ? colon + 2 : text;
}

static void
on_answer (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autofree Run  *run = data;
  g_autofree char *out = NULL, *err = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process = G_SUBPROCESS (object);
  const bool   heard =
      g_subprocess_communicate_utf8_finish (process, result, &out, &err, &error);

  /* whoever asked is gone */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!heard)
    run->done (run->data, false, error->message);
  else if (g_subprocess_get_successful (process))
    run->done (run->data, true, out != NULL ? out : "");
  else
    run->done (run->data,
               false,
               err != NULL && err[0] != '\0'
                   ? sentence_of (g_strstrip (err))
                   : _ ("The program ended without a word; try again."));
}

/*
 * Runs one of our programs beside this one, with @input (may be NULL) on its standard
 * input, and tells what came of it; never once @cancellable is cancelled. A case is
 * read there and not here: one that is damaged or huge neither stops the screen nor
 * ends it.
 */
void
steady_case_program_run (const char           *program,
                         const char *const    *arguments,
                         const char           *input,
                         GCancellable         *cancellable,
                         SteadyCaseProgramDone done,
                         gpointer              data)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *path = steady_paths_program (program);
  g_autoptr (GError) error = NULL;

  g_strv_builder_add (builder, path);
  for (unsigned i = 0; arguments[i] != NULL; i++)
    g_strv_builder_add (builder, arguments[i]);
  g_auto (GStrv) words = g_strv_builder_end (builder);
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      (const char *const *) words,
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
          G_SUBPROCESS_FLAGS_STDERR_PIPE,
      &error);
  if (process == NULL)
    {
      done (data, false, error->message);
      return;
    }
  Run *run = g_new0 (Run, 1);
  run->done = done;
  run->data = data;
  g_subprocess_communicate_utf8_async (process, input, cancellable, on_answer, run);
}
