/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "casefile/steady-case-numeric.h"
#include "casefile/steady-case-reader-private.h"
#include "casefile/steady-case-row-cache.h"
#include "casefile/steady-case-tail.h"

__extension__ typedef __int128 Wide;

enum
{
  ROW_SECONDS = STEADY_CASE_ROW_BUCKETS, /* that a row of the finest level stands for */
  SHORT = 4 * ROW_SECONDS                /* a stretch that is read second by second */
};

/* Keeps sums of instants from overflowing. */
#define FAR (INT64_MAX / 4)

/* One envelope query: columns that divide a span of case time evenly. */
typedef struct Picture
{
  SteadyCaseReader        *reader;
  const SteadyCaseChannel *channel;
  SteadySpan               from;
  SteadySpan               to;
  unsigned                 count;
  SteadySpan               period; /* between samples */
  int                      finest; /* level */
  SteadyEnvelope          *columns;
  SteadyCaseBlock          block;

  /* The column that was asked for last, since what is read comes in the order of time:
   * dividing for each bucket took half of a redraw. */
  int64_t           column;
  SteadySpan        column_begin;
  SteadySpan        column_end; /* the first instant of the next */
  const SteadySpan *edges;      /* of all columns, and of two more */
} Picture;

/* The first instant of @column of @count. */
static SteadySpan
column_edge (SteadySpan from, SteadySpan width, int64_t count, int64_t column)
{
  if (width < INT64_MAX / (count + 3))
    return from + (column * width + count - 1) / count;
  return from + (SteadySpan) (((Wide) column * width + count - 1) / count);
}

/* Edges are the same for all channels of a picture: dividing for each took as long as
 * all the rest. */
static const SteadySpan *
edges_for (SteadyCaseReader *reader, SteadySpan from, SteadySpan to, unsigned count)
{
  SteadyCaseEdges *self = &reader->edges;

  if (self->places != NULL && self->from == from && self->to == to &&
      self->count == count)
    return self->places;
  if (self->count != count)
    {
      g_free (self->places);
      self->places = g_new (SteadySpan, (size_t) count + 3);
    }
  self->from = from;
  self->to = to;
  self->count = count;
  for (unsigned i = 0; i < count + 3; i++)
    self->places[i] = column_edge (from, to - from, count, i);
  return self->places;
}

/* The column in which @t lies. */
static int64_t
column_at (Picture *self, SteadySpan t)
{
  if (t >= self->column_begin && t < self->column_end)
    return self->column;
  if (t >= self->column_end && t < self->edges[self->column + 2] &&
      self->column_end > self->column_begin)
    self->column++;
  else
    self->column =
        (int64_t) ((Wide) (t - self->from) * self->count / (self->to - self->from));
  self->column_begin = self->edges[self->column];
  self->column_end = self->edges[self->column + 1];
  return self->column;
}

/* As steady_envelope_merge (), which is called hundred thousands of times a picture. */
static inline void
widen (SteadyEnvelope *self, float low, float high, uint32_t count)
{
  const bool fresh = self->count == 0;

  self->low = fresh || low < self->low ? low : self->low;
  self->high = fresh || high > self->high ? high : self->high;
  self->count += count;
}

/* Widens all columns that t0 … t1 touches. */
static void
show (Picture *self, SteadySpan t0, SteadySpan t1, const SteadyEnvelope *envelope)
{
  const SteadySpan from = MAX (t0, self->from);
  const SteadySpan to = MIN (t1, self->to);

  if (envelope->count == 0 || to <= from)
    return;
  const int64_t first = column_at (self, from);
  const int64_t last = column_at (self, to - 1);
  for (int64_t i = first; i <= last; i++)
    widen (&self->columns[i], envelope->low, envelope->high, envelope->count);
}

