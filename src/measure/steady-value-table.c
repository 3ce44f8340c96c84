/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-value-table.h"

#include "base/steady-require.h"

/*
 * Puts @sample in its channel's place; foreign channels have none and are passed over.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_value_table_set (SteadyValueTable *self, const SteadySample *sample)
{
  if (sample->channel < STEADY_CHANNEL_MAX)
    self->latest[sample->channel] = *sample;
}

/* The latest sample of a fixed channel; its quality is "missing" when there is none.
 * Thread: the owner's. */
const SteadySample *
steady_value_table_get (const SteadyValueTable *self, SteadyChannel channel)
{
  steady_require (channel < STEADY_CHANNEL_MAX);
  return &self->latest[channel];
}

/* The latest value, or false, with @ret_value untouched, when it cannot be used.
 * Thread: the owner's. */
bool
steady_value_table_value (const SteadyValueTable *self,
                          SteadyChannel           channel,
                          double                 *ret_value)
{
  const SteadySample *sample = steady_value_table_get (self, channel);
  if (!steady_sample_usable (sample))
    return false;
  *ret_value = sample->value;
  return true;
}

/* What a person entered from a laboratory says nothing after this. [GK] */
#define ENTERED_STALE (60 * STEADY_NSEC_PER_MIN)

static void
judge_age (SteadySample *sample, SteadySpan stale, SteadyInstant now)
{
  if (stale > 0 && steady_sample_usable (sample) && now - sample->t > stale)
    sample->quality = STEADY_QUALITY_STALE;
}

/*
 * Marks what has become too old as stale, entered values after an hour. The value and
 * its instant stay, so that a screen can show them greyed with their age.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_value_table_judge (SteadyValueTable *self, SteadyInstant now)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      const SteadySpan         own = self->stale[info->channel];
      SteadySample            *latest = &self->latest[info->channel];
      if ((latest->flags & STEADY_SAMPLE_ENTERED) != 0)
        judge_age (latest, ENTERED_STALE, now);
      else
        judge_age (latest, own > 0 ? own : info->stale, now);
    }
}
