/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "casefile/steady-case-batch.h"
#include "casefile/steady-case-chain.h"
#include "casefile/steady-case-format.h"
#include "casefile/steady-case-writer.h"

/* The database of a case that is being written. Thread: one at a time. */
typedef struct SteadyCaseStore SteadyCaseStore;

SteadyCaseStore *steady_case_store_open (const SteadyCaseSetup *setup, GError **error);
SteadyCaseStore *steady_case_store_open_again (const char *path, GError **error);
int64_t          steady_case_store_query (SteadyCaseStore *self, const char *sql);
const char      *steady_case_store_problem (SteadyCaseStore *self);
void             steady_case_store_free (SteadyCaseStore *self);
SteadySpan       steady_case_store_last (SteadyCaseStore *self);
int              steady_case_store_commit (SteadyCaseStore       *self,
                                           const SteadyCaseBatch *batch,
                                           bool                   cover,
                                           int64_t                numeric_id);
uint64_t         steady_case_store_wal_bytes (SteadyCaseStore *self);
bool             steady_case_store_finish (SteadyCaseStore *self, GError **error);
