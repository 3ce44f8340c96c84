/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-vital-file.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

#include "recording/steady-recording.h"

/*
 * VitalDB's format (its public "Vital File Format"): gzip over packets, each of a type,
 * a length and data. Packets need not be in the order of time, so that the file is
 * taken into memory, bounded, and its records are sorted.
 */
enum
{
  PACKET_TRACK = 0,
  PACKET_RECORD = 1,
  MAX_TRACKS = 512,
  READ_PART = 1 << 16
};

#define MAX_BYTES   ((size_t) 512 * 1024 * 1024)
#define MAX_PACKET  ((uint32_t) 64 * 1024 * 1024)
#define MAX_RECORDS 20000000u

/* Where one reads, and where that ends. */
typedef struct Cursor
{
  const uint8_t *bytes;
  size_t         at;
  size_t         end;
} Cursor;

static bool
take (Cursor *self, void *ret_value, size_t size)
{
  if (self->end - self->at < size)
    return false;
  memcpy (ret_value, self->bytes + self->at, size);
  self->at += size;
  return true;
}

static bool
take_string (Cursor *self, char *ret_text, size_t size)
{
  uint32_t length;

  if (!take (self, &length, sizeof length) || self->end - self->at < length)
    return false;
  g_autofree char *text = g_strndup ((const char *) self->bytes + self->at, length);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_strlcpy (ret_text, g_strstrip (valid), size);
  self->at += length;
  return true;
}

static bool
fail (const char *path, size_t at, const char *what, GError **error)
{
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: byte %zu of its unpacked content: %s; the file is damaged or no "
               ".vital file",
               path,
               at,
               what);
  return false;
}

static bool
unpack (SteadyVitalFile *self, const char *path, GError **error)
{
  gzFile stream = gzopen (path, "rbe");
  int    got = 0, problem = Z_OK;

  if (stream == NULL)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FILE,
                   "%s: cannot be read (%s); check the name and the permissions",
                   path,
                   g_strerror (errno));
      return false;
    }
  do
    {
      const guint before = self->bytes->len;
      g_byte_array_set_size (self->bytes, before + READ_PART);
      got = gzread (stream, self->bytes->data + before, READ_PART);
      g_byte_array_set_size (self->bytes, before + (guint) MAX (got, 0));
    }
  while (got > 0 && self->bytes->len < MAX_BYTES);
  gzerror (stream, &problem);
  const bool whole = gzclose_r (stream) == Z_OK && problem == Z_OK && got == 0;
  if (got > 0)
    g_set_error (error,
                 STEADY_RECORDING_ERROR,
                 STEADY_RECORDING_ERROR_FORMAT,
                 "%s: holds more than 512 MiB; cut it into shorter ones",
                 path);
  else if (!whole)
    g_set_error (error,
                 STEADY_RECORDING_ERROR,
                 STEADY_RECORDING_ERROR_TRUNCATED,
                 "%s: is cut off or damaged after %u bytes of its content; fetch it "
                 "again",
                 path,
                 self->bytes->len);
  return whole;
}

static bool
take_file_header (SteadyVitalFile *self, Cursor *cursor)
{
  char     sign[4];
  uint32_t version;
  uint16_t length;

  if (!take (cursor, sign, sizeof sign) || memcmp (sign, "VITA", 4) != 0 ||
      !take (cursor, &version, sizeof version) ||
      !take (cursor, &length, sizeof length) || cursor->end - cursor->at < length)
    return false;
  self->packed = length >= 27 && cursor->bytes[cursor->at + 26] == 1;
  cursor->at += length;
  return true;
}

/* Bytes of one number; 0: no such format. Thread: any. */
unsigned
steady_vital_format_size (unsigned format)
{
  static const unsigned sizes[] = { 0, 4, 8, 1, 1, 2, 2, 4, 4 };
  return format < G_N_ELEMENTS (sizes) ? sizes[format] : 0;
}

static bool
is_known_kind (const SteadyVitalTrack *track)
{
  return track->kind == STEADY_VITAL_WAVE || track->kind == STEADY_VITAL_NUMBER ||
         track->kind == STEADY_VITAL_TEXT;
}

static bool
take_track (SteadyVitalFile *self, Cursor *cursor)
{
  SteadyVitalTrack track = { .gain = 1 };
  float            range[2], rate;
  uint32_t         colour;

  if (!take (cursor, &track.id, sizeof track.id) || !take (cursor, &track.kind, 1) ||
      !take (cursor, &track.format, 1) ||
      !take_string (cursor, track.name, sizeof track.name) ||
      !take_string (cursor, track.unit, sizeof track.unit) ||
      !take (cursor, range, sizeof range) || !take (cursor, &colour, sizeof colour) ||
      !take (cursor, &rate, sizeof rate) ||
      !take (cursor, &track.gain, sizeof track.gain) ||
      !take (cursor, &track.offset, sizeof track.offset))
    return false;
  track.rate_hz = (double) rate;
  if (track.kind != STEADY_VITAL_TEXT && steady_vital_format_size (track.format) == 0)
    return false;
  if (!isfinite (track.gain) || !isfinite (track.offset))
    return false;
  if (track.kind == STEADY_VITAL_WAVE &&
      !(track.rate_hz >= 1e-3 && track.rate_hz <= 100000))
    return false;
  for (unsigned i = 0; i < self->tracks->len; i++)
    if (g_array_index (self->tracks, SteadyVitalTrack, i).id == track.id)
      return true; /* said again: what was said first goes on */
  if (self->tracks->len >= MAX_TRACKS)
    return false;
  g_array_append_val (self->tracks, track);
  self->unknown += is_known_kind (&track) ? 0 : 1;
  return true;
}

