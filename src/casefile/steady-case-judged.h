/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"

/*
 * What the alarms of a case were told, row by row. Each row holds whole entries of
 * their journal; one that begins can be read without the rows before it.
 */

enum
{
  STEADY_CASE_JUDGED_ROW_MAX = 64 * 1024 /* bytes: no row is longer */
};

/* What the hash chain says of rows that are to be believed. */
typedef enum SteadyCaseTrust
{
  STEADY_CASE_TRUST_UNCOVERED, /* no link reaches there yet */
  STEADY_CASE_TRUST_VERIFIED,
  STEADY_CASE_TRUST_DAMAGED
} SteadyCaseTrust;

/* A row from which on it can be read. */
typedef struct SteadyCaseJudgedStart
{
  bool            found;
  int64_t         id;      /* of the row */
  SteadySpan      t;       /* case time at which it was stored */
  GByteArray     *entries; /* of the row; NULL where none was found */
  SteadyCaseTrust trust;
} SteadyCaseJudgedStart;

bool
steady_case_reader_has_judged (SteadyCaseReader *self, bool *ret_has, GError **error);
bool steady_case_reader_judged_start (SteadyCaseReader      *self,
                                      SteadySpan             before,
                                      SteadyCaseJudgedStart *ret_start,
                                      GError               **error);
bool steady_case_reader_judged_rows (SteadyCaseReader *self,
                                     int64_t           from_id,
                                     unsigned          size,
                                     GByteArray       *entries,
                                     int64_t          *ret_next_id,
                                     unsigned         *ret_count,
                                     GError          **error);
void steady_case_judged_start_finish (SteadyCaseJudgedStart *self);
