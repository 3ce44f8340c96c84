/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"
#include "quality/steady-ecmo-course.h"
#include "quality/steady-ecmo-shown.h"

enum
{
  HOURS = 24
};

#define HOUR (60 * STEADY_NSEC_PER_MIN)

static const SteadyEcmoRow trends[] = {
  STEADY_ECMO_ROW_FLOW,  STEADY_ECMO_ROW_FLOW_PER_KG, STEADY_ECMO_ROW_SPEED,
  STEADY_ECMO_ROW_SWEEP, STEADY_ECMO_ROW_FDO2,        STEADY_ECMO_ROW_INLET,
  STEADY_ECMO_ROW_PRE,   STEADY_ECMO_ROW_POST,        STEADY_ECMO_ROW_MEMBRANE,
  STEADY_ECMO_ROW_SVO2,  STEADY_ECMO_ROW_MAP,
};

static const SteadyEcmoRow entered[] = {
  STEADY_ECMO_ROW_ACT,     STEADY_ECMO_ROW_ANTI_XA,
  STEADY_ECMO_ROW_APTT,    STEADY_ECMO_ROW_HEPARIN,
  STEADY_ECMO_ROW_LACTATE, STEADY_ECMO_ROW_HAEMOGLOBIN,
  STEADY_ECMO_ROW_PH,      STEADY_ECMO_ROW_PCO2,
  STEADY_ECMO_ROW_PO2,     STEADY_ECMO_ROW_FREE_HAEMOGLOBIN,
};

/* Whether the child was on ECMO in this case. Thread: any. */
bool
steady_handoff_is_ecmo (const SteadySheet *sheet)
{
  for (unsigned i = 0; i < sheet->story->phases->len; i++)
    if (g_array_index (sheet->story->phases, SteadyCasePhase, i).kind ==
        STEADY_CASE_PHASE_ECMO)
      return true;
  return false;
}

/* Each part with its age, its make and its lot. */
static void
draw_parts (SteadyPaper            *paper,
            const SteadySheet      *sheet,
            const SteadyEcmoCourse *course)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Part of the circuit"), 120, STEADY_PAPER_LEFT },
    { _ ("Age"), 55, STEADY_PAPER_LEFT },
    { _ ("Since"), 70, STEADY_PAPER_LEFT },
    { _ ("Make"), 150, STEADY_PAPER_LEFT },
    { _ ("Lot"), 120, STEADY_PAPER_LEFT },
  };

  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned part = STEADY_ECMO_PART_CIRCUIT; part < STEADY_ECMO_PARTS; part++)
    {
      const SteadyEcmoRecord *record = &course->parts[part];
      const SteadyInstant     since = steady_ecmo_course_since (course, part);
      g_autofree char        *age = since == STEADY_INSTANT_NEVER
                                        ? g_strdup ("—")
                                        : steady_sheet_days (course->span.end - since);
      g_autofree char        *when = since == STEADY_INSTANT_NEVER
                                         ? g_strdup ("—")
                                         : steady_sheet_when (sheet->story, since);
      const char *const       cells[] = {
              steady_sheet_ecmo_part (part),
              age,
              when,
        record->name[0] != '\0' ? record->name : "—",
        record->lot[0] != '\0' ? record->lot : "—",
      };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  steady_paper_table_end (paper);
}

static char *
check_words (const SteadyCaseStory *story, const SteadyEcmoCourse *course)
{
  const SteadyEcmoRound *last = steady_ecmo_course_last_round (course);

  if (last == NULL)
    return g_strdup (_ ("none recorded"));
  g_autofree char *when = steady_sheet_when (story, last->done);
  return g_strdup_printf ("%s, %s%s%s",
                          when,
                          last->reader,
                          last->second[0] != '\0' ? " + " : "",
                          last->second);
}

static void
draw_run (SteadyPaper *paper, const SteadySheet *sheet, const SteadyEcmoCourse *course)
{
  g_autofree char *total = steady_sheet_days (course->total);
  g_autofree char *wanted = steady_sheet_value (course->plan_flow_l_min, 2, "L/min");
  g_autofree char *check = check_words (sheet->story, course);
  g_autofree char *balance = steady_sheet_value (
      steady_ecmo_course_balance (
          course, course->span.end - HOURS * HOUR, course->span.end + 1),
      0,
      "mL");
  const char *const pairs[] = {
    course->support.mode == STEADY_SUPPORT_ECMO_VV ? _ ("VV ECMO") : _ ("VA ECMO"),
    total,
    _ ("Flow wanted"),
    wanted,
    _ ("Circuit check"),
    check,
    _ ("Balance of 24 h"),
    balance,
  };

  steady_paper_fields (paper, pairs, G_N_ELEMENTS (pairs) / 2);
  draw_parts (paper, sheet, course);
}

