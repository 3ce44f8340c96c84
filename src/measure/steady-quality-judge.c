/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-quality-judge.h"

#include <math.h>
#include <string.h>

/*
 * Times after which a source that repeats itself is called frozen. [GK]
 *
 * A clock of the device's own that stands still is proof. Raw noise is weaker: a signal
 * is judged by it only after it has shown noise for a while, and then it must rest for
 * far longer than it ever did while it was alive. An unchanged rounded value proves
 * nothing: zero flow in arrest is real.
 */
#define FROZEN_DEVICE_TIME (1 * STEADY_NSEC_PER_SEC)
#define FROZEN_RAW_TIME    (3 * STEADY_NSEC_PER_SEC)
#define NOISY_LEARNT       (20 * STEADY_NSEC_PER_SEC)
#define LONG_REST          (200 * STEADY_NSEC_PER_MSEC)

enum
{
  FROZEN_RUN_FACTOR = 30 /* times the longest rest of the living signal */
};

/* Forgets everything. Thread: the owner's. */
void
steady_quality_judge_init (SteadyQualityJudge *self)
{
  memset (self, 0, sizeof *self);
}

static void
remember_first (SteadyQualityMemory *memory, const SteadySample *sample)
{
  *memory = (SteadyQualityMemory){ .value = sample->value,
                                   .t_device = sample->t_device,
                                   .device_since = sample->t,
                                   .value_since = sample->t,
                                   .noisy_since = sample->t,
                                   .run = 1,
                                   .longest = 1,
                                   .source = sample->source,
                                   .known = 1 };
}

/* Whether the device's own clock stands still while its samples go on coming. */
static bool
device_time_stands (SteadyQualityMemory *memory, const SteadySample *sample)
{
  if (sample->t_device == STEADY_NO_DEVICE_TIME || sample->t_device != memory->t_device)
    {
      memory->t_device = sample->t_device;
      memory->device_since = sample->t;
      return false;
    }
  return sample->t - memory->device_since > FROZEN_DEVICE_TIME;
}

static bool
same_bits (double a, double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

/* Whether a raw signal that used to move to the last bit has come to a dead rest. */
static bool
raw_noise_stopped (SteadyQualityMemory *memory, const SteadySample *sample)
{
  if (!same_bits (sample->value, memory->value))
    {
      if (memory->run > memory->longest)
        memory->longest = memory->run;
      if (sample->t - memory->value_since > LONG_REST)
        {
          /* It can rest by itself, so a rest proves nothing until it has moved long. */
          memory->noisy_since = sample->t;
          memory->longest = 1;
        }
      memory->value = sample->value;
      memory->value_since = sample->t;
      memory->run = 1;
      return false;
    }
  memory->run++;
  return memory->value_since - memory->noisy_since > NOISY_LEARNT &&
         sample->t - memory->value_since > FROZEN_RAW_TIME &&
         memory->run > FROZEN_RUN_FACTOR * memory->longest;
}

static bool
is_frozen (SteadyQualityMemory     *memory,
           const SteadySample      *sample,
           const SteadyChannelInfo *info)
{
  if (memory->known == 0 || memory->source != sample->source ||
      sample->t < memory->value_since || (sample->flags & STEADY_SAMPLE_GAP) != 0)
    {
      remember_first (memory, sample);
      return false;
    }
  const bool stands = device_time_stands (memory, sample);
  return stands ||
         (info->kind == STEADY_CHANNEL_KIND_WAVE && raw_noise_stopped (memory, sample));
}

/*
 * Judges @sample in place: only a sample that its source calls usable can become
 * implausible or frozen. A value that is not finite is implausible. Set-points and what
 * the engine derived are judged for plausibility only.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_quality_judge_sample (SteadyQualityJudge *self, SteadySample *sample)
{
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) sample->channel);
  const uint8_t            own = STEADY_SAMPLE_DERIVED | STEADY_SAMPLE_SET;

  if (!steady_sample_usable (sample))
    return;
  if (!isfinite (sample->value))
    {
      sample->quality = STEADY_QUALITY_IMPLAUSIBLE;
      return;
    }
  if (info == NULL)
    return;
  const bool frozen = (sample->flags & own) == 0 &&
                      is_frozen (&self->channels[sample->channel], sample, info);
  if (sample->value < info->low || sample->value > info->high)
    sample->quality = STEADY_QUALITY_IMPLAUSIBLE;
  else if (frozen)
    sample->quality = STEADY_QUALITY_FROZEN;
}
