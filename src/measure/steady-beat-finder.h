/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_BEAT_FINDER_SIZE = 80
};

/* One rise of the pressure that may have been a heart beat. */
typedef struct SteadyBeat
{
  SteadyInstant t; /* of the steepest rise */
  float         systolic;
  float         diastolic; /* before it */
  float         amplitude; /* of the smoothed signal */
  float         rise_s;    /* from foot to peak */
  bool          after_gap; /* its interval is unknown */
} SteadyBeat;

/*
 * Cuts a pressure into rises and falls that are larger than a share of the last beats.
 * Whether they are heart beats is for others to judge.
 */
typedef struct SteadyBeatFinder
{
  double        smooth[2];
  double        smoothing;
  double        before; /* smoothed value of the last sample */
  double        extreme;
  SteadyInstant extreme_t;
  double        foot;
  SteadyInstant foot_t;
  double        steepest;
  SteadyInstant steepest_t;
  double        raw_high;
  double        raw_low;
  double        raw_foot;
  double        threshold; /* mmHg that the pressure must turn back by */
  SteadyInstant quiet_since;
  int           direction; /* 1 rising, -1 falling, 0 not known yet */
  bool          gap;
  uint32_t      n_beats; /* ever */
  SteadyBeat    beats[STEADY_BEAT_FINDER_SIZE];
} SteadyBeatFinder;

void steady_beat_finder_init (SteadyBeatFinder *self, double rate_hz);
void steady_beat_finder_begin (SteadyBeatFinder *self, SteadyInstant t, double value);
void steady_beat_finder_add (SteadyBeatFinder *self,
                             SteadyInstant     t,
                             double            value,
                             double            raw);
unsigned          steady_beat_finder_count (const SteadyBeatFinder *self);
const SteadyBeat *steady_beat_finder_beat (const SteadyBeatFinder *self, unsigned age);
double            steady_beat_finder_median (double *values, unsigned count);
