/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* Told how much is done, from 0 to 1. */
typedef void (*SteadyExchangeProgress) (void *data, double part);

bool steady_csv_export (const char            *path,
                        const char            *folder,
                        SteadyExchangeProgress progress,
                        void                  *data,
                        GError               **error);
