/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sound-post.h"

#include <math.h>

static_assert (ATOMIC_LLONG_LOCK_FREE == 2, "the callback may not lock");

/* Puts what must be heard. Thread: the link's. Does not allocate. */
void
steady_sound_post_put (SteadySoundPost *self, const SteadySoundRequest *request)
{
  const uint64_t packed =
      (uint64_t) request->episode << 32 | (uint64_t) (request->priority & 0xff) << 16 |
      (uint64_t) (request->category & 0xff) << 8 | (uint64_t) request->silenced << 1 |
      (uint64_t) request->paused;
  atomic_store_explicit (&self->request, packed, memory_order_release);
}

/* Gets what must be heard. Thread: the audio callback. Does not allocate. */
SteadySoundRequest
steady_sound_post_get (const SteadySoundPost *self)
{
  const uint64_t packed = atomic_load_explicit (&self->request, memory_order_acquire);
  const uint64_t priority = packed >> 16 & 0xff;

  /* a priority that this build does not know is taken for the highest */
  return (SteadySoundRequest){
    .episode = (uint32_t) (packed >> 32),
    .priority = priority > STEADY_SOUND_HIGH ? STEADY_SOUND_HIGH
                                             : (SteadySoundPriority) priority,
    .category = packed >> 8 & 0xff,
    .paused = (packed & 1) != 0,
    .silenced = (packed & 2) != 0,
  };
}

/* The volume of alarms as a factor of full, from the next burst on. Thread: the link's.
 */
void
steady_sound_post_set_gain (SteadySoundPost *self, double gain)
{
  const double parts = fmin (fmax (gain, 0.0), 1.0) * 65536.0;
  atomic_store (&self->gain, (uint32_t) lrint (parts));
}
