/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-sound-stream.h"

#include <fcntl.h>
#include <libintl.h>
#include <pa_linux_alsa.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>
#include <portaudio.h>

#include "base/steady-require.h"
#include "sounder/steady-jack-leftover.h"
#include "sounder/steady-sound-settings.h"

#define _(text) gettext (text)

enum
{
  FRAMES = 512,
  CHANNELS = 2,
  POLL_US = 20000,
  PROBE_POLLS = 200, /* 4 s: then the sound server is taken to be frozen */
  RETRY_POLLS = 25   /* 0.5 s */
};

/* Shorter ones crackle under load; see the facts on alarm sound 4. */
#define LATENCY_S 0.1

extern char **environ;

static int
callback (const void                     *input,
          void                           *output,
          unsigned long                   frames,
          const PaStreamCallbackTimeInfo *time,
          PaStreamCallbackFlags           flags,
          void                           *data)
{
  SteadySoundStream *self = data;
  const bool         going =
      steady_sound_player_render (&self->player, output, (unsigned) frames);
  if (!going)
    atomic_store (&self->played, true);
  return going ? paContinue : paComplete;
}

/* Called when the stream ended, by itself or not: the only word on a lost device. */
static void
finished (void *data)
{
  SteadySoundStream *self = data;
  atomic_store (&self->ended, true);
}

/* ALSA and JACK write about every device that is not there. */
static PaError
initialize_quietly (void)
{
  const int kept = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  const int null = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  if (null >= 0)
    dup2 (null, STDERR_FILENO);
  const PaError error = Pa_Initialize ();
  if (kept >= 0)
    dup2 (kept, STDERR_FILENO);
  if (kept >= 0)
    close (kept);
  if (null >= 0)
    close (null);
  return error;
}

/* The device to play on: the default one of the sound system that the site chose. */
static PaDeviceIndex
output_device (SteadySoundApi api)
{
  static const PaHostApiTypeId types[] = {
    [STEADY_SOUND_API_ALSA] = paALSA, [STEADY_SOUND_API_JACK] = paJACK
  };

  if (api == STEADY_SOUND_API_DEFAULT)
    return Pa_GetDefaultOutputDevice ();
  const PaHostApiIndex index = Pa_HostApiTypeIdToHostApiIndex (types[api]);
  return index < 0 ? paNoDevice : Pa_GetHostApiInfo (index)->defaultOutputDevice;
}

/*
 * What `steady-sounder --probe` does: sees whether PortAudio starts and has a device,
 * in a process that may end or hang over it (version 19.6 aborts when ALSA has no
 * default device).
 *
 * Thread: main.
 */
int
steady_sound_stream_probe (void)
{
  const SteadySoundApi api = steady_sound_settings_api ();

  if (initialize_quietly () != paNoError)
    return EXIT_FAILURE;
  return output_device (api) == paNoDevice ? EXIT_FAILURE : EXIT_SUCCESS;
}

static bool
probe_in_child (const SteadySoundStream *self)
{
  char *arguments[] = { (char *) "steady-sounder", (char *) "--probe", NULL };
  posix_spawn_file_actions_t actions;
  pid_t                      child;
  int                        status = 1;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const int error =
      posix_spawn (&child, "/proc/self/exe", &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy (&actions);
  if (error != 0)
    return false;
  for (unsigned i = 0; i < PROBE_POLLS && !atomic_load (&self->quit); i++)
    {
      if (waitpid (child, &status, WNOHANG) == child)
        return WIFEXITED (status) && WEXITSTATUS (status) == EXIT_SUCCESS;
      g_usleep (POLL_US);
    }
  if (!atomic_load (&self->quit) &&
      steady_jack_leftover_remove ("/dev/shm", "/proc", getuid (), child))
    fprintf (stderr,
             _ ("steady-sounder: the sound system did not answer; what a JACK program "
                "that ended badly had left in /dev/shm was removed\n"));
  kill (child, SIGKILL);
  waitpid (child, &status, 0);
  return false;
}

static PaStream *
open_stream (SteadySoundStream *self)
{
  const PaStreamParameters output = { .device = output_device (self->api),
                                      .channelCount = CHANNELS,
                                      .sampleFormat = paInt16,
                                      .suggestedLatency = LATENCY_S };
  PaStream                *stream = NULL;

  if (output.device == paNoDevice)
    return NULL;
  const PaHostApiInfo *api =
      Pa_GetHostApiInfo (Pa_GetDeviceInfo (output.device)->hostApi);
  const bool jack = api != NULL && api->type == paJACK;
  PaError    error = Pa_OpenStream (&stream,
                                 NULL,
                                 &output,
                                 STEADY_SOUND_RATE,
                                 /* JACK has a period of its own, and it is kept */
                                 jack ? paFramesPerBufferUnspecified : FRAMES,
                                 paNoFlag,
                                 callback,
                                 self);
  if (error != paNoError)
    {
      fprintf (
          stderr,
          _ ("steady-sounder: the sound device does not open (%s); check the sound "
             "settings\n"),
          Pa_GetErrorText (error));
      return NULL;
    }
  if (api != NULL && api->type == paALSA)
    PaAlsa_EnableRealtimeScheduling (stream, 1);
  Pa_SetStreamFinishedCallback (stream, finished);
  atomic_store (&self->ended, false);
  error = Pa_StartStream (stream);
  if (error != paNoError)
    {
      Pa_CloseStream (stream);
      return NULL;
    }
  return stream;
}

/* Opens, watches and closes one stream. */
static void
play (SteadySoundStream *self)
{
  if (!probe_in_child (self) || initialize_quietly () != paNoError)
    return;
  PaStream *stream = open_stream (self);
  if (stream != NULL)
    {
      atomic_store (&self->open, true);
      while (!atomic_load (&self->quit) && !atomic_load (&self->ended) &&
             Pa_IsStreamActive (stream) == 1)
        g_usleep (POLL_US);
      atomic_store (&self->open, false);
      Pa_CloseStream (stream);
    }
  /* the list of devices is made anew only by another Pa_Initialize () */
  Pa_Terminate ();
}

static void *
run (void *data)
{
  SteadySoundStream *self = data;

  while (!atomic_load (&self->quit) && !atomic_load (&self->played))
    {
      atomic_fetch_add (&self->attempts, 1);
      play (self);
      for (unsigned i = 0; i < RETRY_POLLS && !atomic_load (&self->quit) &&
                           !atomic_load (&self->played);
           i++)
        g_usleep (POLL_US);
    }
  atomic_store (&self->left, true);
  return NULL;
}

/*
 * Starts the thread that opens the default device and plays, opening it again whenever
 * it is lost; or plays @scene once.
 *
 * Thread: main.
 */
void
steady_sound_stream_start (SteadySoundStream     *self,
                           SteadySoundPost       *post,
                           const SteadySoundSet  *set,
                           const SteadySoundStep *scene,
                           unsigned               n_steps)
{
  *self = (SteadySoundStream){ .api = steady_sound_settings_api () };
  steady_sound_player_init (&self->player, post, set, scene, n_steps);
  steady_sound_scheduler_set_gain (&self->player.scheduler,
                                   atomic_load (&post->gain) / 65536.0);
  steady_require (pthread_create (&self->thread, NULL, run, self) == 0);
  pthread_detach (self->thread);
}
