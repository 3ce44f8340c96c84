/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "casefile/steady-case-verify.h"
#include "exchange/steady-case-command.h"
#include "exchange/steady-case-sheet-commands.h"
#include "exchange/steady-export-folder.h"
#include "print/steady-case-sheets.h"
#include "print/steady-department-print.h"
#include "quality/steady-case-card.h"

/* How far the work on all sheets is when the chain was looked at. */
#define VERIFIED 0.6

/* "--sheet", "--rows" and "--hours" before the case; false: they cannot be meant. @all:
 * all sheets are. */
static bool
read_order (int count, char **words, SteadyCaseSheetOrder *order, bool *all)
{
  for (int i = 0; i + 1 < count; i += 2)
    if (strcmp (words[i], "--sheet") == 0 && strcmp (words[i + 1], "all") == 0)
      *all = true;
    else if (strcmp (words[i], "--sheet") == 0)
      {
        const int sheet = steady_case_sheet_from_name (words[i + 1]);
        if (sheet < 0)
          return false;
        order->sheet = (SteadyCaseSheet) sheet;
      }
    else if (strcmp (words[i], "--rows") == 0)
      {
        guint64 minutes;
        if (!g_ascii_string_to_unsigned (words[i + 1], 10, 1, 60, &minutes, NULL) ||
            !steady_case_sheet_rows_fit ((unsigned) minutes))
          return false;
        order->row_minutes = (unsigned) minutes;
      }
    else if (strcmp (words[i], "--hours") == 0)
      {
        guint64 hours;
        if (!g_ascii_string_to_unsigned (words[i + 1], 10, 1, 999, &hours, NULL))
          return false;
        order->hours = (unsigned) hours;
      }
    else
      return false;
  return count % 2 == 0;
}

/* What make_sheet () makes of which case. */
typedef struct Sheet
{
  SteadyCaseSheetOrder order;
  const char          *file;
  unsigned             unknown_glyphs;
} Sheet;

static bool
make_sheet (Sheet *sheet, SteadyProgress *progress, const char *part, GError **error)
{
  SteadyPaperResult result;

  sheet->order.progress = progress;
  if (!steady_case_sheet_print (sheet->file, &sheet->order, part, &result, error))
    return false;
  sheet->unknown_glyphs += result.unknown_glyphs;
  return true;
}

static bool
make_one (void *data, const char *part, GError **error)
{
  return make_sheet (data, steady_case_command_progress (), part, error);
}

/* Looks at the chain once for all sheets. One that is damaged is looked at again for
 * each of them, which has to say so. False: a person wants it stopped. */
static bool
verify_once (Sheet *sheet, SteadyProgress *progress, GError **error)
{
  SteadyCaseVerdict verdict;
  g_autoptr (GError) damage = NULL;

  sheet->order.verified =
      steady_case_verify_told (sheet->file, progress, &verdict, &damage);
  if (!g_error_matches (damage, STEADY_CASE_ERROR, STEADY_CASE_ERROR_STOPPED))
    return true;
  g_propagate_error (error, g_steal_pointer (&damage));
  return false;
}

/* All sheets into the folder @part. */
static bool
make_sheets (void *data, const char *part, GError **error)
{
  Sheet          *sheet = data;
  SteadyProgress *whole = steady_case_command_progress ();
  SteadyProgress  verifying = steady_progress_part (whole, 0, VERIFIED);
  const double    step = (1 - VERIFIED) / STEADY_CASE_SHEETS;

  if (!steady_export_make_folder (part, error) ||
      !verify_once (sheet, &verifying, error))
    return false;
  for (int i = 0; i < STEADY_CASE_SHEETS; i++)
    {
      const char      *word = steady_case_sheet_name ((SteadyCaseSheet) i);
      g_autofree char *name = g_strconcat (word, ".pdf", NULL);
      g_autofree char *file = g_build_filename (part, name, NULL);
      sheet->order.sheet = (SteadyCaseSheet) i;
      if (!steady_case_sheet_fits (sheet->order.sheet, sheet->file))
        continue;
      SteadyProgress progress =
          steady_progress_part (whole, VERIFIED + i * step, VERIFIED + (i + 1) * step);
      if (!make_sheet (sheet, &progress, file, error))
        return false;
    }
  return true;
}

/* "export --format pdf". A sheet that lacks a letter is there, but it is no success.
 * Thread: main. */
int
steady_case_export_pdf (int count, char **words)
{
  Sheet sheet = {
    .order = { .sheet = STEADY_CASE_SHEET_RECORD, .row_minutes = 5, .verify = true }
  };
  GError *error = NULL;
  bool    all = false;

  if (count < 2 || !read_order (count - 2, words, &sheet.order, &all))
    return steady_case_command_misused (
        _ ("export --format pdf takes --sheet record, debrief, handoff, "
           "family, ecmo or all, --rows 1, 5, 10 or 15, --hours 1 to 999, a case and "
           "where it goes"));
  sheet.file = words[count - 2];
  if (!steady_case_command_make (
          words[count - 1], all ? make_sheets : make_one, &sheet, &error))
    return steady_case_command_failed (error);
  if (sheet.unknown_glyphs == 0)
    return EXIT_SUCCESS;
  fprintf (stderr,
           _ ("steady-case: %s: %u letters are in no font of this computer; install "
              "fonts-inter and fonts-dejavu-core and print it again\n"),
           words[count - 1],
           sheet.unknown_glyphs);
  return EXIT_FAILURE;
}

