/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "steady-engine-fixture.h"

/* What people did to the child: checked, counted, amended, and in the case. */

#define SEC STEADY_NSEC_PER_SEC

typedef SteadyEngineFixture Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_set_up (fixture, "scenarios/stuffy.json");
  steady_engine_fixture_run (fixture, 600);
  steady_engine_fixture_sign_in (fixture, "A. Perfusionist");
}

static SteadyClinicalRecord
record_of (Fixture *fixture, SteadyClinicalKind kind, const char *what, double amount)
{
  SteadyClinicalRecord record = { .id = fixture->next_id++,
                                  .given = fixture->engine->moment.now,
                                  .kind = kind,
                                  .amount = amount,
                                  .concentration = NAN,
                                  .volume_ml = NAN,
                                  .pressure_mmhg = NAN,
                                  .temperature_c = NAN };
  g_strlcpy (record.what, what, sizeof record.what);
  if (kind == STEADY_CLINICAL_DOSE)
    g_strlcpy (record.unit, "mg", sizeof record.unit);
  if (kind == STEADY_CLINICAL_CARDIOPLEGIA)
    {
      record.blood_parts = 1;
      record.crystalloid_parts = 4;
    }
  return record;
}

static void
add_value (SteadyClinicalRecord *record,
           SteadyChannel         channel,
           double                entered,
           const char           *unit)
{
  SteadyClinicalValue *value = &record->values[record->n_values++];
  value->channel = (uint32_t) channel;
  value->entered = entered;
  g_strlcpy (value->unit, unit, sizeof value->unit);
}

/* Through the ring, as the I/O thread does it. */
static void
send (Fixture *fixture, const SteadyClinicalRecord *record)
{
  SteadyRequest request = { .type = STEADY_FRAME_CLINICAL_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1 };
  request.clinical = *record;
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
  steady_engine_fixture_run (fixture, 1.1);
}

static SteadyRefusal
check (const Fixture *fixture, const SteadyClinicalRecord *record)
{
  SteadyClinicalRecord copy = *record;
  uint32_t             channel;
  return steady_clinical_check (&fixture->engine->clinical,
                                &copy,
                                fixture->engine->start,
                                fixture->engine->moment.now,
                                &channel);
}

static double
value_of (const Fixture *fixture, SteadyChannel channel)
{
  return steady_value_table_get (&fixture->engine->values, channel)->value;
}

static GArray *
read_case (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GArray           *records = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, &error);
  g_assert_no_error (error);
  g_assert_true (steady_case_reader_clinical (reader, &records, &error));
  steady_case_reader_free (reader);
  return records;
}

/* A sample in the units of the site is stored as entered and counts in the channel's.
 */
static void
test_a_sample_counts (Fixture *fixture, gconstpointer data)
{
  SteadyClinicalRecord sample =
      record_of (fixture, STEADY_CLINICAL_SAMPLE, "", (double) NAN);
  const SteadyInstant drawn = fixture->engine->moment.now - 120 * SEC;

  sample.given = drawn;
  add_value (&sample, STEADY_CHANNEL_ACT, 512, "s");
  add_value (&sample, STEADY_CHANNEL_GLUCOSE, 100, "mg/dL");
  add_value (&sample, STEADY_CHANNEL_BASE_EXCESS, -3.5, "mmol/L");
  send (fixture, &sample);
  g_assert_cmpint (fixture->engine->conduct.act_at, ==, drawn);
  g_assert_cmpint (fixture->engine->conduct.gas_at, ==, drawn);
  g_assert_cmpfloat_with_epsilon (value_of (fixture, STEADY_CHANNEL_ACT), 512, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      value_of (fixture, STEADY_CHANNEL_GLUCOSE), 100 / 18.016, 1e-9);
  steady_engine_fixture_close (fixture);
  g_autoptr (GArray) records = read_case (fixture);
  g_assert_cmpuint (records->len, ==, 1);
  const SteadyClinicalRecord *kept = &g_array_index (records, SteadyClinicalRecord, 0);
  g_assert_cmpint (kept->given, ==, drawn);
  g_assert_cmpstr (kept->author, ==, "A. Perfusionist");
  g_assert_cmpuint (kept->n_values, ==, 3);
  g_assert_cmpfloat_with_epsilon (kept->values[1].entered, 100, 1e-12);
  g_assert_cmpstr (kept->values[1].unit, ==, "mg/dL");
  g_assert_cmpfloat_with_epsilon (kept->values[1].value, 100 / 18.016, 1e-12);
  g_assert_true (isnan (kept->temperature_c));
}

