/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-json.h"

/* Where a number was read: which file, where in it, and what that file stands on. */
typedef struct SteadyCite
{
  char *file;
  char *place;
  char *source; /* "[GK]" in it: general knowledge, a perfusionist must review it */
} SteadyCite;

/* A number of a data file together with where it is from. */
typedef struct SteadyFact
{
  double     value;
  bool       known; /* false: the file says nothing, which is not 0 */
  SteadyCite cite;
} SteadyFact;

bool steady_fact_read (const SteadyJsonNode *object,
                       const char           *key,
                       double                low,
                       double                high,
                       SteadyFact           *ret_fact,
                       GError              **error);
bool steady_fact_read_valued (const SteadyJsonNode *object,
                              const char           *key,
                              double                low,
                              double                high,
                              SteadyFact           *ret_fact,
                              GError              **error);
bool steady_cite_read (const SteadyJsonNode *object,
                       const char           *key,
                       SteadyCite           *ret_cite,
                       GError              **error);
void steady_cite_finish (SteadyCite *self);
bool steady_cite_is_unreviewed (const SteadyCite *self);
