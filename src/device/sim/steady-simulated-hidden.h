/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-hidden.h"
#include "simulator/steady-simulator.h"

void steady_simulated_hidden (const SteadySimulator *simulator,
                              SteadyHidden          *ret_hidden);
