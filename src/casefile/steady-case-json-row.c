/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-json-row.h"

#include "casefile/steady-case-reader-private.h"

enum
{
  ROWS = 64 /* read at a time, so that no transaction is long */
};

/* A member @key behind others. What a person typed becomes valid JSON: an end of line
 * becomes a blank. Thread: any. */
void
steady_case_json_append_text (GString *json, const char *key, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_printf (json, ",\"%s\":\"", key);
  for (const char *at = valid; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (json, "\\%c", *at);
    else if ((unsigned char) *at < 0x20)
      g_string_append_c (json, ' ');
    else
      g_string_append_c (json, *at);
  g_string_append_c (json, '"');
}

/* The texts of @record behind other members. Thread: any. */
void
steady_case_json_append_texts (GString                    *json,
                               const SteadyCaseTextMember *members,
                               unsigned                    count,
                               const void                 *record)
{
  for (unsigned i = 0; i < count; i++)
    steady_case_json_append_text (
        json, members[i].key, (const char *) record + members[i].offset);
}

/* The texts of @record; each must be there. Longer ones are cut. Thread: any. */
bool
steady_case_json_take_texts (const SteadyJsonNode       *root,
                             const SteadyCaseTextMember *members,
                             unsigned                    count,
                             void                       *record,
                             GError                    **error)
{
  for (unsigned i = 0; i < count; i++)
    {
      const char *text;
      if (!steady_json_get_string (root, members[i].key, &text, error))
        return false;
      g_strlcpy ((char *) record + members[i].offset, text, members[i].size);
    }
  return true;
}

typedef struct Rows
{
  SteadyCaseJsonParse parse;
  GArray             *records;
  int64_t             last_id;
} Rows;

/* A row that another program wrote, or a damaged one, is left out: the chain tells. */
static void
read_row (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Rows          *rows = ret;
  const char    *text = (const char *) sqlite3_column_text (row, 1);
  const unsigned before = rows->records->len;

  (void) i;
  rows->last_id = sqlite3_column_int64 (row, 0);
  if (text == NULL)
    return;
  g_array_set_size (rows->records, before + 1);
  void *record =
      rows->records->data + (size_t) before * g_array_get_element_size (rows->records);
  if (!rows->parse (text, self->start, record, NULL))
    g_array_set_size (rows->records, before);
}

/* Appends to @records what @parse reads from the rows of @query, which selects id and
 * JSON "WHERE id > ? … ORDER BY id". Thread: the reader's. */
bool
steady_case_json_read (SteadyCaseReader   *reader,
                       const char         *query,
                       SteadyCaseJsonParse parse,
                       GArray             *records,
                       GError            **error)
{
  Rows     rows = { .parse = parse, .records = records };
  unsigned count = ROWS;

  while (count == ROWS)
    {
      if (!steady_case_reader_enter (reader, error))
        return false;
      const int code = steady_case_read_rows (
          reader, query, rows.last_id, ROWS, read_row, &rows, &count);
      if (!steady_case_reader_leave (reader, code, error))
        return false;
    }
  return true;
}
