/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "casefile/steady-case-artefact.h"
#include "casefile/steady-case-text-reader.h"
#include "measure/steady-clinical-record.h"
#include "measure/steady-given-words.h"
#include "measure/steady-shown-unit.h"
#include "review/steady-review-case.h"
#include "widgets/steady-words.h"

static void
append_number (GString *text, double value, const char *unit)
{
  char number[32];

  if (!isfinite (value))
    return;
  steady_words_number (value, fabs (value) < 10 ? 2 : 0, number, sizeof number);
  g_string_append_printf (text, " %s %s", number, unit);
}

/* A sample's values, in the units of this site. */
static void
append_values (GString *text, const SteadyClinicalRecord *record)
{
  char number[32];

  for (unsigned i = 0; i < record->n_values && i < STEADY_CLINICAL_VALUES; i++)
    {
      const SteadyClinicalValue *value = &record->values[i];
      const SteadyChannelInfo   *info =
          steady_channel_info ((SteadyChannel) value->channel);
      g_string_append_printf (text, "%s %s", i > 0 ? "," : ":", _ (info->label));
      const SteadyShownUnit shown =
          steady_shown_unit_of_entry ((SteadyChannel) value->channel, value->unit);
      steady_words_number (
          value->entered * shown.factor, shown.decimals, number, sizeof number);
      g_string_append_printf (text, " %s %s", number, shown.unit);
    }
}

/* A drug, solution or product in the user's language. */
static const char *
given_name (const char *id)
{
  const char *words = steady_given_words (id);
  return words != NULL ? _ (words) : id;
}

static const char *
kind_name (const SteadyClinicalRecord *record)
{
  switch ((int) record->kind)
    {
    case STEADY_CLINICAL_DOSE:
      return given_name (record->what);
    case STEADY_CLINICAL_CARDIOPLEGIA:
      return _ ("Cardioplegia");
    case STEADY_CLINICAL_SAMPLE:
      return _ ("Blood gas");
    case STEADY_CLINICAL_VOLUME:
      return record->amount < 0 ? _ ("Volume out") : _ ("Volume in");
    case STEADY_CLINICAL_GOOD_CATCH:
      return strcmp (record->what, "teaching") == 0 ? _ ("Teaching case")
                                                    : _ ("Good catch");
    default:
      return _ ("Act");
    }
}

static void
add_record (SteadyReviewCase *self, const SteadyClinicalRecord *record, bool amended)
{
  SteadyTimelineMark *mark = g_new0 (SteadyTimelineMark, 1);
  GString            *text = g_string_new (kind_name (record));
  const bool          withdrawn = (record->flags & STEADY_CLINICAL_WITHDRAWN) != 0;

  mark->lane = record->kind == STEADY_CLINICAL_SAMPLE       ? STEADY_TIMELINE_GASES
               : record->kind == STEADY_CLINICAL_GOOD_CATCH ? STEADY_TIMELINE_NOTES
                                                            : STEADY_TIMELINE_DOSES;
  mark->from = mark->to = record->given;
  mark->withdrawn = amended || withdrawn;
  if (record->kind != STEADY_CLINICAL_DOSE &&
      record->kind != STEADY_CLINICAL_GOOD_CATCH && record->what[0] != '\0')
    g_string_append_printf (text, " %s", given_name (record->what));
  append_number (text,
                 record->amount,
                 record->unit[0] != '\0' || record->kind == STEADY_CLINICAL_DOSE
                     ? record->unit
                     : "mL");
  mark->name = g_strdup (text->str);
  append_values (text, record);
  if (record->text[0] != '\0')
    g_string_append_printf (text, ": %s", record->text);
  if (record->author[0] != '\0')
    g_string_append_printf (text, " (%s)", record->author);
  if (mark->withdrawn)
    g_string_append_printf (text, " · %s", amended ? _ ("amended") : _ ("withdrawn"));
  mark->text = g_string_free (text, FALSE);
  steady_review_marks_add (self, mark);
}

