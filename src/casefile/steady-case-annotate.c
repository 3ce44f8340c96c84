/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-annotate.h"

#include <inttypes.h>
#include <math.h>

#include "casefile/steady-case-store.h"

/* A case being added to, and the rows that wait for their transaction. */
typedef struct Annotating
{
  SteadyCaseStore *store;
  const char      *path;
  SteadyCaseBatch  batch;
  SteadySpan       end;
  int64_t          next_note;
  int64_t          next_event;
  int64_t          utc_ns;
} Annotating;

static bool
refuse (Annotating *self, unsigned place, GError **error, const char *what)
{
  g_set_error (error,
               STEADY_CASE_ERROR,
               STEADY_CASE_ERROR_WRITE,
               "%s: annotation %u: %s",
               self->path,
               place + 1,
               what);
  return false;
}

static int64_t
count_rows (Annotating *self, const char *table, int64_t row)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM %s WHERE id = %" PRId64, table, row);
  return steady_case_store_query (self->store, sql);
}

/* Nothing is added that points at nothing. */
static bool
check (Annotating                 *self,
       const SteadyCaseAnnotation *item,
       unsigned                    place,
       GError                    **error)
{
  char *known =
      sqlite3_mprintf ("SELECT count (*) FROM channel WHERE name = %Q", item->channel);
  const bool channel = steady_case_store_query (self->store, known) > 0;

  sqlite3_free (known);
  if (item->author[0] == '\0')
    return refuse (self, place, error, "says not who made it; add \"author\"");
  if (item->from != STEADY_INSTANT_NEVER && (item->from < 0 || item->from > self->end))
    return refuse (
        self, place, error, "is not within the time of the case; mend \"t_s\"");
  switch (item->kind)
    {
    case STEADY_CASE_ANNOTATION_ARTEFACT:
      if (!channel)
        return refuse (
            self, place, error, "names a channel that this case has not; mend it");
      if (item->to <= item->from || item->to > self->end + STEADY_NSEC_PER_SEC)
        return refuse (self,
                       place,
                       error,
                       "ends before it begins, or after the case; mend \"to_s\"");
      return true;
    case STEADY_CASE_ANNOTATION_WITHDRAWN:
      return count_rows (self, "note", item->row) > 0 ||
             refuse (
                 self, place, error, "withdraws a note that is not there; mend \"id\"");
    case STEADY_CASE_ANNOTATION_AMENDMENT:
      return count_rows (self, "event", item->row) > 0 ||
             refuse (self,
                     place,
                     error,
                     "amends an event that is not there; mend \"event\"");
    case STEADY_CASE_ANNOTATION_NOTE:
    default:
      return item->text[0] != '\0' ||
             refuse (self, place, error, "says nothing; add \"text\"");
    }
}

static void
add_note (Annotating *self,
          SteadySpan  t,
          const char *author,
          const char *about,
          const char *text)
{
  steady_case_batch_begin (&self->batch, STEADY_CASE_TABLE_NOTE);
  steady_case_batch_null (&self->batch);
  steady_case_batch_integer (&self->batch, t);
  steady_case_batch_text (&self->batch, author);
  steady_case_batch_text (&self->batch, about);
  steady_case_batch_text (&self->batch, text);
}

/* The event itself stays; what it should say stands beside it, at its time. */
static void
add_amendment (Annotating *self, const SteadyCaseAnnotation *item)
{
  g_autofree char *text = g_strdup_printf (
      "amends %" PRId64 " by %s: %s", item->row, item->author, item->text);
  g_autofree char *when =
      g_strdup_printf ("SELECT t_ns FROM event WHERE id = %" PRId64, item->row);

  steady_case_batch_begin (&self->batch, STEADY_CASE_TABLE_EVENT);
  steady_case_batch_null (&self->batch);
  steady_case_batch_integer (&self->batch, steady_case_store_query (self->store, when));
  steady_case_batch_integer (&self->batch, STEADY_EVENT_ANNOTATED);
  if (isfinite (item->value))
    steady_case_batch_real (&self->batch, item->value);
  else
    steady_case_batch_null (&self->batch);
  steady_case_batch_text (&self->batch, text);
}

