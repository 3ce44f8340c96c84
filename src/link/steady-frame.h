/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "link/steady-device-frame.h"
#include "link/steady-replay-progress.h"
#include "link/steady-setting-frame.h"
#include "link/steady-training-request.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-checklist-record.h"
#include "measure/steady-clinical-record.h"
#include "measure/steady-command.h"
#include "measure/steady-ecmo-record.h"
#include "measure/steady-laboratory-result.h"
#include "measure/steady-moving-limit.h"
#include "measure/steady-sample.h"
#include "measure/steady-steering.h"
#include "measure/steady-timer-segment.h"

/*
 * The frames between the engine and its clients, one to a SOCK_SEQPACKET packet. Host
 * byte order: both ends are one build on one machine (the handshake compares build
 * ids). See README.md in this folder for who sends what when.
 */
typedef enum SteadyFrameType
{
  /* handshake */
  STEADY_FRAME_HELLO = 1,   /* client → engine, JSON {build, role} */
  STEADY_FRAME_WELCOME = 2, /* engine → client, JSON: configuration */
  STEADY_FRAME_REFUSED = 3, /* engine → client, JSON {reason} */
  STEADY_FRAME_BYE = 4,     /* either: a clean stop; no payload */

  /* engine → client, every tick or when something happens */
  STEADY_FRAME_HEARTBEAT = 10, /* SteadyHeartbeat, every 100 ms */
  STEADY_FRAME_WAVES = 11,     /* runs of SteadyWaveRun; may be dropped */
  STEADY_FRAME_NUMERICS = 12,  /* SteadySample[], those that changed */
  STEADY_FRAME_ALARM = 13,     /* SteadyAlarmRecord[]: changes */
  STEADY_FRAME_EVENT = 14,     /* SteadyEventFrame */
  STEADY_FRAME_ANSWER = 15,    /* SteadyAnswer */
  STEADY_FRAME_SNAPSHOT =
      16,                  /* JSON: everything a client that comes (back) must know */
  STEADY_FRAME_SOUND = 17, /* SteadySound, with every heartbeat and at every change */
  STEADY_FRAME_PRESENT =
      18, /* SteadyAlarmRecord[]: all alarms present, at every change */
  STEADY_FRAME_SOUNDER_TOLD =
      19, /* SteadySounderState: what the sounder last said, passed on as it came */
  STEADY_FRAME_SETTINGS =
      25, /* SteadyAlarmSetting[]: all that differ, at every change */
  STEADY_FRAME_SETTING_ANSWER = 26, /* SteadySettingAnswer */
  STEADY_FRAME_DESK = 27,           /* SteadyDesk, at every change */
  STEADY_FRAME_CLINICAL = 38, /* SteadyClinicalRecord[]: taken; all to who arrives */
  STEADY_FRAME_CLINICAL_ANSWER = 39, /* SteadyClinicalAnswer */
  STEADY_FRAME_TRAINING = 20,        /* JSON, to consoles and instructors */
  STEADY_FRAME_INSTRUCTOR = 21,      /* JSON, to instructors alone: what is hidden */
  STEADY_FRAME_DEBRIEF = 22,         /* JSON, when a training run has ended */
  STEADY_FRAME_COURSE = 24, /* JSON, to instructors alone: timeline, what is expected */
  STEADY_FRAME_TRAINING_ANSWER = 23, /* JSON, to who asked: accepted, or why not */

  STEADY_FRAME_STEERING = 63, /* SteadySteering[STEADY_STEERINGS], at every change */
  STEADY_FRAME_STEER_ANSWER = 74,  /* SteadySteerAnswer */
  STEADY_FRAME_TIMERS = 77,        /* SteadyTimerSegment[]: all, at every change */
  STEADY_FRAME_TIMER_REQUEST = 78, /* client → engine: SteadyTimerRequest */
  STEADY_FRAME_PLAN_IN_FORCE =
      64,                 /* JSON {plan, profile, shares}: replaces WELCOME's */
  STEADY_FRAME_PLAN = 28, /* JSON, to who proposed a plan: kept or why not, limits */

  /* client → engine */
  STEADY_FRAME_PLAN_PROPOSAL = 46, /* JSON {inputs, signatures, adopt} */
  STEADY_FRAME_COMMAND = 30,       /* SteadyCommand */
  STEADY_FRAME_ALARM_REQUEST = 31, /* SteadyAlarmRequest */
  STEADY_FRAME_MARK = 32,          /* SteadyMark: the event pad */
  STEADY_FRAME_SOUNDER_STATE = 33, /* SteadySounderState, every 200 ms */
  STEADY_FRAME_CLIENT_STATE = 34,  /* SteadyClientState, every 200 ms */
  STEADY_FRAME_SOUND_SETTING =
      35, /* SteadySoundSetting; passed on to every sounder, now and when one comes */
  STEADY_FRAME_SETTING = 45,          /* SteadySettingRequest */
  STEADY_FRAME_TRAINING_REQUEST = 36, /* SteadyTrainingRequest */
  STEADY_FRAME_STEER = 62,            /* SteadySteerRequest */
  STEADY_FRAME_CLINICAL_REQUEST =
      37, /* SteadyClinicalRecord, from the console in control */

  STEADY_FRAME_LABORATORY_RESULTS =
      76, /* SteadyLaboratoryResult[]: engine → clients; the latest to who arrives */

  STEADY_FRAME_MOVING_LIMITS =
      60, /* SteadyMovingLimit[]: engine → clients, when one has moved */
  STEADY_FRAME_CHECKLIST = 65, /* SteadyChecklistRecord[]: taken; all to who arrives */
  STEADY_FRAME_CHECKLIST_REQUEST =
      66, /* SteadyChecklistRecord, from who is in control */
  STEADY_FRAME_CHECKLIST_ANSWER = 67, /* SteadyChecklistAnswer */

  STEADY_FRAME_ECMO_REQUEST = 80, /* SteadyEcmoRecord, from who is in control */
  STEADY_FRAME_ECMO_ANSWER = 81,  /* SteadyEcmoAnswer */

  STEADY_FRAME_CRANK_BEAT =
      86, /* SteadyCrankBeat, from who is in control; passed on to every sounder */

  STEADY_FRAME_REPLAY_PROGRESS =
      90, /* SteadyReplayProgress, while a replay comes to where it begins */

  STEADY_FRAME_STORED_PLAN =
      87, /* JSON {signed, sure}, from who is in control: the plan that WELCOME offers
             is followed; answered by PLAN */

  STEADY_FRAME_JSON_PART = 50, /* a piece of a JSON frame over the packet limit:
                                  SteadyJsonPart, then bytes */

  STEADY_FRAME_DEVICES = 68, /* engine → client, JSON: what is attached and was found */
  STEADY_FRAME_DEVICE_STATES =
      69, /* engine → client, SteadyDeviceState[], each second */
  STEADY_FRAME_DEVICE_REQUEST = 70, /* client → engine, SteadyDeviceRequest */
  STEADY_FRAME_DEVICE_ANSWER = 71   /* engine → client, SteadyDeviceAnswer */
} SteadyFrameType;

