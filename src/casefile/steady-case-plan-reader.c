/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-plan-reader.h"

#include "casefile/steady-case-reader-private.h"

enum
{
  ROWS = 8,                   /* read at a time, so that no transaction is long */
  TEXT_MOST = 4 * 1024 * 1024 /* bytes of a plan */
};

/* The search under way. */
typedef struct Search
{
  SteadyCasePlanTest test;
  void              *data;
  int64_t            last_id;
  char              *found;
} Search;

static void
read_plan (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Search     *search = ret;
  const char *text = (const char *) sqlite3_column_text (row, 1);

  (void) self;
  (void) i;
  search->last_id = sqlite3_column_int64 (row, 0);
  if (text == NULL || sqlite3_column_bytes (row, 1) > TEXT_MOST ||
      !search->test (text, search->data))
    return;
  g_free (search->found);
  search->found = g_strdup (text);
}

/*
 * The last plan of the case that passes @test; NULL without @error: there is none. Free
 * with g_free ().
 *
 * Thread: the reader's.
 */
char *
steady_case_reader_find_plan (SteadyCaseReader  *self,
                              SteadyCasePlanTest test,
                              void              *data,
                              GError           **error)
{
  Search   search = { .test = test, .data = data };
  unsigned count = ROWS;

  while (count == ROWS)
    {
      if (!steady_case_reader_enter (self, error))
        return search.found;
      const int code = steady_case_read_rows (
          self,
          "SELECT id, plan_json FROM plan WHERE id > ? ORDER BY id",
          search.last_id,
          ROWS,
          read_plan,
          &search,
          &count);
      if (!steady_case_reader_leave (self, code, error))
        break;
    }
  return search.found;
}
