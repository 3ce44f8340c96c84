/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "casefile/steady-case-ecmo.h"
#include "quality/steady-ecmo-chart.h"
#include "quality/steady-ecmo-clotting.h"
#include "quality/steady-ecmo-course.h"
#include "steady-ecmo-case.h"

/* The flow sheet of an ECMO run: what is computed, and what is read out of a case. */

#define UTC  INT64_C (1760000000000000000) /* 9 October 2025, 08:53:20 UTC */
#define S(t) ((SteadyInstant) (t) *STEADY_NSEC_PER_SEC)

/* The case begins 400 s before a full hour of UTC, since 08:53:20 + 400 s is 09:00. */
#define FULL_HOUR 400

static void
test_median_and_bounds (void)
{
  SteadyEnvelope seconds[10] = { 0 };
  SteadyEcmoCell cell;

  steady_ecmo_cell_measure (&cell, seconds, 10);
  g_assert_cmpint (cell.kind, ==, STEADY_ECMO_CELL_NONE); /* missing is not zero */
  for (unsigned i = 0; i < 5; i++)
    seconds[2 * i] =
        (SteadyEnvelope){ .low = 10.0F + i, .high = 10.0F + i, .count = 1 };
  seconds[4].low = seconds[4].high = 300; /* a flush */
  steady_ecmo_cell_measure (&cell, seconds, 10);
  g_assert_cmpint (cell.kind, ==, STEADY_ECMO_CELL_MEASURED);
  g_assert_cmpuint (cell.count, ==, 5);
  g_assert_cmpfloat_with_epsilon (cell.value, 13, 1e-9); /* of 10 11 13 14 300 */
  g_assert_cmpfloat_with_epsilon (cell.low, 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (cell.high, 300, 1e-9);
  seconds[4].count = 0;
  steady_ecmo_cell_measure (&cell, seconds, 10);
  g_assert_cmpuint (cell.count, ==, 4);
  g_assert_cmpfloat_with_epsilon (cell.value, 12, 1e-9); /* between 11 and 13 */
}

static void
test_entries (void)
{
  SteadyEcmoCell cell = { .kind = STEADY_ECMO_CELL_NONE };

  steady_ecmo_cell_enter (&cell, S (20), 160);
  steady_ecmo_cell_enter (&cell, S (10), 190); /* entered later, drawn earlier */
  g_assert_cmpint (cell.kind, ==, STEADY_ECMO_CELL_ENTERED);
  g_assert_cmpfloat_with_epsilon (cell.value, 160, 1e-9);
  g_assert_cmpfloat_with_epsilon (cell.high, 190, 1e-9);
  g_assert_cmpuint (cell.count, ==, 2);
  cell = (SteadyEcmoCell){ .kind = STEADY_ECMO_CELL_NONE };
  steady_ecmo_cell_add (&cell, S (10), 4);
  steady_ecmo_cell_add (&cell, S (20), -6);
  g_assert_cmpint (cell.kind, ==, STEADY_ECMO_CELL_SUM);
  g_assert_cmpfloat_with_epsilon (cell.value, -2, 1e-9);
}

/* Columns are hours of the wall clock, each second of the case in one of them. */
static void
test_hours_of_the_wall (void)
{
  const SteadyCaseSpan span = { .start = S (50), .end = S (90000), .start_utc = UTC };

  g_assert_cmpint (
      steady_ecmo_hour_of (&span, 0, S (50)), ==, S (50 + FULL_HOUR - 3600));
  g_assert_cmpint (steady_ecmo_hour_of (&span, 0, S (50 + FULL_HOUR) - 1),
                   ==,
                   S (50 + FULL_HOUR - 3600));
  g_assert_cmpint (
      steady_ecmo_hour_of (&span, 0, S (50 + FULL_HOUR)), ==, S (50 + FULL_HOUR));
  /* half an hour ahead of UTC, as some places are */
  g_assert_cmpint (steady_ecmo_hour_of (&span, 1800, S (50 + FULL_HOUR)),
                   ==,
                   S (50 + FULL_HOUR - 1800));
  /* a clock that does not begin at a whole second: the hour keeps its name */
  const SteadyCaseSpan odd = { .start = S (50), .start_utc = UTC + 400 * 1000 * 1000 };
  const SteadyInstant  begin = steady_ecmo_hour_of (&odd, 0, S (50 + FULL_HOUR + 100));
  g_assert_cmpint (begin, ==, S (50 + FULL_HOUR));
  for (int64_t ms = -2000; ms < 2000; ms += 50)
    g_assert_cmpint (steady_ecmo_hour_of (&odd, 0, begin + ms * STEADY_NSEC_PER_MSEC),
                     ==,
                     ms < 0 ? begin - S (3600) : begin);
}

/* A clot shows in the drop per flow; a pump that was turned up does not. */
static void
test_clotting (void)
{
  SteadyEcmoPressure hours[STEADY_ECMO_CLOTTING_HOURS];
  SteadyEcmoClotting clotting;

  for (unsigned i = 0; i < STEADY_ECMO_CLOTTING_HOURS; i++)
    hours[i] = (SteadyEcmoPressure){ .drop_mmhg = 40, .flow_l_min = 0.5 };
  steady_ecmo_clotting_read (&clotting, hours, STEADY_ECMO_CLOTTING_HOURS);
  g_assert_cmpfloat_with_epsilon (clotting.resistance, 80, 1e-9);
  g_assert_cmpfloat (fabs (clotting.resistance_per_day), <, 1e-9);
  g_assert_cmpfloat_with_epsilon (clotting.resistance_day_ago, 80, 1e-9);
  for (unsigned i = 0; i < STEADY_ECMO_CLOTTING_HOURS; i++)
    {
      /* flow turned up step by step, resistance as before */
      hours[i].flow_l_min = 0.4 + 0.004 * i;
      hours[i].drop_mmhg = 80 * hours[i].flow_l_min;
    }
  steady_ecmo_clotting_read (&clotting, hours, STEADY_ECMO_CLOTTING_HOURS);
  g_assert_cmpfloat (clotting.drop_per_day, >, 5);
  g_assert_cmpfloat (fabs (clotting.resistance_per_day), <, 1e-6);
  for (unsigned i = 0; i < STEADY_ECMO_CLOTTING_HOURS; i++)
    hours[i] = (SteadyEcmoPressure){ .drop_mmhg = 40 + 0.25 * i, .flow_l_min = 0.5 };
  hours[30].drop_mmhg = 0; /* clamped for a change of bed */
  hours[31].drop_mmhg = NAN;
  hours[32].flow_l_min = 0;
  steady_ecmo_clotting_read (&clotting, hours, STEADY_ECMO_CLOTTING_HOURS);
  g_assert_cmpuint (clotting.hours, ==, STEADY_ECMO_CLOTTING_HOURS - 2);
  g_assert_cmpfloat_with_epsilon (clotting.drop_per_day, 6, 0.01);
  g_assert_cmpfloat_with_epsilon (clotting.resistance_per_day, 12, 0.02);
  steady_ecmo_clotting_read (&clotting, hours, STEADY_ECMO_CLOTTING_LEAST - 1);
  g_assert_true (isnan (clotting.drop_per_day)); /* too few: no rate, not a rate of 0 */
  g_assert_cmpfloat_with_epsilon (clotting.drop_mmhg, 41, 1e-9);
  steady_ecmo_clotting_read (&clotting, hours, 0);
  g_assert_true (isnan (clotting.drop_mmhg));
}

static void
test_note_of_an_act (void)
{
  SteadyEcmoRecord record = { .id = 7,
                              .given = S (-3600),
                              .recorded = S (90),
                              .act = STEADY_ECMO_PUT_IN,
                              .part = STEADY_ECMO_PART_OXYGENATOR };
  SteadyEcmoRecord read;
  char             text[STEADY_CASE_ECMO_TEXT];

  g_strlcpy (record.name, "Quadrox-i = Neonatal", sizeof record.name);
  g_strlcpy (record.lot, "70\nact=2", sizeof record.lot);
  g_strlcpy (record.author, "Älteste Öttinger", sizeof record.author);
  steady_case_ecmo_write (&record, S (10), text, sizeof text);
  g_assert_true (steady_case_ecmo_parse (text, S (10), &read));
  g_assert_cmpint (read.given, ==, S (-3600));
  g_assert_cmpint (read.recorded, ==, S (90));
  g_assert_cmpuint (read.act, ==, STEADY_ECMO_PUT_IN);
  g_assert_cmpuint (read.part, ==, STEADY_ECMO_PART_OXYGENATOR);
  g_assert_cmpstr (read.name, ==, "Quadrox-i = Neonatal");
  g_assert_cmpstr (read.lot, ==, "70 act=2");
  g_assert_cmpstr (read.author, ==, "Älteste Öttinger");
  /* the fullest fits */
  memset (&record.concerns, 'c', sizeof record.concerns - 1);
  memset (&record.plan, 'p', sizeof record.plan - 1);
  memset (&record.second, 's', sizeof record.second - 1);
  memset (&record.name, 'n', sizeof record.name - 1);
  memset (&record.lot, 'l', sizeof record.lot - 1);
  memset (&record.author, 'a', sizeof record.author - 1);
  steady_case_ecmo_write (&record, S (10), text, sizeof text);
  g_assert_true (steady_case_ecmo_parse (text, S (10), &read));
  g_assert_cmpstr (read.plan, ==, record.plan);
}

/* Cut anywhere and flipped anywhere: nothing is read that is none, nothing breaks. */
static void
test_damaged_notes (void)
{
  SteadyEcmoRecord record = { .id = 7,
                              .recorded = S (90),
                              .act = STEADY_ECMO_HANDOVER };
  SteadyEcmoRecord read;
  char             text[STEADY_CASE_ECMO_TEXT], damaged[STEADY_CASE_ECMO_TEXT];

  g_strlcpy (record.second, "Somebody", sizeof record.second);
  steady_case_ecmo_write (&record, 0, text, sizeof text);
  for (size_t i = 0; i < strlen (text); i++)
    {
      memcpy (damaged, text, i);
      damaged[i] = '\0';
      steady_case_ecmo_parse (damaged, 0, &read);
      for (unsigned bit = 0; bit < 8; bit++)
        {
          memcpy (damaged, text, sizeof text);
          damaged[i] = (char) (damaged[i] ^ (1 << bit));
          if (steady_case_ecmo_parse (damaged, 0, &read))
            {
              g_assert_cmpuint (read.part, <, STEADY_ECMO_PARTS);
              g_assert_true (g_utf8_validate (read.second, -1, NULL));
            }
        }
    }
  g_assert_false (steady_case_ecmo_parse ("", 0, &read));
  g_assert_false (steady_case_ecmo_parse ("steady-ecmo=1\n", 0, &read));
}

/* The made-up case, read back; recorded once. */
typedef struct Fixture
{
  SteadyCaseReader *reader;
  SteadyEcmoCourse *course;
} Fixture;

static char *case_file;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyCaseStory) story =
      steady_case_story_open (case_file, &fixture->reader, &error);

  g_assert_no_error (error);
  fixture->course = steady_ecmo_course_new (story);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  steady_ecmo_course_free (fixture->course);
  steady_case_reader_free (fixture->reader);
}

