/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a time stands and what it is called. */
typedef struct SteadyTrendTick
{
  double x; /* share of the width */
  char   text[16];
} SteadyTrendTick;

#define STEADY_TREND_TICKS_MAX 64u

unsigned steady_trend_ticks (int64_t          from,
                             int64_t          to,
                             int64_t          case_start,
                             double           width,
                             SteadyTrendTick *ret_ticks);

#define STEADY_TYPE_TREND_AXIS (steady_trend_axis_get_type ())
G_DECLARE_FINAL_TYPE (SteadyTrendAxis, steady_trend_axis, STEADY, TREND_AXIS, GtkWidget)

/* The strip of times below a trend. */
GtkWidget *steady_trend_axis_new (void);
void       steady_trend_axis_set (
          SteadyTrendAxis *self, int64_t from, int64_t to, int64_t case_start, bool dark);

G_END_DECLS
