/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "checklist/steady-checklist.h"
#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"
#include "quality/steady-case-extent.h"

enum
{
  VALUES = 16,
  LINES_MOST = 20000 /* rows of a record: a case of many days at one minute */
};

/* How old a value may be that stands in a row [GK]. */
#define OLDEST (10 * STEADY_NSEC_PER_SEC)

/* A value of every row, in the order in which paper records have them. */
static const struct
{
  SteadyChannel channel;
  const char   *title; /* short: the columns are narrow */
  double        width;
} values[VALUES] = {
  { STEADY_CHANNEL_PATIENT_FLOW, N_ ("Flow\nL/min"), 31 },
  { STEADY_CHANNEL_FLOW_PER_KG, N_ ("Flow\nmL/kg/min"), 38 },
  { STEADY_CHANNEL_ARTERIAL_MEAN, N_ ("MAP\nmmHg"), 29 },
  { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, N_ ("CVP\nmmHg"), 29 },
  { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, N_ ("Line\nmmHg"), 29 },
  { STEADY_CHANNEL_VENOUS_SATURATION, N_ ("SvO2\n%"), 27 },
  { STEADY_CHANNEL_HAEMATOCRIT, N_ ("Hct\n%"), 27 },
  { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, N_ ("DO2i\nmL/min/m²"), 41 },
  { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, N_ ("Art.\n°C"), 27 },
  { STEADY_CHANNEL_VENOUS_TEMPERATURE, N_ ("Ven.\n°C"), 27 },
  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, N_ ("NP\n°C"), 27 },
  { STEADY_CHANNEL_SWEEP, N_ ("Sweep\nL/min"), 31 },
  { STEADY_CHANNEL_FIO2, N_ ("FiO2\n%"), 27 },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, N_ ("NIRS\nl. %"), 27 },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, N_ ("NIRS\nr. %"), 27 },
  { STEADY_CHANNEL_RESERVOIR_VOLUME, N_ ("Res.\nmL"), 27 },
};

/* A row: one of the even ones, or something that happened. */
typedef struct Line
{
  SteadyInstant t;
  char         *text; /* NULL: an even one */
  bool          strong;
} Line;

static void
clear_line (gpointer data)
{
  Line *line = data;
  g_free (line->text);
}

static int
by_time (gconstpointer a, gconstpointer b)
{
  const Line *one = a, *other = b;
  if (one->t != other->t)
    return one->t < other->t ? -1 : 1;
  return (one->text != NULL) - (other->text != NULL);
}

/* An act stands for its event, in the words of the one who recorded it. */
static bool
is_said_by_act (SteadyEvent event)
{
  return event == STEADY_EVENT_DOSE || event == STEADY_EVENT_HEPARIN ||
         event == STEADY_EVENT_PROTAMINE || event == STEADY_EVENT_CARDIOPLEGIA ||
         event == STEADY_EVENT_GAS_SAMPLE || event == STEADY_EVENT_VOLUME ||
         event == STEADY_EVENT_GOOD_CATCH || event == STEADY_EVENT_AMENDED;
}

/* The pump stood, something was stopped, the record has a hole: never small print. */
static bool
is_strong (SteadyEvent event)
{
  return event == STEADY_EVENT_ON_BYPASS || event == STEADY_EVENT_OFF_BYPASS ||
         event == STEADY_EVENT_CLAMP_ON || event == STEADY_EVENT_CLAMP_OFF ||
         event == STEADY_EVENT_INTERVENTION || event == STEADY_EVENT_GAP ||
         event == STEADY_EVENT_OVERRIDE || event == STEADY_EVENT_RESUMED ||
         event == STEADY_EVENT_CLOCK_SET;
}

static bool
is_left_out (SteadyEvent event)
{
  return event == STEADY_EVENT_MODE || event == STEADY_EVENT_AUDIO_PAUSE ||
         event == STEADY_EVENT_AUDIO_PAUSE_END || event == STEADY_EVENT_ALARM_ACT ||
         event == STEADY_EVENT_MECHANISM || event == STEADY_EVENT_SOUND_HEARD ||
         event == STEADY_EVENT_ITEM_SKIPPED; /* stands under "Checklists", with why */
}

static void
add_line (GArray *lines, SteadyInstant t, char *text, bool strong)
{
  const Line line = { .t = t, .text = text, .strong = strong };
  g_array_append_val (lines, line);
}

static void
add_events (GArray *lines, const SteadyCaseStory *story)
{
  g_autoptr (GPtrArray) lists = steady_checklist_load_all (NULL);

  for (unsigned i = 0; i < story->events->len && lines->len < LINES_MOST; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (story->events, SteadyCaseEvent, i);
      if (is_left_out (event->event) ||
          (is_said_by_act (event->event) && story->acts->len > 0))
        continue;
      add_line (lines,
                event->t,
                steady_sheet_event_line (story, lists, event),
                is_strong (event->event));
    }
}

