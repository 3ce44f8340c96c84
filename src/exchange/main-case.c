/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gi18n.h>

#include "base/steady-json.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "exchange/steady-alarm-verify.h"
#include "exchange/steady-case-command.h"
#include "exchange/steady-case-help.h"
#include "exchange/steady-case-sheet-commands.h"
#include "exchange/steady-csv-export.h"
#include "exchange/steady-csv-file.h"
#include "exchange/steady-deidentify.h"
#include "exchange/steady-edf-export.h"
#include "exchange/steady-import.h"
#include "exchange/steady-json-export.h"
#include "exchange/steady-recording-list.h"
#include "exchange/steady-wfdb-export.h"

static int
show_help (void)
{
  steady_case_help_write (stdout);
  return EXIT_SUCCESS;
}

static void
print_hash (const SteadyCaseLink *link)
{
  putchar ('"');
  for (unsigned i = 0; i < STEADY_CASE_HASH_SIZE; i++)
    printf ("%02x", link->hash[i]);
  putchar ('"');
}

static const char *
kind_name (uint16_t kind)
{
  return kind == STEADY_CHANNEL_KIND_WAVE    ? "wave"
         : kind == STEADY_CHANNEL_KIND_STATE ? "state"
                                             : "numeric";
}

static void
print_channels (SteadyCaseReader *reader)
{
  unsigned                 count;
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &count);
  char                     rate[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("  \"channels\": [");
  for (unsigned i = 0; i < count; i++)
    {
      printf ("%s\n    { \"channel\": %u, \"name\": ",
              i > 0 ? "," : "",
              channels[i].channel);
      steady_case_command_print_text (channels[i].name);
      printf (", \"label\": ");
      steady_case_command_print_text (channels[i].label);
      printf (", \"unit\": ");
      steady_case_command_print_text (channels[i].unit);
      printf (", \"kind\": \"%s\", \"rate_hz\": %s, \"source\": ",
              kind_name (channels[i].kind),
              g_ascii_dtostr (rate, sizeof rate, channels[i].rate_hz));
      steady_case_command_print_text (channels[i].source);
      printf (" }");
    }
  printf ("%s]", count > 0 ? "\n  " : "");
}

/* What the one who recorded it said about the case, as far as a person asks for it. */
static void
print_about (SteadyCaseReader *reader)
{
  static const char *const keys[] = { "title", "build", "imported_from" };
  g_autofree char         *text = steady_case_reader_meta (reader, "case");
  SteadyJsonDocument       document = { 0 };

  if (text == NULL ||
      !steady_json_document_parse (&document, "case", text, -1, NULL, 0, NULL))
    return;
  SteadyJsonNode root = steady_json_document_root (&document);
  for (unsigned i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value;
      if (!steady_json_has (&root, keys[i]) ||
          !steady_json_get_string (&root, keys[i], &value, NULL))
        continue;
      printf ("  \"%s\": ", keys[i]);
      steady_case_command_print_text (value);
      printf (",\n");
    }
  steady_json_document_finish (&document);
}

static int
show_info (int count, char **words)
{
  GError        *error = NULL;
  SteadyCaseSpan span;
  char           seconds[G_ASCII_DTOSTR_BUF_SIZE];

  if (count != 1)
    return steady_case_command_misused (_ ("info takes one case"));
  SteadyCaseReader *reader = steady_case_reader_open (words[0], &error);
  if (reader == NULL)
    return steady_case_command_failed (error);
  if (!steady_case_reader_span (reader, &span, &error))
    {
      steady_case_reader_free (reader);
      return steady_case_command_failed (error);
    }
  steady_case_command_say_if_copied (words[0], steady_case_reader_copied (reader));
  printf ("{\n  \"file\": ");
  steady_case_command_print_text (words[0]);
  printf (",\n  \"mode\": \"%s\",\n  \"finished\": %s,\n",
          steady_mode_name (steady_case_reader_mode (reader)),
          steady_case_reader_finished (reader) ? "true" : "false");
  printf (
      "  \"length_s\": %s,\n  \"start_utc_ns\": %" PRId64 ",\n",
      g_ascii_formatd (
          seconds, sizeof seconds, "%.3f", steady_span_seconds (span.end - span.start)),
      span.start_utc);
  print_about (reader);
  print_channels (reader);
  printf ("\n}\n");
  steady_case_reader_free (reader);
  return EXIT_SUCCESS;
}

