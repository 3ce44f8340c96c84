/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gdk/gdk.h>

/* The parts of the Live page. */
typedef enum SteadyLivePart
{
  STEADY_LIVE_ALARMS,
  STEADY_LIVE_STRIP,
  STEADY_LIVE_FLOW,
  STEADY_LIVE_MAP,
  STEADY_LIVE_LINE,
  STEADY_LIVE_SATURATION,
  STEADY_LIVE_DELIVERY,
  STEADY_LIVE_TEMPERATURE,
  STEADY_LIVE_VENOUS,
  STEADY_LIVE_WAVES,
  STEADY_LIVE_TRENDS,
  STEADY_LIVE_PROTECTIONS,
  STEADY_LIVE_PUMP,
  STEADY_LIVE_SWEEP,
  STEADY_LIVE_FIO2,
  STEADY_LIVE_CO2,
  STEADY_LIVE_WATER,
  STEADY_LIVE_RESERVOIR,
  STEADY_LIVE_VALUES,
  STEADY_LIVE_TIMERS,
  STEADY_LIVE_EVENTS,
  STEADY_LIVE_PAGES,
  STEADY_LIVE_ALARM_TABLES, /* of the Alarms page */
  STEADY_LIVE_STAGE,        /* any other page, in the same place */
  STEADY_LIVE_CARD,         /* what a page wants said on Live, where the trends are */
  STEADY_LIVE_PARTS
} SteadyLivePart;

typedef enum SteadyLiveShape
{
  STEADY_LIVE_WIDE,    /* 1920 × 1080 */
  STEADY_LIVE_COMPACT, /* down to 1280 × 800 */
  STEADY_LIVE_PORTRAIT /* 1080 × 1920 */
} SteadyLiveShape;

SteadyLiveShape steady_live_shape (int width, int height);
void steady_live_arrangement (int width, int height, GdkRectangle *ret_places);
void steady_live_arrangement_alarms (int width, int height, GdkRectangle *ret_places);
bool
steady_live_arrangement_shows (SteadyLiveShape shape, bool alarms, SteadyLivePart part);
