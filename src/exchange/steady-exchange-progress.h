/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-progress.h"

typedef SteadyProgressTold SteadyExchangeProgress;

bool steady_exchange_tell (SteadyExchangeProgress progress,
                           void                  *data,
                           double                 part,
                           const char            *path,
                           GError               **error);
