/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-modbus-poll.h"

#include <string.h>

#include "base/steady-require.h"

/* A device on the same line answers within some milliseconds; an absent one must not
 * hold up the others' questions. */
#define PATIENCE (200 * STEADY_NSEC_PER_MSEC)

/* Silence between two frames, longer than 3.5 characters at 9600 baud. */
#define REST (5 * STEADY_NSEC_PER_MSEC)

/* The line must be silent for so long until nothing more is owed: longer than there is
 * between two questions of which none was answered. */
#define SETTLING (PATIENCE + PATIENCE / 2)

/* How a device is spoken to: as the port has it, or as "wrap" says ("rtu" for a serial
 * line behind a plain TCP gateway). Thread: main. */
SteadyModbusWrap
steady_modbus_wrap_of (const SteadyDriverSettings *settings)
{
  const bool  network = settings != NULL && settings->link == STEADY_DRIVER_TCP;
  const char *wrap =
      steady_driver_settings_get (settings, "wrap", network ? "tcp" : "rtu");
  return strcmp (wrap, "tcp") == 0 ? STEADY_MODBUS_TCP : STEADY_MODBUS_RTU;
}

/* Begins the dialogue anew. @reads must stay. Thread: the driver's. */
void
steady_modbus_poll_start (SteadyModbusPoll       *self,
                          SteadyModbusWrap        wrap,
                          uint8_t                 unit,
                          const SteadyModbusRead *reads,
                          unsigned                n_reads,
                          SteadyInstant           now)
{
  steady_require (n_reads <= STEADY_MODBUS_READS);
  *self = (SteadyModbusPoll){
    .wrap = wrap, .unit = unit, .reads = reads, .n_reads = n_reads, .rest = now
  };
  for (unsigned i = 0; i < n_reads; i++)
    self->due[i] = now;
}

const char *const steady_modbus_poll_stages[] = {
  "resting", "asked", "in an answer", NULL
};

/* Which of them it is. Thread: the driver's. */
unsigned
steady_modbus_poll_stage (const SteadyModbusPoll *self)
{
  if (!self->waiting)
    return 0;
  return self->length == 0 ? 1 : 2;
}

/* The same of a driver whose state is this dialogue, or begins with it. Thread: the
 * driver's. */
unsigned
steady_modbus_poll_stage_of (const SteadyDriver *driver)
{
  return steady_modbus_poll_stage (
      (const SteadyModbusPoll *) (const void *) driver->state);
}

/* Has @write sent as soon as the line is free; false where too many wait. Thread: the
 * driver's. */
bool
steady_modbus_poll_write (SteadyModbusPoll *self, const SteadyModbusQuestion *write)
{
  unsigned i = 0;

  while (i < self->n_writes && self->writes[i].first != write->first)
    i++;
  if (i == STEADY_MODBUS_WRITES)
    return false;
  self->writes[i] = *write;
  self->writes[i].unit = self->unit;
  self->n_writes = MAX (self->n_writes, i + 1);
  return true;
}

/* The same of a stop: whatever else waits is never sent. Thread: the driver's. */
bool
steady_modbus_poll_stop (SteadyModbusPoll *self, const SteadyModbusQuestion *write)
{
  self->n_writes = 0;
  return steady_modbus_poll_write (self, write);
}

static void
send_question (SteadyModbusPoll *self, SteadyDriver *driver, SteadyInstant now)
{
  uint8_t frame[STEADY_MODBUS_FRAME];

  self->transaction++;
  self->waiting = true;
  self->asked = now;
  self->length = 0;
  steady_driver_send (
      driver,
      frame,
      steady_modbus_ask (&self->question, self->wrap, self->transaction, frame));
}

static void
finish_question (SteadyModbusPoll *self, SteadyInstant t)
{
  self->waiting = false;
  self->rest = t + REST;
}

static unsigned
most_urgent (const SteadyModbusPoll *self)
{
  unsigned best = 0;
  for (unsigned i = 1; i < self->n_reads; i++)
    if (self->due[i] < self->due[best])
      best = i;
  return best;
}

static void
send_write (SteadyModbusPoll *self, SteadyDriver *driver, SteadyInstant now)
{
  self->question = self->writes[0];
  self->n_writes--;
  memmove (self->writes, self->writes + 1, self->n_writes * sizeof self->writes[0]);
  self->is_write = true;
  send_question (self, driver, now);
}

