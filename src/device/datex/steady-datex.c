/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/datex/steady-datex.h"

#include <assert.h>
#include <string.h>

#include "device/datex/steady-datex-record.h"
#include "device/datex/steady-datex-signals.h"
#include "device/steady-bytes.h"
#include "device/steady-wave-clock.h"

#define N_(text) text

#define NUMERIC_SECONDS 5 /* the monitor's shortest interval */
#define ASK_AGAIN       (10 * STEADY_NSEC_PER_SEC)
#define WAVES_SILENT    (3 * STEADY_NSEC_PER_SEC)

enum
{
  NUMERIC_PART = 278, /* time, groups, marker, class */
  GROUPS = 4,         /* where they begin in it */
  CLASS = 276,
  PRESSURE_PLACES = 6,
  TEMPERATURE_PLACES = 4,
  WAVE_HEAD = 6,
  WAVE_GAP = 1,
  WAVE_KINDS = 6,
  ECG_OFF = 8,
  DISPLAYED = 1,   /* type of numerics as on the monitor's screen */
  INVALID = -32001 /* this and below */
};

/* Where the groups of the basic class begin. */
static const uint16_t pressure_at[PRESSURE_PLACES] = { 16, 30, 44, 58, 240, 254 };
static const uint16_t temperature_at[TEMPERATURE_PLACES] = { 86, 94, 102, 110 };

/* The waveforms that are asked for: 600 samples a second, all that the line can carry.
 */
static const uint8_t wave_kinds[] = { 1, 4, 5, 8 };

