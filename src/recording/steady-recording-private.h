/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recording/steady-recording.h"

/* What a format gives: a recording is one of these with its signals filled in. */
typedef struct SteadyRecordingClass
{
  bool (*next) (SteadyRecording *self, SteadySample *ret_sample, GError **error);
  void (*free) (SteadyRecording *self);
} SteadyRecordingClass;

struct SteadyRecording
{
  const SteadyRecordingClass *class;
  GArray    *signals; /* of SteadyRecordingSignal */
  SteadySpan length;
  int64_t    start_utc; /* ns since 1970, 0: unknown */
};

SteadyRecording *steady_wfdb_recording_open (const char *path, GError **error);
SteadyRecording *
steady_csv_recording_open (const char *path, const char *sidecar, GError **error);
