/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-clinical.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "casefile/steady-case-json-row.h"

#define FORMAT  "steady-clinical"
#define VERSION 1

/* A member of the record that is a number which need not be given. */
typedef struct NumberMember
{
  const char *key;
  size_t      offset;
} NumberMember;

#define NUMBER(member)                              \
  {                                                 \
#    member, offsetof(SteadyClinicalRecord, member) \
  }
static const NumberMember numbers[] = {
  NUMBER (amount),        NUMBER (concentration), NUMBER (volume_ml),
  NUMBER (pressure_mmhg), NUMBER (temperature_c),
};

#define TEXT(member) STEADY_CASE_TEXT_MEMBER (SteadyClinicalRecord, member)

static const SteadyCaseTextMember texts[] = {
  TEXT (what),   TEXT (unit), TEXT (concentration_unit), TEXT (route), TEXT (device),
  TEXT (author), TEXT (text),
};

static void
append_number (GString *json, const char *key, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append_printf (
        json, ",\"%s\":%s", key, g_ascii_dtostr (number, sizeof number, value));
}

static void
append_values (GString *json, const SteadyClinicalRecord *record)
{
  g_string_append (json, ",\"values\":[");
  for (unsigned i = 0; i < record->n_values && i < STEADY_CLINICAL_VALUES; i++)
    {
      const SteadyClinicalValue *value = &record->values[i];
      g_string_append_printf (
          json,
          "%s{\"channel\":\"%s\"",
          i > 0 ? "," : "",
          steady_channel_info ((SteadyChannel) value->channel)->name);
      append_number (json, "value", value->value);
      append_number (json, "entered", value->entered);
      steady_case_json_append_text (json, "unit", value->unit);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

/* @record as JSON; times are of the case that began at @start. Free with g_free ().
 * Thread: any. */
char *
steady_case_clinical_json (const SteadyClinicalRecord *record, SteadyInstant start)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json,
                          "{\"format\":\"" FORMAT "\",\"version\":%d,\"id\":%" PRIu64
                          ",\"amends\":%" PRIu64 ",\"kind\":%u,\"flags\":%u"
                          ",\"given_ns\":%" PRId64 ",\"recorded_ns\":%" PRId64,
                          VERSION,
                          record->id,
                          record->amends,
                          record->kind,
                          record->flags,
                          record->given - start,
                          record->recorded - start);
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double value;
      memcpy (&value, (const char *) record + numbers[i].offset, sizeof value);
      append_number (json, numbers[i].key, value);
    }
  if (record->kind == STEADY_CLINICAL_CARDIOPLEGIA)
    g_string_append_printf (json,
                            ",\"blood_parts\":%u,\"crystalloid_parts\":%u",
                            record->blood_parts,
                            record->crystalloid_parts);
  steady_case_json_append_texts (json, texts, G_N_ELEMENTS (texts), record);
  append_values (json, record);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static bool
parse_values (const SteadyJsonNode *root, SteadyClinicalRecord *record, GError **error)
{
  SteadyJsonNode array, node;
  size_t         length = 0;

  if (!steady_json_get_array (root, "values", &array, &length, error))
    return false;
  if (length > STEADY_CLINICAL_VALUES)
    {
      steady_json_set_error (
          &array, error, "has more than %d values", STEADY_CLINICAL_VALUES);
      return false;
    }
  for (size_t i = 0; i < length; i++)
    {
      SteadyClinicalValue *value = &record->values[i];
      const char          *name, *unit;
      SteadyChannel        channel;
      if (!steady_json_get_element (&array, i, &node, error) ||
          !steady_json_get_string (&node, "channel", &name, error) ||
          !steady_json_get_string (&node, "unit", &unit, error) ||
          !steady_json_get_number (&node, "value", -1e9, 1e9, &value->value, error) ||
          !steady_json_get_number (&node, "entered", -1e9, 1e9, &value->entered, error))
        return false;
      if (!steady_channel_from_name (name, &channel))
        {
          steady_json_set_error (&node, error, "names no channel: \"%s\"", name);
          return false;
        }
      value->channel = (uint32_t) channel;
      g_strlcpy (value->unit, unit, sizeof value->unit);
    }
  record->n_values = (uint32_t) length;
  return true;
}

static bool
get_count (const SteadyJsonNode *root,
           const char           *key,
           int64_t               high,
           uint32_t             *ret_value,
           GError              **error)
{
  int64_t value;
  if (!steady_json_get_integer (root, key, 0, high, &value, error))
    return false;
  *ret_value = (uint32_t) value;
  return true;
}

