/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "recording/steady-recording-private.h"
#include "recording/steady-signal-alias.h"
#include "recording/steady-wfdb-annotation.h"
#include "recording/steady-wfdb-seal.h"
#include "recording/steady-wfdb-segment.h"

/* As of every other format. */
#define LONGEST_S (400 * 86400.0)

/* One signal of the whole recording, whatever segments hold it. */
typedef struct Output
{
  char             description[64];
  SteadyUnitChange change;
  bool             seen;
  bool             gap; /* something was missing before the next sample */
} Output;

/* One sample of a frame: which lane, and which of its samples. */
typedef struct Slot
{
  unsigned lane;
  unsigned sample;
  double   offset; /* in frames */
} Slot;

typedef struct Wfdb
{
  SteadyRecording          base;
  char                    *folder;
  double                   frame_rate;
  GArray                  *segments; /* of SteadyWfdbSegment; one for a plain record */
  GArray                  *outputs;  /* of Output, parallel to base.signals */
  bool                     layout;   /* the first segment names all signals */
  unsigned                 segment;  /* to open next */
  int64_t                  first_frame; /* of the open segment, in the recording */
  SteadyWfdbSegmentReader *reader;
  GArray  *slots; /* of Slot: a frame of the open segment in order of time */
  unsigned slot;
} Wfdb;

static void
wfdb_free (SteadyRecording *recording)
{
  Wfdb *self = (Wfdb *) recording;
  g_clear_pointer (&self->reader, steady_wfdb_segment_reader_free);
  g_clear_pointer (&self->segments, g_array_unref);
  g_clear_pointer (&self->outputs, g_array_unref);
  g_clear_pointer (&self->slots, g_array_unref);
  g_free (self->folder);
  g_free (self);
}

static SteadyWfdbHeader *
load_segment_header (const Wfdb *self, const char *name, GError **error)
{
  g_autofree char  *file = g_strdup_printf ("%s.hea", name);
  g_autofree char  *path = g_build_filename (self->folder, file, NULL);
  SteadyWfdbHeader *header = steady_wfdb_header_load (path, error);

  if (header != NULL && header->segments->len > 0)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FORMAT,
                   "%s: a segment cannot have segments itself; the record is damaged",
                   path);
      g_clear_pointer (&header, steady_wfdb_header_free);
    }
  return header;
}

static unsigned
find_output (const Wfdb *self, const char *description)
{
  unsigned i = 0;
  while (i < self->outputs->len &&
         strcmp (g_array_index (self->outputs, Output, i).description, description) !=
             0)
    i++;
  return i;
}

/* Keeps the scale of the converter while all segments agree about it. */
static void
note_scale (Wfdb *self, unsigned output, const SteadyWfdbSignal *from, bool first)
{
  const SteadyUnitChange *change =
      &g_array_index (self->outputs, Output, output).change;
  SteadyRecordingSignal *signal =
      &g_array_index (self->base.signals, SteadyRecordingSignal, output);
  const double scale = change->scale / from->gain;
  const double offset = change->offset - from->baseline * scale;

  if (first)
    {
      signal->scale = scale;
      signal->offset = offset;
    }
  else if (fabs (signal->scale - scale) > 1e-12 * fabs (scale) ||
           fabs (signal->offset - offset) > 1e-9 * fabs (scale))
    signal->scale = 0;
}

/* Makes a signal of the recording for each new one in @header. */
static void
add_outputs (Wfdb *self, const SteadyWfdbHeader *header)
{
  for (unsigned i = 0; i < header->signals->len; i++)
    {
      const SteadyWfdbSignal *signal =
          &g_array_index (header->signals, SteadyWfdbSignal, i);
      Output         output = { 0 };
      const unsigned known = find_output (self, signal->description);
      if (known < self->outputs->len)
        {
          note_scale (self, known, signal, false);
          continue;
        }
      g_strlcpy (output.description, signal->description, sizeof output.description);
      steady_signal_alias_assign (self->base.signals,
                                  signal->description,
                                  signal->units,
                                  self->frame_rate * signal->samples_per_frame,
                                  &output.change);
      g_array_append_val (self->outputs, output);
      note_scale (self, known, signal, true);
    }
}

static int
compare_slots (const void *a, const void *b)
{
  const Slot *left = a, *right = b;
  if (left->offset < right->offset || left->offset > right->offset)
    return left->offset < right->offset ? -1 : 1;
  return left->lane < right->lane ? -1 : 1;
}

/* The samples of a frame in order of time. */
static void
order_slots (Wfdb *self)
{
  g_array_set_size (self->slots, 0);
  for (unsigned i = 0; i < self->reader->lanes->len; i++)
    {
      const SteadyWfdbLane *lane =
          &g_array_index (self->reader->lanes, SteadyWfdbLane, i);
      for (unsigned k = 0; k < lane->signal.samples_per_frame; k++)
        {
          const Slot slot = { i, k, (double) k / lane->signal.samples_per_frame };
          g_array_append_val (self->slots, slot);
        }
    }
  g_array_sort (self->slots, compare_slots);
  self->slot = self->slots->len;
}