/* What cannot be is refused with its reason, and nothing is kept of it. */
static void
test_what_cannot_be_is_refused (Fixture *fixture, gconstpointer data)
{
  SteadyClinicalRecord dose =
      record_of (fixture, STEADY_CLINICAL_DOSE, "protamine", 10);
  SteadyClinicalRecord other = dose;

  g_assert_cmpint (check (fixture, &dose), ==, STEADY_REFUSAL_NONE);
  other.given = fixture->engine->moment.now + 60 * SEC;
  g_assert_cmpint (check (fixture, &other), ==, STEADY_REFUSAL_TIME);
  other.given = fixture->engine->start - 1;
  g_assert_cmpint (check (fixture, &other), ==, STEADY_REFUSAL_TIME);
  other = dose;
  g_strlcpy (other.unit, "spoons", sizeof other.unit);
  g_assert_cmpint (check (fixture, &other), ==, STEADY_REFUSAL_UNIT);
  other = dose;
  other.amount = NAN;
  g_assert_cmpint (check (fixture, &other), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  other = dose;
  other.amends = 999;
  g_assert_cmpint (check (fixture, &other), ==, STEADY_REFUSAL_NO_SUCH_RECORD);
  other = dose;
  memset (other.what, 'x', sizeof other.what);
  g_assert_cmpint (check (fixture, &other), ==, STEADY_REFUSAL_NONE);
  SteadyClinicalRecord sample = record_of (fixture, STEADY_CLINICAL_SAMPLE, "", NAN);
  g_assert_cmpint (check (fixture, &sample), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  add_value (&sample, STEADY_CHANNEL_ARTERIAL_PCO2, 5.3, "mmHg");
  g_assert_cmpint (check (fixture, &sample), ==, STEADY_REFUSAL_NONE);
  sample.values[0].entered = 4;
  g_assert_cmpint (check (fixture, &sample), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_strlcpy (sample.values[0].unit, "kPa", sizeof sample.values[0].unit);
  g_assert_cmpint (check (fixture, &sample), ==, STEADY_REFUSAL_NONE);
  sample.values[0].channel = STEADY_CHANNEL_ARTERIAL_MEAN;
  g_assert_cmpint (check (fixture, &sample), ==, STEADY_REFUSAL_UNIT);
  /* nobody signed in, or a viewer: nothing is kept */
  fixture->engine->desk.operator_name[0] = '\0';
  send (fixture, &dose);
  g_assert_cmpuint (fixture->engine->clinical.count, ==, 0);
  steady_engine_fixture_close (fixture);
  g_autoptr (GArray) records = read_case (fixture);
  g_assert_cmpuint (records->len, ==, 0);
}

/* The time since the last dose follows what was given by hand, back-dated and amended.
 */
static void
test_cardioplegia_is_counted (Fixture *fixture, gconstpointer data)
{
  const SteadyInstant  now = fixture->engine->moment.now;
  SteadyClinicalRecord dose =
      record_of (fixture, STEADY_CLINICAL_CARDIOPLEGIA, "del-nido", 64);

  fixture->engine->conduct.dose_end = STEADY_INSTANT_NEVER;
  dose.given = now - 300 * SEC;
  send (fixture, &dose);
  g_assert_cmpint (fixture->engine->conduct.dose_end, ==, now - 300 * SEC);
  SteadyClinicalRecord second =
      record_of (fixture, STEADY_CLINICAL_CARDIOPLEGIA, "del-nido", 32);
  second.given = now - 60 * SEC;
  send (fixture, &second);
  g_assert_cmpint (fixture->engine->conduct.dose_end, ==, now - 60 * SEC);
  SteadyClinicalRecord earlier = second;
  earlier.id = fixture->next_id++;
  earlier.amends = second.id;
  earlier.given = now - 120 * SEC;
  send (fixture, &earlier);
  g_assert_cmpint (fixture->engine->conduct.dose_end, ==, now - 120 * SEC);
  SteadyClinicalRecord never = earlier;
  never.id = fixture->next_id++;
  never.amends = earlier.id;
  never.flags = STEADY_CLINICAL_WITHDRAWN;
  send (fixture, &never);
  g_assert_cmpint (fixture->engine->conduct.dose_end, ==, now - 300 * SEC);
  /* what was withdrawn is no more to be amended */
  SteadyClinicalRecord again = never;
  again.id = fixture->next_id++;
  again.amends = second.id;
  again.flags = 0;
  g_assert_cmpint (check (fixture, &again), ==, STEADY_REFUSAL_NO_SUCH_RECORD);
  steady_engine_fixture_close (fixture);
  g_autoptr (GArray) records = read_case (fixture);
  g_assert_cmpuint (records->len, ==, 4);
  g_assert_cmpuint (
      g_array_index (records, SteadyClinicalRecord, 0).crystalloid_parts, ==, 4);
}

static void
test_volumes_add_up (Fixture *fixture, gconstpointer data)
{
  SteadyConduct       *conduct = &fixture->engine->conduct;
  SteadyClinicalRecord blood =
      record_of (fixture, STEADY_CLINICAL_VOLUME, "red-cells", 50);
  SteadyClinicalRecord filtered =
      record_of (fixture, STEADY_CLINICAL_VOLUME, "ultrafiltrate", -80);

  conduct->balance.entered_ml = 0;
  send (fixture, &blood);
  send (fixture, &filtered);
  g_assert_cmpfloat_with_epsilon (conduct->balance.entered_ml, -30, 1e-9);
  SteadyClinicalRecord amended = blood;
  amended.id = fixture->next_id++;
  amended.amends = blood.id;
  amended.amount = 60;
  send (fixture, &amended);
  g_assert_cmpfloat_with_epsilon (conduct->balance.entered_ml, -20, 1e-9);
  /* the same frame twice is one act */
  send (fixture, &amended);
  g_assert_cmpfloat_with_epsilon (conduct->balance.entered_ml, -20, 1e-9);
  steady_engine_fixture_close (fixture);
}

/* Protamine tells the suckers' alarm, heparin ends it. */
static void
test_drugs_tell_the_conduct (Fixture *fixture, gconstpointer data)
{
  SteadyClinicalRecord protamine =
      record_of (fixture, STEADY_CLINICAL_DOSE, "protamine", 10);
  SteadyClinicalRecord heparin =
      record_of (fixture, STEADY_CLINICAL_DOSE, "heparin", 960);

  g_strlcpy (heparin.unit, "IU", sizeof heparin.unit);
  send (fixture, &protamine);
  g_assert_cmpuint (fixture->engine->conduct.protamine, ==, 1);
  send (fixture, &heparin);
  g_assert_cmpuint (fixture->engine->conduct.protamine, ==, 0);
  steady_engine_fixture_close (fixture);
}

/* After a crash all is there again and can still be amended. */
static void
test_they_survive_the_engine (Fixture *fixture, gconstpointer data)
{
  SteadyClinicalRecord blood =
      record_of (fixture, STEADY_CLINICAL_VOLUME, "red-cells", 50);
  g_autoptr (GError) error = NULL;
  SteadyOptions resume = fixture->options;

  send (fixture, &blood);
  steady_engine_fixture_run (fixture, 3);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.steady", NULL);
  g_autofree char *from_wal = g_strconcat (fixture->case_file, "-wal", NULL);
  g_autofree char *to_wal = g_strconcat (copy, "-wal", NULL);
  while (steady_case_writer_progress (fixture->engine->writer).committed_to <
         fixture->engine->moment.now - 2 * SEC)
    g_usleep (10000);
  const char *const from[] = { fixture->case_file, from_wal };
  const char *const to[] = { copy, to_wal };
  for (unsigned i = 0; i < 2; i++)
    {
      g_autofree char *bytes = NULL;
      gsize            length;
      g_assert_true (g_file_get_contents (from[i], &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (to[i], bytes, (gssize) length, NULL));
    }
  steady_engine_fixture_close (fixture);
  resume.source = STEADY_SOURCE_RESUME;
  resume.file = copy;
  resume.case_file = NULL;
  g_assert_true (steady_session_open (&fixture->session, &resume, &error));
  g_assert_no_error (error);
  fixture->engine = fixture->session.engine;
  g_assert_cmpuint (fixture->engine->clinical.count, ==, 1);
  g_assert_nonnull (fixture->engine->past);
  g_assert_cmpuint (fixture->engine->past->len, ==, 1);
  SteadyClinicalRecord amended = blood;
  amended.id = 77;
  amended.amends = blood.id;
  amended.given = fixture->engine->start + SEC;
  uint32_t channel;
  g_assert_cmpint (steady_clinical_check (&fixture->engine->clinical,
                                          &amended,
                                          fixture->engine->start,
                                          amended.given,
                                          &channel),
                   ==,
                   STEADY_REFUSAL_NONE);
  steady_engine_fixture_close (fixture);
  g_unlink (copy);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/clinical/sample",
              Fixture,
              NULL,
              set_up,
              test_a_sample_counts,
              steady_engine_fixture_tear_down);
  g_test_add ("/clinical/refused",
              Fixture,
              NULL,
              set_up,
              test_what_cannot_be_is_refused,
              steady_engine_fixture_tear_down);
  g_test_add ("/clinical/cardioplegia",
              Fixture,
              NULL,
              set_up,
              test_cardioplegia_is_counted,
              steady_engine_fixture_tear_down);
  g_test_add ("/clinical/volumes",
              Fixture,
              NULL,
              set_up,
              test_volumes_add_up,
              steady_engine_fixture_tear_down);
  g_test_add ("/clinical/drugs",
              Fixture,
              NULL,
              set_up,
              test_drugs_tell_the_conduct,
              steady_engine_fixture_tear_down);
  g_test_add ("/clinical/resume",
              Fixture,
              NULL,
              set_up,
              test_they_survive_the_engine,
              steady_engine_fixture_tear_down);
  return g_test_run ();
}
