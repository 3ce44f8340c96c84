/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <glib/gstdio.h>

#include "device/steady-discovery.h"
#include "steady-emulator.h"

/* What stands around the table, against its emulators. */

static const SteadySerialLine line = {
  .baud = 9600, .data_bits = 8, .parity = 'N', .stop_bits = 1
};

/* Its values have no place of their own: two are given one, to be seen. */
static const SteadyPlacing placings[] = {
  { (char *) (uintptr_t) "spo2", STEADY_CHANNEL_VENOUS_SATURATION },
};

static void
test_medibus (void)
{
  const SteadyWiring wiring = {
    .driver = "medibus", .line = &line, .placings = placings, .n_placings = 1
  };

  steady_emulator_check_usual (
      "medibus", NULL, wiring, "set EB 97", STEADY_CHANNEL_VENOUS_SATURATION, 97, 0.01);
}

/* Curves at the site's interval: none is lost while values are asked for. */
static void
test_medibus_curves (void)
{
  SteadyDriverSettings settings = { .n = 0 };
  SteadyEmulator       bench = { .process = NULL };
  SteadySample         sample;
  unsigned             n = 0;

  steady_driver_settings_add (&settings, "wave_interval_ms", "16");
  const SteadyWiring wiring = { .driver = "medibus",
                                .line = &line,
                                .settings = &settings };
  if (!steady_emulator_start (&bench, "medibus", "--tcp", wiring))
    return;
  /* without a place: numbered after the ten values */
  const SteadyChannel pressure = (SteadyChannel) (STEADY_CHANNEL_FOREIGN + 10);
  const SteadySample  first =
      steady_emulator_expect (&bench, pressure, STEADY_QUALITY_VALID, 14.5, 0.02);
  while (sample = steady_emulator_expect (
             &bench, pressure, STEADY_QUALITY_VALID, 14.5, 0.02),
         ++n < 200)
    ;
  const double seconds = (double) (sample.t - first.t) / STEADY_NSEC_PER_SEC;
  g_test_message ("200 samples in %.3f s", seconds);
  g_assert_cmpfloat (seconds, >, 0); /* 3.2 where nobody waits */
  steady_emulator_expect (&bench,
                          (SteadyChannel) (STEADY_CHANNEL_FOREIGN + 11),
                          STEADY_QUALITY_VALID,
                          6,
                          0.1);
  steady_emulator_tell (&bench, "ask");
  steady_emulator_expect (&bench,
                          (SteadyChannel) (STEADY_CHANNEL_FOREIGN + 2),
                          STEADY_QUALITY_VALID,
                          5,
                          0.01);
  steady_emulator_stop (&bench);
  steady_driver_settings_finish (&settings);
}

/* The line is cut at every stage of its connection. */
static void
test_medibus_unplugged (void)
{
  const SteadyWiring wiring = {
    .driver = "medibus", .line = &line, .placings = placings, .n_placings = 1
  };
  SteadyEmulator bench = { .process = NULL };

  if (!steady_emulator_start (&bench, "medibus", "--tcp", wiring))
    return;
  for (unsigned cut = 0; cut < 6; cut++)
    {
      g_usleep (cut * 47000);
      steady_emulator_tell (&bench, "hang up");
    }
  steady_emulator_tell (&bench, "set EB 97");
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_VENOUS_SATURATION, STEADY_QUALITY_VALID, 97, 0.01);
  steady_emulator_stop (&bench);
}

/* A sample after each fault reaches us once, and its line may be silent for hours. */
static void
test_radiometer (void)
{
  const SteadyChannel    values = STEADY_CHANNEL_FOREIGN;
  const SteadyWiring     wiring = { .driver = "radiometer", .line = &line };
  SteadyEmulator         bench = { .process = NULL };
  SteadyDeviceHealth     health;
  SteadyLaboratoryResult result;
  SteadySample           sample;
  unsigned               last = 0;

  if (!steady_emulator_start (&bench, "radiometer", "--tcp", wiring))
    return;
  steady_emulator_wait_link (&bench, STEADY_LINK_UP);
  steady_emulator_suffer (&bench, "sample", values, 11, 0.1);
  while (steady_device_next_result (bench.device, &result))
    {
      g_assert_cmpuint (result.n_values, ==, 11);
      g_assert_cmpuint (result.left_out, ==, 0);
      g_assert_cmpstr (result.analyser, ==, "ABL735 Central Lab. 1.0");
      g_assert_cmpuint ((unsigned) atoi (result.sample), >, 266);
      last++;
    }
  g_assert_cmpuint (last, ==, 10); /* as many as faults */
  g_assert_true (steady_device_health (bench.device, &health));
  steady_emulator_tell (&bench, "hang up");
  steady_emulator_wait_opened (&bench, health.openings);
  steady_emulator_tell (&bench, "unit K+ furlong");
  steady_emulator_tell (&bench, "sample");
  steady_emulator_expect (&bench, values, STEADY_QUALITY_VALID, 10, 0.1);
  g_assert_true (steady_device_next_result (bench.device, &result));
  g_assert_cmpuint (result.left_out, ==, 1);
  while (steady_device_next_sample (bench.device, &sample))
    g_array_append_val (bench.heard, sample);
  steady_emulator_stop (&bench);
}

