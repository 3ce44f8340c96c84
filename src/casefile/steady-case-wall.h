/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"

/* The wall clock was set, or changed while nothing was recorded. */
typedef struct SteadyCaseWallStep
{
  SteadyInstant t;
  SteadySpan    by; /* positive: it shows a later time of day since */
} SteadyCaseWallStep;

/* What the clock on the wall showed in the course of a case. */
typedef struct SteadyCaseWall SteadyCaseWall;

SteadyCaseWall *steady_case_wall_read (SteadyCaseReader *reader, GError **error);
SteadyCaseWall *steady_case_wall_copy (const SteadyCaseWall *self);
void            steady_case_wall_free (SteadyCaseWall *self);
int64_t         steady_case_wall_utc (const SteadyCaseWall *self, SteadyInstant t);
const SteadyCaseWallStep *steady_case_wall_steps (const SteadyCaseWall *self,
                                                  unsigned             *ret_count);
bool                      steady_case_wall_is_told (const SteadyCaseWallStep *step,
                                                    const SteadyCaseEvent    *events,
                                                    unsigned                  count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyCaseWall, steady_case_wall_free)
