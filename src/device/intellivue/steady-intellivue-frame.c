/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/intellivue/steady-intellivue-frame.h"

#include "base/steady-require.h"
#include "device/steady-bytes.h"

enum
{
  BEGIN = 0xc0,
  END = 0xc1,
  ESCAPE = 0x7d,
  BIT = 0x20, /* turned in an escaped byte */
  PROTOCOL = 0x11,
  MESSAGE = 0x01,
  HEADER = 4,
  CHECK = 2
};

/* FCS-16 as in PPP (RFC 1662); its low byte goes first on the line. Thread: any. */
uint16_t
steady_intellivue_check (const uint8_t *bytes, size_t length)
{
  uint16_t check = 0xffff;

  for (size_t i = 0; i < length; i++)
    {
      check ^= bytes[i];
      for (unsigned bit = 0; bit < 8; bit++)
        check = (check & 1) != 0 ? (uint16_t) (check >> 1 ^ 0x8408)
                                 : (uint16_t) (check >> 1);
    }
  return (uint16_t) ~check;
}

static SteadyIntellivueResult
judge (const SteadyIntellivueFrame *self,
       const uint8_t              **ret_message,
       size_t                      *ret_length)
{
  if (self->length < HEADER + CHECK || self->bytes[0] != PROTOCOL ||
      self->bytes[1] != MESSAGE)
    return STEADY_INTELLIVUE_FAULT;
  const size_t length = steady_be16 (self->bytes + 2);
  if (self->length != HEADER + length + CHECK ||
      steady_intellivue_check (self->bytes, HEADER + length) !=
          steady_le16 (self->bytes + HEADER + length))
    return STEADY_INTELLIVUE_FAULT;
  *ret_message = self->bytes + HEADER;
  *ret_length = length;
  return STEADY_INTELLIVUE_WHOLE;
}

/* Takes one byte; a whole message stays until the next call. Thread: the driver's. */
SteadyIntellivueResult
steady_intellivue_frame_take (SteadyIntellivueFrame *self,
                              uint8_t                byte,
                              const uint8_t        **ret_message,
                              size_t                *ret_length)
{
  if (byte == BEGIN)
    {
      const bool cut = self->inside && self->length > 0;
      self->inside = true;
      self->escaped = false;
      self->length = 0;
      return cut ? STEADY_INTELLIVUE_FAULT : STEADY_INTELLIVUE_MORE;
    }
  if (!self->inside)
    return STEADY_INTELLIVUE_MORE;
  if (byte == END)
    {
      self->inside = false;
      return judge (self, ret_message, ret_length);
    }
  if (byte == ESCAPE && !self->escaped)
    {
      self->escaped = true;
      return STEADY_INTELLIVUE_MORE;
    }
  if (self->length == sizeof self->bytes)
    {
      self->inside = false;
      return STEADY_INTELLIVUE_FAULT;
    }
  self->bytes[self->length++] = self->escaped ? byte ^ BIT : byte;
  self->escaped = false;
  return STEADY_INTELLIVUE_MORE;
}

static size_t
put (uint8_t *frame, size_t at, uint8_t byte)
{
  if (byte == BEGIN || byte == END || byte == ESCAPE)
    {
      frame[at++] = ESCAPE;
      byte ^= BIT;
    }
  frame[at++] = byte;
  return at;
}

/*
 * Writes a frame around @message into @ret_frame, which holds twice its bytes and 14;
 * gives its length.
 *
 * Thread: the driver's.
 */
size_t
steady_intellivue_frame_make (const uint8_t *message, size_t length, uint8_t *ret_frame)
{
  uint8_t whole[HEADER + 512] = { PROTOCOL, MESSAGE };
  size_t  at = 0;

  steady_require (length <= 512);
  steady_put_be16 (whole + 2, (uint16_t) length);
  for (size_t i = 0; i < length; i++)
    whole[HEADER + i] = message[i];
  const uint16_t check = steady_intellivue_check (whole, HEADER + length);
  ret_frame[at++] = BEGIN;
  for (size_t i = 0; i < HEADER + length; i++)
    at = put (ret_frame, at, whole[i]);
  at = put (ret_frame, at, (uint8_t) (check & 0xff));
  at = put (ret_frame, at, (uint8_t) (check >> 8));
  ret_frame[at++] = END;
  return at;
}
