/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* Told how far long work is, 0 to 1; false: a person wants it stopped. */
typedef bool (*SteadyExchangeProgress) (void *data, double part);

bool steady_exchange_tell (SteadyExchangeProgress progress,
                           void                  *data,
                           double                 part,
                           const char            *path,
                           GError               **error);
