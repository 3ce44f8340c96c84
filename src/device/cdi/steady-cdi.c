/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/cdi/steady-cdi.h"

#include <assert.h>
#include <string.h>

#include "device/cdi/steady-cdi-frame.h"

#define N_(text) text

/* The monitor's shortest interval, and its own rule for a silent partner. */
#define INTERVAL (6 * STEADY_NSEC_PER_SEC)
#define STALE    (3 * INTERVAL)

enum
{
  LONGEST = STEADY_CDI_PACKET_LONGEST,
  ACTUAL_PH = STEADY_CDI_SIGNALS, /* as measured at the blood's own temperature */
  ACTUAL_PCO2,
  ACTUAL_PO2,
  N_SIGNALS,
  STX = 2
};

#define MMHG_PER_KPA 7.50062

typedef struct State
{
  uint8_t        bytes[LONGEST + 1];
  size_t         length;
  SteadyInstant  t; /* of the first of them */
  bool           fresh;
  bool           skipping;
  SteadyCdiBasis basis;
  SteadyInstant  heard; /* or asked */
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

/* What the site says of it; @own of the driver. */
typedef struct Site
{
  bool kpa;
} Site;

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static bool
is_tension (unsigned signal)
{
  return signal == STEADY_CDI_ARTERIAL_PCO2 || signal == STEADY_CDI_ARTERIAL_PO2 ||
         signal == STEADY_CDI_VENOUS_PCO2 || signal == STEADY_CDI_VENOUS_PO2;
}

/* pH and tensions depend on the temperature they are meant at; the rest does not. */
static bool
has_basis (unsigned signal)
{
  return is_tension (signal) || signal == STEADY_CDI_ARTERIAL_PH ||
         signal == STEADY_CDI_VENOUS_PH;
}

static int
actual_of (unsigned signal)
{
  switch (signal)
    {
    case STEADY_CDI_ARTERIAL_PH:
      return ACTUAL_PH;
    case STEADY_CDI_ARTERIAL_PCO2:
      return ACTUAL_PCO2;
    case STEADY_CDI_ARTERIAL_PO2:
      return ACTUAL_PO2;
    default:
      return -1;
    }
}

/*
 * A value at the blood's temperature never feeds a place that means 37 °C: alpha-stat
 * and pH-stat would be mixed up. As long as the monitor did not say which it is, the
 * value is doubted.
 */
static void
tell_with_basis (SteadyDriver *self,
                 const State  *state,
                 unsigned      signal,
                 double        value,
                 SteadyQuality quality)
{
  const int  actual = actual_of (signal);
  const bool usable = quality == STEADY_QUALITY_VALID;

  if (state->basis == STEADY_CDI_BASIS_ACTUAL)
    {
      steady_driver_tell (self, signal, state->t, 0, STEADY_QUALITY_NOT_APPLICABLE);
      if (actual >= 0)
        steady_driver_tell (self, (unsigned) actual, state->t, value, quality);
      return;
    }
  steady_driver_tell (self,
                      signal,
                      state->t,
                      value,
                      usable && state->basis == STEADY_CDI_BASIS_UNKNOWN
                          ? STEADY_QUALITY_QUESTIONABLE
                          : quality);
  if (actual >= 0)
    steady_driver_tell (
        self, (unsigned) actual, state->t, 0, STEADY_QUALITY_NOT_APPLICABLE);
}

static void
tell_reading (SteadyDriver *self, State *state, const SteadyCdiReading *reading)
{
  const Site *site = self->own;

  self->frames++;
  for (unsigned i = 0; i < STEADY_CDI_SIGNALS; i++)
    {
      if (!reading->has[i])
        continue;
      const double value = is_tension (i) && site->kpa
                               ? reading->value[i] * MMHG_PER_KPA
                               : reading->value[i];
      if (has_basis (i))
        tell_with_basis (self, state, i, value, (SteadyQuality) reading->quality[i]);
      else
        steady_driver_tell (
            self, i, state->t, value, (SteadyQuality) reading->quality[i]);
    }
}

/* The table's head, repeated each 50 lines, and what announces the mode, are no fault.
 */
static bool
is_heading (const char *line)
{
  return strstr (line, "Time") != NULL || strstr (line, "Temp Data") != NULL ||
         strspn (line, " \t|-=_") == strlen (line);
}

static void
take_line (SteadyDriver *self, State *state)
{
  SteadyCdiReading     reading;
  const char          *line = (const char *) state->bytes;
  const bool           fresh = state->fresh;
  const SteadyCdiBasis basis = steady_cdi_read_basis (line);

  state->fresh = false;
  if (basis != STEADY_CDI_BASIS_UNKNOWN)
    state->basis = basis;
  else if (steady_cdi_read_columns (line, &reading))
    tell_reading (self, state, &reading);
  else
    self->faults += !fresh && !is_heading (line);
}

static void
take_packet (SteadyDriver *self, State *state)
{
  SteadyCdiReading reading;

  state->fresh = false;
  if (steady_cdi_read_packet (state->bytes, state->length, &reading))
    tell_reading (self, state, &reading);
  else
    self->faults++;
}

/* Begins anew with what follows a byte that no packet begins with. */
static void
take_text_byte (SteadyDriver *self, State *state, uint8_t byte, SteadyInstant t)
{
  if (byte == '\r' || byte == '\n')
    {
      state->bytes[state->length] = '\0';
      if (state->length > 0 && !state->skipping)
        take_line (self, state);
      state->length = 0;
      state->skipping = false;
      return;
    }
  if (state->skipping)
    return;
  if (state->length == LONGEST)
    {
      state->skipping = true;
      self->faults++;
      return;
    }
  if (state->length == 0)
    state->t = t;
  state->bytes[state->length++] = byte != 0 ? byte : 0x7f;
}

static void
take_packet_byte (SteadyDriver *self, State *state, uint8_t byte)
{
  size_t whole;

  state->bytes[state->length++] = byte;
  if (!steady_cdi_packet_length (state->bytes, state->length, &whole))
    {
      self->faults++;
      state->length = 0;
      state->skipping = byte != '\r' && byte != '\n'; /* to the end of what follows */
      return;
    }
  if (whole != 0 && state->length == whole)
    {
      take_packet (self, state);
      state->length = 0;
    }
}

static void
cdi_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  State *state = state_of (self);

  state->heard = t;
  for (size_t i = 0; i < length; i++)
    {
      const bool in_packet = state->length > 0 && state->bytes[0] == STX;
      if (bytes[i] == STX)
        {
          /* nothing else holds this byte: whatever was under way is lost */
          self->faults += state->length > 0 && !state->fresh;
          state->bytes[0] = STX;
          state->length = 1;
          state->t = t;
          state->skipping = false;
        }
      else if (in_packet)
        take_packet_byte (self, state, bytes[i]);
      else
        take_text_byte (self, state, bytes[i], t);
    }
}

