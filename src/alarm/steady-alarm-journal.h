/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-channel.h"
#include "measure/steady-support.h"
#include "measure/steady-value-table.h"

/*
 * All that an alarm system was told, in a few bytes a tick: instants, the values that
 * its rules judge, the phase, and what people did. Told the same again, another system
 * with the same rules does the same to the last bit (steady-alarm-playback.h), which no
 * trend on a grid of seconds could give.
 */
typedef struct SteadyAlarmJournal SteadyAlarmJournal;

/* What one entry is; the numbers stand in case files and are never given anew. */
typedef enum SteadyAlarmEntry
{
  STEADY_ALARM_ENTRY_BEGIN = 1,   /* version, start, state (size 0: a fresh system) */
  STEADY_ALARM_ENTRY_TICKS = 2,   /* so many ticks in which nothing was new */
  STEADY_ALARM_ENTRY_STEP = 3,    /* from now on ticks are so far apart */
  STEADY_ALARM_ENTRY_TICK = 4,    /* one tick, with what was new */
  STEADY_ALARM_ENTRY_SUPPORT = 5, /* mode, flags and since when, before the tick */
  STEADY_ALARM_ENTRY_SOUND = 6,   /* asked what to hear, while a pause runs */
  STEADY_ALARM_ENTRY_ACKNOWLEDGE = 7,
  STEADY_ALARM_ENTRY_RESET = 8,
  STEADY_ALARM_ENTRY_PAUSE = 9,
  STEADY_ALARM_ENTRY_END_PAUSE = 10,
  STEADY_ALARM_ENTRY_RENEW = 11,
  STEADY_ALARM_ENTRY_AT = 12,        /* the next act came so long after the last tick */
  STEADY_ALARM_ENTRY_LIMIT = 13,     /* the number of a rule is this from now on */
  STEADY_ALARM_ENTRY_PLAN_FLOW = 14, /* what shares of the plan are shares of */
  STEADY_ALARM_ENTRY_STATE = 15 /* as BEGIN, but nothing is missing before it: who has
                                   read up to here is in this state already */
} SteadyAlarmEntry;

enum
{
  STEADY_ALARM_JOURNAL_VERSION = 1,
  STEADY_ALARM_JOURNAL_SIZE = 64 * 1024, /* the most that waits to be taken */
  STEADY_ALARM_ALIKE_MAX = 4096          /* ticks of one entry */
};

/* A state stands in the journal this often: who begins to read there has that much to
 * be told at most, some hundredths of a second. */
#define STEADY_ALARM_STATE_EVERY (5 * 60 * STEADY_NSEC_PER_SEC)

/* How a value is written, in the upper half of a byte whose lower is the quality. */
typedef enum SteadyAlarmNumber
{
  STEADY_ALARM_NUMBER_SAME = 0,
  STEADY_ALARM_NUMBER_DECIMAL = 1, /* to 4: so many decimals less one, a difference */
  STEADY_ALARM_NUMBER_FLOAT = 5,
  STEADY_ALARM_NUMBER_DOUBLE = 6
} SteadyAlarmNumber;

/* What writer and reader remember alike, so that only differences are written. */
typedef struct SteadyAlarmMemory
{
  SteadySpan now; /* case time of the last tick */
  SteadySpan step;
  SteadySpan mode_since;
  SteadySpan real; /* how far real time is before case time */
  uint32_t   mode;
  uint32_t   flags;
  uint8_t    quality[STEADY_CHANNEL_MAX];
  double     value[STEADY_CHANNEL_MAX];
} SteadyAlarmMemory;

/* One value as it is written, and back; @before is what was there. */
double  steady_alarm_number_scale (unsigned format);
int64_t steady_alarm_number_steps (double value, unsigned format);

SteadyAlarmJournal *steady_alarm_journal_new (SteadyInstant start,
                                              const bool   *channels,
                                              unsigned      n_rules,
                                              size_t        state_size);
void                steady_alarm_journal_free (SteadyAlarmJournal *self);
void                steady_alarm_journal_begin_anew (SteadyAlarmJournal *self);
bool                steady_alarm_journal_wants_state (const SteadyAlarmJournal *self);
bool  steady_alarm_journal_is_due (const SteadyAlarmJournal *self, SteadyInstant now);
void *steady_alarm_journal_put_state (SteadyAlarmJournal *self, size_t size);
void *steady_alarm_journal_begin (SteadyAlarmJournal *self, size_t size);
void  steady_alarm_journal_tick (SteadyAlarmJournal     *self,
                                 SteadyInstant           now,
                                 const SteadyValueTable *values,
                                 const SteadySupport    *support);
void  steady_alarm_journal_act (SteadyAlarmJournal *self,
                                SteadyAlarmEntry    entry,
                                SteadyInstant       now,
                                unsigned            rule);
void  steady_alarm_journal_real (SteadyAlarmJournal *self,
                                 SteadyAlarmEntry    entry,
                                 SteadyInstant       now,
                                 SteadyInstant       real_now);
void steady_alarm_journal_limit (SteadyAlarmJournal *self, unsigned rule, double limit);
void steady_alarm_journal_plan_flow (SteadyAlarmJournal *self, double l_min);
size_t      steady_alarm_journal_waiting (const SteadyAlarmJournal *self);
const void *steady_alarm_journal_take (SteadyAlarmJournal *self,
                                       size_t             *ret_size,
                                       bool               *ret_begins);
