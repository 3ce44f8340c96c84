/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-json.h"
#include "casefile/steady-case-chain.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"

static void
from_hex (const char *text, uint8_t *ret_bytes, size_t length)
{
  g_assert_cmpuint (strlen (text), ==, 2 * length);
  for (size_t i = 0; i < length; i++)
    ret_bytes[i] = (uint8_t) (g_ascii_xdigit_value (text[2 * i]) << 4 |
                              g_ascii_xdigit_value (text[2 * i + 1]));
}

static SteadyCaseValue
read_value (const SteadyJsonNode *node, GPtrArray *kept)
{
  SteadyCaseValue value = { .type = STEADY_CASE_VALUE_NULL };
  const char     *type, *text;

  g_assert_true (steady_json_get_string (node, "type", &type, NULL));
  if (strcmp (type, "integer") == 0)
    {
      value.type = STEADY_CASE_VALUE_INTEGER;
      g_assert_true (steady_json_get_integer (
          node, "value", INT64_MIN, INT64_MAX, &value.integer, NULL));
    }
  else if (strcmp (type, "real") == 0)
    {
      value.type = STEADY_CASE_VALUE_REAL;
      g_assert_true (
          steady_json_get_number (node, "value", -1e300, 1e300, &value.real, NULL));
    }
  else if (strcmp (type, "text") == 0)
    {
      g_assert_true (steady_json_get_string (node, "value", &text, NULL));
      value.type = STEADY_CASE_VALUE_TEXT;
      value.bytes = text;
      value.length = (uint32_t) strlen (text);
    }
  else if (strcmp (type, "blob") == 0)
    {
      g_assert_true (steady_json_get_string (node, "value", &text, NULL));
      uint8_t *bytes = g_malloc (strlen (text) / 2);
      from_hex (text, bytes, strlen (text) / 2);
      g_ptr_array_add (kept, bytes);
      value.type = STEADY_CASE_VALUE_BLOB;
      value.bytes = bytes;
      value.length = (uint32_t) (strlen (text) / 2);
    }
  else
    g_assert_cmpstr (type, ==, "null");
  return value;
}

static SteadyCaseTable
table_of (const char *name)
{
  unsigned table = 0;

  while (strcmp (steady_case_table_info (table)->name, name) != 0)
    table++;
  return table;
}

static void
add_rows (GChecksum *sum, const SteadyJsonNode *link, SteadyCaseTable table)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  SteadyJsonNode rows, row, cell;
  size_t         n_rows, n_cells;

  g_assert_true (steady_json_get_array (link, "rows", &rows, &n_rows, NULL));
  for (size_t i = 0; i < n_rows; i++)
    {
      SteadyCaseValue values[STEADY_CASE_MAX_COLUMNS];
      g_assert_true (steady_json_get_element (&rows, i, &row, NULL));
      n_cells = json_object_array_length (row.object);
      g_assert_cmpuint (n_cells, ==, steady_case_table_info (table)->n_columns);
      for (size_t k = 0; k < n_cells; k++)
        {
          g_assert_true (steady_json_get_element (&row, k, &cell, NULL));
          values[k] = read_value (&cell, kept);
        }
      steady_case_link_add (sum, table, values);
    }
}

static void
test_vectors (void)
{
  g_autofree char *file =
      g_build_filename (g_getenv ("STEADY_TEST_DATA"), "golden", "chain.json", NULL);
  SteadyJsonDocument document;
  GError            *error = NULL;
  SteadyCaseLink     link, expected;
  SteadyJsonNode     links, node;
  const char        *text;
  size_t             count;

  g_assert_true (
      steady_json_document_load (&document, file, "steady-chain-vectors", 1, &error));
  g_assert_no_error (error);
  SteadyJsonNode root = steady_json_document_root (&document);
  g_assert_true (steady_json_get_string (&root, "before", &text, &error));
  from_hex (text, link.hash, sizeof link.hash);
  g_assert_true (steady_json_get_array (&root, "links", &links, &count, &error));
  g_assert_cmpuint (count, >=, 5);
  for (size_t i = 0; i < count; i++)
    {
      g_assert_true (steady_json_get_element (&links, i, &node, &error));
      g_assert_true (steady_json_get_string (&node, "table", &text, &error));
      GChecksum *sum = steady_case_link_begin (&link);
      add_rows (sum, &node, table_of (text));
      link = steady_case_link_end (sum);
      g_assert_true (steady_json_get_string (&node, "sha256", &text, &error));
      from_hex (text, expected.hash, sizeof expected.hash);
      g_assert_cmpmem (
          link.hash, sizeof link.hash, expected.hash, sizeof expected.hash);
    }
  steady_json_document_finish (&document);
}

/* A small case in memory, from which each test makes a file to spoil. */
typedef struct Victim
{
  char *folder;
  char *path;
  char *bytes;
  gsize length;
} Victim;

