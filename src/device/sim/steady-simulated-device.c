/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/sim/steady-simulated-device.h"

#include <math.h>
#include <string.h>

#include "base/steady-require.h"
#include "device/sim/steady-simulated-channels.h"
#include "device/sim/steady-simulated-hidden.h"
#include "device/sim/steady-simulated-setup.h"
#include "simulator/steady-simulator.h"

enum
{
  STATE_MAGIC = 0x53494d31, /* "SIM1" */
  RING_BYTES = 1 << 21,     /* about half a minute of samples */
  CONTROLS = 13
};

/* A longer jump of the clock is not simulated but marked as a gap: the samples would
 * not fit the ring. */
#define LONGEST_STEP (10 * STEADY_NSEC_PER_SEC)

/* What a resume needs: plain bytes, of the same build. */
typedef struct State
{
  uint32_t        magic;
  uint32_t        size;
  uint64_t        checksum; /* of what follows */
  SteadySimulator simulator;
} State;

typedef struct SimulatedDevice
{
  SteadyDevice        base;
  SteadyInstant       start; /* instant of the simulator's step 0 */
  State               state;
  bool                adopt; /* the next tick tells where in time to go on */
  uint8_t             last_state[STEADY_READING_COUNT];
  bool                gap_before[STEADY_SIMULATED_CHANNELS_MAX];
  bool                fitted[STEADY_SIMULATED_CHANNELS_MAX];
  SteadyDeviceControl control_list[CONTROLS];
  SteadyCaseChannel   channel_list[STEADY_SIMULATED_CHANNELS_MAX];
} SimulatedDevice;

static SimulatedDevice *
simulated (SteadyDevice *self)
{
  return (SimulatedDevice *) self;
}

static const SteadySimulator *
simulator_of (const SteadyDevice *self)
{
  return &((const SimulatedDevice *) self)->state.simulator;
}

static bool
link_is_lost (const SteadyDevice *self)
{
  return simulator_of (self)->mechanism[STEADY_MECHANISM_DEVICE_LINK_LOST] > 0.5;
}

/* What the state channels of the vocabulary call what the simulator shows. */
static double
state_value (const SimulatedDevice *self, const SteadySimulatedChannel *channel)
{
  const double value = self->state.simulator.reading[channel->source];

  if (channel->channel == STEADY_CHANNEL_ARTERIAL_PUMP_KIND)
    return self->state.simulator.setup.circuit.head_square > 0
               ? STEADY_PUMP_KIND_CENTRIFUGAL
               : STEADY_PUMP_KIND_ROLLER;
  if (channel->channel == STEADY_CHANNEL_ARTERIAL_PUMP)
    {
      if (value > 0.5)
        return STEADY_PUMP_RUNNING;
      return self->state.simulator.held_by_intervention
                 ? STEADY_PUMP_STOPPED_BY_INTERVENTION
                 : STEADY_PUMP_STOPPED;
    }
  return value;
}

G_STATIC_ASSERT ((int) STEADY_CLAMP_POSITION_OPEN == (int) STEADY_CLAMP_OPEN);
G_STATIC_ASSERT ((int) STEADY_CLAMP_POSITION_CLOSING == (int) STEADY_CLAMP_CLOSING);
G_STATIC_ASSERT ((int) STEADY_CLAMP_POSITION_CLOSED == (int) STEADY_CLAMP_CLOSED);
G_STATIC_ASSERT ((int) STEADY_CLAMP_POSITION_OPENING == (int) STEADY_CLAMP_OPENING);
G_STATIC_ASSERT ((int) STEADY_CLAMP_POSITION_UNKNOWN == (int) STEADY_CLAMP_UNKNOWN);
G_STATIC_ASSERT ((int) STEADY_CLAMP_POSITION_DEFECTIVE == (int) STEADY_CLAMP_DEFECTIVE);

static void
emit (SimulatedDevice *self, unsigned index, SteadyInstant t, double value)
{
  const SteadySimulatedChannel *channel = &steady_simulated_channels (NULL)[index];
  const SteadySimulator        *simulator = &self->state.simulator;
  const bool                    set = (channel->flags & STEADY_SAMPLE_SET) != 0;
  const bool                    off = !set && simulator->off[channel->source];
  /* What is no number must never look like one. */
  const bool   wrong = !off && !isfinite (value);
  SteadySample sample = {
    .t = t,
    .t_device = STEADY_NO_DEVICE_TIME,
    .value = off || wrong ? 0.0 : value,
    .channel = channel->channel,
    .quality = off     ? STEADY_QUALITY_SENSOR_OFF
               : wrong ? STEADY_QUALITY_IMPLAUSIBLE
                       : STEADY_QUALITY_VALID,
    .flags = (uint8_t) channel->flags,
  };

  if (self->gap_before[index])
    sample.flags |= STEADY_SAMPLE_GAP;
  /* A full ring loses this sample; the next one says so. */
  self->gap_before[index] =
      !steady_ring_push (&self->base.samples, &sample, sizeof sample);
}

