/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/mapped/steady-mapped.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "device/mapped/steady-device-map.h"
#include "device/steady-line-buffer.h"
#include "device/steady-wire-text.h"

#define N_(text) text

/* @own of the driver. */
typedef struct Mapped
{
  SteadyDeviceMap *map;
  SteadyModbusWrap wrap;
} Mapped;

typedef struct State
{
  SteadyLineBuffer line;
  bool             fresh;
  SteadyInstant    ask; /* when to ask next */
  SteadyModbusPoll poll;
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static const SteadyDeviceMap *
map_of (const SteadyDriver *self)
{
  return ((const Mapped *) self->own)->map;
}

static void
tell (SteadyDriver *self, unsigned signal, SteadyInstant t, double number)
{
  const SteadyDeviceMap *map = map_of (self);
  const SteadyMapSource *source = &map->sources[signal];

  steady_driver_tell (
      self, signal, t, source->shift + source->scale * number, STEADY_QUALITY_VALID);
}

/* ---- lines ---- */

/* A group that matched nothing, or no number, is a sensor that gave none. */
static void
tell_group (SteadyDriver     *self,
            unsigned          signal,
            const GMatchInfo *match,
            SteadyInstant     t)
{
  const SteadyDeviceMap *map = map_of (self);
  g_autofree char *text = g_match_info_fetch_named (match, map->sources[signal].group);
  double           number;

  if (text != NULL &&
      steady_wire_number (steady_wire_trim (steady_wire_text (text)), &number))
    tell (self, signal, t, number);
  else
    steady_driver_tell (self, signal, t, 0, STEADY_QUALITY_SENSOR_OFF);
}

static bool
take_pattern (SteadyDriver *self, const State *state, unsigned pattern)
{
  const SteadyDeviceMap *map = map_of (self);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match_full (map->patterns[pattern],
                           state->line.text,
                           -1,
                           0,
                           G_REGEX_MATCH_NOTEMPTY,
                           &match,
                           NULL))
    return false;
  for (unsigned i = 0; i < map->n_signals; i++)
    if (map->sources[i].pattern == pattern)
      tell_group (self, i, match, state->line.t);
  return true;
}

static void
take_line (SteadyDriver *self, State *state)
{
  const SteadyDeviceMap *map = map_of (self);
  bool                   known = false;

  for (unsigned i = 0; i < map->n_patterns && !known; i++)
    known = take_pattern (self, state, i);
  self->frames += known;
  self->faults += !known && !state->fresh;
  state->fresh = false;
}

static void
take_bytes (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  State *state = state_of (self);
  size_t used;

  for (size_t at = 0; at < length; at += used)
    {
      const SteadyLineResult result =
          steady_line_buffer_take (&state->line, bytes + at, length - at, t, &used);
      if (result == STEADY_LINE_WHOLE)
        take_line (self, state);
      else if (result == STEADY_LINE_TOO_LONG)
        self->faults++;
    }
}

/* ---- registers ---- */

static double
number_of (const uint16_t *registers, SteadyMapType type)
{
  const uint32_t both = (uint32_t) registers[0] << 16 | registers[1];
  float          real;

  switch (type)
    {
    case STEADY_MAP_INT16:
      return (int16_t) registers[0];
    case STEADY_MAP_UINT32:
      return both;
    case STEADY_MAP_INT32:
      return (int32_t) both;
    case STEADY_MAP_FLOAT32:
      memcpy (&real, &both, sizeof real);
      return (double) real;
    case STEADY_MAP_UINT16:
    default:
      return registers[0];
    }
}

static void
told (SteadyDriver             *self,
      unsigned                  read,
      const SteadyModbusAnswer *answer,
      SteadyInstant             t)
{
  const SteadyDeviceMap *map = map_of (self);

  for (unsigned i = 0; i < map->n_signals; i++)
    {
      const SteadyMapSource *source = &map->sources[i];
      const bool             wide = source->type >= STEADY_MAP_UINT32;
      uint16_t               registers[2] = { answer->values[source->offset], 0 };
      if (source->read != read)
        continue;
      if (wide)
        registers[1] = answer->values[source->offset + 1];
      tell (self, i, t, number_of (registers, source->type));
    }
}

/* ---- the driver ---- */

static void
mapped_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  const SteadyDeviceMap *map = map_of (self);

  if (map->modbus)
    steady_modbus_poll_rx (&state_of (self)->poll, self, told, bytes, length, t);
  else
    take_bytes (self, bytes, length, t);
}

static void
mapped_start (SteadyDriver *self, SteadyInstant now)
{
  const SteadyDeviceMap *map = map_of (self);
  State                 *state = state_of (self);

  memset (state, 0, sizeof *state);
  state->fresh = true;
  state->ask = now;
  if (map->modbus)
    steady_modbus_poll_start (&state->poll,
                              ((const Mapped *) self->own)->wrap,
                              map->unit,
                              map->reads,
                              map->n_reads,
                              now);
}

