/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>
#include <stdint.h>

#include <glib.h>

#include "casefile/steady-case-schema.h"
#include "casefile/steady-case-value.h"

enum
{
  STEADY_CASE_HASH_SIZE = 32
};

/*
 * The hash chain of a case: each link is SHA-256 over the hash before it (32 zeros for
 * the first) and the canonical encoding of one row, or of a run of rows. It shows
 * accidents and careless edits; without a key it does not stop a forger.
 */
typedef struct SteadyCaseLink
{
  uint8_t hash[STEADY_CASE_HASH_SIZE];
} SteadyCaseLink;

GChecksum     *steady_case_link_begin (const SteadyCaseLink *before);
void           steady_case_link_add (GChecksum             *sum,
                                     SteadyCaseTable        table,
                                     const SteadyCaseValue *values);
void           steady_case_link_add_statement (GChecksum      *sum,
                                               SteadyCaseTable table,
                                               sqlite3_stmt   *statement);
SteadyCaseLink steady_case_link_end (GChecksum *sum);
