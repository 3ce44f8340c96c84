/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/* What a turn of the main loop can count for at most, and what is a stall and no turn.
 */
#define GIVEN_TIME_TURN  (50 * STEADY_NSEC_PER_MSEC)
#define GIVEN_TIME_STALL (500 * STEADY_NSEC_PER_MSEC)

/* Time that a program was given, turn by turn, for tests that let it work for a while.
 * A second in which the machine stood still is no second in which the program could
 * have done anything, and it never ends with one: a console that found its engine
 * silent has heard it again. It is never shorter than the same time on the clock. */
typedef struct GivenTime
{
  SteadyInstant last;
  SteadySpan    left;
  bool          stalled;
} GivenTime;

static inline GivenTime
given_time_begin (double seconds)
{
  return (GivenTime){ .last = steady_clock_now (),
                      .left = steady_span_from_seconds (seconds) };
}

/* Whether some is left; asked once a turn. */
static inline bool
given_time_lasts (GivenTime *self)
{
  const SteadyInstant now = steady_clock_now ();
  const SteadySpan    turn = now - self->last;
  const bool          stalled = turn > GIVEN_TIME_STALL;

  self->left -= turn < GIVEN_TIME_TURN ? turn : GIVEN_TIME_TURN;
  /* two in a row are a slow machine, which must come to an end */
  if (stalled && !self->stalled && self->left < 3 * GIVEN_TIME_TURN)
    self->left = 3 * GIVEN_TIME_TURN;
  self->stalled = stalled;
  self->last = now;
  return self->left > 0;
}
