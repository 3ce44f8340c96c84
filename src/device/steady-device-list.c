/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glob.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gi18n-lib.h>

#include "device/steady-driver.h"
#include "device/steady-wired-device.h"

static void
add_links (GString *text, const SteadyDriverClass *driver)
{
  const SteadySerialLine *line = &driver->line;

  if ((driver->links & STEADY_DRIVER_SERIAL) != 0 && line->baud == 0)
    g_string_append (text, _ (" /dev/… (set its speed under \"line\")"));
  else if ((driver->links & STEADY_DRIVER_SERIAL) != 0)
    g_string_append_printf (text,
                            " /dev/… (%u %u%c%u)",
                            line->baud,
                            line->data_bits,
                            line->parity,
                            line->stop_bits);
  if ((driver->links & STEADY_DRIVER_TCP) != 0)
    g_string_append_printf (
        text, driver->port != 0 ? " tcp:HOST[:%u]" : " tcp:HOST:PORT", driver->port);
  if ((driver->links & STEADY_DRIVER_UDP) != 0)
    g_string_append_printf (
        text, driver->port != 0 ? " udp:HOST[:%u]" : " udp:HOST:PORT", driver->port);
}

static void
ignore_value (void *owner, const SteadyDriverValue *value)
{
}

static void
ignore_bytes (void *owner, const uint8_t *bytes, size_t length)
{
}

static void
ignore_text (void *owner, const char *text)
{
}

/*
 * "flow → measured_flow, p1": what can stand under "signals" in a site file, as it is
 * without settings.
 */
static void
add_signals (GString *text, const SteadyDriverClass *class)
{
  const SteadyDriverSink   sink = { .value = ignore_value,
                                    .send = ignore_bytes,
                                    .identity = ignore_text };
  g_autofree SteadyDriver *driver = g_new0 (SteadyDriver, 1);

  if (!steady_driver_init (driver, class, NULL, &sink, 0, NULL))
    {
      g_string_append (text, _ ("as its settings say"));
      return;
    }
  for (unsigned i = 0; i < driver->n_signals; i++)
    {
      const SteadySignal      *signal = &driver->signals[i];
      const SteadyChannelInfo *place =
          steady_channel_info ((SteadyChannel) signal->channel);
      g_string_append_printf (text,
                              "%s%s%s%s",
                              i == 0 ? "" : ", ",
                              signal->name,
                              place != NULL ? " → " : "",
                              place != NULL ? place->name : "");
    }
  steady_driver_finish (driver);
}

static void
list_drivers (GString *text)
{
  const SteadyDriverClass *driver;

  g_string_append (text, _ ("Drivers:\n"));
  for (unsigned i = 0; (driver = steady_driver_at (i)) != NULL; i++)
    {
      g_string_append_printf (text, "  %-12s %s\n", driver->name, _ (driver->title));
      g_string_append_printf (text, "    %s", _ ("port:"));
      add_links (text, driver);
      g_string_append_printf (text,
                              "; %s\n",
                              driver->laboratory ? _ ("takes commands, on rigs only")
                                                 : _ ("reads only"));
      g_string_append_printf (text, "    %s ", _ ("signals:"));
      add_signals (text, driver);
      g_string_append_c (text, '\n');
    }
}

static unsigned
list_ports_like (GString *text, const char *pattern)
{
  glob_t   found;
  unsigned count = 0;

  if (glob (pattern, 0, NULL, &found) == 0)
    for (; count < found.gl_pathc; count++)
      {
        const char *path = found.gl_pathv[count];
        const bool  open = access (path, R_OK | W_OK) == 0;
        g_string_append_printf (text,
                                "  %s%s\n",
                                path,
                                open ? "" : _ (" (no permission; join group dialout)"));
      }
  globfree (&found);
  return count;
}

/*
 * What can be attached: one line for each driver and for each serial port. A port below
 * /dev/serial/by-id keeps its name when cables are moved, so it belongs in a site file.
 *
 * Thread: main.
 */
char *
steady_device_list (void)
{
  GString *text = g_string_new (NULL);
  unsigned ports = 0;

  list_drivers (text);
  g_string_append (text, _ ("Serial ports:\n"));
  ports += list_ports_like (text, "/dev/serial/by-id/*");
  ports += list_ports_like (text, "/dev/ttyUSB*");
  ports += list_ports_like (text, "/dev/ttyACM*");
  if (ports == 0)
    g_string_append (text, _ ("  none found\n"));
  return g_string_free (text, FALSE);
}
