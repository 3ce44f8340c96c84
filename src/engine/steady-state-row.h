/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "engine/steady-conduct.h"
#include "engine/steady-goals.h"
#include "engine/steady-line-pressure-limit.h"
#include "engine/steady-override.h"
#include "engine/steady-phase.h"
#include "engine/steady-plan-in-force.h"
#include "engine/steady-resume-flow.h"
#include "engine/steady-servo-down.h"
#include "engine/steady-steer.h"
#include "engine/steady-timers.h"
#include "engine/steady-wave-track.h"
#include "engine/steady-zero.h"
#include "measure/steady-alarm-setting.h"

typedef struct SteadyEngine SteadyEngine;

enum
{
  STEADY_STATE_ROW_VERSION = 13,
  STEADY_STATE_BUILD_SIZE = 64
};

/*
 * The head of a state row; anchors of waveforms, the alarms' bytes, the course of a
 * training and those of each device follow, each with its size in front. Plain bytes:
 * only the build that wrote it reads it.
 */
typedef struct SteadyStateHead
{
  uint32_t         version;
  uint32_t         size; /* of the whole row */
  char             build[STEADY_STATE_BUILD_SIZE];
  char             boot[40]; /* boot id: real instants count only within one boot */
  SteadyInstant    t;
  SteadyInstant    real;
  SteadyInstant    start;
  SteadySpan       behind;
  double           speed; /* 0: frozen */
  SteadyPhase      phase;
  SteadyConduct    conduct;
  SteadyOverrides  overrides;
  SteadyDesk       desk;
  SteadyResumeFlow resume;
  SteadyServoDown  servo;
  double           zero[STEADY_ZERO_LINES]; /* mmHg taken off the pressure lines */
  SteadyLinePressureLimit line_pressure;
  SteadyPlanInForce       plan;
  SteadySteer             steers[STEADY_STEERINGS];
  SteadyTimers            timers;
  SteadyGoals             goals;
  uint64_t                commands;
  int64_t                 events;
  uint32_t                intervention_failed;
  uint32_t                command_failed;
  uint32_t                n_anchors;
  uint32_t                n_devices;
} SteadyStateHead;

size_t steady_state_row_size (const SteadyEngine *engine);
size_t steady_state_row_save (const SteadyEngine *engine, void *ret_state, size_t size);
bool steady_state_row_head (const void *state, size_t size, SteadyStateHead *ret_head);
bool steady_state_row_restore (SteadyEngine *engine,
                               const void   *state,
                               size_t        size,
                               SteadyInstant now);
void steady_state_row_boot (char *ret_boot, size_t size);
