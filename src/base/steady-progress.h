/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/* Told how far long work is, 0 to 1; false: a person wants it stopped. */
typedef bool (*SteadyProgressTold) (void *data, double part);

/*
 * How far long work is, for whoever waits for it. Work that is made of others hands
 * each of them a part of its own. Thread: the one that works.
 */
typedef struct SteadyProgress
{
  SteadyProgressTold told; /* NULL: nobody asks */
  void              *data;
  double             from, to; /* where 0 and 1 of this work are in what is told */
  bool               stopped;  /* once it shall stop, it is not asked again */
} SteadyProgress;

void steady_progress_init (SteadyProgress *self, SteadyProgressTold told, void *data);
SteadyProgress steady_progress_part (SteadyProgress *whole, double from, double to);
bool           steady_progress_tell (SteadyProgress *self, double part);
bool           steady_progress_stopped (const SteadyProgress *self);