static int
show_blocks (Picture *self, SteadySpan from, SteadySpan to)
{
  SteadyCaseBlock *block = &self->block;
  const int        number = self->channel->channel;
  SteadySpan       begin = from;

  int code =
      steady_case_block_before (self->reader, (SteadyChannel) number, from, block);
  if (code == SQLITE_OK)
    begin = block->t;
  else if (code != SQLITE_NOTFOUND)
    return code;
  sqlite3_stmt *row =
      steady_case_reader_statement (self->reader, STEADY_CASE_QUERY_WAVES);
  if (row == NULL)
    return sqlite3_extended_errcode (self->reader->database);
  sqlite3_bind_int64 (row, 1, number);
  sqlite3_bind_int64 (row, 2, begin);
  sqlite3_bind_int64 (row, 3, to);
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      code = steady_case_block_read (row, block);
      if (code != SQLITE_OK)
        return code;
      SteadySpan t = block->t;
      for (unsigned i = 0; i < block->count; i++)
        {
          const SteadySpan     next = steady_case_block_time (block, i + 1);
          const SteadyEnvelope sample = { block->values[i], block->values[i], 1 };
          if (next > from && t < to)
            show (self, t, next, &sample);
          t = next;
        }
    }
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* The first second from @second on in which anything was recorded at all. */
static int
next_second (Picture *self, int64_t second, int64_t *ret_second)
{
  sqlite3_stmt *row =
      steady_case_reader_statement (self->reader, STEADY_CASE_QUERY_NEXT);

  if (row == NULL)
    return sqlite3_extended_errcode (self->reader->database);
  sqlite3_bind_int64 (row, 1, steady_case_numeric_id (second, 0, 0));
  const int     code = sqlite3_step (row);
  const int64_t found = code == SQLITE_ROW
                            ? sqlite3_column_int64 (row, 0) >> STEADY_CASE_SECOND_SHIFT
                            : INT64_MAX;
  *ret_second = MAX (found, second);
  return steady_case_query_end (code);
}

/* The seconds before this one are complete. */
static int
open_second (Picture *self, int64_t *ret_second)
{
  sqlite3_stmt *row =
      steady_case_reader_statement (self->reader, STEADY_CASE_QUERY_LAST);

  if (row == NULL)
    return sqlite3_extended_errcode (self->reader->database);
  const int code = sqlite3_step (row);
  *ret_second = code == SQLITE_ROW
                    ? sqlite3_column_int64 (row, 0) >> STEADY_CASE_SECOND_SHIFT
                    : 0;
  return steady_case_query_end (code);
}

static int
show_seconds (Picture *self, SteadySpan from, SteadySpan to)
{
  int64_t         second = steady_case_second (from);
  const int64_t   last = steady_case_second (to - 1);
  int64_t         open = 0;
  const uint16_t  number = self->channel->channel;
  SteadyCaseTail *tail = steady_case_tail_from (self->reader, number, second);
  int             code = open_second (self, &open);

  if (code == SQLITE_OK)
    code = steady_case_tail_share (
        self->reader, number, second, MIN (MIN (last + 1, open), second + SHORT));

  while (code == SQLITE_OK && second <= last)
    {
      const int64_t  place = second - tail->first;
      SteadyEnvelope all;
      bool           found = true;
      if (place < tail->seconds->len)
        all = g_array_index (tail->seconds, SteadyEnvelope, place);
      else
        code = steady_case_tail_look_up (self->reader, number, second, &all, &found);
      if (code != SQLITE_OK)
        return code;
      if (place == tail->seconds->len && second < open)
        g_array_append_val (tail->seconds, all);
      show (
          self, second * STEADY_NSEC_PER_SEC, (second + 1) * STEADY_NSEC_PER_SEC, &all);
      second++;
      if (!found)
        {
          const int64_t expected = second;
          code = next_second (self, second, &second);
          if (second != expected)
            tail = steady_case_tail_from (self->reader, number, MIN (second, last + 1));
        }
    }
  return code;
}

/* The numeric channel with the most rows of the finest level, which tells best where
 * the recording went on without a break; 0 where none has any. */
static int
steadiest_channel (Picture *self, uint16_t *ret_channel)
{
  SteadyCaseReader *reader = self->reader;
  sqlite3_stmt     *row = NULL;
  int64_t           most = 0;

  *ret_channel = reader->steadiest;
  if (reader->steadiest != 0)
    return SQLITE_OK;
  int code =
      sqlite3_prepare_v2 (reader->database,
                          "SELECT count(*) FROM level WHERE channel = ? AND level = ?",
                          -1,
                          &row,
                          NULL);
  for (unsigned i = 0; i < reader->n_channels && code == SQLITE_OK; i++)
    {
      if (reader->channels[i].kind != STEADY_CHANNEL_KIND_NUMERIC)
        continue;
      sqlite3_bind_int64 (row, 1, reader->channels[i].channel);
      sqlite3_bind_int64 (row, 2, self->finest);
      code = sqlite3_step (row);
      if (code == SQLITE_ROW && sqlite3_column_int64 (row, 0) > most)
        {
          most = sqlite3_column_int64 (row, 0);
          reader->steadiest = reader->channels[i].channel;
        }
      code = code == SQLITE_ROW ? sqlite3_reset (row) : code;
    }
  sqlite3_finalize (row);
  *ret_channel = reader->steadiest;
  return code;
}

