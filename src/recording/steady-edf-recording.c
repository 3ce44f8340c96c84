/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <edflib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "recording/steady-edf-header.h"
#include "recording/steady-edf-onsets.h"
#include "recording/steady-edf-seal.h"
#include "recording/steady-recording-private.h"
#include "recording/steady-signal-alias.h"

enum
{
  MAX_SIGNALS = 256,
  MAX_RECORD = 4 * 1024 * 1024 /* samples in one data record */
};

/* Less is no hole between two records, s. */
#define HOLE 1e-4
/* Steps of libedf in a second. */
#define EDF_TICKS ((double) EDFLIB_TIME_DIMENSION)

/* What Steady writes for a sample that is missing, and where it says so. */
#define MISSING      (-32768)
#define MISSING_MARK "missing=-32768"
#define GOES_ON      "…"

/* One signal of the file. */
typedef struct Lane
{
  SteadyUnitChange change;
  double           scale; /* physical = offset + scale · digital */
  double           offset;
  int             *samples; /* of the data record that is given out */
  unsigned         count;   /* in a data record */
  int              signal;  /* number in the file, as libedf counts */
  bool             marked;  /* MISSING means missing */
  bool             gap;
  bool             seen;
} Lane;

typedef struct Slot
{
  unsigned lane;
  unsigned sample;
  double   offset; /* in data records */
} Slot;

typedef struct Edf
{
  SteadyRecording  base;
  char            *path;
  int              handle; /* -1: not open */
  double           record_s;
  int64_t          records;
  int64_t          record; /* to read next */
  SteadyEdfHeader *header; /* where libedf got a copy */
  GArray          *onsets; /* of double, s: of EDF+D, else NULL */
  bool             holes;  /* it is EDF+D */
  GArray          *lanes;  /* of Lane, parallel to base.signals */
  GArray          *slots;  /* of Slot, in order of time */
  unsigned         slot;
} Edf;

static void
clear_lane (void *lane)
{
  g_free (((Lane *) lane)->samples);
}

static void
edf_free (SteadyRecording *recording)
{
  Edf *self = (Edf *) recording;

  if (self->handle >= 0)
    edfclose_file (self->handle);
  steady_edf_header_free (self->header);
  g_clear_pointer (&self->lanes, g_array_unref);
  g_clear_pointer (&self->slots, g_array_unref);
  g_clear_pointer (&self->onsets, g_array_unref);
  g_free (self->path);
  g_free (self);
}

static const char *
problem_text (int problem)
{
  switch (problem)
    {
    case EDFLIB_NO_SUCH_FILE_OR_DIRECTORY:
    case EDFLIB_FILE_READ_ERROR:
      return "cannot be read; check the name and the permissions";
    case EDFLIB_FILE_IS_DISCONTINUOUS:
      return "is EDF+D and cannot be copied to the folder of temporary files; make "
             "room there";
    case EDFLIB_FILE_ALREADY_OPENED:
      return "is open already; close the other review first";
    case EDFLIB_MAXFILES_REACHED:
    case EDFLIB_MALLOC_ERROR:
      return "cannot be opened beside so many others; close some";
    default:
      return "is no EDF file, is cut off, or its header does not fit its length; "
             "look at it in EDFbrowser";
    }
}

static bool
fail (const Edf *self, GError **error, int code, const char *what)
{
  g_set_error (error, STEADY_RECORDING_ERROR, (gint) code, "%s: %s", self->path, what);
  return false;
}

/* When data record @record begins, in seconds. */
static double
begin_of (const Edf *self, int64_t record)
{
  return self->onsets != NULL ? g_array_index (self->onsets, double, record)
                              : (double) record * self->record_s;
}

/* Marks what is missing between the record that was read last and the next. */
static bool
look_for_hole (Edf *self, GError **error)
{
  if (self->onsets == NULL || self->record == 0)
    return true;
  const double hole = begin_of (self, self->record) -
                      begin_of (self, self->record - 1) - self->record_s;
  if (hole < -HOLE)
    return fail (
        self,
        error,
        STEADY_RECORDING_ERROR_FORMAT,
        "is EDF+D with data records that overlap in time; the file is damaged");
  for (unsigned i = 0; hole > HOLE && i < self->lanes->len; i++)
    g_array_index (self->lanes, Lane, i).gap = true;
  return true;
}

