/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "console/steady-console-config.h"
#include "console/steady-console-desk.h"
#include "console/steady-device-book.h"
#include "link/steady-link-client.h"
#include "measure/steady-steering.h"
#include "measure/steady-value-table.h"

enum
{
  STEADY_STATE_ALARMS = 64,   /* present at one time that are kept */
  STEADY_STATE_PENDING = 16,  /* proposals without a last answer */
  STEADY_STATE_MESSAGE = 240, /* bytes of the last answer in words */
  STEADY_STATE_TAIL = 512     /* numerics kept to join trends with the case file */
};

/* Which part of the picture a frame changed. */
typedef enum SteadyStateChange
{
  STEADY_CHANGE_NONE = 0,
  STEADY_CHANGE_CONFIG = 1 << 0,
  STEADY_CHANGE_VALUES = 1 << 1,
  STEADY_CHANGE_ALARMS = 1 << 2,
  STEADY_CHANGE_HEARTBEAT = 1 << 3,
  STEADY_CHANGE_ANSWER = 1 << 4,
  STEADY_CHANGE_EVENT = 1 << 5,
  STEADY_CHANGE_SILENCE = 1 << 6, /* monitoring was lost, or is back */
  STEADY_CHANGE_DESK = 1 << 7,    /* operator, limits, wires, sounder */
  STEADY_CHANGE_SECOND = 1 << 8   /* nothing but a second has passed */
} SteadyStateChange;

typedef struct SteadyPendingCommand
{
  SteadyCommand command; /* id 0: a free place */
  bool          accepted;
  bool          is_undo;
} SteadyPendingCommand;

/* The last step that the operator made and that was accepted. */
typedef struct SteadyLastStep
{
  SteadyInstant at; /* real time */
  double        before;
  double        after;
  uint16_t      control; /* 0: none */
} SteadyLastStep;

/* One numeric, kept for a short while. */
typedef struct SteadyTailSample
{
  SteadyInstant t;
  float         value;
  uint16_t      channel;
} SteadyTailSample;

/*
 * All that the console knows, fed by frames and by the passing of time, without a
 * window. Widgets read it and never keep a copy. Thread: main, or a test's only one.
 */
typedef struct SteadyConsoleState
{
  SteadyConsoleConfig config;

  bool          connected;
  bool          silent;     /* nothing heard for a second: NO MONITORING */
  SteadyInstant last_heard; /* real time; 0: never */
  SteadyInstant now;        /* engine time of the newest frame */
  SteadyInstant now_at;     /* real time when that came */
  char          refusal[STEADY_STATE_MESSAGE]; /* why the engine refused us */

  SteadyValueTable values;
  SteadySample     usable[STEADY_CHANNEL_MAX]; /* the last good one of each channel */
  uint32_t         value_serial;               /* grows with each change of values */

  bool            has_heartbeat;
  SteadyHeartbeat heartbeat;
  SteadyInstant   beat_told; /* real time when one was last passed on */

  SteadyAlarmRecord present[STEADY_STATE_ALARMS]; /* worst first */
  unsigned          n_present;
  SteadySound       sound;

  SteadySteering steering[STEADY_STEERINGS]; /* what moves by itself */

  SteadyDeviceBook  devices; /* whose link is lost; waves are not told to it */
  SteadyConsoleDesk desk;    /* operator, limits and wires as people made them */

  SteadyPendingCommand pending[STEADY_STATE_PENDING];
  SteadyLastStep       last_step;
  SteadyAnswer         last_answer;
  char                 message[STEADY_STATE_MESSAGE]; /* the last answer in words */
  bool                 message_bad;                   /* it was no */
  SteadyInstant        message_at;                    /* real time */
  uint64_t             next_id;

  SteadyInstant last_plegia; /* STEADY_INSTANT_NEVER: none in this case */
  SteadyInstant last_act;
  double        last_act_value;
  SteadyInstant last_heparin;
  uint32_t      event_serial;
  unsigned      start_needs;   /* SteadyBypassNeed why it was; 0: air is not watched */
  bool          start_refused; /* \"on bypass\" waits for somebody's name */

  SteadyTailSample tail[STEADY_STATE_TAIL];
  unsigned         tail_next;
} SteadyConsoleState;

SteadyConsoleState *steady_console_state_new (SteadyInstant real_now);
void                steady_console_state_free (SteadyConsoleState *self);
unsigned            steady_console_state_take (SteadyConsoleState *self,
                                               const SteadyFrame  *frame,
                                               SteadyInstant       real_now);
unsigned            steady_console_state_pass (SteadyConsoleState *self,
                                               bool                connected,
                                               SteadyInstant       real_now);
SteadyInstant       steady_console_state_now (const SteadyConsoleState *self,
                                              SteadyInstant             real_now);
void                steady_console_state_note_event (SteadyConsoleState *self,
                                                     SteadyEvent         event,
                                                     SteadyInstant       t,
                                                     double              value);

bool          steady_console_state_set_point (const SteadyConsoleState *self,
                                              SteadyControl             control,
                                              double                   *ret_value);
bool          steady_console_state_is_pending (const SteadyConsoleState *self,
                                               SteadyControl             control);
bool          steady_console_state_propose (SteadyConsoleState *self,
                                            SteadyControl       control,
                                            double              value,
                                            SteadyInstant       real_now,
                                            SteadyCommand      *ret_command);
bool          steady_console_state_can_undo (const SteadyConsoleState *self,
                                             SteadyInstant             real_now);
bool          steady_console_state_undo (SteadyConsoleState *self,
                                         SteadyInstant       real_now,
                                         SteadyCommand      *ret_command);
bool          steady_console_state_propose_setting (SteadyConsoleState   *self,
                                                    SteadySettingKind     kind,
                                                    const char           *rule,
                                                    SteadyInstant         real_now,
                                                    SteadySettingRequest *ret_request);
SteadyInstant steady_console_state_silent_at (const SteadyConsoleState *self);
double        steady_console_state_override_left (const SteadyConsoleState *self,
                                                  SteadyInstant             real_now);
double        steady_console_state_pause_left (const SteadyConsoleState *self,
                                               SteadyInstant             real_now);
bool
steady_alarm_text_disarmed (const SteadyAlarmText *text, uint32_t mode, uint32_t flags);
unsigned steady_console_state_disarmed (const SteadyConsoleState *self);
SteadyPriority
steady_console_state_channel_alarm (const SteadyConsoleState *self,
                                    SteadyChannel             channel,
                                    const SteadyAlarmRecord **ret_record);
