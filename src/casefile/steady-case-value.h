/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* Type tags of the canonical encoding: they stand in hashes, so never renumber. */
typedef enum SteadyCaseValueType
{
  STEADY_CASE_VALUE_NULL = 0,
  STEADY_CASE_VALUE_INTEGER = 1,
  STEADY_CASE_VALUE_REAL = 2,
  STEADY_CASE_VALUE_TEXT = 3,
  STEADY_CASE_VALUE_BLOB = 4
} SteadyCaseValueType;

/* One field of one row. @bytes is borrowed, and only of text and blobs. */
typedef struct SteadyCaseValue
{
  uint32_t type; /* SteadyCaseValueType */
  uint32_t length;
  union
  {
    int64_t integer;
    double  real;
  };
  const void *bytes;
} SteadyCaseValue;
