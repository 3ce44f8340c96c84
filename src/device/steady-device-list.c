/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/steady-device-list.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <glib/gi18n-lib.h>

#include "base/steady-require.h"
#include "device/steady-found.h"
#include "device/steady-network-ear.h"

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

/* A port on its way through a thread that looks at it. */
typedef struct Look
{
  SteadyFound found;
  pthread_t   thread;
} Look;

static void *
look_thread (void *data)
{
  Look *look = data;
  steady_found_look (&look->found, true, NULL);
  return NULL;
}

/* What was found out, in words. */
static void
add_found (GString *text, const SteadyFound *found)
{
  const SteadyDriverClass *driver = steady_driver_find (found->driver);
  const char              *words = _ ("nothing answers");

  switch ((int) found->state)
    {
    case STEADY_FOUND_KNOWN:
      g_string_append_printf (text, "  %s: %s\n", found->port, _ (driver->title));
      g_string_append_printf (text, "    %s %s\n", _ ("driver:"), driver->name);
      if (found->identity[0] != '\0')
        g_string_append_printf (text, "    %s %s\n", _ ("it says:"), found->identity);
      return;
    case STEADY_FOUND_UNKNOWN:
      words = _ ("something speaks that no driver understands");
      break;
    case STEADY_FOUND_BUSY:
      words = _ ("another program has it");
      break;
    case STEADY_FOUND_DENIED:
      words = _ ("no permission; join group dialout");
      break;
    case STEADY_FOUND_FAILED:
      words = _ ("cannot be used as a serial line");
      break;
    default:
      break;
    }
  g_string_append_printf (text, "  %s: %s\n", found->port, words);
}

static bool
is_heard (const SteadyFound *heard, unsigned n, const char *port)
{
  for (unsigned i = 0; i < n; i++)
    if (strcmp (heard[i].port, port) == 0)
      return true;
  return false;
}

/* Who has made itself known until @end; nothing is sent. */
static unsigned
list_network (GString                *text,
              const SteadyNetworkEar *ears,
              unsigned                n,
              SteadyInstant           end)
{
  g_autofree SteadyFound *heard = g_new0 (SteadyFound, STEADY_FOUND_MOST);
  SteadyFound             found;
  unsigned                n_heard = 0;
  bool                    again = true;

  while (again)
    {
      again = steady_clock_now () < end;
      for (unsigned i = 0; i < n; i++)
        while (n_heard < STEADY_FOUND_MOST &&
               steady_network_ear_hear (&ears[i], &found))
          if (!is_heard (heard, n_heard, found.port))
            {
              heard[n_heard++] = found;
              add_found (text, &found);
            }
      if (again)
        g_usleep (100000);
    }
  return n_heard;
}

/* All ports at once: each is listened to, and where it is silent it is asked. */
static unsigned
list_ports (GString *text, bool progress)
{
  g_autofree SteadyFound *found = g_new0 (SteadyFound, STEADY_FOUND_MOST);
  g_autofree Look        *looks = g_new0 (Look, STEADY_FOUND_MOST);
  const unsigned          n = steady_found_scan (found, STEADY_FOUND_MOST);

  if (n > 0 && progress)
    fprintf (stderr, _ ("Listening to %u serial ports, up to half a minute …\n"), n);
  for (unsigned i = 0; i < n; i++)
    {
      looks[i].found = found[i];
      steady_require (pthread_create (&looks[i].thread, NULL, look_thread, &looks[i]) ==
                      0);
    }
  for (unsigned i = 0; i < n; i++)
    {
      pthread_join (looks[i].thread, NULL);
      add_found (text, &looks[i].found);
    }
  return n;
}

/*
 * What can be attached, and what is: one line for each driver, each serial port and
 * each monitor that makes itself known within @listen, at least while ports are looked
 * at. A port below /dev/serial/by-id keeps its name when cables are moved, so it
 * belongs in a site file. With @progress a word to the standard error says that it
 * takes a while.
 *
 * Thread: main.
 */
char *
steady_device_list (bool progress, SteadySpan listen)
{
  GString            *text = g_string_new (NULL);
  SteadyNetworkEar    ears[STEADY_NETWORK_EARS];
  const SteadyInstant end = steady_clock_now () + listen;
  const unsigned      n = steady_network_ear_open (ears);

  list_drivers (text);
  g_string_append (text, _ ("Serial ports:\n"));
  if (list_ports (text, progress) == 0)
    g_string_append (text, _ ("  none found\n"));
  g_string_append (text, _ ("On the network:\n"));
  if (progress)
    fprintf (stderr,
             _ ("Listening to the network for %.0f s …\n"),
             steady_span_seconds (MAX (end - steady_clock_now (), 0)));
  if (list_network (text, ears, n, end) == 0)
    g_string_append (text, _ ("  no monitor has made itself known\n"));
  steady_network_ear_close (ears, n);
  return g_string_free (text, FALSE);
}
