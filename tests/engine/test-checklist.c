/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-verify.h"
#include "steady-engine-fixture.h"

/* Checklists in the engine: who may, what is kept, and what "On bypass" waits for. */

#define SEC STEADY_NSEC_PER_SEC

typedef SteadyEngineFixture Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_set_up (fixture, "scenarios/before-bypass.json");
  fixture->engine->scenario->bypass_checklist = true;
  steady_engine_fixture_run (fixture, 2);
}

static void
sign_in (Fixture *fixture)
{
  g_strlcpy (fixture->engine->desk.operator_name,
             "A. Perfusionist",
             sizeof fixture->engine->desk.operator_name);
}

static void
push (Fixture *fixture, const SteadyRequest *request)
{
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, request, sizeof *request));
  steady_engine_fixture_run (fixture, 0.04);
}

static SteadyChecklistRecord
record_of (Fixture *fixture, SteadyChecklistAct act, const char *item)
{
  static const double   prime[STEADY_CHECKLIST_VALUES] = { 5, 1.1, -2, 6, 28, 34 };
  SteadyChecklistRecord record = { .id = fixture->next_id++, .act = act };

  memcpy (record.values, prime, sizeof record.values);
  g_strlcpy (record.list, "before-bypass", sizeof record.list);
  g_strlcpy (record.item, item, sizeof record.item);
  if (act == STEADY_CHECKLIST_VERIFIED)
    g_strlcpy (record.second, "B. Second", sizeof record.second);
  if (strcmp (item, "tubing") == 0 && act == STEADY_CHECKLIST_READ)
    g_strlcpy (record.text, "1/4 in", sizeof record.text);
  return record;
}

static void
send (Fixture *fixture, const SteadyChecklistRecord *record, bool in_control)
{
  SteadyRequest request = { .type = STEADY_FRAME_CHECKLIST_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = in_control };
  request.checklist = *record;
  push (fixture, &request);
}

static void
do_item (Fixture *fixture, const char *item)
{
  SteadyChecklistRecord record = record_of (fixture, STEADY_CHECKLIST_READ, item);
  send (fixture, &record, true);
  record = record_of (fixture, STEADY_CHECKLIST_VERIFIED, item);
  send (fixture, &record, true);
}

static void
do_clinical (Fixture *fixture, bool heparin)
{
  SteadyRequest         request = { .type = STEADY_FRAME_CLINICAL_REQUEST,
                                    .role = STEADY_ROLE_CONSOLE,
                                    .in_control = 1 };
  SteadyClinicalRecord *record = &request.clinical;

  *record = (SteadyClinicalRecord){ .id = 1000 + fixture->next_id++,
                                    .given = fixture->engine->moment.now,
                                    .kind = heparin ? STEADY_CLINICAL_DOSE
                                                    : STEADY_CLINICAL_SAMPLE,
                                    .amount = heparin ? 1280 : (double) NAN,
                                    .concentration = (double) NAN,
                                    .volume_ml = (double) NAN,
                                    .pressure_mmhg = (double) NAN,
                                    .temperature_c = (double) NAN };
  g_strlcpy (record->what, heparin ? "heparin" : "", sizeof record->what);
  g_strlcpy (record->unit, heparin ? "IU" : "", sizeof record->unit);
  if (!heparin)
    {
      record->n_values = 1;
      record->values[0] =
          (SteadyClinicalValue){ .entered = 520, .channel = STEADY_CHANNEL_ACT };
      g_strlcpy (record->values[0].unit, "s", sizeof record->values[0].unit);
      g_strlcpy (record->device, "Hemochron", sizeof record->device);
    }
  push (fixture, &request);
}

static void
mark_on_bypass (Fixture *fixture)
{
  const SteadyRequest request = { .type = STEADY_FRAME_MARK,
                                  .role = STEADY_ROLE_CONSOLE,
                                  .in_control = 1,
                                  .mark.event = STEADY_EVENT_ON_BYPASS };
  push (fixture, &request);
}

