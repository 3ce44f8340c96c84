/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "recording/steady-recording.h"

typedef struct Folder
{
  char *path;
} Folder;

static void
folder_make (Folder *folder)
{
  folder->path = g_dir_make_tmp ("steady-recording-XXXXXX", NULL);
  g_assert_nonnull (folder->path);
}

static char *
folder_write (const Folder *folder, const char *name, const void *bytes, gssize length)
{
  char *path = g_build_filename (folder->path, name, NULL);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  return path;
}

static void
folder_remove (Folder *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder->path, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder->path, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder->path);
  g_free (folder->path);
}

/* Reads all; the number of samples, or -1 with the error. */
static int64_t
count_samples (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  SteadyRecording *recording = steady_recording_open (path, &problem);
  SteadySample     sample;
  int64_t          count = 0;
  SteadyInstant    last = 0;

  while (recording != NULL && steady_recording_next (recording, &sample, &problem))
    {
      g_assert_cmpint (sample.t, >=, last);
      g_assert_true (isfinite (sample.value));
      last = sample.t;
      count++;
    }
  steady_recording_free (recording);
  if (problem == NULL)
    return count;
  g_propagate_error (error, g_steal_pointer (&problem));
  return -1;
}

static char *
shared (const char *name)
{
  const char *folder = g_getenv ("STEADY_SHARED_DATA");
  char       *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  g_test_skip ("the shared recordings are not here");
  return NULL;
}

static void
test_infant_record_is_read (void)
{
  g_autofree char *path = shared ("wfdb/03700181.hea");
  if (path == NULL)
    return;
  g_autoptr (GError) error = NULL;
  SteadyRecording *recording = steady_recording_open (path, &error);
  unsigned         n;
  SteadySample     sample;
  int64_t          counts[3] = { 0 };
  double           sum = 0;

  g_assert_no_error (error);
  const SteadyRecordingSignal *signals = steady_recording_signals (recording, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (signals[0].channel, ==, STEADY_CHANNEL_ECG);
  g_assert_cmpfloat_with_epsilon (signals[0].rate_hz, 500, 1e-9);
  g_assert_cmpuint (signals[1].channel, ==, STEADY_CHANNEL_ARTERIAL_PRESSURE);
  g_assert_cmpuint (signals[2].channel, ==, STEADY_CHANNEL_RESPIRATION);
  g_assert_cmpint (steady_recording_length (recording), ==, 600 * STEADY_NSEC_PER_SEC);
  while (steady_recording_next (recording, &sample, &error))
    {
      const unsigned i = sample.channel == STEADY_CHANNEL_ECG                 ? 0
                         : sample.channel == STEADY_CHANNEL_ARTERIAL_PRESSURE ? 1
                                                                              : 2;
      counts[i]++;
      sum += i == 1 ? sample.value : 0;
    }
  g_assert_no_error (error); /* all checksums are right */
  g_assert_cmpint (counts[0], ==, 300000);
  g_assert_cmpint (counts[1], ==, 75000);
  g_assert_cmpint (counts[2], ==, 75000 - 4); /* its skew */
  g_assert_cmpfloat (sum / 75000, >, 31);
  g_assert_cmpfloat (sum / 75000, <, 35);
  steady_recording_free (recording);
}

static void
test_segments_and_gaps_are_kept (void)
{
  g_autofree char *path = shared ("wfdb/s25047/s25047-2704-05-04-10-44.hea");
  if (path == NULL)
    return;
  g_autoptr (GError) error = NULL;
  SteadyRecording *recording = steady_recording_open (path, &error);
  SteadySample     sample;
  SteadyInstant    first = -1, last = 0;
  unsigned         gaps = 0;

  g_assert_no_error (error);
  while (steady_recording_next (recording, &sample, &error))
    {
      first = first < 0 ? sample.t : first;
      last = sample.t;
      gaps += (sample.flags & STEADY_SAMPLE_GAP) != 0;
    }
  g_assert_no_error (error);
  g_assert_cmpint (
      first,
      >=,
      steady_span_from_seconds (25740 / 125.0)); /* nothing before is invented */
  g_assert_cmpint (last, <, steady_span_from_seconds (543240 / 125.0));
  g_assert_cmpuint (gaps, >, 3);
  steady_recording_free (recording);
}

static void
test_fixed_segments_follow_each_other (void)
{
  g_autofree char *path = shared ("wfdb/041s/041s.hea");
  if (path == NULL)
    return;
  g_autoptr (GError) error = NULL;
  const int64_t count = count_samples (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, 2000 * 16 - 1); /* one is marked missing */
}

static void
test_bench_csv_is_read (void)
{
  g_autofree char *path = shared ("mcl/NV_step1_COresolution.csv");
  if (path == NULL)
    return;
  g_autoptr (GError) error = NULL;
  SteadyRecording *recording = steady_recording_open (path, &error);
  SteadySample     sample;
  double           sum = 0;
  int64_t          count = 0;

  g_assert_no_error (error);
  while (steady_recording_next (recording, &sample, &error))
    if (sample.channel == STEADY_CHANNEL_FLOW_WAVE)
      {
        sum += sample.value;
        count++;
      }
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, 58000);
  g_assert_cmpfloat_with_epsilon (sum / (double) count, 5.01, 0.05);
  steady_recording_free (recording);
}

