/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/alicat/steady-alicat.h"

#include <assert.h>
#include <string.h>

#include "device/steady-line-poll.h"
#include "device/steady-line-stream.h"
#include "device/steady-wire-text.h"

#define N_(text) text

enum
{
  MASS_FLOW,
  SET_POINT,
  VOLUME_FLOW,
  TEMPERATURE,
  PRESSURE,
  N_SIGNALS
};

enum
{
  FIELDS = 7, /* id, pressure, temperature, volume flow, mass flow, set point, gas */
  MARKS_MOST = 6
};

/* What the site says of it; @own of the driver. */
typedef struct Site
{
  char                unit; /* the letter of its address */
  char                question[4];
  SteadyLineAsk       ask;
  SteadyDriverControl control;
} Site;

static_assert (sizeof (SteadyLinePoll) <= STEADY_DRIVER_STATE_SIZE,
               "the state fits its place");

static SteadyLinePoll *
poll_of (SteadyDriver *self)
{
  return (SteadyLinePoll *) (void *) self->state;
}

/* "MOV" and its like: a measurement beyond what the device can; "LCK" only locks keys.
 */
static bool
read_marks (const SteadyWireText *fields, unsigned n, SteadyQuality *ret_quality)
{
  static const char *const beyond[] = {
    "MOV", "VOV", "POV", "TOV", "ADC", "EXH", "HLD"
  };

  *ret_quality = STEADY_QUALITY_VALID;
  for (unsigned i = FIELDS; i < n; i++)
    {
      bool known = steady_wire_is (fields[i], "LCK");
      for (unsigned k = 0; k < G_N_ELEMENTS (beyond); k++)
        if (steady_wire_is (fields[i], beyond[k]))
          {
            *ret_quality = STEADY_QUALITY_QUESTIONABLE;
            known = true;
          }
      if (!known)
        return false;
    }
  return true;
}

/* "A +014.70 +025.00 +01.250 +01.250 01.250 Air", and marks; false for anything else.
 */
static bool
read_line (const char    *line,
           char          *ret_unit,
           double        *ret_values,
           SteadyQuality *ret_quality)
{
  SteadyWireText fields[FIELDS + MARKS_MOST];
  const unsigned n = steady_wire_words (line, fields, FIELDS + MARKS_MOST);

  if (n < FIELDS || n > FIELDS + MARKS_MOST || fields[0].length != 1 ||
      !read_marks (fields, n, ret_quality))
    return false;
  for (unsigned i = 1; i < FIELDS - 1; i++)
    if (!steady_wire_number (fields[i], &ret_values[i]))
      return false;
  *ret_unit = fields[0].text[0];
  return true;
}

static bool
take_reading (SteadyDriver *self, const char *line, SteadyInstant t)
{
  const Site   *site = self->own;
  double        values[FIELDS] = { 0 };
  char          unit;
  SteadyQuality quality;

  if (!read_line (line, &unit, values, &quality) || unit != site->unit)
    return false;
  steady_driver_tell (self, PRESSURE, t, values[1], quality);
  steady_driver_tell (self, TEMPERATURE, t, values[2], quality);
  steady_driver_tell (self, VOLUME_FLOW, t, values[3], quality);
  steady_driver_tell (self, MASS_FLOW, t, values[4], quality);
  steady_driver_tell (self, SET_POINT, t, values[5], STEADY_QUALITY_VALID);
  return true;
}

/* A command is answered with a reading as well. */
static bool
told (SteadyDriver *self, int ask, const char *line, SteadyInstant t)
{
  return take_reading (self, line, t);
}

static void
alicat_start (SteadyDriver *self, SteadyInstant now)
{
  const Site *site = self->own;

  steady_line_poll_start (poll_of (self),
                          &site->ask,
                          1,
                          200 * STEADY_NSEC_PER_MSEC,
                          5 * STEADY_NSEC_PER_MSEC,
                          now);
  poll_of (self)->answers_commands = true; /* with a reading */
}

static void
alicat_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_line_poll_rx (poll_of (self), self, told, bytes, length, t);
}

static SteadyInstant
alicat_tick (SteadyDriver *self, SteadyInstant now)
{
  return steady_line_poll_tick (poll_of (self), self, now);
}

static bool
alicat_command (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now)
{
  const Site *site = self->own;
  char        value[G_ASCII_DTOSTR_BUF_SIZE], text[64];

  if (command->control != site->control.control ||
      !(command->value >= site->control.low && command->value <= site->control.high))
    return false;
  g_ascii_formatd (value, sizeof value, "%.3f", command->value);
  g_snprintf (text, sizeof text, "%cS%s\r", site->unit, value);
  return steady_line_poll_command (poll_of (self), text);
}

#define SIGNAL(index, text, words, dimension, place, least, most) \
  [index] = { .name = text,                                       \
              .label = words,                                     \
              .unit = dimension,                                  \
              .channel = place,                                   \
              .kind = STEADY_CHANNEL_KIND_NUMERIC,                \
              .decimals = 3,                                      \
              .low = least,                                       \
              .high = most,                                       \
              .period = 100 * STEADY_NSEC_PER_MSEC,               \
              .stale = 1 * STEADY_NSEC_PER_SEC }

