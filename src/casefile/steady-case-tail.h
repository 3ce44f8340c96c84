/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "measure/steady-envelope.h"

typedef struct SteadyCaseReader SteadyCaseReader;

/*
 * What the seconds of one numeric held, as far as they were looked up: they never
 * change once a later one exists, and a live trend asks for the same ones every second.
 */
typedef struct SteadyCaseTail
{
  int64_t first;   /* second */
  GArray *seconds; /* of SteadyEnvelope */
  bool    filling; /* with what is being read of all channels */
} SteadyCaseTail;

/* The seconds that were last asked for, [first, end), and of which channel. */
typedef struct SteadyCaseAsked
{
  int64_t  first;
  int64_t  end;
  uint16_t channel;
} SteadyCaseAsked;

SteadyCaseTail      *
steady_case_tail_from (SteadyCaseReader *reader, uint16_t channel, int64_t second);
int  steady_case_tail_look_up (SteadyCaseReader *reader,
                               uint16_t          channel,
                               int64_t           second,
                               SteadyEnvelope   *ret_all,
                               bool             *ret_found);
int  steady_case_tail_share (SteadyCaseReader *reader,
                             uint16_t          channel,
                             int64_t           first,
                             int64_t           end);
void steady_case_tail_free (void *tail);
