/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "measure/steady-ecmo-record.h"

/* What a note of an act about the circuit is about. */
#define STEADY_CASE_ECMO_ABOUT "ecmo"

enum
{
  STEADY_CASE_ECMO_TEXT = 1024 /* bytes of the longest, its NUL included */
};

/* An act as the text of a note: a line "key=value" for each member that is given. */
void steady_case_ecmo_write (const SteadyEcmoRecord *record,
                             SteadyInstant           start,
                             char                   *ret_text,
                             size_t                  size);
bool steady_case_ecmo_parse (const char       *text,
                             SteadyInstant     start,
                             SteadyEcmoRecord *ret_record);