/* Whether a record of @track holds what it says: a wave says how many samples follow.
 */
static bool
record_fits (const SteadyVitalFile   *self,
             const SteadyVitalTrack  *track,
             const SteadyVitalRecord *record)
{
  const unsigned size = steady_vital_format_size (track->format);
  uint32_t       count;

  if (track->kind == STEADY_VITAL_NUMBER)
    return record->length >= size;
  if (track->kind != STEADY_VITAL_WAVE)
    return true;
  if (record->length < sizeof count)
    return false;
  memcpy (&count, self->bytes->data + record->at, sizeof count);
  return (record->length - sizeof count) / size == count &&
         (record->length - sizeof count) % size == 0;
}

/* A record of a track that was not announced is passed over, and counted. */
static bool
take_record (SteadyVitalFile *self, Cursor *cursor)
{
  SteadyVitalRecord record = { 0 };
  uint16_t          info, id;
  const size_t      begin = cursor->at + sizeof info;

  if (!take (cursor, &info, sizeof info) ||
      !take (cursor, &record.t, sizeof record.t) || !take (cursor, &id, sizeof id) ||
      info < 10 || cursor->end - begin < info)
    return false;
  if (!(record.t > 0 && record.t < 9e9))
    return false;
  record.at = begin + info;
  record.length = (uint32_t) (cursor->end - record.at);
  for (record.track = 0; record.track < self->tracks->len; record.track++)
    if (g_array_index (self->tracks, SteadyVitalTrack, record.track).id == id)
      break;
  if (record.track == self->tracks->len)
    {
      self->unknown++;
      return true;
    }
  if (!record_fits (
          self, &g_array_index (self->tracks, SteadyVitalTrack, record.track), &record))
    return false;
  g_array_append_val (self->records, record);
  return self->records->len <= MAX_RECORDS;
}

static int
compare_records (const void *a, const void *b)
{
  const SteadyVitalRecord *left = a, *right = b;
  if (left->t < right->t || left->t > right->t)
    return left->t < right->t ? -1 : 1;
  return (left->at > right->at) - (left->at < right->at);
}

static bool
take_packets (SteadyVitalFile *self, const char *path, GError **error)
{
  Cursor cursor = { .bytes = self->bytes->data, .end = self->bytes->len };

  if (!take_file_header (self, &cursor))
    return fail (path, cursor.at, "it does not begin with VITA and a header", error);
  while (cursor.at < cursor.end)
    {
      const size_t at = cursor.at;
      uint8_t      type;
      uint32_t     length;
      if (!take (&cursor, &type, 1) || !take (&cursor, &length, sizeof length) ||
          length > MAX_PACKET || cursor.end - cursor.at < length)
        return fail (path, at, "a packet goes beyond the end", error);
      Cursor inside = { .bytes = cursor.bytes, .at = cursor.at, cursor.at + length };
      if (type == PACKET_TRACK && !take_track (self, &inside))
        return fail (path, at, "a track is described wrongly", error);
      if (type == PACKET_RECORD && !take_record (self, &inside))
        return fail (path, at, "a record is garbled", error);
      cursor.at += length;
    }
  g_array_sort (self->records, compare_records);
  return true;
}

/* Reads a file whole, at most 512 MiB unpacked. Thread: any but the tick. */
SteadyVitalFile *
steady_vital_file_load (const char *path, GError **error)
{
  g_autoptr (SteadyVitalFile) self = g_new0 (SteadyVitalFile, 1);

  self->bytes = g_byte_array_new ();
  self->tracks = g_array_new (FALSE, TRUE, sizeof (SteadyVitalTrack));
  self->records = g_array_new (FALSE, TRUE, sizeof (SteadyVitalRecord));
  if (!unpack (self, path, error) || !take_packets (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Accepts NULL. Thread: any. */
void
steady_vital_file_free (SteadyVitalFile *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->bytes);
  g_array_unref (self->tracks);
  g_array_unref (self->records);
  g_free (self);
}

#define TAKE(type, gone)                          \
  do                                              \
    {                                             \
      type number;                                \
      memcpy (&number, bytes, sizeof number);     \
      missing = self->packed && number == (gone); \
      raw = (double) number;                      \
    }                                             \
  while (0)

/*
 * The number of @track at byte @at in the unit of the file; false when it is missing.
 * The caller has checked that the bytes are there.
 *
 * Thread: any.
 */
bool
steady_vital_file_number (const SteadyVitalFile  *self,
                          const SteadyVitalTrack *track,
                          size_t                  at,
                          double                 *ret_value)
{
  const uint8_t *bytes = self->bytes->data + at;
  bool           missing = false;
  double         raw = (double) NAN;
  float          single;

  switch (track->format)
    {
    case 1:
      memcpy (&single, bytes, sizeof single);
      raw = (double) single;
      break;
    case 2:
      memcpy (&raw, bytes, sizeof raw);
      break;
    case 3:
      TAKE (int8_t, INT8_MIN);
      break;
    case 4:
      TAKE (uint8_t, UINT8_MAX);
      break;
    case 5:
      TAKE (int16_t, INT16_MIN);
      break;
    case 6:
      TAKE (uint16_t, UINT16_MAX);
      break;
    case 7:
      TAKE (int32_t, INT32_MIN);
      break;
    default:
      TAKE (uint32_t, UINT32_MAX);
      break;
    }
  if (missing || !isfinite (raw))
    return false;
  const double value = track->format > 2 ? track->offset + track->gain * raw : raw;
  if (!isfinite (value))
    return false;
  *ret_value = value;
  return true;
}
