/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-case-sheets.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "casefile/steady-case-verify.h"
#include "measure/steady-shown-unit.h"
#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"
#include "quality/steady-case-card.h"

/* How far the work is when database and chain were verified, and when all was read: as
 * measured with a case of hours. */
#define VERIFIED 0.6
#define READ     0.8

static const struct
{
  const char     *name;
  const char     *title;
  SteadyPaperDraw draw;
} sheets[STEADY_CASE_SHEETS] = {
  [STEADY_CASE_SHEET_RECORD] = { "record",
                                 N_ ("Perfusion record"),
                                 steady_record_draw },
  [STEADY_CASE_SHEET_DEBRIEF] = { "debrief",
                                  N_ ("Debrief"),
                                  steady_debrief_sheet_draw },
  [STEADY_CASE_SHEET_HANDOFF] = { "handoff",
                                  N_ ("Hand-off after perfusion"),
                                  steady_handoff_draw },
  [STEADY_CASE_SHEET_FAMILY] = { "family",
                                 N_ ("Letter for the family"),
                                 steady_family_letter_draw },
  [STEADY_CASE_SHEET_ECMO] = { "ecmo",
                               N_ ("ECMO, hour by hour"),
                               steady_ecmo_sheet_draw },
};

/* The word that stands in commands. Thread: any. */
const char *
steady_case_sheet_name (SteadyCaseSheet sheet)
{
  return sheets[sheet].name;
}

/* The sheet called @name, or -1. Thread: any. */
int
steady_case_sheet_from_name (const char *name)
{
  for (int i = 0; i < STEADY_CASE_SHEETS; i++)
    if (strcmp (sheets[i].name, name) == 0)
      return i;
  return -1;
}

/* Whether a record can have rows so many minutes apart. Thread: any. */
bool
steady_case_sheet_rows_fit (unsigned minutes)
{
  return minutes == 1 || minutes == 5 || minutes == 10 || minutes == 15;
}

static bool
has_ecmo (const SteadyCaseStory *story)
{
  g_autoptr (SteadyEcmoCourse) course = steady_ecmo_course_new (story);

  return steady_ecmo_course_begin (course) != STEADY_INSTANT_NEVER;
}

/* Whether there can be such a sheet of this case; one that cannot be read says why when
 * it is printed. Thread: any. */
bool
steady_case_sheet_fits (SteadyCaseSheet sheet, const char *case_file)
{
  SteadyCaseReader *reader = NULL;

  if (sheet != STEADY_CASE_SHEET_ECMO)
    return true;
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (case_file, &reader, NULL);
  const bool fits = story == NULL || has_ecmo (story);
  g_clear_pointer (&reader, steady_case_reader_free);
  return fits;
}

/* The hours of the ECMO sheet, before all else is read in one piece: there may be
 * hundreds. */
static bool
read_chart (SteadyEcmoChart            *chart,
            SteadyProgress             *progress,
            SteadyCaseReader           *reader,
            const SteadyCaseStory      *story,
            const SteadyCaseSheetOrder *order,
            const char                 *case_file,
            GError                    **error)
{
  if (order->sheet != STEADY_CASE_SHEET_ECMO)
    return true;
  g_autoptr (SteadyEcmoCourse) course = steady_ecmo_course_new (story);
  if (steady_ecmo_course_begin (course) != STEADY_INSTANT_NEVER)
    return steady_ecmo_chart_read (
        chart, reader, course, order->hours, progress, error);
  g_set_error (
      error,
      STEADY_CASE_ERROR,
      STEADY_CASE_ERROR_FORMAT,
      _ ("%s: there was no ECMO in this case, so it has no hourly chart; choose "
         "another sheet"),
      case_file);
  return false;
}

/* Who it is, on every page. */
static char *
head_of (const SteadyCaseStory *story)
{
  g_autofree char *date = steady_sheet_date (story);
  g_autofree char *weight = steady_sheet_value (story->patient.weight_kg, 2, "kg");
  const char      *name = steady_case_story_name (story);

  return g_strdup_printf ("%s%s%s · %s · %s",
                          name[0] != '\0' ? name : _ ("(no name)"),
                          story->patient.patient_id[0] != '\0' ? " · " : "",
                          story->patient.patient_id,
                          weight,
                          date);
}

/* A record that is not closed or not whole is a draft of one. */
static bool
is_draft (const SteadySheet *sheet)
{
  return !sheet->story->finished || sheet->damage != NULL;
}

