/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-vocabulary.h"

enum
{
  STEADY_ALARM_ID_SIZE = 48
};

/*
 * One change of state of one alarm, or its present state in a snapshot: what is shown,
 * stored and replayed.
 */
typedef struct SteadyAlarmRecord
{
  char          id[STEADY_ALARM_ID_SIZE]; /* of the rule, in data/alarms */
  SteadyInstant t;                        /* of this change */
  SteadyInstant since;                    /* of the onset, or STEADY_INSTANT_NEVER */
  double        value;    /* that tripped; meaningless unless has_value */
  double        limit;    /* in force; meaningless unless has_value */
  uint16_t      channel;  /* SteadyChannel, or 0 */
  uint8_t       state;    /* SteadyAlarmState */
  uint8_t       before;   /* SteadyAlarmState */
  uint8_t       priority; /* SteadyPriority */
  uint8_t       category; /* SteadyCategory */
  uint8_t       has_value;
  uint8_t       first_out; /* the first of a cascade */
  uint8_t       sounding;  /* not paused, not acknowledged */
  uint8_t       condition; /* the condition holds now, whatever the state */
  uint8_t       technical; /* equipment, not the patient */
  uint8_t       padding[5];
} SteadyAlarmRecord;

static_assert (sizeof (SteadyAlarmRecord) == 96, "alarm records stand on the wire");

/* The one decision about what must be heard. */
typedef struct SteadySound
{
  SteadyInstant pause_end; /* real time; 0 when not paused */
  uint32_t      episode;   /* grows with each onset: a new burst starts at once */
  uint8_t priority; /* SteadyPriority of the highest audible alarm; NONE: silence */
  uint8_t category; /* SteadyCategory of it */
  uint8_t present;  /* alarms present, audible or not; 255: 255 or more */
  uint8_t padding;
} SteadySound;

static_assert (sizeof (SteadySound) == 16, "stands on the wire");
