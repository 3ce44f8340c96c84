/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-checklist.h"
#include "checklist/steady-checklist-state.h"

/* What becomes of an item: read, verified by another, skipped, taken back, again. */

#define SEC STEADY_NSEC_PER_SEC

typedef struct Fixture
{
  GPtrArray           *all;
  SteadyChecklistState state;
  uint64_t             id;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  memset (fixture, 0, sizeof *fixture);
  fixture->all = steady_checklist_load_all (NULL);
  g_assert_cmpuint (fixture->all->len, >, 20);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->all);
}

static SteadyChecklistRecord
record_of (Fixture *fixture, SteadyChecklistAct act, const char *list, const char *item)
{
  SteadyChecklistRecord record = { .id = ++fixture->id,
                                   .t = (SteadyInstant) fixture->id * SEC,
                                   .act = act };

  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    record.values[i] = (double) NAN;
  g_strlcpy (record.list, list, sizeof record.list);
  g_strlcpy (record.item, item, sizeof record.item);
  g_strlcpy (record.author, "Anna B.", sizeof record.author);
  return record;
}

static SteadyRefusal
take (Fixture *fixture, SteadyChecklistRecord *record)
{
  const SteadyRefusal refusal =
      steady_checklist_state_check (&fixture->state, fixture->all, record);
  if (refusal == STEADY_REFUSAL_NONE)
    g_assert_true (steady_checklist_state_take (&fixture->state, record));
  return refusal;
}

static SteadyRefusal
act (Fixture *fixture, SteadyChecklistAct act_of, const char *item, const char *second)
{
  SteadyChecklistRecord record = record_of (fixture, act_of, "before-bypass", item);
  g_strlcpy (record.second, second, sizeof record.second);
  return take (fixture, &record);
}

static unsigned
state_of (Fixture *fixture, const char *item)
{
  const SteadyChecklistLine *line =
      steady_checklist_state_line (&fixture->state, "before-bypass", item);
  return line != NULL ? line->state : 0;
}

static void
test_read_and_verify (Fixture *fixture, gconstpointer data)
{
  const char *item = "level-test";

  g_assert_cmpint (act (fixture, STEADY_CHECKLIST_VERIFIED, item, "Ben C."),
                   ==,
                   STEADY_REFUSAL_NOT_READ);
  g_assert_cmpint (
      act (fixture, STEADY_CHECKLIST_READ, item, ""), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpuint (steady_checklist_state_met (&fixture->state, fixture->all), ==, 0);
  g_assert_cmpint (act (fixture, STEADY_CHECKLIST_VERIFIED, item, ""),
                   ==,
                   STEADY_REFUSAL_SAME_PERSON);
  g_assert_cmpint (act (fixture, STEADY_CHECKLIST_VERIFIED, item, "anna b."),
                   ==,
                   STEADY_REFUSAL_SAME_PERSON);
  g_assert_cmpint (act (fixture, STEADY_CHECKLIST_VERIFIED, item, "Ben C."),
                   ==,
                   STEADY_REFUSAL_NONE);
  g_assert_cmpuint (steady_checklist_state_met (&fixture->state, fixture->all),
                    ==,
                    STEADY_NEED_LEVEL);
  const SteadyChecklistLine *line =
      steady_checklist_state_line (&fixture->state, "before-bypass", item);
  g_assert_cmpstr (line->reader, ==, "Anna B.");
  g_assert_cmpstr (line->second, ==, "Ben C.");
  g_assert_cmpint (line->verified_at, >, line->read_at);
  g_assert_cmpint (
      act (fixture, STEADY_CHECKLIST_TAKEN_BACK, item, ""), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpuint (steady_checklist_state_met (&fixture->state, fixture->all), ==, 0);
}

static void
test_skipped_with_a_reason (Fixture *fixture, gconstpointer data)
{
  SteadyChecklistRecord record =
      record_of (fixture, STEADY_CHECKLIST_SKIPPED, "before-bypass", "air-test");

  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NO_REASON);
  record.id = ++fixture->id;
  g_strlcpy (record.text, "emergency", sizeof record.text);
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpuint (state_of (fixture, "air-test"), ==, STEADY_CHECKLIST_SKIPPED);
  /* what is skipped is not met, and cannot be verified */
  g_assert_cmpuint (steady_checklist_state_met (&fixture->state, fixture->all), ==, 0);
  g_assert_cmpint (act (fixture, STEADY_CHECKLIST_VERIFIED, "air-test", "Ben C."),
                   ==,
                   STEADY_REFUSAL_NOT_READ);
}

static void
test_values_and_choices (Fixture *fixture, gconstpointer data)
{
  SteadyChecklistRecord record =
      record_of (fixture, STEADY_CHECKLIST_READ, "before-bypass", "line-test");

  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  record.values[0] = 180;
  record.values[1] = 25;
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
  g_assert_true (isnan (record.values[2]));
  record = record_of (fixture, STEADY_CHECKLIST_READ, "before-bypass", "line-test");
  record.values[0] = 1800;
  record.values[1] = 25;
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  record = record_of (fixture, STEADY_CHECKLIST_READ, "before-bypass", "tubing");
  g_strlcpy (record.text, "a hose", sizeof record.text);
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_OUT_OF_LIMITS);
  g_strlcpy (record.text, "1/4 in", sizeof record.text);
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
}

