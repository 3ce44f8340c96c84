/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-shelf.h"

/*
 * A shelf of 20,000 cases: what the first list costs against reading all the cards in
 * the same run, and what memory it takes. TAP, with figures as comments.
 *
 *   build/tests/bench/bench-shelf [CASES]
 */
enum
{
  CASES = 20000,
  PAGE = 64,
  RATIO = 20,      /* the first list takes at most this part of reading all */
  MEMORY_KB = 8192 /* of a process that shows it, beyond what it had before */
};

static double
now_ms (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static void
describe (void *data, const char *path, SteadyCaseCard *ret_card)
{
  unsigned *made = data;

  g_snprintf (ret_card->name, sizeof ret_card->name, "Child %u", *made);
  g_strlcpy (ret_card->lesion,
             *made % 3 == 0 ? "Tetralogy of Fallot" : "Ventricular septal defect",
             sizeof ret_card->lesion);
  g_strlcpy (ret_card->profile, "neonate", sizeof ret_card->profile);
  ret_card->start_utc = (int64_t) *made * 86400 * 1000000000;
  ret_card->finished = true;
  ret_card->weight_kg = 3 + *made % 100 / 10.0;
  ret_card->length_s = 7200;
  ret_card->n_phases = 5;
  ret_card->n_metrics = 14;
  for (unsigned i = 0; i < ret_card->n_metrics; i++)
    {
      g_snprintf (ret_card->metrics[i].rule, 40, "rule-%u", i);
      ret_card->metrics[i].outside_pct = i;
    }
  (*made)++;
  (void) path;
}

static long
private_kb (void)
{
  g_autofree char *text = NULL;
  const char      *found;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) ||
      (found = strstr (text, "Private_Dirty:")) == NULL)
    return -1;
  return strtol (found + strlen ("Private_Dirty:"), NULL, 10);
}

/* Opens the shelf and reads the cards of one screen. */
static SteadyCaseShelf *
show_first (const char *index, SteadyCaseCard *cards, unsigned *ret_count)
{
  const SteadyShelfQuery all = { .text = NULL };
  SteadyCaseShelf       *shelf = steady_case_shelf_open (index, NULL);
  unsigned               shown;

  if (shelf == NULL || !steady_case_shelf_count (shelf, &all, ret_count, NULL) ||
      !steady_case_shelf_page (shelf, &all, 0, cards, PAGE, &shown, NULL))
    exit (EXIT_FAILURE);
  return shelf;
}

static double
read_all (SteadyCaseShelf *shelf, SteadyCaseCard *cards, unsigned count)
{
  const SteadyShelfQuery all = { .text = NULL };
  const double           begin = now_ms ();
  unsigned               shown;

  for (unsigned i = 0; i < count; i += PAGE)
    steady_case_shelf_page (shelf, &all, i, cards, PAGE, &shown, NULL);
  return now_ms () - begin;
}

static double
search (SteadyCaseShelf *shelf, SteadyCaseCard *cards, unsigned *ret_found)
{
  const SteadyShelfQuery query = { .text = "fallot child" };
  const double           begin = now_ms ();
  unsigned               shown;

  steady_case_shelf_count (shelf, &query, ret_found, NULL);
  steady_case_shelf_page (shelf, &query, 0, cards, PAGE, &shown, NULL);
  return now_ms () - begin;
}

static void
make_stubs (const char *folder, unsigned cases)
{
  for (unsigned i = 0; i < cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/case-%06u.steady", folder, i);
      FILE            *file = fopen (path, "w");
      if (file != NULL)
        fclose (file);
    }
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
check (bool fine, const char *what)
{
  static unsigned number;
  printf ("%sok %u %s\n", fine ? "" : "not ", ++number, what);
}

int
main (int argc, char **argv)
{
  const unsigned   cases = argc > 1 ? (unsigned) strtoul (argv[1], NULL, 10) : CASES;
  g_autofree char *folder = g_dir_make_tmp ("steady-bench-shelf-XXXXXX", NULL);
  g_autofree char *index = g_build_filename (folder, "shelf.sqlite", NULL);
  SteadyCaseCard  *cards = g_new0 (SteadyCaseCard, PAGE);
  SteadyShelfScan  scan;
  unsigned         made = 0, count = 0, found = 0;

  puts ("1..4");
  make_stubs (folder, cases);
  double           begin = now_ms ();
  SteadyCaseShelf *shelf = steady_case_shelf_open (index, NULL);
  bool             fine =
      steady_case_shelf_scan (shelf, folder, describe, NULL, &made, &scan, NULL);
  steady_case_shelf_free (shelf);
  printf ("# first scan of %u cases (stubs): %.0f ms\n", scan.read, now_ms () - begin);
  const long before = private_kb ();
  begin = now_ms ();
  shelf = show_first (index, cards, &count);
  const double first = now_ms () - begin;
  const long   memory = private_kb () - before;
  const double all = read_all (shelf, cards, count);
  const double searched = search (shelf, cards, &found);
  begin = now_ms ();
  fine = steady_case_shelf_scan (shelf, folder, describe, NULL, &made, &scan, NULL) &&
         fine && count == cases;
  printf ("# first list: %.2f ms, all cards: %.1f ms, ratio %.4f, limit %.4f\n",
          first,
          all,
          first / all,
          1.0 / RATIO);
  printf ("# memory of the list: %ld KiB, limit %d, ratio %.3f\n",
          memory,
          MEMORY_KB,
          (double) memory / MEMORY_KB);
  printf ("# search among %u: %u found in %.1f ms; nothing new: %.0f ms\n",
          count,
          found,
          searched,
          now_ms () - begin);
  check (fine, "all cases are on the shelf");
  check (scan.read == 0, "a second scan opens none");
  check (first * RATIO <= all, "the first list is a small part of all");
  check (memory < MEMORY_KB, "a list does not load the shelf");
  steady_case_shelf_free (shelf);
  g_free (cards);
  remove_all (folder);
  return EXIT_SUCCESS;
}
