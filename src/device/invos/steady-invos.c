/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/invos/steady-invos.h"

#include <assert.h>
#include <string.h>

#include "device/steady-line-stream.h"
#include "device/steady-wire-text.h"

#define N_(text) text

enum
{
  CHANNELS = 4,
  COLUMNS = 4,                     /* of a channel: rSO2, event, status, reserved */
  FIELDS = 3 + CHANNELS * COLUMNS, /* after version, date and time */
  LONGEST = 240,
  LOWEST = 15, /* what the device measures, % */
  HIGHEST = 95,
  STATUS_MOST = 21,
  EVENT_MOST = 254
};

static_assert (sizeof (SteadyLineStream) <= STEADY_DRIVER_STATE_SIZE,
               "the state fits its place");

typedef struct Reading
{
  double        value[CHANNELS];
  SteadyQuality quality[CHANNELS];
} Reading;

static SteadyLineStream *
stream_of (SteadyDriver *self)
{
  return (SteadyLineStream *) (void *) self->state;
}

/* "09/31/26" and "10:41:33" in their form only: digits and two marks. */
static bool
is_stamp (SteadyWireText text, char mark)
{
  bool fine = text.length == 8;
  for (size_t i = 0; fine && i < 8; i++)
    fine =
        i % 3 == 2 ? text.text[i] == mark : text.text[i] >= '0' && text.text[i] <= '9';
  return fine;
}

static bool
read_whole (SteadyWireText text, double most, double *ret_value)
{
  return text.length <= 3 && memchr (text.text, '.', text.length) == NULL &&
         steady_wire_number (text, ret_value) && *ret_value >= 0 && *ret_value <= most;
}

static bool
read_channel (const SteadyWireText *columns,
              double               *ret_value,
              SteadyQuality        *ret_quality)
{
  double value, event, status, reserved;

  if (!read_whole (columns[0], 255, &value) ||
      !read_whole (columns[1], EVENT_MOST, &event) ||
      !read_whole (columns[2], STATUS_MOST, &status) ||
      !read_whole (columns[3], 999, &reserved))
    return false;
  *ret_value = value;
  if (value < 0.5)
    *ret_quality = STEADY_QUALITY_SENSOR_OFF;
  else if (value < LOWEST || value > HIGHEST)
    *ret_quality = STEADY_QUALITY_IMPLAUSIBLE;
  else
    *ret_quality = status > 0 ? STEADY_QUALITY_QUESTIONABLE : STEADY_QUALITY_VALID;
  return true;
}

static bool
parse_line (const char *text, Reading *ret_reading)
{
  SteadyWireText fields[FIELDS];

  if (steady_wire_words (text, fields, FIELDS) != FIELDS ||
      !is_stamp (fields[1], '/') || !is_stamp (fields[2], ':'))
    return false;
  for (unsigned i = 0; i < CHANNELS; i++)
    if (!read_channel (fields + 3 + (size_t) i * COLUMNS,
                       &ret_reading->value[i],
                       &ret_reading->quality[i]))
      return false;
  return true;
}

static bool
take_line (SteadyDriver *self, const char *line, SteadyInstant t)
{
  Reading reading;

  if (!parse_line (line, &reading))
    return false;
  for (unsigned i = 0; i < CHANNELS; i++)
    steady_driver_tell (self, i, t, reading.value[i], reading.quality[i]);
  return true;
}

static void
invos_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_line_stream_rx (stream_of (self), self, take_line, bytes, length, t);
}

static void
invos_start (SteadyDriver *self, SteadyInstant now)
{
  steady_line_stream_start (stream_of (self), LONGEST);
}

static bool
is_line (const char *line)
{
  Reading reading;
  return parse_line (line, &reading);
}

/* Its lines have no mark of their own: one could be chance. */
static SteadyProbe
invos_probe (const uint8_t *bytes, size_t length)
{
  return steady_line_stream_probe (bytes, length, LONGEST, is_line, 2, 4);
}

#define SIGNAL(number, words, place)                                             \
  {                                                                              \
    .name = "ch" #number, .label = words, .unit = "%", .channel = place,         \
    .kind = STEADY_CHANNEL_KIND_NUMERIC, .low = 0, .high = 100, .resolution = 1, \
    .stale = 10 * STEADY_NSEC_PER_SEC                                            \
  }

static const SteadySignal signals[CHANNELS] = {
  SIGNAL (1, N_ ("NIRS, sensor 1"), STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT),
  SIGNAL (2, N_ ("NIRS, sensor 2"), STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT),
  SIGNAL (3, N_ ("NIRS, sensor 3"), STEADY_CHANNEL_NONE),
  SIGNAL (4, N_ ("NIRS, sensor 4"), STEADY_CHANNEL_NONE),
};

const SteadyDriverClass steady_invos_class = {
  .name = "invos",
  .title = N_ ("Medtronic INVOS PM7100, regional oximetry"),
  .links = STEADY_DRIVER_SERIAL,
  .line = { .baud = 0, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = 10 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = CHANNELS,
  .probe = invos_probe,
  .start = invos_start,
  .rx = invos_rx,
  .tick = steady_driver_never_due,
  .stages = steady_line_stream_stages,
  .stage = steady_line_stream_stage_of,
};
