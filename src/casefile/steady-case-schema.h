/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>

#include <glib.h>

/* The tables of a case. The numbers are internal; files know the names. */
typedef enum SteadyCaseTable
{
  STEADY_CASE_TABLE_META,
  STEADY_CASE_TABLE_CHANNEL,
  STEADY_CASE_TABLE_WAVE,
  STEADY_CASE_TABLE_LEVEL,
  STEADY_CASE_TABLE_NUMERIC,
  STEADY_CASE_TABLE_ALARM,
  STEADY_CASE_TABLE_EVENT,
  STEADY_CASE_TABLE_COMMAND,
  STEADY_CASE_TABLE_NOTE,
  STEADY_CASE_TABLE_DOSE,
  STEADY_CASE_TABLE_GAS_SAMPLE,
  STEADY_CASE_TABLE_PLAN,
  STEADY_CASE_TABLE_CHECKLIST,
  STEADY_CASE_TABLE_STATE,
  STEADY_CASE_TABLE_CLOCK,
  STEADY_CASE_TABLE_AUDIT,
  STEADY_CASE_TABLE_CHAIN,
  STEADY_CASE_TABLE_JUDGED,
  STEADY_CASE_TABLE_COUNT
} SteadyCaseTable;

/* How the hash chain covers a table. */
typedef enum SteadyCaseCover
{
  STEADY_CASE_COVER_NONE,
  STEADY_CASE_COVER_ROW,  /* a link for each row, in the same transaction */
  STEADY_CASE_COVER_RANGE /* a link for all rows of the last minute */
} SteadyCaseCover;

enum
{
  STEADY_CASE_MAX_COLUMNS = 16
};

typedef struct SteadyCaseTableInfo
{
  const char     *name;
  SteadyCaseCover cover;
  unsigned        n_columns;
  const char     *columns[STEADY_CASE_MAX_COLUMNS]; /* the first is the row id */
  int             since; /* the schema that brought it; 0: the first */
} SteadyCaseTableInfo;

const SteadyCaseTableInfo *steady_case_table_info (SteadyCaseTable table);
char                      *steady_case_table_columns (SteadyCaseTable table);
int                        steady_case_schema_create (sqlite3 *database);
bool steady_case_schema_check (sqlite3 *database, const char *path, GError **error);
bool steady_case_table_there (sqlite3 *database, SteadyCaseTable table);
bool steady_case_is_finished (sqlite3 *database);
void steady_case_harden (sqlite3 *database);

void steady_case_set_sqlite_error (
    GError **error, int code, sqlite3 *database, const char *path, const char *what);
