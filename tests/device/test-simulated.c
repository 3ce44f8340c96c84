/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-paths.h"
#include "base/steady-random.h"
#include "device/sim/steady-simulated-device.h"
#include "device/sim/steady-simulated-setup.h"
#include "measure/steady-value-table.h"

#define TICK (20 * STEADY_NSEC_PER_MSEC)

static char *
stuffy (void)
{
  g_autofree char *path = steady_paths_data ("scenarios/stuffy.json");
  char            *text;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static SteadyDevice *
new_device (SteadyInstant start, uint64_t seed)
{
  g_autofree char *text = stuffy ();
  g_autoptr (GError) error = NULL;
  SteadyDevice *device =
      steady_device_new_simulated ("stuffy.json", text, start, seed, &error);
  g_assert_no_error (error);
  return device;
}

/* What has come by now: the latest values and how many of each. */
typedef struct Heard
{
  SteadyValueTable values;
  unsigned         count[STEADY_CHANNEL_MAX];
  unsigned         gaps;
} Heard;

static void
run (SteadyDevice *device, SteadyInstant from, SteadyInstant to, Heard *heard)
{
  SteadySample sample;

  for (SteadyInstant now = from; now <= to; now += TICK)
    {
      device->class->tick (device, now);
      while (steady_device_next_sample (device, &sample))
        {
          g_assert_true (sample.flags & STEADY_SAMPLE_SIMULATED);
          g_assert_cmpint (sample.t, <=, now);
          g_assert_cmpint (sample.t, >=, heard->values.latest[sample.channel].t);
          steady_value_table_set (&heard->values, &sample);
          heard->count[sample.channel]++;
          heard->gaps += (sample.flags & STEADY_SAMPLE_GAP) != 0;
        }
    }
}

static void
test_every_channel_speaks_at_its_rate (void)
{
  SteadyDevice     *device = new_device (5 * STEADY_NSEC_PER_SEC, 0);
  g_autofree Heard *heard = g_new0 (Heard, 1);

  g_assert_true (device->simulated);
  run (device, 5 * STEADY_NSEC_PER_SEC, 15 * STEADY_NSEC_PER_SEC, heard);
  for (unsigned i = 0; i < device->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &device->channels[i];
      g_test_message ("%s", channel->name);
      g_assert_cmpuint (heard->count[channel->channel], >, 0);
      if (channel->kind == STEADY_CHANNEL_KIND_WAVE)
        g_assert_cmpuint (
            heard->count[channel->channel], ==, (unsigned) (10 * channel->rate_hz) + 1);
    }
  g_assert_cmpuint (heard->gaps, ==, 0);
  steady_device_free (device);
}

static double
value_of (const Heard *heard, SteadyChannel channel)
{
  double value = NAN;
  if (!steady_value_table_value (&heard->values, channel, &value))
    g_error ("%s cannot be used", steady_channel_info (channel)->name);
  return value;
}

static bool
tell (SteadyDevice *device, SteadyControl control, double value, SteadyRole origin)
{
  const SteadyCommand command = {
    .id = 1, .value = value, .control = (uint16_t) control, .origin = (uint16_t) origin
  };
  return device->class->command (device, 0, &command);
}

static void
assert_value (const Heard *heard, SteadyChannel channel, double expected)
{
  g_assert_cmpfloat_with_epsilon (value_of (heard, channel), expected, 1e-9);
}

/* A device at instant 0 that has run for a second. */
static SteadyDevice *
running_device (Heard *heard)
{
  SteadyDevice *device = new_device (0, 0);
  run (device, 0, STEADY_NSEC_PER_SEC, heard);
  return device;
}

static void
run_seconds (SteadyDevice *device, double from, double to, Heard *heard)
{
  run (device,
       steady_span_from_seconds (from) + TICK,
       steady_span_from_seconds (to),
       heard);
}

static void
test_stuffy_is_on_bypass_at_once (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  g_assert_cmpfloat_with_epsilon (
      value_of (heard, STEADY_CHANNEL_MEASURED_FLOW), 0.48, 0.02);
  g_assert_cmpfloat (value_of (heard, STEADY_CHANNEL_ARTERIAL_PRESSURE), >, 28);
  g_assert_cmpfloat (value_of (heard, STEADY_CHANNEL_ARTERIAL_PRESSURE), <, 50);
  g_assert_cmpfloat_with_epsilon (
      value_of (heard, STEADY_CHANNEL_RESERVOIR_VOLUME), 170, 4);
  g_assert_cmpfloat (value_of (heard, STEADY_CHANNEL_VENOUS_SATURATION), >, 65);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR);
  assert_value (heard, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE);
  steady_device_free (device);
}