static void
add_acts (GArray *lines, const SteadyCaseStory *story)
{
  for (unsigned i = 0; i < story->acts->len && lines->len < LINES_MOST; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (story->acts, SteadyClinicalRecord, i);
      g_autofree char *said = steady_sheet_act (act);
      add_line (lines,
                act->given,
                act->author[0] != '\0' ? g_strdup_printf ("%s (%s)", said, act->author)
                                       : g_strdup (said),
                act->kind == STEADY_CLINICAL_CARDIOPLEGIA);
    }
}

/* When a row comes after @t: on the round minutes of the wall clock, as people write
 * them, also behind a step of it. */
static SteadyInstant
next_row (const SteadyCaseStory *story, SteadyInstant t, SteadySpan step)
{
  const int64_t utc = steady_case_story_utc (story, t);
  SteadyInstant next = t + step - utc % step;
  const int64_t off =
      (steady_case_story_utc (story, next) + step / 2) % step - step / 2;

  next -= off;
  return next > t ? next : t + step;
}

static GArray *
collect (const SteadySheet *sheet)
{
  const SteadyCaseStory *story = sheet->story;
  const SteadySpan       step = MAX (sheet->row_minutes, 1U) * STEADY_NSEC_PER_MIN;
  GArray                *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  g_array_set_clear_func (lines, clear_line);
  add_events (lines, story);
  add_acts (lines, story);
  for (SteadyInstant t = next_row (story, story->span.start, step);
       t <= story->span.end && lines->len < LINES_MOST;
       t = next_row (story, t, step))
    add_line (lines, t, NULL, false);
  g_array_sort (lines, by_time);
  return lines;
}

static void
draw_values (SteadyPaper *paper, const SteadySheet *sheet, SteadyInstant t, bool strong)
{
  char       *texts[VALUES + 1];
  const char *cells[VALUES + 1];

  texts[0] = steady_sheet_clock (sheet->story, t);
  for (unsigned i = 0; i < VALUES; i++)
    {
      double value = NAN;
      if (!steady_case_value_at (sheet->reader, values[i].channel, t, OLDEST, &value))
        value = NAN;
      texts[i + 1] = steady_sheet_channel (values[i].channel, value, false);
    }
  for (unsigned i = 0; i <= VALUES; i++)
    cells[i] = texts[i];
  steady_paper_table_row (paper,
                          cells,
                          G_N_ELEMENTS (cells),
                          strong ? STEADY_PAPER_CELL_STRONG : STEADY_PAPER_CELL);
  for (unsigned i = 0; i <= VALUES; i++)
    g_free (texts[i]);
}

/* All that happened at one instant stands above one row of values. */
static unsigned
draw_group (SteadyPaper       *paper,
            const SteadySheet *sheet,
            const GArray      *lines,
            unsigned           at)
{
  const Line *first = &g_array_index (lines, Line, at);
  unsigned    next = at;

  steady_paper_need (paper, 30);
  for (; next < lines->len; next++)
    {
      const Line *line = &g_array_index (lines, Line, next);
      if (line->t / STEADY_NSEC_PER_SEC != first->t / STEADY_NSEC_PER_SEC)
        break;
      if (line->text != NULL)
        steady_paper_table_across (paper,
                                   line->strong ? STEADY_PAPER_CELL_STRONG
                                                : STEADY_PAPER_CELL,
                                   line->text);
    }
  draw_values (paper, sheet, first->t, false);
  return next;
}

/* A row every so many minutes, and at every event. */
void
steady_record_rows (SteadyPaper *paper, const SteadySheet *sheet)
{
  SteadyPaperColumn columns[VALUES + 1] = {
    { _ ("Time"), 42, STEADY_PAPER_LEFT },
  };
  g_autofree char *about = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "A row every minute and at every event. A dash: not known then.",
                   "A row every %u minutes and at every event. A dash: not known then.",
                   sheet->row_minutes),
      sheet->row_minutes);
  GArray          *lines = collect (sheet);
  g_autofree char *day = NULL;

  for (unsigned i = 0; i < VALUES; i++)
    columns[i + 1] = (SteadyPaperColumn){ .title = _ (values[i].title),
                                          .width = values[i].width,
                                          .align = STEADY_PAPER_RIGHT };
  steady_paper_heading (paper, _ ("Course"));
  steady_paper_paragraph (paper, STEADY_PAPER_SMALL, about);
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0;
       i < lines->len && steady_paper_tell (paper, (double) i / lines->len);)
    {
      steady_record_day (paper, sheet->story, g_array_index (lines, Line, i).t, &day);
      i = draw_group (paper, sheet, lines, i);
    }
  steady_paper_table_end (paper);
  if (lines->len >= LINES_MOST)
    steady_paper_paragraph (
        paper,
        STEADY_PAPER_STRONG,
        _ ("More happened than fits on paper; the rest is in the case's file."));
  g_array_unref (lines);
}
