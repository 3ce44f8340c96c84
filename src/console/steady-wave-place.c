/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-wave-place.h"

#include <math.h>

/*
 * Says where @run stands, which is not empty and does not begin before @epoch. A trace
 * keeps its place until its time is more than a sample away; what would be drawn over
 * is left out, what is missing of a run that has no gap is repeated.
 *
 * Thread: main.
 */
SteadyWavePlaced
steady_wave_place_run (SteadyWavePlace     *self,
                       SteadyInstant        epoch,
                       const SteadyWaveRun *run,
                       const float         *values)
{
  const double at = (double) (run->t_first - epoch) / 1e9 * (double) run->rate_hz;
  const double away = at - (double) (run->first_index + self->ahead);
  const bool   follows = self->known && run->first_index == self->next_index;

  if (!self->known)
    self->ahead = llround (at) - run->first_index;
  else if (fabs (away) > 1)
    self->ahead += (int64_t) trunc (away);
  SteadyWavePlaced placed = { .first = run->first_index + self->ahead,
                              .last = self->last };
  if (follows && placed.first > self->next &&
      placed.first - self->next <= STEADY_WAVE_PLACE_FILL)
    placed.fill = (unsigned) (placed.first - self->next);
  else if (self->known && placed.first < self->next &&
           self->next - placed.first < (int64_t) lroundf (run->rate_hz))
    {
      const int64_t over = self->next - placed.first;
      placed.skip = over < run->count ? (unsigned) over : run->count;
      placed.first += placed.skip;
    }
  self->known = true;
  self->next = run->first_index + self->ahead + run->count;
  if (placed.skip == run->count)
    self->next = placed.first;
  self->next_index = run->first_index + run->count;
  self->last = values[run->count - 1];
  return placed;
}
