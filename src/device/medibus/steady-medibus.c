/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/medibus/steady-medibus.h"

#include <assert.h>
#include <string.h>

#include "device/medibus/steady-medibus-frame.h"
#include "device/medibus/steady-medibus-waves.h"

#define N_(text) text

#define ASK_AGAIN (3 * STEADY_NSEC_PER_SEC) /* for a connection */
#define SILENT    (3 * STEADY_NSEC_PER_SEC) /* then it is broken */
#define CYCLE     (1 * STEADY_NSEC_PER_SEC)
#define PATIENCE  (10 * STEADY_NSEC_PER_SEC) /* for a whole answer */

#define MMHG_PER_KPA 7.50062

enum
{
  NOTHING = 0x30, /* codes of messages */
  CONNECT = 0x51,
  IDENTIFY = 0x52,
  MEASURED = 0x24,
  CURVES = 0x53,
  SEND_CURVES = 0x54,
  STOP = 0x55,

  SUSPEND = 0x11, /* the other way round than XON and XOFF */
  RESUME = 0x13,

  VALUE_SIZE = 6 /* two digits of code, four characters */
};

enum
{
  MEAN_PRESSURE,
  PLATEAU_PRESSURE,
  PEEP,
  PEAK_PRESSURE,
  MINUTE_VOLUME,
  RATE,
  INSPIRED_OXYGEN,
  END_TIDAL_CO2,
  PULSE,
  SPO2,
  N_NUMERICS,
  PRESSURE_WAVE = N_NUMERICS,
  FLOW_WAVE,
  PLETH_WAVE,
  N_SIGNALS
};

/* What measured values are told as; the same signal may come in two units. */
typedef struct Known
{
  uint8_t  code;
  uint16_t signal;
  double   scale;
} Known;

static const Known known[] = {
  { 0x73, MEAN_PRESSURE, 1 },
  { 0x74, PLATEAU_PRESSURE, 1 },
  { 0x78, PEEP, 1 },
  { 0x7d, PEAK_PRESSURE, 1 },
  { 0xb9, MINUTE_VOLUME, 1 },
  { 0xd6, RATE, 1 },
  { 0xf0, INSPIRED_OXYGEN, 1 },
  { 0xe6, END_TIDAL_CO2, 1 },
  { 0xe1, PULSE, 1 },
  { 0xe3, END_TIDAL_CO2, MMHG_PER_KPA },
  { 0xeb, SPO2, 1 },
};

static const uint8_t curves[] = { 0x00, 0x01, 0x02 }; /* as PRESSURE_WAVE and on */

