/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "device/mapped/steady-device-map-private.h"

#define MOST 1e9

static const struct
{
  const char   *name;
  SteadyMapType type;
  unsigned      registers;
} types[] = {
  { "uint16", STEADY_MAP_UINT16, 1 },   { "int16", STEADY_MAP_INT16, 1 },
  { "uint32", STEADY_MAP_UINT32, 2 },   { "int32", STEADY_MAP_INT32, 2 },
  { "float32", STEADY_MAP_FLOAT32, 2 },
};

static bool
has_group (const SteadyDeviceMap *self, const char *group, unsigned *ret_pattern)
{
  for (unsigned i = 0; i < self->n_patterns; i++)
    if (g_regex_get_string_number (self->patterns[i], group) >= 0)
      {
        *ret_pattern = i;
        return true;
      }
  return false;
}

/* The read that holds @count registers from @address on. */
static bool
find_read (const SteadyDeviceMap *self,
           int64_t                address,
           unsigned               count,
           SteadyMapSource       *source)
{
  for (unsigned i = 0; i < self->n_reads; i++)
    {
      const SteadyModbusRead *read = &self->reads[i];
      if (address < read->first || address + count > read->first + read->count)
        continue;
      source->read = i;
      source->offset = (unsigned) (address - read->first);
      return true;
    }
  return false;
}

static bool
read_register (SteadyDeviceMap      *self,
               SteadyMapSource      *source,
               const SteadyJsonNode *node,
               GError              **error)
{
  int64_t          address;
  unsigned         i = 0;
  g_autofree char *type = NULL;

  if (!steady_json_get_integer (node, "register", 0, 65535, &address, error) ||
      !steady_map_text (node, "type", "uint16", &type, error))
    return false;
  while (i < G_N_ELEMENTS (types) && strcmp (types[i].name, type) != 0)
    i++;
  if (i == G_N_ELEMENTS (types))
    {
      steady_json_set_error (
          node,
          error,
          "has the type \"%s\"; give uint16, int16, uint32, int32 or float32",
          type);
      return false;
    }
  source->type = types[i].type;
  if (find_read (self, address, types[i].registers, source))
    return true;
  steady_json_set_error (
      node, error, "has a register that none of \"modbus\".\"reads\" reads");
  return false;
}

static bool
read_source (SteadyDeviceMap      *self,
             SteadyMapSource      *source,
             const SteadyJsonNode *node,
             GError              **error)
{
  if (!steady_map_number (node, "scale", -MOST, MOST, 1, &source->scale, error) ||
      !steady_map_number (node, "shift", -MOST, MOST, 0, &source->shift, error))
    return false;
  if (fabs (source->scale) < 1e-12)
    {
      steady_json_set_error (
          node, error, "has the scale 0: every value would be the same");
      return false;
    }
  if (self->modbus)
    return read_register (self, source, node, error);
  if (!steady_map_text (node, "group", NULL, &source->group, error))
    return false;
  if (source->group != NULL && has_group (self, source->group, &source->pattern))
    return true;
  steady_json_set_error (
      node,
      error,
      "must name a \"group\" of one of the patterns: (?<flow>…) is the group \"flow\"");
  return false;
}

static bool
read_place (SteadySignal *signal, const SteadyJsonNode *node, GError **error)
{
  g_autofree char         *place = NULL;
  SteadyChannel            channel;
  const SteadyChannelInfo *info;

  if (!steady_map_text (node, "place", NULL, &place, error))
    return false;
  if (place == NULL)
    return true;
  if (!steady_channel_from_name (place, &channel))
    {
      steady_json_set_error (
          node, error, "names the place \"%s\", which there is not", place);
      return false;
    }
  info = steady_channel_info (channel);
  if (info->kind != STEADY_CHANNEL_KIND_NUMERIC ||
      strcmp (info->unit, signal->unit) != 0)
    {
      steady_json_set_error (
          node,
          error,
          "feeds %s, which takes numbers in \"%s\"; convert with \"scale\"",
          place,
          info->unit);
      return false;
    }
  signal->channel = (uint16_t) channel;
  return true;
}

static bool
read_signal (SteadyDeviceMap *self, const SteadyJsonNode *node, GError **error)
{
  SteadySignal    *signal = &self->signals[self->n_signals];
  SteadyMapSource *source = &self->sources[self->n_signals];
  char            *name = NULL, *label = NULL, *unit = NULL;
  int64_t          decimals = 0;
  double           stale;

  self->n_signals++;
  const bool texts = steady_map_text (node, "name", "", &name, error) &&
                     steady_map_text (node, "label", name, &label, error) &&
                     steady_map_text (node, "unit", "", &unit, error);
  signal->name = name;
  signal->label = label;
  signal->unit = unit;
  if (!texts)
    return false;
  if (name[0] == '\0' || strlen (name) > 40 || strlen (label) > 60 ||
      strlen (unit) > 20)
    {
      steady_json_set_error (node, error, "needs a short \"name\"");
      return false;
    }
  if ((steady_json_has (node, "decimals") &&
       !steady_json_get_integer (node, "decimals", 0, 6, &decimals, error)) ||
      !steady_json_get_number (node, "low", -MOST, MOST, &signal->low, error) ||
      !steady_json_get_number (node, "high", signal->low, MOST, &signal->high, error) ||
      !steady_map_number (node, "stale_s", 0.1, 3600, 3, &stale, error))
    return false;
  signal->decimals = (int32_t) decimals;
  signal->stale = steady_span_from_seconds (stale);
  return read_place (signal, node, error) && read_source (self, source, node, error);
}

