/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"
#include "quality/steady-ecmo-shown.h"

enum
{
  HOURS_OF_A_PAGE = 8, /* a shift */
  LABEL_WIDTH = 131,
  HOUR_WIDTH = 48
};

static_assert (HOURS_OF_A_PAGE + 1 <= STEADY_PAPER_COLUMNS, "columns of a shift");

/* Where a value is known for so much less time than anything is, that is named [GK]. */
#define MISSED (5 * 60)

/* Keeps what belongs together on one line. */
#define NO_BREAK "\xc2\xa0"

/* Texts of one line of the chart, freed with forget (). */
typedef struct Line
{
  char    *values[HOURS_OF_A_PAGE + 1];
  char    *notes[HOURS_OF_A_PAGE + 1];
  unsigned n;
} Line;

static void
forget (Line *line)
{
  for (unsigned i = 0; i < line->n; i++)
    {
      g_free (line->values[i]);
      g_free (line->notes[i]);
    }
  line->n = 0;
}

static void
add (Line *line, char *value, char *note)
{
  line->values[line->n] = value;
  line->notes[line->n++] = note;
}

static void
draw_line (SteadyPaper *paper, Line *line, unsigned columns)
{
  while (line->n < columns)
    add (line, g_strdup (""), g_strdup (""));
  steady_paper_table_row_noted (paper,
                                (const char *const *) line->values,
                                (const char *const *) line->notes,
                                columns,
                                STEADY_PAPER_CELL_STRONG);
  forget (line);
}

static char *
number (double value, SteadyEcmoRow row)
{
  const SteadyShownUnit shown = steady_ecmo_shown (row);

  return steady_sheet_number (value * shown.factor, shown.decimals);
}

/* As on the screen: a star marks what a person entered, a sum of what was given has
 * its sign. */
static char *
value_words (const SteadyEcmoCell *cell, SteadyEcmoRow row)
{
  if (cell->kind == STEADY_ECMO_CELL_NONE)
    return g_strdup ("—");
  g_autofree char *text = number (cell->value, row);
  return g_strdup_printf ("%s%s%s",
                          row == STEADY_ECMO_ROW_BALANCE && cell->value > 0 ? "+" : "",
                          text,
                          cell->kind == STEADY_ECMO_CELL_MEASURED ? "" : "*");
}

/* Lowest and highest where they differ, and for how long it is known where that is
 * less than the hour was recorded. */
static char *
range_words (const SteadyEcmoHour *hour, SteadyEcmoRow row)
{
  const SteadyEcmoCell *cell = &hour->cells[row];

  if (cell->kind == STEADY_ECMO_CELL_NONE || cell->kind == STEADY_ECMO_CELL_SUM)
    return g_strdup ("");
  g_autofree char *low = number (cell->low, row);
  g_autofree char *high = number (cell->high, row);
  g_autoptr (GString) text = g_string_new ("");
  if (g_strcmp0 (low, high) != 0)
    g_string_append_printf (text, "%s" NO_BREAK "–" NO_BREAK "%s", low, high);
  if (cell->kind == STEADY_ECMO_CELL_MEASURED &&
      cell->count + MISSED < steady_ecmo_hour_recorded (hour))
    {
      g_string_append (text, text->len > 0 ? "\n" : "");
      g_string_append_printf (text, _ ("%u min"), (cell->count + 59) / 60);
    }
  return g_strdup (text->str);
}

static void
draw_check (SteadyPaper *paper, const SteadySheet *sheet, unsigned first, unsigned n)
{
  Line line = { .n = 0 };

  add (&line, g_strdup (_ ("Circuit check")), g_strdup (""));
  for (unsigned i = first; i < first + n; i++)
    {
      const SteadyEcmoHour *hour = &sheet->chart->hours[i];
      if (hour->checked != STEADY_INSTANT_NEVER)
        add (&line, steady_sheet_minute (sheet->story, hour->checked), g_strdup (""));
      else if (hour->items > 0)
        add (&line, g_strdup ("—"), g_strdup_printf (_ ("%u items"), hour->items));
      else
        add (&line, g_strdup ("—"), g_strdup (""));
    }
  draw_line (paper, &line, HOURS_OF_A_PAGE + 1);
}

