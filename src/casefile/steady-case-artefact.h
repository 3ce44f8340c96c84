/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-text-reader.h"

/* A part of a channel that a person said not to trust. It stays where it is. */
typedef struct SteadyCaseArtefact
{
  uint16_t      channel;
  SteadyInstant from;
  SteadyInstant to;
  const char   *reason; /* borrowed from the note */
} SteadyCaseArtefact;

bool steady_case_artefact_read (const SteadyCaseNote    *note,
                                const SteadyCaseChannel *channels,
                                unsigned                 n_channels,
                                SteadyInstant            start,
                                SteadyCaseArtefact      *ret_artefact);
bool steady_case_artefact_is_withdrawn (const GArray *notes, int64_t id);
