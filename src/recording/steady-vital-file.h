/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/* Kinds of a track and of its numbers, as the format counts them. */
typedef enum SteadyVitalKind
{
  STEADY_VITAL_WAVE = 1,
  STEADY_VITAL_NUMBER = 2,
  STEADY_VITAL_TEXT = 5
} SteadyVitalKind;

typedef struct SteadyVitalTrack
{
  uint16_t id;
  uint8_t  kind;   /* SteadyVitalKind */
  uint8_t  format; /* of a number: 1 float … 8 uint32 */
  char     name[64];
  char     unit[24];
  double   rate_hz;
  double   gain;
  double   offset;
} SteadyVitalTrack;

/* One record; its bytes are in the file's memory. */
typedef struct SteadyVitalRecord
{
  double   t; /* s since 1970 */
  uint32_t track;
  size_t   at;
  uint32_t length;
} SteadyVitalRecord;

/* A .vital file in memory: its tracks, and its records in the order of time. */
typedef struct SteadyVitalFile
{
  GByteArray *bytes;
  GArray     *tracks;  /* of SteadyVitalTrack */
  GArray     *records; /* of SteadyVitalRecord */
  bool        packed;  /* the lowest (or highest) number means missing */
  unsigned    unknown; /* tracks of no known kind, and records of no track: left out */
} SteadyVitalFile;

SteadyVitalFile *steady_vital_file_load (const char *path, GError **error);
void             steady_vital_file_free (SteadyVitalFile *self);
unsigned         steady_vital_format_size (unsigned format);
bool             steady_vital_file_number (const SteadyVitalFile  *self,
                                           const SteadyVitalTrack *track,
                                           size_t                  at,
                                           double                 *ret_value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyVitalFile, steady_vital_file_free)
