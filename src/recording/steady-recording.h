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

/* What a reader mends rather than refuse the recording; each is told to the person who
 * takes it in. */
typedef enum SteadyRecordingRepair
{
  STEADY_RECORDING_REPAIR_CUT_TEXT,  /* longer than a mark may be */
  STEADY_RECORDING_REPAIR_LETTERS,   /* no UTF-8 */
  STEADY_RECORDING_REPAIR_MARKS,     /* more than a recording may have */
  STEADY_RECORDING_REPAIR_HEADER,    /* letters that EDF forbids */
  STEADY_RECORDING_REPAIR_LATE,      /* a sample before one that was given */
  STEADY_RECORDING_REPAIR_QUALITY,   /* a word that Steady does not know */
  STEADY_RECORDING_REPAIR_UNCHECKED, /* nothing says how long it should be */
  STEADY_RECORDING_REPAIR_UNSEALED,  /* Steady's own, but its checksum is not there */
  STEADY_RECORDING_REPAIR_UNKNOWN,   /* of a kind, or of a signal, that nobody knows */
  STEADY_RECORDING_REPAIRS
} SteadyRecordingRepair;

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

unsigned steady_recording_repaired (const SteadyRecording *self,
                                    SteadyRecordingRepair  repair);

/*
 * The next sample in time, all signals mixed. A missing sample is not given; the next
 * one after it has STEADY_SAMPLE_GAP. False at the end (no error) or on an error.
 */
bool
steady_recording_next (SteadyRecording *self, SteadySample *ret_sample, GError **error);
