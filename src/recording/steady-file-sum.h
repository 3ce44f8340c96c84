/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

enum
{
  STEADY_FILE_SUM_BYTES = 32 /* of a SHA-256 */
};

/* Bytes of a file that count as spaces, since the sum itself stands there. */
typedef struct SteadyFileBlank
{
  int64_t at;
  int64_t length;
} SteadyFileBlank;

/* Told now and then which part, 0 to 1, is done; false stops. */
typedef bool (*SteadyFileSumTell) (void *data, double done);

bool  steady_file_sum (const char            *path,
                       const SteadyFileBlank *blank,
                       SteadyFileSumTell      tell,
                       void                  *data,
                       guint8                *ret_sum,
                       int64_t               *ret_bytes);
char *steady_file_sum_hex (const char *path, int64_t *ret_bytes);
