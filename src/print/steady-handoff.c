/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"
#include "quality/steady-case-extent.h"

enum
{
  CONCERNS_MOST = 5,
  RECOMMENDATION_HEIGHT = 196, /* what is written by hand stays together */
  CONCERNS_LEAST = 3           /* … and so many stand above it in any case */
};

/* How old a value may be that is handed on [GK]. */
#define OLDEST (10 * STEADY_NSEC_PER_MIN)

static const char *
or_dash (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : "—";
}

/* The state of the child when the recording ended. */
static void
draw_situation (SteadyPaper *paper, const SteadySheet *sheet)
{
  static const SteadyChannel channels[] = {
    STEADY_CHANNEL_ARTERIAL_MEAN,
    STEADY_CHANNEL_CENTRAL_VENOUS_MEAN,
    STEADY_CHANNEL_HEART_RATE,
    STEADY_CHANNEL_VENOUS_SATURATION,
    STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
    STEADY_CHANNEL_HAEMATOCRIT,
    STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
    STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT,
  };
  const SteadyCaseStory *story = sheet->story;
  const char            *pairs[2 * G_N_ELEMENTS (channels)];
  char                  *texts[G_N_ELEMENTS (channels)];
  const bool             on =
      story->phases->len > 0 &&
      steady_case_story_in (story, STEADY_CASE_PHASE_BYPASS, story->span.end - 1);
  g_autofree char *when = steady_sheet_clock (story, story->span.end);
  const bool       ecmo =
      on && steady_case_story_in (story, STEADY_CASE_PHASE_ECMO, story->span.end - 1);
  g_autofree char *line = g_strdup_printf (
      ecmo ? _ ("%s is ON ECMO. Last values, at %s:")
      : on ? _ ("%s is ON BYPASS. Last values, at %s:")
           : _ ("%s is off bypass. Last values, at %s:"),
      story->patient.name[0] != '\0' ? story->patient.name : _ ("The child"),
      when);

  steady_paper_heading (paper, _ ("S – Situation"));
  steady_paper_paragraph (paper, STEADY_PAPER_STRONG, line);
  for (unsigned i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      double value = NAN;
      if (!steady_case_value_at (
              sheet->reader, channels[i], story->span.end, OLDEST, &value))
        value = NAN;
      texts[i] = steady_sheet_channel (channels[i], value, true);
      pairs[2 * i] = _ (steady_channel_info (channels[i])->label);
      pairs[2 * i + 1] = texts[i];
    }
  steady_paper_fields_beside (paper, pairs, G_N_ELEMENTS (channels), ecmo ? 3 : 2);
  for (unsigned i = 0; i < G_N_ELEMENTS (channels); i++)
    g_free (texts[i]);
}

static void
draw_background (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyStoryPatient *patient = &sheet->story->patient;
  g_autofree char          *age = steady_sheet_age (patient->age_days);
  g_autofree char          *weight = steady_sheet_value (patient->weight_kg, 2, "kg");
  g_autofree char          *date = steady_sheet_date (sheet->story);
  const char *const         who[] = {
            _ ("Name"),
            or_dash (patient->name),
            _ ("Patient id"),
            or_dash (patient->patient_id),
            _ ("Age"),
            age,
            _ ("Weight"),
            weight,
            _ ("Allergies"),
            steady_sheet_text (patient->allergies),
            _ ("Recording began"),
            date,
  };
  const char *const what[] = {
    _ ("Diagnosis"),
    steady_sheet_text (patient->diagnosis),
    _ ("Operation"),
    steady_sheet_text (patient->procedure),
  };

  steady_paper_heading (paper, _ ("B – Background"));
  steady_paper_fields_beside (paper, who, G_N_ELEMENTS (who) / 2, 3);
  steady_paper_fields (paper, what, G_N_ELEMENTS (what) / 2);
}

