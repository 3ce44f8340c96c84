/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sounder.h"

#include <libintl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "link/steady-link-client.h"
#include "link/steady-live-mark.h"
#include "sounder/steady-recorded-set.h"
#include "sounder/steady-sound-stream.h"

#define _(text) gettext (text)

/*
 * The thread of the link and of the beats. It never calls PortAudio: what hangs there
 * must not hang here.
 */

#define CONNECT_EVERY (100 * STEADY_NSEC_PER_MSEC)
#define STATE_EVERY   (200 * STEADY_NSEC_PER_MSEC)
#define FROZEN_AFTER  (2 * STEADY_NSEC_PER_SEC)
#define TEST_LIMIT    (30 * STEADY_NSEC_PER_SEC)

enum
{
  POLL_MS = 20,
  CLOSE_POLLS = 25 /* 0.5 s for the device to close; then we leave without it */
};

static_assert ((int) STEADY_SOUND_HIGH == STEADY_PRIORITY_HIGH &&
                   (int) STEADY_SOUND_LOW == STEADY_PRIORITY_LOW,
               "priorities are the vocabulary's");
static_assert ((int) STEADY_SOUND_EQUIPMENT == STEADY_CATEGORY_EQUIPMENT,
               "categories are the vocabulary's");

typedef struct Sounder
{
  const SteadySounderSetup *setup;
  SteadyLinkClient         *link;
  SteadySoundStream         stream;
  SteadySoundPost           post;
  SteadyInstant             next_connect;
  SteadyInstant             next_state;
  SteadyInstant             moved; /* when the callback counter last moved */
  uint64_t                  callbacks;
  bool                      refused;    /* said so already */
  SteadyInstant             beat_until; /* of the hand crank; it ends by itself */
  double                    volume_db;
  double                    floor_db;
  SteadyRecordedSet        *recorded; /* NULL: tones only */
} Sounder;

static void
take_sound (Sounder *self, const SteadyFrame *frame)
{
  if (frame->length < sizeof (SteadySound))
    return;
  const SteadySound       *sound = frame->payload;
  const SteadySoundRequest request = {
    .episode = sound->episode,
    .priority = (SteadySoundPriority) sound->priority,
    .category = sound->category,
    .paused = sound->pause_end != 0,
    .silenced = sound->present > 0 && sound->priority == STEADY_PRIORITY_NONE,
  };
  steady_sound_post_put (&self->post, &request);
}

static void
set_volume (Sounder *self, double volume_db)
{
  self->volume_db = volume_db;
  steady_sound_post_set_gain (&self->post, steady_sound_settings_gain (volume_db));
}

/* The floor is the sounder's: whoever asks for less gets the floor. */
static void
take_setting (Sounder *self, const SteadyFrame *frame)
{
  if (frame->length < sizeof (SteadySoundSetting))
    return;
  const SteadySoundSetting *setting = frame->payload;

  if (isfinite (setting->volume_db))
    set_volume (self,
                steady_sound_settings_volume (setting->volume_db, self->floor_db));
  if (setting->test != 0)
    atomic_store (&self->post.test, setting->test);
}

/* The hand crank's beat, as long as somebody goes on asking for it. */
static void
take_crank_beat (Sounder *self, const SteadyFrame *frame)
{
  const SteadyCrankBeat *beat = frame->payload;

  if (frame->length < sizeof *beat)
    return;
  atomic_store (&self->post.tick, steady_sound_tick_period (beat->per_minute));
  self->beat_until = steady_clock_now () + STEADY_CRANK_BEAT_LASTS;
}

static void
take_frame (Sounder *self, const SteadyFrame *frame)
{
  const SteadySoundRequest silence = { 0 };

  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_HEARTBEAT:
      atomic_fetch_add (&self->post.beats, 1);
      atomic_store (&self->post.watch, true);
      break;
    case STEADY_FRAME_SOUND:
      take_sound (self, frame);
      break;
    case STEADY_FRAME_SOUND_SETTING:
      take_setting (self, frame);
      break;
    case STEADY_FRAME_CRANK_BEAT:
      take_crank_beat (self, frame);
      break;
    case STEADY_FRAME_BYE:
      /* a case that was closed: nothing to watch until an engine beats again */
      atomic_store (&self->post.watch, false);
      atomic_store (&self->post.tick, 0);
      steady_sound_post_put (&self->post, &silence);
      break;
    case STEADY_FRAME_REFUSED:
      if (!self->refused)
        fprintf (stderr,
                 _ ("steady-sounder: the engine refuses the link: %s\n"),
                 (const char *) frame->payload);
      self->refused = true;
      break;
    default:
      break;
    }
}

static void
tell_state (Sounder *self)
{
  SteadySounderState state = {
    .callbacks = atomic_load (&self->post.callbacks),
    .bursts = atomic_load (&self->post.bursts),
    .stream_open = atomic_load (&self->stream.open),
    .sounding = atomic_load (&self->post.sounding),
    .volume_db = self->volume_db,
    .floor_db = self->floor_db,
    .test_playing = atomic_load (&self->post.test_playing),
    .test_played = atomic_load (&self->post.test_played),
    .test_cut = atomic_load (&self->post.test_cut),
  };
  if (self->recorded != NULL)
    {
      state.recorded = steady_recorded_set_count (self->recorded);
      g_strlcpy (state.notice,
                 steady_recorded_set_problem (self->recorded),
                 sizeof state.notice);
    }
  if (steady_link_client_connected (self->link))
    steady_link_client_send (
        self->link, STEADY_FRAME_SOUNDER_STATE, &state, sizeof state);
  if (self->setup->beat_fd >= 0 && write (self->setup->beat_fd, "b", 1) < 0)
    return; /* full, or the supervisor is gone: we go on all the same */
}

