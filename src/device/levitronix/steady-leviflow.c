/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>

#include "device/levitronix/steady-levitronix.h"
#include "device/steady-modbus-poll.h"

#define N_(text) text

enum
{
  FLOW,
  BUBBLE,
  TEMPERATURE,
  N_SIGNALS
};

enum
{
  COUNT = 7,
  REGISTER_STATUS = 0,
  REGISTER_FLOW = 1, /* 0.01 % of full scale, signed */
  REGISTER_TEMPERATURE = 6,
  STATUS_BUBBLE = 1 << 0,
  STATUS_ERROR = 1 << 1
};

static const SteadyModbusRead reads[] = {
  { STEADY_MODBUS_READ_INPUT, 0, COUNT, 100 * STEADY_NSEC_PER_MSEC },
};

typedef struct Site
{
  uint8_t          unit;
  SteadyModbusWrap wrap;
  double           full_scale; /* L/min */
} Site;

static_assert (sizeof (SteadyModbusPoll) <= STEADY_DRIVER_STATE_SIZE,
               "the state fits its place");

static SteadyModbusPoll *
poll_of (SteadyDriver *self)
{
  return (SteadyModbusPoll *) (void *) self->state;
}

static void
told (SteadyDriver             *self,
      unsigned                  read,
      const SteadyModbusAnswer *answer,
      SteadyInstant             t)
{
  const Site *site = self->own;

  const unsigned status = answer->values[REGISTER_STATUS];
  const double   share = (int16_t) answer->values[REGISTER_FLOW] / 10000.0;
  steady_driver_tell (self,
                      FLOW,
                      t,
                      share * site->full_scale,
                      (status & STATUS_ERROR) != 0 ? STEADY_QUALITY_SENSOR_OFF
                                                   : STEADY_QUALITY_VALID);
  steady_driver_tell (
      self, BUBBLE, t, (status & STATUS_BUBBLE) != 0 ? 1 : 0, STEADY_QUALITY_VALID);
  steady_driver_tell (self,
                      TEMPERATURE,
                      t,
                      (int16_t) answer->values[REGISTER_TEMPERATURE] / 100.0,
                      STEADY_QUALITY_VALID);
}

static void
leviflow_start (SteadyDriver *self, SteadyInstant now)
{
  const Site *site = self->own;
  steady_modbus_poll_start (
      poll_of (self), site->wrap, site->unit, reads, G_N_ELEMENTS (reads), now);
}

static void
leviflow_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_modbus_poll_rx (poll_of (self), self, told, bytes, length, t);
}

static SteadyInstant
leviflow_tick (SteadyDriver *self, SteadyInstant now)
{
  return steady_modbus_poll_tick (poll_of (self), self, now);
}

static bool
leviflow_configure (SteadyDriver               *self,
                    const SteadyDriverSettings *settings,
                    GError                    **error)
{
  static const char *const names[] = { "address", "wrap", "full_scale_l_min", NULL };
  double                   unit, full_scale;

  if (!steady_driver_settings_only (settings, names, error) ||
      !steady_driver_settings_number (settings, "address", 1, 247, 1, &unit, error) ||
      !steady_driver_settings_number (
          settings, "full_scale_l_min", 0.01, 100, 0, &full_scale, error))
    return false;
  if (full_scale <= 0)
    {
      g_set_error (
          error,
          STEADY_DRIVER_ERROR,
          STEADY_DRIVER_ERROR_SETTING,
          "the sensor tells its flow as a share of its range; say the range in "
          "the site file: \"settings\": {\"full_scale_l_min\": …}");
      return false;
    }
  Site *site = g_new0 (Site, 1);
  site->unit = (uint8_t) unit;
  site->wrap = steady_modbus_wrap_of (settings);
  site->full_scale = full_scale;
  self->own = site;
  return true;
}

static const SteadySignal signals[N_SIGNALS] = {
  [FLOW] = { .name = "flow",
             .label = N_ ("Flow, measured"),
             .unit = "L/min",
             .channel = STEADY_CHANNEL_MEASURED_FLOW,
             .decimals = 3,
             .low = -100,
             .high = 100,
             .period = 100 * STEADY_NSEC_PER_MSEC,
             .stale = 1 * STEADY_NSEC_PER_SEC },
  [BUBBLE] = { .name = "bubble",
               .label = N_ ("The sensor sees bubbles"),
               .unit = "",
               .low = 0,
               .high = 1,
               .stale = 1 * STEADY_NSEC_PER_SEC },
  [TEMPERATURE] = { .name = "temperature",
                    .label = N_ ("Temperature of the sensor"),
                    .unit = "°C",
                    .decimals = 1,
                    .low = -50,
                    .high = 150,
                    .stale = 1 * STEADY_NSEC_PER_SEC },
};

const SteadyDriverClass steady_leviflow_class = {
  .name = "leviflow",
  .title = N_ ("Levitronix LeviFlow, flow sensor"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 57600, .data_bits = 8, .parity = 'E', .stop_bits = 1 },
  .port = 502,
  .quiet = 1 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = N_SIGNALS,
  .probe = steady_driver_never_heard,
  .configure = leviflow_configure,
  .start = leviflow_start,
  .rx = leviflow_rx,
  .tick = leviflow_tick,
  .finish = steady_driver_free_own,
  .stages = steady_modbus_poll_stages,
  .stage = steady_modbus_poll_stage_of,
};
