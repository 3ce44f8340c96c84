/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-random.h"
#include "exchange/steady-csv-export.h"
#include "exchange/steady-edf-export.h"
#include "exchange/steady-json-export.h"
#include "exchange/steady-wfdb-export.h"
#include "recording/steady-recording.h"
#include "steady-case-maker.h"

/*
 * What Steady exports carries checksums: no changed byte of it is ever read as another
 * recording. It is refused with a sentence, or what is read says that it is unchecked.
 */
enum
{
  FLIPS = 150,    /* of the bytes of one file, but for those of its ends */
  ENDS = 40,      /* bytes at either end, each of which is flipped */
  TICKS = 50 * 12 /* of the case */
};

typedef bool (*Exporter) (const char            *path,
                          const char            *out,
                          SteadyExchangeProgress progress,
                          void                  *data,
                          GError               **error);

typedef struct Format
{
  const char *name;
  Exporter export;
  const char *out;
  const char *open;   /* in the folder of the case */
  const char *victim; /* what is damaged */
} Format;

static const Format formats[] = {
  { "wfdb-header",
    steady_wfdb_export,
    "out",
    "out/TRAINING_case.hea",
    "out/TRAINING_case.hea" },
  { "wfdb-samples",
    steady_wfdb_export,
    "out",
    "out/TRAINING_case.hea",
    "out/TRAINING_case.dat" },
  { "wfdb-annotations",
    steady_wfdb_export,
    "out",
    "out/TRAINING_case.hea",
    "out/TRAINING_case.atr" },
  { "edf", steady_edf_export, "out.edf", "out.edf", "out.edf" },
  { "json", steady_json_export, "out.json", "out.json", "out.json" },
  { "csv-channels",
    steady_csv_export,
    "out",
    "out/TRAINING-channels.csv",
    "out/TRAINING-channels.csv" },
  { "csv-wave",
    steady_csv_export,
    "out",
    "out/TRAINING-channels.csv",
    "out/TRAINING-wave-arterial_pressure.csv" },
  { "csv-numerics",
    steady_csv_export,
    "out",
    "out/TRAINING-channels.csv",
    "out/TRAINING-numerics-quality.csv" },
  { "csv-events",
    steady_csv_export,
    "out",
    "out/TRAINING-channels.csv",
    "out/TRAINING-events.csv" },
  { "csv-alarms",
    steady_csv_export,
    "out",
    "out/TRAINING-channels.csv",
    "out/TRAINING-alarms.csv" },
};

static void
record (const char *path)
{
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);

  g_assert_nonnull (writer);
  for (int64_t tick = 0; tick < TICKS; tick++)
    {
      steady_case_maker_tick (writer, tick);
      steady_case_writer_tick (writer,
                               (tick + 1) * STEADY_CASE_MAKER_TICK,
                               INT64_C (1700000000000000000) +
                                   (tick + 1) * STEADY_CASE_MAKER_TICK);
    }
  g_assert_true (steady_case_writer_close (writer, NULL));
}

/* Whether all of it was read and nothing was said; else *@ret_problem may be told. */
static bool
passes (const char *path, char **ret_problem)
{
  g_autoptr (GError) error = NULL;
  SteadyRecording *recording = steady_recording_open (path, &error);
  SteadySample     sample;
  bool             fine = recording != NULL;

  *ret_problem = NULL;
  if (fine)
    {
      while (steady_recording_next (recording, &sample, &error))
        continue;
      for (int i = 0; i < STEADY_RECORDING_REPAIRS; i++)
        fine = fine &&
               steady_recording_repaired (recording, (SteadyRecordingRepair) i) == 0;
      steady_recording_free (recording);
    }
  if (error != NULL)
    *ret_problem = g_strdup (error->message);
  return fine && error == NULL;
}

static void
flip (int file, const char *bytes, off_t at, unsigned bit, const char *open)
{
  const char       bad = (char) (bytes[at] ^ (1 << bit));
  g_autofree char *problem = NULL;
  g_autofree char *folder = g_path_get_dirname (open);

  g_assert_cmpint (pwrite (file, &bad, 1, at), ==, 1);
  if (passes (open, &problem))
    g_error ("bit %u of byte %d was flipped and nobody saw it", bit, (int) at);
  if (problem != NULL)
    g_assert_nonnull (strstr (problem, folder));
  g_assert_cmpint (pwrite (file, &bytes[at], 1, at), ==, 1);
}

static void
test_flips (gconstpointer data)
{
  const Format    *format = data;
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char *out = g_build_filename (folder, format->out, NULL);
  g_autofree char *open_path = g_build_filename (folder, format->open, NULL);
  g_autofree char *victim = g_build_filename (folder, format->victim, NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  gsize        length;
  SteadyRandom random;

  steady_random_init (&random, 11);
  record (path);
  g_assert_true (format->export(path, out, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (passes (open_path, &problem));
  g_assert_true (g_file_get_contents (victim, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 2);
  const int file = open (victim, O_WRONLY);
  for (gsize at = 0; at < length; at++)
    if (at < ENDS || at + ENDS >= length ||
        steady_random_bits (&random) % length < FLIPS)
      flip (file,
            bytes,
            (off_t) at,
            (unsigned) (steady_random_bits (&random) % 8),
            open_path);
  close (file);
  g_assert_true (passes (open_path, &problem));
  steady_case_maker_remove (folder);
}

/* Somebody's own words instead of the checksum: it is read, and says that it is
 * unchecked; a promised file that is not there is named. */
static void
test_without_checksums (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *header = g_build_filename (out, "TRAINING_case.hea", NULL);
  g_autofree char *notes = g_build_filename (out, "TRAINING_case.atr", NULL);
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;

  record (path);
  g_assert_true (steady_wfdb_export (path, out, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (header, &text, NULL, NULL));
  *strstr (text, "# sha256 ") = '\0';
  g_assert_true (g_file_set_contents (header, text, -1, NULL));
  SteadyRecording *recording = steady_recording_open (header, NULL);
  g_assert_nonnull (recording);
  g_assert_cmpuint (
      steady_recording_repaired (recording, STEADY_RECORDING_REPAIR_UNSEALED), ==, 1);
  steady_recording_free (recording);
  /* as foreign as any */
  memcpy (strstr (text, "Steady"), "Others", strlen ("Others"));
  g_assert_true (g_file_set_contents (header, text, -1, NULL));
  g_assert_true (passes (header, &problem));
  g_assert_cmpint (g_unlink (notes), ==, 0);
  g_assert_true (passes (header, &problem));
  steady_case_maker_remove (folder);
}

static void
test_missing_annotations (void)
{
  g_autofree char *folder = steady_case_maker_folder ();
  g_autofree char *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *header = g_build_filename (out, "TRAINING_case.hea", NULL);
  g_autofree char *notes = g_build_filename (out, "TRAINING_case.atr", NULL);
  g_autofree char *problem = NULL;

  record (path);
  g_assert_true (steady_wfdb_export (path, out, NULL, NULL, NULL));
  g_assert_cmpint (g_unlink (notes), ==, 0);
  g_assert_false (passes (header, &problem));
  g_assert_nonnull (strstr (problem, "TRAINING_case.atr"));
  steady_case_maker_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *name =
          g_strconcat ("/exchange/damage/flips-", formats[i].name, NULL);
      g_test_add_data_func (name, &formats[i], test_flips);
    }
  g_test_add_func ("/exchange/damage/without-checksums", test_without_checksums);
  g_test_add_func ("/exchange/damage/missing-annotations", test_missing_annotations);
  return g_test_run ();
}
