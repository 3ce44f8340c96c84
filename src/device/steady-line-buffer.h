/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_LINE_LONGEST = 1024
};

/*
 * Makes lines of bytes that come in any pieces. A line ends with CR, LF or both; what
 * is longer than a device's longest line is passed over to its end.
 */
typedef struct SteadyLineBuffer
{
  unsigned      longest; /* 0: STEADY_LINE_LONGEST */
  unsigned      length;
  bool          skipping;
  SteadyInstant t; /* when the line's first byte came */
  char          text[STEADY_LINE_LONGEST + 1];
} SteadyLineBuffer;

typedef enum SteadyLineResult
{
  STEADY_LINE_MORE, /* bytes are missing; all that came were taken */
  STEADY_LINE_WHOLE,
  STEADY_LINE_TOO_LONG
} SteadyLineResult;

SteadyLineResult steady_line_buffer_take (SteadyLineBuffer *self,
                                          const uint8_t    *bytes,
                                          size_t            length,
                                          SteadyInstant     t,
                                          size_t           *ret_used);
