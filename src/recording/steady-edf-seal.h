/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "recording/steady-file-sum.h"

/* What is known of the bytes of an EDF file. */
typedef enum SteadyEdfSeal
{
  STEADY_EDF_SEAL_FOREIGN, /* of another program: nothing is known */
  STEADY_EDF_SEAL_LOST,    /* Steady wrote it, but it has no checksum */
  STEADY_EDF_SEAL_FINE,
  STEADY_EDF_SEAL_BROKEN /* the checksum is another one */
} SteadyEdfSeal;

SteadyEdfSeal steady_edf_seal_check (const char *path);
bool steady_edf_seal_write (const char *path, SteadyFileSumTell tell, void *data);
