/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-wfdb-file.h"

#include <errno.h>

#include "recording/steady-recording.h"

/* Whether samples of @format can be decoded. Thread: any. */
bool
steady_wfdb_file_supports (int format)
{
  return format == 16 || format == 80 || format == 212;
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

static int32_t
sign_extend_12 (int value)
{
  return value >= 2048 ? value - 4096 : value;
}

static bool
next_16 (SteadyWfdbFile *self, int32_t *ret_sample, GError **error)
{
  const int low = getc (self->stream);
  const int high = getc (self->stream);
  if (low == EOF || high == EOF)
    return truncated (self, error);
  const int32_t value = (int16_t) (low | high << 8);
  *ret_sample = value == INT16_MIN ? STEADY_WFDB_MISSING : value;
  return true;
}

static bool
next_80 (SteadyWfdbFile *self, int32_t *ret_sample, GError **error)
{
  const int byte = getc (self->stream);
  if (byte == EOF)
    return truncated (self, error);
  *ret_sample = byte == 0 ? STEADY_WFDB_MISSING : byte - 128;
  return true;
}

static int32_t
missing_12 (int32_t value)
{
  return value == -2048 ? STEADY_WFDB_MISSING : value;
}

/* Two samples of 12 bits in three bytes. */
static bool
next_212 (SteadyWfdbFile *self, int32_t *ret_sample, GError **error)
{
  if (self->has_half)
    {
      self->has_half = false;
      *ret_sample = self->half;
      return true;
    }
  const int a = getc (self->stream);
  const int b = getc (self->stream);
  if (a == EOF || b == EOF)
    return truncated (self, error);
  const int c = getc (self->stream); /* a last single sample has no third byte */
  *ret_sample = missing_12 (sign_extend_12 (a | (b & 0x0f) << 8));
  if (c != EOF)
    {
      self->half = missing_12 (sign_extend_12 (c | (b & 0xf0) << 4));
      self->has_half = true;
    }
  return true;
}

/*
 * The next sample in units of the converter, or STEADY_WFDB_MISSING. False with an
 * error when the file ends.
 *
 * Thread: any.
 */
bool
steady_wfdb_file_next (SteadyWfdbFile *self, int32_t *ret_sample, GError **error)
{
  switch (self->format)
    {
    case 16:
      return next_16 (self, ret_sample, error);
    case 80:
      return next_80 (self, ret_sample, error);
    default:
      return next_212 (self, ret_sample, error);
    }
}
