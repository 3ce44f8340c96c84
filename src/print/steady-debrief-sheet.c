/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-graph.h"
#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"

/* So that the sheet stays one page. */
enum
{
  TOPICS_MOST = 7,
  ITEMS_MOST = 9,
  CATCHES_MOST = 3,
  STEPS_MOST = 2
};

static void
draw_facts (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyCaseStory *story = sheet->story;
  g_autofree char       *date = steady_sheet_date (story);
  g_autofree char *weight = steady_sheet_value (story->patient.weight_kg, 2, "kg");
  g_autofree char *bypass =
      steady_sheet_span (steady_case_story_total (story, STEADY_CASE_PHASE_BYPASS));
  g_autofree char *clamp =
      steady_sheet_span (steady_case_story_total (story, STEADY_CASE_PHASE_CLAMP));
  g_autofree char *arrest =
      steady_sheet_span (steady_case_story_total (story, STEADY_CASE_PHASE_ARREST));
  g_autofree char *alarms =
      g_strdup_printf (_ ("%u high, %u medium, %u low"),
                       steady_case_story_alarms (story, STEADY_PRIORITY_HIGH),
                       steady_case_story_alarms (story, STEADY_PRIORITY_MEDIUM),
                       steady_case_story_alarms (story, STEADY_PRIORITY_LOW));
  const char *const pairs[] = {
    _ ("Diagnosis"),
    steady_sheet_text (story->patient.diagnosis),
    _ ("Operation"),
    steady_sheet_text (story->patient.procedure),
    _ ("Date"),
    date,
    _ ("Weight"),
    weight,
    _ ("Bypass"),
    bypass,
    _ ("Aortic clamp"),
    clamp,
    _ ("Circulatory arrest"),
    arrest,
    _ ("Alarms"),
    alarms,
  };

  steady_paper_fields (paper, pairs, G_N_ELEMENTS (pairs) / 2);
}

/* Where the clock was set the times of day on this sheet jump. */
static void
draw_clock_steps (SteadyPaper *paper, const SteadyCaseStory *story)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();
  unsigned drawn = 0;

  for (guint i = 0; i < story->events->len && drawn < STEPS_MOST; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (story->events, SteadyCaseEvent, i);
      if (event->event != STEADY_EVENT_CLOCK_SET)
        continue;
      g_autofree char *line = steady_sheet_event_line (story, lists, event);
      steady_paper_paragraph (paper, STEADY_PAPER_STRONG, line);
      drawn++;
    }
}

static void
draw_graphs (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyCaseStory *story = sheet->story;
  const SteadySheetGraph pressure = { .title = _ ("Mean arterial pressure"),
                                      .unit = "mmHg",
                                      .traces = { { STEADY_CHANNEL_ARTERIAL_MEAN, 0 } },
                                      .n_traces = 1,
                                      .least_span = 30,
                                      .band_low = "map_low_mmhg",
                                      .band_high = "map_high_mmhg" };
  const SteadySheetGraph oxygen = { .title = _ ("Venous saturation"),
                                    .unit = "%",
                                    .traces = { { STEADY_CHANNEL_VENOUS_SATURATION,
                                                  0 } },
                                    .n_traces = 1,
                                    .least_span = 30,
                                    .band_low = "svo2_low_pct" };

  steady_paper_space (paper, 4);
  steady_sheet_graph_phases (paper, story);
  steady_sheet_graph (paper, sheet->reader, story, &pressure, 92);
  steady_sheet_graph (paper, sheet->reader, story, &oxygen, 92);
}

/* "below 30 mmHg for 6:40 min at a stretch from 09:33:20; worst 24" */
static char *
describe_excursion (const SteadySheet *sheet, const SteadyQualityResult *result)
{
  const SteadyQualityTrack *track = &result->track;
  g_autofree char          *limit =
      steady_sheet_channel (result->rule->channel, result->limit, true);
  g_autofree char *longest = steady_sheet_short_span (track->longest);
  g_autofree char *when = steady_sheet_clock (sheet->story, track->longest_at);
  g_autofree char *worst =
      steady_sheet_channel (result->rule->channel, track->worst, true);

  return g_strdup_printf (_ ("%s: limit %s, %s at a stretch from %s, worst value %s."),
                          _ (result->rule->title),
                          limit,
                          longest,
                          when,
                          worst);
}

static char *
describe_missing (const SteadyQualityResult *result)
{
  g_autofree char *missing =
      steady_sheet_short_span (result->track.watched - result->track.known);
  g_autofree char *watched = steady_sheet_short_span (result->track.watched);

  return g_strdup_printf (
      _ ("%s: not known for %s of %s."), _ (result->rule->title), missing, watched);
}

/* A tenth of the time without a value is worth a word [GK]. */
static bool
is_much_missing (const SteadyQualityResult *result)
{
  return result->judged &&
         10 * (result->track.watched - result->track.known) > result->track.watched;
}

static void
draw_topics (SteadyPaper *paper, const SteadySheet *sheet)
{
  unsigned shown = 0;

  steady_paper_heading (paper, _ ("To speak about"));
  for (unsigned i = 0; i < sheet->quality->n && shown < TOPICS_MOST; i++)
    {
      const SteadyQualityResult *result = &sheet->quality->results[i];
      if (!steady_quality_result_notable (result))
        continue;
      g_autofree char *text = describe_excursion (sheet, result);
      steady_paper_bullet (paper, STEADY_PAPER_BODY, text);
      shown++;
    }
  for (unsigned i = 0; i < sheet->quality->n && shown < TOPICS_MOST; i++)
    {
      const SteadyQualityResult *result = &sheet->quality->results[i];
      if (!is_much_missing (result))
        continue;
      g_autofree char *text = describe_missing (result);
      steady_paper_bullet (paper, STEADY_PAPER_BODY, text);
      shown++;
    }
  if (shown == 0)
    steady_paper_paragraph (
        paper,
        STEADY_PAPER_BODY,
        _ ("No target was missed for long, as far as values were known."));
}

