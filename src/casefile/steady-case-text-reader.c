/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-text-reader.h"

#include <string.h>

#include "casefile/steady-case-reader-private.h"

enum
{
  ROWS = 64,                  /* read at a time, so that no transaction is long */
  TEXTS_MOST = 20000,         /* rows of one table that are looked at */
  TEXT_MOST = 4 * 1024 * 1024 /* bytes of one text */
};

/* Rows of one table, as they are read into an array. */
typedef struct Rows
{
  GArray *array;
  int64_t last_id;
} Rows;

static char *
column_text (sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);
  const int   length = sqlite3_column_bytes (row, column);

  if (text == NULL || length > TEXT_MOST)
    return g_strdup ("");
  return g_utf8_make_valid (text, -1);
}

static bool
read_all (SteadyCaseReader   *self,
          const char         *sql,
          SteadyCaseRowReader read,
          GArray             *array,
          GError            **error)
{
  Rows     rows = { .array = array };
  unsigned count = ROWS;

  while (count == ROWS && array->len < TEXTS_MOST)
    {
      if (!steady_case_reader_enter (self, error))
        return false;
      const int code =
          steady_case_read_rows (self, sql, rows.last_id, ROWS, read, &rows, &count);
      if (!steady_case_reader_leave (self, code, error))
        return false;
    }
  return true;
}

static void
clear_note (gpointer data)
{
  SteadyCaseNote *note = data;
  g_free (note->author);
  g_free (note->about);
  g_free (note->text);
}

static void
read_note (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Rows                *rows = ret;
  const SteadyCaseNote note = { .id = sqlite3_column_int64 (row, 0),
                                .t = self->start + steady_case_column_time (row, 1),
                                .author = column_text (row, 2),
                                .about = column_text (row, 3),
                                .text = column_text (row, 4) };
  (void) i;
  rows->last_id = note.id;
  g_array_append_val (rows->array, note);
}

static bool
hand_over (bool fine, GArray *array, GArray **ret_array)
{
  if (fine)
    *ret_array = array;
  else
    g_array_unref (array);
  return fine;
}

/* The notes in the order in which they were written. Thread: the reader's. */
bool
steady_case_reader_notes (SteadyCaseReader *self, GArray **ret_notes, GError **error)
{
  GArray *notes = g_array_new (FALSE, FALSE, sizeof (SteadyCaseNote));

  g_array_set_clear_func (notes, clear_note);
  return hand_over (
      read_all (self,
                "SELECT id, t_ns, author, about, text FROM note WHERE id > ?"
                " ORDER BY id",
                read_note,
                notes,
                error),
      notes,
      ret_notes);
}

static void
clear_plan (gpointer data)
{
  SteadyCasePlan *plan = data;
  g_free (plan->json);
}

static void
read_plan (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Rows                *rows = ret;
  const SteadyCasePlan plan = { .id = sqlite3_column_int64 (row, 0),
                                .t = self->start + steady_case_column_time (row, 1),
                                .json = column_text (row, 2) };
  (void) i;
  rows->last_id = plan.id;
  g_array_append_val (rows->array, plan);
}

/* The plans that were kept, the last one is in force. Thread: the reader's. */
bool
steady_case_reader_plans (SteadyCaseReader *self, GArray **ret_plans, GError **error)
{
  GArray *plans = g_array_new (FALSE, FALSE, sizeof (SteadyCasePlan));

  g_array_set_clear_func (plans, clear_plan);
  return hand_over (
      read_all (self,
                "SELECT id, t_ns, plan_json FROM plan WHERE id > ? ORDER BY id",
                read_plan,
                plans,
                error),
      plans,
      ret_plans);
}

/* The link that read_head () fills. */
typedef struct Head
{
  SteadyCaseLink link;
  int64_t        links;
} Head;

static void
read_head (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Head *head = ret;

  (void) self;
  (void) i;
  head->links = sqlite3_column_int64 (row, 0);
  if (sqlite3_column_bytes (row, 1) == STEADY_CASE_HASH_SIZE)
    memcpy (head->link.hash, sqlite3_column_blob (row, 1), STEADY_CASE_HASH_SIZE);
}

/*
 * The newest link of the chain and its number, which is how many there are; nothing is
 * verified here.
 *
 * Thread: the reader's.
 */
bool
steady_case_reader_head (SteadyCaseReader *self,
                         SteadyCaseLink   *ret_head,
                         int64_t          *ret_links,
                         GError          **error)
{
  Head     head = { .links = 0 };
  unsigned count;

  if (!steady_case_reader_enter (self, error))
    return false;
  const int code = steady_case_read_rows (
      self,
      "SELECT seq, sha256 FROM chain WHERE seq > ? ORDER BY seq DESC LIMIT 1",
      0,
      1,
      read_head,
      &head,
      &count);
  if (!steady_case_reader_leave (self, code, error))
    return false;
  *ret_head = head.link;
  *ret_links = head.links;
  return true;
}
