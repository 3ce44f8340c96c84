/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "device/steady-driver-guard.h"
#include "device/steady-tape.h"

/* A driver without a device: what it said and asked is kept, its contract is held. */
typedef struct SteadyDriverBench
{
  SteadyDriver      driver;
  SteadyDriverGuard guard;
  GArray           *values;  /* of SteadyDriverValue */
  GArray           *results; /* of SteadyLaboratoryResult */
  GByteArray       *sent;    /* all of it, one after the other */
  char              identity[STEADY_DRIVER_IDENTITY_SIZE];
} SteadyDriverBench;

SteadyDriverBench *steady_driver_bench_new (const char                 *driver,
                                            const SteadyDriverSettings *settings);
void               steady_driver_bench_free (SteadyDriverBench *self);
void               steady_driver_bench_start (SteadyDriverBench *self, SteadyInstant t);
void               steady_driver_bench_rx (SteadyDriverBench *self,
                                           const void        *bytes,
                                           size_t             length,
                                           SteadyInstant      t);
SteadyInstant      steady_driver_bench_tick (SteadyDriverBench *self, SteadyInstant t);
void               steady_driver_bench_forget (SteadyDriverBench *self);
const SteadyDriverValue *steady_driver_bench_last (const SteadyDriverBench *self,
                                                   const char              *signal);
void                     steady_driver_bench_expect (const SteadyDriverBench *self,
                                                     const char              *signal,
                                                     SteadyQuality            quality,
                                                     double                   value,
                                                     double                   tolerance);
void steady_driver_bench_play (SteadyDriverBench *self, const SteadyTapeRecord *record);
