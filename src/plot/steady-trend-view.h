/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-envelope.h"
#include "plot/steady-wave-view.h"

G_BEGIN_DECLS

typedef struct SteadyTrendStyle
{
  uint16_t    channel;
  unsigned    row; /* traces with one row number share an axis */
  double      low;
  double      high;
  double      band_low; /* plan target; band_low >= band_high: none */
  double      band_high;
  GdkRGBA     colour;
  const char *label; /* copied */
  const char *unit;
} SteadyTrendStyle;

/* A vertical tick: an event or an alarm. */
typedef struct SteadyTrendMark
{
  int64_t     t;
  GdkRGBA     colour;
  const char *text; /* copied */
} SteadyTrendMark;

#define STEADY_TYPE_TREND_VIEW (steady_trend_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadyTrendView, steady_trend_view, STEADY, TREND_VIEW, GtkWidget)

/* Trends over a span of time. The owner asks the case file for one envelope a column.
 * Thread: main. */
GtkWidget *steady_trend_view_new (SteadyPlotBackend backend);
void       steady_trend_view_set_traces (SteadyTrendView        *self,
                                         const SteadyTrendStyle *traces,
                                         unsigned                count);
void       steady_trend_view_set_span (SteadyTrendView *self,
                                       int64_t          from,
                                       int64_t          to,
                                       int64_t          case_start);
unsigned   steady_trend_view_get_columns (
      SteadyTrendView *self); /* of the plot area; 0 before it has a size */
void steady_trend_view_set_data (SteadyTrendView      *self,
                                 uint16_t              channel,
                                 const SteadyEnvelope *columns,
                                 unsigned              count);
void steady_trend_view_set_marks (SteadyTrendView       *self,
                                  const SteadyTrendMark *marks,
                                  unsigned               count);
void steady_trend_view_set_stale (SteadyTrendView *self, bool stale);
void steady_trend_view_set_watermark (SteadyTrendView *self, const char *text);
void steady_trend_view_set_dark (SteadyTrendView *self, bool dark);

/* Without names, scale and time axis, for a small picture beside a number. */
void steady_trend_view_set_plain (SteadyTrendView *self, bool plain);
SteadyPlotBackend
steady_trend_view_get_backend (SteadyTrendView *self); /* the one really in use */

G_END_DECLS
