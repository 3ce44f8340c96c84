/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "casefile/steady-case-annotate.h"
#include "measure/steady-shown-unit.h"
#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"

enum
{
  SAMPLES_ACROSS = 7 /* beside each other */
};

static bool
counts (const SteadyClinicalRecord *act)
{
  return (act->flags & STEADY_CLINICAL_WITHDRAWN) == 0;
}

/* Drugs and cardioplegia in the order of their giving. */
void
steady_record_drugs (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Time"), 52, STEADY_PAPER_LEFT },
    { _ ("Given"), 318, STEADY_PAPER_LEFT },
    { _ ("Recorded by"), STEADY_PAPER_INNER - 370, STEADY_PAPER_LEFT },
  };
  bool any = false;

  steady_paper_heading (paper, _ ("Drugs and cardioplegia"));
  for (unsigned i = 0; i < sheet->story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (sheet->story->acts, SteadyClinicalRecord, i);
      if (act->kind != STEADY_CLINICAL_DOSE &&
          act->kind != STEADY_CLINICAL_CARDIOPLEGIA)
        continue;
      if (!any)
        steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
      any = true;
      g_autofree char  *when = steady_sheet_clock (sheet->story, act->given);
      g_autofree char  *what = steady_sheet_act (act);
      g_autofree char  *author = g_utf8_make_valid (act->author, -1);
      const char *const cells[] = { when, what, author };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  if (any)
    steady_paper_table_end (paper);
  else
    steady_paper_paragraph (paper, STEADY_PAPER_BODY, _ ("None was recorded."));
}

/* mL that went into the circuit, or out of it; a withdrawn record counts for nothing.
 */
double
steady_record_volume (const SteadyCaseStory *story, bool in)
{
  double sum = 0;

  for (unsigned i = 0; i < story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (story->acts, SteadyClinicalRecord, i);
      if (!counts (act) || !isfinite (act->amount))
        continue;
      if (act->kind == STEADY_CLINICAL_VOLUME && (act->amount > 0) == in)
        sum += fabs (act->amount);
      if (act->kind == STEADY_CLINICAL_CARDIOPLEGIA && in &&
          act->blood_parts + act->crystalloid_parts > 0)
        sum += act->amount * act->crystalloid_parts /
               (act->blood_parts + act->crystalloid_parts);
    }
  return sum;
}

/* Volumes in and out, and their balance. */
void
steady_record_balance (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Time"), 52, STEADY_PAPER_LEFT },
    { _ ("What"), 218, STEADY_PAPER_LEFT },
    { _ ("In, mL"), 60, STEADY_PAPER_RIGHT },
    { _ ("Out, mL"), 60, STEADY_PAPER_RIGHT },
    { "", 14, STEADY_PAPER_LEFT },
    { _ ("Recorded by"), STEADY_PAPER_INNER - 404, STEADY_PAPER_LEFT },
  };
  const double     in = steady_record_volume (sheet->story, true);
  const double     out = steady_record_volume (sheet->story, false);
  g_autofree char *in_words = steady_sheet_number (in, 0);
  g_autofree char *out_words = steady_sheet_number (out, 0);
  g_autofree char *difference = steady_sheet_value (in - out, 0, "mL");
  g_autofree char *balance = g_strdup_printf (_ ("Balance %s"), difference);

  steady_paper_heading (paper, _ ("Fluids and balance"));
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < sheet->story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (sheet->story->acts, SteadyClinicalRecord, i);
      if (act->kind != STEADY_CLINICAL_VOLUME)
        continue;
      g_autofree char  *when = steady_sheet_clock (sheet->story, act->given);
      g_autofree char  *name = steady_sheet_drug (act->what);
      g_autofree char  *what = counts (act)
                                   ? g_strdup (name)
                                   : g_strdup_printf ("%s: %s", _ ("Withdrawn"), name);
      g_autofree char  *amount = steady_sheet_number (fabs (act->amount), 0);
      g_autofree char  *author = g_utf8_make_valid (act->author, -1);
      const char *const cells[] = {
        when, what,  act->amount > 0 ? amount : "", act->amount > 0 ? "" : amount,
        "",   author
      };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  const char *const sums[] = { "", _ ("Sum"), in_words, out_words, "", balance };
  steady_paper_table_row (paper, sums, G_N_ELEMENTS (sums), STEADY_PAPER_CELL_STRONG);
  steady_paper_table_end (paper);
  steady_paper_paragraph (paper,
                          STEADY_PAPER_SMALL,
                          _ ("The crystalloid of cardioplegia counts as given; the "
                             "prime does not, nor does "
                             "what nobody recorded."));
}

