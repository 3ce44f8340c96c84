/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

/*
 * Where a playback stands: it goes on with the real clock at its speed. Where an engine
 * plays along, its clock counts. Plain arithmetic.
 */
typedef struct SteadyReviewPlayer
{
  bool          playing;
  double        speed;
  SteadyInstant from;      /* case time at … */
  SteadyInstant from_real; /* … this real time */
} SteadyReviewPlayer;

void          steady_review_player_init (SteadyReviewPlayer *self);
void          steady_review_player_play (SteadyReviewPlayer *self,
                                         SteadyInstant       at,
                                         SteadyInstant       real_now);
void          steady_review_player_pause (SteadyReviewPlayer *self);
void          steady_review_player_set_speed (SteadyReviewPlayer *self,
                                              double              speed,
                                              SteadyInstant       real_now);
void          steady_review_player_follow (SteadyReviewPlayer *self,
                                           SteadyInstant       at,
                                           SteadyInstant       real_now);
SteadyInstant steady_review_player_at (const SteadyReviewPlayer *self,
                                       SteadyInstant             real_now);
SteadySpan    steady_review_player_lag (const SteadyReviewPlayer *self);