/* How much of each hour is in the record: a hole is seen before any value is. */
static void
draw_recorded (SteadyPaper *paper, const SteadySheet *sheet, unsigned first, unsigned n)
{
  Line line = { .n = 0 };

  add (&line, g_strdup (_ ("Recorded, min")), g_strdup (""));
  for (unsigned i = first; i < first + n; i++)
    add (&line,
         g_strdup_printf (
             "%u", (steady_ecmo_hour_recorded (&sheet->chart->hours[i]) + 59) / 60),
         g_strdup (""));
  draw_line (paper, &line, HOURS_OF_A_PAGE + 1);
}

static void
draw_row (SteadyPaper       *paper,
          const SteadySheet *sheet,
          SteadyEcmoRow      row,
          unsigned           first,
          unsigned           n)
{
  const SteadyEcmoRowInfo *info = steady_ecmo_row (row);
  const SteadyShownUnit    shown = steady_ecmo_shown (row);
  Line                     line = { .n = 0 };

  add (&line,
       g_strdup_printf (
           "%s%s%s", _ (info->label), shown.unit[0] != '\0' ? ", " : "", shown.unit),
       g_strdup (""));
  for (unsigned i = first; i < first + n; i++)
    {
      const SteadyEcmoHour *hour = &sheet->chart->hours[i];
      add (&line, value_words (&hour->cells[row], row), range_words (hour, row));
    }
  draw_line (paper, &line, HOURS_OF_A_PAGE + 1);
}

/* The hours @first … of one page. */
static void
draw_hours (SteadyPaper *paper, const SteadySheet *sheet, unsigned first, unsigned n)
{
  SteadyPaperColumn columns[HOURS_OF_A_PAGE + 1] = {
    { _ ("Hour"), LABEL_WIDTH, STEADY_PAPER_LEFT }
  };
  char           *titles[HOURS_OF_A_PAGE] = { 0 };
  SteadyEcmoGroup group = STEADY_ECMO_GROUPS;

  for (unsigned i = 0; i < HOURS_OF_A_PAGE; i++)
    {
      if (i < n)
        {
          const SteadyEcmoHour *hour = &sheet->chart->hours[first + i];
          g_autofree char      *clock = steady_sheet_minute (sheet->story, hour->from);
          g_autofree char      *day = steady_sheet_day (sheet->story, hour->from);
          titles[i] =
              g_strdup_printf ("%s %s%s%s",
                               day,
                               clock,
                               hour->to > sheet->story->span.end ? "\n" : "",
                               hour->to > sheet->story->span.end ? _ ("so far") : "");
        }
      else
        titles[i] = g_strdup ("");
      columns[i + 1] = (SteadyPaperColumn){ titles[i], HOUR_WIDTH, STEADY_PAPER_RIGHT };
    }
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  draw_recorded (paper, sheet, first, n);
  draw_check (paper, sheet, first, n);
  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    {
      if (sheet->chart->fitted[row] == 0)
        continue;
      if (steady_ecmo_row (row)->group != group)
        steady_paper_table_rule (paper);
      group = steady_ecmo_row (row)->group;
      draw_row (paper, sheet, row, first, n);
    }
  steady_paper_table_end (paper);
  for (unsigned i = 0; i < HOURS_OF_A_PAGE; i++)
    g_free (titles[i]);
}

/* What has no source is named once, so that no empty row takes its place. */
static void
draw_not_fitted (SteadyPaper *paper, const SteadySheet *sheet)
{
  g_autoptr (GString) text = g_string_new ("");

  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    if (sheet->chart->fitted[row] == 0)
      g_string_append_printf (
          text, "%s%s", text->len > 0 ? ", " : "", _ (steady_ecmo_row (row)->label));
  if (text->len == 0)
    return;
  g_autofree char *line = g_strdup_printf (_ ("Not fitted: %s"), text->str);
  steady_paper_bullet (paper, STEADY_PAPER_SMALL, line);
}

