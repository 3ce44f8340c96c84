/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-line-stream.h"

#include <string.h>

/* Begins anew; no line is longer than @longest. Thread: the driver's. */
void
steady_line_stream_start (SteadyLineStream *self, unsigned longest)
{
  memset (self, 0, sizeof *self);
  self->line.longest = longest;
  self->fresh = true;
}

const char *const steady_line_stream_stages[] = {
  "opened", "between lines", "in a line", NULL
};

/* Which of them it is. Thread: the driver's. */
unsigned
steady_line_stream_stage (const SteadyLineStream *self)
{
  if (self->line.length > 0 || self->line.skipping)
    return 2;
  return self->fresh ? 0 : 1;
}

/* The same of a driver whose state is this dialogue, or begins with it. Thread: the
 * driver's. */
unsigned
steady_line_stream_stage_of (const SteadyDriver *driver)
{
  return steady_line_stream_stage (
      (const SteadyLineStream *) (const void *) driver->state);
}

/* Has @heard judge each whole line; the first one may be cut and is no fault then.
 * Thread: the driver's. */
void
steady_line_stream_rx (SteadyLineStream *self,
                       SteadyDriver     *driver,
                       SteadyLineHeard   heard,
                       const uint8_t    *bytes,
                       size_t            length,
                       SteadyInstant     t)
{
  size_t used;

  for (size_t at = 0; at < length; at += used)
    {
      const SteadyLineResult result =
          steady_line_buffer_take (&self->line, bytes + at, length - at, t, &used);
      if (result == STEADY_LINE_TOO_LONG)
        driver->faults++;
      if (result != STEADY_LINE_WHOLE)
        continue;
      const bool fresh = self->fresh;
      self->fresh = false;
      if (heard (driver, self->line.text, self->line.t))
        driver->frames++;
      else
        driver->faults += !fresh;
    }
}

/*
 * Judges what was listened to: yes with @wanted lines that @fits, no with more than
 * @most lines, or as many bytes, without them.
 *
 * Thread: any.
 */
SteadyProbe
steady_line_stream_probe (const uint8_t *bytes,
                          size_t         length,
                          unsigned       longest,
                          bool (*fits) (const char *line),
                          unsigned wanted,
                          unsigned most)
{
  SteadyLineBuffer line = { .longest = longest };
  unsigned         lines = 0, good = 0;
  size_t           used;

  for (size_t at = 0; at < length; at += used)
    if (steady_line_buffer_take (&line, bytes + at, length - at, 0, &used) ==
        STEADY_LINE_WHOLE)
      {
        good += fits (line.text);
        lines++;
      }
  if (good >= wanted)
    return STEADY_PROBE_YES;
  return lines > most || length > ((size_t) most + 1) * longest ? STEADY_PROBE_NO
                                                                : STEADY_PROBE_MORE;
}