/* Reads acts of people and samples into marks; those that were amended stay, and say
 * so. Thread: any. */
bool
steady_review_clinical_read (SteadyReviewCase *self,
                             SteadyCaseReader *reader,
                             GError          **error)
{
  g_autoptr (GArray) records = NULL;

  if (!steady_case_reader_clinical (reader, &records, error))
    return false;
  for (guint i = 0; i < records->len; i++)
    {
      const SteadyClinicalRecord *record =
          &g_array_index (records, SteadyClinicalRecord, i);
      bool amended = false;
      for (guint j = 0; j < records->len; j++)
        amended = amended ||
                  g_array_index (records, SteadyClinicalRecord, j).amends == record->id;
      add_record (self, record, amended);
      g_hash_table_add (self->acts,
                        g_memdup2 (&record->recorded, sizeof record->recorded));
    }
  return true;
}

/* What a note says: a part "what|name|lot" and a mark of the shelf in words. */
static char *
note_words (const SteadyCaseNote *note)
{
  const bool       off = note->text[0] == '-';
  g_autofree char *text = g_utf8_make_valid (note->text, -1);
  g_auto (GStrv) words = g_strsplit (text, "|", 3);

  if (strcmp (note->about, "part") == 0 && g_strv_length (words) == 3)
    return g_strdup_printf (_ ("Part: %s %s, lot %s"),
                            words[0],
                            words[1],
                            words[2][0] != '\0' ? words[2] : "–");
  if (strcmp (note->about, "mark") == 0)
    return g_strdup_printf ("%s%s",
                            strcmp (text + (off ? 1 : 0), "teaching") == 0
                                ? _ ("Teaching case")
                                : _ ("Good catch"),
                            off ? _ (" (taken back)") : "");
  return g_steal_pointer (&text);
}

static void
add_note (SteadyReviewCase *self, const GArray *notes, const SteadyCaseNote *note)
{
  SteadyCaseArtefact found;
  g_autofree char   *said = note_words (note);
  const bool         about = steady_case_artefact_read (
      note, self->channels, self->n_channels, self->span.start, &found);
  const bool  gone = about && steady_case_artefact_is_withdrawn (notes, note->id);
  const char *reason = about ? found.reason : said;

  if (strcmp (note->about, "debrief") == 0 || note->author[0] == '\0')
    return; /* kept there by the program for itself */
  SteadyTimelineMark *mark = g_new0 (SteadyTimelineMark, 1);
  mark->lane = STEADY_TIMELINE_NOTES;
  mark->from = mark->to = note->t;
  mark->id = note->id;
  mark->withdrawn = gone;
  mark->name = g_strdup (about ? _ ("Artefact") : said);
  if (about)
    mark->to = found.to;
  if (about && !gone)
    {
      const SteadyTimelineArtefact artefact = { found.channel, found.from, found.to };
      g_array_append_val (self->artefacts, artefact);
      g_array_append_val (self->artefact_notes, note->id);
    }
  mark->text = g_strdup_printf ("%s%s%s (%s)%s%s",
                                about ? _ ("Artefact") : _ ("Note"),
                                reason[0] != '\0' ? ": " : "",
                                reason,
                                note->author,
                                gone ? " · " : "",
                                gone ? _ ("withdrawn") : "");
  steady_review_marks_add (self, mark);
}

/* Reads what was noted, during the case and after it. Thread: any. */
bool
steady_review_notes_read (SteadyReviewCase *self,
                          SteadyCaseReader *reader,
                          GError          **error)
{
  g_autoptr (GArray) notes = NULL;

  if (!steady_case_reader_notes (reader, &notes, error))
    return false;
  for (guint i = 0; i < notes->len; i++)
    add_note (self, notes, &g_array_index (notes, SteadyCaseNote, i));
  return true;
}
