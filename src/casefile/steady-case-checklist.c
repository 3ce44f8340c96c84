/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-checklist.h"

#include <inttypes.h>
#include <math.h>

#include "casefile/steady-case-json-row.h"

#define FORMAT  "steady-checklist-act"
#define VERSION 1

#define TEXT(member) STEADY_CASE_TEXT_MEMBER (SteadyChecklistRecord, member)

static const SteadyCaseTextMember texts[] = {
  TEXT (list), TEXT (item), TEXT (author), TEXT (second), TEXT (text),
};

static void
append_values (GString *json, const SteadyChecklistRecord *record)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (json, ",\"values\":[");
  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    g_string_append_printf (
        json,
        "%s%s",
        i > 0 ? "," : "",
        isfinite (record->values[i])
            ? g_ascii_dtostr (number, sizeof number, record->values[i])
            : "null");
  g_string_append (json, "]}");
}

/* @record as JSON; times are of the case that began at @start. Free with g_free ().
 * Thread: any. */
char *
steady_case_checklist_json (const SteadyChecklistRecord *record, SteadyInstant start)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json,
                          "{\"format\":\"" FORMAT "\",\"version\":%d,\"id\":%" PRIu64
                          ",\"t_ns\":%" PRId64 ",\"act\":%u,\"turn\":%u",
                          VERSION,
                          record->id,
                          record->t - start,
                          record->act,
                          record->turn);
  steady_case_json_append_texts (json, texts, G_N_ELEMENTS (texts), record);
  append_values (json, record);
  return g_string_free (json, FALSE);
}

static bool
parse_values (const SteadyJsonNode *root, SteadyChecklistRecord *record, GError **error)
{
  SteadyJsonNode array;
  size_t         n = 0;

  if (!steady_json_get_array (root, "values", &array, &n, error))
    return false;
  if (n != STEADY_CHECKLIST_VALUES)
    {
      steady_json_set_error (
          &array, error, "must have %d values", STEADY_CHECKLIST_VALUES);
      return false;
    }
  for (size_t i = 0; i < n; i++)
    {
      struct json_object *value = json_object_array_get_idx (array.object, i);
      SteadyJsonNode      node;
      record->values[i] = (double) NAN;
      if (value == NULL)
        continue;
      if (!steady_json_get_element (&array, i, &node, error) ||
          !steady_json_as_number (&node, -1e6, 1e6, &record->values[i], error))
        return false;
    }
  return true;
}

static bool
parse_head (const SteadyJsonNode  *root,
            SteadyInstant          start,
            SteadyChecklistRecord *record,
            GError               **error)
{
  int64_t id, t, act, turn;

  if (!steady_json_get_integer (root, "id", 1, INT64_MAX, &id, error) ||
      !steady_json_get_integer (
          root, "t_ns", INT64_MIN / 4, INT64_MAX / 4, &t, error) ||
      !steady_json_get_integer (
          root, "act", STEADY_CHECKLIST_READ, STEADY_CHECKLIST_ROUND, &act, error) ||
      !steady_json_get_integer (root, "turn", 0, 1000000, &turn, error))
    return false;
  record->id = (uint64_t) id;
  record->t = start + t;
  record->act = (uint32_t) act;
  record->turn = (uint32_t) turn;
  return true;
}

/* Reads what steady_case_checklist_json () wrote. False, and @ret_record as it was,
 * where it is not that. Thread: any. */
bool
steady_case_checklist_parse (const char            *text,
                             SteadyInstant          start,
                             SteadyChecklistRecord *ret_record,
                             GError               **error)
{
  SteadyJsonDocument    document = { 0 };
  SteadyChecklistRecord record = { 0 };

  if (!steady_json_document_parse (
          &document, "record", text, -1, FORMAT, VERSION, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = parse_head (&root, start, &record, error) &&
                    steady_case_json_take_texts (
                        &root, texts, G_N_ELEMENTS (texts), &record, error) &&
                    parse_values (&root, &record, error);
  steady_json_document_finish (&document);
  if (fine)
    *ret_record = record;
  return fine;
}

/* Thread: the writer's. */
void
steady_case_checklist_write (const SteadyChecklistRecord *record,
                             SteadyInstant                start,
                             SteadyCaseBatch             *batch)
{
  g_autofree char *json = steady_case_checklist_json (record, start);

  steady_case_batch_begin (batch, STEADY_CASE_TABLE_CHECKLIST);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, record->t - start);
  steady_case_batch_text (batch, json);
  steady_case_batch_integer (batch, record->act);
  steady_case_batch_text (batch, record->author);
}

static bool
parse_row (const char *text, SteadyInstant start, void *ret_record, GError **error)
{
  return steady_case_checklist_parse (text, start, ret_record, error);
}

/* See the header. Thread: the reader's. */
bool
steady_case_reader_checklist (SteadyCaseReader *self,
                              GArray          **ret_records,
                              GError          **error)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (SteadyChecklistRecord));

  if (!steady_case_json_read (self,
                              "SELECT id, item FROM checklist WHERE id > ? ORDER BY id",
                              parse_row,
                              records,
                              error))
    {
      g_array_unref (records);
      return false;
    }
  *ret_records = records;
  return true;
}