static bool
value_of (const SteadyClinicalRecord *act, SteadyChannel channel, char **ret_text)
{
  for (unsigned i = 0; i < act->n_values && i < STEADY_CLINICAL_VALUES; i++)
    if (act->values[i].channel == (uint32_t) channel)
      {
        const SteadyShownUnit shown =
            steady_shown_unit_of_entry (channel, act->values[i].unit);
        *ret_text = steady_sheet_value (
            act->values[i].entered * shown.factor, shown.decimals, shown.unit);
        return true;
      }
  return false;
}

static void
sample_row (SteadyPaper                 *paper,
            const SteadyCaseStory       *story,
            const SteadyClinicalRecord **samples,
            unsigned                     n,
            SteadyChannel                channel)
{
  char       *texts[SAMPLES_ACROSS] = { NULL };
  const char *cells[SAMPLES_ACROSS + 1];
  bool        any = false;

  (void) story;
  cells[0] = _ (steady_channel_info (channel)->label);
  for (unsigned i = 0; i < SAMPLES_ACROSS; i++)
    {
      const bool there = i < n && value_of (samples[i], channel, &texts[i]);
      any = any || there;
      cells[i + 1] = there ? texts[i] : i < n ? "—" : "";
    }
  if (any)
    steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
  for (unsigned i = 0; i < SAMPLES_ACROSS; i++)
    g_free (texts[i]);
}

static void
sample_table (SteadyPaper                 *paper,
              const SteadyCaseStory       *story,
              const SteadyClinicalRecord **samples,
              unsigned                     n)
{
  static const SteadyChannel order[] = {
    STEADY_CHANNEL_ACT,
    STEADY_CHANNEL_ARTERIAL_PH,
    STEADY_CHANNEL_ARTERIAL_PCO2,
    STEADY_CHANNEL_ARTERIAL_PO2,
    STEADY_CHANNEL_BASE_EXCESS,
    STEADY_CHANNEL_ARTERIAL_SATURATION,
    STEADY_CHANNEL_VENOUS_SATURATION,
    STEADY_CHANNEL_HAEMATOCRIT,
    STEADY_CHANNEL_HAEMOGLOBIN,
    STEADY_CHANNEL_POTASSIUM,
    STEADY_CHANNEL_IONISED_CALCIUM,
    STEADY_CHANNEL_GLUCOSE,
    STEADY_CHANNEL_LACTATE,
  };
  SteadyPaperColumn columns[SAMPLES_ACROSS + 1] = {
    { _ ("Drawn at"), 95, STEADY_PAPER_LEFT },
  };
  char *times[SAMPLES_ACROSS] = { NULL };

  for (unsigned i = 0; i < SAMPLES_ACROSS; i++)
    {
      times[i] = i < n ? steady_sheet_clock (story, samples[i]->given) : g_strdup ("");
      columns[i + 1] = (SteadyPaperColumn){ .title = times[i],
                                            .width = 60,
                                            .align = STEADY_PAPER_LEFT };
    }
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < G_N_ELEMENTS (order); i++)
    sample_row (paper, story, samples, n, order[i]);
  steady_paper_table_end (paper);
  for (unsigned i = 0; i < SAMPLES_ACROSS; i++)
    g_free (times[i]);
}

