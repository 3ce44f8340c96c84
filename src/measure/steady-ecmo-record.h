/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-setting.h"

/* What a person does about the circuit of an ECMO run. Append only. */
typedef enum SteadyEcmoAct
{
  STEADY_ECMO_PUT_IN = 1,  /* a part was connected or changed */
  STEADY_ECMO_HANDOVER = 2 /* one person gives the child to another */
} SteadyEcmoAct;

/* Parts that have an age of their own. Append only. */
typedef enum SteadyEcmoPart
{
  STEADY_ECMO_PART_CIRCUIT = 1, /* all of it, oxygenator and pump head with it */
  STEADY_ECMO_PART_OXYGENATOR = 2,
  STEADY_ECMO_PART_PUMP_HEAD = 3,
  STEADY_ECMO_PART_DRAINAGE = 4, /* cannula */
  STEADY_ECMO_PART_RETURN = 5    /* cannula */
} SteadyEcmoPart;

enum
{
  STEADY_ECMO_PARTS = 6, /* one past the last */
  STEADY_ECMO_NAME_SIZE = 48,
  STEADY_ECMO_LOT_SIZE = 32,
  STEADY_ECMO_TEXT_SIZE = 240
};

/*
 * One act, on the wire and in the case. Nothing is ever changed: a newer one of the
 * same part stands before the older. Texts that were not given are empty.
 */
typedef struct SteadyEcmoRecord
{
  uint64_t      id;       /* chosen by the sender */
  SteadyInstant given;    /* when it was done; may be before the case began */
  SteadyInstant recorded; /* when the engine took it */
  uint32_t      act;      /* SteadyEcmoAct */
  uint32_t      part;     /* SteadyEcmoPart; 0 of a handover */
  char          name[STEADY_ECMO_NAME_SIZE];
  char          lot[STEADY_ECMO_LOT_SIZE];
  char          author[STEADY_OPERATOR_SIZE]; /* signed in; gives; the engine says */
  char          second[STEADY_OPERATOR_SIZE]; /* takes the child over */
  char          concerns[STEADY_ECMO_TEXT_SIZE];
  char          plan[STEADY_ECMO_TEXT_SIZE];
} SteadyEcmoRecord;

static_assert (sizeof (SteadyEcmoRecord) == 688, "ECMO record");

/* What became of one. */
typedef struct SteadyEcmoAnswer
{
  uint64_t id;
  uint16_t status;  /* SteadyAnswerStatus: CONFIRMED or REFUSED */
  uint16_t refusal; /* SteadyRefusal */
  uint32_t padding;
} SteadyEcmoAnswer;

static_assert (sizeof (SteadyEcmoAnswer) == 16, "ECMO answer");
