/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "console/steady-clinical-book.h"
#include "console/steady-clinical-list.h"

/* What stands of the records of a case, and what it adds up to. */

static void
tell (SteadyClinicalBook *book, const SteadyClinicalRecord *record)
{
  const SteadyFrame frame = { .header = { .type = STEADY_FRAME_CLINICAL, .count = 1 },
                              .payload = record,
                              .length = sizeof *record };
  g_assert_true (steady_clinical_book_take (book, &frame));
}

static SteadyClinicalRecord
record_of (uint64_t id, SteadyClinicalKind kind, const char *what, double amount)
{
  SteadyClinicalRecord record = {
    .id = id, .kind = (uint32_t) kind, .amount = amount, .given = (SteadyInstant) id
  };
  g_strlcpy (record.what, what, sizeof record.what);
  return record;
}

/* A chain of amendments counts once, with its last link; a withdrawn one not at all. */
static void
test_amendments_count_once (void)
{
  SteadyClinicalBook   book;
  SteadyClinicalRecord cells = record_of (1, STEADY_CLINICAL_VOLUME, "red-cells", 50);
  SteadyClinicalRecord second = record_of (2, STEADY_CLINICAL_VOLUME, "red-cells", 60);
  SteadyClinicalRecord third = record_of (3, STEADY_CLINICAL_VOLUME, "red-cells", 70);
  SteadyClinicalRecord filtrate =
      record_of (4, STEADY_CLINICAL_VOLUME, "ultrafiltrate", -30);
  SteadyClinicalRecord never = filtrate;

  steady_clinical_book_init (&book);
  second.amends = 1;
  third.amends = 2;
  never.id = 5;
  never.amends = 4;
  never.flags = STEADY_CLINICAL_WITHDRAWN;
  tell (&book, &cells);
  tell (&book, &second);
  tell (&book, &third);
  tell (&book, &filtrate);
  SteadyClinicalTotals totals = steady_clinical_book_totals (&book);
  g_assert_cmpfloat_with_epsilon (totals.volume_in_ml, 70, 1e-9);
  g_assert_cmpfloat_with_epsilon (totals.volume_out_ml, 30, 1e-9);
  g_assert_cmpfloat_with_epsilon (totals.filtered_ml, 30, 1e-9);
  g_assert_false (steady_clinical_book_stands (&book, 0));
  g_assert_true (steady_clinical_book_stands (&book, 2));
  tell (&book, &never);
  totals = steady_clinical_book_totals (&book);
  g_assert_cmpfloat_with_epsilon (totals.volume_out_ml, 0, 1e-9);
  g_assert_cmpint (totals.cardioplegia_end, ==, STEADY_INSTANT_NEVER);
  /* a new WELCOME begins anew: the engine tells all of it again */
  const SteadyFrame welcome = { .header = { .type = STEADY_FRAME_WELCOME } };
  g_assert_true (steady_clinical_book_take (&book, &welcome));
  g_assert_null (steady_clinical_book_at (&book, 0));
  steady_clinical_book_finish (&book);
}

/* A frame with a circle of amendments, which no engine makes, ends too. */
static void
test_a_circle_ends (void)
{
  SteadyClinicalBook   book;
  SteadyClinicalRecord one = record_of (1, STEADY_CLINICAL_VOLUME, "urine", -10);
  SteadyClinicalRecord other = record_of (2, STEADY_CLINICAL_VOLUME, "urine", -10);

  steady_clinical_book_init (&book);
  one.amends = 2;
  other.amends = 1;
  tell (&book, &one);
  tell (&book, &other);
  steady_clinical_book_totals (&book);
  steady_clinical_book_finish (&book);
}

/* The ratio is written blood : crystalloid; del Nido is 1 : 4. */
static void
test_words_and_lists (void)
{
  SteadyClinicalRecord dose =
      record_of (1, STEADY_CLINICAL_CARDIOPLEGIA, "del-nido", 64);

  dose.blood_parts = 1;
  dose.crystalloid_parts = 4;
  g_autofree char *words = steady_clinical_words (&dose);
  g_assert_cmpstr (words, ==, "del Nido 64 mL, blood : crystalloid 1 : 4");
  g_assert_nonnull (steady_clinical_drug (0));
  g_assert_cmpstr (steady_clinical_drug (0)->unit, ==, "IU");
  g_assert_cmpstr (steady_clinical_solution (0)->id, ==, "del-nido");
  g_assert_cmpuint (steady_clinical_solution (0)->crystalloid_parts, ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clinical-book/amendments", test_amendments_count_once);
  g_test_add_func ("/clinical-book/circle", test_a_circle_ends);
  g_test_add_func ("/clinical-book/words", test_words_and_lists);
  return g_test_run ();
}
