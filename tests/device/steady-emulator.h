/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "device/steady-wired-device.h"

/*
 * A driver on its transport against an emulator of tests/emulators, which was written
 * apart from it and in another language: the whole path from a cable to samples.
 */
typedef struct SteadyEmulator
{
  GSubprocess      *process;
  GOutputStream    *told;
  GDataInputStream *says;
  char             *port;
  SteadyDevice     *device;
  GArray           *heard; /* every SteadySample that was waited through */
} SteadyEmulator;

bool         steady_emulator_start (SteadyEmulator *self,
                                    const char     *name,
                                    const char     *kind,
                                    SteadyWiring    wiring);
void         steady_emulator_stop (SteadyEmulator *self);
void         steady_emulator_tell (SteadyEmulator *self, const char *line);
SteadySample steady_emulator_expect (SteadyEmulator *self,
                                     SteadyChannel   channel,
                                     SteadyQuality   quality,
                                     double          value,
                                     double          tolerance);
void         steady_emulator_wait_link (SteadyEmulator *self, SteadyLinkState state);
void         steady_emulator_wait_opened (SteadyEmulator *self, uint64_t openings);
void         steady_emulator_suffer (SteadyEmulator *self,
                                     const char     *say,
                                     SteadyChannel   channel,
                                     double          value,
                                     double          tolerance);
void         steady_emulator_replay (const char *tape, const GArray *heard);
void         steady_emulator_check_usual (const char   *name,
                                          const char   *kind,
                                          SteadyWiring  wiring,
                                          const char   *say,
                                          SteadyChannel channel,
                                          double        value,
                                          double        tolerance);