static void
test_what_there_is_not (Fixture *fixture, gconstpointer data)
{
  SteadyChecklistRecord record =
      record_of (fixture, STEADY_CHECKLIST_READ, "no-list", "level-test");

  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NO_SUCH_ITEM);
  g_assert_cmpint (act (fixture, STEADY_CHECKLIST_READ, "no-item", ""),
                   ==,
                   STEADY_REFUSAL_NO_SUCH_ITEM);
  g_assert_cmpint (
      act (fixture, 77, "level-test", ""), ==, STEADY_REFUSAL_NO_SUCH_ITEM);
  g_assert_cmpint (
      act (fixture, STEADY_CHECKLIST_ROUND, "", ""), ==, STEADY_REFUSAL_NO_SUCH_ITEM);
  record = record_of (fixture, STEADY_CHECKLIST_READ, "before-bypass", "air-test");
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_STALE);
  /* texts that do not end are ended */
  record = record_of (fixture, STEADY_CHECKLIST_READ, "before-bypass", "air-test");
  memset (record.text, 'x', sizeof record.text);
  memset (record.second, 'x', sizeof record.second);
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
  g_assert_cmpstr (record.text, ==, "");
}

/* A new hour opens all items of the list again; what was done keeps its turn. */
static void
test_a_list_that_repeats (Fixture *fixture, gconstpointer data)
{
  const SteadyChecklist *list = steady_checklist_find (fixture->all, "ecmo-circuit");
  SteadyChecklistRecord  record =
      record_of (fixture, STEADY_CHECKLIST_ROUND, "ecmo-circuit", "");

  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
  record = record_of (fixture, STEADY_CHECKLIST_READ, "ecmo-circuit", "pupils");
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
  SteadyChecklistCount count =
      steady_checklist_state_count (&fixture->state, list, false);
  g_assert_cmpuint (count.turn, ==, 1);
  g_assert_cmpuint (count.done, ==, 1); /* one person is enough for it */
  g_assert_cmpuint (count.open, ==, list->n_items - 1);
  g_assert_cmpint (count.began, ==, 1 * SEC);
  g_assert_cmpint (count.last_act, ==, 2 * SEC);
  record = record_of (fixture, STEADY_CHECKLIST_ROUND, "ecmo-circuit", "");
  g_assert_cmpint (take (fixture, &record), ==, STEADY_REFUSAL_NONE);
  count = steady_checklist_state_count (&fixture->state, list, false);
  g_assert_cmpuint (count.turn, ==, 2);
  g_assert_cmpuint (count.done, ==, 0);
  g_assert_cmpuint (count.open, ==, list->n_items);
}

/* The same records give the same state, through the rows of a case too. */
static void
test_through_a_case (Fixture *fixture, gconstpointer data)
{
  const SteadyInstant   start = 77 * SEC;
  SteadyChecklistRecord record =
      record_of (fixture, STEADY_CHECKLIST_READ, "before-bypass", "prime-gas");
  SteadyChecklistRecord back;
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    record.values[i] = 1.25 + i;
  record.values[5] = (double) NAN;
  g_strlcpy (record.text, "\"quoted\" \\ Ü", sizeof record.text);
  g_strlcpy (record.second, "Ben C.", sizeof record.second);
  record.turn = 3;
  record.t = start + 5 * SEC;
  g_autofree char *json = steady_case_checklist_json (&record, start);
  g_assert_true (steady_case_checklist_parse (json, start, &back, &error));
  g_assert_no_error (error);
  g_assert_true (isnan (back.values[5]));
  back.values[5] = record.values[5];
  g_assert_cmpmem (&back, sizeof back, &record, sizeof record);
  g_assert_false (steady_case_checklist_parse ("{}", start, &back, NULL));
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  SteadyChecklistRecord record =
      record_of (fixture, STEADY_CHECKLIST_READ, "before-bypass", "air-test");

  for (unsigned i = 0; i < STEADY_CHECKLIST_LINES; i++)
    {
      g_snprintf (record.item, sizeof record.item, "made-up-%u", i);
      record.id++;
      g_assert_true (steady_checklist_state_take (&fixture->state, &record));
    }
  g_strlcpy (record.item, "one-more", sizeof record.item);
  g_assert_false (steady_checklist_state_take (&fixture->state, &record));
  fixture->id = record.id;
  g_assert_cmpint (act (fixture, STEADY_CHECKLIST_READ, "air-test", ""),
                   ==,
                   STEADY_REFUSAL_NO_SUCH_ITEM);
}

#define ADD(path, function) \
  g_test_add ("/checklist/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("read-verify", test_read_and_verify);
  ADD ("skipped", test_skipped_with_a_reason);
  ADD ("values", test_values_and_choices);
  ADD ("unknown", test_what_there_is_not);
  ADD ("repeats", test_a_list_that_repeats);
  ADD ("case", test_through_a_case);
  ADD ("full", test_full);
  return g_test_run ();
}