static void
test_commands_come_back (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  g_assert_true (tell (device, STEADY_CONTROL_PUMP_FLOW, 0.5, STEADY_ROLE_CONSOLE));
  g_assert_true (tell (device, STEADY_CONTROL_SWEEP, 0.6, STEADY_ROLE_CONSOLE));
  g_assert_true (tell (device, STEADY_CONTROL_FIO2, 75, STEADY_ROLE_CONSOLE));
  g_assert_true (tell (device, STEADY_CONTROL_CO2, 10, STEADY_ROLE_CONSOLE));
  g_assert_true (
      tell (device, STEADY_CONTROL_WATER_TEMPERATURE, 30, STEADY_ROLE_CONSOLE));
  g_assert_true (tell (device, STEADY_CONTROL_VENOUS_CLAMP, 1, STEADY_ROLE_CONSOLE));
  g_assert_true (
      tell (device, STEADY_CONTROL_CARDIOPLEGIA_DOSE, 40, STEADY_ROLE_CONSOLE));
  g_assert_false (tell (device, STEADY_CONTROL_SUPPORT_MODE, 4, STEADY_ROLE_CONSOLE));
  run_seconds (device, 1, 2, heard);
  assert_value (heard, STEADY_CHANNEL_SET_PUMP_FLOW, 0.5);
  assert_value (heard, STEADY_CHANNEL_SET_SWEEP, 0.6);
  assert_value (heard, STEADY_CHANNEL_SET_FIO2, 75);
  assert_value (heard, STEADY_CHANNEL_SET_CO2, 10);
  assert_value (heard, STEADY_CHANNEL_SET_WATER_TEMPERATURE, 30);
  assert_value (heard, STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CLAMP_CLOSED);
  assert_value (heard, STEADY_CHANNEL_CARDIOPLEGIA_PUMP, STEADY_PUMP_RUNNING);
  g_assert_true (heard->values.latest[STEADY_CHANNEL_SET_SWEEP].flags &
                 STEADY_SAMPLE_SET);
  g_assert_true (
      tell (device, STEADY_CONTROL_CARDIOPLEGIA_STOP, 0, STEADY_ROLE_CONSOLE));
  run_seconds (device, 2, 4, heard);
  assert_value (heard, STEADY_CHANNEL_CARDIOPLEGIA_PUMP, STEADY_PUMP_STOPPED);
  steady_device_free (device);
}

static void
test_a_stop_says_who_stopped (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  g_assert_true (tell (device, STEADY_CONTROL_PUMP_STOP, 0, STEADY_ROLE_CONSOLE));
  run_seconds (device, 1, 1.1, heard);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED);
  g_assert_true (tell (device, STEADY_CONTROL_PUMP_START, 0, STEADY_ROLE_CONSOLE));
  run_seconds (device, 1.1, 4, heard);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING);
  g_assert_cmpfloat (value_of (heard, STEADY_CHANNEL_MEASURED_FLOW), >, 0.4);

  /* An intervention stops and clamps in one tick, stop first. */
  g_assert_true (tell (device, STEADY_CONTROL_PUMP_STOP, 0, 0));
  g_assert_true (tell (device, STEADY_CONTROL_ARTERIAL_CLAMP, 1, 0));
  run_seconds (device, 4, 4.02, heard);
  assert_value (
      heard, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_STOPPED_BY_INTERVENTION);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_CLOSING);
  run_seconds (device, 4.02, 6, heard);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_CLOSED);
  g_assert_cmpfloat (fabs (value_of (heard, STEADY_CHANNEL_MEASURED_FLOW)), <, 0.02);
  /* The set-point is not lost by a stop. */
  assert_value (heard, STEADY_CHANNEL_SET_PUMP_FLOW, 0.48);
  steady_device_free (device);
}

