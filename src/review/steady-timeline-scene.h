/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gtk/gtk.h>

#include "casefile/steady-case-format.h"
#include "measure/steady-envelope.h"
#include "measure/steady-shown-unit.h"
#include "review/steady-time-window.h"

enum
{
  STEADY_TIMELINE_TRACES = 48,
  STEADY_TIMELINE_ROWS = 24,
  STEADY_TIMELINE_TRACKS = 3,
  STEADY_TIMELINE_COLUMNS = 8192
};

/* The lanes above the rows, from the top. */
typedef enum SteadyTimelineLane
{
  STEADY_TIMELINE_PHASES,
  STEADY_TIMELINE_ALARMS,
  STEADY_TIMELINE_EVENTS,
  STEADY_TIMELINE_COMMANDS,
  STEADY_TIMELINE_DOSES,
  STEADY_TIMELINE_GASES,
  STEADY_TIMELINE_TIMERS, /* stretches; those that overlap stand above each other */
  STEADY_TIMELINE_CHECKS,
  STEADY_TIMELINE_NOTES,
  STEADY_TIMELINE_LANES
} SteadyTimelineLane;

/* One curve. Traces with one row number share a scale. */
typedef struct SteadyTimelineTrace
{
  SteadyCaseChannel channel;
  unsigned          row;
  double            low;
  double            high;
  double            band_low; /* plan target; band_low >= band_high: none */
  double            band_high;
  GdkRGBA           colour;
  char              label[48]; /* in the user's language */
} SteadyTimelineTrace;

/* Something that happened, or lasted from @from to @to. */
typedef struct SteadyTimelineMark
{
  SteadyInstant      from;
  SteadyInstant      to; /* @from for a moment */
  SteadyTimelineLane lane;
  SteadyPriority     priority;  /* of an alarm */
  bool               withdrawn; /* a record that was amended: struck through */
  unsigned           track;     /* of a timer: 0 is the lowest */
  int64_t            id;        /* of its row in the case */
  GdkRGBA            colour;
  char              *name; /* a word or two; owned by the list it stands in */
  char              *text; /* the whole of it */
} SteadyTimelineMark;

/* The plan's target of a channel, where it was another at another time. */
typedef struct SteadyTimelineBand
{
  uint16_t      channel;
  SteadyInstant from;
  SteadyInstant to;
  double        low;
  double        high;
} SteadyTimelineBand;

/* A part of a channel that a person said not to trust. */
typedef struct SteadyTimelineArtefact
{
  uint16_t      channel;
  SteadyInstant from;
  SteadyInstant to;
} SteadyTimelineArtefact;

/* A place in the case that a person looks at; the second one is for differences. */
typedef enum SteadyTimelineCursor
{
  STEADY_TIMELINE_CURSOR_A,
  STEADY_TIMELINE_CURSOR_B,
  STEADY_TIMELINE_CURSORS
} SteadyTimelineCursor;

/* What a channel said at an instant. Quality MISSING: nothing was recorded there. */
typedef struct SteadyTimelineValue
{
  double        value;
  SteadyQuality quality;
} SteadyTimelineValue;

/* What was read for all traces of a picture. */
typedef struct SteadyTimelineAnswer
{
  SteadyInstant   from;
  SteadyInstant   to;
  unsigned        columns;
  unsigned        n_channels;
  uint16_t        channels[STEADY_TIMELINE_TRACES];
  SteadyEnvelope *data; /* n_channels × columns; NULL: only values were asked for */
  SteadyInstant   cursors[STEADY_TIMELINE_CURSORS];
  SteadyTimelineValue values[STEADY_TIMELINE_CURSORS][STEADY_TIMELINE_TRACES];
  char               *error; /* NULL: none */
} SteadyTimelineAnswer;

/* Where rows and lanes stand, in pixels of the picture. */
typedef struct SteadyTimelineRows
{
  int      lane_top[STEADY_TIMELINE_LANES]; /* -1: nothing stands in it */
  int      head;                            /* height of all lanes */
  int      lane_height;
  unsigned count;
  int      top[STEADY_TIMELINE_ROWS];
  int      bottom[STEADY_TIMELINE_ROWS];
} SteadyTimelineRows;
