/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "casefile/steady-case-shelf.h"

/* A folder of files that are cases by their name only; a describer makes cards of them.
 */
typedef struct Fixture
{
  char    *folder;
  char    *index;
  unsigned described;
  unsigned stop_after; /* 0: never */
} Fixture;

static char *
path_of (const Fixture *self, unsigned number)
{
  return g_strdup_printf ("%s/2026-01-%03u.steady", self->folder, number);
}

static void
write_case (const Fixture *self, unsigned number, const char *text)
{
  g_autofree char *path = path_of (self, number);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  (void) data;
  self->folder = g_dir_make_tmp ("steady-shelf-XXXXXX", NULL);
  self->index = g_build_filename (self->folder, "shelf.sqlite", NULL);
  for (unsigned i = 0; i < 100; i++)
    write_case (self, i, "x");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  (void) data;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->index);
}

/* Every tenth is marked, every other is Ärger's. */
static void
describe (void *data, const char *path, SteadyCaseCard *ret_card)
{
  Fixture       *self = data;
  const unsigned number =
      (unsigned) g_ascii_strtoull (path + strlen (path) - 10, NULL, 10);

  self->described++;
  g_strlcpy (
      ret_card->name, number % 2 == 0 ? "Stuffy" : "Ärger", sizeof ret_card->name);
  g_strlcpy (ret_card->lesion,
             number % 3 == 0 ? "Tetralogy of Fallot" : "Ventricular septal defect",
             sizeof ret_card->lesion);
  g_strlcpy (ret_card->profile, "neonate", sizeof ret_card->profile);
  ret_card->start_utc = number;
  ret_card->finished = true;
  ret_card->weight_kg = number == 7 ? (double) NAN : number / 10.0;
  ret_card->length_s = 100;
  ret_card->marks = number % 10 == 0 ? 1 : 0;
  ret_card->n_phases = 1;
  ret_card->phases[0] = (SteadyCardPhase){ .kind = 1, .from = 0.25f, .to = 0.75f };
  ret_card->n_metrics = 1;
  ret_card->metrics[0] =
      (SteadyCardMetric){ .rule = "map-low",
                          .outside_pct = number == 3 ? (double) NAN : number,
                          .outside_s = 5 };
}

static bool
go_on (void *data, unsigned done, unsigned all)
{
  Fixture *self = data;
  (void) all;
  return self->stop_after == 0 || done < self->stop_after;
}

static SteadyShelfScan
scan (Fixture *self, SteadyCaseShelf *shelf)
{
  SteadyShelfScan result;
  g_autoptr (GError) error = NULL;

  self->described = 0;
  steady_case_shelf_scan (shelf, self->folder, describe, go_on, self, &result, &error);
  g_assert_no_error (error);
  return result;
}

static SteadyCaseShelf *
open_shelf (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseShelf *shelf = steady_case_shelf_open (self->index, &error);
  g_assert_no_error (error);
  return shelf;
}

static unsigned
count_of (SteadyCaseShelf *shelf, const char *text, unsigned marks)
{
  const SteadyShelfQuery query = { .text = text, .marks = marks };
  unsigned               count = 0;
  g_assert_true (steady_case_shelf_count (shelf, &query, &count, NULL));
  return count;
}

