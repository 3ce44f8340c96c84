/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"
#include "measure/steady-envelope.h"

/* How the cell of a flow sheet came about. */
typedef enum SteadyEcmoCellKind
{
  STEADY_ECMO_CELL_NONE = 0,     /* nothing valid in this hour */
  STEADY_ECMO_CELL_MEASURED = 1, /* median of its seconds, with lowest and highest */
  STEADY_ECMO_CELL_ENTERED = 2,  /* by hand, the last of the hour */
  STEADY_ECMO_CELL_SUM = 3       /* of what was entered in the hour */
} SteadyEcmoCellKind;

/* One quantity in one hour. Meaningless but for @kind where that is NONE. */
typedef struct SteadyEcmoCell
{
  SteadyEcmoCellKind kind;
  unsigned           count; /* seconds with a valid value, or entries */
  double             value;
  double             low;
  double             high;
  SteadyInstant      at; /* of the last entry */
} SteadyEcmoCell;

void steady_ecmo_cell_measure (SteadyEcmoCell       *ret_cell,
                               const SteadyEnvelope *seconds,
                               unsigned              n);
void steady_ecmo_cell_enter (SteadyEcmoCell *self, SteadyInstant at, double value);
void steady_ecmo_cell_add (SteadyEcmoCell *self, SteadyInstant at, double value);
