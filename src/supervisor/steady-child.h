/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/steady-clock.h"

enum
{
  STEADY_CHILD_ARGUMENTS = 24,
  STEADY_CHILD_TEXT = 512
};

/* Why a child ended. */
typedef enum SteadyChildEnd
{
  STEADY_CHILD_LEFT,    /* exit status 0: it was asked to, or its user left */
  STEADY_CHILD_REFUSED, /* another exit status before its first beat: it said why */
  STEADY_CHILD_CRASHED  /* anything else */
} SteadyChildEnd;

/*
 * One process that is watched: it writes a byte to its beat pipe five times a second
 * from the thread that does its work. Silence is death (engineering ruling 3).
 */
typedef struct SteadyChild
{
  const char   *program;  /* "steady-engine" */
  SteadySpan    patience; /* longest silence */
  char          arguments[STEADY_CHILD_ARGUMENTS][STEADY_CHILD_TEXT];
  unsigned      n_arguments;
  int           inherited_fd; /* passed on as it is; -1: none */
  pid_t         pid;          /* 0: does not run */
  int           beat_fd;      /* read end; -1 when it does not run */
  bool          beaten;       /* at least once since it was started */
  bool          frozen;       /* was killed for its silence */
  SteadyInstant last_beat;    /* or the start */
  SteadyInstant started;
  SteadyInstant next_start;
  SteadySpan    back_off;
} SteadyChild;

void steady_child_init (SteadyChild *self, const char *program, SteadySpan patience);
void steady_child_argument (SteadyChild *self, const char *argument);
bool steady_child_start (SteadyChild *self, SteadyInstant now);
void steady_child_read_beats (SteadyChild *self, SteadyInstant now);
void steady_child_watch (SteadyChild *self, SteadyInstant now);
SteadyChildEnd steady_child_ended (SteadyChild *self, int status, SteadyInstant now);
void           steady_child_stop (SteadyChild *self, SteadySpan grace);
