/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "recording/steady-recording-private.h"

bool steady_wfdb_annotation_load (SteadyRecording *recording,
                                  const char      *header,
                                  double           frame_rate,
                                  GError         **error);
