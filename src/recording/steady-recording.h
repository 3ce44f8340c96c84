/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "measure/steady-sample.h"

#define STEADY_RECORDING_ERROR (steady_recording_error_quark ())
GQuark steady_recording_error_quark (void);

typedef enum SteadyRecordingError
{
  STEADY_RECORDING_ERROR_FILE,   /* cannot be read */
  STEADY_RECORDING_ERROR_FORMAT, /* is none that is known, or is garbled: names file and
                                    line or byte */
  STEADY_RECORDING_ERROR_TRUNCATED
} SteadyRecordingError;

/* One signal of a recording. @channel is a fixed one by the alias table, else FOREIGN +
 * n. */
typedef struct SteadyRecordingSignal
{
  uint16_t channel;
  uint16_t kind;     /* SteadyChannelKind */
  double   rate_hz;  /* of a wave */
  char     name[64]; /* as the file says */
  char     unit[24]; /* canonical */
  double   scale;    /* value = offset + scale × what the converter gave; 0: not known,
                        or not the same in all of the recording */
  double offset;
} SteadyRecordingSignal;

/* A mark in a recording, as the file words it. */
typedef struct SteadyRecordingEvent
{
  SteadyInstant t; /* from the start of the recording */
  char          text[200];
} SteadyRecordingEvent;

/* An open recording of any known format, read forwards. Instants start at 0. */
typedef struct SteadyRecording SteadyRecording;

SteadyRecording             *steady_recording_open (const char *path, GError **error);
void                         steady_recording_free (SteadyRecording *self);
const SteadyRecordingSignal *steady_recording_signals (const SteadyRecording *self,
                                                       unsigned *ret_count);
const SteadyRecordingEvent  *steady_recording_events (const SteadyRecording *self,
                                                      unsigned              *ret_count);
SteadySpan                   steady_recording_length (const SteadyRecording *self);
int64_t steady_recording_start_utc (const SteadyRecording *self); /* 0: unknown */
bool    steady_recording_simulated (const SteadyRecording *self);

/*
 * The next sample in time, all signals mixed. A missing sample is not given; the next
 * one after it has STEADY_SAMPLE_GAP. False at the end (no error) or on an error.
 */
bool
steady_recording_next (SteadyRecording *self, SteadySample *ret_sample, GError **error);