typedef struct State
{
  SteadyDatexFrame frame;
  SteadyInstant    frame_t; /* of its first byte */
  SteadyInstant    asked;   /* for numerics */
  SteadyInstant    waves_asked;
  SteadyInstant    numerics_came; /* or asked */
  SteadyInstant    waves_came;
  SteadyWaveClock  clocks[STEADY_DATEX_SIGNALS];
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

/* What the site says of it; @own of the driver. */
typedef struct Site
{
  bool waves;
} Site;

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static int16_t
signed16 (const uint8_t *bytes)
{
  return (int16_t) steady_le16 (bytes);
}

/* Why a number cannot be used; the monitor tells it in the number's place. */
static SteadyQuality
quality_of (int number)
{
  if (number > INVALID)
    return STEADY_QUALITY_VALID;
  return number == -32764 || number == -32763 ? STEADY_QUALITY_IMPLAUSIBLE
                                              : STEADY_QUALITY_SENSOR_OFF;
}

static void
tell (SteadyDriver  *self,
      const State   *state,
      unsigned       signal,
      const uint8_t *bytes,
      double         scale,
      int64_t        t_device)
{
  const int               number = signed16 (bytes);
  const SteadyQuality     quality = quality_of (number);
  const SteadyDriverValue value = {
    .t = state->frame_t,
    .t_device = t_device,
    .value = quality == STEADY_QUALITY_VALID ? number * scale : 0,
    .signal = (uint16_t) signal,
    .quality = (uint8_t) quality,
  };
  if (number != -32766) /* not updated: what was told before still holds */
    self->sink.value (self->sink.owner, &value);
}

/* A group that is not there, or whose module is not active, tells nothing. */
static bool
is_there (const uint8_t *group)
{
  return (steady_le32 (group) & 3) == 3;
}

static void
tell_pressures (SteadyDriver  *self,
                const State   *state,
                const uint8_t *groups,
                int64_t        t_device)
{
  bool told[STEADY_DATEX_PRESSURES] = { false };

  for (unsigned i = 0; i < PRESSURE_PLACES; i++)
    {
      const uint8_t *group = groups + pressure_at[i];
      const int      which = steady_datex_pressure_of (steady_le16 (group + 4));
      /* two lines of one name: the first of them, as on the monitor */
      if (which < 0 || told[which] || !is_there (group))
        continue;
      told[which] = true;
      const unsigned signal = (unsigned) which;
      tell (self, state, STEADY_DATEX_SYSTOLIC + signal, group + 6, 0.01, t_device);
      tell (self, state, STEADY_DATEX_DIASTOLIC + signal, group + 8, 0.01, t_device);
      tell (self, state, STEADY_DATEX_MEAN + signal, group + 10, 0.01, t_device);
    }
}

static void
tell_temperatures (SteadyDriver  *self,
                   const State   *state,
                   const uint8_t *groups,
                   int64_t        t_device)
{
  bool told[STEADY_DATEX_TEMPERATURES] = { false };

  for (unsigned i = 0; i < TEMPERATURE_PLACES; i++)
    {
      const uint8_t *group = groups + temperature_at[i];
      const int      which = steady_datex_temperature_of (steady_le16 (group + 4));
      if (which < 0 || told[which] || !is_there (group))
        continue;
      told[which] = true;
      tell (self,
            state,
            STEADY_DATEX_TEMPERATURE + (unsigned) which,
            group + 6,
            0.01,
            t_device);
    }
}

static bool
take_numerics (SteadyDriver *self, State *state, const SteadyDatexRecord *record)
{
  const int64_t t_device = (int64_t) record->time * STEADY_NSEC_PER_SEC;
  bool          any = false;

  for (unsigned i = 0; i < record->n_parts; i++)
    {
      const SteadyDatexPart *part = &record->parts[i];
      if (part->type != DISPLAYED || part->length < NUMERIC_PART ||
          (steady_le16 (part->bytes + CLASS) >> 8 & 15) != 0)
        continue;
      const uint8_t *groups = part->bytes + GROUPS;
      tell_pressures (self, state, groups, t_device);
      tell_temperatures (self, state, groups, t_device);
      if (is_there (groups))
        tell (self, state, STEADY_DATEX_HEART_RATE, groups + 6, 1, t_device);
      if (is_there (groups + 118))
        tell (self, state, STEADY_DATEX_SPO2, groups + 124, 0.01, t_device);
      if (is_there (groups + 132))
        tell (self, state, STEADY_DATEX_END_TIDAL_CO2, groups + 138, 0.01, t_device);
      any = true;
    }
  state->numerics_came = state->frame_t;
  return any;
}

/* The signal that a part's samples belong to, or -1; @ret_scale from them to its unit.
 */
static int
wave_signal (const SteadyDatexPart *part, double *ret_scale)
{
  const int  pressure = steady_datex_pressure_of (steady_le16 (part->bytes + 4));
  const bool is_pressure = (part->type >= 4 && part->type <= 7) || part->type == 16 ||
                           part->type == 17 || part->type == 36 || part->type == 37;

  *ret_scale = is_pressure ? 0.01 : 1;
  if (is_pressure)
    return pressure < 0 ? -1 : STEADY_DATEX_WAVE + pressure;
  if (part->type == 1)
    return STEADY_DATEX_ECG;
  return part->type == 8 ? STEADY_DATEX_PLETH : -1;
}

static void
tell_wave (SteadyDriver *self, State *state, const SteadyDatexPart *part)
{
  double         scale;
  SteadySpan     spacing;
  const unsigned n = steady_le16 (part->bytes);
  const unsigned status = steady_le16 (part->bytes + 2);
  const int      signal = wave_signal (part, &scale);

  if (signal < 0 || n == 0 || part->length < WAVE_HEAD + (size_t) 2 * n)
    return;
  SteadyWaveClock *clock = &state->clocks[signal];
  if ((status & WAVE_GAP) != 0)
    steady_wave_clock_gap (clock);
  const SteadyInstant first =
      steady_wave_clock_packet (clock, state->frame_t, n, &spacing);
  for (unsigned i = 0; i < n; i++)
    {
      const int     number = signed16 (part->bytes + WAVE_HEAD + (size_t) 2 * i);
      SteadyQuality quality = quality_of (number);
      if (signal == STEADY_DATEX_ECG && (status & ECG_OFF) != 0)
        quality = STEADY_QUALITY_SENSOR_OFF;
      steady_driver_tell (self,
                          (unsigned) signal,
                          first + (SteadySpan) i * spacing,
                          quality == STEADY_QUALITY_VALID ? number * scale : 0,
                          quality);
    }
}

static void
take_record (SteadyDriver *self, State *state)
{
  SteadyDatexRecord record;

  if (!steady_datex_record_read (&state->frame, &record))
    {
      self->faults++;
      return;
    }
  if (record.kind == STEADY_DATEX_NUMERICS)
    self->frames += take_numerics (self, state, &record);
  if (record.kind != STEADY_DATEX_WAVES)
    return; /* alarms and what the monitor tells its network */
  for (unsigned i = 0; i < record.n_parts; i++)
    if (record.parts[i].length >= WAVE_HEAD)
      tell_wave (self, state, &record.parts[i]);
  self->frames++;
  state->waves_came = state->frame_t;
}

static void
datex_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  State *state = state_of (self);

  for (size_t i = 0; i < length; i++)
    {
      const SteadyDatexResult result =
          steady_datex_frame_take (&state->frame, bytes[i]);
      if (result == STEADY_DATEX_WHOLE)
        take_record (self, state);
      else if (result == STEADY_DATEX_FAULT)
        self->faults++;
      /* A record of numerics is 0.7 s on the wire: its first byte gives the instant. */
      if (state->frame.length <= 1)
        state->frame_t = t;
    }
}

