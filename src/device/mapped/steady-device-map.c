/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/mapped/steady-device-map.h"

#include <string.h>

#include "base/steady-json.h"
#include "device/mapped/steady-device-map-private.h"

#define FORMAT "steady-device-map"

/* A pattern that runs away must not hold up a line for longer than this many steps. */
#define LIMIT "(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=500)"

/* Thread: main. */
bool
steady_map_text (const SteadyJsonNode *node,
                 const char           *key,
                 const char           *otherwise,
                 char                **ret_text,
                 GError              **error)
{
  const char *text = otherwise;
  if (steady_json_has (node, key) && !steady_json_get_string (node, key, &text, error))
    return false;
  *ret_text = g_strdup (text);
  return true;
}

/* Thread: main. */
bool
steady_map_number (const SteadyJsonNode *node,
                   const char           *key,
                   double                low,
                   double                high,
                   double                otherwise,
                   double               *ret_value,
                   GError              **error)
{
  *ret_value = otherwise;
  return !steady_json_has (node, key) ||
         steady_json_get_number (node, key, low, high, ret_value, error);
}

static bool
read_pattern (SteadyDeviceMap *self, const SteadyJsonNode *node, GError **error)
{
  const char *text;
  g_autoptr (GError) problem = NULL;

  if (!steady_json_as_string (node, &text, error))
    return false;
  g_autofree char *limited = g_strconcat (LIMIT, text, NULL);
  GRegex *pattern = g_regex_new (limited, G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, &problem);
  if (pattern == NULL)
    {
      steady_json_set_error (
          node, error, "is no regular expression: %s", problem->message);
      return false;
    }
  self->patterns[self->n_patterns++] = pattern;
  return true;
}

static bool
read_lines (SteadyDeviceMap *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode lines, patterns, pattern;
  size_t         n;
  double         period;

  if (!steady_json_has (root, "lines"))
    return true;
  if (!steady_json_get_node (root, "lines", &lines, error) ||
      !steady_json_get_array (&lines, "patterns", &patterns, &n, error) ||
      !steady_map_text (&lines, "ask", NULL, &self->question, error) ||
      !steady_map_number (&lines, "ask_period_s", 0.02, 3600, 1, &period, error))
    return false;
  self->ask_period = steady_span_from_seconds (period);
  if (n == 0 || n > STEADY_MAP_PATTERNS)
    {
      steady_json_set_error (
          &patterns, error, "must hold from 1 to %d patterns", STEADY_MAP_PATTERNS);
      return false;
    }
  if (self->question != NULL && strlen (self->question) > 200)
    {
      steady_json_set_error (&lines, error, "asks with more than 200 characters");
      return false;
    }
  for (size_t i = 0; i < n; i++)
    if (!steady_json_get_element (&patterns, i, &pattern, error) ||
        !read_pattern (self, &pattern, error))
      return false;
  return true;
}

static bool
read_registers (SteadyDeviceMap *self, const SteadyJsonNode *node, GError **error)
{
  SteadyModbusRead *read = &self->reads[self->n_reads];
  int64_t           function, first, count;
  double            period;

  if (!steady_json_get_integer (node, "function", 3, 4, &function, error) ||
      !steady_json_get_integer (node, "first", 0, 65535, &first, error) ||
      !steady_json_get_integer (
          node, "count", 1, STEADY_MODBUS_REGISTERS, &count, error) ||
      !steady_map_number (node, "period_s", 0.02, 3600, 0.1, &period, error))
    return false;
  *read = (SteadyModbusRead){ .function = (uint8_t) function,
                              .first = (uint16_t) first,
                              .count = (uint16_t) count,
                              .period = steady_span_from_seconds (period) };
  self->n_reads++;
  return true;
}

static bool
read_modbus (SteadyDeviceMap *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode modbus, reads, read;
  size_t         n;
  int64_t        unit;

  if (!steady_json_has (root, "modbus"))
    return true;
  if (!steady_json_get_node (root, "modbus", &modbus, error) ||
      !steady_json_get_integer (&modbus, "address", 1, 247, &unit, error) ||
      !steady_json_get_array (&modbus, "reads", &reads, &n, error))
    return false;
  self->modbus = true;
  self->unit = (uint8_t) unit;
  if (n == 0 || n > STEADY_MODBUS_READS)
    {
      steady_json_set_error (
          &reads, error, "must hold from 1 to %d reads", STEADY_MODBUS_READS);
      return false;
    }
  for (size_t i = 0; i < n; i++)
    if (!steady_json_get_element (&reads, i, &read, error) ||
        !read_registers (self, &read, error))
      return false;
  return true;
}

static bool
read_document (SteadyDeviceMap *self, const SteadyJsonNode *root, GError **error)
{
  double quiet;

  if (!steady_map_number (root, "quiet_s", 0.1, 3600, 3, &quiet, error) ||
      !read_lines (self, root, error) || !read_modbus (self, root, error))
    return false;
  self->quiet = steady_span_from_seconds (quiet);
  if (self->modbus == (self->n_patterns > 0))
    {
      steady_json_set_error (root, error, "must have either \"lines\" or \"modbus\"");
      return false;
    }
  return steady_map_read_signals (self, root, error) &&
         steady_map_read_controls (self, root, error);
}

/*
 * Loads a map; errors name the file and the place.
 *
 * Thread: main.
 */
SteadyDeviceMap *
steady_device_map_load (const char *file, GError **error)
{
  SteadyJsonDocument document;

  if (!steady_json_document_load (&document, file, FORMAT, STEADY_MAP_VERSION, error))
    return NULL;
  SteadyDeviceMap     *self = g_new0 (SteadyDeviceMap, 1);
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (!read_document (self, &root, error))
    g_clear_pointer (&self, steady_device_map_free);
  steady_json_document_finish (&document);
  return self;
}

/* Accepts NULL. Thread: main. */
void
steady_device_map_free (SteadyDeviceMap *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < self->n_patterns; i++)
    g_regex_unref (self->patterns[i]);
  for (unsigned i = 0; i < STEADY_DRIVER_SIGNALS; i++)
    {
      g_free ((char *) self->signals[i].name);
      g_free ((char *) self->signals[i].label);
      g_free ((char *) self->signals[i].unit);
      g_free (self->sources[i].group);
    }
  for (unsigned i = 0; i < STEADY_DRIVER_CONTROLS; i++)
    {
      g_free ((char *) self->controls[i].name);
      g_free (self->commands[i].before);
      g_free (self->commands[i].after);
    }
  g_free (self->question);
  g_free (self);
}
