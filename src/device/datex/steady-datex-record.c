/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/datex/steady-datex-record.h"

#include <string.h>

#include "base/steady-require.h"
#include "device/steady-bytes.h"

enum
{
  FLAG = 0x7e,
  ESCAPE = 0x7d,
  BIT = 0x20, /* cleared in an escaped byte */
  PART_LIST = 16,
  PART_SIZE = 3,
  LIST_END = 0xff
};

static uint8_t
sum_of (const uint8_t *bytes, size_t length)
{
  uint8_t sum = 0;
  for (size_t i = 0; i < length; i++)
    sum = (uint8_t) (sum + bytes[i]);
  return sum;
}

static SteadyDatexResult
end_frame (SteadyDatexFrame *self)
{
  const bool   broken = self->broken || self->escaped;
  const size_t length = self->length;

  self->inside = true; /* one flag may end a frame and begin the next */
  self->escaped = false;
  self->broken = false;
  self->length = 0;
  if (length == 0 && !broken)
    return STEADY_DATEX_MORE;
  if (broken || length <= STEADY_DATEX_HEADER ||
      sum_of (self->bytes, length - 1) != self->bytes[length - 1] ||
      steady_le16 (self->bytes) != length - 1)
    return STEADY_DATEX_FAULT;
  return STEADY_DATEX_WHOLE;
}

/* Takes one byte. After a whole record its bytes stay until the next call. Thread: the
 * driver's. */
SteadyDatexResult
steady_datex_frame_take (SteadyDatexFrame *self, uint8_t byte)
{
  if (byte == FLAG)
    return end_frame (self);
  if (!self->inside || self->broken)
    return STEADY_DATEX_MORE;
  if (byte == ESCAPE && !self->escaped)
    {
      self->escaped = true;
      return STEADY_DATEX_MORE;
    }
  if (self->length == sizeof self->bytes)
    {
      self->broken = true;
      return STEADY_DATEX_MORE;
    }
  self->bytes[self->length++] = self->escaped ? byte | BIT : byte;
  self->escaped = false;
  return STEADY_DATEX_MORE;
}

/* A part reaches to the next one's start, or to the record's end. */
static void
measure_parts (SteadyDatexRecord *record, const uint8_t *end)
{
  for (unsigned i = 0; i < record->n_parts; i++)
    {
      const uint8_t *stop = end;
      for (unsigned k = 0; k < record->n_parts; k++)
        if (record->parts[k].bytes > record->parts[i].bytes &&
            record->parts[k].bytes < stop)
          stop = record->parts[k].bytes;
      record->parts[i].length = (size_t) (stop - record->parts[i].bytes);
    }
}

/*
 * Reads the record that @frame just held whole; false when its parts do not lie within
 * it. The parts point into @frame.
 *
 * Thread: the driver's.
 */
bool
steady_datex_record_read (const SteadyDatexFrame *frame, SteadyDatexRecord *ret_record)
{
  const uint8_t *bytes = frame->bytes;
  const size_t   length = steady_le16 (bytes);
  const unsigned kind = steady_le16 (bytes + 14);

  *ret_record = (SteadyDatexRecord){ .kind = (SteadyDatexKind) kind,
                                     .time = steady_le32 (bytes + 6) };
  for (unsigned i = 0; i < STEADY_DATEX_SUBRECORDS; i++)
    {
      const uint8_t *entry = bytes + PART_LIST + (size_t) PART_SIZE * i;
      const size_t   offset = steady_le16 (entry);
      if (entry[2] == LIST_END)
        break;
      if (offset >= length - STEADY_DATEX_HEADER)
        return false;
      ret_record->parts[ret_record->n_parts++] =
          (SteadyDatexPart){ .type = entry[2],
                             .bytes = bytes + STEADY_DATEX_HEADER + offset };
    }
  measure_parts (ret_record, bytes + length);
  return true;
}

static size_t
put_escaped (uint8_t *frame, size_t at, uint8_t byte)
{
  if (byte == FLAG || byte == ESCAPE)
    {
      frame[at++] = ESCAPE;
      byte = (uint8_t) (byte & ~BIT);
    }
  frame[at++] = byte;
  return at;
}

/*
 * Writes a request with one part into @ret_frame, which holds at least twice the bytes
 * of header, @body and checksum, and two flags; gives its length.
 *
 * Thread: the driver's.
 */
size_t
steady_datex_request (SteadyDatexKind kind,
                      const uint8_t  *body,
                      size_t          length,
                      uint8_t        *ret_frame)
{
  uint8_t record[STEADY_DATEX_HEADER + 64] = { 0 };
  size_t  at = 0;

  steady_require (length <= 64);
  const size_t whole = STEADY_DATEX_HEADER + length;
  steady_put_le16 (record, (uint16_t) whole);
  steady_put_le16 (record + 14, (uint16_t) kind);
  record[PART_LIST + PART_SIZE + 2] = LIST_END;
  memcpy (record + STEADY_DATEX_HEADER, body, length);
  ret_frame[at++] = FLAG;
  for (size_t i = 0; i < whole; i++)
    at = put_escaped (ret_frame, at, record[i]);
  at = put_escaped (ret_frame, at, sum_of (record, whole));
  ret_frame[at++] = FLAG;
  return at;
}