/* Blood gases and clotting times, in the units in which they were entered. */
void
steady_record_samples (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyClinicalRecord *samples[SAMPLES_ACROSS];
  unsigned                    n = 0, all = 0;

  steady_paper_heading (paper, _ ("Blood gases and clotting time"));
  for (unsigned i = 0; i < sheet->story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (sheet->story->acts, SteadyClinicalRecord, i);
      if (act->kind != STEADY_CLINICAL_SAMPLE || !counts (act))
        continue;
      samples[n++] = act;
      all++;
      if (n == SAMPLES_ACROSS)
        {
          sample_table (paper, sheet->story, samples, n);
          n = 0;
        }
    }
  if (n > 0)
    sample_table (paper, sheet->story, samples, n);
  if (all == 0)
    steady_paper_paragraph (paper, STEADY_PAPER_BODY, _ ("None was recorded."));
}

/* A state, such as a baseline that nobody took, has no number that says anything. */
static bool
has_number (const SteadyStoryAlarm *alarm)
{
  return alarm->has_value && alarm->channel > 0 &&
         alarm->channel < STEADY_CHANNEL_MAX &&
         steady_channel_info (alarm->channel)->kind != STEADY_CHANNEL_KIND_STATE;
}

static void
alarm_row (SteadyPaper            *paper,
           const SteadyCaseStory  *story,
           const SteadyStoryAlarm *alarm)
{
  g_autofree char *when = steady_sheet_clock (story, alarm->from);
  g_autofree char *length = alarm->open
                                ? g_strdup (_ ("to the end"))
                                : steady_sheet_short_span (alarm->to - alarm->from);
  g_autofree char *seen = alarm->seen == STEADY_INSTANT_NEVER
                              ? g_strdup ("—")
                              : steady_sheet_short_span (alarm->seen - alarm->from);
  g_autofree char *value =
      has_number (alarm) ? steady_sheet_channel (alarm->channel, alarm->value, true)
                         : g_strdup ("—");
  g_autofree char *limit =
      has_number (alarm) ? steady_sheet_channel (alarm->channel, alarm->limit, true)
                         : g_strdup ("—");
  const char *const cells[] = {
    when,
    steady_sheet_priority (alarm->priority),
    alarm->title != NULL ? _ (alarm->title) : alarm->id,
    value,
    limit,
    length,
    seen,
  };
  steady_paper_table_row (paper,
                          cells,
                          G_N_ELEMENTS (cells),
                          alarm->priority == STEADY_PRIORITY_HIGH
                              ? STEADY_PAPER_CELL_STRONG
                              : STEADY_PAPER_CELL);
}

/* A line with the date where the row of @t in an open table is of another day than the
 * one before, of which @day tells: rows have a time of day only. Begin with *@day NULL
 * and free it at the end. Thread: the reader's. */
void
steady_record_day (SteadyPaper           *paper,
                   const SteadyCaseStory *story,
                   SteadyInstant          t,
                   char                 **day)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (
      steady_case_story_utc (story, t) / STEADY_NSEC_PER_SEC);
  g_autofree char *now = when != NULL ? g_date_time_format (when, "%Y-%m-%d") : NULL;

  if (now == NULL || g_strcmp0 (now, *day) == 0)
    return;
  if (*day != NULL)
    {
      steady_paper_need (paper, 30);
      steady_paper_table_across (paper, STEADY_PAPER_CELL_STRONG, now);
    }
  g_free (*day);
  *day = g_steal_pointer (&now);
}

