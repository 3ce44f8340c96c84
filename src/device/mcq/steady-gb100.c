/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/mcq/steady-gb100.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "device/steady-modbus-poll.h"
#include "device/steady-wire-text.h"

#define N_(text) text

/* Oxygen in air, as a FiO2 of air is spoken of. */
#define AIR_OXYGEN 0.21

enum
{
  SWEEP,
  SET_SWEEP,
  FIO2,
  SET_FIO2,
  CO2,
  N_SIGNALS
};

enum
{
  CHANNELS_MOST = 6,

  ALERT = 3, /* holding registers, from 0 as on the wire */
  FIRST = 5,
  BALANCE = 6,
  TOTAL = 7,     /* 32 bits, high half first: mL/min */
  CHANNELS = 10, /* the first one's */
  CHANNEL_SIZE = 15,
  CHANNEL_ALERT = 2,
  CHANNEL_ENABLED = 5,
  CHANNEL_SHARE = 6, /* 0.01 % */
  CHANNEL_FLOW = 9   /* 32 bits: 0.01 mL/min */
};

typedef enum Gas
{
  GAS_NONE,
  GAS_AIR,
  GAS_OXYGEN,
  GAS_NITROGEN,
  GAS_CO2
} Gas;

typedef struct Site
{
  uint8_t             unit;
  SteadyModbusWrap    wrap;
  unsigned            n_channels;
  Gas                 gases[CHANNELS_MOST];
  int                 oxygen;  /* channel from 0, or -1 */
  int                 balance; /* of air or nitrogen */
  SteadyModbusRead    reads[2];
  SteadyDriverControl controls[2];
  unsigned            n_controls;
} Site;

typedef struct State
{
  SteadyModbusPoll poll;
  bool             alert;
  bool             balanced; /* by air or nitrogen: then a share of oxygen can be set */
  double           set_co2;  /* %, as set */
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static double
oxygen_of (Gas gas)
{
  return gas == GAS_OXYGEN ? 1 : gas == GAS_AIR ? AIR_OXYGEN : 0;
}

static double
long_at (const uint16_t *values, unsigned at)
{
  return values[at] * 65536.0 + values[at + 1];
}

/* What flows, and what is set, of one reading. */
typedef struct Blend
{
  double flow;   /* mL/min */
  double oxygen; /* of it */
  double co2;
  double set_share;  /* %, all that is enabled */
  double set_oxygen; /* % */
  double set_co2;
  bool   alert;
} Blend;

static Blend
blend_of (const Site *site, const uint16_t *values)
{
  Blend blend = { .flow = 0 };

  for (unsigned i = 0; i < site->n_channels; i++)
    {
      const uint16_t *channel = values + CHANNELS - FIRST + (size_t) i * CHANNEL_SIZE;
      const Gas       gas = site->gases[i];
      const double    flow = long_at (channel, CHANNEL_FLOW) / 100;
      const double    share = channel[CHANNEL_SHARE] / 100.0;
      blend.alert = blend.alert || channel[CHANNEL_ALERT] != 0;
      blend.flow += flow;
      blend.oxygen += flow * oxygen_of (gas);
      blend.co2 += gas == GAS_CO2 ? flow : 0;
      if (channel[CHANNEL_ENABLED] == 0)
        continue;
      blend.set_share += share;
      blend.set_oxygen += share * oxygen_of (gas);
      blend.set_co2 += gas == GAS_CO2 ? share : 0;
    }
  return blend;
}

/* Nothing flows: then it has no composition. */
static void
tell_blend (SteadyDriver *self, const Blend *blend, double total, SteadyInstant t)
{
  const State        *state = state_of (self);
  const SteadyQuality quality =
      blend->alert || state->alert ? STEADY_QUALITY_QUESTIONABLE : STEADY_QUALITY_VALID;
  const bool whole = fabs (blend->set_share - 100) < 0.5;

  steady_driver_tell (self, SWEEP, t, blend->flow / 1000, quality);
  steady_driver_tell (self, SET_SWEEP, t, total / 1000, STEADY_QUALITY_VALID);
  steady_driver_tell (self,
                      FIO2,
                      t,
                      blend->flow > 0 ? 100 * blend->oxygen / blend->flow : 0,
                      blend->flow > 0 ? quality : STEADY_QUALITY_NOT_APPLICABLE);
  /* shares that are no whole are not what the device mixes */
  steady_driver_tell (self,
                      SET_FIO2,
                      t,
                      round (blend->set_oxygen * 100) / 100,
                      whole ? STEADY_QUALITY_VALID : STEADY_QUALITY_QUESTIONABLE);
  steady_driver_tell (self, CO2, t, blend->co2, quality);
}

static void
told (SteadyDriver             *self,
      unsigned                  read,
      const SteadyModbusAnswer *answer,
      SteadyInstant             t)
{
  const Site *site = self->own;
  State      *state = state_of (self);

  if (read == 0)
    {
      state->alert = answer->values[0] != 0;
      return;
    }
  const uint16_t *values = answer->values;
  if (values[0] != site->n_channels)
    {
      self->faults++; /* other channels than the site says: then its gases are wrong */
      state->balanced = false;
      for (unsigned i = 0; i < N_SIGNALS; i++)
        steady_driver_tell (self, i, t, 0, STEADY_QUALITY_IMPLAUSIBLE);
      return;
    }
  const Blend blend = blend_of (site, values);
  state->balanced = site->balance >= 0 && values[BALANCE - FIRST] == site->balance + 1;
  state->set_co2 = blend.set_co2;
  tell_blend (self, &blend, long_at (values, TOTAL - FIRST), t);
}

static void
gb100_start (SteadyDriver *self, SteadyInstant now)
{
  const Site *site = self->own;
  State      *state = state_of (self);

  memset (state, 0, sizeof *state);
  steady_modbus_poll_start (&state->poll,
                            site->wrap,
                            site->unit,
                            site->reads,
                            G_N_ELEMENTS (site->reads),
                            now);
}

static void
gb100_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  steady_modbus_poll_rx (&state_of (self)->poll, self, told, bytes, length, t);
}

