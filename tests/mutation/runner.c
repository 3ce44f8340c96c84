/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/*
 * All programs of tests/alarm in one, with all mutants: the variable STEADY_MUTANT
 * names the one that lives, 0 or nothing is the program as it is. STEADY_REACHED names
 * a file that gets the numbers of the functions that were called.
 *
 * usage: runner CPU_SECONDS MEMORY_MIB PROGRAM [ARGUMENTS of the program...]
 */

int           steady_mutant;
unsigned char steady_reached[STEADY_MUTANTS + 1];

typedef struct Program
{
  const char *name;
  int (*run) (int n, char **words);
} Program;

#define PROGRAM(name, function) int function (int n, char **words);
#include "programs.h"
#undef PROGRAM
#define PROGRAM(name, function) { name, function },
static const Program programs[] = {
#include "programs.h"
};

/* A mutant may want endless time or memory. */
static void
limit (int resource, rlim_t most)
{
  const struct rlimit limits = { most, most };
  if (most > 0 || resource == RLIMIT_CORE)
    setrlimit (resource, &limits);
}

__attribute__ ((destructor)) static void
tell_reached (void)
{
  const char *path = getenv ("STEADY_REACHED");
  FILE       *file = path != NULL ? fopen (path, "w") : NULL;
  if (file == NULL)
    return;
  for (int i = 0; i <= STEADY_MUTANTS; i++)
    if (steady_reached[i])
      fprintf (file, "%d\n", i);
  fclose (file);
}

int
main (int n, char **words)
{
  const char *mutant = getenv ("STEADY_MUTANT");

  if (n < 4)
    return 2;
  steady_mutant = mutant != NULL ? atoi (mutant) : 0;
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_CPU, (rlim_t) atoi (words[1]));
  limit (RLIMIT_AS, (rlim_t) atoi (words[2]) << 20);
  for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
    if (strcmp (programs[i].name, words[3]) == 0)
      return programs[i].run (n - 3, words + 3);
  return 2;
}
