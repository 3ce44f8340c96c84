/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "alarm/steady-alarm-system.h"
#include "base/steady-clock.h"
#include "base/steady-realtime.h"
#include "base/steady-ring.h"
#include "casefile/steady-case-writer.h"
#include "device/steady-device.h"
#include "engine/steady-alarm-settings.h"
#include "engine/steady-auto-resume.h"
#include "engine/steady-checklist-desk.h"
#include "engine/steady-clinical-desk.h"
#include "engine/steady-conduct.h"
#include "engine/steady-device-order.h"
#include "engine/steady-gate.h"
#include "engine/steady-goals.h"
#include "engine/steady-instructor.h"
#include "engine/steady-line-pressure-limit.h"
#include "engine/steady-outlet.h"
#include "engine/steady-override.h"
#include "engine/steady-patient.h"
#include "engine/steady-phase.h"
#include "engine/steady-plan-in-force.h"
#include "engine/steady-resume-flow.h"
#include "engine/steady-servo-down.h"
#include "engine/steady-steer.h"
#include "engine/steady-tally.h"
#include "engine/steady-timers.h"
#include "engine/steady-watch.h"
#include "engine/steady-wave-track.h"
#include "measure/steady-deriver.h"
#include "measure/steady-quality-judge.h"
#include "measure/steady-value-table.h"
#include "scenario/steady-course.h"

#define STEADY_ENGINE_ERROR (steady_engine_error_quark ())
GQuark steady_engine_error_quark (void);

typedef enum SteadyEngineError
{
  STEADY_ENGINE_ERROR_SOURCE, /* cannot be used in this mode */
  STEADY_ENGINE_ERROR_RESUME  /* cannot be gone on with */
} SteadyEngineError;

enum
{
  STEADY_ENGINE_DEVICES = 16,
  STEADY_ENGINE_ALARMS = 256,
  STEADY_ENGINE_CHANNELS = 65536 /* numbers that a channel can have */
};

/* What the instants of one tick are; all told by the loop. */
typedef struct SteadyMoment
{
  SteadyInstant now;      /* of the case */
  SteadyInstant real;     /* for heartbeats, pauses, and how late the engine is */
  int64_t       utc_ns;   /* only to be stored */
  SteadySpan    lateness; /* of this tick */
} SteadyMoment;

/* A frame from a client, on its way to the tick. */
typedef struct SteadyRequest
{
  uint32_t type;       /* SteadyFrameType: COMMAND, ALARM_REQUEST, MARK, SETTING or, to
                          log, SOUNDER_STATE */
  uint16_t role;       /* SteadyRole */
  uint16_t in_control; /* it came from the console in control */
  union
  {
    SteadyCommand         command;
    SteadyAlarmRequest    alarm;
    SteadyMark            mark;
    SteadySettingRequest  setting;
    SteadyTrainingRequest training;
    /* the I/O thread keeps what it points to until the session ends */
    const struct SteadyPlanOrder *plan;
    SteadyClinicalRecord          clinical;
    SteadyChecklistRecord         checklist;
    SteadyDeviceOrder             device;
    SteadySteerRequest            steer;
    SteadyTimerRequest            timer;
    SteadyEcmoRecord              ecmo;
  };
} SteadyRequest;

typedef struct SteadyRecall SteadyRecall;

/*
 * The whole engine: what it owns, and what its tick remembers. Only the tick thread
 * touches it once it runs, except for the rings and the atomics of outlet and watch.
 */
