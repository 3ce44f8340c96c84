/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* A file that Steady can take in. */
typedef struct SteadyRecordingFile
{
  char       *path;
  const char *kind; /* "wfdb", "edf", "vital", "csv", "json", "case" */
  int64_t     bytes;
  int64_t     changed; /* s since 1970 */
} SteadyRecordingFile;

GPtrArray *steady_recording_list (const char *folder);
