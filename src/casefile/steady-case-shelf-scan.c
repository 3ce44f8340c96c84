/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "casefile/steady-case-shelf-private.h"

enum
{
  CASES_A_TRANSACTION = 32 /* so that what was read is kept when the scan is stopped */
};

/* What one walk through a folder knows. */
typedef struct Walk
{
  SteadyCaseShelf    *shelf;
  const char         *folder;
  GHashTable         *known; /* path → stamp, of the index */
  GPtrArray          *paths; /* new or changed ones */
  SteadyShelfDescribe describe;
  SteadyShelfProgress progress;
  void               *data;
  SteadyShelfScan     scan;
} Walk;

static int64_t
stamp_of_file (const char *path)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return 0;
  return (int64_t) status.st_mtim.tv_sec * 1000000007 + status.st_mtim.tv_nsec +
         status.st_size * 31;
}

/* Another stamp: the case has changed, perhaps in its log only. */
static int64_t
stamp_of (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  const int64_t    stamp = stamp_of_file (path) ^ stamp_of_file (log) << 1;
  return stamp != 0 ? stamp : 1;
}

static void
bind_real (sqlite3_stmt *row, int place, double value)
{
  if (isfinite (value))
    sqlite3_bind_double (row, place, value);
  else
    sqlite3_bind_null (row, place);
}

