/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-realtime.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum
{
  PRIORITY = 10
};

/*
 * Asks for SCHED_FIFO for the calling thread alone (children fall back to normal) and
 * for locked memory. Memory is locked only where the limit is unlimited: with a small
 * limit mlockall () succeeds and the next large allocation fails.
 *
 * Thread: the tick, before it starts to tick.
 */
SteadyRealtime
steady_realtime_ask (void)
{
  SteadyRealtime           granted = { false, false };
  const struct sched_param wanted = { .sched_priority = PRIORITY };
  struct rlimit            limit;

  granted.scheduled =
      sched_setscheduler (0, SCHED_FIFO | SCHED_RESET_ON_FORK, &wanted) == 0;
  if (getrlimit (RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY)
    granted.locked = mlockall (MCL_CURRENT | MCL_FUTURE) == 0;
  return granted;
}

/*
 * Gives the calling thread's right of way back, since it is about to do more than time
 * itself asks for.
 *
 * Thread: the one that asked. Does not allocate or lock.
 */
void
steady_realtime_yield (void)
{
  const struct sched_param normal = { .sched_priority = 0 };
  sched_setscheduler (0, SCHED_OTHER | SCHED_RESET_ON_FORK, &normal);
}
