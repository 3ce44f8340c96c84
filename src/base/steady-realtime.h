/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/* What the machine granted: shown on the Devices page and stored with each case. */
typedef struct SteadyRealtime
{
  bool scheduled; /* this thread has SCHED_FIFO */
  bool locked;    /* memory cannot be paged out */
} SteadyRealtime;

SteadyRealtime steady_realtime_ask (void);
void           steady_realtime_yield (void);
