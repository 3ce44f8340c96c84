/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-program-progress.h"
#include "engine/steady-engine.h"
#include "engine/steady-io.h"
#include "engine/steady-options.h"
#include "engine/steady-plan-intake.h"

/* A run from its command line to its end: the engine, its case and its clients. */
typedef struct SteadySession
{
  const SteadyOptions  *options;
  SteadyEngine         *engine;
  SteadyIo             *io; /* NULL: nobody is served */
  char                 *title;
  char                 *case_file;
  char                 *source_kind; /* "training", "live", "replay" */
  char                 *source_file;
  char                 *source_text; /* of the scenario or site; NULL for a replay */
  char                 *alarm_base;  /* texts of the rules of that day, or NULL */
  char                 *alarm_profile;
  char                 *notice;  /* to be written into the case at its start, or NULL */
  SteadySupport         support; /* to begin with */
  SteadyInstant         begin;   /* first instant of this run */
  SteadyInstant         begin_real; /* … and what the real clock showed then */
  int64_t               start_utc;
  SteadySpan            length; /* of the case that is played; NEVER: not known */
  SteadyProgramProgress told;   /* how far a run is that goes as fast as it can */
  bool                  resumed;
  bool                  fitted[STEADY_CHANNEL_MAX]; /* what the alarms count on */
  bool                  ecmo;                       /* the rules are those of ECMO */
  SteadyPlanIntake      plans;        /* the stored plan that the case began with */
  SteadyStoredPlan     *stored;       /* … or that is offered, or NULL */
  bool                  fitted_known; /* the case that is judged anew says it */
} SteadySession;

bool
steady_session_open (SteadySession *self, const SteadyOptions *options, GError **error);
bool steady_session_close (SteadySession *self, GError **error);
bool steady_session_run (SteadySession *self);
void steady_session_stop_on_signals (void);
