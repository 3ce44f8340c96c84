/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "exchange/steady-csv-export.h"

/* What a person must look at before the copy leaves the house. */
typedef struct SteadyDeidentified
{
  GPtrArray *texts; /* of char *: every free text of the case once, in order */
  unsigned   kept;  /* of them, as a person confirmed */
} SteadyDeidentified;

bool steady_deidentify (const char            *path,
                        const char            *to,
                        const GArray          *keep,
                        SteadyExchangeProgress progress,
                        void                  *data,
                        SteadyDeidentified    *ret_found,
                        GError               **error);
void steady_deidentified_finish (SteadyDeidentified *self);
