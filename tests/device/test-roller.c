/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/steady-wired-device.h"
#include "steady-driver-bench.h"

/* Roller pumps of a rig. */

static const SteadySpan ms = STEADY_NSEC_PER_MSEC;

static SteadyDriverBench *
bench_with (const char *driver, const char *serves)
{
  SteadyDriverSettings settings = { .n = 0 };

  steady_driver_settings_add (&settings, "serves", serves);
  steady_driver_settings_add (&settings, "ml_per_turn", "2");
  steady_driver_settings_add (&settings, "most_rpm", "200");
  SteadyDriverBench *bench = steady_driver_bench_new (driver, &settings);
  steady_driver_settings_finish (&settings);
  return bench;
}

/* It asks @question, and hears @answer. */
static void
dialogue (SteadyDriverBench *bench,
          const char        *question,
          const char        *answer,
          SteadyInstant     *t)
{
  steady_driver_bench_forget (bench);
  *t += 60 * ms;
  steady_driver_bench_tick (bench, *t);
  g_assert_cmpmem (bench->sent->data, bench->sent->len, question, strlen (question));
  if (answer[0] != '\0')
    steady_driver_bench_rx (bench, answer, strlen (answer), *t += ms);
}

static void
test_masterflex (void)
{
  SteadyDriverBench  *bench = bench_with ("masterflex", "arterial");
  SteadyDriver       *driver = &bench->driver;
  const SteadyCommand faster = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 50 };
  const SteadyCommand wild = { .control = STEADY_CONTROL_PUMP_SPEED, .value = 201 };
  const SteadyCommand start = { .control = STEADY_CONTROL_PUMP_START, .origin = 1 };
  const SteadyCommand stop = { .control = STEADY_CONTROL_PUMP_STOP, .origin = 1 };
  const SteadyCommand halt = { .control = STEADY_CONTROL_PUMP_STOP, .origin = 0 };
  SteadyInstant       t = 0;

  /* out of its serial mode it is put into it */
  dialogue (bench, "1RC\r", "~", &t);
  dialogue (bench, "1RE1\r", "*", &t);
  dialogue (bench, "1R\r", "40.50\r\n", &t);
  dialogue (bench, "1RC\r", "1,1,0\r\n", &t);
  steady_driver_bench_expect (bench, "state", STEADY_QUALITY_VALID, 1, 0);
  steady_driver_bench_expect (bench, "speed", STEADY_QUALITY_VALID, 40.5, 1e-9);
  steady_driver_bench_expect (bench, "set_speed", STEADY_QUALITY_VALID, 40.5, 1e-9);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_VALID, 0.081, 1e-9);
  /* the other way round is shown as that */
  dialogue (bench, "1R\r", "40.5\r\n", &t);
  dialogue (bench, "1RC\r", "1,1,1\r\n", &t);
  steady_driver_bench_expect (bench, "speed", STEADY_QUALITY_VALID, -40.5, 1e-9);
  dialogue (bench, "1R\r", "40.5\r\n", &t);
  dialogue (bench, "1RC\r", "1,0,0\r\n", &t);
  steady_driver_bench_expect (bench, "state", STEADY_QUALITY_VALID, 0, 0);
  steady_driver_bench_expect (bench, "speed", STEADY_QUALITY_VALID, 0, 0);
  /* commands */
  g_assert_false (driver->class->command (driver, &wild, t));
  g_assert_true (driver->class->command (driver, &faster, t));
  g_assert_true (driver->class->command (driver, &start, t));
  dialogue (bench, "1R005000\r", "*", &t);
  dialogue (bench, "1H\r", "*", &t);
  dialogue (bench, "1RC\r", "1,1,0\r\n", &t);
  /* a stop goes ahead, takes all else with it, and nothing comes in between */
  g_assert_true (driver->class->command (driver, &faster, t));
  g_assert_true (driver->class->command (driver, &halt, t));
  g_assert_false (driver->class->command (driver, &faster, t));
  g_assert_false (driver->class->command (driver, &start, t));
  dialogue (bench, "1I\r", "", &t);
  t += 150 * ms; /* its mark was lost: whether it stands is asked */
  dialogue (bench, "1RC\r", "1,1,0\r\n", &t);
  dialogue (bench, "1I\r", "~", &t); /* not in serial mode: then put into it */
  dialogue (bench, "1RE1\r", "*", &t);
  dialogue (bench, "1RC\r", "1,1,0\r\n", &t);
  dialogue (bench, "1I\r", "*", &t);
  dialogue (bench, "1RC\r", "1,0,0\r\n", &t);
  steady_driver_bench_expect (
      bench, "state", STEADY_QUALITY_VALID, STEADY_PUMP_STOPPED_BY_INTERVENTION, 0);
  dialogue (bench, "1R\r", "50\r\n", &t);
  g_assert_true (driver->class->command (driver, &start, t));
  dialogue (bench, "1H\r", "*", &t);
  dialogue (bench, "1RC\r", "1,1,0\r\n", &t);
  g_assert_true (driver->class->command (driver, &stop, t));
  dialogue (bench, "1I\r", "*", &t);
  dialogue (bench, "1RC\r", "1,0,0\r\n", &t);
  steady_driver_bench_expect (
      bench, "state", STEADY_QUALITY_VALID, STEADY_PUMP_STOPPED, 0);
  steady_driver_bench_free (bench);
}