static void
test_states_come_when_they_change (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  run_seconds (device, 1, 1.3, heard);
  g_assert_true (device->class->inject (
      device, steady_span_from_seconds (1.3), "arterial_air_ml", 2, 0));
  run_seconds (device, 1.3, 1.34, heard);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_TRIPPED);
  const SteadySample *sample = &heard->values.latest[STEADY_CHANNEL_ARTERIAL_AIR];
  g_assert_cmpint (sample->t, <=, steady_span_from_seconds (1.33));
  run_seconds (device, 1.34, 5, heard);
  assert_value (heard, STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR);
  g_assert_false (device->class->inject (device, 0, "no such thing", 1, 0));
  g_assert_false (device->class->inject (device, 0, "arterial_air_ml", -1, 0));
  steady_device_free (device);
}

static void
test_a_lost_sensor_says_so (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  device->class->inject (device, 0, "arterial_pressure_off", 1, 0);
  run_seconds (device, 1, 2, heard);
  g_assert_cmpint (heard->values.latest[STEADY_CHANNEL_ARTERIAL_PRESSURE].quality,
                   ==,
                   STEADY_QUALITY_SENSOR_OFF);
  g_assert_cmpint (heard->values.latest[STEADY_CHANNEL_MEASURED_FLOW].quality,
                   ==,
                   STEADY_QUALITY_VALID);
  device->class->inject (device, 0, "arterial_pressure_off", 0, 0);
  run_seconds (device, 2, 3, heard);
  g_assert_cmpfloat (value_of (heard, STEADY_CHANNEL_ARTERIAL_PRESSURE), >, 20);
  steady_device_free (device);
}

static void
test_a_lost_link_is_silent_and_deaf (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  g_assert_cmpint (device->class->link (device), ==, STEADY_LINK_UP);
  device->class->inject (device, 0, "device_link_lost", 1, 0);
  const unsigned before = heard->count[STEADY_CHANNEL_ECG];
  run_seconds (device, 1, 3, heard);
  g_assert_cmpint (device->class->link (device), ==, STEADY_LINK_LOST);
  g_assert_cmpuint (heard->count[STEADY_CHANNEL_ECG], ==, before);
  g_assert_false (tell (device, STEADY_CONTROL_SWEEP, 1, STEADY_ROLE_CONSOLE));
  device->class->inject (device, 0, "device_link_lost", 0, 0);
  run_seconds (device, 3, 4, heard);
  g_assert_cmpint (device->class->link (device), ==, STEADY_LINK_UP);
  g_assert_cmpuint (heard->count[STEADY_CHANNEL_ECG], ==, before + 250);
  g_assert_cmpuint (heard->gaps, >, 0);
  assert_value (heard, STEADY_CHANNEL_SET_SWEEP, 0.45);
  steady_device_free (device);
}

static void
test_a_leap_of_the_clock_is_a_gap (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  g_assert_cmpuint (heard->gaps, ==, 0);
  run (device, 3600 * STEADY_NSEC_PER_SEC, 3601 * STEADY_NSEC_PER_SEC, heard);
  g_assert_cmpuint (heard->gaps, >=, device->n_channels - 2);
  g_assert_cmpfloat_with_epsilon (
      value_of (heard, STEADY_CHANNEL_RESERVOIR_VOLUME), 170, 4);
  steady_device_free (device);
}

static void
test_the_same_seed_gives_the_same_samples (void)
{
  SteadyDevice *a = new_device (0, 0), *b = new_device (0, 0), *c = new_device (0, 5);
  SteadySample  x, y, z;
  unsigned      count = 0, different = 0;

  for (SteadyInstant now = 0; now < 20 * STEADY_NSEC_PER_SEC; now += TICK)
    {
      a->class->tick (a, now);
      b->class->tick (b, now);
      c->class->tick (c, now);
      while (steady_device_next_sample (a, &x))
        {
          g_assert_true (steady_device_next_sample (b, &y));
          g_assert_cmpmem (&x, sizeof x, &y, sizeof y);
          different +=
              steady_device_next_sample (c, &z) && memcmp (&x, &z, sizeof x) != 0;
          count++;
        }
      g_assert_false (steady_device_next_sample (b, &y));
    }
  g_assert_cmpuint (count, >, 20 * 1200);
  g_assert_cmpuint (different, >, count / 2);
  steady_device_free (a);
  steady_device_free (b);
  steady_device_free (c);
}

