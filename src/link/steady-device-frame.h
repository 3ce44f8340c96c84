/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-setting.h"
#include "measure/steady-vocabulary.h"

enum
{
  STEADY_DEVICE_SIGNAL_SIZE = 32,
  STEADY_DEVICE_IDENTITY_SIZE = 96
};

/* Bits of SteadyDeviceState.flags. */
typedef enum SteadyDeviceStateFlag
{
  STEADY_DEVICE_HAS_OFFSET = 1 << 0,
  STEADY_DEVICE_HAS_AGE = 1 << 1, /* something was heard of it */
  STEADY_DEVICE_TAPING = 1 << 2,
  STEADY_DEVICE_ARMED = 1 << 3, /* it takes commands now */
  STEADY_DEVICE_WIRED = 1 << 4  /* counts of its line are known */
} SteadyDeviceStateFlag;

/* How one device does; once a second. What never changes stands in DEVICES. */
typedef struct SteadyDeviceState
{
  uint64_t   bytes;  /* that came */
  uint64_t   frames; /* understood */
  uint64_t   faults; /* not understood, resynchronised after */
  uint64_t   values; /* that the engine took from it */
  uint64_t   dropped;
  uint64_t   breaches;     /* of its driver's contract */
  SteadySpan age;          /* since something was understood */
  SteadySpan clock_offset; /* device's clock minus the time on the wall */
  SteadySpan answered;     /* the last question took so long; 0: none was asked */
  SteadySpan handled; /* longest way from the line to the engine's ring, last second */
  double     frames_per_s;
  double     values_per_s;
  uint32_t   openings; /* of its port */
  uint16_t   device;   /* its number, from 1 */
  uint16_t   link;     /* SteadyLinkState */
  uint32_t   flags;    /* SteadyDeviceStateFlag */
  uint32_t   unused;
  char       identity[STEADY_DEVICE_IDENTITY_SIZE]; /* as it told; may be empty */
} SteadyDeviceState;

static_assert (sizeof (SteadyDeviceState) == 208, "stands on the wire");

/* A proposal about devices from the console in control. */
typedef struct SteadyDeviceRequest
{
  uint64_t      id;     /* chosen by the sender, never used twice in a case */
  SteadyInstant issued; /* real time; refused when more than 1 s old */
  double        value;
  uint32_t      act;     /* SteadyDeviceAct */
  uint16_t      device;  /* its number */
  uint16_t      channel; /* SteadyChannel */
  char          signal[STEADY_DEVICE_SIGNAL_SIZE];
} SteadyDeviceRequest;

static_assert (sizeof (SteadyDeviceRequest) == 64, "stands on the wire");

/* What became of it. */
typedef struct SteadyDeviceAnswer
{
  uint64_t id;
  double   value;   /* ZERO: what is taken off now */
  uint32_t act;     /* SteadyDeviceAct */
  uint16_t status;  /* SteadyAnswerStatus: CONFIRMED or REFUSED */
  uint16_t refusal; /* SteadyRefusal */
  uint16_t device;
  uint16_t channel;
  uint32_t unused;
} SteadyDeviceAnswer;

static_assert (sizeof (SteadyDeviceAnswer) == 32, "stands on the wire");