static void
victim_init (Victim *self, bool finished)
{
  self->folder = steady_case_maker_folder ();
  self->path = g_build_filename (self->folder, "a.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (self->path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  steady_case_maker_run (writer, 0, finished ? 4000 : 200);
  g_assert_true (steady_case_writer_close (writer, NULL));
  g_assert_true (g_file_get_contents (self->path, &self->bytes, &self->length, NULL));
}

static void
victim_finish (Victim *self)
{
  steady_case_maker_remove (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->bytes);
}

/* Runs @sql on a fresh file. Returns how many rows it changed. */
static int
spoil (const Victim *self, const char *sql)
{
  sqlite3 *database = NULL;
  char    *said = NULL;

  g_assert_true (
      g_file_set_contents (self->path, self->bytes, (gssize) self->length, NULL));
  g_assert_cmpint (sqlite3_open (self->path, &database), ==, SQLITE_OK);
  sqlite3_exec (database, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
  const int code = sqlite3_exec (database, sql, NULL, NULL, &said);
  if (code != SQLITE_OK)
    g_error ("%s: %s", sql, said);
  const int changed = sqlite3_total_changes (database);
  sqlite3_close (database);
  return changed;
}

/* False when there was no such row to spoil. */
static bool
assert_found (const Victim *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseVerdict verdict;

  if (spoil (self, sql) == 0)
    return false;
  if (steady_case_verify (self->path, &verdict, &error))
    g_error ("not found: %s", sql);
  g_assert_error (error, STEADY_CASE_ERROR, STEADY_CASE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, self->path));
  return true;
}

/* The type of a column, as the table declares it. */
static char
type_of (const Victim *self, const char *table, const char *column)
{
  sqlite3    *database = NULL;
  const char *type = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_table_column_metadata (
                       database, NULL, table, column, &type, NULL, NULL, NULL, NULL),
                   ==,
                   SQLITE_OK);
  const char first = type[0];
  sqlite3_close (database);
  return first;
}

static const char *
other_value (char type)
{
  return type == 'I'   ? "coalesce (%1$s, 0) + 1"
         : type == 'R' ? "coalesce (%1$s, 0) + 0.001"
         : type == 'T' ? "%1$s || 'x'"
                       : "zeroblob (coalesce (length (%1$s), 0) + 1)";
}

/* Changes one field in the first, a middle and the last row of every table. */
static void
test_every_changed_field_is_found (void)
{
  Victim   victim;
  unsigned changed = 0;

  victim_init (&victim, true);
  for (unsigned table = 0; table < STEADY_CASE_TABLE_COUNT; table++)
    {
      const SteadyCaseTableInfo *info = steady_case_table_info (table);
      if (info->cover == STEADY_CASE_COVER_NONE)
        continue;
      for (unsigned column = 0; column < info->n_columns; column++)
        for (unsigned place = 0; place < 3; place++)
          {
            static const char *const rows[] = { "ORDER BY id LIMIT 1",
                                                "ORDER BY id DESC LIMIT 1",
                                                "ORDER BY id LIMIT 1 OFFSET 7" };
            const char              *name = info->columns[column];
            GString                 *value =
                g_string_new (other_value (type_of (&victim, info->name, name)));
            g_string_replace (value, "%1$s", name, 0);
            g_autofree char *sql = g_strdup_printf (
                "UPDATE OR IGNORE %s SET %s = %s WHERE id = (SELECT id FROM %s %s)",
                info->name,
                name,
                value->str,
                info->name,
                rows[place]);
            g_string_free (value, TRUE);
            changed += assert_found (&victim, sql);
          }
    }
  g_test_message ("%u fields", changed);
  g_assert_cmpuint (changed, >, 150);
  victim_finish (&victim);
}

static void
test_every_lost_or_added_row_is_found (void)
{
  Victim victim;

  victim_init (&victim, true);
  for (unsigned table = 0; table < STEADY_CASE_TABLE_COUNT; table++)
    {
      const SteadyCaseTableInfo *info = steady_case_table_info (table);
      if (info->cover == STEADY_CASE_COVER_NONE)
        continue;
      g_autofree char *first =
          g_strdup_printf ("DELETE FROM %s WHERE id = (SELECT min (id) FROM %s)",
                           info->name,
                           info->name);
      g_autofree char *last =
          g_strdup_printf ("DELETE FROM %s WHERE id = (SELECT max (id) FROM %s)",
                           info->name,
                           info->name);
      g_autofree char *all = g_strdup_printf ("DELETE FROM %s", info->name);
      assert_found (&victim, first);
      assert_found (&victim, last);
      assert_found (&victim, all);
    }
  g_assert_true (assert_found (&victim, "DELETE FROM chain WHERE seq = 5"));
  assert_found (&victim, "DELETE FROM chain WHERE seq = (SELECT max (seq) FROM chain)");
  assert_found (&victim, "DELETE FROM chain");
  assert_found (&victim,
                "INSERT INTO event (t_ns, event, text) VALUES (1, 1, 'later')");
  assert_found (&victim,
                "INSERT INTO wave SELECT id + 100000, channel, t_ns, first_index,"
                " rate_hz, count, gap, format, scale, offset, samples FROM wave"
                " WHERE id = 1");
  assert_found (&victim, "INSERT INTO numeric VALUES (3, 1, 2, 3, 1, 0, 0, 0, NULL)");
  assert_found (&victim,
                "UPDATE event SET text = (CASE id WHEN 1 THEN (SELECT text || '.' FROM"
                " event WHERE id = 2) ELSE text END)");
  victim_finish (&victim);
}

static void
test_an_untouched_case_is_whole (void)
{
  Victim            victim;
  SteadyCaseVerdict verdict;

  victim_init (&victim, true);
  g_assert_true (steady_case_verify (victim.path, &verdict, NULL));
  g_assert_cmpint (verdict.uncovered, ==, 0);
  victim_finish (&victim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/casefile/chain/vectors", test_vectors);
  g_test_add_func ("/casefile/chain/every-changed-field-is-found",
                   test_every_changed_field_is_found);
  g_test_add_func ("/casefile/chain/every-lost-or-added-row-is-found",
                   test_every_lost_or_added_row_is_found);
  g_test_add_func ("/casefile/chain/an-untouched-case-is-whole",
                   test_an_untouched_case_is_whole);
  return g_test_run ();
}