/* "quality". Thread: main. */
int
steady_case_show_quality (int count, char **words)
{
  SteadyCaseReader *reader = NULL;
  GError           *error = NULL;

  if (count != 1)
    return steady_case_command_misused (_ ("quality takes one case"));
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (&error);
  g_autoptr (SteadyCaseStory) story =
      rules != NULL ? steady_case_story_open (words[0], &reader, &error) : NULL;
  if (story == NULL)
    return steady_case_command_failed (error);
  g_autofree SteadyCaseQuality *quality = g_new0 (SteadyCaseQuality, 1);
  const bool                    fine = steady_case_quality_read (
      quality, reader, story, rules, steady_case_command_begin (), &error);
  steady_case_command_end ();
  steady_case_command_say_if_copied (words[0], steady_case_reader_copied (reader));
  steady_case_reader_free (reader);
  if (!fine)
    return steady_case_command_failed (error);
  steady_case_card_compare (quality, story, rules);
  g_autofree char *json = steady_case_quality_json (quality, story);
  puts (json);
  return EXIT_SUCCESS;
}

/* What steady_case_index () hands to its two callbacks. */
typedef struct Index
{
  SteadyQualityRules *rules;
} Index;

static void
describe_card (void *data, const char *path, SteadyCaseCard *ret_card)
{
  Index *index = data;
  steady_case_card_describe (index->rules, path, ret_card);
}

static bool
show_index_progress (void *data, unsigned done, unsigned all)
{
  return steady_case_command_tell (NULL, (double) done / (double) all);
}

/* "index": brings the shelf of the user's cases up to date; gently, since somebody
 * works here. Thread: main. */
int
steady_case_index (int count, char **words)
{
  GError          *error = NULL;
  SteadyShelfScan  scan;
  g_autofree char *file = steady_case_shelf_file ();
  g_autofree char *own = steady_case_shelf_folder ();

  if (count > 1)
    return steady_case_command_misused (
        _ ("index takes a folder of cases, or nothing"));
  if (count == 1 && !g_file_test (words[0], G_FILE_TEST_IS_DIR))
    return steady_case_command_no_folder (words[0]);
  if (nice (19) == -1)
    g_debug ("no lower priority");
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (&error);
  g_autoptr (SteadyCaseShelf) shelf =
      rules != NULL ? steady_case_shelf_open (file, &error) : NULL;
  Index index = { .rules = rules };
  steady_case_command_begin ();
  const bool fine =
      shelf != NULL && steady_case_shelf_scan (shelf,
                                               count == 1 ? words[0] : own,
                                               describe_card,
                                               show_index_progress,
                                               &index,
                                               &scan,
                                               &error);
  steady_case_command_end ();
  if (!fine)
    return steady_case_command_failed (error);
  printf ("{ \"cases\": %u, \"read\": %u, \"gone\": %u }\n",
          scan.files,
          scan.read,
          scan.gone);
  return EXIT_SUCCESS;
}

static bool
write_file (const char *folder, const char *name, const GString *text, GError **error)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  return g_file_set_contents_full (
      file, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* What make_metrics () reads, and what came of it. */
typedef struct Metrics
{
  bool              simulated;
  SteadyDepartment *department;
  SteadyPaperResult result;
} Metrics;

static bool
make_metrics (void *data, const char *part, GError **error)
{
  Metrics                     *metrics = data;
  const SteadyDepartmentChoice choice = { .simulated = metrics->simulated,
                                          .progress = steady_case_command_progress () };
  g_autofree char             *file = steady_case_shelf_file ();
  g_autofree char             *plots = g_build_filename (part, "metrics.pdf", NULL);
  g_autoptr (GString) cases = g_string_new (NULL);
  g_autoptr (GString) quality = g_string_new (NULL);
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load_installed (error);
  g_autoptr (SteadyCaseShelf) shelf =
      rules != NULL ? steady_case_shelf_open (file, error) : NULL;

  return shelf != NULL && steady_export_make_folder (part, error) &&
         steady_department_read (
             metrics->department, shelf, rules, &choice, cases, quality, error) &&
         write_file (part, "cases.csv", cases, error) &&
         write_file (part, "quality.csv", quality, error) &&
         steady_department_print (
             metrics->department, metrics->simulated, plots, &metrics->result, error);
}

/* "metrics": what the cases on the shelf say together: two tables and the plots.
 * Thread: main. */
int
steady_case_show_metrics (int count, char **words)
{
  GError    *error = NULL;
  const bool simulated = count == 2 && strcmp (words[0], "--simulated") == 0;
  g_autofree SteadyDepartment *department = g_new0 (SteadyDepartment, 1);
  Metrics metrics = { .simulated = simulated, .department = department };

  if (count != 1 && !simulated)
    return steady_case_command_misused (
        _ ("metrics takes --simulated, or nothing, and a new folder"));
  if (!steady_case_command_make (words[count - 1], make_metrics, &metrics, &error))
    return steady_case_command_failed (error);
  printf ("{ \"cases\": %u, \"left_out\": %u, \"not_closed\": %u, \"pages\": %u }\n",
          department->cases,
          department->simulated,
          department->open,
          metrics.result.pages);
  return EXIT_SUCCESS;
}