static char *
given_words (const SteadyCaseStory *story, const char *drug)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (story->acts, SteadyClinicalRecord, i);
      if (act->kind != STEADY_CLINICAL_DOSE ||
          (act->flags & STEADY_CLINICAL_WITHDRAWN) != 0 ||
          strcmp (act->what, drug) != 0)
        continue;
      g_autofree char *amount =
          steady_sheet_value (act->amount, act->amount < 100 ? 1 : 0, act->unit);
      g_autofree char *when = steady_sheet_clock (story, act->given);
      g_string_append_printf (
          text, "%s%s (%s)", text->len > 0 ? ", " : "", amount, when);
    }
  if (text->len == 0)
    g_string_append (text, _ ("none recorded"));
  return g_string_free (text, FALSE);
}

static char *
last_sample (const SteadyCaseStory *story)
{
  for (unsigned i = story->acts->len; i-- > 0;)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (story->acts, SteadyClinicalRecord, i);
      if (act->kind != STEADY_CLINICAL_SAMPLE ||
          (act->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
        continue;
      g_autofree char *values = steady_sheet_act (act);
      g_autofree char *when = steady_sheet_clock (story, act->given);
      return g_strdup_printf ("%s: %s", when, values);
    }
  return g_strdup (_ ("none recorded"));
}

static void
draw_course (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyCaseStory *story = sheet->story;
  g_autofree char       *bypass =
      steady_sheet_span (steady_case_story_total (story, STEADY_CASE_PHASE_BYPASS));
  g_autofree char *clamp =
      steady_sheet_span (steady_case_story_total (story, STEADY_CASE_PHASE_CLAMP));
  g_autofree char *arrest =
      steady_sheet_span (steady_case_story_total (story, STEADY_CASE_PHASE_ARREST));
  g_autofree char *cerebral =
      steady_sheet_span (steady_case_story_total (story, STEADY_CASE_PHASE_CEREBRAL));
  g_autofree char  *heparin = given_words (story, "heparin");
  g_autofree char  *protamine = given_words (story, "protamine");
  const double      in = steady_record_volume (story, true);
  const double      out = steady_record_volume (story, false);
  g_autofree char  *balance = steady_sheet_value (in - out, 0, "mL");
  g_autofree char  *sample = last_sample (story);
  const char *const pairs[] = {
    _ ("Bypass"),
    bypass,
    _ ("Aortic clamp"),
    clamp,
    _ ("Circulatory arrest"),
    arrest,
    _ ("Cerebral perfusion"),
    cerebral,
    _ ("Heparin"),
    heparin,
    _ ("Protamine"),
    protamine,
    _ ("Balance"),
    balance,
  };

  steady_paper_heading (paper, _ ("A – Assessment: the course"));
  steady_paper_fields (paper, pairs, G_N_ELEMENTS (pairs) / 2);
  g_autofree char *line = g_strdup_printf (_ ("Last sample, %s"), sample);
  steady_paper_paragraph (paper, STEADY_PAPER_BODY, line);
}

/* Whether there is room for another concern; what has none is counted. */
static bool
may_show (
    SteadyPaper *paper, unsigned shown, unsigned least, unsigned most, unsigned *more)
{
  const double line = 14;

  if (shown < most &&
      (shown < least || steady_paper_left (paper) > RECOMMENDATION_HEIGHT + 3 * line))
    return true;
  (*more)++;
  return false;
}

/* What the next team should know: long excursions and alarms of high priority. */
static void
draw_concerns (SteadyPaper *paper, const SteadySheet *sheet)
{
  unsigned shown = 0, more = 0;

  for (unsigned i = 0; i < sheet->quality->n; i++)
    {
      const SteadyQualityResult *result = &sheet->quality->results[i];
      if (!steady_quality_result_notable (result) ||
          !may_show (paper, shown, CONCERNS_LEAST - 1, CONCERNS_MOST, &more))
        continue;
      g_autofree char *longest = steady_sheet_short_span (result->track.longest);
      g_autofree char *worst =
          steady_sheet_channel (result->rule->channel, result->track.worst, true);
      g_autofree char *text =
          g_strdup_printf (_ ("%s: %s at a stretch, worst value %s."),
                           _ (result->rule->title),
                           longest,
                           worst);
      steady_paper_bullet (paper, STEADY_PAPER_BODY, text);
      shown++;
    }
  for (unsigned i = sheet->story->alarms->len; i-- > 0;)
    {
      const SteadyStoryAlarm *alarm =
          &g_array_index (sheet->story->alarms, SteadyStoryAlarm, i);
      if (alarm->priority != STEADY_PRIORITY_HIGH ||
          !may_show (paper, shown, CONCERNS_LEAST, 2 * CONCERNS_MOST, &more))
        continue;
      g_autofree char *when = steady_sheet_clock (sheet->story, alarm->from);
      g_autofree char *text =
          g_strdup_printf (_ ("Alarm of high priority at %s: %s."),
                           when,
                           alarm->title != NULL ? _ (alarm->title) : alarm->id);
      steady_paper_bullet (paper, STEADY_PAPER_BODY, text);
      shown++;
    }
  if (more > 0)
    {
      g_autofree char *text =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%u more stands in the perfusion record.",
                                        "%u more stand in the perfusion record.",
                                        more),
                           more);
      steady_paper_bullet (paper, STEADY_PAPER_BODY, text);
    }
  if (shown == 0)
    steady_paper_paragraph (
        paper,
        STEADY_PAPER_BODY,
        _ ("No long excursion and no alarm of high priority was recorded."));
}

