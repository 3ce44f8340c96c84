/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/medibus/steady-medibus-frame.h"

#include <string.h>

#include "base/steady-require.h"

enum
{
  SOH = 0x01,
  ESC = 0x1b,
  CR = 0x0d,
  CAN = 0x18,
  CHECK = 2
};

static const char digits[] = "0123456789ABCDEF";

/* The sum of all bytes from ESC or SOH on, as two digits. */
static bool
is_sound (const SteadyMedibusFrame *self)
{
  unsigned sum = self->command ? ESC : SOH;

  if (self->length < 1 + CHECK)
    return false;
  for (size_t i = 0; i < self->length - CHECK; i++)
    sum += self->bytes[i];
  return self->bytes[self->length - 2] == (uint8_t) digits[sum >> 4 & 15] &&
         self->bytes[self->length - 1] == (uint8_t) digits[sum & 15];
}

static SteadyMedibusResult
finish (SteadyMedibusFrame *self)
{
  const bool inside = self->inside;

  self->inside = false;
  if (!inside)
    return STEADY_MEDIBUS_MORE;
  if (!is_sound (self))
    return STEADY_MEDIBUS_FAULT;
  self->length -= CHECK;
  return STEADY_MEDIBUS_WHOLE;
}

/* Takes one byte without its eighth bit; a whole message stays until the next call.
 * Thread: the driver's. */
SteadyMedibusResult
steady_medibus_frame_take (SteadyMedibusFrame *self, uint8_t byte, SteadyInstant t)
{
  if (byte == SOH || byte == ESC)
    {
      const bool cut = self->inside;
      self->inside = true;
      self->command = byte == ESC;
      self->t = t;
      self->length = 0;
      return cut ? STEADY_MEDIBUS_FAULT : STEADY_MEDIBUS_MORE;
    }
  if (byte == CAN)
    self->inside = false; /* the device breaks it off */
  if (byte == CR)
    return finish (self);
  if (!self->inside)
    return STEADY_MEDIBUS_MORE;
  if (self->length == sizeof self->bytes)
    {
      self->inside = false;
      return STEADY_MEDIBUS_FAULT;
    }
  self->bytes[self->length++] = byte;
  return STEADY_MEDIBUS_MORE;
}

/* Writes a command or an answer into @ret_frame, which holds STEADY_MEDIBUS_COMMAND
 * bytes; gives its length. Thread: any. */
size_t
steady_medibus_frame_make (bool        command,
                           uint8_t     code,
                           const char *data,
                           uint8_t    *ret_frame)
{
  const size_t length = strlen (data);
  unsigned     sum = 0;
  size_t       at = 0;

  steady_require (length + 5 <= STEADY_MEDIBUS_COMMAND);
  ret_frame[at++] = command ? ESC : SOH;
  ret_frame[at++] = code;
  memcpy (ret_frame + at, data, length);
  at += length;
  for (size_t i = 0; i < at; i++)
    sum += ret_frame[i];
  ret_frame[at++] = (uint8_t) digits[sum >> 4 & 15];
  ret_frame[at++] = (uint8_t) digits[sum & 15];
  ret_frame[at++] = CR;
  return at;
}
