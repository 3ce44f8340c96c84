/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "engine/steady-engine.h"

void steady_fitted_channels (const SteadyEngine *engine, bool *ret_fitted);