static SteadyInstant
mapped_tick (SteadyDriver *self, SteadyInstant now)
{
  const SteadyDeviceMap *map = map_of (self);
  State                 *state = state_of (self);

  if (map->modbus)
    return steady_modbus_poll_tick (&state->poll, self, now);
  if (map->question == NULL)
    return STEADY_INSTANT_NEVER;
  if (now >= state->ask)
    {
      steady_driver_send (self, map->question, strlen (map->question));
      state->ask = now + map->ask_period;
    }
  return state->ask;
}

static bool
send_register (SteadyDriver           *self,
               const SteadyMapCommand *how,
               const SteadyCommand    *command,
               double                  number)
{
  if (number < INT16_MIN || number > UINT16_MAX)
    return false;
  const SteadyModbusQuestion write = { .function = STEADY_MODBUS_WRITE_ONE,
                                       .first = how->address,
                                       .count = 1,
                                       .values = { (uint16_t) lround (number) } };
  return steady_command_is_stop (command)
             ? steady_modbus_poll_stop (&state_of (self)->poll, &write)
             : steady_modbus_poll_write (&state_of (self)->poll, &write);
}

static bool
send_line (SteadyDriver *self, const SteadyMapCommand *how, double number)
{
  char form[16], value[64];

  g_snprintf (form, sizeof form, "%%.%df", how->decimals);
  g_ascii_formatd (value, sizeof value, form, number);
  g_autofree char *text = g_strconcat (how->before, value, how->after, NULL);
  steady_driver_send (self, text, strlen (text));
  return true;
}

static bool
mapped_command (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now)
{
  const SteadyDeviceMap *map = map_of (self);

  for (unsigned i = 0; i < map->n_controls; i++)
    {
      const SteadyMapCommand *how = &map->commands[i];
      if (map->controls[i].control != command->control)
        continue;
      if (!(command->value >= map->controls[i].low &&
            command->value <= map->controls[i].high))
        return false;
      const double number = (command->value - how->shift) / how->scale;
      return map->modbus ? send_register (self, how, command, number)
                         : send_line (self, how, number);
    }
  return false;
}

static bool
mapped_configure (SteadyDriver               *self,
                  const SteadyDriverSettings *settings,
                  GError                    **error)
{
  static const char *const names[] = { "map", "wrap", NULL };
  const char              *name = steady_driver_settings_get (settings, "map", NULL);

  if (!steady_driver_settings_only (settings, names, error))
    return false;
  if (name == NULL)
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_SETTING,
                   "a described device needs its description: \"settings\": {\"map\": "
                   "\"FILE.json\"}");
      return false;
    }
  g_autofree char *file = g_path_is_absolute (name) || settings->folder == NULL
                              ? g_strdup (name)
                              : g_build_filename (settings->folder, name, NULL);
  SteadyDeviceMap *map = steady_device_map_load (file, error);
  if (map == NULL)
    return false;
  Mapped *mapped = g_new0 (Mapped, 1);
  mapped->map = map;
  mapped->wrap = steady_modbus_wrap_of (settings);
  self->own = mapped;
  self->signals = map->signals;
  self->n_signals = map->n_signals;
  self->controls = map->controls;
  self->n_controls = map->n_controls;
  self->quiet = map->quiet;
  return true;
}

static void
mapped_finish (SteadyDriver *self)
{
  Mapped *mapped = self->own;

  if (mapped != NULL)
    steady_device_map_free (mapped->map);
  g_free (mapped);
}

static const char *const mapped_stages[] = { "opened",  "between lines", "in a line",
                                             "resting", "asked",         "in an answer",
                                             NULL };

static unsigned
mapped_stage (const SteadyDriver *self)
{
  const State *state = (const State *) (const void *) self->state;

  if (map_of (self)->modbus)
    return 3 + steady_modbus_poll_stage (&state->poll);
  if (state->line.length > 0)
    return 2;
  return state->fresh ? 0 : 1;
}

const SteadyDriverClass steady_mapped_class = {
  .name = "mapped",
  .title = N_ ("A rig's own device, described by a file"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP | STEADY_DRIVER_UDP,
  .line = { .baud = 115200, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .port = 502,
  .quiet = 3 * STEADY_NSEC_PER_SEC,
  .laboratory = true,
  .probe = steady_driver_never_heard,
  .configure = mapped_configure,
  .start = mapped_start,
  .rx = mapped_rx,
  .tick = mapped_tick,
  .command = mapped_command,
  .finish = mapped_finish,
  .stages = mapped_stages,
  .stage = mapped_stage,
};