enum
{
  STEADY_FRAME_MAX = 64 * 1024, /* bytes, header included */
  STEADY_EVENT_TEXT_SIZE = 200
};

typedef struct SteadyFrameHeader
{
  uint16_t type;       /* SteadyFrameType */
  uint16_t flags;      /* STEADY_FRAME_* below */
  uint32_t length;     /* whole frame, header included */
  uint32_t sequence;   /* grows by one for each frame to this client; a jump: waves were
                          dropped */
  uint32_t      count; /* elements in the payload */
  SteadyInstant t;     /* engine time of the frame */
} SteadyFrameHeader;

static_assert (sizeof (SteadyFrameHeader) == 24, "frame header");

/* Five times a second and more, three times while a case stands: proof of life, and
 * where the case stands. */
typedef struct SteadyHeartbeat
{
  SteadyInstant real;         /* real time of the engine's tick */
  SteadyInstant committed_to; /* the case file holds all before this */
  SteadyInstant case_start;
  uint64_t      ticks;
  double        speed;        /* case seconds per real second */
  double        lateness_ms;  /* worst tick of the last second */
  uint32_t      support_mode; /* SteadySupportMode */
  uint32_t      support_flags;
  SteadyInstant support_since;
  SteadyInstant no_flow_since; /* STEADY_INSTANT_NEVER: blood flows, or need not */
  SteadySpan    bypass_time;   /* totals, still running ones included */
  SteadySpan    clamp_time;
  uint16_t      recorder; /* SteadyRecorderState */
  uint16_t      sounder;  /* SteadyLinkState */
  uint16_t      supervisor;
  uint16_t      devices;
} SteadyHeartbeat;

static_assert (sizeof (SteadyHeartbeat) == 96, "heartbeat");

/* @count floats follow, then the next run. Padded to 8 bytes. */
typedef struct SteadyWaveRun
{
  int64_t       first_index;
  SteadyInstant t_first;
  float         rate_hz;
  uint16_t      channel;
  uint16_t      count;
} SteadyWaveRun;

static_assert (sizeof (SteadyWaveRun) == 24, "wave run");

/* Bytes of a run of @count floats in a frame, its head and padding included. */
static inline size_t
steady_wave_run_size (unsigned count)
{
  return sizeof (SteadyWaveRun) + (((size_t) count * sizeof (float) + 7) & ~(size_t) 7);
}

typedef struct SteadyEventFrame
{
  SteadyInstant t;
  double        value;
  uint16_t      event; /* SteadyEvent */
  uint16_t      padding[3];
  char          text[STEADY_EVENT_TEXT_SIZE];
} SteadyEventFrame;

