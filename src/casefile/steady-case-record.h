/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-checklist-record.h"
#include "measure/steady-clinical-record.h"
#include "measure/steady-command.h"
#include "measure/steady-sample.h"

/* The wall clock was set by at least this: an event of the case tells it. */
#define STEADY_CASE_CLOCK_TOLD STEADY_NSEC_PER_SEC

/* What passes from the tick to the writer's thread. */
typedef enum SteadyCaseRecordType
{
  STEADY_CASE_RECORD_WAVE = 1,
  STEADY_CASE_RECORD_NUMERIC,
  STEADY_CASE_RECORD_ALARM,
  STEADY_CASE_RECORD_COMMAND,
  STEADY_CASE_RECORD_ANSWER,
  STEADY_CASE_RECORD_EVENT,
  STEADY_CASE_RECORD_STATE,
  STEADY_CASE_RECORD_TICK,
  STEADY_CASE_RECORD_JUDGED,
  STEADY_CASE_RECORD_PLAN,
  STEADY_CASE_RECORD_NOTE, /* what it is about, NUL, its text, NUL */
  STEADY_CASE_RECORD_CLINICAL,
  STEADY_CASE_RECORD_CHECKLIST
} SteadyCaseRecordType;

enum
{
  STEADY_CASE_TEXT_SIZE = 200,
  STEADY_CASE_WAVE_PART = 65536 /* samples in one record at most */
};

/*
 * One record; of a wave @count floats follow, of a state and of what was judged @count
 * bytes. A union member is only filled as far as its type needs, so a record in the
 * ring is no longer than that.
 */
typedef struct SteadyCaseRecord
{
  uint32_t      type; /* SteadyCaseRecordType */
  uint32_t      count;
  SteadyInstant t;
  union
  {
    struct
    {
      int64_t  first_index;
      uint16_t channel;
      uint16_t gap_before;
    } wave;
    SteadySample      numeric;
    SteadyAlarmRecord alarm;
    SteadyCommand     command;
    SteadyAnswer      answer;
    struct
    {
      double   value;
      uint32_t event;
      char     text[STEADY_CASE_TEXT_SIZE];
    } event;
    SteadyClinicalRecord  clinical;
    SteadyChecklistRecord checklist;
    struct
    {
      int64_t utc_ns;
    } tick;
    struct
    {
      int64_t begins; /* it can be read without what came before */
    } judged;
    struct
    {
      int64_t unused;
    } state;
  };
} SteadyCaseRecord;

/* Bytes of a record that fills only @member; of a wave its samples follow there, of a
 * state (which fills none) and of what was judged their bytes. */

#define STEADY_CASE_RECORD_LENGTH(member) \
  (offsetof (SteadyCaseRecord, member) + sizeof (((SteadyCaseRecord *) 0)->member))
