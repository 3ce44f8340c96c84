/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "measure/steady-envelope.h"

#define STEADY_TREND_TRACES_MAX 16u

/* What one column of a trend shows. Where there is nothing both are
 * STEADY_WAVE_MISSING. */
typedef struct SteadyTrendColumn
{
  float low;
  float high;
} SteadyTrendColumn;

typedef struct SteadyTrendTrace
{
  uint16_t channel;
  unsigned row;
  double   low;
  double   high;
  uint32_t colour; /* 0xRRGGBB */

  /* worked out by the scene */
  int                top; /* rows of the picture: [top, bottom) */
  int                bottom;
  SteadyTrendColumn *columns;
  unsigned           column_count;
} SteadyTrendTrace;

/* What a panel of trends shows: for each trace one pair of values a column. */
typedef struct SteadyTrendScene
{
  unsigned         width; /* of the picture, in its own pixels */
  unsigned         height;
  unsigned         head; /* height of the strip above the rows */
  float            line_width;
  bool             stale;
  uint32_t         stale_colour;
  unsigned         row_count;
  unsigned         count;
  SteadyTrendTrace traces[STEADY_TREND_TRACES_MAX];
} SteadyTrendScene;

void steady_trend_scene_init (SteadyTrendScene *self);
void steady_trend_scene_finish (SteadyTrendScene *self);
void steady_trend_scene_set_traces (SteadyTrendScene       *self,
                                    const SteadyTrendTrace *traces,
                                    unsigned                count);
void steady_trend_scene_set_size (SteadyTrendScene *self,
                                  unsigned          width,
                                  unsigned          height,
                                  unsigned          head);
void steady_trend_scene_set_data (SteadyTrendScene     *self,
                                  unsigned              trace,
                                  const SteadyEnvelope *columns,
                                  unsigned              count,
                                  unsigned              bridge);
void steady_trend_scene_row (const SteadyTrendScene *self,
                             unsigned                row,
                             int                    *ret_top,
                             int                    *ret_bottom);
