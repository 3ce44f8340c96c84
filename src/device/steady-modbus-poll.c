/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-modbus-poll.h"

#include <string.h>

#include "base/steady-require.h"

/* A device on the same line answers within some milliseconds; an absent one must not
 * hold up the others' questions. */
#define PATIENCE (200 * STEADY_NSEC_PER_MSEC)

/* Silence between two frames, longer than 3.5 characters at 9600 baud. */
#define REST (5 * STEADY_NSEC_PER_MSEC)

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

/* Has @write sent as soon as the line is free. Thread: the driver's. */
void
steady_modbus_poll_write (SteadyModbusPoll *self, const SteadyModbusQuestion *write)
{
  self->write = *write;
  self->write.unit = self->unit;
  self->has_write = true;
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
finish_question (SteadyModbusPoll         *self,
                 SteadyDriver             *driver,
                 SteadyModbusTold          told,
                 const SteadyModbusAnswer *answer,
                 SteadyInstant             t)
{
  self->waiting = false;
  self->rest = t + REST;
  if (!self->is_write)
    told (driver, self->read, answer, t);
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
ask_next (SteadyModbusPoll *self, SteadyDriver *driver, SteadyInstant now)
{
  const unsigned          read = most_urgent (self);
  const SteadyModbusRead *about = &self->reads[read];

  if (self->has_write)
    {
      self->question = self->write;
      self->has_write = false;
      self->is_write = true;
      send_question (self, driver, now);
      return;
    }
  if (now < self->due[read])
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

/* Asks what is due; gives when it wants to be called again. Thread: the driver's. */
SteadyInstant
steady_modbus_poll_tick (SteadyModbusPoll *self,
                         SteadyDriver     *driver,
                         SteadyModbusTold  told,
                         SteadyInstant     now)
{
  if (self->waiting && now - self->asked >= PATIENCE)
    {
      driver->faults++;
      finish_question (self, driver, told, NULL, now);
    }
  if (!self->waiting && now >= self->rest)
    ask_next (self, driver, now);
  if (self->waiting)
    return self->asked + PATIENCE;
  const SteadyInstant next =
      self->has_write ? self->rest : MAX (self->due[most_urgent (self)], self->rest);
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
          finish_question (self, driver, told, &answer, self->t);
          return;
        case STEADY_MODBUS_REFUSED:
          driver->faults++;
          finish_question (self, driver, told, NULL, self->t);
          return;
        case STEADY_MODBUS_OTHER:
          pass_over (self, used);
          break;
        }
    }
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