/* The first row of @level of @channel that begins in [from, to). Rows from before the
 * finest level was kept are left out, since their values have none. @ret_end is @ret_t
 * where there is no such row. */
static int
next_row (Picture    *self,
          uint16_t    channel,
          int         level,
          SteadySpan  from,
          SteadySpan  to,
          SteadySpan *ret_t,
          SteadySpan *ret_end)
{
  sqlite3_stmt *row =
      steady_case_reader_statement (self->reader, STEADY_CASE_QUERY_LEVEL_NEXT);

  if (row == NULL)
    return sqlite3_extended_errcode (self->reader->database);
  sqlite3_bind_int64 (row, 1, channel);
  sqlite3_bind_int64 (row, 2, level);
  sqlite3_bind_int64 (row, 3, from);
  sqlite3_bind_int64 (row, 4, to);
  sqlite3_bind_int64 (row, 5, self->finest);
  const int code = sqlite3_step (row);
  *ret_t = *ret_end = to;
  if (code == SQLITE_ROW)
    {
      const SteadySpan span = sqlite3_column_int64 (row, 1);
      if (span <= 0 || span > FAR)
        return SQLITE_CORRUPT;
      *ret_t = sqlite3_column_int64 (row, 0);
      *ret_end = *ret_t + span;
    }
  return steady_case_query_end (code);
}

/*
 * Shows a long stretch in which the channel has no row, from what may stand in it: a
 * numeric that has begun gets a row every ROW_SECONDS until the recording breaks off,
 * so that without a row it has values only in the ROW_SECONDS before a break. No row of
 * any channel spans a break; the end of one may be a break. Of twelve days without a
 * single blood gas this reads minutes.
 */
static int
show_rowless (
    Picture *self, uint16_t steadiest, int level, SteadySpan from, SteadySpan to)
{
  const SteadySpan tail = ROW_SECONDS * STEADY_NSEC_PER_SEC;
  SteadySpan       cursor = from;
  int              code = SQLITE_OK;

  if (level < self->finest || to - from <= SHORT * STEADY_NSEC_PER_SEC)
    return to > from ? show_seconds (self, from, to) : SQLITE_OK;
  while (code == SQLITE_OK && cursor < to)
    {
      SteadySpan t = to, end = to;
      code = next_row (self, steadiest, level, cursor, to, &t, &end);
      if (code == SQLITE_OK)
        code = show_rowless (self, steadiest, level - 1, cursor, t);
      if (code == SQLITE_OK && end - tail < to && end > t)
        code = show_seconds (self, MAX (end - tail, t), MIN (end, to));
      cursor = MAX (end, t);
    }
  return code;
}

/* Numerics of which no row tells. */
static int
show_numerics (Picture *self, SteadySpan from, SteadySpan to)
{
  uint16_t steadiest = 0;

  if (to - from <= SHORT * STEADY_NSEC_PER_SEC)
    return show_seconds (self, from, to);
  const int code = steadiest_channel (self, &steadiest);
  if (code != SQLITE_OK || steadiest == 0)
    return code != SQLITE_OK ? code : show_seconds (self, from, to);
  return show_rowless (self, steadiest, STEADY_CASE_LEVELS - 1, from, to);
}