static void
bind_card (sqlite3_stmt *row, const SteadyCaseCard *card, int64_t stamp)
{
  const char *const texts[] = { card->name,      card->title,   card->lesion,
                                card->operation, card->profile, card->problem };
  g_autofree char  *base = g_path_get_basename (card->path);
  g_autofree char  *all = g_strjoin (
      " ", card->name, card->title, card->lesion, card->operation, base, NULL);
  g_autofree char *words = steady_case_shelf_fold (all);

  sqlite3_bind_text (row, 1, card->path, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (row, 2, stamp);
  sqlite3_bind_text (row, 3, words, -1, SQLITE_TRANSIENT);
  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    sqlite3_bind_text (row, 4 + (int) i, texts[i], -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (row, 10, card->mode);
  sqlite3_bind_int (row, 11, card->simulated);
  sqlite3_bind_int (row, 12, card->finished);
  sqlite3_bind_int64 (row, 13, card->start_utc);
  bind_real (row, 14, card->length_s);
  bind_real (row, 15, card->bypass_s);
  bind_real (row, 16, card->clamp_s);
  bind_real (row, 17, card->weight_kg);
  bind_real (row, 18, card->age_days);
  sqlite3_bind_int (row, 19, (int) card->high);
  sqlite3_bind_int (row, 20, (int) card->medium);
  sqlite3_bind_int (row, 21, (int) card->low);
  sqlite3_bind_int (row, 22, (int) card->marks);
  sqlite3_bind_blob (row,
                     23,
                     card->phases,
                     (int) (card->n_phases * sizeof card->phases[0]),
                     SQLITE_TRANSIENT);
}

static bool
write_metrics (SteadyCaseShelf      *self,
               const SteadyCaseCard *card,
               int64_t               id,
               GError              **error)
{
  for (unsigned i = 0; i < card->n_metrics; i++)
    {
      const SteadyCardMetric *metric = &card->metrics[i];
      sqlite3_stmt           *row = steady_case_shelf_prepare (
          self, "INSERT OR REPLACE INTO metric VALUES (?, ?, ?, ?, ?, ?, ?, ?)", error);
      if (row == NULL)
        return false;
      sqlite3_bind_int64 (row, 1, id);
      sqlite3_bind_text (row, 2, metric->rule, -1, SQLITE_TRANSIENT);
      bind_real (row, 3, metric->outside_pct);
      bind_real (row, 4, metric->outside_s);
      bind_real (row, 5, metric->longest_s);
      bind_real (row, 6, metric->known_s);
      bind_real (row, 7, metric->missing_s);
      bind_real (row, 8, metric->area);
      if (!steady_case_shelf_done (self, row, error))
        return false;
    }
  return true;
}

static bool
remove_path (SteadyCaseShelf *self, const char *path, GError **error)
{
  static const char *const sql[] = {
    "DELETE FROM metric WHERE card IN (SELECT id FROM card WHERE path = ?)",
    "DELETE FROM card WHERE path = ?",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      sqlite3_stmt *row = steady_case_shelf_prepare (self, sql[i], error);
      if (row == NULL)
        return false;
      sqlite3_bind_text (row, 1, path, -1, SQLITE_TRANSIENT);
      if (!steady_case_shelf_done (self, row, error))
        return false;
    }
  return true;
}

/* Puts @card in the place of the one of its path. Thread: the shelf's. */
bool
steady_case_shelf_write (SteadyCaseShelf      *self,
                         const SteadyCaseCard *card,
                         int64_t               stamp,
                         GError              **error)
{
  if (!remove_path (self, card->path, error))
    return false;
  sqlite3_stmt *row = steady_case_shelf_prepare (
      self,
      "INSERT INTO card (path, stamp, words, name, title, lesion, operation, profile,"
      " problem, mode, simulated, finished, start_utc, length_s, bypass_s, clamp_s,"
      " weight_kg, age_days, high, medium, low, marks, phases)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (row == NULL)
    return false;
  bind_card (row, card, stamp);
  return steady_case_shelf_done (self, row, error) &&
         write_metrics (self, card, sqlite3_last_insert_rowid (self->database), error);
}

static bool
read_known (Walk *self, GError **error)
{
  sqlite3_stmt *row =
      steady_case_shelf_prepare (self->shelf, "SELECT path, stamp FROM card", error);
  int code;

  if (row == NULL)
    return false;
  while ((code = sqlite3_step (row)) == SQLITE_ROW)
    {
      const char *path = (const char *) sqlite3_column_text (row, 0);
      int64_t    *stamp = g_new (int64_t, 1);
      *stamp = sqlite3_column_int64 (row, 1);
      g_hash_table_insert (self->known, g_strdup (path), stamp);
    }
  sqlite3_finalize (row);
  return steady_case_shelf_fine (self->shelf, code, error);
}

/* What is unchanged leaves the table of the known; what stays in it is gone. */
static void
look_through (Walk *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (!g_str_has_suffix (name, ".steady"))
        continue;
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      const int64_t   *stamp = g_hash_table_lookup (self->known, path);
      self->scan.files++;
      if (strlen (path) >= sizeof ((SteadyCaseCard *) NULL)->path)
        continue;
      if (stamp == NULL || *stamp != stamp_of (path))
        g_ptr_array_add (self->paths, g_strdup (path));
      g_hash_table_remove (self->known, path);
    }
}

static bool
remove_gone (Walk *self, GError **error)
{
  GHashTableIter iter;
  void          *path;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      if (!remove_path (self->shelf, path, error))
        return false;
      self->scan.gone++;
    }
  return true;
}

static bool
execute (Walk *self, const char *sql, GError **error)
{
  return steady_case_shelf_fine (
      self->shelf, sqlite3_exec (self->shelf->database, sql, NULL, NULL, NULL), error);
}

/* A newer case is looked for sooner: names begin with their dates. */
static int
newest_first (gconstpointer a, gconstpointer b)
{
  return -strcmp (*(const char *const *) a, *(const char *const *) b);
}

static bool
read_changed (Walk *self, GError **error)
{
  g_autofree SteadyCaseCard *card = g_new0 (SteadyCaseCard, 1);

  for (unsigned i = 0; i < self->paths->len; i++)
    {
      const char   *path = g_ptr_array_index (self->paths, i);
      const int64_t stamp = stamp_of (path);
      *card = (SteadyCaseCard){ .id = 0 };
      self->describe (self->data, path, card);
      g_strlcpy (card->path, path, sizeof card->path);
      if (!steady_case_shelf_write (self->shelf, card, stamp, error))
        return false;
      self->scan.read++;
      const bool on = self->progress == NULL ||
                      self->progress (self->data, i + 1, self->paths->len);
      if (!on)
        return true;
      if (self->scan.read % CASES_A_TRANSACTION == 0 &&
          !execute (self, "COMMIT; BEGIN IMMEDIATE", error))
        return false;
    }
  return true;
}

/*
 * Brings the index up to date with the cases in @folder: only new and changed ones are
 * opened, by @describe. Stopped by @progress, it goes on where it was the next time.
 *
 * Thread: the shelf's; some milliseconds for each case that is new.
 */
bool
steady_case_shelf_scan (SteadyCaseShelf    *self,
                        const char         *folder,
                        SteadyShelfDescribe describe,
                        SteadyShelfProgress progress,
                        void               *data,
                        SteadyShelfScan    *ret_scan,
                        GError            **error)
{
  g_autoptr (GHashTable) known =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .shelf = self,
                .folder = folder,
                .known = known,
                .paths = paths,
                .describe = describe,
                .progress = progress,
                .data = data };

  if (!read_known (&walk, error))
    return false;
  look_through (&walk);
  g_ptr_array_sort (paths, newest_first);
  if (!execute (&walk, "BEGIN IMMEDIATE", error))
    return false;
  const bool fine = remove_gone (&walk, error) && read_changed (&walk, error);
  if (!execute (&walk, fine ? "COMMIT" : "ROLLBACK", fine ? error : NULL) || !fine)
    return false;
  *ret_scan = walk.scan;
  return true;
}
