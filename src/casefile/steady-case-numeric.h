/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "base/steady-clock.h"

/*
 * Numerics stand on a grid of one second: the last sample of each second, and any
 * before it whose quality was another. The id of a row is second, channel and count, so
 * that appending touches one page and the reader finds the second of a channel at once.
 */
enum
{
  STEADY_CASE_ROWS_A_SECOND = 16,
  STEADY_CASE_SECOND_SHIFT = 20
};

static inline int64_t
steady_case_second (SteadySpan case_time)
{
  return case_time > 0 ? case_time / STEADY_NSEC_PER_SEC : 0;
}

static inline int64_t
steady_case_numeric_id (int64_t second, uint16_t channel, unsigned count)
{
  return second << STEADY_CASE_SECOND_SHIFT | (int64_t) channel << 4 | count;
}
