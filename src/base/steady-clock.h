/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/*
 * An instant in nanoseconds. In LIVE it is CLOCK_BOOTTIME, so that a suspend counts; in
 * TRAINING and REVIEW it is simulated time, which starts at 0. Everything but the two
 * functions below is told the instant as an argument.
 */
typedef int64_t SteadyInstant;

/* A span of time in nanoseconds. */
typedef int64_t SteadySpan;

#define STEADY_NSEC_PER_USEC INT64_C (1000)
#define STEADY_NSEC_PER_MSEC INT64_C (1000000)
#define STEADY_NSEC_PER_SEC  INT64_C (1000000000)
#define STEADY_NSEC_PER_MIN  (60 * STEADY_NSEC_PER_SEC)
#define STEADY_INSTANT_NEVER INT64_MAX

SteadyInstant steady_clock_now (void);
int64_t       steady_clock_utc_ns (void);
SteadySpan    steady_clock_cpu (void);
void          steady_clock_sleep_until (SteadyInstant instant);

static inline double
steady_span_seconds (SteadySpan span)
{
  return (double) span / (double) STEADY_NSEC_PER_SEC;
}

static inline SteadySpan
steady_span_from_seconds (double seconds)
{
  return (SteadySpan) (seconds * (double) STEADY_NSEC_PER_SEC +
                       (seconds < 0 ? -0.5 : 0.5));
}
