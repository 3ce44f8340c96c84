/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/nonin/steady-nonin.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "device/steady-line-stream.h"
#include "device/steady-wire-text.h"

#define N_(text) text

enum
{
  CHANNELS = 4,
  LONGEST = 700
};

static_assert (sizeof (SteadyLineStream) <= STEADY_DRIVER_STATE_SIZE,
               "the state fits its place");

static SteadyLineStream *
stream_of (SteadyDriver *self)
{
  return (SteadyLineStream *) (void *) self->state;
}

/* What one line tells. */
typedef struct Reading
{
  bool   sound; /* its checksum agrees */
  bool   has[CHANNELS];
  double value[CHANNELS];
} Reading;

/* CRC-16/XMODEM: polynomial 0x1021, from 0. */
static unsigned
crc_of (const char *text, size_t length)
{
  unsigned crc = 0;

  for (size_t i = 0; i < length; i++)
    {
      crc ^= (unsigned) (uint8_t) text[i] << 8;
      for (unsigned bit = 0; bit < 8; bit++)
        crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xffff : crc << 1 & 0xffff;
    }
  return crc;
}

/* "---" is no value; else three digits of percent. */
static bool
read_percent (SteadyWireText text, bool *ret_has, double *ret_value)
{
  text = steady_wire_trim (text);
  *ret_has = false;
  if (steady_wire_all (text, '-'))
    return true;
  *ret_has = true;
  return text.length <= 3 && steady_wire_number (text, ret_value) && *ret_value >= 0 &&
         *ret_value <= 100;
}

static bool
read_channels (SteadyWireText line, Reading *reading)
{
  SteadyWireText       copies[CHANNELS];
  const SteadyWireText list = steady_wire_after (line, "|rSO2=", '|');

  if (list.text == NULL || steady_wire_split (list, ',', copies, CHANNELS) != CHANNELS)
    return false;
  for (unsigned i = 0; i < CHANNELS; i++)
    {
      char   mark[] = "Ch0=";
      double copy = 0;
      bool   has;
      mark[2] = (char) ('1' + i);
      const SteadyWireText first = steady_wire_after (line, mark, ' ');
      if (first.text == NULL ||
          !read_percent (first, &reading->has[i], &reading->value[i]) ||
          !read_percent (copies[i], &has, &copy) || has != reading->has[i] ||
          (has && fabs (copy - reading->value[i]) > 0.5))
        return false;
    }
  return true;
}

static bool
parse_line (const char *text, Reading *ret_reading)
{
  const SteadyWireText line = steady_wire_text (text);
  const SteadyWireText sum = steady_wire_after (line, "CKSUM=", ' ');
  unsigned             told;

  *ret_reading = (Reading){ .sound = false };
  if (strncmp (text, "Ch1=", 4) != 0 || sum.text == NULL || sum.length != 4 ||
      !steady_wire_hex (sum, &told) || !read_channels (line, ret_reading))
    return false;
  ret_reading->sound = told == crc_of (text, (size_t) (sum.text - text));
  return true;
}

static bool
take_line (SteadyDriver *self, const char *line, SteadyInstant t)
{
  Reading reading;

  if (!parse_line (line, &reading))
    return false;
  const SteadyQuality quality =
      reading.sound ? STEADY_QUALITY_VALID : STEADY_QUALITY_QUESTIONABLE;
  for (unsigned i = 0; i < CHANNELS; i++)
    steady_driver_tell (self,
                        i,
                        t,
                        reading.value[i],
                        reading.has[i] ? quality : STEADY_QUALITY_SENSOR_OFF);
  return true;
}

static void
nonin_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_line_stream_rx (stream_of (self), self, take_line, bytes, length, t);
}

static void
nonin_start (SteadyDriver *self, SteadyInstant now)
{
  steady_line_stream_start (stream_of (self), LONGEST);
}

static bool
is_line (const char *line)
{
  Reading reading;
  return parse_line (line, &reading);
}

static SteadyProbe
nonin_probe (const uint8_t *bytes, size_t length)
{
  return steady_line_stream_probe (bytes, length, LONGEST, is_line, 1, 2);
}

#define SIGNAL(number, words, place)                                             \
  {                                                                              \
    .name = "ch" #number, .label = words, .unit = "%", .channel = place,         \
    .kind = STEADY_CHANNEL_KIND_NUMERIC, .low = 0, .high = 100, .resolution = 1, \
    .period = STEADY_NSEC_PER_SEC, .stale = 3 * STEADY_NSEC_PER_SEC              \
  }

static const SteadySignal signals[CHANNELS] = {
  SIGNAL (1, N_ ("NIRS, sensor 1"), STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT),
  SIGNAL (2, N_ ("NIRS, sensor 2"), STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT),
  SIGNAL (3, N_ ("NIRS, sensor 3"), STEADY_CHANNEL_NONE),
  SIGNAL (4, N_ ("NIRS, sensor 4"), STEADY_CHANNEL_NONE),
};

const SteadyDriverClass steady_nonin_class = {
  .name = "nonin",
  .title = N_ ("Nonin 7600 and SenSmart X-100, regional oximetry"),
  .links = STEADY_DRIVER_SERIAL,
  .line = { .baud = 57600, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = 3 * STEADY_NSEC_PER_SEC,
  .talks = 1 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = CHANNELS,
  .probe = nonin_probe,
  .start = nonin_start,
  .rx = nonin_rx,
  .tick = steady_driver_never_due,
  .stages = steady_line_stream_stages,
  .stage = steady_line_stream_stage_of,
};