/* A stream that is open while its callback stands still hangs in the sound server. */
static bool
is_frozen (Sounder *self, SteadyInstant now)
{
  const uint64_t callbacks = atomic_load (&self->post.callbacks);

  if (callbacks != self->callbacks || !atomic_load (&self->stream.open))
    {
      self->callbacks = callbacks;
      self->moved = now;
    }
  return now - self->moved > FROZEN_AFTER;
}

static void
serve_link (Sounder *self, SteadyInstant now)
{
  SteadyFrame frame;

  if (!steady_link_client_connected (self->link) && now >= self->next_connect)
    {
      self->next_connect = now + CONNECT_EVERY;
      steady_link_client_connect (self->link);
    }
  struct pollfd wait = { .fd = steady_link_client_fd (self->link), .events = POLLIN };
  poll (&wait, 1, POLL_MS);
  while (steady_link_client_receive (self->link, &frame))
    take_frame (self, &frame);
}

/* Lets the device close in good order, but waits for it only shortly. */
static void
leave (SteadySoundStream *stream)
{
  atomic_store (&stream->quit, true);
  for (unsigned i = 0; i < CLOSE_POLLS && !atomic_load (&stream->left); i++)
    g_usleep (POLL_MS * 1000);
}

/* What the site wants, before the stream starts: the callback opens no file. */
static const SteadySoundSet *
prepare_sound (Sounder *self)
{
  double volume;

  steady_sound_settings_load_volume (&volume, &self->floor_db);
  set_volume (self, volume);
  self->recorded = steady_recorded_set_from_site ();
  return self->recorded != NULL ? steady_recorded_set_sounds (self->recorded)
                                : steady_sound_set_tones ();
}

/*
 * Sounds what the engine decides until a signal comes. Returns the exit status; the
 * caller leaves by _exit (), since the thread of the stream may hang.
 *
 * Thread: main.
 */
int
steady_sounder_run (const SteadySounderSetup *setup)
{
  static Sounder self;
  int            status = EXIT_SUCCESS;

  self.setup = setup;
  self.link = steady_link_client_new (setup->socket_path, STEADY_ROLE_SOUNDER);
  self.moved = steady_clock_now ();
  atomic_store (&self.post.watch, true);
  const SteadySoundSet *set = prepare_sound (&self);
  steady_sound_stream_start (&self.stream, &self.post, set, NULL, 0);
  while (!*setup->quit && status == EXIT_SUCCESS)
    {
      const SteadyInstant now = steady_clock_now ();
      serve_link (&self, now);
      if (now > self.beat_until)
        atomic_store (&self.post.tick, 0);
      if (now >= self.next_state)
        {
          self.next_state = now + STATE_EVERY;
          tell_state (&self);
        }
      if (is_frozen (&self, now))
        {
          fprintf (
              stderr,
              _ ("steady-sounder: the sound server does not play any more; starting "
                 "again\n"));
          status = EXIT_FAILURE;
        }
    }
  if (status == EXIT_SUCCESS)
    {
      steady_link_client_send (self.link, STEADY_FRAME_BYE, NULL, 0);
      leave (&self.stream);
    }
  steady_link_client_free (self.link);
  return status;
}

/* Plays @scene in @set, NULL: in the set of the site; returns the exit status. */
static int
play_scene (const volatile sig_atomic_t *quit,
            const SteadySoundSet        *set,
            const SteadySoundStep       *scene,
            unsigned                     steps)
{
  static Sounder        self;
  const SteadyInstant   limit = steady_clock_now () + TEST_LIMIT;
  const SteadySoundSet *usual = prepare_sound (&self);
  SteadySoundStream    *stream = &self.stream;

  steady_sound_stream_start (
      stream, &self.post, set != NULL ? set : usual, scene, steps);
  while (!*quit && !atomic_load (&stream->left) && steady_clock_now () < limit)
    {
      if (!atomic_load (&stream->open) && atomic_load (&stream->attempts) > 2)
        break;
      g_usleep (POLL_MS * 1000);
    }
  if (atomic_load (&stream->left) && atomic_load (&stream->played))
    return EXIT_SUCCESS;
  leave (stream);
  if (*quit)
    return EXIT_SUCCESS;
  fprintf (
      stderr,
      _ ("steady-sounder: the three alarm sounds could not be played: no sound device "
         "answers; connect a loudspeaker and check the sound settings\n"));
  return EXIT_FAILURE;
}

/*
 * Plays a low, a medium and a high alarm through the same path as every alarm. Returns
 * the exit status, as steady_sounder_run () does.
 *
 * Thread: main.
 */
int
steady_sounder_test (const volatile sig_atomic_t *quit)
{
  unsigned               steps;
  const SteadySoundStep *scene = steady_sound_scene_three_tones (&steps);

  return play_scene (quit, NULL, scene, steps);
}

/*
 * Plays the sound that stands before the alarms of a recorded case. Refused where a
 * live case runs on this machine.
 *
 * Thread: main.
 */
int
steady_sounder_replay_mark (const volatile sig_atomic_t *quit)
{
  unsigned               steps;
  const SteadySoundStep *scene = steady_sound_scene_once (&steps);

  if (!steady_live_mark_is_set ())
    return play_scene (quit, steady_sound_set_replay_mark (), scene, steps);
  fprintf (stderr,
           _ ("steady-sounder: a live case runs on this machine; recorded cases stay "
              "silent until it has ended\n"));
  return EXIT_FAILURE;
}