/* Whoever is not in the open segment has a gap. */
static void
mark_absent (Wfdb *self)
{
  for (unsigned i = 0; i < self->outputs->len; i++)
    {
      bool present = false;
      for (unsigned k = 0; self->reader != NULL && k < self->reader->lanes->len; k++)
        present |= g_array_index (self->reader->lanes, SteadyWfdbLane, k).output == i;
      g_array_index (self->outputs, Output, i).gap |= !present;
    }
}

static bool
open_segment (Wfdb *self, const SteadyWfdbSegment *segment, GError **error)
{
  SteadyWfdbHeader *header = load_segment_header (self, segment->name, error);
  if (header == NULL)
    return false;
  self->reader = steady_wfdb_segment_reader_new (header, error);
  if (self->reader == NULL)
    return false;
  if (segment->frames > 0)
    self->reader->frames = segment->frames;
  for (unsigned i = 0; i < self->reader->lanes->len; i++)
    {
      SteadyWfdbLane *lane = &g_array_index (self->reader->lanes, SteadyWfdbLane, i);
      lane->output = find_output (self, lane->signal.description);
    }
  order_slots (self);
  return true;
}

/* Opens the next segment that holds something. *@ret_end: there is none. */
/* Rates and lengths that are possible each for itself give times that are not. */
static bool
take_length (Wfdb *self, int64_t frames, GError **error)
{
  const double seconds = (double) frames / self->frame_rate;

  if (!(seconds <= LONGEST_S))
    {
      g_set_error (
          error,
          STEADY_RECORDING_ERROR,
          STEADY_RECORDING_ERROR_FORMAT,
          "%s: the record would be longer than 400 days; its header is damaged",
          self->folder);
      return false;
    }
  self->base.length = steady_span_from_seconds (seconds);
  return true;
}

static bool
advance_segment (Wfdb *self, bool *ret_end, GError **error)
{
  if (self->reader != NULL)
    self->first_frame += self->reader->frames;
  g_clear_pointer (&self->reader, steady_wfdb_segment_reader_free);
  *ret_end = false;
  while (self->segment < self->segments->len)
    {
      const SteadyWfdbSegment *segment =
          &g_array_index (self->segments, SteadyWfdbSegment, self->segment);
      const bool is_layout = self->layout && self->segment == 0;
      self->segment++;
      if (!is_layout && strcmp (segment->name, "~") != 0)
        {
          const bool fine = open_segment (self, segment, error);
          mark_absent (self);
          return fine;
        }
      if (!is_layout)
        mark_absent (self);
      self->first_frame += segment->frames;
    }
  *ret_end = true;
  return true;
}

static bool
advance_frame (Wfdb *self, bool *ret_end, GError **error)
{
  bool segment_end = self->reader == NULL;

  *ret_end = false;
  while (true)
    {
      if (self->reader != NULL &&
          !steady_wfdb_segment_reader_next (self->reader, &segment_end, error))
        return false;
      if (!segment_end)
        break;
      if (!advance_segment (self, ret_end, error))
        return false;
      if (*ret_end)
        return true;
      segment_end = false;
    }
  self->slot = 0;
  return true;
}

/* False when the sample is missing. */
static bool
give_slot (Wfdb *self, const Slot *slot, SteadySample *ret_sample)
{
  const SteadyWfdbLane *lane =
      &g_array_index (self->reader->lanes, SteadyWfdbLane, slot->lane);
  if (lane->output == self->outputs->len)
    return false;
  Output       *output = &g_array_index (self->outputs, Output, lane->output);
  const int32_t raw =
      steady_wfdb_segment_reader_sample (self->reader, slot->lane, slot->sample);
  if (raw == STEADY_WFDB_MISSING)
    {
      output->gap = true;
      return false;
    }
  const double  value = ((double) raw - lane->signal.baseline) / lane->signal.gain;
  const int64_t frame = self->first_frame + self->reader->position - 1;
  const double  seconds = ((double) frame + slot->offset) / self->frame_rate;
  *ret_sample = (SteadySample){
    .t = steady_span_from_seconds (seconds),
    .t_device = STEADY_NO_DEVICE_TIME,
    .value = value * output->change.scale + output->change.offset,
    .channel =
        g_array_index (self->base.signals, SteadyRecordingSignal, lane->output).channel,
    .quality = STEADY_QUALITY_VALID,
    .flags = output->gap && output->seen ? STEADY_SAMPLE_GAP : 0,
  };
  output->seen = true;
  output->gap = false;
  return true;
}

