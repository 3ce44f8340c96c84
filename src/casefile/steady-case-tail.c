/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-tail.h"

#include <math.h>

#include "casefile/steady-case-numeric.h"
#include "casefile/steady-case-reader-private.h"

/*
 * No row of a level tells of the newest seconds, nor of those beside a gap: up to four
 * minutes at the end of every numeric are read value by value. The values of a second
 * lie side by side in the file, so that reading them for all channels at once costs as
 * much as seeking them for a few; the second channel that asks for the same seconds has
 * them read for all.
 */

enum
{
  MAX_TAIL = 16384 /* seconds kept of one channel */
};

/* Thread: the reader's. */
void
steady_case_tail_free (void *tail)
{
  SteadyCaseTail *self = tail;

  if (self == NULL)
    return;
  g_array_unref (self->seconds);
  g_free (self);
}

/*
 * What is known of @channel around @second: either @second is in it, or it is the one
 * that follows. Valid until the next share that fails.
 *
 * Thread: the reader's.
 */
SteadyCaseTail *
steady_case_tail_from (SteadyCaseReader *reader, uint16_t channel, int64_t second)
{
  void           *key = GUINT_TO_POINTER (channel);
  SteadyCaseTail *tail = g_hash_table_lookup (reader->tails, key);

  if (tail == NULL)
    {
      tail = g_new0 (SteadyCaseTail, 1);
      tail->seconds = g_array_new (FALSE, TRUE, sizeof (SteadyEnvelope));
      g_hash_table_insert (reader->tails, key, tail);
    }
  if (second < tail->first || second > tail->first + tail->seconds->len ||
      tail->seconds->len > MAX_TAIL)
    {
      tail->first = second;
      g_array_set_size (tail->seconds, 0);
    }
  return tail;
}

/* Widens @all by the value and quality that stand in @row, where they are valid; by
 * the numbers of this precision on either side of it. */
static void
take_value (sqlite3_stmt *row, SteadyEnvelope *all)
{
  const double value = sqlite3_column_double (row, 2);
  const float  near = (float) value;
  const int    quality = sqlite3_column_int (row, 3);

  if (sqlite3_column_type (row, 2) == SQLITE_FLOAT && isfinite (near) &&
      (quality == STEADY_QUALITY_VALID || quality == STEADY_QUALITY_QUESTIONABLE))
    steady_envelope_merge (
        all,
        &(SteadyEnvelope){ near > value ? nextafterf (near, -INFINITY) : near,
                           near < value ? nextafterf (near, INFINITY) : near,
                           1 });
}

/*
 * Valid values of one second of @channel. @ret_found: there were rows, valid or not.
 * Returns SQLite's code.
 *
 * Thread: the reader's.
 */
int
steady_case_tail_look_up (SteadyCaseReader *reader,
                          uint16_t          channel,
                          int64_t           second,
                          SteadyEnvelope   *ret_all,
                          bool             *ret_found)
{
  sqlite3_stmt *row = steady_case_reader_statement (reader, STEADY_CASE_QUERY_SECOND);
  int           code;

  if (row == NULL)
    return sqlite3_extended_errcode (reader->database);
  *ret_all = (SteadyEnvelope){ 0 };
  *ret_found = false;
  sqlite3_bind_int64 (row, 1, steady_case_numeric_id (second, channel, 0));
  sqlite3_bind_int64 (row, 2, steady_case_numeric_id (second, channel, 15));
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      *ret_found = true;
      take_value (row, ret_all);
    }
  return steady_case_query_end (code);
}

/* Makes room for [from, end) in the tails that end at @from, of those that were asked
 * for from @first on; what stands in the others is left alone. */
static void
make_room (SteadyCaseReader *reader, int64_t first, int64_t from, int64_t end)
{
  for (unsigned i = 0; i < reader->n_channels; i++)
    if (reader->channels[i].kind == STEADY_CHANNEL_KIND_NUMERIC)
      {
        SteadyCaseTail *tail =
            steady_case_tail_from (reader, reader->channels[i].channel, first);
        tail->filling = tail->first + tail->seconds->len == from;
        if (tail->filling)
          g_array_set_size (tail->seconds, (guint) (end - tail->first));
      }
}

/* Reads [from, end) of all channels into the room that was made. */
static int
read_all (SteadyCaseReader *reader, int64_t from, int64_t end)
{
  sqlite3_stmt   *row = steady_case_reader_statement (reader, STEADY_CASE_QUERY_SECOND);
  SteadyCaseTail *tail = NULL;
  int             code;

  if (row == NULL)
    return sqlite3_extended_errcode (reader->database);
  sqlite3_bind_int64 (row, 1, steady_case_numeric_id (from, 0, 0));
  sqlite3_bind_int64 (row, 2, steady_case_numeric_id (end, 0, 0) - 1);
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      const int64_t id = sqlite3_column_int64 (row, 0);
      tail = g_hash_table_lookup (reader->tails, GUINT_TO_POINTER (id >> 4 & 0xffff));
      if (tail != NULL && tail->filling)
        take_value (row,
                    &g_array_index (tail->seconds,
                                    SteadyEnvelope,
                                    (id >> STEADY_CASE_SECOND_SHIFT) - tail->first));
    }
  return steady_case_query_end (code);
}

static void
end_filling (SteadyCaseReader *reader)
{
  GHashTableIter  all;
  SteadyCaseTail *tail;

  g_hash_table_iter_init (&all, reader->tails);
  while (g_hash_table_iter_next (&all, NULL, (void **) &tail))
    tail->filling = false;
}

/*
 * Says that seconds [first, end), which must all be complete, are wanted of @channel.
 * Where another channel was asked for the same ones before, they are read for all
 * channels into the tails. Returns SQLite's code; after a failure no tail is valid.
 *
 * Thread: the reader's.
 */
int
steady_case_tail_share (SteadyCaseReader *reader,
                        uint16_t          channel,
                        int64_t           first,
                        int64_t           end)
{
  const SteadyCaseTail *tail = steady_case_tail_from (reader, channel, first);
  const int64_t         from = tail->first + tail->seconds->len;
  const bool shared = reader->asked.first == first && reader->asked.end == end &&
                      reader->asked.channel != channel;

  reader->asked = (SteadyCaseAsked){ .first = first, .end = end, .channel = channel };
  if (!shared || from >= end)
    return SQLITE_OK;
  make_room (reader, first, from, end);
  const int code = read_all (reader, from, end);
  if (code == SQLITE_OK)
    end_filling (reader);
  else
    g_hash_table_remove_all (reader->tails);
  return code;
}
