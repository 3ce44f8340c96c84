/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>

#include "casefile/steady-case-block.h"
#include "casefile/steady-case-pyramid.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-tail.h"

/* The statements that a reader keeps prepared while it has the file open. */
typedef enum SteadyCaseQuery
{
  STEADY_CASE_QUERY_WAVE_BEFORE, /* the block that begins at or before an instant */
  STEADY_CASE_QUERY_WAVES,       /* blocks that begin in a span */
  STEADY_CASE_QUERY_SECOND,      /* numerics of one channel in one second */
  STEADY_CASE_QUERY_NEXT,        /* the next numeric of any channel */
  STEADY_CASE_QUERY_LAST,        /* … and the last one */
  STEADY_CASE_QUERY_HELD_BEFORE, /* the state in force at an instant */
  STEADY_CASE_QUERY_HELD,        /* changes of state in a span */
  STEADY_CASE_QUERY_LEVEL_BEFORE,
  STEADY_CASE_QUERY_LEVEL_NEXT, /* where a row of a level begins next */
  STEADY_CASE_QUERY_LEVEL, /* one for each level, since they nest; the finest first */
  STEADY_CASE_QUERY_COUNT =
      STEADY_CASE_QUERY_LEVEL + STEADY_CASE_FINE_LEVELS + STEADY_CASE_LEVELS
} SteadyCaseQuery;

/* Where the columns of the last picture begin. */
typedef struct SteadyCaseEdges
{
  SteadySpan  from;
  SteadySpan  to;
  unsigned    count;
  SteadySpan *places;
} SteadyCaseEdges;

struct SteadyCaseReader
{
  char    *path;      /* as the caller named it */
  char    *open_path; /* what is opened: @path or a copy */
  char    *folder;    /* of the copy, removed at the end */
  bool     immutable;
  bool     finished;
  unsigned holds;
  unsigned steps;               /* since the call began, in thousands of SQLite's own */
  int (*on_steps) (void *data); /* asked after each of them, or NULL; not 0: stop */
  void              *on_steps_data;
  sqlite3           *database;
  sqlite3_stmt      *statements[STEADY_CASE_QUERY_COUNT];
  SteadyCaseChannel *channels;
  unsigned           n_channels;
  SteadyMode         mode;
  SteadyInstant      start;
  int64_t            start_utc;
  GHashTable        *tails;      /* of SteadyCaseTail, by channel */
  SteadyCaseAsked    asked;      /* of the tails */
  GHashTable        *rows;       /* of SteadyCaseRows, by channel and level */
  bool               rows_added; /* since the last trim */
  SteadyCaseEdges    edges;
  SteadyInstant      begun; /* of the transaction; of the real clock */
  uint16_t steadiest;       /* the numeric channel with the most rows; 0: not sought */
};

/* A block of a wave, decoded. */
typedef struct SteadyCaseBlock
{
  SteadySpan t;
  int64_t    first_index;
  double     rate_hz;
  unsigned   count;
  bool       gap;
  float     *values; /* owned; reused by the next read */
  unsigned   size;
} SteadyCaseBlock;

bool steady_case_reader_enter (SteadyCaseReader *self, GError **error);
bool steady_case_reader_leave (SteadyCaseReader *self, int code, GError **error);
sqlite3_stmt *steady_case_reader_statement (SteadyCaseReader *self, unsigned query);
const SteadyCaseChannel *steady_case_reader_channel (const SteadyCaseReader *self,
                                                     SteadyChannel           channel);
int        steady_case_block_read (sqlite3_stmt *statement, SteadyCaseBlock *block);
int        steady_case_block_before (SteadyCaseReader *self,
                                     SteadyChannel     channel,
                                     SteadySpan        t,
                                     SteadyCaseBlock  *block);
SteadySpan steady_case_block_time (const SteadyCaseBlock *self, unsigned sample);

typedef void (*SteadyCaseRowReader) (SteadyCaseReader *self,
                                     sqlite3_stmt     *row,
                                     void             *ret_rows,
                                     unsigned          place);

int        steady_case_read_rows (SteadyCaseReader   *self,
                                  const char         *sql,
                                  int64_t             after_id,
                                  unsigned            size,
                                  SteadyCaseRowReader read,
                                  void               *ret_rows,
                                  unsigned           *ret_count);
int        steady_case_query_end (int code);
void       steady_case_column_text (sqlite3_stmt *statement,
                                    int           column,
                                    char         *ret_text,
                                    size_t        size);
double     steady_case_column_real (sqlite3_stmt *statement, int column);
SteadySpan steady_case_column_time (sqlite3_stmt *statement, int column);