/* The hour number @index of the wall clock after the first full one. */
static SteadyEcmoHour
hour_of (Fixture *fixture, int index)
{
  const SteadyInstant from =
      fixture->course->span.start + S (STEADY_ECMO_CASE_FULL_HOUR + index * 3600);
  SteadyEcmoHour hour = { .from = from, .to = from + S (3600) };
  g_autoptr (GError) error = NULL;

  steady_ecmo_hour_measure (&hour, fixture->reader, 0, STEADY_ECMO_ROWS - 1, &error);
  g_assert_no_error (error);
  steady_ecmo_course_fill (fixture->course, &hour);
  return hour;
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, other = *(const double *) b;
  return one < other ? -1 : one > other;
}

/* What the chart shows of MAP is what the seconds were. */
static void
test_measured_hour (Fixture *fixture, gconstpointer data)
{
  const SteadyEcmoHour  hour = hour_of (fixture, 1);
  const SteadyEcmoCell *map = &hour.cells[STEADY_ECMO_ROW_MAP];
  double                values[3600];

  for (int i = 0; i < 3600; i++)
    values[i] = (float) steady_ecmo_case_map (STEADY_ECMO_CASE_FULL_HOUR + 3600 + i);
  qsort (values, 3600, sizeof values[0], by_value);
  g_assert_cmpint (map->kind, ==, STEADY_ECMO_CELL_MEASURED);
  g_assert_cmpuint (map->count, ==, 3600);
  g_assert_cmpfloat_with_epsilon (map->value, (values[1799] + values[1800]) / 2, 1e-4);
  g_assert_cmpfloat_with_epsilon (
      map->high, 300, 1e-9); /* the flush stands in the range alone */
  g_assert_cmpfloat_with_epsilon (map->low, values[0], 1e-4);
  g_assert_cmpfloat_with_epsilon (hour.cells[STEADY_ECMO_ROW_FLOW].value, 0.36, 1e-6);
  /* no device tells it: not zero, but not known */
  g_assert_cmpint (hour.cells[STEADY_ECMO_ROW_INLET].kind, ==, STEADY_ECMO_CELL_NONE);
}

