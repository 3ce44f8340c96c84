/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "exchange/steady-csv-export.h"

bool steady_json_export (const char            *path,
                         const char            *file,
                         SteadyExchangeProgress progress,
                         void                  *data,
                         GError               **error);
