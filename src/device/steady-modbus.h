/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a message is wrapped. */
typedef enum SteadyModbusWrap
{
  STEADY_MODBUS_RTU, /* address, message, CRC-16; a serial line, or a plain TCP gateway
                      */
  STEADY_MODBUS_TCP  /* seven bytes of header in front */
} SteadyModbusWrap;

typedef enum SteadyModbusFunction
{
  STEADY_MODBUS_READ_HOLDING = 3,
  STEADY_MODBUS_READ_INPUT = 4,
  STEADY_MODBUS_WRITE_ONE = 6,
  STEADY_MODBUS_WRITE_MANY = 16
} SteadyModbusFunction;

enum
{
  STEADY_MODBUS_REGISTERS = 123, /* of one message at most */
  STEADY_MODBUS_FRAME = 260
};

/* What is asked; an answer is understood only with its question. */
typedef struct SteadyModbusQuestion
{
  uint8_t  unit;
  uint8_t  function; /* SteadyModbusFunction */
  uint16_t first;    /* register, from 0 as on the wire */
  uint16_t count;
  uint16_t values[STEADY_MODBUS_REGISTERS]; /* of a write */
} SteadyModbusQuestion;

typedef enum SteadyModbusResult
{
  STEADY_MODBUS_MORE,    /* bytes are missing */
  STEADY_MODBUS_ANSWER,  /* registers, or a write that was taken */
  STEADY_MODBUS_REFUSED, /* the device's own "no" */
  STEADY_MODBUS_OTHER /* not an answer to this question: @ret_used bytes to pass over */
} SteadyModbusResult;

typedef struct SteadyModbusAnswer
{
  uint16_t count;
  uint16_t values[STEADY_MODBUS_REGISTERS];
  uint8_t  refusal; /* exception code of the device */
} SteadyModbusAnswer;

uint16_t           steady_modbus_crc (const uint8_t *bytes, size_t length);
size_t             steady_modbus_ask (const SteadyModbusQuestion *question,
                                      SteadyModbusWrap            wrap,
                                      uint16_t                    transaction,
                                      uint8_t                    *ret_frame);
SteadyModbusResult steady_modbus_hear (const SteadyModbusQuestion *question,
                                       SteadyModbusWrap            wrap,
                                       uint16_t                    transaction,
                                       const uint8_t              *bytes,
                                       size_t                      length,
                                       size_t                     *ret_used,
                                       SteadyModbusAnswer         *ret_answer);