static void
datex_start (SteadyDriver *self, SteadyInstant now)
{
  State        *state = state_of (self);
  const int64_t before = now - 2 * ASK_AGAIN;
  SteadyInstant last[STEADY_DATEX_SIGNALS];

  for (unsigned i = 0; i < STEADY_DATEX_SIGNALS; i++)
    last[i] = state->clocks[i].last;
  memset (state, 0, sizeof *state);
  state->asked = state->waves_asked = before;
  state->numerics_came = state->waves_came = before;
  for (unsigned i = 0; i < STEADY_DATEX_SIGNALS; i++)
    if (self->signals[i].kind == STEADY_CHANNEL_KIND_WAVE)
      steady_wave_clock_init (&state->clocks[i], self->signals[i].rate_hz, last[i]);
}

static void
ask_numerics (SteadyDriver *self)
{
  /* type, interval, classes (the basic one comes unasked), and nothing */
  const uint8_t body[] = { DISPLAYED, NUMERIC_SECONDS, 0, 0, 0, 0, 0, 0, 0 };
  uint8_t       frame[STEADY_DATEX_FRAME];

  steady_driver_send (
      self,
      frame,
      steady_datex_request (STEADY_DATEX_NUMERICS, body, sizeof body, frame));
}

static void
ask_waves (SteadyDriver *self)
{
  uint8_t body[32] = { 0 }; /* start; the kinds, ended by 0xff; nothing more */
  uint8_t frame[STEADY_DATEX_FRAME];

  memcpy (body + 4, wave_kinds, sizeof wave_kinds);
  body[4 + sizeof wave_kinds] = 0xff;
  steady_driver_send (
      self, frame, steady_datex_request (STEADY_DATEX_WAVES, body, sizeof body, frame));
}

/* Asks once, and again after a silence: the monitor was restarted, or the cable out. */
static SteadyInstant
datex_tick (SteadyDriver *self, SteadyInstant now)
{
  State      *state = state_of (self);
  const Site *site = self->own;

  if (now - MAX (state->asked, state->numerics_came) >= ASK_AGAIN)
    {
      ask_numerics (self);
      state->asked = now;
    }
  if (site->waves && now - MAX (state->waves_asked, state->waves_came) >= WAVES_SILENT)
    {
      ask_waves (self);
      state->waves_asked = now;
    }
  return now + STEADY_NSEC_PER_SEC;
}

