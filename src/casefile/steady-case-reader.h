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
 * its own, and between calls a case that is still being written is not held open, so
 * that the engine can make one file of it at any moment. Thread: one at a time; open
 * one reader for each thread.
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

/* A proposal or what became of it. */
typedef struct SteadyCaseCommand
{
  int64_t       id;
  SteadyInstant t;
  uint64_t      command; /* SteadyCommand.id */
  uint16_t      step;    /* 0 proposed, else SteadyAnswerStatus */
  uint16_t      control; /* SteadyControl */
  uint16_t      refusal; /* SteadyRefusal */
  uint16_t      origin;  /* SteadyRole, or 0 */
  double        value;   /* NaN here and below: not given */
  double        expected;
  double        low;
  double        high;
} SteadyCaseCommand;

/* What the wall clock showed at an instant. */
typedef struct SteadyCaseClock
{
  int64_t       id;
  SteadyInstant t;
  int64_t       utc_ns;
  char          boot_id[40];
} SteadyCaseClock;

SteadyCaseReader *steady_case_reader_open (const char *path, GError **error);
void              steady_case_reader_free (SteadyCaseReader *self);
void              steady_case_reader_hold (SteadyCaseReader *self);
void              steady_case_reader_release (SteadyCaseReader *self);
bool              steady_case_reader_finished (const SteadyCaseReader *self);
bool              steady_case_reader_copied (const SteadyCaseReader *self);

SteadyMode               steady_case_reader_mode (const SteadyCaseReader *self);
bool                     steady_case_reader_span (SteadyCaseReader *self,
                                                  SteadyCaseSpan   *ret_span,
                                                  GError          **error);
const SteadyCaseChannel *steady_case_reader_channels (SteadyCaseReader *self,
                                                      unsigned         *ret_count);
char *steady_case_reader_meta (SteadyCaseReader *self, const char *key);
char *steady_case_reader_note (SteadyCaseReader *self, const char *about);

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

/* The same from an instant on. */
bool steady_case_reader_wave_from (SteadyCaseReader *self,
                                   SteadyChannel     channel,
                                   SteadyInstant     from,
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

bool steady_case_reader_commands (SteadyCaseReader  *self,
                                  int64_t            after_id,
                                  SteadyCaseCommand *ret_commands,
                                  unsigned           size,
                                  unsigned          *ret_count,
                                  GError           **error);
bool steady_case_reader_clocks (SteadyCaseReader *self,
                                int64_t           after_id,
                                SteadyCaseClock  *ret_clocks,
                                unsigned          size,
                                unsigned         *ret_count,
                                GError          **error);

/* Numerics and states of all channels in the order of time, after row @after_id. */
bool steady_case_reader_all_numerics (SteadyCaseReader *self,
                                      int64_t           after_id,
                                      SteadySample     *ret_samples,
                                      unsigned          size,
                                      unsigned         *ret_count,
                                      int64_t          *ret_last_id,
                                      GError          **error);

/* Acts of people and samples, amendments among them, in the order in which they were
 * recorded: SteadyClinicalRecord. Free with g_array_unref (). */
bool steady_case_reader_clinical (SteadyCaseReader *self,
                                  GArray          **ret_records,
                                  GError          **error);

/* Acts on checklists in the order in which they were recorded: SteadyChecklistRecord.
 * Free with g_array_unref (). */
bool steady_case_reader_checklist (SteadyCaseReader *self,
                                   GArray          **ret_records,
                                   GError          **error);

/* The last stored state, for a resume. NULL and *ret_size 0 when there is none. Free
 * with g_free (). */
void *steady_case_reader_last_state (SteadyCaseReader *self,
                                     SteadyInstant    *ret_t,
                                     size_t           *ret_size,
                                     GError          **error);
