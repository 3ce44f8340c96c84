/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* A WAV file to be made; what is 0 is the usual: 48 kHz, mono, 16 bits, plain. */
typedef struct WaveShape
{
  unsigned frames;
  double   loudness; /* of a square wave of 500 Hz */
  unsigned rate;
  unsigned channels;
  unsigned bits;
  bool     is_float;
  unsigned late;  /* frames of silence first */
  unsigned until; /* silence from this frame on; 0: none */
  unsigned tag;   /* of the format, in place of the right one */
} WaveShape;

GByteArray *wave_make (const WaveShape *shape);
