/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

enum
{
  STEADY_MECHANISM_VALUES = 4
};

/* What a person reads of one mechanism, in the source language, and what is offered. */
typedef struct SteadyMechanismWords
{
  char    *name; /* in requests */
  char    *group;
  char    *label;
  char    *what;
  char    *unit;
  double   values[STEADY_MECHANISM_VALUES];
  unsigned n_values;
  double   ramp_s;
  gboolean of_case; /* changes in any case: no fault by itself */
} SteadyMechanismWords;

GPtrArray *steady_mechanism_words_load (const char *path, GError **error);
const SteadyMechanismWords *steady_mechanism_words_find (GPtrArray  *words,
                                                         const char *name);
gboolean steady_mechanism_words_match (const SteadyMechanismWords *self,
                                       const char                 *sought);