static bool
state_has_changed (SimulatedDevice *self, const SteadySimulatedChannel *channel)
{
  if (steady_channel_info (channel->channel)->kind != STEADY_CHANNEL_KIND_STATE ||
      channel->channel == STEADY_CHANNEL_ARTERIAL_PUMP_KIND)
    return false;
  const uint8_t now = (uint8_t) state_value (self, channel);
  const bool    changed = now != self->last_state[channel->source];
  self->last_state[channel->source] = now;
  return changed;
}

static void
emit_due (SimulatedDevice *self, uint64_t step, SteadyInstant t)
{
  unsigned                      count;
  const SteadySimulatedChannel *channels = steady_simulated_channels (&count);

  for (unsigned i = 0; i < count; i++)
    {
      if (!self->fitted[i])
        continue;
      const bool set = (channels[i].flags & STEADY_SAMPLE_SET) != 0;
      const bool due = step % channels[i].interval_ms == 0;
      if (set && due)
        emit (self, i, t, self->state.simulator.setting[channels[i].source]);
      else if (!set && (state_has_changed (self, &channels[i]) || due))
        emit (self, i, t, state_value (self, &channels[i]));
    }
}

static void
mark_gap (SimulatedDevice *self)
{
  for (unsigned i = 0; i < STEADY_SIMULATED_CHANNELS_MAX; i++)
    self->gap_before[i] = true;
}

/* Lets the simulation's next step fall on @now, whatever time has passed meanwhile. */
static void
adopt_time (SimulatedDevice *self, SteadyInstant now)
{
  self->start = now - (SteadyInstant) self->state.simulator.step * STEADY_NSEC_PER_MSEC;
  self->adopt = false;
  mark_gap (self);
}

static void
tick (SteadyDevice *base, SteadyInstant now)
{
  SimulatedDevice *self = simulated (base);
  SteadySimulator *simulator = &self->state.simulator;
  SteadyInstant    t =
      self->start + (SteadyInstant) simulator->step * STEADY_NSEC_PER_MSEC;

  if (self->adopt || now - t > LONGEST_STEP)
    {
      adopt_time (self, now);
      t = now;
    }
  for (; t <= now; t += STEADY_NSEC_PER_MSEC)
    {
      const uint64_t step = simulator->step;
      steady_simulator_step (simulator);
      if (step % STEADY_SIMULATED_FAST_MS != 0)
        continue;
      if (link_is_lost (base))
        mark_gap (self);
      else
        emit_due (self, step, t);
    }
}

static bool
command (SteadyDevice *base, SteadyInstant now, const SteadyCommand *command)
{
  SimulatedDevice *self = simulated (base);
  SteadySimulator *simulator = &self->state.simulator;

  if (link_is_lost (base))
    return false;
  switch ((int) command->control)
    {
    case STEADY_CONTROL_PUMP_FLOW:
      steady_simulator_set (simulator, STEADY_SETTING_PUMP_FLOW, command->value);
      return true;
    case STEADY_CONTROL_PUMP_STOP:
      simulator->held_by_intervention = command->origin == 0;
      steady_simulator_set (simulator, STEADY_SETTING_PUMP_RUNS, 0);
      return true;
    case STEADY_CONTROL_PUMP_START:
      simulator->held_by_intervention = false;
      steady_simulator_set (simulator, STEADY_SETTING_PUMP_RUNS, 1);
      return true;
    case STEADY_CONTROL_SWEEP:
      steady_simulator_set (simulator, STEADY_SETTING_SWEEP, command->value);
      return true;
    case STEADY_CONTROL_FIO2:
      steady_simulator_set (simulator, STEADY_SETTING_FIO2, command->value);
      return true;
    case STEADY_CONTROL_CO2:
      steady_simulator_set (simulator, STEADY_SETTING_CO2, command->value);
      return true;
    case STEADY_CONTROL_WATER_TEMPERATURE:
      steady_simulator_set (
          simulator, STEADY_SETTING_WATER_TEMPERATURE, command->value);
      return true;
    case STEADY_CONTROL_ARTERIAL_CLAMP:
      steady_simulator_set (simulator, STEADY_SETTING_ARTERIAL_CLAMP, command->value);
      return true;
    case STEADY_CONTROL_VENOUS_CLAMP:
      steady_simulator_set (simulator, STEADY_SETTING_VENOUS_CLAMP, command->value);
      return true;
    case STEADY_CONTROL_CARDIOPLEGIA_STOP:
      steady_simulator_set (simulator, STEADY_SETTING_CARDIOPLEGIA, 0);
      return true;
    case STEADY_CONTROL_CARDIOPLEGIA_DOSE:
      steady_simulator_set (simulator, STEADY_SETTING_CARDIOPLEGIA, command->value);
      return true;
    case STEADY_CONTROL_VENT_SPEED:
      return steady_simulator_inject (
          simulator, STEADY_MECHANISM_VENT_RPM, command->value, 0);
    case STEADY_CONTROL_SUCKER_1_SPEED:
      return steady_simulator_inject (
          simulator, STEADY_MECHANISM_SUCKER_1_RPM, command->value, 0);
    case STEADY_CONTROL_NONE:
    case STEADY_CONTROL_SUPPORT_MODE:
    case STEADY_CONTROL_SUPPORT_FLAGS:
    case STEADY_CONTROL_MAX:
    default:
      return false;
    }
}

