/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-setting.h"

/* What a person did with an item of a checklist. Numbers are explicit and append only.
 */
typedef enum SteadyChecklistAct
{
  STEADY_CHECKLIST_READ = 1,       /* read aloud and found so */
  STEADY_CHECKLIST_VERIFIED = 2,   /* a second person has looked, too */
  STEADY_CHECKLIST_SKIPPED = 3,    /* text: why */
  STEADY_CHECKLIST_TAKEN_BACK = 4, /* open again */
  STEADY_CHECKLIST_ROUND = 5       /* a list that repeats begins anew; no item */
} SteadyChecklistAct;

enum
{
  STEADY_CHECKLIST_VALUES = 6,
  STEADY_CHECKLIST_LIST_SIZE = 32,
  STEADY_CHECKLIST_ITEM_SIZE = 40,
  STEADY_CHECKLIST_TEXT_SIZE = 120
};

/*
 * One act, on the wire and in the case. Nothing is ever changed: the last one of an
 * item counts. Numbers that were not given are NaN, texts empty.
 */
typedef struct SteadyChecklistRecord
{
  uint64_t      id;   /* chosen by the sender, never used twice in a case */
  SteadyInstant t;    /* when the engine took it */
  uint32_t      act;  /* SteadyChecklistAct */
  uint32_t      turn; /* of a list that repeats, from 1; else 0. The engine counts. */
  double        values[STEADY_CHECKLIST_VALUES];  /* with READ, as the item asks */
  char          list[STEADY_CHECKLIST_LIST_SIZE]; /* ids of data/checklists */
  char          item[STEADY_CHECKLIST_ITEM_SIZE];
  char          author[STEADY_OPERATOR_SIZE]; /* who is signed in; the engine says */
  char          second[STEADY_OPERATOR_SIZE]; /* with VERIFIED: the other person */
  char          text[STEADY_CHECKLIST_TEXT_SIZE]; /* what was chosen, or why skipped */
} SteadyChecklistRecord;

static_assert (sizeof (SteadyChecklistRecord) == 360, "checklist record");

/* What became of one. */
typedef struct SteadyChecklistAnswer
{
  uint64_t id;
  uint16_t status;  /* SteadyAnswerStatus: CONFIRMED or REFUSED */
  uint16_t refusal; /* SteadyRefusal */
  uint32_t padding;
} SteadyChecklistAnswer;

static_assert (sizeof (SteadyChecklistAnswer) == 16, "checklist answer");

/* Bits of what "On bypass" needs (safety rulings, 22). */
typedef enum SteadyBypassNeed
{
  STEADY_NEED_HEPARIN = 1 << 0, /* given, with its time */
  STEADY_NEED_ACT = 1 << 1,     /* high enough, after it, young, device named */
  STEADY_NEED_PRIME = 1 << 2,   /* the gas of a prime with blood, or no blood */
  STEADY_NEED_SWEEP = 1 << 3,   /* gas flows */
  STEADY_NEED_LEVEL = 1 << 4,   /* protections tested */
  STEADY_NEED_AIR = 1 << 5,
  STEADY_NEED_LINE_PRESSURE = 1 << 6,
  STEADY_NEED_LINE_TEST = 1 << 7, /* test pressure and swing of the arterial line */
  STEADY_NEED_TUBING = 1 << 8,    /* size in the pump head, by two people */
  STEADY_NEED_ALL = (1 << 9) - 1,
  STEADY_NEED_CLEAR_PRIME =
      1 << 9,                    /* never open: meets PRIME where no blood is planned */
  STEADY_NEED_REQUIRED = 1 << 16 /* this case is held up while a need is open */
} SteadyBypassNeed;
