/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-file-sum.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum
{
  PART = 1 << 16,
  TELL_EVERY = 64 /* parts */
};

/* Writes spaces over what of @blank is in the @length bytes that stand at @at. */
static void
blank_out (guchar *part, int64_t at, int64_t length, const SteadyFileBlank *blank)
{
  const int64_t begin = MAX (blank->at, at);
  const int64_t end = MIN (blank->at + blank->length, at + length);

  if (begin < end)
    memset (part + (begin - at), ' ', (size_t) (end - begin));
}

/*
 * The SHA-256 of the file at @path, STEADY_FILE_SUM_BYTES into @ret_sum. What is in
 * @blank (may be NULL) counts as spaces. @tell (may be NULL) hears how far it is;
 * @ret_bytes (may be NULL) is the length of the file. False: it cannot be read, or
 * @tell stopped it.
 *
 * Thread: any but the tick.
 */
bool
steady_file_sum (const char            *path,
                 const SteadyFileBlank *blank,
                 SteadyFileSumTell      tell,
                 void                  *data,
                 guint8                *ret_sum,
                 int64_t               *ret_bytes)
{
  FILE       *stream = fopen (path, "rbe");
  struct stat about;

  if (stream == NULL)
    return false;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *part = g_malloc (PART);
  int64_t            bytes = 0, parts = 0;
  size_t             got;
  bool               fine = fstat (fileno (stream), &about) == 0;

  while (fine && (got = fread (part, 1, PART, stream)) > 0)
    {
      if (blank != NULL)
        blank_out (part, bytes, (int64_t) got, blank);
      g_checksum_update (sum, part, (gssize) got);
      bytes += (int64_t) got;
      if (tell != NULL && parts++ % TELL_EVERY == 0)
        fine = tell (data,
                     MIN (1, (double) bytes / (double) MAX (about.st_size, (off_t) 1)));
    }
  fine = fine && ferror (stream) == 0;
  fclose (stream);
  if (!fine)
    return false;
  gsize length = STEADY_FILE_SUM_BYTES;
  g_checksum_get_digest (sum, ret_sum, &length);
  if (ret_bytes != NULL)
    *ret_bytes = bytes;
  return true;
}

/*
 * The same in hexadecimal digits, as sha256sum prints it; NULL: it cannot be read. Free
 * with g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_file_sum_hex (const char *path, int64_t *ret_bytes)
{
  guint8 sum[STEADY_FILE_SUM_BYTES];

  if (!steady_file_sum (path, NULL, NULL, NULL, sum, ret_bytes))
    return NULL;
  GString *text = g_string_sized_new (2 * sizeof sum);
  for (unsigned i = 0; i < sizeof sum; i++)
    g_string_append_printf (text, "%02x", sum[i]);
  return g_string_free (text, FALSE);
}