static bool
read_record (Edf *self, GError **error)
{
  if (!look_for_hole (self, error))
    return false;
  for (unsigned i = 0; i < self->lanes->len; i++)
    {
      Lane *lane = &g_array_index (self->lanes, Lane, i);
      if (edfread_digital_samples (
              self->handle, lane->signal, (int) lane->count, lane->samples) !=
          (int) lane->count)
        return fail (
            self,
            error,
            STEADY_RECORDING_ERROR_TRUNCATED,
            "ends before the length that its header says; the file is cut off");
    }
  self->record++;
  self->slot = 0;
  return true;
}

/* False when the sample is missing. */
static bool
give_slot (Edf *self, const Slot *slot, SteadySample *ret_sample)
{
  Lane     *lane = &g_array_index (self->lanes, Lane, slot->lane);
  const int digital = lane->samples[slot->sample];

  if (lane->marked && digital == MISSING)
    {
      lane->gap = true;
      return false;
    }
  const double physical = lane->offset + lane->scale * digital;
  const double seconds =
      begin_of (self, self->record - 1) + slot->offset * self->record_s;
  *ret_sample = (SteadySample){
    .t = steady_span_from_seconds (seconds),
    .t_device = STEADY_NO_DEVICE_TIME,
    .value = physical * lane->change.scale + lane->change.offset,
    .channel =
        g_array_index (self->base.signals, SteadyRecordingSignal, slot->lane).channel,
    .quality = STEADY_QUALITY_VALID,
    .flags = lane->gap && lane->seen ? STEADY_SAMPLE_GAP : 0,
  };
  lane->seen = true;
  lane->gap = false;
  return true;
}

static bool
edf_next (SteadyRecording *recording, SteadySample *ret_sample, GError **error)
{
  Edf *self = (Edf *) recording;

  while (true)
    {
      while (self->slot < self->slots->len)
        if (give_slot (
                self, &g_array_index (self->slots, Slot, self->slot++), ret_sample))
          return true;
      if (self->record >= self->records || !read_record (self, error))
        return false;
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

/* Names are padded with spaces in the file. */
static void
take_text (const char *text, char *ret_text, size_t size)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_strlcpy (ret_text, g_strstrip (valid), size);
}

/* "channel NAME, unit UNIT": where Steady writes what is too long for label and unit.
 */
static void
take_own_words (const char *text,
                char       *ret_name,
                size_t      name_size,
                char       *ret_unit,
                size_t      unit_size)
{
  const char *unit = g_strrstr (text, ", unit");

  if (!g_str_has_prefix (text, "channel ") || unit == NULL)
    return;
  const char      *name = text + strlen ("channel ");
  g_autofree char *own = g_strndup (name, (gsize) MAX (unit - name, 0));
  take_text (own, ret_name, name_size);
  take_text (unit + strlen (", unit"), ret_unit, unit_size);
}

static bool
add_lane (Edf *self, const struct edf_param_struct *signal, int number, GError **error)
{
  char   name[96], unit[24];
  Lane   lane = { .count = (unsigned) signal->smp_in_datarecord, .signal = number };
  double range = signal->dig_max - signal->dig_min;

  if (signal->smp_in_datarecord < 1 || range < 1 || !isfinite (signal->phys_max) ||
      !isfinite (signal->phys_min))
    return fail (
        self,
        error,
        STEADY_RECORDING_ERROR_FORMAT,
        "has a signal without a range or without samples; the header is damaged");
  lane.scale = (signal->phys_max - signal->phys_min) / range;
  lane.offset = signal->phys_min - lane.scale * signal->dig_min;
  lane.marked = strstr (signal->prefilter, MISSING_MARK) != NULL;
  take_text (signal->label, name, sizeof name);
  take_text (signal->physdimension, unit, sizeof unit);
  take_own_words (signal->transducer, name, sizeof name, unit, sizeof unit);
  if (self->header != NULL)
    {
      g_autofree char *own = steady_edf_header_unit (self->header, self->lanes->len);
      g_strlcpy (unit, own != NULL ? own : unit, sizeof unit);
    }
  const double rate = lane.count / self->record_s;
  if (rate > 100000)
    return fail (self,
                 error,
                 STEADY_RECORDING_ERROR_FORMAT,
                 "has a signal of more than 100000 samples a second; the header is "
                 "damaged");
  steady_signal_alias_assign (self->base.signals, name, unit, rate, &lane.change);
  SteadyRecordingSignal *made = &g_array_index (
      self->base.signals, SteadyRecordingSignal, self->base.signals->len - 1);
  made->scale = lane.scale * lane.change.scale;
  made->offset = lane.offset * lane.change.scale + lane.change.offset;
  lane.samples = g_new0 (int, lane.count);
  for (unsigned k = 0; k < lane.count; k++)
    {
      const Slot slot = { self->lanes->len, k, (double) k / lane.count };
      g_array_append_val (self->slots, slot);
    }
  g_array_append_val (self->lanes, lane);
  return true;
}

static int64_t
start_of (const struct edf_hdr_struct *header)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) start = g_date_time_new (utc,
                                                 header->startdate_year,
                                                 header->startdate_month,
                                                 header->startdate_day,
                                                 header->starttime_hour,
                                                 header->starttime_minute,
                                                 header->starttime_second);
  if (start == NULL || header->startdate_year < 1970 || header->startdate_year > 2261)
    return 0;
  return g_date_time_to_unix (start) * STEADY_NSEC_PER_SEC +
         header->starttime_subsecond * 100;
}

