/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

#define STEADY_EXCHANGE_ERROR (steady_exchange_error_quark ())
GQuark steady_exchange_error_quark (void);

typedef enum SteadyExchangeError
{
  STEADY_EXCHANGE_ERROR_EXISTS,
  STEADY_EXCHANGE_ERROR_WRITE,
  STEADY_EXCHANGE_ERROR_FORMAT,
  STEADY_EXCHANGE_ERROR_STOPPED /* a person did not want it any more */
} SteadyExchangeError;

/* A CSV file being written, field by field: commas, points, no locale, UTF-8. */
typedef struct SteadyCsvFile
{
  FILE   *stream;
  char   *path;
  bool    begun; /* the line has a field */
  int64_t lines;
} SteadyCsvFile;

bool steady_csv_file_create (SteadyCsvFile *self,
                             const char    *folder,
                             const char    *name,
                             GError       **error);
bool steady_csv_file_close (SteadyCsvFile *self, GError **error);
void steady_csv_file_discard (SteadyCsvFile *self);
void steady_csv_file_text (SteadyCsvFile *self, const char *text);
void steady_csv_file_empty (SteadyCsvFile *self);
void steady_csv_file_integer (SteadyCsvFile *self, int64_t value);
void steady_csv_file_real (SteadyCsvFile *self, double value);
void steady_csv_file_float (SteadyCsvFile *self, float value);
void steady_csv_file_seconds (SteadyCsvFile *self, int64_t nanoseconds);
void steady_csv_file_utc (SteadyCsvFile *self, int64_t utc_ns);
void steady_csv_file_end_line (SteadyCsvFile *self);
