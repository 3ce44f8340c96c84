/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-emulator.h"

#include <string.h>

#include <glib/gstdio.h>

#include "steady-driver-bench.h"

/* A generous limit: a loaded machine must not fail what works. */
#define LIMIT (60 * STEADY_NSEC_PER_SEC)

/*
 * Starts tests/emulators/@name.py, on a pty where @kind is NULL ("--tcp", "--udp"
 * otherwise), and attaches the device of @wiring to it, whose port is filled in. False,
 * with the test skipped, where there is no python.
 */
bool
steady_emulator_start (SteadyEmulator *self,
                       const char     *name,
                       const char     *kind,
                       SteadyWiring    wiring)
{
  g_autofree char *python = g_find_program_in_path ("/usr/bin/python3");
  g_autofree char *file = g_strconcat (name, ".py", NULL);
  g_autofree char *script =
      g_build_filename (g_getenv ("STEADY_TEST_DATA"), "emulators", file, NULL);
  g_autoptr (GError) error = NULL;

  if (python == NULL)
    {
      g_test_skip ("no python3 to run the emulator");
      return false;
    }
  self->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                        &error,
                        python,
                        script,
                        kind,
                        NULL);
  g_assert_no_error (error);
  self->told = g_subprocess_get_stdin_pipe (self->process);
  self->says = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->port = g_data_input_stream_read_line (self->says, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->port);
  self->heard = g_array_new (FALSE, FALSE, sizeof (SteadySample));
  wiring.port = self->port;
  self->device = steady_device_new_wired (&wiring, &error);
  g_assert_no_error (error);
  return true;
}

/* The tape ends first: what it holds has then been heard, and what comes after it is
 * heard only. */
static void
end_tape (SteadyDevice *device)
{
  SteadyDeviceHealth  health;
  const SteadyInstant limit = steady_clock_now () + LIMIT;

  g_assert_true (steady_device_tape (device, NULL, NULL));
  do
    {
      g_usleep (5000);
      g_assert_true (steady_device_health (device, &health));
      g_assert_cmpint (steady_clock_now (), <, limit);
    }
  while (health.taping);
}

static void
close_device (SteadyEmulator *self)
{
  SteadySample sample;

  if (self->device == NULL)
    return;
  end_tape (self->device);
  while (steady_device_next_sample (self->device, &sample))
    g_array_append_val (self->heard, sample);
  steady_device_free (self->device);
  self->device = NULL;
}

void
steady_emulator_stop (SteadyEmulator *self)
{
  g_autoptr (GError) error = NULL;

  steady_emulator_tell (self, "quit");
  g_assert_true (g_subprocess_wait_check (self->process, NULL, &error));
  g_assert_no_error (error);
  close_device (self);
  g_object_unref (self->says);
  g_object_unref (self->process);
  g_array_unref (self->heard);
  g_free (self->port);
}

void
steady_emulator_tell (SteadyEmulator *self, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = g_strconcat (line, "\n", NULL);

  g_output_stream_write_all (self->told, whole, strlen (whole), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_flush (self->told, NULL, &error);
  g_assert_no_error (error);
}

/* Waits for a sample of @channel with @quality, and of about @value where it can be
 * used. */
SteadySample
steady_emulator_expect (SteadyEmulator *self,
                        SteadyChannel   channel,
                        SteadyQuality   quality,
                        double          value,
                        double          tolerance)
{
  const SteadyInstant limit = steady_clock_now () + LIMIT;
  SteadySample        sample;

  while (true)
    {
      if (steady_clock_now () > limit)
        g_error ("channel %u never was %g with quality %u", channel, value, quality);
      if (!steady_device_next_sample (self->device, &sample))
        {
          g_usleep (5000);
          continue;
        }
      g_array_append_val (self->heard, sample);
      if (sample.channel == channel && sample.quality == quality &&
          (!steady_sample_usable (&sample) ||
           (sample.value >= value - tolerance && sample.value <= value + tolerance)))
        return sample;
    }
}

void
steady_emulator_wait_link (SteadyEmulator *self, SteadyLinkState state)
{
  const SteadyInstant limit = steady_clock_now () + LIMIT;
  SteadySample        sample;

  while (self->device->class->link (self->device) != state)
    {
      if (steady_clock_now () > limit)
        g_error ("the link never was in state %u", state);
      while (steady_device_next_sample (self->device, &sample))
        g_array_append_val (self->heard, sample);
      g_usleep (5000);
    }
}

/* Waits until the port was opened more than @openings times and its link is up: the
 * time in which it was down may be too short to be seen. */
void
steady_emulator_wait_opened (SteadyEmulator *self, uint64_t openings)
{
  const SteadyInstant limit = steady_clock_now () + LIMIT;
  SteadyDeviceHealth  health = { .openings = 0 };

  while (health.openings <= openings)
    {
      if (steady_clock_now () > limit)
        g_error ("the port was not opened again");
      g_assert_true (steady_device_health (self->device, &health));
      g_usleep (5000);
    }
  steady_emulator_wait_link (self, STEADY_LINK_UP);
}

/* What the transport adds by itself is not on the tape. */
static bool
next_of_driver (const GArray *heard, guint *at, SteadySample *ret_sample)
{
  while (*at < heard->len)
    {
      *ret_sample = g_array_index (heard, SteadySample, (*at)++);
      if (ret_sample->quality != STEADY_QUALITY_LINK_LOST)
        return true;
    }
  return false;
}

/* The tape makes the very samples that were @heard while it was recorded, whose signals
 * all have the places that their driver gives them. */
void
steady_emulator_replay (const char *tape, const GArray *heard)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyTape) reader = steady_tape_open (tape, &error);
  SteadyTapeRecord record;
  SteadySample     sample;
  guint            at = 0;

  g_assert_no_error (error);
  SteadyDriverBench *bench = steady_driver_bench_new (steady_tape_driver (reader),
                                                      steady_tape_settings (reader));
  while (steady_tape_next (reader, &record, &error))
    steady_driver_bench_play (bench, &record);
  g_assert_no_error (error);
  for (guint i = 0; i < bench->values->len; i++)
    {
      const SteadyDriverValue *value =
          &g_array_index (bench->values, SteadyDriverValue, i);
      g_assert_true (next_of_driver (heard, &at, &sample));
      g_assert_cmpint (value->t, ==, sample.t);
      g_assert_cmpuint (value->quality, ==, sample.quality);
      g_assert_true (memcmp (&value->value, &sample.value, sizeof sample.value) == 0);
    }
  g_assert_cmpuint (bench->values->len, >, 0);
  const SteadyInstant last =
      g_array_index (bench->values, SteadyDriverValue, bench->values->len - 1).t;
  /* what came later; a waveform's samples are older than the packet they came in */
  while (next_of_driver (heard, &at, &sample))
    g_assert_cmpint (sample.t, >, last - STEADY_NSEC_PER_SEC);
  steady_driver_bench_free (bench);
}