static void
test_ismatec (void)
{
  SteadyDriverBench  *bench = bench_with ("ismatec", "cardioplegia");
  SteadyDriver       *driver = &bench->driver;
  const SteadyCommand flow = { .control = STEADY_CONTROL_CARDIOPLEGIA_FLOW,
                               .value = 30 };
  const SteadyCommand stop = { .control = STEADY_CONTROL_CARDIOPLEGIA_STOP };
  SteadyInstant       t = 0;

  dialogue (bench, "1~1\r", "*", &t);
  dialogue (bench, "1xE0\r", "*", &t);
  dialogue (bench, "1E\r", "+\r\n", &t);
  dialogue (bench, "1xD\r", "J\r\n", &t);
  g_assert_false (driver->class->command (driver, &flow, t)); /* its mode not known */
  dialogue (bench, "1xM\r", "L\r\n", &t);
  dialogue (bench, "1S\r", "20.00\r\n", &t);
  /* what it tells of itself answers nothing; a mark needs no end of its line */
  dialogue (bench, "1E\r", "^U1\r\n+", &t);
  steady_driver_bench_expect (bench, "speed", STEADY_QUALITY_VALID, 20, 1e-9);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_VALID, 40, 1e-9);
  steady_driver_bench_expect (bench, "set_flow", STEADY_QUALITY_VALID, 40, 1e-9);
  g_assert_true (driver->class->command (driver, &flow, t));
  dialogue (bench, "1S001500\r", "*", &t);
  /* it doses a volume by itself: its set speed means nothing, and is not changed */
  dialogue (bench, "1E\r", "+\r\n", &t);
  dialogue (bench, "1xD\r", "J\r\n", &t);
  dialogue (bench, "1xM\r", "O\r\n", &t);
  dialogue (bench, "1S\r", "20.00\r\n", &t);
  dialogue (bench, "1E\r", "+\r\n", &t);
  steady_driver_bench_expect (
      bench, "state", STEADY_QUALITY_VALID, STEADY_PUMP_LOCAL, 0);
  steady_driver_bench_expect (bench, "flow", STEADY_QUALITY_NOT_APPLICABLE, 0, 0);
  g_assert_false (driver->class->command (driver, &flow, t));
  /* but it can be stopped; refused, it is set up anew */
  g_assert_true (driver->class->command (driver, &stop, t));
  dialogue (bench, "1I\r", "#", &t);
  dialogue (bench, "1~1\r", "*", &t);
  dialogue (bench, "1xE0\r", "*", &t);
  dialogue (bench, "1E\r", "+", &t);
  dialogue (bench, "1I\r", "*", &t);
  dialogue (bench, "1E\r", "-", &t);
  steady_driver_bench_expect (
      bench, "state", STEADY_QUALITY_VALID, STEADY_PUMP_STOPPED_BY_INTERVENTION, 0);
  steady_driver_bench_free (bench);
}

/* What it serves must be said; without its tubing there is no flow, without its
 * greatest speed nothing but a stop. */
static void
test_settings (void)
{
  SteadyDriverSettings settings = { .n = 0 };
  g_autoptr (GError) error = NULL;
  const SteadyWiring wiring = { .driver = "masterflex", .port = "/dev/steady-none" };

  g_assert_null (steady_device_new_wired (&wiring, &error));
  g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_SETTING);
  steady_driver_settings_add (&settings, "serves", "arterial");
  SteadyDriverBench *bench = steady_driver_bench_new ("masterflex", &settings);
  g_assert_cmpint (steady_driver_signal (&bench->driver, "flow"), ==, -1);
  g_assert_cmpuint (bench->driver.n_controls, ==, 1);
  g_assert_cmpuint (bench->driver.controls[0].control, ==, STEADY_CONTROL_PUMP_STOP);
  steady_driver_bench_free (bench);
  steady_driver_settings_finish (&settings);
}

static void
test_probe (void)
{
  const SteadyDriverClass *masterflex = steady_driver_find ("masterflex");
  const SteadyDriverClass *ismatec = steady_driver_find ("ismatec");
  const uint8_t           *status = (const uint8_t *) "1,1,0\r\n";
  const uint8_t           *model = (const uint8_t *) "REGLO ICC 0208 306\r\n";

  g_assert_cmpint (masterflex->probe (status, 7), ==, STEADY_PROBE_YES);
  g_assert_cmpint (masterflex->probe (status, 4), ==, STEADY_PROBE_MORE);
  g_assert_cmpint (masterflex->probe (model, 20), ==, STEADY_PROBE_MORE);
  g_assert_cmpint (ismatec->probe (model, 20), ==, STEADY_PROBE_YES);
  g_assert_cmpint (ismatec->probe (status, 7), ==, STEADY_PROBE_MORE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/roller/masterflex", test_masterflex);
  g_test_add_func ("/device/roller/ismatec", test_ismatec);
  g_test_add_func ("/device/roller/settings", test_settings);
  g_test_add_func ("/device/roller/probe", test_probe);
  return g_test_run ();
}
