/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum
{
  STEADY_DATEX_RECORD = 1490, /* bytes of a record at most, without its checksum */
  STEADY_DATEX_HEADER = 40,
  STEADY_DATEX_SUBRECORDS = 8,
  STEADY_DATEX_FRAME = 2 * (STEADY_DATEX_RECORD + 1) + 2
};

typedef enum SteadyDatexKind
{
  STEADY_DATEX_NUMERICS = 0,
  STEADY_DATEX_WAVES = 1
} SteadyDatexKind;

/* One part of a record. */
typedef struct SteadyDatexPart
{
  uint8_t        type;
  const uint8_t *bytes;
  size_t         length;
} SteadyDatexPart;

typedef struct SteadyDatexRecord
{
  SteadyDatexKind kind;
  uint32_t        time; /* s since 1970 on the monitor's clock */
  unsigned        n_parts;
  SteadyDatexPart parts[STEADY_DATEX_SUBRECORDS];
} SteadyDatexRecord;

/* Makes records of bytes; what stands between two flags. */
typedef struct SteadyDatexFrame
{
  uint8_t bytes[STEADY_DATEX_RECORD + 1];
  size_t  length;
  bool    inside;
  bool    escaped;
  bool    broken; /* to the next flag */
} SteadyDatexFrame;

typedef enum SteadyDatexResult
{
  STEADY_DATEX_MORE,
  STEADY_DATEX_WHOLE, /* a record with a right checksum */
  STEADY_DATEX_FAULT
} SteadyDatexResult;

SteadyDatexResult steady_datex_frame_take (SteadyDatexFrame *self, uint8_t byte);
bool              steady_datex_record_read (const SteadyDatexFrame *frame,
                                            SteadyDatexRecord      *ret_record);
size_t            steady_datex_request (SteadyDatexKind kind,
                                        const uint8_t  *body,
                                        size_t          length,
                                        uint8_t        *ret_frame);