/* Reads "signals" of a map. Thread: main. */
bool
steady_map_read_signals (SteadyDeviceMap      *self,
                         const SteadyJsonNode *root,
                         GError              **error)
{
  SteadyJsonNode list, node;
  size_t         n;

  if (!steady_json_get_array (root, "signals", &list, &n, error))
    return false;
  if (n == 0 || n > STEADY_DRIVER_SIGNALS)
    {
      steady_json_set_error (
          &list, error, "must hold from 1 to %d signals", STEADY_DRIVER_SIGNALS);
      return false;
    }
  for (size_t i = 0; i < n; i++)
    if (!steady_json_get_element (&list, i, &node, error) ||
        !read_signal (self, &node, error))
      return false;
  return true;
}

static bool
read_readback (SteadyDeviceMap      *self,
               SteadyDriverControl  *control,
               const SteadyJsonNode *node,
               GError              **error)
{
  const char *readback;

  if (!steady_json_get_string (node, "readback", &readback, error))
    return false;
  for (unsigned i = 0; i < self->n_signals; i++)
    if (strcmp (self->signals[i].name, readback) == 0)
      {
        control->readback = (uint16_t) i;
        return true;
      }
  steady_json_set_error (node,
                         error,
                         "reads \"%s\" back, which is none of the signals; a command "
                         "that cannot be read back is not offered",
                         readback);
  return false;
}

static bool
read_limits (SteadyDriverControl *control, const SteadyJsonNode *node, GError **error)
{
  double interval, answer;

  if (!steady_json_get_number (node, "low", -MOST, MOST, &control->low, error) ||
      !steady_json_get_number (
          node, "high", control->low, MOST, &control->high, error) ||
      !steady_json_get_number (node, "step", 1e-9, MOST, &control->step, error) ||
      !steady_json_get_number (
          node, "most_step", 0, MOST, &control->most_step, error) ||
      !steady_json_get_number (
          node, "slew_per_s", 0, MOST, &control->slew_per_s, error) ||
      !steady_json_get_number (
          node, "tolerance", 0, MOST, &control->tolerance, error) ||
      !steady_map_number (node, "interval_s", 0, 60, 0.1, &interval, error) ||
      !steady_map_number (node, "answer_s", 0.05, 60, 1, &answer, error))
    return false;
  control->interval = steady_span_from_seconds (interval);
  control->answer_time = steady_span_from_seconds (answer);
  return true;
}

static bool
read_line_command (SteadyMapCommand     *command,
                   const SteadyJsonNode *node,
                   GError              **error)
{
  const char *send;
  int64_t     decimals = 0;

  if (!steady_json_get_string (node, "send", &send, error) ||
      (steady_json_has (node, "decimals") &&
       !steady_json_get_integer (node, "decimals", 0, 6, &decimals, error)))
    return false;
  const char *mark = strstr (send, "{value}");
  if (mark == NULL || strlen (send) > 200)
    {
      steady_json_set_error (
          node, error, "must \"send\" a short text with {value} in it");
      return false;
    }
  command->before = g_strndup (send, (gsize) (mark - send));
  command->after = g_strdup (mark + strlen ("{value}"));
  command->decimals = (int) decimals;
  return true;
}

static bool
read_control (SteadyDeviceMap *self, const SteadyJsonNode *node, GError **error)
{
  SteadyDriverControl *control = &self->controls[self->n_controls];
  SteadyMapCommand    *command = &self->commands[self->n_controls];
  const char          *name;
  int64_t              address;

  self->n_controls++;
  if (!steady_json_get_string (node, "control", &name, error))
    return false;
  control->name = g_strdup (name);
  const int number = steady_control_from_name (name);
  if (number <= 0 || number == STEADY_CONTROL_SUPPORT_MODE ||
      number == STEADY_CONTROL_SUPPORT_FLAGS)
    {
      steady_json_set_error (
          node, error, "names the control \"%s\", which there is not", name);
      return false;
    }
  control->control = (uint16_t) number;
  if (!read_limits (control, node, error) ||
      !read_readback (self, control, node, error) ||
      !steady_map_number (node, "scale", 1e-9, MOST, 1, &command->scale, error) ||
      !steady_map_number (node, "shift", -MOST, MOST, 0, &command->shift, error))
    return false;
  if (!self->modbus)
    return read_line_command (command, node, error);
  if (!steady_json_get_integer (node, "register", 0, 65535, &address, error))
    return false;
  command->address = (uint16_t) address;
  return true;
}

/* Reads "controls" of a map, which may be missing. Thread: main. */
bool
steady_map_read_controls (SteadyDeviceMap      *self,
                          const SteadyJsonNode *root,
                          GError              **error)
{
  SteadyJsonNode list, node;
  size_t         n;

  if (!steady_json_has (root, "controls"))
    return true;
  if (!steady_json_get_array (root, "controls", &list, &n, error))
    return false;
  if (n > STEADY_DRIVER_CONTROLS)
    {
      steady_json_set_error (
          &list, error, "must hold at most %d controls", STEADY_DRIVER_CONTROLS);
      return false;
    }
  for (size_t i = 0; i < n; i++)
    if (!steady_json_get_element (&list, i, &node, error) ||
        !read_control (self, &node, error))
      return false;
  return true;
}
