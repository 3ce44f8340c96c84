/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "sounder/steady-sound-player.h"
#include "sounder/steady-sound-settings.h"

/*
 * The life of the PortAudio stream. Every Pa_ call is made by one thread of its own,
 * which may hang with a frozen sound server; nobody waits for it.
 */
typedef struct SteadySoundStream
{
  SteadySoundPlayer player;
  SteadySoundApi    api;
  pthread_t         thread;
  _Atomic bool      open;     /* a device plays */
  _Atomic bool      ended;    /* the stream ended by itself: device lost, scene over */
  _Atomic bool      played;   /* the whole scene */
  _Atomic bool      quit;     /* asks the thread to close and end */
  _Atomic bool      left;     /* it did */
  _Atomic uint32_t  attempts; /* to open, ever */
} SteadySoundStream;

void steady_sound_stream_start (SteadySoundStream     *self,
                                SteadySoundPost       *post,
                                const SteadySoundSet  *set,
                                const SteadySoundStep *scene,
                                unsigned               n_steps);
int  steady_sound_stream_probe (void);