static bool
wfdb_next (SteadyRecording *recording, SteadySample *ret_sample, GError **error)
{
  Wfdb *self = (Wfdb *) recording;
  bool  end = false;

  while (true)
    {
      if (self->reader != NULL && self->slot < self->slots->len)
        {
          const Slot *slot = &g_array_index (self->slots, Slot, self->slot++);
          if (give_slot (self, slot, ret_sample))
            return true;
        }
      else if (!advance_frame (self, &end, error) || end)
        return false;
    }
}

/* What is wrong between the record and its segment @place; NULL: they agree. */
static const char *
find_mismatch (const SteadyWfdbHeader  *record,
               const SteadyWfdbSegment *segment,
               const SteadyWfdbHeader  *part,
               unsigned                 place)
{
  if (part->frames > 0 && part->frames != segment->frames)
    return "is of another length than the record says";
  if (fabs (part->frame_rate - record->frame_rate) > 1e-6 * record->frame_rate)
    return "is of another rate than the record";
  if (place == 0 && part->signals->len != record->announced)
    return "has another number of signals than the record says";
  return NULL;
}

static bool
fail_at (const Wfdb *self, const char *name, const char *what, GError **error)
{
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s/%s.hea: %s; the record is damaged",
               self->folder,
               name,
               what);
  return false;
}

/* All segments are looked at before the first sample, so that the signals are complete.
 */
static bool
load_segments (Wfdb *self, const SteadyWfdbHeader *header, GError **error)
{
  int64_t frames = 0;

  g_array_append_vals (self->segments, header->segments->data, header->segments->len);
  self->layout = g_array_index (self->segments, SteadyWfdbSegment, 0).frames == 0;
  for (unsigned i = 0; i < self->segments->len; i++)
    {
      const SteadyWfdbSegment *segment =
          &g_array_index (self->segments, SteadyWfdbSegment, i);
      frames += segment->frames;
      if (strcmp (segment->name, "~") == 0)
        continue;
      g_autoptr (SteadyWfdbHeader) part =
          load_segment_header (self, segment->name, error);
      if (part == NULL)
        return false;
      const char *wrong = find_mismatch (header, segment, part, i);
      if (wrong != NULL)
        return fail_at (self, segment->name, wrong, error);
      add_outputs (self, part);
    }
  if (header->frames > 0 && header->frames != frames)
    return fail_at (self,
                    g_array_index (self->segments, SteadyWfdbSegment, 0).name,
                    "and those after it are together of another length than the record "
                    "says",
                    error);
  return take_length (self, frames, error);
}

static bool
load_plain (Wfdb *self, SteadyWfdbHeader *header, const char *path, GError **error)
{
  g_autofree char  *name = g_path_get_basename (path);
  SteadyWfdbSegment whole = { .frames = header->frames };

  if (g_str_has_suffix (name, ".hea"))
    name[strlen (name) - strlen (".hea")] = '\0';
  g_strlcpy (whole.name, name, sizeof whole.name);
  add_outputs (self, header);
  /* opened once now, so that what cannot be read is said at once */
  if (!open_segment (self, &whole, error))
    return false;
  const bool fine = take_length (self, self->reader->frames, error);
  g_clear_pointer (&self->reader, steady_wfdb_segment_reader_free);
  g_array_append_val (self->segments, whole);
  return fine;
}

/* Notes that the header has a checksum of must be there, and be those. */
static bool
load_notes (Wfdb                   *self,
            const SteadyWfdbHeader *header,
            const char             *path,
            GError                **error)
{
  g_autofree char *notes =
      g_strdup_printf ("%.*s.atr", (int) (strlen (path) - strlen (".hea")), path);

  if (header->own && !header->sealed)
    steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_UNSEALED);
  return steady_wfdb_seal_check (header, notes, error) &&
         steady_wfdb_annotation_load (&self->base, path, header->frame_rate, error);
}

static const SteadyRecordingClass wfdb_class = { wfdb_next, wfdb_free };

/* Opens a WFDB record by its .hea file. Thread: any but the tick. */
SteadyRecording *
steady_wfdb_recording_open (const char *path, GError **error)
{
  g_autoptr (SteadyWfdbHeader) header = steady_wfdb_header_load (path, error);
  if (header == NULL)
    return NULL;

  Wfdb *self = g_new0 (Wfdb, 1);
  self->base.class = &wfdb_class;
  self->base.signals = g_array_new (FALSE, TRUE, sizeof (SteadyRecordingSignal));
  self->base.start_utc = header->start_utc;
  self->base.simulated = header->simulated;
  self->folder = g_path_get_dirname (path);
  self->frame_rate = header->frame_rate;
  self->segments = g_array_new (FALSE, TRUE, sizeof (SteadyWfdbSegment));
  self->outputs = g_array_new (FALSE, TRUE, sizeof (Output));
  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  const bool fine = header->segments->len > 0 ? load_segments (self, header, error)
                                              : load_plain (self, header, path, error);
  if (!fine || !load_notes (self, header, path, error))
    {
      steady_recording_free (&self->base);
      return NULL;
    }
  return &self->base;
}
