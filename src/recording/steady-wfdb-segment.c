/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-wfdb-segment.h"

#include <string.h>
#include <sys/stat.h>

#include "recording/steady-recording.h"
#include "recording/steady-wfdb-seal.h"

static void
close_file (void *file)
{
  steady_wfdb_file_close (file);
}

static void
clear_lane (void *lane)
{
  g_free (((SteadyWfdbLane *) lane)->frames);
}

static bool
unsupported (const SteadyWfdbHeader *header,
             const SteadyWfdbSignal *signal,
             GError                **error)
{
  g_set_error (
      error,
      STEADY_RECORDING_ERROR,
      STEADY_RECORDING_ERROR_FORMAT,
      "%s: signal %s has format %d, which cannot be read; convert it to format 16",
      header->path,
      signal->description,
      signal->format);
  return false;
}

/* Signals of one file stand in it side by side; each file is opened once. */
static bool
open_lane (SteadyWfdbSegmentReader *self,
           const SteadyWfdbSignal  *signal,
           GError                 **error)
{
  SteadyWfdbLane   lane = { .signal = *signal, .last = (uint32_t) signal->initial };
  g_autofree char *folder = g_path_get_dirname (self->header->path);
  g_autofree char *path = g_build_filename (folder, signal->file, NULL);

  if (!steady_wfdb_file_supports (signal->format))
    return unsupported (self->header, signal, error);
  for (lane.file = 0; lane.file < self->files->len; lane.file++)
    if (strcmp (g_array_index (self->files, SteadyWfdbFile, lane.file).path, path) == 0)
      break;
  if (lane.file == self->files->len)
    {
      SteadyWfdbFile file;
      if (!steady_wfdb_file_open (
              &file, path, signal->format, signal->byte_offset, error))
        return false;
      g_array_append_val (self->files, file);
    }
  else if (g_array_index (self->files, SteadyWfdbFile, lane.file).format !=
           signal->format)
    return unsupported (self->header, signal, error);
  lane.frames = g_new0 (int32_t, (size_t) self->ring * signal->samples_per_frame);
  g_array_append_val (self->lanes, lane);
  return true;
}

/* How many frames the first file holds, for a header that does not say. */
static int64_t
frames_in_file (const SteadyWfdbSegmentReader *self)
{
  const SteadyWfdbFile *file = &g_array_index (self->files, SteadyWfdbFile, 0);
  struct stat           about;
  int64_t               per_frame = 0;

  if (fstat (fileno (file->stream), &about) != 0)
    return 0;
  for (unsigned i = 0; i < self->lanes->len; i++)
    if (g_array_index (self->lanes, SteadyWfdbLane, i).file == 0)
      per_frame +=
          g_array_index (self->lanes, SteadyWfdbLane, i).signal.samples_per_frame;
  const int64_t bytes = about.st_size - ftello (file->stream);
  const int64_t samples = steady_wfdb_file_samples (file->format, bytes);
  return samples / per_frame;
}

/*
 * Opens the signal files of @header, which it takes over in any case.
 *
 * Thread: any but the tick.
 */
SteadyWfdbSegmentReader *
steady_wfdb_segment_reader_new (SteadyWfdbHeader *header, GError **error)
{
  SteadyWfdbSegmentReader *self = g_new0 (SteadyWfdbSegmentReader, 1);

  self->header = header;
  self->files = g_array_new (FALSE, TRUE, sizeof (SteadyWfdbFile));
  g_array_set_clear_func (self->files, close_file);
  self->lanes = g_array_new (FALSE, TRUE, sizeof (SteadyWfdbLane));
  g_array_set_clear_func (self->lanes, clear_lane);
  self->ring = 1;
  for (unsigned i = 0; i < header->signals->len; i++)
    self->ring =
        MAX (self->ring, g_array_index (header->signals, SteadyWfdbSignal, i).skew + 1);
  for (unsigned i = 0; i < header->signals->len; i++)
    if (!open_lane (self, &g_array_index (header->signals, SteadyWfdbSignal, i), error))
      {
        steady_wfdb_segment_reader_free (self);
        return NULL;
      }
  self->frames = header->frames > 0 ? header->frames : frames_in_file (self);
  return self;
}