static_assert (sizeof (SteadyEventFrame) == 224, "event");

typedef enum SteadyAlarmRequestKind
{
  STEADY_ALARM_REQUEST_PAUSE = 1,     /* id unused */
  STEADY_ALARM_REQUEST_END_PAUSE = 2, /* id unused */
  STEADY_ALARM_REQUEST_ACKNOWLEDGE = 3,
  STEADY_ALARM_REQUEST_RESET = 4,
  STEADY_ALARM_REQUEST_OVERRIDE_START = 5,  /* id: who takes it upon himself */
  STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL = 6, /* id: who; no alarm stops anything */
  STEADY_ALARM_REQUEST_OVERRIDE_END = 7     /* the global one, before its time */
} SteadyAlarmRequestKind;

typedef struct SteadyAlarmRequest
{
  uint32_t kind; /* SteadyAlarmRequestKind */
  uint32_t padding;
  char     id[STEADY_ALARM_ID_SIZE];
} SteadyAlarmRequest;

static_assert (sizeof (SteadyAlarmRequest) == 56, "alarm request");

typedef struct SteadyMark
{
  double   value;
  uint16_t event; /* SteadyEvent */
  uint16_t ago_s; /* it was so long ago; 0: now */
  uint16_t padding[2];
  char     text[STEADY_EVENT_TEXT_SIZE];
} SteadyMark;

static_assert (sizeof (SteadyMark) == 216, "mark");

/*
 * What a person chooses about the sound of alarms, from the console in control. The
 * sounder keeps the volume between full and the floor of the site, whatever is asked.
 */
typedef struct SteadySoundSetting
{
  double   volume_db; /* 0 full, and less; NaN: as it is */
  uint32_t test;      /* another number than before, not 0: play the sound test once */
  uint32_t padding;
} SteadySoundSetting;

static_assert (sizeof (SteadySoundSetting) == 16, "sound setting");

/*
 * The beat of a hand on the crank, heard softly while no alarm is. It ends by itself
 * where it is not told again for STEADY_CRANK_BEAT_LASTS: whoever asked may be gone.
 */
typedef struct SteadyCrankBeat
{
  double per_minute; /* 0: none */
} SteadyCrankBeat;

static_assert (sizeof (SteadyCrankBeat) == 8, "crank beat");

#define STEADY_CRANK_BEAT_LASTS (3 * STEADY_NSEC_PER_SEC)

enum
{
  STEADY_SOUNDER_NOTICE_SIZE = 192
};

typedef struct SteadySounderState
{
  uint64_t callbacks;    /* of the audio callback, ever */
  uint64_t bursts;       /* begun, ever */
  uint32_t stream_open;  /* 1: a device plays */
  uint32_t sounding;     /* SteadyPriority that sounds now */
  double   volume_db;    /* in force; MONITOR FAILED is full all the same */
  double   floor_db;     /* of the site: no volume below it */
  uint32_t test_playing; /* SteadySoundSetting.test of the one that plays; 0: none */
  uint32_t test_played;  /* of the last one that was played to its end */
  uint32_t test_cut;     /* of the last one that an alarm cut short */
  uint32_t recorded;     /* of the 24 alarm sounds, how many are the site's own */
  /* one sentence for the log where something is not as the site wants it; empty: fine
   */
  char notice[STEADY_SOUNDER_NOTICE_SIZE];
} SteadySounderState;

static_assert (sizeof (SteadySounderState) == 248, "sounder state");

typedef struct SteadyClientState
{
  double   frame_ms; /* worst frame of the last second */
  uint32_t frames;   /* drawn, ever */
  uint32_t renderer; /* 1 GL, 2 CPU tiles */
} SteadyClientState;

static_assert (sizeof (SteadyClientState) == 16, "client state");

typedef struct SteadyJsonPart
{
  uint32_t id;
  uint16_t part; /* from 0 */
  uint16_t of;
  uint16_t type; /* SteadyFrameType of the whole */
  uint16_t padding[3];
} SteadyJsonPart;

static_assert (sizeof (SteadyJsonPart) == 16, "part of JSON");

/* A frame as received. The payload is borrowed from whoever received it. */
typedef struct SteadyFrame
{
  SteadyFrameHeader header;
  const void
        *payload; /* aligned for every struct of this header; JSON is NUL-terminated */
  size_t length;  /* of the payload */
} SteadyFrame;

bool steady_frame_check (const void *bytes, size_t length, SteadyFrame *ret_frame);
bool steady_frame_is_json (unsigned type);
bool steady_frame_is_droppable (unsigned type);
bool steady_frame_is_from_client (unsigned type);
bool steady_frame_next_wave (const SteadyFrame *frame,
                             size_t            *offset,
                             SteadyWaveRun     *ret_run,
                             const float      **ret_values);
