/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sound-player.h"

#include <math.h>
#include <stddef.h>

enum
{
  CHUNK = 128 /* samples rendered at a time */
};

/* With a @scene only that is played, once. Thread: any, before the stream starts. */
void
steady_sound_player_init (SteadySoundPlayer     *self,
                          SteadySoundPost       *post,
                          const SteadySoundSet  *set,
                          const SteadySoundStep *scene,
                          unsigned               n_steps)
{
  *self = (SteadySoundPlayer){
    .post = post, .only_scene = scene != NULL, .scene = scene, .n_steps = n_steps
  };
  steady_sound_scheduler_init (&self->scheduler, set);
}

/* Samples until something changes, at most @most; false at the end of the scene. */
static bool
follow_scene (SteadySoundPlayer *self, unsigned most, unsigned *ret_samples)
{
  while (self->step_left == 0)
    {
      if (self->step >= self->n_steps)
        return false;
      self->step_left = self->scene[self->step++].samples;
    }
  /* again and again, as an alarm is asked for by each callback */
  steady_sound_scheduler_request (&self->scheduler,
                                  &self->scene[self->step - 1].request);
  *ret_samples = self->step_left < most ? self->step_left : most;
  self->step_left -= *ret_samples;
  return true;
}

/* Ends the sound test; silence, or the alarm that cut it short, goes on. */
static void
end_test (SteadySoundPlayer *self, _Atomic uint32_t *outcome)
{
  self->scene = NULL;
  steady_sound_scheduler_drop (&self->scheduler);
  atomic_store (&self->post->test_playing, 0);
  atomic_store (outcome, self->test);
}

static void
begin_test (SteadySoundPlayer *self)
{
  self->scene = steady_sound_scene_three_tones (&self->n_steps);
  self->step = 0;
  self->step_left = 0;
  steady_sound_scheduler_drop (&self->scheduler);
  atomic_store (&self->post->test_playing, self->test);
}

/* An alarm sounds, is to sound, or must still be heard to its end. */
static bool
is_needed (const SteadySoundPlayer *self, const SteadySoundRequest *request)
{
  const SteadySoundScheduler *scheduler = &self->scheduler;

  if (request->priority != STEADY_SOUND_NONE || scheduler->failed)
    return true;
  return self->scene == NULL &&
         (scheduler->owed.priority != STEADY_SOUND_NONE ||
          steady_sound_scheduler_sounding (scheduler) != STEADY_SOUND_NONE);
}

/* Begins the sound test that was asked for, unless there is an alarm; any alarm ends
 * it.
 */
static void
follow_test (SteadySoundPlayer *self, const SteadySoundRequest *request)
{
  const uint32_t test = atomic_load (&self->post->test);
  const bool     asked = test != self->test && test != 0;
  const bool     needed = is_needed (self, request);

  if (self->scene != NULL && needed)
    end_test (self, &self->post->test_cut);
  self->test = test;
  if (asked && needed)
    atomic_store (&self->post->test_cut, test);
  else if (asked)
    begin_test (self);
}

static void
follow_post (SteadySoundPlayer *self)
{
  const SteadySoundRequest request = steady_sound_post_get (self->post);
  const uint32_t           gain = atomic_load (&self->post->gain);

  steady_sound_scheduler_set_gain (&self->scheduler, gain / 65536.0);
  follow_test (self, &request);
  if (self->scene == NULL)
    steady_sound_scheduler_request (&self->scheduler, &request);
  steady_sound_tick_set (&self->tick, atomic_load (&self->post->tick));
  steady_sound_scheduler_watch (&self->scheduler,
                                atomic_load (&self->post->watch),
                                atomic_load (&self->post->beats));
}

/* Whether the crank's beat may be heard: no alarm sounds, is to sound or must still be
 * heard, and nothing else does. */
static bool
is_still (const SteadySoundPlayer *self)
{
  const SteadySoundScheduler *scheduler = &self->scheduler;

  return self->scene == NULL && !scheduler->failed && !scheduler->sounding &&
         !scheduler->due && scheduler->request.priority == STEADY_SOUND_NONE &&
         scheduler->owed.priority == STEADY_SOUND_NONE;
}

/* Samples to render before anything changes; false: the only scene is over. */
static bool
next_chunk (SteadySoundPlayer *self, unsigned most, unsigned *ret_samples)
{
  *ret_samples = most;
  if (self->scene == NULL || follow_scene (self, most, ret_samples))
    return true;
  if (self->only_scene)
    return false;
  end_test (self, &self->post->test_played);
  return true;
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

  if (!self->only_scene)
    follow_post (self);
  while (done < frames)
    {
      unsigned n = frames - done < CHUNK ? frames - done : CHUNK;
      if (going)
        going = next_chunk (self, n, &n);
      if (going)
        {
          steady_sound_scheduler_render (&self->scheduler, mono, n);
          steady_sound_tick_mix (
              &self->tick, is_still (self), self->scheduler.gain, mono, n);
        }
      for (unsigned i = 0; i < n; i++)
        {
          const int16_t value = going ? (int16_t) lrintf (mono[i] * 32767.0f) : 0;
          ret_stereo[2 * (done + i)] = ret_stereo[2 * (done + i) + 1] = value;
        }
      done += n;
    }
  atomic_store (&self->post->bursts, self->scheduler.bursts);
  atomic_store (&self->post->ticks, self->tick.ticks);
  atomic_store (&self->post->sounding,
                (uint32_t) steady_sound_scheduler_sounding (&self->scheduler));
  atomic_fetch_add (&self->post->callbacks, 1);
  return going;
}