static void
cdi_start (SteadyDriver *self, SteadyInstant now)
{
  State *state = state_of (self);
  memset (state, 0, sizeof *state);
  state->fresh = true;
  state->heard = now;
}

static size_t
cdi_question (uint8_t *ret_bytes, size_t size)
{
  /* 36: the exclusive or of what stands before it */
  static const char question[] = "<X08Z36>";

  if (size < sizeof question - 1)
    return 0;
  memcpy (ret_bytes, question, sizeof question - 1);
  return sizeof question - 1;
}

/* A monitor whose interval is set to 0 tells its values only when it is asked. */
static SteadyInstant
cdi_tick (SteadyDriver *self, SteadyInstant now)
{
  State  *state = state_of (self);
  uint8_t bytes[16];

  if (now - state->heard >= 2 * INTERVAL)
    {
      steady_driver_send (self, bytes, cdi_question (bytes, sizeof bytes));
      state->heard = now - INTERVAL; /* asked again after one interval */
    }
  return state->heard + 2 * INTERVAL;
}

static SteadyProbe
probe_text (const uint8_t *bytes, size_t length)
{
  char             line[LONGEST + 1];
  SteadyCdiReading reading;
  size_t           n = 0;
  unsigned         lines = 0;

  for (size_t i = 0; i < length; i++)
    {
      if (bytes[i] != '\r' && bytes[i] != '\n')
        {
          if (n < LONGEST)
            line[n++] = (char) bytes[i];
          continue;
        }
      line[n] = '\0';
      if (n > 0 && n < LONGEST && steady_cdi_read_columns (line, &reading))
        return STEADY_PROBE_YES;
      lines += n > 0;
      n = 0;
    }
  return lines > 3 || length > (size_t) 4 * LONGEST ? STEADY_PROBE_NO
                                                    : STEADY_PROBE_MORE;
}

