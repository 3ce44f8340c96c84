/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "plot/steady-wave-ring.h"

/* As many as the shader's uniforms surely hold in GLES 3.0. */
#define STEADY_WAVE_TRACES_MAX 16u

/* Each trace changes in at most three runs of columns, each cut once by the edge. */
#define STEADY_WAVE_RECTS_MAX (STEADY_WAVE_TRACES_MAX * 6u)

/* One trace and the row it is drawn in. */
typedef struct SteadyWaveTrace
{
  uint16_t       channel;
  double         rate_hz;
  double         low;    /* value at the bottom of the row */
  double         high;   /* value at its top */
  double         weight; /* share of the height */
  uint32_t       colour; /* 0xRRGGBB */
  SteadyWaveRing ring;

  /* worked out by the scene */
  int     top; /* rows of the picture: [top, bottom) */
  int     bottom;
  double  step;       /* pixels from one sample to the next */
  int64_t dirty_from; /* indices whose surroundings are not drawn yet: [from, to) */
  int64_t dirty_to;
  int64_t fresh_from; /* indices a graphics card has not got yet: [from, to) */
  int64_t fresh_to;
} SteadyWaveTrace;

/*
 * What a panel of sweeping waveforms shows. Time runs along an endless row of columns:
 * the sample with index i of a trace lies at x = i * step, and column C of that row
 * (from C to C + 1) is shown at C modulo width. The newest sample of all traces is the
 * head. Behind it stand the newest columns, before it an empty bar, then what the last
 * sweep left. A column is finished once the head has passed it, which is why drawing
 * only what changed gives the same picture as drawing everything.
 */
typedef struct SteadyWaveScene
{
  unsigned        width; /* of the picture, in its own pixels */
  unsigned        height;
  double          sweep_s;
  float           line_width; /* in pixels of the picture */
  bool            stale;
  uint32_t        stale_colour;
  unsigned        count;
  SteadyWaveTrace traces[STEADY_WAVE_TRACES_MAX];

  /* worked out by the scene */
  bool    has_head;
  double  head;        /* place of the newest sample of all */
  bool    redraw;      /* everything must be drawn anew */
  int64_t last_column; /* the newest column that was drawn */
} SteadyWaveScene;

/* A part of one row to draw: columns [left, right) of the picture. */
typedef struct SteadyWaveRect
{
  unsigned trace;
  int      left;
  int      right;
  int64_t  column; /* place of the left one in the endless row */
  bool     blank;  /* backdrop only: the bar, or nothing was measured yet */
} SteadyWaveRect;

void steady_wave_scene_init (SteadyWaveScene *self);
void steady_wave_scene_finish (SteadyWaveScene *self);
void steady_wave_scene_clear (SteadyWaveScene *self);
void steady_wave_scene_set_traces (SteadyWaveScene       *self,
                                   const SteadyWaveTrace *traces,
                                   unsigned               count);
void
steady_wave_scene_set_size (SteadyWaveScene *self, unsigned width, unsigned height);
void     steady_wave_scene_set_sweep (SteadyWaveScene *self, double seconds);
void     steady_wave_scene_redraw (SteadyWaveScene *self);
bool     steady_wave_scene_push (SteadyWaveScene *self,
                                 unsigned         trace,
                                 int64_t          first_index,
                                 const float     *values,
                                 unsigned         count);
float    steady_wave_scene_reach (const SteadyWaveScene *self);
int64_t  steady_wave_scene_bar (const SteadyWaveScene *self);
unsigned steady_wave_scene_take_damage (SteadyWaveScene *self,
                                        SteadyWaveRect  *ret_rects);
