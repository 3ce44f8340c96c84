/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "steady-child-case.h"

/* usage: make-child-case OUT.steady [--real] [--open] [--no-plan] [--name NAME]
 * [--seconds N]
 *        [--worse N] */
int
main (int argc, char **argv)
{
  SteadyChildCase what = { .real = false };
  g_autoptr (GError) error = NULL;

  for (int i = 2; i < argc; i++)
    if (strcmp (argv[i], "--real") == 0)
      what.real = true;
    else if (strcmp (argv[i], "--open") == 0)
      what.open = true;
    else if (strcmp (argv[i], "--no-plan") == 0)
      what.no_plan = true;
    else if (strcmp (argv[i], "--name") == 0 && i + 1 < argc)
      what.name = argv[++i];
    else if (strcmp (argv[i], "--seconds") == 0 && i + 1 < argc)
      what.seconds = (unsigned) strtoul (argv[++i], NULL, 10);
    else if (strcmp (argv[i], "--days") == 0 && i + 1 < argc)
      what.days = (unsigned) strtoul (argv[++i], NULL, 10);
    else if (strcmp (argv[i], "--worse") == 0 && i + 1 < argc)
      what.worse = (unsigned) strtoul (argv[++i], NULL, 10);
  if (argc < 2 || !steady_child_case_make (argv[1], &what, &error))
    {
      fprintf (stderr,
               "make-child-case: %s\n",
               error != NULL ? error->message : "name a new file");
      return EXIT_FAILURE;
    }
  if (what.open)
    _exit (EXIT_SUCCESS); /* the writer's thread is still there */
  return EXIT_SUCCESS;
}
