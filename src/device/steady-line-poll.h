/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"
#include "device/steady-line-buffer.h"

enum
{
  STEADY_LINE_ASKS = 8,
  STEADY_LINE_TOLD = 128 /* characters of a command at most */
};

/* A question that is asked again and again, each answered by one line. */
typedef struct SteadyLineAsk
{
  const char *text; /* with its end */
  SteadySpan  period;
} SteadyLineAsk;

/*
 * The dialogue of a driver with a device that answers lines with lines: one question at
 * a time. A command goes ahead of all questions; a newer one takes the place of one
 * that still waits.
 */
typedef struct SteadyLinePoll
{
  const SteadyLineAsk *asks;
  unsigned             n_asks;
  SteadySpan           patience; /* an answer takes no longer */
  SteadySpan           rest;     /* least time from an answer to the next question */
  bool                 answers_commands;

  bool             waiting;
  int              ask; /* which question waits; -1: a command */
  SteadyInstant    asked;
  SteadyInstant    free; /* no question before this */
  SteadyInstant    due[STEADY_LINE_ASKS];
  char             command[STEADY_LINE_TOLD];
  SteadyLineBuffer line;
} SteadyLinePoll;

/* Where the dialogue stands, as a driver's class says it. */
extern const char *const steady_line_poll_stages[];

/* The line that answered question number @ask, or a command (-1); NULL: none came. */
typedef void (*SteadyLineTold) (SteadyDriver *driver,
                                int           ask,
                                const char   *line,
                                SteadyInstant t);

void          steady_line_poll_start (SteadyLinePoll      *self,
                                      const SteadyLineAsk *asks,
                                      unsigned             n_asks,
                                      SteadySpan           patience,
                                      SteadySpan           rest,
                                      SteadyInstant        now);
unsigned      steady_line_poll_stage (const SteadyLinePoll *self);
unsigned      steady_line_poll_stage_of (const SteadyDriver *driver);
bool          steady_line_poll_command (SteadyLinePoll *self, const char *text);
SteadyInstant steady_line_poll_tick (SteadyLinePoll *self,
                                     SteadyDriver   *driver,
                                     SteadyLineTold  told,
                                     SteadyInstant   now);
void          steady_line_poll_rx (SteadyLinePoll *self,
                                   SteadyDriver   *driver,
                                   SteadyLineTold  told,
                                   const uint8_t  *bytes,
                                   size_t          length,
                                   SteadyInstant   t);
