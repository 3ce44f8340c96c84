/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-case-maker.h"
#include "steady-fuzz.h"

/* An input is a case file. */
static char *folder;
static char *path;

static void
read_channel (SteadyCaseReader *reader, SteadyChannel channel)
{
  SteadyEnvelope columns[32];
  SteadySample   samples[32];
  float          values[300];
  int64_t        index;
  SteadyInstant  t;
  unsigned       count;

  if (steady_case_reader_envelope (
          reader, channel, 0, 30 * STEADY_NSEC_PER_SEC, 32, columns, NULL))
    for (unsigned i = 0; i < 32; i++)
      g_assert_true (columns[i].count == 0 || columns[i].low <= columns[i].high);
  if (steady_case_reader_wave (
          reader, channel, 0, values, 300, &index, &t, &count, NULL))
    for (unsigned i = 0; i < count; i++)
      g_assert_true (isfinite (values[i]));
  if (steady_case_reader_numerics (
          reader, channel, 0, STEADY_INSTANT_NEVER, samples, 32, &count, NULL))
    for (unsigned i = 0; i < count; i++)
      g_assert_true (isfinite (samples[i].value));
}

static void
read_case (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseVerdict verdict;
  unsigned          count;

  steady_fuzz_put (path, bytes, length);
  SteadyCaseReader *reader = steady_case_reader_open (path, &error);
  if (reader == NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, path));
      return;
    }
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &count);
  for (unsigned i = 0; i < count; i++)
    read_channel (reader, (SteadyChannel) channels[i].channel);
  steady_case_reader_free (reader);
  if (!steady_case_verify (path, &verdict, &error))
    g_assert_nonnull (strstr (error->message, path));
}

int
main (int argc, char **argv)
{
  g_autofree char *bytes = NULL;
  gsize            length = 0;

  folder = g_dir_make_tmp ("steady-fuzz-XXXXXX", NULL);
  path = g_build_filename (folder, "a.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  steady_case_maker_run (writer, 0, 1000);
  g_assert_true (steady_case_writer_close (writer, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  const SteadyFuzzSeed seed = { bytes, length };
  const int status = steady_fuzz_main (argc, argv, "case", read_case, &seed, 1, 1000);
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return status;
}