static const char record_212[] = "r 2 125 4\n"
                                 "r.dat 212 10(0)/mmHg 12 0 0 0 0 ABP\n"
                                 "r.dat 212 10(0)/mmHg 12 0 0 0 0 CVP\n";

/* Two samples of 12 bits in three bytes, as the specification packs them. */
static void
pack_212 (const int *samples, unsigned count, uint8_t *ret_bytes)
{
  for (unsigned i = 0; i < count / 2; i++)
    {
      const unsigned a = (unsigned) samples[2 * i] & 0xfff,
                     b = (unsigned) samples[2 * i + 1] & 0xfff;
      ret_bytes[3 * i] = (uint8_t) (a & 0xff);
      ret_bytes[3 * i + 1] = (uint8_t) ((a >> 8) | (b >> 8) << 4);
      ret_bytes[3 * i + 2] = (uint8_t) (b & 0xff);
    }
}

static void
test_missing_sample_becomes_a_gap (void)
{
  Folder       folder;
  SteadySample sample;
  /* ABP 100, missing, -5, 3; CVP 7 each; the sums are those of the raw numbers */
  const int samples[8] = { 100, 7, -2048, 7, -5, 7, 3, 7 };
  uint8_t   bytes[12];
  g_autoptr (GError) error = NULL;

  folder_make (&folder);
  pack_212 (samples, 8, bytes);
  g_autofree char *header =
      g_strdup_printf ("r 2 125 4\nr.dat 212 10(0)/mmHg 12 0 0 %d 0 ABP\nr.dat 212 "
                       "10(0)/mmHg 12 0 0 28 0 CVP\n",
                       100 - 2048 - 5 + 3);
  g_autofree char *path = folder_write (&folder, "r.hea", header, -1);
  g_autofree char *data = folder_write (&folder, "r.dat", bytes, sizeof bytes);
  SteadyRecording *recording = steady_recording_open (path, &error);
  g_assert_no_error (error);
  unsigned seen = 0;
  while (steady_recording_next (recording, &sample, &error))
    if (sample.channel == STEADY_CHANNEL_ARTERIAL_PRESSURE)
      {
        const double values[] = { 10, -0.5, 0.3 };
        g_assert_cmpfloat_with_epsilon (sample.value, values[seen], 1e-12);
        g_assert_cmpint ((sample.flags & STEADY_SAMPLE_GAP) != 0, ==, seen == 1);
        seen++;
      }
  g_assert_no_error (error);
  g_assert_cmpuint (seen, ==, 3);
  steady_recording_free (recording);
  folder_remove (&folder);
}

static void
test_damaged_samples_are_named (void)
{
  Folder  folder;
  uint8_t bytes[12] = { 0 };
  g_autoptr (GError) error = NULL;

  folder_make (&folder);
  g_autofree char *path = folder_write (&folder, "r.hea", record_212, -1);
  bytes[3] = 1;
  g_autofree char *data = folder_write (&folder, "r.dat", bytes, sizeof bytes);
  g_assert_cmpint (count_samples (path, &error), ==, -1);
  g_assert_error (error, STEADY_RECORDING_ERROR, STEADY_RECORDING_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "checksum"));
  folder_remove (&folder);
}

static void
test_truncated_samples_are_named (void)
{
  Folder        folder;
  const uint8_t bytes[12] = { 0 };

  folder_make (&folder);
  g_autofree char *path = folder_write (&folder, "r.hea", record_212, -1);
  for (gssize length = 0; length < 12; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *data = folder_write (&folder, "r.dat", bytes, length);
      g_assert_cmpint (count_samples (path, &error), ==, -1);
      g_assert_error (error, STEADY_RECORDING_ERROR, STEADY_RECORDING_ERROR_TRUNCATED);
      g_assert_nonnull (strstr (error->message, "r.dat: ends at byte"));
    }
  folder_remove (&folder);
}

/* Every cut and every flipped bit of a header is read or refused in a sentence; none
 * crashes. */
static void
test_garbled_header_never_harms (void)
{
  Folder        folder;
  const uint8_t bytes[12] = { 0 };

  folder_make (&folder);
  g_autofree char *data = folder_write (&folder, "r.dat", bytes, sizeof bytes);
  for (size_t i = 0; i < strlen (record_212); i++)
    for (unsigned bit = 0; bit < 9; bit++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *text = g_strdup (record_212);
        if (bit == 8)
          text[i] = '\0';
        else
          text[i] = (char) (text[i] ^ (1 << bit));
        g_autofree char *path = folder_write (&folder, "r.hea", text, -1);
        if (count_samples (path, &error) < 0)
          g_assert_nonnull (strstr (error->message, folder.path));
      }
  folder_remove (&folder);
}

