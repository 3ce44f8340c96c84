/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"
#include "device/steady-modbus.h"

/* Registers that are read again and again. */
typedef struct SteadyModbusRead
{
  uint8_t    function; /* SteadyModbusFunction, a reading one */
  uint16_t   first;
  uint16_t   count;
  SteadySpan period;
} SteadyModbusRead;

enum
{
  STEADY_MODBUS_READS = 16,
  STEADY_MODBUS_WRITES = 8 /* that wait at most */
};

/*
 * The dialogue of a driver with a Modbus device: one question at a time, the next one
 * when it was answered or its time is over. Writes go ahead of all reading; a newer one
 * takes the place of one to the same register that still waits.
 *
 * On a serial line an answer does not say what it answers. So where several things are
 * read, after a reading that was not answered in time the next answer is not believed,
 * since it may be the late one, and nothing is read before the line was silent for
 * longer than there is between two questions. A write is answered with its own words.
 */
typedef struct SteadyModbusPoll
{
  SteadyModbusWrap        wrap;
  uint8_t                 unit;
  const SteadyModbusRead *reads;
  unsigned                n_reads;

  bool                 waiting; /* for the answer to @question */
  bool                 is_write;
  unsigned             read; /* which of @reads it is */
  SteadyModbusQuestion question;
  uint16_t             transaction;
  SteadyInstant        asked;
  SteadyInstant        rest; /* no question before this */
  SteadyInstant        due[STEADY_MODBUS_READS];
  bool                 doubt;   /* an answer is owed: the next one is not believed */
  bool                 settles; /* that one came: what else is owed may follow */
  SteadyInstant        settled; /* when nothing more is owed */
  unsigned             n_writes;
  SteadyModbusQuestion
                writes[STEADY_MODBUS_WRITES]; /* that wait, the first one first */
  size_t        length;                       /* of @bytes that were heard */
  SteadyInstant t;                            /* when the first of them came */
  uint8_t       bytes[2 * STEADY_MODBUS_FRAME];
} SteadyModbusPoll;

/* Where the dialogue stands, as a driver's class says it. */
extern const char *const steady_modbus_poll_stages[];

/* The answer to read number @read. */
typedef void (*SteadyModbusTold) (SteadyDriver             *driver,
                                  unsigned                  read,
                                  const SteadyModbusAnswer *answer,
                                  SteadyInstant             t);

SteadyModbusWrap steady_modbus_wrap_of (const SteadyDriverSettings *settings);
void             steady_modbus_poll_start (SteadyModbusPoll       *self,
                                           SteadyModbusWrap        wrap,
                                           uint8_t                 unit,
                                           const SteadyModbusRead *reads,
                                           unsigned                n_reads,
                                           SteadyInstant           now);
unsigned         steady_modbus_poll_stage (const SteadyModbusPoll *self);
unsigned         steady_modbus_poll_stage_of (const SteadyDriver *driver);
bool             steady_modbus_poll_write (SteadyModbusPoll           *self,
                                           const SteadyModbusQuestion *write);
bool             steady_modbus_poll_stop (SteadyModbusPoll           *self,
                                          const SteadyModbusQuestion *write);
SteadyInstant    steady_modbus_poll_tick (SteadyModbusPoll *self,
                                          SteadyDriver     *driver,
                                          SteadyInstant     now);
void             steady_modbus_poll_rx (SteadyModbusPoll *self,
                                        SteadyDriver     *driver,
                                        SteadyModbusTold  told,
                                        const uint8_t    *bytes,
                                        size_t            length,
                                        SteadyInstant     t);