#define TABLE(dimension, flow_place, set_place, most)                                 \
  {                                                                                   \
    SIGNAL (MASS_FLOW, "mass_flow", N_ ("Gas flow"), dimension, flow_place, 0, most), \
        SIGNAL (SET_POINT,                                                            \
                "set_point",                                                          \
                N_ ("Gas flow, set"),                                                 \
                dimension,                                                            \
                set_place,                                                            \
                0,                                                                    \
                most),                                                                \
        SIGNAL (VOLUME_FLOW,                                                          \
                "volume_flow",                                                        \
                N_ ("Gas flow at its pressure"),                                      \
                dimension,                                                            \
                STEADY_CHANNEL_NONE,                                                  \
                0,                                                                    \
                most),                                                                \
        SIGNAL (TEMPERATURE,                                                          \
                "temperature",                                                        \
                N_ ("Temperature of the gas"),                                        \
                "°C",                                                                 \
                STEADY_CHANNEL_NONE,                                                  \
                -50,                                                                  \
                150),                                                                 \
        SIGNAL (PRESSURE,                                                             \
                "pressure",                                                           \
                N_ ("Pressure of the gas"),                                           \
                "",                                                                   \
                STEADY_CHANNEL_NONE,                                                  \
                -1000,                                                                \
                10000),                                                               \
  }

static const SteadySignal litres[N_SIGNALS] =
    TABLE ("L/min", STEADY_CHANNEL_SWEEP, STEADY_CHANNEL_SET_SWEEP, 100);
static const SteadySignal millilitres[N_SIGNALS] =
    TABLE ("mL/min", STEADY_CHANNEL_CO2_FLOW, STEADY_CHANNEL_SET_CO2, 5000);

static bool
set_up (Site                       *site,
        const SteadyDriverSettings *settings,
        bool                       *ret_litres,
        GError                    **error)
{
  const char *address = steady_driver_settings_get (settings, "address", "A");
  const char *unit = steady_driver_settings_get (settings, "unit", "");
  double      full_scale;

  *ret_litres = strcmp (unit, "L/min") == 0;
  if (strlen (address) != 1 || address[0] < 'A' || address[0] > 'Z' ||
      (!*ret_litres && strcmp (unit, "mL/min") != 0))
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_SETTING,
                   "the settings need \"unit\", \"L/min\" or \"mL/min\" as the "
                   "controller shows it, and may have \"address\", A to Z");
      return false;
    }
  if (!steady_driver_settings_number (
          settings, "full_scale", 0.001, 5000, 0, &full_scale, error))
    return false;
  site->unit = address[0];
  g_snprintf (site->question, sizeof site->question, "%c\r", site->unit);
  site->ask = (SteadyLineAsk){ site->question, 100 * STEADY_NSEC_PER_MSEC };
  site->control = (SteadyDriverControl){
    .name = "set_point",
    .control = *ret_litres ? STEADY_CONTROL_SWEEP : STEADY_CONTROL_CO2,
    .readback = SET_POINT,
    .low = 0,
    .high = full_scale,
    .step = *ret_litres ? 0.01 : 1,
    .most_step = full_scale / 4, /* [GK] */
    .interval = 100 * STEADY_NSEC_PER_MSEC,
    .tolerance = full_scale / 500,
    .answer_time = 1 * STEADY_NSEC_PER_SEC,
  };
  return true;
}

static bool
alicat_configure (SteadyDriver               *self,
                  const SteadyDriverSettings *settings,
                  GError                    **error)
{
  static const char *const names[] = { "address", "unit", "full_scale", NULL };
  bool                     in_litres;

  if (!steady_driver_settings_only (settings, names, error))
    return false;
  Site *site = g_new0 (Site, 1);
  self->own = site;
  if (!set_up (site, settings, &in_litres, error))
    return false;
  self->signals = in_litres ? litres : millilitres;
  self->n_signals = N_SIGNALS;
  self->controls = &site->control;
  /* how far it may be opened must be known before it can be commanded */
  self->n_controls = site->control.high > 0 ? 1 : 0;
  return true;
}

static size_t
alicat_question (uint8_t *ret_bytes, size_t size)
{
  if (size < 2)
    return 0;
  memcpy (ret_bytes, "A\r", 2);
  return 2;
}

static bool
is_reading (const char *line)
{
  double        values[FIELDS];
  char          unit;
  SteadyQuality quality;

  return read_line (line, &unit, values, &quality);
}

static SteadyProbe
alicat_probe (const uint8_t *bytes, size_t length)
{
  return steady_line_stream_probe (bytes, length, 200, is_reading, 1, 2);
}

const SteadyDriverClass steady_alicat_class = {
  .name = "alicat",
  .title = N_ ("Alicat mass flow controller, gas of a rig"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 19200, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = 1 * STEADY_NSEC_PER_SEC,
  .laboratory = true,
  .probe = alicat_probe,
  .question = alicat_question,
  .configure = alicat_configure,
  .start = alicat_start,
  .rx = alicat_rx,
  .tick = alicat_tick,
  .command = alicat_command,
  .finish = steady_driver_free_own,
  .stages = steady_line_poll_stages,
  .stage = steady_line_poll_stage_of,
};
