/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/julabo/steady-julabo.h"

#include <assert.h>
#include <string.h>

#include "device/steady-line-poll.h"
#include "device/steady-wire-text.h"

#define N_(text) text

enum
{
  WATER,
  SET_POINT,
  N_SIGNALS
};

/* Two makers, one dialogue. */
typedef struct Dialect
{
  const char   *name;
  SteadyLineAsk asks[N_SIGNALS];
  const char   *before; /* a set point */
  const char   *after;
  bool          answers; /* a command, with "OK" */
} Dialect;

static const Dialect dialects[] = {
  { "julabo",
    { { "in_pv_00\r", 1 * STEADY_NSEC_PER_SEC },
      { "in_sp_00\r", 1 * STEADY_NSEC_PER_SEC } },
    "out_sp_00 ",
    "\r",
    false },
  { "lauda",
    { { "IN_PV_00\r\n", 1 * STEADY_NSEC_PER_SEC },
      { "IN_SP_00\r\n", 1 * STEADY_NSEC_PER_SEC } },
    "OUT_SP_00_",
    "\r\n",
    true },
};

static_assert (sizeof (SteadyLinePoll) <= STEADY_DRIVER_STATE_SIZE,
               "the state fits its place");

static SteadyLinePoll *
poll_of (SteadyDriver *self)
{
  return (SteadyLinePoll *) (void *) self->state;
}

static const Dialect *
dialect_of (const SteadyDriver *self)
{
  return self->own;
}

/* Both questions are answered by a bare number: what was asked tells which it is. */
static bool
told (SteadyDriver *self, int ask, const char *line, SteadyInstant t)
{
  const SteadyWireText text = steady_wire_trim (steady_wire_text (line));
  double               value;

  if (ask < 0)
    return steady_wire_is (text, "OK");
  if (!steady_wire_number (text, &value))
    return false; /* an error's text, or garbage */
  steady_driver_tell (self, (unsigned) ask, t, value, STEADY_QUALITY_VALID);
  return true;
}

static void
julabo_start (SteadyDriver *self, SteadyInstant now)
{
  const Dialect *dialect = dialect_of (self);

  /* a quarter of a second must lie between two messages */
  steady_line_poll_start (poll_of (self),
                          dialect->asks,
                          N_SIGNALS,
                          1 * STEADY_NSEC_PER_SEC,
                          260 * STEADY_NSEC_PER_MSEC,
                          now);
  poll_of (self)->answers_commands = dialect->answers;
}

static void
julabo_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_line_poll_rx (poll_of (self), self, told, bytes, length, t);
}

static SteadyInstant
julabo_tick (SteadyDriver *self, SteadyInstant now)
{
  return steady_line_poll_tick (poll_of (self), self, now);
}

static const SteadyDriverControl controls[] = {
  { .name = "set_point",
    .control = STEADY_CONTROL_WATER_TEMPERATURE,
    .readback = SET_POINT,
    .low = 2,
    .high = 41, /* warmer water harms blood [GK] */
    .step = 0.1,
    .most_step = 10,
    .interval = 1 * STEADY_NSEC_PER_SEC,
    .tolerance = 0.06,
    .answer_time = 4 * STEADY_NSEC_PER_SEC },
};

static bool
julabo_command (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now)
{
  const Dialect *dialect = dialect_of (self);
  char           value[G_ASCII_DTOSTR_BUF_SIZE], text[64];

  if (command->control != controls[0].control ||
      !(command->value >= controls[0].low && command->value <= controls[0].high))
    return false;
  g_ascii_formatd (value, sizeof value, "%.1f", command->value);
  g_snprintf (text, sizeof text, "%s%s%s", dialect->before, value, dialect->after);
  return steady_line_poll_command (poll_of (self), text);
}

static bool
julabo_configure (SteadyDriver               *self,
                  const SteadyDriverSettings *settings,
                  GError                    **error)
{
  static const char *const names[] = { "dialect", NULL };
  const char *name = steady_driver_settings_get (settings, "dialect", "julabo");

  if (!steady_driver_settings_only (settings, names, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (strcmp (dialects[i].name, name) == 0)
      {
        self->own = (void *) (uintptr_t) &dialects[i];
        return true;
      }
  g_set_error (error,
               STEADY_DRIVER_ERROR,
               STEADY_DRIVER_ERROR_SETTING,
               "setting \"dialect\" is \"%s\"; give julabo or lauda",
               name);
  return false;
}

static const SteadySignal signals[N_SIGNALS] = {
  [WATER] = { .name = "water",
              .label = N_ ("Water"),
              .unit = "°C",
              .channel = STEADY_CHANNEL_WATER_TEMPERATURE,
              .decimals = 1,
              .low = -50,
              .high = 200,
              .period = 1 * STEADY_NSEC_PER_SEC,
              .stale = 5 * STEADY_NSEC_PER_SEC },
  [SET_POINT] = { .name = "set_point",
                  .label = N_ ("Water, set"),
                  .unit = "°C",
                  .channel = STEADY_CHANNEL_SET_WATER_TEMPERATURE,
                  .decimals = 1,
                  .low = -50,
                  .high = 200,
                  .period = 1 * STEADY_NSEC_PER_SEC,
                  .stale = 5 * STEADY_NSEC_PER_SEC },
};

const SteadyDriverClass steady_julabo_class = {
  .name = "julabo",
  .title = N_ ("Julabo or Lauda water bath of a rig"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 4800,
            .data_bits = 7,
            .parity = 'E',
            .stop_bits = 1,
            .handshake = true },
  .quiet = 5 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = N_SIGNALS,
  .controls = controls,
  .n_controls = G_N_ELEMENTS (controls),
  .laboratory = true,
  .probe = steady_driver_never_heard,
  .configure = julabo_configure,
  .start = julabo_start,
  .rx = julabo_rx,
  .tick = julabo_tick,
  .command = julabo_command,
  .stages = steady_line_poll_stages,
  .stage = steady_line_poll_stage_of,
};