static SteadyInstant
gb100_tick (SteadyDriver *self, SteadyInstant now)
{
  return steady_modbus_poll_tick (&state_of (self)->poll, self, now);
}

/* The share of oxygen that makes @fio2 % with what balances it and the CO2 that is set.
 */
static double
share_for (const Site *site, const State *state, double fio2)
{
  const double base = oxygen_of (site->gases[site->balance]);
  return (fio2 - base * (100 - state->set_co2)) / (1 - base);
}

static bool
gb100_command (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now)
{
  const Site          *site = self->own;
  State               *state = state_of (self);
  SteadyModbusQuestion write = { .function = STEADY_MODBUS_WRITE_MANY };

  for (unsigned i = 0; i < site->n_controls; i++)
    if (site->controls[i].control == command->control &&
        !(command->value >= site->controls[i].low &&
          command->value <= site->controls[i].high))
      return false;
  if (command->control == STEADY_CONTROL_SWEEP && site->n_controls > 0)
    {
      const unsigned long flow = (unsigned long) lround (command->value * 1000);
      write.first = TOTAL;
      write.count = 2;
      write.values[0] = (uint16_t) (flow >> 16);
      write.values[1] = (uint16_t) (flow & 0xffff);
    }
  else if (command->control == STEADY_CONTROL_FIO2 && site->n_controls > 1 &&
           state->balanced)
    {
      const double share = share_for (site, state, command->value);
      if (!(share >= -0.01 && share <= 100 - state->set_co2))
        return false;
      write.first = (uint16_t) (CHANNELS + site->oxygen * CHANNEL_SIZE + CHANNEL_SHARE);
      write.count = 1;
      write.values[0] = (uint16_t) lround (fmax (share, 0) * 100);
    }
  else
    return false;
  return steady_modbus_poll_write (&state->poll, &write);
}

/* ---- what the site says ---- */

static bool
read_gases (Site *site, const char *list, GError **error)
{
  static const char *const names[] = { "", "air", "oxygen", "nitrogen", "co2" };
  SteadyWireText           words[CHANNELS_MOST];

  const unsigned n =
      steady_wire_split (steady_wire_text (list), ',', words, CHANNELS_MOST);
  site->oxygen = site->balance = -1;
  site->n_channels = MIN (n, (unsigned) CHANNELS_MOST);
  for (unsigned i = 0; i < site->n_channels; i++)
    {
      for (unsigned k = 1; k < G_N_ELEMENTS (names); k++)
        if (steady_wire_is (steady_wire_trim (words[i]), names[k]))
          site->gases[i] = (Gas) k;
      if (site->gases[i] == GAS_OXYGEN)
        site->oxygen = (int) i;
      if (site->gases[i] == GAS_AIR || site->gases[i] == GAS_NITROGEN)
        site->balance = (int) i;
      if (site->gases[i] == GAS_NONE)
        site->n_channels = 0;
    }
  if (n <= CHANNELS_MOST && site->n_channels > 0)
    return true;
  g_set_error (error,
               STEADY_DRIVER_ERROR,
               STEADY_DRIVER_ERROR_SETTING,
               "setting \"gases\" is \"%s\"; name the gas of each channel, in their "
               "order and at most %d: \"air,oxygen,co2\" (or nitrogen)",
               list,
               CHANNELS_MOST);
  return false;
}

