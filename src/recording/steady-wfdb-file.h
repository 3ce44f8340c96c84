/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

/* What a missing sample decodes to, in every format. */
#define STEADY_WFDB_MISSING INT32_MIN

/* A stream of samples of one .dat file: formats 8, 16, 24, 32, 61, 80, 160, 212, 310
 * and 311. */
typedef struct SteadyWfdbFile
{
  char    *path;
  FILE    *stream;
  int      format;
  int32_t  waiting[2]; /* of a group of packed samples, the next one last */
  unsigned n_waiting;
} SteadyWfdbFile;

bool    steady_wfdb_file_supports (int format);
int32_t steady_wfdb_file_missing (int format);
int64_t steady_wfdb_file_samples (int format, int64_t bytes);
bool    steady_wfdb_file_open (SteadyWfdbFile *self,
                               const char     *path,
                               int             format,
                               int64_t         byte_offset,
                               GError        **error);
void    steady_wfdb_file_close (SteadyWfdbFile *self);
bool steady_wfdb_file_next (SteadyWfdbFile *self, int32_t *ret_sample, GError **error);
