/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/bronkhorst/steady-bronkhorst.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "device/steady-line-poll.h"
#include "device/steady-line-stream.h"
#include "device/steady-wire-text.h"

#define N_(text) text

enum
{
  FLOW,
  SET_POINT,
  N_SIGNALS
};

enum
{
  WHOLE = 0x7d00 /* the number that means all of its range */
};

/* Both questions are answered alike: what was asked tells which it is. */
static const SteadyLineAsk asks[N_SIGNALS] = {
  [FLOW] = { ":06800401210120\r\n", 100 * STEADY_NSEC_PER_MSEC },
  [SET_POINT] = { ":06800401210121\r\n", 200 * STEADY_NSEC_PER_MSEC },
};

/* What the site says of it; @own of the driver. */
typedef struct Site
{
  double              full_scale; /* in its unit */
  SteadySignal        signals[N_SIGNALS];
  SteadyDriverControl control;
} Site;

static_assert (sizeof (SteadyLinePoll) <= STEADY_DRIVER_STATE_SIZE,
               "the state fits its place");

static SteadyLinePoll *
poll_of (SteadyDriver *self)
{
  return (SteadyLinePoll *) (void *) self->state;
}

/* ":06800201217D00" */
static bool
read_answer (const char *line, unsigned *ret_number)
{
  static const char head[] = ":0680020121";
  SteadyWireText    text = steady_wire_text (line);

  if (text.length != sizeof head - 1 + 4 || strncmp (line, head, sizeof head - 1) != 0)
    return false;
  text.text += sizeof head - 1;
  text.length = 4;
  return steady_wire_hex (text, ret_number);
}

static bool
told (SteadyDriver *self, int ask, const char *line, SteadyInstant t)
{
  const Site *site = self->own;
  unsigned    number;

  const bool is_number = read_answer (line, &number);
  if (ask < 0) /* what it says is not in the sheet, but it is no number */
    return line[0] == ':' && !is_number;
  if (!is_number)
    return false;
  steady_driver_tell (self,
                      (unsigned) ask,
                      t,
                      number * site->full_scale / WHOLE,
                      number > WHOLE ? STEADY_QUALITY_QUESTIONABLE
                                     : STEADY_QUALITY_VALID);
  return true;
}

static void
bronkhorst_start (SteadyDriver *self, SteadyInstant now)
{
  steady_line_poll_start (poll_of (self),
                          asks,
                          N_SIGNALS,
                          200 * STEADY_NSEC_PER_MSEC,
                          5 * STEADY_NSEC_PER_MSEC,
                          now);
  poll_of (self)->answers_commands = true;
}

static void
bronkhorst_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_line_poll_rx (poll_of (self), self, told, bytes, length, t);
}

static SteadyInstant
bronkhorst_tick (SteadyDriver *self, SteadyInstant now)
{
  return steady_line_poll_tick (poll_of (self), self, now);
}

static bool
bronkhorst_command (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now)
{
  const Site *site = self->own;
  char        text[32];

  if (command->control != site->control.control ||
      !(command->value >= 0 && command->value <= site->full_scale))
    return false;
  g_snprintf (text,
              sizeof text,
              ":0680010121%04lX\r\n",
              lround (command->value / site->full_scale * WHOLE));
  return steady_line_poll_command (poll_of (self), text);
}

#define SIGNAL(index, text, words)                 \
  [index] = { .name = text,                        \
              .label = words,                      \
              .kind = STEADY_CHANNEL_KIND_NUMERIC, \
              .decimals = 3,                       \
              .period = asks[index].period,        \
              .stale = 1 * STEADY_NSEC_PER_SEC }

static void
describe (Site *site, bool litres)
{
  const SteadySignal signals[N_SIGNALS] = {
    SIGNAL (FLOW, "flow", N_ ("Gas flow")),
    SIGNAL (SET_POINT, "set_point", N_ ("Gas flow, set")),
  };

  memcpy (site->signals, signals, sizeof signals);
  for (unsigned i = 0; i < N_SIGNALS; i++)
    {
      site->signals[i].unit = litres ? "L/min" : "mL/min";
      site->signals[i].high = site->full_scale * 1.1;
      site->signals[i].resolution = site->full_scale / WHOLE;
    }
  site->signals[FLOW].channel = litres ? STEADY_CHANNEL_SWEEP : STEADY_CHANNEL_CO2_FLOW;
  site->signals[SET_POINT].channel =
      litres ? STEADY_CHANNEL_SET_SWEEP : STEADY_CHANNEL_SET_CO2;
  site->control = (SteadyDriverControl){
    .name = "set_point",
    .control = litres ? STEADY_CONTROL_SWEEP : STEADY_CONTROL_CO2,
    .readback = SET_POINT,
    .high = site->full_scale,
    .step = site->full_scale / 1000,
    .most_step = site->full_scale / 4, /* [GK] */
    .interval = 100 * STEADY_NSEC_PER_MSEC,
    .tolerance = site->full_scale / 1000,
    .answer_time = 1 * STEADY_NSEC_PER_SEC,
  };
}

static bool
bronkhorst_configure (SteadyDriver               *self,
                      const SteadyDriverSettings *settings,
                      GError                    **error)
{
  static const char *const names[] = { "unit", "full_scale", NULL };
  const char              *unit = steady_driver_settings_get (settings, "unit", "");
  const bool               litres = strcmp (unit, "L/min") == 0;
  double                   full_scale;

  if (!steady_driver_settings_only (settings, names, error) ||
      !steady_driver_settings_number (
          settings, "full_scale", 0.001, 5000, 0, &full_scale, error))
    return false;
  if ((!litres && strcmp (unit, "mL/min") != 0) || full_scale <= 0)
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_SETTING,
                   "the settings need \"unit\", \"L/min\" or \"mL/min\", and "
                   "\"full_scale\" in it, as they stand on the controller: it "
                   "tells shares of its range only");
      return false;
    }
  Site *site = g_new0 (Site, 1);
  site->full_scale = full_scale;
  describe (site, litres);
  self->own = site;
  self->signals = site->signals;
  self->n_signals = N_SIGNALS;
  self->controls = &site->control;
  self->n_controls = 1;
  return true;
}

static size_t
bronkhorst_question (uint8_t *ret_bytes, size_t size)
{
  const size_t length = strlen (asks[FLOW].text);

  if (size < length)
    return 0;
  memcpy (ret_bytes, asks[FLOW].text, length);
  return length;
}

static bool
is_answer (const char *line)
{
  unsigned number;
  return read_answer (line, &number);
}

static SteadyProbe
bronkhorst_probe (const uint8_t *bytes, size_t length)
{
  return steady_line_stream_probe (bytes, length, 80, is_answer, 1, 2);
}

const SteadyDriverClass steady_bronkhorst_class = {
  .name = "bronkhorst",
  .title = N_ ("Bronkhorst mass flow controller, gas of a rig"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 38400, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = 1 * STEADY_NSEC_PER_SEC,
  .laboratory = true,
  .probe = bronkhorst_probe,
  .question = bronkhorst_question,
  .configure = bronkhorst_configure,
  .start = bronkhorst_start,
  .rx = bronkhorst_rx,
  .tick = bronkhorst_tick,
  .command = bronkhorst_command,
  .finish = steady_driver_free_own,
  .stages = steady_line_poll_stages,
  .stage = steady_line_poll_stage_of,
};
