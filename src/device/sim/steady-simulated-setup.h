/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "simulator/steady-simulator.h"

bool steady_simulated_setup_parse (SteadySimulatorSetup *ret_setup,
                                   const char           *file,
                                   const char           *scenario,
                                   GError              **error);