/* From 9000 to 10800 s nobody knew the flow: those seconds count for nothing. */
static void
test_hours_with_a_gap (Fixture *fixture, gconstpointer data)
{
  const SteadyEcmoHour before = hour_of (fixture, 2); /* 7600 … 11200 s */

  g_assert_cmpuint (before.cells[STEADY_ECMO_ROW_FLOW].count, ==, 1800);
  g_assert_cmpfloat_with_epsilon (before.cells[STEADY_ECMO_ROW_FLOW].value, 0.36, 1e-6);
  g_assert_cmpuint (before.cells[STEADY_ECMO_ROW_MAP].count, ==, 3600);
}

static void
test_entered_hour (Fixture *fixture, gconstpointer data)
{
  const SteadyEcmoHour hour = hour_of (fixture, 1); /* 4000 … 7600 s */
  const SteadyEcmoHour first = hour_of (fixture, 0);

  /* drawn at 4100 and at 4400 s, entered the other way round */
  g_assert_cmpint (hour.cells[STEADY_ECMO_ROW_ACT].kind, ==, STEADY_ECMO_CELL_ENTERED);
  g_assert_cmpfloat_with_epsilon (hour.cells[STEADY_ECMO_ROW_ACT].value, 180, 1e-9);
  g_assert_cmpfloat_with_epsilon (hour.cells[STEADY_ECMO_ROW_ACT].low, 172, 1e-9);
  g_assert_cmpfloat_with_epsilon (hour.cells[STEADY_ECMO_ROW_GIVEN].value, 30, 1e-9);
  /* what the check was taken back counts for nothing */
  g_assert_cmpfloat_with_epsilon (hour.cells[STEADY_ECMO_ROW_URINE].value, 12, 1e-9);
  g_assert_cmpint (hour.cells[STEADY_ECMO_ROW_REMOVED].kind, ==, STEADY_ECMO_CELL_NONE);
  g_assert_cmpfloat_with_epsilon (hour.cells[STEADY_ECMO_ROW_BALANCE].value, 18, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      first.cells[STEADY_ECMO_ROW_ANTI_XA].value, 0.35, 1e-9);
  g_assert_cmpfloat_with_epsilon (first.cells[STEADY_ECMO_ROW_HEPARIN].value, 18, 1e-9);
  g_assert_cmpint (hour.cells[STEADY_ECMO_ROW_LACTATE].kind, ==, STEADY_ECMO_CELL_NONE);
}

