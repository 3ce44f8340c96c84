/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "exchange/steady-csv-export.h"
#include "exchange/steady-csv-file.h"
#include "exchange/steady-import.h"
#include "steady-case-maker.h"

static void
record (const char *path, int64_t ticks, int64_t utc_shift, unsigned pause_every)
{
  GError           *error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);

  g_assert_no_error (error);
  for (int64_t tick = 0; tick < ticks; tick++)
    {
      steady_case_maker_tick (writer, tick);
      steady_case_writer_tick (writer,
                               (tick + 1) * STEADY_CASE_MAKER_TICK,
                               INT64_C (1700000000000000000) + utc_shift +
                                   (tick + 1) * STEADY_CASE_MAKER_TICK);
      if (pause_every > 0 && tick % pause_every == 0)
        g_usleep (100);
    }
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
}

static char *
without_first_column (const char *path)
{
  char    *text = NULL;
  GString *rest = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      const char *comma = strchr (lines[i], ',');
      g_string_append (rest, comma != NULL ? comma : lines[i]);
      g_string_append_c (rest, '\n');
    }
  g_free (text);
  return g_string_free (rest, FALSE);
}

static void
test_two_runs_export_alike (void)
{
  static const char *const names[] = {
    "TRAINING-channels.csv",    "TRAINING-wave-arterial_pressure.csv",
    "TRAINING-wave-1000-x.csv", "TRAINING-numerics.csv",
    "TRAINING-events.csv",      "TRAINING-alarms.csv",
    "TRAINING-commands.csv",    "TRAINING-numerics-quality.csv"
  };
  g_autofree char *folder = steady_case_maker_folder ();
  GError          *error = NULL;

  for (unsigned i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.steady", folder, i);
      g_autofree char *out = g_strdup_printf ("%s/out%u", folder, i);
      record (path, 50 * 70, i * STEADY_NSEC_PER_MIN, i == 0 ? 0 : 25);
      g_assert_true (steady_csv_export (path, out, NULL, NULL, &error));
      g_assert_no_error (error);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *first_path = g_strdup_printf ("%s/out0/%s", folder, names[i]);
      g_autofree char *second_path = g_strdup_printf ("%s/out1/%s", folder, names[i]);
      g_autofree char *first = without_first_column (first_path);
      g_autofree char *second = without_first_column (second_path);
      g_assert_cmpuint (strlen (first), >, 10);
      g_assert_cmpstr (first, ==, second);
    }
  steady_case_maker_remove (folder);
}

static void
test_a_gap_is_an_empty_field (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *wave =
      g_build_filename (out, "TRAINING-wave-arterial_pressure.csv", NULL);
  g_autofree char  *numerics = g_build_filename (out, "TRAINING-numerics.csv", NULL);
  g_autofree char  *text = NULL;
  g_autofree char  *table = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  const float       values[4] = { 50, 51, 52, 53 };
  SteadySample      sample = { .t = 0,
                               .t_device = STEADY_NO_DEVICE_TIME,
                               .value = 42,
                               .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                               .quality = STEADY_QUALITY_VALID };

  steady_case_writer_wave (
      writer, STEADY_CHANNEL_ARTERIAL_PRESSURE, 0, 0, values, 2, false);
  steady_case_writer_wave (writer,
                           STEADY_CHANNEL_ARTERIAL_PRESSURE,
                           10,
                           40 * STEADY_NSEC_PER_MSEC,
                           values + 2,
                           2,
                           true);
  steady_case_writer_numeric (writer, &sample);
  sample.t = STEADY_NSEC_PER_SEC;
  sample.quality = STEADY_QUALITY_SENSOR_OFF;
  steady_case_writer_numeric (writer, &sample);
  steady_case_writer_tick (writer,
                           2 * STEADY_NSEC_PER_SEC,
                           INT64_C (1700000000000000000) + 2 * STEADY_NSEC_PER_SEC);
  g_assert_true (steady_case_writer_close (writer, NULL));
  g_assert_true (steady_csv_export (path, out, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (wave, &text, NULL, NULL));
  g_assert_cmpstr (text,
                   ==,
                   "utc,case_s,index,arterial_pressure [mmHg]\n"
                   "2023-11-14T22:13:20.000Z,0,0,50\n"
                   "2023-11-14T22:13:20.004Z,0.004,1,51\n"
                   "2023-11-14T22:13:20.008Z,0.008,2,\n"
                   "2023-11-14T22:13:20.040Z,0.04,10,52\n"
                   "2023-11-14T22:13:20.044Z,0.044,11,53\n");
  g_assert_true (g_file_get_contents (numerics, &table, NULL, NULL));
  g_assert_true (g_str_has_suffix (table,
                                   "\n2023-11-14T22:13:20.000Z,0,42,,,\n"
                                   "2023-11-14T22:13:21.000Z,1,,,,\n"));
  steady_case_maker_remove (folder);
}

static void
test_a_full_folder_is_refused (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autoptr (GError) error = NULL;

  record (path, 100, 0, 0);
  g_assert_false (steady_csv_export (path, folder, NULL, NULL, &error));
  g_assert_error (error, STEADY_EXCHANGE_ERROR, STEADY_EXCHANGE_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, folder));
  steady_case_maker_remove (folder);
}

