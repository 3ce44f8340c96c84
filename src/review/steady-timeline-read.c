/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-timeline-read.h"

#include <math.h>
#include <string.h>

enum
{
  BATCH = 4096,   /* samples that are read at a time */
  MAX_RUNS = 4096 /* pieces of one picture; a damaged case must not keep us */
};

/* A numeric comes once a second; one that is late is still the one in force. */
#define AGE (2 * STEADY_NSEC_PER_SEC + 200 * STEADY_NSEC_PER_MSEC)

/* The columns between two neighbours, at the middle of each. */
static void
join_pair (
    double x0, float y0, double x1, float y1, SteadyEnvelope *columns, unsigned n)
{
  const double begin = fmax (ceil (x0 - 0.5), 0);
  const double end = fmin (floor (x1 - 0.5), (double) n - 1);

  for (double i = begin; i <= end; i++)
    {
      const double share = x1 > x0 ? (i + 0.5 - x0) / (x1 - x0) : 0;
      steady_envelope_add (&columns[(unsigned) i],
                           y0 + (float) ((double) (y1 - y0) * share));
    }
}

/*
 * Draws @count samples that follow each other into @columns: the first stands at column
 * @first (a share of columns, may be outside), each @step columns after the one before.
 * The column of a sample holds its value; those between hold the straight line.
 *
 * Thread: any.
 */
void
steady_timeline_join (const float    *values,
                      unsigned        count,
                      double          first,
                      double          step,
                      SteadyEnvelope *columns,
                      unsigned        n_columns)
{
  for (unsigned i = 0; i < count; i++)
    {
      const double x = first + step * i;
      if (x >= 0 && x < n_columns && isfinite (values[i]))
        steady_envelope_add (&columns[(unsigned) x], values[i]);
      if (i + 1 < count && isfinite (values[i]) && isfinite (values[i + 1]))
        join_pair (x, values[i], x + step, values[i + 1], columns, n_columns);
    }
}

/* Where samples stand further apart than columns, the line between them is drawn, as
 * far as nothing is missing. */
static bool
read_samples (SteadyCaseReader        *reader,
              const SteadyCaseChannel *channel,
              SteadyInstant            from,
              SteadyInstant            to,
              unsigned                 columns,
              SteadyEnvelope          *ret_columns,
              GError                 **error)
{
  const double        period = 1e9 / channel->rate_hz;
  const double        width = (double) (to - from) / columns;
  g_autofree float   *values = g_new (float, BATCH);
  SteadyInstant       t = from - (SteadySpan) ceil (period);
  const SteadyInstant end = to + (SteadySpan) ceil (period);

  for (unsigned run = 0; run < MAX_RUNS && t < end; run++)
    {
      const unsigned wanted =
          (unsigned) CLAMP ((double) (end - t) / period + 2, 2, (double) BATCH);
      SteadyInstant first = 0;
      int64_t       index;
      unsigned      count = 0;
      if (!steady_case_reader_wave_from (reader,
                                         (SteadyChannel) channel->channel,
                                         t,
                                         values,
                                         wanted,
                                         &index,
                                         &first,
                                         &count,
                                         error))
        return false;
      if (count == 0 || first >= end)
        return true;
      steady_timeline_join (values,
                            count,
                            (double) (first - from) / width,
                            period / width,
                            ret_columns,
                            columns);
      /* A batch that was full goes on at its last sample, so that the line does too. */
      const unsigned taken = count == wanted && count == BATCH ? count - 1 : count;
      t = first + (SteadySpan) ((double) taken * period) + 1;
    }
  return true;
}

/*
 * See the header. Call it between steady_case_reader_hold () and _release () for all
 * channels of a picture. @channel NULL: the case has none such, all is a gap.
 *
 * Thread: the reader's.
 */
bool
steady_timeline_read (SteadyCaseReader        *reader,
                      const SteadyCaseChannel *channel,
                      SteadyInstant            from,
                      SteadyInstant            to,
                      unsigned                 columns,
                      SteadyEnvelope          *ret_columns,
                      GError                 **error)
{
  if (columns > 0)
    memset (ret_columns, 0, columns * sizeof *ret_columns);
  if (channel == NULL || columns == 0 || to <= from)
    return true;
  const bool sparse = channel->kind == STEADY_CHANNEL_KIND_WAVE &&
                      1e9 / channel->rate_hz > (double) (to - from) / columns;
  if (sparse)
    return read_samples (reader, channel, from, to, columns, ret_columns, error);
  return steady_case_reader_envelope (
      reader, (SteadyChannel) channel->channel, from, to, columns, ret_columns, error);
}

static bool
read_sample (SteadyCaseReader        *reader,
             const SteadyCaseChannel *channel,
             SteadyInstant            t,
             SteadyTimelineValue     *ret_value,
             GError                 **error)
{
  float         value = 0;
  int64_t       index;
  SteadyInstant at = 0;
  unsigned      count = 0;

  if (!steady_case_reader_wave_from (reader,
                                     (SteadyChannel) channel->channel,
                                     t,
                                     &value,
                                     1,
                                     &index,
                                     &at,
                                     &count,
                                     error))
    return false;
  if (count == 1 && at <= t && isfinite (value))
    *ret_value = (SteadyTimelineValue){ (double) value, STEADY_QUALITY_VALID };
  return true;
}

/*
 * What @channel said at @t: the sample of a waveform that stands for it; of a numeric
 * the last one that is not older than about two seconds, with its quality, so that what
 * was not to be trusted then is not trusted now.
 *
 * Thread: the reader's.
 */
bool
steady_timeline_read_value (SteadyCaseReader        *reader,
                            const SteadyCaseChannel *channel,
                            SteadyInstant            t,
                            SteadyTimelineValue     *ret_value,
                            GError                 **error)
{
  SteadySample samples[64];
  unsigned     count = 0;

  *ret_value = (SteadyTimelineValue){ 0, STEADY_QUALITY_MISSING };
  if (channel->kind == STEADY_CHANNEL_KIND_WAVE)
    return read_sample (reader, channel, t, ret_value, error);
  if (!steady_case_reader_numerics (reader,
                                    (SteadyChannel) channel->channel,
                                    t - AGE,
                                    t,
                                    samples,
                                    G_N_ELEMENTS (samples),
                                    &count,
                                    error))
    return false;
  if (count > 0)
    *ret_value = (SteadyTimelineValue){ samples[count - 1].value,
                                        (SteadyQuality) samples[count - 1].quality };
  return true;
}
