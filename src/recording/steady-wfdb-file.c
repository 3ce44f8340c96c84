/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-wfdb-file.h"

#include <errno.h>

#include "recording/steady-recording.h"

/* What a sample of a format is made of (wfdb-spec, SIGNALS). */
typedef struct Format
{
  int      number;
  unsigned group_bytes; /* that hold @group_samples */
  unsigned group_samples;
  int32_t  missing; /* how a missing sample is written; INT32_MIN: it cannot be */
} Format;

static const Format formats[] = {
  { 8, 1, 1, INT32_MIN },   { 16, 2, 1, INT16_MIN }, { 24, 3, 1, -8388608 },
  { 32, 4, 1, INT32_MIN },  { 61, 2, 1, INT16_MIN }, { 80, 1, 1, -128 },
  { 160, 2, 1, INT16_MIN }, { 212, 3, 2, -2048 },    { 310, 4, 3, -512 },
  { 311, 4, 3, -512 },
};

static const Format *
find_format (int number)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].number == number)
      return &formats[i];
  return NULL;
}

/* Whether samples of @format can be decoded. Thread: any. */
bool
steady_wfdb_file_supports (int format)
{
  return find_format (format) != NULL;
}

/* How a missing sample stands in a file of @format, for its checksum. Thread: any. */
int32_t
steady_wfdb_file_missing (int format)
{
  return find_format (format)->missing;
}

/* How many samples @bytes of @format hold, a last group that is not full included.
 * Thread: any. */
int64_t
steady_wfdb_file_samples (int format, int64_t bytes)
{
  const Format *from = find_format (format);
  const int64_t rest = bytes % from->group_bytes;
  const int64_t whole = bytes / from->group_bytes * from->group_samples;

  /* each further byte or two of a packed group complete one more sample */
  return from->group_samples == 1 ? whole : whole + rest / 2;
}

/* Opens at @byte_offset. On failure @self holds nothing. Thread: any but the tick. */
bool
steady_wfdb_file_open (SteadyWfdbFile *self,
                       const char     *path,
                       int             format,
                       int64_t         byte_offset,
                       GError        **error)
{
  *self = (SteadyWfdbFile){ .format = format };
  self->stream = fopen (path, "rbe");
  if (self->stream == NULL || fseeko (self->stream, byte_offset, SEEK_SET) != 0)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FILE,
                   "%s: cannot be read (%s); put the signal file beside its header",
                   path,
                   g_strerror (errno));
      steady_wfdb_file_close (self);
      return false;
    }
  self->path = g_strdup (path);
  return true;
}

/* Accepts one that is all zero. Thread: any. */
void
steady_wfdb_file_close (SteadyWfdbFile *self)
{
  g_clear_pointer (&self->stream, fclose);
  g_clear_pointer (&self->path, g_free);
}

static bool
truncated (SteadyWfdbFile *self, GError **error)
{
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_TRUNCATED,
               "%s: ends at byte %" G_GINT64_FORMAT
               ", before the length that its header says; the file is cut off",
               self->path,
               (gint64) ftello (self->stream));
  return false;
}

/* The @bits lowest bits of @value as a number in two's complement. */
static int32_t
sign_extend (uint32_t value, unsigned bits)
{
  const uint32_t sign = UINT32_C (1) << (bits - 1);
  value &= bits < 32 ? (UINT32_C (1) << bits) - 1 : UINT32_MAX;
  return (int32_t) ((value ^ sign) - sign);
}

/* Reads up to @count bytes, lowest first; the number read. */
static unsigned
read_bytes (SteadyWfdbFile *self, unsigned count, uint32_t *ret_value)
{
  uint32_t value = 0;
  unsigned got = 0;
  int      byte;

  while (got < count && (byte = getc (self->stream)) != EOF)
    value |= (uint32_t) byte << (8 * got++);
  *ret_value = value;
  return got;
}

/* One sample in whole bytes. */
static bool
next_plain (SteadyWfdbFile *self,
            const Format   *format,
            int32_t        *ret_sample,
            GError        **error)
{
  uint32_t bits;

  if (read_bytes (self, format->group_bytes, &bits) < format->group_bytes)
    return truncated (self, error);
  switch (format->number)
    {
    case 61: /* the higher byte first */
      *ret_sample = sign_extend (bits >> 8 | (bits & 0xff) << 8, 16);
      break;
    case 80:
      *ret_sample = (int32_t) bits - 128;
      break;
    case 160:
      *ret_sample = (int32_t) bits - 32768;
      break;
    default:
      *ret_sample = sign_extend (bits, 8 * format->group_bytes);
      break;
    }
  return true;
}

/* Two samples of 12 bits in three bytes, or three of 10 bits in four. */
static void
unpack (int format, uint32_t bits, int32_t *ret_samples)
{
  switch (format)
    {
    case 212:
      ret_samples[0] = sign_extend (bits & 0xfff, 12);
      ret_samples[1] = sign_extend (bits >> 16 | (bits & 0xf000) >> 4, 12);
      break;
    case 310:
      ret_samples[0] = sign_extend (bits >> 1, 10);
      ret_samples[1] = sign_extend (bits >> 17, 10);
      ret_samples[2] = sign_extend ((bits >> 11 & 0x1f) | (bits >> 27) << 5, 10);
      break;
    default:
      ret_samples[0] = sign_extend (bits, 10);
      ret_samples[1] = sign_extend (bits >> 10, 10);
      ret_samples[2] = sign_extend (bits >> 20, 10);
      break;
    }
}

static bool
next_packed (SteadyWfdbFile *self,
             const Format   *format,
             int32_t        *ret_sample,
             GError        **error)
{
  int32_t  samples[3];
  uint32_t bits;

  if (self->n_waiting > 0)
    {
      *ret_sample = self->waiting[--self->n_waiting];
      return true;
    }
  const unsigned got = read_bytes (self, format->group_bytes, &bits);
  const unsigned held = (unsigned) steady_wfdb_file_samples (format->number, got);
  if (held == 0)
    return truncated (self, error);
  unpack (format->number, bits, samples);
  for (unsigned i = held - 1; i > 0; i--)
    self->waiting[self->n_waiting++] = samples[i];
  *ret_sample = samples[0];
  return true;
}

/*
 * The next sample in units of the converter (of format 8: by how much it differs from
 * the one before), or STEADY_WFDB_MISSING. False with an error when the file ends.
 *
 * Thread: any.
 */
bool
steady_wfdb_file_next (SteadyWfdbFile *self, int32_t *ret_sample, GError **error)
{
  const Format *format = find_format (self->format);
  const bool    fine = format->group_samples == 1
                           ? next_plain (self, format, ret_sample, error)
                           : next_packed (self, format, ret_sample, error);

  if (fine && *ret_sample == format->missing)
    *ret_sample = STEADY_WFDB_MISSING;
  return fine;
}
