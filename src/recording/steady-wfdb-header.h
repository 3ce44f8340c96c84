/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* One signal line of a header. Names are those of the WFDB header specification. */
typedef struct SteadyWfdbSignal
{
  char     file[128]; /* beside the header; "~" in a layout */
  int      format;
  unsigned samples_per_frame;
  unsigned skew;        /* frames by which the file runs ahead of this signal */
  int64_t  byte_offset; /* of the first sample in the file */
  double   gain;        /* units of the converter per physical unit */
  double   baseline;    /* converter value of physical 0 */
  char     units[24];
  int32_t  initial; /* of format 8: what the first difference is added to */
  bool     has_checksum;
  int16_t  checksum; /* of all samples, modulo 65536 */
  char     description[64];
} SteadyWfdbSignal;

/* One segment line of a header of several segments. */
typedef struct SteadyWfdbSegment
{
  char    name[128]; /* "~": nothing was recorded */
  int64_t frames;
} SteadyWfdbSegment;

/* A parsed .hea file. */
typedef struct SteadyWfdbHeader
{
  char    *path;
  double   frame_rate; /* Hz */
  int64_t  frames;     /* 0: not said */
  int64_t  start_utc;  /* ns since 1970, 0 unless date and time are given */
  bool     simulated;  /* a comment says so */
  GArray  *signals;    /* of SteadyWfdbSignal */
  GArray  *segments;   /* of SteadyWfdbSegment, empty for a plain record */
  unsigned announced;  /* signals, by the first line */
  GArray  *promises;   /* checksums of its files: steady-wfdb-seal.c */
  bool     own;        /* Steady wrote it */
  bool     sealed;     /* and it has a checksum of itself */
} SteadyWfdbHeader;

SteadyWfdbHeader *steady_wfdb_header_load (const char *path, GError **error);
SteadyWfdbHeader      *
steady_wfdb_header_parse (const char *path, const char *text, GError **error);
void steady_wfdb_header_free (SteadyWfdbHeader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyWfdbHeader, steady_wfdb_header_free)
