/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "device/levitronix/steady-levitronix.h"
#include "device/steady-modbus-poll.h"

#define N_(text) text

enum
{
  SPEED,
  SET_SPEED,
  STATE,
  FAULT_CODE,
  DRIVER_TEMPERATURE,
  N_SIGNALS
};

enum
{
  FIRST = 0x4000, /* input registers */
  COUNT = 9,
  REGISTER_STATE = 0,
  REGISTER_SPEED = 1,
  REGISTER_SET_SPEED = 3,
  REGISTER_ERROR = 5,
  REGISTER_TEMPERATURE = 8,
  WRITE_SPEED = 0x4001,
  STATE_SPEED = 2, /* of the pump: it is told a speed */
  STATE_ERROR = 4,
  SPEED_MOST = 9000
};

static const SteadyModbusRead reads[] = {
  { STEADY_MODBUS_READ_INPUT, FIRST, COUNT, 100 * STEADY_NSEC_PER_MSEC },
};

typedef struct Site
{
  uint8_t          unit;
  SteadyModbusWrap wrap;
} Site;

typedef struct State
{
  SteadyModbusPoll poll;
  double           state; /* of the pump, as read last */
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static void
told (SteadyDriver             *self,
      unsigned                  read,
      const SteadyModbusAnswer *answer,
      SteadyInstant             t)
{
  State *state = state_of (self);

  const uint16_t     *value = answer->values;
  const SteadyQuality quality = value[REGISTER_STATE] == STATE_ERROR
                                    ? STEADY_QUALITY_QUESTIONABLE
                                    : STEADY_QUALITY_VALID;
  state->state = value[REGISTER_STATE];
  steady_driver_tell (self, SPEED, t, value[REGISTER_SPEED], quality);
  steady_driver_tell (
      self, SET_SPEED, t, value[REGISTER_SET_SPEED], STEADY_QUALITY_VALID);
  steady_driver_tell (self, STATE, t, value[REGISTER_STATE], STEADY_QUALITY_VALID);
  steady_driver_tell (self, FAULT_CODE, t, value[REGISTER_ERROR], STEADY_QUALITY_VALID);
  steady_driver_tell (self,
                      DRIVER_TEMPERATURE,
                      t,
                      (int16_t) value[REGISTER_TEMPERATURE],
                      STEADY_QUALITY_VALID);
}

static void
puralev_start (SteadyDriver *self, SteadyInstant now)
{
  const Site *site = self->own;
  State      *state = state_of (self);

  steady_modbus_poll_start (
      &state->poll, site->wrap, site->unit, reads, G_N_ELEMENTS (reads), now);
  state->state = 0;
}

static void
puralev_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_modbus_poll_rx (&state_of (self)->poll, self, told, bytes, length, t);
}

static SteadyInstant
puralev_tick (SteadyDriver *self, SteadyInstant now)
{
  return steady_modbus_poll_tick (&state_of (self)->poll, self, now);
}

/* A speed only, and only while the pump takes speeds: its state is set at the pump. */
static bool
puralev_command (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now)
{
  State *state = state_of (self);

  if (command->control != STEADY_CONTROL_PUMP_SPEED ||
      lround (state->state) != STATE_SPEED || !(command->value >= 0) ||
      command->value > SPEED_MOST)
    return false;
  const SteadyModbusQuestion write = { .function = STEADY_MODBUS_WRITE_ONE,
                                       .first = WRITE_SPEED,
                                       .count = 1,
                                       .values = {
                                           (uint16_t) lround (command->value) } };
  return steady_modbus_poll_write (&state->poll, &write);
}

static bool
puralev_configure (SteadyDriver               *self,
                   const SteadyDriverSettings *settings,
                   GError                    **error)
{
  static const char *const names[] = { "address", "wrap", NULL };
  double                   unit;

  if (!steady_driver_settings_only (settings, names, error) ||
      !steady_driver_settings_number (settings, "address", 1, 247, 1, &unit, error))
    return false;
  Site *site = g_new0 (Site, 1);
  site->unit = (uint8_t) unit;
  site->wrap = steady_modbus_wrap_of (settings);
  self->own = site;
  return true;
}

#define SIGNAL(index, text, words, dimension, place, least, most) \
  [index] = { .name = text,                                       \
              .label = words,                                     \
              .unit = dimension,                                  \
              .channel = place,                                   \
              .kind = STEADY_CHANNEL_KIND_NUMERIC,                \
              .low = least,                                       \
              .high = most,                                       \
              .resolution = 1,                                    \
              .period = 100 * STEADY_NSEC_PER_MSEC,               \
              .stale = 1 * STEADY_NSEC_PER_SEC }

static const SteadySignal signals[N_SIGNALS] = {
  SIGNAL (
      SPEED, "speed", N_ ("Pump speed"), "rpm", STEADY_CHANNEL_PUMP_SPEED, 0, 10000),
  SIGNAL (SET_SPEED,
          "set_speed",
          N_ ("Pump speed, set"),
          "rpm",
          STEADY_CHANNEL_SET_PUMP_SPEED,
          0,
          10000),
  SIGNAL (STATE, "state", N_ ("State of the pump"), "", STEADY_CHANNEL_NONE, 0, 65535),
  SIGNAL (FAULT_CODE,
          "error",
          N_ ("Error code of the pump"),
          "",
          STEADY_CHANNEL_NONE,
          0,
          65535),
  SIGNAL (DRIVER_TEMPERATURE,
          "driver_temperature",
          N_ ("Temperature of the drive"),
          "°C",
          STEADY_CHANNEL_NONE,
          -50,
          150),
};

static const SteadyDriverControl controls[] = {
  { .name = "speed",
    .control = STEADY_CONTROL_PUMP_SPEED,
    .readback = SET_SPEED,
    .low = 0,
    .high = SPEED_MOST,
    .step = 1,
    .most_step = 500, /* [GK]: a child's circuit, not the pump's own limit */
    .slew_per_s = 1000,
    .interval = 100 * STEADY_NSEC_PER_MSEC,
    .tolerance = 1.5,
    .answer_time = 1 * STEADY_NSEC_PER_SEC },
};

const SteadyDriverClass steady_puralev_class = {
  .name = "puralev",
  .title = N_ ("Levitronix PuraLev i30, rotor pump of a rig"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 57600, .data_bits = 8, .parity = 'E', .stop_bits = 1 },
  .port = 502,
  .quiet = 1 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = N_SIGNALS,
  .controls = controls,
  .n_controls = G_N_ELEMENTS (controls),
  .laboratory = true,
  .probe = steady_driver_never_heard,
  .configure = puralev_configure,
  .start = puralev_start,
  .rx = puralev_rx,
  .tick = puralev_tick,
  .command = puralev_command,
  .finish = steady_driver_free_own,
  .stages = steady_modbus_poll_stages,
  .stage = steady_modbus_poll_stage_of,
};