/* Steady cuts a long text into several annotations, since libedf writes 40 bytes of
 * each. */
static bool
goes_on (Edf *self, SteadyInstant t, const char *text)
{
  if (self->base.events == NULL || self->base.events->len == 0 ||
      !g_str_has_prefix (text, GOES_ON))
    return false;
  SteadyRecordingEvent *before = &g_array_index (
      self->base.events, SteadyRecordingEvent, self->base.events->len - 1);
  if (before->t != t)
    return false;
  g_strlcat (before->text, text + strlen (GOES_ON), sizeof before->text);
  return true;
}

static void
take_annotation (void *data, double onset, const char *text)
{
  Edf                *self = data;
  const SteadyInstant t = steady_span_from_seconds (onset);

  if (text[0] != '\0' && t >= 0 && !goes_on (self, t, text))
    steady_recording_add_event (&self->base, t, text);
}

static void
take_annotations (Edf *self, const struct edf_hdr_struct *header)
{
  struct edf_annotation_struct annotation;

  for (int64_t i = 0; i < header->annotations_in_file; i++)
    if (edf_get_annotation (self->handle, (int) i, &annotation) == 0 &&
        annotation.annotation[0] != '\0' && annotation.onset >= 0 &&
        !goes_on (self, annotation.onset * 100, annotation.annotation))
      steady_recording_add_event (
          &self->base, annotation.onset * 100, annotation.annotation);
  steady_recording_sort_events (&self->base);
}

/* An EDF+D file says itself when its records begin. */
static bool
take_onsets (Edf *self, GError **error)
{
  const char *problem = NULL;

  if (!self->holes)
    return true;
  self->onsets = steady_edf_onsets_load (
      self->header, self->path, self->records, take_annotation, self, &problem);
  return self->onsets != NULL ||
         fail (self, error, STEADY_RECORDING_ERROR_FORMAT, problem);
}

