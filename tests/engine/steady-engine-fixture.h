/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-session.h"

/* A training session in a folder of its own, ticked by the test. */
typedef struct SteadyEngineFixture
{
  char         *folder;
  char         *case_file;
  char         *scenario;
  SteadyOptions options;
  SteadySession session;
  SteadyEngine *engine;
  uint64_t      next_id; /* of what the test asks for */
} SteadyEngineFixture;

void     steady_engine_fixture_set_up (SteadyEngineFixture *self, const void *scenario);
void     steady_engine_fixture_tear_down (SteadyEngineFixture *self, const void *data);
void     steady_engine_fixture_open (SteadyEngineFixture *self);
void     steady_engine_fixture_close (SteadyEngineFixture *self);
void     steady_engine_fixture_sign_in (SteadyEngineFixture *self, const char *name);
void     steady_engine_fixture_run (SteadyEngineFixture *self, double seconds);
void     steady_engine_fixture_push (SteadyEngineFixture *self,
                                     const SteadyRequest *request);
void     steady_engine_fixture_mark (SteadyEngineFixture *self, SteadyEvent event);
void     steady_engine_fixture_ask (SteadyEngineFixture   *self,
                                    SteadyAlarmRequestKind kind,
                                    const char            *id);
void     steady_engine_fixture_command (SteadyEngineFixture *self,
                                        SteadyControl        control,
                                        double               value);
unsigned steady_engine_fixture_count (const SteadyEngineFixture *self,
                                      SteadyEvent                event,
                                      double                     value,
                                      const char                *words);
double   steady_engine_fixture_value (const SteadyEngineFixture *self,
                                      SteadyChannel              channel);
