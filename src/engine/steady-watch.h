/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "link/steady-frame.h"
#include "measure/steady-vocabulary.h"

/*
 * What the engine knows of the other programs and of itself, judged by real time, to be
 * alarmed on like any other source. The first members are written by the I/O thread.
 */
typedef struct SteadyWatch
{
  /* I/O thread */
  _Atomic uint64_t callbacks;      /* of the sounder's audio, as last told */
  atomic_uint      sounders;       /* connected */
  atomic_uint      consoles;       /* connected */
  atomic_uint      instructors;    /* connected */
  atomic_bool      stream_open;    /* the sounder has a sound device */
  atomic_bool      live_elsewhere; /* a live case runs on this machine */
  atomic_bool      lost_boss;      /* the supervisor has gone */

  /* tick */
  bool          supervised;    /* started with --beat-fd: a sounder is expected */
  bool          sounder_seen;  /* one was connected */
  bool          sounder_heard; /* one could be heard */
  bool          console_seen;  /* one was connected */
  SteadyInstant start;         /* real */
  SteadyInstant callbacks_at;  /* real instant of the last progress */
  uint64_t      callbacks_before;
  double        worst_ms; /* lateness since the last report */
  double        reported_ms;
  SteadyInstant reported_at;
  SteadySpan    utc_offset;    /* UTC less real time, when last looked at */
  SteadyInstant stepped_until; /* real; 0: the clock was never set */
  bool          utc_known;
} SteadyWatch;

void steady_watch_init (SteadyWatch *self, SteadyInstant real_now, bool supervised);
SteadyLinkState steady_watch_sounder (SteadyWatch *self, SteadyInstant real_now);
SteadyLinkState steady_watch_supervisor (const SteadyWatch *self);
SteadyLinkState steady_watch_console (SteadyWatch *self);
bool steady_watch_clock (SteadyWatch *self, SteadyInstant real_now, int64_t utc_ns);
bool steady_watch_late (SteadyWatch  *self,
                        SteadyInstant real_now,
                        SteadySpan    lateness,
                        double       *ret_ms);