/* How the ticks fall does not change what comes. */
static void
test_the_pace_of_ticks_changes_nothing (void)
{
  SteadyDevice *fine = new_device (0, 0), *coarse = new_device (0, 0);
  SteadySample  x, y;

  for (SteadyInstant now = 0; now <= 8 * STEADY_NSEC_PER_SEC; now += 7000001)
    fine->class->tick (fine, now);
  fine->class->tick (fine, 8 * STEADY_NSEC_PER_SEC);
  coarse->class->tick (coarse, 8 * STEADY_NSEC_PER_SEC);
  while (steady_device_next_sample (coarse, &x))
    {
      g_assert_true (steady_device_next_sample (fine, &y));
      g_assert_cmpmem (&x, sizeof x, &y, sizeof y);
    }
  g_assert_false (steady_device_next_sample (fine, &y));
  steady_device_free (fine);
  steady_device_free (coarse);
}

static void
test_a_resume_goes_on_where_it_was (void)
{
  g_autofree Heard *heard = g_new0 (Heard, 1);
  g_autofree Heard *after = g_new0 (Heard, 1);
  SteadyDevice     *device = running_device (heard);

  device->class->inject (device, 0, "bleeding_ml_min", 30, 0);
  tell (device, STEADY_CONTROL_SWEEP, 0.7, STEADY_ROLE_CONSOLE);
  run_seconds (device, 1, 60, heard);
  const size_t     size = device->class->state_size (device);
  g_autofree char *state = g_malloc (size);
  device->class->save (device, state);
  steady_device_free (device);

  device = new_device (0, 0);
  g_assert_false (device->class->restore (device, state, size - 1));
  state[0] ^= 1;
  g_assert_false (device->class->restore (device, state, size));
  state[0] ^= 1;
  g_assert_true (device->class->restore (device, state, size));
  run (device, 100 * STEADY_NSEC_PER_SEC, 101 * STEADY_NSEC_PER_SEC, after);
  const double volume = value_of (heard, STEADY_CHANNEL_RESERVOIR_VOLUME);
  const double pressure = value_of (heard, STEADY_CHANNEL_ARTERIAL_PRESSURE);
  g_assert_cmpfloat (volume, <, 160);
  g_assert_cmpfloat_with_epsilon (
      value_of (after, STEADY_CHANNEL_RESERVOIR_VOLUME), volume, 0.05 * volume);
  g_assert_cmpfloat_with_epsilon (
      value_of (after, STEADY_CHANNEL_ARTERIAL_PRESSURE), pressure, 0.05 * pressure);
  assert_value (after, STEADY_CHANNEL_SET_SWEEP, 0.7);
  g_assert_cmpuint (after->gaps, >=, device->n_channels - 2);
  steady_device_free (device);
}

/* A state row of which one bit is wrong is refused, and the device goes on as it was.
 */
static void
test_a_damaged_state_is_refused (void)
{
  SteadyDevice    *device = new_device (0, 0);
  const size_t     size = device->class->state_size (device);
  g_autofree char *state = g_malloc (size);
  g_autofree char *after = g_malloc (size);
  SteadyRandom     random;

  steady_random_init (&random, 9);
  device->class->tick (device, STEADY_NSEC_PER_SEC);
  device->class->save (device, state);
  for (int i = 0; i < 2000; i++)
    {
      const size_t at = steady_random_bits (&random) % size;
      const char   bit = (char) (1 << steady_random_bits (&random) % 8);
      state[at] ^= bit;
      g_assert_false (device->class->restore (device, state, size));
      state[at] ^= bit;
    }
  device->class->save (device, after);
  g_assert_cmpmem (state, size, after, size);
  g_assert_true (device->class->restore (device, state, size));
  memset (state, 0xff, size);
  g_assert_false (device->class->restore (device, state, size));
  memset (state, 0, size);
  g_assert_false (device->class->restore (device, state, size));
  steady_device_free (device);
}

