/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"
#include "perfusion/steady-fact.h"

enum
{
  STEADY_BANDS_MOST = 12
};

/* A row of a table: from the row before it up to and with @up_to. */
typedef struct SteadyBand
{
  double up_to;
  double low; /* of a range; @value where the table gives none */
  double value;
  double high;
} SteadyBand;

/* A table over weight or age, with its source. */
typedef struct SteadyBands
{
  SteadyBand rows[STEADY_BANDS_MOST];
  unsigned   n;
  SteadyCite cite;
} SteadyBands;

bool steady_bands_read (const SteadyJsonNode *object,
                        const char           *key,
                        SteadyBands          *ret_bands,
                        GError              **error);
bool steady_bands_at (const SteadyBands *self,
                      double             x,
                      SteadyBand        *ret_band,
                      double            *ret_above);
bool steady_bands_smooth (const SteadyBands *self, double x, double *ret_value);
bool steady_bands_between (const SteadyBands *self, double x, double *ret_value);