static unsigned
needs (Fixture *fixture)
{
  double value = -1;
  g_assert_true (steady_value_table_value (
      &fixture->engine->values, STEADY_CHANNEL_BYPASS_NEEDS, &value));
  return (unsigned) value;
}

static void
do_all_but_the_tubing (Fixture *fixture)
{
  do_item (fixture, "level-test");
  do_item (fixture, "air-test");
  do_item (fixture, "pressure-test");
  do_item (fixture, "line-test");
  do_item (fixture, "prime-gas");
  do_clinical (fixture, true);
  do_clinical (fixture, false);
}

static void
test_bypass_waits_for_its_list (Fixture *fixture, gconstpointer data)
{
  const SteadyPhase *phase = &fixture->engine->phase;

  sign_in (fixture);
  /* gas flows in this scenario; all else is open */
  g_assert_cmphex (needs (fixture),
                   ==,
                   (STEADY_NEED_ALL & ~STEADY_NEED_SWEEP) | STEADY_NEED_REQUIRED);
  mark_on_bypass (fixture);
  g_assert_false (steady_phase_on_bypass (phase));
  do_all_but_the_tubing (fixture);
  g_assert_cmphex (needs (fixture), ==, STEADY_NEED_TUBING | STEADY_NEED_REQUIRED);
  mark_on_bypass (fixture);
  g_assert_false (steady_phase_on_bypass (phase));
  /* read by one is not confirmed by two */
  SteadyChecklistRecord record = record_of (fixture, STEADY_CHECKLIST_READ, "tubing");
  send (fixture, &record, true);
  g_assert_cmphex (needs (fixture), ==, STEADY_NEED_TUBING | STEADY_NEED_REQUIRED);
  record = record_of (fixture, STEADY_CHECKLIST_VERIFIED, "tubing");
  send (fixture, &record, true);
  g_assert_cmphex (needs (fixture), ==, 0);
  mark_on_bypass (fixture);
  g_assert_true (steady_phase_on_bypass (phase));
  steady_engine_fixture_run (fixture, 0.1);
  g_assert_cmpint (
      steady_value_table_get (&fixture->engine->values, STEADY_CHANNEL_BYPASS_NEEDS)
          ->quality,
      ==,
      STEADY_QUALITY_NOT_APPLICABLE);
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_START_REFUSED, NAN, "tubing"),
      ==,
      2);
  g_assert_cmpuint (
      steady_engine_fixture_count (fixture, STEADY_EVENT_START_REFUSED, NAN, "heparin"),
      ==,
      1);
}

/* One hold by the one who is signed in; the pump itself was never held up. */
static void
test_a_named_override (Fixture *fixture, gconstpointer data)
{
  const SteadyPhase *phase = &fixture->engine->phase;
  SteadyRequest      request = { .type = STEADY_FRAME_ALARM_REQUEST,
                                 .role = STEADY_ROLE_CONSOLE,
                                 .in_control = 1,
                                 .alarm.kind = STEADY_ALARM_REQUEST_OVERRIDE_START };

  sign_in (fixture);
  mark_on_bypass (fixture);
  g_assert_false (steady_phase_on_bypass (phase));
  g_strlcpy (request.alarm.id, "A. Perfusionist", sizeof request.alarm.id);
  push (fixture, &request);
  mark_on_bypass (fixture);
  g_assert_true (steady_phase_on_bypass (phase));
  steady_engine_fixture_close (fixture);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_OVERRIDE, NAN, "A. Perfusionist"),
                    ==,
                    1);
}