/* At most @most of them, the high ones first to stay; 0: all. */
void
steady_record_alarms (SteadyPaper *paper, const SteadySheet *sheet, unsigned most)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Time"), 46, STEADY_PAPER_LEFT },
    { _ ("Priority"), 46, STEADY_PAPER_LEFT },
    { _ ("Alarm"), 183, STEADY_PAPER_LEFT },
    { _ ("Value"), 70, STEADY_PAPER_RIGHT },
    { _ ("Limit"), 70, STEADY_PAPER_RIGHT },
    { _ ("Lasted"), 54, STEADY_PAPER_RIGHT },
    { _ ("Seen after"), 46, STEADY_PAPER_RIGHT },
  };
  const GArray    *alarms = sheet->story->alarms;
  g_autofree char *day = NULL;
  unsigned         left_out = 0, shown = 0;
  const unsigned   high = steady_case_story_alarms (sheet->story, STEADY_PRIORITY_HIGH);
  const unsigned   medium =
      steady_case_story_alarms (sheet->story, STEADY_PRIORITY_MEDIUM);
  g_autofree char *count =
      g_strdup_printf (_ ("%u of high, %u of medium, %u of low priority."),
                       high,
                       medium,
                       steady_case_story_alarms (sheet->story, STEADY_PRIORITY_LOW));

  steady_paper_need (paper, 120); /* some rows stand with their heading */
  steady_paper_heading (paper, _ ("Alarms"));
  steady_paper_paragraph (paper, STEADY_PAPER_BODY, count);
  if (alarms->len == 0)
    return;
  const SteadyPriority least = most == 0 || alarms->len <= most ? STEADY_PRIORITY_LOW
                               : high + medium <= most          ? STEADY_PRIORITY_MEDIUM
                                                                : STEADY_PRIORITY_HIGH;
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < alarms->len; i++)
    {
      const SteadyStoryAlarm *alarm = &g_array_index (alarms, SteadyStoryAlarm, i);
      if (alarm->priority < least || (most > 0 && shown >= most))
        {
          left_out++;
          continue;
        }
      steady_record_day (paper, sheet->story, alarm->from, &day);
      alarm_row (paper, sheet->story, alarm);
      shown++;
    }
  steady_paper_table_end (paper);
  if (left_out > 0)
    {
      g_autofree char *more =
          g_strdup_printf (_ ("%u more stand in the perfusion record."), left_out);
      steady_paper_paragraph (paper, STEADY_PAPER_SMALL, more);
    }
}

static void
quality_row (SteadyPaper               *paper,
             const SteadySheet         *sheet,
             const SteadyQualityResult *result)
{
  const SteadyQualityTrack *track = &result->track;
  const bool                known = result->judged && track->known > 0;
  const bool                any = known && track->excursions > 0;
  g_autofree char          *limit = steady_sheet_channel (
      result->rule->channel, result->judged ? result->limit : (double) NAN, true);
  g_autofree char *outside =
      known ? steady_sheet_short_span (track->outside) : g_strdup (_ ("not known"));
  g_autofree char *share = steady_sheet_value (
      known ? steady_quality_track_percent (track) : (double) NAN, 1, "%");
  g_autofree char *longest =
      any ? steady_sheet_short_span (track->longest) : g_strdup ("—");
  g_autofree char *worst = steady_sheet_channel (
      result->rule->channel, any ? track->worst : (double) NAN, false);
  g_autofree char *first =
      any ? steady_sheet_clock (sheet->story, track->first_at) : g_strdup ("—");
  g_autofree char  *missing = steady_sheet_short_span (track->watched - track->known);
  g_autofree char  *rank = steady_sheet_number (result->percentile, 0);
  const char *const cells[] = {
    _ (result->rule->title),        limit, outside, share, longest, worst, first,
    result->judged ? missing : "—", rank,
  };
  steady_paper_table_row (paper,
                          cells,
                          G_N_ELEMENTS (cells),
                          steady_quality_result_notable (result)
                              ? STEADY_PAPER_CELL_STRONG
                              : STEADY_PAPER_CELL);
}

/* What people said not to trust, and for how long it was left out. */
static void
draw_excluded (SteadyPaper *paper, const SteadySheet *sheet)
{
  for (unsigned i = 0; i < sheet->quality->n; i++)
    {
      const SteadyQualityResult *result = &sheet->quality->results[i];
      if (result->track.excluded == 0)
        continue;
      g_autofree char *span = steady_sheet_short_span (result->track.excluded);
      g_autofree char *text = g_strdup_printf (
          _ ("%s: %s were marked as an artefact by people and are left out here; they "
             "stand in the recording."),
          _ (result->rule->title),
          span);
      steady_paper_paragraph (paper, STEADY_PAPER_SMALL, text);
    }
}

