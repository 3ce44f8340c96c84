/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"
#include "device/steady-line-buffer.h"

/* The lines of a device that speaks unasked. */
typedef struct SteadyLineStream
{
  SteadyLineBuffer line;
  bool             fresh; /* the first line may have begun before us */
} SteadyLineStream;

/* Where the dialogue stands, as a driver's class says it. */
extern const char *const steady_line_stream_stages[];

/* Takes one line that came at @t; whether it was understood. */
typedef bool (*SteadyLineHeard) (SteadyDriver *driver,
                                 const char   *line,
                                 SteadyInstant t);

void        steady_line_stream_start (SteadyLineStream *self, unsigned longest);
unsigned    steady_line_stream_stage (const SteadyLineStream *self);
unsigned    steady_line_stream_stage_of (const SteadyDriver *driver);
void        steady_line_stream_rx (SteadyLineStream *self,
                                   SteadyDriver     *driver,
                                   SteadyLineHeard   heard,
                                   const uint8_t    *bytes,
                                   size_t            length,
                                   SteadyInstant     t);
SteadyProbe steady_line_stream_probe (const uint8_t *bytes,
                                      size_t         length,
                                      unsigned       longest,
                                      bool (*fits) (const char *line),
                                      unsigned wanted,
                                      unsigned most);
