/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

/* What a missing sample decodes to, in every format. */
#define STEADY_WFDB_MISSING INT32_MIN

/* A stream of samples of one .dat file, formats 16, 80 and 212. */
typedef struct SteadyWfdbFile
{
  char   *path;
  FILE   *stream;
  int     format;
  bool    has_half; /* format 212: the second sample of a pair waits */
  int32_t half;
} SteadyWfdbFile;

bool steady_wfdb_file_supports (int format);
bool steady_wfdb_file_open (SteadyWfdbFile *self,
                            const char     *path,
                            int             format,
                            int64_t         byte_offset,
                            GError        **error);
void steady_wfdb_file_close (SteadyWfdbFile *self);
bool steady_wfdb_file_next (SteadyWfdbFile *self, int32_t *ret_sample, GError **error);
