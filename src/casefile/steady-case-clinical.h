/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "casefile/steady-case-batch.h"
#include "measure/steady-clinical-record.h"

/* Acts of people as rows of dose, gas_sample and note: columns for who reads the table,
 * and the whole record as JSON for who shows or amends it. */
void  steady_case_clinical_write (const SteadyClinicalRecord *record,
                                  SteadyInstant               start,
                                  SteadyCaseBatch            *batch);
char *steady_case_clinical_json (const SteadyClinicalRecord *record,
                                 SteadyInstant               start);
bool  steady_case_clinical_parse (const char           *text,
                                  SteadyInstant         start,
                                  SteadyClinicalRecord *ret_record,
                                  GError              **error);