/* Exit status 1 where the alarms differ, unless another build made the case. */
static int
verify_alarms (const char *file)
{
  GError            *error = NULL;
  SteadyAlarmVerdict verdict;

  const bool judged =
      steady_alarm_verify (file, steady_case_command_begin (), &verdict, &error);
  steady_case_command_end ();
  if (!judged)
    return steady_case_command_failed (error);
  const bool other_build = strcmp (verdict.build_then, verdict.build_now) != 0;
  const bool same = verdict.differences->len == 0;
  printf ("{\n  \"file\": ");
  steady_case_command_print_text (file);
  printf (
      ",\n  \"alarm_changes\": %u,\n  \"same_alarms\": %s,\n"
      "  \"exact\": %s,\n  \"greatest_difference_ms\": %.0f,\n  \"other_build\": %s,\n"
      "  \"differences\": [",
      verdict.changes,
      same ? "true" : "false",
      verdict.exact ? "true" : "false",
      (double) verdict.greatest / STEADY_NSEC_PER_MSEC,
      other_build ? "true" : "false");
  for (unsigned i = 0; i < verdict.differences->len; i++)
    {
      const SteadyAlarmDifference *difference =
          &g_array_index (verdict.differences, SteadyAlarmDifference, i);
      printf ("%s\n    { \"alarm\": \"%s\", \"case_s\": %.3f, \"state\": \"%s\", "
              "\"only_in\": \"%s\" }",
              i > 0 ? "," : "",
              difference->id,
              steady_span_seconds (difference->t),
              steady_alarm_state_name ((SteadyAlarmState) difference->state),
              difference->stored ? "the case" : "the new run");
    }
  printf ("%s],\n  \"build_then\": ", same ? "" : "\n  ");
  steady_case_command_print_text (verdict.build_then);
  printf (",\n  \"build_now\": ");
  steady_case_command_print_text (verdict.build_now);
  printf ("\n}\n");
  if (!same && other_build)
    fprintf (stderr,
             _ ("steady-case: %s: its alarms were judged by another build of Steady; "
                "the differences may come from that\n"),
             file);
  steady_alarm_verdict_finish (&verdict);
  return same || other_build ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
verify (int count, char **words)
{
  GError           *error = NULL;
  SteadyCaseVerdict verdict;

  if (count == 2 && strcmp (words[0], "--alarms") == 0)
    return verify_alarms (words[1]);
  if (count != 1 || strcmp (words[0], "--alarms") == 0)
    return steady_case_command_misused (_ ("verify takes one case"));
  const bool whole = steady_case_verify_told (
      words[0], steady_case_command_begin (), &verdict, &error);
  steady_case_command_end ();
  if (!whole)
    return steady_case_command_failed (error);
  steady_case_command_say_if_copied (words[0], verdict.copied);
  printf ("{\n  \"file\": ");
  steady_case_command_print_text (words[0]);
  printf (",\n  \"whole\": true,\n  \"finished\": %s,\n  \"links\": %" PRId64
          ",\n  \"rows_not_covered_yet\": %" PRId64 ",\n  \"head_sha256\": ",
          verdict.finished ? "true" : "false",
          verdict.links,
          verdict.uncovered);
  print_hash (&verdict.head);
  printf ("\n}\n");
  return EXIT_SUCCESS;
}

static const struct
{
  const char *name;
  bool (*run) (const char            *path,
               const char            *to,
               SteadyExchangeProgress told,
               void                  *data,
               GError               **error);
} formats[] = {
  { "csv", steady_csv_export },
  { "edf", steady_edf_export },
  { "json", steady_json_export },
  { "wfdb", steady_wfdb_export },
};

/* What make_export () writes in which format. */
typedef struct ExportOrder
{
  unsigned    format; /* of formats[] */
  const char *file;
} ExportOrder;

static bool
make_export (void *data, const char *part, GError **error)
{
  const ExportOrder *order = data;
  return formats[order->format].run (
      order->file, part, steady_case_command_tell, NULL, error);
}

static int
export_case (int count, char **words)
{
  ExportOrder order = { 0 };
  GError     *error = NULL;

  if (count >= 2 && strcmp (words[0], "--format") == 0 && strcmp (words[1], "pdf") == 0)
    return steady_case_export_pdf (count - 2, words + 2);

  if (count != 4 || strcmp (words[0], "--format") != 0)
    return steady_case_command_misused (
        _ ("export takes --format, a case and where it goes"));
  order.file = words[2];
  for (; order.format < G_N_ELEMENTS (formats); order.format++)
    if (strcmp (words[1], formats[order.format].name) == 0)
      return steady_case_command_make (words[3], make_export, &order, &error)
                 ? EXIT_SUCCESS
                 : steady_case_command_failed (error);
  g_autofree char *what = g_strdup_printf (
      _ ("there is no format \"%s\"; csv, wfdb, edf, json, pdf"), words[1]);
  return steady_case_command_misused (what);
}

/* What make_import () takes in. */
typedef struct ImportOrder
{
  const char *file;
  bool        partial;  /* what stands before a damage counts */
  GPtrArray  *repaired; /* of char *: what was mended while reading */
  GError     *problem;
} ImportOrder;

static bool
make_import (void *data, const char *part, GError **error)
{
  ImportOrder *order = data;
  return steady_import_part (order->file,
                             part,
                             steady_case_command_tell,
                             NULL,
                             order->repaired,
                             order->partial ? &order->problem : NULL,
                             error);
}

static int
import (int count, char **words)
{
  GError     *error = NULL;
  const bool  partial = count == 3 && strcmp (words[0], "--partial") == 0;
  ImportOrder order = { .partial = partial };

  if (count != 2 && !partial)
    return steady_case_command_misused (_ ("import takes a recording and a new case"));
  char **files = partial ? words + 1 : words;
  g_autoptr (GPtrArray) repaired = g_ptr_array_new_with_free_func (g_free);
  order.file = files[0];
  order.repaired = repaired;
  if (!steady_case_command_make (files[1], make_import, &order, &error))
    {
      g_clear_error (&order.problem);
      return steady_case_command_failed (error);
    }
  for (guint i = 0; i < repaired->len; i++)
    fprintf (stderr,
             _ ("steady-case: mended while reading: %s\n"),
             (const char *) g_ptr_array_index (repaired, i));
  if (order.problem != NULL)
    fprintf (stderr,
             _ ("steady-case: the case is only a part and says so: %s\n"),
             order.problem->message);
  g_clear_error (&order.problem);
  return EXIT_SUCCESS;
}

/* "1,4,5": the texts that a person has read and confirmed. */
static bool
parse_numbers (const char *text, GArray *ret_numbers)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (unsigned i = 0; words[i] != NULL; i++)
    {
      guint64 number;
      if (!g_ascii_string_to_unsigned (words[i], 10, 1, 1000000, &number, NULL))
        return false;
      const unsigned value = (unsigned) number;
      g_array_append_val (ret_numbers, value);
    }
  return ret_numbers->len > 0;
}

