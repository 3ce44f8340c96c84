/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glob.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gi18n-lib.h>

#include "device/steady-driver.h"
#include "device/steady-wired-device.h"

static void
list_drivers (GString *text)
{
  const SteadyDriverClass *driver;

  g_string_append (text, _ ("Drivers:\n"));
  for (unsigned i = 0; (driver = steady_driver_at (i)) != NULL; i++)
    g_string_append_printf (
        text,
        /* TRANSLATORS: driver, its device, baud rate, data bits, parity, stop bits */
        _ ("  %-12s %s (%u baud, %u%c%u; reads only)\n"),
        driver->name,
        _ (driver->title),
        driver->line.baud,
        driver->line.data_bits,
        driver->line.parity,
        driver->line.stop_bits);
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