static SteadyProbe
cdi_probe (const uint8_t *bytes, size_t length)
{
  SteadyCdiReading reading;
  size_t           whole;

  for (size_t i = 0; i < length; i++)
    if (bytes[i] == STX && steady_cdi_packet_length (bytes + i, length - i, &whole) &&
        whole > 0 && whole <= length - i &&
        steady_cdi_read_packet (bytes + i, whole, &reading))
      return STEADY_PROBE_YES;
  return probe_text (bytes, length);
}

static bool
cdi_configure (SteadyDriver *self, const SteadyDriverSettings *settings, GError **error)
{
  static const char *const names[] = { "gas_unit", NULL };
  const char *unit = steady_driver_settings_get (settings, "gas_unit", "mmHg");

  if (!steady_driver_settings_only (settings, names, error))
    return false;
  if (strcmp (unit, "mmHg") != 0 && strcmp (unit, "kPa") != 0)
    {
      g_set_error (
          error,
          STEADY_DRIVER_ERROR,
          STEADY_DRIVER_ERROR_SETTING,
          "setting \"gas_unit\" is \"%s\"; give mmHg or kPa, as the monitor is "
          "set",
          unit);
      return false;
    }
  Site *site = g_new0 (Site, 1);
  site->kpa = strcmp (unit, "kPa") == 0;
  self->own = site;
  return true;
}

#define SIGNAL(index, text, words, dimension, place, least, most, step) \
  [index] = { .name = text,                                             \
              .label = words,                                           \
              .unit = dimension,                                        \
              .channel = place,                                         \
              .kind = STEADY_CHANNEL_KIND_NUMERIC,                      \
              .decimals = (step) < 0.05  ? 2                            \
                          : (step) < 0.5 ? 1                            \
                                         : 0,                           \
              .low = least,                                             \
              .high = most,                                             \
              .resolution = step,                                       \
              .stale = STALE }

#define NO_PLACE STEADY_CHANNEL_NONE

