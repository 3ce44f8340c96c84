/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-deidentify-acts.h"

#include <string.h>

#include "casefile/steady-case-text-reader.h"

struct SteadyDeidentifyActs
{
  GArray               *clinical;  /* SteadyClinicalRecord */
  GArray               *checklist; /* SteadyChecklistRecord */
  GArray               *notes;     /* SteadyCaseNote */
  GArray               *plans;     /* SteadyCasePlan */
  guint                 clinical_at, checklist_at, notes_at, plans_at;
  GHashTable           *people;  /* a name: its number */
  GHashTable           *numbers; /* an id, which holds the time of day: its number */
  SteadyInstant         start;
  SteadySpan            offset;
  SteadyDeidentifyJudge judge;
  void                 *data;
};

/*
 * Reads all of it. @start is the instant of case time 0, @offset what all times of the
 * wall are moved by, @judge is asked for each free text. Free with
 * steady_deidentify_acts_free ().
 *
 * Thread: the reader's.
 */
SteadyDeidentifyActs *
steady_deidentify_acts_new (SteadyCaseReader     *reader,
                            SteadyInstant         start,
                            SteadySpan            offset,
                            SteadyDeidentifyJudge judge,
                            void                 *data,
                            GError              **error)
{
  SteadyDeidentifyActs *self = g_new0 (SteadyDeidentifyActs, 1);

  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->start = start;
  self->offset = offset;
  self->judge = judge;
  self->data = data;
  if (steady_case_reader_clinical (reader, &self->clinical, error) &&
      steady_case_reader_checklist (reader, &self->checklist, error) &&
      steady_case_reader_notes (reader, &self->notes, error) &&
      steady_case_reader_plans (reader, &self->plans, error))
    return self;
  steady_deidentify_acts_free (self);
  return NULL;
}

/* Accepts NULL. Thread: the reader's. */
void
steady_deidentify_acts_free (SteadyDeidentifyActs *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->clinical, g_array_unref);
  g_clear_pointer (&self->checklist, g_array_unref);
  g_clear_pointer (&self->notes, g_array_unref);
  g_clear_pointer (&self->plans, g_array_unref);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->numbers);
  g_free (self);
}

/* "person 2" for a name, the same one throughout. */
static void
hide_person (SteadyDeidentifyActs *self, char *name, size_t size)
{
  if (name[0] == '\0')
    return;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->people, name));
  if (number == 0)
    {
      number = g_hash_table_size (self->people) + 1;
      g_hash_table_insert (self->people, g_strdup (name), GUINT_TO_POINTER (number));
    }
  g_snprintf (name, size, "person %u", number);
}

/* Screens make ids from the time of day, which would tell the date. */
static uint64_t
hide_number (SteadyDeidentifyActs *self, uint64_t id)
{
  gint64 key;

  if (id == 0)
    return 0;
  memcpy (&key, &id, sizeof key);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, &key));
  if (number == 0)
    {
      number = g_hash_table_size (self->numbers) + 1;
      g_hash_table_insert (
          self->numbers, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (number));
    }
  return number;
}

/* The number that stands for the id @id of a command. Thread: the writer's caller. */
uint64_t
steady_deidentify_acts_number (SteadyDeidentifyActs *self, uint64_t id)
{
  return hide_number (self, id);
}

static void
judge_field (SteadyDeidentifyActs *self, char *text, size_t size)
{
  g_autofree char *judged = g_malloc0 (size);

  if (text[0] == '\0')
    return;
  self->judge (self->data, text, judged, size);
  g_strlcpy (text, judged, size);
}

static void
copy_clinical (SteadyDeidentifyActs *self, SteadyCaseWriter *writer, SteadyInstant end)
{
  for (; self->clinical_at < self->clinical->len; self->clinical_at++)
    {
      SteadyClinicalRecord record =
          g_array_index (self->clinical, SteadyClinicalRecord, self->clinical_at);
      if (record.recorded >= end)
        return;
      record.id = hide_number (self, record.id);
      record.amends = hide_number (self, record.amends);
      record.given -= self->start;
      record.recorded -= self->start;
      hide_person (self, record.author, sizeof record.author);
      judge_field (self, record.what, sizeof record.what);
      judge_field (self, record.route, sizeof record.route);
      judge_field (self, record.device, sizeof record.device);
      judge_field (self, record.text, sizeof record.text);
      if (writer != NULL)
        steady_case_writer_clinical (writer, &record);
    }
}

static void
copy_checklist (SteadyDeidentifyActs *self, SteadyCaseWriter *writer, SteadyInstant end)
{
  for (; self->checklist_at < self->checklist->len; self->checklist_at++)
    {
      SteadyChecklistRecord record =
          g_array_index (self->checklist, SteadyChecklistRecord, self->checklist_at);
      if (record.t >= end)
        return;
      record.id = hide_number (self, record.id);
      record.t -= self->start;
      hide_person (self, record.author, sizeof record.author);
      hide_person (self, record.second, sizeof record.second);
      judge_field (self, record.text, sizeof record.text);
      if (writer != NULL)
        steady_case_writer_checklist (writer, &record);
    }
}

/* What a note is about, where that is a word of the program's own. */
static const char *
known_subject (const char *about)
{
  static const char *const words[] = { "debrief",  "mark",   "good-catch",
                                       "artefact", "part",   "person",
                                       "note",     "import", "ecmo" };

  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (about, words[i]) == 0)
      return words[i];
  return "note";
}

static void
copy_notes (SteadyDeidentifyActs *self, SteadyCaseWriter *writer, SteadyInstant end)
{
  for (; self->notes_at < self->notes->len; self->notes_at++)
    {
      const SteadyCaseNote *note =
          &g_array_index (self->notes, SteadyCaseNote, self->notes_at);
      const size_t     size = strlen (note->text) + 64;
      g_autofree char *judged = g_malloc0 (size);
      if (note->t >= end)
        return;
      /* a good catch is an act, and copied as one */
      if (g_str_has_prefix (note->text, "{\"format\":\"steady-clinical\""))
        continue;
      self->judge (self->data, note->text, judged, size);
      if (writer != NULL)
        steady_case_writer_note (
            writer, note->t - self->start, known_subject (note->about), judged);
    }
}

static void
copy_plans (SteadyDeidentifyActs *self, SteadyCaseWriter *writer, SteadyInstant end)
{
  for (; self->plans_at < self->plans->len; self->plans_at++)
    {
      const SteadyCasePlan *plan =
          &g_array_index (self->plans, SteadyCasePlan, self->plans_at);
      if (plan->t >= end)
        return;
      g_autofree char *json =
          steady_deidentify_json (plan->json, self->offset, self->judge, self->data);
      if (writer != NULL)
        steady_case_writer_plan (
            writer, plan->t - self->start, json, strlen (json) + 1);
    }
}

/* Hands over what was recorded before @end; without @writer its texts are judged all
 * the same. Thread: the writer's caller. */
void
steady_deidentify_acts_copy (SteadyDeidentifyActs *self,
                             SteadyCaseWriter     *writer,
                             SteadyInstant         end)
{
  copy_clinical (self, writer, end);
  copy_checklist (self, writer, end);
  copy_notes (self, writer, end);
  copy_plans (self, writer, end);
}
