/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "device/steady-hidden.h"
#include "link/steady-frame.h"

typedef struct SteadyEngine  SteadyEngine;
typedef struct SteadyRequest SteadyRequest;

/* Records that go through the ring of frames to the I/O thread and no further. */
enum
{
  STEADY_INTERNAL = 200,        /* all from here on */
  STEADY_INTERNAL_HIDDEN = 200, /* SteadyHidden */
  STEADY_INTERNAL_COURSE = 201, /* SteadyCourse */
  STEADY_INTERNAL_PLAN = 202,   /* SteadyPlanAnswer */
  STEADY_INTERNAL_DEVICES = 210 /* SteadyDeviceNews */
};

/* What the tick remembers of the instructor. */
typedef struct SteadyInstructor
{
  SteadyInstant told;   /* real, when the hidden state was last given */
  double        before; /* speed before the case was frozen */
  SteadyHidden  hidden;
} SteadyInstructor;

void steady_instructor_take (SteadyEngine *engine, const SteadyRequest *request);
void steady_instructor_tell (SteadyEngine *engine);
