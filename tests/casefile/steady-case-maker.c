/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-case-maker.h"

#include <math.h>

#include <glib.h>
#include <glib/gstdio.h>

static const SteadyCaseChannel channels[STEADY_CASE_MAKER_CHANNELS] = {
  { .channel = STEADY_CHANNEL_ARTERIAL_PRESSURE,
    .kind = STEADY_CHANNEL_KIND_WAVE,
    .rate_hz = 250,
    .name = "arterial_pressure",
    .label = "Arterial pressure",
    .unit = "mmHg",
    .source = "maker",
    .flags = STEADY_SAMPLE_SIMULATED },
  { .channel = STEADY_CHANNEL_FOREIGN,
    .kind = STEADY_CHANNEL_KIND_WAVE,
    .rate_hz = 125,
    .name = "x",
    .label = "X",
    .unit = "",
    .source = "maker" },
  { .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
    .kind = STEADY_CHANNEL_KIND_NUMERIC,
    .name = "arterial_mean",
    .label = "MAP",
    .unit = "mmHg",
    .source = "maker" },
  { .channel = STEADY_CHANNEL_PATIENT_FLOW,
    .kind = STEADY_CHANNEL_KIND_NUMERIC,
    .decimals = 3,
    .name = "patient_flow",
    .label = "Flow to the patient",
    .unit = "L/min",
    .source = "maker" },
  { .channel = STEADY_CHANNEL_LACTATE,
    .kind = STEADY_CHANNEL_KIND_NUMERIC,
    .decimals = 1,
    .name = "lactate",
    .label = "Lactate",
    .unit = "mmol/L",
    .source = "maker" },
  { .channel = STEADY_CHANNEL_ARTERIAL_PUMP,
    .kind = STEADY_CHANNEL_KIND_STATE,
    .name = "arterial_pump",
    .label = "Arterial pump",
    .unit = "",
    .source = "maker" },
};

const SteadyCaseChannel *
steady_case_maker_channels (void)
{
  return channels;
}

SteadyCaseSetup
steady_case_maker_setup (const char *path)
{
  return (SteadyCaseSetup){ .path = path,
                            .wait = true,
                            .mode = STEADY_MODE_TRAINING,
                            .start = 0,
                            .start_utc = INT64_C (1700000000000000000),
                            .meta_json = "{\"patient\": {\"name\": \"Stuffy\"}}",
                            .rules_json = "{\"rules\": []}",
                            .channels = channels,
                            .n_channels = STEADY_CASE_MAKER_CHANNELS };
}

float
steady_case_maker_wave (SteadyChannel channel, int64_t index)
{
  const double phase = (double) (index % 1009) / 1009 * 2 * G_PI;

  return channel == STEADY_CHANNEL_ARTERIAL_PRESSURE
             ? (float) (60 + 25 * sin (7 * phase) + 5 * sin (31 * phase))
             : (float) (1e-3 * sin (3 * phase));
}

double
steady_case_maker_numeric (SteadyChannel channel, int64_t tick)
{
  return channel == STEADY_CHANNEL_ARTERIAL_MEAN
             ? 40 + 10 * sin ((double) tick / 1234)
             : 0.45 + 0.05 * sin ((double) tick / 777);
}

static void
push_wave (SteadyCaseWriter *writer,
           SteadyChannel     channel,
           unsigned          each,
           double            rate_hz,
           int64_t           tick)
{
  /* at 125 Hz a tick holds 2 or 3 samples */
  const int64_t first = each == 5 ? tick * 5 : tick * 5 / 2;
  const int64_t next = each == 5 ? (tick + 1) * 5 : (tick + 1) * 5 / 2;
  float         values[8];

  for (int64_t i = first; i < next; i++)
    values[i - first] = steady_case_maker_wave (channel, i);
  steady_case_writer_wave (writer,
                           channel,
                           first,
                           (SteadyInstant) llrint ((double) first * 1e9 / rate_hz),
                           values,
                           (unsigned) (next - first),
                           false);
}

static void
push_numeric (SteadyCaseWriter *writer,
              SteadyChannel     channel,
              int64_t           tick,
              double            value)
{
  const SteadySample sample = { .t = tick * STEADY_CASE_MAKER_TICK,
                                .t_device = STEADY_NO_DEVICE_TIME,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID,
                                .flags = STEADY_SAMPLE_SIMULATED,
                                .source = 1 };
  steady_case_writer_numeric (writer, &sample);
}