static bool
inject (SteadyDevice *base,
        SteadyInstant now,
        const char   *mechanism,
        double        value,
        SteadySpan    ramp)
{
  SteadyMechanism which;

  return steady_mechanism_from_name (mechanism, &which) &&
         steady_simulator_inject (&simulated (base)->state.simulator,
                                  which,
                                  value,
                                  steady_span_seconds (ramp));
}

static size_t
state_size (const SteadyDevice *self)
{
  return sizeof (State);
}

/* FNV-1a (Fowler, Noll, Vo) of the simulator's bytes: shows damage, not intent. */
static uint64_t
checksum (const State *state)
{
  const uint8_t *bytes = (const uint8_t *) &state->simulator;
  uint64_t       sum = UINT64_C (0xcbf29ce484222325);

  for (size_t i = 0; i < sizeof state->simulator; i++)
    sum = (sum ^ bytes[i]) * UINT64_C (0x100000001b3);
  return sum;
}

static void
save (const SteadyDevice *self, void *ret_state)
{
  State state = ((const SimulatedDevice *) self)->state;

  state.checksum = checksum (&state);
  memcpy (ret_state, &state, sizeof state);
}

static bool
restore (SteadyDevice *base, const void *bytes, size_t size)
{
  SimulatedDevice *self = simulated (base);
  State            state;

  if (size != sizeof state)
    return false;
  memcpy (&state, bytes, sizeof state);
  if (state.magic != STATE_MAGIC || state.size != sizeof state ||
      state.checksum != checksum (&state) ||
      !steady_simulator_is_sane (&state.simulator))
    return false;
  self->state = state;
  self->adopt = true;
  return true;
}

static SteadyLinkState
link_state (const SteadyDevice *self)
{
  return link_is_lost (self) ? STEADY_LINK_LOST : STEADY_LINK_UP;
}

static void
hidden (const SteadyDevice *self, SteadyHidden *ret_hidden)
{
  steady_simulated_hidden (&((const SimulatedDevice *) self)->state.simulator,
                           ret_hidden);
}

static void
free_device (SteadyDevice *base)
{
  steady_ring_finish (&base->samples);
  g_free (simulated (base));
}

static const SteadyDeviceClass simulated_class = {
  .name = "simulator",
  .tick = tick,
  .command = command,
  .inject = inject,
  .state_size = state_size,
  .save = save,
  .restore = restore,
  .link = link_state,
  .hidden = hidden,
  .free = free_device,
};

#define VALUE_TIME STEADY_NSEC_PER_SEC
#define CLAMP_TIME (2 * STEADY_NSEC_PER_SEC)
/* Speeds of vent and suckers come once in a second or two. */
#define ROLLER_TIME (4 * STEADY_NSEC_PER_SEC)

