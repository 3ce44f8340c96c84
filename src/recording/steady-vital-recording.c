/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "recording/steady-recording-private.h"
#include "recording/steady-signal-alias.h"
#include "recording/steady-vital-file.h"

enum
{
  NO_SIGNAL = -1
};

/* How far blocks of one wave may lie apart (s) and still follow each other: the clock
 * of the recorder jitters. */
#define JITTER 0.1

/* One track while it is given out. */
typedef struct Lane
{
  int              signal; /* index in base.signals, or NO_SIGNAL */
  SteadyUnitChange change;
  GArray          *records; /* of guint, indices in the file's records */
  guint            record;  /* the open one */
  unsigned         sample;  /* in it, to give next */
  double           next;    /* s since 1970, of that sample */
  double           end;     /* where the record before ended; NaN: none */
  bool             seen;
  bool             gap;
} Lane;

typedef struct Vital
{
  SteadyRecording  base;
  char            *path;
  SteadyVitalFile *file;
  GArray          *lanes; /* of Lane, parallel to the file's tracks */
  double           start; /* s since 1970 */
} Vital;

static void
clear_lane (void *lane)
{
  g_array_unref (((Lane *) lane)->records);
}

static void
vital_free (SteadyRecording *recording)
{
  Vital *self = (Vital *) recording;
  g_clear_pointer (&self->lanes, g_array_unref);
  steady_vital_file_free (self->file);
  g_free (self->path);
  g_free (self);
}

static const SteadyVitalRecord *
record_of (const Vital *self, const Lane *lane)
{
  return &g_array_index (self->file->records,
                         SteadyVitalRecord,
                         g_array_index (lane->records, guint, lane->record));
}

/* Numbers in a record; a wave says how many, and must not say more than there are. */
static unsigned
count_in (const Vital             *self,
          const SteadyVitalTrack  *track,
          const SteadyVitalRecord *record,
          size_t                  *ret_at)
{
  const unsigned size = steady_vital_format_size (track->format);
  uint32_t       count = 1;

  *ret_at = record->at;
  if (track->kind == STEADY_VITAL_NUMBER)
    return record->length >= size ? 1 : 0;
  if (record->length < sizeof count)
    return 0;
  memcpy (&count, self->file->bytes->data + record->at, sizeof count);
  *ret_at += sizeof count;
  return MIN (count, (record->length - (unsigned) sizeof count) / size);
}

/*
 * Opens the lane's record for giving. A block that begins where the one before ended,
 * about, goes on with its clock; one that begins later leaves a gap; of one that begins
 * earlier what was given already is passed over.
 */
static void
begin_record (Vital *self, Lane *lane, const SteadyVitalTrack *track)
{
  const SteadyVitalRecord *record = record_of (self, lane);

  lane->sample = 0;
  lane->next = record->t;
  if (track->kind != STEADY_VITAL_WAVE || isnan (lane->end))
    return;
  const double jump = record->t - lane->end;
  if (fabs (jump) <= fmax (JITTER, 2 / track->rate_hz))
    lane->next = lane->end;
  else if (jump > 0)
    lane->gap = true;
  else
    {
      const double passed = ceil (-jump * track->rate_hz);
      lane->sample = (unsigned) fmin (passed, 4e9);
      lane->next = record->t + passed / track->rate_hz;
    }
}

/* Moves to the lane's next sample; false when it has none. */
static bool
settle (Vital *self, Lane *lane, const SteadyVitalTrack *track, size_t *ret_at)
{
  while (lane->record < lane->records->len)
    {
      size_t         at;
      const unsigned count = count_in (self, track, record_of (self, lane), &at);
      if (lane->sample < count)
        {
          *ret_at =
              at + (size_t) lane->sample * steady_vital_format_size (track->format);
          return true;
        }
      if (track->kind == STEADY_VITAL_WAVE && count > 0)
        lane->end = lane->next;
      if (++lane->record < lane->records->len)
        begin_record (self, lane, track);
    }
  return false;
}

static bool
vital_next (SteadyRecording *recording, SteadySample *ret_sample, GError **error)
{
  Vital *self = (Vital *) recording;

  while (true)
    {
      Lane                   *earliest = NULL;
      const SteadyVitalTrack *its = NULL;
      size_t                  at = 0, its_at = 0;
      for (unsigned i = 0; i < self->lanes->len; i++)
        {
          Lane                   *lane = &g_array_index (self->lanes, Lane, i);
          const SteadyVitalTrack *track =
              &g_array_index (self->file->tracks, SteadyVitalTrack, i);
          if (lane->signal != NO_SIGNAL && settle (self, lane, track, &at) &&
              (earliest == NULL || lane->next < earliest->next))
            {
              earliest = lane;
              its = track;
              its_at = at;
            }
        }
      if (earliest == NULL)
        return false;
      const double seconds = earliest->next - self->start;
      double       value;
      earliest->sample++;
      earliest->next += its->kind == STEADY_VITAL_WAVE ? 1 / its->rate_hz : 0;
      if (!steady_vital_file_number (self->file, its, its_at, &value))
        {
          earliest->gap = true;
          continue;
        }
      const SteadyRecordingSignal *signal =
          &g_array_index (self->base.signals, SteadyRecordingSignal, earliest->signal);
      *ret_sample = (SteadySample){
        .t = steady_span_from_seconds (seconds),
        .t_device = STEADY_NO_DEVICE_TIME,
        .value = value * earliest->change.scale + earliest->change.offset,
        .channel = signal->channel,
        .quality = STEADY_QUALITY_VALID,
        .flags = earliest->gap && earliest->seen ? STEADY_SAMPLE_GAP : 0,
      };
      earliest->seen = true;
      earliest->gap = false;
      return true;
    }
}