static bool
print_sheet (const SteadySheet          *sheet,
             const SteadyCaseSheetOrder *order,
             SteadyProgress             *progress,
             const char                 *out,
             SteadyPaperResult          *ret_result,
             GError                    **error)
{
  const SteadyCaseStory *story = sheet->story;
  const bool             draft = is_draft (sheet);
  const bool             replay = story->mode == STEADY_MODE_REVIEW;
  g_autofree char       *head = head_of (story);
  g_autofree char       *state = g_strjoin (" · ",
                                      draft ? _ ("DRAFT") : _ ("FINISHED"),
                                      story->simulated ? _ ("SIMULATED")
                                            : replay         ? _ ("REPLAY")
                                                             : NULL,
                                      NULL);
  const SteadyPaperFrame frame = {
    .title = _ (sheets[order->sheet].title),
    .head = head,
    .state = state,
    .foot =
        order->sheet == STEADY_CASE_SHEET_FAMILY
            ? ""
            : _ ("Printed by Steady. Values are as the devices gave them; trends are "
                 "no laboratory. Times are of the wall clock."),
    .watermarks = { draft ? _ ("DRAFT") : NULL,
                    story->simulated ? _ ("SIMULATED") : NULL,
                    replay ? _ ("REPLAY") : NULL },
    .letter = order->sheet == STEADY_CASE_SHEET_FAMILY,
    .one_page = order->sheet == STEADY_CASE_SHEET_HANDOFF,
    .progress = progress,
  };

  return steady_paper_print (
      &frame, sheets[order->sheet].draw, sheet, out, ret_result, error);
}

/*
 * Prints one sheet of the case @case_file as PDF to @out. What cannot be verified is
 * printed as a draft that says so; a case that cannot be read is an error, and so is a
 * person who wants it stopped: then @out is not there.
 *
 * Thread: any, for a case of its own; not while another prints.
 */
bool
steady_case_sheet_print (const char                 *case_file,
                         const SteadyCaseSheetOrder *order,
                         const char                 *out,
                         SteadyPaperResult          *ret_result,
                         GError                    **error)
{
  SteadyCaseReader  *reader = NULL;
  SteadyCaseVerdict  verdict;
  SteadyCaseQuality *quality = g_new0 (SteadyCaseQuality, 1);
  SteadyEcmoChart    chart = { .n = 0 };
  g_autoptr (GError) damage = NULL;
  const bool     verify = order->verify && !order->verified;
  const double   read_at = verify ? VERIFIED : 0;
  SteadyProgress verifying = steady_progress_part (order->progress, 0, read_at);
  SteadyProgress charting =
      steady_progress_part (order->progress, read_at, (read_at + READ) / 2);
  SteadyProgress reading =
      steady_progress_part (order->progress, (read_at + READ) / 2, READ);
  SteadyProgress drawing = steady_progress_part (order->progress, READ, 1);
  bool           fine = false;

  /* in the units of the site, as its console shows them */
  steady_shown_unit_choose_all (g_getenv ("STEADY_UNITS"));
  if (verify && !steady_case_verify_told (case_file, &verifying, &verdict, &damage) &&
      damage == NULL)
    g_set_error (
        &damage, STEADY_CASE_ERROR, STEADY_CASE_ERROR_DAMAGED, "%s", case_file);
  if (g_error_matches (damage, STEADY_CASE_ERROR, STEADY_CASE_ERROR_STOPPED))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      g_free (quality);
      return false;
    }
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (error);
  g_autoptr (SteadyCaseStory) story =
      rules != NULL ? steady_case_story_open (case_file, &reader, error) : NULL;
  if (story != NULL &&
      read_chart (&chart, &charting, reader, story, order, case_file, error) &&
      steady_case_quality_read (quality, reader, story, rules, &reading, error))
    {
      const SteadySheet sheet = { .story = story,
                                  .reader = reader,
                                  .quality = quality,
                                  .row_minutes = order->row_minutes,
                                  .verified = order->verify || order->verified,
                                  .damage = damage != NULL ? damage->message : NULL,
                                  .chart = &chart };
      steady_case_card_compare (quality, story, rules);
      steady_case_reader_hold (reader);
      fine = print_sheet (&sheet, order, &drawing, out, ret_result, error);
      steady_case_reader_release (reader);
    }
  g_clear_pointer (&reader, steady_case_reader_free);
  steady_ecmo_chart_finish (&chart);
  g_free (quality);
  return fine;
}
