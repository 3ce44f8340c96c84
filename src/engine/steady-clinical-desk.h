/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-channel.h"
#include "measure/steady-clinical-record.h"
#include "measure/steady-vocabulary.h"

enum
{
  STEADY_CLINICAL_LINES = 1024
};

/* What the tick must remember of a record, to amend it. */
typedef struct SteadyClinicalLine
{
  uint64_t      id;   /* of the record, or of the one that it amends first of all */
  uint64_t      last; /* of the newest amendment; @id where there is none */
  SteadyInstant given;
  double        ml; /* into the circuit, as it counts now */
  uint32_t      kind;
  uint16_t      act; /* 1: its sample holds an ACT … */
  uint16_t      gas; /* … and something else */
  uint32_t      withdrawn;
  uint32_t      padding;
} SteadyClinicalLine;

/* Acts of this case; what no longer has a place cannot be amended. Plain data. */
typedef struct SteadyClinicalDesk
{
  uint64_t           count; /* ever */
  SteadyClinicalLine lines[STEADY_CLINICAL_LINES];
} SteadyClinicalDesk;

bool          steady_clinical_is_gas (SteadyChannel channel);
SteadyRefusal steady_clinical_check (const SteadyClinicalDesk *self,
                                     SteadyClinicalRecord     *record,
                                     SteadyInstant             begin,
                                     SteadyInstant             now,
                                     uint32_t                 *ret_channel);
bool          steady_clinical_desk_add (SteadyClinicalDesk         *self,
                                        const SteadyClinicalRecord *record,
                                        SteadyClinicalLine         *ret_before);
SteadyInstant
steady_clinical_desk_latest (const SteadyClinicalDesk *self, uint32_t kind, bool act);