typedef struct State
{
  SteadyMedibusFrame frame;
  SteadyMedibusWaves waves;
  bool               connected;
  bool               identified;
  bool               curves_asked;
  bool               suspended;
  uint8_t            waiting; /* for the answer to this code; 0: for none */
  SteadyInstant      asked;
  SteadyInstant      heard;
  SteadyInstant      due;              /* of the next measured values */
  bool               told[N_NUMERICS]; /* since it was connected */
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

/* What the site says of it; @own of the driver. */
typedef struct Site
{
  double       interval_us; /* between two samples of a curve; 0: no curves */
  SteadySignal signals[N_SIGNALS];
} Site;

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static void
ask (
    SteadyDriver *self, State *state, uint8_t code, const char *data, SteadyInstant now)
{
  uint8_t frame[STEADY_MEDIBUS_COMMAND];

  state->waiting = code;
  state->asked = now;
  steady_driver_send (self, frame, steady_medibus_frame_make (true, code, data, frame));
}

/* ---- what it says ---- */

/* A value that is not in the reply is none: told so where it was one before. */
static void
tell_measured (SteadyDriver *self, State *state)
{
  const SteadyMedibusFrame *frame = &state->frame;
  double                    values[N_NUMERICS];
  bool                      has[N_NUMERICS] = { false };

  if ((frame->length - 1) % VALUE_SIZE != 0)
    {
      self->faults++;
      return;
    }
  for (size_t at = 1; at < frame->length; at += VALUE_SIZE)
    {
      const char    *text = (const char *) frame->bytes + at;
      SteadyWireText number = steady_wire_trim ((SteadyWireText){ text + 2, 4 });
      unsigned       code;
      double         value;
      if (!steady_wire_hex ((SteadyWireText){ text, 2 }, &code) ||
          !steady_wire_number (number, &value))
        continue;
      for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
        if (known[i].code == code && !has[known[i].signal])
          {
            values[known[i].signal] = value * known[i].scale;
            has[known[i].signal] = true;
          }
    }
  for (unsigned i = 0; i < N_NUMERICS; i++)
    if (has[i])
      steady_driver_tell (self, i, frame->t, values[i], STEADY_QUALITY_VALID);
    else if (state->told[i])
      steady_driver_tell (self, i, frame->t, 0, STEADY_QUALITY_SENSOR_OFF);
  for (unsigned i = 0; i < N_NUMERICS; i++)
    state->told[i] = state->told[i] || has[i];
}

static void
take_identity (SteadyDriver *self, State *state)
{
  char   text[STEADY_DRIVER_IDENTITY_SIZE];
  size_t n = 0;

  for (size_t i = 1; i < state->frame.length && n + 1 < sizeof text; i++)
    if (state->frame.bytes[i] >= ' ' && state->frame.bytes[i] < 0x7f)
      text[n++] = (char) state->frame.bytes[i];
  text[n] = '\0';
  if (self->sink.identity != NULL)
    self->sink.identity (self->sink.owner, text);
  state->identified = true;
}

/* Which curves there are: those of ours that can be had at the site's interval are
 * asked for. */
static void
take_curves (SteadyDriver *self, State *state)
{
  const Site               *site = self->own;
  const SteadyMedibusFrame *frame = &state->frame;
  char                      wish[4 * STEADY_MEDIBUS_STREAMS + 1] = "";

  state->waves = (SteadyMedibusWaves){ .n = 0 };
  for (size_t at = 1; at + STEADY_MEDIBUS_CURVE_SIZE <= frame->length;
       at += STEADY_MEDIBUS_CURVE_SIZE)
    {
      SteadyWireText curve = { (const char *) frame->bytes + at,
                               STEADY_MEDIBUS_CURVE_SIZE };
      unsigned       code;
      if (!steady_wire_hex ((SteadyWireText){ curve.text, 2 }, &code) ||
          code >= G_N_ELEMENTS (curves))
        continue;
      self->faults +=
          !steady_medibus_waves_add (&state->waves, curve, site->interval_us);
    }
  for (unsigned i = 0; i < state->waves.n; i++)
    g_snprintf (wish + 4 * i,
                5,
                "%02X%02u",
                state->waves.streams[i].code,
                state->waves.streams[i].times);
  if (state->waves.n > 0)
    ask (self, state, SEND_CURVES, wish, frame->t);
}

/* The device begins to send them at this: a record without numbers, the command for the
 * first four curves and which of them, and an end. */
static void
begin_curves (SteadyDriver *self, const State *state)
{
  const uint8_t begin[] = {
    0xd0, 0xc1, (uint8_t) (0xc0 | ((1u << state->waves.n) - 1)), 0xc0, 0xc0
  };

  if (state->waves.n > 0)
    steady_driver_send (self, begin, sizeof begin);
}

/* It may ask as we do: whether we are there, and who we are. */
static void
answer_command (SteadyDriver *self, const State *state)
{
  uint8_t       frame[STEADY_MEDIBUS_COMMAND];
  const uint8_t code = state->frame.bytes[0];

  if (code == CONNECT || code == IDENTIFY || code == NOTHING)
    steady_driver_send (
        self, frame, steady_medibus_frame_make (false, code, "", frame));
}

static void
take_message (SteadyDriver *self, State *state)
{
  const uint8_t code = state->frame.bytes[0];

  self->frames++;
  state->heard = state->frame.t;
  if (state->frame.command)
    {
      answer_command (self, state);
      return;
    }
  if (code != state->waiting)
    {
      /* "not understood", or an answer to what nobody waits for any more */
      self->faults++;
      return;
    }
  state->waiting = 0;
  switch (code)
    {
    case CONNECT:
      state->connected = true;
      break;
    case IDENTIFY:
      take_identity (self, state);
      break;
    case MEASURED:
      tell_measured (self, state);
      break;
    case CURVES:
      take_curves (self, state);
      break;
    case SEND_CURVES:
      begin_curves (self, state);
      break;
    default:
      break;
    }
}

static void
tell_sample (void *owner, uint8_t code, SteadyInstant t, double value)
{
  SteadyDriver *self = owner;

  for (unsigned i = 0; i < G_N_ELEMENTS (curves); i++)
    if (curves[i] == code)
      steady_driver_tell (self, PRESSURE_WAVE + i, t, value, STEADY_QUALITY_VALID);
  state_of (self)->heard = t;
  self->frames++;
}

static void
medibus_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  State *state = state_of (self);

  for (size_t i = 0; i < length; i++)
    {
      if ((bytes[i] & 0x80) != 0)
        {
          steady_medibus_waves_take (&state->waves, bytes[i], t, tell_sample, self);
          continue;
        }
      if (bytes[i] == SUSPEND || bytes[i] == RESUME)
        {
          state->suspended = bytes[i] == SUSPEND;
          continue;
        }
      const SteadyMedibusResult result =
          steady_medibus_frame_take (&state->frame, bytes[i], t);
      if (result == STEADY_MEDIBUS_WHOLE)
        take_message (self, state);
      else if (result == STEADY_MEDIBUS_FAULT)
        self->faults++;
    }
}

