/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-zero.h"

#include <math.h>

/* A line that is open to air reads within this of 0 mmHg, however far the transducer is
 * from zero; more is a blood pressure or a broken transducer. [GK] */
#define NEAR 20.0
/* … and stands still: a beating heart or a running pump moves it. mmHg [GK] */
#define SWING 4.0
/* How far what the operator saw may be from what is read now. mmHg [GK] */
#define SAME 3.0

#define WINDOW STEADY_NSEC_PER_SEC
/* A reading older than this is none: monitors give numbers each five seconds. */
#define TOO_OLD (12 * STEADY_NSEC_PER_SEC)

/* The line of which @channel comes, or -1. Thread: any. Does not allocate. */
int
steady_zero_line (unsigned channel)
{
  switch (channel)
    {
    case STEADY_CHANNEL_ARTERIAL_PRESSURE:
    case STEADY_CHANNEL_ARTERIAL_MEAN:
    case STEADY_CHANNEL_ARTERIAL_SYSTOLIC:
    case STEADY_CHANNEL_ARTERIAL_DIASTOLIC:
      return 0;
    case STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE:
    case STEADY_CHANNEL_CENTRAL_VENOUS_MEAN:
      return 1;
    case STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE:
    case STEADY_CHANNEL_PRE_OXYGENATOR_MEAN:
      return 2;
    case STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE:
    case STEADY_CHANNEL_POST_OXYGENATOR_MEAN:
      return 3;
    case STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE:
      return 4;
    case STEADY_CHANNEL_PERIPHERAL_PRESSURE:
      return 5;
    case STEADY_CHANNEL_PULMONARY_PRESSURE:
      return 6;
    case STEADY_CHANNEL_VENOUS_LINE_PRESSURE:
      return 7;
    case STEADY_CHANNEL_POST_FILTER_PRESSURE:
    case STEADY_CHANNEL_POST_FILTER_MEAN:
      return 8;
    default:
      return -1;
    }
}

/* The channel that a line is called by. Thread: any. Does not allocate. */
SteadyChannel
steady_zero_channel (unsigned line)
{
  static const SteadyChannel channels[STEADY_ZERO_LINES] = {
    STEADY_CHANNEL_ARTERIAL_PRESSURE,       STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE,
    STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE,
    STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE,   STEADY_CHANNEL_PERIPHERAL_PRESSURE,
    STEADY_CHANNEL_PULMONARY_PRESSURE,      STEADY_CHANNEL_VENOUS_LINE_PRESSURE,
    STEADY_CHANNEL_POST_FILTER_PRESSURE
  };
  return line < STEADY_ZERO_LINES ? channels[line] : STEADY_CHANNEL_NONE;
}

/* Highest and lowest of a beat are no reading of a line that stands still. */
static bool
is_reading (unsigned channel)
{
  return channel != STEADY_CHANNEL_ARTERIAL_SYSTOLIC &&
         channel != STEADY_CHANNEL_ARTERIAL_DIASTOLIC;
}

static void
watch (SteadyZero *self, unsigned line, const SteadySample *sample)
{
  SteadyZeroWindow *window = &self->now[line];

  if (window->count == 0 || sample->t - window->begun >= WINDOW)
    {
      self->before[line] = *window;
      *window = (SteadyZeroWindow){ .begun = sample->t,
                                    .low = sample->value,
                                    .high = sample->value };
    }
  window->low = fmin (window->low, sample->value);
  window->high = fmax (window->high, sample->value);
  window->sum += sample->value;
  window->count++;
}

/* Takes the zero of its line off a sample. Thread: tick. Does not allocate. */
void
steady_zero_take (SteadyZero *self, SteadySample *sample)
{
  const int line = steady_zero_line (sample->channel);

  if (line < 0)
    return;
  if (steady_sample_usable (sample) && is_reading (sample->channel))
    watch (self, (unsigned) line, sample);
  sample->value -= self->offset[line];
}

/*
 * Makes what @line reads now its zero. @seen is the reading by which a person decided.
 * Refused where the line does not stand still near zero, or reads something else by
 * now; it is the raw reading that must be near zero, so that zeros cannot creep.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_zero_set (SteadyZero *self, unsigned line, double seen, SteadyInstant now)
{
  const SteadyZeroWindow *window = &self->now[line];
  const SteadyZeroWindow *before = &self->before[line];

  if (window->count == 0 || now - window->begun > TOO_OLD)
    return STEADY_REFUSAL_NOT_NEAR_ZERO;
  const bool   both = before->count > 0 && window->begun - before->begun <= 2 * WINDOW;
  const double low = both ? fmin (window->low, before->low) : window->low;
  const double high = both ? fmax (window->high, before->high) : window->high;
  const double sum = both ? window->sum + before->sum : window->sum;
  const double count = (double) (both ? window->count + before->count : window->count);
  const double mean = sum / count;
  if (!(fabs (mean) <= NEAR) || high - low > SWING)
    return STEADY_REFUSAL_NOT_NEAR_ZERO;
  if (!(fabs (mean - self->offset[line] - seen) <= SAME))
    return STEADY_REFUSAL_STALE;
  self->offset[line] = mean;
  return STEADY_REFUSAL_NONE;
}