static int
show_state (Picture *self)
{
  SteadyCaseReader *reader = self->reader;
  const int         number = self->channel->channel;
  SteadyEnvelope    held = { 0 };
  SteadySpan        since = self->from;
  int               code = SQLITE_DONE;

  for (unsigned pass = 0; pass < 2; pass++)
    {
      sqlite3_stmt *row = steady_case_reader_statement (
          reader, pass == 0 ? STEADY_CASE_QUERY_HELD_BEFORE : STEADY_CASE_QUERY_HELD);
      if (row == NULL)
        return sqlite3_extended_errcode (reader->database);
      sqlite3_bind_int64 (row, 1, number);
      sqlite3_bind_int64 (row, 2, pass == 0 ? self->from : self->from + 1);
      if (pass == 1)
        sqlite3_bind_int64 (row, 3, self->to - 1);
      while ((code = sqlite3_step (row)) == SQLITE_ROW)
        {
          const SteadySpan t = MAX (steady_case_column_time (row, 1), self->from);
          const int        quality = sqlite3_column_int (row, 3);
          const float      value = (float) sqlite3_column_double (row, 2);
          const bool       usable = sqlite3_column_type (row, 2) == SQLITE_FLOAT &&
                              isfinite (value) && quality == STEADY_QUALITY_VALID;
          show (self, since, t, &held);
          since = t;
          held = usable ? (SteadyEnvelope){ value, value, 1 } : (SteadyEnvelope){ 0 };
        }
      if (code != SQLITE_DONE)
        return code;
    }
  /* The last one holds for as long as anything is recorded. */
  sqlite3_stmt *clock = NULL;
  SteadySpan    end = since;
  if (sqlite3_prepare_v2 (reader->database,
                          "SELECT t_ns FROM numeric ORDER BY id DESC LIMIT 1",
                          -1,
                          &clock,
                          NULL) == SQLITE_OK &&
      sqlite3_step (clock) == SQLITE_ROW)
    end = steady_case_column_time (clock, 0) + STEADY_NSEC_PER_SEC;
  sqlite3_finalize (clock);
  show (self, since, MIN (end, self->to), &held);
  return SQLITE_OK;
}

/* Where bucket @i of a row begins, or where the one before it ends. */
static inline SteadySpan
bucket_edge (const SteadyCaseRow *row, unsigned i, bool end)
{
  const unsigned round = end ? STEADY_CASE_ROW_BUCKETS - 1 : 0;

  if (row->span < INT64_MAX / (STEADY_CASE_ROW_BUCKETS + 1))
    return row->t + (row->span * i + round) / STEADY_CASE_ROW_BUCKETS;
  return row->t +
         (SteadySpan) (((Wide) row->span * i + round) / STEADY_CASE_ROW_BUCKETS);
}

static inline void
show_bucket (const SteadyCaseRow *row, unsigned i, SteadyEnvelope *column)
{
  const uint32_t count = steady_case_row_count (row, i);

  if (count > 0)
    widen (column, row->bounds[2 * i], row->bounds[2 * i + 1], count);
}

/* The buckets of @row from *@place on, which begins at *@begin, into @column that ends
 * at
 * @end. One that reaches beyond it is met again. */
static inline void
show_buckets (const SteadyCaseRow *row,
              SteadySpan           width,
              SteadySpan           end,
              unsigned            *place,
              SteadySpan          *begin,
              SteadyEnvelope      *column)
{
  const float *bounds = &row->bounds[(size_t) 2 * *place];
  SteadySpan   next = *begin;
  unsigned     i = *place;
  float        low = INFINITY, high = -INFINITY;

  for (; next < end && !row->counted; next += width, i++, bounds += 2)
    {
      low = bounds[0] < low ? bounds[0] : low;
      high = bounds[1] > high ? bounds[1] : high;
    }
  if (i > *place)
    widen (column, low, high, (i - *place) * row->all);
  for (; next < end; next += width, i++)
    show_bucket (row, i, column);
  if (next > end)
    next -= width, i--;
  *place = i;
  *begin = next;
}

/* As show_row () below, where all buckets have one width: nearly always. */
static void
show_even_row (Picture *self, const SteadyCaseRow *row)
{
  const SteadySpan width = row->span / STEADY_CASE_ROW_BUCKETS;
  const SteadySpan end = MIN (row->t + row->span, self->to);
  SteadySpan       cursor = MAX (row->t, self->from);
  unsigned         i = (unsigned) ((cursor - row->t) / width);
  SteadySpan       begin = row->t + i * width;

  while (cursor < end)
    {
      SteadyEnvelope *column = &self->columns[column_at (self, cursor)];
      cursor = MIN (self->column_end, end);
      show_buckets (row, width, cursor, &i, &begin, column);
    }
}

/* The buckets of @row, a column at a time: hundred thousands make one picture. */
static void
show_row (Picture *self, const SteadyCaseRow *row)
{
  SteadySpan       cursor = MAX (row->t, self->from);
  const SteadySpan end = MIN (row->t + row->span, self->to);
  unsigned         i = 0;

  if (!row->any)
    return;
  if (row->span % STEADY_CASE_ROW_BUCKETS == 0)
    {
      show_even_row (self, row);
      return;
    }
  while (i < STEADY_CASE_ROW_BUCKETS && bucket_edge (row, i + 1, true) <= cursor)
    i++;
  while (cursor < end)
    {
      SteadyEnvelope  *column = &self->columns[column_at (self, cursor)];
      const SteadySpan column_end = MIN (self->column_end, end);
      while (i < STEADY_CASE_ROW_BUCKETS && bucket_edge (row, i, false) < column_end)
        {
          show_bucket (row, i, column);
          if (bucket_edge (row, i + 1, true) > column_end)
            break;
          i++;
        }
      cursor = column_end;
    }
}

