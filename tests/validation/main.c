/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "steady-validation.h"

/*
 * Runs the rows of the validation table (physiology notes 3, table A) and prints each
 * with its target and result, passed or not. It fails when a row that the committed
 * list says is passed is so no more; so what was reached is kept, and what was not is
 * in plain view.
 */

static const struct
{
  const char *name;
  unsigned    weight;
} domains[STEADY_VALIDATION_DOMAINS] = {
  [STEADY_VALIDATION_CHEMISTRY] = { "chemistry and gas exchange", 20 },
  [STEADY_VALIDATION_OXYGEN] = { "whole-body oxygen", 20 },
  [STEADY_VALIDATION_CIRCULATION] = { "circulation and brain", 15 },
  [STEADY_VALIDATION_TEMPERATURE] = { "temperature", 10 },
  [STEADY_VALIDATION_HYDRAULICS] = { "hydraulics", 20 },
  [STEADY_VALIDATION_FLUIDS] = { "fluids and pharmacology", 15 },
};

static bool
is_passed (const SteadyValidationRow *row)
{
  return row->checks > 0 && row->passed == row->checks;
}

static void
print_totals (const SteadyValidation *validation)
{
  unsigned passed = 0;
  double   weighted = 0;

  for (int d = 0; d < STEADY_VALIDATION_DOMAINS; d++)
    {
      unsigned of = 0, good = 0;
      for (unsigned i = 0; i < validation->rows; i++)
        if (validation->row[i].domain == (SteadyValidationDomain) d)
          {
            of++;
            good += is_passed (&validation->row[i]);
          }
      g_assert_cmpuint (of, >, 0);
      passed += good;
      weighted += domains[d].weight * (double) good / of;
      g_print ("# %-28s %2u of %2u rows, %3.0f %%\n",
               domains[d].name,
               good,
               of,
               100.0 * good / of);
    }
  g_print (
      "# all %u of %u rows, weighted %.1f %%\n", passed, validation->rows, weighted);
}

static const SteadyValidationRow *
find_row (const SteadyValidation *validation, unsigned number)
{
  for (unsigned i = 0; i < validation->rows; i++)
    if (validation->row[i].number == number)
      return &validation->row[i];
  return NULL;
}

/* Every row that the list names must be passed; others may be added to it. */
static bool
keeps_what_was_reached (const SteadyValidation *validation, char **lines)
{
  bool kept = true;
  bool listed[STEADY_VALIDATION_MAX] = { false };

  for (char **line = lines; *line != NULL; line++)
    {
      if (**line == '\0' || **line == '#')
        continue;
      const unsigned             number = (unsigned) strtoul (*line + 1, NULL, 10);
      const SteadyValidationRow *row =
          **line == 'A' ? find_row (validation, number) : NULL;
      if (row == NULL || !is_passed (row))
        {
          g_print ("# %s was passed and is not now\n", *line);
          kept = false;
          continue;
        }
      listed[number % STEADY_VALIDATION_MAX] = true;
    }
  for (unsigned i = 0; i < validation->rows; i++)
    if (is_passed (&validation->row[i]) && !listed[validation->row[i].number])
      g_print ("# A%u is passed; add it to passing.txt\n", validation->row[i].number);
  return kept;
}

int
main (int argc, char **argv)
{
  SteadyValidation validation = { .rows = 0 };
  const char      *folder = g_getenv ("STEADY_TEST_DATA");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    g_error ("STEADY_TEST_DATA is not set: name the folder of the tests in it");
  g_autofree char *path = g_build_filename (folder, "validation", "passing.txt", NULL);
  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);

  g_print ("1..2\n");
  steady_validation_chemistry (&validation);
  steady_validation_oxygenator (&validation);
  steady_validation_oxygen (&validation);
  steady_validation_temperature (&validation);
  steady_validation_hydraulics (&validation);
  steady_validation_fluids (&validation);
  print_totals (&validation);
  const bool whole = validation.rows == 56;
  const bool kept = keeps_what_was_reached (&validation, lines);
  g_print ("%s 1 - the whole table is run\n", whole ? "ok" : "not ok");
  g_print ("%s 2 - what was reached is kept\n", kept ? "ok" : "not ok");
  return whole && kept ? 0 : 1;
}
