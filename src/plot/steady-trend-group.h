/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Columns that are drawn at once. */
#define STEADY_TREND_LANES 8

/*
 * Eight columns of one trace that stand beside each other, one pixel each. Numbers of a
 * column outside @line or @fill may be anything, as long as they can be read.
 */
typedef struct SteadyTrendGroup
{
  const float *middles; /* y of the line; read from two before to two after the lanes */
  const float
      *inverses;     /* 1 / squared length of the span that begins there; the same */
  const float *tops; /* y of what is filled */
  const float *bottoms;
  int32_t      line[STEADY_TREND_LANES]; /* -1: the line is drawn there; else 0 */
  int32_t      fill[STEADY_TREND_LANES];
  float        reach; /* 1 to 1.5 */
  int          top;   /* rows that may be drawn on: [top, bottom) */
  int          bottom;
  uint32_t     colour;
  uint32_t    *pixels; /* of the first lane in row 0 */
  unsigned     stride;
} SteadyTrendGroup;

void steady_trend_group_draw (const SteadyTrendGroup *group);
void steady_trend_group_draw_portable (const SteadyTrendGroup *group);
bool steady_trend_group_is_wide (void);
