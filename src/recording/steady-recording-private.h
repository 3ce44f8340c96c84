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
  GArray    *events;  /* of SteadyRecordingEvent, or NULL: none */
  SteadySpan length;
  int64_t    start_utc; /* ns since 1970, 0: unknown */
  bool       simulated; /* it says so itself: nobody takes it for a child */
  unsigned   repairs[STEADY_RECORDING_REPAIRS];
};

enum
{
  STEADY_RECORDING_EVENTS_MAX = 200000
};

void
steady_recording_add_event (SteadyRecording *self, SteadyInstant t, const char *text);
void steady_recording_repair (SteadyRecording *self, SteadyRecordingRepair repair);
void steady_recording_sort_events (SteadyRecording *self);
SteadyRecording *steady_wfdb_recording_open (const char *path, GError **error);
SteadyRecording *steady_edf_recording_open (const char *path, GError **error);
bool             steady_csv_set_is_one (const char *path);
SteadyRecording *steady_csv_set_recording_open (const char *path, GError **error);
SteadyRecording *steady_json_recording_open (const char *path, GError **error);
SteadyRecording *steady_vital_recording_open (const char *path, GError **error);
SteadyRecording *
steady_csv_recording_open (const char *path, const char *sidecar, GError **error);
