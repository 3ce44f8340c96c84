/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-reader.h"
#include "console/steady-ecmo-print.h"
#include "steady-console-resources.h"
#include "steady-ecmo-bench.h"

/* A real engine keeps an ECMO run, is killed in the middle of it and goes on: what the
 * page shows is what the case holds, before and after. The medians are made here once
 * more, of the values that the case gives one by one. */

#define SCENARIO "scenarios/ecmo-transport.json"
#define KILLED   (18 * 60) /* seconds of the case after which the engine is killed */
#define MORE     (54 * 60) /* … and how many it records afterwards */
#define PATIENCE (240 * STEADY_NSEC_PER_SEC)
#define MOST     8000 /* values of a channel in an hour */

static const char *engine_program;
static char       *case_file;

static GSubprocess *
start (const char *option, const char *file, const char *until)
{
  g_autoptr (GError) error = NULL;
  const char *const command[] = {
    engine_program, option,
    file,           "--speed",
    "max",          "--until",
    until,          strcmp (option, "--resume") == 0 ? NULL : "--case",
    case_file,      NULL
  };
  GSubprocess *engine = g_subprocess_newv (command,
                                           G_SUBPROCESS_FLAGS_STDERR_SILENCE |
                                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                                           &error);

  g_assert_no_error (error);
  return engine;
}

static SteadyCaseReader *
open_case (SteadyCaseSpan *ret_span)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (case_file, &error);

  g_assert_no_error (error);
  steady_case_reader_span (reader, ret_span, &error);
  g_assert_no_error (error);
  return reader;
}

/* Waits until so many seconds of the case are kept. */
static void
wait_for (double seconds)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  double              kept = 0;

  while (kept < seconds)
    {
      SteadyCaseReader *reader = steady_case_reader_open (case_file, NULL);
      SteadyCaseSpan    span = { 0 };
      g_assert_cmpint (steady_clock_now (), <, end);
      if (reader != NULL && steady_case_reader_span (reader, &span, NULL))
        kept = (double) (span.end - span.start) / (double) STEADY_NSEC_PER_SEC;
      g_clear_pointer (&reader, steady_case_reader_free);
      g_usleep (50000);
    }
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  const float one = *(const float *) a, other = *(const float *) b;
  return one < other ? -1 : one > other;
}

/* The median of the seconds of an hour, of each value that stands in the case; @ret_n:
 * of how many seconds. */
static double
median_of (SteadyCaseReader *reader,
           SteadyChannel     channel,
           SteadyInstant     from,
           unsigned         *ret_n)
{
  const SteadyInstant      to = from + 3600 * STEADY_NSEC_PER_SEC;
  g_autofree SteadySample *samples = g_new (SteadySample, MOST);
  g_autofree float        *low = g_new (float, 3600), *high = g_new (float, 3600);
  g_autofree float        *middle = g_new (float, 3600);
  unsigned                 n = 0, seconds = 0;
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < 3600; i++)
    low[i] = high[i] = NAN;
  steady_case_reader_numerics (
      reader, channel, from, to - 1, samples, MOST, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, <, MOST);
  for (unsigned i = 0; i < n; i++)
    {
      const int64_t at = (samples[i].t - from) / STEADY_NSEC_PER_SEC;
      const float   value = (float) samples[i].value;
      if (samples[i].quality != STEADY_QUALITY_VALID || at < 0 || at >= 3600)
        continue;
      low[at] = fminf (low[at], value); /* of a number and NaN it is the number */
      high[at] = fmaxf (high[at], value);
    }
  for (unsigned i = 0; i < 3600; i++)
    if (!isnan (low[i]))
      middle[seconds++] = 0.5F * (low[i] + high[i]);
  *ret_n = seconds;
  if (seconds == 0)
    return NAN;
  qsort (middle, seconds, sizeof middle[0], by_value);
  return seconds % 2 == 1
             ? (double) middle[seconds / 2]
             : 0.5 * ((double) middle[seconds / 2 - 1] + (double) middle[seconds / 2]);
}

