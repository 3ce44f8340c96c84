/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "casefile/steady-case-format.h"
#include "measure/steady-alarm-record.h"
#include "measure/steady-checklist-record.h"
#include "measure/steady-clinical-record.h"
#include "measure/steady-command.h"
#include "measure/steady-sample.h"

/*
 * The only writer of a case. The tick hands it plain records through a ring of 60 s;
 * its own thread puts them on the disk (engineering rulings 15 to 18). The push
 * functions never wait under the real clock: when the ring is full, waveforms are
 * dropped and a gap is stored; alarms, events and commands have a reserve of their own.
 * With @wait (a manual clock) they block and nothing is dropped, unless the recorder
 * has FAILED, which no waiting would mend.
 */
typedef struct SteadyCaseWriter SteadyCaseWriter;

typedef struct SteadyCaseSetup
{
  const char   *path;
  bool          resume; /* reopen an unfinished case and go on after a GAP */
  bool          wait;   /* manual clock: block rather than drop */
  SteadyMode    mode;
  SteadyInstant start;      /* instant of case time 0 */
  int64_t       start_utc;  /* ns since 1970 */
  const char   *meta_json;  /* patient, circuit, scenario, build, what was granted */
  const char   *rules_json; /* alarm rules in force */
  const SteadyCaseChannel *channels;
  unsigned                 n_channels;
  const char              *vfs; /* of SQLite, for tests; NULL: the usual one */
  bool nameless; /* the case does not say which start of this machine wrote it */
} SteadyCaseSetup;

/* What the writer has done; a snapshot. */
typedef struct SteadyCaseProgress
{
  SteadyInstant committed_to; /* all before this instant is on the disk */
  uint64_t      samples;      /* of waves, written */
  uint64_t      numerics;     /* written */
  uint64_t      dropped;      /* samples of waves lost to a slow disk */
  uint64_t      lost;         /* other records lost to a disk that failed for long */
  uint64_t      wal_bytes;    /* size of the write-ahead log; over 64 MiB is a fault */
  uint64_t      file_bytes;   /* size of the case itself */
  uint64_t      disk_bytes;   /* free where it lies; looked at each half minute */
  bool          disk_known;   /* the two above were looked at */
  uint16_t      recorder;     /* SteadyRecorderState */
  int           sqlite_error; /* the one that keeps it from writing, 0 for none */
} SteadyCaseProgress;

SteadyCaseWriter *steady_case_writer_open (const SteadyCaseSetup *setup,
                                           GError               **error);
bool              steady_case_writer_close (SteadyCaseWriter *self, GError **error);
void              steady_case_writer_leave (SteadyCaseWriter *self);

/* Thread: the tick. None allocates, locks or touches a file. */
void steady_case_writer_wave (SteadyCaseWriter *self,
                              SteadyChannel     channel,
                              int64_t           first_index,
                              SteadyInstant     t_first,
                              const float      *values,
                              unsigned          count,
                              bool              gap_before);
void steady_case_writer_numeric (SteadyCaseWriter *self, const SteadySample *sample);
void steady_case_writer_alarm (SteadyCaseWriter *self, const SteadyAlarmRecord *record);
void steady_case_writer_command (SteadyCaseWriter    *self,
                                 const SteadyCommand *command,
                                 SteadyInstant        t);
void steady_case_writer_answer (SteadyCaseWriter *self, const SteadyAnswer *answer);
void steady_case_writer_event (SteadyCaseWriter *self,
                               SteadyEvent       event,
                               SteadyInstant     t,
                               double            value,
                               const char       *text);
void steady_case_writer_clinical (SteadyCaseWriter           *self,
                                  const SteadyClinicalRecord *clinical);
void steady_case_writer_checklist (SteadyCaseWriter            *self,
                                   const SteadyChecklistRecord *checklist);
void steady_case_writer_state (SteadyCaseWriter *self,
                               SteadyInstant     t,
                               const void       *state,
                               size_t            size);
bool steady_case_writer_judged (SteadyCaseWriter *self,
                                SteadyInstant     t,
                                const void       *entries,
                                size_t            size,
                                bool              begins);
bool steady_case_writer_plan (SteadyCaseWriter *self,
                              SteadyInstant     t,
                              const char       *text,
                              size_t            size);
void
steady_case_writer_tick (SteadyCaseWriter *self, SteadyInstant now, int64_t utc_ns);

/* Thread: main, while no tick runs. */
bool steady_case_writer_told (SteadyCaseWriter *self,
                              SteadyInstant     t,
                              const char       *about,
                              const char       *text);
bool steady_case_writer_note (SteadyCaseWriter *self,
                              SteadyInstant     t,
                              const char       *about,
                              const char       *text);

/* Thread: any. */
SteadyCaseProgress steady_case_writer_progress (const SteadyCaseWriter *self);