static bool
is_between (SteadyInstant t, SteadyInstant from, SteadyInstant to)
{
  return t >= from && t < to;
}

/* Who went through the circuit check in these hours. */
static void
draw_checks (SteadyPaper            *paper,
             const SteadySheet      *sheet,
             const SteadyEcmoCourse *course,
             SteadyInstant           from,
             SteadyInstant           to)
{
  g_autoptr (GString) text = g_string_new ("");

  for (unsigned i = 0; i < course->rounds->len; i++)
    {
      const SteadyEcmoRound *round =
          &g_array_index (course->rounds, SteadyEcmoRound, i);
      if (round->done == STEADY_INSTANT_NEVER || !is_between (round->done, from, to))
        continue;
      g_autofree char *when = steady_sheet_minute (sheet->story, round->done);
      g_string_append_printf (text,
                              "%s%s %s%s%s",
                              text->len > 0 ? "; " : "",
                              when,
                              round->reader,
                              round->second[0] != '\0' ? " + " : "",
                              round->second);
    }
  if (text->len == 0)
    return;
  g_autofree char *line = g_strdup_printf (_ ("Circuit check: %s"), text->str);
  steady_paper_bullet (paper, STEADY_PAPER_SMALL, line);
}

/* Parts that were put in and handovers of these hours. */
static void
draw_records (SteadyPaper            *paper,
              const SteadySheet      *sheet,
              const SteadyEcmoCourse *course,
              SteadyInstant           from,
              SteadyInstant           to)
{
  for (unsigned i = 0; i < course->records->len; i++)
    {
      const SteadyEcmoRecord *record =
          &g_array_index (course->records, SteadyEcmoRecord, i);
      const bool handover = record->act == STEADY_ECMO_HANDOVER;
      if (!is_between (handover ? record->recorded : record->given, from, to))
        continue;
      g_autofree char *text = handover
                                  ? steady_sheet_ecmo_handover (sheet->story, record)
                                  : steady_sheet_ecmo_put_in (sheet->story, record);
      steady_paper_bullet (paper, STEADY_PAPER_SMALL, text);
    }
}

static void
draw_head (SteadyPaper *paper, const SteadySheet *sheet, const SteadyEcmoCourse *course)
{
  g_autofree char *total = steady_sheet_days (course->total);
  g_autofree char *wanted = steady_sheet_value (course->plan_flow_l_min, 2, "L/min");
  g_autofree char *line = g_strdup_printf (
      _ ("%s, on ECMO for %s · flow wanted %s · %s"),
      course->support.mode == STEADY_SUPPORT_ECMO_VV   ? _ ("VV ECMO")
      : course->support.mode == STEADY_SUPPORT_ECMO_VA ? _ ("VA ECMO")
                                                       : _ ("Not on ECMO now"),
      total,
      wanted,
      _ ("Median of the hour's seconds, lowest – highest below it; * "
         "entered by hand, last of the hour or sum; — not known"));

  steady_paper_title (paper, _ ("ECMO, hour by hour"));
  steady_paper_paragraph (paper, STEADY_PAPER_SMALL, line);
}

/* The hourly chart of the run, eight hours a page. Thread: the reader's. */
void
steady_ecmo_sheet_draw (SteadyPaper *paper, const void *data)
{
  const SteadySheet *sheet = data;
  g_autoptr (SteadyEcmoCourse) course = steady_ecmo_course_new (sheet->story);

  draw_head (paper, sheet, course);
  for (unsigned first = 0; first < sheet->chart->n; first += HOURS_OF_A_PAGE)
    {
      const unsigned      n = MIN (sheet->chart->n - first, (unsigned) HOURS_OF_A_PAGE);
      const SteadyInstant from = sheet->chart->hours[first].from;
      const SteadyInstant to = sheet->chart->hours[first + n - 1].to;
      if (!steady_paper_tell (paper, (double) first / sheet->chart->n))
        break;
      if (first > 0)
        steady_paper_new_page (paper);
      draw_hours (paper, sheet, first, n);
      draw_not_fitted (paper, sheet);
      draw_checks (paper, sheet, course, from, to);
      draw_records (paper, sheet, course, from, to);
    }
}
