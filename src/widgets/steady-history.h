/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "casefile/steady-case-alarm-load.h"
#include "casefile/steady-case-reader.h"

enum
{
  STEADY_HISTORY_CHANNELS = 8,
  STEADY_HISTORY_COLUMNS = 2048,
  STEADY_HISTORY_MARKS = 64,
  STEADY_HISTORY_LOG = 200, /* changes of alarms that are kept */
  STEADY_HISTORY_ACTS = 100 /* of people, and of the phase */
};

/* One thing that happened, as a mark over the trends. */
typedef struct SteadyHistoryMark
{
  SteadyInstant  t;
  SteadyEvent    event;    /* 0: an alarm */
  SteadyPriority priority; /* of an alarm */
  double         value;
  char           id[STEADY_ALARM_ID_SIZE]; /* of an alarm */
} SteadyHistoryMark;

/* What the trends need: columns of each channel and the marks between two instants. */
typedef struct SteadyHistoryAnswer
{
  SteadyInstant      from;
  SteadyInstant      to;
  SteadySpan         wanted_span; /* as asked */
  unsigned           columns;
  unsigned           n_channels;
  SteadyChannel      channels[STEADY_HISTORY_CHANNELS];
  SteadyEnvelope    *data;                        /* n_channels × columns */
  SteadyHistoryMark  marks[STEADY_HISTORY_MARKS]; /* the newest, oldest first */
  unsigned           n_marks;
  SteadyAlarmRecord  log[STEADY_HISTORY_LOG]; /* the newest, oldest first */
  unsigned           n_log;
  SteadyCaseEvent    acts[STEADY_HISTORY_ACTS]; /* the newest, oldest first */
  unsigned           n_acts;
  SteadyAlarmMetrics metrics; /* of the whole case so far */
  char              *error;   /* NULL: none */
} SteadyHistoryAnswer;

/* What is asked. @span 0: the whole case. */
typedef struct SteadyHistoryQuestion
{
  SteadyInstant case_start;
  SteadyInstant now;
  SteadySpan    span;
  unsigned      columns;
  unsigned      n_channels;
  SteadyChannel channels[STEADY_HISTORY_CHANNELS];
} SteadyHistoryQuestion;

/* Called in the main loop; takes the answer over. */
typedef void (*SteadyHistoryCallback) (SteadyHistoryAnswer *answer, void *data);

/*
 * Reads the case file in a thread of its own, so that a slow disk never holds up the
 * screen. One question at a time; a newer one replaces one that waits.
 */
typedef struct SteadyHistory SteadyHistory;

SteadyHistory *steady_history_new (SteadyHistoryCallback callback, void *data);
void           steady_history_free (SteadyHistory *self);
void           steady_history_open (SteadyHistory *self, const char *case_file);
void steady_history_ask (SteadyHistory *self, const SteadyHistoryQuestion *question);
void steady_history_answer_free (SteadyHistoryAnswer *answer);
