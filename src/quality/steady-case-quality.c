/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-case-quality.h"

#include <math.h>
#include <string.h>

enum
{
  SECONDS = 3600, /* looked at in one piece, so that a case of days needs no more */
  BATCH = 2048
};

/* The seconds of one channel: its last usable value in each, NaN for none. */
typedef struct Series
{
  SteadyChannel channel;
  bool          recorded;
  float         values[SECONDS];
  bool          broken[SECONDS]; /* the source said that there is no value */
} Series;

/* The value in force while a rule walks through the seconds. */
typedef struct Held
{
  double        value;
  SteadyInstant t;
  bool          known;
} Held;

typedef struct Walk
{
  SteadyCaseReader      *reader;
  const SteadyCaseStory *story;
  Series                *series[2 * STEADY_QUALITY_RULES_MOST];
  unsigned               n_series;
  Held                   held[STEADY_QUALITY_RULES_MOST];
  Held                   beside[STEADY_QUALITY_RULES_MOST]; /* of "while" */
  SteadyInstant          from;
  unsigned               seconds;
} Walk;

static Series *
series_of (Walk *self, SteadyChannel channel)
{
  unsigned count;

  /* asked for each second of each rule; a case that is still written reads its channels
   * anew whenever it is asked for them */
  for (unsigned i = 0; i < self->n_series; i++)
    if (self->series[i]->channel == channel)
      return self->series[i];
  const SteadyCaseChannel *channels =
      steady_case_reader_channels (self->reader, &count);
  Series *series = g_new0 (Series, 1);
  series->channel = channel;
  for (unsigned i = 0; i < count; i++)
    series->recorded = series->recorded || channels[i].channel == channel;
  self->series[self->n_series++] = series;
  return series;
}

static void
take_samples (Walk *self, Series *series, const SteadySample *samples, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    {
      const int64_t second = (samples[i].t - self->from) / STEADY_NSEC_PER_SEC;
      if (second < 0 || second >= (int64_t) self->seconds)
        continue;
      const bool usable = steady_sample_usable (&samples[i]);
      series->values[second] = usable ? (float) samples[i].value : NAN;
      series->broken[second] = !usable;
    }
}

static bool
read_series (Walk *self, Series *series, GError **error)
{
  SteadySample        samples[BATCH];
  unsigned            count = BATCH;
  SteadyInstant       from = self->from;
  const SteadyInstant to = self->from + self->seconds * STEADY_NSEC_PER_SEC - 1;

  for (unsigned i = 0; i < self->seconds; i++)
    {
      series->values[i] = NAN;
      series->broken[i] = false;
    }
  while (series->recorded && count == BATCH && from <= to)
    {
      if (!steady_case_reader_numerics (
              self->reader, series->channel, from, to, samples, BATCH, &count, error))
        return false;
      take_samples (self, series, samples, count);
      if (count > 0)
        from = samples[count - 1].t + 1;
    }
  return true;
}