static void
ask_next (SteadyModbusPoll *self, SteadyDriver *driver, SteadyInstant now)
{
  const unsigned          read = most_urgent (self);
  const SteadyModbusRead *about = &self->reads[read];

  if (self->n_writes > 0)
    {
      send_write (self, driver, now);
      return;
    }
  if (self->settles || now < self->due[read])
    return;
  self->is_write = false;
  self->read = read;
  self->question = (SteadyModbusQuestion){ .unit = self->unit,
                                           .function = about->function,
                                           .first = about->first,
                                           .count = about->count };
  /* what was missed while the line was busy is not made up for */
  self->due[read] = MAX (self->due[read] + about->period, now);
  send_question (self, driver, now);
}

/* Nobody answered in time. Over TCP each answer has the number of its question. */
static void
give_up (SteadyModbusPoll *self, SteadyDriver *driver, SteadyInstant now)
{
  driver->faults++;
  finish_question (self, now);
  self->doubt = self->doubt || (!self->is_write && self->n_reads > 1 &&
                                self->wrap == STEADY_MODBUS_RTU);
}

/* Asks what is due; gives when it wants to be called again. Thread: the driver's. */
SteadyInstant
steady_modbus_poll_tick (SteadyModbusPoll *self,
                         SteadyDriver     *driver,
                         SteadyInstant     now)
{
  if (self->waiting && now - self->asked >= PATIENCE)
    give_up (self, driver, now);
  if (self->settles && now >= self->settled)
    self->settles = self->doubt = false;
  if (!self->waiting && now >= self->rest)
    ask_next (self, driver, now);
  if (self->waiting)
    return self->asked + PATIENCE;
  SteadyInstant next = self->rest;
  if (self->n_writes == 0)
    next = MAX (self->settles ? self->settled : self->due[most_urgent (self)], next);
  return MAX (next, now + 1);
}

static void
pass_over (SteadyModbusPoll *self, size_t n)
{
  memmove (self->bytes, self->bytes + n, self->length - n);
  self->length -= n;
}

/* Looks for the answer in what was heard. */
static void
hear (SteadyModbusPoll *self, SteadyDriver *driver, SteadyModbusTold told)
{
  SteadyModbusAnswer answer;
  size_t             used;

  while (self->waiting && self->length > 0)
    {
      switch (steady_modbus_hear (&self->question,
                                  self->wrap,
                                  self->transaction,
                                  self->bytes,
                                  self->length,
                                  &used,
                                  &answer))
        {
        case STEADY_MODBUS_MORE:
          return;
        case STEADY_MODBUS_ANSWER:
          driver->frames++;
          finish_question (self, self->t);
          if (!self->is_write)
            told (driver, self->read, &answer, self->t);
          return;
        case STEADY_MODBUS_REFUSED:
          driver->faults++;
          finish_question (self, self->t);
          return;
        case STEADY_MODBUS_OTHER:
          pass_over (self, used);
          break;
        }
    }
}

/* What comes may answer an earlier question: then it answers none, and neither does
 * what follows it. Whether that is so. */
static bool
doubt_bytes (SteadyModbusPoll *self, SteadyInstant t)
{
  const bool writes = self->waiting && self->is_write;

  if (!self->doubt)
    return false;
  if (!writes)
    {
      self->waiting = false;
      self->settles = true;
    }
  self->settled = t + SETTLING;
  return !writes;
}

/* Takes what came; calls @told for an answer. Thread: the driver's. */
void
steady_modbus_poll_rx (SteadyModbusPoll *self,
                       SteadyDriver     *driver,
                       SteadyModbusTold  told,
                       const uint8_t    *bytes,
                       size_t            length,
                       SteadyInstant     t)
{
  if (length > 0 && doubt_bytes (self, t))
    return;
  for (size_t i = 0; i < length; i++)
    {
      if (!self->waiting)
        return; /* nobody asked */
      if (self->length == 0)
        self->t = t;
      if (self->length == sizeof self->bytes)
        pass_over (self, 1);
      self->bytes[self->length++] = bytes[i];
      hear (self, driver, told);
    }
}
