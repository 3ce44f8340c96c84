/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "casefile/steady-case-format.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-envelope.h"
#include "measure/steady-sample.h"

/*
 * Read-only queries of a case, live or finished. Every call is a short transaction of
 * its own. Thread: one at a time; open one reader for each thread.
 */
typedef struct SteadyCaseReader SteadyCaseReader;

typedef struct SteadyCaseSpan
{
  SteadyInstant start; /* of case time 0 */
  SteadyInstant end;   /* of the last thing stored */
  int64_t       start_utc;
} SteadyCaseSpan;

typedef struct SteadyCaseEvent
{
  int64_t       id;
  SteadyInstant t;
  SteadyEvent   event;
  double        value;
  char          text[200];
} SteadyCaseEvent;

SteadyCaseReader *steady_case_reader_open (const char *path, GError **error);
void              steady_case_reader_free (SteadyCaseReader *self);

SteadyMode               steady_case_reader_mode (const SteadyCaseReader *self);
bool                     steady_case_reader_span (SteadyCaseReader *self,
                                                  SteadyCaseSpan   *ret_span,
                                                  GError          **error);
const SteadyCaseChannel *steady_case_reader_channels (const SteadyCaseReader *self,
                                                      unsigned *ret_count);
char *steady_case_reader_meta (SteadyCaseReader *self, const char *key);

/* Fills @columns buckets that divide from…to evenly; rounded outwards; count 0 where
 * nothing is. */
bool steady_case_reader_envelope (SteadyCaseReader *self,
                                  SteadyChannel     channel,
                                  SteadyInstant     from,
                                  SteadyInstant     to,
                                  unsigned          columns,
                                  SteadyEnvelope   *ret_columns,
                                  GError          **error);

/* Raw samples of a wave from @index on, at most @size; stops at a gap. @ret_index,
 * @ret_t: of the first returned. */
bool steady_case_reader_wave (SteadyCaseReader *self,
                              SteadyChannel     channel,
                              int64_t           index,
                              float            *ret_values,
                              unsigned          size,
                              int64_t          *ret_index,
                              SteadyInstant    *ret_t,
                              unsigned         *ret_count,
                              GError          **error);

/* Numerics of a channel from @from on (not after @to), oldest first. */
bool steady_case_reader_numerics (SteadyCaseReader *self,
                                  SteadyChannel     channel,
                                  SteadyInstant     from,
                                  SteadyInstant     to,
                                  SteadySample     *ret_samples,
                                  unsigned          size,
                                  unsigned         *ret_count,
                                  GError          **error);

bool steady_case_reader_events (SteadyCaseReader *self,
                                int64_t           after_id,
                                SteadyCaseEvent  *ret_events,
                                unsigned          size,
                                unsigned         *ret_count,
                                GError          **error);
bool steady_case_reader_alarms (SteadyCaseReader  *self,
                                int64_t            after_id,
                                SteadyAlarmRecord *ret_records,
                                unsigned           size,
                                unsigned          *ret_count,
                                int64_t           *ret_last_id,
                                GError           **error);

/* The last stored state, for a resume. NULL and *ret_size 0 when there is none. Free
 * with g_free (). */
void *steady_case_reader_last_state (SteadyCaseReader *self,
                                     SteadyInstant    *ret_t,
                                     size_t           *ret_size,
                                     GError          **error);