static bool
parse_head (const SteadyJsonNode *root,
            SteadyInstant         start,
            SteadyClinicalRecord *record,
            GError              **error)
{
  int64_t id, amends, given, recorded;

  if (!steady_json_get_integer (root, "id", 1, INT64_MAX, &id, error) ||
      !steady_json_get_integer (root, "amends", 0, INT64_MAX, &amends, error) ||
      !steady_json_get_integer (
          root, "given_ns", INT64_MIN / 4, INT64_MAX / 4, &given, error) ||
      !steady_json_get_integer (
          root, "recorded_ns", INT64_MIN / 4, INT64_MAX / 4, &recorded, error) ||
      !get_count (root, "kind", STEADY_CLINICAL_GOOD_CATCH, &record->kind, error) ||
      !get_count (root, "flags", 3, &record->flags, error))
    return false;
  record->id = (uint64_t) id;
  record->amends = (uint64_t) amends;
  record->given = start + given;
  record->recorded = start + recorded;
  if (record->kind != STEADY_CLINICAL_CARDIOPLEGIA)
    return true;
  return get_count (root, "blood_parts", 20, &record->blood_parts, error) &&
         get_count (root, "crystalloid_parts", 20, &record->crystalloid_parts, error);
}

static bool
parse_members (const SteadyJsonNode *root, SteadyClinicalRecord *record, GError **error)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double value = NAN;
      if (steady_json_has (root, numbers[i].key) &&
          !steady_json_get_number (root, numbers[i].key, -1e9, 1e9, &value, error))
        return false;
      memcpy ((char *) record + numbers[i].offset, &value, sizeof value);
    }
  return steady_case_json_take_texts (root, texts, G_N_ELEMENTS (texts), record, error);
}

/* Reads what steady_case_clinical_json () wrote. False, and @ret_record as it was,
 * where it is not that. Thread: any. */
bool
steady_case_clinical_parse (const char           *text,
                            SteadyInstant         start,
                            SteadyClinicalRecord *ret_record,
                            GError              **error)
{
  SteadyJsonDocument   document = { 0 };
  SteadyClinicalRecord record = { 0 };

  if (!steady_json_document_parse (
          &document, "record", text, -1, FORMAT, VERSION, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = parse_head (&root, start, &record, error) &&
                    parse_members (&root, &record, error) &&
                    parse_values (&root, &record, error);
  steady_json_document_finish (&document);
  if (fine)
    *ret_record = record;
  return fine;
}

static void
write_dose (const SteadyClinicalRecord *record,
            SteadyInstant               start,
            const char                 *json,
            SteadyCaseBatch            *batch)
{
  const bool drug = record->kind == STEADY_CLINICAL_DOSE;

  steady_case_batch_begin (batch, STEADY_CASE_TABLE_DOSE);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, record->recorded - start);
  steady_case_batch_text (batch, record->author);
  steady_case_batch_text (batch, record->what);
  steady_case_batch_real (batch, record->amount);
  steady_case_batch_text (batch, drug ? record->unit : "mL");
  steady_case_batch_text (batch, json);
}

static void
write_sample (const SteadyClinicalRecord *record,
              SteadyInstant               start,
              const char                 *json,
              SteadyCaseBatch            *batch)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_GAS_SAMPLE);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, record->recorded - start);
  steady_case_batch_integer (batch, record->given - start);
  steady_case_batch_text (batch, record->author);
  steady_case_batch_text (batch, json);
}

/*
 * Doses, cardioplegia and volumes become rows of dose, samples of gas_sample, a good
 * catch a note; an amendment is a row of its own.
 *
 * Thread: the writer's.
 */
void
steady_case_clinical_write (const SteadyClinicalRecord *record,
                            SteadyInstant               start,
                            SteadyCaseBatch            *batch)
{
  g_autofree char *json = steady_case_clinical_json (record, start);

  if (record->kind == STEADY_CLINICAL_SAMPLE)
    write_sample (record, start, json, batch);
  else if (record->kind != STEADY_CLINICAL_GOOD_CATCH)
    write_dose (record, start, json, batch);
  else
    {
      steady_case_batch_begin (batch, STEADY_CASE_TABLE_NOTE);
      steady_case_batch_null (batch);
      steady_case_batch_integer (batch, record->recorded - start);
      steady_case_batch_text (batch, record->author);
      steady_case_batch_text (batch, "good-catch");
      steady_case_batch_text (batch, json);
    }
}

static bool
parse_row (const char *text, SteadyInstant start, void *ret_record, GError **error)
{
  return steady_case_clinical_parse (text, start, ret_record, error);
}

static int
by_time (gconstpointer a, gconstpointer b)
{
  const SteadyClinicalRecord *one = a, *other = b;
  if (one->recorded != other->recorded)
    return one->recorded < other->recorded ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

/* See the header. Thread: the reader's. */
bool
steady_case_reader_clinical (SteadyCaseReader *self,
                             GArray          **ret_records,
                             GError          **error)
{
  static const char *const queries[] = {
    "SELECT id, text FROM dose WHERE id > ? ORDER BY id",
    "SELECT id, values_json FROM gas_sample WHERE id > ? ORDER BY id",
    "SELECT id, text FROM note WHERE id > ? AND about = 'good-catch' ORDER BY id",
  };
  GArray *records = g_array_new (FALSE, FALSE, sizeof (SteadyClinicalRecord));

  for (unsigned i = 0; i < G_N_ELEMENTS (queries); i++)
    if (!steady_case_json_read (self, queries[i], parse_row, records, error))
      {
        g_array_unref (records);
        return false;
      }
  g_array_sort (records, by_time);
  *ret_records = records;
  return true;
}
