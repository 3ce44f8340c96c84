/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-modbus.h"

#include <string.h>

#include "base/steady-require.h"

/*
 * After "MODBUS Application Protocol Specification V1.1b3" and "MODBUS over serial line
 * V1.02". Our own, since libmodbus waits inside its calls: a driver that must run on a
 * tape and under a fuzzer cannot.
 */
enum
{
  TCP_HEADER = 7, /* transaction, protocol, length, unit */
  REFUSED = 0x80, /* set in the function of a refusal */
  CRC_SIZE = 2
};

static void
put16 (uint8_t *bytes, uint16_t value)
{
  bytes[0] = (uint8_t) (value >> 8);
  bytes[1] = (uint8_t) (value & 0xff);
}

static uint16_t
get16 (const uint8_t *bytes)
{
  return (uint16_t) (bytes[0] << 8 | bytes[1]);
}

/* CRC-16/MODBUS of @length bytes; its low byte goes first on the line. Thread: any. */
uint16_t
steady_modbus_crc (const uint8_t *bytes, size_t length)
{
  uint16_t crc = 0xffff;

  for (size_t i = 0; i < length; i++)
    {
      crc ^= bytes[i];
      for (unsigned bit = 0; bit < 8; bit++)
        crc = (crc & 1) != 0 ? (uint16_t) (crc >> 1 ^ 0xa001) : (uint16_t) (crc >> 1);
    }
  return crc;
}

/* Function and what follows; gives its length. */
static size_t
put_message (const SteadyModbusQuestion *question, uint8_t *message)
{
  message[0] = question->function;
  put16 (message + 1, question->first);
  switch (question->function)
    {
    case STEADY_MODBUS_WRITE_ONE:
      put16 (message + 3, question->values[0]);
      return 5;
    case STEADY_MODBUS_WRITE_MANY:
      put16 (message + 3, question->count);
      message[5] = (uint8_t) (2 * question->count);
      for (unsigned i = 0; i < question->count; i++)
        put16 (message + 6 + (size_t) 2 * i, question->values[i]);
      return 6 + (size_t) 2 * question->count;
    default:
      put16 (message + 3, question->count);
      return 5;
    }
}

/*
 * Writes @question as a frame into @ret_frame, which holds STEADY_MODBUS_FRAME bytes;
 * gives its length. @transaction is for TCP only.
 *
 * Thread: any.
 */
size_t
steady_modbus_ask (const SteadyModbusQuestion *question,
                   SteadyModbusWrap            wrap,
                   uint16_t                    transaction,
                   uint8_t                    *ret_frame)
{
  steady_require (question->count <= STEADY_MODBUS_REGISTERS);
  if (wrap == STEADY_MODBUS_TCP)
    {
      const size_t length = put_message (question, ret_frame + TCP_HEADER);
      put16 (ret_frame, transaction);
      put16 (ret_frame + 2, 0);
      put16 (ret_frame + 4, (uint16_t) (length + 1));
      ret_frame[6] = question->unit;
      return TCP_HEADER + length;
    }
  ret_frame[0] = question->unit;
  const size_t   length = 1 + put_message (question, ret_frame + 1);
  const uint16_t crc = steady_modbus_crc (ret_frame, length);
  ret_frame[length] = (uint8_t) (crc & 0xff);
  ret_frame[length + 1] = (uint8_t) (crc >> 8);
  return length + CRC_SIZE;
}

static bool
is_read (const SteadyModbusQuestion *question)
{
  return question->function == STEADY_MODBUS_READ_HOLDING ||
         question->function == STEADY_MODBUS_READ_INPUT;
}

/* Length of the message (function and what follows) that a right answer has. */
static size_t
right_length (const SteadyModbusQuestion *question)
{
  return is_read (question) ? 2 + (size_t) 2 * question->count : 5;
}