static const SteadySignal signals[N_SIGNALS] = {
  /* clang-format off */
  SIGNAL (STEADY_CDI_ARTERIAL_PH, "arterial_ph", N_ ("pH arterial, 37 °C"), "", STEADY_CHANNEL_ARTERIAL_PH, 6, 9, 0.01),
  SIGNAL (STEADY_CDI_ARTERIAL_PCO2, "arterial_pco2", N_ ("pCO2 arterial, 37 °C"), "mmHg", STEADY_CHANNEL_ARTERIAL_PCO2, 0, 250, 1),
  SIGNAL (STEADY_CDI_ARTERIAL_PO2, "arterial_po2", N_ ("pO2 arterial, 37 °C"), "mmHg", STEADY_CHANNEL_ARTERIAL_PO2, 0, 800, 1),
  SIGNAL (STEADY_CDI_ARTERIAL_TEMPERATURE, "arterial_temperature", N_ ("Temperature at the arterial sensor"), "°C", NO_PLACE, 0, 50, 0.1),
  SIGNAL (STEADY_CDI_ARTERIAL_SATURATION, "arterial_saturation", N_ ("SaO2, calculated by the monitor"), "%", STEADY_CHANNEL_ARTERIAL_SATURATION, 0, 100, 1),
  SIGNAL (STEADY_CDI_BICARBONATE, "bicarbonate", N_ ("Bicarbonate"), "mmol/L", NO_PLACE, 0, 100, 1),
  SIGNAL (STEADY_CDI_BASE_EXCESS, "base_excess", N_ ("Base excess"), "mmol/L", NO_PLACE, -60, 60, 1),
  SIGNAL (STEADY_CDI_POTASSIUM, "potassium", N_ ("Potassium"), "mmol/L", STEADY_CHANNEL_POTASSIUM, 0, 20, 0.1),
  SIGNAL (STEADY_CDI_OXYGEN_CONSUMPTION, "oxygen_consumption", N_ ("Oxygen consumption, calculated by the monitor"), "mL/min", NO_PLACE, 0, 1000, 1),
  SIGNAL (STEADY_CDI_VENOUS_PH, "venous_ph", N_ ("pH venous, 37 °C"), "", NO_PLACE, 6, 9, 0.01),
  SIGNAL (STEADY_CDI_VENOUS_PCO2, "venous_pco2", N_ ("pCO2 venous, 37 °C"), "mmHg", NO_PLACE, 0, 250, 1),
  SIGNAL (STEADY_CDI_VENOUS_PO2, "venous_po2", N_ ("pO2 venous, 37 °C"), "mmHg", NO_PLACE, 0, 800, 1),
  SIGNAL (STEADY_CDI_VENOUS_TEMPERATURE, "venous_temperature", N_ ("Temperature at the venous sensor"), "°C", NO_PLACE, 0, 50, 0.1),
  SIGNAL (STEADY_CDI_VENOUS_SATURATION, "venous_saturation", N_ ("SvO2"), "%", STEADY_CHANNEL_VENOUS_SATURATION, 0, 100, 1),
  SIGNAL (STEADY_CDI_VENOUS_BICARBONATE, "venous_bicarbonate", N_ ("Bicarbonate, venous"), "mmol/L", NO_PLACE, 0, 100, 1),
  SIGNAL (STEADY_CDI_VENOUS_BASE_EXCESS, "venous_base_excess", N_ ("Base excess, venous"), "mmol/L", NO_PLACE, -60, 60, 1),
  SIGNAL (STEADY_CDI_HAEMATOCRIT, "haematocrit", N_ ("Haematocrit"), "%", STEADY_CHANNEL_HAEMATOCRIT, 0, 80, 1),
  SIGNAL (STEADY_CDI_HAEMOGLOBIN, "haemoglobin", N_ ("Haemoglobin"), "g/dL", STEADY_CHANNEL_HAEMOGLOBIN, 0, 30, 0.1),
  SIGNAL (STEADY_CDI_FLOW, "flow", N_ ("Flow that the monitor was told"), "L/min", NO_PLACE, 0, 20, 0.1),
  SIGNAL (STEADY_CDI_BODY_SURFACE, "body_surface", N_ ("Body surface that the monitor was told"), "m²", NO_PLACE, 0, 4, 0.01),
  SIGNAL (ACTUAL_PH, "arterial_ph_actual", N_ ("pH arterial, at its temperature"), "", NO_PLACE, 6, 9, 0.01),
  SIGNAL (ACTUAL_PCO2, "arterial_pco2_actual", N_ ("pCO2 arterial, at its temperature"), "mmHg", NO_PLACE, 0, 250, 1),
  SIGNAL (ACTUAL_PO2, "arterial_po2_actual", N_ ("pO2 arterial, at its temperature"), "mmHg", NO_PLACE, 0, 800, 1),
  /* clang-format on */
};

static const char *const cdi_stages[] = {
  "opened", "between messages", "in a line", "in a packet", NULL
};

static unsigned
cdi_stage (const SteadyDriver *self)
{
  const State *state = (const State *) (const void *) self->state;

  if (state->length > 0)
    return state->bytes[0] == STX ? 3 : 2;
  return state->fresh ? 0 : 1;
}

const SteadyDriverClass steady_cdi_class = {
  .name = "cdi",
  .title = N_ ("Terumo CDI 500 and 550, blood parameters in the line"),
  .links = STEADY_DRIVER_SERIAL,
  .line = { .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = STALE,
  .talks = 6 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = N_SIGNALS,
  .probe = cdi_probe,
  .question = cdi_question,
  .configure = cdi_configure,
  .start = cdi_start,
  .rx = cdi_rx,
  .tick = cdi_tick,
  .finish = steady_driver_free_own,
  .stages = cdi_stages,
  .stage = cdi_stage,
};
