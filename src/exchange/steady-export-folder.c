/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-export-folder.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "exchange/steady-csv-file.h"

/* Makes @folder, or finds it empty: nothing is ever overwritten. Thread: any but the
 * tick. */
bool
steady_export_make_folder (const char *folder, GError **error)
{
  g_autoptr (GDir) list = NULL;

  if (g_mkdir (folder, 0755) == 0)
    return true;
  if (errno == EEXIST)
    {
      list = g_dir_open (folder, 0, NULL);
      if (list != NULL && g_dir_read_name (list) == NULL)
        return true;
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_EXISTS,
                   "%s: exists and is not an empty folder; name a new one",
                   folder);
      return false;
    }
  g_set_error (error,
               STEADY_EXCHANGE_ERROR,
               STEADY_EXCHANGE_ERROR_WRITE,
               "%s: cannot be made (%s); check the folder above it and its permissions",
               folder,
               g_strerror (errno));
  return false;
}
