/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <glib.h>

#include "recording/steady-edf-header.h"

/* An annotation at @onset seconds from the start of the file. */
typedef void (*SteadyEdfMark) (void *data, double onset, const char *text);

GArray *steady_edf_onsets_load (const SteadyEdfHeader *header,
                                const char            *path,
                                int64_t                records,
                                SteadyEdfMark          mark,
                                void                  *data,
                                const char           **ret_problem);
