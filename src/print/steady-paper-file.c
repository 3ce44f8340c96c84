/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-paper-file.h"

#include <glib/gi18n-lib.h>

#include "base/steady-replaceable.h"

/*
 * Writes what was printed. A PDF that is there is replaced only when the new one is
 * whole; a folder, a device or a file of another kind never is. The sentence of an
 * error names @file and what to do.
 *
 * Thread: any but the tick.
 */
bool
steady_paper_file_write (const char *file, const GByteArray *bytes, GError **error)
{
  const bool folder = g_file_test (file, G_FILE_TEST_IS_DIR);

  if (!folder && !steady_replaceable (file, "%PDF-"))
    {
      g_set_error (error,
                   G_FILE_ERROR,
                   G_FILE_ERROR_EXIST,
                   _ ("%s: is there already and is no PDF; name a new file"),
                   file);
      return false;
    }
  if (!folder && g_file_set_contents_full (file,
                                           (const char *) bytes->data,
                                           (gssize) bytes->len,
                                           G_FILE_SET_CONTENTS_CONSISTENT,
                                           0600,
                                           NULL))
    return true;
  g_set_error (error,
               G_FILE_ERROR,
               folder ? G_FILE_ERROR_ISDIR : G_FILE_ERROR_FAILED,
               folder ? _ ("%s: is a folder; name a new file in it")
                      : _ ("%s: cannot be written; check its folder, its permissions "
                           "and the room there"),
               file);
  return false;
}
