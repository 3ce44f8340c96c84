/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "exchange/steady-exchange-progress.h"

bool steady_csv_export (const char            *path,
                        const char            *folder,
                        SteadyExchangeProgress progress,
                        void                  *data,
                        GError               **error);
