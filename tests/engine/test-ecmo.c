/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-ecmo.h"
#include "casefile/steady-case-text-reader.h"
#include "steady-engine-fixture.h"

/* Parts of the circuit and handovers: judged, kept in the case, covered by the chain.
 */

typedef SteadyEngineFixture Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  steady_engine_fixture_set_up (fixture, "scenarios/ecmo-transport.json");
  steady_engine_fixture_run (fixture, 2);
}

static SteadyEcmoRecord
record_of (Fixture *fixture, SteadyEcmoAct act, const char *second)
{
  SteadyEcmoRecord record = { .id = fixture->next_id++,
                              .given = fixture->engine->moment.now,
                              .act = act,
                              .part = act == STEADY_ECMO_PUT_IN
                                          ? STEADY_ECMO_PART_OXYGENATOR
                                          : 0 };

  g_strlcpy (record.name, "Quadrox-i Neonatal", sizeof record.name);
  g_strlcpy (record.second, second, sizeof record.second);
  g_strlcpy (record.concerns, "Fibrin at the outlet", sizeof record.concerns);
  return record;
}

static void
send (Fixture *fixture, const SteadyEcmoRecord *record, bool in_control)
{
  const SteadyRequest request = { .type = STEADY_FRAME_ECMO_REQUEST,
                                  .role = STEADY_ROLE_CONSOLE,
                                  .in_control = in_control,
                                  .ecmo = *record };
  steady_engine_fixture_push (fixture, &request);
}

/* What stands in the case when it is over. */
static GArray *
kept (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GArray *notes = NULL;
  GArray *records = g_array_new (FALSE, FALSE, sizeof (SteadyEcmoRecord));

  steady_engine_fixture_close (fixture);
  SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, &error);
  g_assert_no_error (error);
  steady_case_reader_notes (reader, &notes, &error);
  g_assert_no_error (error);
  for (unsigned i = 0; i < notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (notes, SteadyCaseNote, i);
      SteadyEcmoRecord      record;
      if (strcmp (note->about, STEADY_CASE_ECMO_ABOUT) == 0 &&
          steady_case_ecmo_parse (note->text, 0, &record))
        g_array_append_val (records, record);
    }
  g_array_unref (notes);
  steady_case_reader_free (reader);
  return records;
}

static void
test_kept_with_names (Fixture *fixture, gconstpointer data)
{
  const SteadyInstant start = fixture->engine->start;

  steady_engine_fixture_sign_in (fixture, "Ada");
  SteadyEcmoRecord part = record_of (fixture, STEADY_ECMO_PUT_IN, "nobody");
  part.given -= 2 * 60 * STEADY_NSEC_PER_MIN; /* before the case began */
  g_strlcpy (part.author, "somebody else", sizeof part.author);
  send (fixture, &part, true);
  send (fixture, &part, true); /* the same again is not taken twice */
  SteadyEcmoRecord handover = record_of (fixture, STEADY_ECMO_HANDOVER, "Ben");
  send (fixture, &handover, true);
  g_autoptr (GArray) records = kept (fixture);
  g_assert_cmpuint (records->len, ==, 2);
  const SteadyEcmoRecord *first = &g_array_index (records, SteadyEcmoRecord, 0);
  const SteadyEcmoRecord *other = &g_array_index (records, SteadyEcmoRecord, 1);
  g_assert_cmpint (first->given, ==, part.given - start);
  g_assert_cmpstr (first->author, ==, "Ada"); /* the engine says who */
  g_assert_cmpstr (first->second, ==, "");
  g_assert_cmpstr (first->name, ==, "Quadrox-i Neonatal");
  g_assert_cmpstr (other->author, ==, "Ada");
  g_assert_cmpstr (other->second, ==, "Ben");
  g_assert_cmpstr (other->concerns, ==, "Fibrin at the outlet");
}

