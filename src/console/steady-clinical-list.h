/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "measure/steady-given-words.h"

enum
{
  STEADY_CLINICAL_DRUGS = 40,
  STEADY_CLINICAL_SOLUTIONS = 8
};

/* A drug as data/drugs/drugs.json has it. */
typedef struct SteadyClinicalDrug
{
  char   id[48];
  char   name[64];
  char   unit[16];               /* of a dose */
  char   concentration_unit[16]; /* unit/mL */
  double concentration;
  double per_kg;
  double most;
} SteadyClinicalDrug;

/* A cardioplegia as data/drugs/cardioplegia.json has it. */
typedef struct SteadyClinicalSolution
{
  char     id[48];
  char     name[64];
  double   first_ml_kg, first_cap_ml;
  double   redose_ml_kg, redose_cap_ml;
  double   interval_min;
  double   temperature_c;
  unsigned blood_parts, crystalloid_parts;
} SteadyClinicalSolution;

/* Read once; empty where the data cannot be read. Thread: main, or a test's only one.
 */
const SteadyClinicalDrug     *steady_clinical_drug (unsigned i);
const SteadyClinicalSolution *steady_clinical_solution (unsigned i);
const char                   *steady_clinical_list_name (const char *id);
