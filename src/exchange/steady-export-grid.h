/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"

/* What a missing sample is in formats of 16 bits. */
#define STEADY_EXPORT_MISSING (-32768)

/* One channel of a case as a signal of evenly spaced samples of 16 bits. */
typedef struct SteadyExportSignal
{
  const SteadyCaseChannel *channel;
  double                   rate_hz;    /* numerics: 1 */
  unsigned                 per_record; /* samples in a record */
  double                   scale;      /* value = offset + scale × digital */
  double                   offset;
  float                   *values;  /* of a wave, as read last */
  SteadySample            *samples; /* of a numeric, as read last */
  unsigned                 count;
  unsigned                 used;
  int64_t                  first; /* number of values[0] on the grid */
  int64_t                  next;  /* where to read on, as the reader counts */
  SteadyInstant            from;  /* of a numeric: where to read on */
  bool                     over;
  double                   held; /* a state stands until it changes; NaN: none */
} SteadyExportSignal;

/*
 * A case on a grid: records of a whole number of seconds, in which each signal has the
 * same number of samples. For formats that know nothing else (EDF, WFDB).
 */
typedef struct SteadyExportGrid
{
  SteadyCaseReader   *reader;
  SteadyCaseSpan      span;
  SteadyMode          mode;
  unsigned            record_s;
  int64_t             records;
  SteadyExportSignal *signals;
  unsigned            n_signals;
} SteadyExportGrid;

/* Told of each event and alarm in the order of time, as one line of text. */
typedef void (*SteadyExportMark) (void *data, SteadySpan t, const char *label);

bool steady_export_grid_open (SteadyExportGrid *self, const char *path, GError **error);
void steady_export_grid_close (SteadyExportGrid *self);
bool steady_export_grid_read (SteadyExportGrid   *self,
                              SteadyExportSignal *signal,
                              int64_t             record,
                              int16_t            *ret_digital,
                              GError            **error);
bool steady_export_grid_marks (SteadyExportGrid *self,
                               SteadyExportMark  mark,
                               void             *data,
                               GError          **error);
const char *steady_export_grid_title (const SteadyExportGrid *self);
