/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "recording/steady-recording.h"
#include "steady-fuzz.h"

/*
 * A WFDB header, with signal files beside it whose names the seeds use. The first byte
 * of an input says nothing; all of it is the header.
 */
static char *folder;
static char *header;

static void
read_recording (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  SteadySample sample;
  unsigned     samples = 0;

  steady_fuzz_put (header, bytes, length);
  SteadyRecording *recording = steady_recording_open (header, &error);
  if (recording == NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, folder));
      return;
    }
  while (samples < 20000 && steady_recording_next (recording, &sample, &error))
    {
      g_assert_true (isfinite (sample.value));
      g_assert_cmpint (sample.t, >=, 0);
      samples++;
    }
  g_assert_true (error == NULL || error->message[0] != '\0');
  steady_recording_free (recording);
}

int
main (int argc, char **argv)
{
  static const char plain[] = "r 2 125 100 10:00:00 01/02/2000\n"
                              "a.dat 16 200(0)/mmHg 16 0 0 0 0 ABP\n"
                              "a.dat 16 200/mV 16 0 0 0 0 II\n";
  static const char packed[] = "r 3 125 50\n"
                               "a.dat 212x4 200/mV 12 0 0 0 0 MCL1\n"
                               "a.dat 212:2 12.84(-1605)/mmHg 12 0 0 0 0 ABP\n"
                               "a.dat 212+4 200 12 0 0 0 0 RESP\n";
  static const char eight[] =
      "# a comment\nr 1 125/250(3) 100\na.dat 80 67/mV 8 0 0 0 0 V\n";
  static const char others[] = "r 6 125 60\n"
                               "a.dat 8 200/mV 8 0 5 0 0 A\n"
                               "b.dat 24 200/mV 24 0 0 0 0 B\n"
                               "b.dat 61+9 200/mV 16 0 0 0 0 C\n"
                               "a.dat 160 200/mV 16 0 0 0 0 D\n";
  static const char tens[] = "r 2 125 60\na.dat 310 200/mV 10\na.dat 310 200/mV 10\n";
  static const char eleven[] = "r 1 125\na.dat 311 200/mV 10\n";
  static const char wide[] = "r 1 125\na.dat 32 200/mV 32\n";
  static const char parts[] = "r/3 1 125 200\np 50\n~ 100\np 50\n";
  const SteadyFuzzSeed seeds[] = {
    { plain, sizeof plain - 1 }, { packed, sizeof packed - 1 },
    { eight, sizeof eight - 1 }, { others, sizeof others - 1 },
    { tens, sizeof tens - 1 },   { eleven, sizeof eleven - 1 },
    { wide, sizeof wide - 1 },   { parts, sizeof parts - 1 }
  };
  uint8_t data[4000];

  for (unsigned i = 0; i < sizeof data; i++)
    data[i] = (uint8_t) (i * 37 + i / 256);
  folder = g_dir_make_tmp ("steady-fuzz-XXXXXX", NULL);
  header = g_build_filename (folder, "r.hea", NULL);
  g_autofree char *signals = g_build_filename (folder, "a.dat", NULL);
  g_autofree char *part = g_build_filename (folder, "p.hea", NULL);
  g_assert_true (g_file_set_contents (signals, (const char *) data, sizeof data, NULL));
  g_assert_true (
      g_file_set_contents (part, "p 1 125 50\na.dat 16 200/mmHg 16 0 0\n", -1, NULL));
  const int status = steady_fuzz_main (
      argc, argv, "wfdb", read_recording, seeds, G_N_ELEMENTS (seeds), 4000);
  g_unlink (header);
  g_unlink (signals);
  g_unlink (part);
  g_rmdir (folder);
  g_free (header);
  g_free (folder);
  return status;
}
