/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-engine-fixture.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "casefile/steady-case-reader.h"

#define TICK (20 * STEADY_NSEC_PER_MSEC)

/* Opens the session of the options: the first time, or again. */
void
steady_engine_fixture_open (SteadyEngineFixture *self)
{
  g_autoptr (GError) error = NULL;
  const bool fine = steady_session_open (&self->session, &self->options, &error);
  g_assert_no_error (error);
  g_assert_true (fine);
  self->engine = self->session.engine;
}

/* Opens a session of the training case @scenario, a file below the data folder. */
void
steady_engine_fixture_set_up (SteadyEngineFixture *self, const void *scenario)
{
  self->folder = g_dir_make_tmp ("steady-engine-XXXXXX", NULL);
  self->case_file = g_build_filename (self->folder, "case.steady", NULL);
  self->scenario = steady_paths_data (scenario);
  self->options = (SteadyOptions){ .source = STEADY_SOURCE_TRAINING,
                                   .file = self->scenario,
                                   .case_file = self->case_file,
                                   .listen_fd = -1,
                                   .beat_fd = -1,
                                   .speed = 1,
                                   .manual = true,
                                   .until = STEADY_INSTANT_NEVER };
  self->next_id = 1;
  steady_engine_fixture_open (self);
}

/* Ends the session; its case stays readable until the fixture is torn down. */
void
steady_engine_fixture_close (SteadyEngineFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (steady_session_close (&self->session, &error));
  g_assert_no_error (error);
}

/* Removes what a session that is closed has left. */
void
steady_engine_fixture_tear_down (SteadyEngineFixture *self, const void *data)
{
  g_unlink (self->case_file);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->case_file);
  g_free (self->scenario);
}

/* Somebody stands at the desk, without having asked for it. */
void
steady_engine_fixture_sign_in (SteadyEngineFixture *self, const char *name)
{
  g_strlcpy (
      self->engine->desk.operator_name, name, sizeof self->engine->desk.operator_name);
}

/* Turns as many ticks as last @seconds. */
void
steady_engine_fixture_run (SteadyEngineFixture *self, double seconds)
{
  SteadyMoment        moment = self->engine->moment;
  const SteadyInstant end = moment.now + steady_span_from_seconds (seconds);
  while (moment.now < end)
    {
      moment.now += TICK;
      moment.real += TICK;
      steady_engine_tick (self->engine, &moment);
    }
}

/* Hands @request to the engine as the link does, and turns one tick. */
void
steady_engine_fixture_push (SteadyEngineFixture *self, const SteadyRequest *request)
{
  g_assert_true (steady_ring_push (&self->engine->requests, request, sizeof *request));
  steady_engine_fixture_run (self, 0.02);
}

/* The console marks @event. */
void
steady_engine_fixture_mark (SteadyEngineFixture *self, SteadyEvent event)
{
  const SteadyRequest request = { .type = STEADY_FRAME_MARK,
                                  .role = STEADY_ROLE_CONSOLE,
                                  .in_control = 1,
                                  .mark.event = (uint16_t) event };
  steady_engine_fixture_push (self, &request);
}

/* The console does @kind with the alarm or person @id. */
void
steady_engine_fixture_ask (SteadyEngineFixture   *self,
                           SteadyAlarmRequestKind kind,
                           const char            *id)
{
  SteadyRequest request = { .type = STEADY_FRAME_ALARM_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .alarm.kind = kind };
  g_strlcpy (request.alarm.id, id, sizeof request.alarm.id);
  steady_engine_fixture_push (self, &request);
}

/* The console proposes @value for @control, in base units. */
void
steady_engine_fixture_command (SteadyEngineFixture *self,
                               SteadyControl        control,
                               double               value)
{
  const SteadyRequest request = { .type = STEADY_FRAME_COMMAND,
                                  .role = STEADY_ROLE_CONSOLE,
                                  .in_control = 1,
                                  .command = { .id = 1000 + self->next_id++,
                                               .issued = self->engine->moment.real,
                                               .value = value,
                                               .control = (uint16_t) control } };
  steady_engine_fixture_push (self, &request);
}

/* The value of @channel as the engine knows it; NAN: it is missing. */
double
steady_engine_fixture_value (const SteadyEngineFixture *self, SteadyChannel channel)
{
  double value = NAN;
  steady_value_table_value (&self->engine->values, channel, &value);
  return value;
}

/* How many events of this kind the case holds, with @value (NAN: any) and @words in
 * their text. The case is closed. */
unsigned
steady_engine_fixture_count (const SteadyEngineFixture *self,
                             SteadyEvent                event,
                             double                     value,
                             const char                *words)
{
  static SteadyCaseEvent events[2048];
  unsigned               count = 0, found = 0;
  g_autoptr (GError) error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (self->case_file, &error);

  g_assert_no_error (error);
  g_assert_true (steady_case_reader_events (
      reader, 0, events, G_N_ELEMENTS (events), &count, &error));
  g_assert_cmpuint (count, <, G_N_ELEMENTS (events)); /* none may be missing */
  for (unsigned i = 0; i < count; i++)
    found += events[i].event == event &&
             (isnan (value) || fabs (events[i].value - value) < 0.01) &&
             strstr (events[i].text, words) != NULL;
  steady_case_reader_free (reader);
  return found;
}
