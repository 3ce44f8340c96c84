/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "engine/steady-oxygenator-baseline.h"
#include "engine/steady-phase.h"
#include "engine/steady-volume-balance.h"
#include "measure/steady-sample.h"
#include "measure/steady-value-table.h"

enum
{
  STEADY_CONDUCT_ENTRIES = 16,
  STEADY_CONDUCT_SAMPLES = 16 /* one update never gives more */
};

/* A laboratory value that a person has entered. */
typedef struct SteadyConductEntry
{
  SteadyInstant t;
  double        value;
  uint32_t      channel; /* 0: free */
  uint32_t      padding;
} SteadyConductEntry;

/*
 * What has been done to the child so far, as far as alarms ask for it: when the last
 * ACT, blood gas and dose were, what was taken as a baseline, whether protamine runs.
 * Plain data, told its instants: it goes into the state row as it is.
 */
typedef struct SteadyConduct
{
  SteadyInstant            act_at; /* STEADY_INSTANT_NEVER: none was taken */
  SteadyInstant            gas_at;
  SteadyInstant            bypass_since; /* as declared; NEVER: not on bypass */
  SteadyInstant            clamp_since; /* declared, or since a dose; NEVER: no clamp */
  SteadyInstant            dose_began;  /* NEVER: no dose runs */
  SteadyInstant            dose_end;    /* of the last one; NEVER: none */
  SteadyInstant            told_at;     /* of the last update that told */
  double                   baseline_left; /* %; 0: not taken */
  double                   baseline_right;
  uint32_t                 protamine; /* 1: has begun, and no heparin since */
  uint32_t                 clamp_declared;
  SteadyVolumeBalance      balance;
  SteadyOxygenatorBaseline oxygenator;
  SteadyConductEntry       entries[STEADY_CONDUCT_ENTRIES];
} SteadyConduct;

void         steady_conduct_init (SteadyConduct *self, double blood_volume_ml);
bool         steady_conduct_is_entered (SteadyChannel channel);
void         steady_conduct_mark (SteadyConduct          *self,
                                  SteadyInstant           now,
                                  SteadyEvent             event,
                                  double                  value,
                                  const SteadyValueTable *values);
SteadySample steady_conduct_entered (const SteadyConductEntry *entry);
bool         steady_conduct_keep (SteadyConduct *self,
                                  SteadyInstant  t,
                                  SteadyChannel  channel,
                                  double         value,
                                  SteadySample  *ret_sample);
bool         steady_conduct_enter (SteadyConduct *self,
                                   SteadyInstant  now,
                                   const char    *name,
                                   double         value,
                                   SteadySample  *ret_sample);
unsigned     steady_conduct_update (SteadyConduct          *self,
                                    SteadyInstant           now,
                                    const SteadyPhase      *phase,
                                    const SteadyValueTable *values,
                                    SteadySample           *ret_samples);
