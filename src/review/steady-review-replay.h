/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

#include "link/steady-frame.h"
#include "measure/steady-alarm-record.h"

enum
{
  STEADY_REVIEW_PRESENT = 32
};

typedef enum SteadyReviewReplayState
{
  STEADY_REVIEW_REPLAY_OFF,
  STEADY_REVIEW_REPLAY_MARK,      /* the sound that says that this is a replay */
  STEADY_REVIEW_REPLAY_PREPARING, /* the engine comes to the place */
  STEADY_REVIEW_REPLAY_RUNNING,
  STEADY_REVIEW_REPLAY_FAILED /* it goes on without alarms */
} SteadyReviewReplayState;

/* Why there is nothing to hear. */
typedef enum SteadyReviewSilence
{
  STEADY_REVIEW_SOUNDS,
  STEADY_REVIEW_SILENT_BY_CHOICE,
  STEADY_REVIEW_SILENT_FASTER, /* only at the pace of life */
  STEADY_REVIEW_SILENT_LIVE,   /* a live case runs on this machine */
  STEADY_REVIEW_SILENT_NO_DEVICE
} SteadyReviewSilence;

/*
 * The alarms of a playback, judged again by an engine of their own (engineering ruling
 * 12) and heard through a sounder of its own, after a distinct mark. Both end with this
 * program. Thread: main.
 */
typedef struct SteadyReviewReplay SteadyReviewReplay;

typedef void (*SteadyReviewReplayCallback) (void *data);

SteadyReviewReplay      *steady_review_replay_new (SteadyReviewReplayCallback changed,
                                                   void                      *data);
void                     steady_review_replay_free (SteadyReviewReplay *self);
void                     steady_review_replay_start (SteadyReviewReplay *self,
                                                     const char         *case_file,
                                                     SteadySpan          from,
                                                     double              speed,
                                                     bool                sound);
void                     steady_review_replay_stop (SteadyReviewReplay *self);
SteadyReviewReplayState  steady_review_replay_state (const SteadyReviewReplay *self);
SteadyReviewSilence      steady_review_replay_silence (const SteadyReviewReplay *self);
const SteadyAlarmRecord *steady_review_replay_present (const SteadyReviewReplay *self,
                                                       unsigned *ret_count);
bool                     steady_review_replay_progress (const SteadyReviewReplay *self,
                                                        SteadyReplayProgress     *ret_progress);
bool steady_review_replay_at (const SteadyReviewReplay *self, SteadySpan *ret_t);
