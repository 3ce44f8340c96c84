/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-state.h"

/*
 * The console's end of the link inside the main loop: frames in, proposals out,
 * connected again every 100 ms. Thread: main, all.
 */
typedef struct SteadyConsoleLink SteadyConsoleLink;

/* Who is told. @changed gets SteadyStateChange bits, alarms at once, the rest at most
 * ten times a second; @frame gets each frame, for waveforms. */
typedef struct SteadyConsoleListener
{
  void *data;
  void (*changed) (void *data, unsigned changes);
  void (*frame) (void *data, const SteadyFrame *frame);
} SteadyConsoleListener;

SteadyConsoleLink  *steady_console_link_new (const char                  *socket_path,
                                             SteadyRole                   role,
                                             const SteadyConsoleListener *listener);
void                steady_console_link_free (SteadyConsoleLink *self);
SteadyConsoleState *steady_console_link_state (SteadyConsoleLink *self);
bool                steady_console_link_command (SteadyConsoleLink *self,
                                                 SteadyControl      control,
                                                 double             value);
bool                steady_console_link_undo (SteadyConsoleLink *self);
bool                steady_console_link_alarm (SteadyConsoleLink     *self,
                                               SteadyAlarmRequestKind kind,
                                               const char            *id);
bool                steady_console_link_setting (SteadyConsoleLink          *self,
                                                 const SteadySettingRequest *wanted);
bool
steady_console_link_sound (SteadyConsoleLink *self, double volume_db, uint32_t test);
bool        steady_console_link_crank_beat (SteadyConsoleLink *self, double per_minute);
uint32_t    steady_console_link_test_sound (SteadyConsoleLink *self);
bool        steady_console_link_mark (SteadyConsoleLink *self,
                                      SteadyEvent        event,
                                      double             value,
                                      const char        *text);
bool        steady_console_link_mark_ago (SteadyConsoleLink *self,
                                          SteadyEvent        event,
                                          double             value,
                                          const char        *text,
                                          unsigned           ago_s);
bool        steady_console_link_report (SteadyConsoleLink       *self,
                                        const SteadyClientState *state);
bool        steady_console_link_send (SteadyConsoleLink *self,
                                      SteadyFrameType    type,
                                      const void        *payload,
                                      size_t             length);
const char *steady_console_link_path (const SteadyConsoleLink *self);
