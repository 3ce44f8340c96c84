/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "casefile/steady-case-shelf.h"
#include "records/steady-case-item.h"
#include "records/steady-case-list.h"
#include "records/steady-case-words.h"

enum
{
  CASES = 500
};

static char *folder, *shelf_file;

static void
describe (void *data, const char *path, SteadyCaseCard *ret_card)
{
  const unsigned number =
      (unsigned) g_ascii_strtoull (path + strlen (path) - 10, NULL, 10);

  g_snprintf (ret_card->name, sizeof ret_card->name, "Child %u", number);
  g_strlcpy (ret_card->lesion, "Tetralogy of Fallot", sizeof ret_card->lesion);
  ret_card->start_utc = number;
  ret_card->finished = true;
  ret_card->weight_kg = number % 2 == 0 ? (double) NAN : 3.2;
  ret_card->length_s = 3600;
  ret_card->bypass_s = 1800;
  ret_card->marks = number % 100 == 0 ? 3 : 0;
  (void) data;
}

static void
fill (void)
{
  SteadyShelfScan scan;

  folder = g_dir_make_tmp ("steady-records-XXXXXX", NULL);
  shelf_file = g_build_filename (folder, "shelf.sqlite", NULL);
  for (unsigned i = 0; i < CASES; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%03u.steady", folder, i);
      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    }
  g_autoptr (SteadyCaseShelf) shelf = steady_case_shelf_open (shelf_file, NULL);
  g_assert_true (
      steady_case_shelf_scan (shelf, folder, describe, NULL, NULL, &scan, NULL));
  g_assert_cmpuint (scan.read, ==, CASES);
}

static void
empty (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

static int64_t
start_at (SteadyCaseList *list, unsigned position)
{
  g_autoptr (SteadyCaseItem) item =
      g_list_model_get_item (G_LIST_MODEL (list), position);
  g_assert_nonnull (item);
  return steady_case_item_card (item)->start_utc;
}

/* What is not shown is not read. */
static void
test_lazy (void)
{
  g_autoptr (SteadyCaseList) list = steady_case_list_new ();

  g_assert_true (steady_case_list_load (list, shelf_file, NULL, 0, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, CASES);
  g_assert_cmpuint (steady_case_list_pages_read (list), ==, 0);
  for (unsigned i = 0; i < 30; i++)
    g_assert_cmpint (start_at (list, i), ==, CASES - 1 - i);
  g_assert_cmpuint (steady_case_list_pages_read (list), ==, 1);
  g_assert_cmpint (start_at (list, CASES - 1), ==, 0);
  g_assert_cmpint (start_at (list, 3), ==, CASES - 4);
  g_assert_cmpuint (steady_case_list_pages_read (list), ==, 2);
  for (unsigned i = 0; i < CASES; i++)
    g_assert_cmpint (start_at (list, i), ==, CASES - 1 - i);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), CASES));
}

static void
test_search (void)
{
  g_autoptr (SteadyCaseList) list = steady_case_list_new ();

  g_assert_true (steady_case_list_load (list, shelf_file, "child 42", 0, NULL));
  /* 42, 142, 242, 342, 420 … 429, 442 */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 15);
  g_assert_true (steady_case_list_load (list, shelf_file, NULL, 1, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 5);
  g_assert_true (steady_case_list_load (list, shelf_file, "nobody", 0, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 0));
}

/* Missing is said, and a case that cannot be read stays. */
static void
test_words (void)
{
  SteadyCaseCard   card = { .path = "/cases/broken.steady",
                            .weight_kg = NAN,
                            .length_s = NAN,
                            .finished = true,
                            .marks = 1 };
  g_autofree char *facts = steady_case_words_facts (&card);
  g_autofree char *marks = steady_case_words_marks (&card);

  g_assert_true (g_str_has_prefix (facts, "weight not known"));
  g_assert_cmpstr (marks, ==, "Teaching case");
  g_strlcpy (card.problem, "it is no case", sizeof card.problem);
  g_autofree char *title = steady_case_words_title (&card);
  g_autofree char *problem = steady_case_words_facts (&card);
  g_assert_cmpstr (title, ==, "broken.steady");
  g_assert_cmpstr (problem, ==, "it is no case");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/records/lazy", test_lazy);
  g_test_add_func ("/records/search", test_search);
  g_test_add_func ("/records/words", test_words);
  const int status = g_test_run ();
  empty ();
  g_free (folder);
  g_free (shelf_file);
  return status;
}
