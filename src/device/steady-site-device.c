/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-site-device.h"

#include <string.h>

#include "device/steady-port.h"

static bool
copy_text (const SteadyJsonNode *node, const char *key, char **ret_text, GError **error)
{
  const char *text;
  if (!steady_json_get_string (node, key, &text, error))
    return false;
  *ret_text = g_strdup (text);
  return true;
}

/* As copy_text (); @ret_text is left alone where there is no such member. */
static bool
copy_optional (const SteadyJsonNode *node,
               const char           *key,
               char                **ret_text,
               GError              **error)
{
  return !steady_json_has (node, key) || copy_text (node, key, ret_text, error);
}

static bool
read_driver (SteadySiteDevice *self, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode place;
  SteadyPort     port;
  g_autoptr (GError) problem = NULL;
  const SteadyDriverClass *driver = steady_driver_find (self->driver);

  if (driver == NULL)
    {
      if (steady_json_get_node (node, "driver", &place, error))
        steady_json_set_error (
            &place,
            error,
            "no driver \"%s\"; steady --list-devices names those there are",
            self->driver);
      return false;
    }
  if (steady_port_parse (&port, self->port, driver, &problem))
    return true;
  if (steady_json_get_node (node, "port", &place, error))
    steady_json_set_error (&place, error, "%s", problem->message);
  return false;
}

static bool
read_line (SteadySiteDevice *self, const SteadyJsonNode *node, GError **error)
{
  const SteadySerialLine usual = steady_driver_find (self->driver)->line;
  SteadyJsonNode         line;
  const char            *parity = "";
  double baud = usual.baud, data = usual.data_bits, stop = usual.stop_bits;

  self->line = usual;
  if (!steady_json_has (node, "line"))
    return true;
  if (!steady_json_get_node (node, "line", &line, error))
    return false;
  if ((steady_json_has (&line, "baud") &&
       !steady_json_get_number (&line, "baud", 1200, 115200, &baud, error)) ||
      (steady_json_has (&line, "data_bits") &&
       !steady_json_get_number (&line, "data_bits", 7, 8, &data, error)) ||
      (steady_json_has (&line, "stop_bits") &&
       !steady_json_get_number (&line, "stop_bits", 1, 2, &stop, error)) ||
      (steady_json_has (&line, "parity") &&
       !steady_json_get_string (&line, "parity", &parity, error)))
    return false;
  if (strlen (parity) > 1 || strspn (parity, "NEO") != strlen (parity))
    {
      steady_json_set_error (
          &line, error, "must have the parity \"N\", \"E\" or \"O\"");
      return false;
    }
  self->has_line = true;
  self->line.baud = (uint32_t) baud;
  self->line.data_bits = (uint8_t) data;
  self->line.stop_bits = (uint8_t) stop;
  if (parity[0] != '\0')
    self->line.parity = parity[0];
  return true;
}

/* {"address": "3", "full_scale_l_min": 8}: texts and numbers, told to the driver. */
static bool
read_settings (SteadySiteDevice *self, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode list;

  if (!steady_json_has (node, "settings"))
    return true;
  if (!steady_json_get_node (node, "settings", &list, error))
    return false;
  if (!json_object_is_type (list.object, json_type_object))
    {
      steady_json_set_error (&list, error, "must be an object");
      return false;
    }
  json_object_object_foreach (list.object, key, value)
  {
    if (!steady_driver_settings_add (
            &self->settings, key, value != NULL ? json_object_get_string (value) : ""))
      {
        steady_json_set_error (
            &list, error, "must name at most %d settings", STEADY_DRIVER_SETTINGS);
        return false;
      }
  }
  return true;
}

/* {"p1": "arterial_pressure", "p2": null}: the places that signals feed. */
static bool
read_placing (SteadySiteDevice     *self,
              const SteadyJsonNode *list,
              const char           *signal,
              struct json_object   *value,
              GError              **error)
{
  SteadyChannel channel = STEADY_CHANNEL_NONE;

  if (self->n_placings == STEADY_DRIVER_SIGNALS)
    {
      steady_json_set_error (
          list, error, "must name at most %d signals", STEADY_DRIVER_SIGNALS);
      return false;
    }
  if (value != NULL &&
      (!json_object_is_type (value, json_type_string) ||
       !steady_channel_from_name (json_object_get_string (value), &channel)))
    {
      steady_json_set_error (list,
                             error,
                             "gives \"%s\" no place that there is; name a channel, or "
                             "null where it is not used",
                             signal);
      return false;
    }
  self->placings[self->n_placings].signal = g_strdup (signal);
  self->placings[self->n_placings].channel = (uint16_t) channel;
  self->n_placings++;
  return true;
}

static bool
read_placings (SteadySiteDevice *self, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode list;

  if (!steady_json_has (node, "signals"))
    return true;
  if (!steady_json_get_node (node, "signals", &list, error))
    return false;
  if (!json_object_is_type (list.object, json_type_object))
    {
      steady_json_set_error (&list, error, "must be an object");
      return false;
    }
  json_object_object_foreach (list.object, key, value)
  {
    if (!read_placing (self, &list, key, value, error))
      return false;
  }
  return true;
}

static bool
read_commands (SteadySiteDevice *self, const SteadyJsonNode *node, GError **error)
{
  SteadyJsonNode commands;

  if (!steady_json_has (node, "commands"))
    return true;
  if (!steady_json_get_node (node, "commands", &commands, error))
    return false;
  self->commands = json_object_is_type (commands.object, json_type_boolean) &&
                   json_object_get_boolean (commands.object) != 0;
  if (!json_object_is_type (commands.object, json_type_boolean))
    {
      steady_json_set_error (&commands, error, "must be true or false");
      return false;
    }
  if (self->commands && !steady_driver_find (self->driver)->laboratory)
    {
      steady_json_set_error (
          &commands,
          error,
          "a device of this kind is only read, never commanded; leave "
          "this member out");
      return false;
    }
  return true;
}

/*
 * Reads one element of a site's "devices". What was read before an error is freed with
 * the device.
 *
 * Thread: main.
 */
bool
steady_site_device_read (SteadySiteDevice     *self,
                         const SteadyJsonNode *node,
                         GError              **error)
{
  if (!copy_text (node, "driver", &self->driver, error) ||
      !copy_text (node, "port", &self->port, error) ||
      !copy_optional (node, "place", &self->place, error) ||
      !copy_optional (node, "tape", &self->tape, error))
    return false;
  if (self->place == NULL)
    self->place = g_strdup ("");
  return read_driver (self, node, error) && read_line (self, node, error) &&
         read_settings (self, node, error) && read_placings (self, node, error) &&
         read_commands (self, node, error);
}

/* What steady_device_new_wired () is told; borrowed from @self. Thread: main. */
SteadyWiring
steady_site_device_wiring (const SteadySiteDevice *self, unsigned number)
{
  return (SteadyWiring){ .driver = self->driver,
                         .port = self->port,
                         .line = self->has_line ? &self->line : NULL,
                         .settings = &self->settings,
                         .placings = self->placings,
                         .n_placings = self->n_placings,
                         .number = number,
                         .commands = self->commands,
                         .tape = self->tape,
                         .place = self->place };
}

/* Thread: main. */
void
steady_site_device_finish (SteadySiteDevice *self)
{
  g_free (self->driver);
  g_free (self->port);
  g_free (self->place);
  g_free (self->tape);
  steady_driver_settings_finish (&self->settings);
  for (unsigned i = 0; i < self->n_placings; i++)
    g_free (self->placings[i].signal);
}
