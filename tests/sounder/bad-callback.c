/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <portaudio.h>

/* Plays one block with a callback that does what its argument names, so that the guard
 * is seen to see it. */

static const char     *sin_of;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static void *volatile kept;
static volatile int got;
static int          pending;

static int
callback (const void                     *input,
          void                           *output,
          unsigned long                   frames,
          const PaStreamCallbackTimeInfo *time,
          PaStreamCallbackFlags           flags,
          void                           *data)
{
  memset (output, 0, frames * 2 * sizeof (short));
  if (strcmp (sin_of, "malloc") == 0)
    kept = malloc (10);
  if (strcmp (sin_of, "lock") == 0)
    pthread_mutex_lock (&mutex);
  if (strcmp (sin_of, "file") == 0)
    kept = fopen ("/dev/null", "r");
  if (strcmp (sin_of, "open") == 0)
    got = open ("/dev/null", O_RDONLY);
  if (strcmp (sin_of, "write") == 0)
    got = (int) write (STDOUT_FILENO, "!", 1);
  if (strcmp (sin_of, "ioctl") == 0)
    got = ioctl (STDOUT_FILENO, FIONREAD, &pending);
  if (strcmp (sin_of, "syscall") == 0)
    got = (int) syscall (SYS_getppid);
  if (strcmp (sin_of, "log") == 0)
    got = dprintf (STDOUT_FILENO, "%d", 1);
  if (strcmp (sin_of, "sleep") == 0)
    got = usleep (1);
  return paComplete;
}

int
main (int argc, char **argv)
{
  PaStream *stream;

  sin_of = argc > 1 ? argv[1] : "none";
  if (Pa_Initialize () != paNoError ||
      Pa_OpenDefaultStream (&stream, 0, 2, paInt16, 48000, 512, callback, NULL) !=
          paNoError)
    return EXIT_FAILURE;
  const PaStreamParameters output = { .device = Pa_GetDefaultOutputDevice (),
                                      .channelCount = 2,
                                      .sampleFormat = paInt16,
                                      .suggestedLatency = 0.1 };
  Pa_CloseStream (stream);
  if (Pa_OpenStream (&stream, NULL, &output, 48000, 512, paNoFlag, callback, NULL) !=
          paNoError ||
      Pa_StartStream (stream) != paNoError)
    return EXIT_FAILURE;
  while (Pa_IsStreamActive (stream) == 1)
    Pa_Sleep (10);
  return EXIT_SUCCESS;
}