static void
draw_good (SteadyPaper *paper, const SteadySheet *sheet)
{
  unsigned kept = 0, catches = 0;
  g_autoptr (GString) text = g_string_new (NULL);

  steady_paper_heading (paper, _ ("What went well"));
  for (unsigned i = 0; i < sheet->story->acts->len && catches < CATCHES_MOST; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (sheet->story->acts, SteadyClinicalRecord, i);
      if (act->kind != STEADY_CLINICAL_GOOD_CATCH ||
          strcmp (act->what, "teaching") == 0 ||
          (act->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
        continue;
      g_autofree char *said = steady_sheet_act (act);
      steady_paper_bullet (paper, STEADY_PAPER_STRONG, said);
      catches++;
    }
  for (unsigned i = 0; i < sheet->quality->n; i++)
    {
      const SteadyQualityResult *result = &sheet->quality->results[i];
      if (!result->judged || is_much_missing (result) || result->track.outside > 0)
        continue;
      g_string_append_printf (
          text, "%s%s", kept > 0 ? "; " : "", _ (result->rule->title));
      kept++;
    }
  if (kept > 0)
    {
      g_autofree char *all = g_strdup_printf (_ ("Never: %s."), text->str);
      steady_paper_bullet (paper, STEADY_PAPER_BODY, all);
    }
  if (kept + catches == 0)
    steady_paper_paragraph (
        paper, STEADY_PAPER_BODY, _ ("The recording cannot say; the team can."));
}

static const char *
verdict_words (const char *verdict)
{
  return strcmp (verdict, "met") == 0        ? _ ("done")
         : strcmp (verdict, "late") == 0     ? _ ("done late")
         : strcmp (verdict, "missed") == 0   ? _ ("missed")
         : strcmp (verdict, "violated") == 0 ? _ ("happened, and should not have")
         : strcmp (verdict, "kept") == 0     ? _ ("kept")
                                             : _ ("not reached");
}

static void
draw_expected (SteadyPaper *paper, const SteadyJsonNode *root)
{
  SteadyJsonNode array, node;
  size_t         n;
  const char    *text, *verdict;

  if (!steady_json_has (root, "expected") ||
      !steady_json_get_array (root, "expected", &array, &n, NULL) || n == 0)
    return;
  steady_paper_heading (paper, _ ("What the exercise asked for"));
  for (size_t i = 0; i < MIN (n, (size_t) ITEMS_MOST); i++)
    {
      if (!steady_json_get_element (&array, i, &node, NULL) ||
          !steady_json_get_string (&node, "text", &text, NULL) ||
          !steady_json_get_string (&node, "verdict", &verdict, NULL))
        continue;
      g_autofree char *line =
          g_strdup_printf ("%s: %s", _ (text), verdict_words (verdict));
      steady_paper_bullet (paper, STEADY_PAPER_SMALL, line);
    }
}

/* A training run has left its own debrief in the case. */
static void
draw_training (SteadyPaper *paper, const SteadyCaseStory *story)
{
  for (unsigned i = story->notes->len; i-- > 0;)
    {
      const SteadyCaseNote *note = &g_array_index (story->notes, SteadyCaseNote, i);
      SteadyJsonDocument    document = { 0 };
      if (strcmp (note->about, "debrief") != 0)
        continue;
      if (steady_json_document_parse (
              &document, "debrief", note->text, -1, NULL, 0, NULL))
        {
          const SteadyJsonNode root = steady_json_document_root (&document);
          draw_expected (paper, &root);
        }
      steady_json_document_finish (&document);
      return;
    }
}

static void
draw_questions (SteadyPaper *paper)
{
  const char *const questions[] = {
    _ ("What surprised us?"),
    _ ("What would we do in another way?"),
    _ ("What do we take along to the next child, and who sees to it?"),
  };

  steady_paper_heading (paper, _ ("The team's own words"));
  for (unsigned i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      steady_paper_paragraph (paper, STEADY_PAPER_BODY, questions[i]);
      const double y = steady_paper_y (paper) + 15;
      steady_paper_colour (paper, 0.6, 0.6, 0.6);
      steady_paper_line (paper,
                         STEADY_PAPER_MARGIN,
                         y,
                         STEADY_PAPER_MARGIN + STEADY_PAPER_INNER,
                         y,
                         0.5);
      steady_paper_colour (paper, 0, 0, 0);
      steady_paper_space (paper, 19);
    }
}

/* One page to speak about the case. Thread: the reader's. */
void
steady_debrief_sheet_draw (SteadyPaper *paper, const void *data)
{
  const SteadySheet *sheet = data;

  steady_paper_title (paper, _ ("Debrief"));
  draw_facts (paper, sheet);
  draw_clock_steps (paper, sheet->story);
  draw_graphs (paper, sheet);
  draw_good (paper, sheet);
  draw_topics (paper, sheet);
  draw_training (paper, sheet->story);
  draw_questions (paper);
}
