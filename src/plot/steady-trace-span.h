/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>
#include <stdint.h>

#include <glib.h>

/*
 * The parts of the law of steady-trace-raster.c that are worked out for each pixel.
 * They stand in a header since the call of a function took as long as the arithmetic.
 */

/* Places a span of a line, from (ax, ay) to (bx, by), relative to a column's middle. */
typedef struct SteadyTraceSpan
{
  float ax;
  float ay;
  float bx;
  float by;
} SteadyTraceSpan;

/* @share, from 0 to 1, of @over laid on @under. Red and blue are worked out at once, as
 * 16 bits and a fraction of 16 bits each. Thread: any. */
static inline uint32_t
steady_trace_mix (uint32_t under, uint32_t over, float share)
{
  const uint64_t part = (uint64_t) (share * 65536.0f + 0.5f);
  const uint64_t rest = 65536 - part;
  const uint64_t half = 0x8000;
  const uint64_t ends = ((uint64_t) (under & 0xff0000) << 16 | (under & 0xff)) * rest +
                        ((uint64_t) (over & 0xff0000) << 16 | (over & 0xff)) * part +
                        (half << 32 | half);
  const uint64_t middle = (uint64_t) (under & 0xff00) * rest +
                          (uint64_t) (over & 0xff00) * part + (half << 8);

  return 0xff000000u | (uint32_t) (ends >> 32 & 0xff0000) |
         (uint32_t) (middle >> 16 & 0xff00) | (uint32_t) (ends >> 16 & 0xff);
}

/* The rows that come within @reach of the part of @span that is near the column. */
static inline void
steady_trace_rows_near (
    const SteadyTraceSpan *span, float reach, int rows, int *ret_first, int *ret_end)
{
  float ax = span->ax, ay = span->ay, bx = span->bx, by = span->by;
  float slope = bx > ax ? (by - ay) / (bx - ax) : 0;

  if (ax < -reach && bx > ax)
    ay += (-reach - ax) * slope;
  if (bx > reach && bx > ax)
    by += (reach - bx) * slope;
  *ret_first = MAX (0, (int) floorf (fminf (ay, by) - reach - 0.5f));
  *ret_end = MIN (rows, (int) ceilf (fmaxf (ay, by) + reach + 0.5f));
}

/*
 * Lowers @scratch, squared distances of one column's pixels to the line, by @span, and
 * widens [*@top, *@bottom), the part of @scratch in use; the rest of it is set when it
 * comes into use. Thread: any.
 */
static inline void
steady_trace_raster_span (const SteadyTraceSpan *span,
                          float                  reach,
                          int                    rows,
                          float *restrict scratch,
                          int *top,
                          int *bottom)
{
  int first, end;

  if (span->bx < -reach || span->ax > reach)
    return;
  steady_trace_rows_near (span, reach, rows, &first, &end);
  if (first >= end)
    return;

  if (*top >= *bottom)
    *top = *bottom = first;
  for (; *top > first; --*top)
    scratch[*top - 1] = 1.0e9f;
  for (; *bottom < end; ++*bottom)
    scratch[*bottom] = 1.0e9f;

  float ex = span->bx - span->ax;
  float ey = span->by - span->ay;
  float length = ex * ex + ey * ey;
  float inverse = length > 0 ? 1 / length : 0;
  for (int y = first; y < end; y++)
    {
      float qy = (float) y + 0.5f - span->ay;
      float t = (-span->ax * ex + qy * ey) * inverse;
      t = t < 0 ? 0 : t;
      t = t > 1 ? 1 : t;
      float dx = -span->ax - t * ex;
      float dy = qy - t * ey;
      float square = dx * dx + dy * dy;
      scratch[y] = square < scratch[y] ? square : scratch[y];
    }
}