static void
draw_lines (SteadyPaper *paper, const char *const *prompts, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    {
      const double y = steady_paper_y (paper) + 12;
      const double x = STEADY_PAPER_MARGIN +
                       steady_paper_text_width (paper, STEADY_PAPER_BODY, prompts[i]) +
                       6;
      steady_paper_write (paper,
                          STEADY_PAPER_BODY,
                          STEADY_PAPER_LEFT,
                          STEADY_PAPER_MARGIN,
                          steady_paper_y (paper),
                          STEADY_PAPER_INNER,
                          prompts[i]);
      steady_paper_colour (paper, 0.6, 0.6, 0.6);
      steady_paper_line (paper, x, y, STEADY_PAPER_MARGIN + STEADY_PAPER_INNER, y, 0.5);
      steady_paper_colour (paper, 0, 0, 0);
      steady_paper_space (paper, 18.5);
    }
}

/* What only people know is left to write: a program recommends nothing. */
static void
draw_recommendation (SteadyPaper *paper)
{
  const char *const prompts[] = {
    _ ("Bleeding, clotting, blood products:"),
    _ ("Drugs running:"),
    _ ("Pacing, rhythm:"),
    _ ("Lines, cannulae left in:"),
    _ ("Watch for:"),
    _ ("Call whom, when:"),
  };
  const char *const roles[] = { _ ("Handed over by"), _ ("Taken over by") };

  steady_paper_heading (paper, _ ("R – Recommendation"));
  draw_lines (paper, prompts, G_N_ELEMENTS (prompts));
  steady_paper_signatures (paper, roles, G_N_ELEMENTS (roles));
}

/* One page for those who take the child over. Thread: the reader's. */
void
steady_handoff_draw (SteadyPaper *paper, const void *data)
{
  const SteadySheet *sheet = data;

  steady_paper_title (paper, _ ("Hand-off after perfusion"));
  draw_situation (paper, sheet);
  draw_background (paper, sheet);
  if (steady_handoff_is_ecmo (sheet))
    steady_handoff_ecmo_draw (paper, sheet);
  else
    draw_course (paper, sheet);
  draw_concerns (paper, sheet);
  steady_paper_need (paper, RECOMMENDATION_HEIGHT);
  draw_recommendation (paper);
}