typedef struct SteadyEngine
{
  /* set before the tick starts */
  SteadyMode         mode;
  bool               manual; /* the clock is moved by hand: as fast as it goes */
  double             speed;  /* case seconds in a real second; 0: frozen */
  SteadyPatient      patient;
  SteadyDevice      *devices[STEADY_ENGINE_DEVICES];
  unsigned           n_devices;
  SteadyDevice      *simulated; /* the one that takes injected mechanisms, or NULL */
  SteadyScenario    *scenario;  /* NULL outside training */
  SteadyCourse      *course;    /* of that scenario; NULL outside training */
  SteadyAlarmSystem *alarms;
  SteadyRecall      *recall; /* a case is judged anew; else NULL */
  GArray            *past;   /* SteadyClinicalRecord of a resumed case, or NULL */
  SteadyCaseWriter  *writer; /* NULL: no case is kept */
  SteadyOutlet       outlet;
  char              *site_file; /* NULL outside LIVE */
  SteadyRing         requests;  /* of SteadyRequest, from the I/O thread */
  SteadyInstant      start;     /* of case time 0 */
  SteadySpan         behind;    /* a simulated device's own time is so much earlier */
  SteadyRealtime     realtime;
  uint64_t           seed;
  SteadyWaveTrack   *tracks;
  unsigned           n_tracks;
  int16_t            track_of[STEADY_ENGINE_CHANNELS]; /* -1: not a waveform */
  uint8_t owner_of[STEADY_ENGINE_CHANNELS]; /* number of the device; 0: none */

  /* tick */
  SteadyMoment            moment;
  SteadyValueTable        values;
  SteadyQualityJudge      judge;
  SteadyDeriver           deriver;
  SteadyPhase             phase;
  SteadyConduct           conduct;
  SteadyClinicalDesk      clinical;
  SteadyChecklistDesk     checks;
  SteadyGate              gate;
  SteadyOverrides         overrides;
  SteadyAlarmSettings     settings;      /* what operators made of the rules */
  SteadyLinePressureLimit line_pressure; /* the limit that moves with the set flow */
  SteadyInstant           limits_told;   /* real: clients were told where it is */
  bool                    limits_moved;  /* … since then */
  SteadyResumeFlow        resume;
  SteadyAutoResume  auto_resume; /* lost with the engine: nothing starts after that */
  SteadyServoDown   servo;       /* the pump is being slowed down */
  bool              master_ran;  /* the arterial pump, when last heard of */
  SteadyDesk        desk;        /* as told last */
  bool              desk_told;
  SteadyWatch       watch;
  SteadyTally       tally;
  SteadyInstructor  instructor;
  bool              leave;   /* the run is to end: another scenario was asked for */
  bool              restart; /* … or the same case is to go on in another process */
  SteadyZero        zero;
  SteadyDeviceNews  news;        /* of the devices, as told last */
  SteadyInstant     news_real;   /* … then */
  SteadyInstant     course_real; /* when clients were last told of the course */
  uint32_t          course_told; /* its changes then */
  SteadySample      told[STEADY_CHANNEL_MAX]; /* as last stored, by channel */
  SteadySound       sound;
  SteadyInstant     expect_until; /* first values may be awaited */
  uint64_t          ticks;
  uint64_t          commands; /* of the engine's own */
  int64_t           events;   /* written */
  SteadyInstant     beat_at;  /* real */
  SteadyInstant     state_real;
  SteadyInstant     state_case;
  uint8_t          *state; /* room for a state row */
  size_t            state_size;
  char              boot[40]; /* boot id, for the state row */
  SteadyAlarmRecord records[STEADY_ENGINE_ALARMS];

  /* of a signed plan; mark 0: none but the scenario's or the site's */
  SteadyPlanInForce plan_in_force;

  /* set-points that move on behalf of a person */
  SteadySteer    steers[STEADY_STEERINGS];
  SteadySteering steers_shown[STEADY_STEERINGS];
  bool           steers_told;

  SteadyTimers timers;
  uint32_t     timers_told; /* its changes, when it was told last */
  uint32_t     timers_logged;
  SteadyGoals  goals;

  /* what the alarms were told, for the case */
  SteadyAlarmJournal *journal;    /* NULL: none is kept */
  SteadyInstant       journal_at; /* taken last */

  uint64_t ecmo_last; /* id of the last act about the circuit */
} SteadyEngine;

SteadyEngine *steady_engine_new (SteadyMode mode);
void          steady_engine_free (SteadyEngine *self);
bool steady_engine_attach (SteadyEngine *self, SteadyDevice *device, GError **error);
void steady_engine_prepare (SteadyEngine *self);
void steady_engine_begin (SteadyEngine        *self,
                          SteadyInstant        now,
                          SteadyInstant        real_now,
                          const SteadySupport *support);
void steady_engine_tick (SteadyEngine *self, const SteadyMoment *moment);
void steady_engine_stand (SteadyEngine *self, const SteadyMoment *moment);
void steady_engine_event (SteadyEngine *self,
                          SteadyEvent   event,
                          double        value,
                          const char   *text);
bool steady_engine_at_end (const SteadyEngine *self);
SteadyRecorderState steady_engine_recorder (const SteadyEngine *self);

/* parts of the tick, each in a file of its own */
void steady_engine_expect (SteadyEngine *self);
void steady_engine_take_samples (SteadyEngine *self);
void steady_engine_derive (SteadyEngine *self);
void steady_engine_tell_own (SteadyEngine *self, const SteadySample *sample);
void steady_engine_begin_conduct (SteadyEngine *self);
void steady_engine_resume_conduct (SteadyEngine *self);
void steady_engine_follow_conduct (SteadyEngine *self);
void steady_engine_note_mark (SteadyEngine *self,
                              SteadyEvent   event,
                              double        value,
                              const char   *text);
void steady_engine_show_entered (SteadyEngine *self,
                                 SteadyInstant t,
                                 SteadyChannel channel,
                                 double        value);
void steady_engine_take_timer (SteadyEngine             *self,
                               const SteadyTimerRequest *request,
                               bool                      in_control);
void steady_engine_follow_timers (SteadyEngine *self);
void steady_engine_follow_goals (SteadyEngine *self);
void steady_engine_flush_waves (SteadyEngine *self);
void steady_engine_watch (SteadyEngine *self);
void steady_engine_alarm (SteadyEngine *self);
void steady_engine_store_journal (SteadyEngine *self);
void steady_engine_tell_sound (SteadyEngine *self);
void steady_engine_take_requests (SteadyEngine *self);
void steady_engine_take_clinical (SteadyEngine               *self,
                                  const SteadyClinicalRecord *asked,
                                  bool                        in_control);
void steady_engine_take_ecmo (SteadyEngine           *self,
                              const SteadyEcmoRecord *asked,
                              bool                    in_control);
void steady_engine_settle_commands (SteadyEngine *self);
void steady_engine_take_device (SteadyEngine            *self,
                                const SteadyDeviceOrder *order,
                                bool                     in_control);
void steady_engine_follow_devices (SteadyEngine *self);
void steady_engine_tell (SteadyEngine *self);