static bool
take_header (Edf *self, const struct edf_hdr_struct *header, GError **error)
{
  uint64_t samples = 0;

  if (header->filetype != EDFLIB_FILETYPE_EDF &&
      header->filetype != EDFLIB_FILETYPE_EDFPLUS)
    return fail (
        self, error, STEADY_RECORDING_ERROR_FORMAT, "is BDF, of 24 bits; convert it");
  if (header->datarecord_duration <= 0 || header->edfsignals < 1 ||
      header->edfsignals > MAX_SIGNALS || header->datarecords_in_file < 1)
    return fail (self,
                 error,
                 STEADY_RECORDING_ERROR_FORMAT,
                 "holds no signals, more than 256, or no samples; nothing can be taken "
                 "from it");
  for (int i = 0; i < header->edfsignals; i++)
    samples += (uint64_t) MAX (header->signalparam[i].smp_in_datarecord, 0);
  if (samples > MAX_RECORD)
    return fail (
        self,
        error,
        STEADY_RECORDING_ERROR_FORMAT,
        "has data records of more than 4 million samples; the header is damaged");
  self->record_s = (double) header->datarecord_duration / EDF_TICKS;
  self->records = header->datarecords_in_file;
  if (!take_onsets (self, error))
    return false;
  self->base.length =
      steady_span_from_seconds (begin_of (self, self->records - 1) + self->record_s);
  self->base.start_utc = start_of (header);
  self->base.simulated = strstr (header->recording_additional, "SIMULATED") != NULL ||
                         strstr (header->recording, "SIMULATED") != NULL;
  for (int i = 0; i < header->edfsignals; i++)
    if (!(self->holes && steady_edf_header_is_mark (self->header, (unsigned) i)) &&
        !add_lane (self, &header->signalparam[i], i, error))
      return false;
  if (self->lanes->len == 0)
    return fail (self,
                 error,
                 STEADY_RECORDING_ERROR_FORMAT,
                 "holds annotations alone; nothing can be taken from it");
  g_array_sort (self->slots, compare_slots);
  self->slot = self->slots->len;
  take_annotations (self, header);
  return true;
}

/* Opens it, by way of a copy where only the letters of its header are wrong, or where
 * it has holes in its time. */
static bool
open_file (Edf *self, struct edf_hdr_struct *header)
{
  if (edfopen_file_readonly (self->path, header, EDFLIB_READ_ALL_ANNOTATIONS) == 0)
    return true;
  if (header->filetype != EDFLIB_FILE_CONTAINS_FORMAT_ERRORS &&
      header->filetype != EDFLIB_FILE_IS_DISCONTINUOUS)
    return false;
  self->header = steady_edf_header_load (self->path);
  if (self->header == NULL)
    return false;
  self->holes = steady_edf_header_join (self->header);
  if (!self->holes && steady_edf_header_is_plain (self->header))
    return false;
  if (!steady_edf_header_is_plain (self->header))
    steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_HEADER);
  g_autofree char *copy = steady_edf_header_copy_plain (self->header, self->path);
  if (copy == NULL)
    return false;
  const bool fine =
      edfopen_file_readonly (copy, header, EDFLIB_READ_ALL_ANNOTATIONS) == 0;
  unlink (copy);
  return fine;
}

static const SteadyRecordingClass edf_class = { edf_next, edf_free };

/* Opens an EDF or EDF+C file, through libedf. Thread: main (libedf keeps a table). */
SteadyRecording *
steady_edf_recording_open (const char *path, GError **error)
{
  g_autofree struct edf_hdr_struct *header = g_new0 (struct edf_hdr_struct, 1);
  Edf                              *self = g_new0 (Edf, 1);
  bool                              fine;

  self->base.class = &edf_class;
  self->base.signals = g_array_new (FALSE, TRUE, sizeof (SteadyRecordingSignal));
  self->lanes = g_array_new (FALSE, TRUE, sizeof (Lane));
  g_array_set_clear_func (self->lanes, clear_lane);
  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  self->path = g_strdup (path);
  self->handle = -1;
  const SteadyEdfSeal seal = steady_edf_seal_check (path);
  if (seal == STEADY_EDF_SEAL_LOST)
    steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_UNSEALED);
  if (seal == STEADY_EDF_SEAL_BROKEN)
    fine =
        fail (self,
              error,
              STEADY_RECORDING_ERROR_FORMAT,
              "does not match the checksum that Steady wrote into it, so something in "
              "it was changed or damaged; take the file again from where it was "
              "exported");
  else if (!open_file (self, header))
    fine = fail (
        self, error, STEADY_RECORDING_ERROR_FORMAT, problem_text (header->filetype));
  else
    {
      self->handle = header->handle;
      fine = take_header (self, header, error);
    }
  if (!fine)
    {
      steady_recording_free (&self->base);
      return NULL;
    }
  return &self->base;
}
