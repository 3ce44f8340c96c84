/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-line-buffer.h"

#include "base/steady-require.h"

static SteadyLineResult
take_byte (SteadyLineBuffer *self, char c, SteadyInstant t)
{
  const unsigned longest = self->longest > 0 ? self->longest : STEADY_LINE_LONGEST;

  if (c == '\r' || c == '\n')
    {
      const bool whole = self->length > 0 && !self->skipping;
      self->text[self->length] = '\0';
      self->length = 0;
      self->skipping = false;
      return whole ? STEADY_LINE_WHOLE : STEADY_LINE_MORE;
    }
  if (self->skipping)
    return STEADY_LINE_MORE;
  if (self->length == longest)
    {
      self->skipping = true;
      return STEADY_LINE_TOO_LONG;
    }
  if (self->length == 0)
    self->t = t;
  /* a zero would end the text early and hide what follows */
  self->text[self->length++] = c != '\0' ? c : '\x7f';
  return STEADY_LINE_MORE;
}

/*
 * Takes bytes until a line is whole; @ret_used of them are done with. The line is then
 * in @text until the next call, ended by a zero and without its end, never empty.
 *
 * Thread: the driver's.
 */
SteadyLineResult
steady_line_buffer_take (SteadyLineBuffer *self,
                         const uint8_t    *bytes,
                         size_t            length,
                         SteadyInstant     t,
                         size_t           *ret_used)
{
  steady_require (self->longest <= STEADY_LINE_LONGEST);
  for (size_t i = 0; i < length; i++)
    {
      const SteadyLineResult result = take_byte (self, (char) bytes[i], t);
      if (result != STEADY_LINE_MORE)
        {
          *ret_used = i + 1;
          return result;
        }
    }
  *ret_used = length;
  return STEADY_LINE_MORE;
}
