/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-reader-private.h"
#include "casefile/steady-case-schema.h"

/* Reads rows that follow row @after_id, at most @size, each by @read. Thread: the
 * reader's. */
int
steady_case_read_rows (SteadyCaseReader   *self,
                       const char         *sql,
                       int64_t             after_id,
                       unsigned            size,
                       SteadyCaseRowReader read,
                       void               *ret_rows,
                       unsigned           *ret_count)
{
  sqlite3_stmt *statement = NULL;
  unsigned      count = 0;

  int code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);
  if (code == SQLITE_OK)
    sqlite3_bind_int64 (statement, 1, after_id);
  while (code == SQLITE_OK && count < size &&
         (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      read (self, statement, ret_rows, count++);
      code = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  *ret_count = count;
  return steady_case_query_end (code);
}

static void
read_event (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  SteadyCaseEvent *event = (SteadyCaseEvent *) ret + i;

  event->id = sqlite3_column_int64 (row, 0);
  event->t = self->start + steady_case_column_time (row, 1);
  event->event = (SteadyEvent) sqlite3_column_int (row, 2);
  event->value = steady_case_column_real (row, 3);
  steady_case_column_text (row, 4, event->text, sizeof event->text);
}

/* Events after @after_id, oldest first; a value that was not given is NaN. Thread: the
 * reader's. */
bool
steady_case_reader_events (SteadyCaseReader *self,
                           int64_t           after_id,
                           SteadyCaseEvent  *ret_events,
                           unsigned          size,
                           unsigned         *ret_count,
                           GError          **error)
{
  if (!steady_case_reader_enter (self, error))
    return false;
  const int code = steady_case_read_rows (
      self,
      "SELECT id, t_ns, event, value, text FROM event WHERE id > ?"
      " ORDER BY id",
      after_id,
      size,
      read_event,
      ret_events,
      ret_count);
  return steady_case_reader_leave (self, code, error);
}

/* What read_alarm () fills. */
typedef struct Alarms
{
  SteadyAlarmRecord *records;
  int64_t            last_id;
} Alarms;

static void
read_alarm (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Alarms            *alarms = ret;
  SteadyAlarmRecord *alarm = &alarms->records[i];

  *alarm = (SteadyAlarmRecord){ 0 };
  alarms->last_id = sqlite3_column_int64 (row, 0);
  alarm->t = self->start + steady_case_column_time (row, 1);
  steady_case_column_text (row, 2, alarm->id, sizeof alarm->id);
  alarm->state = (uint8_t) sqlite3_column_int (row, 3);
  alarm->before = (uint8_t) sqlite3_column_int (row, 4);
  alarm->priority = (uint8_t) sqlite3_column_int (row, 5);
  alarm->category = (uint8_t) sqlite3_column_int (row, 6);
  alarm->channel = (uint16_t) sqlite3_column_int (row, 7);
  alarm->has_value = sqlite3_column_type (row, 8) == SQLITE_FLOAT &&
                     sqlite3_column_type (row, 9) == SQLITE_FLOAT;
  alarm->value = alarm->has_value ? sqlite3_column_double (row, 8) : 0;
  alarm->limit = alarm->has_value ? sqlite3_column_double (row, 9) : 0;
  alarm->since = sqlite3_column_type (row, 10) == SQLITE_NULL
                     ? STEADY_INSTANT_NEVER
                     : self->start + steady_case_column_time (row, 10);
  alarm->first_out = sqlite3_column_int (row, 11) != 0;
  alarm->sounding = sqlite3_column_int (row, 12) != 0;
  alarm->condition = sqlite3_column_int (row, 13) != 0;
  alarm->technical = sqlite3_column_int (row, 14) != 0;
}

/* Changes of alarms after @after_id, oldest first. @ret_last_id is @after_id when there
 * are none. Thread: the reader's. */
bool
steady_case_reader_alarms (SteadyCaseReader  *self,
                           int64_t            after_id,
                           SteadyAlarmRecord *ret_records,
                           unsigned           size,
                           unsigned          *ret_count,
                           int64_t           *ret_last_id,
                           GError           **error)
{
  Alarms alarms = { .records = ret_records, .last_id = after_id };

  if (!steady_case_reader_enter (self, error))
    return false;
  const int code = steady_case_read_rows (
      self,
      "SELECT id, t_ns, alarm, state, before, priority, category, channel, value,"
      " limit_value, since_ns, first_out, sounding, condition, technical FROM alarm"
      " WHERE id > ? ORDER BY id",
      after_id,
      size,
      read_alarm,
      &alarms,
      ret_count);
  *ret_last_id = alarms.last_id;
  return steady_case_reader_leave (self, code, error);
}

static void
read_command (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  SteadyCaseCommand *command = (SteadyCaseCommand *) ret + i;

  *command = (SteadyCaseCommand){
    .id = sqlite3_column_int64 (row, 0),
    .t = self->start + steady_case_column_time (row, 1),
    .command = (uint64_t) sqlite3_column_int64 (row, 2),
    .step = (uint16_t) sqlite3_column_int (row, 3),
    .control = (uint16_t) sqlite3_column_int (row, 4),
    .value = steady_case_column_real (row, 5),
    .expected = steady_case_column_real (row, 6),
    .low = steady_case_column_real (row, 7),
    .high = steady_case_column_real (row, 8),
    .refusal = (uint16_t) sqlite3_column_int (row, 9),
    .origin = (uint16_t) sqlite3_column_int (row, 10),
  };
}

/* Proposals and answers after @after_id, oldest first. Thread: the reader's. */
bool
steady_case_reader_commands (SteadyCaseReader  *self,
                             int64_t            after_id,
                             SteadyCaseCommand *ret_commands,
                             unsigned           size,
                             unsigned          *ret_count,
                             GError           **error)
{
  if (!steady_case_reader_enter (self, error))
    return false;
  const int code = steady_case_read_rows (
      self,
      "SELECT id, t_ns, command, step, control, value, expected, low, high, refusal,"
      " origin FROM command WHERE id > ? ORDER BY id",
      after_id,
      size,
      read_command,
      ret_commands,
      ret_count);
  return steady_case_reader_leave (self, code, error);
}

static void
read_clock (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  SteadyCaseClock *clock = (SteadyCaseClock *) ret + i;

  clock->id = sqlite3_column_int64 (row, 0);
  clock->t = self->start + steady_case_column_time (row, 1);
  steady_case_column_text (row, 2, clock->boot_id, sizeof clock->boot_id);
  clock->utc_ns = CLAMP (sqlite3_column_int64 (row, 3), INT64_MIN / 4, INT64_MAX / 4);
}

/* What the wall clock showed, after @after_id. Thread: the reader's. */
bool
steady_case_reader_clocks (SteadyCaseReader *self,
                           int64_t           after_id,
                           SteadyCaseClock  *ret_clocks,
                           unsigned          size,
                           unsigned         *ret_count,
                           GError          **error)
{
  if (!steady_case_reader_enter (self, error))
    return false;
  const int code = steady_case_read_rows (
      self,
      "SELECT id, t_ns, boot_id, utc_ns FROM clock WHERE id > ? ORDER BY id",
      after_id,
      size,
      read_clock,
      ret_clocks,
      ret_count);
  return steady_case_reader_leave (self, code, error);
}