static bool
is_kept (SteadyCaseReader *reader, SteadyChannel channel)
{
  unsigned                 n = 0;
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &n);

  for (unsigned i = 0; i < n; i++)
    if (channels[i].channel == channel)
      return true;
  return false;
}

/* Every cell of every column; tells how many held a number. */
static unsigned
compare_all (SteadyEcmoBench      *bench,
             SteadyCaseReader     *reader,
             const SteadyCaseSpan *span)
{
  SteadyEcmoTable    *table = steady_ecmo_page_table (bench->page);
  const int64_t       offset = steady_ecmo_local_offset (span, span->end);
  const SteadyInstant first = steady_ecmo_hour_of (span, offset, span->start);
  const SteadyInstant last = steady_ecmo_hour_of (span, offset, span->end - 1);
  const unsigned      columns =
      (unsigned) ((last - first) / (3600 * STEADY_NSEC_PER_SEC)) + 1;
  unsigned numbers = 0;

  for (unsigned column = 0; column < columns; column++)
    for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
      {
        const SteadyEcmoRowInfo *info = steady_ecmo_row (row);
        const char              *shown = steady_ecmo_table_cell (table, row, column);
        unsigned                 n = 0;
        if (!info->measured)
          continue;
        const double wanted =
            is_kept (reader, info->channel)
                ? median_of (reader,
                             info->channel,
                             first + column * 3600 * STEADY_NSEC_PER_SEC,
                             &n)
                : (double) NAN;
        g_test_message (
            "%s, column %u: %s of %u s, %.6f", info->name, column, shown, n, wanted);
        if (n == 0)
          {
            g_assert_cmpstr (shown, ==, "—");
            continue;
          }
        /* "−12" has a sign of its own, what is shown is rounded, and seconds are kept
         * in 16 bits of the range of their row */
        const bool   minus = g_str_has_prefix (shown, "−");
        const double value = (minus ? -1 : 1) *
                             g_ascii_strtod (shown + (minus ? strlen ("−") : 0), NULL);
        g_assert_cmpfloat_with_epsilon (value,
                                        wanted,
                                        0.5 * pow (10, -info->decimals) +
                                            1e-4 * fmax (1, fabs (wanted)));
        numbers++;
      }
  return numbers;
}

static unsigned
resumed (SteadyCaseReader *reader)
{
  SteadyCaseEvent events[64];
  unsigned        n = 0, count = 0;
  int64_t         after = 0;

  do
    {
      g_assert_true (steady_case_reader_events (
          reader, after, events, G_N_ELEMENTS (events), &n, NULL));
      for (unsigned i = 0; i < n; i++)
        {
          count += events[i].event == STEADY_EVENT_RESUMED ? 1 : 0;
          after = events[i].id;
        }
    }
  while (n > 0);
  return count;
}

/* In minutes, of the column. */
static int
recorded (SteadyEcmoBench *bench, unsigned column)
{
  return atoi (
      steady_ecmo_table_recorded (steady_ecmo_page_table (bench->page), column));
}

/* The button prints the hours with the real program, and the page says where they
 * lie. */
