/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Columns that are drawn at once. */
#define STEADY_TREND_LANES 16

/*
 * Columns of one trace that stand beside each other, one pixel each. Numbers of a
 * column outside @line or @fill may be anything, as long as they can be read.
 */
typedef struct SteadyTrendGroup
{
  const float *middles; /* y of the line; read from two before to two after the lanes */
  const float
      *inverses;       /* 1 / squared length of the span that begins there; the same */
  const float *slants; /* 1 / rise of that span; infinite where it is level */
  const float *tops;   /* y of what is filled */
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

/* What draws groups; they draw the same, bit for bit. */
typedef enum SteadyTrendRegisters
{
  STEADY_TREND_REGISTERS_ANY, /* of any processor */
  STEADY_TREND_REGISTERS_256, /* eight numbers at a time */
  STEADY_TREND_REGISTERS_512  /* sixteen */
} SteadyTrendRegisters;

SteadyTrendRegisters steady_trend_group_best (void);
void steady_trend_group_draw (const SteadyTrendGroup *group, SteadyTrendRegisters with);
void steady_trend_group_draw_512 (const SteadyTrendGroup *group);