/* A text record: an event under its track's name. */
static void
take_text (Vital *self, const SteadyVitalTrack *track, const SteadyVitalRecord *record)
{
  uint32_t length;

  if (record->length < 2 * sizeof length)
    return;
  const uint8_t *bytes = self->file->bytes->data + record->at;
  memcpy (&length, bytes + sizeof length, sizeof length);
  length = MIN (length, record->length - 2 * (uint32_t) sizeof length);
  g_autofree char *text = g_strndup ((const char *) bytes + 2 * sizeof length, length);
  g_autofree char *worded = strcmp (track->name, "EVENT") == 0
                                ? g_strdup (text)
                                : g_strdup_printf ("%s: %s", track->name, text);
  g_strstrip (worded);
  if (worded[0] != '\0')
    steady_recording_add_event (
        &self->base, steady_span_from_seconds (record->t - self->start), worded);
}

static void
take_tracks (Vital *self)
{
  for (unsigned i = 0; i < self->file->tracks->len; i++)
    {
      const SteadyVitalTrack *track =
          &g_array_index (self->file->tracks, SteadyVitalTrack, i);
      Lane lane = { .signal = NO_SIGNAL,
                    .end = (double) NAN,
                    .records = g_array_new (FALSE, FALSE, sizeof (guint)) };
      for (guint k = 0; k < self->file->records->len; k++)
        if (g_array_index (self->file->records, SteadyVitalRecord, k).track == i)
          g_array_append_val (lane.records, k);
      if (track->kind != STEADY_VITAL_TEXT && lane.records->len > 0)
        {
          const bool wave = track->kind == STEADY_VITAL_WAVE;
          lane.signal = (int) self->base.signals->len;
          steady_signal_alias_assign (self->base.signals,
                                      track->name,
                                      track->unit,
                                      wave ? track->rate_hz : 0,
                                      &lane.change);
        }
      g_array_append_val (self->lanes, lane);
    }
  for (unsigned i = 0; i < self->lanes->len; i++)
    {
      Lane *lane = &g_array_index (self->lanes, Lane, i);
      if (lane->records->len > 0)
        begin_record (
            self, lane, &g_array_index (self->file->tracks, SteadyVitalTrack, i));
    }
}

static bool
take_file (Vital *self, GError **error)
{
  const GArray *records = self->file->records;
  double        end = 0;

  if (records->len == 0)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FORMAT,
                   "%s: holds no records; nothing can be taken from it",
                   self->path);
      return false;
    }
  self->start = g_array_index (records, SteadyVitalRecord, 0).t;
  take_tracks (self);
  for (guint i = 0; i < records->len; i++)
    {
      const SteadyVitalRecord *record = &g_array_index (records, SteadyVitalRecord, i);
      const SteadyVitalTrack  *track =
          &g_array_index (self->file->tracks, SteadyVitalTrack, record->track);
      size_t at;
      double length = 0;
      if (track->kind == STEADY_VITAL_TEXT)
        take_text (self, track, record);
      else if (track->kind == STEADY_VITAL_WAVE)
        length = count_in (self, track, record, &at) / track->rate_hz;
      end = fmax (end, record->t + length - self->start);
    }
  /* a date that is wrong must not make a case of years */
  if (end > 40 * 86400.0 || self->base.signals->len == 0)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FORMAT,
                   "%s: %s; the file is damaged",
                   self->path,
                   end > 40 * 86400.0 ? "its times lie more than 40 days apart"
                                      : "holds no signals");
      return false;
    }
  self->base.length = steady_span_from_seconds (end);
  self->base.start_utc = (int64_t) llrint (self->start * 1e9);
  steady_recording_sort_events (&self->base);
  return true;
}

static const SteadyRecordingClass vital_class = { vital_next, vital_free };

/* Opens a .vital file of VitalDB. Thread: any but the tick. */
SteadyRecording *
steady_vital_recording_open (const char *path, GError **error)
{
  g_autoptr (SteadyVitalFile) file = steady_vital_file_load (path, error);
  if (file == NULL)
    return NULL;

  Vital *self = g_new0 (Vital, 1);
  self->base.class = &vital_class;
  self->base.signals = g_array_new (FALSE, TRUE, sizeof (SteadyRecordingSignal));
  self->lanes = g_array_new (FALSE, TRUE, sizeof (Lane));
  g_array_set_clear_func (self->lanes, clear_lane);
  self->path = g_strdup (path);
  self->file = g_steal_pointer (&file);
  for (unsigned i = 0; i < self->file->unknown; i++)
    steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_UNKNOWN);
  if (!take_file (self, error))
    {
      steady_recording_free (&self->base);
      return NULL;
    }
  return &self->base;
}
