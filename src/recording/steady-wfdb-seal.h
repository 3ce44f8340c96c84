/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "recording/steady-wfdb-header.h"

/* Begins a comment of the header that is a checksum. */
#define STEADY_WFDB_SEAL "# sha256 "

/* Stands in place of a file's name: all lines above this one. */
#define STEADY_WFDB_SEAL_ABOVE "above"

bool steady_wfdb_seal_read (SteadyWfdbHeader *header, const char *text, GError **error);
bool steady_wfdb_seal_check (const SteadyWfdbHeader *header,
                             const char             *path,
                             GError                **error);