/* Hard limits: of the oxygenator's rated flow, the blender, the heater-cooler. */
static void
fill_controls (SimulatedDevice *self)
{
  const SteadyCircuit *circuit = &self->state.simulator.setup.circuit;
  const double         by_speed =
      circuit->boot_ml_per_revolution * circuit->pump_max_rpm / 1000.0;
  const double              flow = MIN (circuit->oxygenator_max_l_min, by_speed);
  const SteadyDeviceControl controls[CONTROLS] = {
    /* clang-format off */
    { STEADY_CONTROL_PUMP_FLOW, STEADY_CHANNEL_SET_PUMP_FLOW, 0, flow, 0.001, 0.0005, VALUE_TIME },
    { STEADY_CONTROL_PUMP_STOP, STEADY_CHANNEL_ARTERIAL_PUMP, 0, 1, 1, 0.5, VALUE_TIME },
    { STEADY_CONTROL_PUMP_START, STEADY_CHANNEL_ARTERIAL_PUMP, 0, 1, 1, 0.5, VALUE_TIME },
    { STEADY_CONTROL_SWEEP, STEADY_CHANNEL_SET_SWEEP, 0, 10, 0.01, 0.005, VALUE_TIME },
    { STEADY_CONTROL_FIO2, STEADY_CHANNEL_SET_FIO2, 21, 100, 1, 0.5, VALUE_TIME },
    { STEADY_CONTROL_CO2, STEADY_CHANNEL_SET_CO2, 0, 500, 1, 0.5, VALUE_TIME },
    { STEADY_CONTROL_WATER_TEMPERATURE, STEADY_CHANNEL_SET_WATER_TEMPERATURE, 2, 42, 0.1, 0.05, VALUE_TIME },
    { STEADY_CONTROL_ARTERIAL_CLAMP, STEADY_CHANNEL_ARTERIAL_CLAMP, 0, 1, 1, 0.5, CLAMP_TIME },
    { STEADY_CONTROL_VENOUS_CLAMP, STEADY_CHANNEL_VENOUS_CLAMP, 0, 1, 1, 0.5, CLAMP_TIME },
    { STEADY_CONTROL_CARDIOPLEGIA_STOP, STEADY_CHANNEL_CARDIOPLEGIA_PUMP, 0, 1, 1, 0.5, VALUE_TIME },
    { STEADY_CONTROL_CARDIOPLEGIA_DOSE, STEADY_CHANNEL_CARDIOPLEGIA_PUMP, 1, 1000, 1, 0.5, VALUE_TIME },
    { STEADY_CONTROL_VENT_SPEED, STEADY_CHANNEL_VENT_SPEED, 0, 150, 1, 1, ROLLER_TIME },
    { STEADY_CONTROL_SUCKER_1_SPEED, STEADY_CHANNEL_SUCKER_1_SPEED, 0, 150, 1, 1, ROLLER_TIME },
    /* clang-format on */
  };
  memcpy (self->control_list, controls, sizeof controls);
  self->base.controls = self->control_list;
  self->base.n_controls = CONTROLS;
}

/* An open circuit has a reservoir, a closed one an inlet pressure. */
static bool
is_fitted (const SimulatedDevice *self, SteadyChannel channel)
{
  const bool closed = self->state.simulator.setup.circuit.closed > 0.5;

  switch ((int) channel)
    {
    case STEADY_CHANNEL_RESERVOIR_VOLUME:
    case STEADY_CHANNEL_LEVEL_DETECTOR:
    case STEADY_CHANNEL_VENOUS_VACUUM:
      return !closed;
    case STEADY_CHANNEL_VENOUS_LINE_PRESSURE:
      return closed;
    default:
      return true;
    }
}

static void
fill_channels (SimulatedDevice *self)
{
  unsigned                      count;
  const SteadySimulatedChannel *channels = steady_simulated_channels (&count);

  for (unsigned i = 0; i < count; i++)
    {
      self->fitted[i] = is_fitted (self, (SteadyChannel) channels[i].channel);
      if (self->fitted[i])
        steady_simulated_channel_describe (
            &channels[i], &self->channel_list[self->base.n_channels++]);
    }
  self->base.channels = self->channel_list;
}

/* See the header. Thread: main. */
SteadyDevice *
steady_device_new_simulated (const char   *file,
                             const char   *scenario,
                             SteadyInstant start,
                             uint64_t      seed,
                             GError      **error)
{
  SteadySimulatorSetup setup;
  if (!steady_simulated_setup_parse (&setup, file, scenario, error))
    return NULL;
  if (seed != 0)
    setup.seed = seed;

  SimulatedDevice *self = g_new0 (SimulatedDevice, 1);
  self->base.class = &simulated_class;
  self->base.simulated = true;
  g_strlcpy (self->base.name, "simulator", sizeof self->base.name);
  steady_ring_init (&self->base.samples, RING_BYTES);
  self->start = start;
  self->state.magic = STATE_MAGIC;
  self->state.size = sizeof self->state;
  steady_simulator_init (&self->state.simulator, &setup);
  fill_channels (self);
  fill_controls (self);
  return &self->base;
}
