/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "exchange/steady-csv-export.h"

bool steady_import (const char            *recording,
                    const char            *path,
                    SteadyExchangeProgress progress,
                    void                  *data,
                    GError               **error);
bool steady_import_part (const char            *recording,
                         const char            *path,
                         SteadyExchangeProgress progress,
                         void                  *data,
                         GPtrArray             *ret_repaired,
                         GError               **ret_problem,
                         GError               **error);