static SteadyProbe
datex_probe (const uint8_t *bytes, size_t length)
{
  SteadyDatexFrame  frame = { .length = 0 };
  SteadyDatexRecord record;
  unsigned          faults = 0;

  for (size_t i = 0; i < length; i++)
    {
      const SteadyDatexResult result = steady_datex_frame_take (&frame, bytes[i]);
      if (result == STEADY_DATEX_WHOLE && steady_datex_record_read (&frame, &record))
        return STEADY_PROBE_YES;
      faults += result == STEADY_DATEX_FAULT;
    }
  return faults > 2 || length > 2 * (size_t) STEADY_DATEX_FRAME ? STEADY_PROBE_NO
                                                                : STEADY_PROBE_MORE;
}

/* Numerics once, which changes nothing in the monitor. */
static size_t
datex_question (uint8_t *ret_bytes, size_t size)
{
  const uint8_t body[] = { DISPLAYED, 0xff, 0xff, 0, 0, 0, 0, 0, 0 };
  uint8_t       frame[STEADY_DATEX_FRAME];
  const size_t  length =
      steady_datex_request (STEADY_DATEX_NUMERICS, body, sizeof body, frame);

  if (length > size)
    return 0;
  memcpy (ret_bytes, frame, length);
  return length;
}

static bool
datex_configure (SteadyDriver               *self,
                 const SteadyDriverSettings *settings,
                 GError                    **error)
{
  static const char *const names[] = { "waves", NULL };
  const char              *waves = steady_driver_settings_get (settings, "waves", "on");

  if (!steady_driver_settings_only (settings, names, error))
    return false;
  if (strcmp (waves, "on") != 0 && strcmp (waves, "off") != 0)
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_SETTING,
                   "setting \"waves\" is \"%s\"; give on or off",
                   waves);
      return false;
    }
  Site *site = g_new0 (Site, 1);
  site->waves = strcmp (waves, "on") == 0;
  self->own = site;
  self->signals = steady_datex_signals (site->waves);
  self->n_signals = STEADY_DATEX_SIGNALS;
  return true;
}

static void
datex_stop (SteadyDriver *self, SteadyInstant now)
{
  const uint8_t numerics[] = { DISPLAYED, 0, 0, 0, 0, 0, 0, 0, 0 };
  uint8_t       waves[32] = { 1 };
  uint8_t       frame[STEADY_DATEX_FRAME];

  waves[4] = 0xff;
  steady_driver_send (
      self,
      frame,
      steady_datex_request (STEADY_DATEX_NUMERICS, numerics, sizeof numerics, frame));
  steady_driver_send (
      self,
      frame,
      steady_datex_request (STEADY_DATEX_WAVES, waves, sizeof waves, frame));
}

static const char *const datex_stages[] = {
  "asked", "between records", "in a record", NULL
};

static unsigned
datex_stage (const SteadyDriver *self)
{
  const State *state = (const State *) (const void *) self->state;

  if (state->frame.inside && state->frame.length > 0)
    return 2;
  return state->asked >= state->numerics_came ? 0 : 1;
}

const SteadyDriverClass steady_datex_class = {
  .name = "datex",
  .title = N_ ("GE/Datex S/5 and CARESCAPE monitors"),
  .links = STEADY_DRIVER_SERIAL,
  .line = { .baud = 19200,
            .data_bits = 8,
            .parity = 'E',
            .stop_bits = 1,
            .handshake = true },
  .quiet = 12500 * STEADY_NSEC_PER_MSEC,
  .probe = datex_probe,
  .question = datex_question,
  .configure = datex_configure,
  .start = datex_start,
  .rx = datex_rx,
  .tick = datex_tick,
  .stop = datex_stop,
  .finish = steady_driver_free_own,
  .stages = datex_stages,
  .stage = datex_stage,
};
