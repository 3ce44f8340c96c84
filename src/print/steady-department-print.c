/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-department-print.h"

#include <cairo-pdf.h>
#include <math.h>

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-words.h"

/* Heights of one rule's plot, in points. */
#define PLOT  58.0
#define BLOCK 92.0
#define LEFT  (STEADY_PAPER_MARGIN + 30)
#define WIDTH (STEADY_PAPER_INNER - 30)

static void
draw_summary (SteadyPaper *paper, const SteadyDepartment *department)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Target"), 235, STEADY_PAPER_LEFT },
    { _ ("Cases"), 55, STEADY_PAPER_RIGHT },
    { _ ("Never outside"), 75, STEADY_PAPER_RIGHT },
    { _ ("Median outside"), 75, STEADY_PAPER_RIGHT },
    { _ ("A quarter above"), 75, STEADY_PAPER_RIGHT },
  };

  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < department->n; i++)
    {
      const SteadyDepartmentRule *rule = &department->rules[i];
      g_autofree char            *cases = g_strdup_printf ("%u", rule->cases);
      g_autofree char            *never = g_strdup_printf ("%u", rule->never_outside);
      g_autofree char            *median = steady_sheet_value (rule->median, 1, "%");
      g_autofree char            *upper = steady_sheet_value (rule->upper, 1, "%");
      const char *const           cells[] = {
                  _ (rule->rule->title), cases, never, median, upper
      };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  steady_paper_table_end (paper);
}

/* The end of the axis: 5, 10, 20, 50 or 100 %. */
static double
axis_of (const SteadyDepartmentRule *rule)
{
  static const double ends[] = { 5, 10, 20, 50 };
  double              most = 0;

  for (unsigned i = 0; i < STEADY_DEPARTMENT_MONTHS; i++)
    if (isfinite (rule->months[i].upper))
      most = MAX (most, rule->months[i].upper);
  for (unsigned i = 0; i < G_N_ELEMENTS (ends); i++)
    if (most <= ends[i])
      return ends[i];
  return 100;
}

/* A bar to the 75th percentile, a stroke at the median; a month without a case is
 * empty. */
static void
draw_month (SteadyPaper                 *paper,
            const SteadyDepartmentMonth *month,
            unsigned                     place,
            double                       top,
            double                       axis)
{
  cairo_t     *cairo = steady_paper_cairo (paper);
  const double step = WIDTH / STEADY_DEPARTMENT_MONTHS;
  const double x = LEFT + place * step + 2;
  const double upper = PLOT * MIN (month->upper / axis, 1);
  const double median = PLOT * MIN (month->median / axis, 1);

  if (month->cases == 0)
    return;
  cairo_set_source_rgb (cairo, 0.74, 0.79, 0.86);
  cairo_rectangle (cairo, x, top + PLOT - upper, step - 4, MAX (upper, 0.6));
  cairo_fill (cairo);
  steady_paper_colour (paper, 0.1, 0.15, 0.3);
  steady_paper_line (
      paper, x, top + PLOT - median, x + step - 4, top + PLOT - median, 1.8);
}

static void
draw_rule (SteadyPaper *paper, const SteadyDepartment *department, unsigned number)
{
  const SteadyDepartmentRule *rule = &department->rules[number];
  const double                axis = axis_of (rule);
  g_autofree char            *most = steady_sheet_value (axis, 0, "%");

  steady_paper_need (paper, BLOCK);
  const double top = steady_paper_y (paper) + 14;
  steady_paper_colour (paper, 0, 0, 0);
  steady_paper_write (paper,
                      STEADY_PAPER_STRONG,
                      STEADY_PAPER_LEFT,
                      LEFT,
                      steady_paper_y (paper),
                      WIDTH,
                      _ (rule->rule->title));
  steady_paper_colour (paper, 0.3, 0.3, 0.3);
  steady_paper_write (
      paper, STEADY_PAPER_TINY, STEADY_PAPER_RIGHT, LEFT - 34, top - 3, 30, most);
  steady_paper_write (
      paper, STEADY_PAPER_TINY, STEADY_PAPER_RIGHT, LEFT - 34, top + PLOT - 6, 30, "0");
  for (unsigned i = 0; i < STEADY_DEPARTMENT_MONTHS; i++)
    {
      const int month = department->last_month - STEADY_DEPARTMENT_MONTHS + 1 + (int) i;
      const double     x = LEFT + i * WIDTH / STEADY_DEPARTMENT_MONTHS;
      g_autofree char *name = g_strdup_printf ("%02d", month % 12 + 1);
      g_autofree char *year = g_strdup_printf ("%d", month / 12);
      draw_month (paper, &rule->months[i], i, top, axis);
      steady_paper_colour (paper, 0.3, 0.3, 0.3);
      steady_paper_write (paper,
                          STEADY_PAPER_TINY,
                          STEADY_PAPER_CENTRE,
                          x,
                          top + PLOT + 1,
                          WIDTH / STEADY_DEPARTMENT_MONTHS,
                          month % 12 == 0 || i == 0 ? year : name);
    }
  steady_paper_line (paper, LEFT, top + PLOT, LEFT + WIDTH, top + PLOT, 0.6);
  steady_paper_colour (paper, 0, 0, 0);
  steady_paper_space (paper, BLOCK);
}

static void
draw (SteadyPaper *paper, const void *data)
{
  const SteadyDepartment *department = data;
  g_autofree char        *about = g_strdup_printf (
      _ ("%u cases. Left out: %u of the other kind (real or simulated), %u not closed "
                "or "
                "not readable. Percentages are of the time that is known; what is missing "
                "counts neither as good nor as bad. No name is in these figures."),
      department->cases,
      department->simulated,
      department->open);

  steady_paper_title (paper, _ ("Quality of a department"));
  steady_paper_paragraph (paper, STEADY_PAPER_BODY, about);
  steady_paper_heading (paper, _ ("All cases"));
  draw_summary (paper, department);
  steady_paper_heading (paper, _ ("Time outside, month by month"));
  steady_paper_paragraph (
      paper,
      STEADY_PAPER_SMALL,
      _ ("Bar: three quarters of the cases were below it. Stroke: the median."));
  for (unsigned i = 0; i < department->n; i++)
    if (department->rules[i].cases > 0)
      draw_rule (paper, department, i);
}

/* The figures of @department as PDF, with a plot for each rule. Thread: main. */
bool
steady_department_print (const SteadyDepartment *department,
                         bool                    simulated,
                         const char             *file,
                         SteadyPaperResult      *ret_result,
                         GError                **error)
{
  const SteadyPaperFrame frame = {
    .title = _ ("Quality of a department"),
    .head = _ ("Quality of a department"),
    .state = simulated ? _ ("SIMULATED") : "",
    .foot = _ ("Printed by Steady."),
    .watermarks = { simulated ? _ ("SIMULATED") : NULL },
  };

  return steady_paper_print (&frame, draw, department, file, ret_result, error);
}
