/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "print/steady-paper.h"

/* What can be printed of a case. */
typedef enum SteadyCaseSheet
{
  STEADY_CASE_SHEET_RECORD,
  STEADY_CASE_SHEET_DEBRIEF,
  STEADY_CASE_SHEET_HANDOFF,
  STEADY_CASE_SHEET_FAMILY,
  STEADY_CASE_SHEET_ECMO, /* only of a case with ECMO */
  STEADY_CASE_SHEETS
} SteadyCaseSheet;

typedef struct SteadyCaseSheetOrder
{
  SteadyCaseSheet sheet;
  unsigned        row_minutes; /* of the record: 1, 5, 10 or 15 */
  unsigned        hours;       /* of the ECMO chart, the last ones; 0: all of the run */
  bool            verify; /* looks at database and chain first, which reads all of it */
  bool            verified; /* … that was done before, and all was whole */
  SteadyProgress *progress; /* NULL: nobody waits */
} SteadyCaseSheetOrder;

const char *steady_case_sheet_name (SteadyCaseSheet sheet);
int         steady_case_sheet_from_name (const char *name);
bool        steady_case_sheet_rows_fit (unsigned minutes);
bool        steady_case_sheet_fits (SteadyCaseSheet sheet, const char *case_file);
bool        steady_case_sheet_print (const char                 *case_file,
                                     const SteadyCaseSheetOrder *order,
                                     const char                 *out,
                                     SteadyPaperResult          *ret_result,
                                     GError                    **error);
