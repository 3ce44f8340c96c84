/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/cdi/steady-cdi-frame.h"

#include <string.h>

enum
{
  COLUMNS = 19,                       /* with the time */
  PACKET_HEAD = 8,                    /* STX, device, sequence ×2, length ×4 */
  PACKET_FRAME = PACKET_HEAD + 2 + 3, /* with command, subcommand, CRC ×2 and ETX */
  STX = 2,
  ETX = 3
};

/* The columns of the text mode, after the time. */
static const SteadyCdiSignal columns[COLUMNS - 1] = {
  STEADY_CDI_ARTERIAL_PH,         STEADY_CDI_ARTERIAL_PCO2,
  STEADY_CDI_ARTERIAL_PO2,        STEADY_CDI_ARTERIAL_TEMPERATURE,
  STEADY_CDI_BICARBONATE,         STEADY_CDI_BASE_EXCESS,
  STEADY_CDI_ARTERIAL_SATURATION, STEADY_CDI_POTASSIUM,
  STEADY_CDI_OXYGEN_CONSUMPTION,  STEADY_CDI_FLOW,
  STEADY_CDI_BODY_SURFACE,        STEADY_CDI_VENOUS_PH,
  STEADY_CDI_VENOUS_PCO2,         STEADY_CDI_VENOUS_PO2,
  STEADY_CDI_VENOUS_TEMPERATURE,  STEADY_CDI_VENOUS_SATURATION,
  STEADY_CDI_HAEMATOCRIT,         STEADY_CDI_HAEMOGLOBIN,
};

/* CRC-8, polynomial 0xA1 in reflected form, from 0. Thread: any. */
uint8_t
steady_cdi_crc (const uint8_t *bytes, size_t length)
{
  uint8_t crc = 0;

  for (size_t i = 0; i < length; i++)
    {
      crc ^= bytes[i];
      for (unsigned bit = 0; bit < 8; bit++)
        crc = (crc & 1) != 0 ? (uint8_t) (crc >> 1 ^ 0xa1) : (uint8_t) (crc >> 1);
    }
  return crc;
}

/* Dashes are out of bounds, blanks are no reading; false when it is none of the three.
 */
static bool
read_value (SteadyWireText text, double *ret_value, uint8_t *ret_quality)
{
  text = steady_wire_trim (text);
  if (text.length == 0)
    *ret_quality = STEADY_QUALITY_SENSOR_OFF;
  else if (text.length > 1 && steady_wire_all (text, '-'))
    *ret_quality = STEADY_QUALITY_IMPLAUSIBLE;
  else if (text.length <= 6 && steady_wire_number (text, ret_value))
    *ret_quality = STEADY_QUALITY_VALID;
  else
    return false;
  return true;
}

/* "09:41:33" */
static bool
is_time (SteadyWireText text)
{
  text = steady_wire_trim (text);
  bool fine = text.length == 8;
  for (size_t i = 0; fine && i < 8; i++)
    fine =
        i % 3 == 2 ? text.text[i] == ':' : text.text[i] >= '0' && text.text[i] <= '9';
  return fine;
}

/*
 * A line of the text mode. It has no checksum, so its form is held exactly: the time
 * and all columns, each a number, dashes or blanks.
 *
 * Thread: any.
 */
bool
steady_cdi_read_columns (const char *line, SteadyCdiReading *ret_reading)
{
  SteadyWireText fields[COLUMNS];

  if (steady_wire_split (steady_wire_text (line), '\t', fields, COLUMNS) != COLUMNS ||
      !is_time (fields[0]))
    return false;
  memset (ret_reading, 0, sizeof *ret_reading);
  for (unsigned i = 0; i < COLUMNS - 1; i++)
    {
      const SteadyCdiSignal signal = columns[i];
      ret_reading->has[signal] = true;
      if (!read_value (fields[i + 1],
                       &ret_reading->value[signal],
                       &ret_reading->quality[signal]))
        return false;
    }
  return true;
}