/*
 * Shows from … to by @level (below the finest: what was recorded itself); where it has
 * no row, by the level below. Rows are only written when full, so the newest part and
 * the parts beside gaps are always found below.
 */
static int
show_level (Picture *self, int level, SteadySpan from, SteadySpan to)
{
  const bool            wave = self->channel->kind == STEADY_CHANNEL_KIND_WAVE;
  const SteadyCaseRows *rows;
  SteadySpan            cursor = from;
  guint                 place;

  if (to - from < self->period / 2)
    return SQLITE_OK;
  if (level < self->finest)
    return wave ? show_blocks (self, from, to) : show_numerics (self, from, to);
  int code = steady_case_rows_get (
      self->reader, self->channel->channel, level, from, to, &rows, &place);
  for (; code == SQLITE_OK && place < rows->rows->len; place++)
    {
      const SteadyCaseRow *row = rows->rows->pdata[place];
      if (row->t >= to)
        break;
      if (row->t + row->span <= cursor)
        continue;
      if (row->t > cursor)
        code = show_level (self, level - 1, cursor, row->t);
      show_row (self, row);
      cursor = row->t + row->span;
    }
  if (code != SQLITE_OK)
    return code;
  return cursor < to ? show_level (self, level - 1, cursor, to) : SQLITE_OK;
}

/* The coarsest level whose buckets are no wider than a column. The finest level of
 * numerics shows all that their seconds hold, so that these are only read for what it
 * does not reach. */
static int
level_for (const Picture *self)
{
  const SteadySpan column = (self->to - self->from) / self->count;
  int              level = self->finest < 0 ? self->finest : -1;

  while (level + 1 < STEADY_CASE_LEVELS &&
         steady_case_bucket_samples (level + 1) * self->period <= column)
    level++;
  return level;
}

/* One channel; a case that is still written may have got it since it was opened. */
static const SteadyCaseChannel *
known_channel (SteadyCaseReader *self, SteadyChannel channel)
{
  const SteadyCaseChannel *info = steady_case_reader_channel (self, channel);
  unsigned                 count;

  if (info != NULL || self->finished)
    return info;
  steady_case_reader_channels (self, &count);
  return steady_case_reader_channel (self, channel);
}

/*
 * See the header. A wave sample stands for the time until the next, a numeric for its
 * second, a state until it changes.
 *
 * Thread: the reader's.
 */
bool
steady_case_reader_envelope (SteadyCaseReader *self,
                             SteadyChannel     channel,
                             SteadyInstant     from,
                             SteadyInstant     to,
                             unsigned          columns,
                             SteadyEnvelope   *ret_columns,
                             GError          **error)
{
  const SteadyCaseChannel *info = known_channel (self, channel);
  Picture                  picture = { .reader = self,
                                       .channel = info,
                                       .from = MAX (from, -FAR) - self->start,
                                       .to = MIN (to, FAR) - self->start,
                                       .count = columns,
                                       .period = STEADY_NSEC_PER_SEC,
                                       .columns = ret_columns };
  int                      code;

  if (columns > 0)
    memset (ret_columns, 0, sizeof *ret_columns * columns);
  if (info == NULL || columns == 0 || to <= from)
    return true;
  if (!steady_case_reader_enter (self, error))
    return false;
  steady_case_rows_trim (self);
  picture.edges = edges_for (self, picture.from, picture.to, columns);
  if (info->kind == STEADY_CHANNEL_KIND_WAVE)
    picture.period = (SteadySpan) llrint (1e9 / info->rate_hz);
  else
    picture.finest = -STEADY_CASE_FINE_LEVELS;
  if (info->kind == STEADY_CHANNEL_KIND_STATE)
    code = show_state (&picture);
  else
    code =
        show_level (&picture, level_for (&picture), MAX (picture.from, 0), picture.to);
  g_free (picture.block.values);
  return steady_case_reader_leave (self, code, error);
}
