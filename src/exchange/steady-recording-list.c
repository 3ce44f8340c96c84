/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-recording-list.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum
{
  DEPTH = 3,
  MOST_FILES = 200,      /* a person cannot choose among more */
  MOST_LOOKED_AT = 20000 /* on a stick with a photo collection */
};

/* The head of a JSON file that Steady exported. */
#define JSON_MARK "steady-case-export"

typedef struct Search
{
  GPtrArray *files;
  unsigned   looked_at;
} Search;

static void
free_file (void *data)
{
  SteadyRecordingFile *file = data;
  g_free (file->path);
  g_free (file);
}

/* Whether the beginning of the file holds @mark. */
static bool
begins_with (const char *path, const char *mark)
{
  char   head[257] = "";
  FILE  *stream = fopen (path, "rbe");
  size_t got = stream != NULL ? fread (head, 1, sizeof head - 1, stream) : 0;

  if (stream != NULL)
    fclose (stream);
  head[got] = '\0';
  return strstr (head, mark) != NULL;
}

/* Whether the sidecar says what the columns are. */
static bool
has_sidecar (const char *path)
{
  g_autofree char *sidecar = g_strconcat (path, ".json", NULL);
  return g_file_test (sidecar, G_FILE_TEST_EXISTS);
}

/* NULL: nothing that could be taken in, or a part of something that is listed. */
static const char *
kind_of (const char *path)
{
  if (g_str_has_suffix (path, ".steady"))
    return "case";
  if (g_str_has_suffix (path, ".hea"))
    return "wfdb";
  if (g_str_has_suffix (path, ".edf"))
    return "edf";
  if (g_str_has_suffix (path, ".vital"))
    return "vital";
  if (g_str_has_suffix (path, ".csv"))
    return begins_with (path, "channel,name,label,unit,") || has_sidecar (path) ? "csv"
                                                                                : NULL;
  if (g_str_has_suffix (path, ".json"))
    return begins_with (path, JSON_MARK) ? "json" : NULL;
  return NULL;
}

static void
search (Search *self, const char *folder, unsigned depth)
{
  g_autoptr (GDir) list = g_dir_open (folder, 0, NULL);
  const char *name;

  while (list != NULL && self->files->len < MOST_FILES &&
         self->looked_at < MOST_LOOKED_AT && (name = g_dir_read_name (list)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat      about;
      self->looked_at++;
      /* links may lead anywhere, and in circles */
      if (name[0] == '.' || lstat (path, &about) != 0)
        continue;
      if (S_ISDIR (about.st_mode) && depth > 0)
        search (self, path, depth - 1);
      const char *kind = S_ISREG (about.st_mode) ? kind_of (path) : NULL;
      if (kind == NULL)
        continue;
      SteadyRecordingFile *file = g_new0 (SteadyRecordingFile, 1);
      file->path = g_steal_pointer (&path);
      file->kind = kind;
      file->bytes = about.st_size;
      file->changed = about.st_mtime;
      g_ptr_array_add (self->files, file);
    }
}

/* The newest first. */
static int
compare (const void *a, const void *b)
{
  const SteadyRecordingFile *left = *(SteadyRecordingFile *const *) a;
  const SteadyRecordingFile *right = *(SteadyRecordingFile *const *) b;

  if (left->changed != right->changed)
    return left->changed < right->changed ? 1 : -1;
  return strcmp (left->path, right->path);
}

/*
 * What can be taken in from @folder and the folders in it, the newest first; at most
 * 200 (of SteadyRecordingFile).
 *
 * Thread: any but the tick.
 */
GPtrArray *
steady_recording_list (const char *folder)
{
  Search self = { .files = g_ptr_array_new_with_free_func (free_file) };

  search (&self, folder, DEPTH);
  g_ptr_array_sort (self.files, compare);
  return self.files;
}
