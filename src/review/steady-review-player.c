/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-review-player.h"

/* Stands still, at the pace of life. Thread: the owner's. */
void
steady_review_player_init (SteadyReviewPlayer *self)
{
  *self = (SteadyReviewPlayer){ .speed = 1 };
}

/* Goes on from case time @at. Thread: the owner's. */
void
steady_review_player_play (SteadyReviewPlayer *self,
                           SteadyInstant       at,
                           SteadyInstant       real_now)
{
  self->playing = true;
  self->from = at;
  self->from_real = real_now;
}

/* Thread: the owner's. */
void
steady_review_player_pause (SteadyReviewPlayer *self)
{
  self->playing = false;
}

/* The place stays, from here on it is another pace. Thread: the owner's. */
void
steady_review_player_set_speed (SteadyReviewPlayer *self,
                                double              speed,
                                SteadyInstant       real_now)
{
  self->from = steady_review_player_at (self, real_now);
  self->from_real = real_now;
  self->speed = speed;
}

/* What the engine that plays along says of itself. It never goes back: one that is
 * heard late would make the cursor tremble. Thread: the owner's. */
void
steady_review_player_follow (SteadyReviewPlayer *self,
                             SteadyInstant       at,
                             SteadyInstant       real_now)
{
  const SteadyInstant here = steady_review_player_at (self, real_now);
  const SteadySpan    step = (SteadySpan) (self->speed * 250e6);

  if (!self->playing || (at > here - step && at < here + step))
    return;
  self->from = at > here ? at : here;
  self->from_real = real_now;
  /* an engine that cannot keep up is waited for */
  if (at < here)
    self->from_real = real_now + (SteadySpan) ((double) (here - at) / self->speed / 4);
}

/* The case time that is due at @real_now. Thread: the owner's. */
SteadyInstant
steady_review_player_at (const SteadyReviewPlayer *self, SteadyInstant real_now)
{
  if (!self->playing || real_now < self->from_real)
    return self->from;
  return self->from +
         (SteadySpan) ((double) (real_now - self->from_real) * self->speed);
}

/*
 * How far behind the cursor a value may be and still be shown: while a playback moves
 * the cursor nothing was read for where it is just now. Half a second of real time and
 * the two seconds that a numeric counts; 0 where it stands. Thread: the owner's.
 */
SteadySpan
steady_review_player_lag (const SteadyReviewPlayer *self)
{
  return self->playing ? (SteadySpan) ((2 + self->speed / 2) * 1e9) : 0;
}