/* ---- what it is asked ---- */

static void
begin_anew (State *state, SteadyInstant now)
{
  memset (state, 0, sizeof *state);
  state->heard = now;
  state->asked = now - ASK_AGAIN;
}

static void
medibus_start (SteadyDriver *self, SteadyInstant now)
{
  begin_anew (state_of (self), now);
}

static void
ask_next (SteadyDriver *self, State *state, SteadyInstant now)
{
  const Site *site = self->own;

  if (!state->identified)
    ask (self, state, IDENTIFY, "", now);
  else if (site->interval_us > 0 && !state->curves_asked)
    {
      state->curves_asked = true;
      ask (self, state, CURVES, "", now);
    }
  else if (now >= state->due)
    {
      state->due = MAX (state->due + CYCLE, now);
      ask (self, state, MEASURED, "", now);
    }
}

/* A question each second keeps the connection; nothing heard for three has broken it.
 */
static SteadyInstant
medibus_tick (SteadyDriver *self, SteadyInstant now)
{
  State *state = state_of (self);

  if (state->connected && (now - state->heard >= SILENT ||
                           (state->waiting != 0 && now - state->asked >= PATIENCE)))
    {
      self->faults++;
      begin_anew (state, now);
    }
  if (state->suspended && now - state->heard < SILENT)
    return now + CYCLE / 10;
  if (!state->connected)
    {
      if (now - state->asked >= ASK_AGAIN)
        ask (self, state, CONNECT, "", now);
      return state->asked + ASK_AGAIN;
    }
  /* an answer that does not even begin was lost on the line */
  if (state->waiting != 0 && !state->frame.inside && now - state->asked >= 2 * CYCLE)
    {
      self->faults++;
      state->waiting = 0;
    }
  if (state->waiting == 0)
    ask_next (self, state, now);
  return state->waiting != 0 ? now + CYCLE / 4 : MAX (state->due, now + 1);
}

static void
medibus_stop (SteadyDriver *self, SteadyInstant now)
{
  if (state_of (self)->connected)
    ask (self, state_of (self), STOP, "", now);
}

static size_t
medibus_question (uint8_t *ret_bytes, size_t size)
{
  if (size < STEADY_MEDIBUS_COMMAND)
    return 0;
  return steady_medibus_frame_make (true, CONNECT, "", ret_bytes);
}

static SteadyProbe
medibus_probe (const uint8_t *bytes, size_t length)
{
  SteadyMedibusFrame frame = { .length = 0 };

  for (size_t i = 0; i < length; i++)
    if ((bytes[i] & 0x80) == 0 &&
        steady_medibus_frame_take (&frame, bytes[i], 0) == STEADY_MEDIBUS_WHOLE)
      return STEADY_PROBE_YES;
  return length > 2 * (size_t) STEADY_MEDIBUS_LONGEST ? STEADY_PROBE_NO
                                                      : STEADY_PROBE_MORE;
}

/* ---- what the site says ---- */

#define NUMERIC(index, text, words, dimension, least, most, digits) \
  [index] = { .name = text,                                         \
              .label = words,                                       \
              .unit = dimension,                                    \
              .channel = STEADY_CHANNEL_NONE,                       \
              .kind = STEADY_CHANNEL_KIND_NUMERIC,                  \
              .decimals = digits,                                   \
              .low = least,                                         \
              .high = most,                                         \
              .period = CYCLE,                                      \
              .stale = 3 * STEADY_NSEC_PER_SEC }
