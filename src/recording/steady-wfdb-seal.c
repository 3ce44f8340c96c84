/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-wfdb-seal.h"

#include <string.h>

#include "recording/steady-file-sum.h"
#include "recording/steady-recording.h"

/*
 * WFDB knows a sum of 16 bits for each signal, and nothing for its header and its
 * annotations. Steady's exports end with comments that any program passes over:
 *
 *   # sha256 case.dat 5d41402a…
 *   # sha256 case.atr 9a0364b9…
 *   # sha256 above 2c26b46b…
 *
 * The last covers every byte of the header before its own line.
 */
#define OWN ", exported by Steady;"

/* One file and what its bytes amount to. */
typedef struct Promise
{
  char file[128];
  char sum[2 * STEADY_FILE_SUM_BYTES + 1];
} Promise;

static bool
damaged (const SteadyWfdbHeader *header, const char *what, GError **error)
{
  g_set_error (
      error,
      STEADY_RECORDING_ERROR,
      STEADY_RECORDING_ERROR_FORMAT,
      "%s: %s; the header was changed or damaged (without its lines that begin "
      "with \"# sha256\" it is read unchecked)",
      header->path,
      what);
  return false;
}

/* "FILE SUM" and nothing else. */
static bool
read_promise (const char *text, size_t length, Promise *ret_promise)
{
  g_autofree char *line = g_strndup (text, length);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (g_strv_length (words) != 2 || strlen (words[0]) >= sizeof ret_promise->file ||
      strlen (words[1]) != sizeof ret_promise->sum - 1)
    return false;
  g_strlcpy (ret_promise->file, words[0], sizeof ret_promise->file);
  g_strlcpy (ret_promise->sum, words[1], sizeof ret_promise->sum);
  return true;
}

/*
 * Takes the checksums out of @text, which is all of the header, and holds the header
 * against its own. A header without any passes.
 *
 * Thread: any.
 */
bool
steady_wfdb_seal_read (SteadyWfdbHeader *header, const char *text, GError **error)
{
  bool        closed = false;
  const char *line = text;

  header->promises = g_array_new (FALSE, TRUE, sizeof (Promise));
  header->own = strstr (text, OWN) != NULL;
  while (*line != '\0')
    {
      const size_t length = strcspn (line, "\n");
      Promise      promise;
      if (closed)
        return damaged (header, "something stands below its checksum", error);
      if (g_str_has_prefix (line, STEADY_WFDB_SEAL))
        {
          const size_t mark = strlen (STEADY_WFDB_SEAL);
          if (!read_promise (line + mark, length - mark, &promise))
            return damaged (header, "one of its checksums cannot be read", error);
          if (strcmp (promise.file, STEADY_WFDB_SEAL_ABOVE) != 0)
            g_array_append_val (header->promises, promise);
          else
            {
              g_autofree char *sum = g_compute_checksum_for_data (
                  G_CHECKSUM_SHA256, (const guchar *) text, (gsize) (line - text));
              if (strcmp (sum, promise.sum) != 0)
                return damaged (header, "it does not match its checksum", error);
              closed = true;
            }
        }
      line += length + (line[length] == '\n');
    }
  header->sealed = closed;
  return closed || header->promises->len == 0 ||
         damaged (header, "it has checksums of its files and none of itself", error);
}

static const Promise *
find_promise (const SteadyWfdbHeader *header, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  for (unsigned i = 0; i < header->promises->len; i++)
    {
      const Promise *promise = &g_array_index (header->promises, Promise, i);
      if (strcmp (promise->file, name) == 0)
        return promise;
    }
  return NULL;
}

/* Holds the file at @path against its checksum in @header; one that has none passes.
 * Thread: any but the tick. */
bool
steady_wfdb_seal_check (const SteadyWfdbHeader *header,
                        const char             *path,
                        GError                **error)
{
  const Promise *promise = find_promise (header, path);

  if (promise == NULL)
    return true;
  g_autofree char *sum = steady_file_sum_hex (path, NULL);
  if (g_strcmp0 (sum, promise->sum) == 0)
    return true;
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: %s; take the file again from where it was exported",
               path,
               sum == NULL ? "cannot be read, and its header promises it"
                           : "does not match its checksum in the header, so something "
                             "in it was changed or damaged");
  return false;
}
