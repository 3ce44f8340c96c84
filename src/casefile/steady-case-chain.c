/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-chain.h"

#include <string.h>

#include "base/steady-require.h"

static void
add_big_endian (GChecksum *sum, uint64_t value, unsigned bytes)
{
  uint8_t encoded[8];

  for (unsigned i = 0; i < bytes; i++)
    encoded[i] = (uint8_t) (value >> (8 * (bytes - 1 - i)));
  g_checksum_update (sum, encoded, bytes);
}

static void
add_counted (GChecksum *sum, const void *bytes, size_t length)
{
  add_big_endian (sum, length, 4);
  if (length > 0)
    g_checksum_update (sum, bytes, (gssize) length);
}

/* Begins the link that follows @before. Thread: any. */
GChecksum *
steady_case_link_begin (const SteadyCaseLink *before)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, before->hash, STEADY_CASE_HASH_SIZE);
  return sum;
}

/*
 * Adds one row: the name of the table and the number of columns, then of each column
 * its name, a type byte and the value. Lengths and counts are 4 bytes, integers 8, all
 * big endian; a real is its IEEE bits; text is UTF-8.
 *
 * Thread: any.
 */
void
steady_case_link_add (GChecksum             *sum,
                      SteadyCaseTable        table,
                      const SteadyCaseValue *values)
{
  const SteadyCaseTableInfo *info = steady_case_table_info (table);

  add_counted (sum, info->name, strlen (info->name));
  add_big_endian (sum, info->n_columns, 4);
  for (unsigned i = 0; i < info->n_columns; i++)
    {
      const SteadyCaseValue *value = &values[i];
      add_counted (sum, info->columns[i], strlen (info->columns[i]));
      add_big_endian (sum, value->type, 1);
      if (value->type == STEADY_CASE_VALUE_INTEGER ||
          value->type == STEADY_CASE_VALUE_REAL)
        add_big_endian (sum, (uint64_t) value->integer, 8);
      else if (value->type != STEADY_CASE_VALUE_NULL)
        add_counted (sum, value->bytes, value->length);
    }
}

static SteadyCaseValue
column_value (sqlite3_stmt *statement, int column)
{
  SteadyCaseValue value = { .type = STEADY_CASE_VALUE_NULL };

  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      value.type = STEADY_CASE_VALUE_INTEGER;
      value.integer = sqlite3_column_int64 (statement, column);
      break;
    case SQLITE_FLOAT:
      value.type = STEADY_CASE_VALUE_REAL;
      value.real = sqlite3_column_double (statement, column);
      break;
    case SQLITE_TEXT:
      value.type = STEADY_CASE_VALUE_TEXT;
      value.bytes = sqlite3_column_text (statement, column);
      value.length = (uint32_t) sqlite3_column_bytes (statement, column);
      break;
    case SQLITE_BLOB:
      value.type = STEADY_CASE_VALUE_BLOB;
      value.bytes = sqlite3_column_blob (statement, column);
      value.length = (uint32_t) sqlite3_column_bytes (statement, column);
      break;
    default:
      break;
    }
  return value;
}

/*
 * Adds the row on which @statement stands; it selects all columns of @table in order.
 *
 * Thread: the database's.
 */
void
steady_case_link_add_statement (GChecksum      *sum,
                                SteadyCaseTable table,
                                sqlite3_stmt   *statement)
{
  const unsigned  count = steady_case_table_info (table)->n_columns;
  SteadyCaseValue values[STEADY_CASE_MAX_COLUMNS];

  for (unsigned i = 0; i < count; i++)
    values[i] = column_value (statement, (int) i);
  steady_case_link_add (sum, table, values);
}

/* The finished link; frees @sum. Thread: any. */
SteadyCaseLink
steady_case_link_end (GChecksum *sum)
{
  SteadyCaseLink link;
  gsize          length = sizeof link.hash;

  g_checksum_get_digest (sum, link.hash, &length);
  steady_require (length == sizeof link.hash);
  g_checksum_free (sum);
  return link;
}
