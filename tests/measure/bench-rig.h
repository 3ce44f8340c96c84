/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-random.h"
#include "measure/steady-deriver.h"
#include "measure/steady-quality-judge.h"

/* What a derived channel did over a stretch of time. */
typedef struct RigTally
{
  unsigned usable;
  unsigned unusable;
  double   sum;
  double   low;
  double   high;
  uint8_t  last_quality;
} RigTally;

/*
 * A little engine: judges, feeds, ticks every 20 ms and keeps the value table, as the
 * real one does.
 */
typedef struct Rig
{
  SteadyDeriver      deriver;
  SteadyQualityJudge judge;
  SteadyValueTable   values;
  RigTally           tallies[STEADY_CHANNEL_MAX];
  SteadyInstant      next_tick;
} Rig;

Rig   *rig_new (const SteadyDeriverSetup *setup);
void   rig_free (Rig *self);
void   rig_sample (Rig *self, SteadyChannel channel, SteadyInstant t, double value);
void   rig_give (Rig *self, SteadySample sample);
void   rig_run_to (Rig *self, SteadyInstant t);
void   rig_forget (Rig *self);
double rig_mean (const Rig *self, SteadyChannel channel);
SteadyQuality rig_quality (const Rig *self, SteadyChannel channel);
double        rig_value (const Rig *self, SteadyChannel channel);

/* An arterial pressure with beats, ripple of a roller, noise and a damped line. */
typedef struct Artery
{
  double       rate_hz;
  double       beats; /* 1/min; 0: none */
  double       diastolic;
  double       pulse;     /* mmHg from diastole to systole */
  double       wander;    /* share by which intervals vary from beat to beat */
  double       rpm;       /* of the roller */
  double       ripple;    /* mmHg, half of its swing */
  double       uneven;    /* share of the ripple that comes once a revolution */
  double       noise;     /* mmHg, standard deviation */
  double       damping_s; /* time constant of the line; 0: none */
  double       phase;
  double       interval;
  double       turn;
  double       damped;
  bool         running;
  bool         beat_began; /* with the last sample */
  SteadyRandom random;
} Artery;

double artery_next (Artery *self);

/* An ECG complex of 1 mV height at @phase_s seconds after the beat began. */
double ecg_at (double phase_s, double interval_s);