/* What the files look like, field by field. */
static void
test_fields (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.csv", NULL);
  g_autofree char *text = NULL;
  SteadyCsvFile    file;

  g_assert_true (steady_csv_file_create (&file, folder, "a.csv", NULL));
  steady_csv_file_text (&file, "a \"b\", c\n");
  steady_csv_file_real (&file, 0.1);
  steady_csv_file_real (&file, 1.0 / 3);
  steady_csv_file_float (&file, 0.1f);
  steady_csv_file_empty (&file);
  steady_csv_file_seconds (&file, -1500000000);
  steady_csv_file_seconds (&file, 100 * STEADY_NSEC_PER_SEC);
  steady_csv_file_utc (&file, INT64_C (951782400000000000) - STEADY_NSEC_PER_MSEC);
  steady_csv_file_utc (&file, INT64_C (951782400000000000));
  steady_csv_file_utc (&file, 0);
  steady_csv_file_end_line (&file);
  g_assert_true (steady_csv_file_close (&file, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text,
                   ==,
                   "\"a \"\"b\"\", c\n\",0.1,0.3333333333,0.1,,-1.5,100,"
                   "2000-02-28T23:59:59.999Z,2000-02-29T00:00:00.000Z,\n");
  steady_case_maker_remove (folder);
}

static void
test_a_recording_becomes_a_case (void)
{
  const char      *shared = g_getenv ("STEADY_SHARED_DATA");
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char *hea =
      g_build_filename (shared != NULL ? shared : "", "wfdb", "03700181.hea", NULL);
  g_autofree float *values = g_new (float, 80000);
  g_autoptr (GError) again = NULL;
  GError           *error = NULL;
  SteadyCaseVerdict verdict;
  int64_t           index;
  SteadyInstant     t;
  unsigned          count;
  double            sum = 0;

  if (!g_file_test (hea, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the shared recordings are not here");
      steady_case_maker_remove (folder);
      return;
    }
  g_assert_true (steady_import (hea, path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (steady_case_verify (path, &verdict, &error));
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (steady_case_reader_mode (reader), ==, STEADY_MODE_REVIEW);
  g_assert_true (steady_case_reader_wave (reader,
                                          STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                          0,
                                          values,
                                          80000,
                                          &index,
                                          &t,
                                          &count,
                                          &error));
  g_assert_cmpuint (count, ==, 75000);
  for (unsigned i = 0; i < count; i++)
    sum += (double) values[i];
  /* exactly what the converter gave: (-943 + 1605) / 12.84 */
  g_assert_cmpfloat_with_epsilon (values[0], 662 / 12.84, 1e-5);
  g_assert_cmpfloat (sum / count, >, 31);
  g_assert_cmpfloat (sum / count, <, 35);
  steady_case_reader_free (reader);
  g_assert_false (steady_import (hea, path, NULL, NULL, &again));
  g_assert_error (again, STEADY_CASE_ERROR, STEADY_CASE_ERROR_EXISTS);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  steady_case_maker_remove (folder);
}

static void
test_a_garbled_recording_leaves_no_case (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char *csv = g_build_filename (folder, "r.csv", NULL);
  g_autofree char *sidecar = g_build_filename (folder, "r.csv.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (csv, "1\n2\nthree\n", -1, NULL));
  g_assert_true (g_file_set_contents (
      sidecar,
      "{\"format\": \"steady-csv\", \"version\": 1, \"source\": \"a test\","
      " \"rate_hz\": 100, \"columns\": [{\"column\": 0, \"channel\":"
      " \"arterial_pressure\", \"unit\": \"mmHg\"}]}",
      -1,
      NULL));
  g_assert_false (steady_import (csv, path, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "line 3"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/csv/fields", test_fields);
  g_test_add_func ("/exchange/csv/two-runs-export-alike", test_two_runs_export_alike);
  g_test_add_func ("/exchange/csv/a-gap-is-an-empty-field",
                   test_a_gap_is_an_empty_field);
  g_test_add_func ("/exchange/csv/a-full-folder-is-refused",
                   test_a_full_folder_is_refused);
  g_test_add_func ("/exchange/import/a-recording-becomes-a-case",
                   test_a_recording_becomes_a_case);
  g_test_add_func ("/exchange/import/a-garbled-recording-leaves-no-case",
                   test_a_garbled_recording_leaves_no_case);
  return g_test_run ();
}
