/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-alarm-setting.h"

/* What a person did to the child, or found. Numbers are explicit and append only. */
typedef enum SteadyClinicalKind
{
  STEADY_CLINICAL_DOSE = 1,         /* what: drug; amount in unit */
  STEADY_CLINICAL_CARDIOPLEGIA = 2, /* what: solution; amount in mL */
  STEADY_CLINICAL_SAMPLE = 3,       /* values of the laboratory */
  STEADY_CLINICAL_VOLUME = 4,       /* what: product; mL in, negative: out */
  STEADY_CLINICAL_GOOD_CATCH = 5    /* text */
} SteadyClinicalKind;

typedef enum SteadyClinicalFlag
{
  STEADY_CLINICAL_WITHDRAWN = 1 << 0, /* with amends: that one was never so */
  STEADY_CLINICAL_BY_PUMP = 1 << 1    /* cardioplegia that a pump gave */
} SteadyClinicalFlag;

enum
{
  STEADY_CLINICAL_VALUES = 14,
  STEADY_CLINICAL_WHAT_SIZE = 48,
  STEADY_CLINICAL_UNIT_SIZE = 16,
  STEADY_CLINICAL_TEXT_SIZE = 120
};

/* One value of a sample, as it was entered and in the unit of its channel. */
typedef struct SteadyClinicalValue
{
  double   value;    /* of the channel; the engine makes it of what was entered */
  double   entered;  /* as the person read it … */
  uint32_t channel;  /* SteadyChannel */
  char     unit[12]; /* … in this unit */
} SteadyClinicalValue;

static_assert (sizeof (SteadyClinicalValue) == 32, "clinical value");

/*
 * One act or finding, on the wire and in the case. Nothing is ever changed: one that
 * @amends another stands beside it and is shown in its place. Numbers that were not
 * given are NaN, texts empty.
 */
typedef struct SteadyClinicalRecord
{
  uint64_t            id;       /* chosen by the sender, never used twice in a case */
  uint64_t            amends;   /* id of the record that this one corrects; 0: none */
  SteadyInstant       given;    /* when it was done or drawn; of a dose its end */
  SteadyInstant       recorded; /* when the engine took it */
  uint32_t            kind;     /* SteadyClinicalKind */
  uint32_t            flags;    /* SteadyClinicalFlag */
  double              amount;
  double              concentration; /* of the drug */
  double              volume_ml;     /* that the dose took */
  double              pressure_mmhg; /* of the cardioplegia line */
  double              temperature_c; /* of the cardioplegia, or of the child's blood */
  uint32_t            blood_parts;   /* blood : crystalloid, in this order always */
  uint32_t            crystalloid_parts;
  uint32_t            n_values;
  uint32_t            padding;
  SteadyClinicalValue values[STEADY_CLINICAL_VALUES];
  char                what[STEADY_CLINICAL_WHAT_SIZE];
  char                unit[STEADY_CLINICAL_UNIT_SIZE];
  char                concentration_unit[STEADY_CLINICAL_UNIT_SIZE];
  char                route[24];
  char                device[40];                   /* that measured a sample */
  char                author[STEADY_OPERATOR_SIZE]; /* the engine says who */
  char                text[STEADY_CLINICAL_TEXT_SIZE];
} SteadyClinicalRecord;

static_assert (sizeof (SteadyClinicalRecord) == 856, "clinical record");

/* What became of one. */
typedef struct SteadyClinicalAnswer
{
  uint64_t id;
  uint16_t status;  /* SteadyAnswerStatus: CONFIRMED or REFUSED */
  uint16_t refusal; /* SteadyRefusal */
  uint32_t channel; /* SteadyChannel of the value that was refused; 0: none */
} SteadyClinicalAnswer;

static_assert (sizeof (SteadyClinicalAnswer) == 16, "clinical answer");