/* Whoever starts the pump starts it: only the step on the screen waits. */
static void
test_the_pump_waits_for_nothing (Fixture *fixture, gconstpointer data)
{
  static const SteadyControl order[] = { STEADY_CONTROL_PUMP_FLOW,
                                         STEADY_CONTROL_ARTERIAL_CLAMP,
                                         STEADY_CONTROL_PUMP_START,
                                         STEADY_CONTROL_VENOUS_CLAMP };
  static const double        values[] = { 0.2, 0, 0, 0 }, seen[] = { 0, 1, 0, 1 };
  double                     flow = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (order); i++)
    {
      SteadyRequest request = { .type = STEADY_FRAME_COMMAND,
                                .role = STEADY_ROLE_CONSOLE,
                                .in_control = 1,
                                .command = { .id = fixture->next_id++,
                                             .issued = fixture->engine->moment.real,
                                             .value = values[i],
                                             .expected = seen[i],
                                             .control = (uint16_t) order[i] } };
      push (fixture, &request); /* clamp and pump go together: blood runs back else */
    }
  steady_engine_fixture_run (fixture, 5);
  g_assert_true (steady_value_table_value (
      &fixture->engine->values, STEADY_CHANNEL_MEASURED_FLOW, &flow));
  g_assert_cmpfloat (flow, >, 0.1);
  steady_engine_fixture_close (fixture);
}

/* Training that does not ask for the list goes on as ever. */
static void
test_training_without_it (Fixture *fixture, gconstpointer data)
{
  fixture->engine->scenario->bypass_checklist = false;
  steady_engine_fixture_run (fixture, 0.1);
  g_assert_cmphex (needs (fixture), ==, STEADY_NEED_ALL & ~STEADY_NEED_SWEEP);
  mark_on_bypass (fixture);
  g_assert_true (steady_phase_on_bypass (&fixture->engine->phase));
  steady_engine_fixture_close (fixture);
}

static void
test_who_may (Fixture *fixture, gconstpointer data)
{
  const SteadyChecklistState *state = &fixture->engine->checks.state;
  SteadyChecklistRecord record = record_of (fixture, STEADY_CHECKLIST_READ, "air-test");

  send (fixture, &record, true); /* nobody is signed in */
  g_assert_cmpuint (state->n_lines, ==, 0);
  sign_in (fixture);
  send (fixture, &record, false); /* a viewer */
  g_assert_cmpuint (state->n_lines, ==, 0);
  g_strlcpy (record.author, "Somebody else", sizeof record.author);
  send (fixture, &record, true);
  g_assert_cmpuint (state->n_lines, ==, 1);
  g_assert_cmpstr (state->lines[0].reader, ==, "A. Perfusionist");
  record = record_of (fixture, STEADY_CHECKLIST_VERIFIED, "air-test");
  g_strlcpy (record.second, "A. Perfusionist", sizeof record.second);
  send (fixture, &record, true);
  g_assert_cmpuint (state->lines[0].state, ==, STEADY_CHECKLIST_READ);
  steady_engine_fixture_close (fixture);
}

/* A short list gone through is told; the rows are in the case, and in its chain. */
static void
test_it_is_in_the_case (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GArray *records = NULL;

  sign_in (fixture);
  do_all_but_the_tubing (fixture);
  SteadyChecklistRecord record =
      record_of (fixture, STEADY_CHECKLIST_SKIPPED, "identity");
  g_strlcpy (record.text, "emergency", sizeof record.text);
  send (fixture, &record, true);
  steady_engine_fixture_close (fixture);
  SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, &error);
  g_assert_no_error (error);
  g_assert_true (steady_case_reader_checklist (reader, &records, &error));
  g_assert_cmpuint (records->len, ==, 11);
  const SteadyChecklistRecord *line =
      &g_array_index (records, SteadyChecklistRecord, 7);
  g_assert_cmpstr (line->item, ==, "line-test");
  g_assert_cmpuint (line->act, ==, STEADY_CHECKLIST_VERIFIED);
  g_assert_cmpstr (line->author, ==, "A. Perfusionist");
  g_assert_cmpstr (line->second, ==, "B. Second");
  g_array_unref (records);
  steady_case_reader_free (reader);
  g_assert_cmpuint (steady_engine_fixture_count (
                        fixture, STEADY_EVENT_ITEM_SKIPPED, NAN, "emergency"),
                    ==,
                    1);
}