#define WAVE(index, text, words, dimension, least, most) \
  [index] = { .name = text,                              \
              .label = words,                            \
              .unit = dimension,                         \
              .channel = STEADY_CHANNEL_NONE,            \
              .kind = STEADY_CHANNEL_KIND_WAVE,          \
              .decimals = 1,                             \
              .low = least,                              \
              .high = most,                              \
              .stale = 2 * STEADY_NSEC_PER_SEC }

static const SteadySignal usual[N_SIGNALS] = {
  /* clang-format off */
  NUMERIC (MEAN_PRESSURE, "mean_pressure", N_ ("Airway pressure, mean"), "mbar", -50, 150, 1),
  NUMERIC (PLATEAU_PRESSURE, "plateau_pressure", N_ ("Airway pressure, plateau"), "mbar", -50, 150, 1),
  NUMERIC (PEEP, "peep", N_ ("PEEP"), "mbar", -50, 150, 1),
  NUMERIC (PEAK_PRESSURE, "peak_pressure", N_ ("Airway pressure, peak"), "mbar", -50, 150, 1),
  NUMERIC (MINUTE_VOLUME, "minute_volume", N_ ("Minute volume"), "L/min", 0, 100, 2),
  NUMERIC (RATE, "respiratory_rate", N_ ("Respiratory rate"), "/min", 0, 300, 0),
  NUMERIC (INSPIRED_OXYGEN, "inspired_oxygen", N_ ("Oxygen, inspired"), "%", 0, 100, 0),
  NUMERIC (END_TIDAL_CO2, "end_tidal_co2", N_ ("CO2, end-tidal"), "mmHg", 0, 150, 1),
  NUMERIC (PULSE, "pulse_rate", N_ ("Pulse rate"), "/min", 0, 350, 0),
  NUMERIC (SPO2, "spo2", N_ ("SpO2"), "%", 0, 100, 0),
  WAVE (PRESSURE_WAVE, "pressure_wave", N_ ("Airway pressure"), "mbar", -100, 200),
  WAVE (FLOW_WAVE, "flow_wave", N_ ("Airway flow"), "L/min", -400, 400),
  WAVE (PLETH_WAVE, "pleth_wave", N_ ("Plethysmogram"), "", -100000, 100000),
  /* clang-format on */
};

static bool
medibus_configure (SteadyDriver               *self,
                   const SteadyDriverSettings *settings,
                   GError                    **error)
{
  static const char *const names[] = { "wave_interval_ms", NULL };
  double                   interval;

  if (!steady_driver_settings_only (settings, names, error) ||
      !steady_driver_settings_number (
          settings, "wave_interval_ms", 4, 1000, 0, &interval, error))
    return false;
  Site *site = g_new0 (Site, 1);
  site->interval_us = interval * 1000;
  memcpy (site->signals, usual, sizeof usual);
  for (unsigned i = PRESSURE_WAVE; interval > 0 && i < N_SIGNALS; i++)
    site->signals[i].rate_hz = 1000 / interval;
  self->own = site;
  self->signals = site->signals;
  self->n_signals = interval > 0 ? N_SIGNALS : N_NUMERICS;
  return true;
}

/* How fast its line is set differs between machines: the site says it. */
static const char *const medibus_stages[] = { "asking for a connection",
                                              "asking who it is",
                                              "asking for curves",
                                              "waiting for values",
                                              "resting",
                                              "in a message",
                                              "suspended",
                                              NULL };

static unsigned
medibus_stage (const SteadyDriver *self)
{
  const State *state = (const State *) (const void *) self->state;

  if (state->frame.inside)
    return 5;
  if (state->suspended)
    return 6;
  if (!state->connected)
    return 0;
  if (!state->identified)
    return 1;
  if (state->waiting == CURVES || state->waiting == SEND_CURVES)
    return 2;
  return state->waiting != 0 ? 3 : 4;
}

const SteadyDriverClass steady_medibus_class = {
  .name = "medibus",
  .title = N_ ("Dräger ventilators and anaesthesia machines (MEDIBUS)"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 0, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = SILENT,
  .probe = medibus_probe,
  .question = medibus_question,
  .configure = medibus_configure,
  .start = medibus_start,
  .rx = medibus_rx,
  .tick = medibus_tick,
  .stop = medibus_stop,
  .finish = steady_driver_free_own,
  .stages = medibus_stages,
  .stage = medibus_stage,
};