static void
assert_refused (const char *from, const char *to, const char *place)
{
  g_autofree char *text = stuffy ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = g_strsplit (text, from, 2);
  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  g_autofree char *bad = g_strjoin (to, parts[0], parts[1], NULL);

  g_assert_null (steady_device_new_simulated ("bad.json", bad, 0, 0, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "bad.json"));
  g_assert_nonnull (strstr (error->message, place));
}

static void
test_bad_scenarios_are_refused_with_their_place (void)
{
  assert_refused ("\"cross_clamp\"", "\"cross_clmap\"", "timeline[0]");
  assert_refused ("\"value\": 60", "\"value\": 1e9", "timeline[3].value");
  assert_refused (
      "\"reservoir_ml\": 170", "\"reservoir_ml\": -1", "circuit.reservoir_ml");
  assert_refused ("\"name\": \"neonate\"", "\"name\": \"../x\"", "circuit");
  assert_refused ("\"purge_open\": false", "\"purge_open\": 0", "start.purge_open");
  assert_refused ("\"weight_kg\": 3.2", "\"weight_kg\": 320", "patient.weight_kg");
}

static void
test_garbled_scenarios_never_crash (void)
{
  g_autofree char *text = stuffy ();
  const size_t     length = strlen (text);
  SteadyRandom     random;

  steady_random_init (&random, 11);
  for (int i = 0; i < 1500; i++)
    {
      g_autofree char *bad = g_strdup (text);
      g_autoptr (GError) error = NULL;
      SteadySimulatorSetup setup;
      for (uint64_t n = 1 + steady_random_bits (&random) % 3; n > 0; n--)
        bad[steady_random_bits (&random) % length] =
            (char) (1 + steady_random_bits (&random) % 255);
      const bool fine = steady_simulated_setup_parse (&setup, "bad.json", bad, &error);
      g_assert_true (fine == (error == NULL));
    }
  for (size_t i = 0; i < length; i += 11)
    {
      g_autofree char *bad = g_strndup (text, i);
      g_autoptr (GError) error = NULL;
      SteadySimulatorSetup setup;
      if (strlen (g_strchomp (bad)) < strlen (text) - 1)
        g_assert_false (steady_simulated_setup_parse (&setup, "bad.json", bad, &error));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/simulated/every-channel-speaks-at-its-rate",
                   test_every_channel_speaks_at_its_rate);
  g_test_add_func ("/device/simulated/stuffy-is-on-bypass-at-once",
                   test_stuffy_is_on_bypass_at_once);
  g_test_add_func ("/device/simulated/commands-come-back", test_commands_come_back);
  g_test_add_func ("/device/simulated/a-stop-says-who-stopped",
                   test_a_stop_says_who_stopped);
  g_test_add_func ("/device/simulated/states-come-when-they-change",
                   test_states_come_when_they_change);
  g_test_add_func ("/device/simulated/a-lost-sensor-says-so",
                   test_a_lost_sensor_says_so);
  g_test_add_func ("/device/simulated/a-lost-link-is-silent-and-deaf",
                   test_a_lost_link_is_silent_and_deaf);
  g_test_add_func ("/device/simulated/a-leap-of-the-clock-is-a-gap",
                   test_a_leap_of_the_clock_is_a_gap);
  g_test_add_func ("/device/simulated/the-same-seed-gives-the-same-samples",
                   test_the_same_seed_gives_the_same_samples);
  g_test_add_func ("/device/simulated/the-pace-of-ticks-changes-nothing",
                   test_the_pace_of_ticks_changes_nothing);
  g_test_add_func ("/device/simulated/a-resume-goes-on-where-it-was",
                   test_a_resume_goes_on_where_it_was);
  g_test_add_func ("/device/simulated/a-damaged-state-is-refused",
                   test_a_damaged_state_is_refused);
  g_test_add_func ("/device/simulated/bad-scenarios-are-refused-with-their-place",
                   test_bad_scenarios_are_refused_with_their_place);
  g_test_add_func ("/device/simulated/garbled-scenarios-never-crash",
                   test_garbled_scenarios_never_crash);
  return g_test_run ();
}
