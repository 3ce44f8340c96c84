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
  STEADY_MODBUS_READS = 16
};

/*
 * The dialogue of a driver with a Modbus device: one question at a time, the next one
 * when it was answered or its time is over. A write goes ahead of all reading; a newer
 * one takes the place of one that still waits.
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
  bool                 has_write;
  SteadyModbusQuestion write;
  size_t               length; /* of @bytes that were heard */
  SteadyInstant        t;      /* when the first of them came */
  uint8_t              bytes[2 * STEADY_MODBUS_FRAME];
} SteadyModbusPoll;

/* Where the dialogue stands, as a driver's class says it. */
extern const char *const steady_modbus_poll_stages[];

/* What became of a question: the answer to read number @read; NULL when it was refused
 * or came to nothing. Not called for writes. */
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
void             steady_modbus_poll_write (SteadyModbusPoll           *self,
                                           const SteadyModbusQuestion *write);
SteadyInstant    steady_modbus_poll_tick (SteadyModbusPoll *self,
                                          SteadyDriver     *driver,
                                          SteadyModbusTold  told,
                                          SteadyInstant     now);
void             steady_modbus_poll_rx (SteadyModbusPoll *self,
                                        SteadyDriver     *driver,
                                        SteadyModbusTold  told,
                                        const uint8_t    *bytes,
                                        size_t            length,
                                        SteadyInstant     t);