/* Judges a whole message of exactly the length it must have. */
static SteadyModbusResult
read_message (const SteadyModbusQuestion *question,
              const uint8_t              *message,
              SteadyModbusAnswer         *ret_answer)
{
  ret_answer->count = 0;
  ret_answer->refusal = 0;
  if (message[0] == (question->function | REFUSED))
    {
      ret_answer->refusal = message[1];
      return STEADY_MODBUS_REFUSED;
    }
  if (message[0] != question->function)
    return STEADY_MODBUS_OTHER;
  if (!is_read (question))
    {
      /* a write is answered with its own words */
      const uint16_t second = question->function == STEADY_MODBUS_WRITE_ONE
                                  ? question->values[0]
                                  : question->count;
      return get16 (message + 1) == question->first && get16 (message + 3) == second
                 ? STEADY_MODBUS_ANSWER
                 : STEADY_MODBUS_OTHER;
    }
  if (message[1] != 2 * question->count)
    return STEADY_MODBUS_OTHER;
  ret_answer->count = question->count;
  for (unsigned i = 0; i < question->count; i++)
    ret_answer->values[i] = get16 (message + 2 + (size_t) 2 * i);
  return STEADY_MODBUS_ANSWER;
}

/* One byte is passed over at a time until something fits. */
static SteadyModbusResult
hear_rtu (const SteadyModbusQuestion *question,
          const uint8_t              *bytes,
          size_t                      length,
          size_t                     *ret_used,
          SteadyModbusAnswer         *ret_answer)
{
  *ret_used = 1;
  if (bytes[0] != question->unit)
    return STEADY_MODBUS_OTHER;
  if (length < 2)
    return STEADY_MODBUS_MORE;
  const bool refused = bytes[1] == (question->function | REFUSED);
  if (!refused && bytes[1] != question->function)
    return STEADY_MODBUS_OTHER;
  const size_t whole = 1 + (refused ? 2 : right_length (question));
  if (length < whole + CRC_SIZE)
    return STEADY_MODBUS_MORE;
  const uint16_t crc = (uint16_t) (bytes[whole] | bytes[whole + 1] << 8);
  if (crc != steady_modbus_crc (bytes, whole))
    return STEADY_MODBUS_OTHER;
  const SteadyModbusResult result = read_message (question, bytes + 1, ret_answer);
  if (result != STEADY_MODBUS_OTHER)
    *ret_used = whole + CRC_SIZE;
  return result;
}

static SteadyModbusResult
hear_tcp (const SteadyModbusQuestion *question,
          uint16_t                    transaction,
          const uint8_t              *bytes,
          size_t                      length,
          size_t                     *ret_used,
          SteadyModbusAnswer         *ret_answer)
{
  *ret_used = 1;
  if (length < TCP_HEADER + 2)
    return STEADY_MODBUS_MORE;
  const size_t rest = get16 (bytes + 4);
  if (get16 (bytes + 2) != 0 || rest < 3 || rest > STEADY_MODBUS_FRAME - TCP_HEADER + 1)
    return STEADY_MODBUS_OTHER;
  if (length < TCP_HEADER - 1 + rest)
    return STEADY_MODBUS_MORE;
  *ret_used = TCP_HEADER - 1 + rest; /* a whole frame, whether ours or not */
  const bool   refused = bytes[TCP_HEADER] == (question->function | REFUSED);
  const size_t whole = refused ? 2 : right_length (question);
  if (get16 (bytes) != transaction || bytes[6] != question->unit || rest - 1 != whole)
    return STEADY_MODBUS_OTHER;
  return read_message (question, bytes + TCP_HEADER, ret_answer);
}

/*
 * Looks for the answer to @question at the start of what was heard, at least one byte.
 * @ret_used of them are done with, unless more are missing; @ret_answer is filled in by
 * an answer or a refusal.
 *
 * Thread: any.
 */
SteadyModbusResult
steady_modbus_hear (const SteadyModbusQuestion *question,
                    SteadyModbusWrap            wrap,
                    uint16_t                    transaction,
                    const uint8_t              *bytes,
                    size_t                      length,
                    size_t                     *ret_used,
                    SteadyModbusAnswer         *ret_answer)
{
  return wrap == STEADY_MODBUS_TCP
             ? hear_tcp (question, transaction, bytes, length, ret_used, ret_answer)
             : hear_rtu (question, bytes, length, ret_used, ret_answer);
}