static void
draw_entered (SteadyPaper            *paper,
              const SteadySheet      *sheet,
              const SteadyEcmoCourse *course)
{
  const char *pairs[2 * G_N_ELEMENTS (entered)];
  char       *texts[G_N_ELEMENTS (entered)];

  for (unsigned i = 0; i < G_N_ELEMENTS (entered); i++)
    {
      const SteadyEcmoRowInfo *info = steady_ecmo_row (entered[i]);
      const SteadyEcmoEntry   *entry = steady_ecmo_course_last (course, entered[i]);
      const SteadyShownUnit    shown = steady_ecmo_shown (entered[i]);
      g_autofree char         *value =
          entry != NULL ? steady_sheet_value (
                              entry->value * shown.factor, shown.decimals, shown.unit)
                                : g_strdup ("—");
      g_autofree char *when =
          entry != NULL ? steady_sheet_when (sheet->story, entry->at) : g_strdup ("");
      texts[i] =
          entry != NULL ? g_strdup_printf ("%s, %s", value, when) : g_strdup (value);
      pairs[2 * i] = _ (info->label);
      pairs[2 * i + 1] = texts[i];
    }
  steady_paper_fields_beside (paper, pairs, G_N_ELEMENTS (entered), 3);
  for (unsigned i = 0; i < G_N_ELEMENTS (entered); i++)
    g_free (texts[i]);
}

static char *
cell_words (const SteadyEcmoHour *hours, unsigned ago, SteadyEcmoRow row)
{
  const SteadyEcmoCell *cell = &hours[HOURS - ago].cells[row];

  return steady_sheet_number (cell->kind == STEADY_ECMO_CELL_NONE ? (double) NAN
                                                                  : cell->value,
                              steady_ecmo_row (row)->decimals);
}

static void
draw_row (SteadyPaper *paper, const SteadyEcmoHour *hours, SteadyEcmoRow row)
{
  const SteadyEcmoRowInfo *info = steady_ecmo_row (row);
  double                   low = NAN, high = NAN;

  for (unsigned i = 0; i <= HOURS; i++)
    if (hours[i].cells[row].kind != STEADY_ECMO_CELL_NONE)
      {
        low = fmin (low, hours[i].cells[row].value);
        high = fmax (high, hours[i].cells[row].value);
      }
  g_autofree char  *label = g_strdup_printf ("%s, %s", _ (info->label), info->unit);
  g_autofree char  *now = cell_words (hours, 0, row);
  g_autofree char  *half = cell_words (hours, 12, row);
  g_autofree char  *day = cell_words (hours, 24, row);
  g_autofree char  *least = steady_sheet_number (low, info->decimals);
  g_autofree char  *most = steady_sheet_number (high, info->decimals);
  const char *const cells[] = { label, now, half, day, least, most };
  steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
}

/* Medians of hours: the last, 12 and 24 h before, and their bounds between. */
static void
draw_trends (SteadyPaper            *paper,
             const SteadySheet      *sheet,
             const SteadyEcmoCourse *course)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Medians of an hour"), 195, STEADY_PAPER_LEFT },
    { _ ("Last hour"), 64, STEADY_PAPER_RIGHT },
    { _ ("12 h ago"), 64, STEADY_PAPER_RIGHT },
    { _ ("24 h ago"), 64, STEADY_PAPER_RIGHT },
    { _ ("Lowest"), 64, STEADY_PAPER_RIGHT },
    { _ ("Highest"), 64, STEADY_PAPER_RIGHT },
  };
  g_autofree SteadyEcmoHour *hours = g_new0 (SteadyEcmoHour, HOURS + 1);
  const int64_t offset = steady_ecmo_local_offset (&course->hours, course->span.end);
  const SteadyInstant last =
      steady_ecmo_hour_of (&course->hours, offset, course->span.end - 1);

  for (unsigned i = 0; i <= HOURS; i++)
    {
      hours[i].from = last - (SteadySpan) (HOURS - i) * HOUR;
      hours[i].to = hours[i].from + HOUR;
      for (unsigned k = 0; k < G_N_ELEMENTS (trends); k++)
        steady_ecmo_hour_measure (&hours[i], sheet->reader, trends[k], trends[k], NULL);
    }
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned k = 0; k < G_N_ELEMENTS (trends); k++)
    draw_row (paper, hours, trends[k]);
  steady_paper_table_end (paper);
}

static void
draw_last_handover (SteadyPaper            *paper,
                    const SteadySheet      *sheet,
                    const SteadyEcmoCourse *course)
{
  const SteadyEcmoRecord *last = steady_ecmo_course_handover (course);

  if (last == NULL)
    return;
  g_autofree char *text = steady_sheet_ecmo_handover (sheet->story, last);
  steady_paper_paragraph (paper, STEADY_PAPER_SMALL, text);
}

/* The assessment of a run on ECMO, in place of that of a bypass. Thread: the reader's.
 */
void
steady_handoff_ecmo_draw (SteadyPaper *paper, const SteadySheet *sheet)
{
  g_autoptr (SteadyEcmoCourse) course = steady_ecmo_course_new (sheet->story);

  steady_paper_heading (paper, _ ("A – Assessment: the ECMO run"));
  draw_run (paper, sheet, course);
  draw_entered (paper, sheet, course);
  draw_trends (paper, sheet, course);
  draw_last_handover (paper, sheet, course);
}
