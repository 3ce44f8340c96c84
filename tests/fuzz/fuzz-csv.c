/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "recording/steady-recording.h"
#include "steady-fuzz.h"

/* An input is a sidecar, a byte 0, and the CSV file. */
static char *folder;
static char *table;
static char *sidecar;

static void
read_recording (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  SteadySample   sample;
  unsigned       samples = 0;
  const uint8_t *end = memchr (bytes, '\0', length);
  const size_t   first = end != NULL ? (size_t) (end - bytes) : length;
  const size_t   rest = end != NULL ? length - first - 1 : 0;

  steady_fuzz_put (sidecar, bytes, first);
  steady_fuzz_put (table, rest > 0 ? (const char *) end + 1 : "", rest);
  SteadyRecording *recording = steady_recording_open (table, &error);
  if (recording == NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, folder));
      return;
    }
  while (samples < 20000 && steady_recording_next (recording, &sample, &error))
    {
      g_assert_true (isfinite (sample.value));
      samples++;
    }
  g_assert_true (error == NULL || strstr (error->message, folder) != NULL);
  steady_recording_free (recording);
}

#define COLUMNS                                                                    \
  "\"columns\": [{\"column\": 1, \"channel\": \"flow_wave\", \"unit\": \"mL/s\"}," \
  " {\"column\": 2, \"channel\": \"arterial_pressure\", \"unit\": \"mmHg\"}]}"

int
main (int argc, char **argv)
{
  static const char timed[] =
      "{\"format\": \"steady-csv\", \"version\": 1, \"source\": \"a test\","
      " \"rate_hz\": 1000, \"time\": {\"column\": 0, \"unit\": \"s\"}, " COLUMNS "\0"
      "0,47.3,68.3\n0.001,50.9,68.4\n0.002,,68.5\n0.003,55,69\n";
  static const char plain[] =
      "{\"format\": \"steady-csv\", \"version\": 1, \"source\": \"a test\","
      " \"rate_hz\": 250, \"header_lines\": 1, \"separator\": \";\", " COLUMNS "\0"
      "n;flow;pressure\r\n0;1;2\r\n1;;3\r\n2;3;\r\n";
  const SteadyFuzzSeed seeds[] = { { timed, sizeof timed - 1 },
                                   { plain, sizeof plain - 1 } };

  folder = g_dir_make_tmp ("steady-fuzz-XXXXXX", NULL);
  table = g_build_filename (folder, "r.csv", NULL);
  sidecar = g_build_filename (folder, "r.csv.json", NULL);
  const int status = steady_fuzz_main (
      argc, argv, "csv", read_recording, seeds, G_N_ELEMENTS (seeds), 4000);
  g_unlink (table);
  g_unlink (sidecar);
  g_rmdir (folder);
  g_free (table);
  g_free (sidecar);
  g_free (folder);
  return status;
}