/* Through every fault that each emulator knows, and back again each time. */
void
steady_emulator_suffer (SteadyEmulator *self,
                        const char     *say,
                        SteadyChannel   channel,
                        double          value,
                        double          tolerance)
{
  static const char *const faults[] = { "garbage 300", "corrupt",      "garble",
                                        "fragment",    "fragment off", "restart",
                                        "clock 3600",  "clock -7200",  "garbage",
                                        "late 0.3" };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      steady_emulator_tell (self, faults[i]);
      steady_emulator_tell (self, say);
      const SteadyInstant told = steady_clock_now ();
      while (
          steady_emulator_expect (self, channel, STEADY_QUALITY_VALID, value, tolerance)
              .t < told)
        ;
    }
}

/* A value that stands still, whatever its device sees, is no fault of the line: it is
 * told on and on, as new, and no driver calls it lost (safety rule 9). */
static void
check_stuck (SteadyEmulator *self,
             const char     *say,
             SteadyChannel   channel,
             double          value,
             double          tolerance)
{
  steady_emulator_tell (self, "stuck");
  for (unsigned i = 0; i < 2; i++)
    {
      const SteadyInstant told = steady_clock_now ();
      while (
          steady_emulator_expect (self, channel, STEADY_QUALITY_VALID, value, tolerance)
              .t < told)
        ;
    }
  g_assert_cmpint (self->device->class->link (self->device), ==, STEADY_LINK_UP);
  steady_emulator_tell (self, "alive");
  steady_emulator_tell (self, say);
  steady_emulator_expect (self, channel, STEADY_QUALITY_VALID, value, tolerance);
}

/*
 * What every driver must stand: the emulator is told to @say what makes @channel about
 * @value; every fault, silence until the link is lost, the way back without a hand; and
 * the tape of it all gives the same samples.
 */
void
steady_emulator_check_usual (const char   *name,
                             const char   *kind,
                             SteadyWiring  wiring,
                             const char   *say,
                             SteadyChannel channel,
                             double        value,
                             double        tolerance)
{
  SteadyEmulator   self = { .process = NULL };
  g_autofree char *folder = g_dir_make_tmp ("steady-emulator-XXXXXX", NULL);
  g_autofree char *tape = g_build_filename (folder, "a.tape", NULL);

  wiring.tape = tape;
  if (!steady_emulator_start (&self, name, kind, wiring))
    return;
  steady_emulator_tell (&self, say);
  steady_emulator_expect (&self, channel, STEADY_QUALITY_VALID, value, tolerance);
  steady_emulator_suffer (&self, say, channel, value, tolerance);
  check_stuck (&self, say, channel, value, tolerance);
  steady_emulator_tell (&self, "quiet");
  steady_emulator_wait_link (&self, STEADY_LINK_LOST);
  steady_emulator_expect (&self, channel, STEADY_QUALITY_LINK_LOST, 0, 0);
  steady_emulator_tell (&self, "talk");
  steady_emulator_tell (&self, say);
  steady_emulator_wait_link (&self, STEADY_LINK_UP);
  steady_emulator_expect (&self, channel, STEADY_QUALITY_VALID, value, tolerance);
  close_device (&self);
  steady_emulator_replay (tape, self.heard);
  steady_emulator_stop (&self);
  g_unlink (tape);
  g_rmdir (folder);
}
