/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "measure/steady-envelope.h"

/* How samples and bounds stand in blobs; numbers stand in files. */
typedef enum SteadyCaseFormat
{
  STEADY_CASE_FORMAT_INT16 = 1,   /* little endian; value = offset + scale × n */
  STEADY_CASE_FORMAT_FLOAT32 = 2, /* little endian IEEE bits */
  STEADY_CASE_FORMAT_NARROW = 3   /* of bounds on a level below 0: each lower one as
                                     IEEE bits, then a bit for each, lowest first: the
                                     upper one is the next float above */
} SteadyCaseFormat;

enum
{
  STEADY_CASE_MAX_BLOCK = 65536 /* samples */
};

/* How a channel is stored: 16 bits where @scale is known, else 32. */
typedef struct SteadyCaseScale
{
  double scale; /* 0: none */
  double offset;
} SteadyCaseScale;

SteadyCaseScale  steady_case_scale_for_range (double low, double high, double step);
size_t           steady_case_format_size (SteadyCaseFormat format);
SteadyCaseFormat steady_case_block_encode (const SteadyCaseScale *scale,
                                           const float           *values,
                                           unsigned               count,
                                           uint8_t               *ret_bytes);
bool             steady_case_block_decode (SteadyCaseFormat       format,
                                           const SteadyCaseScale *scale,
                                           const uint8_t         *bytes,
                                           unsigned               count,
                                           float                 *ret_values);
SteadyCaseFormat steady_case_bounds_encode (const SteadyCaseScale *scale,
                                            const SteadyEnvelope  *buckets,
                                            unsigned               count,
                                            uint8_t               *ret_bytes);
bool             steady_case_bounds_encode_narrow (const SteadyEnvelope *buckets,
                                                   unsigned              count,
                                                   uint8_t              *ret_bytes);
size_t           steady_case_bounds_size (SteadyCaseFormat format, unsigned count);
bool             steady_case_bounds_decode (SteadyCaseFormat       format,
                                            const SteadyCaseScale *scale,
                                            const uint8_t         *bytes,
                                            unsigned               count,
                                            float                 *ret_ends);