/* Time outside the targets; what was missing is said beside it. */
void
steady_record_quality (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Target"), 150, STEADY_PAPER_LEFT },
    { _ ("Limit"), 62, STEADY_PAPER_RIGHT },
    { _ ("Outside"), 50, STEADY_PAPER_RIGHT },
    { _ ("of known"), 42, STEADY_PAPER_RIGHT },
    { _ ("Longest"), 50, STEADY_PAPER_RIGHT },
    { _ ("Worst"), 34, STEADY_PAPER_RIGHT },
    { _ ("First at"), 44, STEADY_PAPER_RIGHT },
    { _ ("Missing"), 47, STEADY_PAPER_RIGHT },
    { _ ("Rank"), 36, STEADY_PAPER_RIGHT },
  };

  steady_paper_heading (paper, _ ("Quality"));
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < sheet->quality->n; i++)
    quality_row (paper, sheet, &sheet->quality->results[i]);
  steady_paper_table_end (paper);
  draw_excluded (paper, sheet);
  steady_paper_paragraph (
      paper,
      STEADY_PAPER_SMALL,
      _ ("Bold: one stretch was long enough to speak about. Missing time is never "
         "counted as good. Rank: the share of earlier cases of this size, in %, that "
         "were as good or better; a dash where there are too few."));
}

static bool
is_for_people (const SteadyCaseNote *note)
{
  return strcmp (note->about, "debrief") != 0 && strcmp (note->about, "mark") != 0 &&
         strcmp (note->about, "part") != 0 && strcmp (note->about, "ecmo") != 0 &&
         strcmp (note->about, "person") != 0 &&
         strcmp (note->about, "good-catch") != 0 &&
         strcmp (note->about, STEADY_CASE_ABOUT_WITHDRAWN) != 0 && note->text[0] != '{';
}

/* A note; of an artefact which value, from when to when, and why. */
static char *
note_words (const SteadySheet *sheet, const SteadyCaseNote *note)
{
  unsigned                 n_channels;
  const SteadyCaseChannel *channels =
      steady_case_reader_channels (sheet->reader, &n_channels);
  SteadyCaseArtefact artefact;

  if (!steady_case_artefact_read (
          note, channels, n_channels, sheet->story->span.start, &artefact))
    return g_utf8_make_valid (note->text, -1);
  const char *label = "";
  for (unsigned i = 0; i < n_channels; i++)
    if (channels[i].channel == artefact.channel)
      label = channels[i].label[0] != '\0' ? _ (channels[i].label) : channels[i].name;
  g_autofree char *from = steady_sheet_clock (sheet->story, artefact.from);
  g_autofree char *to = steady_sheet_clock (sheet->story, artefact.to);
  g_autofree char *reason = g_utf8_make_valid (artefact.reason, -1);
  return g_strdup_printf (
      _ ("Artefact: %s from %s to %s: %s%s"),
      label,
      from,
      to,
      reason,
      steady_case_artefact_is_withdrawn (sheet->story->notes, note->id)
          ? _ (" (taken back)")
          : "");
}

/* What people wrote beside the case. */
void
steady_record_notes (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Time"), 52, STEADY_PAPER_LEFT },
    { _ ("Note"), 318, STEADY_PAPER_LEFT },
    { _ ("By"), STEADY_PAPER_INNER - 370, STEADY_PAPER_LEFT },
  };
  bool any = false;

  for (unsigned i = 0; i < sheet->story->notes->len; i++)
    {
      const SteadyCaseNote *note =
          &g_array_index (sheet->story->notes, SteadyCaseNote, i);
      if (!is_for_people (note))
        continue;
      if (!any)
        {
          steady_paper_heading (paper, _ ("Notes"));
          steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
        }
      any = true;
      g_autofree char  *when = steady_sheet_clock (sheet->story, note->t);
      g_autofree char  *words = note_words (sheet, note);
      const char *const cells[] = { when, words, note->author };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  if (any)
    steady_paper_table_end (paper);
}