/* What make_nameless () leaves out of which case. */
typedef struct NamelessOrder
{
  const char        *file;
  const GArray      *keep; /* of unsigned: numbers of texts */
  SteadyDeidentified found;
} NamelessOrder;

/* Whether each text that shall stay is one of those that were found. */
static bool
keeps_what_is_there (const NamelessOrder *order, GError **error)
{
  for (unsigned i = 0; order->keep != NULL && i < order->keep->len; i++)
    if (g_array_index (order->keep, unsigned, i) > order->found.texts->len)
      {
        g_set_error (error,
                     STEADY_EXCHANGE_ERROR,
                     STEADY_EXCHANGE_ERROR_FORMAT,
                     _ ("%s: has no free text %u to keep, only %u; read the list of "
                        "deidentify --list"),
                     order->file,
                     g_array_index (order->keep, unsigned, i),
                     order->found.texts->len);
        return false;
      }
  return true;
}

static bool
make_nameless (void *data, const char *part, GError **error)
{
  NamelessOrder *order = data;
  return steady_deidentify (order->file,
                            part,
                            order->keep,
                            steady_case_command_tell,
                            NULL,
                            &order->found,
                            error) &&
         keeps_what_is_there (order, error);
}

static void
print_free_text (const char *file, const SteadyDeidentified *found)
{
  printf ("{\n  \"file\": ");
  steady_case_command_print_text (file);
  printf (",\n  \"kept\": %u,\n  \"free_text\": [", found->kept);
  for (unsigned i = 0; i < found->texts->len; i++)
    {
      printf ("%s\n    { \"number\": %u, \"text\": ", i > 0 ? "," : "", i + 1);
      steady_case_command_print_text (g_ptr_array_index (found->texts, i));
      printf (" }");
    }
  printf ("%s]\n}\n", found->texts->len > 0 ? "\n  " : "");
}

/* What a person would have to read, without a copy. */
static int
list_free_text (const char *file)
{
  NamelessOrder order = { .file = file };
  GError       *error = NULL;

  if (!make_nameless (&order, NULL, &error))
    return steady_case_command_failed (error);
  print_free_text (file, &order.found);
  steady_deidentified_finish (&order.found);
  return EXIT_SUCCESS;
}