/* A round that was done stands in its hour with both names; one that was begun says how
 * far it got; the next is due an hour after the last that was done. */
static void
test_checks (Fixture *fixture, gconstpointer data)
{
  const SteadyEcmoHour   first = hour_of (fixture, 0);
  const SteadyEcmoHour   second = hour_of (fixture, 1);
  const SteadyEcmoRound *last = steady_ecmo_course_last_round (fixture->course);
  const SteadyInstant    start = fixture->course->span.start;

  g_assert_cmpint (first.checked, ==, start + S (3060));
  g_assert_cmpstr (first.reader, ==, "Specialist 1");
  g_assert_cmpstr (first.second, ==, "Nurse 2");
  g_assert_cmpint (second.checked, ==, STEADY_INSTANT_NEVER);
  g_assert_cmpuint (second.items, ==, 1);
  g_assert_nonnull (last);
  g_assert_cmpint (
      steady_ecmo_course_due (fixture->course), ==, start + S (3060 + 3600));
}

static void
test_circuit (Fixture *fixture, gconstpointer data)
{
  const SteadyEcmoCourse *course = fixture->course;
  const SteadyInstant     start = course->span.start;

  g_assert_true (steady_ecmo_course_runs (course));
  g_assert_cmpuint (course->stretches->len, ==, 1);
  g_assert_cmpint (course->total / STEADY_NSEC_PER_SEC, >=, 26 * 3600 - 2);
  g_assert_cmpint (steady_ecmo_course_since (course, STEADY_ECMO_PART_CIRCUIT),
                   ==,
                   start - S (12 * 3600));
  g_assert_cmpint (steady_ecmo_course_since (course, STEADY_ECMO_PART_OXYGENATOR),
                   ==,
                   start + S (7200));
  /* nobody changed it: as old as the circuit */
  g_assert_cmpint (steady_ecmo_course_since (course, STEADY_ECMO_PART_PUMP_HEAD),
                   ==,
                   start - S (12 * 3600));
  g_assert_cmpstr (course->parts[STEADY_ECMO_PART_OXYGENATOR].lot, ==, "70123456");
  g_assert_nonnull (steady_ecmo_course_handover (course));
  g_assert_cmpstr (
      steady_ecmo_course_handover (course)->concerns, ==, "Fibrin at the outlet");
  g_assert_cmpfloat_with_epsilon (
      steady_ecmo_course_last (course, STEADY_ECMO_ROW_FREE_HAEMOGLOBIN)->value,
      24,
      1e-9);
  /* 10 by the check of the first hour, then 30 - 12 */
  g_assert_cmpfloat_with_epsilon (
      steady_ecmo_course_balance (course,
                                  start + S (STEADY_ECMO_CASE_FULL_HOUR - 3600),
                                  start + S (STEADY_ECMO_CASE_END)),
      8,
      1e-9);
}

