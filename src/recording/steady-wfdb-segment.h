/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "recording/steady-wfdb-file.h"
#include "recording/steady-wfdb-header.h"

/* One signal of an open segment. */
typedef struct SteadyWfdbLane
{
  SteadyWfdbSignal signal;
  unsigned         file;   /* index into SteadyWfdbSegmentReader.files */
  unsigned         output; /* the owner's: which signal of the recording this is */
  uint32_t         sum;    /* of all samples so far, for the checksum */
  uint32_t         last;   /* format 8: the sample before, in two's complement */
  int32_t *frames; /* ring of max_skew + 1 frames of samples_per_frame samples */
} SteadyWfdbLane;

/* A plain record, or one segment of a record, read frame by frame. */
typedef struct SteadyWfdbSegmentReader
{
  SteadyWfdbHeader *header;
  GArray           *files; /* of SteadyWfdbFile */
  GArray           *lanes; /* of SteadyWfdbLane */
  int64_t           frames;
  int64_t           position; /* of the next frame to give */
  int64_t           decoded;
  unsigned          ring; /* frames in each lane's ring */
} SteadyWfdbSegmentReader;

SteadyWfdbSegmentReader *steady_wfdb_segment_reader_new (SteadyWfdbHeader *header,
                                                         GError          **error);
void    steady_wfdb_segment_reader_free (SteadyWfdbSegmentReader *self);
bool    steady_wfdb_segment_reader_next (SteadyWfdbSegmentReader *self,
                                         bool                    *ret_end,
                                         GError                 **error);
int32_t steady_wfdb_segment_reader_sample (const SteadyWfdbSegmentReader *self,
                                           unsigned                       lane,
                                           unsigned                       sample);