/* Copies the case as it stands, as a crash would leave it. */
static char *
copy_case (Fixture *fixture)
{
  char             *copy = g_build_filename (fixture->folder, "copy.steady", NULL);
  g_autofree char  *from_wal = g_strconcat (fixture->case_file, "-wal", NULL);
  g_autofree char  *to_wal = g_strconcat (copy, "-wal", NULL);
  const char *const from[] = { fixture->case_file, from_wal };
  const char *const to[] = { copy, to_wal };

  while (steady_case_writer_progress (fixture->engine->writer).committed_to <
         fixture->engine->moment.now - 2 * SEC)
    g_usleep (10000);
  for (unsigned i = 0; i < 2; i++)
    {
      g_autofree char *bytes = NULL;
      gsize            length;
      g_assert_true (g_file_get_contents (from[i], &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (to[i], bytes, (gssize) length, NULL));
    }
  return copy;
}

static void
test_it_survives_the_engine (Fixture *fixture, gconstpointer data)
{
  SteadyOptions resume = fixture->options;
  g_autoptr (GError) error = NULL;

  sign_in (fixture);
  do_all_but_the_tubing (fixture);
  steady_engine_fixture_run (fixture, 3);
  g_autofree char *copy = copy_case (fixture);
  steady_engine_fixture_close (fixture);
  resume.source = STEADY_SOURCE_RESUME;
  resume.file = copy;
  resume.case_file = NULL;
  g_assert_true (steady_session_open (&fixture->session, &resume, &error));
  g_assert_no_error (error);
  fixture->engine = fixture->session.engine;
  fixture->engine->scenario->bypass_checklist = true;
  g_assert_cmphex (steady_engine_needs (fixture->engine) &
                       ~(unsigned) STEADY_NEED_SWEEP,
                   ==,
                   STEADY_NEED_TUBING | STEADY_NEED_REQUIRED);
  steady_engine_fixture_close (fixture);
  g_unlink (copy);
}

/* A clear prime is no answer where the signed plan has blood in it, also after a
 * restart. */
static void
test_blood_in_the_prime_is_remembered (Fixture *fixture, gconstpointer data)
{
  static const char *const plans[] = { "{\"rbc_ml\": {\"inside_prime\": 22.0}}",
                                       "{\"rbc_ml\": {\"inside_prime\": 0}}" };
  const char              *plan = plans[GPOINTER_TO_UINT (data)];
  SteadyOptions            resume = fixture->options;
  g_autoptr (GError) error = NULL;

  g_assert_true (steady_case_writer_plan (
      fixture->engine->writer, fixture->engine->moment.now, plan, strlen (plan) + 1));
  steady_engine_fixture_run (fixture, 3);
  g_autofree char *copy = copy_case (fixture);
  steady_engine_fixture_close (fixture);
  resume.source = STEADY_SOURCE_RESUME;
  resume.file = copy;
  resume.case_file = NULL;
  g_assert_true (steady_session_open (&fixture->session, &resume, &error));
  g_assert_no_error (error);
  fixture->engine = fixture->session.engine;
  g_assert_cmpint (
      fixture->engine->checks.blood_planned, ==, GPOINTER_TO_UINT (data) == 0);
  steady_engine_fixture_close (fixture);
  g_unlink (copy);
}

#define ADD(path, function)       \
  g_test_add ("/checklist/" path, \
              Fixture,            \
              NULL,               \
              set_up,             \
              function,           \
              steady_engine_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("waits", test_bypass_waits_for_its_list);
  ADD ("override", test_a_named_override);
  ADD ("pump", test_the_pump_waits_for_nothing);
  ADD ("training", test_training_without_it);
  ADD ("who", test_who_may);
  ADD ("case", test_it_is_in_the_case);
  ADD ("resume", test_it_survives_the_engine);
  for (unsigned i = 0; i < 2; i++)
    g_test_add (i == 0 ? "/checklist/resume-with-blood"
                       : "/checklist/resume-without-blood",
                Fixture,
                GUINT_TO_POINTER (i),
                set_up,
                test_blood_in_the_prime_is_remembered,
                steady_engine_fixture_tear_down);
  return g_test_run ();
}
