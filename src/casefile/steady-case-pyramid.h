/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-envelope.h"

enum
{
  STEADY_CASE_LEVELS = 8,
  STEADY_CASE_FINE_LEVELS = 2,   /* below level 0, of numerics alone: 1 s and 4 s */
  STEADY_CASE_FIRST_BUCKET = 16, /* samples */
  STEADY_CASE_BUCKET_FACTOR = 4,
  STEADY_CASE_ROW_BUCKETS = 256
};

/* A full row of one level. Its buckets begin at @first_index and leave out nothing. */
typedef struct SteadyCaseLevelRow
{
  int                   level;
  int64_t               first_index;
  SteadySpan            t;    /* of the first sample, case time */
  SteadySpan            span; /* to the end of the last */
  const SteadyEnvelope *buckets;
} SteadyCaseLevelRow;

typedef void (*SteadyCaseLevelSink) (void *data, const SteadyCaseLevelRow *row);

/* The row of one level that is being filled. */
typedef struct SteadyCaseLevel
{
  SteadyEnvelope open;   /* the bucket being filled */
  unsigned       parts;  /* of it, that are in */
  unsigned       filled; /* buckets */
  int64_t        first_index;
  SteadySpan     t;
  SteadyEnvelope buckets[STEADY_CASE_ROW_BUCKETS];
} SteadyCaseLevel;

/*
 * The min/max pyramid of one channel, built as it is recorded. A gap begins it anew, so
 * no bucket spans one; what was not full is left to the reader. Waves begin at level 0,
 * numerics STEADY_CASE_FINE_LEVELS below: to read 24 h of 40 numerics row by row would
 * take seconds.
 */
typedef struct SteadyCasePyramid
{
  SteadyCaseLevel     levels[STEADY_CASE_FINE_LEVELS + STEADY_CASE_LEVELS];
  int                 first; /* level: 0, or negative */
  SteadyCaseLevelSink sink;
  void               *data;
} SteadyCasePyramid;

int64_t steady_case_bucket_samples (int level);
void    steady_case_pyramid_init (SteadyCasePyramid  *self,
                                  int                 first,
                                  SteadyCaseLevelSink sink,
                                  void               *data);
void    steady_case_pyramid_restart (SteadyCasePyramid *self);
void    steady_case_pyramid_add (SteadyCasePyramid    *self,
                                 int64_t               index,
                                 SteadySpan            t,
                                 SteadySpan            period,
                                 const SteadyEnvelope *sample);