static void
test_page (Fixture *self, gconstpointer data)
{
  g_autoptr (SteadyCaseShelf) shelf = open_shelf (self);
  g_autofree SteadyCaseCard *cards = g_new0 (SteadyCaseCard, 20);
  const SteadyShelfQuery     all = { .text = NULL };
  unsigned                   count;

  (void) data;
  g_assert_cmpuint (scan (self, shelf).read, ==, 100);
  g_assert_cmpuint (count_of (shelf, NULL, 0), ==, 100);
  g_assert_true (steady_case_shelf_page (shelf, &all, 0, cards, 20, &count, NULL));
  g_assert_cmpuint (count, ==, 20);
  g_assert_cmpint (cards[0].start_utc, ==, 99);
  g_assert_cmpint (cards[19].start_utc, ==, 80);
  g_assert_cmpstr (cards[0].lesion, ==, "Tetralogy of Fallot");
  g_assert_cmpuint (cards[0].n_phases, ==, 1);
  g_assert_cmpfloat_with_epsilon ((double) cards[0].phases[0].to, 0.75, 1e-6);
  g_assert_true (steady_case_shelf_page (shelf, &all, 92, cards, 20, &count, NULL));
  g_assert_cmpuint (count, ==, 8);
  g_assert_true (isnan (cards[0].weight_kg)); /* number 7: not known is not 0 */
}

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (SteadyCaseShelf) shelf = open_shelf (self);

  (void) data;
  scan (self, shelf);
  g_assert_cmpuint (count_of (shelf, "stuffy", 0), ==, 50);
  g_assert_cmpuint (count_of (shelf, "ÄRGER", 0), ==, 50);
  g_assert_cmpuint (count_of (shelf, "fallot ärg", 0), ==, 17);
  g_assert_cmpuint (count_of (shelf, "2026-01-042", 0), ==, 1);
  g_assert_cmpuint (count_of (shelf, "nobody", 0), ==, 0);
  g_assert_cmpuint (count_of (shelf, "' OR 1=1 --", 0), ==, 0);
  g_assert_cmpuint (count_of (shelf, NULL, 1), ==, 10);
  g_assert_cmpuint (count_of (shelf, NULL, 2), ==, 0);
}

/* Only what is new or changed is opened; what is gone goes. */
static void
test_incremental (Fixture *self, gconstpointer data)
{
  g_autoptr (SteadyCaseShelf) shelf = open_shelf (self);
  g_autofree char *gone = path_of (self, 50);

  (void) data;
  scan (self, shelf);
  g_assert_cmpuint (scan (self, shelf).read, ==, 0);
  g_assert_cmpuint (self->described, ==, 0);
  write_case (self, 20, "longer than before");
  write_case (self, 200, "new");
  g_assert_cmpint (g_unlink (gone), ==, 0);
  const SteadyShelfScan again = scan (self, shelf);
  g_assert_cmpuint (again.read, ==, 2);
  g_assert_cmpuint (again.gone, ==, 1);
  g_assert_cmpuint (again.files, ==, 100);
  g_assert_cmpuint (count_of (shelf, NULL, 0), ==, 100);
}

/* A scan that is stopped keeps what it has, and goes on later. */
static void
test_stopped (Fixture *self, gconstpointer data)
{
  g_autoptr (SteadyCaseShelf) shelf = open_shelf (self);

  (void) data;
  self->stop_after = 40;
  g_assert_cmpuint (scan (self, shelf).read, ==, 40);
  g_assert_cmpuint (count_of (shelf, NULL, 0), ==, 40);
  self->stop_after = 0;
  g_assert_cmpuint (scan (self, shelf).read, ==, 60);
  g_assert_cmpuint (count_of (shelf, NULL, 0), ==, 100);
}

static void
test_earlier (Fixture *self, gconstpointer data)
{
  g_autoptr (SteadyCaseShelf) shelf = open_shelf (self);
  GArray *earlier;

  (void) data;
  scan (self, shelf);
  g_assert_true (steady_case_shelf_earlier (
      shelf, "map-low", "neonate", false, 50, &earlier, NULL));
  g_assert_cmpuint (earlier->len, ==, 49); /* 0 … 49 without the one that is unknown */
  g_array_unref (earlier);
  g_assert_true (steady_case_shelf_earlier (
      shelf, "map-low", "infant", false, 50, &earlier, NULL));
  g_assert_cmpuint (earlier->len, ==, 0);
  g_array_unref (earlier);
  g_assert_true (steady_case_shelf_earlier (
      shelf, "map-low", "neonate", true, 50, &earlier, NULL));
  g_assert_cmpuint (earlier->len, ==, 0);
  g_array_unref (earlier);
}

/* What is no index, or a broken one, is made anew from the cases. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_true (g_file_set_contents (self->index,
                                      "this is no database at all, and "
                                      "long enough to look like one",
                                      -1,
                                      NULL));
  g_autoptr (SteadyCaseShelf) shelf = open_shelf (self);
  g_assert_cmpuint (scan (self, shelf).read, ==, 100);
}

#define TEST(name, function) \
  g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/shelf/page", test_page);
  TEST ("/shelf/search", test_search);
  TEST ("/shelf/incremental", test_incremental);
  TEST ("/shelf/stopped", test_stopped);
  TEST ("/shelf/earlier", test_earlier);
  TEST ("/shelf/damaged", test_damaged);
  return g_test_run ();
}