/* Thread: any. */
void
steady_wfdb_segment_reader_free (SteadyWfdbSegmentReader *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->lanes, g_array_unref);
  g_clear_pointer (&self->files, g_array_unref);
  g_clear_pointer (&self->header, steady_wfdb_header_free);
  g_free (self);
}

static int32_t
raw_value (int format, int32_t sample)
{
  return sample != STEADY_WFDB_MISSING ? sample : steady_wfdb_file_missing (format);
}

static int32_t *
slot (const SteadyWfdbLane *lane, unsigned ring, int64_t frame)
{
  return lane->frames + (size_t) (frame % ring) * lane->signal.samples_per_frame;
}

static bool
decode_frame (SteadyWfdbSegmentReader *self, GError **error)
{
  for (unsigned i = 0; i < self->lanes->len; i++)
    {
      SteadyWfdbLane *lane = &g_array_index (self->lanes, SteadyWfdbLane, i);
      SteadyWfdbFile *file = &g_array_index (self->files, SteadyWfdbFile, lane->file);
      int32_t        *samples = slot (lane, self->ring, self->decoded);
      for (unsigned k = 0; k < lane->signal.samples_per_frame; k++)
        {
          if (!steady_wfdb_file_next (file, &samples[k], error))
            return false;
          if (lane->signal.format == 8)
            samples[k] = (int32_t) (lane->last += (uint32_t) samples[k]);
          lane->sum += (uint32_t) raw_value (lane->signal.format, samples[k]);
        }
    }
  self->decoded++;
  return true;
}

static bool
check_sums (const SteadyWfdbSegmentReader *self, GError **error)
{
  for (unsigned i = 0; i < self->lanes->len; i++)
    {
      const SteadyWfdbLane *lane = &g_array_index (self->lanes, SteadyWfdbLane, i);
      if (!lane->signal.has_checksum || (int16_t) lane->sum == lane->signal.checksum)
        continue;
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FORMAT,
                   "%s: the samples of signal %s do not match its checksum (%d, header "
                   "%d); the signal file is damaged",
                   self->header->path,
                   lane->signal.description,
                   (int16_t) lane->sum,
                   lane->signal.checksum);
      return false;
    }
  for (unsigned i = 0; i < self->files->len; i++)
    if (!steady_wfdb_seal_check (
            self->header, g_array_index (self->files, SteadyWfdbFile, i).path, error))
      return false;
  return true;
}

/*
 * Moves to the next frame. At the end *@ret_end becomes true, once all checksums were
 * found right. False on an error.
 *
 * Thread: any.
 */
bool
steady_wfdb_segment_reader_next (SteadyWfdbSegmentReader *self,
                                 bool                    *ret_end,
                                 GError                 **error)
{
  if (self->position == self->frames)
    {
      *ret_end = true;
      return check_sums (self, error);
    }
  const int64_t wanted = MIN (self->position + self->ring, self->frames);
  while (self->decoded < wanted)
    if (!decode_frame (self, error))
      return false;
  self->position++;
  *ret_end = false;
  return true;
}

/*
 * Sample @sample of @lane in the frame that was moved to last, or STEADY_WFDB_MISSING.
 *
 * Thread: any.
 */
int32_t
steady_wfdb_segment_reader_sample (const SteadyWfdbSegmentReader *self,
                                   unsigned                       lane,
                                   unsigned                       sample)
{
  const SteadyWfdbLane *from = &g_array_index (self->lanes, SteadyWfdbLane, lane);
  const int64_t         frame = self->position - 1 + from->signal.skew;
  return frame < self->frames ? slot (from, self->ring, frame)[sample]
                              : STEADY_WFDB_MISSING;
}
