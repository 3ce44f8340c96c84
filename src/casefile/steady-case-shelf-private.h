/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "casefile/steady-case-shelf.h"

struct SteadyCaseShelf
{
  char    *file;
  sqlite3 *database;
};

bool steady_case_shelf_fine (SteadyCaseShelf *self, int code, GError **error);
sqlite3_stmt      *
steady_case_shelf_prepare (SteadyCaseShelf *self, const char *sql, GError **error);
bool steady_case_shelf_done (SteadyCaseShelf *self, sqlite3_stmt *row, GError **error);
bool steady_case_shelf_write (SteadyCaseShelf      *self,
                              const SteadyCaseCard *card,
                              int64_t               stamp,
                              GError              **error);
char *steady_case_shelf_fold (const char *text);