/* Nobody signed in, a viewer, oneself, no part, too old, to come, no name. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  SteadyEcmoRecord record = record_of (fixture, STEADY_ECMO_HANDOVER, "Ben");

  send (fixture, &record, true);
  steady_engine_fixture_sign_in (fixture, "Ada");
  record = record_of (fixture, STEADY_ECMO_HANDOVER, "Ben");
  send (fixture, &record, false);
  record = record_of (fixture, STEADY_ECMO_HANDOVER, "Ada");
  send (fixture, &record, true);
  record = record_of (fixture, STEADY_ECMO_HANDOVER, "");
  send (fixture, &record, true);
  record = record_of (fixture, STEADY_ECMO_PUT_IN, "");
  record.part = 0;
  send (fixture, &record, true);
  record.part = STEADY_ECMO_PARTS;
  send (fixture, &record, true);
  record = record_of (fixture, STEADY_ECMO_PUT_IN, "");
  record.given += 60 * STEADY_NSEC_PER_SEC;
  send (fixture, &record, true);
  record.given -= INT64_C (100 * 24 * 60) * STEADY_NSEC_PER_MIN;
  send (fixture, &record, true);
  record = record_of (fixture, (SteadyEcmoAct) 7, "Ben");
  send (fixture, &record, true);
  record = record_of (fixture, STEADY_ECMO_PUT_IN, "");
  record.id = 0;
  send (fixture, &record, true);
  g_autoptr (GArray) records = kept (fixture);
  g_assert_cmpuint (records->len, ==, 0);
}

/* How blood clots says nothing about gas: the clock of the next gas runs on. */
static void
test_anti_xa_is_no_gas (Fixture *fixture, gconstpointer data)
{
  SteadyRequest request = { .type = STEADY_FRAME_CLINICAL_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .clinical = { .id = 7,
                                          .given = fixture->engine->moment.now,
                                          .kind = STEADY_CLINICAL_SAMPLE,
                                          .amount = NAN,
                                          .temperature_c = NAN,
                                          .n_values = 1 } };

  steady_engine_fixture_sign_in (fixture, "Ada");
  request.clinical.values[0].channel = STEADY_CHANNEL_ANTI_XA;
  request.clinical.values[0].entered = 0.4;
  g_strlcpy (request.clinical.values[0].unit, "IU/mL", 12);
  steady_engine_fixture_push (fixture, &request);
  g_assert_cmpuint (fixture->engine->clinical.count, ==, 1);
  g_assert_cmpint (fixture->engine->conduct.gas_at, ==, STEADY_INSTANT_NEVER);
  g_assert_cmpint (fixture->engine->conduct.act_at, ==, STEADY_INSTANT_NEVER);
  steady_engine_fixture_close (fixture);
}

/* What the page sends in the units of a site stands in the case in those of its
 * channels, with what was entered beside it. */
static void
test_units_of_the_site (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    SteadyChannel channel;
    double        entered;
    const char   *unit;
    double        value;
  } entries[] = {
    { STEADY_CHANNEL_ARTERIAL_PCO2, 6.0, "kPa", 45.00372 },
    { STEADY_CHANNEL_ARTERIAL_PO2, 12.0, "kPa", 90.00744 },
    { STEADY_CHANNEL_LACTATE, 27, "mg/dL", 2.99734 },
    { STEADY_CHANNEL_HAEMOGLOBIN, 120, "g/L", 12.0 },
  };
  SteadyRequest request = { .type = STEADY_FRAME_CLINICAL_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .clinical = { .kind = STEADY_CLINICAL_SAMPLE,
                                          .amount = NAN,
                                          .temperature_c = NAN,
                                          .n_values = 1 } };
  GArray       *acts = NULL;
  g_autoptr (GError) error = NULL;

  steady_engine_fixture_sign_in (fixture, "Ada");
  for (unsigned i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      request.clinical.id = 7 + i;
      request.clinical.given = fixture->engine->moment.now;
      request.clinical.values[0] =
          (SteadyClinicalValue){ .channel = entries[i].channel,
                                 .entered = entries[i].entered };
      g_strlcpy (request.clinical.values[0].unit,
                 entries[i].unit,
                 sizeof request.clinical.values[0].unit);
      steady_engine_fixture_push (fixture, &request);
    }
  steady_engine_fixture_close (fixture);
  SteadyCaseReader *reader = steady_case_reader_open (fixture->case_file, &error);
  g_assert_no_error (error);
  steady_case_reader_clinical (reader, &acts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (acts->len, ==, G_N_ELEMENTS (entries));
  for (unsigned i = 0; i < acts->len; i++)
    {
      const SteadyClinicalValue *value =
          &g_array_index (acts, SteadyClinicalRecord, i).values[0];
      g_assert_cmpfloat_with_epsilon (value->value, entries[i].value, 1e-4);
      g_assert_cmpfloat_with_epsilon (value->entered, entries[i].entered, 1e-9);
      g_assert_cmpstr (value->unit, ==, entries[i].unit);
    }
  g_array_unref (acts);
  steady_case_reader_free (reader);
}

#define ADD(path, function)         \
  g_test_add ("/engine/ecmo/" path, \
              Fixture,              \
              NULL,                 \
              set_up,               \
              function,             \
              steady_engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kept-with-names", test_kept_with_names);
  ADD ("refused", test_refused);
  ADD ("anti-xa-is-no-gas", test_anti_xa_is_no_gas);
  ADD ("units-of-the-site", test_units_of_the_site);
  return g_test_run ();
}