/* The list goes to stdout as JSON, so that a person can read it and say what stays. */
static int
deidentify (int count, char **words)
{
  GError       *error = NULL;
  NamelessOrder order = { 0 };
  g_autoptr (GArray) keep = g_array_new (FALSE, FALSE, sizeof (unsigned));
  const bool with_keep = count == 4 && strcmp (words[0], "--keep-text") == 0;

  if (count == 2 && strcmp (words[0], "--list") == 0)
    return list_free_text (words[1]);
  if (count != 2 && !with_keep)
    return steady_case_command_misused (_ ("deidentify takes a case and a new file"));
  if (with_keep && !parse_numbers (words[1], keep))
    return steady_case_command_misused (
        _ ("--keep-text takes numbers of the list, such as 1,4"));
  char **files = with_keep ? words + 2 : words;
  order.file = files[0];
  order.keep = keep;
  if (!steady_case_command_make (files[1], make_nameless, &order, &error))
    {
      steady_deidentified_finish (&order.found);
      return steady_case_command_failed (error);
    }
  print_free_text (files[1], &order.found);
  if (order.found.texts->len > order.found.kept)
    fprintf (stderr,
             _ ("steady-case: %u free texts were removed; read them, and make the copy "
                "again with --keep-text for those that name nobody\n"),
             order.found.texts->len - order.found.kept);
  steady_deidentified_finish (&order.found);
  return EXIT_SUCCESS;
}

static bool
make_copy (void *data, const char *part, GError **error)
{
  return steady_case_copy_told (data, part, steady_case_command_tell, NULL, error);
}

static int
copy (int count, char **words)
{
  GError *error = NULL;

  if (count != 2)
    return steady_case_command_misused (_ ("copy takes a case and a new file"));
  return steady_case_command_make (words[1], make_copy, words[0], &error)
             ? EXIT_SUCCESS
             : steady_case_command_failed (error);
}

/* What lies on a stick, for a screen that offers it. */
static int
list_recordings (int count, char **words)
{
  if (count != 1)
    return steady_case_command_misused (_ ("recordings takes a folder"));
  if (!g_file_test (words[0], G_FILE_TEST_IS_DIR))
    return steady_case_command_no_folder (words[0]);
  g_autoptr (GPtrArray) files = steady_recording_list (words[0]);
  printf ("{\n  \"recordings\": [");
  for (guint i = 0; i < files->len; i++)
    {
      const SteadyRecordingFile *file = g_ptr_array_index (files, i);
      printf ("%s\n    { \"kind\": \"%s\", \"bytes\": %" PRId64 ", \"file\": ",
              i > 0 ? "," : "",
              file->kind,
              file->bytes);
      steady_case_command_print_text (file->path);
      printf (" }");
    }
  printf ("%s]\n}\n", files->len > 0 ? "\n  " : "");
  return EXIT_SUCCESS;
}

static const struct
{
  const char *name;
  int (*run) (int count, char **words);
} commands[] = {
  { "info", show_info },
  { "verify", verify },
  { "export", export_case },
  { "import", import },
  { "copy", copy },
  { "deidentify", deidentify },
  { "quality", steady_case_show_quality },
  { "index", steady_case_index },
  { "metrics", steady_case_show_metrics },
  { "recordings", list_recordings },
};

static int
run_command (int count, char **words)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (words[0], commands[i].name) == 0)
      return commands[i].run (count - 1, words + 1);
  g_autofree char *what = g_strdup_printf (_ ("there is no command \"%s\""), words[0]);
  return steady_case_command_misused (what);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  const char *words = g_getenv ("STEADY_LOCALE_DIR");
  bindtextdomain (GETTEXT_PACKAGE, words != NULL ? words : STEADY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (argc < 2)
    return steady_case_command_misused (_ ("say what to do"));
  if (strcmp (argv[1], "--help") == 0)
    return show_help ();
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("steady-case %s\n", STEADY_VERSION);
      return EXIT_SUCCESS;
    }
  const bool lines = strcmp (argv[1], "--progress") == 0;
  if (lines)
    steady_case_command_tell_lines ();
  if (lines && argc < 3)
    return steady_case_command_misused (_ ("say what to do"));
  const int skip = lines ? 2 : 1;
  const int status = run_command (argc - skip, argv + skip);
  if (fflush (stdout) != 0)
    {
      fprintf (stderr,
               _ ("steady-case: the output could not be written; check where it "
                  "goes\n"));
      return EXIT_FAILURE;
    }
  return status;
}
