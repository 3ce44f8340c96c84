/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-case-card.h"

#include <math.h>
#include <string.h>

#include "base/steady-paths.h"

/* Where the index of the user's cases stands. Free with g_free (). Thread: any. */
char *
steady_case_shelf_file (void)
{
  return steady_paths_user_data ("shelf.sqlite");
}

/* Where the user's cases stand. Free with g_free (). Thread: any. */
char *
steady_case_shelf_folder (void)
{
  return steady_paths_user_data ("cases");
}

static void
take_phases (SteadyCaseCard *card, const SteadyCaseStory *story)
{
  const double whole =
      (double) MAX (story->span.end - story->span.start, STEADY_NSEC_PER_SEC);

  for (unsigned i = 0; i < story->phases->len && card->n_phases < STEADY_CARD_PHASES;
       i++)
    {
      const SteadyCasePhase *phase = &g_array_index (story->phases, SteadyCasePhase, i);
      SteadyCardPhase        part;
      memset (&part, 0, sizeof part);
      part.kind = (uint8_t) phase->kind;
      part.from = (float) ((double) (phase->from - story->span.start) / whole);
      part.to = (float) ((double) (phase->to - story->span.start) / whole);
      card->phases[card->n_phases++] = part;
    }
}

static void
take_story (SteadyCaseCard *card, const SteadyCaseStory *story)
{
  g_strlcpy (card->name, story->patient.name, sizeof card->name);
  g_strlcpy (card->title, story->title, sizeof card->title);
  g_strlcpy (card->lesion, story->patient.diagnosis, sizeof card->lesion);
  g_strlcpy (card->operation, story->patient.procedure, sizeof card->operation);
  g_strlcpy (card->profile, story->patient.profile, sizeof card->profile);
  card->mode = (uint16_t) story->mode;
  card->simulated = story->simulated;
  card->finished = story->finished;
  card->start_utc = story->span.start_utc;
  card->length_s = steady_span_seconds (story->span.end - story->span.start);
  card->bypass_s =
      steady_span_seconds (steady_case_story_total (story, STEADY_CASE_PHASE_BYPASS));
  card->clamp_s =
      steady_span_seconds (steady_case_story_total (story, STEADY_CASE_PHASE_CLAMP));
  card->weight_kg = story->patient.weight_kg;
  card->age_days = story->patient.age_days;
  card->high = steady_case_story_alarms (story, STEADY_PRIORITY_HIGH);
  card->medium = steady_case_story_alarms (story, STEADY_PRIORITY_MEDIUM);
  card->low = steady_case_story_alarms (story, STEADY_PRIORITY_LOW);
  card->marks = story->marks;
  take_phases (card, story);
}

static void
take_quality (SteadyCaseCard *card, const SteadyCaseQuality *quality)
{
  for (unsigned i = 0; i < quality->n && card->n_metrics < STEADY_CARD_METRICS; i++)
    {
      const SteadyQualityResult *result = &quality->results[i];
      SteadyCardMetric          *metric = &card->metrics[card->n_metrics];
      if (!result->judged)
        continue;
      *metric = (SteadyCardMetric){
        .outside_pct = steady_quality_track_percent (&result->track),
        .outside_s = steady_span_seconds (result->track.outside),
        .longest_s = steady_span_seconds (result->track.longest),
        .known_s = steady_span_seconds (result->track.known),
        .missing_s = steady_span_seconds (result->track.watched - result->track.known),
        .area = result->track.area,
      };
      g_strlcpy (metric->rule, result->rule->id, sizeof metric->rule);
      card->n_metrics++;
    }
}

/*
 * A SteadyShelfDescribe: reads the case @path by @rules, a SteadyQualityRules. One that
 * cannot be read stays on the shelf with what is wrong with it.
 *
 * Thread: the shelf's.
 */
void
steady_case_card_describe (void *rules, const char *path, SteadyCaseCard *ret_card)
{
  SteadyCaseReader *reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadyCaseStory) story = steady_case_story_open (path, &reader, &error);
  g_autofree SteadyCaseQuality *quality = g_new0 (SteadyCaseQuality, 1);

  ret_card->length_s = NAN;
  ret_card->weight_kg = NAN;
  ret_card->age_days = NAN;
  if (story != NULL)
    {
      take_story (ret_card, story);
      if (steady_case_quality_read (quality, reader, story, rules, NULL, &error))
        take_quality (ret_card, quality);
      steady_case_reader_free (reader);
    }
  if (error != NULL)
    g_strlcpy (ret_card->problem, error->message, sizeof ret_card->problem);
}

/*
 * Puts each result of @quality among the earlier cases on the user's shelf. Without a
 * shelf nothing is said.
 *
 * Thread: any.
 */
void
steady_case_card_compare (SteadyCaseQuality        *quality,
                          const SteadyCaseStory    *story,
                          const SteadyQualityRules *rules)
{
  g_autofree char *file = steady_case_shelf_file ();

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return;
  g_autoptr (SteadyCaseShelf) shelf = steady_case_shelf_open (file, NULL);
  for (unsigned i = 0; i < quality->n && shelf != NULL; i++)
    {
      SteadyQualityResult *result = &quality->results[i];
      GArray              *earlier;
      if (!result->judged || !steady_case_shelf_earlier (shelf,
                                                         result->rule->id,
                                                         story->patient.profile,
                                                         story->simulated,
                                                         story->span.start_utc,
                                                         &earlier,
                                                         NULL))
        continue;
      steady_case_quality_compare (result,
                                   (const double *) (void *) earlier->data,
                                   earlier->len,
                                   rules->compare_least);
      g_array_unref (earlier);
    }
}