/* Who added what, and when that was: case time has stood still since. */
static void
add_audit (Annotating *self, const char *author, const char *table, int64_t row)
{
  g_autofree char *detail = g_strdup_printf (
      "%s %" PRId64 " by %s, utc_ns %" PRId64, table, row, author, self->utc_ns);

  steady_case_batch_begin (&self->batch, STEADY_CASE_TABLE_AUDIT);
  steady_case_batch_null (&self->batch);
  steady_case_batch_integer (&self->batch, self->end);
  steady_case_batch_text (&self->batch, "annotated");
  steady_case_batch_text (&self->batch, detail);
}

/* Times stand in the text with all their digits, since a note has one instant only. */
static void
add_artefact (Annotating *self, const SteadyCaseAnnotation *item)
{
  g_autofree char *text = g_strdup_printf (
      "%s %" PRId64 " %" PRId64 " %s", item->channel, item->from, item->to, item->text);
  add_note (self, item->from, item->author, STEADY_CASE_ABOUT_ARTEFACT, text);
}

/* Returns the row that it will have. */
static int64_t
add (Annotating *self, const SteadyCaseAnnotation *item)
{
  const bool       amends = item->kind == STEADY_CASE_ANNOTATION_AMENDMENT;
  const SteadySpan t = item->from == STEADY_INSTANT_NEVER ? self->end : item->from;
  const int64_t    row = amends ? self->next_event++ : self->next_note++;
  g_autofree char *which = g_strdup_printf ("%" PRId64 " %s", item->row, item->text);

  if (amends)
    add_amendment (self, item);
  else if (item->kind == STEADY_CASE_ANNOTATION_ARTEFACT)
    add_artefact (self, item);
  else if (item->kind == STEADY_CASE_ANNOTATION_WITHDRAWN)
    add_note (self, t, item->author, STEADY_CASE_ABOUT_WITHDRAWN, which);
  else
    add_note (self, t, item->author, item->about, item->text);
  add_audit (self, item->author, amends ? "event" : "note", row);
  return row;
}

/*
 * Adds @items to the case @path, all of them or none, under the lock of its one writer;
 * nothing that stands there is changed. @utc_ns: when they were made. @ret_rows: the
 * numbers of their rows, of notes or, for amendments, of events.
 *
 * Thread: any.
 */
bool
steady_case_annotate (const char                 *path,
                      const SteadyCaseAnnotation *items,
                      unsigned                    count,
                      int64_t                     utc_ns,
                      int64_t                    *ret_rows,
                      GError                    **error)
{
  Annotating          self = { .path = path, .utc_ns = utc_ns };
  g_autofree int64_t *rows = g_new0 (int64_t, count + 1);
  bool                fine = true;

  self.store = steady_case_store_open_again (path, error);
  if (self.store == NULL)
    return false;
  self.end = steady_case_store_last (self.store);
  self.next_note =
      steady_case_store_query (self.store, "SELECT max (id) FROM note") + 1;
  self.next_event =
      steady_case_store_query (self.store, "SELECT max (id) FROM event") + 1;
  steady_case_batch_init (&self.batch);
  for (unsigned i = 0; i < count && fine; i++)
    if ((fine = check (&self, &items[i], i, error)))
      rows[i] = add (&self, &items[i]);
  if (fine)
    {
      const int code = steady_case_store_commit (self.store, &self.batch, false, 0);
      fine = code == SQLITE_OK;
      if (!fine)
        g_set_error (
            error,
            STEADY_CASE_ERROR,
            STEADY_CASE_ERROR_WRITE,
            "%s: cannot be added to (%s); check the disk and the permissions of "
            "the file and its folder",
            path,
            steady_case_store_problem (self.store));
    }
  for (unsigned i = 0; i < count && fine; i++)
    ret_rows[i] = rows[i];
  steady_case_batch_finish (&self.batch);
  steady_case_store_free (self.store);
  return fine;
}
