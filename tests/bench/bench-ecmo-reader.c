/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include <glib/gstdio.h>

#include "casefile/steady-case-reader-private.h"
#include "ecmo/steady-ecmo-source.h"
#include "steady-ecmo-case.h"

/*
 * How long the single transactions last with which the ECMO page reads a case, since a
 * reader that stays open lets the write-ahead log grow (engineering rulings, 15: at
 * most 50 ms):
 *
 *   build/tests/bench/bench-ecmo-reader          a made-up case of 12 h, left open
 *   build/tests/bench/bench-ecmo-reader CASE     that case
 *
 * Each question is asked as the page asks it: first with nothing known, then again as
 * it does every ten seconds. The linker puts the two functions below around those of
 * the reader.
 */

#define LIMIT_MS 50.0
#define HOURS    12

bool __real_steady_case_reader_enter (SteadyCaseReader *self, GError **error);
bool __real_steady_case_reader_leave (SteadyCaseReader *self, int code, GError **error);
bool __wrap_steady_case_reader_enter (SteadyCaseReader *self, GError **error);
bool __wrap_steady_case_reader_leave (SteadyCaseReader *self, int code, GError **error);

static SteadyInstant entered;
static GArray       *spans; /* of double, ms */

bool
__wrap_steady_case_reader_enter (SteadyCaseReader *self, GError **error)
{
  entered = steady_clock_now ();
  return __real_steady_case_reader_enter (self, error);
}

bool
__wrap_steady_case_reader_leave (SteadyCaseReader *self, int code, GError **error)
{
  const bool   fine = __real_steady_case_reader_leave (self, code, error);
  const double ms =
      (double) (steady_clock_now () - entered) / (double) STEADY_NSEC_PER_MSEC;

  g_array_append_val (spans, ms);
  return fine;
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, other = *(const double *) b;
  return one < other ? -1 : one > other;
}

/* Prints what a question cost; true: no transaction was too long. */
static bool
ask (SteadyCaseReader         *reader,
     const char               *file,
     const SteadyEcmoQuestion *question,
     GHashTable               *known,
     const char               *name)
{
  const SteadyInstant begin = steady_clock_now ();
  unsigned            over = 0;

  g_array_set_size (spans, 0);
  SteadyEcmoSheet *sheet = steady_ecmo_sheet_read (reader, file, question, known);
  const double     all =
      (double) (steady_clock_now () - begin) / (double) STEADY_NSEC_PER_MSEC;
  if (sheet->course == NULL)
    printf ("%s: %s\n", name, sheet->error);
  steady_ecmo_sheet_free (sheet);
  g_array_sort (spans, by_value);
  for (unsigned i = 0; i < spans->len; i++)
    over += g_array_index (spans, double, i) > LIMIT_MS ? 1 : 0;
  if (spans->len > 0)
    printf ("%-24s %4u transactions, %8.1f ms in all, median %6.2f, p99 %6.2f, longest "
            "%6.2f ms, %u over %.0f ms\n",
            name,
            spans->len,
            all,
            g_array_index (spans, double, spans->len / 2),
            g_array_index (spans, double, (spans->len - 1) * 99 / 100),
            g_array_index (spans, double, spans->len - 1),
            over,
            LIMIT_MS);
  return over == 0;
}

static bool
ask_all (const char *file)
{
  static const SteadyChannel traces[] = {
    STEADY_CHANNEL_FLOW_PER_KG,
    STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE,
    STEADY_CHANNEL_VENOUS_LINE_PRESSURE,
    STEADY_CHANNEL_VENOUS_SATURATION,
    STEADY_CHANNEL_ARTERIAL_MEAN,
    STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
    STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT,
  };
  static const unsigned hours[] = { 6, 24, 72, 288 };
  SteadyEcmoQuestion    question = { .hours = STEADY_ECMO_COLUMNS };
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) known = steady_ecmo_known_new ();
  SteadyCaseReader *reader = steady_case_reader_open (file, &error);

  if (reader == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return false;
    }
  bool fine = ask (reader, file, &question, known, "hours, first");
  fine = ask (reader, file, &question, known, "hours, again") && fine;
  question.columns = 1000;
  question.n_traces = G_N_ELEMENTS (traces);
  for (unsigned i = 0; i < G_N_ELEMENTS (traces); i++)
    question.traces[i] = traces[i];
  for (unsigned i = 0; i < G_N_ELEMENTS (hours); i++)
    for (unsigned again = 0; again < 2; again++)
      {
        g_autofree char *name = g_strdup_printf (
            "trends of %u h, %s", hours[i], again > 0 ? "again" : "first");
        question.span = (SteadySpan) hours[i] * 60 * STEADY_NSEC_PER_MIN;
        fine = ask (reader, file, &question, known, name) && fine;
      }
  steady_case_reader_free (reader);
  return fine;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  bool fine;

  spans = g_array_new (FALSE, FALSE, sizeof (double));
  if (argc > 1)
    fine = ask_all (argv[1]);
  else
    {
      g_autofree char *folder = g_dir_make_tmp ("steady-ecmo-bench-XXXXXX", NULL);
      g_autofree char *file = g_build_filename (folder, "case.steady", NULL);
      fine = steady_ecmo_case_make_open (file, HOURS * 3600, &error) && ask_all (file);
      if (error != NULL)
        fprintf (stderr, "%s\n", error->message);
      static const char *const ends[] = { "", "-wal", "-shm" };
      for (unsigned i = 0; i < G_N_ELEMENTS (ends); i++)
        {
          g_autofree char *part = g_strconcat (file, ends[i], NULL);
          g_unlink (part);
        }
      g_rmdir (folder);
    }
  g_array_unref (spans);
  return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
