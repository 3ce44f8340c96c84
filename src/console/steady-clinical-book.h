/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "link/steady-frame.h"

/* All acts of the case as the engine told them, and what they add up to. Plain, without
 * a window. Thread: main, or a test's only one. */
typedef struct SteadyClinicalBook
{
  GArray  *records; /* of SteadyClinicalRecord, as they were recorded */
  unsigned serial;  /* grows with each change */
} SteadyClinicalBook;

typedef struct SteadyClinicalTotals
{
  double        volume_in_ml;
  double        volume_out_ml; /* positive; ultrafiltrate among it */
  double        filtered_ml;
  double        cardioplegia_ml;
  unsigned      cardioplegia_doses;
  SteadyInstant cardioplegia_end; /* of the last dose; NEVER: none */
} SteadyClinicalTotals;

void steady_clinical_book_init (SteadyClinicalBook *self);
void steady_clinical_book_finish (SteadyClinicalBook *self);
bool steady_clinical_book_take (SteadyClinicalBook *self, const SteadyFrame *frame);
bool steady_clinical_book_stands (const SteadyClinicalBook *self, unsigned i);
const SteadyClinicalRecord *steady_clinical_book_at (const SteadyClinicalBook *self,
                                                     unsigned                  i);
const SteadyClinicalRecord *steady_clinical_book_find (const SteadyClinicalBook *self,
                                                       uint64_t                  id);
SteadyClinicalTotals steady_clinical_book_totals (const SteadyClinicalBook *self);
char                *steady_clinical_words (const SteadyClinicalRecord *record);
