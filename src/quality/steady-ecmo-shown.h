/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-shown-unit.h"
#include "quality/steady-ecmo-hour.h"

SteadyShownUnit steady_ecmo_shown (SteadyEcmoRow row);