/*
 * Whether a line announces the temperature at which pH and gas tensions are meant:
 * "37C Temp Data", or "@ Temp Data" for that of the blood.
 *
 * Thread: any.
 */
SteadyCdiBasis
steady_cdi_read_basis (const char *line)
{
  const SteadyWireText text = steady_wire_trim (steady_wire_text (line));

  if (steady_wire_is (text, "37C Temp Data"))
    return STEADY_CDI_BASIS_37;
  return steady_wire_is (text, "@ Temp Data") ? STEADY_CDI_BASIS_ACTUAL
                                              : STEADY_CDI_BASIS_UNKNOWN;
}

/*
 * The whole length of a packet that begins with STX, of which @length bytes are there;
 * 0 as long as it cannot be told. False when it is no packet.
 *
 * Thread: any.
 */
bool
steady_cdi_packet_length (const uint8_t *packet, size_t length, size_t *ret_whole)
{
  unsigned whole = 0;

  *ret_whole = 0;
  if (packet[0] != STX || (length > 1 && packet[1] != 'X'))
    return false;
  if (length < PACKET_HEAD)
    return true;
  if (!steady_wire_hex ((SteadyWireText){ (const char *) packet + 4, 4 }, &whole) ||
      whole < PACKET_FRAME || whole > STEADY_CDI_PACKET_LONGEST)
    return false;
  *ret_whole = whole;
  return true;
}

/* "cc??value": two digits of code, two of a meaning that is not known. */
static bool
read_field (SteadyWireText field, SteadyCdiReading *reading)
{
  unsigned code;

  if (field.length < 4 || !steady_wire_hex ((SteadyWireText){ field.text, 2 }, &code) ||
      code >= STEADY_CDI_CODES || reading->has[code])
    return false;
  reading->has[code] = true;
  if (!read_value ((SteadyWireText){ field.text + 4, field.length - 4 },
                   &reading->value[code],
                   &reading->quality[code]))
    return false;
  /* its status is there and cannot be read: the value is shown, and doubted */
  if (reading->quality[code] == STEADY_QUALITY_VALID)
    reading->quality[code] = STEADY_QUALITY_QUESTIONABLE;
  return true;
}

static bool
read_data (SteadyWireText data, SteadyCdiReading *reading)
{
  SteadyWireText fields[STEADY_CDI_CODES + 2];
  const unsigned n = steady_wire_split (data, '\t', fields, STEADY_CDI_CODES + 2);

  memset (reading, 0, sizeof *reading);
  if (n < 2 || n > STEADY_CDI_CODES + 2 || !is_time (fields[0]))
    return false;
  for (unsigned i = 1; i < n; i++)
    {
      if (i == n - 1 && fields[i].length == 0)
        return true; /* the last field may end with a tabulator as the others */
      if (!read_field (fields[i], reading))
        return false;
    }
  return true;
}

/*
 * A whole packet, as long as steady_cdi_packet_length () says; false when it is damaged
 * or tells no values.
 *
 * Thread: any.
 */
bool
steady_cdi_read_packet (const uint8_t    *packet,
                        size_t            length,
                        SteadyCdiReading *ret_reading)
{
  const char *text = (const char *) packet;
  unsigned    told;

  if (length < PACKET_FRAME || packet[length - 1] != ETX ||
      !steady_wire_hex ((SteadyWireText){ text + length - 3, 2 }, &told) ||
      told != steady_cdi_crc (packet, length - 3))
    return false;
  /* 'A' tells values: by the clock, marked, stored, or after a recalibration */
  if (packet[PACKET_HEAD] != 'A' || packet[PACKET_HEAD + 1] < '0' ||
      packet[PACKET_HEAD + 1] > '3')
    return false;
  return read_data ((SteadyWireText){ text + PACKET_HEAD + 2, length - PACKET_FRAME },
                    ret_reading);
}
