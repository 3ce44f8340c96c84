/* SPDX-License-Identifier: GPL-3.0-or-later */
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
  g_assert_cmpfloat (seconds, >, 2.5); /* 3.2; a loaded machine is late, not early */
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/emulated/medibus/usual", test_medibus);
  g_test_add_func ("/device/emulated/medibus/curves", test_medibus_curves);
  return g_test_run ();
}
