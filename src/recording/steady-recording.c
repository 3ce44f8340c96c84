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
 * Opens a recording by its name: NAME.hea (WFDB), NAME.edf (EDF, EDF+C), NAME.vital
 * (VitalDB) or NAME.csv (with a sidecar). A Steady
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
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
      !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FILE,
                   "%s: is neither a file nor a folder; name a recording",
                   path);
      return NULL;
    }
  if (g_str_has_suffix (path, ".hea"))
    return steady_wfdb_recording_open (path, error);
  if (steady_csv_set_is_one (path))
    return steady_csv_set_recording_open (path, error);
  if (g_str_has_suffix (path, ".csv"))
    return open_csv (path, error);
  if (g_str_has_suffix (path, ".edf"))
    return steady_edf_recording_open (path, error);
  if (g_str_has_suffix (path, ".json"))
    return steady_json_recording_open (path, error);
  if (g_str_has_suffix (path, ".vital"))
    return steady_vital_recording_open (path, error);
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: is of no known kind; name a .hea file (WFDB), an .edf, .vital or "
               ".json file, or a .csv file with a sidecar",
               path);
  return NULL;
}

/*
 * Adds a mark, cut to what fits and made valid text. Beyond the most a recording may
 * have nothing is added. For readers of formats, while they open.
 *
 * Thread: the opening one.
 */
void
steady_recording_add_event (SteadyRecording *self, SteadyInstant t, const char *text)
{
  SteadyRecordingEvent event = { .t = t };
  const char          *end;

  if (self->events == NULL)
    self->events = g_array_new (FALSE, FALSE, sizeof (SteadyRecordingEvent));
  if (self->events->len >= STEADY_RECORDING_EVENTS_MAX)
    {
      steady_recording_repair (self, STEADY_RECORDING_REPAIR_MARKS);
      return;
    }
  if (!g_utf8_validate (text, -1, NULL))
    steady_recording_repair (self, STEADY_RECORDING_REPAIR_LETTERS);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  if (g_strlcpy (event.text, valid, sizeof event.text) >= sizeof event.text)
    steady_recording_repair (self, STEADY_RECORDING_REPAIR_CUT_TEXT);
  if (!g_utf8_validate (event.text, -1, &end))
    event.text[end - event.text] = '\0';
  g_array_append_val (self->events, event);
}

static int
compare_events (const void *a, const void *b)
{
  const SteadyRecordingEvent *left = a, *right = b;
  return (left->t > right->t) - (left->t < right->t);
}

/* Puts the marks in the order of time. Thread: the opening one. */
void
steady_recording_sort_events (SteadyRecording *self)
{
  if (self->events != NULL)
    g_array_sort (self->events, compare_events);
}

/* Counts something that a reader mended. For readers of formats. Thread: the reader's.
 */
void
steady_recording_repair (SteadyRecording *self, SteadyRecordingRepair repair)
{
  self->repairs[repair]++;
}

/* How often @repair was done so far; all of it only when the end was read. Thread: the
 * one that opened it. */
unsigned
steady_recording_repaired (const SteadyRecording *self, SteadyRecordingRepair repair)
{
  return self->repairs[repair];
}

/* Accepts NULL. Thread: any. */
void
steady_recording_free (SteadyRecording *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->signals, g_array_unref);
  g_clear_pointer (&self->events, g_array_unref);
  self->class->free (self);
}

/* Thread: any. */
const SteadyRecordingSignal *
steady_recording_signals (const SteadyRecording *self, unsigned *ret_count)
{
  *ret_count = self->signals->len;
  return (const SteadyRecordingSignal *) (void *) self->signals->data;
}

/* The marks of the recording in the order of time. Thread: any. */
const SteadyRecordingEvent *
steady_recording_events (const SteadyRecording *self, unsigned *ret_count)
{
  *ret_count = self->events != NULL ? self->events->len : 0;
  return *ret_count > 0 ? (const SteadyRecordingEvent *) (void *) self->events->data
                        : NULL;
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

/* Whether it says that nobody's body was measured. Thread: any. */
bool
steady_recording_simulated (const SteadyRecording *self)
{
  return self->simulated;
}

/* See the header. Thread: the one that opened it. */
bool
steady_recording_next (SteadyRecording *self, SteadySample *ret_sample, GError **error)
{
  return self->class->next (self, ret_sample, error);
}