static void
print_hours (SteadyEcmoBench *bench)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  g_autofree char    *pdf = NULL;
  size_t              length = 0;

  steady_ecmo_print_follow (bench->page);
  steady_ecmo_page_view (bench->page, "handover");
  g_signal_emit_by_name (steady_ecmo_bench_button (GTK_WIDGET (bench->page), "ecmo"),
                         "clicked");
  while (!g_str_has_prefix (steady_ecmo_page_status (bench->page), "Printed: "))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
  const char *file = steady_ecmo_page_status (bench->page) + strlen ("Printed: ");
  g_assert_true (g_file_get_contents (file, &pdf, &length, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
  g_unlink (file);
}

static void
test_killed_and_resumed (void)
{
  g_autofree char *scenario =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), SCENARIO, NULL);
  SteadyEcmoBench bench;
  SteadyCaseSpan  before, after;
  char           *kept[STEADY_ECMO_ROWS];

  g_autoptr (GSubprocess) first = start ("--training", scenario, "40h");
  wait_for (KILLED);
  g_subprocess_send_signal (first, SIGKILL);
  g_subprocess_wait (first, NULL, NULL);
  SteadyCaseReader *reader = open_case (&before);
  steady_ecmo_bench_set_up (
      &bench, case_file, 1900, 900, STEADY_SUPPORT_ECMO_VA, before.end);
  g_assert_cmpuint (compare_all (&bench, reader, &before), >=, 15);
  g_assert_cmpuint (resumed (reader), ==, 0);
  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    kept[row] =
        g_strdup (steady_ecmo_table_cell (steady_ecmo_page_table (bench.page), row, 0));
  g_assert_cmpint (recorded (&bench, 0), >=, 9);
  steady_ecmo_bench_tear_down (&bench);
  steady_case_reader_free (reader);

  const double so_far =
      (double) (before.end - before.start) / (double) STEADY_NSEC_PER_SEC;
  g_autofree char *until = g_strdup_printf ("%.0fs", so_far + MORE);
  g_autoptr (GSubprocess) other = start ("--resume", case_file, until);
  g_subprocess_wait (other, NULL, NULL);
  g_assert_true (g_subprocess_get_successful (other));
  reader = open_case (&after);
  g_assert_cmpuint (resumed (reader), ==, 1);
  g_assert_true (steady_case_reader_finished (reader));
  g_assert_cmpint (after.start, ==, before.start);
  g_assert_cmpint (after.end, >, before.end + (MORE - 60) * STEADY_NSEC_PER_SEC);
  steady_ecmo_bench_set_up (
      &bench, case_file, 1900, 900, STEADY_SUPPORT_ECMO_VA, after.end);
  g_assert_cmpuint (compare_all (&bench, reader, &after), >=, 2 * 15);
  /* the hour that was over when the engine was killed is as it was */
  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    {
      g_assert_cmpstr (
          steady_ecmo_table_cell (steady_ecmo_page_table (bench.page), row, 0),
          ==,
          kept[row]);
      g_free (kept[row]);
    }
  print_hours (&bench);
  steady_ecmo_bench_tear_down (&bench);
  steady_case_reader_free (reader);
}

/* The wall clock of this place: ten minutes to a full hour now, so that one hour is
 * over before the engine is killed. */
static void
choose_place (void)
{
  const int64_t    into = steady_clock_utc_ns () / STEADY_NSEC_PER_SEC / 60 % 60;
  const int64_t    ahead = (50 - into + 60) % 60;
  g_autofree char *zone = g_strdup_printf ("+00:%02d", (int) ahead);

  g_setenv ("TZ", zone, TRUE);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-ecmo-engine-XXXXXX", NULL);

  choose_place ();
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  if (argc < 3)
    return EXIT_FAILURE;
  engine_program = argv[1];
  /* programs are sought beside the running one */
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *beside = g_path_get_dirname (own);
  g_autofree char *link = g_build_filename (beside, "steady-case", NULL);
  g_autofree char *program = g_canonicalize_filename (argv[2], NULL);
  g_unlink (link);
  g_assert_cmpint (symlink (program, link), ==, 0);
  steady_console_resources_register_resource ();
  case_file = g_build_filename (folder, "case.steady", NULL);
  g_test_add_func ("/ecmo/engine/killed-and-resumed", test_killed_and_resumed);
  const int        result = g_test_run ();
  g_autofree char *data = g_build_filename (folder, "steady", NULL);
  g_autofree char *prints = g_build_filename (data, "prints", NULL);
  g_unlink (link);
  g_unlink (case_file);
  g_rmdir (prints);
  g_rmdir (data);
  g_rmdir (folder);
  g_free (case_file);
  return result;
}