static void
add_controls (Site *site, double full_scale)
{
  if (full_scale <= 0)
    return; /* how far it may be opened must be known */
  site->controls[site->n_controls++] = (SteadyDriverControl){
    .name = "sweep",
    .control = STEADY_CONTROL_SWEEP,
    .readback = SET_SWEEP,
    .high = full_scale,
    .step = 0.01,
    .most_step = full_scale / 4, /* [GK] */
    .interval = 200 * STEADY_NSEC_PER_MSEC,
    .tolerance = 0.002,
    .answer_time = 1 * STEADY_NSEC_PER_SEC,
  };
  if (site->oxygen < 0 || site->balance < 0)
    return;
  site->controls[site->n_controls++] = (SteadyDriverControl){
    .name = "fio2",
    .control = STEADY_CONTROL_FIO2,
    .readback = SET_FIO2,
    .low = 21,
    .high = 100,
    .step = 1,
    .most_step = 50, /* [GK] */
    .interval = 200 * STEADY_NSEC_PER_MSEC,
    .tolerance = 0.1,
    .answer_time = 1 * STEADY_NSEC_PER_SEC,
  };
}

static bool
set_up (Site *site, const SteadyDriverSettings *settings, GError **error)
{
  double unit, full_scale;

  if (!steady_driver_settings_number (settings, "address", 1, 247, 1, &unit, error) ||
      !steady_driver_settings_number (
          settings, "full_scale_l_min", 0.1, 50, 0, &full_scale, error) ||
      !read_gases (site, steady_driver_settings_get (settings, "gases", ""), error))
    return false;
  site->unit = (uint8_t) unit;
  site->wrap = steady_modbus_wrap_of (settings);
  site->reads[0] = (SteadyModbusRead){
    STEADY_MODBUS_READ_HOLDING, ALERT, 1, 500 * STEADY_NSEC_PER_MSEC
  };
  site->reads[1] = (SteadyModbusRead){ STEADY_MODBUS_READ_HOLDING,
                                       FIRST,
                                       (uint16_t) (CHANNELS - FIRST +
                                                   site->n_channels * CHANNEL_SIZE),
                                       200 * STEADY_NSEC_PER_MSEC };
  add_controls (site, full_scale);
  return true;
}

static bool
gb100_configure (SteadyDriver               *self,
                 const SteadyDriverSettings *settings,
                 GError                    **error)
{
  static const char *const names[] = {
    "address", "wrap", "gases", "full_scale_l_min", NULL
  };

  if (!steady_driver_settings_only (settings, names, error))
    return false;
  Site *site = g_new0 (Site, 1);
  self->own = site;
  if (!set_up (site, settings, error))
    return false;
  self->controls = site->controls;
  self->n_controls = site->n_controls;
  return true;
}

#define SIGNAL(index, text, words, dimension, place, most, digits) \
  [index] = { .name = text,                                        \
              .label = words,                                      \
              .unit = dimension,                                   \
              .channel = place,                                    \
              .kind = STEADY_CHANNEL_KIND_NUMERIC,                 \
              .decimals = digits,                                  \
              .high = most,                                        \
              .period = 200 * STEADY_NSEC_PER_MSEC,                \
              .stale = 1 * STEADY_NSEC_PER_SEC }

static const SteadySignal signals[N_SIGNALS] = {
  /* clang-format off */
  SIGNAL (SWEEP, "sweep", N_ ("Gas flow"), "L/min", STEADY_CHANNEL_SWEEP, 50, 3),
  SIGNAL (SET_SWEEP, "set_sweep", N_ ("Gas flow, set"), "L/min", STEADY_CHANNEL_SET_SWEEP, 50, 3),
  SIGNAL (FIO2, "fio2", N_ ("FiO₂"), "%", STEADY_CHANNEL_FIO2, 100, 1),
  SIGNAL (SET_FIO2, "set_fio2", N_ ("FiO₂, set"), "%", STEADY_CHANNEL_SET_FIO2, 100, 1),
  SIGNAL (CO2, "co2", N_ ("Added CO₂"), "mL/min", STEADY_CHANNEL_CO2_FLOW, 5000, 1),
  /* clang-format on */
};

/* The speed of its line is not in the sheet: the site says it. */
const SteadyDriverClass steady_gb100_class = {
  .name = "gb100",
  .title = N_ ("MCQ Gas Blender GB100, gas of a rig"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 0, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .port = 502,
  .quiet = 1 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = N_SIGNALS,
  .laboratory = true,
  .probe = steady_driver_never_heard,
  .configure = gb100_configure,
  .start = gb100_start,
  .rx = gb100_rx,
  .tick = gb100_tick,
  .command = gb100_command,
  .finish = steady_driver_free_own,
  .stages = steady_modbus_poll_stages,
  .stage = steady_modbus_poll_stage_of,
};
