/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "casefile/steady-case-annotate.h"
#include "casefile/steady-case-text-reader.h"
#include "measure/steady-clinical-record.h"
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

/* A sample's values, as they were entered. */
static void
append_values (GString *text, const SteadyClinicalRecord *record)
{
  for (unsigned i = 0; i < record->n_values && i < STEADY_CLINICAL_VALUES; i++)
    {
      const SteadyClinicalValue *value = &record->values[i];
      const SteadyChannelInfo   *info =
          steady_channel_info ((SteadyChannel) value->channel);
      g_string_append_printf (text, "%s %s", i > 0 ? "," : ":", _ (info->label));
      append_number (text, value->entered, value->unit);
    }
}

static const char *
kind_name (const SteadyClinicalRecord *record)
{
  switch ((int) record->kind)
    {
    case STEADY_CLINICAL_DOSE:
      return record->what;
    case STEADY_CLINICAL_CARDIOPLEGIA:
      return _ ("Cardioplegia");
    case STEADY_CLINICAL_SAMPLE:
      return _ ("Blood gas");
    case STEADY_CLINICAL_VOLUME:
      return record->amount < 0 ? _ ("Volume out") : _ ("Volume in");
    case STEADY_CLINICAL_GOOD_CATCH:
      return _ ("Good catch");
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
  if (record->kind != STEADY_CLINICAL_DOSE && record->what[0] != '\0')
    g_string_append_printf (text, " %s", record->what);
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
    }
  return true;
}

/* "arterial_pressure 100000000 130000000 flushed" */
static bool
parse_artefact (const SteadyReviewCase *self,
                const char             *text,
                SteadyTimelineArtefact *ret_artefact,
                const char            **ret_reason)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 4);
  int64_t from, to;

  if (g_strv_length (words) < 3 ||
      !g_ascii_string_to_signed (words[1], 10, 0, INT64_MAX / 4, &from, NULL) ||
      !g_ascii_string_to_signed (words[2], 10, 0, INT64_MAX / 4, &to, NULL))
    return false;
  for (unsigned i = 0; i < self->n_channels; i++)
    if (strcmp (self->channels[i].name, words[0]) == 0)
      {
        ret_artefact->channel = self->channels[i].channel;
        ret_artefact->from = self->span.start + from;
        ret_artefact->to = self->span.start + to;
        /* what follows the third blank; the pieces themselves are freed here */
        const char *reason = text;
        for (unsigned blanks = 0; blanks < 3 && reason != NULL; blanks++)
          reason = (reason = strchr (reason, ' ')) != NULL ? reason + 1 : NULL;
        *ret_reason = reason != NULL ? reason : "";
        return true;
      }
  return false;
}

static bool
is_withdrawn (const GArray *notes, int64_t id)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (notes, SteadyCaseNote, i);
      if (strcmp (note->about, STEADY_CASE_ABOUT_WITHDRAWN) == 0 &&
          g_ascii_strtoll (note->text, NULL, 10) == id)
        return true;
    }
  return false;
}

static void
add_note (SteadyReviewCase *self, const GArray *notes, const SteadyCaseNote *note)
{
  SteadyTimelineArtefact artefact;
  const char            *reason = note->text;
  const bool             about = strcmp (note->about, STEADY_CASE_ABOUT_ARTEFACT) == 0;
  const bool             gone = about && is_withdrawn (notes, note->id);

  if (strcmp (note->about, "debrief") == 0 || note->author[0] == '\0')
    return; /* kept there by the program for itself */
  SteadyTimelineMark *mark = g_new0 (SteadyTimelineMark, 1);
  mark->lane = STEADY_TIMELINE_NOTES;
  mark->from = mark->to = note->t;
  mark->id = note->id;
  mark->withdrawn = gone;
  if (about && parse_artefact (self, note->text, &artefact, &reason))
    {
      mark->name = g_strdup (_ ("Artefact"));
      mark->to = artefact.to;
      if (!gone)
        {
          g_array_append_val (self->artefacts, artefact);
          g_array_append_val (self->artefact_notes, note->id);
        }
    }
  else
    mark->name = g_strdup (reason);
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
