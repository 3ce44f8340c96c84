/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"

bool steady_ultrafiltration_time (SteadyVolume filtrate,
                                  double       blood_ml_min,
                                  double       fraction,
                                  double      *ret_min);