/* The hours before an engine was killed and after it went on hold what was measured;
 * those between are a hole, not a value that stayed. */
static void
test_hole (void)
{
  /* hours of the wall clock begin at 400 s: 0…400, 400…4000, … 18400…22000 */
  static const unsigned seconds[] = { 400, 3600, 3200, 0, 0, 400, 3600 };
  g_autofree char      *file = g_strconcat (case_file, ".hole", NULL);
  SteadyCaseReader     *reader = NULL;
  SteadyEcmoChart       chart;
  g_autoptr (GError) error = NULL;

  steady_ecmo_case_make_hole (file, &error);
  g_assert_no_error (error);
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (file, &reader, &error);
  g_assert_no_error (error);
  g_autoptr (SteadyEcmoCourse) course = steady_ecmo_course_new (story);
  g_assert_true (steady_ecmo_chart_read (&chart, reader, course, 0, NULL, &error));
  g_assert_cmpuint (chart.n, ==, G_N_ELEMENTS (seconds));
  for (unsigned i = 0; i < chart.n; i++)
    {
      const SteadyEcmoCell *map = &chart.hours[i].cells[STEADY_ECMO_ROW_MAP];
      g_assert_cmpuint (steady_ecmo_hour_recorded (&chart.hours[i]), ==, seconds[i]);
      g_assert_cmpuint (map->count, ==, seconds[i]);
      if (seconds[i] == 0)
        g_assert_cmpint (map->kind, ==, STEADY_ECMO_CELL_NONE);
      else
        g_assert_cmpfloat_with_epsilon (map->value, 45, 4);
    }
  steady_ecmo_chart_finish (&chart);
  steady_case_reader_free (reader);
  g_unlink (file);
}

/* Who took the child over is one of the people of the case. */
static void
test_people (void)
{
  SteadyCaseReader *reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyCaseStory) story =
      steady_case_story_open (case_file, &reader, &error);
  unsigned found = 0;

  g_assert_no_error (error);
  for (unsigned i = 0; i < story->people->len; i++)
    {
      const SteadyStoryPerson *person =
          &g_array_index (story->people, SteadyStoryPerson, i);
      if (strcmp (person->name, "Specialist 2") == 0)
        {
          g_assert_cmpuint (person->roles, ==, STEADY_STORY_TOOK_OVER);
          g_assert_cmpint (person->first, ==, story->span.start + S (90000));
          found++;
        }
      else if (strcmp (person->name, "Specialist 1") == 0)
        {
          g_assert_cmpuint (person->roles & STEADY_STORY_RECORDED, !=, 0);
          g_assert_cmpuint (person->roles & STEADY_STORY_TOOK_OVER, ==, 0);
          found++;
        }
    }
  g_assert_cmpuint (found, ==, 2);
  steady_case_reader_free (reader);
}

#define ADD(path, function) \
  g_test_add ("/quality/ecmo/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-ecmo-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  case_file = g_build_filename (folder, "case.steady", NULL);
  steady_ecmo_case_make (case_file, &error);
  g_assert_no_error (error);
  g_test_add_func ("/quality/ecmo/median-and-bounds", test_median_and_bounds);
  g_test_add_func ("/quality/ecmo/entries", test_entries);
  g_test_add_func ("/quality/ecmo/hours-of-the-wall", test_hours_of_the_wall);
  g_test_add_func ("/quality/ecmo/clotting", test_clotting);
  g_test_add_func ("/quality/ecmo/note-of-an-act", test_note_of_an_act);
  g_test_add_func ("/quality/ecmo/damaged-notes", test_damaged_notes);
  ADD ("measured-hour", test_measured_hour);
  ADD ("hours-with-a-gap", test_hours_with_a_gap);
  ADD ("entered-hour", test_entered_hour);
  ADD ("checks", test_checks);
  ADD ("circuit", test_circuit);
  g_test_add_func ("/quality/ecmo/people", test_people);
  g_test_add_func ("/quality/ecmo/hole", test_hole);
  const int result = g_test_run ();
  g_unlink (case_file);
  g_rmdir (folder);
  g_free (case_file);
  return result;
}
