/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-case-extent.h"

#include <math.h>

enum
{
  BATCH = 2048
};

static void
take (SteadyCaseExtent *extent, double *sum, const SteadySample *sample)
{
  if (extent->known == 0 || sample->value < extent->low)
    extent->low = sample->value;
  if (extent->known == 0 || sample->value > extent->high)
    extent->high = sample->value;
  extent->known += STEADY_NSEC_PER_SEC;
  *sum += sample->value;
}

/*
 * Mean and bounds of the usable values of @channel while a phase of @phase held, each
 * second once.
 *
 * Thread: the reader's.
 */
bool
steady_case_extent_read (SteadyCaseReader      *reader,
                         const SteadyCaseStory *story,
                         SteadyChannel          channel,
                         SteadyCasePhaseKind    phase,
                         SteadyCaseExtent      *ret_extent,
                         GError               **error)
{
  SteadySample     samples[BATCH];
  SteadyCaseExtent extent = { .known = 0 };
  unsigned         count = BATCH;
  SteadyInstant    from = story->span.start;
  double           sum = 0;

  while (count == BATCH && from <= story->span.end)
    {
      if (!steady_case_reader_numerics (
              reader, channel, from, story->span.end, samples, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        if (steady_sample_usable (&samples[i]) &&
            steady_case_story_in (story, phase, samples[i].t))
          take (&extent, &sum, &samples[i]);
      if (count > 0)
        from = samples[count - 1].t + 1;
    }
  extent.mean = extent.known > 0 ? sum / steady_span_seconds (extent.known) : NAN;
  *ret_extent = extent;
  return true;
}

/*
 * The last usable value of @channel at @t, where it is not older than @oldest and the
 * source has not said since that there is none.
 *
 * Thread: the reader's.
 */
bool
steady_case_value_at (SteadyCaseReader *reader,
                      SteadyChannel     channel,
                      SteadyInstant     t,
                      SteadySpan        oldest,
                      double           *ret_value)
{
  SteadySample samples[64];
  unsigned     count = 0;

  if (!steady_case_reader_numerics (reader,
                                    channel,
                                    t - oldest,
                                    t,
                                    samples,
                                    G_N_ELEMENTS (samples),
                                    &count,
                                    NULL))
    return false;
  if (count == 0 || !steady_sample_usable (&samples[count - 1]))
    return false;
  *ret_value = samples[count - 1].value;
  return true;
}