static void
push_rare (SteadyCaseWriter *writer, int64_t tick)
{
  const SteadyInstant t = tick * STEADY_CASE_MAKER_TICK;

  if (tick % 500 == 100)
    {
      SteadyAlarmRecord alarm = { .id = "map-low",
                                  .t = t,
                                  .since = t,
                                  .value = 28,
                                  .limit = 30,
                                  .has_value = 1,
                                  .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                                  .state = STEADY_ALARM_ACTIVE,
                                  .priority = STEADY_PRIORITY_HIGH };
      steady_case_writer_alarm (writer, &alarm);
    }
  if (tick % 500 == 200)
    steady_case_writer_event (writer, STEADY_EVENT_NOTE, t, (double) NAN, "a note");
  if (tick % 500 == 300)
    {
      const SteadyCommand command = { .id = (uint64_t) tick,
                                      .issued = t,
                                      .value = 0.5,
                                      .expected = 0.4,
                                      .control = STEADY_CONTROL_PUMP_FLOW,
                                      .origin = STEADY_ROLE_CONSOLE,
                                      .flags = STEADY_COMMAND_HAS_EXPECTED };
      const SteadyAnswer  answer = { .id = (uint64_t) tick,
                                     .t = t,
                                     .value = 0.5,
                                     .low = 0,
                                     .high = 1.5,
                                     .control = STEADY_CONTROL_PUMP_FLOW,
                                     .status = STEADY_ANSWER_ACCEPTED };
      steady_case_writer_command (writer, &command, t);
      steady_case_writer_answer (writer, &answer);
    }
  if (tick % 100 == 99)
    steady_case_writer_judged (
        writer, t, &tick, sizeof tick, tick < 100 || tick % 300 == 299);
  if (tick % 50 == 49)
    steady_case_writer_state (writer, t, &tick, sizeof tick);
}

void
steady_case_maker_push (SteadyCaseWriter *writer, int64_t tick)
{
  push_wave (writer, STEADY_CHANNEL_ARTERIAL_PRESSURE, 5, 250, tick);
  push_wave (writer, STEADY_CHANNEL_FOREIGN, 2, 125, tick);
  if (tick % 10 == 0)
    {
      const SteadyChannel both[] = { STEADY_CHANNEL_ARTERIAL_MEAN,
                                     STEADY_CHANNEL_PATIENT_FLOW };
      for (unsigned i = 0; i < G_N_ELEMENTS (both); i++)
        push_numeric (writer, both[i], tick, steady_case_maker_numeric (both[i], tick));
      push_numeric (writer,
                    STEADY_CHANNEL_ARTERIAL_PUMP,
                    tick,
                    tick / 1000 % 2 == 0 ? STEADY_PUMP_RUNNING : STEADY_PUMP_STOPPED);
    }
  if (tick % 5000 == 77)
    push_numeric (writer, STEADY_CHANNEL_LACTATE, tick, 1.5);
  push_rare (writer, tick);
}

void
steady_case_maker_tick (SteadyCaseWriter *writer, int64_t tick)
{
  steady_case_maker_push (writer, tick);
  steady_case_writer_tick (writer,
                           (tick + 1) * STEADY_CASE_MAKER_TICK,
                           INT64_C (1700000000000000000) +
                               (tick + 1) * STEADY_CASE_MAKER_TICK);
}

void
steady_case_maker_run (SteadyCaseWriter *writer, int64_t from, int64_t to)
{
  for (int64_t tick = from; tick < to; tick++)
    steady_case_maker_tick (writer, tick);
}

char *
steady_case_maker_folder (void)
{
  GError *error = NULL;
  char   *folder = g_dir_make_tmp ("steady-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
steady_case_maker_remove (const char *folder)
{
  GDir       *list = g_dir_open (folder, 0, NULL);
  const char *name;

  while (list != NULL && (name = g_dir_read_name (list)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR) &&
          !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        steady_case_maker_remove (path);
      else
        g_unlink (path);
    }
  if (list != NULL)
    g_dir_close (list);
  g_rmdir (folder);
}
