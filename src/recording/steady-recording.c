/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-recording.h"

#include <errno.h>
#include <string.h>

#include "base/steady-paths.h"
#include "recording/steady-recording-private.h"

G_DEFINE_QUARK (steady - recording - error - quark, steady_recording_error)

/*
 * A CSV file says nothing about itself: what its columns are stands in a sidecar,
 * either beside it (NAME.csv.json) or, for public data sets that Steady knows, in
 * data/formats.
 */
static char *
find_sidecar (const char *path)
{
  g_autofree char *beside = g_strconcat (path, ".json", NULL);
  if (g_file_test (beside, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&beside);
  g_autofree char *name = g_path_get_basename (beside);
  g_autofree char *known = g_build_filename ("formats", name, NULL);
  g_autofree char *shipped = steady_paths_data (known);
  return g_file_test (shipped, G_FILE_TEST_EXISTS) ? g_steal_pointer (&shipped) : NULL;
}

static SteadyRecording *
open_csv (const char *path, GError **error)
{
  g_autofree char *sidecar = find_sidecar (path);
  if (sidecar == NULL)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FORMAT,
                   "%s: nothing says what its columns are; write %s.json (see "
                   "data/formats/README.md)",
                   path,
                   path);
      return NULL;
    }
  return steady_csv_recording_open (path, sidecar, error);
}

/*
 * Opens a recording by its name: NAME.hea (WFDB) or NAME.csv (with a sidecar). A Steady
 * case is read by casefile, not here.
 *
 * Thread: any but the tick.
 */
SteadyRecording *
steady_recording_open (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FILE,
                   "%s: does not exist; name a recording",
                   path);
      return NULL;
    }
  if (g_str_has_suffix (path, ".hea"))
    return steady_wfdb_recording_open (path, error);
  if (g_str_has_suffix (path, ".csv"))
    return open_csv (path, error);
  g_set_error (
      error,
      STEADY_RECORDING_ERROR,
      STEADY_RECORDING_ERROR_FORMAT,
      "%s: is of no known kind; name a .hea file (WFDB) or a .csv file with a sidecar",
      path);
  return NULL;
}

/* Accepts NULL. Thread: any. */
void
steady_recording_free (SteadyRecording *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->signals, g_array_unref);
  self->class->free (self);
}

/* Thread: any. */
const SteadyRecordingSignal *
steady_recording_signals (const SteadyRecording *self, unsigned *ret_count)
{
  *ret_count = self->signals->len;
  return (const SteadyRecordingSignal *) (void *) self->signals->data;
}

/* Thread: any. */
SteadySpan
steady_recording_length (const SteadyRecording *self)
{
  return self->length;
}

/* Thread: any. */
int64_t
steady_recording_start_utc (const SteadyRecording *self)
{
  return self->start_utc;
}

/* See the header. Thread: the one that opened it. */
bool
steady_recording_next (SteadyRecording *self, SteadySample *ret_sample, GError **error)
{
  return self->class->next (self, ret_sample, error);
}
