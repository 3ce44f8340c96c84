/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-pyramid.h"

/* Samples of one bucket of @level, from -STEADY_CASE_FINE_LEVELS. Thread: any. */
int64_t
steady_case_bucket_samples (int level)
{
  return level < 0 ? STEADY_CASE_FIRST_BUCKET >> (-2 * level)
                   : (int64_t) STEADY_CASE_FIRST_BUCKET << (2 * level);
}

/* Full rows of level @first and coarser ones go to @sink with @data. Thread: the
 * owner's. */
void
steady_case_pyramid_init (SteadyCasePyramid  *self,
                          int                 first,
                          SteadyCaseLevelSink sink,
                          void               *data)
{
  self->first = first;
  self->sink = sink;
  self->data = data;
  steady_case_pyramid_restart (self);
}

/* Forgets what is not full: the next sample comes after a gap. Thread: the owner's. */
void
steady_case_pyramid_restart (SteadyCasePyramid *self)
{
  for (unsigned i = 0; i < STEADY_CASE_FINE_LEVELS + STEADY_CASE_LEVELS; i++)
    {
      SteadyCaseLevel *level = &self->levels[i];
      level->open = (SteadyEnvelope){ 0 };
      level->parts = 0;
      level->filled = 0;
    }
}

/*
 * Adds the sample (or, of numerics, the second) @index, which follows the last; @sample
 * has count 0 where nothing valid was. @period is the time that it stands for.
 *
 * Thread: the owner's.
 */
void
steady_case_pyramid_add (SteadyCasePyramid    *self,
                         int64_t               index,
                         SteadySpan            t,
                         SteadySpan            period,
                         const SteadyEnvelope *sample)
{
  SteadyEnvelope part = *sample;
  unsigned       needed = (unsigned) steady_case_bucket_samples (self->first);

  for (int i = self->first; i < STEADY_CASE_LEVELS; i++)
    {
      SteadyCaseLevel *level = &self->levels[STEADY_CASE_FINE_LEVELS + i];
      if (level->filled == 0 && level->parts == 0)
        {
          level->first_index =
              index + 1 - (i == self->first ? 1 : steady_case_bucket_samples (i - 1));
          level->t = t + period - (index + 1 - level->first_index) * period;
        }
      steady_envelope_merge (&level->open, &part);
      if (++level->parts < needed)
        return;
      part = level->open;
      level->open = (SteadyEnvelope){ 0 };
      level->parts = 0;
      level->buckets[level->filled++] = part;
      if (level->filled == STEADY_CASE_ROW_BUCKETS)
        {
          const SteadyCaseLevelRow row = { .level = i,
                                           .first_index = level->first_index,
                                           .t = level->t,
                                           .span = t + period - level->t,
                                           .buckets = level->buckets };
          level->filled = 0;
          self->sink (self->data, &row);
        }
      needed = STEADY_CASE_BUCKET_FACTOR;
    }
}
