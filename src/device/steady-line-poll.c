/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-line-poll.h"

#include <string.h>

#include "base/steady-require.h"

/* Begins the dialogue anew. @asks must stay. Thread: the driver's. */
void
steady_line_poll_start (SteadyLinePoll      *self,
                        const SteadyLineAsk *asks,
                        unsigned             n_asks,
                        SteadySpan           patience,
                        SteadySpan           rest,
                        SteadyInstant        now)
{
  steady_require (n_asks <= STEADY_LINE_ASKS);
  memset (self, 0, sizeof *self);
  self->asks = asks;
  self->n_asks = n_asks;
  self->patience = patience;
  self->rest = rest;
  self->free = now;
  for (unsigned i = 0; i < n_asks; i++)
    self->due[i] = now;
}

const char *const steady_line_poll_stages[] = {
  "resting", "asked", "in an answer", NULL
};

/* Which of them it is. Thread: the driver's. */
unsigned
steady_line_poll_stage (const SteadyLinePoll *self)
{
  if (!self->waiting)
    return 0;
  return self->line.length == 0 ? 1 : 2;
}

/* The same of a driver whose state is this dialogue, or begins with it. Thread: the
 * driver's. */
unsigned
steady_line_poll_stage_of (const SteadyDriver *driver)
{
  return steady_line_poll_stage ((const SteadyLinePoll *) (const void *) driver->state);
}

/* Has @text, with its end, sent as soon as the line is free; false when it is too long.
 * Thread: the driver's. */
bool
steady_line_poll_command (SteadyLinePoll *self, const char *text)
{
  return g_strlcpy (self->command, text, sizeof self->command) < sizeof self->command;
}

static unsigned
most_urgent (const SteadyLinePoll *self)
{
  unsigned best = 0;
  for (unsigned i = 1; i < self->n_asks; i++)
    if (self->due[i] < self->due[best])
      best = i;
  return best;
}

static void
send_text (SteadyLinePoll *self,
           SteadyDriver   *driver,
           const char     *text,
           int             ask,
           SteadyInstant   now)
{
  self->ask = ask;
  self->asked = now;
  self->waiting = ask >= 0 || self->answers_commands;
  self->free = now + self->rest;
  self->line.length = 0;
  self->line.skipping = false;
  steady_driver_send (driver, text, strlen (text));
}

static void
ask_next (SteadyLinePoll *self, SteadyDriver *driver, SteadyInstant now)
{
  if (self->command[0] != '\0')
    {
      send_text (self, driver, self->command, -1, now);
      self->command[0] = '\0';
      return;
    }
  const unsigned ask = most_urgent (self);
  if (self->settles || now < self->due[ask])
    return;
  /* what was missed while the line was busy is not made up for */
  self->due[ask] = MAX (self->due[ask] + self->asks[ask].period, now);
  send_text (self, driver, self->asks[ask].text, (int) ask, now);
}

/* How long the line must be silent until nothing more is owed: longer than there is
 * between two questions of which none was answered. */
static SteadySpan
settling_time (const SteadyLinePoll *self)
{
  return self->patience + self->patience / 2;
}

/* Nobody answers in time. A command's answer is of another kind than a question's, so
 * nothing but the command itself hangs on it. */
static void
give_up (SteadyLinePoll *self, SteadyDriver *driver)
{
  self->waiting = false;
  self->doubt = self->doubt || (self->ask >= 0 && self->n_asks > 1);
  driver->faults++;
}

/* Asks what is due; gives when it wants to be called again. Thread: the driver's. */
SteadyInstant
steady_line_poll_tick (SteadyLinePoll *self, SteadyDriver *driver, SteadyInstant now)
{
  if (self->waiting && now - self->asked >= self->patience)
    give_up (self, driver);
  if (self->settles && now >= self->settled)
    self->settles = self->doubt = false;
  if (!self->waiting && now >= self->free)
    ask_next (self, driver, now);
  if (self->waiting)
    return self->asked + self->patience;
  SteadyInstant next = self->free;
  if (self->command[0] == '\0')
    next = MAX (self->settles ? self->settled : self->due[most_urgent (self)], next);
  return MAX (next, now + 1);
}

/* What may be the answer to an earlier question answers none; the ones after it too. */
static void
doubt_line (SteadyLinePoll *self, SteadyInstant t)
{
  if (self->ask >= 0)
    self->waiting = false;
  self->settles = true;
  self->settled = t + settling_time (self);
}

static void
take_line (SteadyLinePoll *self,
           SteadyDriver   *driver,
           SteadyLineTold  told,
           SteadyInstant   t)
{
  const bool of_command = self->waiting && self->ask < 0;

  if (self->doubt && !(of_command && told (driver, -1, self->line.text, self->line.t)))
    {
      doubt_line (self, t);
      return;
    }
  if (!self->waiting)
    return; /* nobody asked */
  if (!self->doubt && !told (driver, self->ask, self->line.text, self->line.t))
    {
      driver->faults++; /* garbage: what was asked may be answered yet */
      return;
    }
  driver->frames++;
  self->waiting = false;
  self->free = MAX (self->free, t + self->rest);
}

/* Takes what came; calls @told for the line that answers. Thread: the driver's. */
void
steady_line_poll_rx (SteadyLinePoll *self,
                     SteadyDriver   *driver,
                     SteadyLineTold  told,
                     const uint8_t  *bytes,
                     size_t          length,
                     SteadyInstant   t)
{
  size_t used;

  for (size_t at = 0; at < length; at += used)
    {
      const SteadyLineResult result =
          steady_line_buffer_take (&self->line, bytes + at, length - at, t, &used);
      if (result == STEADY_LINE_TOO_LONG)
        driver->faults++;
      if (result == STEADY_LINE_WHOLE)
        take_line (self, driver, told, t);
    }
}
