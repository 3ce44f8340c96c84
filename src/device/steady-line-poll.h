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
 *
 * An answer that is later than the patience must not be taken for that of the next
 * question, nor may all later ones be shifted by one. So after a question that was not
 * answered in time the next answer is not believed, since it may be the late one, and
 * nothing is asked before the line was silent for longer than there is between two
 * questions. Where only one question is ever asked, a late answer answers it as well.
 */
typedef struct SteadyLinePoll
{
  const SteadyLineAsk *asks;
  unsigned             n_asks;
  SteadySpan           patience; /* an answer takes no longer */
  SteadySpan           rest;     /* least time from an answer to the next question */
  bool                 answers_commands;

  bool             doubt;   /* an answer is owed: the next one is not believed */
  bool             settles; /* that one came: what else is owed may follow */
  SteadyInstant    settled; /* when nothing more is owed */
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

/* A line that came while question number @ask waited, or a command (-1); false: it does
 * not answer that. Counts nothing. */
typedef bool (*SteadyLineTold) (SteadyDriver *driver,
                                int           ask,
                                const char   *line,
                                SteadyInstant t);

void     steady_line_poll_start (SteadyLinePoll      *self,
                                 const SteadyLineAsk *asks,
                                 unsigned             n_asks,
                                 SteadySpan           patience,
                                 SteadySpan           rest,
                                 SteadyInstant        now);
unsigned steady_line_poll_stage (const SteadyLinePoll *self);
unsigned steady_line_poll_stage_of (const SteadyDriver *driver);
bool     steady_line_poll_command (SteadyLinePoll *self, const char *text);
SteadyInstant
steady_line_poll_tick (SteadyLinePoll *self, SteadyDriver *driver, SteadyInstant now);
void steady_line_poll_rx (SteadyLinePoll *self,
                          SteadyDriver   *driver,
                          SteadyLineTold  told,
                          const uint8_t  *bytes,
                          size_t          length,
                          SteadyInstant   t);
