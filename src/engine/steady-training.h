/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "link/steady-link-server.h"
#include "scenario/steady-course.h"

typedef struct SteadyEngine  SteadyEngine;
typedef struct SteadySession SteadySession;

/* The tick's end of a training: the course of the scenario, what people ask of it, and
 * what is told of it. All of it does nothing outside training. */

void steady_training_tick (SteadyEngine *engine);
void steady_training_tell (SteadyEngine *engine);
void steady_training_take (SteadyEngine *engine, const SteadyTrainingRequest *request);
void steady_training_happened (SteadyEngine       *engine,
                               SteadyConditionKind kind,
                               unsigned            number,
                               double              value,
                               const char         *id);
bool steady_training_was_done (const SteadyAnswer *answer);
void steady_training_alarm (SteadyEngine *engine, const SteadyAlarmRecord *record);
void steady_training_intervention (SteadyEngine *engine, const SteadyCommand *command);
void
steady_training_injected (SteadyEngine *engine, const char *mechanism, double value);

void steady_training_keep (SteadySession *session);

/*
 * The clients' end, on the I/O thread: what each may know of the course. What is
 * expected and what is to come goes to instructors alone.
 */
typedef struct SteadyTrainingDesk
{
  const SteadyScenario *scenario; /* NULL outside training */
  bool                  known;
  bool                  debriefed;
  SteadyCourse          course;
} SteadyTrainingDesk;

void steady_training_desk_arrived (SteadyTrainingDesk   *self,
                                   SteadyLinkServer     *server,
                                   const SteadyLinkPeer *peer);
void steady_training_desk_take (SteadyTrainingDesk *self,
                                SteadyLinkServer   *server,
                                const SteadyCourse *course);
