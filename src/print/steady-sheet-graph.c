/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-sheet-graph.h"

#include <cairo-pdf.h>
#include <math.h>

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-words.h"

enum
{
  COLUMNS = 460,
  TICKS = 4
};

#define LEFT  (STEADY_PAPER_MARGIN + 34)
#define WIDTH (STEADY_PAPER_INNER - 34)

/* Where on the paper a graph stands, and what its axes span. */
typedef struct Frame
{
  SteadyPaper           *paper;
  const SteadyCaseStory *story;
  double                 top;
  double                 height;
  double                 low;
  double                 high;
} Frame;

/* The hues of the screen by day (resources/css/steady-day.css). */
static void
set_hue (cairo_t *cairo, SteadyChannel channel)
{
  static const struct
  {
    SteadyChannel channel;
    unsigned      rgb;
  } hues[] = {
    { STEADY_CHANNEL_PATIENT_FLOW, 0x101418 },
    { STEADY_CHANNEL_ARTERIAL_MEAN, 0x870f73 },
    { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 0x1a42a0 },
    { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 0x6f3c10 },
    { STEADY_CHANNEL_VENOUS_SATURATION, 0x4b2f9e },
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 0x4b2f9e },
    { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 0x7f2850 },
    { STEADY_CHANNEL_VENOUS_TEMPERATURE, 0x3b5384 },
    { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 0x4d5c16 },
  };
  unsigned rgb = 0x363d43;

  for (unsigned i = 0; i < G_N_ELEMENTS (hues); i++)
    if (hues[i].channel == channel)
      rgb = hues[i].rgb;
  cairo_set_source_rgb (
      cairo, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

static double
x_of (const Frame *frame, SteadyInstant t)
{
  const SteadyCaseSpan *span = &frame->story->span;
  const double          whole = (double) MAX (span->end - span->start, 1);
  return LEFT + WIDTH * (double) (t - span->start) / whole;
}

static double
y_of (const Frame *frame, double value)
{
  const double part = (value - frame->low) / (frame->high - frame->low);
  return frame->top + frame->height * (1 - CLAMP (part, 0.0, 1.0));
}

/* A step of 1, 2 or 5 × 10ⁿ that makes about TICKS of @span. */
static double
step_of (double span)
{
  const double power = pow (10, floor (log10 (span / TICKS)));
  const double part = span / TICKS / power;
  return power * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
}

/* A bound of a plan's band; NaN: it has none on that side. */
static double
bound_of (const SteadyCaseTargets *plan, const char *key, double factor)
{
  return key != NULL ? factor * steady_case_targets_number (plan, key) : (double) NAN;
}

static void
choose_axis (Frame *frame, const SteadySheetGraph *graph, const SteadyEnvelope *columns)
{
  double low = INFINITY, high = -INFINITY;

  for (unsigned i = 0; i < graph->n_traces * COLUMNS; i++)
    if (columns[i].count > 0)
      {
        low = MIN (low, (double) columns[i].low);
        high = MAX (high, (double) columns[i].high);
      }
  for (unsigned i = 0; i < frame->story->plans->len; i++)
    {
      const SteadyCaseTargets *plan =
          &g_array_index (frame->story->plans, SteadyCaseTargets, i);
      low = fmin (low, bound_of (plan, graph->band_low, 1 - graph->share));
      high = fmax (high, bound_of (plan, graph->band_high, 1 + graph->share));
    }
  if (!isfinite (low) || !isfinite (high))
    low = 0, high = graph->least_span;
  if (high - low < graph->least_span)
    {
      const double middle = (low + high) / 2;
      low = middle - graph->least_span / 2;
      high = middle + graph->least_span / 2;
    }
  const double step = step_of (high - low);
  frame->low = floor (low / step) * step;
  frame->high = ceil (high / step) * step;
}

static void
draw_axis (const Frame *frame)
{
  const double step = step_of (frame->high - frame->low);
  const int    decimals = step < 0.1 ? 2 : step < 1 ? 1 : 0;

  for (double value = frame->low; value <= frame->high + step / 2; value += step)
    {
      g_autofree char *text = steady_sheet_number (value, decimals);
      steady_paper_colour (frame->paper, 0.82, 0.82, 0.82);
      steady_paper_line (frame->paper,
                         LEFT,
                         y_of (frame, value),
                         LEFT + WIDTH,
                         y_of (frame, value),
                         0.4);
      steady_paper_colour (frame->paper, 0.2, 0.2, 0.2);
      steady_paper_write (frame->paper,
                          STEADY_PAPER_TINY,
                          STEADY_PAPER_RIGHT,
                          STEADY_PAPER_MARGIN - 4,
                          y_of (frame, value) - 4.5,
                          34,
                          text);
    }
}

/* Whole steps of the wall clock would wander over the days; case time does not. */
static void
draw_times (const Frame *frame)
{
  static const int steps_min[] = { 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880 };
  const double     minutes =
      steady_span_seconds (frame->story->span.end - frame->story->span.start) / 60;
  int step = steps_min[G_N_ELEMENTS (steps_min) - 1];

  for (unsigned i = G_N_ELEMENTS (steps_min); i-- > 0;)
    if (minutes / steps_min[i] <= 12)
      step = steps_min[i];
  for (int minute = 0; minute <= minutes; minute += step)
    {
      g_autofree char    *text = g_strdup_printf ("%d:%02d", minute / 60, minute % 60);
      const SteadyInstant t = frame->story->span.start + minute * STEADY_NSEC_PER_MIN;
      const double        x = x_of (frame, t);
      steady_paper_colour (frame->paper, 0.88, 0.88, 0.88);
      steady_paper_line (
          frame->paper, x, frame->top, x, frame->top + frame->height, 0.4);
      steady_paper_colour (frame->paper, 0.2, 0.2, 0.2);
      steady_paper_write (frame->paper,
                          STEADY_PAPER_TINY,
                          STEADY_PAPER_CENTRE,
                          x - 20,
                          frame->top + frame->height + 1,
                          40,
                          text);
    }
}

/* The plan's band stands behind the lines, of each plan as long as it was in force. */
static void
draw_band (const Frame *frame, const SteadySheetGraph *graph)
{
  cairo_t      *cairo = steady_paper_cairo (frame->paper);
  const GArray *plans = frame->story->plans;

  for (unsigned i = 0; i < plans->len; i++)
    {
      const SteadyCaseTargets *plan = &g_array_index (plans, SteadyCaseTargets, i);
      const double             low = bound_of (plan, graph->band_low, 1 - graph->share);
      const double high = bound_of (plan, graph->band_high, 1 + graph->share);
      const double top = isfinite (high) ? y_of (frame, high) : frame->top;
      const double end =
          isfinite (low) ? y_of (frame, low) : frame->top + frame->height;
      const double from = x_of (frame, plan->from);
      const double to =
          x_of (frame, i + 1 < plans->len ? plan[1].from : frame->story->span.end);
      if (!isfinite (low) && !isfinite (high))
        continue;
      cairo_set_source_rgba (cairo, 0.25, 0.55, 0.35, 0.16);
      cairo_rectangle (cairo, from, top, to - from, end - top);
      cairo_fill (cairo);
    }
}

/* Where nothing was recorded the line has a hole. */
static void
draw_trace (const Frame            *frame,
            const SteadySheetTrace *trace,
            const SteadyEnvelope   *columns)
{
  static const double dashes[][2] = { { 0, 0 }, { 5, 2 }, { 2, 2 }, { 1, 1.5 } };
  cairo_t            *cairo = steady_paper_cairo (frame->paper);
  bool                down = false;

  set_hue (cairo, trace->channel);
  cairo_set_line_width (cairo, 0.9);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  if (trace->dash > 0)
    cairo_set_dash (cairo, dashes[trace->dash % G_N_ELEMENTS (dashes)], 2, 0);
  for (unsigned i = 0; i < COLUMNS; i++)
    {
      const double x = LEFT + WIDTH * (i + 0.5) / COLUMNS;
      if (columns[i].count == 0)
        {
          down = false;
          continue;
        }
      if (down)
        cairo_line_to (cairo, x, y_of (frame, (double) columns[i].low));
      else
        cairo_move_to (cairo, x, y_of (frame, (double) columns[i].low));
      cairo_line_to (cairo, x, y_of (frame, (double) columns[i].high) - 0.01);
      down = true;
    }
  cairo_stroke (cairo);
  cairo_set_dash (cairo, NULL, 0, 0);
}

/* Name and sample of each line, above the graph. */
static void
draw_legend (const Frame *frame, const SteadySheetGraph *graph)
{
  static const double dashes[][2] = { { 0, 0 }, { 5, 2 }, { 2, 2 }, { 1, 1.5 } };
  cairo_t            *cairo = steady_paper_cairo (frame->paper);
  g_autofree char    *title = g_strdup_printf ("%s, %s", graph->title, _ (graph->unit));
  double              x = LEFT;

  steady_paper_colour (frame->paper, 0, 0, 0);
  steady_paper_write (frame->paper,
                      STEADY_PAPER_STRONG,
                      STEADY_PAPER_LEFT,
                      x,
                      frame->top - 14,
                      220,
                      title);
  x += steady_paper_text_width (frame->paper, STEADY_PAPER_STRONG, title) + 16;
  for (unsigned i = 0; i < graph->n_traces; i++)
    {
      const char *label = _ (steady_channel_info (graph->traces[i].channel)->label);
      set_hue (cairo, graph->traces[i].channel);
      if (graph->traces[i].dash > 0)
        cairo_set_dash (
            cairo, dashes[graph->traces[i].dash % G_N_ELEMENTS (dashes)], 2, 0);
      steady_paper_line (frame->paper, x, frame->top - 8, x + 18, frame->top - 8, 1.4);
      cairo_set_dash (cairo, NULL, 0, 0);
      steady_paper_colour (frame->paper, 0, 0, 0);
      steady_paper_write (frame->paper,
                          STEADY_PAPER_SMALL,
                          STEADY_PAPER_LEFT,
                          x + 21,
                          frame->top - 13,
                          160,
                          label);
      x += 34 + steady_paper_text_width (frame->paper, STEADY_PAPER_SMALL, label);
    }
}

/* When alarms were there, as marks along the upper edge: high, medium. */
static void
draw_alarms (const Frame *frame)
{
  for (unsigned i = 0; i < frame->story->alarms->len; i++)
    {
      const SteadyStoryAlarm *alarm =
          &g_array_index (frame->story->alarms, SteadyStoryAlarm, i);
      if (alarm->priority < STEADY_PRIORITY_MEDIUM || alarm->technical)
        continue;
      const double x = x_of (frame, alarm->from);
      const bool   high = alarm->priority == STEADY_PRIORITY_HIGH;
      steady_paper_colour (frame->paper, high ? 0.69 : 0.55, high ? 0 : 0.45, 0);
      steady_paper_line (frame->paper,
                         x,
                         frame->top,
                         x,
                         frame->top + (high ? 9 : 5),
                         high ? 1.6 : 1.0);
    }
}

/*
 * Draws @graph of the whole case, @height points high with its legend and times. What
 * cannot be read leaves an empty frame that says so.
 *
 * Thread: the reader's.
 */
void
steady_sheet_graph (SteadyPaper            *paper,
                    SteadyCaseReader       *reader,
                    const SteadyCaseStory  *story,
                    const SteadySheetGraph *graph,
                    double                  height)
{
  SteadyEnvelope *columns = g_new0 (SteadyEnvelope, STEADY_SHEET_TRACES * COLUMNS);
  bool            any = false;

  steady_paper_need (paper, height);
  Frame frame = { .paper = paper,
                  .story = story,
                  .top = steady_paper_y (paper) + 16,
                  .height = height - 34 };
  for (unsigned i = 0; i < graph->n_traces; i++)
    steady_case_reader_envelope (reader,
                                 graph->traces[i].channel,
                                 story->span.start,
                                 MAX (story->span.end, story->span.start + 1),
                                 COLUMNS,
                                 columns + (size_t) i * COLUMNS,
                                 NULL);
  for (unsigned i = 0; i < graph->n_traces * COLUMNS && !any; i++)
    any = columns[i].count > 0;
  choose_axis (&frame, graph, columns);
  draw_band (&frame, graph);
  draw_axis (&frame);
  draw_times (&frame);
  for (unsigned i = 0; i < graph->n_traces; i++)
    draw_trace (&frame, &graph->traces[i], columns + (size_t) i * COLUMNS);
  draw_alarms (&frame);
  draw_legend (&frame, graph);
  if (!any)
    steady_paper_write (paper,
                        STEADY_PAPER_SMALL,
                        STEADY_PAPER_CENTRE,
                        LEFT,
                        frame.top + frame.height / 2 - 5,
                        WIDTH,
                        _ ("nothing of this was recorded"));
  steady_paper_space (paper, height);
  g_free (columns);
}

/* A strip for each kind of phase over the whole case. Thread: main. */
void
steady_sheet_graph_phases (SteadyPaper *paper, const SteadyCaseStory *story)
{
  Frame frame = { .paper = paper, .story = story };

  for (unsigned kind = STEADY_CASE_PHASE_BYPASS; kind < STEADY_CASE_PHASE_KINDS; kind++)
    {
      if (steady_case_story_total (story, (SteadyCasePhaseKind) kind) == 0)
        continue;
      steady_paper_need (paper, 13);
      cairo_t     *cairo = steady_paper_cairo (paper);
      const double y = steady_paper_y (paper);
      for (unsigned i = 0; i < story->phases->len; i++)
        {
          const SteadyCasePhase *phase =
              &g_array_index (story->phases, SteadyCasePhase, i);
          const double from = x_of (&frame, phase->from), to = x_of (&frame, phase->to);
          if (phase->kind != (SteadyCasePhaseKind) kind)
            continue;
          cairo_set_source_rgb (cairo, 0.78, 0.82, 0.88);
          cairo_rectangle (cairo, from, y, MAX (to - from, 1.0), 10);
          cairo_fill (cairo);
        }
      steady_paper_colour (paper, 0, 0, 0);
      steady_paper_write (paper,
                          STEADY_PAPER_TINY,
                          STEADY_PAPER_LEFT,
                          LEFT + 2,
                          y + 0.5,
                          200,
                          steady_sheet_phase ((SteadyCasePhaseKind) kind));
      steady_paper_space (paper, 12);
    }
}
