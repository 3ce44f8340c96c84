/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "link/steady-link-server.h"

/* A small engine for tests: a real server on a real socket that says what it is told
 * and remembers what it hears. */
typedef struct Feeder
{
  char             *folder;
  char             *path;
  SteadyLinkServer *server; /* NULL while it plays dead */
  SteadyLinkHandler handler;
  SteadyInstant     t; /* its own time */
  int64_t           index;
  unsigned          arrived;
  unsigned          left;
  bool              frozen; /* its time stands still */
  SteadyInstant     beaten; /* when it beat last */
  char             *welcome;
  uint32_t          support_mode; /* in its beats */

  SteadyCommand        commands[64];
  unsigned             n_commands;
  SteadyAlarmRequest   requests[64];
  unsigned             n_requests;
  SteadyMark           marks[64];
  unsigned             n_marks;
  SteadySettingRequest settings[64];
  unsigned             n_settings;
  SteadySoundSetting   sounds[64];
  unsigned             n_sounds;
  SteadyCrankBeat      beats[64];
  unsigned             n_beats;
  SteadyClinicalRecord clinical[8];
  unsigned             n_clinical;
  SteadyDeviceRequest  devices[8];
  unsigned             n_devices;
  SteadyTimerRequest   timers[16];
  unsigned             n_timers;
  SteadySteerRequest   steers[16];
  unsigned             n_steers;
  unsigned             n_states;
  unsigned             n_heard; /* frames of any kind */
  bool                 answers; /* accepts and confirms every command */
  double               set_flow;
} Feeder;

void  feeder_init (Feeder *self);
void  feeder_finish (Feeder *self);
void  feeder_die (Feeder *self);
void  feeder_live (Feeder *self);
void  feeder_poll (Feeder *self);
void  feeder_poll_beating (Feeder *self, uint32_t support_flags);
void  feeder_beat (Feeder *self, uint32_t support_flags);
void  feeder_numeric (Feeder       *self,
                      SteadyChannel channel,
                      double        value,
                      SteadyQuality quality);
void  feeder_all_numerics (Feeder *self);
void  feeder_waves (Feeder *self, unsigned samples);
void  feeder_alarm (Feeder        *self,
                    const char    *id,
                    SteadyPriority priority,
                    SteadyChannel  channel,
                    double         value,
                    double         limit);
void  feeder_no_alarms (Feeder *self);
void  feeder_sound (Feeder *self, SteadyInstant pause_end);
void  feeder_answer (Feeder              *self,
                     const SteadyCommand *command,
                     SteadyAnswerStatus   status,
                     SteadyRefusal        refusal);
void  feeder_result (Feeder *self, const SteadyLaboratoryResult *result);
void  feeder_event (Feeder *self, SteadyEvent event);
void  feeder_latch (Feeder *self, const char *id);
void  feeder_desk (Feeder *self, const SteadyDesk *desk);
void  feeder_settings (Feeder *self, const SteadyAlarmSetting *all, unsigned count);
void  feeder_setting_answer (Feeder *self, const SteadySettingAnswer *answer);
void  feeder_sounder (Feeder *self, const SteadySounderState *state);
char *feeder_welcome_text (const char *rules);
void  feeder_timers (Feeder *self, const SteadyTimerSegment *all, unsigned count);
void  feeder_steering (Feeder *self, const SteadySteering *all, unsigned count);
void  feeder_steer_refused (Feeder                   *self,
                            const SteadySteerRequest *request,
                            SteadyRefusal             refusal);
char *feeder_welcome_by_hand (const char *rules);
