/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sound-player.h"

#include <math.h>
#include <stddef.h>

enum
{
  CHUNK = 128 /* samples rendered at a time */
};

/* Thread: any, before the stream starts. */
void
steady_sound_player_init (SteadySoundPlayer     *self,
                          SteadySoundPost       *post,
                          const SteadySoundStep *scene,
                          unsigned               n_steps)
{
  *self = (SteadySoundPlayer){ .post = post, .scene = scene, .n_steps = n_steps };
  steady_sound_scheduler_init (&self->scheduler, steady_sound_set_tones ());
}

/* Samples until something changes, at most @most; false at the end of the scene. */
static bool
follow_scene (SteadySoundPlayer *self, unsigned most, unsigned *ret_samples)
{
  while (self->step_left == 0)
    {
      if (self->step >= self->n_steps)
        return false;
      const SteadySoundStep *step = &self->scene[self->step++];
      self->step_left = step->samples;
      steady_sound_scheduler_request (&self->scheduler, &step->request);
    }
  *ret_samples = self->step_left < most ? self->step_left : most;
  self->step_left -= *ret_samples;
  return true;
}

static void
follow_post (SteadySoundPlayer *self)
{
  const SteadySoundRequest request = steady_sound_post_get (self->post);

  steady_sound_scheduler_request (&self->scheduler, &request);
  steady_sound_scheduler_watch (&self->scheduler,
                                atomic_load (&self->post->watch),
                                atomic_load (&self->post->beats));
}

/*
 * Fills @frames stereo frames; false when the scene is over, with silence after it.
 *
 * Thread: the audio callback. Does not allocate.
 */
bool
steady_sound_player_render (SteadySoundPlayer *self,
                            int16_t           *ret_stereo,
                            unsigned           frames)
{
  float    mono[CHUNK];
  unsigned done = 0;
  bool     going = true;

  if (self->scene == NULL)
    follow_post (self);
  while (done < frames)
    {
      unsigned n = frames - done < CHUNK ? frames - done : CHUNK;
      if (going && self->scene != NULL)
        going = follow_scene (self, n, &n);
      if (going)
        steady_sound_scheduler_render (&self->scheduler, mono, n);
      for (unsigned i = 0; i < n; i++)
        {
          const int16_t value = going ? (int16_t) lrintf (mono[i] * 32767.0f) : 0;
          ret_stereo[2 * (done + i)] = ret_stereo[2 * (done + i) + 1] = value;
        }
      done += n;
    }
  atomic_store (&self->post->bursts, self->scheduler.bursts);
  atomic_store (&self->post->sounding,
                (uint32_t) steady_sound_scheduler_sounding (&self->scheduler));
  atomic_fetch_add (&self->post->callbacks, 1);
  return going;
}
