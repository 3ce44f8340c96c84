/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include <glib/gi18n.h>

#include "base/steady-program-progress.h"
#include "exchange/steady-case-command.h"
#include "exchange/steady-exchange-progress.h"
#include "exchange/steady-new-output.h"

enum
{
  EXIT_USAGE = 2
};

static SteadyProgramProgress program = { .shown = -1 };
static SteadyProgress        progress;

/* Prints @what is wrong with the command line; the exit status. Thread: main. */
int
steady_case_command_misused (const char *what)
{
  fprintf (stderr, _ ("steady-case: %s; see steady-case --help\n"), what);
  return EXIT_USAGE;
}

/* Prints and frees @error; the exit status. Thread: main. */
int
steady_case_command_failed (GError *error)
{
  fprintf (stderr, "steady-case: %s\n", error->message);
  g_error_free (error);
  return EXIT_FAILURE;
}

/* An index of a folder that is misspelt would say that there are no cases. The exit
 * status. Thread: main. */
int
steady_case_command_no_folder (const char *path)
{
  fprintf (stderr,
           _ ("steady-case: %s: is no folder; name the one that holds the cases\n"),
           path);
  return EXIT_FAILURE;
}

/* Thread: main. */
void
steady_case_command_say_if_copied (const char *path, bool copied)
{
  if (copied)
    fprintf (stderr,
             _ ("steady-case: %s was not closed and lies where nothing can be written; "
                "a temporary copy is read\n"),
             path);
}

/* Another program listens: how far the work is becomes lines on the standard error.
 * Thread: main. */
void
steady_case_command_tell_lines (void)
{
  program.lines = true;
}

/* How far the work is; @data is not used. Thread: main. */
bool
steady_case_command_tell (void *data, double part)
{
  return steady_program_progress_tell (&program, part);
}

static SteadyProgress *
begin (const char *part)
{
  steady_program_progress_begin (&program, part);
  steady_progress_init (&progress, steady_case_command_tell, NULL);
  return &progress;
}

/* Begins work that makes no file and that a person may have to wait for: a signal stops
 * it from now on. Thread: main. */
SteadyProgress *
steady_case_command_begin (void)
{
  return begin (NULL);
}

/* What was begun. Thread: main. */
SteadyProgress *
steady_case_command_progress (void)
{
  return &progress;
}

/* Takes the figure off the terminal, before anything else is said. Thread: main. */
void
steady_case_command_end (void)
{
  steady_program_progress_end (&program);
}

static bool
make_part (SteadyNewOutput *output, SteadyCaseMake make, void *data, GError **error)
{
  begin (output->part);
  const bool fine = make (data, output->part, error);
  if (fine && steady_program_progress_stopped ())
    return steady_exchange_tell (
        steady_case_command_tell, NULL, 1, output->path, error);
  return fine;
}

/*
 * Makes @path under another name until it is whole; when @make fails or is stopped
 * nothing is left.
 *
 * Thread: main.
 */
bool
steady_case_command_make (const char    *path,
                          SteadyCaseMake make,
                          void          *data,
                          GError       **error)
{
  SteadyNewOutput output = { 0 };

  if (!steady_new_output_begin (&output, path, error))
    return false;
  const bool fine =
      make_part (&output, make, data, error) && steady_new_output_keep (&output, error);
  if (!fine)
    steady_new_output_discard (&output);
  steady_case_command_end ();
  return fine;
}

/* As a JSON string. Thread: main. */
void
steady_case_command_print_text (const char *text)
{
  putchar ('"');
  for (const unsigned char *c = (const unsigned char *) text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\' || *c < 0x20)
      printf ("\\u%04x", *c);
    else
      putchar (*c);
  putchar ('"');
}
