/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "recording/steady-recording.h"
#include "steady-fuzz.h"

static char *path;

static void
read_recording (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  SteadySample sample;
  unsigned     samples = 0;

  steady_fuzz_put (path, bytes, length);
  SteadyRecording *recording = steady_recording_open (path, &error);
  if (recording == NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, path));
      return;
    }
  while (samples < 20000 && steady_recording_next (recording, &sample, &error))
    {
      g_assert_true (isfinite (sample.value));
      g_assert_cmpint (sample.t, >=, 0);
      samples++;
    }
  steady_recording_free (recording);
}

/* One field of a header, padded with spaces. */
static void
put (GString *out, const char *text, int width)
{
  g_string_append_printf (out, "%-*.*s", width, width, text);
}

/* An EDF+C file of three data records, two signals and its annotations; with @hole an
 * EDF+D file whose last record begins later. */
static GString *
make_file (unsigned hole)
{
  static const char *const labels[] = { "ABP", "HR", "EDF Annotations" };
  static const char *const units[] = { "mmHg", "bpm", "" };
  static const char *const counts[] = { "20", "1", "30" };
  GString                 *out = g_string_new (NULL);

  put (out, "0", 8);
  put (out, "X X X X", 80);
  put (out, "Startdate 01-FEB-2020 X X X", 80);
  put (out, "01.02.20", 8);
  put (out, "10.11.12", 8);
  put (out, "1024", 8);
  put (out, hole > 0 ? "EDF+D" : "EDF+C", 44);
  put (out, "3", 8);
  put (out, "1", 8);
  put (out, "3", 4);
  for (unsigned i = 0; i < 3; i++)
    put (out, labels[i], 16);
  for (unsigned i = 0; i < 3; i++)
    put (out, i == 0 ? "channel arterial_pressure, unit mmHg" : "", 80);
  for (unsigned i = 0; i < 3; i++)
    put (out, units[i], 8);
  for (unsigned i = 0; i < 3; i++)
    put (out, i == 2 ? "-1" : "-320", 8);
  for (unsigned i = 0; i < 3; i++)
    put (out, i == 2 ? "1" : "320", 8);
  for (unsigned i = 0; i < 3; i++)
    put (out, "-32768", 8);
  for (unsigned i = 0; i < 3; i++)
    put (out, "32767", 8);
  for (unsigned i = 0; i < 3; i++)
    put (out, i < 2 ? "missing=-32768" : "", 80);
  for (unsigned i = 0; i < 3; i++)
    put (out, counts[i], 8);
  for (unsigned i = 0; i < 3; i++)
    put (out, "", 32);
  for (unsigned record = 0; record < 3; record++)
    {
      char     marks[60] = { 0 };
      unsigned length = (unsigned) snprintf (
          marks, sizeof marks, "+%u", record + (record == 2 ? hole : 0));
      marks[length++] = 0x14;
      marks[length++] = 0x14;
      length++;
      g_snprintf (marks + length, 20, "+%u.5%cnote: x%c", record, 0x14, 0x14);
      for (unsigned i = 0; i < 21; i++)
        g_string_append_len (out, "\x10\x20", 2);
      g_string_append_len (out, marks, sizeof marks);
    }
  return out;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-fuzz-XXXXXX", NULL);
  g_autoptr (GString) file = make_file (0);
  g_autoptr (GString) holes = make_file (7);
  g_autoptr (GString) foreign = g_string_new_len (file->str, (gssize) file->len);
  const SteadyFuzzSeed seeds[] = { { file->str, file->len },
                                   { foreign->str, foreign->len },
                                   { holes->str, holes->len } };
  g_autoptr (GError) error = NULL;

  /* a letter that the format forbids: read by way of a plain copy */
  foreign->str[256 + 3 * 96] = (char) 0xb0;
  path = g_build_filename (folder, "a.edf", NULL);
  g_assert_true (g_file_set_contents (path, file->str, (gssize) file->len, NULL));
  SteadyRecording *recording = steady_recording_open (path, &error);
  g_assert_no_error (error);
  steady_recording_free (recording);
  g_assert_true (g_file_set_contents (path, holes->str, (gssize) holes->len, NULL));
  recording = steady_recording_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (steady_recording_length (recording), ==, 10 * STEADY_NSEC_PER_SEC);
  steady_recording_free (recording);
  const int status = steady_fuzz_main (
      argc, argv, "edf", read_recording, seeds, G_N_ELEMENTS (seeds), 4000);
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  return status;
}
