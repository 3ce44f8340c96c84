/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/*
 * How a program tells how far it is: to a person at a terminal as per cent, to another
 * program (@lines) as lines on stderr that begin with "progress " and a number from 0
 * to 1. SIGINT, SIGTERM and SIGHUP stop the work, so that nothing half is left behind.
 * Thread: main.
 */
typedef struct SteadyProgramProgress
{
  bool lines;
  int  shown; /* thousandths; -1: none yet */
} SteadyProgramProgress;

void steady_program_progress_begin (SteadyProgramProgress *self, const char *part);
bool steady_program_progress_tell (void *self, double part);
void steady_program_progress_end (SteadyProgramProgress *self);
bool steady_program_progress_stopped (void);
