/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-wave-clock.h"
#include "device/steady-wire-text.h"

enum
{
  STEADY_MEDIBUS_STREAMS = 4,    /* of those that one sync byte names */
  STEADY_MEDIBUS_CURVE_SIZE = 23 /* characters that describe a curve */
};

/* A curve that was asked for, in the order of asking. */
typedef struct SteadyMedibusStream
{
  uint8_t         code;
  unsigned        times; /* each so-manieth of the device's samples */
  double          low;   /* v = low + x (high - low) / bins */
  double          high;
  double          bins;
  SteadyWaveClock clock;
} SteadyMedibusStream;

/* What stands between the slow messages, in bytes with their eighth bit. */
typedef struct SteadyMedibusWaves
{
  SteadyMedibusStream streams[STEADY_MEDIBUS_STREAMS];
  unsigned            n;
  unsigned            left; /* streams of this record that are still to come, as bits */
  bool                in_command;
  bool                has_half;
  uint8_t             half; /* the lower six bits */
  SteadyInstant       t;    /* of this record */
} SteadyMedibusWaves;

typedef void (*SteadyMedibusSample) (void         *owner,
                                     uint8_t       code,
                                     SteadyInstant t,
                                     double        value);

bool steady_medibus_waves_add (SteadyMedibusWaves *self,
                               SteadyWireText      curve,
                               double              interval_us);
void steady_medibus_waves_take (SteadyMedibusWaves *self,
                                uint8_t             byte,
                                SteadyInstant       t,
                                SteadyMedibusSample told,
                                void               *owner);
