/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/radiometer/steady-astm-session.h"

#include <string.h>

#include "device/steady-wire-text.h"

enum
{
  STX = 0x02,
  ETX = 0x03,
  EOT = 0x04,
  ENQ = 0x05,
  ACK = 0x06,
  LF = 0x0a,
  CR = 0x0d,
  NAK = 0x15,
  ETB = 0x17,
  TAIL = 4 /* ETX or ETB, two digits, CR; LF is not kept */
};

/* Number, text, ETX or ETB, and the sum of them in two digits, CR. */
static bool
is_sound (const SteadyAstmSession *self)
{
  unsigned sum = 0, check;

  if (self->n < 1 + TAIL || self->frame[self->n - 1] != CR)
    return false;
  const uint8_t end = self->frame[self->n - TAIL];
  for (size_t i = 0; i < self->n - TAIL + 1; i++)
    sum += self->frame[i];
  return (end == ETX || end == ETB) &&
         steady_wire_hex (
             (SteadyWireText){ (const char *) self->frame + self->n - 3, 2 }, &check) &&
         check == (sum & 0xff);
}

/* A frame that came before is acknowledged once more: our word for it was lost. */
static SteadyAstmResult
finish_frame (SteadyAstmSession *self, uint8_t *ret_answer)
{
  const unsigned number = (unsigned) self->frame[0] - '0';
  const size_t   text = self->n > 1 + TAIL ? self->n - 1 - TAIL : 0;

  self->in_frame = false;
  *ret_answer = NAK;
  if (!is_sound (self) || number > 7)
    return STEADY_ASTM_FAULT;
  if (number == (self->next + 7) % 8 && self->length > 0)
    {
      *ret_answer = ACK;
      return STEADY_ASTM_ANSWER;
    }
  if (number != self->next || self->lost)
    return STEADY_ASTM_FAULT;
  if (self->length + text > STEADY_ASTM_MESSAGE)
    {
      self->lost = true;
      return STEADY_ASTM_FAULT;
    }
  for (size_t i = 0; i < text; i++)
    {
      const char c = (char) self->frame[1 + i];
      self->message[self->length++] = c != '\0' ? c : '?';
    }
  self->next = (self->next + 1) % 8;
  *ret_answer = ACK;
  return STEADY_ASTM_ANSWER;
}

static SteadyAstmResult
begin (SteadyAstmSession *self, SteadyInstant t, uint8_t *ret_answer)
{
  self->open = true;
  self->in_frame = self->lost = false;
  self->next = 1;
  self->length = 0;
  self->begun = t;
  *ret_answer = ACK;
  return STEADY_ASTM_ANSWER;
}

static SteadyAstmResult
end (SteadyAstmSession *self)
{
  const bool whole = self->open && !self->lost && self->length > 0;

  self->open = false;
  self->message[self->length] = '\0';
  return whole ? STEADY_ASTM_WHOLE : STEADY_ASTM_MORE;
}

/* Takes one byte; a whole message stays until the next call. Thread: the driver's. */
SteadyAstmResult
steady_astm_session_take (SteadyAstmSession *self,
                          uint8_t            byte,
                          SteadyInstant      t,
                          uint8_t           *ret_answer)
{
  self->heard = t;
  if (byte == ENQ)
    return begin (self, t, ret_answer);
  if (!self->open)
    return STEADY_ASTM_MORE; /* nobody has asked whether we listen */
  if (byte == EOT)
    return end (self);
  if (byte == STX)
    {
      self->in_frame = true;
      self->n = 0;
      return STEADY_ASTM_MORE;
    }
  if (!self->in_frame)
    return STEADY_ASTM_MORE;
  if (byte == LF)
    return finish_frame (self, ret_answer);
  if (self->n == sizeof self->frame)
    {
      self->in_frame = false;
      *ret_answer = NAK;
      return STEADY_ASTM_FAULT;
    }
  self->frame[self->n++] = byte;
  return STEADY_ASTM_MORE;
}
