/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-writer.h"

/*
 * Records a made-up case through the real writer: two waves (250 and 125 Hz), three
 * numerics and a state at 50 ticks a second, with an alarm, an event and a command now
 * and then. What is recorded at an instant depends on the instant alone.
 */
enum
{
  STEADY_CASE_MAKER_CHANNELS = 6
};

#define STEADY_CASE_MAKER_TICK (20 * STEADY_NSEC_PER_MSEC)

const SteadyCaseChannel *steady_case_maker_channels (void);
SteadyCaseSetup          steady_case_maker_setup (const char *path);
float                    steady_case_maker_wave (SteadyChannel channel, int64_t index);
double steady_case_maker_numeric (SteadyChannel channel, int64_t tick);
/* All of a tick but the tick itself. */
void  steady_case_maker_push (SteadyCaseWriter *writer, int64_t tick);
void  steady_case_maker_tick (SteadyCaseWriter *writer, int64_t tick);
void  steady_case_maker_run (SteadyCaseWriter *writer, int64_t from, int64_t to);
char *steady_case_maker_folder (void);
void  steady_case_maker_remove (const char *folder);