/* Laboratory values that people recorded count from when the blood was drawn. */
static void
add_entered (Walk *self, Series *series)
{
  for (unsigned i = 0; i < self->story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (self->story->acts, SteadyClinicalRecord, i);
      const int64_t second = (act->given - self->from) / STEADY_NSEC_PER_SEC;
      if (act->kind != STEADY_CLINICAL_SAMPLE || act->given < self->from ||
          second >= (int64_t) self->seconds ||
          (act->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
        continue;
      for (unsigned k = 0; k < act->n_values; k++)
        if (act->values[k].channel == (uint32_t) series->channel)
          {
            series->values[second] = (float) act->values[k].value;
            series->broken[second] = false;
          }
    }
}

static void
hold (
    Held *self, const Series *series, unsigned second, SteadyInstant t, SteadySpan most)
{
  const float value = series->values[second];

  if (isfinite (value))
    *self = (Held){ .value = (double) value, .t = t, .known = true };
  else if (series->broken[second] || (self->known && t - self->t > most))
    self->known = false;
}

static bool
in_phase (const SteadyCaseStory *story, const SteadyQualityRule *rule, SteadyInstant t)
{
  if (!steady_case_story_in (story, rule->phase, t))
    return false;
  for (unsigned i = 0; i < STEADY_CASE_PHASE_KINDS; i++)
    if ((rule->without & 1U << i) != 0 &&
        steady_case_story_in (story, (SteadyCasePhaseKind) i, t))
      return false;
  return true;
}

/* Whether "while" holds. Where it cannot be known the rule is looked at and its value
 * counts as missing: what nobody knows is never left out as if it were fine. */
static bool
is_looked_at (const SteadyQualityRule *rule, const Held *beside, bool *ret_known)
{
  *ret_known = true;
  if (rule->while_channel == STEADY_CHANNEL_NONE)
    return true;
  *ret_known = beside->known;
  if (!beside->known)
    return true;
  return rule->while_above ? beside->value >= rule->while_than
                           : beside->value < rule->while_than;
}

/* The limit that held then: a plan may have been changed during the case. */
static double
limit_at (const SteadyQualityResult *result,
          const SteadyCaseStory     *story,
          SteadyInstant              t)
{
  double limit = result->limit;

  if (result->from_plan && story->plans->len > 1)
    steady_case_story_target_at (story, result->rule->plan, t, &limit);
  return limit;
}

static void
judge_second (Walk *self, SteadyQualityResult *result, unsigned place, unsigned second)
{
  const SteadyQualityRule *rule = result->rule;
  const SteadyInstant      t = self->from + second * STEADY_NSEC_PER_SEC;
  bool                     known;

  hold (&self->held[place], series_of (self, rule->channel), second, t, rule->holds);
  if (rule->while_channel != STEADY_CHANNEL_NONE)
    hold (&self->beside[place],
          series_of (self, rule->while_channel),
          second,
          t,
          rule->holds);
  if (!in_phase (self->story, rule, t) ||
      !is_looked_at (rule, &self->beside[place], &known))
    {
      steady_quality_track_break (&result->track);
      return;
    }
  if (steady_case_story_excluded (self->story, rule->channel, t))
    {
      steady_quality_track_exclude (
          &result->track, MIN (STEADY_NSEC_PER_SEC, self->story->span.end - t));
      return;
    }
  const SteadyQualityStep step = {
    .t = t,
    .span = MIN (STEADY_NSEC_PER_SEC, self->story->span.end - t),
    .known = self->held[place].known && known,
    .value = self->held[place].value,
    .limit = limit_at (result, self->story, t),
    .above = rule->above,
  };
  steady_quality_track_add (&result->track, &step);
}

static bool
read_piece (Walk *self, GError **error)
{
  for (unsigned i = 0; i < self->n_series; i++)
    {
      if (!read_series (self, self->series[i], error))
        return false;
      add_entered (self, self->series[i]);
    }
  return true;
}

/* The plan's number before the rule's own for a child of this size. */
static void
find_limit (SteadyQualityResult *result, const SteadyCaseStory *story, int profile)
{
  const SteadyQualityRule *rule = result->rule;

  result->judged = true;
  result->from_plan = rule->plan != NULL &&
                      steady_case_story_target (story, rule->plan, &result->limit);
  if (result->from_plan)
    return;
  if (profile >= 0)
    result->limit = rule->limits[profile];
  else if (fabs (rule->limits[0] - rule->limits[STEADY_QUALITY_PROFILES - 1]) < 1e-9)
    result->limit = rule->limits[0];
  else
    result->judged = false;
}

/* After each piece. False, with an error: a person wants it stopped. */
static bool
tell (const Walk *way, SteadyProgress *progress, GError **error)
{
  const SteadyCaseSpan *span = &way->story->span;
  const double          whole = (double) MAX (span->end - span->start, 1);
  const double          done =
      (double) (way->from - span->start) + way->seconds * (double) STEADY_NSEC_PER_SEC;

  if (steady_progress_tell (progress, MIN (done / whole, 1)))
    return true;
  g_set_error (error,
               STEADY_CASE_ERROR,
               STEADY_CASE_ERROR_STOPPED,
               "%s: stopped as asked; its quality was not looked at to the end",
               way->story->file);
  return false;
}

static bool
walk (SteadyCaseQuality *self, Walk *way, SteadyProgress *progress, GError **error)
{
  const SteadyInstant end = way->story->span.end;

  for (way->from = way->story->span.start; way->from < end;
       way->from += SECONDS * STEADY_NSEC_PER_SEC)
    {
      const int64_t left =
          (end - way->from + STEADY_NSEC_PER_SEC - 1) / STEADY_NSEC_PER_SEC;
      way->seconds = (unsigned) MIN (left, SECONDS);
      if (!read_piece (way, error))
        return false;
      for (unsigned i = 0; i < self->n; i++)
        for (unsigned s = 0; s < way->seconds && self->results[i].judged; s++)
          judge_second (way, &self->results[i], i, s);
      if (!tell (way, progress, error))
        return false;
    }
  return true;
}

/*
 * Looks at a whole case by the rules. Its memory does not grow with the length of the
 * case. @self borrows @rules; @progress may be NULL, one that stops the work is an
 * error.
 *
 * Thread: the reader's.
 */
bool
steady_case_quality_read (SteadyCaseQuality        *self,
                          SteadyCaseReader         *reader,
                          const SteadyCaseStory    *story,
                          const SteadyQualityRules *rules,
                          SteadyProgress           *progress,
                          GError                  **error)
{
  const int profile = steady_quality_profile (story->patient.profile);
  Walk     *way = g_new0 (Walk, 1);

  *self = (SteadyCaseQuality){ .n = rules->n };
  way->reader = reader;
  way->story = story;
  for (unsigned i = 0; i < rules->n; i++)
    {
      SteadyQualityResult *result = &self->results[i];
      result->rule = &rules->rules[i];
      result->percentile = NAN;
      steady_quality_track_init (&result->track);
      find_limit (result, story, profile);
      result->recorded = series_of (way, result->rule->channel)->recorded;
      if (result->rule->while_channel != STEADY_CHANNEL_NONE)
        series_of (way, result->rule->while_channel);
    }
  steady_case_reader_hold (reader);
  const bool fine = walk (self, way, progress, error);
  steady_case_reader_release (reader);
  for (unsigned i = 0; i < self->n; i++)
    self->results[i].judged =
        self->results[i].judged && self->results[i].track.watched > 0;
  for (unsigned i = 0; i < way->n_series; i++)
    g_free (way->series[i]);
  g_free (way);
  return fine;
}

/*
 * Puts the result among the percentages of time outside of @n earlier cases: the share
 * of them that were as good or better. With fewer than @least nothing is said.
 *
 * Thread: any.
 */
void
steady_case_quality_compare (SteadyQualityResult *result,
                             const double        *earlier,
                             unsigned             n,
                             unsigned             least)
{
  const double mine = steady_quality_track_percent (&result->track);
  unsigned     as_good = 0, known = 0;

  for (unsigned i = 0; i < n; i++)
    if (isfinite (earlier[i]))
      {
        known++;
        as_good += earlier[i] <= mine ? 1 : 0;
      }
  result->compared = known;
  result->percentile = known >= least && isfinite (mine)
                           ? 100.0 * (double) as_good / (double) known
                           : NAN;
}

/* Whether one excursion was long enough to be said aloud. Thread: any. */
bool
steady_quality_result_notable (const SteadyQualityResult *self)
{
  return self->judged && self->track.longest >= self->rule->notable;
}