static void
test_header_cannot_leave_its_folder (void)
{
  Folder folder;
  g_autoptr (GError) error = NULL;

  folder_make (&folder);
  g_autofree char *path =
      folder_write (&folder, "r.hea", "r 1 125 4\n../../etc/passwd 16 10/mmHg\n", -1);
  g_assert_cmpint (count_samples (path, &error), ==, -1);
  g_assert_error (error, STEADY_RECORDING_ERROR, STEADY_RECORDING_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "r.hea: line 2"));
  folder_remove (&folder);
}

static const char sidecar[] = "{\"format\": \"steady-csv\", \"version\": 1, "
                              "\"rate_hz\": 100, \"header_lines\": 1,"
                              "\"columns\": [{\"column\": 1, \"channel\": "
                              "\"arterial_pressure\", \"unit\": \"kPa\"}]}";

static void
test_csv_converts_and_keeps_gaps (void)
{
  Folder       folder;
  SteadySample sample;
  g_autoptr (GError) error = NULL;

  folder_make (&folder);
  g_autofree char *path = folder_write (&folder, "x.csv", "n,p\n0,10\n1,\n2,20\n", -1);
  g_autofree char *beside = folder_write (&folder, "x.csv.json", sidecar, -1);
  SteadyRecording *recording = steady_recording_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (steady_recording_next (recording, &sample, &error));
  g_assert_cmpfloat_with_epsilon (sample.value, 75.0062, 1e-3);
  g_assert_true (steady_recording_next (recording, &sample, &error));
  g_assert_cmpint (sample.t, ==, 20 * STEADY_NSEC_PER_MSEC);
  g_assert_cmpuint (sample.flags & STEADY_SAMPLE_GAP, !=, 0);
  g_assert_false (steady_recording_next (recording, &sample, &error));
  g_assert_no_error (error);
  steady_recording_free (recording);
  folder_remove (&folder);
}

static void
test_csv_errors_name_the_line (void)
{
  static const struct
  {
    const char *text, *words;
  } cases[] = { { "n,p\n0,10\n1,abc\n", "line 3" },
                { "n,p\n0\n", "line 2" },
                { "", "line 0" },
                { "n,p\n0,1e999\n", "line 2" } };
  Folder folder;

  folder_make (&folder);
  g_autofree char *beside = folder_write (&folder, "x.csv.json", sidecar, -1);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = folder_write (&folder, "x.csv", cases[i].text, -1);
      g_assert_cmpint (count_samples (path, &error), ==, -1);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  folder_remove (&folder);
}

static void
test_csv_is_never_guessed (void)
{
  Folder folder;
  g_autoptr (GError) error = NULL;

  folder_make (&folder);
  g_autofree char *path = folder_write (&folder, "x.csv", "time,pressure\n0,10\n", -1);
  g_assert_cmpint (count_samples (path, &error), ==, -1);
  g_assert_nonnull (strstr (error->message, "x.csv.json"));
  g_clear_error (&error);
  g_autofree char *beside = folder_write (
      &folder,
      "x.csv.json",
      "{\"format\": \"steady-csv\", \"version\": 1, \"rate_hz\": 100, \"columns\": "
      "[{\"column\": 1, \"channel\": \"pressure\", \"unit\": \"mmHg\"}]}",
      -1);
  g_assert_cmpint (count_samples (path, &error), ==, -1);
  g_assert_nonnull (strstr (error->message, "columns[0]"));
  folder_remove (&folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/wfdb/infant-record-is-read", test_infant_record_is_read);
  g_test_add_func ("/recording/wfdb/segments-and-gaps-are-kept",
                   test_segments_and_gaps_are_kept);
  g_test_add_func ("/recording/wfdb/fixed-segments-follow-each-other",
                   test_fixed_segments_follow_each_other);
  g_test_add_func ("/recording/wfdb/missing-sample-becomes-a-gap",
                   test_missing_sample_becomes_a_gap);
  g_test_add_func ("/recording/wfdb/damaged-samples-are-named",
                   test_damaged_samples_are_named);
  g_test_add_func ("/recording/wfdb/truncated-samples-are-named",
                   test_truncated_samples_are_named);
  g_test_add_func ("/recording/wfdb/garbled-header-never-harms",
                   test_garbled_header_never_harms);
  g_test_add_func ("/recording/wfdb/header-cannot-leave-its-folder",
                   test_header_cannot_leave_its_folder);
  g_test_add_func ("/recording/csv/bench-csv-is-read", test_bench_csv_is_read);
  g_test_add_func ("/recording/csv/converts-and-keeps-gaps",
                   test_csv_converts_and_keeps_gaps);
  g_test_add_func ("/recording/csv/errors-name-the-line",
                   test_csv_errors_name_the_line);
  g_test_add_func ("/recording/csv/is-never-guessed", test_csv_is_never_guessed);
  return g_test_run ();
}
