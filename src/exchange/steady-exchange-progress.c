/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-exchange-progress.h"

#include "exchange/steady-csv-file.h"

/*
 * Tells @progress (may be NULL) how far the work on @path is; false, with an error,
 * when it shall stop.
 *
 * Thread: the one that works.
 */
bool
steady_exchange_tell (SteadyExchangeProgress progress,
                      void                  *data,
                      double                 part,
                      const char            *path,
                      GError               **error)
{
  if (progress == NULL || progress (data, part))
    return true;
  g_set_error (error,
               STEADY_EXCHANGE_ERROR,
               STEADY_EXCHANGE_ERROR_STOPPED,
               "%s: stopped as asked; nothing of it is left",
               path);
  return false;
}