/* Six curves and the numbers: each at its own rate, and back after a restart. */
static void
test_intellivue_curves (void)
{
  SteadyDriverSettings settings = { .n = 0 };
  SteadyEmulator       bench = { .process = NULL };
  SteadySample         sample;
  unsigned             n = 0;

  steady_driver_settings_add (&settings, "waves", "on");
  const SteadyWiring wiring = { .driver = "intellivue", .settings = &settings };
  if (!steady_emulator_start (&bench, "intellivue", "--udp", wiring))
    return;
  const SteadySample first = steady_emulator_expect (
      &bench, STEADY_CHANNEL_ARTERIAL_PRESSURE, STEADY_QUALITY_VALID, 48, 0.1);
  while (sample = steady_emulator_expect (
             &bench, STEADY_CHANNEL_ARTERIAL_PRESSURE, STEADY_QUALITY_VALID, 48, 0.1),
         ++n < 250)
    ;
  const double seconds = (double) (sample.t - first.t) / STEADY_NSEC_PER_SEC;
  g_test_message ("250 samples in %.3f s", seconds);
  g_assert_cmpfloat (seconds, >, 0); /* 2.0 where nobody waits */
  steady_emulator_expect (&bench, STEADY_CHANNEL_ECG, STEADY_QUALITY_VALID, 0.5, 0.01);
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_PLETHYSMOGRAM, STEADY_QUALITY_VALID, 2048, 0.5);
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_HEART_RATE, STEADY_QUALITY_VALID, 140, 0.1);
  steady_emulator_tell (&bench, "curve 4a14 -");
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_ARTERIAL_PRESSURE, STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_emulator_tell (&bench, "curve 4a14 55.5");
  steady_emulator_expect (
      &bench, STEADY_CHANNEL_ARTERIAL_PRESSURE, STEADY_QUALITY_VALID, 55.5, 0.1);
  steady_emulator_stop (&bench);
  steady_driver_settings_finish (&settings);
}

/* A port that nobody has. */
static uint16_t
free_port (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new (
      G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &error);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("0.0.0.0", 0);

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, any, FALSE, &error));
  g_autoptr (GSocketAddress) here = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (here));
}

/* Until as many devices are known as @wanted; the monitor makes itself known as it
 * goes.
 */
static void
wait_announced (SteadyDiscovery *discovery,
                SteadyEmulator  *bench,
                const char      *word,
                unsigned         wanted,
                SteadyFound     *ret_found)
{
  const SteadyInstant limit = steady_clock_now () + 60 * STEADY_NSEC_PER_SEC;
  uint32_t            serial = 0;
  unsigned            n = 0;

  while (n != wanted)
    {
      g_assert_cmpint (steady_clock_now (), <, limit);
      steady_emulator_tell (bench, word);
      g_usleep (20000);
      const unsigned now =
          steady_discovery_found (discovery, &serial, ret_found, STEADY_FOUND_MOST);
      n = now > STEADY_FOUND_MOST ? n : now;
    }
}

/* A monitor that makes itself known is found when somebody wished to look, and not
 * before; one that the site names is not told of. */
static void
test_intellivue_announced (void)
{
  g_autofree SteadyFound *found = g_new0 (SteadyFound, STEADY_FOUND_MOST);
  g_autofree char        *empty = g_dir_make_tmp ("steady-ports-XXXXXX", NULL);
  const char *const       claimed[] = { "udp:127.0.0.1:24105" };
  const uint16_t          port = free_port ();
  g_autofree char        *number = g_strdup_printf ("%u", port);
  g_autofree char        *ours = g_strdup_printf ("announce %u 24105 BED 1", port);
  g_autofree char        *other = g_strdup_printf ("announce %u 24106 BED 2", port);
  SteadyEmulator          bench = { .process = NULL };
  uint32_t                serial = 0;

  g_setenv ("STEADY_ANNOUNCE_PORT", number, TRUE);
  g_setenv ("STEADY_SERIAL_DIR", empty, TRUE);
  if (!steady_emulator_start (
          &bench, "intellivue", "--udp", (SteadyWiring){ .driver = "intellivue" }))
    return;
  SteadyDiscovery *discovery = steady_discovery_new (claimed, G_N_ELEMENTS (claimed));
  for (unsigned i = 0; i < 20; i++)
    {
      steady_emulator_tell (&bench, other);
      g_usleep (5000);
    }
  g_assert_cmpuint (
      steady_discovery_found (discovery, &serial, found, STEADY_FOUND_MOST),
      ==,
      STEADY_FOUND_MOST + 1); /* nothing has changed: nobody wished to look */
  steady_discovery_look (discovery, false);
  wait_announced (discovery, &bench, ours, 0, found);
  wait_announced (discovery, &bench, other, 1, found);
  steady_emulator_tell (&bench, ours);
  wait_announced (discovery, &bench, other, 1, found);
  g_assert_cmpstr (found[0].port, ==, "udp:127.0.0.1:24106");
  g_assert_cmpstr (found[0].driver, ==, "intellivue");
  g_assert_cmpstr (found[0].identity, ==, "Philips M8007A, BED 2");
  g_assert_cmpuint (found[0].state, ==, STEADY_FOUND_KNOWN);
  steady_discovery_free (discovery);
  steady_emulator_stop (&bench);
  g_unsetenv ("STEADY_ANNOUNCE_PORT");
  g_unsetenv ("STEADY_SERIAL_DIR");
  g_rmdir (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/emulated/medibus/usual", test_medibus);
  g_test_add_func ("/device/emulated/medibus/curves", test_medibus_curves);
  g_test_add_func ("/device/emulated/medibus/unplugged", test_medibus_unplugged);
  g_test_add_func ("/device/emulated/radiometer/usual", test_radiometer);
  g_test_add_func ("/device/emulated/intellivue/curves", test_intellivue_curves);
  g_test_add_func ("/device/emulated/intellivue/announced", test_intellivue_announced);
  return g_test_run ();
}
